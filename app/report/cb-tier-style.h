/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * CbTierStyle:
 * One colour and one sign for each tier and programme, the same in list, panel, chart and print (design 10).  The colours differ in
 * lightness and hue (after Okabe and Ito), the signs in shape, so that neither colour-blind eyes nor a black-and-white printer lose one.
 */
typedef enum
{
  CB_SIGN_SQUARE,
  CB_SIGN_TRIANGLE,
  CB_SIGN_DIAMOND,
  CB_SIGN_DISC,
  CB_SIGN_TRIANGLE_DOWN,
  CB_SIGN_BAR,
  CB_SIGN_CROSS,
  CB_SIGN_RING,
} CbSign;

typedef struct { double r, g, b; } CbColor;

typedef struct
{
  const char *key;      /* "dibao", "grace", "edge", "tekun", "rigid", "living", "nursing", "temporary", "child"; "" is none */
  const char *title;    /* N_() English; translate with cb_tier_style_title() */
  CbSign      sign;
  const char *text;     /* the sign as a character: "■" */
  CbColor     light;    /* ink on white paper or a light window: contrast ≥ 4.5 */
  CbColor     dark;     /* ink on a dark window: contrast ≥ 4.5 */
} CbTierStyle;

/* Never NULL: unknown keys, NULL and "none" give the style of none. */
const CbTierStyle *cb_tier_style       (const char        *key);
const char        *cb_tier_style_title (const CbTierStyle *style);     /* translated */
/* In order of rank; *n of them, none last. */
const CbTierStyle *cb_tier_styles      (guint             *n);
/* Fills (or strokes) the sign into the square of @size at @x, @y with the source that is set. */
void               cb_sign_draw        (cairo_t           *cr,
                                        CbSign             sign,
                                        double             x,
                                        double             y,
                                        double             size);

G_END_DECLS
