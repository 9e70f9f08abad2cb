/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbSignDialog:
 * Says what will be signed and asks for the passphrase; opens the signing session of the desk.  Modal: signing is one of the three things
 * that may be.  Emits "closed" (gboolean signed) once and destroys itself.
 */
#define CB_TYPE_SIGN_DIALOG (cb_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CbSignDialog, cb_sign_dialog, CB, SIGN_DIALOG, AdwWindow)

CbSignDialog *cb_sign_dialog_new (GtkWindow  *parent,
                                  CbDesk     *desk,
                                  const char *what);

G_END_DECLS
