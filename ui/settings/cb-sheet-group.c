/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-clock.h"
#include "cb-print.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>
#include <string.h>

#define CB_TYPE_SHEET_GROUP (cb_sheet_group_get_type ())
G_DECLARE_FINAL_TYPE (CbSheetGroup, cb_sheet_group, CB, SHEET_GROUP, AdwBin)

struct _CbSheetGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  CbSecret  *code;       /* while it is shown */
  GtkWidget *make;
  GtkWidget *spinner;
  GtkWidget *slip;       /* the new code, with what to do with it */
  GtkWidget *groups;
  GtkWidget *message;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbSheetGroup, cb_sheet_group, ADW_TYPE_BIN)

static void
update (CbSheetGroup *self)
{
  gtk_widget_set_sensitive (self->make, !self->busy && self->code == NULL);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
  gtk_widget_set_visible (self->slip, self->code != NULL);
}

static void
say (CbSheetGroup *self,
     const char   *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

/* Three groups to a line, as on paper. */
static void
show_code (CbSheetGroup *self)
{
  const char *code = (const char *) cb_secret_bytes (self->code);
  g_autoptr (CbSecret) lines = cb_secret_new (2 * strlen (code) + 1);
  char *to = (char *) cb_secret_data (lines);
  guint group = 0;

  for (const char *c = code; *c != '\0'; c++)
    {
      if (*c != '-')
        *to++ = *c;
      else if (++group % 3 == 0)
        *to++ = '\n';
      else
        {
          *to++ = ' ';
          *to++ = ' ';
        }
    }
  gtk_label_set_text (GTK_LABEL (self->groups), (const char *) cb_secret_bytes (lines));
}

static void
sheet_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  CbSecret *code = cb_desk_new_sheet (data, &error);

  if (code != NULL)
    g_task_return_pointer (task, code, (GDestroyNotify) cb_secret_free);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  CbSheetGroup *self = CB_SHEET_GROUP (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) code = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->desk == NULL)
    return;
  if (code == NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      say (self, sentence);
      update (self);
      return;
    }
  say (self, NULL);
  self->code = g_steal_pointer (&code);
  show_code (self);
  update (self);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbSheetGroup *self = CB_SHEET_GROUP (object);
  g_autoptr (GTask) task = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->desk == NULL || self->busy)
    return;
  self->busy = TRUE;
  say (self, NULL);
  update (self);
  task = g_task_new (self, NULL, made_cb, NULL);
  g_task_set_task_data (task, g_object_ref (self->desk), g_object_unref);
  g_task_run_in_thread (task, sheet_thread);
}

static void
make_cb (CbSheetGroup *self)
{
  if (!self->busy && self->code == NULL)
    cb_shell_sign (GTK_WIDGET (self), self->desk, _("Make a new recovery sheet for this desk. The sheet in the safe opens nothing any more."),
                   signed_cb, NULL);
}

static void
print_cb (CbSheetGroup *self)
{
  CbAuthority *authority = cb_desk_authority (self->desk);
  const CbDeskCert *cert = cb_authority_desk (authority, cb_desk_identity (self->desk));
  CbSheet sheet = {
    .kind = CB_SHEET_RECOVERY,
    .county = cb_authority_county (authority),
    .desk = cert != NULL ? cert->label : NULL,
    .date = cb_clock_today (),
    .secret = self->code,
  };

  if (self->code != NULL)
    cb_print_sheet (GTK_WIDGET (self), &sheet, _("Recovery sheet"));
}

static void
put_away_cb (CbSheetGroup *self)
{
  gtk_label_set_text (GTK_LABEL (self->groups), "");
  g_clear_pointer (&self->code, cb_secret_free);
  gtk_widget_grab_focus (self->make);
  update (self);
}

static void
cb_sheet_group_dispose (GObject *object)
{
  CbSheetGroup *self = CB_SHEET_GROUP (object);

  g_clear_pointer (&self->code, cb_secret_free);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_sheet_group_parent_class)->dispose (object);
}

static void
cb_sheet_group_class_init (CbSheetGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_sheet_group_dispose;
}

static GtkWidget *
slip_new (CbSheetGroup *self)
{
  GtkWidget *slip = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *text = cb_label_new (_("This code opens the casebook when a passphrase is lost, and gives the authority a new signing key. It "
                                    "is shown only now. Print it, seal it in an envelope, put it into the safe, and destroy the old one."),
                                  NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *print = gtk_button_new_with_mnemonic (_("_Print the Sheet…"));
  GtkWidget *done = gtk_button_new_with_mnemonic (_("Put _Away"));

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  self->groups = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->groups, "cb-secret");
  gtk_widget_add_css_class (self->groups, "cb-code");
  gtk_label_set_justify (GTK_LABEL (self->groups), GTK_JUSTIFY_CENTER);
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (print_cb), self);
  g_signal_connect_swapped (done, "clicked", G_CALLBACK (put_away_cb), self);
  cb_widget_set_tip (done, _("The code is not shown again"));
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), print);
  gtk_box_append (GTK_BOX (buttons), done);
  gtk_box_append (GTK_BOX (slip), text);
  gtk_box_append (GTK_BOX (slip), self->groups);
  gtk_box_append (GTK_BOX (slip), buttons);
  gtk_widget_add_css_class (slip, "cb-line");

  return slip;
}

static void
cb_sheet_group_init (CbSheetGroup *self)
{
  GtkWidget *card = cb_card_new (_("Recovery sheet"));
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->spinner = gtk_spinner_new ();
  self->make = gtk_button_new_with_mnemonic (_(CB_NAME_SETTINGS_SHEET));
  g_signal_connect_swapped (self->make, "clicked", G_CALLBACK (make_cb), self);
  gtk_box_append (GTK_BOX (end), self->spinner);
  gtk_box_append (GTK_BOX (end), self->make);
  gtk_box_append (GTK_BOX (card), cb_settings_row_new (_("The sheet in the safe"),
                                                       _("After it was used, or when somebody may have seen it"), end));
  self->slip = slip_new (self);
  gtk_box_append (GTK_BOX (card), self->slip);
  self->message = cb_label_new (NULL, "error");
  gtk_widget_add_css_class (self->message, "cb-line");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (card), self->message);
  adw_bin_set_child (ADW_BIN (self), card);
  update (self);
}

GtkWidget *
cb_sheet_group_new (CbDesk *desk)
{
  CbSheetGroup *self = g_object_new (CB_TYPE_SHEET_GROUP, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}
