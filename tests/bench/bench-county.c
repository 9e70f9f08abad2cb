/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cb-assess.h"
#include "cb-case.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-simulate.h"
#include "cb-search.h"

/*
 * A casebook of a whole county at work (design 12): unlocking, the home page, search as one types, pages of a list, one household with its
 * explanation, memory.  bench-county DIR SLOT PASSPHRASE-FILE [PACK]
 */

static gint64
now_us (void)
{
  return g_get_monotonic_time ();
}

static void
check (GError *error)
{
  if (error != NULL)
    {
      g_printerr ("bench-county: %s\n", error->message);
      exit (1);
    }
}

/* The key derivation alone, with the cost of this slot: the yardstick of unlocking. */
static gint64
derivation_us (const char *dir,
               guint       slot,
               const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = cb_vault_read_slots (dir, &error);
  guint8 salt[crypto_pwhash_SALTBYTES] = { 1 }, key[32];
  gint64 best = G_MAXINT64;

  check (error);
  for (guint i = 0; i < slots->len; i++)
    {
      const CbVaultSlot *s = &g_array_index (slots, CbVaultSlot, i);

      for (guint round = 0; s->number == slot && round < 3; round++)
        {
          gint64 t = now_us ();

          if (crypto_pwhash (key, sizeof key, passphrase, strlen (passphrase), salt, (unsigned long long) s->argon_passes,
                             (gsize) s->argon_mib << 20, crypto_pwhash_ALG_ARGON2ID13) != 0)
            exit (1);
          best = MIN (best, now_us () - t);
        }
    }
  return best;
}

typedef struct { gint64 sum, worst; guint n; } Times;

static void
add_time (Times *times,
          gint64 from)
{
  gint64 t = now_us () - from;

  times->sum += t;
  times->worst = MAX (times->worst, t);
  times->n++;
}

static void
show (const char  *what,
      const Times *times)
{
  g_print ("%-44s mean %8.3f ms   worst %8.3f ms   (%u)\n", what, (gdouble) times->sum / times->n / 1000,
           (gdouble) times->worst / 1000, times->n);
}

static gpointer
home_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  CbCounts counts;
  g_autoptr (GPtrArray) cases = NULL;
  gint64 t = now_us ();

  if (!cb_counts_load (desk, db, "", &counts, error))
    return NULL;
  cases = cb_case_list (db, cb_desk_pack (desk), 1 << CB_CASE_SUBMITTED | 1 << CB_CASE_OPINION, "", 50, error);
  if (cases == NULL)
    return NULL;
  *(gint64 *) data = now_us () - t;
  g_print ("%u households, %u persons, %u with a grant\n", counts.households, counts.persons, counts.granted_households);
  return data;
}

/* What people type, letter by letter, for names that are in the casebook. */
static gpointer
search_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  static const char *const typed[] = {
    "王", "王秀", "王秀兰", "秀兰", "兰", "wang", "wangx", "wangxiulan", "wxl", "zgq", "l", "li", "5108", "19650", "9982", "997", "双鱼", "双鱼村", "普安", "剑门关镇 王",
    "石板 li", "欧阳", "zhao", "上官", "x",
  };
  Times times = { 0 };

  for (guint round = 0; round < 4; round++)
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
      {
        gint64 t = now_us ();
        g_autoptr (GPtrArray) hits = cb_search (desk, db, typed[i], "", 20, error);

        if (hits == NULL)
          return NULL;
        if (round > 0)
          {
            gint64 spent = now_us () - t;

            add_time (&times, t);
            if (round == 1 && spent > 5000)
              g_print ("  search \"%s\": %.1f ms, %u hits\n", typed[i], (gdouble) spent / 1000, hits->len);
          }
      }
  show ("search as you type (budget 5 / 16 ms)", &times);
  return data;
}

static gpointer
list_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  static const struct { const char *name; CbSort sort; gboolean descending; } sorts[] = {
    { "list of all by name", CB_SORT_NAME, FALSE }, { "list of all by area", CB_SORT_AREA, FALSE },
    { "list of all by amount", CB_SORT_AMOUNT, TRUE }, { "list of all by change", CB_SORT_CHANGED, TRUE },
  };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Times pages = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      CbQuery query = { .area = "", .sort = sorts[i].sort, .descending = sorts[i].descending };
      Times times = { 0 };

      for (guint round = 0; round < 3; round++)
        {
          gint64 t = now_us ();

          g_clear_pointer (&ids, g_array_unref);
          ids = cb_search_ids (db, &query, 0, NULL, error);
          if (ids == NULL)
            return NULL;
          add_time (&times, t);
        }
      show (sorts[i].name, &times);
    }
  for (guint round = 0; round < 200 && ids->len > 128; round++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint) (ids->len - 128));
      gint64 t = now_us ();
      g_autoptr (GPtrArray) rows = cb_search_rows (desk, db, &g_array_index (ids, CbUid, at), 128, error);

      if (rows == NULL)
        return NULL;
      add_time (&pages, t);
    }
  show ("page of 128 rows, random place", &pages);
  return data;
}

static gpointer
assess_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  CbQuery query = { .area = "", .sort = CB_SORT_NAME };
  g_autoptr (GArray) ids = cb_search_ids (db, &query, 2000, NULL, error);
  g_autoptr (CbProgram) program = cb_desk_program (desk, cb_clock_today (), error);
  Times load = { 0 }, plain = { 0 }, explained = { 0 };

  if (ids == NULL || program == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 t = now_us ();
      g_autoptr (CbHousehold) h = cb_household_load (db, &g_array_index (ids, CbUid, i), error);
      g_autoptr (CbAssessment) a = NULL, b = NULL;

      if (h == NULL)
        return NULL;
      add_time (&load, t);
      t = now_us ();
      a = cb_assess (program, h, FALSE, error);
      if (a == NULL)
        return NULL;
      add_time (&plain, t);
      t = now_us ();
      b = cb_assess (program, h, TRUE, error);
      if (b == NULL)
        return NULL;
      add_time (&explained, t);
    }
  show ("load one household", &load);
  show ("assess one household", &plain);
  show ("the same with explanation (budget 0.2 ms)", &explained);
  return data;
}

/* A standard that is dragged: all programmes for everybody, again at every step. */
static gpointer
drag_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  /* The newest rules, which a county founded earlier has not published. */
  g_autoptr (CbPack) pack = data != NULL ? cb_pack_load_file (data, NULL, error) : cb_pack_ref (cb_desk_pack (desk));
  CbDate today = cb_clock_today ();
  gint64 t = now_us ();
  g_autoptr (CbCounty) county = pack != NULL ? cb_county_load (db, pack, "", NULL, NULL, cancellable, error) : NULL;
  g_autoptr (CbProgram) now = county != NULL ? cb_pack_compile (pack, today, CB_MONTH_NONE, error) : NULL;
  g_autoptr (CbSimulator) simulator = NULL;
  Times times = { 0 }, steady = { 0 };

  if (now == NULL)
    return NULL;
  g_print ("%-44s %.0f ms (%u households, %u persons, %u left out)\n", "load the facts of everybody", (gdouble) (now_us () - t) / 1000,
           cb_county_households (county), cb_county_persons (county), cb_county_left_out (county));
  simulator = cb_simulator_new (county, now, error);
  if (simulator == NULL)
    return NULL;
  for (guint step = 0; step < 40; step++)
    {
      g_autofree char *standard = g_strdup_printf ("%u.00", 600 + step * 5);
      const char *sets[] = { "dibao.standard.rural", standard, NULL };
      g_autoptr (CbProgram) then = NULL;
      g_autoptr (CbSimulation) s = NULL;

      t = now_us ();
      then = cb_pack_compile_with (pack, today, CB_MONTH_NONE, sets, error);
      s = then != NULL ? cb_simulator_run (simulator, then, error) : NULL;
      if (s == NULL)
        return NULL;
      add_time (step < 3 ? &times : &steady, t);
      if (step % 13 == 0)
        g_print ("  standard %s: %u households, %" G_GINT64_FORMAT " yuan a month (now %u, %" G_GINT64_FORMAT "), %u gain, %u lose, %u incomplete\n",
                 standard, s->all.households[1], s->all.monthly[1] / 100, s->all.households[0], s->all.monthly[0] / 100, s->gainers, s->losers,
                 s->incomplete);
    }
  show ("drag a standard, the first steps", &times);
  show ("drag a standard (budget 33 ms)", &steady);
  return desk;
}

static void
show_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL) && (line = strstr (status, "VmHWM:")) != NULL)
    g_print ("%-44s %.0f MiB (budget 250 MiB; the key derivation takes its share for a second)\n", "peak memory of this process",
             (gdouble) g_ascii_strtoll (line + 6, NULL, 10) / 1024);
  if (status != NULL && (line = strstr (status, "VmRSS:")) != NULL)
    g_print ("%-44s %.0f MiB\n", "memory at the end", (gdouble) g_ascii_strtoll (line + 6, NULL, 10) / 1024);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (CbSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *typed = NULL;
  CbDesk *desk;
  gint64 derive, unlock, home = 0, t;

  if (argc < 4 || !cb_secret_harden (&error))
    {
      g_printerr ("usage: bench-county DIR SLOT PASSPHRASE-FILE [PACK]\n");
      return 2;
    }
  g_file_get_contents (argv[3], &typed, NULL, &error);
  check (error);
  g_strchomp (typed);
  passphrase = cb_secret_from (typed, strlen (typed));
  derive = derivation_us (argv[1], (guint) atoi (argv[2]), typed);
  t = now_us ();
  desk = cb_desk_unlock (argv[1], (guint) atoi (argv[2]), passphrase, NULL, &error);
  check (error);
  unlock = now_us () - t;
  cb_desk_read (desk, home_job, &home, &error);
  check (error);
  g_print ("%-44s %.0f ms, of which the key derivation %.0f ms\n", "unlock", (gdouble) unlock / 1000, (gdouble) derive / 1000);
  g_print ("%-44s %.0f ms (budget 1000 ms)\n", "usable home page, beyond the derivation",
           (gdouble) (MAX (unlock - derive, 0) + home) / 1000);
  cb_desk_read (desk, search_job, desk, &error);
  check (error);
  cb_desk_read (desk, list_job, desk, &error);
  check (error);
  cb_desk_read (desk, assess_job, desk, &error);
  check (error);
  show_memory ();
  cb_desk_read (desk, drag_job, argc > 4 ? argv[4] : NULL, &error);
  check (error);
  show_memory ();
  cb_desk_lock (desk, &error);
  check (error);
  g_object_unref (desk);
  return 0;
}
