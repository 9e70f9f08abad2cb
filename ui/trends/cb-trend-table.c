/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trend-table.h"

#include "cb-table.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

/* --- one month --- */

#define CB_TYPE_TREND_ROW (cb_trend_row_get_type ())
G_DECLARE_FINAL_TYPE (CbTrendRow, cb_trend_row, CB, TREND_ROW, GObject)

struct _CbTrendRow
{
  GObject parent_instance;

  GStrv cells;   /* as shown: month, programmes, total */
};

G_DEFINE_FINAL_TYPE (CbTrendRow, cb_trend_row, G_TYPE_OBJECT)

static void
cb_trend_row_finalize (GObject *object)
{
  g_strfreev (CB_TREND_ROW (object)->cells);

  G_OBJECT_CLASS (cb_trend_row_parent_class)->finalize (object);
}

static void
cb_trend_row_class_init (CbTrendRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cb_trend_row_finalize;
}

static void
cb_trend_row_init (CbTrendRow *self)
{
}

static CbTrendRow *
row_new (const CbTrend *trend,
         guint          month,
         CbMeasure      measure)
{
  CbTrendRow *row = g_object_new (CB_TYPE_TREND_ROW, NULL);
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  g_autofree char *when = cb_month_format (trend->from + (CbMonth) month);
  g_autofree char *total = cb_measure_format (measure, cb_trend_total (trend, month, measure));

  g_strv_builder_add (cells, when);
  for (guint i = 0; i < trend->series->len; i++)
    {
      g_autofree char *cell = cb_measure_format (measure, cb_trend_value (trend, i, month, measure));

      g_strv_builder_add (cells, cell);
    }
  g_strv_builder_add (cells, total);
  row->cells = g_strv_builder_end (cells);

  return row;
}

/* --- the table --- */

struct _CbTrendTable
{
  GtkWidget parent_instance;

  GtkWidget     *scroller;
  GtkColumnView *view;
  GListStore    *rows;
  char          *text;
};

G_DEFINE_FINAL_TYPE (CbTrendTable, cb_trend_table, GTK_TYPE_WIDGET)

static char *
cell_text (gpointer item,
           gpointer column)
{
  return g_strdup (CB_TREND_ROW (item)->cells[GPOINTER_TO_UINT (column)]);
}

static void
add_column (CbTrendTable *self,
            guint         index,
            const char   *title)
{
  GtkColumnViewColumn *column = cb_table_add_text (self->view, title, index == 0 ? 5 : 7, index == 0 ? 0 : 1, cell_text, NULL,
                                                   GUINT_TO_POINTER (index));

  gtk_column_view_column_set_expand (column, index > 0);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbTrendTable *self = CB_TREND_TABLE (widget);

  if (self->text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text);
}

static void
cb_trend_table_dispose (GObject *object)
{
  CbTrendTable *self = CB_TREND_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (cb_trend_table_parent_class)->dispose (object);
}

static void
cb_trend_table_class_init (CbTrendTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_trend_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "trend-table.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "trend-table.copy", NULL);
}

static void
cb_trend_table_init (CbTrendTable *self)
{
  GtkSelectionModel *selection;

  self->rows = g_list_store_new (CB_TYPE_TREND_ROW);
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));
  self->scroller = cb_table_new (selection, _(CB_NAME_TRENDS_TABLE), &self->view);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
cb_trend_table_new (void)
{
  return g_object_new (CB_TYPE_TREND_TABLE, NULL);
}

/* Whether the columns are those of @trend: months, its programmes, their sum. */
static gboolean
has_columns_for (CbTrendTable  *self,
                 const CbTrend *trend)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  gboolean same = g_list_model_get_n_items (columns) == trend->series->len + 2;

  for (guint i = 0; same && i < trend->series->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i + 1);

      same = g_strcmp0 (gtk_column_view_column_get_title (column), cb_trend_series_title (trend, i)) == 0;
    }

  return same;
}

static void
make_columns (CbTrendTable  *self,
              const CbTrend *trend)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_column (self, 0, _("Month"));
  for (guint i = 0; i < trend->series->len; i++)
    add_column (self, i + 1, cb_trend_series_title (trend, i));
  add_column (self, trend->series->len + 1, _("Total (yuan)"));
  /* Headings find their place when the table comes up. */
  gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
}

void
cb_trend_table_set (CbTrendTable  *table,
                    const CbTrend *trend,
                    CbMeasure      measure)
{
  g_autoptr (GtkColumnViewColumn) total = NULL;
  guint n;

  g_return_if_fail (CB_IS_TREND_TABLE (table));

  /* Rows first: a column must not meet a row without its cell. */
  g_list_store_remove_all (table->rows);
  g_clear_pointer (&table->text, g_free);
  if (trend == NULL)
    return;

  if (!has_columns_for (table, trend))
    make_columns (table, trend);
  total = g_list_model_get_item (gtk_column_view_get_columns (table->view), trend->series->len + 1);
  gtk_column_view_column_set_title (total, measure == CB_MEASURE_SPENT ? _("Total (yuan)")
                                                  : cb_trend_overlaps (trend, measure) ? _("Total, each counted once") : _("Total"));
  n = cb_trend_n_months (trend);
  for (guint m = n; m > 0; m--)
    {
      g_autoptr (CbTrendRow) row = row_new (trend, m - 1, measure);

      g_list_store_append (table->rows, row);
    }
  table->text = cb_trend_table_text (trend, measure);
}
