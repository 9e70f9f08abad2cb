/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-clock.h"
#include "cb-journal.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define CB_TYPE_SAFETY_GROUP (cb_safety_group_get_type ())
G_DECLARE_FINAL_TYPE (CbSafetyGroup, cb_safety_group, CB, SAFETY_GROUP, AdwBin)

/*
 * Backup and verification take long and run on a thread of their own; how far they are stands in two integers that a timer of the main
 * loop reads.
 */
struct _CbSafetyGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  GtkWidget *backup;
  GtkWidget *verify;
  GtkWidget *progress;
  GtkWidget *result;
  guint      tick;
  int        permille;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbSafetyGroup, cb_safety_group, ADW_TYPE_BIN)

typedef struct
{
  CbSafetyGroup *group;
  CbDesk        *desk;
  char          *path;      /* backup */
  char          *finding;   /* verification: what is wrong, or NULL */
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->group);
  g_clear_object (&job->desk);
  g_free (job->path);
  g_free (job->finding);
  g_free (job);
}

static gboolean
tick_cb (gpointer data)
{
  CbSafetyGroup *self = data;
  int permille = g_atomic_int_get (&self->permille);

  if (permille > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), permille / 1000.0);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));

  return G_SOURCE_CONTINUE;
}

static void
say (CbSafetyGroup *self,
     const char    *text,
     const char    *css_class)
{
  gtk_widget_remove_css_class (self->result, "error");
  gtk_widget_remove_css_class (self->result, "success");
  if (css_class != NULL)
    gtk_widget_add_css_class (self->result, css_class);
  gtk_label_set_text (GTK_LABEL (self->result), text == NULL ? "" : text);
  gtk_widget_set_visible (self->result, text != NULL);
}

static void
set_busy (CbSafetyGroup *self,
          gboolean       busy)
{
  self->busy = busy;
  g_atomic_int_set (&self->permille, 0);
  gtk_widget_set_sensitive (self->backup, !busy);
  gtk_widget_set_sensitive (self->verify, !busy);
  gtk_widget_set_visible (self->progress, busy);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (busy)
    self->tick = g_timeout_add (120, tick_cb, self);
}

static Job *
job_new (CbSafetyGroup *self)
{
  Job *job = g_new0 (Job, 1);

  job->group = g_object_ref (self);
  job->desk = g_object_ref (self->desk);

  return job;
}

/* --- backup --- */

static void
backup_progress_cb (gint64   done,
                    gint64   total,
                    gpointer data)
{
  if (total > 0)
    g_atomic_int_set (&((CbSafetyGroup *) data)->permille, (int) (done * 1000 / total));
}

static void
backup_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (cb_vault_backup (cb_desk_vault (job->desk), job->path, backup_progress_cb, job->group, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
backed_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  CbSafetyGroup *self = CB_SAFETY_GROUP (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->desk == NULL)
    return;
  set_busy (self, FALSE);
  if (ok)
    say (self, _("The backup is written, read back and whole. Keep it somewhere else than this computer."), "success");
  else
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence, "error");
    }
}

static void
backup_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  CbSafetyGroup *self = CB_SAFETY_GROUP (object);
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (self), result, NULL);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (file == NULL || self->busy || self->desk == NULL)
    return;
  job = job_new (self);
  job->path = g_file_get_path (file);
  say (self, NULL, NULL);
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, backed_up_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, backup_thread);
}

static void
backup_cb (CbSafetyGroup *self)
{
  g_autofree char *date = cb_date_format (cb_clock_today ());
  g_autofree char *name = g_strdup_printf ("casebook-%s.cbbackup", date);

  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_SAVE, _("Back up the casebook"), name, "*.cbbackup",
                              backup_chosen_cb, NULL);
}

/* --- verification --- */

static void
verify_progress_cb (gdouble  done,
                    gpointer data)
{
  /* The pages come first and tell no progress: the second half is the records. */
  g_atomic_int_set (&((CbSafetyGroup *) data)->permille, 500 + (int) (done * 500));
}

static gpointer
verify_job (CbDesk        *desk,
            CbDb          *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  CbVerifyReport report = { 0 };
  Job *job = data;

  if (cb_journal_verify (db, FALSE, verify_progress_cb, job->group, &report, error) &&
      report.faults != NULL && report.faults->len > 0)
    job->finding = g_strdup (g_ptr_array_index (report.faults, 0));
  cb_verify_report_clear (&report);

  return NULL;
}

static void
verify_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_auto (GStrv) damages = cb_vault_check (cb_desk_vault (job->desk), &error);

  if (damages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (damages[0] != NULL)
    {
      job->finding = g_strjoinv ("\n", damages);
      g_task_return_boolean (task, FALSE);
      return;
    }
  cb_desk_read (job->desk, verify_job, job, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, job->finding == NULL);
}

static void
verified_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  CbSafetyGroup *self = CB_SAFETY_GROUP (object);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->desk == NULL)
    return;
  set_busy (self, FALSE);
  if (ok)
    say (self, _("Sound: every page, record, chain and signature was checked."), "success");
  else if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence, "error");
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_("Damaged. Restore the latest backup. %s"), job->finding);

      say (self, text, "error");
    }
}

static void
verify_cb (CbSafetyGroup *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->busy)
    return;
  say (self, NULL, NULL);
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, verified_cb, NULL);
  g_task_set_task_data (task, job_new (self), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, verify_thread);
}

/* --- what protects the casebook --- */

static GtkWidget *
state_new (gboolean    good,
           const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = cb_label_new (text, good ? "success" : "warning");

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (good ? "emblem-ok-symbolic" : "dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static gboolean
core_dumps_off (void)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0 && prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static void
append_states (GtkWidget *card)
{
  gboolean locked = cb_secret_memory_locked ();
  gboolean quiet = core_dumps_off ();

  gtk_box_append (GTK_BOX (card),
                  cb_settings_row_new (_("Keys in memory"), _("Never written to the swap file"),
                                       state_new (locked, locked ? _("Held in memory") : _("The system refused"))));
  gtk_box_append (GTK_BOX (card),
                  cb_settings_row_new (_("Crash dumps and debuggers"), _("Nobody reads the program's memory"),
                                       state_new (quiet, quiet ? _("Off") : _("On"))));
  gtk_box_append (GTK_BOX (card),
                  cb_settings_row_new (_("Encryption"), _("Everything in the casebook's folder"),
                                       state_new (TRUE, "SQLCipher 4, AES-256")));
}

static void
cb_safety_group_dispose (GObject *object)
{
  CbSafetyGroup *self = CB_SAFETY_GROUP (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_safety_group_parent_class)->dispose (object);
}

static void
cb_safety_group_class_init (CbSafetyGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_safety_group_dispose;
}

static void
cb_safety_group_init (CbSafetyGroup *self)
{
  GtkWidget *card = cb_card_new (_("Safety"));

  self->backup = gtk_button_new_with_mnemonic (_("_Back Up Now…"));
  self->verify = gtk_button_new_with_mnemonic (_("_Verify Now"));
  g_signal_connect_swapped (self->backup, "clicked", G_CALLBACK (backup_cb), self);
  g_signal_connect_swapped (self->verify, "clicked", G_CALLBACK (verify_cb), self);
  gtk_box_append (GTK_BOX (card), cb_settings_row_new (_("Backup"), _("One encrypted file, checked after writing"), self->backup));
  gtk_box_append (GTK_BOX (card), cb_settings_row_new (_("Verification"), _("Every page, record, chain and signature"), self->verify));
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_add_css_class (self->progress, "cb-line-progress");
  cb_widget_set_label (self->progress, _("Progress"));
  self->result = cb_label_new (NULL, "cb-line");
  gtk_label_set_wrap (GTK_LABEL (self->result), TRUE);
  gtk_widget_set_visible (self->result, FALSE);
  gtk_box_append (GTK_BOX (card), self->progress);
  gtk_box_append (GTK_BOX (card), self->result);
  append_states (card);
  adw_bin_set_child (ADW_BIN (self), card);
}

GtkWidget *
cb_safety_group_new (CbDesk *desk)
{
  CbSafetyGroup *self = g_object_new (CB_TYPE_SAFETY_GROUP, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}
