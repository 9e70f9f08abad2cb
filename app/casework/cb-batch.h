/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"
#include "cb-standard.h"

G_BEGIN_DECLS

/*
 * Everybody's amount by a standard that has come into force (policy.md R-T3, W25): each running monthly grant is worked out again from the
 * facts on record, for the months from that of the standard's first day.  What only rises by the standard is confirmed in a batch, each
 * household by a decision of its own with its capsule and signature; what needs a person is left to one: facts missing or in dispute,
 * another tier, less than before (L26 Art 48 asks for a hearing), not eligible any more, or an amount that the recorded facts no longer
 * give.  Nothing is ever stopped or cut here.
 *
 * The new amount begins with the month after the confirmation, as any decision's; the months from the standard's until then were ordered at
 * the old amount, and the difference is paid with that first month as arrears, a line of its own.  A confirmed grant has the new amount, so
 * it is in no later list: a batch that was broken off goes on where it was, and two desks that confirm the same count once.
 */

typedef enum {
  CB_BATCH_MORE = 1,      /* rises: can be confirmed */
  CB_BATCH_PERSON,        /* @why */
  CB_BATCH_EXCLUDED,      /* somebody took it out, @why */
} CbBatchKind;

typedef struct {
  CbUid       uid, household;   /* of the case */
  CbBatchKind kind;
  char       *head, *number, *programme, *area;
  CbMoney     old, amount;      /* monthly, fen: as decided, and by the standard; of a person's matter @amount may be 0 */
  CbMonth     first;            /* the new amount's first month */
  CbMonth     arrears_from;     /* CB_MONTH_NONE: no arrears; else for this month to the one before @first, paid with @first */
  CbMoney     arrears;          /* fen, together */
  char       *why;              /* translated sentence, or NULL */
  CbRef       decision;         /* the record of the decision it starts from */
} CbBatchItem;

typedef struct {
  CbStandard *standard;         /* NULL: no countersigned standard has come into force */
  CbDate      on;
  GPtrArray  *items;            /* of CbBatchItem, those that rise first, by area and number */
  guint       more, person, excluded, unchanged;
  CbMoney     monthly;          /* what those that rise get more, fen a month together */
  CbMoney     arrears;          /* together */
  CbMay       may;              /* whether the person at the desk may confirm: whoever published the standard may not */
} CbBatch;
void        cb_batch_free       (CbBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbBatch, cb_batch_free)

/* Read job, seconds for thousands.  @done, @total (may be NULL): set atomically for a progress bar. */
CbBatch    *cb_batch_load       (CbDesk *desk, CbDb *db, gint *done, gint *total, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct { guint confirmed, left; /* not what was shown any more: read the list again */ } CbBatchReport;
/* Write job, in a signing session opened for as many: confirms the items from @from on, at most @n that rise, and says where to go on.
 * Each is judged anew and left when it is not what @batch shows.  One transaction: call it again and again, so that a cancelled or broken
 * batch keeps what was done. */
gboolean    cb_batch_confirm    (CbDesk *desk, CbDb *db, const CbBatch *batch, guint from, guint n, guint *next, CbBatchReport *report,
                                 GError **error);
/* Write job, in a signing session: takes one out, with a reason; it stays so for this standard and is left to a person. */
gboolean    cb_batch_exclude    (CbDesk *desk, CbDb *db, const CbBatch *batch, const CbUid *uid, const char *reason, GError **error);

/* Arrears that are paid with @month in @area ("" is everything), fen: shown beside what that month itself costs (policy.md 7). */
gboolean    cb_arrears_of_month (CbDb *db, CbMonth month, const char *area, CbMoney *fen, guint *households, GError **error);

G_END_DECLS
