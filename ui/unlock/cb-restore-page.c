/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-restore-page.h"

#include "cb-clock.h"
#include "cb-desk.h"
#include "cb-passphrase.h"
#include "cb-passphrase-entry.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-unlock-form.h"
#include "cb-widgets.h"

typedef struct
{
  CbRestorePage *page;       /* for the progress */
  char          *file, *dir;
  guint          slot;       /* 0: @secret is the recovery code */
  CbSecret      *secret;
} Restoring;

struct _CbRestorePage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *file;
  GtkWidget *folder;
  GtkWidget *secret;
  GtkWidget *number;
  GtkWidget *message;
  GtkWidget *progress;
  GtkWidget *back;
  GtkWidget *restore;
  guint      tick;
  int        permille;       /* of the thread */
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbRestorePage, cb_restore_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_RESTORED,
  SIGNAL_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
restoring_free (Restoring *r)
{
  g_clear_object (&r->page);
  g_free (r->file);
  g_free (r->dir);
  g_clear_pointer (&r->secret, cb_secret_free);
  g_free (r);
}

static gboolean
is_filled (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry))[0] != '\0';
}

static void
update (CbRestorePage *self)
{
  gtk_widget_set_sensitive (self->restore, !self->busy && is_filled (self->file) && is_filled (self->folder)
                                           && cb_passphrase_entry_length (CB_PASSPHRASE_ENTRY (self->secret)) > 0);
  gtk_widget_set_sensitive (self->back, !self->busy);
}

static gboolean
tick_cb (gpointer data)
{
  CbRestorePage *self = data;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), g_atomic_int_get (&self->permille) / 1000.0);

  return G_SOURCE_CONTINUE;
}

static void
set_busy (CbRestorePage *self,
          gboolean       busy)
{
  self->busy = busy;
  g_atomic_int_set (&self->permille, 0);
  gtk_widget_set_visible (self->progress, busy);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (busy)
    self->tick = g_timeout_add (120, tick_cb, self);
  update (self);
}

/* --- restoring --- */

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer data)
{
  if (total > 0)
    g_atomic_int_set (&((CbRestorePage *) data)->permille, (int) (done * 1000 / total));
}

static void
restore_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Restoring *r = data;
  g_autofree char *parent = g_path_get_dirname (r->dir);
  GError *error = NULL;

  /* Should that fail, the restoring says why. */
  g_mkdir_with_parents (parent, 0700);
  if (cb_vault_restore (r->file, r->dir, r->slot, r->secret, progress_cb, r->page, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  CbRestorePage *self = CB_RESTORE_PAGE (object);
  const Restoring *r = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->box == NULL)
    return;
  set_busy (self, FALSE);
  if (ok)
    {
      g_autofree char *dir = g_strdup (r->dir);

      g_signal_emit (self, signals[SIGNAL_RESTORED], 0, dir);
    }
  else
    {
      g_autofree char *sentence = cb_error_sentence (error);

      gtk_label_set_text (GTK_LABEL (self->message), sentence);
      gtk_widget_grab_focus (self->secret);
    }
}

/* A recovery code checks itself, so there is no need to ask which of the two it is. */
static void
restore_cb (CbRestorePage *self)
{
  g_autoptr (CbSecret) typed = NULL;
  g_autoptr (GTask) task = NULL;
  Restoring *r;

  if (!gtk_widget_get_sensitive (self->restore))
    return;
  r = g_new0 (Restoring, 1);
  r->page = g_object_ref (self);
  r->file = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->file)));
  r->dir = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->folder)));
  typed = cb_passphrase_entry_take (CB_PASSPHRASE_ENTRY (self->secret));
  r->secret = cb_recovery_code_from_text ((const char *) cb_secret_bytes (typed), NULL);
  if (r->secret == NULL)
    {
      r->slot = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number));
      r->secret = g_steal_pointer (&typed);
    }
  gtk_label_set_text (GTK_LABEL (self->message), "");
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, restored_cb, NULL);
  g_task_set_task_data (task, r, (GDestroyNotify) restoring_free);
  g_task_run_in_thread (task, restore_thread);
}

static void
back_cb (CbRestorePage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
file_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  CbRestorePage *self = CB_RESTORE_PAGE (object);
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (object), result, NULL);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);

  if (path == NULL || self->box == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->file), path);
  gtk_widget_grab_focus (self->secret);
}

static void
choose_cb (CbRestorePage *self)
{
  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_OPEN, _("Choose the backup"), NULL, "*.cbbackup", file_chosen_cb, NULL);
}

/* --- building --- */

static void
cb_restore_page_dispose (GObject *object)
{
  CbRestorePage *self = CB_RESTORE_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (cb_restore_page_parent_class)->dispose (object);
}

static void
cb_restore_page_class_init (CbRestorePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_restore_page_dispose;
  signals[SIGNAL_RESTORED] =
    g_signal_new ("restored", CB_TYPE_RESTORE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BACK] =
    g_signal_new ("back", CB_TYPE_RESTORE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
file_new (CbRestorePage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *choose = gtk_button_new_with_mnemonic (_(CB_NAME_RESTORE_CHOOSE));

  self->file = gtk_entry_new ();
  gtk_widget_set_hexpand (self->file, TRUE);
  cb_widget_set_label (self->file, _(CB_NAME_RESTORE_FILE));
  g_signal_connect_swapped (self->file, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_cb), self);
  gtk_box_append (GTK_BOX (line), self->file);
  gtk_box_append (GTK_BOX (line), choose);

  return line;
}

static GtkWidget *
folder_new (CbRestorePage *self)
{
  g_autofree char *date = cb_date_format (cb_clock_today ());
  g_autofree char *name = g_strdup_printf ("restored-%s", date);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "casebook", name, NULL);

  self->folder = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->folder), path);
  cb_widget_set_label (self->folder, _(CB_NAME_RESTORE_FOLDER));
  g_signal_connect_swapped (self->folder, "changed", G_CALLBACK (update), self);

  return self->folder;
}

static void
cb_restore_page_init (CbRestorePage *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  cb_unlock_form_append (form, _("Backup"), NULL, file_new (self));
  cb_unlock_form_append (form, _("Into a new folder"), _("On a disk of this computer. What is there already is never touched."),
                         folder_new (self));
  self->secret = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->secret), _(CB_NAME_RESTORE_SECRET));
  g_signal_connect_swapped (self->secret, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->secret, "activate", G_CALLBACK (restore_cb), self);
  cb_unlock_form_append (form, _("Recovery code, or a passphrase"), _("Of the day on which the backup was made."), self->secret);
  self->number = cb_unlock_form_number_new ();
  cb_unlock_form_append (form, _("Number of the person"), _("Whose passphrase it is; with the recovery code it does not matter."),
                         self->number);
  self->message = cb_unlock_form_message_new ();
  gtk_box_append (GTK_BOX (form), self->message);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  cb_widget_set_label (self->progress, _("Progress"));
  gtk_box_append (GTK_BOX (form), self->progress);
  gtk_box_append (GTK_BOX (form),
                  cb_unlock_form_buttons_new (self, NULL, G_CALLBACK (back_cb), _(CB_NAME_RESTORE_BUTTON), G_CALLBACK (restore_cb),
                                              &self->back, &self->restore));

  self->box = cb_unlock_form_frame_new (_("Restore a backup"), form);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  update (self);
}

GtkWidget *
cb_restore_page_new (void)
{
  return g_object_new (CB_TYPE_RESTORE_PAGE, NULL);
}
