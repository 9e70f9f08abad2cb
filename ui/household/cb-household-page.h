/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbHouseholdPage:
 * One household on one page: roster, form, result.  F6 goes from one to the next; Ctrl+Z takes back the last change, Ctrl+Shift+Z makes it
 * again; F4 prints the worksheet.
 */
#define CB_TYPE_HOUSEHOLD_PAGE (cb_household_page_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdPage, cb_household_page, CB, HOUSEHOLD_PAGE, CbPage)

CbPage *cb_household_page_new (CbDesk *desk) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
