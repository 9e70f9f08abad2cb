/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-assess.h"

G_BEGIN_DECLS

/* An assessment of facts kept by value (of a submission, a capsule): nothing of it can be located in a household. */
CbAssessment *cb_assessment_new_from_facts (CbProgram *program, CbFacts *facts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A fact of the pack and a field of the casebook go together by name and by shape. */
gboolean      cb_fact_fits (const CbPackFact *fact, const CbField *field, const CbValue *value);

/* What a decision stands on: every head of every fact that rules could read, of names and ID numbers, of belonging and removal; as
 * a digest of 32 bytes.  Another digest later: the basis has changed (design 7). */
void          cb_household_basis_digest (const CbHousehold *h, guint8 digest[32]);

G_END_DECLS
