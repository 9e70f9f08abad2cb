/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbTrendsPage:
 * The caseload by programme and month: households, persons or money, as a chart or as the table of the same figures, for the area of the
 * person at the desk or a part of it; saved as SVG, PDF or PNG.
 */
#define CB_TYPE_TRENDS_PAGE (cb_trends_page_get_type ())
G_DECLARE_FINAL_TYPE (CbTrendsPage, cb_trends_page, CB, TRENDS_PAGE, CbPage)

G_END_DECLS
