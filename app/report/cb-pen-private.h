/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* What worksheet and papers are written with.  Lengths in points. */
#define CB_PEN_MARGIN  8.0
#define CB_PEN_FOOT(size) ((size) * 2.5)   /* room below for the number of the page, written so high */

typedef struct
{
  cairo_t *cr;
  double   width;
  double   y;        /* where the next line begins, from the top of its page */
  gboolean draw;     /* else it is only measured */
} CbPen;

/* Writes one text at @x into @width, @size points high, wrapped; gives its height. */
double cb_pen_put      (CbPen *pen, const char *text, double x, double width, double size, gboolean bold, double grey, PangoAlignment align);
/* Like that, and lets nothing be drawn above @first lines of it or below @first + @n: a text longer than its page goes on on the next. */
guint  cb_pen_lines    (CbPen *pen, const char *text, double width, double size, gboolean bold, double *height);
void   cb_pen_put_part (CbPen *pen, const char *text, double x, double width, double size, gboolean bold, double grey, guint first, guint n);
/* "第 1 页 共 2 页" at the foot of @page, from 0; nothing behind the last. */
void   cb_pen_put_foot (cairo_t *cr, double width, double height, guint page, guint pages, double size, const char *lang);

G_END_DECLS
