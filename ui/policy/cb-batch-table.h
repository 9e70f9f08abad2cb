/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-batch.h"

G_BEGIN_DECLS

/* The grants of a batch as a table: one line a grant, what it was and what it becomes.  Several lines can be chosen; Enter opens the
 * household.  Main thread. */

/* @changed: (swapped) called with @data whenever other lines are chosen. */
GtkWidget *cb_batch_table_new    (CbDesk        *desk,
                                  GCallback      changed,
                                  gpointer       data);
/* Shows those of @kind; @batch is borrowed until the next call.  NULL: empty. */
void       cb_batch_table_set    (GtkWidget     *table,
                                  const CbBatch *batch,
                                  CbBatchKind    kind);
/* Of CbBatchItem, borrowed from the batch: the lines that are chosen. */
GPtrArray *cb_batch_table_chosen (GtkWidget     *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
