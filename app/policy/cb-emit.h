/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-program.h"

G_BEGIN_DECLS

/* Writing code: folds constants, shares equal results, lifts operands to one level, proves ranges. */
typedef struct {
  CbPack     *pack;
  CbCode     *code;
  GHashTable *shared;      /* CbInstr without results -> its index */
  GHashTable *consts;
  GHashTable *columns;
  const CbExtent *extent;  /* of a block's code; NULL: anything that facts may be */
} CbEmit;

void   cb_emit_init    (CbEmit *m, CbPack *pack, CbCode *code);
void   cb_emit_clear   (CbEmit *m);
CbReg *cb_emit_reg     (CbEmit *m, int reg);
gboolean cb_emit_is_const (CbEmit *m, int reg);

int    cb_emit_const   (CbEmit *m, CbWide value);
int    cb_emit_const8  (CbEmit *m, int value);
int    cb_emit_fact    (CbEmit *m, CbFactX *fact);
int    cb_emit_fact_state (CbEmit *m, CbFactX *fact);    /* -1: always known */

/* States: -1 is "always known". */
int    cb_emit_worse   (CbEmit *m, int st1, int st2);
int    cb_emit_unknown (CbEmit *m, int st);              /* 1 where the state is not 0 */

int    cb_emit_and     (CbEmit *m, int a, int b);
int    cb_emit_or      (CbEmit *m, int a, int b);
int    cb_emit_not     (CbEmit *m, int a);
/* Numbers, truths, states: c ? a : b. */
int    cb_emit_select  (CbEmit *m, int c, int a, int b);
int    cb_emit_compare (CbEmit *m, CbInstrOp op, int a, int b);
/* ADD, SUB, MUL; *st gets worse where the result does not fit. */
int    cb_emit_arith   (CbEmit *m, CbInstrOp op, int a, int b, int *st);
int    cb_emit_minmax  (CbEmit *m, CbInstrOp op, int a, int b);
int    cb_emit_narrow  (CbEmit *m, int a, int *st);
/* |b|, and 1 with a fault where b is 0; sign: a with the sign of b. */
int    cb_emit_denominator (CbEmit *m, int b, int *st);
int    cb_emit_signed  (CbEmit *m, int a, int b);
int    cb_emit_lookup  (CbEmit *m, int word, const gint64 *values, const guint8 *has, guint n, gboolean eight, int *st);
/* @mode: CbRoundMode; a / divisor to a whole number, times @unit. */
int    cb_emit_round   (CbEmit *m, int a, int divisor, CbRoundMode mode, int unit);
int    cb_emit_date    (CbEmit *m, CbInstrOp op, int a, int b, CbWide lo, CbWide hi);

/* Over the rows of @below under each row of @level. */
int    cb_emit_sum     (CbEmit *m, int level, int below, int a, int *st);
int    cb_emit_count   (CbEmit *m, int level, int below, int a);
int    cb_emit_any     (CbEmit *m, int level, int below, int a, int st_in, int *st);
int    cb_emit_worst   (CbEmit *m, int level, int below, int st);
int    cb_emit_extreme (CbEmit *m, gboolean max, int level, int below, int a, int mask);
/* Of fractions @num / (@den * @dyn): sum, largest, smallest.  The result's @out_dyn may be -1, then its @den may be another one. */
void   cb_emit_fold    (CbEmit *m, CbFn fn, int level, int below, int num, int dyn, int mask, int *out_num, int *out_dyn, CbWide *den, int *st);

/* Within the emitter. */
CbInstr   cb_emit_instr  (CbEmit *m, CbInstr i, int kind, CbWide lo, CbWide hi, int kind2, int kind3);
int       cb_emit_lift   (CbEmit *m, int reg, int level);
int       cb_emit_widen  (CbEmit *m, int reg);
int       cb_emit_fault_kind (CbEmit *m);
CbRegKind cb_emit_kind_of (CbWide lo, CbWide hi);

/* Leaves only what @outputs need (all when NULL) and gives every register its place. */
void   cb_emit_place   (CbEmit *m, const int *outputs, guint n);

G_END_DECLS
