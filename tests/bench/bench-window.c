/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-window.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cb-environment.h"

#define MOST_US 16000

static struct {
  gint64 painting, turning;      /* processor time when the frame, the turn began; 0: none under way */
  GArray *frames, *turns;        /* gint64, µs; NULL while nothing is measured */
  void (*painted) (gpointer data);
  gpointer data;
} seen;

static gint64
work_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock)
{
  seen.painting = work_us ();
}

static void
after_paint_cb (GdkFrameClock *clock)
{
  gint64 now = work_us (), frame = now - seen.painting, turn = now - seen.turning;

  if (seen.frames != NULL && seen.painting != 0)
    g_array_append_val (seen.frames, frame);
  if (seen.turns != NULL && seen.turning != 0)
    g_array_append_val (seen.turns, turn);
  seen.turning = now;
  if (seen.painted != NULL)
    seen.painted (seen.data);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static double
at (const GArray *times,
    guint         percent)
{
  return (double) g_array_index (times, gint64, (times->len - 1) * percent / 100) / 1000;
}

void
bench_times_show (const char *what,
                  GArray     *times)
{
  g_array_sort (times, compare);
  if (times->len > 0)
    g_print ("%-44s best %6.2f ms   median %6.2f ms   p95 %6.2f ms   worst %6.2f ms   (%u)\n", what, at (times, 0), at (times, 50),
             at (times, 95), at (times, 100), times->len);
}

static void
show (const char *what,
      GArray     *times,
      const char *of)
{
  guint late = 0;

  g_array_sort (times, compare);
  for (guint i = 0; i < times->len; i++)
    late += g_array_index (times, gint64, i) > MOST_US;
  if (times->len > 0)
    g_print ("%-32s median %6.2f ms   p95 %6.2f ms   worst %6.2f ms   over 16 ms: %u of %u %s\n", what, at (times, 50), at (times, 95),
             at (times, 100), late, times->len, of);
}

void
bench_frames_begin (void)
{
  g_clear_pointer (&seen.frames, g_array_unref);
  g_clear_pointer (&seen.turns, g_array_unref);
  seen.frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  seen.turns = g_array_new (FALSE, FALSE, sizeof (gint64));
  seen.painting = 0;
  seen.turning = work_us ();
}

void
bench_frames_show (const char *what,
                   gboolean    turns)
{
  show (what, seen.frames, "frames");
  if (turns)
    show ("  with all done between frames", seen.turns, "turns");
  g_clear_pointer (&seen.frames, g_array_unref);
  g_clear_pointer (&seen.turns, g_array_unref);
}

void
bench_frames_tell (void    (*painted) (gpointer data),
                   gpointer  data)
{
  seen.painted = painted;
  seen.data = data;
}

static gboolean
elapsed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
bench_spin (guint           ms,
            const gboolean *flag)
{
  gboolean elapsed = FALSE;
  guint id = g_timeout_add (ms, elapsed_cb, &elapsed);

  while (!elapsed && (flag == NULL || !*flag))
    g_main_context_iteration (NULL, TRUE);
  if (!elapsed)
    g_source_remove (id);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type,
      guint     *nth)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
bench_find (GtkWidget *widget,
            GType      type,
            guint      nth)
{
  return find (widget, type, &nth);
}

gboolean
bench_choose (GtkWidget  *widget,
              const char *label)
{
  GtkWidget *button;

  for (guint n = 0; (button = bench_find (widget, GTK_TYPE_TOGGLE_BUTTON, n)) != NULL; n++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0)
      {
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
        return TRUE;
      }
  return FALSE;
}

CbDesk *
bench_desk_open (int    argc,
                 char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = NULL;
  g_autofree char *typed = NULL;
  CbDesk *desk;

  if (argc < 4)
    {
      g_printerr ("usage: %s DIR SLOT PASSPHRASE-FILE\n", argv[0]);
      return NULL;
    }
  if (!cb_environment_prepare (&error) || !g_file_get_contents (argv[3], &typed, NULL, &error))
    {
      g_printerr ("%s: %s\n", argv[0], error->message);
      return NULL;
    }
  adw_init ();
  g_strchomp (typed);
  passphrase = cb_secret_from (typed, strlen (typed));
  desk = cb_desk_unlock (argv[1], (guint) atoi (argv[2]), passphrase, NULL, &error);
  if (desk == NULL)
    g_printerr ("%s: %s\n", argv[0], error->message);
  return desk;
}

GtkWidget *
bench_window_new (void)
{
  GtkWidget *window = adw_window_new (), *label = gtk_label_new ("1");
  GdkFrameClock *clock;

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  adw_window_set_content (ADW_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  bench_spin (800, NULL);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  bench_frames_begin ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      gtk_label_set_text (GTK_LABEL (label), text);
      bench_spin (20, NULL);
    }
  bench_frames_show ("yardstick: one label changes", FALSE);
  return window;
}
