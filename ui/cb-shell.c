/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-shell.h"

#include "cb-sign-dialog.h"

#include <glib/gi18n.h>

G_DEFINE_INTERFACE (CbShell, cb_shell, GTK_TYPE_WIDGET)

static void
cb_shell_default_init (CbShellInterface *iface)
{
}

static CbShell *
find_shell (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  while (root != NULL && !CB_IS_SHELL (root))
    {
      GtkWindow *parent = GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

      root = parent == NULL ? NULL : GTK_ROOT (parent);
    }

  return root == NULL ? NULL : CB_SHELL (root);
}

static GtkWindow *
find_window (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

void
cb_shell_toast (GtkWidget  *from,
                const char *text)
{
  cb_shell_toast_undo (from, text, NULL, NULL, NULL);
}

void
cb_shell_toast_undo (GtkWidget      *from,
                     const char     *text,
                     CbShellUndo     undo,
                     gpointer        data,
                     GDestroyNotify  free_data)
{
  CbShell *shell;

  g_return_if_fail (GTK_IS_WIDGET (from));

  shell = find_shell (from);
  if (shell != NULL)
    CB_SHELL_GET_IFACE (shell)->toast (shell, text, undo, data, free_data);
  else if (free_data != NULL)
    free_data (data);
}

void
cb_shell_error (GtkWidget    *from,
                const GError *error)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sentence = cb_error_sentence (error);
  cb_shell_toast (from, sentence);
}

void
cb_shell_go (GtkWidget   *from,
             const char  *page,
             const CbUid *subject)
{
  CbShell *shell;

  g_return_if_fail (GTK_IS_WIDGET (from));

  shell = find_shell (from);
  if (shell != NULL)
    CB_SHELL_GET_IFACE (shell)->go (shell, page, subject);
}

/* --- signing --- */

static void
sign_closed_cb (CbSignDialog *dialog,
                gboolean      is_signed,
                GTask        *task)
{
  if (is_signed)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "signing was given up");
}

static void
sign_unref_task (gpointer  data,
                 GClosure *closure)
{
  g_object_unref (data);
}

void
cb_shell_sign (GtkWidget           *from,
               CbDesk              *desk,
               const char          *what,
               GAsyncReadyCallback  callback,
               gpointer             data)
{
  CbSignDialog *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (CB_IS_DESK (desk));

  task = g_task_new (from, NULL, callback, data);
  g_task_set_source_tag (task, cb_shell_sign);
  dialog = cb_sign_dialog_new (find_window (from), desk, what);
  g_signal_connect_data (dialog, "closed", G_CALLBACK (sign_closed_cb), task, sign_unref_task, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
cb_shell_sign_finish (GtkWidget     *from,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, from), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- files --- */

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           GTask           *task)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no file was chosen");
  g_object_unref (task);
  g_object_unref (dialog);
}

void
cb_shell_choose_file_async (GtkWidget           *from,
                            CbChoose             how,
                            const char          *title,
                            const char          *name,
                            const char          *patterns,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  static const GtkFileChooserAction actions[] = {
    GTK_FILE_CHOOSER_ACTION_OPEN, GTK_FILE_CHOOSER_ACTION_SAVE, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
  };
  GtkFileChooserNative *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));

  task = g_task_new (from, NULL, callback, data);
  g_task_set_source_tag (task, cb_shell_choose_file_async);
  dialog = gtk_file_chooser_native_new (title, find_window (from), actions[how],
                                        how == CB_CHOOSE_SAVE ? _("_Save") : _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (how == CB_CHOOSE_SAVE && name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  if (patterns != NULL && how != CB_CHOOSE_FOLDER)
    {
      g_autoptr (GtkFileFilter) some = gtk_file_filter_new ();
      g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
      g_auto (GStrv) each = g_strsplit (patterns, ";", -1);

      for (guint i = 0; each[i] != NULL; i++)
        gtk_file_filter_add_pattern (some, each[i]);
      gtk_file_filter_set_name (some, patterns);
      gtk_file_filter_set_name (all, _("All files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), some);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
    }
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
cb_shell_choose_file_finish (GtkWidget     *from,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, from), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
