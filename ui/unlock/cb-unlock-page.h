/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbUnlockPage:
 * People choose themselves by number and type their passphrase; nothing on this page names anybody.  After wrong tries the wait that the
 * casebook demands is counted down.  Signals: "opened" (CbDesk), "found" (found a new county), "recover" (use the recovery sheet).
 */
#define CB_TYPE_UNLOCK_PAGE (cb_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (CbUnlockPage, cb_unlock_page, CB, UNLOCK_PAGE, GtkWidget)

GtkWidget  *cb_unlock_page_new     (void);
/* Offers this casebook; NULL: none is known. */
void        cb_unlock_page_start   (CbUnlockPage *page,
                                    const char   *dir);
/* A casebook is still being closed: nothing can be done yet; cb_unlock_page_start() ends it. */
void        cb_unlock_page_wait    (CbUnlockPage *page);
/* So many fields are sealed in this window, and nowhere else; 0: none. */
void        cb_unlock_page_warn    (CbUnlockPage *page,
                                    guint         fields);
const char *cb_unlock_page_get_dir (CbUnlockPage *page);

G_END_DECLS
