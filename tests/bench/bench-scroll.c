/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-window.h"
#include "cb-households-page.h"

/*
 * Our own work in a frame while the list of all households scrolls (design 12: none over 16 ms), in lines, in pages, and by jumps to anywhere.
 * bench-scroll DIR SLOT PASSPHRASE-FILE, on an X display
 */

static void
scroll (const char    *what,
        GtkAdjustment *adjustment,
        guint          steps,
        double         step,
        GRand         *jumps)
{
  double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  bench_frames_begin ();
  for (guint i = 0; i < steps; i++)
    {
      gtk_adjustment_set_value (adjustment, jumps != NULL ? g_rand_double_range (jumps, 0, range)
                                                          : gtk_adjustment_get_value (adjustment) + step);
      bench_spin (jumps != NULL ? 60 : 20, NULL);
    }
  bench_frames_show (what, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CbDesk *desk = bench_desk_open (argc, argv);
  GtkWidget *window, *page, *view;
  GtkAdjustment *adjustment;

  if (desk == NULL)
    return 2;
  window = bench_window_new ();
  page = g_object_new (CB_TYPE_HOUSEHOLDS_PAGE, "desk", desk, NULL);
  adw_window_set_content (ADW_WINDOW (window), page);
  cb_page_enter (CB_PAGE (page));
  bench_spin (2500, NULL);
  view = bench_find (page, GTK_TYPE_COLUMN_VIEW, 0);
  adjustment = view != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)) : NULL;
  if (adjustment == NULL)
    return 1;
  g_print ("%u rows\n", g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))));
  scroll ("three lines a frame", adjustment, 300, 100, NULL);
  scroll ("a page a frame", adjustment, 200, 640, NULL);
  scroll ("jumps to anywhere", adjustment, 60, 0, rand);
  gtk_window_destroy (GTK_WINDOW (window));
  bench_spin (100, NULL);
  cb_desk_lock (desk, NULL);
  g_object_unref (desk);
  return 0;
}
