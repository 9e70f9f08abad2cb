/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is said where the pointer rests.  GTK's own tips may break a line wherever a word may end, which in Chinese is everywhere, and come
 * out as narrow columns: ours are one line, or as wide as many lines are well read.  Main thread. */

/* @text NULL: nothing. */
void cb_widget_set_tip     (GtkWidget  *widget,
                            const char *text);
/* Only while a label inside, or the widget itself if it is one, has no room for the whole of its text. */
void cb_widget_set_cut_tip (GtkWidget  *widget,
                            const char *text);
/* From a handler of "query-tooltip" of @widget. */
void cb_tip_show           (GtkWidget  *widget,
                            GtkTooltip *tooltip,
                            const char *text);

G_END_DECLS
