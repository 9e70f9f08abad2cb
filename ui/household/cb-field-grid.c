/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-field-grid.h"

#define GAP          8     /* between a label and its field, and from pair to pair */
#define ROW_GAP      6
#define LABELS_SHARE 36    /* percent of a pair: what labels get, if they want it, before they wrap */

typedef struct { GtkWidget *label, *field; } Pair;

struct _CbFieldGrid
{
  GtkWidget            parent_instance;

  const CbFieldWidths *widths;
  GArray              *pairs;     /* of Pair */
};

G_DEFINE_FINAL_TYPE (CbFieldGrid, cb_field_grid, GTK_TYPE_WIDGET)

/* --- how wide --- */

static gboolean
fits (PangoLayout *layout,
      int          width,
      int          lines)
{
  int wide;

  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &wide, NULL);
  return wide <= width && pango_layout_get_line_count (layout) <= lines;
}

/* The least width from @width on with which the text takes no more than @lines. */
static int
width_for (PangoLayout *layout,
           int          width,
           int          lines)
{
  while (!fits (layout, width, lines))
    width += 4;
  return width;
}

void
cb_field_widths_add (CbFieldWidths *widths,
                     GtkWidget     *widget,
                     const char    *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  widths->whole = MAX (widths->whole, width);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  widths->thirds = width_for (layout, MAX (widths->thirds, width / 3), 3);
  widths->halves = width_for (layout, MAX (widths->halves, width / 2), 2);
}

typedef struct { int columns, pair, label; } Plan;

static Plan
plan_for (CbFieldGrid *self,
          int          width)
{
  const CbFieldWidths *w = self->widths;
  Plan plan = { 2, (width - GAP) / 2, 0 };

  if (plan.pair < w->thirds + GAP + w->field)
    {
      plan.columns = 1;
      plan.pair = width;
    }
  plan.label = MIN (MAX (w->halves, plan.pair * LABELS_SHARE / 100), plan.pair - GAP - w->field);
  plan.label = CLAMP (plan.label, MIN (w->thirds, plan.pair / 2), w->whole);
  return plan;
}

/* --- layout --- */

static int
height_of (GtkWidget *widget,
           int        width)
{
  int minimum, height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (minimum, width), NULL, &height, NULL, NULL);
  return height;
}

/* Allocates if @allocate, and gives the height that is needed. */
static int
lay_out (CbFieldGrid *self,
         int          width,
         gboolean     allocate)
{
  const Plan plan = plan_for (self, width);
  const int field = MAX (1, plan.pair - plan.label - GAP);
  Pair *row[2];
  int n = 0, y = 0;

  for (guint i = 0; i < self->pairs->len; i++)
    {
      Pair *pair = &g_array_index (self->pairs, Pair, i);

      if (gtk_widget_get_visible (pair->field))
        row[n++] = pair;
      if (n == plan.columns || (n > 0 && i + 1 == self->pairs->len))
        {
          int height = 0;

          for (int j = 0; j < n; j++)
            height = MAX (height, MAX (height_of (row[j]->label, plan.label), height_of (row[j]->field, field)));
          for (int j = 0; allocate && j < n; j++)
            {
              const int x = j * (plan.pair + GAP);

              gtk_widget_size_allocate (row[j]->label, &(GtkAllocation) { x, y, plan.label, height }, -1);
              /* All of a row are as high as it is: Tab goes by where their middles stand. */
              gtk_widget_size_allocate (row[j]->field, &(GtkAllocation) { x + plan.label + GAP, y, field, height }, -1);
            }
          y += height + ROW_GAP;
          n = 0;
        }
    }
  return MAX (0, y - ROW_GAP);
}

static GtkSizeRequestMode
cb_field_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cb_field_grid_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CbFieldGrid *self = CB_FIELD_GRID (widget);
  int label = 0, field = 0;

  for (guint i = 0; i < self->pairs->len; i++)
    {
      Pair *pair = &g_array_index (self->pairs, Pair, i);
      int min;

      if (!gtk_widget_get_visible (pair->field))
        continue;
      gtk_widget_measure (pair->label, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      label = MAX (label, min);
      gtk_widget_measure (pair->field, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      field = MAX (field, min);
    }
  label = MAX (label, self->widths->thirds);
  *minimum = label + GAP + field;
  *natural = MAX (*minimum, 2 * (self->widths->halves + GAP + self->widths->field) + GAP);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = lay_out (self, MAX (*minimum, for_size >= 0 ? for_size : *natural), FALSE);
}

static void
cb_field_grid_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  lay_out (CB_FIELD_GRID (widget), width, TRUE);
}

/* --- the widget --- */

GtkWidget *
cb_field_grid_new (const CbFieldWidths *widths)
{
  CbFieldGrid *self = g_object_new (CB_TYPE_FIELD_GRID, NULL);

  self->widths = widths;
  return GTK_WIDGET (self);
}

void
cb_field_grid_add (CbFieldGrid *self,
                   GtkWidget   *label,
                   GtkWidget   *field)
{
  Pair pair = { label, field };

  g_return_if_fail (CB_IS_FIELD_GRID (self));

  gtk_widget_set_parent (label, GTK_WIDGET (self));
  gtk_widget_set_parent (field, GTK_WIDGET (self));
  g_array_append_val (self->pairs, pair);
}

static void
cb_field_grid_dispose (GObject *object)
{
  CbFieldGrid *self = CB_FIELD_GRID (object);
  GtkWidget *child;

  g_array_set_size (self->pairs, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cb_field_grid_parent_class)->dispose (object);
}

static void
cb_field_grid_finalize (GObject *object)
{
  g_array_unref (CB_FIELD_GRID (object)->pairs);
  G_OBJECT_CLASS (cb_field_grid_parent_class)->finalize (object);
}

static void
cb_field_grid_class_init (CbFieldGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_field_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_field_grid_finalize;
  widget_class->get_request_mode = cb_field_grid_get_request_mode;
  widget_class->measure = cb_field_grid_measure;
  widget_class->size_allocate = cb_field_grid_size_allocate;
}

static void
cb_field_grid_init (CbFieldGrid *self)
{
  self->pairs = g_array_new (FALSE, TRUE, sizeof (Pair));
}
