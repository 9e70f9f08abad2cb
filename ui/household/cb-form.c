/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-form.h"

#include <glib/gi18n.h>
#include "cb-clock.h"
#include "cb-field-edit.h"
#include "cb-field-grid.h"
#include "cb-field-hints.h"
#include "cb-row-table.h"
#include "cb-widgets.h"

/* A label and its field, side by side. */
typedef struct { const CbField *field; GtkWidget *label, *edit; } Pair;

typedef struct
{
  GtkWidget *title, *grid;
  GArray    *pairs;          /* of Pair */
} Section;

struct _CbForm
{
  GtkWidget   parent_instance;

  CbEditor   *editor;
  CbFormPart  part;
  CbUid       subject;
  GtkWidget  *box;
  CbFieldWidths widths;
  GPtrArray  *sections;      /* of Section */
  GPtrArray  *tables;        /* of CbRowTable, borrowed */
  GPtrArray  *persons;       /* of CbUid: whose spending tables stand there (CB_FORM_SPENDING), */
  GPtrArray  *headings;      /* of GtkLabel, borrowed: and over each of them a name */
};

#define ID_CHARS 20    /* of an ID number as it is written */

enum { SIGNAL_PAST_END, SIGNAL_REMOVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbForm, cb_form, GTK_TYPE_WIDGET)

static void
section_free (Section *section)
{
  g_array_unref (section->pairs);
  g_free (section);
}

/* --- what is shown --- */

/* Whether a programme waits for this very field. */
static gboolean
missing (CbForm        *self,
         const CbField *field)
{
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);
  CbResult *result;

  if (assessment == NULL)
    return FALSE;
  result = cb_assessment_result (assessment);
  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *outcome = cb_result_outcome (result, i);

      for (guint j = 0; outcome->missing != NULL && j < outcome->missing->len; j++)
        {
          const CbMissing *m = &g_array_index (outcome->missing, CbMissing, j);
          CbUid entity;
          guint id;

          if (cb_assessment_locate (assessment, m->fact, cb_facts_uid (cb_assessment_facts (assessment), m->entity, m->index),
                                    &entity, &id)
              && id == field->id && cb_uid_equal (&entity, &self->subject))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
wanted (CbForm        *self,
        CbEntity      *e,
        const CbField *field)
{
  const CbValue *value = cb_entity_value (e, field->id);

  return (value != NULL && value->kind != CB_VALUE_NONE)
         || cb_editor_get_draft (self->editor, &self->subject, field->id) != NULL
         || cb_entity_forked (e, field->id)
         || cb_form_applies (cb_editor_get_household (self->editor), e, field, cb_clock_today ())
         || missing (self, field);
}

static void
show_pair (Pair    *pair,
           gboolean show)
{
  gtk_widget_set_visible (pair->label, show);
  gtk_widget_set_visible (pair->edit, show);
}

/* A field that has the focus stays, whatever it says now. */
static gboolean
focused (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static void
section_refresh (CbForm   *self,
                 Section  *section,
                 CbEntity *e)
{
  gboolean any = FALSE;

  for (guint i = 0; i < section->pairs->len; i++)
    {
      Pair *pair = &g_array_index (section->pairs, Pair, i);
      const gboolean show = e != NULL && (wanted (self, e, pair->field) || focused (pair->edit));

      cb_field_edit_set_entity (CB_FIELD_EDIT (pair->edit), &self->subject);
      show_pair (pair, show);
      any |= show;
    }
  gtk_widget_set_visible (section->title, any);
  gtk_widget_set_visible (section->grid, any);
}

static void build_spending (CbForm *self);

static const char *
name_of (CbForm      *self,
         const CbUid *member)
{
  CbEntity *e = cb_editor_find (self->editor, member);
  const char *name = e != NULL && cb_entity_kind (e) == CB_KIND_MEMBER ? cb_entity_text (e, cb_field_by_key ("member.name")->id)
                                                                       : NULL;

  return name != NULL ? name : "";
}

void
cb_form_refresh (CbForm *self)
{
  CbEntity *e;

  g_return_if_fail (CB_IS_FORM (self));

  e = cb_editor_find (self->editor, &self->subject);
  for (guint i = 0; i < self->sections->len; i++)
    section_refresh (self, g_ptr_array_index (self->sections, i), e);
  if (self->part == CB_FORM_SPENDING)
    build_spending (self);
  for (guint i = 0; i < self->tables->len; i++)
    {
      const gboolean spending = self->part == CB_FORM_SPENDING;
      const char *name = name_of (self, spending ? g_ptr_array_index (self->persons, i) : &self->subject);

      if (spending)
        gtk_label_set_label (g_ptr_array_index (self->headings, i), *name != '\0' ? name : _("No name yet"));
      cb_row_table_refresh (g_ptr_array_index (self->tables, i), name);
    }
}

void
cb_form_set_subject (CbForm      *self,
                     const CbUid *subject)
{
  g_return_if_fail (CB_IS_FORM (self));

  self->subject = *subject;
  if (self->part != CB_FORM_SPENDING)
    for (guint i = 0; i < self->tables->len; i++)
      cb_row_table_set_parent (g_ptr_array_index (self->tables, i), subject, name_of (self, subject));
  cb_form_refresh (self);
}

gboolean
cb_form_reveal (CbForm      *self,
                const CbUid *entity,
                guint        field)
{
  g_return_val_if_fail (CB_IS_FORM (self), FALSE);

  for (guint i = 0; cb_uid_equal (entity, &self->subject) && i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      for (guint j = 0; j < section->pairs->len; j++)
        {
          Pair *pair = &g_array_index (section->pairs, Pair, j);

          if (field == 0 || pair->field->id == field)
            {
              show_pair (pair, TRUE);
              gtk_widget_set_visible (section->title, TRUE);
              gtk_widget_set_visible (section->grid, TRUE);
              return gtk_widget_grab_focus (pair->edit);
            }
        }
    }
  for (guint i = 0; i < self->tables->len; i++)
    if (cb_row_table_reveal (g_ptr_array_index (self->tables, i), entity, field))
      return TRUE;
  return FALSE;
}

gboolean
cb_form_focus_first (CbForm *self)
{
  g_return_val_if_fail (CB_IS_FORM (self), FALSE);

  if (self->sections->len > 0)
    return cb_form_reveal (self, &self->subject, 0);
  /* GTK's own way goes by where things stand, which it does not know before they were laid out. */
  return (self->tables->len > 0 && cb_row_table_focus_first (g_ptr_array_index (self->tables, 0)))
         || gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* --- actions --- */

/* Enter goes from value to value: a button that stands below a field would be pressed by the next Enter. */
static gboolean
go (GtkWidget       *form,
    GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (form);
  GtkWidget *focus;

  do
    {
      if (!gtk_widget_child_focus (form, direction))
        return FALSE;
      focus = gtk_root_get_focus (root);
    }
  while (focus != NULL && gtk_widget_get_ancestor (focus, CB_TYPE_FIELD_HINTS) != NULL);
  return TRUE;
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  if (!go (widget, GTK_DIR_TAB_FORWARD))
    g_signal_emit (widget, signals[SIGNAL_PAST_END], 0);
}

static void
previous_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  go (widget, GTK_DIR_TAB_BACKWARD);
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CbUid entity;

  if (cb_uid_from_text (g_variant_get_string (parameter, NULL), &entity))
    g_signal_emit (widget, signals[SIGNAL_REMOVE], 0, &entity);
}

/* --- building --- */

static GtkWidget *
add_heading (CbForm     *self,
             const char *text)
{
  GtkWidget *title = cb_label_new (text, "heading");

  gtk_widget_add_css_class (title, "cb-section");
  gtk_box_append (GTK_BOX (self->box), title);
  return title;
}

/* Of all titles of the part, shown or not: nothing moves aside when a field comes to apply.  From the font, so that large text gets more
 * room. */
static void
measure_titles (CbForm              *self,
                const CbFormSection *sections,
                guint                n)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (GTK_WIDGET (self)), NULL, NULL);

  self->widths.field = PANGO_PIXELS (ID_CHARS * pango_font_metrics_get_approximate_digit_width (metrics)) + 16;
  pango_font_metrics_unref (metrics);
  for (guint i = 0; i < n; i++)
    for (const char *const *key = sections[i].fields; sections[i].part == self->part && *key != NULL; key++)
      cb_field_widths_add (&self->widths, GTK_WIDGET (self), _(cb_field_by_key (*key)->title));
}

static void
add_section (CbForm              *self,
             const CbFormSection *layout)
{
  Section *section = g_new0 (Section, 1);

  section->title = add_heading (self, _(layout->title));
  section->grid = cb_field_grid_new (&self->widths);
  gtk_box_append (GTK_BOX (self->box), section->grid);
  section->pairs = g_array_new (FALSE, TRUE, sizeof (Pair));
  for (const char *const *key = layout->fields; *key != NULL; key++)
    {
      Pair pair = { cb_field_by_key (*key), NULL, NULL };
      GtkWidget *control;

      pair.label = gtk_label_new (_(pair.field->title));
      gtk_label_set_xalign (GTK_LABEL (pair.label), 1);
      gtk_label_set_wrap (GTK_LABEL (pair.label), TRUE);
      gtk_label_set_justify (GTK_LABEL (pair.label), GTK_JUSTIFY_RIGHT);
      gtk_label_set_wrap_mode (GTK_LABEL (pair.label), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_valign (pair.label, GTK_ALIGN_START);
      gtk_widget_add_css_class (pair.label, "cb-field-label");
      pair.edit = cb_field_edit_new (self->editor, pair.field);
      control = cb_field_edit_get_control (CB_FIELD_EDIT (pair.edit));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY, pair.label, NULL, -1);
      cb_field_grid_add (CB_FIELD_GRID (section->grid), pair.label, pair.edit);
      g_array_append_val (section->pairs, pair);
    }
  g_ptr_array_add (self->sections, section);
}

static CbRowTable *
add_table (CbForm            *self,
           const CbFormTable *layout,
           const char        *title)
{
  GtkWidget *table = cb_row_table_new (self->editor, layout);

  g_ptr_array_add (self->headings, add_heading (self, title));
  gtk_box_append (GTK_BOX (self->box), table);
  g_ptr_array_add (self->tables, table);
  return CB_ROW_TABLE (table);
}

/* A table for each member: rebuilt only when the members are others. */
static void
build_spending (CbForm *self)
{
  const CbHousehold *h = cb_editor_get_household (self->editor);
  g_autoptr (GPtrArray) members = h != NULL ? cb_household_list (h, CB_KIND_MEMBER, NULL) : g_ptr_array_new ();
  gboolean same = members->len == self->persons->len;
  const CbFormTable *layout = NULL;
  const CbFormTable *tables;
  guint n;

  for (guint i = 0; same && i < members->len; i++)
    same = cb_uid_equal (cb_entity_uid (g_ptr_array_index (members, i)), g_ptr_array_index (self->persons, i));
  if (same)
    return;

  tables = cb_form_tables (&n);
  for (guint i = 0; i < n; i++)
    if (tables[i].part == CB_FORM_SPENDING)
      layout = &tables[i];
  g_ptr_array_set_size (self->tables, 0);
  g_ptr_array_set_size (self->persons, 0);
  g_ptr_array_set_size (self->headings, 0);
  cb_box_clear (GTK_BOX (self->box));
  for (guint i = 0; i < members->len; i++)
    {
      const CbUid *uid = cb_entity_uid (g_ptr_array_index (members, i));
      const char *name = name_of (self, uid);
      CbRowTable *table = add_table (self, layout, *name != '\0' ? name : _("No name yet"));

      g_ptr_array_add (self->persons, g_memdup2 (uid, sizeof (CbUid)));
      cb_row_table_set_parent (table, uid, name);
    }
}

GtkWidget *
cb_form_new (CbEditor  *editor,
             CbFormPart part)
{
  CbForm *self = g_object_new (CB_TYPE_FORM, NULL);
  const CbFormSection *sections;
  const CbFormTable *tables;
  guint n_sections, n;

  self->editor = g_object_ref (editor);
  self->part = part;
  sections = cb_form_sections (&n_sections);
  measure_titles (self, sections, n_sections);
  for (guint i = 0; i < n_sections; i++)
    if (sections[i].part == part && !sections[i].below)
      add_section (self, &sections[i]);
  tables = cb_form_tables (&n);
  for (guint i = 0; i < n && part != CB_FORM_SPENDING; i++)
    if (tables[i].part == part)
      add_table (self, &tables[i], _(tables[i].title));
  for (guint i = 0; i < n_sections; i++)
    if (sections[i].part == part && sections[i].below)
      add_section (self, &sections[i]);
  return GTK_WIDGET (self);
}

static void
cb_form_dispose (GObject *object)
{
  CbForm *self = CB_FORM (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->sections, g_ptr_array_unref);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_ptr_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_form_parent_class)->dispose (object);
}

static void
cb_form_class_init (CbFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "form.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "form.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "form.remove", "s", remove_action);

  signals[SIGNAL_PAST_END] = g_signal_new ("past-end", CB_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", CB_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
cb_form_init (CbForm *self)
{
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->tables = g_ptr_array_new ();
  self->persons = g_ptr_array_new_with_free_func (g_free);
  self->headings = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
