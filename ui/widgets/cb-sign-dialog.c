/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-sign-dialog.h"

#include "cb-passphrase-entry.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbSignDialog
{
  AdwWindow parent_instance;

  CbDesk    *desk;
  GtkWidget *entry;
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *cancel;
  GtkWidget *sign;
  gboolean   busy;
  gboolean   done;
};

G_DEFINE_FINAL_TYPE (CbSignDialog, cb_sign_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
finish (CbSignDialog *self,
        gboolean      is_signed)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, is_signed);
}

static void
set_busy (CbSignDialog *self,
          gboolean      busy)
{
  self->busy = busy;
  cb_widget_set_busy (self->entry, busy);
  gtk_widget_set_sensitive (self->sign, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (CbSignDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (cb_desk_sign_in_finish (CB_DESK (source), result, &error))
    {
      if (self->done)
        return;     /* given up, or locked, while the key was derived */
      finish (self, TRUE);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (self->done)
    return;

  set_busy (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *sentence = cb_error_sentence (error);

      gtk_label_set_text (GTK_LABEL (self->message), sentence);
      gtk_widget_set_visible (self->message, TRUE);
      cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (self->entry), TRUE);
    }
  gtk_widget_grab_focus (self->entry);
}

static void
sign_cb (CbSignDialog *self)
{
  if (self->busy || cb_passphrase_entry_length (CB_PASSPHRASE_ENTRY (self->entry)) == 0)
    return;

  set_busy (self, TRUE);
  cb_desk_sign_in_async (self->desk, cb_passphrase_entry_take (CB_PASSPHRASE_ENTRY (self->entry)),
                         signed_in_cb, g_object_ref (self));
}

static gboolean
cb_sign_dialog_close_request (GtkWindow *window)
{
  finish (CB_SIGN_DIALOG (window), FALSE);

  return GTK_WINDOW_CLASS (cb_sign_dialog_parent_class)->close_request (window);
}

static void
cb_sign_dialog_dispose (GObject *object)
{
  CbSignDialog *self = CB_SIGN_DIALOG (object);

  finish (self, FALSE);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_sign_dialog_parent_class)->dispose (object);
}

static void
cb_sign_dialog_class_init (CbSignDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_sign_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = cb_sign_dialog_close_request;

  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", CB_TYPE_SIGN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cb_sign_dialog_init (CbSignDialog *self)
{
  GtkWidget *handle = gtk_window_handle_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label;

  gtk_widget_add_css_class (GTK_WIDGET (self), "cb-dialog");
  gtk_widget_set_size_request (box, 420, -1);
  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 20);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);

  label = cb_label_new (_("Sign"), "title-3");
  gtk_box_append (GTK_BOX (box), label);

  self->entry = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->entry), _(CB_NAME_SIGN_PASSPHRASE));
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (sign_cb), self);

  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->message), 44);
  gtk_widget_set_visible (self->message, FALSE);

  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_hexpand (self->spinner, TRUE);
  gtk_widget_set_halign (self->spinner, GTK_ALIGN_START);

  self->cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel), "window.close");
  gtk_widget_set_hexpand (self->cancel, TRUE);
  gtk_widget_set_halign (self->cancel, GTK_ALIGN_END);
  self->sign = gtk_button_new_with_mnemonic (_(CB_NAME_SIGN_BUTTON));
  gtk_widget_add_css_class (self->sign, "suggested-action");
  g_signal_connect_swapped (self->sign, "clicked", G_CALLBACK (sign_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->cancel);
  gtk_box_append (GTK_BOX (buttons), self->sign);

  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (handle), box);
  adw_window_set_content (ADW_WINDOW (self), handle);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_resizable (GTK_WINDOW (self), FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _("Sign"));
  gtk_window_set_focus (GTK_WINDOW (self), self->entry);
}

CbSignDialog *
cb_sign_dialog_new (GtkWindow  *parent,
                    CbDesk     *desk,
                    const char *what)
{
  CbSignDialog *self = g_object_new (CB_TYPE_SIGN_DIALOG, "transient-for", parent, NULL);
  GtkWidget *label = cb_label_new (what, NULL);
  const CbPerson *person = cb_desk_person (desk);
  g_autofree char *who = g_strdup_printf (_("Signed in the name of %s, with their own key."),
                                          person == NULL ? "" : person->name);
  GtkWidget *who_label = cb_label_new (who, "dim-label");

  self->desk = g_object_ref (desk);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_label_set_wrap (GTK_LABEL (who_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (who_label), 44);
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (self->entry)), label,
                              gtk_widget_get_prev_sibling (self->entry));
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (self->entry)), who_label, label);

  return self;
}
