/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbIdleWatch:
 * Notices when nobody has touched any of the program's windows for "minutes" (property; 0: never) and emits "idle" once; the next touch
 * starts anew.  Time asleep counts.
 */
#define CB_TYPE_IDLE_WATCH (cb_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (CbIdleWatch, cb_idle_watch, CB, IDLE_WATCH, GObject)

CbIdleWatch *cb_idle_watch_new   (void) G_GNUC_WARN_UNUSED_RESULT;
/* As if somebody had touched it: at unlock. */
void         cb_idle_watch_reset (CbIdleWatch *watch);

G_END_DECLS
