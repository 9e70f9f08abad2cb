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
/* Asks for a printer and prints it.  @printed (may be NULL) is called when it was handed to the printer. */
void  cb_why_print (GtkWidget    *from,
                    CbAssessment *assessment,
                    const char   *programme,
                    const char   *subject,
                    gboolean      details,
                    void        (*printed) (gpointer data),
                    gpointer      data);

G_END_DECLS
