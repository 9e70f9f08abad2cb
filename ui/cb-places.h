/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-caseload.h"
#include "cb-page.h"

G_BEGIN_DECLS

/**
 * CbPlace: one page of the window.  Those with an icon stand in the sidebar, in this order, and are reached by Alt+1, Alt+2 …
 */
typedef struct
{
  const char *name;                               /* as in cb_shell_go() */
  const char *icon;                               /* NULL: not in the sidebar */
  const char *title;                              /* N_() */
  const char *within;                             /* the place marked in the sidebar while it is shown, or NULL */
  GType     (*type)  (void);                      /* of a CbPage */
  guint     (*count) (const CbCounts *counts,
                      CbRoles         roles);     /* of who is at the desk; or NULL */
  gboolean    urgent;                             /* its count asks to be worked off */
} CbPlace;

const CbPlace *cb_places     (guint      *n);
const CbPlace *cb_place_find (const char *name);  /* NULL when unknown */

G_END_DECLS
