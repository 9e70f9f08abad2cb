/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbHouseholdsPage: the table of all households with filters above; Enter opens one; beside it the chosen one in short where there is room.
 */
#define CB_TYPE_HOUSEHOLDS_PAGE (cb_households_page_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdsPage, cb_households_page, CB, HOUSEHOLDS_PAGE, CbPage)

G_END_DECLS
