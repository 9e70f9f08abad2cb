/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-batch-table.h"

#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-table.h"
#include "cb-ui-names.h"

#include <string.h>

/* --- one line --- */

#define CB_TYPE_BATCH_ROW (cb_batch_row_get_type ())
G_DECLARE_FINAL_TYPE (CbBatchRow, cb_batch_row, CB, BATCH_ROW, GObject)

struct _CbBatchRow
{
  GObject parent_instance;

  const CbBatchItem *item;     /* of the batch that is shown */
};

G_DEFINE_FINAL_TYPE (CbBatchRow, cb_batch_row, G_TYPE_OBJECT)

static void
cb_batch_row_class_init (CbBatchRowClass *klass)
{
}

static void
cb_batch_row_init (CbBatchRow *self)
{
}

static const CbBatchItem *
item_of (gpointer row)
{
  return CB_BATCH_ROW (row)->item;
}

static char *head_cell (gpointer row, gpointer data) { return g_strdup (item_of (row)->head); }
static char *number_cell (gpointer row, gpointer data) { return g_strdup (item_of (row)->number); }
static char *why_cell (gpointer row, gpointer data) { return g_strdup (item_of (row)->why); }

static char *
township_cell (gpointer row,
               gpointer data)
{
  CbAreas *areas = cb_desk_areas (data);
  const CbArea *area;
  char code[10];

  g_strlcpy (code, item_of (row)->area, sizeof code);
  area = cb_areas_find (areas, code);
  return g_strdup (area != NULL ? area->name : item_of (row)->area);
}

static char *
programme_cell (gpointer row,
                gpointer data)
{
  return g_strdup (cb_pack_title_of (cb_desk_pack (data), "programme", item_of (row)->programme, cb_outcome_lang ()));
}

static char *
old_cell (gpointer row,
          gpointer data)
{
  return cb_money_format (item_of (row)->old, TRUE);
}

static char *
new_cell (gpointer row,
          gpointer data)
{
  return item_of (row)->amount > 0 ? cb_money_format (item_of (row)->amount, TRUE) : g_strdup ("—");
}

static char *
from_cell (gpointer row,
           gpointer data)
{
  return item_of (row)->first != CB_MONTH_NONE ? cb_month_format (item_of (row)->first) : NULL;
}

static char *
arrears_cell (gpointer row,
              gpointer data)
{
  return item_of (row)->arrears > 0 ? cb_money_format (item_of (row)->arrears, TRUE) : NULL;
}

/* The months that the arrears are for. */
static char *
arrears_tip (gpointer row,
             gpointer data)
{
  const CbBatchItem *item = item_of (row);
  g_autofree char *begin = NULL, *end = NULL;

  if (item->arrears == 0)
    return NULL;
  begin = cb_month_format (item->arrears_from);
  end = cb_month_format (item->first - 1);
  /* TRANSLATORS: first and last month */
  return g_strdup_printf (_("For %s to %s"), begin, end);
}

/* --- the table --- */

typedef struct
{
  CbDesk              *desk;
  GListStore          *rows;
  GtkSelectionModel   *selection;
  GtkColumnView       *view;
  GtkColumnViewColumn *of_rise[2], *why;   /* only in the view while the kind that is shown has something in them */
  gboolean             rise;
} Table;

static void
table_free (gpointer data)
{
  Table *table = data;

  g_object_unref (table->rows);
  g_object_unref (table->selection);
  g_object_unref (table->desk);
  for (guint i = 0; i < G_N_ELEMENTS (table->of_rise); i++)
    g_object_unref (table->of_rise[i]);
  g_object_unref (table->why);
  g_free (table);
}

static Table *
table_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "table");
}

static void
activated_cb (GtkColumnView *view,
              guint          position,
              gpointer       data)
{
  g_autoptr (CbBatchRow) row = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  if (row != NULL)
    cb_shell_go (GTK_WIDGET (view), "household", &row->item->household);
}

GtkWidget *
cb_batch_table_new (CbDesk   *desk,
                    GCallback changed,
                    gpointer  data)
{
  Table *table = g_new0 (Table, 1);
  GtkColumnView *view;
  GtkColumnViewColumn *column;
  GtkWidget *widget;

  table->desk = g_object_ref (desk);
  table->rows = g_list_store_new (CB_TYPE_BATCH_ROW);
  table->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (table->rows))));
  g_signal_connect_object (table->selection, "selection-changed", changed, data, G_CONNECT_SWAPPED);
  widget = cb_table_new (g_object_ref (table->selection), _(CB_NAME_BATCH_TABLE), &view);
  table->view = view;
  table->rise = TRUE;
  cb_table_add_text (view, _("Head"), 5, 0, head_cell, NULL, NULL);
  cb_table_add_text (view, _("Township"), 6, 0, township_cell, NULL, desk);
  column = cb_table_add_text (view, _("Programme"), 8, 0, programme_cell, NULL, desk);
  gtk_column_view_column_set_expand (column, TRUE);
  cb_table_add_text (view, _("Number of the case"), 11, 0, number_cell, NULL, NULL);
  cb_table_add_text (view, _("So far, yuan a month"), 5, 1, old_cell, NULL, NULL);
  cb_table_add_text (view, _("New, yuan a month"), 5, 1, new_cell, NULL, NULL);
  table->of_rise[0] = g_object_ref (cb_table_add_text (view, _("From month"), 5, 0, from_cell, NULL, NULL));
  table->of_rise[1] = g_object_ref (cb_table_add_text (view, _("Arrears, yuan"), 6, 1, arrears_cell, NULL, NULL));
  cb_table_set_tip (table->of_rise[1], arrears_tip);
  table->why = g_object_ref (cb_table_add_text (view, _("Why"), 16, 0, why_cell, NULL, NULL));
  gtk_column_view_column_set_expand (table->why, TRUE);
  cb_table_show_column (view, table->why, FALSE);
  g_signal_connect (view, "activate", G_CALLBACK (activated_cb), NULL);
  g_object_set_data_full (G_OBJECT (widget), "table", table, table_free);
  return widget;
}

static void
show_columns (Table    *table,
              gboolean  rise)
{
  if (rise == table->rise)
    return;
  table->rise = rise;
  if (rise)
    cb_table_show_column (table->view, table->why, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (table->of_rise); i++)
    cb_table_show_column (table->view, table->of_rise[i], rise);
  if (!rise)
    cb_table_show_column (table->view, table->why, TRUE);
}

void
cb_batch_table_set (GtkWidget     *widget,
                    const CbBatch *batch,
                    CbBatchKind    kind)
{
  Table *table = table_of (widget);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; batch != NULL && i < batch->items->len; i++)
    {
      const CbBatchItem *item = batch->items->pdata[i];
      CbBatchRow *row;

      if (item->kind != kind)
        continue;
      row = g_object_new (CB_TYPE_BATCH_ROW, NULL);
      row->item = item;
      g_ptr_array_add (rows, row);
    }
  gtk_selection_model_unselect_all (table->selection);
  g_list_store_splice (table->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (table->rows)), rows->pdata, rows->len);
  show_columns (table, kind == CB_BATCH_MORE);
}

GPtrArray *
cb_batch_table_chosen (GtkWidget *widget)
{
  const Table *table = table_of (widget);
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (table->selection);
  GPtrArray *items = g_ptr_array_new ();
  GtkBitsetIter iter;
  guint at;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &at); more; more = gtk_bitset_iter_next (&iter, &at))
    {
      g_autoptr (CbBatchRow) row = g_list_model_get_item (G_LIST_MODEL (table->rows), at);

      if (row != NULL)
        g_ptr_array_add (items, (gpointer) row->item);
    }
  return items;
}
