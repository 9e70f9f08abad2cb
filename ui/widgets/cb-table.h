/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Tables in the house's way: GtkColumnView of the style class "cb-table", rows of equal height, cells of GtkInscription, widths in
 * characters (so that large text does not clip), amounts right-aligned under right-aligned headings, no run-away scrolling.
 */

/* The text of a cell; owned; NULL: empty.  Items whose content arrives later have a property "row", at whose change the cell is read again. */
typedef char       *(*CbCellText)  (gpointer item, gpointer data);
typedef const char *(*CbCellBadge) (gpointer item, gpointer data);
/* Style class of a text cell, e.g. "error"; NULL: none. */
typedef const char *(*CbCellClass) (gpointer item, gpointer data);

/* A column view in a scrolled window; @selection: (transfer full). */
GtkWidget           *cb_table_new        (GtkSelectionModel *selection,
                                          const char        *label,
                                          GtkColumnView    **view);
/* @ems: its width in Chinese characters; @xalign 1: for amounts and counts. */
GtkColumnViewColumn *cb_table_add_text   (GtkColumnView     *view,
                                          const char        *title,
                                          int                ems,
                                          float              xalign,
                                          CbCellText         text,
                                          CbCellClass        style,
                                          gpointer           data);
GtkColumnViewColumn *cb_table_add_badge  (GtkColumnView     *view,
                                          const char        *title,
                                          int                ems,
                                          CbCellBadge        badge,
                                          gpointer           data);

/* Makes the column wide enough for @text, for a closed list of words each of them. */
void                 cb_table_fit        (GtkColumnView       *view,
                                          GtkColumnViewColumn *column,
                                          const char          *text,
                                          gboolean             bold);
/* What a cell of the column says when the pointer rests on it; NULL: nothing.  With the data of its text. */
void                 cb_table_set_tip    (GtkColumnViewColumn *column,
                                          CbCellText           tip);

/* Takes the column out, or puts it in at the end; somebody else holds a reference.  (One that is only made invisible keeps its width on
 * GTK 4.8.) */
void                 cb_table_show_column (GtkColumnView      *view,
                                           GtkColumnViewColumn *column,
                                           gboolean             shown);

/* Makes the heading a button that sorts; the model sorts itself.  @key is what cb_table_sort_key() gives. */
void                 cb_table_sortable   (GtkColumnView       *view,
                                          GtkColumnViewColumn *column,
                                          int                  key);
/* The key of the column sorted by first and its direction, -1 for none.  On the "changed" signal of gtk_column_view_get_sorter(). */
int                  cb_table_sort_key   (GtkColumnView       *view,
                                          gboolean            *descending);

G_END_DECLS
