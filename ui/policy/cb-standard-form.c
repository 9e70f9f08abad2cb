/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-standard-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-standard-words.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

/* A draft's fields, saved when they are left. */

gboolean
cb_standard_form_editable (CbStandardDetail *self)
{
  return self->check != NULL && self->check->standard->state == CB_STANDARD_DRAFT && self->check->may == CB_MAY_YES;
}

static char *
stripped (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* What the fields say now; NULL when the day cannot be read. */
static CbStandard *
typed (CbStandardDetail *self)
{
  g_autoptr (CbStandard) s = cb_standard_new ();
  g_autofree char *day = stripped (self->from);

  s->uid = self->uid;
  if (*day != '\0' && !cb_date_parse (day, &s->from, NULL))
    {
      gtk_widget_add_css_class (self->from, "error");
      return NULL;
    }
  gtk_widget_remove_css_class (self->from, "error");
  s->cite = stripped (self->cite);
  s->note = stripped (self->note);
  s->late = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->late));
  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkWidget *entry = self->entries->pdata[i];
      g_autofree char *value = stripped (entry);

      cb_standard_set (s, g_object_get_data (G_OBJECT (entry), "param"), g_object_get_data (G_OBJECT (entry), "word"), value);
    }
  return g_steal_pointer (&s);
}

static gboolean
differs (const CbStandard *a,
         const CbStandard *b)
{
  if (a->from != b->from || g_strcmp0 (a->cite != NULL ? a->cite : "", b->cite != NULL ? b->cite : "") != 0
      || g_strcmp0 (a->note != NULL ? a->note : "", b->note != NULL ? b->note : "") != 0 || a->late != b->late || a->sets->len != b->sets->len)
    return TRUE;
  for (guint i = 0; i < a->sets->len; i++)
    {
      const CbStandardSet *x = &g_array_index (a->sets, CbStandardSet, i), *y = &g_array_index (b->sets, CbStandardSet, i);

      if (strcmp (x->param, y->param) != 0 || g_strcmp0 (x->word, y->word) != 0 || strcmp (x->value, y->value) != 0)
        return TRUE;
    }
  return FALSE;
}

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return GINT_TO_POINTER (cb_standard_save (desk, db, data, error));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CbStandardDetail) self = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  self->saving = FALSE;
  cb_shell_error (GTK_WIDGET (self), error);
  if (self->again)
    cb_standard_detail_save (self);
  else
    cb_standard_detail_load (self);
}

void
cb_standard_detail_save (CbStandardDetail *self)
{
  g_autoptr (CbStandard) s = NULL;

  if (!cb_standard_form_editable (self) || self->filling)
    return;
  if (self->saving)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  s = typed (self);
  if (s == NULL || !differs (s, self->check->standard))
    return;
  self->saving = TRUE;
  cb_desk_write_async (self->desk, save_job, g_steal_pointer (&s), (GDestroyNotify) cb_standard_free, NULL, NULL, saved_cb,
                       g_object_ref (self));
}

static GtkWidget *
field_new (CbStandardDetail *self,
           GtkWidget        *grid,
           int               row,
           const char       *title)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title), *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (cb_standard_detail_save), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (cb_standard_detail_save), self);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), entry, 1, row, 1, 1);
  return entry;
}

static void
remove_value_cb (GtkButton *button,
                 GtkWidget *entry)
{
  CbStandardDetail *self = CB_STANDARD_DETAIL (gtk_widget_get_ancestor (entry, CB_TYPE_STANDARD_DETAIL));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  cb_standard_detail_save (self);
}

static void
add_value (CbStandardDetail    *self,
           const CbStandardSet *set)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *entry = gtk_entry_new (), *try, *remove;
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const CbPackParam *param = cb_pack_param (self->check->base, set->param);
  g_autofree char *title = cb_standard_value_title (self->check->base, set->param, set->word), *was = NULL, *text = NULL;
  CbDate on = self->check->standard->from != CB_DATE_NONE ? self->check->standard->from : cb_clock_today ();
  GtkWidget *label;

  was = param != NULL ? cb_pack_param_text (self->check->base, param, set->word, on, cb_outcome_lang ()) : NULL;
  /* TRANSLATORS: what is set, value so far */
  text = g_strdup_printf (_("%s: so far %s, new"), title, was != NULL ? was : "—");
  label = cb_label_new (text, NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), set->value);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 10);
  cb_widget_set_label (entry, title);
  g_object_set_data_full (G_OBJECT (entry), "param", g_strdup (set->param), g_free);
  g_object_set_data_full (G_OBJECT (entry), "word", g_strdup (set->word), g_free);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (cb_standard_detail_save), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (cb_standard_detail_save), self);
  try = gtk_button_new_with_label (_("Try"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (try), "policy.try");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (try), "(sss)", set->param, set->word != NULL ? set->word : "", set->value);
  remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  cb_widget_set_tip (remove, _("Take this value out of the draft"));
  cb_widget_set_label (remove, _("Take this value out of the draft"));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_value_cb), entry, 0);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), try);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (self->values), line);
  g_ptr_array_add (self->entries, entry);
}

static gboolean
same_fields (CbStandardDetail *self,
             const CbStandard *s)
{
  if (self->entries->len != s->sets->len)
    return FALSE;
  for (guint i = 0; i < s->sets->len; i++)
    {
      const CbStandardSet *set = &g_array_index (s->sets, CbStandardSet, i);

      if (g_strcmp0 (g_object_get_data (self->entries->pdata[i], "param"), set->param) != 0
          || g_strcmp0 (g_object_get_data (self->entries->pdata[i], "word"), set->word) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
put_text (GtkWidget  *entry,
          const char *text)
{
  /* What somebody is typing stays. */
  if (gtk_widget_get_focus_child (entry) == NULL && strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

void
cb_standard_form_clear (CbStandardDetail *self)
{
  g_ptr_array_set_size (self->entries, 0);
  cb_box_clear (GTK_BOX (self->values));
}

void
cb_standard_form_fill (CbStandardDetail *self)
{
  const CbStandard *s = self->check->standard;
  g_autofree char *day = s->from != CB_DATE_NONE ? cb_date_format (s->from) : g_strdup ("");

  self->filling = TRUE;
  put_text (self->from, day);
  put_text (self->cite, s->cite);
  put_text (self->note, s->note);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->late), s->late);
  gtk_widget_set_visible (self->late, s->late || cb_standard_is_late (s->from, cb_clock_today ()));
  if (!same_fields (self, s))
    {
      cb_widget_set_busy (self->values, TRUE);
      cb_standard_form_clear (self);
      cb_widget_set_busy (self->values, FALSE);
      for (guint i = 0; i < s->sets->len; i++)
        add_value (self, &g_array_index (s->sets, CbStandardSet, i));
    }
  for (guint i = 0; i < s->sets->len; i++)
    put_text (self->entries->pdata[i], g_array_index (s->sets, CbStandardSet, i).value);
  gtk_widget_set_sensitive (self->form, self->check->may == CB_MAY_YES);
  gtk_widget_set_sensitive (self->values, self->check->may == CB_MAY_YES);
  self->filling = FALSE;
}

void
cb_standard_form_build (CbStandardDetail *self,
                        GtkWidget        *box)
{
  self->form = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->form), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->form), 12);
  self->from = field_new (self, self->form, 0, _("_In force from"));
  cb_widget_set_label (self->from, _(CB_NAME_STANDARD_FROM));
  self->cite = field_new (self, self->form, 1, _("_Document number"));
  cb_widget_set_label (self->cite, _(CB_NAME_STANDARD_CITE));
  self->note = field_new (self, self->form, 2, _("N_ote"));
  cb_widget_set_label (self->note, _(CB_NAME_STANDARD_NOTE));
  self->late = gtk_check_button_new_with_mnemonic (_("_Arrears are paid for the months since that day that are decided already"));
  g_signal_connect_swapped (self->late, "toggled", G_CALLBACK (cb_standard_detail_save), self);
  gtk_grid_attach (GTK_GRID (self->form), self->late, 0, 3, 2, 1);
  gtk_box_append (GTK_BOX (box), self->form);
  self->values = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->values);
}
