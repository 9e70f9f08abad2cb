/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-row-table.h"

#include <glib/gi18n.h>
#include "cb-field-edit.h"
#include "cb-widgets.h"

typedef struct
{
  CbUid      entity;
  GtkWidget *cells[12];      /* by column: CbFieldEdit or label */
  GtkWidget *remove;
} Row;

struct _CbRowTable
{
  GtkWidget          parent_instance;

  CbEditor          *editor;
  const CbFormTable *layout;
  CbUid              parent;
  char              *name;
  GtkWidget         *grid;
  GPtrArray         *heads;      /* of GtkLabel, borrowed: the heading of the table */
  GPtrArray         *rows;       /* of Row, as they stand */
  GtkWidget         *foot;       /* the buttons under the rows */
  GtkWidget         *add, *none; /* @none: NULL where it is not asked */
  GtkWidget         *total_title, *total, *total_counted;
};

G_DEFINE_FINAL_TYPE (CbRowTable, cb_row_table, GTK_TYPE_WIDGET)

static const CbField *
field_of (const CbFormColumn *column)
{
  return column->key != NULL ? cb_field_by_key (column->key) : NULL;
}

static const char *
title_of (const CbFormColumn *column)
{
  return column->title != NULL ? _(column->title) : _(field_of (column)->title);
}

static gboolean
is_number (const CbFormColumn *column)
{
  const CbField *field = field_of (column);

  return field == NULL || field->type == CB_FIELD_TYPE_MONEY || field->type == CB_FIELD_TYPE_COUNT;
}

/* --- what the rules made of a row --- */

static gboolean
counted (CbRowTable  *self,
         const CbUid *entity,
         CbMoney     *amount)
{
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);
  const char *kind = cb_kind_name (self->layout->kind);
  CbFacts *facts;
  int n;
  gint64 numerator, denominator;

  if (assessment == NULL || self->layout->counted == NULL)
    return FALSE;
  facts = cb_assessment_facts (assessment);
  n = cb_facts_count (facts, kind);
  for (int i = 0; i < n; i++)
    if (cb_uid_equal (cb_facts_uid (facts, kind, i), entity))
      {
        if (!cb_result_value (cb_assessment_result (assessment), self->layout->counted, i, &numerator, &denominator)
            || denominator == 0)
          return FALSE;
        *amount = numerator / denominator;
        return TRUE;
      }
  return FALSE;
}

static char *
amount_text (CbMoney amount)
{
  return cb_money_format (amount, FALSE);
}

static void
show_counted (CbRowTable  *self,
              GtkWidget   *label,
              const CbUid *entity)
{
  CbMoney amount;
  g_autofree char *text = counted (self, entity, &amount) ? amount_text (amount) : g_strdup ("");

  gtk_label_set_label (GTK_LABEL (label), text);
}

static void
show_totals (CbRowTable *self)
{
  CbMoney sum = 0, sum_counted = 0;
  gboolean any_counted = FALSE;
  guint amount_field;

  if (self->total == NULL)
    return;
  amount_field = cb_field_by_key (self->layout->amount)->id;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      CbEntity *e = cb_editor_find (self->editor, &row->entity);
      CbMoney part;

      if (e != NULL && !cb_money_add (sum, cb_entity_int (e, amount_field, 0), &sum))
        sum = 0;
      if (counted (self, &row->entity, &part) && cb_money_add (sum_counted, part, &sum_counted))
        any_counted = TRUE;
    }
  {
    g_autofree char *text = amount_text (sum);
    g_autofree char *text_counted = any_counted ? amount_text (sum_counted) : g_strdup ("");

    gtk_label_set_label (GTK_LABEL (self->total), text);
    if (self->total_counted != NULL)
      gtk_label_set_label (GTK_LABEL (self->total_counted), text_counted);
  }
  gtk_widget_set_visible (self->total, self->rows->len > 0);
  gtk_widget_set_visible (self->total_title, self->rows->len > 0);
  if (self->total_counted != NULL)
    gtk_widget_set_visible (self->total_counted, self->rows->len > 0);
}

/* --- rows --- */

static void
remove_clicked_cb (GtkWidget  *button,
                   CbRowTable *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->remove == button)
        {
          CbUid entity = row->entity;
          g_autofree char *uid = cb_uid_to_text (&entity);

          gtk_widget_activate_action (GTK_WIDGET (self), "form.remove", "s", uid);
          return;
        }
    }
}

static void
place (GtkWidget *grid,
       GtkWidget *child,
       int        row)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (grid);

  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child)), row);
}

static Row *
row_new (CbRowTable  *self,
         const CbUid *entity)
{
  Row *row = g_new0 (Row, 1);

  row->entity = *entity;
  for (guint c = 0; c < self->layout->n_columns; c++)
    {
      const CbFormColumn *column = &self->layout->columns[c];
      const CbField *field = field_of (column);

      if (field != NULL)
        {
          row->cells[c] = cb_field_edit_new (self->editor, field);
          cb_field_edit_set_width (CB_FIELD_EDIT (row->cells[c]), column->width);
          gtk_widget_add_css_class (row->cells[c], "cb-cell");
        }
      else
        {
          row->cells[c] = gtk_label_new (NULL);
          gtk_label_set_xalign (GTK_LABEL (row->cells[c]), 1);
          gtk_label_set_width_chars (GTK_LABEL (row->cells[c]), column->width);
          gtk_widget_add_css_class (row->cells[c], "numeric");
        }
      gtk_widget_set_hexpand (row->cells[c], column->expand);
      gtk_grid_attach (GTK_GRID (self->grid), row->cells[c], (int) c, 1, 1, 1);
    }
  /* By keyboard Ctrl+Delete does it: Tab and Enter go from value to value. */
  row->remove = cb_icon_button_new ("user-trash-symbolic", _("Take this row off (Ctrl+Delete)"), NULL);
  gtk_widget_set_focusable (row->remove, FALSE);
  gtk_widget_set_valign (row->remove, GTK_ALIGN_START);
  gtk_widget_add_css_class (row->remove, "cb-row-remove");
  g_signal_connect (row->remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_grid_attach (GTK_GRID (self->grid), row->remove, (int) self->layout->n_columns, 1, 1, 1);
  return row;
}

static void
row_drop (CbRowTable *self,
          Row        *row)
{
  for (guint c = 0; c < self->layout->n_columns; c++)
    gtk_grid_remove (GTK_GRID (self->grid), row->cells[c]);
  gtk_grid_remove (GTK_GRID (self->grid), row->remove);
  g_free (row);
}

static void
row_refresh (CbRowTable *self,
             Row        *row,
             guint       number)
{
  for (guint c = 0; c < self->layout->n_columns; c++)
    {
      const CbFormColumn *column = &self->layout->columns[c];

      if (CB_IS_FIELD_EDIT (row->cells[c]))
        {
          g_autofree char *name = *self->name != '\0'
                                    /* TRANSLATORS: column, number of the row, person */
                                    ? g_strdup_printf (_("%s, row %u, %s"), title_of (column), number, self->name)
                                    : g_strdup_printf (_("%s, row %u"), title_of (column), number);

          cb_field_edit_set_name (CB_FIELD_EDIT (row->cells[c]), name);
          cb_field_edit_set_entity (CB_FIELD_EDIT (row->cells[c]), &row->entity);
        }
      else
        show_counted (self, row->cells[c], &row->entity);
      place (self->grid, row->cells[c], (int) number);
    }
  place (self->grid, row->remove, (int) number);
  gtk_widget_set_sensitive (row->remove, cb_editor_get_closed (self->editor) == NULL);
}

static Row *
take_row (GPtrArray   *rows,
          const CbUid *entity)
{
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = g_ptr_array_index (rows, i);

      if (cb_uid_equal (&row->entity, entity))
        {
          g_ptr_array_remove_index (rows, i);
          return row;
        }
    }
  return NULL;
}

static void
refresh (CbRowTable *self)
{
  const CbHousehold *h;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) old = NULL;

  h = cb_editor_get_household (self->editor);
  if (h == NULL)
    return;
  list = cb_household_list (h, self->layout->kind, &self->parent);
  old = self->rows;
  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < list->len; i++)
    {
      const CbUid *uid = cb_entity_uid (g_ptr_array_index (list, i));
      Row *row = take_row (old, uid);

      g_ptr_array_add (self->rows, row != NULL ? row : row_new (self, uid));
    }
  for (guint i = 0; i < old->len; i++)
    row_drop (self, g_ptr_array_index (old, i));
  for (guint i = 0; i < self->rows->len; i++)
    row_refresh (self, g_ptr_array_index (self->rows, i), i + 1);
  for (guint i = 0; i < self->heads->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->heads, i), self->rows->len > 0);
  place (self->grid, self->foot, (int) self->rows->len + 1);
  if (self->none != NULL)
    gtk_widget_set_visible (self->none, self->rows->len == 0);
  gtk_widget_set_sensitive (self->foot, cb_editor_get_closed (self->editor) == NULL);
  if (self->total != NULL)
    {
      place (self->grid, self->total_title, (int) self->rows->len + 2);
      place (self->grid, self->total, (int) self->rows->len + 2);
      if (self->total_counted != NULL)
        place (self->grid, self->total_counted, (int) self->rows->len + 2);
    }
  show_totals (self);
}

void
cb_row_table_set_parent (CbRowTable  *self,
                         const CbUid *parent,
                         const char  *name)
{
  g_return_if_fail (CB_IS_ROW_TABLE (self));

  self->parent = *parent;
  if (g_strcmp0 (self->name, name) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
    }
  refresh (self);
}

void
cb_row_table_refresh (CbRowTable *self,
                      const char *name)
{
  g_return_if_fail (CB_IS_ROW_TABLE (self));

  cb_row_table_set_parent (self, &self->parent, name);
}

gboolean
cb_row_table_reveal (CbRowTable  *self,
                     const CbUid *entity,
                     guint        field)
{
  g_return_val_if_fail (CB_IS_ROW_TABLE (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (!cb_uid_equal (&row->entity, entity))
        continue;
      for (guint c = 0; c < self->layout->n_columns; c++)
        if (CB_IS_FIELD_EDIT (row->cells[c])
            && (field == 0 || cb_field_edit_get_field (CB_FIELD_EDIT (row->cells[c]))->id == field))
          return gtk_widget_grab_focus (row->cells[c]);
    }
  return FALSE;
}

gboolean
cb_row_table_focus_first (CbRowTable *self)
{
  g_return_val_if_fail (CB_IS_ROW_TABLE (self), FALSE);

  return self->rows->len > 0 ? cb_row_table_reveal (self, &((Row *) g_ptr_array_index (self->rows, 0))->entity, 0)
                             : gtk_widget_grab_focus (self->add);
}

/* --- keys --- */

static void
add_clicked_cb (CbRowTable *self)
{
  CbUid uid;

  if (cb_editor_get_closed (self->editor) != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  uid = cb_editor_add (self->editor, self->layout->kind, &self->parent);
  refresh (self);
  cb_row_table_reveal (self, &uid, 0);
}

/* That there is no income is told too: 0, so that nobody takes "not asked" for it. */
static void
none_clicked_cb (CbRowTable *self)
{
  g_auto (CbValue) kind = cb_value_text ("transfer"), source = cb_value_text (_("None, as declared")), nothing = cb_value_int (0);
  CbUid uid;

  if (cb_editor_get_closed (self->editor) != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  uid = cb_editor_add (self->editor, self->layout->kind, &self->parent);
  cb_editor_set (self->editor, &uid, cb_field_by_key ("income.kind")->id, &kind);
  cb_editor_set (self->editor, &uid, cb_field_by_key ("income.source")->id, &source);
  cb_editor_set (self->editor, &uid, cb_field_by_key ("income.amount")->id, &nothing);
  refresh (self);
  gtk_widget_grab_focus (self->add);
}

static Row *
focused_row (CbRowTable *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  for (guint i = 0; focus != NULL && i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      for (guint c = 0; c < self->layout->n_columns; c++)
        if (gtk_widget_is_ancestor (focus, row->cells[c]))
          return row;
    }
  return NULL;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        CbRowTable            *self)
{
  const GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);

  if (held == 0 && (keyval == GDK_KEY_Insert || keyval == GDK_KEY_KP_Insert))
    {
      add_clicked_cb (self);
      return GDK_EVENT_STOP;
    }
  if (held == GDK_CONTROL_MASK && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    {
      Row *row = focused_row (self);

      if (row == NULL)
        return GDK_EVENT_PROPAGATE;
      gtk_widget_grab_focus (self->add);
      remove_clicked_cb (row->remove, self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- building --- */

static GtkWidget *
total_label (CbRowTable *self,
             const char *text,
             int         column,
             gboolean    number)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "cb-total");
  if (number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (GTK_GRID (self->grid), label, column, 2, 1, 1);
  return label;
}

static void
build_head (CbRowTable *self)
{
  for (guint c = 0; c < self->layout->n_columns; c++)
    {
      const CbFormColumn *column = &self->layout->columns[c];
      GtkWidget *label = gtk_label_new (title_of (column));

      gtk_label_set_xalign (GTK_LABEL (label), is_number (column) ? 1 : 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      cb_widget_set_cut_tip (label, title_of (column));
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_hexpand (label, column->expand);
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) c, 0, 1, 1);
      g_ptr_array_add (self->heads, label);
    }
}

GtkWidget *
cb_row_table_new (CbEditor          *editor,
                  const CbFormTable *layout)
{
  CbRowTable *self = g_object_new (CB_TYPE_ROW_TABLE, NULL);
  GtkWidget *label;

  g_return_val_if_fail (layout->n_columns <= G_N_ELEMENTS (((Row *) NULL)->cells), NULL);

  self->editor = g_object_ref (editor);
  self->layout = layout;
  build_head (self);

  label = cb_label_new (_(layout->add), NULL);
  self->add = g_object_new (GTK_TYPE_BUTTON, "child", label, NULL);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "cb-add");
  cb_widget_set_label (self->add, _(layout->add));
  cb_widget_set_tip (self->add, "Insert");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_clicked_cb), self);
  self->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->foot), self->add);
  if (layout->none != NULL)
    {
      self->none = g_object_new (GTK_TYPE_BUTTON, "child", cb_label_new (_(layout->none), NULL), NULL);
      gtk_widget_add_css_class (self->none, "flat");
      gtk_widget_add_css_class (self->none, "cb-add");
      cb_widget_set_label (self->none, _(layout->none));
      g_signal_connect_swapped (self->none, "clicked", G_CALLBACK (none_clicked_cb), self);
      gtk_box_append (GTK_BOX (self->foot), self->none);
    }
  gtk_grid_attach (GTK_GRID (self->grid), self->foot, 0, 1, (int) layout->n_columns + 1, 1);

  if (layout->amount != NULL)
    {
      self->total_title = total_label (self, _("Total"), 0, FALSE);
      for (guint c = 0; c < layout->n_columns; c++)
        if (g_strcmp0 (layout->columns[c].key, layout->amount) == 0)
          self->total = total_label (self, NULL, (int) c, TRUE);
        else if (layout->columns[c].key == NULL)
          self->total_counted = total_label (self, NULL, (int) c, TRUE);
    }
  return GTK_WIDGET (self);
}

static void
cb_row_table_dispose (GObject *object)
{
  CbRowTable *self = CB_ROW_TABLE (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  if (self->rows != NULL)
    for (guint i = 0; i < self->rows->len; i++)
      g_free (g_ptr_array_index (self->rows, i));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_row_table_parent_class)->dispose (object);
}

static void
cb_row_table_class_init (CbRowTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_row_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cb_row_table_init (CbRowTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->heads = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->name = g_strdup ("");
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 4);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_widget_set_hexpand (self->grid, TRUE);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  /* Ctrl+Delete is the entry's own as well (delete a word): it is taken before the entry. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
