/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"
#include "cb-form-layout.h"

G_BEGIN_DECLS

/**
 * CbRowTable:
 * An editable table of rows of one kind below one parent: incomes of a member, vehicles of a household.  Ends with a button that adds a row
 * and, where amounts are added up, with their total.  Ctrl+Delete in a row takes it off.
 */
#define CB_TYPE_ROW_TABLE (cb_row_table_get_type ())
G_DECLARE_FINAL_TYPE (CbRowTable, cb_row_table, CB, ROW_TABLE, GtkWidget)

GtkWidget *cb_row_table_new        (CbEditor          *editor,
                                    const CbFormTable *layout) G_GNUC_WARN_UNUSED_RESULT;
/* @name: whose rows, for spoken names; may be "". */
void       cb_row_table_set_parent (CbRowTable        *self,
                                    const CbUid       *parent,
                                    const char        *name);
/* @name: as above, when it has changed. */
void       cb_row_table_refresh    (CbRowTable        *self,
                                    const char        *name);
/* Focus into the first row, or, when there is none, to the button that adds one. */
gboolean   cb_row_table_focus_first (CbRowTable       *self);
/* Focus into the field of a row; FALSE when it is not here. */
gboolean   cb_row_table_reveal     (CbRowTable        *self,
                                    const CbUid       *entity,
                                    guint              field);

G_END_DECLS
