/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cb-environment.h"
#include "cb-households-page.h"

/*
 * Our own work in a frame while the list of all households scrolls (design 12: none over 16 ms): processor time of the main thread from
 * before-paint to after-paint of the frame clock (the clock on the wall would count what else the machine does), in lines, in pages, and by jumps to anywhere.  The yardstick: the same window with a label only, in the same run.
 * bench-scroll DIR SLOT PASSPHRASE-FILE, on an X display
 */

typedef struct {
  gint64 begin, sum, worst;
  GArray *frames;
} Frames;

static Frames frames;

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
  frames.begin = work_us ();
}

static void
after_paint_cb (GdkFrameClock *clock)
{
  gint64 spent = work_us () - frames.begin;

  if (frames.begin != 0 && frames.frames != NULL)
    g_array_append_val (frames.frames, spent);
}

static void
spin (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
show (const char *what)
{
  guint late = 0;

  g_array_sort (frames.frames, compare);
  for (guint i = 0; i < frames.frames->len; i++)
    late += g_array_index (frames.frames, gint64, i) > 16000;
  if (frames.frames->len > 0)
    g_print ("%-28s median %6.2f ms   p95 %6.2f ms   worst %6.2f ms   over 16 ms: %u of %u frames\n", what,
             (double) g_array_index (frames.frames, gint64, frames.frames->len / 2) / 1000,
             (double) g_array_index (frames.frames, gint64, frames.frames->len * 95 / 100) / 1000,
             (double) g_array_index (frames.frames, gint64, frames.frames->len - 1) / 1000, late, frames.frames->len);
}

static void
scroll (const char    *what,
        GtkAdjustment *adjustment,
        guint          steps,
        double         step,
        GRand         *jumps)
{
  double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  frames.frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < steps; i++)
    {
      gtk_adjustment_set_value (adjustment, jumps != NULL ? g_rand_double_range (jumps, 0, range)
                                                          : gtk_adjustment_get_value (adjustment) + step);
      spin (jumps != NULL ? 60 : 20);
    }
  show (what);
  g_clear_pointer (&frames.frames, g_array_unref);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree char *typed = NULL;
  GtkWidget *window, *page, *view, *label;
  GtkAdjustment *adjustment;
  GdkFrameClock *clock;
  CbDesk *desk;

  if (argc < 4 || !cb_environment_prepare (&error))
    {
      g_printerr ("usage: bench-scroll DIR SLOT PASSPHRASE-FILE\n");
      return 2;
    }
  adw_init ();
  if (!g_file_get_contents (argv[3], &typed, NULL, &error))
    return 2;
  g_strchomp (typed);
  passphrase = cb_secret_from (typed, strlen (typed));
  desk = cb_desk_unlock (argv[1], (guint) atoi (argv[2]), passphrase, NULL, &error);
  if (desk == NULL)
    {
      g_printerr ("bench-scroll: %s\n", error->message);
      return 1;
    }

  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  label = gtk_label_new ("1");
  adw_window_set_content (ADW_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  spin (800);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  frames.frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      gtk_label_set_text (GTK_LABEL (label), text);
      spin (20);
    }
  show ("yardstick: one label changes");
  g_clear_pointer (&frames.frames, g_array_unref);

  page = g_object_new (CB_TYPE_HOUSEHOLDS_PAGE, "desk", desk, NULL);
  adw_window_set_content (ADW_WINDOW (window), page);
  cb_page_enter (CB_PAGE (page));
  spin (2500);
  view = find (page, GTK_TYPE_COLUMN_VIEW);
  adjustment = view != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)) : NULL;
  if (adjustment == NULL)
    return 1;
  g_print ("%u rows\n", g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))));
  scroll ("three lines a frame", adjustment, 300, 100, NULL);
  scroll ("a page a frame", adjustment, 200, 640, NULL);
  scroll ("jumps to anywhere", adjustment, 60, 0, rand);
  gtk_window_destroy (GTK_WINDOW (window));
  spin (100);
  cb_desk_lock (desk, NULL);
  g_object_unref (desk);
  return 0;
}
