/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/* Counts for the home page and the sidebar. */
typedef struct {
  guint households, persons, open_cases, mine, overdue, forks, granted_households, granted_persons;
  /* @mine: open cases whose next step is for the person at the desk */
  CbMoney monthly;            /* of all running grants, fen */
  guint   aided_households;   /* with aid granted once that is payable this month, by cases of whatever programme */
  CbMoney aid;                /* its amount, fen; not in @monthly */
} CbCounts;
gboolean  cb_counts_load (CbDesk *desk, CbDb *db, const char *area, CbCounts *counts, GError **error);

/* The caseload by programme and month: last-day stock of households and persons, of what is paid once those whom it was granted in the month, money in the month paid (policy.md 7). */
typedef struct { CbMonth month; guint households, persons; CbMoney spent; } CbTrendPoint;
typedef struct { char *programme; GArray *points; /* of CbTrendPoint, every month from..to */ } CbTrendSeries;
typedef struct {
  CbMonth    from, to;
  GPtrArray *series;          /* of CbTrendSeries, programmes in a fixed order */
  GArray    *together;        /* of CbTrendPoint, every month: all programmes, a household in two of them once, its persons as often as
                               * in the larger; NULL: no household is in two */
} CbTrend;
CbTrend  *cb_trend_load  (CbDb *db, CbMonth from, CbMonth to, const char *area, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void      cb_trend_free  (CbTrend *trend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbTrend, cb_trend_free)
const char *cb_programme_title (const char *programme);   /* translated */

G_END_DECLS
