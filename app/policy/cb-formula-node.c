/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-formula.h"

const char *
cb_op_text (CbExprOp op)
{
  switch (op)
    {
    case CB_EX_ADD: return "+";
    case CB_EX_SUB: case CB_EX_NEG: return "−";
    case CB_EX_MUL: return "×";
    case CB_EX_DIV: return "÷";
    case CB_EX_LT: return "<";
    case CB_EX_LE: return "≤";
    case CB_EX_GT: return ">";
    case CB_EX_GE: return "≥";
    case CB_EX_EQ: return "=";
    case CB_EX_NE: return "≠";
    case CB_EX_AND: return "and";
    case CB_EX_OR: return "or";
    case CB_EX_NOT: return "not";
    case CB_EX_IF: return "if";
    case CB_EX_IN: return "in";
    default: return "";
    }
}

CbExpr *
cb_formula_node (CbFormulas  *f,
                 CbExprOp     op,
                 const CbKey *key,
                 int          column,
                 guint        n)
{
  CbExpr *e = cb_arena_new0 (f->arena, CbExpr, 1);

  e->op = (guint8) op;
  e->id = f->n_exprs++;
  e->key = key;
  e->column = column;
  e->n = n;
  e->args = n > 0 ? cb_arena_new0 (f->arena, CbExpr *, n) : NULL;
  e->type = cb_type_of (CB_TYPE_NUMBER);
  e->word = -1;
  return e;
}
