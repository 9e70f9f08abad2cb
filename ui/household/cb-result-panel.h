/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-editor.h"
#include "cb-why-print.h"

G_BEGIN_DECLS

/**
 * CbResultPanel:
 * The right of the household page, always in sight: tier, monthly amount and what it is made of; what is missing, what a person has to
 * judge, why not; and the worksheet.
 *
 * Actions: panel.copy, panel.print, with the name of a paper (cb_why_paper_named()).  Signal "jump" (const CbUid *entity, guint field): go to that field.
 */
#define CB_TYPE_RESULT_PANEL (cb_result_panel_get_type ())
G_DECLARE_FINAL_TYPE (CbResultPanel, cb_result_panel, CB, RESULT_PANEL, GtkWidget)

GtkWidget *cb_result_panel_new         (CbEditor      *editor) G_GNUC_WARN_UNUSED_RESULT;
void       cb_result_panel_refresh     (CbResultPanel *self);
/* Of the programme chosen in the panel. */
void       cb_result_panel_copy        (CbResultPanel *self,
                                        CbWhyPaper     paper);
/* Asks why, then prints. */
void       cb_result_panel_print       (CbResultPanel *self,
                                        CbWhyPaper     paper);
/* Focus into the worksheet. */
void       cb_result_panel_focus_why   (CbResultPanel *self);
/* For tests and the page's title: the amount as it stands there, "1,585". */
const char *cb_result_panel_get_amount (CbResultPanel *self);

G_END_DECLS
