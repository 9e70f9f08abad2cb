/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-import-lists.h"

#include "cb-table.h"
#include "cb-tip.h"
#include "cb-widgets.h"
#include "cb-word-factory.h"

#include <glib/gi18n.h>

/* Columns of text that a heading may take beside its choice: ten Chinese characters. */
#define MOST_HEADING 20

struct _CbFaultItem
{
  GObject parent_instance;

  guint line;
  char *column;
  char *reason;
  char *remedy;
};

G_DEFINE_FINAL_TYPE (CbFaultItem, cb_fault_item, G_TYPE_OBJECT)

static void
cb_fault_item_finalize (GObject *object)
{
  CbFaultItem *self = CB_FAULT_ITEM (object);

  g_clear_pointer (&self->column, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->remedy, g_free);

  G_OBJECT_CLASS (cb_fault_item_parent_class)->finalize (object);
}

static void
cb_fault_item_class_init (CbFaultItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_fault_item_finalize;
}

static void
cb_fault_item_init (CbFaultItem *self)
{
}

static char *line_cell (gpointer item, gpointer data) { return g_strdup_printf ("%u", CB_FAULT_ITEM (item)->line); }
static char *column_cell (gpointer item, gpointer data) { return g_strdup (CB_FAULT_ITEM (item)->column); }
static char *reason_cell (gpointer item, gpointer data) { return g_strdup (CB_FAULT_ITEM (item)->reason); }
static char *remedy_cell (gpointer item, gpointer data) { return g_strdup (CB_FAULT_ITEM (item)->remedy); }

/* The chosen one in full: sentences are longer than cells. */
static void
fault_chosen_cb (GtkSingleSelection *selection,
                 GParamSpec         *pspec,
                 GtkLabel           *detail)
{
  CbFaultItem *item = gtk_single_selection_get_selected_item (selection);
  g_autofree char *text = item == NULL ? NULL : g_strdup_printf ("%s\n%s", item->reason, item->remedy);

  gtk_label_set_text (detail, text == NULL ? "" : text);
}

GtkWidget *
cb_import_faults_table (GListStore *items)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (items))));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *detail = cb_label_new (NULL, "cb-line");
  GtkColumnView *view;
  GtkWidget *table = cb_table_new (selection, _("Rows that cannot be taken"), &view);

  cb_table_add_text (view, _("Line"), 3, 1, line_cell, NULL, NULL);
  cb_table_add_text (view, _("Column"), 6, 0, column_cell, NULL, NULL);
  gtk_column_view_column_set_expand (cb_table_add_text (view, _("Reason"), 10, 0, reason_cell, NULL, NULL), TRUE);
  gtk_column_view_column_set_expand (cb_table_add_text (view, _("Remedy"), 10, 0, remedy_cell, NULL, NULL), TRUE);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_label_set_selectable (GTK_LABEL (detail), TRUE);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (fault_chosen_cb), detail, 0);
  gtk_box_append (GTK_BOX (box), table);
  gtk_box_append (GTK_BOX (box), detail);

  return box;
}

void
cb_import_faults_fill (GListStore *items,
                       GPtrArray  *faults,
                       guint       most)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < faults->len && i < most; i++)
    {
      const CbImportFault *fault = g_ptr_array_index (faults, i);
      CbFaultItem *item = g_object_new (CB_TYPE_FAULT_ITEM, NULL);

      item->line = fault->line;
      item->column = g_strdup (fault->column);
      item->reason = g_strdup (fault->reason);
      item->remedy = g_strdup (fault->remedy);
      g_ptr_array_add (copies, item);
    }
  g_list_store_splice (items, 0, g_list_model_get_n_items (G_LIST_MODEL (items)), copies->pdata, copies->len);
}

/* --- columns --- */

typedef struct
{
  guint          column;
  CbMatchChanged changed;
  gpointer       data;
  GArray        *targets;   /* of CbImportTarget, as in the drop-down; behind them may be the one that the heading stands for */
} Match;

static void
match_free (gpointer  data,
            GClosure *closure)
{
  Match *match = data;

  g_array_unref (match->targets);
  g_free (match);
}

static void
selected_cb (GtkDropDown *drop_down,
             GParamSpec  *pspec,
             Match       *match)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected < match->targets->len)
    match->changed (match->column, &g_array_index (match->targets, CbImportTarget, selected), match->data);
}

static GtkWidget *
match_new (guint                 index,
           const CbImportColumn *column,
           GArray               *targets,
           CbMatchChanged        changed,
           gpointer              data)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkExpression) word = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  Match *match = g_new0 (Match, 1);
  GtkWidget *drop_down;
  guint selected = GTK_INVALID_LIST_POSITION;

  match->column = index;
  match->changed = changed;
  match->data = data;
  match->targets = g_array_ref (targets);

  for (guint i = 0; i < targets->len; i++)
    {
      const CbImportTarget *target = &g_array_index (targets, CbImportTarget, i);
      g_autofree char *name = cb_import_target_text (target);

      gtk_string_list_append (names, name);
      if (cb_import_same_target (target, &column->target))
        selected = i;
    }
  /* A sum that only a heading can stand for: shown as recognised, and kept unless another is chosen. */
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      g_autofree char *name = cb_import_target_text (&column->target);

      gtk_string_list_append (names, name);
      selected = targets->len;
    }

  drop_down = cb_word_drop_down_new (names);
  gtk_drop_down_set_expression (GTK_DROP_DOWN (drop_down), word);
  cb_drop_down_set_search (GTK_DROP_DOWN (drop_down));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  cb_widget_set_label (drop_down, column->heading);
  cb_widget_set_tip (drop_down, gtk_string_list_get_string (names, selected));
  gtk_widget_set_hexpand (drop_down, TRUE);
  g_signal_connect_data (drop_down, "notify::selected", G_CALLBACK (selected_cb), match, match_free, 0);

  return drop_down;
}

/* A heading of ordinary length is shown whole; only one that would push the choice aside is cut. */
static GtkWidget *
heading_new (const char *heading)
{
  GtkWidget *label = gtk_label_new (heading);
  int columns = 0;

  for (const char *p = heading; *p != '\0'; p = g_utf8_next_char (p))
    columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  if (columns > MOST_HEADING)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), MOST_HEADING);
      cb_widget_set_cut_tip (label, heading);
    }

  return label;
}

GtkWidget *
cb_import_columns_grid (GPtrArray      *columns,
                        CbMatchChanged  changed,
                        gpointer        data)
{
  GtkWidget *grid = gtk_grid_new ();
  g_autoptr (GArray) targets = cb_import_targets ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < columns->len; i++)
    {
      const CbImportColumn *column = g_ptr_array_index (columns, i);

      gtk_grid_attach (GTK_GRID (grid), heading_new (column->heading), 0, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), match_new (i, column, targets, changed, data), 1, (int) i, 1, 1);
    }

  return grid;
}
