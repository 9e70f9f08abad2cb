/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-trend-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

/*
 *   title
 *   area · months · unit · demo parameters
 *   top ├────────────────────────────────┤  ■ programme 1,234
 *       │ curves                         │  ▲ programme   567     direct labels; above the plot where it is narrow
 *     0 ├────────────────────────────────┤
 *         2025-01   2025-04   …
 */

#define TITLE_SCALE 1.25
#define SMALL_SCALE 0.92

static const CbColor inks[] = { { 0.13, 0.13, 0.14 }, { 0.95, 0.95, 0.96 }, { 0, 0, 0 } };
static const CbColor dims[] = { { 0.36, 0.36, 0.38 }, { 0.75, 0.75, 0.77 }, { 0.25, 0.25, 0.25 } };
static const CbColor rules[] = { { 0.87, 0.87, 0.89 }, { 0.30, 0.30, 0.32 }, { 0.82, 0.82, 0.82 } };

static void
text_clear (gpointer data)
{
  g_free (((CbChartText *) data)->text);
}

static void
curve_free (gpointer data)
{
  CbChartCurve *curve = data;

  g_free (curve->values);
  g_free (curve->tops);
  g_free (curve->label);
  g_free (curve);
}

/* A month stands in the middle of its share of the width, so that a single one does too. */
double
cb_trend_chart_x (CbTrendChart *chart,
                  guint         month)
{
  return chart->left + (chart->right - chart->left) * (month + 0.5) / MAX (chart->n_months, 1);
}

/* The one place where a figure becomes a fraction. */
double
cb_trend_chart_y (CbTrendChart *chart,
                  gint64        value)
{
  double share = (double) (value - chart->scale.bottom) / (double) (chart->scale.top - chart->scale.bottom);

  return chart->bottom - (chart->bottom - chart->top) * share;
}

PangoLayout *
cb_trend_chart_layout (CbTrendChart *chart,
                       const char   *text,
                       double        scale,
                       gboolean      bold)
{
  PangoLayout *layout = pango_layout_new (chart->pango);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, chart->size * scale * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static void
measure_text (CbTrendChart *chart,
              const char   *text,
              double        scale,
              gboolean      bold,
              double       *width,
              double       *height)
{
  g_autoptr (PangoLayout) layout = cb_trend_chart_layout (chart, text, scale, bold);
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width != NULL)
    *width = (double) w / PANGO_SCALE;
  if (height != NULL)
    *height = (double) h / PANGO_SCALE;
}

static void
add_text (CbTrendChart  *chart,
          char          *text,
          double         x,
          double         y,
          double         align,
          double         scale,
          gboolean       bold,
          const CbColor *color)
{
  CbChartText one = { text, x, y, align, scale, bold, color };

  g_array_append_val (chart->texts, one);
}

/* --- figures --- */

static void
take_curves (CbTrendChart  *chart,
             const CbTrend *trend,
             CbMeasure      measure)
{
  g_autoptr (GPtrArray) idle = g_ptr_array_new_with_free_func (curve_free);

  for (guint i = 0; i < trend->series->len; i++)
    {
      const CbTrendSeries *series = g_ptr_array_index (trend->series, i);
      CbChartCurve *curve = g_new0 (CbChartCurve, 1);
      gboolean any = FALSE;

      curve->style = cb_tier_style (series->programme);
      curve->color = chart->paper == CB_CHART_DARK ? &curve->style->dark : &curve->style->light;
      curve->source = i;
      curve->values = g_new0 (gint64, MAX (chart->n_months, 1));
      curve->tops = g_new0 (gint64, MAX (chart->n_months, 1));
      for (guint m = 0; m < chart->n_months; m++)
        {
          curve->values[m] = cb_trend_value (trend, i, m, measure);
          any = any || curve->values[m] != 0;
          if (curve->values[m] < 0)
            chart->form = CB_CHART_LINES;
        }
      g_ptr_array_add (any ? chart->curves : idle, curve);
    }
  /* A programme without any figure (nothing is paid for the marginal tier) would only cover the base line; all of them are drawn
   * where there is nothing else. */
  if (chart->curves->len == 0)
    g_ptr_array_extend_and_steal (chart->curves, g_steal_pointer (&idle));
}

static void
stack_curves (CbTrendChart *chart,
              CbMeasure     measure)
{
  gint64 min = 0, max = 0;

  for (guint i = 0; i < chart->curves->len; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);
      CbChartCurve *below = i == 0 || chart->form == CB_CHART_LINES ? NULL : g_ptr_array_index (chart->curves, i - 1);

      for (guint m = 0; m < chart->n_months; m++)
        {
          curve->tops[m] = MIN (curve->values[m] + (below == NULL ? 0 : below->tops[m]), G_MAXINT64 / 1024);
          min = MIN (min, curve->tops[m]);
          max = MAX (max, curve->tops[m]);
        }
    }
  chart->scale = cb_scale_new (measure, min, max, (guint) CLAMP (chart->height / (chart->size * 4.5), 3, 7));
}

/* --- layout --- */

static void
lay_heading (CbTrendChart      *chart,
             const CbTrend     *trend,
             const CbTrendLook *look)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  double title, line, width;

  measure_text (chart, "Ag", TITLE_SCALE, TRUE, NULL, &title);
  measure_text (chart, "Ag", SMALL_SCALE, FALSE, NULL, &line);
  add_text (chart, g_strdup (cb_measure_title (look->measure)), chart->size * 0.5, 0, 0, TITLE_SCALE, TRUE, &chart->ink);
  if (look->area != NULL && look->area[0] != '\0')
    g_ptr_array_add (parts, g_strdup (look->area));
  if (chart->n_months > 0)
    {
      g_autofree char *from = cb_month_format (trend->from);
      g_autofree char *to = cb_month_format (trend->to);

      /* TRANSLATORS: the first and the last month, 2021-10 and 2026-09. */
      g_ptr_array_add (parts, chart->n_months == 1 ? g_steal_pointer (&from) : g_strdup_printf (_("%s to %s"), from, to));
    }
  g_ptr_array_add (parts, g_strdup_printf (_("unit: %s"), chart->scale.unit));
  if (chart->settled < chart->n_months)
    {
      g_autofree char *to = cb_month_format (trend->to);

      /* TRANSLATORS: a coming month. */
      g_ptr_array_add (parts, g_strdup_printf (_("%s as granted so far"), to));
    }
  if (cb_trend_overlaps (trend, look->measure))
    {
      g_autofree char *total = cb_measure_format_unit (look->measure, cb_trend_total (trend, chart->n_months - 1, look->measure));

      /* TRANSLATORS: "200 households": some receive two benefits and stand in both curves. */
      g_ptr_array_add (parts, g_strdup_printf (_("together %s, each counted once"), total));
    }
  if (look->demo)
    g_ptr_array_add (parts, g_strdup (_("demo parameters")));

  /* One line where it fits, as many as are needed where it is narrow. */
  chart->top = title;
  for (guint i = 0; i < parts->len;)
    {
      g_autoptr (GString) text = g_string_new (g_ptr_array_index (parts, i));

      for (i++; i < parts->len; i++)
        {
          g_autofree char *more = g_strdup_printf ("%s · %s", text->str, (char *) g_ptr_array_index (parts, i));

          measure_text (chart, more, SMALL_SCALE, FALSE, &width, NULL);
          if (width > chart->width - chart->size)
            break;
          g_string_assign (text, more);
        }
      add_text (chart, g_strdup (text->str), chart->size * 0.5, chart->top, 0, SMALL_SCALE, FALSE, &chart->dim);
      chart->top += line;
    }
  chart->top += chart->size * 1.1;
}

static char *
curve_label (CbTrendChart  *chart,
             const CbTrend *trend,
             CbChartCurve  *curve,
             gboolean       with_value)
{
  const char *title = cb_trend_series_title (trend, curve->source);
  g_autofree char *value = NULL;

  if (!with_value || chart->n_months == 0)
    return g_strdup (title);
  value = cb_scale_format (&chart->scale, curve->values[chart->n_months - 1], chart->scale.size == 1 ? 0 : chart->scale.decimals + 1);
  return g_strdup_printf ("%s %s", title, value);
}

/* The labels above the plot, in as many lines as are needed. */
static void
lay_legend (CbTrendChart  *chart,
            const CbTrend *trend)
{
  double x = chart->size * 0.5, height = 0;

  for (guint i = 0; i < chart->curves->len; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);
      double width;

      curve->label = curve_label (chart, trend, curve, FALSE);
      measure_text (chart, curve->label, SMALL_SCALE, FALSE, &width, &height);
      width += chart->sign * 1.6 + chart->size;
      if (x + width > chart->width && x > chart->size)
        {
          x = chart->size * 0.5;
          chart->top += height;
        }
      curve->label_x = x;
      curve->label_y = chart->top - chart->size * 0.4;
      x += width;
    }
  chart->top += height + chart->size * 0.4;
}

static void
lay_sides (CbTrendChart  *chart,
           const CbTrend *trend)
{
  double most = 0, width, line;

  measure_text (chart, "Ag", SMALL_SCALE, FALSE, NULL, &line);
  for (gint64 value = chart->scale.bottom; value <= chart->scale.top; value += chart->scale.step)
    {
      g_autofree char *text = cb_scale_format (&chart->scale, value, chart->scale.decimals);

      measure_text (chart, text, SMALL_SCALE, FALSE, &width, NULL);
      most = MAX (most, width);
    }
  chart->left = chart->size * 0.5 + most + chart->size * 0.6;
  chart->bottom = chart->height - line - chart->size * 0.8;
  chart->right = chart->width - chart->size;

  most = 0;
  for (guint i = 0; i < chart->curves->len; i++)
    {
      g_autofree char *text = curve_label (chart, trend, g_ptr_array_index (chart->curves, i), TRUE);

      measure_text (chart, text, SMALL_SCALE, TRUE, &width, NULL);
      most = MAX (most, width);
    }
  most += chart->sign * 1.6 + chart->size * 0.8;
  chart->direct = chart->curves->len > 0 && chart->n_months > 0 && most < chart->width * 0.34 &&
                  chart->curves->len * line <= chart->bottom - chart->top;
  if (chart->direct)
    chart->right -= most;
  else
    lay_legend (chart, trend);
  chart->bottom = MAX (chart->bottom, chart->top + chart->size);
}

/* Labels at the ends of the curves, moved apart so that none covers another. */
static void
lay_direct (CbTrendChart  *chart,
            const CbTrend *trend)
{
  g_autofree CbChartCurve **order = g_new0 (CbChartCurve *, chart->curves->len);
  guint n = chart->curves->len, last = chart->n_months - 1;
  double line, floor_y;

  measure_text (chart, "Ag", SMALL_SCALE, TRUE, NULL, &line);
  for (guint i = 0; i < n; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);
      gint64 half = chart->form == CB_CHART_AREAS ? curve->values[last] / 2 : 0;
      guint at = i;

      curve->label = curve_label (chart, trend, curve, TRUE);
      curve->label_x = chart->right + chart->size * 0.8;
      curve->label_y = cb_trend_chart_y (chart, curve->tops[last] - half) - line / 2;
      for (; at > 0 && order[at - 1]->label_y > curve->label_y; at--)
        order[at] = order[at - 1];
      order[at] = curve;
    }
  for (guint i = 1; i < n; i++)
    order[i]->label_y = MAX (order[i]->label_y, order[i - 1]->label_y + line);
  floor_y = chart->bottom + line * 0.4 - line;
  for (guint i = n; i > 0; i--)
    {
      order[i - 1]->label_y = MIN (order[i - 1]->label_y, floor_y);
      floor_y = order[i - 1]->label_y - line;
    }
}

static void
lay_axes (CbTrendChart *chart)
{
  static const guint ticks[] = { 1, 3, 6, 12, 24, 60, 120, 240, 600, 1200 };
  double line, wide, share = (chart->right - chart->left) / MAX (chart->n_months, 1);
  double edge = -1;

  measure_text (chart, "2026-09", SMALL_SCALE, FALSE, &wide, &line);
  for (gint64 value = chart->scale.bottom; value <= chart->scale.top; value += chart->scale.step)
    add_text (chart, cb_scale_format (&chart->scale, value, chart->scale.decimals), chart->left - chart->size * 0.6,
              cb_trend_chart_y (chart, value) - line / 2, 1, SMALL_SCALE, FALSE, &chart->dim);

  chart->tick = ticks[G_N_ELEMENTS (ticks) - 1];
  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    if (ticks[i] * share >= wide * 1.35)
      {
        chart->tick = ticks[i];
        break;
      }
  for (guint m = 0; m < chart->n_months; m++)
    {
      gboolean alone = chart->n_months < chart->tick && m == 0;
      double x = cb_trend_chart_x (chart, m);

      /* Quarters and years begin where the calendar has them, not where the period does. */
      if (((chart->from + (CbMonth) m) % (CbMonth) chart->tick != 0 && !alone) || x - wide / 2 < edge)
        continue;
      add_text (chart, cb_month_format (chart->from + (CbMonth) m), x, chart->bottom + chart->size * 0.5, 0.5, SMALL_SCALE, FALSE,
                &chart->dim);
      edge = x + wide * 0.7;
    }
}

CbTrendChart *
cb_trend_chart_new (const CbTrend     *trend,
                    const CbTrendLook *look,
                    double             width,
                    double             height)
{
  CbTrendChart *chart;
  cairo_font_options_t *options;

  g_return_val_if_fail (trend != NULL && look != NULL, NULL);

  chart = g_new0 (CbTrendChart, 1);
  chart->width = MAX (width, CB_CHART_MIN_WIDTH);
  chart->height = MAX (height, CB_CHART_MIN_HEIGHT);
  chart->size = look->text_size > 0 ? look->text_size : 13;
  chart->sign = chart->size * 0.62;
  chart->form = look->form;
  chart->paper = look->paper;
  chart->ink = inks[look->paper];
  chart->dim = dims[look->paper];
  chart->rule = rules[look->paper];
  chart->from = trend->from;
  chart->n_months = cb_trend_n_months (trend);
  chart->settled = look->now == 0 ? chart->n_months : (guint) CLAMP (look->now - trend->from + 1, 0, (CbMonth) chart->n_months);
  chart->texts = g_array_new (FALSE, FALSE, sizeof (CbChartText));
  g_array_set_clear_func (chart->texts, text_clear);
  chart->curves = g_ptr_array_new_with_free_func (curve_free);

  /* Unhinted, so that the places found here hold on every surface and at every scale. */
  chart->pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (chart->pango, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (chart->pango, FALSE);
  pango_context_set_language (chart->pango, pango_language_from_string ("zh-cn"));

  take_curves (chart, trend, look->measure);
  stack_curves (chart, look->measure);
  lay_heading (chart, trend, look);
  lay_sides (chart, trend);
  lay_axes (chart);
  if (chart->direct)
    lay_direct (chart, trend);
  if (cb_trend_is_empty (trend))
    add_text (chart, g_strdup (_("Nothing has been granted in this period.")), (chart->left + chart->right) / 2,
              (chart->top + chart->bottom) / 2 - chart->size, 0.5, 1, FALSE, &chart->dim);

  return chart;
}

void
cb_trend_chart_free (CbTrendChart *chart)
{
  if (chart == NULL)
    return;
  g_array_unref (chart->texts);
  g_ptr_array_unref (chart->curves);
  g_object_unref (chart->pango);
  g_free (chart);
}

const CbScale *
cb_trend_chart_scale (CbTrendChart *chart)
{
  return &chart->scale;
}

/* --- pointer --- */

void
cb_trend_chart_point (CbTrendChart *chart,
                      guint         month,
                      guint         series,
                      double       *x,
                      double       *y)
{
  gint64 value = 0;

  g_return_if_fail (month < chart->n_months);

  for (guint i = 0; i < chart->curves->len; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);

      if (curve->source == series)
        value = curve->tops[month];
    }
  *x = cb_trend_chart_x (chart, month);
  *y = cb_trend_chart_y (chart, value);
}

gboolean
cb_trend_chart_hit (CbTrendChart *chart,
                    double        x,
                    double        y,
                    guint        *month,
                    int          *series)
{
  double share = (chart->right - chart->left) / MAX (chart->n_months, 1);
  double nearest = G_MAXDOUBLE;
  int found = -1;
  guint m;

  if (chart->n_months == 0 || x < chart->left || x > chart->right || y < chart->top - chart->size ||
      y > chart->bottom + chart->size * 2)
    return FALSE;

  m = MIN ((guint) ((x - chart->left) / share), chart->n_months - 1);
  for (guint i = 0; i < chart->curves->len; i++)
    {
      CbChartCurve *curve = g_ptr_array_index (chart->curves, i);
      double top = cb_trend_chart_y (chart, curve->tops[m]);
      double distance = fabs (y - top);

      if (chart->form == CB_CHART_AREAS)
        {
          double foot = cb_trend_chart_y (chart, curve->tops[m] - curve->values[m]);

          distance = y < top ? top - y : y > foot ? y - foot : 0;
        }
      if (distance < nearest)
        {
          nearest = distance;
          found = (int) curve->source;
        }
    }
  *month = m;
  *series = found;

  return TRUE;
}
