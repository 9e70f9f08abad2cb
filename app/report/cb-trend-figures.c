/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-trend-figures.h"

#include "cb-tier-style.h"

#include <glib/gi18n-lib.h>

#define YUAN    G_GINT64_CONSTANT (100)
#define WAN     G_GINT64_CONSTANT (1000000)
#define YI      G_GINT64_CONSTANT (10000000000)
/* Beyond any true figure; keeps sums and steps far from overflow. */
#define MOST    (G_MAXINT64 / 1024)

static const struct
{
  const char *key;
  const char *name;
  const char *title;
} measures[CB_N_MEASURES] = {
  { "households", NC_("measure", "Households"), N_("Households supported at the end of the month") },
  { "persons", NC_("measure", "Persons"), N_("Persons supported at the end of the month") },
  { "spending", NC_("measure", "Spending"), N_("Paid in the month") },
};

const char *
cb_measure_key (CbMeasure measure)
{
  g_return_val_if_fail (measure < CB_N_MEASURES, NULL);

  return measures[measure].key;
}

gboolean
cb_measure_from_key (const char *key,
                     CbMeasure  *measure)
{
  g_return_val_if_fail (key != NULL, FALSE);

  for (guint i = 0; i < CB_N_MEASURES; i++)
    if (g_str_equal (measures[i].key, key))
      {
        *measure = i;
        return TRUE;
      }

  return FALSE;
}

const char *
cb_measure_title (CbMeasure measure)
{
  g_return_val_if_fail (measure < CB_N_MEASURES, NULL);

  return _(measures[measure].title);
}

const char *
cb_measure_name (CbMeasure measure)
{
  g_return_val_if_fail (measure < CB_N_MEASURES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "measure", measures[measure].name);
}

/* --- axis --- */

static gint64
floor_to (gint64 value,
          gint64 step)
{
  gint64 rest = value % step;

  return value - (rest < 0 ? rest + step : rest);
}

static gint64
ceil_to (gint64 value,
         gint64 step)
{
  return -floor_to (-value, step);
}

/* 1, 2, 5, 10, 20 … times the smallest step. */
static gint64
next_step (gint64 step,
           guint  index)
{
  return index % 3 == 1 ? step / 2 * 5 : step * 2;
}

CbScale
cb_scale_new (CbMeasure measure,
              gint64    min,
              gint64    max,
              guint     most)
{
  CbScale scale = { 0 };
  gint64 reach;

  min = CLAMP (min, -MOST, 0);
  max = CLAMP (max, 0, MOST);
  most = CLAMP (most, 3, 12);
  scale.step = measure == CB_MEASURE_SPENT ? YUAN : 1;
  for (guint i = 0; ceil_to (max, scale.step) / scale.step - floor_to (min, scale.step) / scale.step > most; i++)
    scale.step = next_step (scale.step, i);
  scale.bottom = floor_to (min, scale.step);
  scale.top = ceil_to (max, scale.step);
  if (scale.top == scale.bottom)
    scale.top = scale.bottom + scale.step;

  reach = MAX (scale.top, -scale.bottom);
  switch (measure)
    {
    case CB_MEASURE_HOUSEHOLDS:
      scale.size = 1;
      scale.unit = _("households");
      break;
    case CB_MEASURE_PERSONS:
      scale.size = 1;
      scale.unit = _("persons");
      break;
    case CB_MEASURE_SPENT:
    default:
      scale.size = reach >= 10 * YI ? YI : reach >= 10 * WAN ? WAN : YUAN;
      scale.unit = scale.size == YI ? _("100 million yuan") : scale.size == WAN ? _("10,000 yuan") : _("yuan");
    }
  for (gint64 step = scale.step; step % scale.size != 0; step *= 10)
    scale.decimals++;

  return scale;
}

char *
cb_scale_format (const CbScale *scale,
                 gint64         value,
                 int            decimals)
{
  GString *text = g_string_new (NULL);
  gboolean negative = value < 0;
  gint64 size = scale->size, whole;

  g_return_val_if_fail (decimals >= 0 && decimals <= 8, g_string_free (text, FALSE));

  value = CLAMP (value, -MOST, MOST);
  if (negative)
    value = -value;
  for (int i = 0; i < decimals && size % 10 == 0; i++)
    size /= 10;
  /* Finer than the unit itself: no more digits than there are. */
  for (gint64 unit = size, d = 0; d < 8; d++, unit *= 10)
    if (unit == scale->size)
      decimals = d;
  whole = (value + size / 2) / size;

  g_string_printf (text, "%" G_GINT64_FORMAT, whole);
  while (text->len <= (gsize) decimals)
    g_string_prepend_c (text, '0');
  for (gssize i = (gssize) text->len - decimals - 3; i > 0; i -= 3)
    g_string_insert_c (text, i, ',');
  if (decimals > 0)
    g_string_insert_c (text, text->len - decimals, '.');
  if (negative && whole != 0)
    g_string_prepend (text, "−");

  return g_string_free (text, FALSE);
}

/* --- values --- */

gint64
cb_trend_point_value (const CbTrendPoint *point,
                      CbMeasure           measure)
{
  switch (measure)
    {
    case CB_MEASURE_HOUSEHOLDS:
      return point->households;
    case CB_MEASURE_PERSONS:
      return point->persons;
    case CB_MEASURE_SPENT:
    default:
      return CLAMP (point->spent, -MOST, MOST);
    }
}

char *
cb_measure_format (CbMeasure measure,
                   gint64    value)
{
  CbScale one = { .size = 1 };

  return measure == CB_MEASURE_SPENT ? cb_money_format (value, TRUE) : cb_scale_format (&one, value, 0);
}

char *
cb_measure_format_unit (CbMeasure measure,
                        gint64    value)
{
  g_autofree char *number = cb_measure_format (measure, value);
  gulong n = value < 0 ? 0 : (gulong) value;

  switch (measure)
    {
    case CB_MEASURE_HOUSEHOLDS:
      return g_strdup_printf (ngettext ("%s household", "%s households", n), number);
    case CB_MEASURE_PERSONS:
      return g_strdup_printf (ngettext ("%s person", "%s persons", n), number);
    case CB_MEASURE_SPENT:
    default:
      return g_strdup_printf (_("%s yuan"), number);
    }
}

guint
cb_trend_n_months (const CbTrend *trend)
{
  return trend->from == CB_MONTH_NONE || trend->to == CB_MONTH_NONE || trend->to < trend->from
         ? 0 : (guint) (trend->to - trend->from) + 1;
}

gint64
cb_trend_value (const CbTrend *trend,
                guint          series,
                guint          month,
                CbMeasure      measure)
{
  const CbTrendSeries *one;

  g_return_val_if_fail (series < trend->series->len, 0);

  one = g_ptr_array_index (trend->series, series);
  return month < one->points->len ? cb_trend_point_value (&g_array_index (one->points, CbTrendPoint, month), measure) : 0;
}

static gint64
sum_of (const CbTrend *trend,
        guint          month,
        CbMeasure      measure)
{
  gint64 sum = 0;

  for (guint i = 0; i < trend->series->len; i++)
    sum = CLAMP (sum + cb_trend_value (trend, i, month, measure), -MOST, MOST);

  return sum;
}

gint64
cb_trend_total (const CbTrend *trend,
                guint          month,
                CbMeasure      measure)
{
  if (measure == CB_MEASURE_SPENT || trend->together == NULL)
    return sum_of (trend, month, measure);

  return month < trend->together->len
         ? cb_trend_point_value (&g_array_index (trend->together, CbTrendPoint, month), measure) : 0;
}

gboolean
cb_trend_overlaps (const CbTrend *trend,
                   CbMeasure      measure)
{
  for (guint m = 0; m < cb_trend_n_months (trend); m++)
    if (cb_trend_total (trend, m, measure) != sum_of (trend, m, measure))
      return TRUE;

  return FALSE;
}

CbTrend
cb_trend_window (const CbTrend *trend,
                 CbMeasure      measure,
                 CbMonth        now)
{
  CbTrend window = *trend;

  if (measure != CB_MEASURE_SPENT)
    {
      window.to = MIN (trend->to, now + 1);
      return window;
    }
  window.to = MIN (trend->to, now);
  if (window.to == now && window.to > window.from && cb_trend_total (trend, (guint) (now - trend->from), measure) == 0)
    window.to--;

  return window;
}

const char *
cb_trend_series_title (const CbTrend *trend,
                       guint          series)
{
  const CbTrendSeries *one;
  const CbTierStyle *style;
  const char *title;

  g_return_val_if_fail (series < trend->series->len, NULL);

  one = g_ptr_array_index (trend->series, series);
  style = cb_tier_style (one->programme);
  if (style->key[0] != '\0' || one->programme == NULL)
    return cb_tier_style_title (style);
  title = cb_programme_title (one->programme);
  return title == NULL || title[0] == '\0' ? one->programme : title;
}

gboolean
cb_trend_is_empty (const CbTrend *trend)
{
  guint n = cb_trend_n_months (trend);

  for (guint i = 0; i < trend->series->len; i++)
    for (guint m = 0; m < n; m++)
      for (CbMeasure measure = 0; measure < CB_N_MEASURES; measure++)
        if (cb_trend_value (trend, i, m, measure) != 0)
          return FALSE;

  return TRUE;
}

/* --- words --- */

char *
cb_trend_summary (const CbTrend *trend,
                  CbMeasure      measure,
                  const char    *area)
{
  GString *text = g_string_new (cb_measure_title (measure));
  g_autofree char *from = cb_month_format (trend->from);
  g_autofree char *to = cb_month_format (trend->to);
  guint n = cb_trend_n_months (trend);

  if (area != NULL && area[0] != '\0')
    /* TRANSLATORS: joins the name of an area to what stands before it. */
    g_string_append_printf (text, _(", %s"), area);
  if (n == 0 || cb_trend_is_empty (trend))
    {
      g_string_append (text, _(": nothing yet."));
      return g_string_free (text, FALSE);
    }
  /* TRANSLATORS: the first and the last month, 2021-10 and 2026-09. */
  g_string_append_printf (text, _(", %s to %s."), from, to);
  for (guint i = 0; i < trend->series->len; i++)
    {
      guint most = 0;
      g_autofree char *first = cb_measure_format_unit (measure, cb_trend_value (trend, i, 0, measure));
      g_autofree char *last = cb_measure_format_unit (measure, cb_trend_value (trend, i, n - 1, measure));
      g_autofree char *highest = NULL, *when = NULL;

      for (guint m = 1; m < n; m++)
        if (cb_trend_value (trend, i, m, measure) > cb_trend_value (trend, i, most, measure))
          most = m;
      highest = cb_measure_format_unit (measure, cb_trend_value (trend, i, most, measure));
      when = cb_month_format (trend->from + (CbMonth) most);
      /* TRANSLATORS: programme, value and month at the end, value at the start, highest value and its month. */
      g_string_append_printf (text, _(" %s: %s in %s, at first %s, at most %s in %s."),
                              cb_trend_series_title (trend, i), last, to, first, highest, when);
    }

  return g_string_free (text, FALSE);
}

static void
append_cell (GString  *text,
             CbMeasure measure,
             gint64    value)
{
  g_autofree char *plain = measure == CB_MEASURE_SPENT ? cb_money_plain (value) : g_strdup_printf ("%" G_GINT64_FORMAT, value);

  g_string_append_c (text, '\t');
  g_string_append (text, plain);
}

char *
cb_trend_table_text (const CbTrend *trend,
                     CbMeasure      measure)
{
  GString *text = g_string_new (_("Month"));
  guint n = cb_trend_n_months (trend);

  for (guint i = 0; i < trend->series->len; i++)
    g_string_append_printf (text, "\t%s", cb_trend_series_title (trend, i));
  g_string_append_printf (text, "\t%s\n", cb_trend_overlaps (trend, measure) ? _("Total, each counted once") : _("Total"));
  for (guint m = 0; m < n; m++)
    {
      g_autofree char *month = cb_month_format (trend->from + (CbMonth) m);

      g_string_append (text, month);
      for (guint i = 0; i < trend->series->len; i++)
        append_cell (text, measure, cb_trend_value (trend, i, m, measure));
      append_cell (text, measure, cb_trend_total (trend, m, measure));
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
