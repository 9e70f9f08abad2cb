/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-household.h"

G_BEGIN_DECLS

/**
 * CbImport: a roster file, read whole, matched and checked, before anything is recorded.  One row is one person; rows of one household
 * follow a household key (户编号) or the head's name or ID.  csv: UTF-8 with and without BOM, GB18030; comma, tab or semicolon; quoted
 * line breaks; full-width digits and blanks.
 */
typedef struct _CbImport CbImport;
typedef struct { guint line; char *column; char *reason; char *remedy; } CbImportFault;      /* sentences, translated */
/* What a column is taken for.  A column of sums has a kind of income (NULL: the heading does not tell one) or asset; @times 12 when it has
 * those of a month; @whole when it has the household's, not the person's: taken once, from the first line that has one. */
typedef enum {
  CB_IMPORT_IGNORED, CB_IMPORT_FIELD, CB_IMPORT_HOUSEHOLD_KEY, CB_IMPORT_HEAD_NAME, CB_IMPORT_HEAD_ID, CB_IMPORT_INCOME, CB_IMPORT_ASSET,
} CbImportRole;
typedef struct {
  CbImportRole   role;
  const CbField *field;       /* of CB_IMPORT_FIELD; else NULL */
  const char    *kind;        /* "wage", "deposit" … of INCOME and ASSET */
  int            times;
  gboolean       whole;
} CbImportTarget;
typedef struct {
  char          *heading;
  CbImportTarget target;
} CbImportColumn;
/* Of CbImportTarget, all that a person can choose, the first is "Not taken". */
GArray    *cb_import_targets     (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   cb_import_same_target (const CbImportTarget *a, const CbImportTarget *b);
/* In the user's language ("ID number", "Wages, per month × 12", "Not taken"). */
char      *cb_import_target_text (const CbImportTarget *target) G_GNUC_WARN_UNUSED_RESULT;

CbImport  *cb_import_read     (CbDesk *desk, CbDb *db, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;  /* read job */
void       cb_import_free     (CbImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbImport, cb_import_free)
const char *cb_import_encoding (CbImport *import);    /* "UTF-8", "GB18030" */
GPtrArray *cb_import_columns  (CbImport *import);     /* of CbImportColumn, borrowed */
/* A person mends the matching: the rows are checked again.  Read job. */
gboolean   cb_import_match    (CbImport *import, CbDesk *desk, CbDb *db, guint column, const CbImportTarget *target, GError **error);
/* Headings of columns that have something in them and are not taken, without those that say nothing of the family (a line's number). */
GPtrArray *cb_import_left_out (CbImport *import) G_GNUC_WARN_UNUSED_RESULT;   /* of char* */
/* "2 columns are not imported: …"; NULL when none is left out. */
char      *cb_import_left_out_text (CbImport *import) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *cb_import_faults   (CbImport *import);     /* of CbImportFault, borrowed */
guint      cb_import_rows     (CbImport *import);
guint      cb_import_good     (CbImport *import, guint *households);   /* rows that can be taken */
guint      cb_import_known    (CbImport *import);     /* rows whose person is already in the casebook: not doubled */
/* A household is taken whole or not at all: of a family with a row that cannot be taken the others wait too (half a family would be
 * assessed wrongly), and say so.  Write job: the good rows, a changeset per household.  Running it twice doubles nobody.
 * Cancelled between two households (G_IO_ERROR_CANCELLED): nothing of the file is taken. */
gboolean   cb_import_commit   (CbImport *import, CbDesk *desk, CbDb *db, GCancellable *cancellable,
                               void (*progress) (guint done, guint total, gpointer data), gpointer data, guint *households, guint *persons, GError **error);
/* The rows that could not be taken, as csv (UTF-8 with BOM) with two more columns: the reason and the remedy; can be corrected and read again. */
gboolean   cb_import_save_rest (CbImport *import, const char *path, GError **error);

G_END_DECLS
