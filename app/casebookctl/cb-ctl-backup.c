/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>

#include "cb-passphrase.h"

static void
progress (gint64   done,
          gint64   total,
          gpointer data)
{
  if (total > 0)
    cb_ctl_progress ("%s: %d %%", (const char *) data, (int) (done * 100 / total));
}

static void
print_done (CbCtl      *ctl,
            const char *name,
            const char *path,
            const char *text)
{
  JsonBuilder *json;

  if (!ctl->json)
    {
      cb_ctl_print ("%s: %s\n", path, text);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, path);
  json_builder_set_member_name (json, "verified");
  json_builder_add_boolean_value (json, TRUE);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

int
cb_ctl_backup (CbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  CbDesk *desk;
  const char *dir, *file;
  int code = CB_CTL_DONE;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, NULL, 2, 2))
    return cb_ctl_parsed_code (ctl);
  dir = ctl->argv[0];
  file = ctl->argv[1];
  if (g_file_test (file, G_FILE_TEST_EXISTS))
    return cb_ctl_refuse (_("%s: there is something of that name already; nothing was touched"), file);
  desk = cb_ctl_open (ctl, dir, &code);
  if (desk == NULL)
    return code;
  if (!cb_vault_backup (cb_desk_vault (desk), file, progress, (gpointer) _("Writing and reading again"), &error))
    code = cb_ctl_fail (file, error);
  cb_ctl_progress_end ();
  code = cb_ctl_close (desk, dir, code);
  if (code == CB_CTL_DONE)
    print_done (ctl, "backup", file, _("written, read again, and found whole"));
  return code;
}

int
cb_ctl_restore (CbCtl *ctl)
{
  gboolean recovery = FALSE;
  const GOptionEntry own[] = {
    { "recovery", 0, 0, G_OPTION_ARG_NONE, &recovery, N_("With the recovery code of the sheet, instead of a slot and its passphrase"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) secret = NULL;
  const char *file, *dir;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_ASKS, own, 2, 2))
    return cb_ctl_parsed_code (ctl);
  if (recovery == (ctl->slot != -1))
    return cb_ctl_usage (ctl, "%s", _("either --slot N or --recovery is needed"));
  file = ctl->argv[0];
  dir = ctl->argv[1];
  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return cb_ctl_refuse (_("%s: there is no such file"), file);
  secret = cb_ctl_passphrase (ctl, recovery ? _("Recovery code: ") : _("Passphrase: "), &code);
  if (secret == NULL)
    return code;
  if (recovery)
    {
      CbSecret *bytes = cb_recovery_code_from_text ((const char *) cb_secret_bytes (secret), &error);

      if (bytes == NULL)
        return cb_ctl_fail (NULL, error);
      cb_secret_free (secret);
      secret = bytes;
    }
  if (!cb_vault_restore (file, dir, recovery ? 0 : (guint) ctl->slot, secret, progress, (gpointer) _("Restoring"), &error))
    return cb_ctl_fail (file, error);
  cb_ctl_progress_end ();
  print_done (ctl, "casebook", dir, _("restored; it must be enrolled as a new desk before anybody records in it"));
  return CB_CTL_DONE;
}
