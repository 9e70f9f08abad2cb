/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-capsule.h"

/* The rules that the capsule names by their hash only: those of --pack, or rules.pack beside it, as an export lays them down. */
static CbPack *
pack_for (const char *capsule_file,
          const char *pack_file,
          int        *code)
{
  g_autofree char *folder = g_path_get_dirname (capsule_file);
  g_autofree char *beside = g_build_filename (folder, "rules.pack", NULL);

  if (pack_file == NULL && !g_file_test (beside, G_FILE_TEST_IS_REGULAR))
    {
      *code = cb_ctl_refuse (_("%s: the rules are not in it and not beside it as rules.pack; say where with --pack FILE"), capsule_file);
      return NULL;
    }
  return cb_ctl_read_pack (pack_file != NULL ? pack_file : beside, code);
}

static char *
hex (const guint8 *bytes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CB_CAPSULE_HASH_LEN; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static void
print_json (CbCapsule  *capsule,
            CbResult   *result,
            const char *difference)
{
  g_autofree char *hash = hex (cb_capsule_hash (capsule));
  g_autofree char *on = cb_date_format (cb_capsule_on (capsule));
  g_autofree char *text = cb_result_to_json (result, cb_ctl_language ());

  g_strchomp (text);
  cb_ctl_print ("{\"same\": %s, \"hash\": \"%s\", \"on\": \"%s\", \"engine\": ", difference == NULL ? "true" : "false", hash, on);
  cb_ctl_print_quoted (cb_capsule_engine (capsule));
  cb_ctl_print (", \"difference\": ");
  if (difference != NULL)
    cb_ctl_print_quoted (difference);
  else
    cb_ctl_print ("null");
  cb_ctl_print (", \"result\":\n%s}\n", text);
}

int
cb_ctl_replay (CbCtl *ctl)
{
  g_autofree char *pack_file = NULL;
  const GOptionEntry own[] = {
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack_file, N_("The rules, when the capsule does not carry them (rules.pack beside it)"), "FILE" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbCapsule) capsule = NULL;
  g_autoptr (CbPack) pack = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autofree char *difference = NULL;
  const char *file;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  file = ctl->argv[0];
  bytes = cb_ctl_read (file, &error);
  capsule = bytes != NULL ? cb_capsule_parse (bytes, &error) : NULL;
  if (capsule == NULL)
    return cb_ctl_fail (file, error);
  if (!cb_capsule_has_pack (capsule) && (pack = pack_for (file, pack_file, &code)) == NULL)
    return code;
  if (!cb_capsule_replay (capsule, pack, &result, &difference, &error))
    return cb_ctl_fail (file, error);
  if (ctl->json)
    print_json (capsule, result, difference);
  else
    cb_ctl_print_result (result, cb_ctl_language (), FALSE);
  if (difference != NULL)
    return cb_ctl_refuse (_("%1$s: the decision does not follow from its facts: %2$s"), file, difference);
  if (!ctl->json)
    cb_ctl_print ("%s\n", _("Worked out again from the facts and rules alone: the same in everything, to the fen."));
  return CB_CTL_DONE;
}
