/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <string.h>

/* The worked cases of tests/cases through the tool: facts in a file, the result as JSON. */

static char *pack_path;

static char *
text_of (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

/* "157.00" → 15700: the text itself is looked at, since a JSON number would be read as a float. */
static gint64
fen_of (const char *out,
        const char *programme)
{
  g_autofree char *key = g_strdup_printf ("{\"programme\": \"%s\"", programme);
  const char *p = strstr (out, key), *amount = p != NULL ? strstr (p, "\"amount\": ") : NULL;
  char *end;
  gint64 yuan;

  g_assert_nonnull (amount);
  yuan = g_ascii_strtoll (amount + strlen ("\"amount\": "), &end, 10);
  g_assert_cmpint (*end, ==, '.');
  g_assert_true (g_ascii_isdigit (end[1]) && g_ascii_isdigit (end[2]) && !g_ascii_isdigit (end[3]));
  return yuan * 100 + (end[1] - '0') * 10 + (end[2] - '0');
}

static JsonObject *
find_programme (JsonNode   *result,
                const char *name)
{
  JsonArray *all = json_object_get_array_member (json_node_get_object (result), "programmes");

  for (guint i = 0; i < json_array_get_length (all); i++)
    if (strcmp (json_object_get_string_member (json_array_get_object_element (all, i), "programme"), name) == 0)
      return json_array_get_object_element (all, i);
  g_assert_not_reached ();
}

static gboolean
has_code (JsonArray  *reasons,
          const char *code)
{
  for (guint i = 0; i < json_array_get_length (reasons); i++)
    if (strcmp (json_object_get_string_member (json_array_get_object_element (reasons, i), "code"), code) == 0)
      return TRUE;
  return FALSE;
}

/* Whole yuan: exact as a float too. */
static gint64
line_sum (JsonArray  *lines,
          const char *value)
{
  gint64 sum = 0;

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);

      if (strcmp (json_object_get_string_member (line, "value"), value) == 0)
        sum += (gint64) json_object_get_double_member (line, "amount");
    }
  return sum;
}

static void
check_programme (const char *out,
                 JsonObject *got,
                 const char *name,
                 JsonObject *expect)
{
  g_autoptr (GList) keys = json_object_get_members (expect);

  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *key = l->data;

      if (strcmp (key, "status") == 0 || strcmp (key, "start") == 0 || strcmp (key, "stop") == 0)
        g_assert_cmpstr (json_object_get_string_member (got, key), ==, json_object_get_string_member (expect, key));
      else if (strcmp (key, "amount") == 0)
        g_assert_cmpint (fen_of (out, name), ==, json_object_get_int_member (expect, key) * 100);
      else if (strcmp (key, "lines") == 0)
        {
          JsonObject *lines = json_object_get_object_member (expect, key);
          g_autoptr (GList) values = json_object_get_members (lines);

          for (GList *v = values; v != NULL; v = v->next)
            g_assert_cmpint (line_sum (json_object_get_array_member (got, "lines"), v->data), ==, json_object_get_int_member (lines, v->data));
        }
      else if (g_str_has_prefix (key, "reasons"))
        {
          JsonArray *codes = json_object_get_array_member (expect, key);

          for (guint i = 0; i < json_array_get_length (codes); i++)
            g_assert_true (has_code (json_object_get_array_member (got, "reasons"), json_array_get_string_element (codes, i)));
        }
      else
        g_assert_cmpstr (key, ==, "something this test knows");
    }
}

/* What one member is paid a month under @programme; under all of them when it is "total". */
static gint64
paid_to (JsonNode   *result,
         const char *programme,
         gint64      index)
{
  JsonArray *all = json_object_get_array_member (json_node_get_object (result), "programmes");
  gint64 sum = 0;

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *o = json_array_get_object_element (all, i);
      JsonArray *lines = json_object_get_array_member (o, "lines");

      if (strcmp (json_object_get_string_member (o, "pay"), "monthly") != 0
          || (strcmp (programme, "total") != 0 && strcmp (programme, json_object_get_string_member (o, "programme")) != 0))
        continue;
      for (guint k = 0; k < json_array_get_length (lines); k++)
        {
          JsonObject *line = json_array_get_object_element (lines, k);

          if (strcmp (json_object_get_string_member (line, "entity"), "member") == 0 && json_object_get_int_member (line, "index") == index)
            sum += (gint64) json_object_get_double_member (line, "amount");
        }
    }
  return sum;
}

static void
check_people (JsonNode   *result,
              JsonObject *people)
{
  g_autoptr (GList) indices = json_object_get_members (people);

  for (GList *l = indices; l != NULL; l = l->next)
    {
      JsonObject *amounts = json_object_get_object_member (people, l->data);
      g_autoptr (GList) programmes = json_object_get_members (amounts);

      for (GList *p = programmes; p != NULL; p = p->next)
        g_assert_cmpint (paid_to (result, p->data, g_ascii_strtoll (l->data, NULL, 10)), ==, json_object_get_int_member (amounts, p->data));
    }
}

static void
check_step (JsonObject *step,
            const char *name)
{
  JsonObject *expect = json_object_get_object_member (step, "expect");
  g_autofree char *facts = text_of (json_object_get_member (step, "facts"));
  g_autofree char *path = tool_path (name);
  g_auto (ToolRun) run = { 0 };
  g_autoptr (JsonNode) result = NULL;

  g_test_message ("%s", json_object_get_string_member (step, "name"));
  tool_write (name, facts, -1);
  run = tool_run (NULL, "evaluate", "--json", "--pack", pack_path, "--on", json_object_get_string_member (step, "on"), path, NULL);
  tool_assert (&run, 0, NULL);
  result = tool_json (&run);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (result), "on"), ==, json_object_get_string_member (step, "on"));
  if (json_object_has_member (expect, "tier"))
    g_assert_cmpstr (json_object_get_string_member (find_programme (result, "dibao"), "tier"), ==,
                     json_object_get_string_member (expect, "tier"));
  if (json_object_has_member (expect, "people"))
    check_people (result, json_object_get_object_member (expect, "people"));
  if (json_object_has_member (expect, "programmes"))
    {
      JsonObject *programmes = json_object_get_object_member (expect, "programmes");
      g_autoptr (GList) names = json_object_get_members (programmes);

      for (GList *l = names; l != NULL; l = l->next)
        check_programme (run.out, find_programme (result, l->data), l->data, json_object_get_object_member (programmes, l->data));
    }
}

static void
test_case (gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *steps;

  json_parser_load_from_file (parser, data, &error);
  g_assert_no_error (error);
  steps = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "steps");
  g_assert_cmpuint (json_array_get_length (steps), >, 0);
  for (guint i = 0; i < json_array_get_length (steps); i++)
    check_step (json_array_get_object_element (steps, i), "step.json");
}

static void
add_cases (void)
{
  g_autofree char *folder = g_build_filename (tool_source (), "tests", "cases", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - 5);
        g_autofree char *path = g_strconcat ("/evaluate/case/", id, NULL);

        g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_case, g_free);
      }
}

/* --- the rest of the command --- */

#define FACTS "{\"on\": \"2026-09-01\", \"household\": {\"category\": \"urban\"}, \"members\": [{\"relation\": \"head\", \"birth\": \"1980-03-01\"}]}"

static void
test_stdin (void)
{
  g_auto (ToolRun) run = tool_run (FACTS, "evaluate", "--pack", pack_path, "--json", "-", NULL);
  g_auto (ToolRun) text = tool_run (FACTS, "evaluate", "--pack", pack_path, "--lang", "zh_CN", "--explain", "-", NULL);
  g_autoptr (JsonNode) result = NULL;

  tool_assert (&run, 0, NULL);
  result = tool_json (&run);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (result), "pay_month"), ==, "2026-10");
  g_assert_cmpstr (json_object_get_string_member (find_programme (result, "dibao"), "status"), ==, "eligible");
  tool_assert (&text, 0, NULL);
  g_assert_nonnull (strstr (text.out, "最低生活保障"));
  g_assert_nonnull (strstr (text.out, "2026-10"));
}

/* The month paid for stands in the file; --on of the same day, or beside a file without one, leaves it. */
static void
test_pay_month (void)
{
#define GRACE "\"pay_month\": \"2025-11\", \"household\": {\"category\": \"rural\", \"grace_decided\": \"2025-07-01\", \"grace_amount\": 500}, " \
              "\"members\": [{\"relation\": \"head\", \"birth\": \"1975-03-01\", \"incomes\": [{\"kind\": \"business\", \"amount\": 6960}]}]}"
  static const struct { const char *facts, *on, *month, *paid_for; gint64 yuan; } rows[] = {
    { "{\"on\": \"2025-07-01\", " GRACE, NULL, NULL, "2025-11", 250 },
    { "{\"on\": \"2025-07-01\", " GRACE, "2025-07-01", NULL, "2025-11", 250 },
    { "{" GRACE, "2025-07-01", NULL, "2025-11", 250 },
    { "{" GRACE, "2025-07-01", "2025-10", "2025-10", 500 },
    { "{\"on\": \"2025-06-30\", " GRACE, "2025-07-01", NULL, "2025-08", 500 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *args[] = { "evaluate", "--pack", pack_path, "--json", "-", NULL, NULL, NULL, NULL, NULL };
      g_auto (ToolRun) run = { 0 };
      g_autoptr (JsonNode) result = NULL;
      guint n = 5;

      if (rows[i].on != NULL)
        {
          args[n++] = "--on";
          args[n++] = rows[i].on;
        }
      if (rows[i].month != NULL)
        {
          args[n++] = "--pay-month";
          args[n++] = rows[i].month;
        }
      run = tool_runv (rows[i].facts, args);
      tool_assert (&run, 0, NULL);
      result = tool_json (&run);
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (result), "pay_month"), ==, rows[i].paid_for);
      g_assert_cmpint (fen_of (run.out, "dibao"), ==, rows[i].yuan * 100);
    }
#undef GRACE
}

static void
test_several (void)
{
  g_autofree char *good = tool_path ("good.json"), *bad = tool_path ("bad.json");
  g_auto (ToolRun) run = { 0 }, both = { 0 };
  g_autoptr (JsonNode) node = NULL;

  tool_write ("good.json", FACTS, -1);
  tool_write ("bad.json", "{\"members\": [{\"birth\": \"yesterday\"}]}", -1);
  both = tool_run (NULL, "evaluate", "--pack", pack_path, "--json", good, good, NULL);
  tool_assert (&both, 0, NULL);
  node = tool_json (&both);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
  g_assert_true (json_object_has_member (json_array_get_object_element (json_node_get_array (node), 1), "result"));
  /* One bad file is named with its path inside, and does not hide the others. */
  run = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", bad, good, NULL);
  tool_assert (&run, 1, "members[0].birth");
  g_assert_nonnull (strstr (run.out, "good.json"));
}

static void
test_refused (void)
{
  static const struct { const char *facts, *word; } rows[] = {
    { "", "bad.json" },
    { "{", "bad.json" },
    { "[]", "bad.json" },
    { "{\"household\": {\"colour\": \"red\"}}", "household.colour" },
    { "{\"household\": {\"category\": \"lunar\"}}", "household.category" },
    { "{\"members\": [{\"incomes\": [{\"amount\": \"1e3\"}]}]}", "members[0].incomes[0].amount" },
    { "{\"members\": [{\"incomes\": [{\"amount\": 0.001}]}]}", "members[0].incomes[0].amount" },
    { "{\"members\": [{\"incomes\": [{\"amount\": -5}]}]}", "members[0].incomes[0].amount" },
  };
  g_autofree char *path = tool_path ("bad.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (ToolRun) run = { 0 };

      tool_write ("bad.json", rows[i].facts, -1);
      run = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", path, NULL);
      tool_assert (&run, 1, rows[i].word);
      g_assert_cmpstr (run.out, ==, "");
    }
  tool_write ("bad.json", "{}", -1);
  {
    g_auto (ToolRun) no_day = tool_run (NULL, "evaluate", "--pack", pack_path, path, NULL);
    g_auto (ToolRun) no_law = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "1999-01-01", path, NULL);

    tool_assert (&no_day, 2, "--on DATE");
    tool_assert (&no_law, 1, "bad.json");
  }
}

/* --- packs --- */

/* What holds only in its form: told apart, with its line, and refused. */
static void
test_pack_unsound (void)
{
  static const char pack[] =
    "[pack]\nid=u\nlanguage=1\ntitle=U\nfrom=2020-01-01\n[entity household]\ntitle=H\n[fact household.income]\ntype=money/month\ntitle=I\n"
    "[value household.whole]\ntype=money/month\ntitle=A\ncite=-\nformula=income\n"
    "[value household.pay]\ntype=money/month\ntitle=P\ncite=A\nformula=300 yuan/month\n"
    "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=income < 600 yuan/month\nline.1=household.pay\n[check income]\nvalue=household.whole\n";
  g_autofree char *path = tool_path ("unsound.pack"), *declared = g_strconcat (pack, "cliff.end=p\n", NULL);
  g_auto (ToolRun) text = { 0 }, json = { 0 }, good = { 0 };
  g_autoptr (JsonNode) node = NULL, sound = NULL;
  JsonObject *cliff;

  tool_write ("unsound.pack", pack, -1);
  text = tool_run (NULL, "pack", "check", path, NULL);
  tool_assert (&text, 1, "unsound.pack");
  g_assert_nonnull (strstr (text.out, "unsound.pack:28: a cliff that is not declared: with more income a family is left with 299.99 yuan a month less"));
  json = tool_run (NULL, "pack", "check", "--json", path, NULL);
  tool_assert (&json, 1, "unsound.pack");
  node = tool_json (&json);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (node), "sound"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "faults")), ==, 1);
  tool_write ("unsound.pack", declared, -1);
  good = tool_run (NULL, "pack", "check", "--json", path, NULL);
  tool_assert (&good, 0, NULL);
  sound = tool_json (&good);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (sound), "sound"));
  cliff = json_array_get_object_element (json_object_get_array_member (json_node_get_object (sound), "cliffs"), 0);
  g_assert_cmpstr (json_object_get_string_member (cliff, "cliff"), ==, "end");
  g_assert_cmpstr (json_object_get_string_member (cliff, "yuan"), ==, "299.99");
}

static void
test_pack_check (void)
{
  g_auto (ToolRun) text = tool_run (NULL, "pack", "check", pack_path, NULL);
  g_auto (ToolRun) json = tool_run (NULL, "--json", "pack", "check", pack_path, NULL);
  g_autoptr (JsonNode) node = NULL;

  tool_assert (&text, 0, NULL);
  g_assert_nonnull (strstr (text.out, "guangyuan"));
  tool_assert (&json, 0, NULL);
  node = tool_json (&json);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (node), "sound"));
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "programmes"), >=, 3);
}

static char *
replaced (const char *text,
          const char *what,
          const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (with, parts);
}

static void
test_pack_faults (void)
{
  g_autofree char *text = NULL, *two = NULL, *broken = NULL, *path = tool_path ("broken.pack");
  g_auto (ToolRun) check = { 0 }, json = { 0 }, evaluate = { 0 }, diff = { 0 };
  g_auto (GStrv) lines = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_true (g_file_get_contents (pack_path, &text, NULL, NULL));
  two = replaced (text, "type = choice:category\n", "type = choice:colour\n");
  broken = g_strconcat (two, "\n[fact member.shoe]\ntype = foot\n", NULL);
  tool_write ("broken.pack", broken, -1);
  check = tool_run (NULL, "pack", "check", path, NULL);
  tool_assert (&check, 1, "broken.pack");
  lines = g_strsplit (check.out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 3);   /* two faults or more, and the last line's end */
  for (guint i = 0; *lines[i] != '\0'; i++)
    g_assert_true (g_regex_match_simple ("broken\\.pack:[0-9]+(:[0-9]+)?: .", lines[i], 0, 0));
  json = tool_run (NULL, "pack", "check", "--json", path, NULL);
  tool_assert (&json, 1, "broken.pack");
  node = tool_json (&json);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (node), "sound"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "faults")), >=, 2);
  /* A pack with a fault is not used. */
  evaluate = tool_run (FACTS, "evaluate", "--pack", path, "-", NULL);
  tool_assert (&evaluate, 1, "pack check");
  g_assert_cmpstr (evaluate.out, ==, "");
  diff = tool_run (NULL, "pack", "diff", pack_path, path, NULL);
  tool_assert (&diff, 1, "broken.pack");
}

static void
test_pack_diff (void)
{
  g_autofree char *text = NULL, *changed = NULL, *path = tool_path ("changed.pack");
  g_auto (ToolRun) same = { 0 }, diff = { 0 }, json = { 0 };
  g_autoptr (JsonNode) node = NULL;

  g_assert_true (g_file_get_contents (pack_path, &text, NULL, NULL));
  changed = replaced (text, "title = Guangyuan social assistance (demo parameters)\n", "title = Another title\n");
  tool_write ("changed.pack", changed, -1);
  same = tool_run (NULL, "pack", "diff", pack_path, pack_path, NULL);
  tool_assert (&same, 0, NULL);
  g_assert_null (strstr (same.out, "[pack]"));
  diff = tool_run (NULL, "pack", "diff", pack_path, path, NULL);
  tool_assert (&diff, 0, NULL);
  g_assert_nonnull (strstr (diff.out, "[pack]"));
  g_assert_nonnull (strstr (diff.out, "Another title"));
  json = tool_run (NULL, "pack", "diff", "--json", pack_path, path, NULL);
  tool_assert (&json, 0, NULL);
  node = tool_json (&json);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "changes")), >=, 2);
}

/* The papers that go with a result. */
static void
test_papers (void)
{
  g_autofree char *facts = tool_path ("papers.json"), *pdf = tool_path ("page.pdf"), *nowhere = tool_path ("no/page.pdf");
  g_autofree char *bytes = NULL;
  const char *text = "{\"household\": {\"category\": \"rural\"}, \"members\": [{\"relation\": \"head\", \"birth\": \"1980-01-01\"}]}";

  tool_write ("papers.json", text, -1);
  {
    g_auto (ToolRun) page = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", "--lang", "zh_CN", facts, NULL);
    g_auto (ToolRun) list = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=citations", "--lang", "en", facts, NULL);
    g_auto (ToolRun) other = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", "--programme", "temporary",
                                       "--lang", "en", facts, NULL);
    g_auto (ToolRun) sheet = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=worksheet", "--lang", "en", facts, NULL);
    g_auto (ToolRun) plain = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain", "--lang", "en", facts, NULL);
    g_auto (ToolRun) file = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", "--out", pdf, facts, NULL);

    tool_assert (&page, 0, NULL);
    g_assert_nonnull (strstr (page.out, "每月 620 元"));
    g_assert_nonnull (strstr (page.out, "如果您不同意"));
    tool_assert (&list, 0, NULL);
    g_assert_nonnull (strstr (list.out, "社会救助法 第十九条 (in force since 2026-07-01)"));
    g_assert_nonnull (strstr (list.out, ", since 2026-07-01"));
    tool_assert (&other, 0, NULL);
    g_assert_nonnull (strstr (other.out, "Temporary aid: for the applicant"));
    tool_assert (&sheet, 0, NULL);
    g_assert_cmpstr (sheet.out, ==, plain.out);
    tool_assert (&file, 0, NULL);
    g_assert_cmpstr (file.out, ==, "");
    g_assert_true (g_file_get_contents (pdf, &bytes, NULL, NULL));
    g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  }
  {
    g_auto (ToolRun) paper = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=poem", facts, NULL);
    g_auto (ToolRun) none = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=citations", "--programme", "no.such",
                                      facts, NULL);
    g_auto (ToolRun) two = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", facts, facts, NULL);
    g_auto (ToolRun) json = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", "--json", facts, NULL);
    g_auto (ToolRun) out = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain", "--out", pdf, facts, NULL);
    g_auto (ToolRun) folder = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", "--explain=applicant", "--out", nowhere, facts, NULL);

    tool_assert (&paper, 2, "citations");
    tool_assert (&none, 1, "no.such");
    tool_assert (&two, 2, "one file");
    tool_assert (&json, 2, "--json");
    tool_assert (&out, 2, "--out");
    tool_assert (&folder, 1, "page.pdf");
  }
}

int
main (int    argc,
      char **argv)
{
  int status;

  tool_init (&argc, &argv);
  pack_path = g_build_filename (tool_source (), "data", "policy", "guangyuan.pack", NULL);
  add_cases ();
  g_test_add_func ("/evaluate/stdin", test_stdin);
  g_test_add_func ("/evaluate/pay-month", test_pay_month);
  g_test_add_func ("/evaluate/several", test_several);
  g_test_add_func ("/evaluate/refused", test_refused);
  g_test_add_func ("/evaluate/papers", test_papers);
  g_test_add_func ("/pack/check", test_pack_check);
  g_test_add_func ("/pack/unsound", test_pack_unsound);
  g_test_add_func ("/pack/faults", test_pack_faults);
  g_test_add_func ("/pack/diff", test_pack_diff);
  status = tool_finish ();
  g_free (pack_path);
  return status;
}
