/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-table.h"

#include "cb-scroll-guard.h"
#include "cb-tier-badge.h"
#include "cb-tier-style.h"
#include "cb-widgets.h"

/* A name of a tier that is longer is cut in its badge. */
#define MOST_BADGE 170

/* One column: how its cells are filled. */
typedef struct
{
  float       xalign;
  CbCellText  text, tip;
  CbCellClass style;
  CbCellBadge badge;
  gpointer    data;
  int         height;     /* of one line */
} Column;

static void
fill_cell (GtkListItem  *item,
           const Column *column)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  gpointer object = gtk_list_item_get_item (item);

  if (object == NULL || cell == NULL)
    return;
  if (column->badge != NULL)
    cb_tier_badge_set_tier (CB_TIER_BADGE (cell), column->badge (object, column->data));
  else
    {
      g_autofree char *text = column->text (object, column->data);
      const char *style = column->style == NULL ? NULL : column->style (object, column->data);
      const char *old = g_object_get_data (G_OBJECT (cell), "style");

      gtk_inscription_set_text (GTK_INSCRIPTION (cell), text == NULL ? "" : text);
      if (column->tip != NULL)
        {
          g_autofree char *tip = column->tip (object, column->data);

          cb_widget_set_tip (cell, tip);
        }
      if (g_strcmp0 (old, style) != 0)
        {
          if (old != NULL)
            gtk_widget_remove_css_class (cell, old);
          if (style != NULL)
            gtk_widget_add_css_class (cell, style);
          g_object_set_data (G_OBJECT (cell), "style", (gpointer) style);
        }
    }
}

static void
row_arrived_cb (GObject     *object,
                GParamSpec  *pspec,
                GtkListItem *item)
{
  fill_cell (item, g_object_get_data (G_OBJECT (item), "column"));
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          Column             *column)
{
  GtkWidget *cell;

  if (column->badge != NULL)
    cell = cb_tier_badge_new (NULL);
  else
    {
      cell = gtk_inscription_new (NULL);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), column->xalign);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
      /* High enough for one line whatever its script, and too low for two: they would not fit into the row. */
      gtk_widget_set_size_request (cell, -1, column->height);
      gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
      if (column->xalign > 0)
        gtk_widget_add_css_class (cell, "numeric");
    }
  g_object_set_data (G_OBJECT (item), "column", column);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         Column             *column)
{
  GObject *object = gtk_list_item_get_item (item);

  fill_cell (item, column);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (object), "row") != NULL)
    g_signal_connect_object (object, "notify::row", G_CALLBACK (row_arrived_cb), item, 0);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item,
           Column             *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), row_arrived_cb, item);
}

/* GTK puts headings to the left; one over right-aligned figures belongs over them. */
static void
align_headings (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header == NULL ? NULL : gtk_widget_get_first_child (header);

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns);
       i++, title = gtk_widget_get_next_sibling (title))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const Column *how = g_object_get_data (G_OBJECT (column), "column");
      GtkWidget *box = gtk_widget_get_first_child (title);
      GtkWidget *label = box == NULL ? NULL : gtk_widget_get_first_child (box);

      while (label != NULL && !GTK_IS_LABEL (label))
        label = gtk_widget_get_next_sibling (label);
      if (how != NULL && how->xalign > 0 && GTK_IS_LABEL (label))
        {
          /* The arrow of the order stands before it, so that the heading ends where the figures end. */
          gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
          gtk_widget_set_hexpand (label, TRUE);
          gtk_label_set_xalign (GTK_LABEL (label), how->xalign);
        }
    }
}

void
cb_table_show_column (GtkColumnView       *view,
                      GtkColumnViewColumn *column,
                      gboolean             shown)
{
  if (!shown)
    gtk_column_view_remove_column (view, column);
  else
    {
      gtk_column_view_append_column (view, column);
      align_headings (view);
    }
}

/* The whole text of a cell that is too narrow for it. */
static gboolean
tooltip_cb (GtkWidget  *view,
            int         x,
            int         y,
            gboolean    keyboard,
            GtkTooltip *tooltip)
{
  GtkWidget *cell = keyboard ? NULL : gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  if (cell == NULL || !GTK_IS_INSCRIPTION (cell))
    return FALSE;
  layout = gtk_widget_create_pango_layout (cell, gtk_inscription_get_text (GTK_INSCRIPTION (cell)));
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width <= gtk_widget_get_width (cell))
    return FALSE;
  cb_tip_show (view, tooltip, gtk_inscription_get_text (GTK_INSCRIPTION (cell)));
  return TRUE;
}

/* Wide enough for so many Chinese characters, and for its own heading, @sorted: with the arrow of the sort order. */
static int
column_width (GtkWidget  *widget,
              int         ems,
              const char *title,
              gboolean    sorted)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "汉");
  int em, heading;

  pango_layout_get_pixel_size (layout, &em, NULL);
  pango_layout_set_text (layout, title, -1);
  pango_layout_get_pixel_size (layout, &heading, NULL);
  return MAX (ems * em + 18, heading + (sorted ? 34 : 18));
}

/* Wide enough for the badge of every tier whose name is not longer than @most pixels. */
static int
badges_width (GtkWidget *widget,
              int        most)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  g_autoptr (PangoAttrList) bold = pango_attr_list_new ();
  guint n;
  const CbTierStyle *styles = cb_tier_styles (&n);
  int widest = 0;

  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, bold);
  for (guint i = 0; i < n; i++)
    {
      int width;

      pango_layout_set_text (layout, cb_tier_style_title (&styles[i]), -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      if (width <= most)
        widest = MAX (widest, width);
    }

  return widest + 50;
}

GtkWidget *
cb_table_new (GtkSelectionModel *selection,
              const char        *label,
              GtkColumnView    **view)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *table = gtk_column_view_new (selection);

  gtk_widget_add_css_class (table, "cb-table");
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (table), FALSE);
  cb_widget_set_label (table, label);
  gtk_widget_set_has_tooltip (table, TRUE);
  g_signal_connect (table, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (table, "map", G_CALLBACK (align_headings), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  cb_scroll_guard_attach (GTK_SCROLLED_WINDOW (scroller));
  *view = GTK_COLUMN_VIEW (table);

  return scroller;
}

static GtkColumnViewColumn *
add_column (GtkColumnView *view,
            const char    *title,
            int            ems,
            Column        *how)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), "汉Ag");

  pango_layout_get_pixel_size (layout, NULL, &how->height);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), how);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), how);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), how);
  g_object_set_data_full (G_OBJECT (column), "column", how, g_free);
  gtk_column_view_column_set_fixed_width (column, column_width (GTK_WIDGET (view), ems, title, FALSE));
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
  g_object_unref (column);     /* the view keeps it */

  return column;
}

GtkColumnViewColumn *
cb_table_add_text (GtkColumnView *view,
                   const char    *title,
                   int            ems,
                   float          xalign,
                   CbCellText     text,
                   CbCellClass    style,
                   gpointer       data)
{
  Column *how = g_new0 (Column, 1);

  how->xalign = xalign;
  how->text = text;
  how->style = style;
  how->data = data;

  return add_column (view, title, ems, how);
}

GtkColumnViewColumn *
cb_table_add_badge (GtkColumnView *view,
                    const char    *title,
                    int            ems,
                    CbCellBadge    badge,
                    gpointer       data)
{
  Column *how = g_new0 (Column, 1);
  GtkColumnViewColumn *column;

  how->badge = badge;
  how->data = data;
  column = add_column (view, title, ems, how);
  gtk_column_view_column_set_fixed_width (column, MAX (gtk_column_view_column_get_fixed_width (column),
                                                       badges_width (GTK_WIDGET (view), MOST_BADGE)));

  return column;
}

/*
 * Which heading was pressed: GTK 4.8 does not tell.  But the view's sorter asks the sorters of its columns in order, and the first one
 * asked notes its key; the answer comes back turned round when that column is descending.
 */
typedef struct
{
  int *asked;     /* the view's */
  int  key;
} Probe;

static int
probe_compare (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  Probe *probe = data;

  if (*probe->asked == -1)
    *probe->asked = probe->key;

  return -1;
}

void
cb_table_fit (GtkColumnView       *view,
              GtkColumnViewColumn *column,
              const char          *text,
              gboolean             bold)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), text);
  int width;

  if (bold)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_column_view_column_set_fixed_width (column, MAX (gtk_column_view_column_get_fixed_width (column), width + 20));
}

void
cb_table_set_tip (GtkColumnViewColumn *column,
                  CbCellText           tip)
{
  Column *how = g_object_get_data (G_OBJECT (column), "column");

  g_return_if_fail (how != NULL);

  how->tip = tip;
}

void
cb_table_sortable (GtkColumnView       *view,
                   GtkColumnViewColumn *column,
                   int                  key)
{
  Probe *probe = g_new0 (Probe, 1);
  int *asked = g_object_get_data (G_OBJECT (view), "asked");
  GtkSorter *sorter;

  if (asked == NULL)
    {
      asked = g_new0 (int, 1);
      g_object_set_data_full (G_OBJECT (view), "asked", asked, g_free);
    }
  probe->asked = asked;
  probe->key = key;
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, probe, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_fixed_width (column, MAX (gtk_column_view_column_get_fixed_width (column),
                                                       column_width (GTK_WIDGET (view), 0,
                                                                     gtk_column_view_column_get_title (column), TRUE)));
  g_object_unref (sorter);
}

int
cb_table_sort_key (GtkColumnView *view,
                   gboolean      *descending)
{
  int *asked = g_object_get_data (G_OBJECT (view), "asked");
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  GtkOrdering order;

  g_return_val_if_fail (asked != NULL, -1);

  *asked = -1;
  /* Two things that are not one and the same: of those GTK asks nobody. */
  order = gtk_sorter_compare (sorter, view, sorter);
  *descending = order == GTK_ORDERING_LARGER;

  return *asked;
}
