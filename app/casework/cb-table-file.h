/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CbTableFile:
 * A csv file as offices have it, decoded and cut into cells; nothing is interpreted yet.
 */
typedef struct {
  guint      line;      /* of its first character, from 1 */
  GPtrArray *cells;     /* of char*, UTF-8, as written */
} CbTableRow;

typedef struct {
  const char *encoding;   /* "UTF-8", "UTF-16", "GB18030" */
  char        separator;  /* ',' ';' '\t' */
  GPtrArray  *rows;       /* of CbTableRow, blank lines left out */
} CbTableFile;

/* UTF-8 with and without BOM, UTF-16 with BOM, GB18030; comma, tab or semicolon, whichever the file uses; quoted cells with doubled
 * quotes and line breaks; CR, LF and CRLF.  Errors of CB_CASEWORK_ERROR_IMPORT: empty, too large (64 MiB), a spreadsheet file or other
 * binary, no readable encoding, a quote that is never closed (the line is in the message).
 * The message is a whole sentence for the user, as cb_error_sentence() translates it. */
CbTableFile *cb_table_file_parse (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         cb_table_file_free  (CbTableFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbTableFile, cb_table_file_free)

/* Appends one cell, quoted where it must be, made harmless for spreadsheets (a leading = + - @ gets an apostrophe unless it is a number). */
void         cb_table_put_cell   (GString *out, const char *text, gboolean first);

G_END_DECLS
