/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-tier-style.h"
#include "cb-trend-chart.h"

#include <pango/pango.h>

/* One piece of text with its place: the left end, the right end or the middle of its first line at (x, y is the top). */
typedef struct
{
  char          *text;
  double         x, y;
  double         align;      /* 0 left, 0.5 middle, 1 right */
  double         scale;      /* of the text size */
  gboolean       bold;
  const CbColor *color;
} CbChartText;

typedef struct
{
  const CbTierStyle *style;
  const CbColor     *color;
  guint              source; /* index in the trend */
  gint64            *values; /* per month, as measured */
  gint64            *tops;   /* per month, where the curve stands: the sum up to here when stacked */
  double             label_x, label_y;   /* top left of the direct label */
  char              *label;
} CbChartCurve;

struct _CbTrendChart
{
  double        width, height, size;
  CbChartForm   form;
  CbChartPaper  paper;
  CbScale       scale;
  CbMonth       from;
  guint         n_months;
  guint         settled;                    /* months from the first that are over or running; the rest is still to come */
  double        left, top, right, bottom;   /* of the plot */
  double        sign;                       /* side of a sign */
  guint         tick;                       /* months between two labels of the axis */
  CbColor       ink, dim, rule;
  GArray       *texts;                      /* of CbChartText */
  GPtrArray    *curves;                     /* of CbChartCurve, in the trend's order, which is bottom up when stacked */
  gboolean      direct;                     /* labels stand at the ends of the curves, else above the plot */
  PangoContext *pango;
};

double cb_trend_chart_x (CbTrendChart *chart, guint month);
double cb_trend_chart_y (CbTrendChart *chart, gint64 value);
PangoLayout *cb_trend_chart_layout (CbTrendChart *chart, const char *text, double scale, gboolean bold);
