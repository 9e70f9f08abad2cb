/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CbSleepWatch:
 * Emits "lock" when the machine is about to sleep, when the login session is locked, or when the screen saver starts (logind and the
 * desktop's screen saver over D-Bus; where there is neither, it is silent).  Sleep is held up until cb_sleep_watch_done(), for as long
 * as logind allows (5 s), so that keys are wiped before the memory is written or kept.
 */
#define CB_TYPE_SLEEP_WATCH (cb_sleep_watch_get_type ())
G_DECLARE_FINAL_TYPE (CbSleepWatch, cb_sleep_watch, CB, SLEEP_WATCH, GObject)

CbSleepWatch *cb_sleep_watch_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void          cb_sleep_watch_done (CbSleepWatch *watch);

G_END_DECLS
