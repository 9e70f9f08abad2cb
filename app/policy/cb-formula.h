/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack-source.h"
#include "cb-type.h"

G_BEGIN_DECLS

typedef enum {
  CB_EX_CONST, CB_EX_WORD, CB_EX_NAME,                            /* NAME becomes one of the next five when checked */
  CB_EX_FACT, CB_EX_VALUE, CB_EX_PARAM, CB_EX_ON, CB_EX_PAY_MONTH,
  CB_EX_INDEX, CB_EX_AT,                                          /* args[0] the parameter */
  CB_EX_NEG, CB_EX_NOT, CB_EX_ADD, CB_EX_SUB, CB_EX_MUL, CB_EX_DIV,
  CB_EX_LT, CB_EX_LE, CB_EX_GT, CB_EX_GE, CB_EX_EQ, CB_EX_NE,
  CB_EX_AND, CB_EX_OR, CB_EX_IF, CB_EX_IN, CB_EX_CALL, CB_EX_AGG,
} CbExprOp;

typedef enum {
  CB_FN_NONE,
  CB_FN_SUM, CB_FN_COUNT, CB_FN_ANY, CB_FN_ALL, CB_FN_MAX, CB_FN_MIN,   /* aggregates; the last two are functions too */
  CB_FN_CLAMP, CB_FN_ABS, CB_FN_AGE, CB_FN_MONTHS_BETWEEN, CB_FN_DAYS_BETWEEN, CB_FN_ADD_MONTHS, CB_FN_ADD_YEARS,
  CB_FN_MONTH_OF, CB_FN_FIRST_DAY, CB_FN_LAST_DAY, CB_FN_YEAR_OF, CB_FN_KNOWN, CB_FN_BRACKET, CB_FN_SCALE,
  CB_FN_PER_MONTH, CB_FN_PER_YEAR, CB_FN_IN_MONTHS, CB_FN_NUMBER,
} CbFn;

/* A node of a formula.  Shared, never changed after the pack is checked; what is computed for it is kept by the program under @id. */
typedef struct _CbExpr CbExpr;
struct _CbExpr {
  guint8       op, fn;
  gboolean     checked;
  guint        id;
  CbType       type;
  int          scope;       /* index of the entity the formula is about */
  const CbKey *key;         /* where it is written */
  int          column;
  guint        n;
  CbExpr     **args;        /* of AGG: body, where, else; each may be NULL */
  const char  *name;        /* of NAME and its kin, WORD, AGG (the entity) */
  CbRat        number;      /* of CONST: in fen for money, days for dates, months for months */
  gpointer     ref;         /* CbFactX, CbValueX, CbParamX */
  int          entity;      /* of FACT, VALUE, AGG */
  int          word;        /* of WORD, once its list is known */
};

#define CB_LIMIT_DEPTH 60
#define CB_LIMIT_EXPRS 100000

typedef struct {
  CbArena    *arena;
  CbFaults   *faults;
  GHashTable *entities;     /* names: tells max(member, …) from max(a, b) */
  guint       n_exprs;
} CbFormulas;

const char *cb_fn_name       (CbFn fn);
const char *cb_op_text       (CbExprOp op);
gboolean    cb_is_reserved   (const char *name);
CbExpr     *cb_formula_node  (CbFormulas *f, CbExprOp op, const CbKey *key, int column, guint n);
/* Parses @len bytes of @key's value beginning at byte @offset; NULL with faults. */
CbExpr     *cb_formula_parse (CbFormulas *f, const CbKey *key, gsize offset, gsize len);

G_END_DECLS
