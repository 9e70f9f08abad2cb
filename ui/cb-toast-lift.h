/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lifts the toasts of @overlay above what is at the foot of the page: a widget inside with the style class "cb-foot" and without a margin
 * at its top.  What is above the foot and can be scrolled makes room meanwhile, so that nothing is covered.  Call it when a toast has been
 * added; it follows pages and feet that change until there is none left.  Main thread. */
void cb_toast_lift (AdwToastOverlay *overlay);

G_END_DECLS
