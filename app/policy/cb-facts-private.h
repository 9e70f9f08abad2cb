/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-columns.h"
#include "cb-facts.h"

G_BEGIN_DECLS

typedef struct {
  gint64 value;
  guint8 known;
  char  *evidence;
  char  *text;          /* of a text fact */
} CbCell;

typedef struct {
  int    parent;
  CbUid  uid;
  char  *label;
  CbCell *cells;        /* one per fact of the entity */
} CbInstance;

struct _CbFacts {
  int        ref_count;
  CbPack    *pack;
  GPtrArray *instances[CB_MAX_ENTITIES];   /* CbInstance */
};

/* Columns of one case.  @order: per entity, row -> index (rows stand in the order of their parents); freed with g_array_unref. */
void     cb_facts_fill (CbFacts *facts, CbColumns *columns, GArray **order);
CbCell  *cb_facts_cell (CbFacts *facts, const CbFactX *fact, int index);

G_END_DECLS
