/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-program.h"

G_BEGIN_DECLS

#define CB_MAX_ENTITIES 30

/* Facts of one case or of many, in columns.  Rows of an entity stand in the order of their parents' rows. */
typedef struct {
  CbPack  *pack;
  guint    n_entities;
  guint    n_rows[CB_MAX_ENTITIES];
  guint32 *parents[CB_MAX_ENTITIES];                    /* NULL for the root */
  guint32 *offsets[CB_MAX_ENTITIES][CB_MAX_ENTITIES];   /* [above][below]: n_rows[above] + 1; NULL unless below */
  gpointer *values;                                     /* per fact: guint8 or gint64 */
  guint8 **states;                                      /* per fact: CB_STATE_; NULL: all known */
  gpointer cells;                                       /* all of these in one piece, of a single case; else NULL */
} CbColumns;

void     cb_columns_init   (CbColumns *columns, CbPack *pack);
void     cb_columns_clear  (CbColumns *columns);
gboolean cb_fact_is_eight  (const CbFactX *fact);
/* Once rows and parents are there. */
void     cb_columns_index  (CbColumns *columns);
/* What stands where nothing is known: in range, so that nothing proven is broken. */
gint64   cb_fact_filler    (const CbFactX *fact);

/* Bytes of one number. */
static inline gsize
cb_reg_width (guint kind)
{
  return kind == CB_REG_8 ? 1 : kind == CB_REG_64 ? 8 : 16;
}

/* Memory of one run: registers of some rows.  Not shared between threads; may be used again. */
typedef struct {
  char   *memory;
  gsize   size;
  guint8 *zeros;
  gsize   n_zeros;
  guint   base[CB_MAX_ENTITIES], rows[CB_MAX_ENTITIES];
  char   *area[CB_MAX_ENTITIES][3];
  gsize   stride[CB_MAX_ENTITIES][3];
  const CbColumns *columns;
  CbVariant *variant;
  gboolean trouble;          /* trusting code met a fault: run another variant */
  const gpointer *places;    /* per register: a column of the whole block; NULL, or NULL within: in the memory of the run */
  gpointer *fixed;           /* of a single family: per register, where it lies, NULL of a constant; in @memory; else NULL */
} CbRun;

void     cb_run_clear      (CbRun *run);
/* Works out all registers for the root rows [first, first + n). */
void     cb_run            (CbRun *run, CbVariant *variant, const CbColumns *columns, guint first, guint n);
/* As above, only the instructions @steps (guint), registers with a place of their own there. */
void     cb_run_steps      (CbRun *run, CbVariant *variant, const CbColumns *columns, guint first, guint n, const GArray *steps,
                            const gpointer *places);
/* What a register holds for row @row (counted within the run). */
CbWide   cb_run_get        (CbRun *run, int reg, guint row);
gconstpointer cb_run_column (CbRun *run, int reg);      /* NULL for a constant */

/* One step on dates (CB_I_AGE and the following). */
gint64   cb_run_date       (CbInstrOp op, gint64 a, gint64 b);

G_END_DECLS
