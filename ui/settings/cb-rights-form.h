/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"
#include "cb-slip.h"

G_BEGIN_DECLS

/**
 * CbRightsForm:
 * Other roles, area or limit for somebody; signs, and does it.  Main thread.
 */
#define CB_TYPE_RIGHTS_FORM (cb_rights_form_get_type ())
G_DECLARE_FINAL_TYPE (CbRightsForm, cb_rights_form, CB, RIGHTS_FORM, CbSlip)

GtkWidget *cb_rights_form_new (CbDesk         *desk,
                               const CbPerson *person);

G_END_DECLS
