/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/**
 * CbSchedule:
 * What a programme pays month by month, from versions of the facts, each with the law of its month (R-T1 to R-T4).
 */
typedef struct _CbSchedule CbSchedule;

CbSchedule *cb_schedule_new        (CbPack *pack, const char *programme) G_GNUC_WARN_UNUSED_RESULT;
void        cb_schedule_free       (CbSchedule *schedule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSchedule, cb_schedule_free)
/* Facts that count for months from @from on, until the next version.  The first decision gives its outcome's `start`; a later change counts from the
 * month after it was decided or, for a death, after it happened. */
void        cb_schedule_add_facts  (CbSchedule *schedule, CbMonth from, CbFacts *facts);
void        cb_schedule_set_end    (CbSchedule *schedule, CbMonth last);     /* stopped: last month paid */

typedef struct {
  CbMonth   month;
  CbStatus  status;
  gint64    due;          /* fen */
  gint64    paid;         /* fen, what was entered with cb_schedule_set_paid; -1: nothing entered */
} CbScheduleMonth;

void        cb_schedule_set_paid   (CbSchedule *schedule, CbMonth month, gint64 fen);
/* Every month in [from, to], with what is due by the law and the facts as known now.  Element-type CbScheduleMonth. */
GArray     *cb_schedule_run        (CbSchedule *schedule, CbMonth from, CbMonth to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct { gint64 due, paid, arrears, recovery; } CbScheduleSums;   /* arrears: underpaid, recovery: overpaid; both >= 0, fen */
/* Over the months for which a payment was entered. */
CbScheduleSums cb_schedule_sums    (GArray *months);

G_END_DECLS
