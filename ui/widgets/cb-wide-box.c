/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-wide-box.h"

#include "cb-widgets.h"

#define GAP 12

struct _CbWideBox
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkWidget *side;
  int        side_width;
  int        threshold;
  gboolean   wide;
};

G_DEFINE_FINAL_TYPE (CbWideBox, cb_wide_box, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_WIDE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
cb_wide_box_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  CbWideBox *self = CB_WIDE_BOX (widget);
  int side_minimum, side_natural;

  gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (self->side, orientation, self->side_width, &side_minimum, &side_natural, NULL, NULL);
      *minimum = MAX (*minimum, side_minimum);
      *natural = MAX (*natural, side_natural);
    }
}

static gboolean
notify_cb (gpointer data)
{
  g_object_notify_by_pspec (data, properties[PROP_WIDE]);

  return G_SOURCE_REMOVE;
}

static void
cb_wide_box_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  CbWideBox *self = CB_WIDE_BOX (widget);
  gboolean wide = width >= self->threshold * cb_widget_text_scale (widget);
  int main_width = wide ? width - self->side_width - GAP : width;
  GtkAllocation child = { 0, 0, main_width, height };
  GtkAllocation side = { main_width + GAP, 0, self->side_width, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      child.x = width - main_width;
      side.x = 0;
    }
  if (wide != self->wide)
    {
      self->wide = wide;
      gtk_widget_set_child_visible (self->side, wide);
      /* Not while sizes are being given out. */
      g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, notify_cb, g_object_ref (self), g_object_unref);
    }
  gtk_widget_size_allocate (self->child, &child, -1);
  if (wide)
    gtk_widget_size_allocate (self->side, &side, -1);
}

static void
cb_wide_box_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (prop_id == PROP_WIDE)
    g_value_set_boolean (value, CB_WIDE_BOX (object)->wide);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cb_wide_box_dispose (GObject *object)
{
  CbWideBox *self = CB_WIDE_BOX (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);

  G_OBJECT_CLASS (cb_wide_box_parent_class)->dispose (object);
}

static void
cb_wide_box_class_init (CbWideBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = cb_wide_box_get_property;
  G_OBJECT_CLASS (klass)->dispose = cb_wide_box_dispose;
  widget_class->measure = cb_wide_box_measure;
  widget_class->size_allocate = cb_wide_box_size_allocate;

  properties[PROP_WIDE] =
    g_param_spec_boolean ("wide", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
cb_wide_box_init (CbWideBox *self)
{
}

GtkWidget *
cb_wide_box_new (GtkWidget *child,
                 GtkWidget *side,
                 int        side_width,
                 int        threshold)
{
  CbWideBox *self = g_object_new (CB_TYPE_WIDE_BOX, NULL);

  self->side_width = side_width;
  self->threshold = threshold;
  self->child = child;
  self->side = side;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  gtk_widget_set_parent (side, GTK_WIDGET (self));
  gtk_widget_set_child_visible (side, FALSE);

  return GTK_WIDGET (self);
}

gboolean
cb_wide_box_is_wide (CbWideBox *box)
{
  g_return_val_if_fail (CB_IS_WIDE_BOX (box), FALSE);

  return box->wide;
}
