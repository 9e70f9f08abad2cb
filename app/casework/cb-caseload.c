/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-caseload.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case.h"
#include "cb-clock.h"

const char *
cb_programme_title (const char *programme)
{
  const CbField *field = cb_field_by_key ("case.programme");

  return cb_choice_title (field, programme);
}

static gboolean
load_one (CbDb       *db,
          const char *sql,
          const char *area,
          guint       n,
          gint64     *values,
          GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, sql, error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, area);
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    values[i] = cb_stmt_get_int (s, (int) i);
  return TRUE;
}

/* Running: granted for this month or a later one, and not ended before. */
static gboolean
load_grants (CbDb       *db,
             const char *area,
             CbCounts   *counts,
             GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT count (*), coalesce (sum (p), 0), coalesce (sum (a), 0) FROM"
                                        " (SELECT max (persons) AS p, sum (amount) AS a FROM grant_"
                                        "  WHERE area >= ?1 AND area < ?1 || ':' AND (last_month IS NULL OR last_month >= ?2)"
                                        "  GROUP BY household)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, area);
  cb_stmt_bind_int (s, 2, cb_month_of (cb_clock_today ()));
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  counts->granted_households = (guint) cb_stmt_get_int (s, 0);
  counts->granted_persons = (guint) cb_stmt_get_int (s, 1);
  counts->monthly = cb_stmt_get_int (s, 2);
  return TRUE;
}

static gboolean
load_aid (CbDb       *db,
          const char *area,
          CbCounts   *counts,
          GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT count (DISTINCT household), coalesce (sum (amount), 0) FROM aid_"
                                        " WHERE month = ?2 AND area >= ?1 AND area < ?1 || ':'", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, area);
  cb_stmt_bind_int (s, 2, cb_month_of (cb_clock_today ()));
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  counts->aided_households = (guint) cb_stmt_get_int (s, 0);
  counts->aid = cb_stmt_get_int (s, 1);
  return TRUE;
}

gboolean
cb_counts_load (CbDesk     *desk,
                CbDb       *db,
                const char *area,
                CbCounts   *counts,
                GError    **error)
{
  CbCounts found = { 0 };
  gint64 values[2];
  g_autoptr (GPtrArray) open = NULL;
  CbDate today = cb_clock_today ();

  if (area == NULL)
    area = "";
  if (!load_one (db, "SELECT count (*), coalesce (sum (persons), 0) FROM household_row WHERE area >= ?1 AND area < ?1 || ':'",
                 area, 2, values, error))
    return FALSE;
  found.households = (guint) values[0];
  found.persons = (guint) values[1];
  open = cb_case_list (db, cb_desk_pack (desk), 1 << CB_CASE_SUBMITTED | 1 << CB_CASE_OPINION, area, 0, error);
  if (open == NULL)
    return FALSE;
  found.open_cases = open->len;
  for (guint i = 0; i < open->len; i++)
    {
      const CbCase *c = open->pdata[i];

      found.mine += cb_case_is_mine (desk, c);
      found.overdue += c->due != CB_DATE_NONE && c->due < today;
    }
  if (!load_grants (db, area, &found, error) || !load_aid (db, area, &found, error)
      || !load_one (db, "SELECT count (*) FROM fork_ f LEFT JOIN person p ON p.uid = f.parent"
                    " JOIN household_row h ON h.uid = coalesce (p.household, f.parent) WHERE h.area >= ?1 AND h.area < ?1 || ':'",
                    area, 1, values, error))
    return FALSE;
  found.forks = (guint) values[0];
  *counts = found;
  return TRUE;
}

/* --- the trend --- */

/* In the order of charts and legends; what else is granted follows behind. */
static const char *const programme_order[] = { "dibao", "edge", "tekun", "rigid", "living", "nursing", "temporary" };

static void
series_free (CbTrendSeries *series)
{
  g_free (series->programme);
  g_array_unref (series->points);
  g_free (series);
}

void
cb_trend_free (CbTrend *trend)
{
  if (trend == NULL)
    return;
  g_ptr_array_unref (trend->series);
  g_clear_pointer (&trend->together, g_array_unref);
  g_free (trend);
}

static CbTrendSeries *
series_of (CbTrend    *trend,
           const char *programme)
{
  CbTrendSeries *series;

  for (guint i = 0; i < trend->series->len; i++)
    {
      series = trend->series->pdata[i];
      if (strcmp (series->programme, programme) == 0)
        return series;
    }
  series = g_new0 (CbTrendSeries, 1);
  series->programme = g_strdup (programme);
  series->points = g_array_new (FALSE, TRUE, sizeof (CbTrendPoint));
  for (CbMonth m = trend->from; m <= trend->to; m++)
    {
      const CbTrendPoint point = { .month = m };

      g_array_append_val (series->points, point);
    }
  g_ptr_array_add (trend->series, series);
  return series;
}

/* One grant, within the months of the trend. */
typedef struct { CbUid household; guint persons; CbMonth first, last; } Stock;

static int
compare_households (gconstpointer a,
                    gconstpointer b)
{
  return cb_uid_compare (&((const Stock *) a)->household, &((const Stock *) b)->household);
}

/* What the programmes have in common, month by month: @n grants of one household. */
static void
take_common (CbTrend     *trend,
             const Stock *grants,
             guint        n)
{
  for (CbMonth m = trend->from; m <= trend->to; m++)
    {
      CbTrendPoint *point = &g_array_index (trend->together, CbTrendPoint, m - trend->from);
      guint running = 0, persons = 0, most = 0;

      for (guint i = 0; i < n; i++)
        if (grants[i].first <= m && m <= grants[i].last)
          {
            running++;
            persons += grants[i].persons;
            most = MAX (most, grants[i].persons);
          }
      if (running > 1)
        {
          point->households -= running - 1;
          point->persons -= persons - most;
        }
    }
}

/* The sum of the programmes, less what is counted in more than one of them. */
static void
add_together (CbTrend *trend,
              GArray  *stocks)
{
  guint months = (guint) (trend->to - trend->from) + 1;

  trend->together = g_array_sized_new (FALSE, TRUE, sizeof (CbTrendPoint), months);
  g_array_set_size (trend->together, months);
  for (guint m = 0; m < months; m++)
    {
      CbTrendPoint *whole = &g_array_index (trend->together, CbTrendPoint, m);

      whole->month = trend->from + (CbMonth) m;
      for (guint i = 0; i < trend->series->len; i++)
        {
          const CbTrendSeries *series = trend->series->pdata[i];
          const CbTrendPoint *point = &g_array_index (series->points, CbTrendPoint, m);

          whole->households += point->households;
          whole->persons += point->persons;
          whole->spent += point->spent;
        }
    }
  g_array_sort (stocks, compare_households);
  for (guint i = 0, n; i < stocks->len; i += n)
    {
      const Stock *grants = &g_array_index (stocks, Stock, i);

      for (n = 1; i + n < stocks->len && cb_uid_equal (&grants[n].household, &grants[0].household);)
        n++;
      if (n > 1)
        take_common (trend, grants, n);
    }
}

/* Stock of the month's last day: every grant counts from its first month to its last.  What is paid once counts in its month, a household
 * with two such grants once. */
static gboolean
add_stock (CbTrend    *trend,
           CbDb       *db,
           const char *area,
           GArray     *stocks,
           GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT programme, persons, first_month, coalesce (last_month, ?3), household FROM grant_"
                                        " WHERE area >= ?1 AND area < ?1 || ':' AND first_month <= ?3"
                                        " AND (last_month IS NULL OR last_month >= ?2)"
                                        " UNION ALL SELECT programme, max (persons), month, month, household FROM aid_"
                                        " WHERE month BETWEEN ?2 AND ?3 AND area >= ?1 AND area < ?1 || ':'"
                                        " GROUP BY programme, month, household", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, area);
  cb_stmt_bind_int (s, 2, trend->from);
  cb_stmt_bind_int (s, 3, trend->to);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      CbTrendSeries *series = series_of (trend, cb_stmt_get_text (s, 0));
      const Stock stock = {
        .household = cb_stmt_get_uid (s, 4),
        .persons = (guint) cb_stmt_get_int (s, 1),
        .first = MAX ((CbMonth) cb_stmt_get_int (s, 2), trend->from),
        .last = MIN ((CbMonth) cb_stmt_get_int (s, 3), trend->to),
      };

      g_array_append_val (stocks, stock);
      for (CbMonth m = stock.first; m <= stock.last; m++)
        {
          CbTrendPoint *point = &g_array_index (series->points, CbTrendPoint, m - trend->from);

          point->households++;
          point->persons += stock.persons;
        }
    }
  return row == 0;
}

static gboolean
add_spending (CbTrend    *trend,
              CbDb       *db,
              const char *area,
              GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT programme, month, sum (fen) FROM payment_month"
                                        " WHERE area >= ?1 AND area < ?1 || ':' AND month BETWEEN ?2 AND ?3"
                                        " GROUP BY programme, month", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, area);
  cb_stmt_bind_int (s, 2, trend->from);
  cb_stmt_bind_int (s, 3, trend->to);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      CbTrendSeries *series = series_of (trend, cb_stmt_get_text (s, 0));

      g_array_index (series->points, CbTrendPoint, cb_stmt_get_int (s, 1) - trend->from).spent = cb_stmt_get_int (s, 2);
    }
  return row == 0;
}

static int
rank_of (const char *programme)
{
  for (guint i = 0; i < G_N_ELEMENTS (programme_order); i++)
    if (strcmp (programme_order[i], programme) == 0)
      return (int) i;
  return G_N_ELEMENTS (programme_order);
}

static int
compare_series (gconstpointer a,
                gconstpointer b)
{
  const CbTrendSeries *x = *(CbTrendSeries *const *) a, *y = *(CbTrendSeries *const *) b;
  int order = rank_of (x->programme) - rank_of (y->programme);

  return order != 0 ? order : strcmp (x->programme, y->programme);
}

CbTrend *
cb_trend_load (CbDb       *db,
               CbMonth     from,
               CbMonth     to,
               const char *area,
               GError    **error)
{
  g_autoptr (CbTrend) trend = g_new0 (CbTrend, 1);
  g_autoptr (GArray) stocks = g_array_new (FALSE, FALSE, sizeof (Stock));

  trend->from = from;
  trend->to = MAX (from, to);
  trend->series = g_ptr_array_new_with_free_func ((GDestroyNotify) series_free);
  series_of (trend, "dibao");
  series_of (trend, "edge");
  if (area == NULL)
    area = "";
  if (!add_stock (trend, db, area, stocks, error) || !add_spending (trend, db, area, error))
    return NULL;
  g_ptr_array_sort (trend->series, compare_series);
  add_together (trend, stocks);
  return g_steal_pointer (&trend);
}
