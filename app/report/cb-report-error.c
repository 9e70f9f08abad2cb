/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-report-error.h"

#include "cb-desk.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (cb-report-error-quark, cb_report_error)

char *
cb_report_error_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != CB_REPORT_ERROR)
    return cb_error_sentence (error);
  switch ((CbReportError) error->code)
    {
    case CB_REPORT_ERROR_KIND:
      return g_strdup (_("A chart is written to a file ending in .svg, .pdf or .png. Choose such a name."));
    case CB_REPORT_ERROR_SIZE:
      return g_strdup (_("A chart of this size cannot be written. Choose another size."));
    case CB_REPORT_ERROR_DRAWING:
    default:
      return g_strdup (_("There is too little free memory to draw this. Close other programs, then try again."));
    }
}
