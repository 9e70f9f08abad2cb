/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-trend-chart-private.h"

#include <math.h>
#include <pango/pangocairo.h>

static void
set_color (cairo_t       *cr,
           const CbColor *color,
           double         alpha)
{
  cairo_set_source_rgba (cr, color->r, color->g, color->b, alpha);
}

static void
draw_text (CbTrendChart *chart,
           cairo_t      *cr,
           CbChartText  *text)
{
  g_autoptr (PangoLayout) layout = cb_trend_chart_layout (chart, text->text, text->scale, text->bold);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  set_color (cr, text->color, 1);
  cairo_move_to (cr, text->x - text->align * width / PANGO_SCALE, text->y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_grid (CbTrendChart *chart,
           cairo_t      *cr)
{
  cairo_set_line_width (cr, 1);
  for (gint64 value = chart->scale.bottom; value <= chart->scale.top; value += chart->scale.step)
    {
      /* On the middle of a pixel, so that a hairline stays one. */
      double y = floor (cb_trend_chart_y (chart, value)) + 0.5;

      set_color (cr, value == 0 ? &chart->dim : &chart->rule, 1);
      cairo_move_to (cr, chart->left, y);
      cairo_line_to (cr, chart->right, y);
      cairo_stroke (cr);
    }
  set_color (cr, &chart->dim, 1);
  for (guint m = 0; m < chart->n_months; m++)
    {
      CbMonth month = chart->from + (CbMonth) m;
      double x = floor (cb_trend_chart_x (chart, m)) + 0.5;
      double length = month % 12 == 0 ? 0.5 : month % 3 == 0 ? 0.28 : 0;

      if (month % (CbMonth) chart->tick == 0)
        length = MAX (length, 0.4);
      cairo_move_to (cr, x, chart->bottom);
      cairo_line_to (cr, x, chart->bottom + chart->size * length);
    }
  cairo_stroke (cr);
}

static void
trace_curve (CbTrendChart       *chart,
             cairo_t            *cr,
             const CbChartCurve *curve,
             guint               from,
             guint               to)
{
  for (guint m = from; m < to; m++)
    cairo_line_to (cr, cb_trend_chart_x (chart, m), cb_trend_chart_y (chart, curve->tops[m]));
}

static void
draw_area (CbTrendChart       *chart,
           cairo_t            *cr,
           const CbChartCurve *curve)
{
  cairo_new_path (cr);
  trace_curve (chart, cr, curve, 0, chart->n_months);
  for (guint m = chart->n_months; m > 0; m--)
    cairo_line_to (cr, cb_trend_chart_x (chart, m - 1), cb_trend_chart_y (chart, curve->tops[m - 1] - curve->values[m - 1]));
  cairo_close_path (cr);
  set_color (cr, curve->color, chart->paper == CB_CHART_DARK ? 0.35 : 0.22);
  cairo_fill (cr);
}

static void
draw_curve (CbTrendChart       *chart,
            cairo_t            *cr,
            const CbChartCurve *curve)
{
  guint last = chart->n_months - 1;

  cairo_new_path (cr);
  set_color (cr, curve->color, 1);
  cairo_set_line_width (cr, chart->size * 0.15);
  trace_curve (chart, cr, curve, 0, chart->settled);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  if (chart->settled < chart->n_months)
    {
      double dash = chart->size * 0.35;

      cairo_save (cr);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_set_dash (cr, &dash, 1, 0);
      trace_curve (chart, cr, curve, MAX (chart->settled, 1) - 1, chart->n_months);
      cairo_stroke (cr);
      cairo_restore (cr);
    }

  /* The sign where the axis has a label and at both ends: nobody has to tell the curves apart by colour. */
  for (guint m = 0; m <= last; m++)
    if (m == 0 || m == last || (chart->from + (CbMonth) m) % (CbMonth) MAX (chart->tick, chart->n_months > 24 ? 6 : 1) == 0)
      cb_sign_draw (cr, curve->style->sign, cb_trend_chart_x (chart, m) - chart->sign / 2,
                    cb_trend_chart_y (chart, curve->tops[m]) - chart->sign / 2, chart->sign);
}

static void
draw_label (CbTrendChart       *chart,
            cairo_t            *cr,
            const CbChartCurve *curve)
{
  g_autoptr (PangoLayout) layout = cb_trend_chart_layout (chart, curve->label, 0.92, chart->direct);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  set_color (cr, curve->color, 1);
  cb_sign_draw (cr, curve->style->sign, curve->label_x, curve->label_y + (double) height / PANGO_SCALE / 2 - chart->sign / 2,
                chart->sign);
  cairo_move_to (cr, curve->label_x + chart->sign * 1.6, curve->label_y);
  pango_cairo_show_layout (cr, layout);
}

void
cb_trend_chart_draw (CbTrendChart *chart,
                     cairo_t      *cr)
{
  g_return_if_fail (chart != NULL);

  cairo_save (cr);
  if (chart->paper == CB_CHART_PRINT)
    {
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
    }
  pango_cairo_update_context (cr, chart->pango);
  draw_grid (chart, cr);
  if (chart->n_months > 0)
    {
      if (chart->form == CB_CHART_AREAS)
        for (guint i = 0; i < chart->curves->len; i++)
          draw_area (chart, cr, g_ptr_array_index (chart->curves, i));
      for (guint i = 0; i < chart->curves->len; i++)
        draw_curve (chart, cr, g_ptr_array_index (chart->curves, i));
    }
  for (guint i = 0; i < chart->curves->len; i++)
    draw_label (chart, cr, g_ptr_array_index (chart->curves, i));
  for (guint i = 0; i < chart->texts->len; i++)
    draw_text (chart, cr, &g_array_index (chart->texts, CbChartText, i));
  cairo_restore (cr);
}

void
cb_trend_chart_draw_mark (CbTrendChart *chart,
                          cairo_t      *cr,
                          guint         month,
                          int           series)
{
  double x;

  g_return_if_fail (chart != NULL);
  if (month >= chart->n_months)
    return;

  cairo_save (cr);
  x = floor (cb_trend_chart_x (chart, month)) + 0.5;
  set_color (cr, &chart->dim, 1);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, chart->top);
  cairo_line_to (cr, x, chart->bottom);
  cairo_stroke (cr);
  for (guint i = 0; i < chart->curves->len; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);
      double size = chart->sign * ((int) curve->source == series ? 1.7 : 1.2);
      double y = cb_trend_chart_y (chart, curve->tops[month]);

      set_color (cr, curve->color, 1);
      cb_sign_draw (cr, curve->style->sign, x - size / 2, y - size / 2, size);
      if ((int) curve->source != series)
        continue;
      set_color (cr, &chart->ink, 1);
      cairo_set_line_width (cr, chart->size * 0.12);
      cairo_arc (cr, x, y, size * 0.95, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
