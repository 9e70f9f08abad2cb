/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-trend-chart.h"

G_BEGIN_DECLS

/**
 * CbTrendView:
 * The chart of cb-trend-chart.h as a widget.  The curves are drawn once for a size and colour scheme and kept as a picture; what follows
 * pointer and keyboard is drawn over it.  Left and Right go by months, Page Up and Down by years, Home and End to either end, Up and Down
 * to the neighbouring programme; Escape lets go.  Its accessible label is the result in sentences, its description the month looked at.
 *
 * Signal "looked-at": the month or the series looked at is another one.
 */
#define CB_TYPE_TREND_VIEW (cb_trend_view_get_type ())
G_DECLARE_FINAL_TYPE (CbTrendView, cb_trend_view, CB, TREND_VIEW, GtkWidget)

GtkWidget *cb_trend_view_new    (void);
/* @trend: borrowed until the next call; NULL: nothing.  @look: paper and text size are the widget's own. */
void       cb_trend_view_set    (CbTrendView       *view,
                                 const CbTrend     *trend,
                                 const CbTrendLook *look);
/* FALSE when nothing is looked at.  @series: -1 none. */
gboolean   cb_trend_view_get    (CbTrendView       *view,
                                 guint             *month,
                                 int               *series);
/* One line for the month looked at, or the last one: "2026-09   ■ Subsistence allowance 1,234   ▲ …   total 1,560"; Pango markup. */
char      *cb_trend_view_readout (CbTrendView      *view) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
