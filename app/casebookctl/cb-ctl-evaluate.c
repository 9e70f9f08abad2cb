/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cb-capsule.h"
#include "cb-ctl.h"
#include "cb-ctl-result.h"
#include "cb-evaluate.h"

static gboolean
read_all (const char *path,
          char      **text,
          gsize      *len,
          GError    **error)
{
  g_autoptr (GString) all = NULL;
  char buffer[4096];
  gssize n;

  if (strcmp (path, "-") != 0)
    return g_file_get_contents (path, text, len, error);
  all = g_string_new (NULL);
  while ((n = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    g_string_append_len (all, buffer, n);
  *len = all->len;
  *text = g_string_free (g_steal_pointer (&all), FALSE);
  return TRUE;
}

CbPack *
cb_ctl_load_pack (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  CbPack *pack = cb_pack_load_file (path, &faults, &error);

  if (pack == NULL && faults != NULL && faults->len > 0)
    {
      g_autofree char *first = cb_pack_fault_text (faults->pdata[0]);

      cb_ctl_refuse (_("%1$s (faults: %2$u; see casebookctl pack check)"), first, faults->len);
    }
  else if (pack == NULL)
    cb_ctl_fail (error);
  return pack;
}

int
cb_ctl_evaluate (int    argc,
                 char **argv)
{
  g_autofree char *pack_file = NULL;
  g_autofree char *on_text = NULL;
  gboolean explain = FALSE, json = FALSE;
  const GOptionEntry own[] = {
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack_file, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_STRING, &on_text, NULL, NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = NULL;
  g_autoptr (CbFacts) facts = NULL;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autofree char *text = NULL;
  CbDate on = CB_DATE_NONE, in_file = CB_DATE_NONE;
  CbMonth pay_month = CB_MONTH_NONE;
  gsize len;

  if (!cb_ctl_parse (&argc, &argv, own, NULL, 1, 1))
    return CB_CTL_USAGE;
  if (pack_file == NULL)
    return cb_ctl_usage (_("--pack FILE is needed"));
  if (on_text != NULL && !cb_date_parse (on_text, &on, NULL))
    return cb_ctl_usage (_("--on takes a date like 2026-09-01"));
  pack = cb_ctl_load_pack (pack_file);
  if (pack == NULL)
    return CB_CTL_REFUSED;
  if (!read_all (argv[1], &text, &len, &error)
      || (facts = cb_facts_from_json (pack, text, (gssize) len, &in_file, &pay_month, &error)) == NULL)
    return cb_ctl_fail (error);
  if (on == CB_DATE_NONE)
    on = in_file;
  if (on == CB_DATE_NONE)
    return cb_ctl_usage (_("--on DATE is needed"));
  program = cb_pack_compile (pack, on, pay_month, &error);
  result = program != NULL ? cb_evaluate (program, facts, explain ? CB_EVALUATE_EXPLAIN : CB_EVALUATE_NONE, &error) : NULL;
  if (result == NULL)
    return cb_ctl_fail (error);
  cb_ctl_print_result (result, explain, json);
  return CB_CTL_DONE;
}

/* The rules that a capsule names: those it carries, those of --pack, or rules.pack beside it. */
static CbPack *
pack_of (CbCapsule  *capsule,
         const char *path,
         const char *pack_file)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *beside = g_build_filename (folder, "rules.pack", NULL);

  if (pack_file == NULL && !g_file_test (beside, G_FILE_TEST_IS_REGULAR))
    {
      cb_ctl_refuse (_("the rules are not in this file and not beside it as rules.pack; say where with --pack FILE"));
      return NULL;
    }
  return cb_ctl_load_pack (pack_file != NULL ? pack_file : beside);
}

int
cb_ctl_replay (int    argc,
               char **argv)
{
  g_autofree char *pack_file = NULL;
  gboolean json = FALSE, explain = FALSE;
  const GOptionEntry own[] = {
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack_file, NULL, NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbCapsule) capsule = NULL;
  g_autoptr (CbPack) pack = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autofree char *difference = NULL;
  char *text;
  gsize len;

  if (!cb_ctl_parse (&argc, &argv, own, NULL, 1, 1))
    return CB_CTL_USAGE;
  if (!g_file_get_contents (argv[1], &text, &len, &error))
    return cb_ctl_fail (error);
  bytes = g_bytes_new_take (text, len);
  capsule = cb_capsule_parse (bytes, &error);
  if (capsule == NULL)
    return cb_ctl_fail (error);
  if (!cb_capsule_has_pack (capsule) && (pack = pack_of (capsule, argv[1], pack_file)) == NULL)
    return CB_CTL_REFUSED;
  if (!cb_capsule_replay (capsule, pack, &result, &difference, &error))
    return cb_ctl_fail (error);
  cb_ctl_print_result (result, explain, json);
  if (difference != NULL)
    return cb_ctl_refuse (_("the decision does not follow from its facts: %s"), difference);
  if (!json)
    g_print ("%s\n", _("Worked out again: the same in everything, to the fen."));
  return CB_CTL_DONE;
}
