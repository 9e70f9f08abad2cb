/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-standard.h"

G_BEGIN_DECLS

/**
 * CbStandardsView:
 * The county's standards: drafts, what waits for a countersignature, what was published before; beside the list the one that is chosen.
 */
#define CB_TYPE_STANDARDS_VIEW (cb_standards_view_get_type ())
G_DECLARE_FINAL_TYPE (CbStandardsView, cb_standards_view, CB, STANDARDS_VIEW, AdwBin)

GtkWidget *cb_standards_view_new    (CbDesk          *desk);
/* Reads the list again. */
void       cb_standards_view_load   (CbStandardsView *view);
/* Shows this one. */
void       cb_standards_view_choose (CbStandardsView *view,
                                     const CbUid     *uid);
/* The number that somebody tried becomes part of the newest draft, or of a new one: dated @from unless the draft has its day. */
void       cb_standards_view_take   (CbStandardsView *view,
                                     const char      *param,
                                     const char      *word,
                                     const char      *value,
                                     CbDate           from);
/* What is typed goes to the vault. */
void       cb_standards_view_save   (CbStandardsView *view);

G_END_DECLS
