/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "cb-date.h"
#include "cb-pack.h"
#include "cb-trend-chart.h"

G_BEGIN_DECLS

/**
 * CbStepChart:
 * The history of a parameter: one line of steps for each word that keys it, every dated value written at its step, the law of today marked.
 */
typedef struct _CbStepChart CbStepChart;

/* NULL for what has no line to draw: bands, texts, dates.  @today: marked; its law is what counts now. */
CbStepChart *cb_step_chart_new   (CbPack *pack, const CbPackParam *param, CbDate today, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
void         cb_step_chart_free  (CbStepChart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbStepChart, cb_step_chart_free)
void         cb_step_chart_draw  (const CbStepChart *chart, cairo_t *cr, CbChartPaper paper, double width, double height,
                                  double text_size);
/* In sentences, for who cannot see it: "Rural: 430 from 2021-01-01; …". */
char        *cb_step_chart_words (const CbStepChart *chart) G_GNUC_WARN_UNUSED_RESULT;

/* One pair of bars, now above then.  Texts owned by whoever makes it. */
typedef struct {
  const char *title;
  gint64      value[2];
  const char *text[2];      /* as written at the bar, with grouping, without unit */
} CbPairBar;

/**
 * cb_pair_chart_draw:
 * @heading: what is measured, with its unit
 *
 * Now and then side by side, one pair for each of @bars, as many as there is room for; gives how many were drawn.
 */
guint        cb_pair_chart_draw  (const CbPairBar *bars, guint n, const char *heading, cairo_t *cr, CbChartPaper paper, double width,
                                  double height, double text_size);

G_END_DECLS
