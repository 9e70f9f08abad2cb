/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "policy-mini.h"
#include "cb-paper.h"

/* Whole outcomes: status, tier, amount, first missing fact, reasons in order. */
static const struct {
  const char *name, *household, *members, *on, *programme;
  CbStatus status;
  const char *tier;
  gint64 amount;
  const char *missing, *reasons, *judgements;
} cases[] = {
  /* policy.md C01, C03: the standard itself is not below it; the difference is rounded once */
  { "at-standard", "\"area\":\"urban\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":2340},{\"birth\":\"1980-01-01\"},{\"birth\":\"2010-01-01\"}",
    "2026-09-01", "aid", CB_STATUS_NOT_ELIGIBLE, "edge", 0, "", "EDGE INC_GE_STD", "" },
  { "fen-below", "\"area\":\"urban\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":2339.99},{\"birth\":\"1980-01-01\"},{\"birth\":\"2010-01-01\"}",
    "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 100, "", "", "" },
  { "thirds", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"incomes\":[{\"amount\":18940}]},{\"birth\":\"1980-01-01\"},{\"birth\":\"2010-01-01\"}",
    "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 28200, "", "", "" },
  /* the tool that divided first paid 3 (policy.md 2.1) */
  { "trap", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":1858},{\"birth\":\"1980-01-01\"},{\"birth\":\"2010-01-01\"}",
    "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 200, "", "", "" },
  { "law-of-the-day", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":400}", "2026-06-30", "aid", CB_STATUS_ELIGIBLE, "aid", 10000,
    "", "", "" },
  { "edge-exactly", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":930}", "2026-09-01", "edge", CB_STATUS_NOT_ELIGIBLE, "none", 0,
    "", "INC_GE_STD", "" },
  { "edge", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"wage\":929.99}", "2026-09-01", "edge", CB_STATUS_ELIGIBLE, "edge", 0,
    "", "EDGE INC_GE_STD", "" },
  { "assets-at-limit", "\"area\":\"rural\",\"assets\":14880", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 62000, "", "", "" },
  { "assets-over", "\"area\":\"rural\",\"assets\":14880.01", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_NOT_ELIGIBLE, "none", 0,
    "", "ASSET_OVER", "" },
  { "exception", "\"area\":\"rural\",\"assets\":99999,\"veteran\":true", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 62000,
    "", "", "" },
  { "unknown-exception", "\"area\":\"rural\",\"veteran\":true", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_INCOMPLETE, NULL, 0,
    "household.assets", "", "" },
  { "judgement", "\"area\":\"rural\",\"assets\":0,\"car\":true", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_NEEDS_JUDGEMENT, "aid", 62000,
    "", "", "CAR" },
  { "car-never-refuses", "\"area\":\"rural\",\"assets\":0,\"car\":true", "{\"birth\":\"1980-01-01\",\"wage\":5000}", "2026-09-01", "aid", CB_STATUS_NOT_ELIGIBLE,
    "none", 0, "", "INC_GE_STD", "" },
  { "missing-area", "\"assets\":0", "{\"birth\":\"1980-01-01\"}", "2026-09-01", "aid", CB_STATUS_INCOMPLETE, NULL, 0, "household.area", "", "" },
  /* too much income is too much whatever the assets */
  { "not-asked-for", "\"area\":\"rural\"", "{\"birth\":\"1980-01-01\",\"wage\":930}", "2026-09-01", "aid", CB_STATUS_NOT_ELIGIBLE, "none", 0, "", "INC_GE_STD", "" },
  { "missing-birth", "\"area\":\"rural\",\"assets\":0", "{\"wage\":1}", "2026-09-01", "aid", CB_STATUS_INCOMPLETE, "aid", 0, "member.birth", "", "" },
  { "missing-income", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"incomes\":[{}]}", "2026-09-01", "aid", CB_STATUS_INCOMPLETE, NULL, 0,
    "income.amount", "", "" },
  { "highest-only", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1950-01-01\",\"disabled\":true}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 80600,
    "", "PARAM_CONFIRM", "" },
  /* 70 on 2026-10-01 counts for October, on 2026-10-02 it does not (R-T5) */
  { "birthday", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1956-10-01\"}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 71300, "", "", "" },
  { "day-after", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1956-10-02\"}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 62000, "", "", "" },
  { "away", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\"},{\"birth\":\"1980-01-01\",\"here\":false,\"wage\":9000}", "2026-09-01", "aid",
    CB_STATUS_ELIGIBLE, "aid", 62000, "", "AWAY", "" },
  { "nobody", "\"area\":\"rural\",\"assets\":0", "{\"birth\":\"1980-01-01\",\"here\":false}", "2026-09-01", "aid", CB_STATUS_ELIGIBLE, "aid", 0, "", "AWAY", "" },
};

static char *
codes (GArray *reasons)
{
  GString *s = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    g_string_append_printf (s, "%s%s", i > 0 ? " " : "", g_array_index (reasons, CbReason, i).code);
  return g_string_free (s, FALSE);
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *json = g_strdup_printf ("{\"on\":\"%s\",\"household\":{%s},\"members\":[%s]}", cases[i].on, cases[i].household, cases[i].members);
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) r = evaluate (pack, json, &error);
  g_autofree char *reasons = NULL, *judgements = NULL;
  const CbOutcome *o;

  g_assert_no_error (error);
  o = cb_result_find (r, cases[i].programme);
  g_assert_cmpstr (cb_status_word (o->status), ==, cb_status_word (cases[i].status));
  g_assert_cmpstr (o->tier, ==, cases[i].tier);
  g_assert_cmpint (o->amount, ==, cases[i].amount);
  g_assert_cmpstr (o->missing->len > 0 ? g_array_index (o->missing, CbMissing, 0).fact : "", ==, cases[i].missing);
  if (o->status != CB_STATUS_INCOMPLETE)
    {
      reasons = codes (o->reasons);
      g_assert_cmpstr (reasons, ==, cases[i].reasons);
    }
  judgements = codes (o->judgements);
  g_assert_cmpstr (judgements, ==, cases[i].judgements);
}

static void
test_worksheet (void)
{
  static const struct { const char *text, *working, *figure, *fact; } want[] = {
    { "人数", "王秀兰、李国强、李小雨", "3", "member.here" },
    { "全家收入", "王秀兰 ≈1,578.33", "≈1,578.33", "income.amount" },
    { "人均月收入", "≈1,578.33 ÷ 3", "≈526.11", "income.amount" },
    { "低于标准", "≈526.11 < 620", "", "income.amount" },
    { "低保金", "620 × 3 − ≈1,578.33", "282", "income.amount" },
    { "王秀兰 · 分类施保", "15% × 620", "93", "member.birth" },
    { "低保", "282 + 王秀兰 93 + 李国强 186", "561", "income.amount" },
  };
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (CbResult) r = evaluate (pack, C03, NULL);
  g_autoptr (GPtrArray) lines = cb_explain_worksheet (r, "aid", "zh_CN");
  g_autoptr (GPtrArray) cites = cb_explain_articles (r, "aid", "zh_CN");
  g_autoptr (GPtrArray) page = cb_paper_applicant (r, "aid", NULL, NULL, "zh_CN");
  g_autofree char *plain = cb_paper_text (page), *all = NULL, *json = cb_result_to_json (r, "zh_CN");
  GString *dump = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const CbWorkLine *line = lines->pdata[i];

      g_string_append_printf (dump, "%d|%s|%s|%s|%s|%s|%s|%d\n", line->indent, line->text, line->working, line->figure, line->unit, line->note, line->cite,
                              line->check);
    }
  all = g_string_free (dump, FALSE);
  g_test_message ("%s", all);
  for (guint k = 0; k < G_N_ELEMENTS (want); k++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < lines->len; i++)
        {
          const CbWorkLine *line = lines->pdata[i];

          if (strcmp (line->text, want[k].text) == 0)
            {
              found = TRUE;
              g_assert_cmpstr (line->working, ==, want[k].working);
              g_assert_cmpstr (line->figure, ==, want[k].figure);
              g_assert_cmpstr (line->fact, ==, want[k].fact);
            }
        }
      g_assert_true (found);
    }
  g_assert_nonnull (strstr (all, "低于界限 ≈93.89 元/月"));
  g_assert_nonnull (strstr (all, "见分进元"));
  g_assert_nonnull (strstr (all, "Standard自 2026-07-01"));
  g_assert_nonnull (strstr (plain, "每月 561 元"));
  g_assert_nonnull (strstr (plain, "从 2026 年 10 月起"));
  g_assert_cmpuint (cites->len, >, 3);
  g_assert_nonnull (strstr (json, "\"amount\": 561.00"));
}

/* 37.20 yuan a head under the line: what turns it over. */
static void
test_nearest (void)
{
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (CbResult) r = evaluate (pack, C03, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = cb_explain_nearest (cb_result_program (r), cb_result_facts (r), r, &error);
  gboolean income = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      CbNearest *n = &g_array_index (found, CbNearest, i);
      g_autofree char *text = cb_explain_nearest_text (r, n, "zh_CN");

      if (strcmp (n->fact, "income.amount") == 0 && n->change > 0)
        {
          income = TRUE;
          /* 620 × 3 × 12 = 22,320 a year */
          g_assert_cmpint (n->to, ==, 2232000);
          g_assert_cmpstr (n->tier_before, ==, "aid");
          g_assert_cmpstr (n->tier_after, ==, "edge");
          g_assert_cmpint (n->amount_after, ==, 0);
          g_assert_cmpstr (text, ==, "Amount增加 3,380 元/年：低保 Aid → Edge，金额 561 → 0");
        }
    }
  g_assert_true (income);
}

static void
test_json_faults (void)
{
  static const struct { const char *json, *want; } rows[] = {
    { "{", "not JSON: line 1, column 2" },
    { "{\"household\": {\"area\": \"city\"}}", "household.area: a word of its list (urban, rural) is expected" },
    { "{\"household\": {\"nothing\": 1}}", "household.nothing: household has no such fact; casebookctl pack schema lists what there is" },
    { "{\"household\": {\"aera\": \"urban\"}}", "household.aera: household has no such fact; area was probably meant" },
    { "{\"household\": {\"birth\": \"1980-01-01\"}}", "household.birth: household has no such fact; it is one of member" },
    { "{\"household\": {\"assets\": 1.234}}", "household.assets: an amount in yuan" },
    { "{\"household\": {\"assets\": 1e3}}", "household.assets: an amount in yuan" },
    { "{\"household\": {\"assets\": \"1,200\"}}", "household.assets: an amount in yuan" },
    { "{\"household\": {\"assets\": \"1200 yuan\"}}", "household.assets: an amount in yuan" },
    { "{\"household\": {\"assets\": -1}}", "household.assets: outside its range, 0 to 100000000" },
    { "{\"household\": {\"flag\": \"true\"}}", "household.flag: true or false" },
    { "{\"members\": {}}", "members: an array is expected" },
    { "{\"members\": [{}, {\"incomes\": [{\"amount\": []}]}]}", "members[1].incomes[0].amount: an amount" },
    { "{\"members\": [{\"birth\": \"2026-02-30\"}]}", "members[0].birth: a date like" },
    { "{\"members\": [{\"birth\": \"2026-9-1\"}]}", "members[0].birth: a date like" },
    { "{\"members\": [{\"uid\": \"00112233445566778899aabbccddeeff\"}, {\"uid\": \"00112233445566778899AABBCCDDEEFF\"}]}",
      "members[1].uid: this uid stands twice" },
    { "{\"members\": [{\"evidence\": {\"brith\": \"x\"}}]}", "members[0].evidence.brith: evidence is a text for a fact of member" },
    { "{\"colour\": 1}", "colour: there is no such key" },
    { "{\"member\": []}", "member: there is no such key; members was probably meant" },
    { "{\"on\": \"2026-9-1\"}", "on: a date like" },
    { "{\"household\": {}, \"household\": {}}", "a name stands twice" },
    { "[]", "(top): an object is expected" },
    { "{\"on\": 5}", "on: a date like" },
  };
  g_autoptr (CbPack) pack = load_pack (MINI);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CbFacts) facts = cb_facts_from_json (pack, rows[i].json, -1, NULL, NULL, &error);

      g_assert_null (facts);
      g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS);
      if (strstr (error->message, rows[i].want) == NULL)
        {
          g_test_message ("wanted “%s”, got “%s”", rows[i].want, error->message);
          g_test_fail ();
        }
    }
}

static void
test_fault (void)
{
  g_autoptr (CbPack) pack = load_pack (PACK_HEAD PACK_PROGRAMME "eligible=10 / k > 1\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) ok = evaluate (pack, "{\"household\":{\"k\":3}}", &error), unknown = NULL, fault = NULL;

  g_assert_no_error (error);
  unknown = evaluate (pack, "{}", &error);
  g_assert_no_error (error);
  g_assert_cmpint (cb_result_find (unknown, "p")->status, ==, CB_STATUS_INCOMPLETE);
  fault = evaluate (pack, "{\"household\":{\"k\":0}}", &error);
  g_assert_null (fault);
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_ARITHMETIC);
}

static void
test_sets (void)
{
  const char *sets[] = { "a.standard.rural", "700.00", NULL }, *bad[] = { "a.standard.city", "1", NULL };
  g_autoptr (CbPack) pack = load_pack (MINI);
  g_autoptr (GError) error = NULL;
  CbDate on;
  g_autoptr (CbFacts) facts = cb_facts_from_json (pack, C03, -1, &on, NULL, NULL);
  g_autoptr (CbProgram) program = cb_pack_compile_with (pack, on, CB_MONTH_NONE, sets, &error), none = NULL;
  g_autoptr (CbResult) r = NULL;

  g_assert_no_error (error);
  r = cb_evaluate (program, facts, CB_EVALUATE_NONE, &error);
  g_assert_cmpint (cb_result_find (r, "aid")->amount, ==, 52200 + 10500 + 21000);
  none = cb_pack_compile_with (pack, on, CB_MONTH_NONE, bad, &error);
  g_assert_null (none);
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/outcome/case/", cases[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/outcome/worksheet", test_worksheet);
  g_test_add_func ("/outcome/nearest", test_nearest);
  g_test_add_func ("/outcome/json-faults", test_json_faults);
  g_test_add_func ("/outcome/fault", test_fault);
  g_test_add_func ("/outcome/sets", test_sets);
  return g_test_run ();
}
