/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trend-fixture.h"

#include <string.h>

static const char *const both[] = { "dibao", "edge", NULL };
static const char *const none[] = { NULL };

typedef struct
{
  const char *name;
  CbMeasure   measure;
  gint64      min, max;
  guint       most;
  gint64      bottom, top, step, size;
  int         decimals;
} ScaleCase;

static const ScaleCase scales[] = {
  { "zero", CB_MEASURE_HOUSEHOLDS, 0, 0, 5, 0, 1, 1, 1, 0 },
  { "one", CB_MEASURE_HOUSEHOLDS, 0, 1, 5, 0, 1, 1, 1, 0 },
  { "five", CB_MEASURE_HOUSEHOLDS, 0, 5, 5, 0, 5, 1, 1, 0 },
  { "six", CB_MEASURE_HOUSEHOLDS, 0, 6, 5, 0, 6, 2, 1, 0 },
  { "eleven", CB_MEASURE_PERSONS, 0, 11, 5, 0, 15, 5, 1, 0 },
  { "county", CB_MEASURE_PERSONS, 0, 41377, 5, 0, 50000, 10000, 1, 0 },
  { "all of them", CB_MEASURE_PERSONS, 0, G_MAXUINT32, 5, 0, G_GINT64_CONSTANT (5000000000), 1000000000, 1, 0 },
  { "a yuan", CB_MEASURE_SPENT, 0, 1, 5, 0, 100, 100, 100, 0 },
  { "yuan", CB_MEASURE_SPENT, 0, CB_YUAN (99999), 5, 0, CB_YUAN (100000), CB_YUAN (20000), 1000000, 0 },
  { "few yuan", CB_MEASURE_SPENT, 0, CB_YUAN (9000), 5, 0, CB_YUAN (10000), CB_YUAN (2000), 100, 0 },
  { "ten thousands", CB_MEASURE_SPENT, 0, CB_YUAN (101000), 5, 0, CB_YUAN (150000), CB_YUAN (50000), 1000000, 0 },
  { "halves", CB_MEASURE_SPENT, 0, CB_YUAN (101000), 12, 0, CB_YUAN (110000), CB_YUAN (10000), 1000000, 0 },
  { "a county's month", CB_MEASURE_SPENT, 0, CB_YUAN (16842000), 5, 0, CB_YUAN (20000000), CB_YUAN (5000000), 1000000, 0 },
  { "a country's", CB_MEASURE_SPENT, 0, CB_MONEY_MAX, 5, 0, CB_MONEY_MAX, CB_MONEY_MAX / 5, G_GINT64_CONSTANT (10000000000), 0 },
  { "paid back", CB_MEASURE_SPENT, -CB_YUAN (30), CB_YUAN (100), 5, -CB_YUAN (50), CB_YUAN (100), CB_YUAN (50), 100, 0 },
};

static void
test_scale (gconstpointer data)
{
  const ScaleCase *c = data;
  CbScale scale = cb_scale_new (c->measure, c->min, c->max, c->most);

  g_assert_cmpint (scale.bottom, ==, c->bottom);
  g_assert_cmpint (scale.top, ==, c->top);
  g_assert_cmpint (scale.step, ==, c->step);
  g_assert_cmpint (scale.size, ==, c->size);
  g_assert_cmpint (scale.decimals, ==, c->decimals);
}

/* Whatever comes, the axis holds it in no more steps than asked for. */
static void
test_scale_any (void)
{
  gint64 max = 1;

  for (guint i = 0; i < 2000; i++)
    {
      guint most = 3 + i % 10;
      CbScale scale;

      max = i % 63 == 0 ? i + 1 : max + max / 3 + 1;
      if (max > CB_MONEY_MAX)
        max = i;
      scale = cb_scale_new (i % 3, 0, max, most);
      g_assert_cmpint (scale.top, >=, max);
      g_assert_cmpint (scale.top % scale.step, ==, 0);
      g_assert_cmpint ((scale.top - scale.bottom) / scale.step, <=, most);
      g_assert_cmpint (scale.decimals, <=, 2);
    }
  /* Beyond any figure there is: no overflow, no endless loop. */
  g_assert_cmpint (cb_scale_new (CB_MEASURE_SPENT, G_MININT64, G_MAXINT64, 5).step, >, 0);
}

typedef struct
{
  const char *name;
  gint64      size, value;
  int         decimals;
  const char *text;
} FormatCase;

static const FormatCase formats[] = {
  { "zero", 1, 0, 0, "0" },
  { "count", 1, 1234567, 0, "1,234,567" },
  { "no finer than one", 1, 999, 2, "999" },
  { "yuan", 100, 123456, 2, "1,234.56" },
  { "less than a yuan", 100, 7, 2, "0.07" },
  { "half up", 100, 150, 0, "2" },
  { "half down of a negative", 100, -150, 0, "−2" },
  { "nothing is not negative", 100, -49, 0, "0" },
  { "ten thousands", 1000000, 1684230000, 1, "1,684.2" },
  { "rounded into the thousands", 1000000, 999999999, 1, "1,000.0" },
  { "half a unit", 1000000, 500000, 1, "0.5" },
  { "no finer than a fen", 100, 5, 6, "0.05" },
  { "beyond", 1, G_MAXINT64, 0, "9,007,199,254,740,991" },
};

static void
test_format (gconstpointer data)
{
  const FormatCase *c = data;
  CbScale scale = { .size = c->size };
  g_autofree char *text = cb_scale_format (&scale, c->value, c->decimals);

  g_assert_cmpstr (text, ==, c->text);
}

static void
test_measures (void)
{
  CbMeasure measure = CB_MEASURE_PERSONS;

  for (CbMeasure i = 0; i < CB_N_MEASURES; i++)
    {
      g_assert_true (cb_measure_from_key (cb_measure_key (i), &measure));
      g_assert_cmpint (measure, ==, i);
    }
  measure = CB_MEASURE_PERSONS;
  g_assert_false (cb_measure_from_key ("money", &measure));
  g_assert_cmpint (measure, ==, CB_MEASURE_PERSONS);
}

static void
test_values (void)
{
  CbTrend *trend = trend_new (cb_month_new (2025, 10), 12, both);
  CbTrendPoint *huge = trend_point (trend, 0, 3);

  g_assert_cmpuint (cb_trend_n_months (trend), ==, 12);
  g_assert_cmpint (cb_trend_value (trend, 1, 11, CB_MEASURE_HOUSEHOLDS), ==, 211);
  g_assert_cmpint (cb_trend_value (trend, 1, 12, CB_MEASURE_HOUSEHOLDS), ==, 0);
  g_assert_cmpint (cb_trend_total (trend, 11, CB_MEASURE_PERSONS), ==, 644);
  g_assert_cmpint (cb_trend_total (trend, 0, CB_MEASURE_SPENT), ==, 10005000);
  g_assert_false (cb_trend_is_empty (trend));
  /* A sum beyond what fits stops there instead of turning negative. */
  huge->spent = G_MAXINT64;
  trend_point (trend, 1, 3)->spent = G_MAXINT64;
  g_assert_cmpint (cb_trend_total (trend, 3, CB_MEASURE_SPENT), >, CB_MONEY_MAX);
  trend_done (trend);

  trend = trend_new (cb_month_new (2025, 10), 0, both);
  g_assert_cmpuint (cb_trend_n_months (trend), ==, 0);
  g_assert_true (cb_trend_is_empty (trend));
  trend_done (trend);
}

static void
test_summary (void)
{
  CbTrend *trend = trend_new (cb_month_new (2025, 10), 12, both);
  g_autofree char *text = NULL;

  trend_point (trend, 0, 4)->spent = CB_YUAN (500000);
  text = cb_trend_summary (trend, CB_MEASURE_SPENT, "剑阁县");
  g_assert_cmpstr (text, ==, "Paid in the month, 剑阁县, 2025-10 to 2026-09. "
                   "Minimum living: 111,055.50 yuan in 2026-09, at first 100,050 yuan, at most 500,000 yuan in 2026-02. "
                   "Minimum living edge: 0 yuan in 2026-09, at first 0 yuan, at most 0 yuan in 2025-10.");
  trend_done (trend);

  trend = trend_new (cb_month_new (2025, 10), 12, none);
  g_free (text);
  text = cb_trend_summary (trend, CB_MEASURE_HOUSEHOLDS, NULL);
  g_assert_cmpstr (text, ==, "Households supported at the end of the month: nothing yet.");
  trend_done (trend);
}

static void
test_table (void)
{
  CbTrend *trend = trend_new (cb_month_new (2025, 12), 2, both);
  g_autofree char *households = cb_trend_table_text (trend, CB_MEASURE_HOUSEHOLDS);
  g_autofree char *spent = cb_trend_table_text (trend, CB_MEASURE_SPENT);

  g_assert_cmpstr (households, ==, "Month\tMinimum living\tMinimum living edge\tTotal\n"
                   "2025-12\t100\t200\t300\n2026-01\t101\t201\t302\n");
  g_assert_cmpstr (spent, ==, "Month\tMinimum living\tMinimum living edge\tTotal\n"
                   "2025-12\t100050.00\t0.00\t100050.00\n2026-01\t101050.50\t0.00\t101050.50\n");
  trend_done (trend);
}

/* A household in two programmes is one household of the total, in every place that says it. */
static void
test_overlap (void)
{
  CbTrend *trend = trend_new (cb_month_new (2025, 12), 2, both);
  CbTrend window;
  g_autofree char *households = NULL, *spent = NULL;

  g_assert_false (cb_trend_overlaps (trend, CB_MEASURE_HOUSEHOLDS));
  trend_overlap (trend, 7);
  g_assert_true (cb_trend_overlaps (trend, CB_MEASURE_HOUSEHOLDS));
  g_assert_false (cb_trend_overlaps (trend, CB_MEASURE_SPENT));
  g_assert_cmpint (cb_trend_total (trend, 1, CB_MEASURE_HOUSEHOLDS), ==, 302 - 7);
  g_assert_cmpint (cb_trend_total (trend, 1, CB_MEASURE_PERSONS), ==, 604 - 14);
  g_assert_cmpint (cb_trend_total (trend, 1, CB_MEASURE_SPENT), ==, 10105050);
  g_assert_cmpint (cb_trend_total (trend, 2, CB_MEASURE_HOUSEHOLDS), ==, 0);
  window = cb_trend_window (trend, CB_MEASURE_PERSONS, cb_month_new (2025, 11));
  g_assert_cmpuint (cb_trend_n_months (&window), ==, 1);
  g_assert_cmpint (cb_trend_total (&window, 0, CB_MEASURE_PERSONS), ==, 600 - 14);
  households = cb_trend_table_text (trend, CB_MEASURE_HOUSEHOLDS);
  g_assert_cmpstr (households, ==, "Month\tMinimum living\tMinimum living edge\tTotal, each counted once\n"
                   "2025-12\t100\t200\t293\n2026-01\t101\t201\t295\n");
  spent = cb_trend_table_text (trend, CB_MEASURE_SPENT);
  g_assert_nonnull (strstr (spent, "\tTotal\n"));
  trend_done (trend);
}

static void
test_window (void)
{
  CbMonth from = cb_month_new (2026, 1), now = cb_month_new (2026, 9);
  CbTrend *trend = trend_new (from, 12, both);
  CbTrend window = cb_trend_window (trend, CB_MEASURE_PERSONS, now);

  g_assert_cmpint (window.to, ==, now + 1);
  g_assert_cmpuint (cb_trend_n_months (&window), ==, 10);
  window = cb_trend_window (trend, CB_MEASURE_SPENT, now);
  g_assert_cmpint (window.to, ==, now);
  trend_point (trend, 0, 8)->spent = 0;
  window = cb_trend_window (trend, CB_MEASURE_SPENT, now);
  g_assert_cmpint (window.to, ==, now - 1);
  /* A month without any payment that is over stays. */
  trend_point (trend, 0, 7)->spent = 0;
  window = cb_trend_window (trend, CB_MEASURE_SPENT, now);
  g_assert_cmpint (window.to, ==, now - 1);
  window = cb_trend_window (trend, CB_MEASURE_HOUSEHOLDS, now + 100);
  g_assert_cmpint (window.to, ==, trend->to);
  trend_done (trend);
}

static void
test_unknown (void)
{
  static const char *const unknown[] = { "orphan", NULL };
  CbTrend *trend = trend_new (cb_month_new (2025, 12), 2, unknown);

  g_assert_cmpstr (cb_trend_series_title (trend, 0), ==, "orphan");
  trend_done (trend);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/figures/scale/%s", scales[i].name);

      g_test_add_data_func (path, &scales[i], test_scale);
    }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/figures/format/%s", formats[i].name);

      g_test_add_data_func (path, &formats[i], test_format);
    }
  g_test_add_func ("/report/figures/scale-any", test_scale_any);
  g_test_add_func ("/report/figures/measures", test_measures);
  g_test_add_func ("/report/figures/values", test_values);
  g_test_add_func ("/report/figures/summary", test_summary);
  g_test_add_func ("/report/figures/table", test_table);
  g_test_add_func ("/report/figures/overlap", test_overlap);
  g_test_add_func ("/report/figures/window", test_window);
  g_test_add_func ("/report/figures/unknown-programme", test_unknown);

  return g_test_run ();
}
