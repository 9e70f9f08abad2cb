/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/* Roles, area and limit of a person, as rows of a grid that has other rows too.  Main thread. */
typedef struct _CbRightsFields CbRightsFields;

/* Attaches the rows from @row on; roles that exclude each other are refused in @message, a label.  Freed with the grid. */
CbRightsFields *cb_rights_fields_new   (CbDesk          *desk,
                                        GtkGrid         *grid,
                                        int              row,
                                        GtkWidget       *message);
/* Those of @person, or with NULL none. */
void            cb_rights_fields_set   (CbRightsFields  *fields,
                                        const CbPerson  *person);
/* What was chosen; FALSE, with what is wrong said in the message and the focus where it is mended, when it makes no rights.
 * @area: (out) (transfer none) */
gboolean        cb_rights_fields_get   (CbRightsFields  *fields,
                                        CbRoles         *roles,
                                        const char     **area,
                                        CbMoney         *limit);
/* A row of such a grid: a dim title before @widget. */
void            cb_rights_fields_row   (GtkGrid         *grid,
                                        int              row,
                                        const char      *title,
                                        GtkWidget       *widget);

G_END_DECLS
