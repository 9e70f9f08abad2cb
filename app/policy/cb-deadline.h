/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-calendar.h"
#include "cb-pack.h"

G_BEGIN_DECLS

/**
 * cb_pack_deadline:
 * @name: a parameter of working days, days, months or years ("deadline.dibao.total")
 * @start: the day on which the clock starts; its law counts, and the day itself does not (policy.md R-T6)
 * @certain: (out) (nullable): %FALSE when the calendar of a year on the way has not been announced
 *
 * The last day of a term that a pack sets.  Days are calendar days whose last moves to the next working day; months and years end on the
 * same day of their month.
 *
 * Returns: CB_DATE_NONE with CB_POLICY_ERROR_DATE when there is no such term on that day.
 */
CbDate cb_pack_deadline (CbPack *pack, const char *name, CbDate start, CbCalendar *calendar, gboolean *certain, GError **error);

G_END_DECLS
