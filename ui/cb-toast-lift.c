/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-toast-lift.h"

/* Between one toast and the next there may be none for some frames. */
#define PATIENCE 60

/* The top of the highest foot that shows, in @overlay; @top unless there is one. */
static double
top_of_feet (GtkWidget *overlay,
             GtkWidget *widget,
             double     top)
{
  graphene_rect_t at;

  if (!gtk_widget_get_mapped (widget))
    return top;
  if (gtk_widget_has_css_class (widget, "cb-foot"))
    return gtk_widget_compute_bounds (widget, overlay, &at) ? MIN (top, at.origin.y) : top;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    top = top_of_feet (overlay, child, top);
  return top;
}

static gboolean
tick_cb (GtkWidget     *overlay,
         GdkFrameClock *clock,
         gpointer       data)
{
  guint *waited = data;
  GtkWidget *page = adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay));
  const int height = gtk_widget_get_height (overlay);
  const int feet = page == NULL ? 0 : (int) (height - top_of_feet (overlay, page, height));
  const int lift = feet > height / 2 ? 0 : feet;     /* that much is no foot */

  (*waited)++;
  for (GtkWidget *toast = gtk_widget_get_first_child (overlay); toast != NULL; toast = gtk_widget_get_next_sibling (toast))
    if (toast != page)
      {
        gtk_widget_set_margin_bottom (toast, lift);
        *waited = 0;
      }
  if (*waited < PATIENCE)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (overlay), "cb-lifting", NULL);
  return G_SOURCE_REMOVE;
}

void
cb_toast_lift (AdwToastOverlay *overlay)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  if (g_object_get_data (G_OBJECT (overlay), "cb-lifting") != NULL)
    return;
  g_object_set_data (G_OBJECT (overlay), "cb-lifting", overlay);
  gtk_widget_add_tick_callback (GTK_WIDGET (overlay), tick_cb, g_new0 (guint, 1), g_free);
}
