/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trend-view.h"

#include "cb-tier-style.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbTrendView
{
  GtkWidget parent_instance;

  CbTrend       trend;        /* shares the page's series */
  gboolean      has_trend;
  CbTrendLook   look;
  char         *area;
  CbTrendChart *chart;        /* for the present size; made when needed */
  GdkTexture   *curves;
  gboolean      looking;
  guint         month;
  int           series;
};

G_DEFINE_FINAL_TYPE (CbTrendView, cb_trend_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LOOKED_AT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- drawing --- */

static void
drop_drawing (CbTrendView *self)
{
  g_clear_pointer (&self->chart, cb_trend_chart_free);
  g_clear_object (&self->curves);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
need_chart (CbTrendView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->chart != NULL || !self->has_trend)
    return;
  self->look.paper = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? CB_CHART_DARK : CB_CHART_LIGHT;
  self->look.text_size = cb_text_pixels (widget);
  self->chart = cb_trend_chart_new (&self->trend, &self->look, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
need_curves (CbTrendView *self,
             int          width,
             int          height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface;
  cairo_t *cr;
  g_autoptr (GBytes) bytes = NULL;

  if (self->curves != NULL)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cb_trend_chart_draw (self->chart, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) * (gsize) (height * scale),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  self->curves = gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes,
                                         (gsize) cairo_image_surface_get_stride (surface));
}

static void
cb_trend_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CbTrendView *self = CB_TREND_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

  if (!self->has_trend || width <= 0 || height <= 0)
    return;
  need_chart (self);
  need_curves (self, width, height);
  gtk_snapshot_append_texture (snapshot, self->curves, &bounds);
  if (self->looking)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

      cb_trend_chart_draw_mark (self->chart, cr, self->month, self->series);
      cairo_destroy (cr);
    }
}

static void
cb_trend_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? CB_CHART_MIN_WIDTH + 120 : CB_CHART_MIN_HEIGHT + 60;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 900 : 420;
}

static void
cb_trend_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  drop_drawing (CB_TREND_VIEW (widget));
}

static void
cb_trend_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cb_trend_view_parent_class)->css_changed (widget, change);

  drop_drawing (CB_TREND_VIEW (widget));
}

/* --- looking --- */

char *
cb_trend_view_readout (CbTrendView *view)
{
  GString *text = g_string_new (NULL);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  guint n, month;
  g_autofree char *when = NULL, *total = NULL;

  g_return_val_if_fail (CB_IS_TREND_VIEW (view), NULL);

  n = view->has_trend ? cb_trend_n_months (&view->trend) : 0;
  if (n == 0)
    return g_string_free (text, FALSE);
  month = view->looking ? view->month : n - 1;
  when = cb_month_format (view->trend.from + (CbMonth) month);
  g_string_append_printf (text, "<b>%s</b>", when);
  for (guint i = 0; i < view->trend.series->len; i++)
    {
      const CbTrendSeries *series = g_ptr_array_index (view->trend.series, i);
      const CbTierStyle *style = cb_tier_style (series->programme);
      const CbColor *ink = dark ? &style->dark : &style->light;
      gboolean chosen = view->looking && view->series == (int) i;
      g_autofree char *title = g_markup_escape_text (cb_trend_series_title (&view->trend, i), -1);
      g_autofree char *value = cb_measure_format (view->look.measure,
                                                  cb_trend_value (&view->trend, i, month, view->look.measure));

      g_string_append_printf (text, "   %s<span foreground=\"#%02x%02x%02x\">%s %s</span> %s%s", chosen ? "<b>" : "",
                              (guint) (ink->r * 255 + 0.5), (guint) (ink->g * 255 + 0.5), (guint) (ink->b * 255 + 0.5),
                              style->text, title, value, chosen ? "</b>" : "");
    }
  total = cb_measure_format_unit (view->look.measure, cb_trend_total (&view->trend, month, view->look.measure));
  g_string_append (text, "   ");
  /* TRANSLATORS: the sum over the programmes, with its unit. */
  g_string_append_printf (text, _("total %s"), total);

  return g_string_free (text, FALSE);
}

static void
tell (CbTrendView *self)
{
  g_autofree char *markup = cb_trend_view_readout (self);
  g_autofree char *plain = NULL;

  pango_parse_markup (markup, -1, 0, NULL, &plain, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, plain == NULL ? "" : plain, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_LOOKED_AT], 0);
}

static void
look_at (CbTrendView *self,
         guint        month,
         int          series)
{
  if (self->looking && self->month == month && self->series == series)
    return;
  self->looking = TRUE;
  self->month = month;
  self->series = series;
  tell (self);
}

static void
look_away (CbTrendView *self)
{
  if (!self->looking)
    return;
  self->looking = FALSE;
  tell (self);
}

static void
moved_cb (CbTrendView *self,
          double       x,
          double       y)
{
  guint month;
  int series;

  need_chart (self);
  if (self->chart != NULL && cb_trend_chart_hit (self->chart, x, y, &month, &series))
    look_at (self, month, series);
  else
    look_away (self);
}

static void
scheme_changed_cb (CbTrendView *self)
{
  drop_drawing (self);
  tell (self);
}

static void
pressed_cb (CbTrendView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
key_cb (CbTrendView     *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  int n = self->has_trend ? (int) cb_trend_n_months (&self->trend) : 0;
  int n_series = self->has_trend ? (int) self->trend.series->len : 0;
  int month = self->looking ? (int) self->month : n - 1;
  int series = self->looking ? self->series : 0;

  if (n == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      month -= self->looking;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      month++;
      break;
    case GDK_KEY_Page_Up:
      month -= 12;
      break;
    case GDK_KEY_Page_Down:
      month += 12;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      month = 0;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      month = n - 1;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      series = self->looking ? series - 1 : series;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      series = self->looking ? series + 1 : series;
      break;
    case GDK_KEY_Escape:
      if (!self->looking)
        return GDK_EVENT_PROPAGATE;
      look_away (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  look_at (self, (guint) CLAMP (month, 0, n - 1), CLAMP (series, n_series == 0 ? -1 : 0, n_series - 1));

  return GDK_EVENT_STOP;
}

static void
cb_trend_view_finalize (GObject *object)
{
  CbTrendView *self = CB_TREND_VIEW (object);

  g_clear_pointer (&self->chart, cb_trend_chart_free);
  g_clear_object (&self->curves);
  g_clear_pointer (&self->area, g_free);

  G_OBJECT_CLASS (cb_trend_view_parent_class)->finalize (object);
}

static void
cb_trend_view_class_init (CbTrendViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cb_trend_view_finalize;
  widget_class->snapshot = cb_trend_view_snapshot;
  widget_class->measure = cb_trend_view_measure;
  widget_class->size_allocate = cb_trend_view_size_allocate;
  widget_class->css_changed = cb_trend_view_css_changed;

  signals[SIGNAL_LOOKED_AT] =
    g_signal_new ("looked-at", CB_TYPE_TREND_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "trend-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cb_trend_view_init (CbTrendView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (look_away), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (scheme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self, "notify::scale-factor", G_CALLBACK (drop_drawing), self);
}

GtkWidget *
cb_trend_view_new (void)
{
  return g_object_new (CB_TYPE_TREND_VIEW, NULL);
}

void
cb_trend_view_set (CbTrendView       *view,
                   const CbTrend     *trend,
                   const CbTrendLook *look)
{
  g_autofree char *summary = NULL;

  g_return_if_fail (CB_IS_TREND_VIEW (view));

  view->has_trend = trend != NULL;
  view->looking = FALSE;
  g_clear_pointer (&view->area, g_free);
  if (trend != NULL)
    {
      view->trend = *trend;
      view->look = *look;
      view->look.area = view->area = g_strdup (look->area);
      summary = cb_trend_summary (trend, look->measure, look->area);
    }
  cb_widget_set_label (GTK_WIDGET (view), summary == NULL ? "" : summary);
  drop_drawing (view);
  tell (view);
}

gboolean
cb_trend_view_get (CbTrendView *view,
                   guint       *month,
                   int         *series)
{
  g_return_val_if_fail (CB_IS_TREND_VIEW (view), FALSE);

  if (!view->looking)
    return FALSE;
  *month = view->month;
  *series = view->series;

  return TRUE;
}
