/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

const CbCtlCommand cb_ctl_commands[] = {
  { "demo", "DIR [--households N] [--months M] [--seed S] [--today DATE]", N_("Found a demo county with people, households and histories"),
    cb_ctl_demo },
  { "pack check", "FILE", N_("Check a rule pack and name every fault"), cb_ctl_pack_check },
  { "pack diff", "A B", N_("What changes from one rule pack to another, rule by rule"), cb_ctl_pack_diff },
  { "pack schema", "FILE [--example FACTS.json]", N_("What facts a rule pack reads, as a JSON schema"), cb_ctl_pack_schema },
  { "evaluate", "--pack FILE --on DATE [--pay-month MONTH] [--explain[=PAPER]] [--lang zh_CN|en] FACTS.json …",
    N_("What the rules say: tiers, amounts, reasons"), cb_ctl_evaluate },
  { "evaluate", "--pack FILE --on DATE --table persons.csv,households.csv [--pay-month MONTH] [--time]",
    N_("The same for a table of households, in columns"), cb_ctl_evaluate },
  { "evaluate", "--casebook DIR --slot N [--on DATE]", N_("The same for every household of a casebook, counted"), cb_ctl_evaluate },
  { "simulate", "DIR --on DATE --set KEY=VALUE … --slot N [--pack FILE] [--area CODE]",
    N_("Caseload and budget now and with other parameters"), cb_ctl_simulate },
  { "replay", "CAPSULE [--pack FILE]", N_("Work a decision out again from its capsule alone"), cb_ctl_replay },
  { "verify", "DIR --slot N [--rebuild]", N_("Check a casebook: pages, chains, signatures, rights, totals"), cb_ctl_verify },
  { "import", "DIR FILE --slot N [--check] [--rest FILE]", N_("Record a roster of people"), cb_ctl_import },
  { "export", "DIR --decision NUMBER --out FOLDER --slot N", N_("Write a signed decision so that anybody can check it"), cb_ctl_export },
  { "search", "DIR TEXT --slot N [--limit N]", N_("Find households by name, pinyin, ID number or village"), cb_ctl_search },
  { "cases", "DIR --slot N [--state STATE] [--limit N]", N_("List cases with their numbers, the first due first"), cb_ctl_cases },
  { "chart", "DIR --kind trend --out FILE --slot N [--measure MEASURE] [--months N] [--area CODE]", N_("Draw the caseload by month"),
    cb_ctl_chart },
  { "backup", "DIR FILE --slot N", N_("Write an encrypted backup and verify it"), cb_ctl_backup },
  { "restore", "FILE DIR {--slot N | --recovery}", N_("Make a casebook from a backup"), cb_ctl_restore },
  { NULL },
};

static void
print_help (void)
{
  cb_ctl_print ("%s\n\n", _("Usage: casebookctl COMMAND …\nCasebook without a screen: for IT staff, scripts and tests."));
  for (const CbCtlCommand *c = cb_ctl_commands; c->name != NULL; c++)
    cb_ctl_print ("  %s %s\n      %s\n", c->name, c->usage, _(c->summary));
  cb_ctl_print ("\n%s\n", _("Every command knows --help and --json.  A passphrase is asked for at the terminal, or read with --passphrase-file.\n"
                            "Exit codes: 0 done, 1 refused or unsound, 2 usage."));
}

/* @words: how many arguments the name takes. */
static const CbCtlCommand *
find (int    argc,
      char **argv,
      int   *words)
{
  for (const CbCtlCommand *c = cb_ctl_commands; c->name != NULL; c++)
    {
      const char *space = strchr (c->name, ' ');
      gsize len = space != NULL ? (gsize) (space - c->name) : strlen (c->name);

      if (strncmp (argv[0], c->name, len) != 0 || argv[0][len] != '\0')
        continue;
      if (space != NULL && (argc < 2 || strcmp (argv[1], space + 1) != 0))
        continue;
      *words = space != NULL ? 2 : 1;
      return c;
    }
  return NULL;
}

/* What did not reach a full disk or a closed pipe was not done. */
static int
finish (int code)
{
  if (fflush (stdout) != 0 || ferror (stdout))
    return cb_ctl_refuse ("%s", _("the output could not be written"));
  return code;
}

int
cb_ctl_main (int    argc,
             char **argv)
{
  CbCtl ctl = { .slot = -1 };
  int words, code;

  argc--;
  argv++;
  if (argc > 0 && strcmp (argv[0], "--json") == 0)
    {
      ctl.json = TRUE;
      argc--;
      argv++;
    }
  if (argc < 1)
    return cb_ctl_usage (NULL, "%s", _("no command given"));
  if (strcmp (argv[0], "--help") == 0 || strcmp (argv[0], "-h") == 0 || strcmp (argv[0], "help") == 0)
    {
      print_help ();
      return finish (CB_CTL_DONE);
    }
  if (strcmp (argv[0], "--version") == 0)
    {
      cb_ctl_print ("casebookctl %s\n", CB_VERSION);
      return finish (CB_CTL_DONE);
    }
  ctl.command = find (argc, argv, &words);
  if (ctl.command == NULL)
    return cb_ctl_usage (NULL, _("there is no command “%s”"), argv[0]);
  /* GLib takes the first word for the program's name: the last one of the command's. */
  ctl.argc = argc - words + 1;
  ctl.argv = argv + words - 1;
  code = ctl.command->run (&ctl);
  g_free (ctl.passphrase_file);
  return finish (code);
}
