/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbApprovalsPage:
 * The cases that wait for an opinion or a decision, oldest due first, and the chosen one in full: beside the list on a wide window, below
 * it on a narrow one.
 */
#define CB_TYPE_APPROVALS_PAGE (cb_approvals_page_get_type ())
G_DECLARE_FINAL_TYPE (CbApprovalsPage, cb_approvals_page, CB, APPROVALS_PAGE, CbPage)

CbPage *cb_approvals_page_new (CbDesk *desk) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
