/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "cb-trace.h"

G_BEGIN_DECLS

/**
 * CbWorksheetPrint: a worksheet ("Why") on paper or as text: the same lines as on the screen, from the facts down to the amount.
 * Everything borrowed and translated by the caller; any string may be NULL.
 */
typedef struct
{
  const char *title;       /* "最低生活保障：为什么" */
  const char *subject;     /* head of household and place */
  const char *result;      /* "低保 1,585 元/月，自 2026-10 起" */
  const char *basis;       /* date and rules; says so when the parameters are a demonstration */
  GPtrArray  *lines;       /* of CbWorkLine */
  gboolean    details;     /* the folded lines too */
  const char *lang;        /* of the page numbers: "zh_CN", or NULL for English */
} CbWorksheetPrint;

/* Number of pages of @width by @height points.  @cr is only measured with. */
guint  cb_worksheet_print_pages (const CbWorksheetPrint *sheet,
                                 cairo_t                *cr,
                                 double                  width,
                                 double                  height);
/* Draws page @page, from 0, with its number and that of the last, into the rectangle from the origin. */
void   cb_worksheet_print_draw  (const CbWorksheetPrint *sheet,
                                 cairo_t                *cr,
                                 double                  width,
                                 double                  height,
                                 guint                   page);
/* The same as plain text: one line each, figure behind a tab, article in brackets. */
char  *cb_worksheet_print_text  (const CbWorksheetPrint *sheet) G_GNUC_WARN_UNUSED_RESULT;

/* "✓", "✗", "?", or "". */
const char *cb_worksheet_sign   (CbCheck                 check);
/* Working, note and article in one line, as they stand under a line of the worksheet; "" when there are none. */
char       *cb_worksheet_under  (const CbWorkLine       *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
