/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbImportPage:
 * Takes households from a roster file: shows how its columns were matched (each can be changed) and every row that cannot be taken, with
 * its line, field, reason and remedy, before anything is recorded.
 */
#define CB_TYPE_IMPORT_PAGE (cb_import_page_get_type ())
G_DECLARE_FINAL_TYPE (CbImportPage, cb_import_page, CB, IMPORT_PAGE, CbPage)

G_END_DECLS
