/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <glib/gstdio.h>

#include "cb-assess.h"
#include "cb-simulate.h"
#include "cb-demo.h"

/* A county in columns says of every family what the rules say of it alone, now and under another standard. */

#define HOUSEHOLDS 150

static char *dir;
static CbDesk *desk;

typedef struct { CbCounty *county; CbNowThen all; guint persons[2], gainers, losers; CbMoney gained, lost; } Sums;

/* Family by family, the plain way. */
static void
one_by_one (CbDb       *db,
            CbProgram  *programs[2],
            Sums       *sums)
{
  for (guint i = 0; i < cb_county_households (sums->county); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CbHousehold) h = cb_household_load (db, cb_county_uid (sums->county, i), &error);
      g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
      CbMoney each[2] = { 0, 0 };

      g_assert_no_error (error);
      for (guint t = 0; t < 2; t++)
        {
          g_autoptr (CbAssessment) a = cb_assess (programs[t], h, FALSE, &error);
          CbResult *r = cb_assessment_result (a);

          g_assert_no_error (error);
          for (guint p = 0; p < cb_result_n_outcomes (r); p++)
            {
              const CbOutcome *o = cb_result_outcome (r, p);

              if (o->pay == CB_PAY_MONTHLY && (o->status == CB_STATUS_ELIGIBLE || o->status == CB_STATUS_NEEDS_JUDGEMENT))
                each[t] += o->amount;
            }
          sums->all.households[t] += each[t] > 0;
          sums->all.monthly[t] += each[t];
          if (each[t] > 0)
            sums->persons[t] += members->len;
        }
      sums->gainers += each[1] > each[0];
      sums->gained += MAX (each[1] - each[0], 0);
      sums->losers += each[1] < each[0];
      sums->lost += MAX (each[0] - each[1], 0);
    }
}

static gpointer
compare_job (CbDesk       *d,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  static const char *const values[] = { "500.00", "640.00", "641.00", "642.00", "900.00" };
  CbPack *pack = cb_desk_pack (d);
  CbDate on = cb_date_new (2026, 9, 1);
  gint done = 0, total = 0;
  g_autoptr (CbCounty) county = cb_county_load (db, pack, "", &done, &total, NULL, error);
  g_autoptr (CbProgram) now = cb_pack_compile (pack, on, CB_MONTH_NONE, error);
  g_autoptr (CbSimulator) simulator = NULL;

  g_assert_no_error (*error);
  g_assert_nonnull (county);
  g_assert_nonnull (now);
  g_assert_cmpint (total, >, HOUSEHOLDS);
  g_assert_cmpint (done, ==, total);
  g_assert_cmpuint (cb_county_households (county) + cb_county_left_out (county), ==, HOUSEHOLDS);
  g_assert_cmpuint (cb_county_left_out (county), ==, 0);
  g_assert_cmpuint (cb_county_persons (county), >, HOUSEHOLDS);
  simulator = cb_simulator_new (county, now, error);
  g_assert_nonnull (simulator);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *sets[] = { "dibao.standard.rural", values[i], NULL };
      g_autoptr (CbProgram) then = cb_pack_compile_with (pack, on, CB_MONTH_NONE, sets, error);
      g_autoptr (CbSimulation) s = cb_simulator_run (simulator, then, error);
      CbProgram *programs[2] = { now, then };
      Sums sums = { .county = county };
      CbNowThen townships = { { 0 } };

      g_assert_nonnull (s);
      one_by_one (db, programs, &sums);
      for (guint t = 0; t < 2; t++)
        {
          g_assert_cmpuint (s->all.households[t], ==, sums.all.households[t]);
          g_assert_cmpint (s->all.monthly[t], ==, sums.all.monthly[t]);
          g_assert_cmpuint (s->persons[t], ==, sums.persons[t]);
          for (guint k = 0; k < s->by_township->len; k++)
            {
              townships.households[t] += g_array_index (s->by_township, CbNowThen, k).households[t];
              townships.monthly[t] += g_array_index (s->by_township, CbNowThen, k).monthly[t];
            }
          g_assert_cmpuint (townships.households[t], ==, sums.all.households[t]);
          g_assert_cmpint (townships.monthly[t], ==, sums.all.monthly[t]);
        }
      g_assert_cmpuint (s->gainers, ==, sums.gainers);
      g_assert_cmpuint (s->losers, ==, sums.losers);
      g_assert_cmpint (s->gained, ==, sums.gained);
      g_assert_cmpint (s->lost, ==, sums.lost);
      /* The largest losses first, then the gains, the largest last. */
      for (guint k = 1; k < s->changes->len; k++)
        g_assert_cmpint (g_array_index (s->changes, CbSimChange, k - 1).change, <=, g_array_index (s->changes, CbSimChange, k).change);
      if (i == 0)
        {
          g_assert_cmpuint (s->losers, >, 0);
          g_assert_cmpint (g_array_index (s->changes, CbSimChange, 0).change, <, 0);
        }
    }
  return d;
}

static void
test_compare (void)
{
  g_autoptr (GError) error = NULL;

  g_test_summary ("Every sum of a simulation is that of the families one by one");
  g_assert_nonnull (cb_desk_read (desk, compare_job, NULL, &error));
  g_assert_no_error (error);
}

static gpointer
area_job (CbDesk       *d,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (CbCounty) all = cb_county_load (db, cb_desk_pack (d), "", NULL, NULL, NULL, error);
  g_autoptr (CbCounty) some = cb_county_load (db, cb_desk_pack (d), "510823", NULL, NULL, NULL, error);
  g_autoptr (CbCounty) none = cb_county_load (db, cb_desk_pack (d), "11", NULL, NULL, NULL, error);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GError) stopped = NULL;

  g_assert_cmpuint (cb_county_households (some), >, 0);
  g_assert_cmpuint (cb_county_households (some), <, cb_county_households (all));
  g_assert_cmpuint (cb_county_households (none), ==, 0);
  g_cancellable_cancel (stop);
  g_assert_null (cb_county_load (db, cb_desk_pack (d), "", NULL, NULL, stop, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return d;
}

static void
test_area (void)
{
  g_autoptr (GError) error = NULL;

  g_test_summary ("Only the area asked for is read, and reading can be stopped");
  g_assert_nonnull (cb_desk_read (desk, area_job, NULL, &error));
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) d = g_dir_open (path, 0, NULL);
  const char *name;

  while (d != NULL && (name = g_dir_read_name (d)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  CbDemoOptions options = { .households = HOUSEHOLDS, .months = 3, .seed = 1, .today = cb_date_new (2026, 9, 1) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (CbSecret) passphrase = cb_secret_from ("jianmen-shudao-06", 17);
  g_autofree char *top = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  top = g_dir_make_tmp ("casebook-county-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (top, "county", NULL);
  logins = cb_demo_create (dir, &options, &error);
  g_assert_no_error (error);
  desk = cb_desk_unlock (dir, 6, passphrase, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/county/compare", test_compare);
  g_test_add_func ("/county/area", test_area);
  status = g_test_run ();
  g_assert_true (cb_desk_lock (desk, &error));
  g_object_unref (desk);
  remove_folder (dir);
  remove_folder (top);
  g_free (dir);
  return status;
}
