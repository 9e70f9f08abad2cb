/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-columns.h"

G_BEGIN_DECLS

/**
 * CbKeep:
 * What one run of a block leaves for the next.  When only a parameter changes between two programs, most registers hold the same in both:
 * those are known again by how they are computed (a digest of the instruction, its operands and constants), kept for all rows, and
 * not computed anew.  Belongs to one block and one range of its cases.
 */
typedef struct {
  GHashTable *columns;     /* digest -> column */
  GHashTable *seen;        /* digests of the program before */
  guint8     *bad;         /* per chunk: met trouble once, nothing is kept of it */
  gsize       bytes;
  guint       runs;
} CbKeep;

/* What of a program is to be done. */
typedef struct {
  GArray    *steps;        /* guint: instructions to execute */
  gpointer  *places;       /* per register: a column of the whole block, or NULL for one of the chunk */
  guint8    *unchanged;    /* per programme: its outcome is that of the run before */
} CbPlan;

void   cb_keep_clear  (CbKeep *keep);
/* Works out what to do and makes room for what will be kept; the program counts as seen afterwards.  @same (per programme): its results of the
 * run before still stand in the same place. */
void   cb_keep_plan   (CbKeep *keep, CbVariant *variant, const CbColumns *columns, const guint8 *same, CbPlan *plan);
void   cb_plan_clear  (CbPlan *plan);

G_END_DECLS
