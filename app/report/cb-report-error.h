/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbReportError:
 * What this room refuses.  A file that cannot be written is G_FILE_ERROR, as the system says it.
 */
typedef enum
{
  CB_REPORT_ERROR_KIND,     /* the file's ending is none that can be written */
  CB_REPORT_ERROR_SIZE,     /* too small to be read, or too large for any paper */
  CB_REPORT_ERROR_DRAWING,  /* Cairo gave up: out of memory */
} CbReportError;

#define CB_REPORT_ERROR (cb_report_error_quark ())
GQuark cb_report_error_quark    (void);
/* One sentence with its remedy, in the user's language: as cb_error_sentence(), which knows nothing of this room, and for all that it knows. */
char  *cb_report_error_sentence (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
