/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-import.h"
#include "cb-table-file.h"

G_BEGIN_DECLS

/* Guesses what a column is from its heading; FALSE leaves it CB_IMPORT_IGNORED. */
gboolean cb_import_guess (CbImportColumn *column);
/* A heading that says nothing of the family: nobody misses its column. */
gboolean cb_import_is_idle (const char *heading);
/* Of columns that would count the same money twice one is left: the parts rather than their sum, the person's rather than the household's. */
void     cb_import_drop_doubles (GPtrArray *columns);
/* The kind under which income is recorded of which the file does not tell one: counted whole, as far as anybody knows. */
#define CB_IMPORT_ANY_KIND "transfer"

typedef struct {
  guint    row;            /* index into the file's rows */
  guint    household;      /* index into the import's households */
  gboolean bad;            /* cannot be taken itself */
  gboolean known;          /* the person is in the casebook */
  CbUid    known_household;
  GArray  *values;         /* of CbImportValue */
} CbImportRow;

typedef struct {
  const CbImportColumn *column;
  CbValue               value;
} CbImportValue;

typedef struct {
  char    *key;            /* what held its rows together */
  guint    first_row;
  gboolean bad;            /* one of its rows cannot be taken */
  CbUid    known;          /* the household in the casebook that it is part of */
} CbImportHousehold;

struct _CbImport {
  CbTableFile *file;
  guint        heading_row;  /* index into the file's rows */
  GPtrArray   *columns;      /* of CbImportColumn */
  GPtrArray   *rows;         /* of CbImportRow, those below the heading */
  GArray      *households;   /* of CbImportHousehold */
  GPtrArray   *faults;       /* of CbImportFault, by line */
  guint        known;
};

/* Everything anew from the cells and what the columns are taken for; FALSE when the casebook cannot be read. */
gboolean             cb_import_check      (CbImport *import, CbDesk *desk, CbDb *db, GError **error);
/* Marks the people whom the casebook has. */
gboolean             cb_import_find_known (CbImport *import, CbDb *db, GError **error);
const CbImportValue *cb_import_row_value  (const CbImportRow *row, const char *key);   /* NULL when not given */
const char          *cb_import_row_text   (const CbImportRow *row, const char *key);

G_END_DECLS
