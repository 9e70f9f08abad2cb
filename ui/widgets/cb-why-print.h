/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-assess.h"

G_BEGIN_DECLS

/* The worksheet of @programme as text, for the clipboard. */
char *cb_why_text  (CbAssessment *assessment,
                    const char   *programme,
                    const char   *subject,
                    gboolean      details) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for a printer and prints it.  What was handed to the printer is recorded as looked at (CB_EVENT_LOOKED), on the case or household
 * @about. */
void  cb_why_print (GtkWidget    *from,
                    CbDesk       *desk,
                    CbAssessment *assessment,
                    const char   *programme,
                    const char   *subject,
                    gboolean      details,
                    CbKind        kind,
                    const CbUid  *about);
/* Records that @about was looked at on paper. */
void  cb_why_record (GtkWidget    *from,
                     CbDesk       *desk,
                     CbKind        kind,
                     const CbUid  *about);

G_END_DECLS
