/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-date.h"
#include "cb-error.h"

typedef struct { const char *name; const char *text; int year, month, day; int code; } Parse;

static const Parse parses[] = {
  { "iso", "2026-09-01", 2026, 9, 1 },
  { "short", "2026-9-1", 2026, 9, 1 },
  { "slash", "2026/9/1", 2026, 9, 1 },
  { "dot", "2026.9.1", 2026, 9, 1 },
  { "compact", "20260901", 2026, 9, 1 },
  { "han", "2026年9月1日", 2026, 9, 1 },
  { "han-blanks", " 2026 年 9 月 1 日 ", 2026, 9, 1 },
  { "full-width", "２０２６－０９－０１", 2026, 9, 1 },
  { "full-width-blank", "　2026／9／1　", 2026, 9, 1 },
  { "leap", "2024-02-29", 2024, 2, 29 },
  { "first", "1800-01-01", 1800, 1, 1 },
  { "last", "2200-12-31", 2200, 12, 31 },
  { "not-leap", "2023-02-29", .code = CB_BASE_ERROR_RANGE },
  { "century", "1900-02-29", .code = CB_BASE_ERROR_RANGE },
  { "month-0", "2026-00-01", .code = CB_BASE_ERROR_RANGE },
  { "month-13", "2026-13-01", .code = CB_BASE_ERROR_RANGE },
  { "day-0", "20260900", .code = CB_BASE_ERROR_RANGE },
  { "too-early", "1799-12-31", .code = CB_BASE_ERROR_RANGE },
  { "too-late", "2201-01-01", .code = CB_BASE_ERROR_RANGE },
  { "empty", "", .code = CB_BASE_ERROR_INVALID },
  { "blank", "  ", .code = CB_BASE_ERROR_INVALID },
  { "mixed", "2026-9/1", .code = CB_BASE_ERROR_INVALID },
  { "han-no-day-sign", "2026年9月1", .code = CB_BASE_ERROR_INVALID },
  { "blank-in-digits", "2026 0901", .code = CB_BASE_ERROR_INVALID },
  { "two-digit-year", "26-09-01", .code = CB_BASE_ERROR_INVALID },
  { "serial", "46266", .code = CB_BASE_ERROR_INVALID },
  { "with-time", "2026-09-01 00:00", .code = CB_BASE_ERROR_INVALID },
  { "three-digits", "2026-09-001", .code = CB_BASE_ERROR_INVALID },
  { "nine-digits", "202609011", .code = CB_BASE_ERROR_INVALID },
  { "month-only", "2026-09", .code = CB_BASE_ERROR_INVALID },
  { "minus", "-2026-09-01", .code = CB_BASE_ERROR_INVALID },
  { "long", "2026-09-01-----------------------------------", .code = CB_BASE_ERROR_INVALID },
  { "not-utf8", "2026\xff" "09-01", .code = CB_BASE_ERROR_INVALID },
};

static void
test_parse (gconstpointer data)
{
  const Parse *row = data;
  g_autoptr (GError) error = NULL;
  CbDate date = 77;

  if (row->year != 0)
    {
      g_assert_true (cb_date_parse (row->text, &date, &error));
      g_assert_no_error (error);
      g_assert_cmpint (date, ==, cb_date_new (row->year, row->month, row->day));
      return;
    }
  g_assert_false (cb_date_parse (row->text, &date, &error));
  g_assert_error (error, CB_BASE_ERROR, row->code);
  g_assert_cmpint (date, ==, 77);
}

/* Every day held, one after the other, against GDate. */
static void
test_every_day (void)
{
  CbDate date = cb_date_new (1800, 1, 1);
  g_autoptr (GDate) witness = g_date_new_dmy (1, 1, 1800);

  g_assert_cmpint (cb_date_new (1970, 1, 1), ==, 0);
  for (;; date++, g_date_add_days (witness, 1))
    {
      int year, month, day;

      cb_date_split (date, &year, &month, &day);
      if (year == 2201)
        break;
      g_assert_cmpint (year, ==, g_date_get_year (witness));
      g_assert_cmpint (month, ==, (int) g_date_get_month (witness));
      g_assert_cmpint (day, ==, g_date_get_day (witness));
      g_assert_cmpint (cb_date_new (year, month, day), ==, date);
      g_assert_cmpint (cb_date_weekday (date), ==, (int) g_date_get_weekday (witness));
    }
  g_assert_cmpint (date - 1, ==, cb_date_new (2200, 12, 31));
}

static void
test_round_trip (void)
{
  CbDate first = cb_date_new (1800, 1, 1), last = cb_date_new (2200, 12, 31);

  for (int i = 0; i < 20000; i++)
    {
      CbDate date = g_test_rand_int_range (first, last + 1), back;
      g_autofree char *text = cb_date_format (date);
      g_autofree char *other = NULL;
      int y, m, d;

      g_assert_true (cb_date_parse (text, &back, NULL));
      g_assert_cmpint (back, ==, date);
      cb_date_split (date, &y, &m, &d);
      switch (i % 4)
        {
        case 0:
          other = g_strdup_printf ("%d/%d/%d", y, m, d);
          break;
        case 1:
          other = g_strdup_printf ("%d.%d.%d", y, m, d);
          break;
        case 2:
          other = g_strdup_printf ("%04d%02d%02d", y, m, d);
          break;
        default:
          other = g_strdup_printf ("%d年%d月%d日", y, m, d);
          break;
        }
      g_assert_true (cb_date_parse (other, &back, NULL));
      g_assert_cmpint (back, ==, date);
    }
}

static void
test_none (void)
{
  g_autofree char *text = cb_date_format (CB_DATE_NONE);
  g_autofree char *month = cb_month_format (CB_MONTH_NONE);
  int y = 1, m = 1, d = 1;

  cb_date_split (CB_DATE_NONE, &y, &m, &d);
  g_assert_cmpint (y + m + d, ==, 0);
  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (month, ==, "");
  g_assert_cmpint (cb_date_new (2023, 2, 29), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_date_weekday (CB_DATE_NONE), ==, 0);
  g_assert_cmpint (cb_date_add_months (CB_DATE_NONE, 1), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_date_add_months (cb_date_new (2200, 12, 1), 1), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_date_age (CB_DATE_NONE, 0), ==, -1);
  g_assert_cmpint (cb_date_age (0, CB_DATE_NONE), ==, -1);
  g_assert_cmpint (cb_month_of (CB_DATE_NONE), ==, CB_MONTH_NONE);
  g_assert_cmpint (cb_month_first (CB_MONTH_NONE), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_month_last (CB_MONTH_NONE), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_month_new (2026, 13), ==, CB_MONTH_NONE);
}

static void
test_add_months (void)
{
  static const struct { int from[3]; int months; int to[3]; } rows[] = {
    { { 2026, 1, 31 }, 1, { 2026, 2, 28 } },
    { { 2024, 1, 31 }, 1, { 2024, 2, 29 } },
    { { 2026, 3, 31 }, -1, { 2026, 2, 28 } },
    { { 2026, 8, 31 }, 6, { 2027, 2, 28 } },
    { { 2026, 11, 15 }, 2, { 2027, 1, 15 } },
    { { 2026, 1, 15 }, -1, { 2025, 12, 15 } },
    { { 2026, 1, 15 }, 0, { 2026, 1, 15 } },
    { { 2026, 1, 15 }, -13, { 2024, 12, 15 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CbDate from = cb_date_new (rows[i].from[0], rows[i].from[1], rows[i].from[2]);
      CbDate to = cb_date_new (rows[i].to[0], rows[i].to[1], rows[i].to[2]);

      g_assert_cmpint (cb_date_add_months (from, rows[i].months), ==, to);
    }
}

/* policy.md R-T5 */
static void
test_age (void)
{
  static const struct { int birth[3]; int on[3]; int age; } rows[] = {
    { { 1965, 3, 15 }, { 2025, 3, 14 }, 59 },
    { { 1965, 3, 15 }, { 2025, 3, 15 }, 60 },
    { { 1988, 2, 29 }, { 2026, 2, 27 }, 37 },
    { { 1988, 2, 29 }, { 2026, 2, 28 }, 38 },
    { { 1988, 2, 29 }, { 2028, 2, 28 }, 39 },
    { { 1988, 2, 29 }, { 2028, 2, 29 }, 40 },
    { { 2026, 9, 1 }, { 2026, 9, 1 }, 0 },
    { { 2026, 9, 1 }, { 2026, 8, 31 }, -1 },
    { { 2010, 12, 31 }, { 2026, 1, 1 }, 15 },
  };
  CbDate first = cb_date_new (1900, 1, 1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CbDate birth = cb_date_new (rows[i].birth[0], rows[i].birth[1], rows[i].birth[2]);
      CbDate on = cb_date_new (rows[i].on[0], rows[i].on[1], rows[i].on[2]);

      g_assert_cmpint (cb_date_age (birth, on), ==, rows[i].age);
    }

  /* An age is reached on its birthday and not a day before. */
  for (int i = 0; i < 20000; i++)
    {
      CbDate birth = first + g_test_rand_int_range (0, 60000);
      int age = g_test_rand_int_range (1, 110);
      CbDate day = cb_date_birthday (birth, age);

      g_assert_cmpint (cb_date_age (birth, day), ==, age);
      g_assert_cmpint (cb_date_age (birth, day - 1), ==, age - 1);
    }
  g_assert_cmpint (cb_date_birthday (first, -1), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_date_birthday (first, 500), ==, CB_DATE_NONE);
}

static void
test_month (void)
{
  static const struct { const char *text; int year, month; int code; } rows[] = {
    { "2026-09", 2026, 9 },
    { "2026-9", 2026, 9 },
    { "202609", 2026, 9 },
    { "2026年9月", 2026, 9 },
    { "２０２６年１２月", 2026, 12 },
    { "2026/01", 2026, 1 },
    { "2026.12", 2026, 12 },
    { "2026-13", .code = CB_BASE_ERROR_RANGE },
    { "2026年0月", .code = CB_BASE_ERROR_RANGE },
    { "2026-09-01", .code = CB_BASE_ERROR_INVALID },
    { "2026年9", .code = CB_BASE_ERROR_INVALID },
    { "2026", .code = CB_BASE_ERROR_INVALID },
    { "20269", .code = CB_BASE_ERROR_INVALID },
    { "", .code = CB_BASE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      CbMonth month = 5;

      if (rows[i].year == 0)
        {
          g_assert_false (cb_month_parse (rows[i].text, &month, &error));
          g_assert_error (error, CB_BASE_ERROR, rows[i].code);
          g_assert_cmpint (month, ==, 5);
          continue;
        }
      g_assert_true (cb_month_parse (rows[i].text, &month, &error));
      g_assert_cmpint (month, ==, cb_month_new (rows[i].year, rows[i].month));
    }

  for (CbMonth month = cb_month_new (1800, 1); month <= cb_month_new (2200, 12); month++)
    {
      g_autofree char *text = cb_month_format (month);
      CbMonth back;

      g_assert_true (cb_month_parse (text, &back, NULL));
      g_assert_cmpint (back, ==, month);
      g_assert_cmpint (cb_month_of (cb_month_first (month)), ==, month);
      g_assert_cmpint (cb_month_of (cb_month_last (month)), ==, month);
      g_assert_cmpint (cb_month_of (cb_month_first (month) - 1), !=, month);
      g_assert_cmpint (cb_month_of (cb_month_last (month) + 1), !=, month);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parses); i++)
    {
      g_autofree char *path = g_strconcat ("/base/date/parse/", parses[i].name, NULL);

      g_test_add_data_func (path, &parses[i], test_parse);
    }
  g_test_add_func ("/base/date/every-day", test_every_day);
  g_test_add_func ("/base/date/round-trip", test_round_trip);
  g_test_add_func ("/base/date/none", test_none);
  g_test_add_func ("/base/date/add-months", test_add_months);
  g_test_add_func ("/base/date/age", test_age);
  g_test_add_func ("/base/date/month", test_month);

  return g_test_run ();
}
