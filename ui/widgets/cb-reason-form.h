/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-look.h"

G_BEGIN_DECLS

/**
 * CbReasonForm:
 * Asks why something is read or printed: a reason of a list, the number of a case, a remark, and a button.  Emits "given" when the button
 * is pressed; what was given is read off then.  Main thread.
 */
#define CB_TYPE_REASON_FORM (cb_reason_form_get_type ())
G_DECLARE_FINAL_TYPE (CbReasonForm, cb_reason_form, CB, REASON_FORM, GtkWidget)

/* @reasons: @n of them, static; @button: with a mnemonic. */
GtkWidget  *cb_reason_form_new        (const CbLookReason *reasons,
                                       guint               n,
                                       const char         *button);
/* Empty again. */
void        cb_reason_form_reset      (CbReasonForm       *form);
/* Fills in @reason (a key of the list) and @number, unless something has been chosen already. */
void        cb_reason_form_suggest    (CbReasonForm       *form,
                                       const char         *reason,
                                       const char         *number);
/* What is wrong; NULL: nothing. */
void        cb_reason_form_say        (CbReasonForm       *form,
                                       const char         *text);
/* While what was given is being recorded. */
void        cb_reason_form_set_busy   (CbReasonForm       *form,
                                       gboolean            busy);
void        cb_reason_form_focus      (CbReasonForm       *form);
/* A key of the list; NULL when none is chosen. */
const char *cb_reason_form_get_reason (CbReasonForm       *form);
const char *cb_reason_form_get_number (CbReasonForm       *form);
const char *cb_reason_form_get_text   (CbReasonForm       *form);

G_END_DECLS
