/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbSidebar: the places with their counts; below them who is at the desk, in which role, and the lock.
 * Emits "picked" (name of the place).
 */
#define CB_TYPE_SIDEBAR (cb_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CbSidebar, cb_sidebar, CB, SIDEBAR, GtkWidget)

GtkWidget *cb_sidebar_new  (CbDesk     *desk);
/* Marks the place as the one that is shown; NULL: none. */
void       cb_sidebar_mark (CbSidebar  *sidebar,
                            const char *place);

G_END_DECLS
