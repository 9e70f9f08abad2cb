/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/**
 * CbProof:
 * What holds of a sound pack beyond its form (data/help/rule-language.md 6), on every day on which its law changes.  Proved: by the ranges and
 * the structure of the compiled rules.  Searched: by families built from the pack's own thresholds and random ones from a fixed seed, so that
 * two runs say the same; what no family contradicted is not proved.
 */
typedef struct _CbProof CbProof;

typedef enum {
  CB_FINDING_FAULT,     /* broken: a family shows it, or it is proved */
  CB_FINDING_CLIFF,     /* a declared cliff, with its size */
  CB_FINDING_OPEN,      /* neither proved nor shown by a family */
} CbFindingKind;

typedef struct {
  CbFindingKind kind;
  char   *file;
  int     line, column;   /* from 1; 0: of the whole line */
  char   *message;        /* English, with an example family where there is one */
  char   *cliff;          /* name of the declared cliff, or NULL */
  gint64  fen;            /* of a cliff: the most a family loses, per month */
} CbFinding;

typedef struct {
  guint    days;                        /* on which the law changes */
  guint    families, steps;             /* tried; changes of income tried */
  guint    amounts, amounts_proved;     /* of programmes on days; never negative by their ranges */
  guint    branches, reached;           /* rows, branches and exceptions; those that a family took */
  gboolean income;                      /* there is a [check income] */
} CbProofCounts;

/* NULL only when a day does not compile, which a loaded pack does. */
CbProof             *cb_pack_prove      (CbPack *pack, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* At most so many families a day, on the first days only: for a look that must not take long. */
CbProof             *cb_pack_prove_some (CbPack *pack, guint n_families, guint n_days, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 cb_proof_free      (CbProof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbProof, cb_proof_free)
/* In the order of the file; borrowed. */
GPtrArray           *cb_proof_findings  (CbProof *proof);      /* of CbFinding* */
const CbProofCounts *cb_proof_counts    (CbProof *proof);
gboolean             cb_proof_sound     (CbProof *proof);      /* no fault */
/* "file:line:column: message" */
char                *cb_finding_text    (const CbFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
