/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unsaved-dialog.h"

#include <glib/gi18n.h>

#include "cb-editor.h"
#include "cb-widgets.h"

#define MOST_LINES    6
#define MOST_HEIGHT 240

typedef struct
{
  GtkWindow  *parent;     /* outlives its dialogs */
  CbUnsaved  *unsaved;
  gboolean    closing;
  guint       fields;
  CbLeaveFunc func;
  gpointer    data;
} Asked;

static void
answer (GtkWidget *dialog,
        CbLeave    choice)
{
  const Asked *asked = g_object_get_data (G_OBJECT (dialog), "cb-asked");

  asked->func (choice, asked->data);
}

static GtkWidget *
dialog_new (const Asked *asked,
            const char  *heading,
            const char  *body)
{
  GtkWidget *dialog = adw_message_dialog_new (asked->parent, heading, body);

  g_object_set_data_full (G_OBJECT (dialog), "cb-asked", g_memdup2 (asked, sizeof *asked), g_free);

  return dialog;
}

static void
add (GtkWidget             *dialog,
     const char            *id,
     const char            *label,
     AdwResponseAppearance  appearance)
{
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), id, label);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), id, appearance);
}

static GtkWidget *
list_new (CbUnsaved *unsaved)
{
  g_autoptr (GPtrArray) list = cb_unsaved_list (unsaved, TRUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  for (guint i = 0; i < list->len; i++)
    {
      const CbUnsavedHousehold *h = g_ptr_array_index (list, i);
      g_autofree char *fields = cb_unsaved_fields (h);
      /* TRANSLATORS: the name of a household's head; one or several fields. */
      g_autofree char *text = g_strdup_printf (_("%s: %s"), cb_unsaved_title (h), fields);
      GtkWidget *label = cb_label_new (text, NULL);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (box), label);
    }

  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                       "vscrollbar-policy", list->len > MOST_LINES ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER,
                       "max-content-height", MOST_HEIGHT, "child", box, NULL);
}

/* NULL: what is there cannot be read, and trying again would not help. */
static const GError *
first_failure (CbUnsaved *unsaved)
{
  g_autoptr (GPtrArray) list = cb_unsaved_list (unsaved, TRUE);

  for (guint i = 0; i < list->len; i++)
    {
      const GError *error = cb_editor_get_save_error (CB_EDITOR (((CbUnsavedHousehold *) g_ptr_array_index (list, i))->work));

      if (error != NULL)
        return error;
    }

  return NULL;
}

/* --- the second act --- */

static void
sure_cb (GtkWidget  *dialog,
         const char *response)
{
  const Asked *asked = g_object_get_data (G_OBJECT (dialog), "cb-asked");

  if (g_strcmp0 (response, "discard") == 0)
    answer (dialog, CB_LEAVE_DISCARD);
  else if (asked->unsaved != NULL)
    answer (dialog, CB_LEAVE_BACK);
}

static GtkWindow *
ask_sure (const Asked *asked)
{
  g_autofree char *heading = g_strdup_printf (ngettext ("Discard %u field?", "Discard %u fields?", asked->fields), asked->fields);
  GtkWidget *dialog = dialog_new (asked, heading, _("What was typed there cannot be brought back."));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list_new (asked->unsaved));
  add (dialog, "back", _("_Go Back to It"), ADW_RESPONSE_DEFAULT);
  add (dialog, "discard", _("_Discard"), ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect (dialog, "response", G_CALLBACK (sure_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}

/* --- asking --- */

static void
asked_cb (GtkWidget  *dialog,
          const char *response)
{
  if (g_strcmp0 (response, "discard") == 0)
    ask_sure (g_object_get_data (G_OBJECT (dialog), "cb-asked"));
  else
    answer (dialog, g_strcmp0 (response, "save") == 0   ? CB_LEAVE_SAVE
                    : g_strcmp0 (response, "keep") == 0 ? CB_LEAVE_KEEP
                                                        : CB_LEAVE_BACK);
}

GtkWindow *
cb_unsaved_dialog_ask (GtkWindow   *parent,
                       CbUnsaved   *unsaved,
                       gboolean     closing,
                       CbLeaveFunc  func,
                       gpointer     data)
{
  const Asked asked = { parent, unsaved, closing, cb_unsaved_count (unsaved), func, data };
  g_autofree char *heading = g_strdup_printf (ngettext ("%u field is not saved", "%u fields are not saved", asked.fields), asked.fields);
  const GError *failure = first_failure (unsaved);
  g_autofree char *why = failure != NULL ? cb_error_sentence (failure) : g_strdup (_("It cannot be read yet."));
  /* TRANSLATORS: a sentence that says why something is not saved. */
  g_autofree char *body = g_strdup_printf (_("%s You can keep it: it is encrypted with the casebook, and back in its field when you unlock "
                                             "again."), why);
  GtkWidget *dialog = dialog_new (&asked, heading, body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list_new (unsaved));
  add (dialog, "back", _("_Go Back to It"), ADW_RESPONSE_DEFAULT);
  add (dialog, "discard", _("_Discard…"), ADW_RESPONSE_DESTRUCTIVE);
  if (failure != NULL)
    add (dialog, "save", _("_Save Again"), ADW_RESPONSE_DEFAULT);
  add (dialog, "keep", closing ? _("_Keep It and Close") : _("_Keep It and Lock"), ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect (dialog, "response", G_CALLBACK (asked_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}

GtkWindow *
cb_unsaved_dialog_lose (GtkWindow   *parent,
                        guint        fields,
                        CbLeaveFunc  func,
                        gpointer     data)
{
  const Asked asked = { parent, NULL, TRUE, fields, func, data };
  g_autofree char *heading = g_strdup_printf (ngettext ("%u field could not be written", "%u fields could not be written", fields), fields);
  GtkWidget *dialog = dialog_new (&asked, heading,
                                  _("The disk took nothing more. What was typed there is sealed in this window only, and lost when it closes. "
                                    "Make room and unlock again: then it is back, and can be saved."));

  add (dialog, "back", _("_Stay"), ADW_RESPONSE_SUGGESTED);
  add (dialog, "discard", _("_Close and Lose It"), ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect (dialog, "response", G_CALLBACK (sure_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}
