/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbProgress:
 * How far a long job is: a line of text, a bar, a button that gives it up.  Signal "cancel": the button was pressed; it stays insensitive
 * until the next cb_progress_begin().  Main thread.
 */
#define CB_TYPE_PROGRESS (cb_progress_get_type ())
G_DECLARE_FINAL_TYPE (CbProgress, cb_progress, CB, PROGRESS, GtkBox)

GtkWidget *cb_progress_new   (void);
/* @cancel: what the button is called, translated, with a mnemonic; NULL: what was begun cannot be given up. */
void       cb_progress_begin (CbProgress *progress,
                              const char *text,
                              const char *cancel);
/* How far the job that was just begun is: it sets both atomically, from its thread; the bar follows until the next begin.  Owned: free with
 * g_atomic_rc_box_release(), in any thread. */
typedef struct { gint done, total; } CbFar;
CbFar     *cb_progress_count (CbProgress *progress) G_GNUC_WARN_UNUSED_RESULT;
/* For a job that is counted otherwise.  @total 0: not known yet, the bar only moves. */
void       cb_progress_set   (CbProgress *progress,
                              guint       done,
                              guint       total);

G_END_DECLS
