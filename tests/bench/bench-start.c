/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

/*
 * bench-start ROUNDS CASEBOOK-PROGRAM EMPTY-PROGRAM DIR: from start to a window, in turns; on an X display (tests/ui/run-ui.sh).
 *
 * Nothing is asked in between: the X server tells when a window is mapped and when it is first painted.  (To search for it again and
 * again keeps a processor busy, and adds as much to both sides: the ratio looks better than it is.)  Beside the time on the clock the
 * processor time of all threads of the process, which other work on the machine disturbs less.
 */

#define PATIENCE 30   /* seconds */
#define SETTLE   30   /* milliseconds */

typedef enum { MAPPED, MAPPED_CPU, PAINTED, PAINTED_CPU, N_TIMES } Figure;

static int damage_event;

static int
ignore_error_cb (Display     *display,
                 XErrorEvent *event)
{
  /* A window may be gone when it is asked about. */
  return 0;
}

static gint64
processor_time (pid_t pid)
{
  clockid_t clock;
  struct timespec time;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &time) != 0)
    return 0;

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
next_event (Display    *display,
            XEvent     *event,
            gint64      until,
            const char *program)
{
  GPollFD fd = { ConnectionNumber (display), G_IO_IN, 0 };

  while (XPending (display) == 0)
    if (g_get_monotonic_time () > until || g_poll (&fd, 1, 1000) < 0)
      g_error ("%s showed no window", program);
  XNextEvent (display, event);
}

static gboolean
is_window (Display *display,
           Window   window)
{
  XWindowAttributes attributes;

  return XGetWindowAttributes (display, window, &attributes) && !attributes.override_redirect && attributes.width > 400;
}

static void
once (Display    *display,
      char      **argv,
      gint64      times[N_TIMES])
{
  g_autoptr (GError) error = NULL;
  gint64 from = g_get_monotonic_time (), until = from + PATIENCE * G_USEC_PER_SEC;
  XEvent event;
  GPid pid;

  if (!g_spawn_async (NULL, argv, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &pid, &error))
    g_error ("%s", error->message);

  do
    next_event (display, &event, until, argv[0]);
  while (event.type != MapNotify || !is_window (display, event.xmap.window));
  times[MAPPED] = g_get_monotonic_time () - from;
  times[MAPPED_CPU] = processor_time (pid);

  /* What it tells at once is only that the window is new. */
  XDamageCreate (display, event.xmap.window, XDamageReportRawRectangles);
  XSync (display, False);
  while (XCheckTypedEvent (display, damage_event, &event))
    ;
  do
    next_event (display, &event, until, argv[0]);
  while (event.type != damage_event || ((XDamageNotifyEvent *) &event)->area.width < 400);
  times[PAINTED] = g_get_monotonic_time () - from;
  times[PAINTED_CPU] = processor_time (pid);

  g_usleep (SETTLE * 1000);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);
  g_usleep (SETTLE * 1000);
  XSync (display, True);
}

static int
compare_times (const void *a,
               const void *b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (GArray *rounds,
        Figure  which)
{
  g_autofree gint64 *times = g_new (gint64, rounds->len / N_TIMES);
  const guint n = rounds->len / N_TIMES;

  for (guint i = 0; i < n; i++)
    times[i] = g_array_index (rounds, gint64, i * N_TIMES + which);
  qsort (times, n, sizeof (gint64), compare_times);

  return (double) times[n / 2] / 1000;
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *what; Figure figure; const char *budget; } rows[] = {
    { "mapped", MAPPED, " (budget 1.30)" },
    { "painted", PAINTED, "" },
    { "processor time until it is mapped", MAPPED_CPU, "" },
    { "processor time until it is painted", PAINTED_CPU, "" },
  };
  static char option[] = "--casebook";
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (gint64));
  Display *display = XOpenDisplay (NULL);
  char **casebook, **empty;
  int rounds, error_event;

  if (argc != 5 || (rounds = atoi (argv[1])) < 1 || display == NULL || !XDamageQueryExtension (display, &damage_event, &error_event))
    {
      g_printerr ("usage: %s ROUNDS CASEBOOK-PROGRAM EMPTY-PROGRAM DIR, on an X display with damage\n", argv[0]);
      return 2;
    }
  damage_event += XDamageNotify;
  XSetErrorHandler (ignore_error_cb);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);

  casebook = (char *[]) { argv[2], option, argv[4], NULL };
  empty = (char *[]) { argv[3], NULL };
  /* The first of each warms the page cache. */
  for (int i = 0; i <= rounds; i++)
    {
      gint64 times[2][N_TIMES];

      once (display, casebook, times[0]);
      once (display, empty, times[1]);
      if (i > 0)
        {
          g_array_append_vals (ours, times[0], N_TIMES);
          g_array_append_vals (theirs, times[1], N_TIMES);
        }
    }

  g_print ("from start to the unlock window, an empty window, ratio; medians of %d rounds\n", rounds);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_print ("%6.1f ms  %6.1f ms  %.2f  %s%s\n", median (ours, rows[i].figure), median (theirs, rows[i].figure),
             median (ours, rows[i].figure) / median (theirs, rows[i].figure), rows[i].what, rows[i].budget);
  XCloseDisplay (display);

  return 0;
}
