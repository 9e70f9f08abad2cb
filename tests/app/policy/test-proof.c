/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-proof.h"
#include "policy-test.h"

/* Small packs, each of which breaks one thing that `pack check` proves or searches; and one that breaks none. */

#define HEAD \
  "[pack]\nid=t\nlanguage=1\ntitle=T\nfrom=2020-01-01\n" \
  "[entity household]\ntitle=H\n[entity member]\nof=household\ntitle=M\nmost=20\n" \
  "[choice tier]\naid=Aid\nedge=Edge\nnone=None\n" \
  "[fact household.extra]\ntype=money/month\ntitle=E\ndefault=0\n" \
  "[fact household.n]\ntype=count\ntitle=N\nmax=100\n" \
  "[fact household.car]\ntype=truth\ntitle=C\ndefault=no\n" \
  "[fact household.tierword]\ntype=choice:tier\ntitle=W\ndefault=none\n" \
  "[fact member.wage]\ntype=money/month\ntitle=W\n" \
  "[fact member.age]\ntype=years\ntitle=A\nmax=120\n" \
  "[param t.line]\ntype=money/month\ntitle=L\ncite=A\n2020-01-01=600\n2024-01-01=800\n" \
  "[value household.income]\ntype=money/month\ntitle=I\ncite=-\nformula=sum(member, wage)\n" \
  "[value household.under]\ntype=truth\ntitle=U\ncite=A\nformula=income < t.line\n" \
  "[value household.tier]\ntype=choice:tier\ntitle=T\ncite=A\nformula=if under then \"aid\" else \"none\"\n" \
  "[check income]\nvalue=household.income\n"

#define PAYS "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\nline.1=household.pay\n"
#define PAY(formula) "[value household.pay]\ntype=money/month\ntitle=P\ncite=A\nround=ceil yuan\nformula=" formula "\n"
/* Pays what is missing to the line: nothing wrong with it. */
#define GOOD PAY ("max(0, t.line - income)") PAYS "eligible=under\n"

typedef struct { const char *name, *text; CbFindingKind kind; const char *word, *where; /* where: what stands in its line */ } Row;

static int
line_of (const char *text,
         const char *where)
{
  const char *at = strstr (text, where);
  int n = 1;

  g_assert_nonnull (at);
  for (const char *p = text; p < at; p++)
    n += *p == '\n';
  return n;
}

static const Row rows[] = {
  { "negative", HEAD PAY ("t.line - income") PAYS "eligible=yes\n", CB_FINDING_FAULT, "the amount of [programme p] can be negative", "line.1=" },
  { "division", HEAD PAY ("max(0, t.line - income) / n") PAYS "eligible=under\n", CB_FINDING_FAULT, "[programme p] can not be worked out", "eligible=" },
  { "more-pays-more", HEAD "cliff.out=p\n" PAY ("if income > 300 yuan/month then 500 yuan/month else 100 yuan/month") PAYS "eligible=under\n", CB_FINDING_FAULT,
    "more income raises the benefits by 400.00 yuan (p 100.00 -> 500.00)", "eligible=" },
  { "cliff", HEAD PAY ("500 yuan/month") PAYS "eligible=under\n", CB_FINDING_FAULT, "a cliff that is not declared: with more income a family is left with 499.99 yuan a month less", "value=household.income" },
  { "step", HEAD PAY ("if income < 200 yuan/month then 300 yuan/month else 50 yuan/month") PAYS "eligible=under\n", CB_FINDING_FAULT,
    "a cliff that is not declared", "value=household.income" },
  { "then", HEAD GOOD "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=if income < 0 then yes else car\n", CB_FINDING_FAULT, "the branch “then” can never be taken", "formula=if income < 0" },
  { "else", HEAD GOOD "[value member.x]\ntype=truth\ntitle=X\ncite=-\nformula=if wage >= 0 then yes else car\n", CB_FINDING_FAULT, "the branch “else” can never be taken", "formula=if wage" },
  { "between", HEAD GOOD "[value member.x]\ntype=truth\ntitle=X\ncite=-\nformula=if age >= 18 and age < 10 then yes else car\n", CB_FINDING_FAULT,
    "the branch “then” can never be taken", "formula=if age >= 18 and" },
  { "inner", HEAD GOOD "[value member.x]\ntype=truth\ntitle=X\ncite=-\nformula=if age >= 18 then (if age < 16 then yes else no) else car\n", CB_FINDING_FAULT,
    "the branch “then” can never be taken", "formula=if age >= 18 then" },
  { "row-hidden", HEAD GOOD "[table household.x]\ntype=truth\ntitle=X\ncite=A\nhit=first\nin=car | tierword\nrow.a=yes | - -> yes\nrow.b=yes | \"aid\" -> no\ndefault=-> no\n",
    CB_FINDING_FAULT, "row b of [table household.x] can never be taken", "row.b=" },
  { "row-words", HEAD GOOD "[table household.x]\ntype=truth\ntitle=X\ncite=A\nhit=first\nin=tierword\nrow.a=\"aid\" -> yes\nrow.b=\"edge\", \"none\" -> no\nrow.c=not \"aid\" -> no\n",
    CB_FINDING_FAULT, "row c of [table household.x] can never be taken", "row.c=" },
  { "default-hidden", HEAD GOOD "[table household.x]\ntype=truth\ntitle=X\ncite=A\nhit=first\nin=car\nrow.a=yes -> yes\nrow.b=no -> no\ndefault=-> no\n",
    CB_FINDING_FAULT, "the default of [table household.x] can never be taken", "default=-> no" },
  { "exception", HEAD GOOD "[exception x]\nto=household.under\nwhen=income < 0\nformula=yes\ncite=A\n", CB_FINDING_FAULT, "[exception x] can never be taken", "when=" },
  { "judge", HEAD GOOD "judge.x=R when income < 0\n[reason R]\ntitle=R\nmessage=R\n", CB_FINDING_FAULT, "judge.x of [programme p] can never be taken", "judge.x=" },
  { "open", HEAD GOOD "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=if income * 3 = 123456789 fen/month then yes else car\n", CB_FINDING_OPEN,
    "the branch “then”: taken by none of the", "formula=if income * 3" },
  { "gap", HEAD GOOD "[param t.gone]\ntype=ratio\ntitle=G\ncite=A\n2020-01-01=10%\n2021-01-01=none\n2022-01-01=20%\n", CB_FINDING_FAULT,
    "t.gone has no value from 2021-01-01 to 2021-12-31", "2021-01-01=none" },
  { "gap-word", HEAD GOOD "[param t.word]\ntype=ratio\nby=tier\ntitle=G\ncite=A\n2020-01-01=aid 1, edge 2\n2021-01-01=edge 2\n2022-01-01=aid 1, edge 2\n", CB_FINDING_FAULT,
    "t.word.aid has no value from 2021-01-01 to 2021-12-31", "2021-01-01=edge" },
};

static CbProof *
prove (const char *text)
{
  g_autoptr (CbPack) pack = load_pack (text);
  g_autoptr (GError) error = NULL;
  CbProof *proof = cb_pack_prove (pack, &error);

  g_assert_no_error (error);
  return proof;
}

static char *
all_findings (CbProof *proof)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < cb_proof_findings (proof)->len; i++)
    {
      g_autofree char *line = cb_finding_text (cb_proof_findings (proof)->pdata[i]);

      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

/* The one thing broken is found, where it is, and nothing else is. */
static void
test_broken (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (CbProof) proof = prove (row->text);
  g_autofree char *text = all_findings (proof);
  guint n = 0;

  for (guint i = 0; i < cb_proof_findings (proof)->len; i++)
    {
      const CbFinding *f = cb_proof_findings (proof)->pdata[i];

      if (f->kind == CB_FINDING_CLIFF)
        continue;
      n++;
      if (f->kind != row->kind || strstr (f->message, row->word) == NULL)
        g_error ("found instead of “%s”: %s", row->word, text);
      g_assert_cmpint (f->line, ==, line_of (row->text, row->where));
    }
  if (n != 1)
    g_error ("not once “%s”: %s", row->word, text);
  g_assert_true (cb_proof_sound (proof) == (row->kind == CB_FINDING_OPEN));
}

static void
test_good (void)
{
  g_autoptr (CbProof) proof = prove (HEAD GOOD), again = prove (HEAD GOOD);
  g_autofree char *text = all_findings (proof), *same = all_findings (again);
  const CbProofCounts *c = cb_proof_counts (proof);

  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (text, ==, same);
  g_assert_cmpuint (c->days, ==, 2);
  g_assert_cmpuint (c->amounts, ==, 2);
  g_assert_cmpuint (c->amounts_proved, ==, 2);
  g_assert_cmpuint (c->families, >, 1000);
  g_assert_cmpuint (c->steps, >, 1000);
  g_assert_true (c->income);
}

/* Declared: reported with its size, and no fault; a fall elsewhere is one still. */
static void
test_declared (void)
{
  static const char text[] = HEAD "cliff.out=p\n" PAY ("500 yuan/month") PAYS "eligible=under\n";
  static const char other[] = HEAD "cliff.out=p: edge -> none\n" PAY ("500 yuan/month")
    PAYS "eligible=under\ntier=tier\n";
  static const char same[] = HEAD "cliff.out=p: aid -> none\n" PAY ("500 yuan/month")
    PAYS "eligible=under\ntier=tier\n";
  g_autoptr (CbProof) proof = prove (text), elsewhere = prove (other), tiers = prove (same), again = prove (text);
  g_autofree char *first = all_findings (proof), *second = all_findings (again);
  const CbFinding *f;

  g_assert_true (cb_proof_sound (proof));
  g_assert_cmpuint (cb_proof_findings (proof)->len, ==, 1);
  f = cb_proof_findings (proof)->pdata[0];
  g_assert_cmpint (f->kind, ==, CB_FINDING_CLIFF);
  g_assert_cmpstr (f->cliff, ==, "out");
  g_assert_cmpint (f->fen, ==, 49999);
  g_assert_cmpint (f->line, ==, line_of (text, "cliff.out"));
  g_assert_nonnull (strstr (f->message, "wage of member 1 from 599.99 to 600.00"));
  g_assert_cmpstr (first, ==, second);
  g_assert_false (cb_proof_sound (elsewhere));
  g_assert_true (cb_proof_sound (tiers));
}

/* A fact that can be but one day: the families have it too. */
static void
test_one_day (void)
{
  static const char text[] = HEAD GOOD "[fact household.day]\ntype=date\ntitle=D\nmin=2024-02-29\nmax=2024-02-29\n"
    "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=day > 2024-01-01\n";
  g_autoptr (CbProof) proof = prove (text);

  g_assert_true (cb_proof_sound (proof));
}

/* The fault is in the last of more programmes than any county has. */
static void
test_many_programmes (void)
{
  g_autoptr (GString) text = g_string_new (HEAD GOOD "[value household.less]\ntype=money/month\ntitle=L\ncite=A\nround=ceil yuan\nformula=t.line - income\n");
  g_autoptr (CbProof) proof = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (text, "[programme q%u]\ntitle=Q\ncite=A\nfrom=2020-01-01\neligible=%s\nline.1=household.%s\n", i, i < 39 ? "under" : "yes", i < 39 ? "pay" : "less");
  proof = prove (text->str);
  all = all_findings (proof);
  g_assert_false (cb_proof_sound (proof));
  g_assert_nonnull (strstr (all, "the amount of [programme q39] can be negative"));
}

/* Asked for less, it looks at less. */
static void
test_some (void)
{
  g_autoptr (CbPack) pack = load_pack (HEAD GOOD);
  g_autoptr (CbProof) proof = cb_pack_prove_some (pack, 5, 1, NULL);
  const CbProofCounts *c = cb_proof_counts (proof);

  g_assert_cmpuint (c->days, ==, 1);
  g_assert_cmpuint (c->families, ==, 5);
  g_assert_cmpuint (c->steps, >, 0);
  g_assert_true (cb_proof_sound (proof));
}

/* What the law itself gives with more income, and what an earlier decision left behind. */
static void
test_rise (void)
{
  static const char declared[] = HEAD "cliff.out=p\nrise.half=p: aid -> aid\n"
    PAY ("if income > 300 yuan/month then 500 yuan/month else 100 yuan/month") PAYS "eligible=under\ntier=tier\n";
  static const char without[] = HEAD "without=household.extra\n" PAY ("max(0, t.line - income + (if income > 300 yuan/month then extra else 0))")
    PAYS "eligible=under\n";
  g_autoptr (CbProof) rise = prove (declared), plain = prove (without);
  g_autofree char *text = all_findings (rise), *none = all_findings (plain);

  g_assert_true (cb_proof_sound (rise));
  g_assert_nonnull (strstr (text, "rise half: a family with more income gets 400.00 yuan a month more"));
  g_assert_nonnull (strstr (text, "cliff out: "));
  g_assert_cmpstr (none, ==, "");
}

/* What rounding takes is no cliff; a switch that is a parameter has no branch that is dead. */
static void
test_not_broken (void)
{
  static const char *const texts[] = {
    HEAD PAY ("max(0, t.line - income)") "[value member.add]\ntype=money/month\ntitle=A\ncite=A\nround=ceil yuan\nformula=max(0, 100 yuan/month - wage)\n"
      "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=yes\nline.1=household.pay\n",
    HEAD GOOD "[param t.on]\ntype=truth\ntitle=O\ncite=A\n2020-01-01=no\n[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=if t.on then car else no\n",
    HEAD GOOD "[param t.late]\ntype=ratio\ntitle=G\ncite=A\n2022-01-01=10%\n2023-01-01=none\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CbProof) proof = prove (texts[i]);
      g_autofree char *text = all_findings (proof);

      g_assert_cmpstr (text, ==, "");
    }
}

/* What is wrong with [check …] itself is a fault of the pack. */
static void
test_refused (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) bytes = g_bytes_new (row->text, strlen (row->text));
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "t.pack", &faults, NULL);

  g_assert_null (pack);
  g_assert_cmpuint (faults->len, >=, 1);
  g_assert_nonnull (strstr (((CbPackFault *) faults->pdata[0])->message, row->word));
}

static const Row refused[] = {
  { "kind", HEAD GOOD "[check weather]\nvalue=household.income\n", 0, "there is one kind of check", NULL },
  { "none", PACK_HEAD PACK_PROGRAMME "eligible=flag\n[check income]\nvalue=household.nothing\n", 0, "needs value", NULL },
  { "truth", PACK_HEAD PACK_PROGRAMME "eligible=flag\n[check income]\n", 0, "needs value", NULL },
  { "programme", HEAD "cliff.x=q\n" GOOD, 0, "a cliff or rise names its programme", NULL },
  { "tier", HEAD "cliff.x=p: aid -> none\n" GOOD, 0, "write TIER -> TIER", NULL },
  /* A tier without a list: found here to have brought the reading of the cliff down. */
  { "no-list", HEAD "cliff.x=p: aid -> none\n" PAY ("0") PAYS "eligible=under\ntier=if under then \"aid\" else \"none\"\n", 0, "", NULL },
  { "word", HEAD "cliff.x=p: aid -> no\n" PAY ("0") PAYS "eligible=under\ntier=tier\n", 0, "write TIER -> TIER", NULL },
  { "without", HEAD "without=household.shoe\n" GOOD, 0, "there is no fact household.shoe", NULL },
  { "key", HEAD "colour=red\n" GOOD, 0, "the key colour means nothing", NULL },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/good", test_good);
  g_test_add_func ("/proof/one-day", test_one_day);
  g_test_add_func ("/proof/many-programmes", test_many_programmes);
  g_test_add_func ("/proof/some", test_some);
  g_test_add_func ("/proof/declared", test_declared);
  g_test_add_func ("/proof/rise", test_rise);
  g_test_add_func ("/proof/not-broken", test_not_broken);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/proof/broken/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_broken);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/proof/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  return g_test_run ();
}
