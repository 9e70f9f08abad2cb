/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-tier-badge.h"

#include "cb-tier-style.h"

#include <adwaita.h>
#include <math.h>

#define PAD_X 7
#define PAD_Y 2
#define GAP   5

struct _CbTierBadge
{
  GtkWidget parent_instance;

  char        *tier;
  PangoLayout *layout;
};

G_DEFINE_FINAL_TYPE (CbTierBadge, cb_tier_badge, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TIER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_shown (CbTierBadge *self)
{
  return self->tier != NULL && self->tier[0] != '\0';
}

static PangoLayout *
ensure_layout (CbTierBadge *self)
{
  if (self->layout == NULL)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                                     is_shown (self)
                                                     ? cb_tier_style_title (cb_tier_style (self->tier))
                                                     : "");
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.92));
      pango_layout_set_attributes (self->layout, attributes);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
      pango_attr_list_unref (attributes);
    }

  return self->layout;
}

static int
sign_size (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height * 6 / 10;
}

static void
cb_tier_badge_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  PangoLayout *layout = ensure_layout (CB_TIER_BADGE (widget));
  int width, height;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = height + 2 * PAD_Y;
      *minimum_baseline = *natural_baseline = PAD_Y + PANGO_PIXELS (pango_layout_get_baseline (layout));
    }
  else if (!is_shown (CB_TIER_BADGE (widget)))
    *minimum = *natural = 0;
  else
    {
      *minimum = sign_size (layout) + 2 * PAD_X;
      *natural = sign_size (layout) + GAP + width + 2 * PAD_X;
    }
}

static void
cb_tier_badge_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CbTierBadge *self = CB_TIER_BADGE (widget);
  const CbTierStyle *style = cb_tier_style (self->tier);
  PangoLayout *layout = ensure_layout (self);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  const CbColor *ink = adw_style_manager_get_dark (manager) ? &style->dark : &style->light;
  gboolean contrast = adw_style_manager_get_high_contrast (manager);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int sign = sign_size (layout);
  int text_width, text_height;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GskRoundedRect frame;
  cairo_t *cr;

  if (!is_shown (self) || width < sign + 2 * PAD_X)
    return;

  gsk_rounded_rect_init_from_rect (&frame, &bounds, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &((GdkRGBA) { ink->r, ink->g, ink->b, 0.12 }), &bounds);
  gtk_snapshot_pop (snapshot);
  if (contrast)
    {
      GdkRGBA line = { ink->r, ink->g, ink->b, 1 };

      gtk_snapshot_append_border (snapshot, &frame, (float[4]) { 1, 1, 1, 1 },
                                  (GdkRGBA[4]) { line, line, line, line });
    }

  pango_layout_set_width (layout, MAX (0, width - 2 * PAD_X - GAP - sign) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_source_rgb (cr, ink->r, ink->g, ink->b);
  cb_sign_draw (cr, style->sign, PAD_X, (height - sign) / 2.0, sign);
  cairo_destroy (cr);

  if (width > sign + 2 * PAD_X + GAP)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (PAD_X + sign + GAP, floorf ((height - text_height) / 2.0f)));
      gtk_snapshot_append_layout (snapshot, layout, &((GdkRGBA) { ink->r, ink->g, ink->b, 1 }));
      gtk_snapshot_restore (snapshot);
    }
}

static void
cb_tier_badge_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cb_tier_badge_parent_class)->css_changed (widget, change);

  /* Font or colour scheme. */
  g_clear_object (&CB_TIER_BADGE (widget)->layout);
  gtk_widget_queue_resize (widget);
}

static void
cb_tier_badge_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_TIER)
    g_value_set_string (value, CB_TIER_BADGE (object)->tier);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cb_tier_badge_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_TIER)
    cb_tier_badge_set_tier (CB_TIER_BADGE (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cb_tier_badge_finalize (GObject *object)
{
  CbTierBadge *self = CB_TIER_BADGE (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->tier, g_free);

  G_OBJECT_CLASS (cb_tier_badge_parent_class)->finalize (object);
}

static void
cb_tier_badge_class_init (CbTierBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cb_tier_badge_get_property;
  object_class->set_property = cb_tier_badge_set_property;
  object_class->finalize = cb_tier_badge_finalize;
  widget_class->measure = cb_tier_badge_measure;
  widget_class->snapshot = cb_tier_badge_snapshot;
  widget_class->css_changed = cb_tier_badge_css_changed;

  properties[PROP_TIER] =
    g_param_spec_string ("tier", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "tier-badge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
cb_tier_badge_init (CbTierBadge *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
cb_tier_badge_new (const char *tier)
{
  return g_object_new (CB_TYPE_TIER_BADGE, "tier", tier, NULL);
}

void
cb_tier_badge_set_tier (CbTierBadge *badge,
                        const char  *tier)
{
  g_return_if_fail (CB_IS_TIER_BADGE (badge));

  if (g_strcmp0 (badge->tier, tier) == 0)
    return;
  g_free (badge->tier);
  badge->tier = g_strdup (tier);
  g_clear_object (&badge->layout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_shown (badge) ? cb_tier_style_title (cb_tier_style (tier)) : "", -1);
  gtk_widget_queue_resize (GTK_WIDGET (badge));
  g_object_notify_by_pspec (G_OBJECT (badge), properties[PROP_TIER]);
}

const char *
cb_tier_badge_get_tier (CbTierBadge *badge)
{
  g_return_val_if_fail (CB_IS_TIER_BADGE (badge), NULL);

  return badge->tier;
}
