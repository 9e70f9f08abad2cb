/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbSteadyBox:
 * Holds wrapped text that changes many times a second.  Takes the width it is given and the greatest height its child has needed at that
 * width: what stands below does not jump, and the window is not measured anew around every text, which costs far more than drawing it.
 * A child that comes to need more, or a new width, gets its height one frame later.
 */
#define CB_TYPE_STEADY_BOX (cb_steady_box_get_type ())
G_DECLARE_FINAL_TYPE (CbSteadyBox, cb_steady_box, CB, STEADY_BOX, GtkWidget)

GtkWidget *cb_steady_box_new (GtkWidget *child);

G_END_DECLS
