/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-unsaved.h"

G_BEGIN_DECLS

typedef enum
{
  CB_LEAVE_BACK,       /* go back to it */
  CB_LEAVE_SAVE,       /* try again */
  CB_LEAVE_KEEP,       /* leave, and find it again after the next unlock */
  CB_LEAVE_DISCARD,    /* said twice */
} CbLeave;

typedef void (*CbLeaveFunc) (CbLeave choice, gpointer data);

/* Somebody locks or closes, and something is not saved: names it, by household and field, and asks.  @func is called once, on the main
 * thread, and not at all when the dialog is destroyed before.  Gives the dialog, borrowed. */
GtkWindow *cb_unsaved_dialog_ask  (GtkWindow   *parent,
                                   CbUnsaved   *unsaved,
                                   gboolean     closing,
                                   CbLeaveFunc  func,
                                   gpointer     data);
/* The casebook is locked, and so many fields are only in this window: CB_LEAVE_BACK or CB_LEAVE_DISCARD. */
GtkWindow *cb_unsaved_dialog_lose (GtkWindow   *parent,
                                   guint        fields,
                                   CbLeaveFunc  func,
                                   gpointer     data);

G_END_DECLS
