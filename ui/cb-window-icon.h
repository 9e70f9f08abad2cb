/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives the window its icon for lists of windows once there is nothing else to do: it is drawn from its scalable form, for which a library
 * has to be loaded, and nobody waits for it. */
void cb_window_icon_later (GtkWindow *window);

G_END_DECLS
