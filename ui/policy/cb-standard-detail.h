/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-standard.h"

G_BEGIN_DECLS

/**
 * CbStandardDetail:
 * One standard: a draft to write in, or what was published to read, with what changes, what it would do to the county, and the one act that
 * is next: publish, countersign, refuse, withdraw.  A draft's fields are saved when they are left.
 */
#define CB_TYPE_STANDARD_DETAIL (cb_standard_detail_get_type ())
G_DECLARE_FINAL_TYPE (CbStandardDetail, cb_standard_detail, CB, STANDARD_DETAIL, AdwBin)

GtkWidget  *cb_standard_detail_new   (CbDesk           *desk);
/* NULL: none. */
void        cb_standard_detail_show  (CbStandardDetail *detail,
                                      const CbUid      *uid);
/* What is shown was recorded anew, here or elsewhere. */
void        cb_standard_detail_again (CbStandardDetail *detail);
/* Hands what is typed to the vault: the page is about to be left. */
void        cb_standard_detail_save  (CbStandardDetail *detail);

G_END_DECLS
