/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbRecoverPage:
 * Opens a casebook with the code of its recovery sheet and gives the person of one number a new passphrase.
 * Signals: "opened" (CbDesk), "back".
 */
#define CB_TYPE_RECOVER_PAGE (cb_recover_page_get_type ())
G_DECLARE_FINAL_TYPE (CbRecoverPage, cb_recover_page, CB, RECOVER_PAGE, GtkWidget)

GtkWidget *cb_recover_page_new (const char *dir);

G_END_DECLS
