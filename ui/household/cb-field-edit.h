/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"

G_BEGIN_DECLS

/**
 * CbFieldEdit:
 * One field of one subject: the control for its type, and under it what there is to say: what is wrong and how to mend it, who else
 * has this number, which versions there are.
 *
 * Enter and Shift+Enter activate the actions "form.next" and "form.previous" of whatever it stands in.
 */
#define CB_TYPE_FIELD_EDIT (cb_field_edit_get_type ())
G_DECLARE_FINAL_TYPE (CbFieldEdit, cb_field_edit, CB, FIELD_EDIT, GtkWidget)

GtkWidget     *cb_field_edit_new        (CbEditor      *editor,
                                         const CbField *field) G_GNUC_WARN_UNUSED_RESULT;
void           cb_field_edit_set_entity (CbFieldEdit   *self,
                                         const CbUid   *entity);
const CbUid   *cb_field_edit_get_entity (CbFieldEdit   *self);
const CbField *cb_field_edit_get_field  (CbFieldEdit   *self);
/* What takes the focus: for labels and relations. */
GtkWidget     *cb_field_edit_get_control (CbFieldEdit  *self);
/* Spoken name, where no label stands beside it. */
void           cb_field_edit_set_name   (CbFieldEdit   *self,
                                         const char    *name);
/* At least that wide, in characters. */
void           cb_field_edit_set_width  (CbFieldEdit   *self,
                                         int            chars);
/* Shows what the editor holds now. */
void           cb_field_edit_refresh    (CbFieldEdit   *self);
/* Forgets what is being typed; FALSE when nothing was. */
gboolean       cb_field_edit_revert     (CbFieldEdit   *self);

G_END_DECLS
