/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-trend-figures.h"

/* A trend of known figures: month m of series s has (s + 1) * 100 + m households, twice as many persons, and as many times 1,000.50 yuan;
 * the marginal tier, "edge", is paid nothing. */
static inline CbTrend *
trend_new (CbMonth            from,
           guint              n_months,
           const char *const *programmes)
{
  CbTrend *trend = g_new0 (CbTrend, 1);

  trend->from = from;
  trend->to = from + (CbMonth) n_months - 1;
  trend->series = g_ptr_array_new ();
  for (guint s = 0; programmes[s] != NULL; s++)
    {
      CbTrendSeries *series = g_new0 (CbTrendSeries, 1);

      series->programme = g_strdup (programmes[s]);
      series->points = g_array_new (FALSE, TRUE, sizeof (CbTrendPoint));
      for (guint m = 0; m < n_months; m++)
        {
          CbTrendPoint point = { .month = from + (CbMonth) m, .households = (s + 1) * 100 + m, .persons = 2 * ((s + 1) * 100 + m) };

          point.spent = g_str_equal (programmes[s], "edge") ? 0 : (CbMoney) point.households * 100050;
          g_array_append_val (series->points, point);
        }
      g_ptr_array_add (trend->series, series);
    }

  return trend;
}

/* @n households with two persons each are in both programmes, in every month. */
static inline void
trend_overlap (CbTrend *trend,
               guint    n)
{
  guint months = cb_trend_n_months (trend);

  trend->together = g_array_new (FALSE, TRUE, sizeof (CbTrendPoint));
  for (guint m = 0; m < months; m++)
    {
      CbTrendPoint point = { .month = trend->from + (CbMonth) m };

      for (guint s = 0; s < trend->series->len; s++)
        {
          point.households += (guint) cb_trend_value (trend, s, m, CB_MEASURE_HOUSEHOLDS);
          point.persons += (guint) cb_trend_value (trend, s, m, CB_MEASURE_PERSONS);
          point.spent += cb_trend_value (trend, s, m, CB_MEASURE_SPENT);
        }
      point.households -= n;
      point.persons -= 2 * n;
      g_array_append_val (trend->together, point);
    }
}

static inline CbTrendPoint *
trend_point (CbTrend *trend,
             guint    series,
             guint    month)
{
  CbTrendSeries *one = g_ptr_array_index (trend->series, series);

  return &g_array_index (one->points, CbTrendPoint, month);
}

static inline void
trend_done (CbTrend *trend)
{
  for (guint s = 0; s < trend->series->len; s++)
    {
      CbTrendSeries *series = g_ptr_array_index (trend->series, s);

      g_array_unref (series->points);
      g_free (series->programme);
      g_free (series);
    }
  g_ptr_array_unref (trend->series);
  g_clear_pointer (&trend->together, g_array_unref);
  g_free (trend);
}
