/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cb-block-trace.h"
#include "cb-money.h"
#include "cb-trace.h"

/* Random households under the county's pack: the block and the single evaluation say the same in everything; traces add up; and minimum living
 * and the two subsidies are what is worked out here by hand, from policy.md alone, without extreme poverty support (nobody is assessed) and
 * single applications (all decline).  argv[1]: how many households. */

#define CHUNK 2000
#define MEMBERS 6

static CbPack *pack;
static guint n_households = 5000;

/* The demo parameters D1 to D13 on a day; shares in per cent. */
typedef struct {
  const char *on;
  gint64 standard[2];                              /* fen: urban, rural */
  gint64 months[2];                                /* of the standard: money assets for minimum living, edge */
  gint64 e70, m18, severe, ill, work, medical;
  gint64 living, nursing[2], nursing34;            /* yuan */
  gboolean living_edge;
} Law;

static const Law laws[] = {
  { "2021-09-15", { 62000, 43000 }, { 12, 18 }, 10, 10, 20, 20, 30, 30, 80, { 90, 60 }, 0, FALSE },
  { "2022-11-01", { 66000, 47000 }, { 12, 18 }, 10, 10, 20, 20, 30, 30, 90, { 100, 70 }, 30, FALSE },
  { "2024-03-31", { 69000, 50500 }, { 18, 24 }, 10, 15, 20, 20, 40, 40, 100, { 110, 80 }, 40, TRUE },
  { "2025-08-01", { 75000, 58000 }, { 24, 36 }, 15, 20, 30, 30, 50, 50, 100, { 110, 80 }, 40, TRUE },
  { "2026-09-01", { 78000, 62000 }, { 24, 36 }, 15, 20, 30, 30, 50, 50, 110, { 120, 90 }, 50, TRUE },
};

typedef enum { NONE, SIGHT, LIMB, INTELLECTUAL, MENTAL } Kind;
static const char *const kinds[] = { "none", "sight", "limb", "intellectual", "mental" };
static const char *const healths[] = { "good", "chronic", "serious", "recognised_serious" };

typedef struct { CbDate birth; int health, kind, grade; gint64 business, wage, months, scholarship, medical; } Person;
typedef struct { int category; gint64 assets; guint n; Person p[MEMBERS]; } Household;
typedef struct { gboolean dibao, edge; gint64 amount, living, nursing; } Answer;

static gint64
ceil_yuan (gint64 num,
           gint64 den)
{
  return num <= 0 ? 0 : (num + den * 100 - 1) / (den * 100) * 100;
}

static gboolean
is_severe (const Person *p)
{
  return p->kind != NONE && (p->grade <= 2 || (p->grade == 3 && p->kind >= INTELLECTUAL));
}

static gint64
nursing (const Law    *law,
         const Person *p)
{
  if (p->kind == NONE)
    return 0;
  return p->grade <= 2 ? law->nursing[p->grade - 1] : p->kind >= INTELLECTUAL ? law->nursing34 : 0;
}

/* Income times 100 a year, so that shares stay whole. */
static Answer
by_hand (const Household *h,
         const Law       *law,
         CbDate           paid)
{
  gint64 s = law->standard[h->category], gross = 0, cost = 0, ill = 0, income, line;
  Answer a = { 0 };

  for (guint i = 0; i < h->n; i++)
    {
      const Person *p = &h->p[i];

      gross += p->business + p->wage;
      cost += MIN (p->wage * 100, p->wage > 0 ? s * law->work * p->months : 0);
      if (p->kind != NONE || p->health >= 2)
        ill += p->medical;
    }
  income = MAX (0, gross * 100 - cost - MIN (ill * 100, gross * law->medical));
  line = s * 1200 * (gint64) h->n;
  a.dibao = income < line && h->assets <= s * law->months[0] * (gint64) h->n;
  a.edge = !a.dibao && income * 2 < line * 3 && h->assets <= s * law->months[1] * (gint64) h->n;
  if (a.dibao)
    a.amount = ceil_yuan (line - income, 1200);
  for (guint i = 0; i < h->n; i++)
    {
      const Person *p = &h->p[i];
      int age = cb_date_age (p->birth, paid);
      gint64 share = 0;

      share = MAX (share, age >= 70 ? law->e70 : 0);
      share = MAX (share, age < 18 ? law->m18 : 0);
      share = MAX (share, is_severe (p) ? law->severe : 0);
      share = MAX (share, p->health >= 2 ? law->ill : 0);
      if (a.dibao)
        a.amount += ceil_yuan (s * share, 100);
      if (p->kind != NONE && (a.dibao || (a.edge && law->living_edge)))
        a.living += law->living * 100;
      a.nursing += nursing (law, p) * 100;
    }
  return a;
}

static void
make_household (GRand     *rand,
                const Law *law,
                CbDate     on,
                Household *h)
{
  gint64 s;

  memset (h, 0, sizeof *h);
  h->category = g_rand_int_range (rand, 0, 2);
  s = law->standard[h->category];
  h->n = (guint) g_rand_int_range (rand, 1, MEMBERS + 1);
  /* On the limits, a fen beside them, and anywhere. */
  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0: h->assets = s * law->months[0] * h->n + g_rand_int_range (rand, -1, 2); break;
    case 1: h->assets = s * law->months[1] * h->n + g_rand_int_range (rand, -1, 2); break;
    case 2: h->assets = g_rand_int_range (rand, 0, 20000000); break;
    default: break;
    }
  for (guint i = 0; i < h->n; i++)
    {
      Person *p = &h->p[i];

      p->birth = g_rand_int_range (rand, cb_date_new (1930, 1, 1), on);
      if (g_rand_int_range (rand, 0, 4) == 0)
        p->birth = cb_date_add_months (on, -12 * (g_rand_boolean (rand) ? 18 : 70)) + g_rand_int_range (rand, -35, 35);
      p->health = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 4) : 0;
      p->kind = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 5) : 0;
      p->grade = g_rand_int_range (rand, 1, 5);
      p->business = g_rand_int_range (rand, 0, 2) == 0 ? g_rand_int_range (rand, 0, 1200000) : 0;
      p->wage = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 2500000) : 0;
      p->months = g_rand_int_range (rand, 0, 13);
      p->scholarship = g_rand_int_range (rand, 0, 6) == 0 ? g_rand_int_range (rand, 0, 500000) : 0;
      p->medical = g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 0, 2000000) : 0;
    }
  /* Exactly at the standard, at the edge, or a fen off. */
  if (g_rand_int_range (rand, 0, 5) == 0)
    {
      for (guint i = 0; i < h->n; i++)
        h->p[i].business = h->p[i].wage = h->p[i].medical = 0;
      h->p[0].business = s * 12 * h->n + g_rand_int_range (rand, -1, 2);
      if (g_rand_boolean (rand))
        h->p[0].business = s * 18 * h->n + g_rand_int_range (rand, -1, 2);
    }
}

static void
income (CbFacts    *facts,
        int         member,
        const char *kind,
        gint64      amount,
        gint64      months)
{
  int at;

  if (amount == 0 && months == 0)
    return;
  at = cb_facts_add (facts, "income", member, NULL, NULL);
  g_assert_true (cb_facts_set_choice (facts, "income.kind", at, kind, NULL));
  g_assert_true (cb_facts_set_money (facts, "income.amount", at, amount, NULL));
  g_assert_true (cb_facts_set_count (facts, "income.months", at, months, NULL));
}

static CbFacts *
to_facts (const Household *h)
{
  CbFacts *facts = cb_facts_new (pack);
  int at;

  g_assert_true (cb_facts_set_choice (facts, "household.category", 0, h->category == 0 ? "urban" : "rural", NULL));
  at = cb_facts_add (facts, "asset", 0, NULL, NULL);
  g_assert_true (cb_facts_set_money (facts, "asset.amount", at, h->assets, NULL));
  for (guint i = 0; i < h->n; i++)
    {
      const Person *p = &h->p[i];
      int m = cb_facts_add (facts, "member", 0, NULL, NULL);

      g_assert_true (cb_facts_set_choice (facts, "member.relation", m, i == 0 ? "head" : i == 1 ? "spouse" : "son", NULL));
      g_assert_true (cb_facts_set_truth (facts, "member.lives_together", m, TRUE, NULL));
      g_assert_true (cb_facts_set_truth (facts, "member.applies_alone", m, FALSE, NULL));
      g_assert_true (cb_facts_set_date (facts, "member.birth", m, p->birth, NULL));
      g_assert_true (cb_facts_set_choice (facts, "member.health", m, healths[p->health], NULL));
      g_assert_true (cb_facts_set_choice (facts, "member.disability_type", m, kinds[p->kind], NULL));
      if (p->kind != NONE)
        {
          g_assert_true (cb_facts_set_count (facts, "member.disability_grade", m, p->grade, NULL));
          g_assert_true (cb_facts_set_choice (facts, "member.cert_state", m, "valid", NULL));
        }
      income (facts, m, "business", p->business, 0);
      income (facts, m, "wage", p->wage, p->wage > 0 ? p->months : 0);
      income (facts, m, "scholarship", p->scholarship, 0);
      if (p->medical > 0)
        {
          int s = cb_facts_add (facts, "spending", m, NULL, NULL);

          g_assert_true (cb_facts_set_choice (facts, "spending.kind", s, "medical", NULL));
          g_assert_true (cb_facts_set_money (facts, "spending.amount", s, p->medical, NULL));
        }
    }
  return facts;
}

static gint64
amount_of (CbResult   *result,
           const char *programme)
{
  const CbOutcome *o = cb_result_find (result, programme);

  g_assert_nonnull (o);
  g_assert_cmpint (o->status, !=, CB_STATUS_INCOMPLETE);
  return o->amount;
}

/* Sums, differences and comparisons of two known numbers are what they say. */
static void
check_trace (const CbTraceNode *node,
             GHashTable        *seen,
             guint             *checked)
{
  static const char *const compares[] = { "<", "<=", ">", ">=", "=", "!=", NULL };
  const CbTraceNode *a, *b;
  __int128 left, right;

  if (node == NULL || !g_hash_table_add (seen, (gpointer) node))
    return;
  for (guint i = 0; i < node->n_children; i++)
    check_trace (node->children[i], seen, checked);
  if (node->n_children != 2 || !node->known || node->op == NULL)
    return;
  a = node->children[0];
  b = node->children[1];
  if (!a->known || !b->known || a->type != CB_TYPE_NUMBER || b->type != CB_TYPE_NUMBER || a->denominator > 1000000 || b->denominator > 1000000
      || node->denominator > 1000000)
    return;
  left = (__int128) a->numerator * b->denominator;
  right = (__int128) b->numerator * a->denominator;
  if (node->kind == CB_TRACE_COMPARISON && g_strv_contains (compares, node->op))
    {
      gboolean yes = strcmp (node->op, "<") == 0 ? left < right : strcmp (node->op, "<=") == 0 ? left <= right : strcmp (node->op, ">") == 0 ? left > right :
                     strcmp (node->op, ">=") == 0 ? left >= right : strcmp (node->op, "=") == 0 ? left == right : left != right;

      g_assert_cmpint (node->numerator, ==, yes);
      (*checked)++;
    }
  else if (node->kind == CB_TRACE_OPERATION && (strcmp (node->op, "+") == 0 || strcmp (node->op, "-") == 0))
    {
      __int128 sum = *node->op == '+' ? left + right : left - right;

      g_assert_true (sum * node->denominator == (__int128) node->numerator * a->denominator * b->denominator);
      (*checked)++;
    }
}

static void
check_single (CbProgram       *program,
              CbFacts         *facts,
              CbBlockResult   *block,
              guint            row,
              const Answer    *answer,
              gboolean         explain,
              guint           *checked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) result = cb_evaluate (program, facts, explain ? CB_EVALUATE_EXPLAIN : CB_EVALUATE_NONE, &error);

  g_assert_no_error (error);
  for (guint p = 0; p < cb_result_n_outcomes (result); p++)
    {
      const CbOutcome *o = cb_result_outcome (result, p);
      gint64 sum = 0;

      g_assert_cmpint (cb_block_result_status (block, p)[row], ==, o->status);
      g_assert_cmpint (cb_block_result_tier (block, p)[row], ==, o->tier != NULL ? cb_pack_word_index (pack, o->tier_choice, o->tier) : 255);
      g_assert_cmpint (cb_block_result_amount (block, p)[row], ==, o->amount);
      for (guint i = 0; i < o->lines->len; i++)
        sum += g_array_index (o->lines, CbLine, i).fen;
      if (o->pay != CB_PAY_NONE)
        g_assert_cmpint (sum, ==, o->amount);
      if (explain)
        {
          g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);

          check_trace (cb_result_trace (result, o->programme), seen, checked);
        }
    }
  g_assert_cmpint (amount_of (result, "dibao"), ==, answer->amount);
  g_assert_cmpint (amount_of (result, "living"), ==, answer->living);
  g_assert_cmpint (amount_of (result, "nursing"), ==, answer->nursing);
  if (answer->dibao || answer->edge)
    g_assert_cmpstr (cb_result_find (result, "dibao")->tier, ==, answer->dibao ? "dibao" : "edge");
}

/* The explanation that stands in the block's columns is the one a family gets by itself. */
static void
check_read_off (CbProgram    *program,
                CbFacts      *facts,
                CbBlockTrace *trace,
                guint         row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) read_off = cb_block_trace_result (trace, row, &error), own = NULL, same = NULL;
  g_autofree char *a = NULL, *b = NULL;

  g_assert_no_error (error);
  own = cb_evaluate (program, facts, CB_EVALUATE_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (cb_result_same_decision (read_off, own));
  same = cb_evaluate (program, cb_result_facts (read_off), CB_EVALUATE_EXPLAIN, &error);
  g_assert_no_error (error);
  a = cb_result_to_json (read_off, "zh_CN");
  b = cb_result_to_json (same, "zh_CN");
  g_assert_cmpstr (a, ==, b);
}

static void
test_law (gconstpointer data)
{
  const Law *law = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260701);
  guint n = n_households / G_N_ELEMENTS (laws), checked = 0, paid_some = 0, edges = 0;
  CbBlockTrace *trace = NULL;
  CbDate on, paid;

  g_assert_true (cb_date_parse (law->on, &on, NULL));
  program = cb_pack_compile (pack, on, CB_MONTH_NONE, &error);
  g_assert_no_error (error);
  paid = cb_month_first (cb_program_pay_month (program));
  for (guint done = 0; done < n; done += CHUNK)
    {
      guint m = MIN (CHUNK, n - done);
      g_autoptr (CbBlock) block = cb_block_new (pack);
      g_autoptr (CbBlockResult) result = NULL;
      g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_facts_unref);
      g_autofree Answer *answers = g_new0 (Answer, m);

      for (guint i = 0; i < m; i++)
        {
          Household h;

          make_household (rand, law, on, &h);
          answers[i] = by_hand (&h, law, paid);
          paid_some += answers[i].amount > 0;
          edges += answers[i].edge;
          g_ptr_array_add (all, to_facts (&h));
          g_assert_true (cb_block_append (block, all->pdata[i], &error));
        }
      result = cb_block_run (block, program, 0, 0, NULL, &error);
      g_assert_no_error (error);
      trace = cb_block_trace (block, program, 0, MIN (m, 64), trace, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < cb_block_trace_n (trace); i += 16)
        check_read_off (program, all->pdata[i], trace, i);
      for (guint i = 0; i < m; i++)
        check_single (program, all->pdata[i], result, i, &answers[i], i % 50 == 0, &checked);
    }
  cb_block_trace_unref (trace);
  /* They are not all of one kind, and there was something in the traces to add up. */
  g_assert_cmpuint (paid_some, >, n / 10);
  g_assert_cmpuint (edges, >, n / 50);
  g_assert_cmpuint (checked, >, n / 50);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    n_households = (guint) atoi (argv[1]);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  pack = cb_pack_load_file (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *name = g_strconcat ("/property/", laws[i].on, NULL);

      g_test_add_data_func (name, &laws[i], test_law);
    }
  status = g_test_run ();
  cb_pack_unref (pack);
  return status;
}
