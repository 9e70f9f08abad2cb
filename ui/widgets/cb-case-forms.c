/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-forms.h"

#include <glib/gi18n.h>
#include "cb-caseload.h"
#include "cb-widgets.h"

/* The programmes that can be applied for. */
static const char *const programmes[] = { "dibao", "tekun", "edge", "rigid", "living", "nursing", "temporary", "child" };

typedef enum { SUBMIT, OPINION, WITHDRAW } What;

/* One form; freed with its widget. */
typedef struct
{
  What        what;
  CbDesk     *desk;
  CbUid       uid;             /* household, or case */
  GtkWidget  *from;            /* borrowed: the bar around it outlives its popovers */
  CbCaseDone  done;
  GtkWidget  *programme, *agree, *text, *button, *fault;
} Form;

/* What goes to the vault's thread. */
typedef struct
{
  What     what;
  CbUid    uid;
  char    *programme, *text;
  gboolean agree;
} Act;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_clear_object (&form->desk);
  g_free (form);
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_free (act->programme);
  g_free (act->text);
  g_free (act);
}

static gpointer
act_worker (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Act *act = data;
  CbUid uid = CB_UID_NONE;
  gboolean good = FALSE;

  switch (act->what)
    {
    case SUBMIT:
      good = cb_case_submit (desk, db, &act->uid, act->programme, act->text, &uid, error);
      break;
    case OPINION:
      good = cb_case_opinion (desk, db, &act->uid, act->agree, act->text, error);
      break;
    case WITHDRAW:
      good = cb_case_withdraw (desk, db, &act->uid, act->text, error);
      break;
    default:
      break;
    }
  return GINT_TO_POINTER (good);
}

typedef struct { GtkWidget *from; CbCaseDone done; What what; } Waiting;

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree Waiting *waiting = data;
  g_autoptr (GtkWidget) from = waiting->from;
  g_autoptr (GError) error = NULL;
  const char *done[] = { _("The case was submitted."), _("The opinion was recorded."), _("The application was taken back.") };

  cb_desk_finish (CB_DESK (source), result, &error);
  waiting->done (from, done[waiting->what], error);
}

static void
run_cb (Form *form)
{
  Act *act;
  Waiting *waiting;
  GtkWidget *popover = gtk_widget_get_ancestor (form->button, GTK_TYPE_POPOVER);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->text))));

  if (*text == '\0' && form->what != SUBMIT)
    {
      gtk_label_set_label (GTK_LABEL (form->fault), _("Write down the reason first."));
      gtk_widget_set_visible (form->fault, TRUE);
      gtk_widget_grab_focus (form->text);
      return;
    }
  act = g_new0 (Act, 1);
  act->what = form->what;
  act->uid = form->uid;
  act->text = g_steal_pointer (&text);
  if (form->what == SUBMIT)
    act->programme = g_strdup (programmes[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (form->programme)),
                                               G_N_ELEMENTS (programmes) - 1)]);
  if (form->what == OPINION)
    act->agree = gtk_check_button_get_active (GTK_CHECK_BUTTON (form->agree));

  waiting = g_new0 (Waiting, 1);
  waiting->from = g_object_ref (form->from);
  waiting->done = form->done;
  waiting->what = form->what;
  gtk_widget_set_sensitive (form->button, FALSE);
  cb_desk_write_async (form->desk, act_worker, act, act_free, NULL, NULL, acted_cb, waiting);
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
begin (Form      **made,
       What         what,
       CbDesk      *desk,
       const CbUid *uid,
       GtkWidget   *from,
       CbCaseDone   done)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  Form *form = g_new0 (Form, 1);

  form->what = what;
  form->desk = g_object_ref (desk);
  form->uid = *uid;
  form->from = from;
  form->done = done;
  gtk_widget_set_size_request (box, 320, -1);
  gtk_widget_add_css_class (box, "cb-popover");
  g_object_set_data_full (G_OBJECT (box), "cb-form", form, form_free);
  *made = form;
  return box;
}

static void
finish (GtkWidget  *box,
        Form       *form,
        const char *text_title,
        const char *button)
{
  GtkWidget *label = cb_label_new (text_title, NULL);

  form->text = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (form->text), FALSE);
  g_signal_connect_swapped (form->text, "activate", G_CALLBACK (run_cb), form);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (form->text), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  form->fault = cb_label_new (NULL, "error");
  gtk_widget_set_visible (form->fault, FALSE);
  form->button = gtk_button_new_with_mnemonic (button);
  gtk_widget_add_css_class (form->button, "suggested-action");
  gtk_widget_set_halign (form->button, GTK_ALIGN_END);
  g_signal_connect_swapped (form->button, "clicked", G_CALLBACK (run_cb), form);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), form->text);
  gtk_box_append (GTK_BOX (box), form->fault);
  gtk_box_append (GTK_BOX (box), form->button);
}

GtkWidget *
cb_case_submit_form (CbDesk      *desk,
                     const CbUid *household,
                     const char  *programme,
                     const char  *warning,
                     GtkWidget   *from,
                     CbCaseDone   done)
{
  Form *form;
  GtkWidget *box = begin (&form, SUBMIT, desk, household, from, done);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (programmes); i++)
    gtk_string_list_append (titles, cb_programme_title (programmes[i]));
  form->programme = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (titles)), NULL);
  cb_widget_set_label (form->programme, _("Programme"));
  for (guint i = 0; i < G_N_ELEMENTS (programmes); i++)
    if (g_strcmp0 (programmes[i], programme) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (form->programme), i);
  gtk_box_append (GTK_BOX (box), form->programme);
  if (warning != NULL)
    {
      GtkWidget *label = cb_label_new (warning, "warning");

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_box_append (GTK_BOX (box), label);
    }
  finish (box, form, _("Reason of the application"), _("_Submit"));
  return box;
}

GtkWidget *
cb_case_opinion_form (CbDesk      *desk,
                      const CbUid *uid,
                      GtkWidget   *from,
                      CbCaseDone   done)
{
  Form *form;
  GtkWidget *box = begin (&form, OPINION, desk, uid, from, done);
  GtkWidget *disagree = gtk_check_button_new_with_mnemonic (_("_Disagree"));

  form->agree = gtk_check_button_new_with_mnemonic (_("_Agree"));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (disagree), GTK_CHECK_BUTTON (form->agree));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (form->agree), TRUE);
  gtk_box_append (GTK_BOX (box), form->agree);
  gtk_box_append (GTK_BOX (box), disagree);
  finish (box, form, _("Opinion of the township"), _("_Give the Opinion"));
  return box;
}

GtkWidget *
cb_case_withdraw_form (CbDesk      *desk,
                       const CbUid *uid,
                       GtkWidget   *from,
                       CbCaseDone   done)
{
  Form *form;
  GtkWidget *box = begin (&form, WITHDRAW, desk, uid, from, done);

  finish (box, form, _("Why the application is taken back"), _("_Take Back"));
  return box;
}
