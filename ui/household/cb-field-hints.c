/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-field-hints.h"

#include <glib/gi18n.h>
#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-shell.h"

struct _CbFieldHints
{
  GtkWidget      parent_instance;

  CbEditor      *editor;
  const CbField *field;
  CbUid          entity;
  GtkWidget     *fault;        /* label */
  GtkWidget     *duplicate;    /* box: label, button */
  GtkWidget     *duplicate_label;
  CbUid          duplicate_of;
  GtkWidget     *versions;     /* box, built when needed */
  GPtrArray     *shown_versions;   /* the list that it was built for */
};

G_DEFINE_FINAL_TYPE (CbFieldHints, cb_field_hints, GTK_TYPE_WIDGET)

static GtkWidget *
small_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* --- a double --- */

static void
open_duplicate_cb (CbFieldHints *self)
{
  cb_shell_go (GTK_WIDGET (self), "household", &self->duplicate_of);
}

static void
build_duplicate (CbFieldHints *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Open _that household"));

  self->duplicate = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->duplicate_label = small_label ("warning");
  gtk_box_append (GTK_BOX (self->duplicate), self->duplicate_label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (open_duplicate_cb), self);
  gtk_box_append (GTK_BOX (self->duplicate), button);
  gtk_widget_set_parent (self->duplicate, GTK_WIDGET (self));
}

static void
show_duplicate (CbFieldHints *self)
{
  const CbDuplicate *duplicate = NULL;
  g_autofree char *text = NULL;

  if (self->field->type == CB_FIELD_TYPE_ID && self->field->kind == CB_KIND_MEMBER)
    duplicate = cb_editor_get_duplicate (self->editor, &self->entity);
  if (duplicate == NULL)
    {
      if (self->duplicate != NULL)
        gtk_widget_set_visible (self->duplicate, FALSE);
      return;
    }
  if (self->duplicate == NULL)
    build_duplicate (self);
  self->duplicate_of = duplicate->household;
  /* TRANSLATORS: name, village */
  text = duplicate->village != NULL && *duplicate->village != '\0'
           ? g_strdup_printf (_("This number is already recorded for %s in %s."), duplicate->name, duplicate->village)
           : g_strdup_printf (_("This number is already recorded for %s."), duplicate->name);
  gtk_label_set_label (GTK_LABEL (self->duplicate_label), text);
  gtk_widget_set_visible (self->duplicate, TRUE);
}

/* --- versions --- */

static void
choose_version_cb (GtkButton    *button,
                   CbFieldHints *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cb-version"));
  GPtrArray *versions = cb_editor_get_versions (self->editor, &self->entity, self->field->id);

  if (versions != NULL && i < versions->len)
    {
      g_auto (CbValue) value = CB_VALUE_INIT;

      cb_value_copy (&((CbVersion *) g_ptr_array_index (versions, i))->value, &value);
      cb_editor_set (self->editor, &self->entity, self->field->id, &value);
    }
}

static char *
value_text (const CbField *field,
            const CbValue *value)
{
  if (value->kind == CB_VALUE_NONE)
    return g_strdup (C_("choice", "—"));
  if (field->type == CB_FIELD_TYPE_TRUTH)
    return g_strdup (value->i != 0 ? C_("truth", "Yes") : C_("truth", "No"));
  if (field->type == CB_FIELD_TYPE_CHOICE)
    return g_strdup (cb_choice_title (field, value->text));
  return cb_field_format (field, value);
}

static GtkWidget *
version_row (CbFieldHints    *self,
             const CbVersion *version,
             guint            i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = small_label ("dim-label");
  GtkWidget *button = gtk_button_new ();
  g_autofree char *value = value_text (self->field, &version->value);
  g_autofree char *at = cb_clock_format (version->at);
  g_autoptr (CbAssessment) assessment = cb_editor_assess_with (self->editor, &self->entity, self->field->id, &version->value);
  g_autofree char *outcome = assessment != NULL ? cb_outcome_line (assessment) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("%s · %s\n%s", version->author, at, outcome);
  g_autofree char *name = g_strdup_printf (_("Keep “%s”"), value);

  gtk_button_set_label (GTK_BUTTON (button), name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "cb-version", GUINT_TO_POINTER (i));
  g_signal_connect (button, "clicked", G_CALLBACK (choose_version_cb), self);
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
show_versions (CbFieldHints *self)
{
  GPtrArray *versions = cb_editor_get_versions (self->editor, &self->entity, self->field->id);
  GtkWidget *title;

  if (versions == self->shown_versions)
    return;
  g_clear_pointer (&self->versions, gtk_widget_unparent);
  g_clear_pointer (&self->shown_versions, g_ptr_array_unref);
  if (versions == NULL)
    return;
  self->shown_versions = g_ptr_array_ref (versions);
  self->versions = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->versions, "cb-versions");
  title = small_label ("warning");
  gtk_label_set_label (GTK_LABEL (title), _("Recorded differently at two desks. Choose what is right; until then it is not counted."));
  gtk_box_append (GTK_BOX (self->versions), title);
  for (guint i = 0; i < versions->len; i++)
    gtk_box_append (GTK_BOX (self->versions), version_row (self, g_ptr_array_index (versions, i), i));
  gtk_widget_set_parent (self->versions, GTK_WIDGET (self));
}

/* --- the widget --- */

void
cb_field_hints_refresh (CbFieldHints *self,
                        const CbUid  *entity,
                        gboolean      tell)
{
  const char *fault;

  g_return_if_fail (CB_IS_FIELD_HINTS (self));

  self->entity = *entity;
  fault = tell ? cb_editor_get_fault (self->editor, entity, self->field->id) : NULL;
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->fault)), fault != NULL ? fault : "") != 0)
    {
      gtk_label_set_label (GTK_LABEL (self->fault), fault != NULL ? fault : "");
      gtk_widget_set_visible (self->fault, fault != NULL);
    }
  show_duplicate (self);
  show_versions (self);
}

GtkWidget *
cb_field_hints_new (CbEditor      *editor,
                    const CbField *field,
                    GtkWidget     *control)
{
  CbFieldHints *self = g_object_new (CB_TYPE_FIELD_HINTS, NULL);

  self->editor = g_object_ref (editor);
  self->field = field;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->fault, NULL, -1);
  return GTK_WIDGET (self);
}

/* Whoever goes on from field to field is asked to choose between versions, but not led out of the household: that takes an arrow key, the
 * mnemonic or the mouse. */
static gboolean
cb_field_hints_focus (GtkWidget       *widget,
                      GtkDirectionType direction)
{
  CbFieldHints *self = CB_FIELD_HINTS (widget);
  const gboolean passing = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  const gboolean up = direction == GTK_DIR_UP || direction == GTK_DIR_LEFT || direction == GTK_DIR_TAB_BACKWARD;
  const gboolean in_versions = self->versions != NULL && gtk_widget_get_focus_child (widget) == self->versions;

  if (self->versions != NULL && (up || in_versions) && gtk_widget_child_focus (self->versions, direction))
    return TRUE;
  if (self->duplicate != NULL && !passing && (up || !in_versions) && gtk_widget_child_focus (self->duplicate, direction))
    return TRUE;
  return self->versions != NULL && !up && !in_versions && gtk_widget_child_focus (self->versions, direction);
}

static void
cb_field_hints_dispose (GObject *object)
{
  CbFieldHints *self = CB_FIELD_HINTS (object);

  g_clear_pointer (&self->fault, gtk_widget_unparent);
  g_clear_pointer (&self->duplicate, gtk_widget_unparent);
  g_clear_pointer (&self->versions, gtk_widget_unparent);
  g_clear_pointer (&self->shown_versions, g_ptr_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_field_hints_parent_class)->dispose (object);
}

static void
cb_field_hints_class_init (CbFieldHintsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_field_hints_dispose;
  GTK_WIDGET_CLASS (klass)->focus = cb_field_hints_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
cb_field_hints_init (CbFieldHints *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->fault = small_label ("error");
  gtk_widget_set_visible (self->fault, FALSE);
  gtk_widget_set_parent (self->fault, GTK_WIDGET (self));
}
