/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cb_scroll_guard_attach:
 *
 * List views of GTK before 4.12 run away when several notches of the wheel arrive within one frame (style.md 6.3): gathers them and
 * scrolls once per frame.  Does nothing on newer GTK.  For every scrolled window that holds a list or column view.
 */
void cb_scroll_guard_attach (GtkScrolledWindow *window);

G_END_DECLS
