/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cb-block-trace.h"
#include "cb-trace.h"

/* The means test as a pack against the same rule by hand, in one run: every answer of both compared with the exact ones.  Figures are best of
 * RUNS.  usage: bench-means-test DIR (with means-test.pack and data/). */

#define RUNS 31

typedef struct { gint64 household, age, v[6]; int severe, can_work; } Person;
typedef struct { gint64 area, savings, houses, cars, supporter, first, n; } House;

static const gint64 lines[2] = { 86000, 71000 };

static gint64
ceil_yuan (gint64 thousandths)
{
  return thousandths <= 0 ? -((-thousandths) / 100000) : (thousandths + 99999) / 100000;
}

/* The yardstick: whole fen, times a thousand where shares come in. */
static gint64
by_hand (const House  *h,
         const Person *p,
         gint64       *pay)
{
  gint64 line = lines[h->area], income = 0, gross = 0, deductible = 0, uplift = 0, cap;
  int work = 0, assets;

  for (gint64 i = 0; i < h->n; i++, p++)
    {
      gint64 exempt = MIN (p->v[0] * 250, 35000000), g = p->v[0] + p->v[1] + p->v[2] + p->v[3], u;

      gross += g;
      income += g * 1000 - exempt;
      deductible += MAX (p->v[4] - 10000, 0) + MIN (p->v[5], 80000);
      u = p->age >= 70 ? 150 : p->age < 18 ? 100 : 0;
      uplift += p->severe && u < 300 ? 300 : u;
      work |= p->can_work;
    }
  uplift *= line;
  *pay = 0;
  assets = h->savings <= line * 24 * h->n && h->houses <= 2 && h->cars <= 0;
  cap = line * h->n * 1000;
  if (!work && income < 1000 && !h->supporter && assets)
    {
      *pay = ceil_yuan (line * h->n * 1300 + uplift);
      return 4;
    }
  if (assets && income <= cap)
    {
      *pay = MAX (ceil_yuan (MAX (cap - income, 0) + uplift), 20);
      return 3;
    }
  if (assets && income <= line * h->n * 1500)
    return 2;
  if (assets && deductible * 1000 >= gross * 600 && income - deductible * 1000 <= cap)
    return 1;
  return 0;
}

static char *
read_gz (const char *dir,
         const char *name)
{
  g_autofree char *path = g_build_filename (dir, "data", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, &error);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) in = NULL;
  GString *text = g_string_new (NULL);
  char buffer[65536];
  gssize n;

  if (raw == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      exit (2);
    }
  in = g_converter_input_stream_new (G_INPUT_STREAM (raw), G_CONVERTER (gunzip));
  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (text, FALSE);
}

/* The next line's numbers. */
static gboolean
read_row (char  **at,
          gint64 *out,
          int     n)
{
  for (int i = 0; i < n; i++)
    {
      char *end;

      out[i] = g_ascii_strtoll (*at, &end, 10);
      if (end == *at)
        return FALSE;
      *at = end + (*end == ',' || *end == '\r' || *end == '\n');
    }
  return TRUE;
}

typedef struct { guint n_houses, n_persons; House *houses; Person *persons; gint64 *tier, *pay; } Data;

static Data
load (const char *dir)
{
  Data d = { 0 };
  g_autofree char *persons = read_gz (dir, "persons.csv.gz"), *houses = read_gz (dir, "households.csv.gz"), *answers = read_gz (dir, "answers.csv.gz");
  char *at;
  gint64 row[10];

  d.persons = g_new0 (Person, 400000);
  d.houses = g_new0 (House, 110000);
  d.tier = g_new0 (gint64, 110000);
  d.pay = g_new0 (gint64, 110000);
  at = strchr (persons, '\n') + 1;
  while (d.n_persons < 400000 && read_row (&at, row, 10))
    {
      Person *p = &d.persons[d.n_persons++];

      p->household = row[0];
      p->age = row[1];
      memcpy (p->v, row + 2, sizeof p->v);
      p->severe = (int) row[8];
      p->can_work = (int) row[9];
    }
  at = strchr (houses, '\n') + 1;
  for (guint k = 0; d.n_houses < 110000 && read_row (&at, row, 6); d.n_houses++)
    {
      House *h = &d.houses[d.n_houses];

      *h = (House) { row[1], row[2], row[3], row[4], row[5], k, 0 };
      while (k < d.n_persons && d.persons[k].household == d.n_houses)
        k++;
      h->n = k - h->first;
    }
  at = strchr (answers, '\n') + 1;
  for (guint i = 0; i < d.n_houses && read_row (&at, row, 5); i++)
    {
      d.tier[i] = row[3];
      d.pay[i] = row[4];
    }
  return d;
}

static void
column (CbBlock    *block,
        const char *name,
        gint64     *values,
        guint       n)
{
  g_autoptr (GError) error = NULL;

  if (!cb_block_set_column (block, name, values, NULL, n, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      exit (2);
    }
}

static CbBlock *
to_block (CbPack *pack,
          Data   *d)
{
  static const char *const money[] = { "person.wage", "person.farm_income", "person.pension", "person.property_income", "person.medical_spend", "person.education_spend" };
  static const char *const house[] = { "household.area", "household.savings", "household.houses", "household.cars", "household.has_supporter" };
  CbBlock *block = cb_block_new (pack);
  g_autofree gint64 *v = g_new (gint64, d->n_persons);
  g_autofree guint32 *parents = g_new (guint32, d->n_persons);

  for (guint i = 0; i < d->n_persons; i++)
    parents[i] = (guint32) d->persons[i].household;
  if (!cb_block_add_rows (block, "household", NULL, d->n_houses, NULL) || !cb_block_add_rows (block, "person", parents, d->n_persons, NULL))
    exit (2);
  for (guint k = 0; k < G_N_ELEMENTS (house); k++)
    {
      for (guint i = 0; i < d->n_houses; i++)
        v[i] = (&d->houses[i].area)[k];
      column (block, house[k], v, d->n_houses);
    }
  for (guint k = 0; k < G_N_ELEMENTS (money); k++)
    {
      for (guint i = 0; i < d->n_persons; i++)
        v[i] = d->persons[i].v[k];
      column (block, money[k], v, d->n_persons);
    }
  for (guint i = 0; i < d->n_persons; i++)
    v[i] = d->persons[i].age;
  column (block, "person.age", v, d->n_persons);
  for (guint i = 0; i < d->n_persons; i++)
    v[i] = d->persons[i].severe;
  column (block, "person.severe_disabled", v, d->n_persons);
  for (guint i = 0; i < d->n_persons; i++)
    v[i] = d->persons[i].can_work;
  column (block, "person.can_work", v, d->n_persons);
  return block;
}

static CbFacts *
one_household (CbPack *pack,
               Data   *d,
               guint   i)
{
  static const char *const money[] = { "person.wage", "person.farm_income", "person.pension", "person.property_income", "person.medical_spend", "person.education_spend" };
  CbFacts *facts = cb_facts_new (pack);
  House *h = &d->houses[i];

  cb_facts_set_choice (facts, "household.area", 0, h->area ? "rural" : "urban", NULL);
  cb_facts_set_money (facts, "household.savings", 0, h->savings, NULL);
  cb_facts_set_count (facts, "household.houses", 0, h->houses, NULL);
  cb_facts_set_count (facts, "household.cars", 0, h->cars, NULL);
  cb_facts_set_truth (facts, "household.has_supporter", 0, h->supporter != 0, NULL);
  for (gint64 k = 0; k < h->n; k++)
    {
      Person *p = &d->persons[h->first + k];
      int at = cb_facts_add (facts, "person", 0, NULL, NULL);

      for (guint m = 0; m < 6; m++)
        cb_facts_set_money (facts, money[m], at, p->v[m], NULL);
      cb_facts_set_count (facts, "person.age", at, p->age, NULL);
      cb_facts_set_truth (facts, "person.severe_disabled", at, p->severe, NULL);
      cb_facts_set_truth (facts, "person.can_work", at, p->can_work, NULL);
    }
  return facts;
}

int
main (int    argc,
      char **argv)
{
  const char *dir = argc > 1 ? argv[1] : ".";
  g_autofree char *path = g_build_filename (dir, "means-test.pack", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_file (path, NULL, &error);
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbBlock) block = NULL;
  CbBlockResult *result = NULL;
  Data d = load (dir);
  CbBlockTrace *trace = NULL;
  gint64 hand = G_MAXINT64, engine = G_MAXINT64, traced = G_MAXINT64, begin, pay, bad_hand = 0, bad_engine = 0, bad_traced = 0, bad_single = 0;
  gint64 single = 0, written = 0;
  g_autofree gint64 *hand_tier = g_new (gint64, d.n_houses), *hand_pay = g_new (gint64, d.n_houses);

  if (pack == NULL || (program = cb_pack_compile (pack, cb_date_new (2026, 8, 1), CB_MONTH_NONE, &error)) == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }
  block = to_block (pack, &d);
  for (int run = 0; run < RUNS; run++)
    {
      begin = g_get_monotonic_time ();
      for (guint i = 0; i < d.n_houses; i++)
        {
          hand_tier[i] = by_hand (&d.houses[i], &d.persons[d.houses[i].first], &pay);
          hand_pay[i] = pay;
        }
      hand = MIN (hand, g_get_monotonic_time () - begin);
      result = cb_block_run (block, program, 0, 0, result, &error);
      engine = MIN (engine, cb_block_result_ns (result) / 1000);
      trace = cb_block_trace (block, program, 0, 0, trace, &error);
      traced = MIN (traced, cb_block_trace_ns (trace) / 1000);
    }
  for (guint i = 0; i < d.n_houses; i++)
    {
      bad_hand += hand_tier[i] != d.tier[i] || hand_pay[i] != d.pay[i];
      bad_engine += cb_block_result_tier (result, 0)[i] != d.tier[i] || cb_block_result_amount (result, 0)[i] != d.pay[i] * 100;
    }
  /* Every household's explanation is in the trace: all are read off it, and its answers compared. */
  for (guint i = 0; i < d.n_houses; i++)
    {
      g_autoptr (CbResult) r = NULL;
      const CbOutcome *o;

      begin = g_get_monotonic_time ();
      r = cb_block_trace_result (trace, i, &error);
      if (r == NULL)
        return 2;
      written += g_get_monotonic_time () - begin;
      o = cb_result_find (r, "aid");
      bad_traced += cb_pack_word_index (pack, "tier", o->tier) != d.tier[i] || o->amount != d.pay[i] * 100 || cb_result_trace (r, "aid") == NULL;
    }
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (CbFacts) facts = one_household (pack, &d, i * (d.n_houses / 2000));
      g_autoptr (CbResult) r = NULL;
      g_autoptr (GPtrArray) sheet = NULL;
      const CbOutcome *o;
      guint at = i * (d.n_houses / 2000);

      begin = g_get_monotonic_time ();
      r = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, &error);
      sheet = cb_explain_worksheet (r, "aid", "zh_CN");
      single += g_get_monotonic_time () - begin;
      o = cb_result_find (r, "aid");
      bad_single += cb_pack_word_index (pack, "tier", o->tier) != d.tier[at] || o->amount != d.pay[at] * 100;
    }
  printf ("means test: %u households, %u persons\n", d.n_houses, d.n_persons);
  printf ("  by hand        %8.3f ms  %6.1f million households/s  wrong %" G_GINT64_FORMAT "\n", (double) hand / 1000, (double) d.n_houses / (double) hand, bad_hand);
  printf ("  the pack       %8.3f ms  %6.1f million households/s  wrong %" G_GINT64_FORMAT "  (%.2f x by hand, budget 3)\n", (double) engine / 1000,
          (double) d.n_houses / (double) engine, bad_engine, (double) engine / (double) hand);
  printf ("  all, explained %8.3f ms  %6.1f million households/s  wrong %" G_GINT64_FORMAT "  (every step of every household kept, %.0f MiB; budget 1)\n",
          (double) traced / 1000, (double) d.n_houses / (double) traced, bad_traced, (double) cb_block_trace_bytes (trace) / 1048576);
  printf ("  read off it    %8.4f ms a household\n", (double) written / d.n_houses / 1000);
  printf ("  one, explained %8.4f ms  wrong %" G_GINT64_FORMAT " of 2000  (budget 0.2 ms)\n", (double) single / 2000 / 1000, bad_single);
  cb_block_trace_unref (trace);
  cb_block_result_free (result);
  g_free (d.persons);
  g_free (d.houses);
  g_free (d.tier);
  g_free (d.pay);
  return bad_hand != 0 || bad_engine != 0 || bad_traced != 0 || bad_single != 0;
}
