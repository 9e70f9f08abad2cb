/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-csv-private.h"

#include "cb-error.h"

#include <string.h>

gboolean
cb_csv_read (const char *path,
             const char *heading,
             CbCsvRow    row,
             gpointer    user_data,
             GError    **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) columns = g_strsplit (heading, ",", -1);
  gsize len;
  guint n = 0;

  if (!g_file_get_contents (path, &text, &len, error))
    return FALSE;
  if (g_utf8_validate_len (text, len, NULL))
    lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);

  for (; lines != NULL && lines[n] != NULL; n++)
    {
      g_auto (GStrv) fields = NULL;

      g_strchomp (lines[n]);
      if (n == 0)
        {
          if (strcmp (lines[0], heading) != 0)
            break;
          continue;
        }
      if (lines[n][0] == '\0')
        continue;
      fields = g_strsplit (lines[n], ",", -1);
      if (g_strv_length (fields) != g_strv_length (columns) || !row (fields, user_data))
        break;
    }
  if (lines != NULL && lines[n] == NULL && n > 0)
    return TRUE;
  g_set_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "data file: line %u is wrong", n + 1);

  return FALSE;
}
