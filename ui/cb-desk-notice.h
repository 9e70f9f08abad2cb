/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbDeskNotice:
 * The lines above the pages that say why not everything can be done at this desk, what helps, and who can do it; not there when all is
 * well.  For a copy restored from a backup: an authority makes it a desk of its own in place.  For a signing key without a certificate:
 * whom to ask, and the code by which the two compare it.
 */
#define CB_TYPE_DESK_NOTICE (cb_desk_notice_get_type ())
G_DECLARE_FINAL_TYPE (CbDeskNotice, cb_desk_notice, CB, DESK_NOTICE, GtkWidget)

GtkWidget *cb_desk_notice_new (CbDesk *desk);

G_END_DECLS
