/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-case.h"

G_BEGIN_DECLS

/**
 * CbWorkItem: one line of the worklist: a case and the step that it waits for.
 */
#define CB_TYPE_WORK_ITEM (cb_work_item_get_type ())
G_DECLARE_FINAL_TYPE (CbWorkItem, cb_work_item, CB, WORK_ITEM, GObject)

CbWorkItem   *cb_work_item_new      (CbCase     *c /* taken */,
                                     CbDate      today,
                                     CbAreas    *areas) G_GNUC_WARN_UNUSED_RESULT;
const CbCase *cb_work_item_case     (CbWorkItem *item);
gboolean      cb_work_item_overdue  (CbWorkItem *item);
/* "2026-09-01", with a note when it is today or past. */
char         *cb_work_item_due_text (CbWorkItem *item) G_GNUC_WARN_UNUSED_RESULT;
const char   *cb_work_item_step     (CbWorkItem *item);      /* translated */
/* What a column must have room for: the words of the steps, up to a NULL, and the longest due date, which is bold. */
const char  **cb_work_steps         (void) G_GNUC_WARN_UNUSED_RESULT;      /* free with g_free() */
char         *cb_work_due_longest   (void) G_GNUC_WARN_UNUSED_RESULT;
const char   *cb_work_item_township (CbWorkItem *item);

G_END_DECLS
