/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"

G_BEGIN_DECLS

/**
 * CbCaseBar:
 * Below the household: its cases with state and due date; submitting one, the township's opinion, taking an application back.  What the
 * person at the desk may not do is insensitive and says why.
 */
#define CB_TYPE_CASE_BAR (cb_case_bar_get_type ())
G_DECLARE_FINAL_TYPE (CbCaseBar, cb_case_bar, CB, CASE_BAR, GtkWidget)

GtkWidget *cb_case_bar_new     (CbEditor  *editor) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the cases again. */
void       cb_case_bar_reload  (CbCaseBar *self);
/* What depends on the facts as typed. */
void       cb_case_bar_refresh (CbCaseBar *self);

G_END_DECLS
