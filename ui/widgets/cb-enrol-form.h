/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbEnrolForm:
 * Enrols people at a desk: name, roles, area, limit; gives each a number and a generated passphrase, shown and printed as a slip until it is
 * put away.  Roles that exclude each other are refused beside the roles with the reason.  Asks for the signature when no signing session
 * is open.  Emits "enrolled" after each.
 */
#define CB_TYPE_ENROL_FORM (cb_enrol_form_get_type ())
G_DECLARE_FINAL_TYPE (CbEnrolForm, cb_enrol_form, CB, ENROL_FORM, GtkWidget)

GtkWidget *cb_enrol_form_new     (CbDesk      *desk);
gboolean   cb_enrol_form_is_busy (CbEnrolForm *form);

G_END_DECLS
