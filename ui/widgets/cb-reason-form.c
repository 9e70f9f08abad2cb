/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-reason-form.h"

#include <glib/gi18n.h>
#include "cb-ui-names.h"
#include "cb-widgets.h"

struct _CbReasonForm
{
  GtkWidget parent_instance;

  const CbLookReason *reasons;
  guint               n;
  GtkWidget          *box;
  GtkWidget          *reason;
  GtkWidget          *number;
  GtkWidget          *text;
  GtkWidget          *message;
  GtkWidget          *button;
  gboolean            busy;
};

G_DEFINE_FINAL_TYPE (CbReasonForm, cb_reason_form, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_GIVEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update (CbReasonForm *self)
{
  gtk_widget_set_sensitive (self->button, !self->busy && gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason)) > 0);
}

static void
reason_changed_cb (CbReasonForm *self)
{
  cb_reason_form_say (self, NULL);
  update (self);
}

static void
given_cb (CbReasonForm *self)
{
  if (!self->busy && cb_reason_form_get_reason (self) != NULL)
    g_signal_emit (self, signals[SIGNAL_GIVEN], 0);
}

static void
append_field (GtkWidget  *grid,
              int         row,
              const char *title,
              const char *name,
              GtkWidget  *widget)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (widget, TRUE);
  cb_widget_set_label (widget, name);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), widget, 1, row, 1, 1);
}

static GtkWidget *
entry_new (CbReasonForm *self,
           const char   *hint)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (given_cb), self);
  return entry;
}

static void
cb_reason_form_dispose (GObject *object)
{
  g_clear_pointer (&CB_REASON_FORM (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (cb_reason_form_parent_class)->dispose (object);
}

static void
cb_reason_form_class_init (CbReasonFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_reason_form_dispose;
  signals[SIGNAL_GIVEN] = g_signal_new ("given", CB_TYPE_REASON_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_reason_form_init (CbReasonForm *self)
{
}

GtkWidget *
cb_reason_form_new (const CbLookReason *reasons,
                    guint               n,
                    const char         *button)
{
  CbReasonForm *self = g_object_new (CB_TYPE_REASON_FORM, NULL);
  GtkWidget *grid = gtk_grid_new ();
  GtkStringList *titles = gtk_string_list_new ((const char *const[]) { _("Choose a reason"), NULL });

  self->reasons = reasons;
  self->n = n;
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _(reasons[i].title));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->reason = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  g_signal_connect_swapped (self->reason, "notify::selected", G_CALLBACK (reason_changed_cb), self);
  append_field (grid, 0, _("Reason"), _(CB_NAME_LOOK_REASON), self->reason);
  self->number = entry_new (self, _("If it is about a case"));
  append_field (grid, 1, _("Case number"), _(CB_NAME_LOOK_NUMBER), self->number);
  self->text = entry_new (self, _("In a few words"));
  append_field (grid, 2, _("Remark"), _(CB_NAME_LOOK_TEXT), self->text);
  self->button = gtk_button_new_with_mnemonic (button);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (given_cb), self);
  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_box_append (GTK_BOX (self->box), grid);
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  update (self);
  return GTK_WIDGET (self);
}

void
cb_reason_form_reset (CbReasonForm *self)
{
  g_return_if_fail (CB_IS_REASON_FORM (self));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->reason), 0);
  gtk_editable_set_text (GTK_EDITABLE (self->number), "");
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  cb_reason_form_say (self, NULL);
  update (self);
}

void
cb_reason_form_suggest (CbReasonForm *self,
                        const char   *reason,
                        const char   *number)
{
  g_return_if_fail (CB_IS_REASON_FORM (self));

  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason)) != 0 || *gtk_editable_get_text (GTK_EDITABLE (self->number)) != '\0')
    return;
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->reasons[i].key, reason))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->reason), i + 1);
  gtk_editable_set_text (GTK_EDITABLE (self->number), number);
}

void
cb_reason_form_say (CbReasonForm *self,
                    const char   *text)
{
  g_return_if_fail (CB_IS_REASON_FORM (self));

  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
  gtk_widget_set_visible (self->message, text != NULL);
}

void
cb_reason_form_set_busy (CbReasonForm *self,
                         gboolean      busy)
{
  g_return_if_fail (CB_IS_REASON_FORM (self));

  self->busy = busy;
  update (self);
}

void
cb_reason_form_focus (CbReasonForm *self)
{
  g_return_if_fail (CB_IS_REASON_FORM (self));

  gtk_widget_grab_focus (self->reason);
}

const char *
cb_reason_form_get_reason (CbReasonForm *self)
{
  guint chosen;

  g_return_val_if_fail (CB_IS_REASON_FORM (self), NULL);

  chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason));
  return chosen == 0 || chosen > self->n ? NULL : self->reasons[chosen - 1].key;
}

const char *
cb_reason_form_get_number (CbReasonForm *self)
{
  g_return_val_if_fail (CB_IS_REASON_FORM (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->number));
}

const char *
cb_reason_form_get_text (CbReasonForm *self)
{
  g_return_val_if_fail (CB_IS_REASON_FORM (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}
