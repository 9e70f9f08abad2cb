/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-area.h"

G_BEGIN_DECLS

/**
 * cb_area_suggest_attach:
 * @parent: the widget around it, with a layout manager: a popover cannot hang on an entry itself
 * @within: only areas below this code
 *
 * Lists below @entry, while one types, the townships whose name has the text in it or whose pinyin or initials begin with it: Down and Up
 * choose, Enter or a click takes the choice.  Lives as long as the entry.
 */
void cb_area_suggest_attach (GtkEntry   *entry,
                             GtkWidget  *parent,
                             CbAreas    *areas,
                             const char *within);

G_END_DECLS
