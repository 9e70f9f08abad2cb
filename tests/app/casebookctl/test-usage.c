/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <string.h>

/* Exit codes and one-line errors of every command, where no casebook is needed. */

typedef struct { const char *name, *args, *word; int code; } Row;

static const Row rows[] = {
  { "none", "", "see casebookctl --help", 2 },
  { "unknown", "frobnicate", "there is no command", 2 },
  { "half-a-command", "pack", "there is no command", 2 },
  { "pack-unknown", "pack frobnicate x", "there is no command", 2 },

  { "demo-none", "demo", "too few arguments", 2 },
  { "demo-many", "demo a b", "too many arguments", 2 },
  { "demo-option", "demo x --frobnicate", "--frobnicate", 2 },
  { "demo-households", "demo x --households 0", "--households takes a number", 2 },
  { "demo-word", "demo x --households many", "many", 2 },
  { "demo-months", "demo x --months -1", "--months takes a number", 2 },
  { "demo-today", "demo x --today someday", "--today takes a date", 2 },
  { "demo-there", "demo .", "already", 1 },

  { "check-none", "pack check", "too few arguments", 2 },
  { "check-missing", "pack check nowhere.pack", "nowhere.pack", 1 },
  { "diff-one", "pack diff nowhere.pack", "too few arguments", 2 },
  { "diff-missing", "pack diff nowhere.pack nowhere.pack", "nowhere.pack", 1 },

  { "evaluate-none", "evaluate", "--pack FILE is needed", 2 },
  { "evaluate-pack", "evaluate --pack nowhere.pack --on 2026-09-01 nowhere.json", "nowhere.pack", 1 },
  { "evaluate-no-facts", "evaluate --pack nowhere.pack", "too few arguments", 2 },
  { "evaluate-on", "evaluate --pack x --on 2026-02-30 y", "--on takes a date", 2 },
  { "evaluate-pay-month", "evaluate --pack x --on 2026-02-01 --pay-month May y", "--pay-month takes a month", 2 },
  { "evaluate-lang", "evaluate --pack x --on 2026-02-01 --lang fr y", "--lang takes", 2 },
  { "evaluate-both", "evaluate --casebook x --pack y --slot 1", "its own facts", 2 },
  { "evaluate-casebook", "evaluate --casebook nowhere --slot 1", "nowhere", 1 },

  { "simulate-none", "simulate nowhere --slot 1", "--on DATE is needed", 2 },
  { "simulate-set", "simulate nowhere --on 2026-09-01 --set dibao --slot 1", "--set takes", 2 },
  { "simulate-missing", "simulate nowhere --on 2026-09-01 --set a=1 --slot 1", "nowhere", 1 },

  { "replay-none", "replay", "too few arguments", 2 },
  { "replay-missing", "replay nowhere.cbor", "nowhere.cbor", 1 },

  { "verify-slot", "verify nowhere", "--slot N is needed", 2 },
  { "verify-slot-17", "verify nowhere --slot 17", "1 to 16", 2 },
  { "verify-slot-word", "verify nowhere --slot one", "one", 2 },
  { "verify-missing", "verify nowhere --slot 1", "nowhere", 1 },
  { "import-none", "import nowhere --slot 1", "too few arguments", 2 },
  { "import-missing", "import nowhere roster.csv --slot 1", "nowhere", 1 },
  { "export-none", "export nowhere --slot 1", "--decision NUMBER", 2 },
  { "export-missing", "export nowhere --decision 1 --out x --slot 1", "nowhere", 1 },
  { "search-limit", "search nowhere text --slot 1 --limit 0", "--limit takes", 2 },
  { "search-missing", "search nowhere text --slot 1", "nowhere", 1 },
  { "cases-state", "cases nowhere --slot 1 --state gone", "--state takes", 2 },
  { "cases-missing", "cases nowhere --slot 1", "nowhere", 1 },
  { "chart-none", "chart nowhere --slot 1", "--kind trend", 2 },
  { "chart-kind", "chart nowhere --slot 1 --kind pie --out x.svg", "--kind trend", 2 },
  { "chart-measure", "chart nowhere --slot 1 --kind trend --out x.svg --measure length", "--measure takes", 2 },
  { "chart-months", "chart nowhere --slot 1 --kind trend --out x.svg --months 0", "--months takes", 2 },
  { "chart-missing", "chart nowhere --slot 1 --kind trend --out x.svg", "nowhere", 1 },
  { "backup-none", "backup nowhere --slot 1", "too few arguments", 2 },
  { "backup-missing", "backup nowhere nowhere.cbbackup --slot 1", "nowhere", 1 },
  { "restore-slot", "restore nowhere.cbbackup x", "either --slot N or --recovery", 2 },
  { "restore-both", "restore nowhere.cbbackup x --slot 1 --recovery", "either --slot N or --recovery", 2 },
  { "restore-missing", "restore nowhere.cbbackup x --slot 1", "nowhere.cbbackup", 1 },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (GStrv) args = g_strsplit (row->args, " ", -1);
  g_auto (ToolRun) run = tool_runv (NULL, (const char *const *) args);

  tool_assert (&run, row->code, row->word);
  g_assert_cmpstr (run.out, ==, "");
}

/* A mistake of usage names the command's usage in the same line. */
static void
test_usage_line (void)
{
  g_auto (ToolRun) run = tool_run (NULL, "verify", "--frobnicate", NULL);

  tool_assert (&run, 2, "usage: casebookctl verify DIR --slot N");
}

static void
test_help (void)
{
  static const char *const commands[] = { "demo", "pack check", "pack diff", "evaluate", "replay", "verify", "import", "export", "search",
                                          "cases", "chart", "backup", "restore" };
  g_auto (ToolRun) run = tool_run (NULL, "--help", NULL);
  g_auto (ToolRun) version = tool_run (NULL, "--version", NULL);

  tool_assert (&run, 0, NULL);
  tool_assert (&version, 0, NULL);
  g_assert_true (g_str_has_prefix (version.out, "casebookctl "));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *line = g_strconcat ("casebookctl ", commands[i], " --help", NULL);
      g_auto (GStrv) args = g_strsplit (line, " ", -1);
      g_auto (ToolRun) own = tool_runv (NULL, (const char *const *) args + 1);
      g_autofree char *listed = g_strconcat ("\n  ", commands[i], " ", NULL);

      g_assert_nonnull (strstr (run.out, listed));
      tool_assert (&own, 0, NULL);
      g_assert_nonnull (strstr (own.out, commands[i]));
      g_assert_nonnull (strstr (own.out, "--json"));
    }
}

/* No passphrase on the command line, and none from a terminal that is not there. */
static void
test_no_terminal (void)
{
  g_auto (ToolRun) run = tool_run (NULL, "restore", "/dev/null", "x", "--slot", "1", "--passphrase", "secret words here", NULL);

  tool_assert (&run, 2, "--passphrase");
}

/* --- data/help/casebookctl.md --- */

/* What the handbook says of a command: from its heading to the next. */
static char *
section_of (const char *help,
            const char *command)
{
  g_autofree char *heading = g_strdup_printf ("\n## %s\n", command);
  const char *begin = strstr (help, heading), *end;

  if (begin == NULL)
    g_error ("data/help/casebookctl.md has no section \"## %s\"", command);
  begin += strlen (heading);
  end = strstr (begin, "\n## ");
  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
}

/* Every option that `COMMAND --help` lists stands in its section; those that every command has stand at the beginning. */
static void
check_options (const char *command,
               const char *section)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_auto (GStrv) lines = NULL;
  g_auto (ToolRun) run = { 0 };
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (args, words[i]);
  g_ptr_array_add (args, (gpointer) "--help");
  g_ptr_array_add (args, NULL);
  run = tool_runv (NULL, (const char *const *) args->pdata);
  tool_assert (&run, 0, NULL);
  lines = g_strsplit (run.out, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *option = strstr (lines[i], "--");
      g_autofree char *name = NULL;

      if (!g_str_has_prefix (lines[i], "  -") || option == NULL)
        continue;
      name = g_strndup (option, strcspn (option, " "));
      n++;
      if (strcmp (name, "--help") != 0 && strcmp (name, "--json") != 0 && strstr (section, name) == NULL)
        g_error ("data/help/casebookctl.md does not tell of %s of \"%s\"", name, command);
    }
  g_assert_cmpuint (n, >=, 2);
}

/* Every command of --help with its usage, its options, its exit codes and an example. */
static void
test_handbook (void)
{
  g_autofree char *path = g_build_filename (tool_source (), "data", "help", "casebookctl.md", NULL), *help = NULL;
  g_auto (ToolRun) run = tool_run (NULL, "--help", NULL);
  g_auto (GStrv) lines = NULL;
  guint commands = 0;

  g_assert_true (g_file_get_contents (path, &help, NULL, NULL));
  tool_assert (&run, 0, NULL);
  lines = g_strsplit (run.out, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *command = NULL, *usage = NULL, *example = NULL, *section = NULL;
      const char *line, *end;

      if (!g_str_has_prefix (lines[i], "  ") || lines[i][2] == ' ')
        continue;
      line = end = lines[i] + 2;
      /* The name is of small letters; what follows is not. */
      while (g_ascii_islower (*end) || (*end == ' ' && g_ascii_islower (end[1])))
        end++;
      command = g_strndup (line, (gsize) (end - line));
      section = section_of (help, command);
      usage = g_strdup_printf ("    casebookctl %s\n", line);
      if (strstr (section, usage) == NULL)
        g_error ("data/help/casebookctl.md says another usage than \"%s\"", line);
      g_assert_nonnull (strstr (section, "Exit: 0 "));
      /* An example is a call that is not the usage. */
      example = g_strdup_printf ("    casebookctl %s ", command);
      {
        g_auto (GStrv) calls = g_strsplit (section, example, -1);

        g_assert_cmpuint (g_strv_length (calls), >=, 3);
      }
      check_options (command, section);
      commands++;
    }
  g_assert_cmpuint (commands, >=, 15);
}

int
main (int    argc,
      char **argv)
{
  tool_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("/usage/", rows[i].name, NULL);

      g_test_add_data_func (name, &rows[i], test_row);
    }
  g_test_add_func ("/usage/line", test_usage_line);
  g_test_add_func ("/usage/help", test_help);
  g_test_add_func ("/usage/no-terminal", test_no_terminal);
  g_test_add_func ("/usage/handbook", test_handbook);
  return tool_finish ();
}
