/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-calendar.h"
#include "cb-error.h"

#include <glib/gstdio.h>

static CbCalendar *
load (void)
{
  g_autoptr (GError) error = NULL;
  CbCalendar *calendar = cb_calendar_load (CB_SOURCE_DATADIR "/holidays.csv", &error);

  g_assert_no_error (error);

  return calendar;
}

static CbDate
day (const char *text)
{
  CbDate date;

  g_assert_true (cb_date_parse (text, &date, NULL));

  return date;
}

/* policy.md 2.2: accepted on Monday 2026-09-21. */
static void
test_deadlines (void)
{
  static const struct { int days; const char *due; } rows[] = {
    { 0, "2026-09-21" }, { 3, "2026-09-24" }, { 10, "2026-10-12" }, { 15, "2026-10-19" },
    { 20, "2026-10-26" }, { 30, "2026-11-09" }, { 45, "2026-11-30" },
  };
  g_autoptr (CbCalendar) calendar = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean certain = FALSE;

      g_assert_cmpint (cb_calendar_add_working (calendar, day ("2026-09-21"), rows[i].days, &certain), ==, day (rows[i].due));
      g_assert_true (certain);
      g_assert_cmpint (cb_calendar_count_working (calendar, day ("2026-09-21"), day (rows[i].due)), ==, rows[i].days);
    }
}

/* policy.md R-T6, the whole of 2026. */
static void
test_2026 (void)
{
  static const char *const off[][2] = {
    { "2026-01-01", "2026-01-03" }, { "2026-02-15", "2026-02-23" }, { "2026-04-04", "2026-04-06" },
    { "2026-05-01", "2026-05-05" }, { "2026-06-19", "2026-06-21" }, { "2026-09-25", "2026-09-27" },
    { "2026-10-01", "2026-10-07" },
  };
  static const char *const worked[] = {
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
  };
  g_autoptr (CbCalendar) calendar = load ();
  int n = 0;

  for (CbDate date = day ("2026-01-01"); date <= day ("2026-12-31"); date++)
    {
      gboolean working = cb_date_weekday (date) <= 5;

      for (guint i = 0; i < G_N_ELEMENTS (off); i++)
        if (date >= day (off[i][0]) && date <= day (off[i][1]))
          working = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (worked); i++)
        if (date == day (worked[i]))
          working = TRUE;
      g_assert_cmpint (cb_calendar_is_working (calendar, date), ==, working);
      n += working;
    }
  g_assert_cmpint (cb_calendar_count_working (calendar, day ("2025-12-31"), day ("2026-12-31")), ==, n);
}

static void
test_announced (void)
{
  g_autoptr (CbCalendar) calendar = load ();
  gboolean certain = TRUE;

  for (int year = 2019; year <= 2026; year++)
    g_assert_true (cb_calendar_announced (calendar, year));
  /* Three days of 2018 are in the notice of 2019; that of 2018 is not. */
  g_assert_false (cb_calendar_announced (calendar, 2018));
  g_assert_false (cb_calendar_announced (calendar, 2027));
  g_assert_false (cb_calendar_announced (calendar, 0));

  /* Into 2027: by weekdays, and said. */
  g_assert_cmpint (cb_calendar_add_working (calendar, day ("2026-12-30"), 2, &certain), ==, day ("2027-01-01"));
  g_assert_false (certain);
  g_assert_cmpint (cb_calendar_add_working (calendar, day ("2026-12-30"), 1, &certain), ==, day ("2026-12-31"));
  g_assert_true (certain);
  g_assert_cmpint (cb_calendar_add_working (calendar, CB_DATE_NONE, 1, &certain), ==, CB_DATE_NONE);
  g_assert_false (certain);
  g_assert_cmpint (cb_calendar_add_working (calendar, day ("2200-12-30"), 100, NULL), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_calendar_count_working (calendar, 10, 5), ==, 0);
}

/* policy.md R-T6: day 1 is the day after; a last day off moves on. */
static void
test_posting (void)
{
  static const struct { const char *posted; int days; const char *last; } rows[] = {
    { "2026-09-01", 7, "2026-09-08" },
    { "2026-08-29", 7, "2026-09-07" },   /* the 5th is a Saturday */
    { "2026-09-24", 7, "2026-10-08" },   /* the 1st of October */
    { "2026-09-13", 7, "2026-09-20" },   /* a worked Sunday */
  };
  g_autoptr (CbCalendar) calendar = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (cb_calendar_end_posting (calendar, day (rows[i].posted), rows[i].days), ==, day (rows[i].last));
  g_assert_cmpint (cb_calendar_end_posting (calendar, CB_DATE_NONE, 7), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_calendar_end_posting (calendar, 0, G_MAXINT), ==, CB_DATE_NONE);
}

/* The n-th working day is a working day, and there are n up to it. */
static void
test_property (void)
{
  g_autoptr (CbCalendar) calendar = load ();
  CbDate first = day ("2019-01-01");

  for (int i = 0; i < 2000; i++)
    {
      CbDate start = first + g_test_rand_int_range (0, 3500);
      int n = g_test_rand_int_range (1, 100);
      CbDate due = cb_calendar_add_working (calendar, start, n, NULL);

      g_assert_true (cb_calendar_is_working (calendar, due));
      g_assert_cmpint (cb_calendar_count_working (calendar, start, due), ==, n);
    }
}

static void
test_bad_files (void)
{
  static const char *const files[] = {
    "",
    "date,kind\n",
    "date,kind,name\n2026-01-01,off\n",
    "date,kind,name\n2026-01-01,free,元旦\n",
    "date,kind,name\n2026-02-30,off,元旦\n",
    "date,kind,name\n1900-01-01,off,元旦\n",
    "date,kind,name\n2026-01-01,off,元旦\n2026-01-01,work,元旦\n",
    "date,kind,name\n2026-01-01,off,\xff\n",
  };
  g_autofree char *dir = g_dir_make_tmp ("cb-calendar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "h.csv", NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (CbCalendar) good = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_null (cb_calendar_load (path, &error));
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
    }
  /* As a spreadsheet saves it. */
  g_assert_true (g_file_set_contents (path, "\xef\xbb\xbf" "date,kind,name\r\n2027-10-01,off,国庆节\r\n", -1, NULL));
  good = cb_calendar_load (path, &missing);
  g_assert_no_error (missing);
  g_assert_true (cb_calendar_announced (good, 2027));
  g_unlink (path);
  g_assert_null (cb_calendar_load (path, &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/calendar/deadlines", test_deadlines);
  g_test_add_func ("/base/calendar/2026", test_2026);
  g_test_add_func ("/base/calendar/announced", test_announced);
  g_test_add_func ("/base/calendar/posting", test_posting);
  g_test_add_func ("/base/calendar/property", test_property);
  g_test_add_func ("/base/calendar/bad-files", test_bad_files);

  return g_test_run ();
}
