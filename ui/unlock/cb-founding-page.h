/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbFoundingPage:
 * Founds a county in four steps: which county and where its casebook lies; the authority person and their passphrase; the recovery sheet;
 * the first people.  Signals: "opened" (CbDesk) at the end, "back" when it was given up before anything was made.
 */
#define CB_TYPE_FOUNDING_PAGE (cb_founding_page_get_type ())
G_DECLARE_FINAL_TYPE (CbFoundingPage, cb_founding_page, CB, FOUNDING_PAGE, GtkWidget)

GtkWidget *cb_founding_page_new (void);

G_END_DECLS
