/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block.h"
#include "cb-ctl-rules.h"
#include "cb-table-file.h"

G_BEGIN_DECLS

/* The tables that `evaluate --table` reads, one for each entity of the pack; what is wrong with them is gathered, not said one by one. */

#define CB_CTL_MOST_FAULTS 200

typedef enum { CB_CTL_MONEY_UNSAID, CB_CTL_MONEY_FEN, CB_CTL_MONEY_YUAN } CbCtlMoney;

typedef struct {
  const CbPackFact *fact;      /* NULL: a key, or a column that could not be understood */
  CbCtlMoney        money;
} CbCtlColumn;

typedef struct {
  char               *path, *name;      /* as given; without folders */
  const CbPackEntity *entity;
  CbTableFile        *file;
  GArray             *columns;          /* CbCtlColumn, one for each heading */
  int                 key, parent;      /* columns; -1: none */
  guint               n;                /* rows, without the heading */
  guint              *order;            /* place in the block -> row of the file */
  GHashTable         *places;           /* key -> place in the block, + 1 */
} CbCtlTable;

typedef struct {
  CbPack    *pack;
  GPtrArray *tables;           /* CbCtlTable*, with cb_ctl_table_free() */
  GPtrArray *faults;           /* char* */
} CbCtlTables;

/* --- cb-ctl-table-read.c --- */

void              cb_ctl_table_free     (gpointer table);
/* @list: FILE or ENTITY=FILE, with commas between; every table, parents before children.  NULL: what is wrong was said, with *@code. */
CbBlock          *cb_ctl_tables_read    (CbCtlTables *r, const char *list, int *code) G_GNUC_WARN_UNUSED_RESULT;
/* NULL: there is none, or @entity is NULL. */
CbCtlTable       *cb_ctl_tables_of      (CbCtlTables *r, const char *entity);
/* @line, @column from 1; 0: of the whole file or line. */
void              cb_ctl_tables_fault   (CbCtlTables *r, const CbCtlTable *table, guint line, guint column, const char *format, ...) G_GNUC_PRINTF (5, 6);
/* The @i-th row below the headings, from 0; a cell of it, "" where it has none. */
const CbTableRow *cb_ctl_table_row      (const CbCtlTable *table, guint i);
const char       *cb_ctl_table_cell     (const CbTableRow *row, int column);
gboolean          cb_ctl_fact_is_money  (const CbPackFact *fact);

/* --- cb-ctl-table-rows.c --- */

/* The rows of @table into @block; what is wrong with them is gathered in @r.  FALSE: the block refused them, with @error. */
gboolean          cb_ctl_tables_fill    (CbCtlTables *r, CbBlock *block, CbCtlTable *table, GError **error);

G_END_DECLS
