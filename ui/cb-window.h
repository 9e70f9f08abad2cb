/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbWindow:
 * One casebook's window: the unlock page, the founding assistant, or the workbench of an open desk.  A shell (cb-shell.h).  Its title
 * never names a case.  Emits "locked" when a lock that was asked for is through.
 */
#define CB_TYPE_WINDOW (cb_window_get_type ())
G_DECLARE_FINAL_TYPE (CbWindow, cb_window, CB, WINDOW, AdwApplicationWindow)

/* @dir: (nullable): the casebook folder; NULL: none known yet. */
CbWindow   *cb_window_new     (AdwApplication *app,
                               const char     *dir);
const char *cb_window_get_dir (CbWindow       *window);
/* Blanks the window at once, closes what hangs on it, and closes the casebook, asking nobody: what cannot be saved is kept for the person, as
 * drafts in the casebook or, if it cannot be written, sealed in this window.  FALSE when it was not open. */
gboolean    cb_window_lock    (CbWindow       *window);
gboolean    cb_window_is_busy (CbWindow       *window);     /* a lock is under way */
/* Shows the founding assistant. */
void        cb_window_found   (CbWindow       *window);

G_END_DECLS
