/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-sheet.h"

G_BEGIN_DECLS

/* The print dialog over cb_sheet_draw().  What the sheet points to must stay as it is until this returns (the dialog is modal). An error is
 * shown as a toast. */
void cb_print_sheet (GtkWidget     *from,
                     const CbSheet *sheet,
                     const char    *job);

G_END_DECLS
