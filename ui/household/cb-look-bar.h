/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-look.h"

G_BEGIN_DECLS

/**
 * CbLookBar:
 * Stands in the place of a case file that is not part of the person's work: says whose it is and asks why it is opened, once.  Emits
 * "given" when the reason is on record.  Main thread.
 */
#define CB_TYPE_LOOK_BAR (cb_look_bar_get_type ())
G_DECLARE_FINAL_TYPE (CbLookBar, cb_look_bar, CB, LOOK_BAR, GtkWidget)

GtkWidget *cb_look_bar_new  (CbDesk       *desk);
/* Asks about @household. */
void       cb_look_bar_ask  (CbLookBar    *bar,
                             const CbUid  *household,
                             const CbLook *look);

G_END_DECLS
