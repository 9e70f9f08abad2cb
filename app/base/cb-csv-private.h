/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One row of our own data files: @fields, as many as the heading has, are of the file's text. */
typedef gboolean (*CbCsvRow) (char **fields, gpointer user_data);

/*
 * Reads a small data file of ours: UTF-8, commas, no quotes, the first line exactly @heading.
 * G_FILE_ERROR when it cannot be read; CB_BASE_ERROR_INVALID, with the line's number, when it is
 * not of that form or @row returns FALSE.
 */
gboolean cb_csv_read (const char *path,
                      const char *heading,
                      CbCsvRow    row,
                      gpointer    user_data,
                      GError    **error);

G_END_DECLS
