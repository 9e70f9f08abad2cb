/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"

G_BEGIN_DECLS

/**
 * CbFieldHints:
 * What stands under a field: the mistake with its remedy; somebody else with the same ID number and the way there; the versions
 * of a field that was recorded twice, each with author, time and outcome, to choose from.  Takes no room while there is nothing to say.
 */
#define CB_TYPE_FIELD_HINTS (cb_field_hints_get_type ())
G_DECLARE_FINAL_TYPE (CbFieldHints, cb_field_hints, CB, FIELD_HINTS, GtkWidget)

/* @control: what the hints describe, for assistive technology. */
GtkWidget *cb_field_hints_new     (CbEditor      *editor,
                                   const CbField *field,
                                   GtkWidget     *control) G_GNUC_WARN_UNUSED_RESULT;
/* @tell: FALSE while a mistake may still be an unfinished text. */
void       cb_field_hints_refresh (CbFieldHints  *self,
                                   const CbUid   *entity,
                                   gboolean       tell);

G_END_DECLS
