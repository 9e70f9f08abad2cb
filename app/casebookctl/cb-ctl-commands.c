/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-ctl.h"

const CbCtlCommand cb_ctl_commands[] = {
  { "evaluate", "--pack FILE --on DATE [--explain] [--json] FACTS.json", N_("what the rules say of a household"), cb_ctl_evaluate },
  { "verify", "DIR [--slot N] [--json]", N_("check a casebook: integrity, chains, signatures, rights, tables"), cb_ctl_verify },
  { "replay", "CAPSULE [--pack FILE] [--json]", N_("work a decision out again, to the fen"), cb_ctl_replay },
  { "backup", "DIR FILE [--slot N]", N_("write a backup and verify it"), cb_ctl_backup },
  { "restore", "FILE DIR [--slot N | --recovery]", N_("make a casebook from a backup"), cb_ctl_restore },
  { "export", "DIR --decision NUMBER --out FOLDER [--slot N]", N_("write a signed decision, to be verified with OpenSSL"), cb_ctl_export },
  { NULL },
};

static void
print_help (void)
{
  g_print (_("Usage: casebookctl COMMAND …\n\n"));
  for (const CbCtlCommand *c = cb_ctl_commands; c->name != NULL; c++)
    g_print ("  casebookctl %s %s\n      %s\n", c->name, c->usage, _(c->summary));
  g_print ("\n%s\n", _("--slot N says whose passphrase opens the casebook (1 if not given); it is read from --passphrase-file FILE or the terminal.\n"
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

      if (space == NULL ? strcmp (argv[1], c->name) == 0
                        : argc > 2 && strncmp (argv[1], c->name, (gsize) (space - c->name)) == 0
                          && argv[1][space - c->name] == '\0' && strcmp (argv[2], space + 1) == 0)
        {
          *words = space == NULL ? 1 : 2;
          return c;
        }
    }
  return NULL;
}

int
cb_ctl_main (int    argc,
             char **argv)
{
  const CbCtlCommand *command;
  int words;

  if (argc < 2)
    return cb_ctl_usage (_("no command; see casebookctl --help"));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return CB_CTL_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("casebookctl %s\n", CB_VERSION);
      return CB_CTL_DONE;
    }
  command = find (argc, argv, &words);
  if (command == NULL)
    return cb_ctl_usage (_("no such command; see casebookctl --help"));
  return command->run (argc - words, argv + words);
}
