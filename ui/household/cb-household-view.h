/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"

G_BEGIN_DECLS

/**
 * CbHouseholdView:
 * Roster, form, result and case bar of one editing session.  The page makes one for each household it shows.
 */
#define CB_TYPE_HOUSEHOLD_VIEW (cb_household_view_get_type ())
G_DECLARE_FINAL_TYPE (CbHouseholdView, cb_household_view, CB, HOUSEHOLD_VIEW, GtkWidget)

GtkWidget *cb_household_view_new          (CbEditor        *editor) G_GNUC_WARN_UNUSED_RESULT;
CbEditor  *cb_household_view_get_editor   (CbHouseholdView *self);
void       cb_household_view_focus        (CbHouseholdView *self);   /* where one begins */
void       cb_household_view_next_pane    (CbHouseholdView *self);
void       cb_household_view_reload_cases (CbHouseholdView *self);
void       cb_household_view_print_why    (CbHouseholdView *self);
/* Shows that field; FALSE when it is nowhere. */
gboolean   cb_household_view_jump         (CbHouseholdView *self,
                                           const CbUid     *entity,
                                           guint            field);

G_END_DECLS
