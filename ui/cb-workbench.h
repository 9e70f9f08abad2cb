/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbWorkbench: what the window shows while a casebook is open: top bar, places, the page.  Made at unlock, destroyed at lock.
 */
#define CB_TYPE_WORKBENCH (cb_workbench_get_type ())
G_DECLARE_FINAL_TYPE (CbWorkbench, cb_workbench, CB, WORKBENCH, GtkWidget)

GtkWidget  *cb_workbench_new     (CbDesk      *desk);
CbDesk     *cb_workbench_desk    (CbWorkbench *bench);
/* Unknown names are ignored. */
void        cb_workbench_go      (CbWorkbench *bench,
                                  const char  *page,
                                  const CbUid *subject);
/* The place with this number in the sidebar, from 1. */
void        cb_workbench_go_nth  (CbWorkbench *bench,
                                  guint        number);
/* To where one was before; FALSE when there is nothing to go back to. */
gboolean    cb_workbench_back    (CbWorkbench *bench);
void        cb_workbench_search  (CbWorkbench *bench);
void        cb_workbench_menu    (CbWorkbench *bench);
/* The page hands its pending edits to the vault. */
void        cb_workbench_flush   (CbWorkbench *bench);
/* What is shown, to come back to it after the next unlock by the same person. */
const char *cb_workbench_where   (CbWorkbench *bench,
                                  CbUid       *subject);

G_END_DECLS
