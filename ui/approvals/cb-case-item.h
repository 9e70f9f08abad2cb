/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"

G_BEGIN_DECLS

/**
 * CbCaseItem:
 * One row of the list of cases.
 */
#define CB_TYPE_CASE_ITEM (cb_case_item_get_type ())
G_DECLARE_FINAL_TYPE (CbCaseItem, cb_case_item, CB, CASE_ITEM, GObject)

/* @township: its name, translated to words; @due_law: of cb_case_due_law(), nullable; takes @c and @due_law. */
CbCaseItem   *cb_case_item_new          (CbCase     *c,
                                         const char *township,
                                         char       *due_law) G_GNUC_WARN_UNUSED_RESULT;
const CbCase *cb_case_item_get          (CbCaseItem *self);
const char   *cb_case_item_get_township (CbCaseItem *self);
const char   *cb_case_item_get_due_law  (CbCaseItem *self);

G_END_DECLS
