/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"
#include "cb-slip.h"

G_BEGIN_DECLS

/**
 * CbRevokeForm:
 * Says what it means that a person or desk is revoked, asks for the reason, and on request from which record on; signs, and does it.
 * For whom cb_desk_may_revoke() says yes.  Main thread.
 */
#define CB_TYPE_REVOKE_FORM (cb_revoke_form_get_type ())
G_DECLARE_FINAL_TYPE (CbRevokeForm, cb_revoke_form, CB, REVOKE_FORM, CbSlip)

/* @here: a person with a place at this desk. */
GtkWidget *cb_revoke_form_new (CbDesk      *desk,
                               const CbUid *whom,
                               gboolean     here);

G_END_DECLS
