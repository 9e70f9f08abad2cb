/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Binds every shortcut of the one table to its action. */
void       cb_shortcuts_install    (GtkApplication *app);
/* The window that shows them, generated from the same table. */
GtkWidget *cb_shortcuts_window_new (void);

G_END_DECLS
