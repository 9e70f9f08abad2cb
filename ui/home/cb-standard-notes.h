/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbStandardNotes:
 * What an approver is told of standards on the home page, each with the way there: one waits for the countersignature; one has come into
 * force, and everybody's amount is to be confirmed by it.  Invisible while there is nothing.  Main thread.
 */
#define CB_TYPE_STANDARD_NOTES (cb_standard_notes_get_type ())
G_DECLARE_FINAL_TYPE (CbStandardNotes, cb_standard_notes, CB, STANDARD_NOTES, GtkBox)

GtkWidget *cb_standard_notes_new  (void);
/* Asks anew; until then, and for whoever is no approver, it stays as it is. */
void       cb_standard_notes_load (CbStandardNotes *notes,
                                   CbDesk          *desk,
                                   GCancellable    *cancellable);

G_END_DECLS
