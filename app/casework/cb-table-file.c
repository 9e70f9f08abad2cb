/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-table-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-desk.h"

#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_COLUMNS 256

/* Whole sentences, as cb_error_sentence() translates them. */
#define EMPTY N_("The file is empty: there is no line in it. Choose the right file.")

static void
row_free (gpointer data)
{
  CbTableRow *row = data;

  g_ptr_array_unref (row->cells);
  g_free (row);
}

static char *
convert (const char *bytes,
         gsize       len,
         const char *from,
         gsize      *out_len)
{
  char *text = g_convert (bytes, (gssize) len, "UTF-8", from, NULL, out_len, NULL);

  /* A NUL in the middle means that it was no text. */
  if (text != NULL && memchr (text, 0, *out_len) != NULL)
    g_clear_pointer (&text, g_free);
  return text;
}

static char *
decode (GBytes      *bytes,
        const char **encoding,
        gsize       *len,
        GError     **error)
{
  gsize n;
  const char *p = g_bytes_get_data (bytes, &n);
  char *text;

  if (n == 0)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT, EMPTY);
      return NULL;
    }
  if (n > MAX_BYTES)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT, 
                           N_("The file is larger than 64 MiB. Split it into several files and import one after the other."));
      return NULL;
    }
  if (n >= 4 && (memcmp (p, "PK\3\4", 4) == 0 || memcmp (p, "\xd0\xcf\x11\xe0", 4) == 0))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT,
                           N_("This is a spreadsheet or another program’s file. Open it there, save it as CSV, and choose the CSV file."));
      return NULL;
    }
  if (n >= 2 && (memcmp (p, "\xff\xfe", 2) == 0 || memcmp (p, "\xfe\xff", 2) == 0))
    {
      *encoding = "UTF-16";
      text = convert (p + 2, n - 2, (guchar) p[0] == 0xff ? "UTF-16LE" : "UTF-16BE", len);
    }
  else
    {
      gboolean bom = n >= 3 && memcmp (p, "\xef\xbb\xbf", 3) == 0;

      if (bom)
        {
          p += 3;
          n -= 3;
        }
      *encoding = "UTF-8";
      *len = n;
      if (g_utf8_validate_len (p, n, NULL))
        text = g_strndup (p, n);
      else
        {
          *encoding = "GB18030";
          text = bom ? NULL : convert (p, n, "GB18030", len);
        }
    }
  if (text == NULL)
    g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT,
                         N_("This file is no text that can be read (UTF-8, UTF-16 or GB18030). Save it as CSV again and choose it."));
  return text;
}

/* The separator that the first lines use most outside quotes. */
static char
find_separator (const char *text)
{
  static const char candidates[] = { ',', '\t', ';' };
  guint count[3] = { 0 }, lines = 0;
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *p = text; *p != '\0' && lines < 20; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (!quoted && *p == '\n')
        lines++;
      else if (!quoted)
        for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
          count[i] += *p == candidates[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    if (count[i] > count[best])
      best = i;
  return candidates[best];
}

static void
end_cell (CbTableRow *row,
          GString    *cell)
{
  if (row->cells->len < MAX_COLUMNS)
    g_ptr_array_add (row->cells, g_strndup (cell->str, cell->len));
  g_string_truncate (cell, 0);
}

static void
end_row (CbTableFile *file,
         CbTableRow  *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    {
      g_autofree char *text = g_strdup (g_ptr_array_index (row->cells, i));

      if (*g_strstrip (text) != '\0')
        {
          g_ptr_array_add (file->rows, row);
          return;
        }
    }
  row_free (row);
}

static CbTableRow *
new_row (guint line)
{
  CbTableRow *row = g_new0 (CbTableRow, 1);

  row->line = line;
  row->cells = g_ptr_array_new_with_free_func (g_free);
  return row;
}

CbTableFile *
cb_table_file_parse (GBytes  *bytes,
                     GError **error)
{
  g_autoptr (CbTableFile) file = g_new0 (CbTableFile, 1);
  g_autoptr (GString) cell = g_string_new (NULL);
  g_autofree char *text = NULL;
  CbTableRow *row;
  gboolean quoted = FALSE, was_quoted = FALSE;
  guint line = 1, quote_line = 0;
  gsize len = 0;

  file->rows = g_ptr_array_new_with_free_func (row_free);
  text = decode (bytes, &file->encoding, &len, error);
  if (text == NULL)
    return NULL;
  file->separator = find_separator (text);
  row = new_row (1);
  for (const char *p = text, *end = text + len; p < end; p++)
    {
      if (*p == '\n' || (*p == '\r' && !(p + 1 < end && p[1] == '\n')))
        line++;
      if (quoted)
        {
          if (*p == '"' && p + 1 < end && p[1] == '"')
            {
              g_string_append_c (cell, '"');
              p++;
            }
          else if (*p == '"')
            quoted = FALSE;
          else
            g_string_append_c (cell, *p);
        }
      else if (*p == '"' && !was_quoted && strspn (cell->str, " ") == cell->len)
        {
          g_string_truncate (cell, 0);
          quoted = was_quoted = TRUE;
          quote_line = line;
        }
      else if (*p == file->separator)
        {
          end_cell (row, cell);
          was_quoted = FALSE;
        }
      else if (*p == '\n' || *p == '\r')
        {
          if (*p == '\r' && p + 1 < end && p[1] == '\n')
            continue;
          end_cell (row, cell);
          was_quoted = FALSE;
          end_row (file, row);
          row = new_row (line);
        }
      else
        g_string_append_c (cell, *p);
    }
  if (quoted)
    {
      row_free (row);
      g_set_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT,
                   _("In line %u a quotation mark is opened and never closed. Correct that line, then choose the file again."), quote_line);
      return NULL;
    }
  end_cell (row, cell);
  end_row (file, row);
  if (file->rows->len == 0)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT, EMPTY);
      return NULL;
    }
  return g_steal_pointer (&file);
}

void
cb_table_file_free (CbTableFile *file)
{
  g_ptr_array_unref (file->rows);
  g_free (file);
}

void
cb_table_put_cell (GString    *out,
                   const char *text,
                   gboolean    first)
{
  gboolean formula = text[0] != '\0' && strchr ("=+-@\t\r", text[0]) != NULL
                     && !(text[0] == '-' && g_ascii_isdigit (text[1]) && strspn (text + 1, "0123456789.,") == strlen (text + 1));

  if (!first)
    g_string_append_c (out, ',');
  if (!formula && strpbrk (text, "\",\r\n;\t") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  if (formula)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}
