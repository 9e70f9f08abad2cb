/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbSearchBox: the window's one search field.  Results come as one types; Down and Up choose, Enter opens the chosen or the first,
 * Escape closes and gives the focus back.
 */
#define CB_TYPE_SEARCH_BOX (cb_search_box_get_type ())
G_DECLARE_FINAL_TYPE (CbSearchBox, cb_search_box, CB, SEARCH_BOX, GtkWidget)

GtkWidget *cb_search_box_new   (CbDesk      *desk);
void       cb_search_box_focus (CbSearchBox *box);

G_END_DECLS
