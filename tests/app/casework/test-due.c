/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "cb-case-row.h"
#include "cb-reference.h"

static CbPack *
load_rules (void)
{
  g_autofree char *path = cb_reference_path ("policy/guangyuan.pack");
  g_autoptr (GError) error = NULL;
  CbPack *rules = cb_pack_load_file (path, NULL, &error);

  g_assert_no_error (error);
  return rules;
}

/* policy.md 2.2 and 3: accepted on Monday, 21 September 2026, with the holidays of the Mid-Autumn and the National Day ahead. */
static const struct {
  const char *programme;
  CbCaseState state;
  const char *submitted, *opinion, *due, *from, *article;   /* @due "": the rules set no term */
} dues[] = {
  { "dibao", CB_CASE_SUBMITTED, "2026-09-21", "", "2026-09-24", "2026-09-21", "民发〔2021〕57号 第十五条" },
  { "dibao", CB_CASE_OPINION, "2026-09-14", "2026-09-21", "2026-10-12", "2026-09-21", "民发〔2021〕57号 第二十条" },
  /* the township was slow: the whole ends first */
  { "dibao", CB_CASE_OPINION, "2026-09-21", "2026-11-06", "2026-11-09", "2026-09-21", "民发〔2021〕57号 第二十二条" },
  { "dibao", CB_CASE_CONFIRMED, "2026-09-14", "2026-09-21", "", "", NULL },
  { "dibao", CB_CASE_WITHDRAWN, "2026-09-14", "", "", "", NULL },
  /* before the rules of the day there was no such term */
  { "dibao", CB_CASE_SUBMITTED, "2021-06-30", "", "", "", NULL },
  { "edge", CB_CASE_SUBMITTED, "2026-09-21", "", "2026-09-24", "2026-09-21", "民发〔2021〕57号 第十五条" },
  { "edge", CB_CASE_OPINION, "2026-09-21", "2026-09-24", "2026-11-09", "2026-09-21", "民发〔2021〕57号 第二十二条" },
  { "rigid", CB_CASE_OPINION, "2026-09-21", "2026-09-24", "2026-11-09", "2026-09-21", "刚性支出困难家庭认定办法 第八条" },
  { "rigid", CB_CASE_OPINION, "2024-09-23", "2024-09-26", "", "", NULL },   /* the office's own rule begins in 2025 */
  { "tekun", CB_CASE_SUBMITTED, "2026-09-21", "", "2026-10-19", "2026-09-21", "民发〔2021〕43号 第十三条" },
  { "tekun", CB_CASE_OPINION, "2026-09-14", "2026-09-21", "2026-10-19", "2026-09-21", "民发〔2021〕43号 第十六条" },
  { "living", CB_CASE_SUBMITTED, "2026-10-19", "", "2026-10-26", "2026-10-19", "川民规〔2024〕1号" },
  { "nursing", CB_CASE_OPINION, "2026-10-12", "2026-10-19", "2026-11-02", "2026-10-26", "川民规〔2024〕1号" },   /* the federation first */
  { "temporary", CB_CASE_SUBMITTED, "2026-09-21", "", "2026-10-26", "2026-09-21", "民发〔2018〕23号 三" },
  { "temporary", CB_CASE_OPINION, "2026-10-12", "2026-10-19", "2026-10-26", "2026-10-19", "民发〔2018〕23号 三" },
  { "child", CB_CASE_SUBMITTED, "2026-09-21", "", "", "", NULL },
  { "unheard-of", CB_CASE_SUBMITTED, "2026-09-21", "", "", "", NULL },
};

static CbDate
day (const char *text)
{
  CbDate date = CB_DATE_NONE;

  if (*text != '\0')
    g_assert_true (cb_date_parse (text, &date, NULL));
  return date;
}

static void
test_due (void)
{
  g_autoptr (CbPack) rules = load_rules ();

  for (guint i = 0; i < G_N_ELEMENTS (dues); i++)
    {
      CbCase c = { .programme = (char *) dues[i].programme, .state = dues[i].state, .submitted_on = day (dues[i].submitted),
                   .opinion_on = day (dues[i].opinion) };
      g_autofree char *found = NULL, *from = NULL, *law = NULL;

      cb_case_find_due (&c, rules);
      found = cb_date_format (c.due);
      from = cb_date_format (c.due_from);
      law = cb_case_due_law (&c, rules);
      g_test_message ("%s, submitted %s: %s", dues[i].programme, dues[i].submitted, law != NULL ? law : "no term");
      g_assert_cmpstr (found, ==, dues[i].due);
      g_assert_cmpstr (from, ==, dues[i].from);
      if (dues[i].article == NULL)
        {
          g_assert_null (law);
          g_assert_null (c.due_term);
        }
      else
        {
          g_assert_nonnull (strstr (law, dues[i].article));
          g_assert_nonnull (strstr (law, dues[i].from));
        }
    }
}

/* Without rules there is no due date, and no guess either. */
static void
test_no_rules (void)
{
  CbCase c = { .programme = (char *) "dibao", .state = CB_CASE_SUBMITTED, .submitted_on = cb_date_new (2026, 9, 21), .due = 1 };

  cb_case_find_due (&c, NULL);
  g_assert_cmpint (c.due, ==, CB_DATE_NONE);
  g_assert_null (cb_case_due_law (&c, NULL));
}

/* A county that gives itself fewer days from some day on: its word counts from that day, calendar days as calendar days. */
static void
test_own_term (void)
{
  g_autofree char *path = cb_reference_path ("policy/guangyuan.pack");
  g_autofree char *text = NULL;
  g_autofree char *own = NULL;
  const char *block, *line;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbPack) rules = NULL;
  g_autoptr (GError) error = NULL;
  const struct { int month, day, due_month, due_day; } cases[] = { { 9, 21, 9, 24 }, { 10, 30, 11, 2 }, { 11, 2, 11, 4 } };

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  /* Days, not working days; and two of them from October on. */
  block = strstr (text, "[param deadline.dibao.start]\ntype = working_days\n");
  g_assert_nonnull (block);
  line = strstr (block, "2021-07-01 = 3\n");
  g_assert_nonnull (line);
  own = g_strdup_printf ("%.*s[param deadline.dibao.start]\ntype = days\n%.*s2021-07-01 = 3\n2026-10-01 = 2\n%s",
                         (int) (block - text), text, (int) (line - strchr (strchr (block, '\n') + 1, '\n') - 1),
                         strchr (strchr (block, '\n') + 1, '\n') + 1, line + strlen ("2021-07-01 = 3\n"));
  bytes = g_bytes_new (own, strlen (own));
  rules = cb_pack_load_bytes (bytes, "own", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CbCase c = { .programme = (char *) "dibao", .state = CB_CASE_SUBMITTED,
                   .submitted_on = cb_date_new (2026, cases[i].month, cases[i].day) };

      cb_case_find_due (&c, rules);
      g_assert_cmpint (c.due, ==, cb_date_new (2026, cases[i].due_month, cases[i].due_day));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/due/table", test_due);
  g_test_add_func ("/casework/due/no-rules", test_no_rules);
  g_test_add_func ("/casework/due/own-term", test_own_term);
  return g_test_run ();
}
