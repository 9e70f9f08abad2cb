/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbHomePage: 今日: what is to be done, the most urgent first, and how the county stands.
 */
#define CB_TYPE_HOME_PAGE (cb_home_page_get_type ())
G_DECLARE_FINAL_TYPE (CbHomePage, cb_home_page, CB, HOME_PAGE, CbPage)

G_END_DECLS
