/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "cb-calendar.h"
#include "cb-evaluate.h"
#include "cb-money.h"
#include "cb-schedule.h"

/* The worked cases of tests/cases, run through the library; what the files hold is told in tests/cases/README.md. */

static CbPack *pack;

static JsonObject *
load (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static CbFacts *
facts_of (JsonObject *owner)
{
  g_autofree char *text = json_to_string (json_object_get_member (owner, "facts"), FALSE);
  g_autoptr (GError) error = NULL;
  CbFacts *facts = cb_facts_from_json (pack, text, -1, NULL, NULL, &error);

  g_assert_no_error (error);
  return facts;
}

static gboolean
has_code (GArray     *reasons,
          const char *code)
{
  for (guint i = 0; i < reasons->len; i++)
    if (strcmp (g_array_index (reasons, CbReason, i).code, code) == 0)
      return TRUE;
  return FALSE;
}

/* All of @codes are among @reasons, or with @want FALSE none of them is. */
static void
check_codes (GArray    *reasons,
             JsonArray *codes,
             gboolean   want)
{
  for (guint i = 0; i < json_array_get_length (codes); i++)
    {
      g_test_message ("%s", json_array_get_string_element (codes, i));
      g_assert_true (has_code (reasons, json_array_get_string_element (codes, i)) == want);
    }
}

/* Sum of the lines that come from @value, in fen. */
static gint64
line_sum (const CbOutcome *outcome,
          const char      *value)
{
  gint64 sum = 0;

  for (guint i = 0; i < outcome->lines->len; i++)
    {
      const CbLine *line = &g_array_index (outcome->lines, CbLine, i);

      if (strcmp (line->value, value) == 0)
        sum += line->fen;
    }
  return sum;
}

/* The articles that the reasons give: code -> article, as the pack writes it. */
static void
check_cites (GArray     *reasons,
             JsonObject *cites)
{
  g_autoptr (GList) codes = json_object_get_members (cites);

  for (GList *l = codes; l != NULL; l = l->next)
    {
      const char *cite = NULL;

      for (guint i = 0; i < reasons->len; i++)
        if (strcmp (g_array_index (reasons, CbReason, i).code, l->data) == 0)
          cite = g_array_index (reasons, CbReason, i).cite;
      g_assert_cmpstr (cite, ==, json_object_get_string_member (cites, l->data));
    }
}

static void
check_outcome (const CbOutcome *outcome,
               JsonObject      *expect)
{
  g_autoptr (GList) keys = json_object_get_members (expect);

  g_assert_nonnull (outcome);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *key = l->data;

      if (strcmp (key, "status") == 0)
        g_assert_cmpstr (cb_status_word (outcome->status), ==, json_object_get_string_member (expect, key));
      else if (strcmp (key, "tier") == 0)
        g_assert_cmpstr (outcome->tier, ==, json_object_get_string_member (expect, key));
      else if (strcmp (key, "amount") == 0)
        g_assert_cmpint (outcome->amount, ==, CB_YUAN (json_object_get_int_member (expect, key)));
      else if (strcmp (key, "start") == 0)
        {
          g_autofree char *start = cb_month_format (outcome->start);

          g_assert_cmpstr (start, ==, json_object_get_string_member (expect, key));
        }
      else if (strcmp (key, "stop") == 0)
        {
          g_autofree char *stop = outcome->stop != CB_MONTH_NONE ? cb_month_format (outcome->stop) : NULL;

          g_assert_cmpstr (stop, ==, json_object_get_string_member (expect, key));
        }
      else if (strcmp (key, "lines") == 0)
        {
          JsonObject *lines = json_object_get_object_member (expect, key);
          g_autoptr (GList) values = json_object_get_members (lines);

          for (GList *v = values; v != NULL; v = v->next)
            g_assert_cmpint (line_sum (outcome, v->data), ==, CB_YUAN (json_object_get_int_member (lines, v->data)));
        }
      else if (strcmp (key, "review") == 0)
        g_assert_cmpint (outcome->review, ==, json_object_get_int_member (expect, key));
      else if (strcmp (key, "validity") == 0)
        g_assert_cmpint (outcome->validity, ==, json_object_get_int_member (expect, key));
      else if (g_str_has_prefix (key, "reasons"))
        check_codes (outcome->reasons, json_object_get_array_member (expect, key), TRUE);
      else if (strcmp (key, "cites") == 0)
        check_cites (outcome->reasons, json_object_get_object_member (expect, key));
      else if (strcmp (key, "judgements") == 0)
        check_codes (outcome->judgements, json_object_get_array_member (expect, key), TRUE);
      else if (strcmp (key, "without") == 0)
        {
          check_codes (outcome->reasons, json_object_get_array_member (expect, key), FALSE);
          check_codes (outcome->judgements, json_object_get_array_member (expect, key), FALSE);
        }
      else
        g_error ("unknown expectation \"%s\"", key);
    }
}

/* What one member is paid a month under @programme; under all of them when it is "total". */
static gint64
paid_to (CbResult   *result,
         const char *programme,
         int         index)
{
  gint64 sum = 0;

  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *o = cb_result_outcome (result, i);

      if (o->pay != CB_PAY_MONTHLY || (strcmp (programme, "total") != 0 && strcmp (programme, o->programme) != 0))
        continue;
      for (guint k = 0; k < o->lines->len; k++)
        {
          const CbLine *line = &g_array_index (o->lines, CbLine, k);

          if (strcmp (line->entity, "member") == 0 && line->index == index)
            sum += line->fen;
        }
    }
  return sum;
}

static void
check_people (CbResult   *result,
              JsonObject *people)
{
  g_autoptr (GList) indices = json_object_get_members (people);

  for (GList *l = indices; l != NULL; l = l->next)
    {
      JsonObject *amounts = json_object_get_object_member (people, l->data);
      g_autoptr (GList) programmes = json_object_get_members (amounts);

      for (GList *p = programmes; p != NULL; p = p->next)
        g_assert_cmpint (paid_to (result, p->data, atoi (l->data)), ==, CB_YUAN (json_object_get_int_member (amounts, p->data)));
    }
}

/* Values by name, as they are written in English; of member 0 and the like. */
static void
check_values (CbResult   *result,
              JsonObject *values)
{
  g_autoptr (GList) names = json_object_get_members (values);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *text = cb_result_value_text (result, l->data, 0, NULL);

      g_test_message ("%s", (const char *) l->data);
      g_assert_cmpstr (text, ==, json_object_get_string_member (values, l->data));
    }
}

static void
check_step (JsonObject *step)
{
  JsonObject *expect = json_object_get_object_member (step, "expect");
  g_autoptr (CbFacts) facts = facts_of (step);
  g_autoptr (GList) keys = json_object_get_members (expect);
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CbDate on;

  g_test_message ("%s", json_object_get_string_member (step, "name"));
  cb_date_parse (json_object_get_string_member (step, "on"), &on, &error);
  g_assert_no_error (error);
  program = cb_pack_compile (pack, on, CB_MONTH_NONE, &error);
  g_assert_no_error (error);
  result = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, &error);
  g_assert_no_error (error);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *key = l->data;

      if (strcmp (key, "tier") == 0)
        g_assert_cmpstr (cb_result_find (result, "dibao")->tier, ==, json_object_get_string_member (expect, key));
      else if (strcmp (key, "persons") == 0)
        {
          gint64 n, d;

          g_assert_true (cb_result_value (result, "household.persons", 0, &n, &d));
          g_assert_cmpint (n, ==, d * json_object_get_int_member (expect, key));
        }
      else if (strcmp (key, "people") == 0)
        check_people (result, json_object_get_object_member (expect, key));
      else if (strcmp (key, "values") == 0)
        check_values (result, json_object_get_object_member (expect, key));
      else if (strcmp (key, "programmes") == 0)
        {
          JsonObject *programmes = json_object_get_object_member (expect, key);
          g_autoptr (GList) names = json_object_get_members (programmes);

          /* null: not in force that day. */
          for (GList *p = names; p != NULL; p = p->next)
            if (json_object_get_null_member (programmes, p->data))
              g_assert_null (cb_result_find (result, p->data));
            else
              check_outcome (cb_result_find (result, p->data), json_object_get_object_member (programmes, p->data));
        }
      else
        g_error ("unknown expectation \"%s\"", key);
    }
}

/* What may be entered, as text: the least and the most are taken, what lies beside them is refused; what counts when nothing is said. */
static void
check_limit (JsonObject *limit)
{
  const char *name = json_object_get_string_member (limit, "fact");
  const CbPackFact *fact = cb_pack_fact (pack, name);
  g_autoptr (GList) keys = json_object_get_members (limit);
  gint64 value;

  g_test_message ("%s", name);
  g_assert_nonnull (fact);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *key = l->data, *text = json_object_get_string_member (limit, key);

      if (strcmp (key, "least") == 0 || strcmp (key, "most") == 0)
        g_assert_true (cb_fact_parse (pack, name, text, &value, NULL) && value == (*key == 'l' ? fact->min : fact->max));
      else if (strcmp (key, "below") == 0 || strcmp (key, "above") == 0)
        g_assert_false (cb_fact_parse (pack, name, text, &value, NULL));
      else if (strcmp (key, "default") == 0)
        g_assert_true (cb_fact_parse (pack, name, text, &value, NULL) && fact->has_default && value == fact->default_value);
      else if (strcmp (key, "fact") != 0 && strcmp (key, "why") != 0)
        g_error ("unknown limit \"%s\"", key);
    }
}

static CbMonth
month_of_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  CbMonth month;

  cb_month_parse (text, &month, &error);
  g_assert_no_error (error);
  return month;
}

static void
check_schedule (JsonObject *o)
{
  g_autoptr (CbSchedule) schedule = cb_schedule_new (pack, json_object_get_string_member (o, "programme"));
  JsonArray *versions = json_object_get_array_member (o, "versions");
  JsonObject *run = json_object_get_object_member (o, "run"), *paid = json_object_get_object_member (o, "paid");
  JsonObject *expect = json_object_get_object_member (o, "expect"), *due = json_object_get_object_member (expect, "due");
  g_autoptr (GList) paid_months = json_object_get_members (paid), due_months = json_object_get_members (due);
  g_autoptr (GArray) months = NULL;
  g_autoptr (GError) error = NULL;
  CbScheduleSums sums;
  gint64 sum = 0;

  for (guint i = 0; i < json_array_get_length (versions); i++)
    {
      JsonObject *version = json_array_get_object_element (versions, i);
      g_autoptr (CbFacts) facts = facts_of (version);

      cb_schedule_add_facts (schedule, month_of_text (json_object_get_string_member (version, "from")), facts);
    }
  for (GList *l = paid_months; l != NULL; l = l->next)
    cb_schedule_set_paid (schedule, month_of_text (l->data), CB_YUAN (json_object_get_int_member (paid, l->data)));
  months = cb_schedule_run (schedule, month_of_text (json_object_get_string_member (run, "from")),
                            month_of_text (json_object_get_string_member (run, "to")), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < months->len; i++)
    sum += g_array_index (months, CbScheduleMonth, i).due;
  for (GList *l = due_months; l != NULL; l = l->next)
    {
      CbMonth month = month_of_text (l->data);
      gboolean found = FALSE;

      for (guint i = 0; i < months->len; i++)
        {
          const CbScheduleMonth *m = &g_array_index (months, CbScheduleMonth, i);

          if (m->month != month)
            continue;
          found = TRUE;
          g_assert_cmpint (m->due, ==, CB_YUAN (json_object_get_int_member (due, l->data)));
        }
      g_assert_true (found);
    }
  sums = cb_schedule_sums (months);
  g_assert_cmpint (sums.arrears, ==, CB_YUAN (json_object_get_int_member (expect, "arrears")));
  g_assert_cmpint (sums.recovery, ==, CB_YUAN (json_object_get_int_member (expect, "recovery")));
  if (json_object_has_member (expect, "sum"))
    g_assert_cmpint (sum, ==, CB_YUAN (json_object_get_int_member (expect, "sum")));
  /* The review of a family is done within three months of a death (M83 1 (3)). */
  if (json_object_has_member (o, "death"))
    {
      g_autofree char *by = NULL;
      CbDate death;

      cb_date_parse (json_object_get_string_member (o, "death"), &death, NULL);
      by = cb_date_format (cb_date_add_months (death, 3));
      g_assert_cmpstr (by, ==, json_object_get_string_member (o, "review_by"));
    }
}

static void
test_case (gconstpointer data)
{
  JsonObject *o = load (data);
  JsonArray *steps = json_object_has_member (o, "steps") ? json_object_get_array_member (o, "steps") : NULL;
  JsonArray *limits = json_object_has_member (o, "limits") ? json_object_get_array_member (o, "limits") : NULL;

  g_test_summary (json_object_get_string_member (o, "title"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (o, "articles")), >, 0);
  g_assert_true (steps != NULL || limits != NULL);
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    check_step (json_array_get_object_element (steps, i));
  for (guint i = 0; limits != NULL && i < json_array_get_length (limits); i++)
    check_limit (json_array_get_object_element (limits, i));
  if (json_object_has_member (o, "schedule"))
    check_schedule (json_object_get_object_member (o, "schedule"));
  json_object_unref (o);
}

/* Every file of @folder as a test of its own below @path. */
static void
add_folder (const char *folder,
            const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - 5), *test = g_strconcat (path, id, NULL);

        g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_case, g_free);
      }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL, *edge = NULL, *path = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "cases", NULL);
  edge = g_build_filename (folder, "edge", NULL);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  pack = cb_pack_load_file (path, &faults, NULL);
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      g_autofree char *text = cb_pack_fault_text (g_ptr_array_index (faults, i));

      g_printerr ("%s\n", text);
    }
  if (pack == NULL)
    return 1;
  add_folder (folder, "/cases/");
  add_folder (edge, "/cases/edge/");
  status = g_test_run ();
  cb_pack_unref (pack);
  return status;
}
