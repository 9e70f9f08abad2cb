/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-trace.h"

G_BEGIN_DECLS

/**
 * CbWorksheet:
 * The lines of cb_explain_worksheet(), read like arithmetic on paper: figures to the right, under each line how it came about and its
 * article; comparisons marked ✓ and ✗ (by sign and by colour).  Up and Down go from line to line; Enter or a click on a line that
 * rests on facts emits "jump" (const char *fact, int index).
 */
#define CB_TYPE_WORKSHEET (cb_worksheet_get_type ())
G_DECLARE_FINAL_TYPE (CbWorksheet, cb_worksheet, CB, WORKSHEET, GtkWidget)

GtkWidget *cb_worksheet_new         (void);
/* @lines: (nullable): of CbWorkLine; kept. */
void       cb_worksheet_set_lines   (CbWorksheet *self,
                                     GPtrArray   *lines);
/* The lines of @programme's outcome; the nearest boundary follows as the last one when nothing has been set for a moment: it is searched for on
 * another thread.  @result: (nullable). */
void       cb_worksheet_set_result  (CbWorksheet *self,
                                     CbResult    *result,
                                     const char  *programme,
                                     const char  *lang);
GPtrArray *cb_worksheet_get_lines   (CbWorksheet *self);    /* borrowed; may be NULL */
/* The folded lines too. */
void       cb_worksheet_set_details (CbWorksheet *self,
                                     gboolean     details);
gboolean   cb_worksheet_get_details (CbWorksheet *self);

G_END_DECLS
