/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbWideBox:
 * A child, and beside it another one where there is room: list and detail on a wide screen, the list alone on a small one.
 */
#define CB_TYPE_WIDE_BOX (cb_wide_box_get_type ())
G_DECLARE_FINAL_TYPE (CbWideBox, cb_wide_box, CB, WIDE_BOX, GtkWidget)

/* @side is @side_width wide and shown from a width of @threshold on. */
GtkWidget *cb_wide_box_new     (GtkWidget *child,
                                GtkWidget *side,
                                int        side_width,
                                int        threshold);
/* Whether the side is shown; "notify::wide". */
gboolean   cb_wide_box_is_wide (CbWideBox *box);

G_END_DECLS
