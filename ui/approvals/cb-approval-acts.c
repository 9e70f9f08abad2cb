/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-approval-acts.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-caseload.h"
#include "cb-shell.h"

struct _CbSharedDraft { CbDecisionDraft *draft; };

static void
shared_clear (gpointer data)
{
  g_clear_pointer (&((CbSharedDraft *) data)->draft, cb_decision_draft_free);
}

CbSharedDraft *
cb_shared_draft_new (CbDecisionDraft *draft)
{
  CbSharedDraft *shared = g_atomic_rc_box_new0 (CbSharedDraft);

  shared->draft = draft;
  return shared;
}

CbSharedDraft *
cb_shared_draft_ref (CbSharedDraft *shared)
{
  return g_atomic_rc_box_acquire (shared);
}

void
cb_shared_draft_unref (CbSharedDraft *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

const CbDecisionDraft *
cb_shared_draft_get (CbSharedDraft *shared)
{
  return shared->draft;
}

/* --- in words --- */

const CbOutcome *
cb_approval_outcome (const CbDecisionDraft *draft)
{
  return cb_result_find (cb_assessment_result (draft->now), draft->c->programme);
}

guint
cb_approval_persons (const CbDecisionDraft *draft)
{
  guint persons = cb_result_persons (cb_assessment_result (draft->now), draft->c->programme);

  return persons > 0 ? persons : draft->c->persons;
}

char *
cb_approval_what (const CbDecisionDraft *draft)
{
  const CbOutcome *outcome = cb_approval_outcome (draft);
  const guint persons = cb_approval_persons (draft);
  g_autofree char *amount = NULL, *month = NULL;

  if (outcome == NULL)
    return g_strdup (cb_programme_title (draft->c->programme));
  if (outcome->status == CB_STATUS_NOT_ELIGIBLE)
    /* TRANSLATORS: programme */
    return g_strdup_printf (_("%s: no entitlement"), cb_programme_title (draft->c->programme));
  month = outcome->start != CB_MONTH_NONE ? cb_month_format (outcome->start) : g_strdup ("");
  if (outcome->pay == CB_PAY_ONCE)
    {
      amount = cb_money_format (outcome->amount, TRUE);
      /* TRANSLATORS: amount, month, number of persons */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s yuan once, in %s, %u person", "%s yuan once, in %s, %u persons", persons),
                              amount, month, persons);
    }
  if (outcome->pay != CB_PAY_MONTHLY)
    /* TRANSLATORS: programme, month, number of persons */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s from %s, %u person", "%s from %s, %u persons", persons),
                            cb_programme_title (draft->c->programme), month, persons);
  amount = cb_money_format (outcome->amount, TRUE);
  /* TRANSLATORS: amount, month, number of persons */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s yuan a month from %s, %u person", "%s yuan a month from %s, %u persons",
                                       persons), amount, month, persons);
}

char *
cb_approval_share (const CbDecisionDraft *draft)
{
  const CbOutcome *outcome = cb_approval_outcome (draft);
  CbMoney township = 0;
  g_autofree char *amount = NULL;

  for (guint i = 0; outcome != NULL && outcome->pay == CB_PAY_ONCE && i < outcome->lines->len; i++)
    {
      const CbLine *line = &g_array_index (outcome->lines, CbLine, i);

      if (strcmp (line->value, "household.temporary_township") == 0)
        township += line->fen;
    }
  if (township == 0 || township == outcome->amount)
    return NULL;
  amount = cb_money_format (township, TRUE);
  return g_strdup_printf (_("of this %s yuan from the township at once, the rest from the county"), amount);
}

/* --- deciding --- */

typedef struct
{
  GtkWidget     *from;
  CbDesk        *desk;
  CbSharedDraft *shared;
  gboolean       confirm;
  char          *reasons;
  CbDecided      done;
} Decide;

static void
decide_free (Decide *decide)
{
  g_object_unref (decide->from);
  g_object_unref (decide->desk);
  cb_shared_draft_unref (decide->shared);
  g_free (decide->reasons);
  g_free (decide);
}

typedef struct { CbSharedDraft *shared; gboolean confirm; char *reasons; } Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  cb_shared_draft_unref (job->shared);
  g_free (job->reasons);
  g_free (job);
}

static gpointer
decide_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  Job *job = data;

  return GINT_TO_POINTER (cb_case_decide (desk, db, job->shared->draft, job->confirm, job->reasons, error));
}

static void
decided_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Decide *decide = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  /* One passphrase, one signature. */
  cb_desk_sign_out (decide->desk);
  decide->done (decide->from, decide->shared->draft, decide->confirm, error);
  decide_free (decide);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Decide *decide = data;
  g_autoptr (GError) error = NULL;
  Job *job;

  if (!cb_shell_sign_finish (decide->from, result, &error))
    {
      decide->done (decide->from, decide->shared->draft, decide->confirm, error);
      decide_free (decide);
      return;
    }
  job = g_new0 (Job, 1);
  job->shared = cb_shared_draft_ref (decide->shared);
  job->confirm = decide->confirm;
  job->reasons = g_strdup (decide->reasons);
  cb_desk_write_async (decide->desk, decide_worker, job, job_free, NULL, NULL, decided_cb, decide);
}

void
cb_approval_decide (GtkWidget     *from,
                    CbDesk        *desk,
                    CbSharedDraft *shared,
                    gboolean       confirm,
                    const char    *reasons,
                    CbDecided      done)
{
  Decide *decide = g_new0 (Decide, 1);
  g_autofree char *what = cb_approval_what (shared->draft);
  g_autofree char *sentence = NULL;

  decide->from = g_object_ref (from);
  decide->desk = g_object_ref (desk);
  decide->shared = cb_shared_draft_ref (shared);
  decide->confirm = confirm;
  decide->reasons = g_strdup (reasons);
  decide->done = done;
  if (confirm && *reasons != '\0')
    /* TRANSLATORS: name, what is decided, reasons */
    sentence = g_strdup_printf (_("You confirm for %s: %s. Your reasons: %s"), shared->draft->c->head, what, reasons);
  else
    sentence = confirm
               /* TRANSLATORS: name, what is decided */
               ? g_strdup_printf (_("You confirm for %s: %s."), shared->draft->c->head, what)
               /* TRANSLATORS: programme, name, reasons */
               : g_strdup_printf (_("You refuse %s to %s: %s"), cb_programme_title (shared->draft->c->programme),
                                  shared->draft->c->head, reasons);
  cb_shell_sign (from, desk, sentence, signed_in_cb, decide);
}

/* --- exporting --- */

typedef struct { GtkWidget *from; CbDesk *desk; CbUid uid; char *folder; } Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->from);
  g_clear_object (&export->desk);
  g_free (export->folder);
  g_free (export);
}

static void
export_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;

  if (cb_case_export (export->desk, &export->uid, export->folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    cb_shell_toast (GTK_WIDGET (source), _("The decision was written for verification."));
  else
    cb_shell_error (GTK_WIDGET (source), error);
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = cb_shell_choose_file_finish (export->from, result, &error);
  g_autoptr (GTask) task = NULL;

  if (folder == NULL)
    {
      cb_shell_error (export->from, error);
      export_free (export);
      return;
    }
  /* A folder of its own inside the one that was chosen: named by chance, so that the name tells nothing. */
  {
    g_autofree char *parent = g_file_get_path (folder);
    CbUid chance = cb_uid_new ();
    g_autofree char *uid = cb_uid_to_text (&chance);
    g_autofree char *name = g_strdup_printf ("decision-%.8s", uid);

    export->folder = g_build_filename (parent != NULL ? parent : "", name, NULL);
  }
  task = g_task_new (export->from, NULL, exported_cb, NULL);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_thread);
}

void
cb_approval_export (GtkWidget   *from,
                    CbDesk      *desk,
                    const CbUid *uid)
{
  Export *export = g_new0 (Export, 1);

  export->from = g_object_ref (from);
  export->desk = g_object_ref (desk);
  export->uid = *uid;
  cb_shell_choose_file_async (from, CB_CHOOSE_FOLDER, _("Folder for the Decision"), NULL, NULL, folder_chosen_cb, export);
}
