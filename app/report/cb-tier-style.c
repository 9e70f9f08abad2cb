/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-tier-style.h"

#include <glib/gi18n-lib.h>

#define RGB(hex) { ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0 }

static const CbTierStyle styles[] = {
  { "tekun", N_("Extreme poverty support"), CB_SIGN_DIAMOND, "◆", RGB (0x7b3294), RGB (0xd9a6e8) },
  { "dibao", N_("Minimum living"), CB_SIGN_SQUARE, "■", RGB (0xa33a00), RGB (0xff9a5c) },
  { "grace", N_("Minimum living, grace period"), CB_SIGN_SQUARE, "□", RGB (0xa33a00), RGB (0xff9a5c) },
  { "edge", N_("Minimum living edge"), CB_SIGN_TRIANGLE, "▲", RGB (0x00659e), RGB (0x6cbdf2) },
  { "rigid", N_("Rigid-spending hardship"), CB_SIGN_DISC, "●", RGB (0x00705a), RGB (0x4fd0ae) },
  { "living", N_("Living subsidy for disabled people"), CB_SIGN_TRIANGLE_DOWN, "▼", RGB (0x7d5a00), RGB (0xe8c04a) },
  { "nursing", N_("Nursing subsidy for disabled people"), CB_SIGN_BAR, "▬", RGB (0x4a6a00), RGB (0xb5d35a) },
  { "temporary", N_("Temporary aid"), CB_SIGN_CROSS, "✚", RGB (0xa8255e), RGB (0xf59ac0) },
  { "child", N_("Protection of orphans and unsupported children"), CB_SIGN_DISC, "◉", RGB (0x4a5a8a), RGB (0xa9b8ea) },
  { "", N_("No entitlement"), CB_SIGN_RING, "○", RGB (0x5e5c64), RGB (0xb0aeb6) },
};

const CbTierStyle *
cb_tier_style (const char *key)
{
  if (key != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
      if (g_str_equal (styles[i].key, key))
        return &styles[i];

  return &styles[G_N_ELEMENTS (styles) - 1];
}

const char *
cb_tier_style_title (const CbTierStyle *style)
{
  return _(style->title);
}

const CbTierStyle *
cb_tier_styles (guint *n)
{
  *n = G_N_ELEMENTS (styles);
  return styles;
}

void
cb_sign_draw (cairo_t *cr,
              CbSign   sign,
              double   x,
              double   y,
              double   size)
{
  double s = size, h = size / 2;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_new_path (cr);
  switch (sign)
    {
    case CB_SIGN_SQUARE:
      cairo_rectangle (cr, s * 0.06, s * 0.06, s * 0.88, s * 0.88);
      break;
    case CB_SIGN_TRIANGLE:
      cairo_move_to (cr, h, s * 0.02);
      cairo_line_to (cr, s, s * 0.94);
      cairo_line_to (cr, 0, s * 0.94);
      cairo_close_path (cr);
      break;
    case CB_SIGN_TRIANGLE_DOWN:
      cairo_move_to (cr, h, s * 0.98);
      cairo_line_to (cr, s, s * 0.06);
      cairo_line_to (cr, 0, s * 0.06);
      cairo_close_path (cr);
      break;
    case CB_SIGN_DIAMOND:
      cairo_move_to (cr, h, -s * 0.04);
      cairo_line_to (cr, s * 1.04, h);
      cairo_line_to (cr, h, s * 1.04);
      cairo_line_to (cr, -s * 0.04, h);
      cairo_close_path (cr);
      break;
    case CB_SIGN_DISC:
      cairo_arc (cr, h, h, s * 0.47, 0, 2 * G_PI);
      break;
    case CB_SIGN_BAR:
      cairo_rectangle (cr, 0, s * 0.32, s, s * 0.36);
      break;
    case CB_SIGN_CROSS:
      cairo_rectangle (cr, s * 0.34, s * 0.02, s * 0.32, s * 0.96);
      cairo_rectangle (cr, s * 0.02, s * 0.34, s * 0.96, s * 0.32);
      break;
    case CB_SIGN_RING:
    default:
      cairo_arc (cr, h, h, s * 0.39, 0, 2 * G_PI);
      cairo_set_line_width (cr, s * 0.16);
      cairo_stroke (cr);
      cairo_restore (cr);
      return;
    }
  cairo_fill (cr);
  cairo_restore (cr);
}
