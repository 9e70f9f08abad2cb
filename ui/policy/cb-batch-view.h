/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbBatchView:
 * Everybody's amount by the standard that has come into force (see cb-batch.h): who rises, who is left to a person and why, who was taken
 * out; an approver takes somebody out with a reason and confirms the rest with one passphrase, each household by a signed decision of its
 * own.  Main thread.
 */
#define CB_TYPE_BATCH_VIEW (cb_batch_view_get_type ())
G_DECLARE_FINAL_TYPE (CbBatchView, cb_batch_view, CB, BATCH_VIEW, AdwBin)

GtkWidget *cb_batch_view_new     (CbDesk      *desk);
/* It is looked at: works the list out unless it is there already and nothing has changed since. */
void       cb_batch_view_load    (CbBatchView *view);
/* Facts, cases or rules are others now: says so, and works the list out again when it is looked at the next time or when asked to. */
void       cb_batch_view_changed (CbBatchView *view);

G_END_DECLS
