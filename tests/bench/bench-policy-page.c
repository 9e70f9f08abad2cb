/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "bench-window.h"
#include "cb-policy-page.h"
#include "cb-policy-trial.h"
#include "cb-ui-names.h"

/*
 * A standard dragged on the Policy page over a whole county (design 12: no frame over 16 ms of our own work, a step of the county in 33 ms):
 * the main loop's work while the slider moves at every frame, in each of the three views, and how long it takes from one move of a slider at
 * rest until its result is drawn.
 * bench-policy-page DIR SLOT PASSPHRASE-FILE, on an X display
 */

#define PARAM "dibao.standard"
#define STEPS 120
#define PATIENCE_MS 5000

enum { VIEW_CHART, VIEW_TABLE, VIEW_FAMILIES, N_VIEWS };

typedef struct {
  CbTrial       *trial;
  GtkAdjustment *slider;
  guint          count;      /* evaluations when the slider was moved last */
  gboolean       drawn;      /* a frame has ended after the one that came of it */
} Drag;

static void
painted_cb (gpointer data)
{
  Drag *drag = data;

  drag->drawn |= cb_trial_get_count (drag->trial) > drag->count;
}

/* Up and down again over half of the law's value, in whole yuan, no value twice in a row. */
static double
value_of (Drag  *drag,
          double law,
          guint  step)
{
  guint place = step % STEPS, half = STEPS / 2;

  return round (law * 0.75) + (place < half ? place : STEPS - place) * MAX (1, floor (law / STEPS));
}

static void
await_rest (Drag *drag)
{
  for (guint i = 0; i < PATIENCE_MS / 20 && cb_trial_is_busy (drag->trial); i++)
    bench_spin (20, NULL);
  bench_spin (100, NULL);
}

/* One move at a time, until it is drawn. */
static void
show_latency (const char *what,
              Drag       *drag,
              double      law)
{
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (gint64)), evaluations = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < STEPS / 2; i++)
    {
      gint64 begin = g_get_monotonic_time (), spent;

      drag->count = cb_trial_get_count (drag->trial);
      drag->drawn = FALSE;
      gtk_adjustment_set_value (drag->slider, value_of (drag, law, 3 * i));
      bench_spin (PATIENCE_MS, &drag->drawn);
      spent = g_get_monotonic_time () - begin;
      g_array_append_val (latencies, spent);
      spent = cb_trial_get_time (drag->trial);
      g_array_append_val (evaluations, spent);
    }
  bench_times_show (what, latencies);
  bench_times_show ("  of which the evaluation (budget 33 ms)", evaluations);
}

/* As a hand drags it: a new value at every frame, whether or not the one before has been worked out. */
static void
show_drag (const char *what,
           Drag       *drag,
           double      law)
{
  guint before = cb_trial_get_count (drag->trial);
  gint64 begin = g_get_monotonic_time (), spent;

  bench_frames_begin ();
  for (guint i = 0; i < 2 * STEPS; i++)
    {
      gtk_adjustment_set_value (drag->slider, value_of (drag, law, i));
      bench_spin (16, NULL);
    }
  spent = g_get_monotonic_time () - begin;
  bench_frames_show (what, TRUE);
  g_print ("  %u of %u values worked out and shown, one in %.1f ms\n", cb_trial_get_count (drag->trial) - before, 2 * STEPS,
           (double) spent / 1000 / MAX (1, cb_trial_get_count (drag->trial) - before));
  await_rest (drag);
}

int
main (int    argc,
      char **argv)
{
  static const char *const views[N_VIEWS] = { "C_hart", "Tab_le", "_Families" };   /* as the page names them */
  static const char *const drags[N_VIEWS] = { "dragged, as a chart", "dragged, as a table", "dragged, the families" };
  static const char *const moves[N_VIEWS] = { "one move until drawn, as a chart", "one move until drawn, as a table",
                                              "one move until drawn, the families" };
  CbDesk *desk = bench_desk_open (argc, argv);
  GtkWidget *window, *page, *widget;
  Drag drag = { NULL };
  gint64 begin;
  double law;

  if (desk == NULL)
    return 2;
  window = bench_window_new ();
  page = g_object_new (CB_TYPE_POLICY_PAGE, "desk", desk, NULL);
  adw_window_set_content (ADW_WINDOW (window), page);
  cb_page_enter (CB_PAGE (page));
  bench_spin (1000, NULL);
  if (!cb_policy_page_choose (CB_POLICY_PAGE (page), "param", PARAM))
    {
      g_printerr ("bench-policy-page: the pack has no %s\n", PARAM);
      return 1;
    }
  widget = cb_policy_page_trial (CB_POLICY_PAGE (page));
  bench_choose (page, _(CB_NAME_POLICY_TRY));
  bench_spin (500, NULL);
  /* Of what is not shown there is nothing to measure. */
  if (!gtk_widget_get_mapped (widget))
    {
      g_printerr ("bench-policy-page: the trial is not shown\n");
      return 1;
    }
  drag.trial = cb_policy_trial_get_trial (CB_POLICY_TRIAL (widget));
  drag.slider = cb_policy_trial_get_adjustment (CB_POLICY_TRIAL (widget));
  bench_frames_tell (painted_cb, &drag);
  begin = g_get_monotonic_time ();
  bench_frames_begin ();
  gtk_widget_activate_action (widget, "trial.load", NULL);
  while (cb_trial_get_state (drag.trial) == CB_TRIAL_LOADING)
    bench_spin (50, NULL);
  bench_frames_show ("while the facts are read", TRUE);
  if (cb_trial_get_state (drag.trial) != CB_TRIAL_READY)
    {
      g_printerr ("bench-policy-page: %s\n", cb_trial_get_error (drag.trial) != NULL ? cb_trial_get_error (drag.trial)->message : "?");
      return 1;
    }
  g_print ("%u households, %u persons, read in %.1f s\n", cb_county_households (cb_trial_get_county (drag.trial)),
           cb_county_persons (cb_trial_get_county (drag.trial)), (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  await_rest (&drag);
  law = gtk_adjustment_get_value (drag.slider);
  for (guint view = 0; view < N_VIEWS; view++)
    {
      if (!bench_choose (widget, _(views[view])))
        {
          g_printerr ("bench-policy-page: there is no view “%s”\n", views[view]);
          return 1;
        }
      bench_spin (300, NULL);
      show_drag (drags[view], &drag, law);
      show_latency (moves[view], &drag, law);
    }
  bench_frames_tell (NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  bench_spin (100, NULL);
  cb_desk_lock (desk, NULL);
  g_object_unref (desk);
  return 0;
}
