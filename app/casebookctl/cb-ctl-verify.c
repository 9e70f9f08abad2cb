/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>

typedef struct {
  CbVault        *vault;
  gboolean        rebuild;
  CbVerifyReport  report;
  char           *rolled_back;   /* what the anchor says against it, or NULL */
} Verify;

static void
progress (gdouble  done,
          gpointer data)
{
  cb_ctl_progress (_("Checking the records: %d %%"), (int) (done * 100));
}

static gpointer
verify_job (CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Verify *v = data;
  g_autoptr (GBytes) anchor = cb_vault_get_anchor (v->vault);
  g_autoptr (GError) local = NULL;

  if (anchor != NULL && !cb_journal_check_anchor (db, anchor, &local))
    {
      if (!g_error_matches (local, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_ROLLED_BACK)
          && !g_error_matches (local, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      v->rolled_back = g_strconcat ("anchor: ", local->message, NULL);
    }
  return cb_journal_verify (db, v->rebuild, progress, NULL, &v->report, error) ? v : NULL;
}

static void
print_json (const Verify *v,
            GPtrArray    *faults)
{
  const struct { const char *name; guint64 n; } numbers[] = {
    { "records", v->report.records }, { "changesets", v->report.changesets }, { "events", v->report.events },
    { "subjects", v->report.entities },
  };
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "sound");
  json_builder_add_boolean_value (json, faults->len == 0);
  json_builder_set_member_name (json, "rebuilt");
  json_builder_add_boolean_value (json, v->rebuild && faults->len == 0);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      json_builder_set_member_name (json, numbers[i].name);
      json_builder_add_int_value (json, (gint64) numbers[i].n);
    }
  json_builder_set_member_name (json, "faults");
  json_builder_begin_array (json);
  for (guint i = 0; i < faults->len; i++)
    json_builder_add_string_value (json, faults->pdata[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

static void
print_text (const Verify *v,
            GPtrArray    *faults)
{
  for (guint i = 0; i < faults->len; i++)
    cb_ctl_print ("%s\n", (const char *) faults->pdata[i]);
  cb_ctl_print (_("Records: %1$lu. Changesets: %2$lu. Events: %3$lu. Subjects: %4$lu.\n"), (gulong) v->report.records,
                (gulong) v->report.changesets, (gulong) v->report.events, (gulong) v->report.entities);
  if (faults->len == 0)
    cb_ctl_print ("%s\n", v->rebuild ? _("Sound: every page, chain, signature, right and total; and the tables rebuilt from the records are the same.")
                                     : _("Sound: every page, chain, signature, right and total."));
}

static int
verify_vault (CbCtl      *ctl,
              const char *dir,
              Verify     *v)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) damages = cb_vault_check (v->vault, &error);

  if (damages == NULL)
    return cb_ctl_fail (dir, error);
  for (guint i = 0; damages[i] != NULL; i++)
    g_ptr_array_add (faults, damages[i]);
  if (cb_vault_read_sync (v->vault, verify_job, v, NULL, &error) == NULL)
    {
      /* Where pages are damaged the journal cannot be read to its end; the pages were named. */
      if (faults->len == 0)
        return cb_ctl_fail (dir, error);
      g_ptr_array_add (faults, error->message);
    }
  cb_ctl_progress_end ();
  if (v->rolled_back != NULL)
    g_ptr_array_add (faults, v->rolled_back);
  for (guint i = 0; v->report.faults != NULL && i < v->report.faults->len; i++)
    g_ptr_array_add (faults, v->report.faults->pdata[i]);
  if (ctl->json)
    print_json (v, faults);
  else
    print_text (v, faults);
  if (faults->len == 0)
    return CB_CTL_DONE;
  return cb_ctl_refuse (_("%1$s: not sound: %2$s"), dir, (const char *) faults->pdata[0]);
}

int
cb_ctl_verify (CbCtl *ctl)
{
  Verify v = { 0 };
  const GOptionEntry own[] = {
    { "rebuild", 0, 0, G_OPTION_ARG_NONE, &v.rebuild, N_("Rebuild every table from the records in memory, and compare"), NULL },
    { NULL },
  };
  g_autoptr (CbSecret) passphrase = NULL;
  g_autoptr (CbVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  const char *dir;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  dir = ctl->argv[0];
  passphrase = cb_ctl_casebook_passphrase (ctl, dir, &code);
  if (passphrase == NULL)
    return code;
  /* Without a desk: a desk refuses a casebook that is not sound, and here it is to be said how. */
  v.vault = vault = cb_vault_unlock (dir, (guint) ctl->slot, passphrase, cb_desk_schemas (), &error);
  if (vault == NULL)
    return cb_ctl_fail (dir, error);
  code = verify_vault (ctl, dir, &v);
  if (v.report.faults != NULL)
    cb_verify_report_clear (&v.report);
  g_free (v.rolled_back);
  if (!cb_vault_lock (vault, &error) && code == CB_CTL_DONE)
    code = cb_ctl_fail (dir, error);
  return code;
}
