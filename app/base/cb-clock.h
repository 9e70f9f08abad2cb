/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-date.h"

G_BEGIN_DECLS

/* The one place that reads the time.  Tests and deterministic demo data set it.  Any thread. */
gint64 cb_clock_now_ms     (void);               /* ms since 1970 UTC */
CbDate cb_clock_today      (void);               /* in UTC+8, whatever the machine's zone is */
void   cb_clock_set        (gint64 ms);          /* fixed from now on; -1: the real clock again */
CbDate cb_clock_date_of    (gint64 ms);          /* in UTC+8 */
char  *cb_clock_format     (gint64 ms) G_GNUC_WARN_UNUSED_RESULT; /* "2026-09-01 14:32", UTC+8 */

/**
 * CbHlc: hybrid logical time, 48 bits of ms and 16 of counter.  Orders the display only; it never
 * decides (storage.md 1.5).
 */
typedef guint64 CbHlc;
/* For a record written here: greater than @last, and not before @now_ms. */
CbHlc  cb_hlc_tick         (CbHlc last, gint64 now_ms);
/* For a record received: greater than @last and @seen.  @advanced (may be NULL): FALSE when @seen
 * is over 24 h ahead of @now_ms: then the result is @last and the sender's clock is suspect. */
CbHlc  cb_hlc_receive      (CbHlc last, CbHlc seen, gint64 now_ms, gboolean *advanced);
gint64 cb_hlc_ms           (CbHlc hlc);

G_END_DECLS
