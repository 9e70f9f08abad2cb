/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-editor.h"
#include "cb-unsaved.h"

G_BEGIN_DECLS

/*
 * What is at work on the households of CbUnsaved: editors.  Main thread only.
 *
 *   page ──watch──▶ CbUnsaved ──keep──▶ the casebook's drafts, or sealed bytes when it cannot be written ──restore──▶ CbUnsaved
 */

/* From now on the household is listed whenever something of it is not saved. */
void       cb_unsaved_watch          (CbEditor            *editor);
/* The editor of a household that is listed; NULL: none. */
CbEditor  *cb_unsaved_take_up        (CbDesk              *desk,
                                      const CbUid         *household) G_GNUC_WARN_UNUSED_RESULT;
/* Tries again to save what failed; @all: also what was kept from before the last lock and nobody has looked at since. */
void       cb_unsaved_retry          (CbDesk              *desk,
                                      gboolean             all);
void       cb_unsaved_discard        (CbDesk              *desk);
/* Waits until nothing is on its way any more; the callback may come at once. */
void       cb_unsaved_settle         (CbDesk              *desk,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
/* Settles, and writes what is left into the casebook.  Where that fails it comes sealed (cb-draft.h), to be kept by the caller; @fields:
 * how many.  Otherwise NULL. */
void       cb_unsaved_keep_async     (CbDesk              *desk,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
GBytes    *cb_unsaved_keep_finish    (CbDesk              *desk,
                                      GAsyncResult        *result,
                                      guint               *fields) G_GNUC_WARN_UNUSED_RESULT;
/* After unlocking: what the person had left is listed again.  @sealed: (nullable).  FALSE with an error when it could not be read. */
void       cb_unsaved_restore_async  (CbDesk              *desk,
                                      GBytes              *sealed,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
gboolean   cb_unsaved_restore_finish (CbDesk              *desk,
                                      GAsyncResult        *result,
                                      GError             **error);

G_END_DECLS
