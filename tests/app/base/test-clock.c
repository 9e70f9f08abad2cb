/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-clock.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
test_clock (void)
{
  gint64 before = g_get_real_time () / 1000;
  gint64 now = cb_clock_now_ms ();

  g_assert_cmpint (now, >=, before);
  cb_clock_set (1234);
  g_assert_cmpint (cb_clock_now_ms (), ==, 1234);
  g_assert_cmpint (cb_clock_today (), ==, 0);
  cb_clock_set (-1);
  g_assert_cmpint (cb_clock_now_ms (), >=, before);
}

/* The zone is China's, not the machine's. */
static void
test_zone (void)
{
  static const struct { gint64 ms; const char *text; } rows[] = {
    { G_GINT64_CONSTANT (1788244320000), "2026-09-01 14:32" },
    { 0, "1970-01-01 08:00" },
    { 16 * 3600000 - 1, "1970-01-01 23:59" },
    { 16 * 3600000, "1970-01-02 00:00" },
    { -8 * 3600000, "1970-01-01 00:00" },
    { -8 * 3600000 - 1, "1969-12-31 23:59" },
    { -2 * DAY_MS, "1969-12-30 08:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = cb_clock_format (rows[i].ms);
      g_autofree char *date = cb_date_format (cb_clock_date_of (rows[i].ms));

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_true (g_str_has_prefix (text, date));
    }
  g_assert_cmpint (cb_clock_date_of (G_MAXINT64), ==, CB_DATE_NONE);
  g_assert_cmpint (cb_clock_date_of (G_MININT64), ==, CB_DATE_NONE);
}

/* storage.md 1.5 */
static void
test_hlc (void)
{
  CbHlc a = cb_hlc_tick (0, 1000);
  CbHlc b = cb_hlc_tick (a, 1000);
  CbHlc full = (CbHlc) 1000 << 16 | 0xffff;
  gboolean advanced = FALSE;

  g_assert_cmpint (cb_hlc_ms (a), ==, 1000);
  g_assert_cmpuint (b, ==, a + 1);
  /* The clock was put back: still forward. */
  g_assert_cmpuint (cb_hlc_tick (b, 10), ==, b + 1);
  /* A full counter runs into the next millisecond. */
  g_assert_cmpuint (cb_hlc_tick (full, 1000), ==, (CbHlc) 1001 << 16);
  g_assert_cmpuint (cb_hlc_tick (G_MAXUINT64, 0), ==, G_MAXUINT64);
  g_assert_cmpuint (cb_hlc_tick (0, -5), ==, 1);
  g_assert_cmpuint (cb_hlc_tick (0, G_MAXINT64), >, 0);

  g_assert_cmpuint (cb_hlc_receive (a, (CbHlc) 5000 << 16, 1000, &advanced), ==, ((CbHlc) 5000 << 16) + 1);
  g_assert_true (advanced);
  g_assert_cmpuint (cb_hlc_receive (a, 5, 2000, NULL), ==, (CbHlc) 2000 << 16);
  /* Exactly 24 h ahead is believed, a millisecond more is not. */
  g_assert_cmpint (cb_hlc_ms (cb_hlc_receive (a, (CbHlc) (1000 + DAY_MS) << 16, 1000, &advanced)), ==, 1000 + DAY_MS);
  g_assert_true (advanced);
  g_assert_cmpuint (cb_hlc_receive (a, (CbHlc) (1001 + DAY_MS) << 16, 1000, &advanced), ==, a);
  g_assert_false (advanced);
}

static void
test_hlc_monotonic (void)
{
  CbHlc last = 0;

  for (int i = 0; i < 20000; i++)
    {
      gint64 now = g_test_rand_int_range (0, G_MAXINT32);
      CbHlc seen = (CbHlc) g_test_rand_int_range (0, G_MAXINT32) << g_test_rand_int_range (0, 30);
      gboolean advanced;
      CbHlc next = i % 2 ? cb_hlc_tick (last, now) : cb_hlc_receive (last, seen, now, &advanced);

      if (i % 2)
        g_assert_cmpuint (next, >, last);
      else if (advanced)
        g_assert_true (next > last && next > seen);
      else
        g_assert_cmpuint (next, ==, last);
      last = next;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/clock/set", test_clock);
  g_test_add_func ("/base/clock/zone", test_zone);
  g_test_add_func ("/base/clock/hlc", test_hlc);
  g_test_add_func ("/base/clock/hlc-monotonic", test_hlc_monotonic);

  return g_test_run ();
}
