/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "cb-paper.h"

G_BEGIN_DECLS

/* Papers of lines (cb-paper.h) drawn on pages: for the printer, a preview and files alike.  Lengths in points.  @lines: of CbPaperLine. */

typedef enum
{
  CB_PAPER_ORDINARY,   /* 10.5 points, for those who work with it */
  CB_PAPER_LARGE,      /* nothing below 18 points, for the applicant */
} CbPaperSize;

/* Number of pages of @width by @height.  @cr is only measured with. */
guint    cb_paper_print_pages (GPtrArray *lines, CbPaperSize size, cairo_t *cr, double width, double height);
/* Draws page @page, from 0, with its number and that of the last ("第 1 页 共 2 页"), into the rectangle from the origin. */
void     cb_paper_print_draw  (GPtrArray *lines, CbPaperSize size, cairo_t *cr, double width, double height, guint page, const char *lang);
/* Pages of A4.  Blocking.  Errors: CB_BASE_ERROR_SYSTEM when it cannot be written. */
gboolean cb_paper_write_pdf   (GPtrArray *lines, CbPaperSize size, const char *lang, const char *path, GError **error);

G_END_DECLS
