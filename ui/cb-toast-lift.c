/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-toast-lift.h"

/* Between one toast and the next there may be none for some frames. */
#define PATIENCE 10

typedef struct
{
  GtkWidget *foot;       /* that makes room above itself; weak; may be NULL */
  guint      waited;     /* frames without a toast */
} Lift;

/* The highest foot that shows, or NULL; @top: in: the height of @overlay, out: where it begins. */
static GtkWidget *
find_foot (GtkWidget *overlay,
           GtkWidget *widget,
           double    *top)
{
  GtkWidget *found = NULL;
  graphene_rect_t at;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (gtk_widget_has_css_class (widget, "cb-foot"))
    {
      if (!gtk_widget_compute_bounds (widget, overlay, &at) || at.origin.y >= *top)
        return NULL;
      *top = at.origin.y;
      return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *below = find_foot (overlay, child, top);

      if (below != NULL)
        found = below;
    }
  return found;
}

static void
make_room (Lift      *lift,
           GtkWidget *foot,
           int        room)
{
  if (lift->foot != foot)
    {
      if (lift->foot != NULL)
        gtk_widget_set_margin_top (lift->foot, 0);
      g_set_weak_pointer (&lift->foot, foot);
    }
  if (foot != NULL)
    gtk_widget_set_margin_top (foot, room);
}

static gboolean
tick_cb (GtkWidget     *overlay,
         GdkFrameClock *clock,
         gpointer       data)
{
  Lift *lift = data;
  GtkWidget *page = adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay));
  const int height = gtk_widget_get_height (overlay);
  double top = height;
  GtkWidget *foot = page != NULL ? find_foot (overlay, page, &top) : NULL;
  int room = 0;

  if (top < height / 2)      /* that high is no foot */
    foot = NULL;
  lift->waited++;
  for (GtkWidget *toast = gtk_widget_get_first_child (overlay); toast != NULL; toast = gtk_widget_get_next_sibling (toast))
    if (toast != page)
      {
        int wanted;

        gtk_widget_set_margin_bottom (toast, foot != NULL ? (int) (height - top) : 0);
        gtk_widget_measure (toast, GTK_ORIENTATION_VERTICAL, -1, NULL, &wanted, NULL, NULL);
        room = MAX (room, wanted - gtk_widget_get_margin_bottom (toast));
        lift->waited = 0;
      }
  if (lift->waited == 0)
    make_room (lift, foot, room);
  if (lift->waited < PATIENCE)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (overlay), "cb-lifting", NULL);
  return G_SOURCE_REMOVE;
}

static void
lift_free (gpointer data)
{
  Lift *lift = data;

  make_room (lift, NULL, 0);
  g_free (lift);
}

void
cb_toast_lift (AdwToastOverlay *overlay)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  if (g_object_get_data (G_OBJECT (overlay), "cb-lifting") != NULL)
    return;
  g_object_set_data (G_OBJECT (overlay), "cb-lifting", overlay);
  gtk_widget_add_tick_callback (GTK_WIDGET (overlay), tick_cb, g_new0 (Lift, 1), lift_free);
}
