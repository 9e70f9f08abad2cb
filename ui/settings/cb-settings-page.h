/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbSettingsPage: people at this desk, the own passphrase, locking and appearance, security, backup and checking.
 */
#define CB_TYPE_SETTINGS_PAGE (cb_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (CbSettingsPage, cb_settings_page, CB, SETTINGS_PAGE, CbPage)

G_END_DECLS
