/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbHouseholdPreview: one household in short: who, where, what they get, what is open.
 */
#define CB_TYPE_HOUSEHOLD_PREVIEW (cb_household_preview_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdPreview, cb_household_preview, CB, HOUSEHOLD_PREVIEW, GtkWidget)

GtkWidget *cb_household_preview_new  (CbDesk             *desk);
/* NULL: nothing chosen. */
void       cb_household_preview_show (CbHouseholdPreview *preview,
                                      const CbUid        *uid);

G_END_DECLS
