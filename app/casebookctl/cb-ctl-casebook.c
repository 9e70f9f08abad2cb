/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case.h"
#include "cb-ctl.h"
#include "cb-passphrase.h"

/* --- verify --- */

typedef struct { CbVerifyReport report; } Verifying;

static gpointer
verify_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Verifying *v = data;

  return cb_journal_verify (db, TRUE, NULL, NULL, &v->report, error) ? v : NULL;
}

static void
print_report (const CbVerifyReport *report,
              GStrv                 damages,
              gboolean              json)
{
  guint n_damages = g_strv_length (damages);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!json)
    {
      for (guint i = 0; i < n_damages; i++)
        g_print ("%s\n", damages[i]);
      for (guint i = 0; i < report->faults->len; i++)
        g_print ("%s\n", (const char *) report->faults->pdata[i]);
      g_print (_("Records: %1$" G_GUINT64_FORMAT ", changesets: %2$" G_GUINT64_FORMAT ", events: %3$" G_GUINT64_FORMAT
                 ", subjects: %4$" G_GUINT64_FORMAT ", faults: %5$u\n"),
               report->records, report->changesets, report->events, report->entities, n_damages + report->faults->len);
      return;
    }
  g_string_append_printf (out, "{\"sound\":%s,\"records\":%" G_GUINT64_FORMAT ",\"changesets\":%" G_GUINT64_FORMAT
                          ",\"events\":%" G_GUINT64_FORMAT ",\"subjects\":%" G_GUINT64_FORMAT ",\"faults\":[",
                          n_damages + report->faults->len == 0 ? "true" : "false", report->records, report->changesets,
                          report->events, report->entities);
  for (guint i = 0; i < n_damages + report->faults->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      cb_ctl_put_json_string (out, i < n_damages ? damages[i] : report->faults->pdata[i - n_damages]);
    }
  g_print ("%s]}\n", out->str);
}

int
cb_ctl_verify (int    argc,
               char **argv)
{
  g_auto (CbCtlOptions) o = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = NULL;
  g_auto (GStrv) damages = NULL;
  Verifying v = { 0 };
  gboolean sound;

  if (!cb_ctl_parse (&argc, &argv, NULL, &o, 1, 1))
    return CB_CTL_USAGE;
  desk = cb_ctl_unlock (argv[1], &o, &error);
  damages = desk != NULL ? cb_vault_check (cb_desk_vault (desk), &error) : NULL;
  if (damages == NULL || cb_desk_read (desk, verify_job, &v, &error) == NULL)
    return cb_ctl_fail (error);
  sound = *damages == NULL && v.report.faults->len == 0;
  print_report (&v.report, damages, o.json);
  if (!sound)
    cb_ctl_refuse (_("the casebook is not sound: %s"), *damages != NULL ? *damages : (const char *) v.report.faults->pdata[0]);
  cb_verify_report_clear (&v.report);
  if (!cb_desk_lock (desk, &error))
    return cb_ctl_fail (error);
  return sound ? CB_CTL_DONE : CB_CTL_REFUSED;
}

/* --- backup and restore --- */

int
cb_ctl_backup (int    argc,
               char **argv)
{
  g_auto (CbCtlOptions) o = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = NULL;

  if (!cb_ctl_parse (&argc, &argv, NULL, &o, 2, 2))
    return CB_CTL_USAGE;
  desk = cb_ctl_unlock (argv[1], &o, &error);
  if (desk == NULL || !cb_vault_backup (cb_desk_vault (desk), argv[2], NULL, NULL, &error) || !cb_desk_lock (desk, &error))
    return cb_ctl_fail (error);
  g_print ("%s\n", o.json ? "{\"done\":true}" : _("The backup is written and verified."));
  return CB_CTL_DONE;
}

int
cb_ctl_restore (int    argc,
                char **argv)
{
  g_auto (CbCtlOptions) o = { 0 };
  gboolean recovery = FALSE;
  const GOptionEntry own[] = { { "recovery", 0, 0, G_OPTION_ARG_NONE, &recovery, NULL, NULL }, { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) secret = NULL;

  if (!cb_ctl_parse (&argc, &argv, own, &o, 2, 2))
    return CB_CTL_USAGE;
  secret = cb_ctl_passphrase (o.passphrase_file, recovery ? _("Recovery code: ") : _("Passphrase: "), &error);
  if (secret != NULL && recovery)
    {
      CbSecret *code = cb_recovery_code_from_text ((const char *) cb_secret_bytes (secret), &error);

      cb_secret_free (secret);
      secret = code;
    }
  if (secret == NULL || !cb_vault_restore (argv[1], argv[2], recovery ? 0 : (guint) o.slot, secret, NULL, NULL, &error))
    return cb_ctl_fail (error);
  g_print ("%s\n", o.json ? "{\"done\":true}" : _("The casebook is restored. It must be enrolled as a new desk before it is worked with."));
  return CB_CTL_DONE;
}

/* --- export --- */

static gpointer
find_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const char *number = data;
  CbUid uid;

  if (cb_uid_from_text (number, &uid))
    return g_memdup2 (&uid, sizeof uid);
  return cb_case_find_number (db, number, &uid, error) ? g_memdup2 (&uid, sizeof uid) : NULL;
}

int
cb_ctl_export (int    argc,
               char **argv)
{
  g_auto (CbCtlOptions) o = { 0 };
  g_autofree char *number = NULL;
  g_autofree char *out = NULL;
  const GOptionEntry own[] = {
    { "decision", 0, 0, G_OPTION_ARG_STRING, &number, NULL, NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, NULL, NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = NULL;
  g_autofree CbUid *uid = NULL;

  if (!cb_ctl_parse (&argc, &argv, own, &o, 1, 1))
    return CB_CTL_USAGE;
  if (number == NULL || out == NULL)
    return cb_ctl_usage (_("--decision NUMBER and --out FOLDER are needed"));
  desk = cb_ctl_unlock (argv[1], &o, &error);
  uid = desk != NULL ? cb_desk_read (desk, find_job, number, &error) : NULL;
  if (uid == NULL || !cb_case_export (desk, uid, out, &error) || !cb_desk_lock (desk, &error))
    return cb_ctl_fail (error);
  g_print ("%s\n", o.json ? "{\"done\":true}" : _("The decision is written. verify.txt says how to check it."));
  return CB_CTL_DONE;
}
