/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-block-trace.h"
#include "cb-trace.h"
#include "policy-mini.h"

/* Random families: the block, the single evaluation and a recomputation by hand must all say the same. */

#define N_FAMILIES 3000

typedef struct { gint64 wage, income; CbDate birth; gboolean here, disabled; } Person;
typedef struct { int area; gint64 assets, debt; gboolean car, veteran; guint n; Person p[8]; } Family;

static gint64
ceil_yuan (gint64 num,
           gint64 den)
{
  gint64 unit = den * 100;

  return num <= 0 ? 0 : (num + unit - 1) / unit * 100;
}

/* MINI for September 2026, straightforwardly: everything times 12. */
static void
by_hand (const Family *f,
         const char  **tier,
         gint64       *amount)
{
  gint64 standard = f->area == 0 ? 78000 : 62000, income = 0, persons = 0, extra = 0;
  gboolean below, assets;

  for (guint i = 0; i < f->n; i++)
    if (f->p[i].here)
      {
        persons++;
        income += f->p[i].wage * 12 + f->p[i].income;
      }
  below = persons > 0 ? income < standard * 12 * persons : 0 < standard;
  assets = f->veteran ? f->assets <= 10000000 : f->assets - f->debt <= standard * 24 * persons;
  *amount = 0;
  if (below && assets)
    {
      for (guint i = 0; i < f->n; i++)
        {
          gint64 share = f->p[i].disabled ? 30 : cb_date_age (f->p[i].birth, cb_date_new (2026, 10, 1)) >= 70 ? 15 : 0;

          if (f->p[i].here)
            extra += ceil_yuan (share * standard, 100);
        }
      *tier = "aid";
      *amount = ceil_yuan (standard * persons * 12 - income, 12) + extra;
    }
  else if (assets && (persons > 0 ? income * 2 < standard * 12 * persons * 3 : TRUE))
    *tier = "edge";
  else
    *tier = "none";
}

static void
make_family (GRand  *rand,
             Family *f)
{
  memset (f, 0, sizeof *f);
  f->area = g_rand_int_range (rand, 0, 2);
  f->assets = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 20000000) : 0;
  f->debt = g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 0, 5000000) : 0;
  f->car = g_rand_int_range (rand, 0, 10) == 0;
  f->veteran = g_rand_int_range (rand, 0, 10) == 0;
  f->n = (guint) g_rand_int_range (rand, 0, 7);
  for (guint i = 0; i < f->n; i++)
    {
      f->p[i].wage = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 200000) : 0;
      f->p[i].income = g_rand_int_range (rand, 0, 2) == 0 ? g_rand_int_range (rand, 0, 2000000) : 0;
      f->p[i].birth = g_rand_int_range (rand, cb_date_new (1935, 1, 1), cb_date_new (2026, 8, 1));
      f->p[i].here = g_rand_int_range (rand, 0, 8) != 0;
      f->p[i].disabled = g_rand_int_range (rand, 0, 8) == 0;
    }
}

static CbFacts *
to_facts (CbPack       *pack,
          const Family *f,
          GRand        *rand,
          gboolean      holes)
{
  CbFacts *facts = cb_facts_new (pack);

  cb_facts_set_choice (facts, "household.area", 0, f->area == 0 ? "urban" : "rural", NULL);
  if (!holes || g_rand_int_range (rand, 0, 8) != 0)
    cb_facts_set_money (facts, "household.assets", 0, f->assets, NULL);
  cb_facts_set_money (facts, "household.debt", 0, f->debt, NULL);
  cb_facts_set_truth (facts, "household.car", 0, f->car, NULL);
  cb_facts_set_truth (facts, "household.veteran", 0, f->veteran, NULL);
  for (guint i = 0; i < f->n; i++)
    {
      cb_facts_add (facts, "member", 0, NULL, NULL);
      if (!holes || g_rand_int_range (rand, 0, 8) != 0)
        cb_facts_set_date (facts, "member.birth", (int) i, f->p[i].birth, NULL);
      cb_facts_set_money (facts, "member.wage", (int) i, f->p[i].wage, NULL);
      cb_facts_set_truth (facts, "member.here", (int) i, f->p[i].here, NULL);
      cb_facts_set_truth (facts, "member.disabled", (int) i, f->p[i].disabled, NULL);
    }
  /* Incomes are added in another order than their members stand in. */
  for (guint k = f->n; k > 0; k--)
    if (f->p[k - 1].income > 0)
      {
        int at = cb_facts_add (facts, "income", (int) k - 1, NULL, NULL);

        if (!holes || g_rand_int_range (rand, 0, 8) != 0)
          cb_facts_set_money (facts, "income.amount", at, f->p[k - 1].income, NULL);
      }
  return facts;
}

static void
compare (gboolean holes)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbProgram) program = cb_pack_compile (pack, cb_date_new (2026, 9, 1), CB_MONTH_NONE, &error);
  g_autoptr (CbBlock) block = cb_block_new (pack);
  g_autoptr (GRand) rand = g_rand_new_with_seed (holes ? 7 : 11);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_facts_unref);
  g_autofree Family *families = g_new0 (Family, N_FAMILIES);
  g_autoptr (CbBlockResult) result = NULL, part = NULL;
  guint incomplete = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < N_FAMILIES; i++)
    {
      CbFacts *facts;

      make_family (rand, &families[i]);
      facts = to_facts (pack, &families[i], rand, holes);
      g_ptr_array_add (all, facts);
      g_assert_true (cb_block_append (block, facts, &error));
    }
  result = cb_block_run (block, program, 0, 0, NULL, &error);
  part = cb_block_run (block, program, 1000, 777, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cb_block_result_n (result), ==, N_FAMILIES);
  for (guint i = 0; i < N_FAMILIES; i++)
    {
      g_autoptr (CbResult) r = cb_evaluate (program, all->pdata[i], CB_EVALUATE_NONE, &error);

      g_assert_no_error (error);
      for (guint p = 0; p < cb_result_n_outcomes (r); p++)
        {
          const CbOutcome *o = cb_result_outcome (r, p);
          int tier = o->tier != NULL ? cb_pack_word_index (pack, o->tier_choice, o->tier) : 255;

          g_assert_cmpint (cb_block_result_status (result, p)[i], ==, o->status);
          g_assert_cmpint (cb_block_result_tier (result, p)[i], ==, tier);
          g_assert_cmpint (cb_block_result_amount (result, p)[i], ==, o->amount);
          if (i >= 1000 && i < 1777)
            g_assert_cmpint (cb_block_result_amount (part, p)[i - 1000], ==, o->amount);
          incomplete += o->status == CB_STATUS_INCOMPLETE;
          /* Whoever waits for a fact says for which. */
          g_assert_true ((o->status == CB_STATUS_INCOMPLETE) == (o->missing->len > 0));
          if (p == 0 && !holes)
            {
              gint64 amount, sum = 0;
              const char *word;

              by_hand (&families[i], &word, &amount);
              g_assert_cmpstr (o->tier, ==, word);
              g_assert_cmpint (o->amount, ==, amount);
              for (guint k = 0; k < o->lines->len; k++)
                sum += g_array_index (o->lines, CbLine, k).fen;
              g_assert_cmpint (sum, ==, o->amount);
            }
        }
    }
  g_assert_true ((incomplete > 0) == holes);
}

static void
test_complete (void)
{
  compare (FALSE);
}

static void
test_holes (void)
{
  compare (TRUE);
}

/* A fact that is the same in the whole block is a constant of its code.  Here it is what is divided by, and it is nought: the code can not
 * be written so, and the run still says of whom the outcome rests on the fault. */
static void
test_one_number (void)
{
  static const gint64 shares[] = { 0, 1, 4 };
  g_autoptr (CbPack) pack = load_pack (PACK_HEAD
                                       "[fact household.income]\ntype=money\ntitle=Income\n"
                                       "[value household.each]\ntype=money\ntitle=Each\ncite=M57 Art 13\nformula=income / k\nround=ceil yuan\n"
                                       "[value household.low]\ntype=truth\ntitle=Low\ncite=M57 Art 13\nformula=income < 100 yuan or each < 200 yuan\n"
                                       "[programme aid]\ntitle=Aid\ncite=L26 Art 18\nfrom=2020-01-01\neligible=low\npay=none\n");

  for (guint k = 0; k < G_N_ELEMENTS (shares); k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CbProgram) program = cb_pack_compile (pack, cb_date_new (2026, 9, 1), CB_MONTH_NONE, &error);
      g_autoptr (CbBlock) block = cb_block_new (pack);
      g_autoptr (CbBlockResult) result = NULL;

      g_assert_no_error (error);
      for (gint64 i = 0; i < 40; i++)
        {
          g_autoptr (CbFacts) facts = cb_facts_new (pack);

          cb_facts_set_money (facts, "household.income", 0, i * 1000, NULL);
          cb_facts_set_count (facts, "household.k", 0, shares[k], NULL);
          g_assert_true (cb_block_append (block, facts, &error));
        }
      result = cb_block_run (block, program, 0, 0, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < 40; i++)
        {
          gboolean low = i < 10 || (shares[k] > 0 && i * 1000 <= 19900 * shares[k]);

          g_assert_cmpint (cb_block_result_status (result, 0)[i], ==, low ? CB_STATUS_ELIGIBLE : shares[k] == 0 ? CB_STATUS_FAULT : CB_STATUS_NOT_ELIGIBLE);
        }
    }
}

/* What is read off the whole block's steps is what the family gets when it is evaluated by itself: outcome, sentences and worksheet, also
 * of a piece that begins in the middle and once the trace's memory is used a second time. */
static void
test_trace (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbProgram) program = cb_pack_compile (pack, cb_date_new (2026, 9, 1), CB_MONTH_NONE, &error);
  g_autoptr (CbBlock) block = cb_block_new (pack);
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_facts_unref);
  static const guint pieces[][2] = { { 0, 0 }, { 1000, 777 }, { N_FAMILIES - 1, 0 }, { 3, 513 } };
  CbBlockTrace *trace = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < N_FAMILIES; i++)
    {
      Family family;

      make_family (rand, &family);
      g_ptr_array_add (all, to_facts (pack, &family, rand, i % 2 == 0));
      g_assert_true (cb_block_append (block, all->pdata[i], &error));
    }
  for (guint piece = 0; piece < G_N_ELEMENTS (pieces); piece++)
    {
      guint first = pieces[piece][0], faults = 0, n;

      trace = cb_block_trace (block, program, first, pieces[piece][1], trace, &error);
      g_assert_no_error (error);
      n = cb_block_trace_n (trace);
      g_assert_cmpuint (n, ==, pieces[piece][1] > 0 ? pieces[piece][1] : N_FAMILIES - first);
      g_assert_cmpuint (cb_block_trace_bytes (trace), >, n);
      for (guint i = 0; i < n; i += piece == 0 ? 7 : 3)
        {
          g_autoptr (CbResult) r = cb_block_trace_result (trace, i, &error), same = NULL, own = NULL;
          g_autofree char *read_off = NULL, *evaluated = NULL;

          g_assert_no_error (error);
          own = cb_evaluate (program, all->pdata[first + i], CB_EVALUATE_EXPLAIN, &error);
          g_assert_no_error (error);
          g_assert_true (cb_result_same_decision (r, own));
          same = cb_evaluate (program, cb_result_facts (r), CB_EVALUATE_EXPLAIN, &error);
          g_assert_no_error (error);
          read_off = cb_result_to_json (r, "en");
          evaluated = cb_result_to_json (same, "en");
          g_assert_cmpstr (read_off, ==, evaluated);
          faults += strstr (read_off, "worksheet") == NULL;
        }
      g_assert_cmpuint (faults, ==, 0);
    }
  /* A result outlives the trace it was read off. */
  {
    g_autoptr (CbResult) last = cb_block_trace_result (trace, 0, &error);
    g_autofree char *before = cb_result_to_json (last, "zh_CN"), *after = NULL;

    g_clear_pointer (&trace, cb_block_trace_unref);
    after = cb_result_to_json (last, "zh_CN");
    g_assert_cmpstr (before, ==, after);
  }
}

static void
test_columns (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbBlock) block = cb_block_new (pack);
  guint32 parents[] = { 0, 0, 2 }, falling[] = { 2, 1 };
  gint64 area[] = { 0, 1, 1 }, wrong[] = { 0, 1, 5 };

  g_assert_true (cb_block_add_rows (block, "household", NULL, 3, &error));
  g_assert_true (cb_block_add_rows (block, "member", parents, 3, &error));
  g_assert_false (cb_block_add_rows (block, "member", falling, 2, NULL));
  g_assert_false (cb_block_add_rows (block, "nobody", parents, 1, NULL));
  g_assert_true (cb_block_set_column (block, "household.area", area, NULL, 3, &error));
  g_assert_false (cb_block_set_column (block, "household.area", wrong, NULL, 3, NULL));
  g_assert_false (cb_block_set_column (block, "household.area", area, NULL, 2, NULL));
  g_assert_cmpuint (cb_block_n_cases (block), ==, 3);
  g_assert_cmpuint (cb_block_n_rows (block, "member"), ==, 3);
}

/* The first run, then changes of one parameter, of several, back again, of the day: kept columns or not, the outcome is that of a run of
 * its own.  Enough families for several threads; in one place families of nobody, so that a division by zero sends their chunk another way. */
static void
test_again (void)
{
  static const char *const steps[][5] = {
    { NULL }, { "a.standard.rural", "630.00", NULL }, { "a.standard.rural", "640.00", NULL }, { "a.standard.rural", "650.00", NULL },
    { "a.standard.rural", "650.00", NULL }, { "a.standard.urban", "900.00", "a.standard.rural", "650.00", NULL },
    { "a.standard.urban", "901.00", NULL }, { NULL }, { "a.standard.rural", "0.00", NULL }, { NULL }, { NULL },
  };
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbBlock) block = cb_block_new (pack);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CbBlockResult *again = NULL;

  for (guint i = 0; i < 3 * N_FAMILIES; i++)
    {
      Family f;
      g_autoptr (CbFacts) facts = NULL;

      make_family (rand, &f);
      if (i / 10 != 400)
        {
          f.n = MAX (f.n, 1);
          f.p[0].here = TRUE;
        }
      facts = to_facts (pack, &f, rand, TRUE);
      g_assert_true (cb_block_append (block, facts, &error));
    }
  for (guint i = 0; i < 2 * G_N_ELEMENTS (steps); i++)
    {
      guint step = i % G_N_ELEMENTS (steps);
      CbDate on = step < G_N_ELEMENTS (steps) - 1 ? cb_date_new (2026, 9, 1) : cb_date_new (2026, 2, 1);
      g_autoptr (CbProgram) program = cb_pack_compile_with (pack, on, CB_MONTH_NONE, steps[step], &error);
      g_autoptr (CbBlockResult) alone = NULL;

      g_assert_no_error (error);
      alone = cb_block_run (block, program, 0, 0, NULL, &error);
      g_assert_no_error (error);
      again = cb_block_run_again (block, program, again, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cb_block_result_n (again), ==, 3 * N_FAMILIES);
      for (guint p = 0; cb_program_programmes (program)[p] != NULL; p++)
        {
          g_assert_cmpmem (cb_block_result_status (again, p), 3 * N_FAMILIES, cb_block_result_status (alone, p), 3 * N_FAMILIES);
          g_assert_cmpmem (cb_block_result_tier (again, p), 3 * N_FAMILIES, cb_block_result_tier (alone, p), 3 * N_FAMILIES);
          g_assert_cmpmem (cb_block_result_amount (again, p), 3 * N_FAMILIES * sizeof (gint64), cb_block_result_amount (alone, p), 3 * N_FAMILIES * sizeof (gint64));
        }
    }
  cb_block_result_free (again);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/complete", test_complete);
  g_test_add_func ("/block/holes", test_holes);
  g_test_add_func ("/block/one-number", test_one_number);
  g_test_add_func ("/block/trace", test_trace);
  g_test_add_func ("/block/columns", test_columns);
  g_test_add_func ("/block/again", test_again);
  return g_test_run ();
}
