/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The help texts (data/help, which are in the program), in a window of their own: there may be no browser.  @parent: (nullable). */
void cb_help_show (GtkWindow *parent);

/* Appends @markdown as the help window shows it: headings, lists, code, tables, emphasis; what it does not know stays as it is written. */
void cb_help_render (GtkTextBuffer *buffer,
                     const char    *markdown);

G_END_DECLS
