/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <string.h>

/* What the help shows is run as it stands there: packs, facts, commands, amounts. */

static char *pack_path;

static char *
help_text (const char *name)
{
  g_autofree char *path = g_build_filename (tool_source (), "data", "help", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

typedef void (*BlockFunc) (const char *info, const char *text, gpointer data);

/* Every fenced block, also one inside a list, which is indented. */
static void
each_block (const char *help,
            BlockFunc   func,
            gpointer    data)
{
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const gsize indent = strspn (lines[i], " ");
      g_autofree char *info = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      if (!g_str_has_prefix (lines[i] + indent, "```"))
        continue;
      info = g_strdup (lines[i] + indent + 3);
      for (i++; lines[i] != NULL && !g_str_has_prefix (lines[i] + MIN (indent, strlen (lines[i])), "```"); i++)
        g_string_append_printf (text, "%s\n", lines[i] + MIN (indent, strspn (lines[i], " ")));
      g_assert_nonnull (lines[i]);
      func (info, text->str, data);
    }
}

/* --- the tutorial --- */

/* "ini family.pack": the blocks of one name are one file. */
static void
gather_file (const char *info,
             const char *text,
             gpointer    data)
{
  const char *blank = strchr (info, ' ');
  GString *file;

  if (blank == NULL)
    return;
  file = g_hash_table_lookup (data, blank + 1);
  if (file == NULL)
    g_hash_table_insert (data, g_strdup (blank + 1), g_string_new (text));
  else
    g_string_append_printf (file, "\n%s", text);
}

/* "family.pack,reform.pack" with the folder before each that is a file of the tutorial. */
static char *
with_folder (GHashTable *files,
             const char *arg)
{
  g_auto (GStrv) parts = g_strsplit (arg, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_hash_table_contains (files, parts[i]))
      {
        char *path = tool_path (parts[i]);

        g_free (parts[i]);
        parts[i] = path;
      }
  return g_strjoinv (",", parts);
}

static void
run_commands (const char *info,
              const char *text,
              gpointer    data)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; strcmp (info, "sh") == 0 && lines[i] != NULL; i++)
    {
      g_auto (GStrv) args = g_strsplit (lines[i], " ", -1);
      g_auto (ToolRun) run = { 0 };

      if (*lines[i] == '\0')
        continue;
      g_assert_cmpstr (args[0], ==, "casebookctl");
      for (guint k = 1; args[k] != NULL; k++)
        {
          char *arg = with_folder (data, args[k]);

          g_free (args[k]);
          args[k] = arg;
        }
      g_test_message ("%s", lines[i]);
      run = tool_runv (NULL, (const char *const *) args + 1);
      tool_assert (&run, 0, NULL);
    }
}

/* "| `family.pack` | `one.json` | 2025-03-15 | `eligible` | 350.00 | why |" */
static guint
check_amounts (GHashTable *files,
               const char *help)
{
  g_autoptr (GRegex) row = g_regex_new ("^\\| `([^`]+)` \\| `([^`]+\\.json)` \\| ([0-9-]{10}) \\| `([a-z-]+)` \\| ([0-9.,]+) \\|", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (row, help, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *rules = g_match_info_fetch (match, 1), *facts = g_match_info_fetch (match, 2), *on = g_match_info_fetch (match, 3);
      g_autofree char *status = g_match_info_fetch (match, 4), *amount = g_match_info_fetch (match, 5);
      g_autofree char *pack = with_folder (files, rules), *file = with_folder (files, facts);
      g_autofree char *want = g_strdup_printf ("\"status\": \"%s\"", status), *sum = g_strdup_printf ("\"amount\": %s,", amount);
      g_auto (ToolRun) run = tool_run (NULL, "evaluate", "--pack", pack, "--on", on, "--json", file, NULL);

      g_test_message ("%s %s %s: %s", rules, facts, on, run.out);
      tool_assert (&run, 0, NULL);
      g_assert_nonnull (strstr (run.out, want));
      g_assert_nonnull (strstr (run.out, sum));
    }
  return n;
}

static void
free_string (gpointer s)
{
  g_string_free (s, TRUE);
}

static void
test_tutorial (void)
{
  g_autofree char *help = help_text ("rule-tutorial.md");
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  GHashTableIter iter;
  gpointer name, text;

  each_block (help, gather_file, files);
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &text))
    tool_write (name, ((GString *) text)->str, -1);
  each_block (help, run_commands, files);
  g_assert_cmpuint (check_amounts (files, help), ==, 12);
  {
    g_autofree char *base = tool_path ("family.pack"), *reform = tool_path ("reform.pack"), *both = g_strjoin (",", base, reform, NULL);
    g_autofree char *county = g_strjoin (",", pack_path, reform, NULL), *broken = NULL, *spoilt = NULL;
    g_auto (ToolRun) alone = tool_run (NULL, "pack", "check", reform, NULL), other = tool_run (NULL, "pack", "check", county, NULL);
    g_auto (ToolRun) diff = tool_run (NULL, "pack", "diff", base, both, NULL), bad = { 0 };

    /* A reform alone, or over other rules, is refused with the reason. */
    tool_assert (&alone, 1, "reform.pack");
    g_assert_nonnull (strstr (alone.out, "reform.pack:3:8: this is laid over the rules “family”"));
    g_assert_cmpuint (strlen (strchr (alone.out, '\n')), ==, 1);
    tool_assert (&other, 1, "reform.pack");
    tool_assert (&diff, 0, NULL);
    g_assert_nonnull (strstr (diff.out, "+ 2027-01-01 = 0: 0%, 18000: 5%, 60000: 15%"));
    /* A fault of the reform is named by the reform's own file and line, one of the base by the base's. */
    broken = g_strconcat ("[pack]\nid = r\nbase = family\n[value household.due]\nround = up yuan\n", NULL);
    tool_write ("broken.pack", broken, -1);
    spoilt = tool_path ("broken.pack");
    g_free (both);
    both = g_strjoin (",", base, spoilt, NULL);
    bad = tool_run (NULL, "pack", "check", both, NULL);
    tool_assert (&bad, 1, "broken.pack");
    g_assert_nonnull (strstr (bad.out, "broken.pack:5:"));
    g_assert_null (strstr (bad.out, "family.pack:5:"));
  }
}

/* --- the rule language --- */

typedef struct { GString *pack; guint n; } Groups;

static void
gather_groups (const char *info,
               const char *text,
               gpointer    data)
{
  Groups *g = data;

  /* A block that begins with a group is a part of the pack; a single key is not. */
  if (strcmp (info, "ini") == 0 && *text == '[')
    {
      g_string_append_printf (g->pack, "%s\n", text);
      g->n++;
    }
}

/* The pack of section 1 takes in every group that is shown after it; step 4 of section 7 adds the line. */
static void
test_rule_language (void)
{
  static const char facts[] = "{\"household\": {\"area\": \"rural\"}, \"members\": [{\"birth\": \"1955-08-01\", \"income\": 1200, \"cert_ok\": true, \"grade\": \"first\"}]}";
  g_autofree char *help = help_text ("rule-language.md"), *path = tool_path ("language.pack");
  g_autoptr (GString) pack = g_string_new (NULL);
  Groups groups = { pack, 0 };

  each_block (help, gather_groups, &groups);
  g_assert_cmpuint (groups.n, ==, 7);
  g_assert_cmpuint (g_string_replace (pack, "line.1 = household.aid\n", "line.1 = household.aid\nline.2 = member.supplement\n", 0), ==, 1);
  tool_write ("language.pack", pack->str, -1);
  {
    g_auto (ToolRun) check = tool_run (NULL, "pack", "check", path, NULL);
    g_auto (ToolRun) run = tool_run (facts, "evaluate", "--pack", path, "--on", "2026-07-10", "--json", "-", NULL);

    if (check.code != 0)
      g_test_message ("%s", check.out);
    tool_assert (&check, 0, NULL);
    tool_assert (&run, 0, NULL);
    /* 620 - 100, and 15 % of 620 from seventy on, in whole yuan. */
    g_assert_nonnull (strstr (run.out, "\"amount\": 613.00,"));
  }
}

/* --- facts --- */

static void
evaluate_block (const char *info,
                const char *text,
                gpointer    data)
{
  g_auto (ToolRun) run = { 0 };

  if (strcmp (info, "json") != 0)
    return;
  run = tool_run (text, "evaluate", "--pack", pack_path, "--json", "-", NULL);
  g_test_message ("%s", text);
  tool_assert (&run, 0, NULL);
  g_assert_null (strstr (run.out, "\"incomplete\""));
  ++*(guint *) data;
}

static void
test_facts (void)
{
  g_autofree char *help = help_text ("facts-format.md");
  guint n = 0;

  each_block (help, evaluate_block, &n);
  g_assert_cmpuint (n, >=, 4);
}

int
main (int    argc,
      char **argv)
{
  int status;

  tool_init (&argc, &argv);
  pack_path = g_build_filename (tool_source (), "data", "policy", "guangyuan.pack", NULL);
  g_test_add_func ("/help/tutorial", test_tutorial);
  g_test_add_func ("/help/rule-language", test_rule_language);
  g_test_add_func ("/help/facts", test_facts);
  status = tool_finish ();
  g_free (pack_path);
  return status;
}
