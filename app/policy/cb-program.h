/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack-private.h"

G_BEGIN_DECLS

/* The compiled form: straight-line code over columns, one register per result, each at the level of an entity. */

/* What is missing hides what went wrong, since it may have gone wrong for want of it. */
enum { CB_STATE_KNOWN, CB_STATE_FAULT, CB_STATE_MISSING };

typedef enum { CB_REG_8, CB_REG_64, CB_REG_128 } CbRegKind;

typedef struct {
  guint8   kind;        /* CbRegKind */
  gint8    level;       /* entity; -1: a constant */
  guint8   source;      /* 0 computed, 1 column of a fact, 2 state of a fact */
  guint8   unproven;    /* of a 128-bit number: may have overflowed, its state says so */
  guint    fact;        /* of a column: index in the pack */
  guint    slot;        /* place among those of its level and kind */
  CbWide   lo, hi;      /* range proven; of a constant both are its value */
} CbReg;

typedef enum {
  CB_I_AND8, CB_I_OR8, CB_I_NOT8, CB_I_MAX8, CB_I_SEL8, CB_I_NEZ8, CB_I_BOOL64,
  CB_I_LT, CB_I_LE, CB_I_GT, CB_I_GE, CB_I_EQ, CB_I_NE,        /* 64 or 128 by the operands' kind; EQ, NE also 8 */
  CB_I_ADD, CB_I_SUB, CB_I_MUL, CB_I_MIN, CB_I_MAX, CB_I_SEL,  /* 64, 128 */
  CB_I_OVER,                                                   /* state of the operation before: did it overflow? */
  CB_I_WIDEN, CB_I_NARROW, CB_I_DENOM, CB_I_SIGN,
  CB_I_LIFT, CB_I_LOOKUP, CB_I_LOOKUP_HAS,
  CB_I_SUM, CB_I_COUNT, CB_I_ANY, CB_I_MAXN, CB_I_MINN,        /* over the rows below */
  CB_I_FOLD,                                                   /* sum, max, min of fractions below */
  CB_I_ROUND,
  CB_I_AGE, CB_I_MONTHS_BETWEEN, CB_I_ADD_MONTHS, CB_I_MONTH_OF, CB_I_FIRST_DAY, CB_I_LAST_DAY, CB_I_YEAR_OF,
} CbInstrOp;

typedef struct {
  guint8 op, mode;
  gint8  level;         /* rows it runs over */
  gint8  below;         /* rows it reads, of aggregates; of LIFT: where it comes from */
  int    dst, dst2, dst3;
  int    a, b, c;       /* registers; -1: none */
  guint  table;         /* of LOOKUP */
  CbWide imm;
} CbInstr;

/* A number: num / (den * dyn); -1: none.  @st: register of the CB_STATE_; -1: always known. */
typedef struct { gboolean done; int num, dyn, st; CbWide den; } CbSlot;

typedef struct { guint n; gint64 *values; guint8 *has; } CbLookup;

typedef struct {
  GArray   *regs;       /* CbReg */
  GArray   *code;       /* CbInstr */
  GPtrArray *lookups;   /* CbLookup */
  guint    *n_slots;    /* per level and kind: [level * 3 + kind] */
  gboolean  trusting;   /* nothing goes wrong: a run that meets trouble says so and counts for nothing */
} CbCode;

/* Of a programme: registers at the root's level. */
typedef struct {
  CbProgrammeX *programme;
  CbSlot        eligible, tier, amount, start, validity, review, ends, stop;
  CbSlot        judged;         /* any judge line holds */
  int           excluded;       /* register: one that excludes it is eligible, -1 none */
} CbProgrammeCode;

/* What a value is in this program. */
typedef struct {
  CbFormulaVersion *version;
  CbSlot            raw;        /* before rounding */
  CbSlot            slot;
  guint8            state;      /* 0 untouched, 1 being worked on, 2 done, 3 has no law on this day */
} CbValueCode;

typedef struct {
  CbCode           code;
  CbSlot          *slots;       /* per expression */
  CbValueCode     *values;      /* per value */
  CbSlot          *exceptions;  /* per exception: when */
  GArray          *programmes;  /* CbProgrammeCode */
} CbVariant;

struct _CbProgram {
  int        ref_count;
  CbPack    *pack;
  CbDate     on;
  CbMonth    pay_month;
  CbVariant *full;              /* unknown facts allowed; every expression keeps its registers */
  CbVariant *lean;              /* unknown facts allowed; outcomes only, registers are used again */
  GMutex     lock;
  GHashTable *sets;             /* parameters set anew: name -> CbParamVersionX */
  GPtrArray *names;
};

typedef enum { CB_VARIANT_FULL, CB_VARIANT_LEAN, CB_VARIANT_BLOCK } CbVariantKind;

/* In how many rows of a block a fact is unknown. */
enum { CB_UNKNOWN_NOWHERE, CB_UNKNOWN_SOMEWHERE, CB_UNKNOWN_EVERYWHERE };

/* What the columns of a block hold.  Code made for the block relies on it: numbers known to be small need no room for large ones, and a
 * column of one number is a constant. */
typedef struct {
  guint8  *unknown;        /* per fact: CB_UNKNOWN_ */
  gint64 (*range)[2];      /* per fact: the smallest and the largest number there is */
  guint   *most;           /* per entity: rows under one parent */
} CbExtent;

/* NULL with faults.  @extent: of a block's code, else NULL; what goes wrong is a reason to give up (CbRun.trouble). */
CbVariant *cb_variant_new  (CbProgram *program, CbVariantKind kind, const CbExtent *extent, CbFaults *faults);
void       cb_variant_free (CbVariant *variant);
CbVariant *cb_program_variant (CbProgram *program, CbVariantKind kind);   /* full or lean; made when first asked for */
/* Compiles for a day only to report what is wrong. */
void       cb_program_check (CbPack *pack, CbDate on, CbFaults *faults);
CbParamVersionX *cb_program_param (CbProgram *program, CbParamX *param);

G_END_DECLS
