/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-shell.h"

G_BEGIN_DECLS

/* The window's toasts, of which the last with an undo can be taken back: by its button, or by cb_undo_toasts_undo() while it is the last
 * thing done. */
typedef struct _CbUndoToasts CbUndoToasts;

CbUndoToasts *cb_undo_toasts_new    (AdwToastOverlay *overlay) G_GNUC_WARN_UNUSED_RESULT;
void          cb_undo_toasts_free   (CbUndoToasts    *toasts);
/* As CbShellInterface.toast. */
void          cb_undo_toasts_add    (CbUndoToasts    *toasts,
                                     const char      *text,
                                     CbShellUndo      undo,
                                     gpointer         data,
                                     GDestroyNotify   free_data);
gboolean      cb_undo_toasts_can    (CbUndoToasts    *toasts);
void          cb_undo_toasts_undo   (CbUndoToasts    *toasts);
void          cb_undo_toasts_forget (CbUndoToasts    *toasts);

G_END_DECLS
