/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-steady-box.h"

struct _CbSteadyBox
{
  GtkWidget parent_instance;

  GtkWidget *child;
  int        width, height;   /* the width given last, and what the child needed most at it; 0: none yet */
  guint      resizing;        /* idle */
};

G_DEFINE_FINAL_TYPE (CbSteadyBox, cb_steady_box, GTK_TYPE_WIDGET)

/* The same whatever the width, so that the child is not measured for every width that GTK asks about. */
static void
cb_steady_box_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : CB_STEADY_BOX (widget)->height;
}

static gboolean
resize_cb (gpointer data)
{
  CbSteadyBox *self = data;

  self->resizing = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
cb_steady_box_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CbSteadyBox *self = CB_STEADY_BOX (widget);
  const int before = self->height;
  GtkAllocation all = { 0, 0, width, height };
  int need;

  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &need, NULL, NULL, NULL);
  self->height = width == self->width ? MAX (self->height, need) : need;
  self->width = width;
  /* Not while sizes are being given out. */
  if (self->height != before && self->resizing == 0)
    self->resizing = g_idle_add (resize_cb, self);
  all.height = MAX (height, need);
  gtk_widget_size_allocate (self->child, &all, -1);
}

static void
cb_steady_box_dispose (GObject *object)
{
  CbSteadyBox *self = CB_STEADY_BOX (object);

  g_clear_handle_id (&self->resizing, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (cb_steady_box_parent_class)->dispose (object);
}

static void
cb_steady_box_class_init (CbSteadyBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_steady_box_dispose;
  widget_class->measure = cb_steady_box_measure;
  widget_class->size_allocate = cb_steady_box_size_allocate;
}

static void
cb_steady_box_init (CbSteadyBox *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cb_steady_box_new (GtkWidget *child)
{
  CbSteadyBox *self = g_object_new (CB_TYPE_STEADY_BOX, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
