/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-recover-page.h"

#include "cb-new-passphrase.h"
#include "cb-passphrase.h"
#include "cb-passphrase-entry.h"
#include "cb-ui-names.h"
#include "cb-unlock-form.h"
#include "cb-widgets.h"

typedef struct
{
  char     *dir;
  guint     slot;
  CbSecret *code;          /* as typed */
  CbSecret *passphrase;
} Recovery;

struct _CbRecoverPage
{
  GtkWidget parent_instance;

  char      *dir;
  GtkWidget *box;
  GtkWidget *code;
  GtkWidget *number;
  GtkWidget *passphrase;
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *back;
  GtkWidget *open;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbRecoverPage, cb_recover_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  SIGNAL_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
recovery_free (Recovery *r)
{
  g_free (r->dir);
  g_clear_pointer (&r->code, cb_secret_free);
  g_clear_pointer (&r->passphrase, cb_secret_free);
  g_free (r);
}

static void
update (CbRecoverPage *self)
{
  gtk_widget_set_sensitive (self->open,
                            !self->busy && cb_passphrase_entry_length (CB_PASSPHRASE_ENTRY (self->code)) >= 36 &&
                            cb_new_passphrase_is_confirmed (CB_NEW_PASSPHRASE (self->passphrase)));
  gtk_widget_set_sensitive (self->back, !self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

static void
say (CbRecoverPage *self,
     const char    *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
}

static void
recover_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Recovery *r = data;
  GError *error = NULL;
  CbDesk *desk = cb_desk_recover (r->dir, (const char *) cb_secret_bytes (r->code), r->slot, r->passphrase, &error);

  if (desk == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, desk, g_object_unref);
}

static void
recovered_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  CbRecoverPage *self = CB_RECOVER_PAGE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->box == NULL)
    return;
  update (self);
  if (desk == NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence);
      return;
    }
  cb_new_passphrase_renew (CB_NEW_PASSPHRASE (self->passphrase));
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, desk);
}

static void
open_cb (CbRecoverPage *self)
{
  g_autoptr (CbSecret) typed = NULL;
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (GTask) task = NULL;
  Recovery *r;

  if (!gtk_widget_get_sensitive (self->open))
    return;

  /* A slip of the pen is told before the slow part. */
  typed = cb_passphrase_entry_dup (CB_PASSPHRASE_ENTRY (self->code));
  code = cb_recovery_code_from_text ((const char *) cb_secret_bytes (typed), NULL);
  if (code == NULL)
    {
      say (self, _("The code is not right: nine groups of four, and the last group checks the others. Compare it with the sheet."));
      cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (self->code), TRUE);
      gtk_widget_grab_focus (self->code);
      return;
    }

  r = g_new0 (Recovery, 1);
  r->dir = g_strdup (self->dir);
  r->slot = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number));
  r->code = g_steal_pointer (&typed);
  r->passphrase = cb_new_passphrase_dup (CB_NEW_PASSPHRASE (self->passphrase));
  cb_passphrase_entry_clear (CB_PASSPHRASE_ENTRY (self->code));
  self->busy = TRUE;
  say (self, _("Opening with the recovery code…"));
  update (self);
  task = g_task_new (self, NULL, recovered_cb, NULL);
  g_task_set_task_data (task, r, (GDestroyNotify) recovery_free);
  g_task_run_in_thread (task, recover_thread);
}

static void
back_cb (CbRecoverPage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
cb_recover_page_dispose (GObject *object)
{
  CbRecoverPage *self = CB_RECOVER_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->dir, g_free);

  G_OBJECT_CLASS (cb_recover_page_parent_class)->dispose (object);
}

static void
cb_recover_page_class_init (CbRecoverPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_recover_page_dispose;
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", CB_TYPE_RECOVER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CB_TYPE_DESK);
  signals[SIGNAL_BACK] =
    g_signal_new ("back", CB_TYPE_RECOVER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_recover_page_init (CbRecoverPage *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->code = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->code), _(CB_NAME_FOUND_CODE));
  g_signal_connect_swapped (self->code, "changed", G_CALLBACK (update), self);
  cb_unlock_form_append (form, _("Recovery code"),
                         _("From the sheet in the safe: nine groups of four. Capitals and hyphens do not matter."), self->code);

  self->number = cb_unlock_form_number_new ();
  cb_unlock_form_append (form, _("Number of the person"), _("Whose passphrase is lost. Their signing key is lost with it, and they get a new one: an authority’s holds at once, anybody else’s is certified by the authority under Settings."),
                         self->number);

  self->passphrase = cb_new_passphrase_new ();
  g_signal_connect_swapped (self->passphrase, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->passphrase, "activate", G_CALLBACK (open_cb), self);
  cb_unlock_form_append (form, _("New passphrase"), NULL, self->passphrase);

  self->message = cb_unlock_form_message_new ();
  gtk_box_append (GTK_BOX (form), self->message);
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (form),
                  cb_unlock_form_buttons_new (self, self->spinner, G_CALLBACK (back_cb), _(CB_NAME_FOUND_OPEN), G_CALLBACK (open_cb),
                                              &self->back, &self->open));

  self->box = cb_unlock_form_frame_new (_("Recovery"), form);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  update (self);
}

GtkWidget *
cb_recover_page_new (const char *dir)
{
  CbRecoverPage *self = g_object_new (CB_TYPE_RECOVER_PAGE, NULL);

  self->dir = g_strdup (dir);

  return GTK_WIDGET (self);
}
