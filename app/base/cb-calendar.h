/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-date.h"

G_BEGIN_DECLS

/**
 * CbCalendar:
 * Working days after the State Council's yearly notices (days off and worked weekends), read from
 * data/holidays.csv (date,kind,name; kind off|work).  Immutable and shared; any thread.  A year
 * without a notice is counted by weekdays alone and reported as not announced (policy.md R-T6).
 */
typedef struct _CbCalendar CbCalendar;

/* G_FILE_ERROR, or CB_BASE_ERROR_INVALID with the line's number. */
CbCalendar *cb_calendar_load          (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbCalendar *cb_calendar_ref           (CbCalendar *calendar);
void        cb_calendar_unref         (CbCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbCalendar, cb_calendar_unref)

gboolean    cb_calendar_is_working    (CbCalendar *calendar, CbDate date);
/* Whether that year's notice is in the file (by its National Day). */
gboolean    cb_calendar_announced     (CbCalendar *calendar, int year);
/* The @n-th working day after @start; the start day does not count (R-T6).  @start for 0.
 * @certain (may be NULL): FALSE when a year on the way is not announced.  NONE beyond 2200. */
CbDate      cb_calendar_add_working   (CbCalendar *calendar, CbDate start, int n,
                                       gboolean *certain);
/* Working days in (from, to]. */
int         cb_calendar_count_working (CbCalendar *calendar, CbDate from, CbDate to);
/* Last day of a posting (公示) of @days calendar days: the day after posting is day 1; a last day
 * off moves to the next working day (R-T6, after 民法典 203). */
CbDate      cb_calendar_end_posting   (CbCalendar *calendar, CbDate posted, int days);

G_END_DECLS
