/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-scroll-guard.h"

#include <math.h>

typedef struct
{
  GtkScrolledWindow *window;    /* owns us */
  double             notches;   /* not yet applied */
  guint              tick;
} Guard;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Guard *guard = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (guard->window);
  double step = pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + guard->notches * step);
  guard->notches = 0;
  guard->tick = 0;

  return G_SOURCE_REMOVE;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           Guard                    *guard)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  /* Shift scrolls sideways: not ours. */
  if (dy == 0 || (state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  guard->notches += dy;
  if (guard->tick == 0)
    guard->tick = gtk_widget_add_tick_callback (GTK_WIDGET (guard->window), tick_cb, guard, NULL);

  return GDK_EVENT_STOP;
}

void
cb_scroll_guard_attach (GtkScrolledWindow *window)
{
  GtkEventController *controller;
  Guard *guard;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (window));

  if (gtk_get_major_version () > 4 || gtk_get_minor_version () >= 12)
    return;

  guard = g_new0 (Guard, 1);
  guard->window = window;
  g_object_set_data_full (G_OBJECT (window), "cb-scroll-guard", guard, g_free);
  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL |
                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), guard);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
