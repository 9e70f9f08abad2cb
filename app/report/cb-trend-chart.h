/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "cb-report-error.h"
#include "cb-trend-figures.h"

G_BEGIN_DECLS

/**
 * CbTrendChart:
 * A caseload trend, laid out for one size and ready to be drawn: screen, picture and paper show the same.  Each programme has the colour
 * and the sign of its tier (cb-tier-style.h), on the curve and at its label.  Keeps a copy of the figures; immutable, but to be used by
 * one thread at a time.  What follows the pointer is drawn apart from the curves, so that these are drawn once.
 */
typedef struct _CbTrendChart CbTrendChart;

typedef enum
{
  CB_CHART_LINES,
  CB_CHART_AREAS,         /* stacked; falls back to lines where an amount is negative */
} CbChartForm;

typedef enum
{
  CB_CHART_LIGHT,         /* transparent, ink for a light window */
  CB_CHART_DARK,          /* transparent, ink for a dark window */
  CB_CHART_PRINT,         /* on white */
} CbChartPaper;

typedef struct
{
  CbMeasure    measure;
  CbChartForm  form;
  CbChartPaper paper;
  const char  *area;      /* (nullable): name of the area, for the line under the title */
  gboolean     demo;      /* the rules are demo parameters: says so */
  CbMonth      now;       /* the month today lies in; what is after it is dashed and said to be as granted so far; 0: nothing is */
  double       text_size; /* of the labels, in units of the drawing; 0: 13 */
} CbTrendLook;

/* The smallest drawing that can be read. */
#define CB_CHART_MIN_WIDTH  240
#define CB_CHART_MIN_HEIGHT 160

CbTrendChart *cb_trend_chart_new       (const CbTrend      *trend,
                                        const CbTrendLook  *look,
                                        double              width,
                                        double              height) G_GNUC_WARN_UNUSED_RESULT;
void          cb_trend_chart_free      (CbTrendChart       *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbTrendChart, cb_trend_chart_free)

void          cb_trend_chart_draw      (CbTrendChart       *chart,
                                        cairo_t            *cr);
/* What stands over the chart for the month (and series, or -1) that is looked at: a line and the points on it. */
void          cb_trend_chart_draw_mark (CbTrendChart       *chart,
                                        cairo_t            *cr,
                                        guint               month,
                                        int                 series);
/**
 * cb_trend_chart_hit:
 * @month: (out): index from the first month
 * @series: (out): index in the trend; -1 when none is drawn
 *
 * The month and the nearest series at a point; FALSE beside the curves.  Stacked areas: the area the point lies in.
 */
gboolean      cb_trend_chart_hit       (CbTrendChart       *chart,
                                        double              x,
                                        double              y,
                                        guint              *month,
                                        int                *series);
/* Where that point of the curve stands. */
void          cb_trend_chart_point     (CbTrendChart       *chart,
                                        guint               month,
                                        guint               series,
                                        double             *x,
                                        double             *y);
const CbScale *cb_trend_chart_scale    (CbTrendChart       *chart);

/**
 * cb_trend_chart_write:
 * @path: ends in .svg, .pdf or .png
 * @width: in units of the drawing: pixels of svg and png, points of pdf
 *
 * Draws @trend to a file, always as for print.  The file is there whole or not at all; an older one is replaced.  Title and summary go
 * into it as text, so that it can be found and read aloud.  Blocking.
 *
 * Errors: CB_REPORT_ERROR_KIND, _SIZE, _DRAWING, or G_FILE_ERROR.
 */
gboolean      cb_trend_chart_write     (const CbTrend      *trend,
                                        const CbTrendLook  *look,
                                        const char         *path,
                                        int                 width,
                                        int                 height,
                                        GError            **error);

G_END_DECLS
