/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-facts.h"

G_BEGIN_DECLS

typedef enum { CB_EVALUATE_NONE = 0, CB_EVALUATE_EXPLAIN = 1 << 0 /* keep the trace: cb-trace.h */ } CbEvaluateFlags;

typedef enum {
  CB_STATUS_NOT_ELIGIBLE, CB_STATUS_ELIGIBLE, CB_STATUS_NEEDS_JUDGEMENT, CB_STATUS_INCOMPLETE,
} CbStatus;

typedef enum { CB_PAY_MONTHLY, CB_PAY_ONCE, CB_PAY_NONE } CbPay;

/* A reason or judgement: @index is the instance of @entity it is about. */
typedef struct {
  const char *code, *entity, *cite;    /* cite may be "" */
  int         index;
} CbReason;

typedef struct {
  const char *fact, *entity;           /* "member.birth", "member" */
  int         index;
} CbMissing;

/* One amount: of the root, or of one instance of another entity. */
typedef struct {
  const char *id;                      /* "1" of `line.1` */
  const char *value, *entity;          /* "member.supplement", "member" */
  int         index;
  gint64      fen;
  const char *cite;
} CbLine;

/**
 * CbOutcome: one programme's result.  Owned by the CbResult.  Amounts in fen, per month when @pay is CB_PAY_MONTHLY; they and the lines
 * are there for ELIGIBLE and NEEDS_JUDGEMENT only (else 0 and empty).
 */
typedef struct {
  const char *programme;
  CbStatus    status;
  CbPay       pay;
  const char *tier, *tier_choice;      /* word and its list; NULL when the programme has none or it is not known */
  gint64      amount;
  CbMonth     start;                   /* CB_MONTH_NONE when not known or none */
  CbMonth     stop;                    /* last month paid of what ends now; CB_MONTH_NONE when nothing does */
  int         validity, review;        /* months; 0: none */
  const char *cite;
  GArray     *lines;                   /* CbLine, those that are not 0 */
  GArray     *reasons;                 /* CbReason */
  GArray     *judgements;              /* CbReason */
  GArray     *missing;                 /* CbMissing: what INCOMPLETE waits for */
} CbOutcome;

/**
 * CbResult: what the rules say of one case on one day.  Immutable.
 */
typedef struct _CbResult CbResult;

/* Deterministic, no I/O, thread-safe.  NULL with CB_POLICY_ERROR_ARITHMETIC when an outcome rests on a fault.  @facts must have been built
 * against the program's pack, and is kept (not copied) by the result: do not change it afterwards, copy it. */
CbResult        *cb_evaluate           (CbProgram *program, CbFacts *facts, CbEvaluateFlags flags,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbResult        *cb_result_ref         (CbResult *result);
void             cb_result_unref       (CbResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbResult, cb_result_unref)
CbProgram       *cb_result_program     (CbResult *result);
CbFacts         *cb_result_facts       (CbResult *result);
guint            cb_result_n_outcomes  (CbResult *result);
const CbOutcome *cb_result_outcome     (CbResult *result, guint i);
const CbOutcome *cb_result_find        (CbResult *result, const char *programme);       /* NULL when not in force that day */
/* The outcome that a family is told first: the first that is eligible or needs judgement, else the first that waits for a fact, else the
 * first.  NULL when no programme is in force. */
const CbOutcome *cb_result_primary     (CbResult *result);
/* The sentence with its numbers filled in; the code itself when the pack has none. */
char            *cb_result_reason_text (CbResult *result, const CbReason *reason, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
char            *cb_result_missing_text (CbResult *result, const CbMissing *missing, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
const char      *cb_status_word        (CbStatus status);     /* "eligible", "not-eligible", "needs-judgement", "incomplete" */

/* Any value of the pack for one instance, e.g. ("household.per_head", 0): exact numerator / denominator in the unit of its type (fen).
 * FALSE when it is unknown or not a number (a truth is 0 or 1, a choice its index, a date its days). */
gboolean         cb_result_value       (CbResult *result, const char *value, int index, gint64 *numerator, gint64 *denominator);
/* The same, written for a person ("526.11 元/月"); NULL when unknown. */
char            *cb_result_value_text  (CbResult *result, const char *value, int index, const char *lang) G_GNUC_WARN_UNUSED_RESULT;

/* With sentences in @lang; reasons, missing facts, judgements; when explained the worksheet of each programme too. */
char            *cb_result_to_json     (CbResult *result, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* Canonical, codes only: for capsules and comparison. */
GBytes          *cb_result_to_cbor     (CbResult *result) G_GNUC_WARN_UNUSED_RESULT;
/* Same status, tier, amounts, lines, start: what a fork of facts is judged by (design.md 5). */
gboolean         cb_result_same_decision (CbResult *a, CbResult *b);

G_END_DECLS
