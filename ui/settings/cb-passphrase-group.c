/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-new-passphrase.h"
#include "cb-passphrase-entry.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#define CB_TYPE_PASSPHRASE_GROUP (cb_passphrase_group_get_type ())
G_DECLARE_FINAL_TYPE (CbPassphraseGroup, cb_passphrase_group, CB, PASSPHRASE_GROUP, AdwBin)

struct _CbPassphraseGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  GtkWidget *fold;
  GtkWidget *old;
  GtkWidget *fresh;
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *change;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbPassphraseGroup, cb_passphrase_group, ADW_TYPE_BIN)

typedef struct
{
  CbDesk   *desk;
  CbSecret *old;
  CbSecret *fresh;
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->desk);
  g_clear_pointer (&change->old, cb_secret_free);
  g_clear_pointer (&change->fresh, cb_secret_free);
  g_free (change);
}

static void
update (CbPassphraseGroup *self)
{
  gtk_widget_set_sensitive (self->change,
                            !self->busy && cb_passphrase_entry_length (CB_PASSPHRASE_ENTRY (self->old)) > 0 &&
                            cb_new_passphrase_is_confirmed (CB_NEW_PASSPHRASE (self->fresh)));
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

static void
say (CbPassphraseGroup *self,
     const char        *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

static void
change_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Change *change = data;
  GError *error = NULL;

  if (cb_desk_change_passphrase (change->desk, change->old, change->fresh, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  CbPassphraseGroup *self = CB_PASSPHRASE_GROUP (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->desk == NULL)
    return;
  if (!ok)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence);
      cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (self->old), TRUE);
      gtk_widget_grab_focus (self->old);
    }
  else
    {
      say (self, NULL);
      cb_new_passphrase_renew (CB_NEW_PASSPHRASE (self->fresh));
      cb_fold_set_open (self->fold, FALSE);
      cb_shell_toast (GTK_WIDGET (self), _("The new passphrase holds from now on."));
    }
  update (self);
}

static void
change_cb (CbPassphraseGroup *self)
{
  g_autoptr (GTask) task = NULL;
  Change *change;

  if (!gtk_widget_get_sensitive (self->change))
    return;
  change = g_new0 (Change, 1);
  change->desk = g_object_ref (self->desk);
  change->old = cb_passphrase_entry_take (CB_PASSPHRASE_ENTRY (self->old));
  change->fresh = cb_new_passphrase_dup (CB_NEW_PASSPHRASE (self->fresh));
  self->busy = TRUE;
  say (self, NULL);
  update (self);
  task = g_task_new (self, NULL, changed_cb, NULL);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_thread);
}

static void
cb_passphrase_group_dispose (GObject *object)
{
  g_clear_object (&CB_PASSPHRASE_GROUP (object)->desk);

  G_OBJECT_CLASS (cb_passphrase_group_parent_class)->dispose (object);
}

static void
cb_passphrase_group_class_init (CbPassphraseGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_passphrase_group_dispose;
}

static void
cb_passphrase_group_init (CbPassphraseGroup *self)
{
  GtkWidget *card = cb_card_new (_("My passphrase"));
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->old = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->old), _(CB_NAME_SIGN_PASSPHRASE));
  g_signal_connect_swapped (self->old, "changed", G_CALLBACK (update), self);
  self->fresh = cb_new_passphrase_new ();
  g_signal_connect_swapped (self->fresh, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->fresh, "activate", G_CALLBACK (change_cb), self);
  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  self->spinner = gtk_spinner_new ();
  self->change = gtk_button_new_with_mnemonic (_("_Change Passphrase"));
  g_signal_connect_swapped (self->change, "clicked", G_CALLBACK (change_cb), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->change);

  gtk_widget_set_margin_top (form, 10);
  gtk_box_append (GTK_BOX (form), cb_label_new (_("The present one"), "heading"));
  gtk_box_append (GTK_BOX (form), self->old);
  gtk_box_append (GTK_BOX (form), cb_label_new (_("The new one"), "heading"));
  gtk_box_append (GTK_BOX (form), self->fresh);
  gtk_box_append (GTK_BOX (form), self->message);
  gtk_box_append (GTK_BOX (form), buttons);

  self->fold = cb_fold_new (_("_Change my passphrase"), form);
  gtk_widget_add_css_class (self->fold, "cb-line");
  gtk_box_append (GTK_BOX (card), self->fold);
  adw_bin_set_child (ADW_BIN (self), card);
  update (self);
}

GtkWidget *
cb_passphrase_group_new (CbDesk *desk)
{
  CbPassphraseGroup *self = g_object_new (CB_TYPE_PASSPHRASE_GROUP, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}
