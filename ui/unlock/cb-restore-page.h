/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * CbRestorePage:
 * Makes a casebook again out of a backup, in a new folder, with the recovery code or somebody's passphrase of its day; it is left locked.
 * Signals: "restored" (const char *dir), "back".
 */
#define CB_TYPE_RESTORE_PAGE (cb_restore_page_get_type ())
G_DECLARE_FINAL_TYPE (CbRestorePage, cb_restore_page, CB, RESTORE_PAGE, GtkWidget)

GtkWidget *cb_restore_page_new (void);

G_END_DECLS
