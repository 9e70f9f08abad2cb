/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-case.h"

G_BEGIN_DECLS

/**
 * CbApprovalDetail:
 * One case as the approver sees and signs it: the facts, the worksheet, what changed since the submission, what stands against it, who did
 * what; and one button that signs, naming amount, months and persons.  Who may not decide sees why beside the button.
 *
 * Signal "decided" (const CbUid *): that case was decided; it stays here, with the way to export the decision.
 */
#define CB_TYPE_APPROVAL_DETAIL (cb_approval_detail_get_type ())
G_DECLARE_FINAL_TYPE (CbApprovalDetail, cb_approval_detail, CB, APPROVAL_DETAIL, GtkWidget)

GtkWidget *cb_approval_detail_new    (CbDesk           *desk) G_GNUC_WARN_UNUSED_RESULT;
/* NULL: none. */
void       cb_approval_detail_show   (CbApprovalDetail *self,
                                      const CbUid      *uid);
void       cb_approval_detail_reload (CbApprovalDetail *self);
void       cb_approval_detail_print  (CbApprovalDetail *self);

G_END_DECLS
