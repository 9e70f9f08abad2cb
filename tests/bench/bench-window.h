/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cb-desk.h"

G_BEGIN_DECLS

/* What the benchmarks of a page share: the desk, a window whose frames are measured, and the yardstick.  Main thread. */

/* argv: DIR SLOT PASSPHRASE-FILE.  Prepares GTK too; prints what is wrong and gives NULL.  The caller locks and unrefs it. */
CbDesk    *bench_desk_open     (int argc, char **argv);

/* A window of 1280 × 800 on the screen, its yardstick printed: one label that changes. */
GtkWidget *bench_window_new    (void);

/* Our own work is processor time of the main thread (the clock on the wall would count what else the machine does).  From here on it is
 * measured: of every frame from before-paint to after-paint and, as a turn, all that the main loop did from one frame's end to the next one's. */
void       bench_frames_begin  (void);
/* Prints median, 95th percentile and worst of both, and how many were over 16 ms.  @what: in a few words. */
void       bench_frames_show   (const char *what, gboolean turns);
/* Called at the end of every frame; NULL: nobody. */
void       bench_frames_tell   (void (*painted) (gpointer data), gpointer data);

/* Times in µs; sorts them. */
void       bench_times_show    (const char *what, GArray *times);

/* Lets the main loop run for @ms, or until @*flag (may be NULL). */
void       bench_spin          (guint ms, const gboolean *flag);

/* The widget of @type below @widget that is the @nth found, 0 the first; NULL when there is none. */
GtkWidget *bench_find          (GtkWidget *widget, GType type, guint nth);
/* Presses one of several linked buttons below @widget, by its label, translated and with its mnemonic; FALSE when there is none. */
gboolean   bench_choose        (GtkWidget *widget, const char *label);

G_END_DECLS
