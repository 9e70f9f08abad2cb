/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"
#include "cb-form-layout.h"

G_BEGIN_DECLS

/**
 * CbRoster:
 * The left of the household page: the members, head first, those with a duty to support, and the parts of the household with their totals.
 * Up and Down show, Enter opens (focus goes to the form), Insert adds a member or supporter, Delete takes one off.
 *
 * Signals: "selected", "open" (both: ask cb_roster_get_selected()), "add" (guint CbKind), "remove" (const CbUid *).
 */
#define CB_TYPE_ROSTER (cb_roster_get_type ())
G_DECLARE_FINAL_TYPE (CbRoster, cb_roster, CB, ROSTER, GtkWidget)

GtkWidget  *cb_roster_new          (CbEditor    *editor) G_GNUC_WARN_UNUSED_RESULT;
void        cb_roster_refresh      (CbRoster    *self);
/* @subject: the member or supporter; the household's uid for its parts. FALSE when there is no such row. */
gboolean    cb_roster_select       (CbRoster    *self,
                                    CbFormPart   part,
                                    const CbUid *subject);
/* FALSE when nothing is selected. */
gboolean    cb_roster_get_selected (CbRoster    *self,
                                    CbFormPart  *part,
                                    CbUid       *subject);

G_END_DECLS
