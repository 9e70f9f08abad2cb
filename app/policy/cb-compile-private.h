/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-emit.h"

G_BEGIN_DECLS

#define CB_LIMIT_NESTED 2000
#define CB_DEN_MAX ((CbWide) 1 << 62)

typedef struct {
  CbProgram  *program;
  CbPack     *pack;
  CbVariant  *variant;
  CbEmit      m;
  CbFaults   *faults;
  GPtrArray  *stack;       /* CbValueX being worked on: names circles */
  int         depth;
  gboolean    failed;
} CbCompile;

void   cb_compile_fault  (CbCompile *c, const CbExpr *e, const char *format, ...) G_GNUC_PRINTF (3, 4);
CbSlot cb_compile_expr   (CbCompile *c, CbExpr *e);
CbSlot cb_compile_value  (CbCompile *c, CbValueX *value, const CbExpr *user);
CbSlot cb_slot_const     (CbCompile *c, CbRat rat);
CbSlot cb_slot_truth     (CbCompile *c, gboolean truth);
CbSlot cb_slot_add       (CbCompile *c, const CbExpr *e, CbInstrOp op, CbSlot a, CbSlot b);
CbSlot cb_slot_mul       (CbCompile *c, const CbExpr *e, CbSlot a, CbSlot b);
CbSlot cb_slot_compare   (CbCompile *c, const CbExpr *e, CbInstrOp op, CbSlot a, CbSlot b);
CbSlot cb_slot_select    (CbCompile *c, const CbExpr *e, CbSlot cond, CbSlot a, CbSlot b);
CbSlot cb_slot_minmax    (CbCompile *c, const CbExpr *e, gboolean max, CbSlot a, CbSlot b);
CbSlot cb_slot_none      (CbCompile *c, CbType type);
CbSlot cb_slot8          (int reg, int st);
CbSlot cb_compile_param  (CbCompile *c, CbExpr *e, CbParamX *param, const CbSlot *word);
CbSlot cb_compile_param_at (CbCompile *c, CbExpr *e);
CbSlot cb_compile_bands  (CbCompile *c, CbExpr *e);
CbSlot cb_slot_not       (CbCompile *c, CbSlot a);
CbSlot cb_slot_and       (CbCompile *c, CbSlot a, CbSlot b);
CbSlot cb_slot_or        (CbCompile *c, CbSlot a, CbSlot b);

G_END_DECLS
