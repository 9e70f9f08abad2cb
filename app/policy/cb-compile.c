/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-emit.h"
#include "cb-compile-private.h"

#include <string.h>

/* From formulas to code.  A number is num / (den * dyn): the first and last are registers, the middle is known while
 * compiling, so that dividing by a number of persons never rounds.  Values and tables are in cb-compile-rules.c. */

void
cb_compile_fault (CbCompile    *c,
                  const CbExpr *e,
                  const char   *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cb_faults_at (c->faults, e->key, e->column, "%s", message);
  c->failed = TRUE;
}

CbSlot
cb_slot_const (CbCompile *c,
               CbRat      rat)
{
  return (CbSlot) { TRUE, cb_emit_const (&c->m, rat.num), -1, -1, rat.den };
}

CbSlot
cb_slot8 (int reg,
          int st)
{
  return (CbSlot) { TRUE, reg, -1, st, 1 };
}

CbSlot
cb_slot_truth (CbCompile *c,
               gboolean   truth)
{
  return cb_slot8 (cb_emit_const8 (&c->m, truth), -1);
}

/* No value: that is a fault where an outcome rests on it. */
CbSlot
cb_slot_none (CbCompile *c,
              CbType     type)
{
  gboolean eight = type.kind == CB_TYPE_TRUTH || type.kind == CB_TYPE_CHOICE;

  return (CbSlot) { TRUE, eight ? cb_emit_const8 (&c->m, 0) : cb_emit_const (&c->m, 0), -1, cb_emit_const8 (&c->m, CB_STATE_FAULT), 1 };
}

static gboolean
is_const (CbCompile *c,
          CbSlot     s)
{
  return s.dyn < 0 && cb_emit_is_const (&c->m, s.num);
}

static CbRat
const_rat (CbCompile *c,
           CbSlot     s)
{
  return cb_rat (cb_emit_reg (&c->m, s.num)->lo, s.den);
}

static gboolean
is_zero (CbCompile *c,
         CbSlot     s)
{
  CbReg *r = cb_emit_reg (&c->m, s.num);

  return r->level < 0 && r->lo == 0;
}

static int
times (CbCompile *c,
       int        reg,
       CbWide     factor,
       int       *st)
{
  return factor == 1 ? reg : cb_emit_arith (&c->m, CB_I_MUL, reg, cb_emit_const (&c->m, factor), st);
}

static int
times_dyn (CbCompile *c,
           int        reg,
           int        dyn,
           int       *st)
{
  return dyn < 0 ? reg : cb_emit_arith (&c->m, CB_I_MUL, reg, dyn, st);
}

/* One static denominator for both. */
static CbWide
common_den (CbCompile    *c,
            const CbExpr *e,
            CbSlot       *a,
            CbSlot       *b,
            int          *st)
{
  CbWide g = cb_wide_gcd (a->den, b->den), den = cb_wide_mul (a->den / g, b->den);

  if (den > CB_DEN_MAX)
    {
      if (!c->failed)
        cb_compile_fault (c, e, "fractions too fine to be kept exactly: round on the way");
      return 1;
    }
  a->num = times (c, a->num, den / a->den, st);
  b->num = times (c, b->num, den / b->den, st);
  a->den = b->den = den;
  return den;
}

CbSlot
cb_slot_add (CbCompile    *c,
             const CbExpr *e,
             CbInstrOp     op,
             CbSlot        a,
             CbSlot        b)
{
  CbSlot r = { .done = TRUE };

  r.st = cb_emit_worse (&c->m, a.st, b.st);
  r.den = common_den (c, e, &a, &b, &r.st);
  r.dyn = a.dyn;
  if (a.dyn != b.dyn)
    {
      int x = times_dyn (c, a.num, b.dyn, &r.st), y = times_dyn (c, b.num, a.dyn, &r.st);

      r.num = cb_emit_arith (&c->m, op, x, y, &r.st);
      r.dyn = a.dyn < 0 ? b.dyn : b.dyn < 0 ? a.dyn : cb_emit_arith (&c->m, CB_I_MUL, a.dyn, b.dyn, &r.st);
    }
  else
    r.num = cb_emit_arith (&c->m, op, a.num, b.num, &r.st);
  return r;
}

static void
reduce (CbWide *a,
        CbWide *b)
{
  CbWide g = cb_wide_gcd (*a, *b);

  if (g > 1)
    {
      *a /= g;
      *b /= g;
    }
}

CbSlot
cb_slot_mul (CbCompile    *c,
             const CbExpr *e,
             CbSlot        a,
             CbSlot        b)
{
  CbSlot r = { .done = TRUE };

  r.st = cb_emit_worse (&c->m, a.st, b.st);
  if (is_zero (c, a) || is_zero (c, b))
    {
      r.num = cb_emit_const (&c->m, 0);
      r.dyn = -1;
      r.den = 1;
      return r;
    }
  /* A constant's numerator is cut against the other's denominator before it can make anything large. */
  if (is_const (c, a))
    {
      CbRat k = const_rat (c, a);

      reduce (&k.num, &b.den);
      a.num = cb_emit_const (&c->m, k.num);
      a.den = k.den;
    }
  if (is_const (c, b))
    {
      CbRat k = const_rat (c, b);

      reduce (&k.num, &a.den);
      b.num = cb_emit_const (&c->m, k.num);
      b.den = k.den;
    }
  r.den = cb_wide_mul (a.den, b.den);
  if (r.den > CB_DEN_MAX)
    {
      if (!c->failed)
        cb_compile_fault (c, e, "fractions too fine to be kept exactly: round on the way");
      r.den = 1;
    }
  r.num = cb_emit_arith (&c->m, CB_I_MUL, a.num, b.num, &r.st);
  r.dyn = a.dyn < 0 ? b.dyn : b.dyn < 0 ? a.dyn : cb_emit_arith (&c->m, CB_I_MUL, a.dyn, b.dyn, &r.st);
  return r;
}

static CbSlot
divide (CbCompile    *c,
        const CbExpr *e,
        CbSlot        a,
        CbSlot        b)
{
  CbSlot r = { .done = TRUE };
  CbWide bden = b.den;
  int dyn;

  if (is_const (c, b))
    {
      CbRat k = const_rat (c, b);
      CbSlot inverse;

      if (k.num == 0)
        {
          cb_compile_fault (c, e, "division by zero");
          return cb_slot_none (c, e->type);
        }
      inverse = cb_slot_const (c, cb_rat (k.den, k.num));
      inverse.st = b.st;
      return cb_slot_mul (c, e, a, inverse);
    }
  r.st = cb_emit_worse (&c->m, a.st, b.st);
  r.den = a.den;
  reduce (&r.den, &bden);
  dyn = cb_emit_denominator (&c->m, b.num, &r.st);
  r.num = cb_emit_signed (&c->m, times (c, a.num, bden, &r.st), b.num);
  if (a.dyn >= 0 && a.dyn == b.dyn)
    {
      r.dyn = dyn;
      return r;
    }
  r.num = times_dyn (c, r.num, b.dyn, &r.st);
  r.dyn = a.dyn < 0 ? dyn : cb_emit_arith (&c->m, CB_I_MUL, a.dyn, dyn, &r.st);
  return r;
}

CbSlot
cb_slot_compare (CbCompile    *c,
                 const CbExpr *e,
                 CbInstrOp     op,
                 CbSlot        a,
                 CbSlot        b)
{
  int st = cb_emit_worse (&c->m, a.st, b.st);

  /* Denominators are positive: against zero they do not matter. */
  if (!is_zero (c, a) && !is_zero (c, b))
    {
      common_den (c, e, &a, &b, &st);
      if (a.dyn != b.dyn)
        {
          int x = times_dyn (c, a.num, b.dyn, &st);

          b.num = times_dyn (c, b.num, a.dyn, &st);
          a.num = x;
        }
    }
  return cb_slot8 (cb_emit_compare (&c->m, op, a.num, b.num), st);
}

/* c ? a : b, for numbers with their denominators; the state of what is not taken does not count. */
CbSlot
cb_slot_select (CbCompile    *c,
                const CbExpr *e,
                CbSlot        cond,
                CbSlot        a,
                CbSlot        b)
{
  CbSlot r = { .done = TRUE, .dyn = -1 };
  int known = cb_emit_const8 (&c->m, 0), st = -1;

  r.den = common_den (c, e, &a, &b, &st);
  r.num = cb_emit_select (&c->m, cond.num, a.num, b.num);
  if (a.dyn >= 0 || b.dyn >= 0)
    r.dyn = cb_emit_select (&c->m, cond.num, a.dyn >= 0 ? a.dyn : cb_emit_const (&c->m, 1), b.dyn >= 0 ? b.dyn : cb_emit_const (&c->m, 1));
  if (a.st >= 0 || b.st >= 0)
    r.st = cb_emit_select (&c->m, cond.num, a.st >= 0 ? a.st : known, b.st >= 0 ? b.st : known);
  else
    r.st = -1;
  r.st = cb_emit_worse (&c->m, cb_emit_worse (&c->m, cond.st, r.st), st);
  return r;
}

CbSlot
cb_slot_minmax (CbCompile    *c,
                const CbExpr *e,
                gboolean      max,
                CbSlot        a,
                CbSlot        b)
{
  CbSlot r;

  if (a.dyn >= 0 || b.dyn >= 0)
    {
      CbSlot more = cb_slot_compare (c, e, max ? CB_I_GE : CB_I_LE, a, b);

      r = cb_slot_select (c, e, more, a, b);
      r.st = cb_emit_worse (&c->m, r.st, cb_emit_worse (&c->m, a.st, b.st));
      return r;
    }
  r = (CbSlot) { .done = TRUE, .dyn = -1 };
  r.st = cb_emit_worse (&c->m, a.st, b.st);
  r.den = common_den (c, e, &a, &b, &r.st);
  r.num = cb_emit_minmax (&c->m, max ? CB_I_MAX : CB_I_MIN, a.num, b.num);
  return r;
}

/* --- Truths: three answers, yes, no, not known --- */

CbSlot
cb_slot_not (CbCompile *c,
             CbSlot     a)
{
  return cb_slot8 (cb_emit_not (&c->m, a.num), a.st);
}

CbSlot
cb_slot_and (CbCompile *c,
             CbSlot     a,
             CbSlot     b)
{
  int value = cb_emit_and (&c->m, a.num, b.num), worse = cb_emit_worse (&c->m, a.st, b.st), no;

  if (worse < 0)
    return cb_slot8 (value, -1);
  no = cb_emit_or (&c->m, cb_emit_not (&c->m, cb_emit_or (&c->m, a.num, cb_emit_unknown (&c->m, a.st))),
                   cb_emit_not (&c->m, cb_emit_or (&c->m, b.num, cb_emit_unknown (&c->m, b.st))));
  return cb_slot8 (value, cb_emit_select (&c->m, no, cb_emit_const8 (&c->m, 0), worse));
}

CbSlot
cb_slot_or (CbCompile *c,
            CbSlot     a,
            CbSlot     b)
{
  if (a.st < 0 && b.st < 0)
    return cb_slot8 (cb_emit_or (&c->m, a.num, b.num), -1);
  return cb_slot_not (c, cb_slot_and (c, cb_slot_not (c, a), cb_slot_not (c, b)));
}

/* --- Aggregates --- */

static CbSlot
aggregate_truth (CbCompile *c,
                 CbExpr    *e)
{
  CbSlot body = cb_compile_expr (c, e->args[0]), r;
  int st = -1;

  if (e->fn == CB_FN_ALL)
    body = cb_slot_not (c, body);
  if (e->args[1] != NULL)
    body = cb_slot_and (c, cb_compile_expr (c, e->args[1]), body);
  r = cb_slot8 (cb_emit_any (&c->m, e->scope, e->entity, body.num, body.st, &st), -1);
  r.st = st;
  return e->fn == CB_FN_ALL ? cb_slot_not (c, r) : r;
}

static CbSlot
aggregate (CbCompile *c,
           CbExpr    *e)
{
  CbSlot where = e->args[1] != NULL ? cb_compile_expr (c, e->args[1]) : cb_slot_truth (c, TRUE), x = { 0 }, r = { .done = TRUE };
  int level = e->scope, below = e->entity, mask = e->args[1] != NULL ? where.num : -1, st;
  CbSlot zero = cb_slot_const (c, cb_rat (0, 1));

  if (e->fn == CB_FN_ANY || e->fn == CB_FN_ALL)
    return aggregate_truth (c, e);
  if (e->fn == CB_FN_COUNT)
    {
      r.num = cb_emit_count (&c->m, level, below, where.num);
      r.st = cb_emit_worst (&c->m, level, below, where.st);
      r.dyn = -1;
      r.den = 1;
      return r;
    }
  x = cb_compile_expr (c, e->args[0]);
  st = x.st;
  if (mask >= 0 && st >= 0)
    st = cb_emit_select (&c->m, where.num, st, cb_emit_const8 (&c->m, 0));
  st = cb_emit_worst (&c->m, level, below, cb_emit_worse (&c->m, where.st, st));
  r.den = x.den;
  r.dyn = -1;
  if (e->fn == CB_FN_SUM && x.dyn < 0)
    r.num = cb_emit_sum (&c->m, level, below, mask >= 0 ? cb_emit_select (&c->m, where.num, x.num, zero.num) : x.num, &st);
  else if (x.dyn >= 0)
    cb_emit_fold (&c->m, (CbFn) e->fn, level, below, x.num, x.dyn, mask, &r.num, &r.dyn, &r.den, &st);
  else
    r.num = cb_emit_extreme (&c->m, e->fn == CB_FN_MAX, level, below, x.num, mask);
  r.st = st;
  if (e->args[2] != NULL)
    {
      CbSlot none = cb_compile_expr (c, e->args[2]);
      CbSlot some = cb_slot8 (cb_emit_compare (&c->m, CB_I_GT, cb_emit_count (&c->m, level, below, mask >= 0 ? where.num : -1), zero.num),
                           cb_emit_worst (&c->m, level, below, where.st));

      r = cb_slot_select (c, e, some, r, none);
    }
  return r;
}

/* --- Functions --- */

#define DATE_LOW  cb_date_new (1800, 1, 1)
#define DATE_HIGH cb_date_new (2200, 12, 31)

/* A whole number out of a slot that may be a fraction (2.5 months is a fault in the pack, found here). */
static int
whole (CbCompile *c,
       CbExpr    *e,
       CbSlot     s)
{
  int st = -1;

  if (s.den != 1 || s.dyn >= 0)
    {
      if (!c->failed)
        cb_compile_fault (c, e, "a whole number is asked for here: round it");
      return s.num;
    }
  return cb_emit_narrow (&c->m, s.num, &st);
}

static CbSlot
call_date (CbCompile *c,
           CbExpr    *e)
{
  CbSlot a = cb_compile_expr (c, e->args[0]), b = { .num = -1, .st = -1 }, r = { .done = TRUE, .dyn = -1, .den = 1 };
  int x = whole (c, e->args[0], a), y = -1;

  if (e->n > 1)
    {
      b = cb_compile_expr (c, e->args[1]);
      y = whole (c, e->args[1], b);
    }
  r.st = cb_emit_worse (&c->m, a.st, b.st);
  switch (e->fn)
    {
    case CB_FN_AGE: r.num = cb_emit_date (&c->m, CB_I_AGE, x, y, -1, 401); break;
    case CB_FN_MONTHS_BETWEEN: r.num = cb_emit_date (&c->m, CB_I_MONTHS_BETWEEN, x, y, 0, 4812); break;
    case CB_FN_DAYS_BETWEEN: r.num = cb_emit_arith (&c->m, CB_I_SUB, y, x, &r.st); break;
    case CB_FN_ADD_YEARS: y = cb_emit_arith (&c->m, CB_I_MUL, y, cb_emit_const (&c->m, 12), &r.st);
      /* fall through */
    case CB_FN_ADD_MONTHS: r.num = cb_emit_date (&c->m, CB_I_ADD_MONTHS, x, cb_emit_narrow (&c->m, y, &r.st), DATE_LOW, DATE_HIGH); break;
    case CB_FN_MONTH_OF: r.num = cb_emit_date (&c->m, CB_I_MONTH_OF, x, -1, 1800 * 12, 2201 * 12); break;
    case CB_FN_FIRST_DAY: r.num = cb_emit_date (&c->m, CB_I_FIRST_DAY, x, -1, DATE_LOW, DATE_HIGH); break;
    case CB_FN_LAST_DAY: r.num = cb_emit_date (&c->m, CB_I_LAST_DAY, x, -1, DATE_LOW, DATE_HIGH); break;
    default: r.num = cb_emit_date (&c->m, CB_I_YEAR_OF, x, -1, 1800, 2200); break;
    }
  return r;
}

static CbSlot
call (CbCompile *c,
      CbExpr    *e)
{
  CbSlot a, zero = cb_slot_const (c, cb_rat (0, 1));

  switch (e->fn)
    {
    case CB_FN_MAX: case CB_FN_MIN:
      a = cb_compile_expr (c, e->args[0]);
      for (guint i = 1; i < e->n; i++)
        a = cb_slot_minmax (c, e, e->fn == CB_FN_MAX, a, cb_compile_expr (c, e->args[i]));
      return a;
    case CB_FN_CLAMP:
      a = cb_slot_minmax (c, e, TRUE, cb_compile_expr (c, e->args[0]), cb_compile_expr (c, e->args[1]));
      return cb_slot_minmax (c, e, FALSE, a, cb_compile_expr (c, e->args[2]));
    case CB_FN_ABS:
      a = cb_compile_expr (c, e->args[0]);
      return cb_slot_minmax (c, e, TRUE, a, cb_slot_add (c, e, CB_I_SUB, zero, a));
    case CB_FN_KNOWN:
      a = cb_compile_expr (c, e->args[0]);
      return cb_slot8 (cb_emit_not (&c->m, cb_emit_unknown (&c->m, a.st)), -1);
    case CB_FN_BRACKET: case CB_FN_SCALE:
      return cb_compile_bands (c, e);
    case CB_FN_PER_MONTH:
      return cb_slot_mul (c, e, cb_compile_expr (c, e->args[0]), cb_slot_const (c, cb_rat (1, 12)));
    case CB_FN_PER_YEAR: case CB_FN_IN_MONTHS:
      return cb_slot_mul (c, e, cb_compile_expr (c, e->args[0]), cb_slot_const (c, cb_rat (12, 1)));
    case CB_FN_NUMBER:
      a = cb_compile_expr (c, e->args[0]);
      return e->args[0]->type.money == 1 ? cb_slot_mul (c, e, a, cb_slot_const (c, cb_rat (1, 100))) : a;
    default:
      return call_date (c, e);
    }
}

/* --- Everything --- */

static CbSlot
in_list (CbCompile *c,
         CbExpr    *e)
{
  CbSlot x = cb_compile_expr (c, e->args[0]), r = cb_slot_truth (c, FALSE);

  for (guint i = 1; i < e->n; i++)
    r = cb_slot_or (c, r, cb_slot_compare (c, e, CB_I_EQ, x, cb_compile_expr (c, e->args[i])));
  return r;
}

static CbSlot
fact_slot (CbCompile *c,
           CbFactX   *fact)
{
  CbSlot r = { TRUE, cb_emit_fact (&c->m, fact), -1, cb_emit_fact_state (&c->m, fact), 1 };

  for (int i = 0; i < fact->pub.decimals; i++)
    r.den *= 10;
  return r;
}

static CbSlot
compile_node (CbCompile *c,
              CbExpr    *e)
{
  static const CbInstrOp compare[] = { CB_I_LT, CB_I_LE, CB_I_GT, CB_I_GE, CB_I_EQ, CB_I_NE };
  CbSlot a, b;

  switch ((CbExprOp) e->op)
    {
    case CB_EX_CONST:
      return e->type.kind == CB_TYPE_TRUTH ? cb_slot_truth (c, e->number.num != 0) : cb_slot_const (c, e->number);
    case CB_EX_WORD:
      return cb_slot8 (cb_emit_const8 (&c->m, e->word), -1);
    case CB_EX_ON:
      return cb_slot_const (c, cb_rat (c->program->on, 1));
    case CB_EX_PAY_MONTH:
      return cb_slot_const (c, cb_rat (c->program->pay_month, 1));
    case CB_EX_FACT:
      return fact_slot (c, e->ref);
    case CB_EX_VALUE:
      return cb_compile_value (c, e->ref, e);
    case CB_EX_PARAM:
      return cb_compile_param (c, e, e->ref, NULL);
    case CB_EX_INDEX:
      a = cb_compile_expr (c, e->args[1]);
      return cb_compile_param (c, e, e->args[0]->ref, &a);
    case CB_EX_AT:
      return cb_compile_param_at (c, e);
    case CB_EX_NEG:
      return cb_slot_add (c, e, CB_I_SUB, cb_slot_const (c, cb_rat (0, 1)), cb_compile_expr (c, e->args[0]));
    case CB_EX_ADD: case CB_EX_SUB:
      a = cb_compile_expr (c, e->args[0]);
      b = cb_compile_expr (c, e->args[1]);
      return cb_slot_add (c, e, e->op == CB_EX_ADD ? CB_I_ADD : CB_I_SUB, a, b);
    case CB_EX_MUL: case CB_EX_DIV:
      a = cb_compile_expr (c, e->args[0]);
      b = cb_compile_expr (c, e->args[1]);
      return e->op == CB_EX_MUL ? cb_slot_mul (c, e, a, b) : divide (c, e, a, b);
    case CB_EX_LT: case CB_EX_LE: case CB_EX_GT: case CB_EX_GE: case CB_EX_EQ: case CB_EX_NE:
      a = cb_compile_expr (c, e->args[0]);
      b = cb_compile_expr (c, e->args[1]);
      return cb_slot_compare (c, e, compare[e->op - CB_EX_LT], a, b);
    case CB_EX_NOT:
      return cb_slot_not (c, cb_compile_expr (c, e->args[0]));
    case CB_EX_AND: case CB_EX_OR:
      a = cb_compile_expr (c, e->args[0]);
      b = cb_compile_expr (c, e->args[1]);
      return e->op == CB_EX_AND ? cb_slot_and (c, a, b) : cb_slot_or (c, a, b);
    case CB_EX_IF:
      a = cb_compile_expr (c, e->args[1]);
      b = cb_compile_expr (c, e->args[2]);
      return cb_slot_select (c, e, cb_compile_expr (c, e->args[0]), a, b);
    case CB_EX_IN:
      return in_list (c, e);
    case CB_EX_CALL:
      return call (c, e);
    case CB_EX_AGG:
      return aggregate (c, e);
    case CB_EX_NAME: default:
      cb_compile_fault (c, e, "a name that was never resolved");
      return cb_slot_none (c, e->type);
    }
}

CbSlot
cb_compile_expr (CbCompile *c,
                 CbExpr    *e)
{
  CbSlot *slot = &c->variant->slots[e->id];

  if (slot->done)
    return *slot;
  if (++c->depth > CB_LIMIT_NESTED)
    {
      if (!c->failed)
        cb_compile_fault (c, e, "values rest on values too deep");
      c->depth--;
      return cb_slot_none (c, e->type);
    }
  *slot = c->failed ? cb_slot_none (c, e->type) : compile_node (c, e);
  c->depth--;
  return *slot;
}
