/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-area.h"
#include "cb-calendar.h"

G_BEGIN_DECLS

/* What comes with the program and is the same for every casebook: read once, shared, never freed.  Any thread. */

/* "/usr/share/casebook/policy/guangyuan.pack" or the same in the source tree, for @name "policy/guangyuan.pack".  NULL when
 * it is nowhere.  CASEBOOK_DATADIR in the environment goes before both (tests). */
char       *cb_reference_path     (const char *name) G_GNUC_WARN_UNUSED_RESULT;
CbAreas    *cb_reference_areas    (GError **error);     /* borrowed */
CbCalendar *cb_reference_calendar (GError **error);     /* borrowed */

G_END_DECLS
