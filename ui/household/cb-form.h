/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"
#include "cb-form-layout.h"

G_BEGIN_DECLS

/**
 * CbForm:
 * One part of the household page's middle: sections of fields in two columns and tables of rows, in the order of the paper form.  Enter
 * goes to the next field, Shift+Enter back.  Fields that do not apply are left out, unless they have a value or the rules wait for them.
 *
 * Actions: form.next, form.previous, form.remove (uid as text).  Signals: "past-end" when Enter leaves the last field;
 * "remove" (const CbUid *): somebody wants that subject taken off.
 */
#define CB_TYPE_FORM (cb_form_get_type ())
G_DECLARE_FINAL_TYPE (CbForm, cb_form, CB, FORM, GtkWidget)

GtkWidget *cb_form_new         (CbEditor    *editor,
                                CbFormPart   part) G_GNUC_WARN_UNUSED_RESULT;
void       cb_form_set_subject (CbForm      *self,
                                const CbUid *subject);
void       cb_form_refresh     (CbForm      *self);
/* Focus to that field; 0: the first one.  FALSE when it is not in this form. */
gboolean   cb_form_reveal      (CbForm      *self,
                                const CbUid *entity,
                                guint        field);
gboolean   cb_form_focus_first (CbForm      *self);

G_END_DECLS
