/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-import.h"

G_BEGIN_DECLS

/**
 * CbFaultItem: one row that cannot be taken; a copy, so that it outlives a change of the matching.
 */
#define CB_TYPE_FAULT_ITEM (cb_fault_item_get_type ())
G_DECLARE_FINAL_TYPE (CbFaultItem, cb_fault_item, CB, FAULT_ITEM, GObject)

/* The table of faults over @items (a GListStore of CbFaultItem). */
GtkWidget *cb_import_faults_table (GListStore    *items);
/* At most the first @most of the faults. */
void       cb_import_faults_fill  (GListStore    *items,
                                   GPtrArray     *faults,
                                   guint          most);

/* One matched column changed by a person: the index of the column and what it is taken for now. */
typedef void (*CbMatchChanged) (guint column, const CbImportTarget *target, gpointer data);
/* The grid of headings and what each is taken for. */
GtkWidget *cb_import_columns_grid (GPtrArray     *columns,
                                   CbMatchChanged changed,
                                   gpointer       data);

G_END_DECLS
