/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trend-table.h"

#include "cb-scroll-guard.h"
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

  GtkWidget  *scroller;
  GtkWidget  *view;
  GListStore *rows;
  char       *text;
};

G_DEFINE_FINAL_TYPE (CbTrendTable, cb_trend_table, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (column) == 0 ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  CbTrendRow *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), row->cells[GPOINTER_TO_UINT (column)]);
}

static void
add_column (CbTrendTable *self,
            guint         index,
            const char   *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, index > 0);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
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
  self->view = gtk_column_view_new (selection);
  gtk_widget_add_css_class (self->view, "cb-table");
  gtk_widget_add_css_class (self->view, "numeric");
  cb_widget_set_label (self->view, _(CB_NAME_TRENDS_TABLE));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  cb_scroll_guard_attach (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
cb_trend_table_new (void)
{
  return g_object_new (CB_TYPE_TREND_TABLE, NULL);
}

void
cb_trend_table_set (CbTrendTable  *table,
                    const CbTrend *trend,
                    CbMeasure      measure)
{
  GListModel *columns;
  guint n;

  g_return_if_fail (CB_IS_TREND_TABLE (table));

  /* Rows first: a column must not meet a row without its cell. */
  g_list_store_remove_all (table->rows);
  g_clear_pointer (&table->text, g_free);
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (table->view));
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (table->view), column);
    }
  if (trend == NULL)
    return;

  add_column (table, 0, _("Month"));
  for (guint i = 0; i < trend->series->len; i++)
    add_column (table, i + 1, cb_trend_series_title (trend, i));
  add_column (table, trend->series->len + 1, measure == CB_MEASURE_SPENT ? _("Total (yuan)") : _("Total"));
  n = cb_trend_n_months (trend);
  for (guint m = n; m > 0; m--)
    {
      g_autoptr (CbTrendRow) row = row_new (trend, m - 1, measure);

      g_list_store_append (table->rows, row);
    }
  table->text = cb_trend_table_text (trend, measure);
}
