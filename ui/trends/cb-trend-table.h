/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-trend-figures.h"

G_BEGIN_DECLS

/**
 * CbTrendTable:
 * The figures of the chart as a table: months downwards, the newest first, programmes and their sum across.  Ctrl+C copies all of it,
 * tab-separated.
 */
#define CB_TYPE_TREND_TABLE (cb_trend_table_get_type ())
G_DECLARE_FINAL_TYPE (CbTrendTable, cb_trend_table, CB, TREND_TABLE, GtkWidget)

GtkWidget *cb_trend_table_new  (void);
/* Takes what it shows out of @trend. */
void       cb_trend_table_set  (CbTrendTable  *table,
                                const CbTrend *trend,
                                CbMeasure      measure);

G_END_DECLS
