/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-columns.h"
#include "cb-emit.h"

#include <string.h>

static guint
instr_hash (gconstpointer data)
{
  const CbInstr *i = data;
  guint h = i->op;

  h = h * 31 + i->mode;
  h = h * 31 + (guint) i->level;
  h = h * 31 + (guint) i->below;
  h = h * 31 + (guint) i->a;
  h = h * 31 + (guint) i->b;
  h = h * 31 + (guint) i->c;
  h = h * 31 + i->table;
  return h * 31 + (guint) i->imm;
}

static gboolean
instr_equal (gconstpointer x,
             gconstpointer y)
{
  const CbInstr *a = x, *b = y;

  return a->op == b->op && a->mode == b->mode && a->level == b->level && a->below == b->below && a->a == b->a && a->b == b->b &&
         a->c == b->c && a->table == b->table && a->imm == b->imm;
}

static guint
wide_hash (gconstpointer data)
{
  CbWide v = *(const CbWide *) data;

  return (guint) v ^ (guint) (v >> 32) ^ (guint) (v >> 64);
}

static gboolean
wide_equal (gconstpointer a,
            gconstpointer b)
{
  return *(const CbWide *) a == *(const CbWide *) b;
}

void
cb_emit_init (CbEmit *m,
              CbPack *pack,
              CbCode *code)
{
  m->pack = pack;
  m->code = code;
  m->shared = g_hash_table_new_full (instr_hash, instr_equal, g_free, NULL);
  m->consts = g_hash_table_new_full (wide_hash, wide_equal, g_free, NULL);
  m->columns = g_hash_table_new (g_direct_hash, g_direct_equal);
}

void
cb_emit_clear (CbEmit *m)
{
  g_hash_table_unref (m->shared);
  g_hash_table_unref (m->consts);
  g_hash_table_unref (m->columns);
}

CbReg *
cb_emit_reg (CbEmit *m,
             int     reg)
{
  return &g_array_index (m->code->regs, CbReg, reg);
}

gboolean
cb_emit_is_const (CbEmit *m,
                  int     reg)
{
  return cb_emit_reg (m, reg)->level < 0;
}

static int
new_reg (CbEmit   *m,
         CbRegKind kind,
         int       level,
         CbWide    lo,
         CbWide    hi)
{
  CbReg reg = { .kind = (guint8) kind, .level = (gint8) level, .lo = lo, .hi = hi };

  g_array_append_val (m->code->regs, reg);
  return (int) m->code->regs->len - 1;
}

CbRegKind
cb_emit_kind_of (CbWide lo,
                 CbWide hi)
{
  return lo >= G_MININT64 && hi <= G_MAXINT64 ? CB_REG_64 : CB_REG_128;
}

static int
constant (CbEmit   *m,
          CbWide    value,
          CbRegKind kind)
{
  /* Eight-bit constants are kept apart by a bit no number uses. */
  CbWide key = kind == CB_REG_8 ? value | ((CbWide) 1 << 126) : value;
  gpointer found;
  int reg;

  if (g_hash_table_lookup_extended (m->consts, &key, NULL, &found))
    return GPOINTER_TO_INT (found);
  reg = new_reg (m, kind, -1, value, value);
  g_hash_table_insert (m->consts, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (reg));
  return reg;
}

int
cb_emit_const (CbEmit *m,
               CbWide  value)
{
  return constant (m, value, cb_emit_kind_of (value, value));
}

int
cb_emit_const8 (CbEmit *m,
                int     value)
{
  return constant (m, value, CB_REG_8);
}

static int
column (CbEmit  *m,
        CbFactX *fact,
        gboolean state)
{
  gpointer key = GUINT_TO_POINTER (fact->pub.index * 2 + (state ? 1 : 0) + 1), found;
  gboolean eight = state || fact->type.kind == CB_TYPE_TRUTH || fact->type.kind == CB_TYPE_CHOICE;
  gint64 lo = state ? 0 : fact->pub.min, hi = state ? 2 : fact->pub.max;
  int reg;

  if (g_hash_table_lookup_extended (m->columns, key, NULL, &found))
    return GPOINTER_TO_INT (found);
  if (m->extent != NULL && !state)
    {
      lo = m->extent->range[fact->pub.index][0];
      hi = m->extent->range[fact->pub.index][1];
      if (lo == hi)
        return eight ? cb_emit_const8 (m, (int) lo) : cb_emit_const (m, lo);
    }
  reg = new_reg (m, eight ? CB_REG_8 : CB_REG_64, fact->entity, lo, hi);
  cb_emit_reg (m, reg)->source = state ? 2 : 1;
  cb_emit_reg (m, reg)->fact = fact->pub.index;
  g_hash_table_insert (m->columns, key, GINT_TO_POINTER (reg));
  return reg;
}

int
cb_emit_fact (CbEmit  *m,
              CbFactX *fact)
{
  return column (m, fact, FALSE);
}

int
cb_emit_fact_state (CbEmit  *m,
                    CbFactX *fact)
{
  guint8 unknown = m->extent != NULL ? m->extent->unknown[fact->pub.index] : CB_UNKNOWN_SOMEWHERE;

  if (fact->pub.has_default || unknown == CB_UNKNOWN_NOWHERE)
    return -1;
  return unknown == CB_UNKNOWN_EVERYWHERE ? cb_emit_const8 (m, CB_STATE_MISSING) : column (m, fact, TRUE);
}

/* Adds the instruction, or finds an equal one; its results are registers of @kind (and @kind2, @kind3 when not negative). */
CbInstr
cb_emit_instr (CbEmit *m,
               CbInstr i,
               int     kind,
               CbWide  lo,
               CbWide  hi,
               int     kind2,
               int     kind3)
{
  gpointer found;

  i.dst = i.dst2 = i.dst3 = -1;
  if (g_hash_table_lookup_extended (m->shared, &i, NULL, &found))
    return g_array_index (m->code->code, CbInstr, GPOINTER_TO_INT (found));
  i.dst = new_reg (m, (CbRegKind) kind, i.level, lo, hi);
  if (kind2 >= 0)
    i.dst2 = new_reg (m, (CbRegKind) kind2, i.level, kind2 == CB_REG_8 ? 0 : 1, kind2 == CB_REG_8 ? 2 : CB_WIDE_MAX);
  if (kind3 >= 0)
    i.dst3 = new_reg (m, (CbRegKind) kind3, i.level, 0, 2);
  g_hash_table_insert (m->shared, g_memdup2 (&i, sizeof i), GINT_TO_POINTER ((int) m->code->code->len));
  g_array_append_val (m->code->code, i);
  return i;
}

/* Where something may go wrong: a state beside the result, or, in trusting code, the word of the run alone. */
int
cb_emit_fault_kind (CbEmit *m)
{
  return m->code->trusting ? -1 : CB_REG_8;
}

int
cb_emit_lift (CbEmit *m,
              int     reg,
              int     level)
{
  CbReg r = *cb_emit_reg (m, reg);
  CbInstr i = { .op = CB_I_LIFT, .level = (gint8) level, .below = r.level, .a = reg, .b = -1, .c = -1 };

  if (r.level < 0 || r.level == level)
    return reg;
  return cb_emit_instr (m, i, r.kind, r.lo, r.hi, -1, -1).dst;
}

/* The deeper of two levels; they are always on one branch, the checker saw to it. */
static int
common_level (CbEmit *m,
              int     a,
              int     b)
{
  int la = cb_emit_reg (m, a)->level, lb = cb_emit_reg (m, b)->level;

  return MAX (la, lb);
}

int
cb_emit_widen (CbEmit *m,
               int     reg)
{
  CbReg r = *cb_emit_reg (m, reg);
  CbInstr i = { .op = CB_I_WIDEN, .level = r.level, .below = -1, .a = reg, .b = -1, .c = -1 };

  if (r.kind == CB_REG_128 || r.level < 0)
    return reg;
  return cb_emit_instr (m, i, CB_REG_128, r.lo, r.hi, -1, -1).dst;
}

/* --- Eight bits --- */

static int
logic (CbEmit   *m,
       CbInstrOp op,
       int       a,
       int       b)
{
  int level = common_level (m, a, b);
  CbInstr i = { .op = (guint8) op, .level = (gint8) level, .below = -1, .c = -1 };

  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  i.a = MIN (a, b);
  i.b = MAX (a, b);
  return cb_emit_instr (m, i, CB_REG_8, 0, op == CB_I_MAX8 ? 2 : 1, -1, -1).dst;
}

int
cb_emit_and (CbEmit *m,
             int     a,
             int     b)
{
  if (a == b)
    return a;
  if (cb_emit_is_const (m, a))
    return cb_emit_reg (m, a)->lo ? b : a;
  if (cb_emit_is_const (m, b))
    return cb_emit_reg (m, b)->lo ? a : b;
  return logic (m, CB_I_AND8, a, b);
}

int
cb_emit_or (CbEmit *m,
            int     a,
            int     b)
{
  if (a == b)
    return a;
  if (cb_emit_is_const (m, a))
    return cb_emit_reg (m, a)->lo ? a : b;
  if (cb_emit_is_const (m, b))
    return cb_emit_reg (m, b)->lo ? b : a;
  return logic (m, CB_I_OR8, a, b);
}

int
cb_emit_not (CbEmit *m,
             int     a)
{
  CbInstr i = { .op = CB_I_NOT8, .level = cb_emit_reg (m, a)->level, .below = -1, .a = a, .b = -1, .c = -1 };

  if (cb_emit_is_const (m, a))
    return cb_emit_const8 (m, !cb_emit_reg (m, a)->lo);
  return cb_emit_instr (m, i, CB_REG_8, 0, 1, -1, -1).dst;
}

int
cb_emit_worse (CbEmit *m,
               int     st1,
               int     st2)
{
  if (st1 < 0 || st1 == st2)
    return st2;
  if (st2 < 0)
    return st1;
  if (cb_emit_is_const (m, st1) && cb_emit_is_const (m, st2))
    return cb_emit_reg (m, st1)->lo >= cb_emit_reg (m, st2)->lo ? st1 : st2;
  return logic (m, CB_I_MAX8, st1, st2);
}

int
cb_emit_unknown (CbEmit *m,
                 int     st)
{
  CbInstr i = { .op = CB_I_NEZ8, .below = -1, .a = st, .b = -1, .c = -1 };

  if (st < 0)
    return cb_emit_const8 (m, 0);
  if (cb_emit_is_const (m, st))
    return cb_emit_const8 (m, cb_emit_reg (m, st)->lo != 0);
  i.level = cb_emit_reg (m, st)->level;
  return cb_emit_instr (m, i, CB_REG_8, 0, 1, -1, -1).dst;
}

/* --- Numbers --- */

int
cb_emit_select (CbEmit *m,
                int     c,
                int     a,
                int     b)
{
  CbInstr i = { .op = CB_I_SEL, .below = -1 };
  CbReg ra, rb;
  int level, kind;

  if (a == b)
    return a;
  if (cb_emit_is_const (m, c))
    return cb_emit_reg (m, c)->lo ? a : b;
  level = MAX (common_level (m, a, b), cb_emit_reg (m, c)->level);
  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  c = cb_emit_lift (m, c, level);
  ra = *cb_emit_reg (m, a);
  rb = *cb_emit_reg (m, b);
  kind = MAX (ra.kind, rb.kind);
  if (kind == CB_REG_8)
    {
      i.op = CB_I_SEL8;
      /* Truths: a choice between constants is the condition or its inverse. */
      if (ra.level < 0 && rb.level < 0 && ra.lo + rb.lo == 1)
        return ra.lo ? c : cb_emit_not (m, c);
    }
  else if (kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      b = cb_emit_widen (m, b);
    }
  i.level = (gint8) level;
  i.a = a;
  i.b = b;
  i.c = c;
  return cb_emit_instr (m, i, kind, MIN (ra.lo, rb.lo), MAX (ra.hi, rb.hi), -1, -1).dst;
}

static gboolean
holds (CbInstrOp op,
       CbWide    a,
       CbWide    b)
{
  switch (op)
    {
    case CB_I_LT: return a < b;
    case CB_I_LE: return a <= b;
    case CB_I_GT: return a > b;
    case CB_I_GE: return a >= b;
    case CB_I_EQ: return a == b;
    default: return a != b;
    }
}

int
cb_emit_compare (CbEmit   *m,
                 CbInstrOp op,
                 int       a,
                 int       b)
{
  CbReg ra = *cb_emit_reg (m, a), rb = *cb_emit_reg (m, b);
  int level = common_level (m, a, b);
  CbInstr i = { .op = (guint8) op, .level = (gint8) level, .below = -1, .c = -1 };

  if (ra.level < 0 && rb.level < 0)
    return cb_emit_const8 (m, holds (op, ra.lo, rb.lo));
  /* Ranges may settle it. */
  if (ra.hi < rb.lo)
    return cb_emit_const8 (m, op == CB_I_LT || op == CB_I_LE || op == CB_I_NE);
  if (ra.lo > rb.hi)
    return cb_emit_const8 (m, op == CB_I_GT || op == CB_I_GE || op == CB_I_NE);
  if (ra.lo >= rb.hi && (op == CB_I_GE || op == CB_I_LT))
    return cb_emit_const8 (m, op == CB_I_GE);
  if (ra.hi <= rb.lo && (op == CB_I_LE || op == CB_I_GT))
    return cb_emit_const8 (m, op == CB_I_LE);
  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  if (ra.kind == CB_REG_128 || rb.kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      b = cb_emit_widen (m, b);
    }
  i.a = a;
  i.b = b;
  return cb_emit_instr (m, i, CB_REG_8, 0, 1, -1, -1).dst;
}

static void
range (CbInstrOp op,
       CbReg     a,
       CbReg     b,
       CbWide   *lo,
       CbWide   *hi)
{
  if (op == CB_I_ADD)
    {
      *lo = cb_wide_add (a.lo, b.lo);
      *hi = cb_wide_add (a.hi, b.hi);
    }
  else if (op == CB_I_SUB)
    {
      *lo = cb_wide_add (a.lo, -b.hi);
      *hi = cb_wide_add (a.hi, -b.lo);
    }
  else
    {
      CbWide p[4] = { cb_wide_mul (a.lo, b.lo), cb_wide_mul (a.lo, b.hi), cb_wide_mul (a.hi, b.lo), cb_wide_mul (a.hi, b.hi) };

      *lo = *hi = p[0];
      for (int i = 1; i < 4; i++)
        {
          *lo = MIN (*lo, p[i]);
          *hi = MAX (*hi, p[i]);
        }
    }
}

int
cb_emit_arith (CbEmit   *m,
               CbInstrOp op,
               int       a,
               int       b,
               int      *st)
{
  CbReg ra = *cb_emit_reg (m, a), rb = *cb_emit_reg (m, b);
  CbInstr i = { .op = (guint8) op, .below = -1, .c = -1 }, done;
  CbWide lo, hi;
  gboolean unproven;
  int level = common_level (m, a, b), kind;

  range (op, ra, rb, &lo, &hi);
  unproven = lo <= -CB_WIDE_MAX || hi >= CB_WIDE_MAX;
  if (ra.level < 0 && rb.level < 0)
    {
      if (unproven)
        *st = cb_emit_worse (m, *st, cb_emit_const8 (m, CB_STATE_FAULT));
      return cb_emit_const (m, unproven ? 0 : lo);
    }
  if (op == CB_I_MUL && ra.level < 0 && ra.lo == 1)
    return b;
  if ((op == CB_I_MUL && rb.level < 0 && rb.lo == 1) || (op != CB_I_MUL && rb.level < 0 && rb.lo == 0))
    return a;
  if (op == CB_I_ADD && ra.level < 0 && ra.lo == 0)
    return b;
  if (op == CB_I_MUL && ((ra.level < 0 && ra.lo == 0) || (rb.level < 0 && rb.lo == 0)))
    return cb_emit_const (m, 0);
  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  kind = MAX (cb_emit_kind_of (lo, hi), MAX (ra.kind, rb.kind));
  if (kind == CB_REG_8)
    kind = CB_REG_64;
  if (kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      b = cb_emit_widen (m, b);
    }
  if (op != CB_I_SUB && a > b)
    {
      int t = a;

      a = b;
      b = t;
    }
  i.level = (gint8) level;
  i.a = a;
  i.b = b;
  i.mode = unproven;
  done = cb_emit_instr (m, i, kind, lo, hi, unproven ? cb_emit_fault_kind (m) : -1, -1);
  if (unproven)
    cb_emit_reg (m, done.dst)->unproven = TRUE;
  *st = cb_emit_worse (m, *st, done.dst2);
  return done.dst;
}

int
cb_emit_minmax (CbEmit   *m,
                CbInstrOp op,
                int       a,
                int       b)
{
  CbReg ra = *cb_emit_reg (m, a), rb = *cb_emit_reg (m, b);
  CbInstr i = { .op = (guint8) op, .below = -1, .c = -1 };
  gboolean max = op == CB_I_MAX;
  int level = common_level (m, a, b), kind = MAX (ra.kind, rb.kind);

  if (a == b || (max ? ra.lo >= rb.hi : ra.hi <= rb.lo))
    return a;
  if (max ? rb.lo >= ra.hi : rb.hi <= ra.lo)
    return b;
  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  if (kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      b = cb_emit_widen (m, b);
    }
  i.level = (gint8) level;
  i.a = MIN (a, b);
  i.b = MAX (a, b);
  return cb_emit_instr (m, i, kind, max ? MAX (ra.lo, rb.lo) : MIN (ra.lo, rb.lo), max ? MAX (ra.hi, rb.hi) : MIN (ra.hi, rb.hi), -1, -1).dst;
}

int
cb_emit_narrow (CbEmit *m,
                int     a,
                int    *st)
{
  CbReg r = *cb_emit_reg (m, a);
  CbInstr i = { .op = CB_I_NARROW, .level = r.level, .below = -1, .a = a, .b = -1, .c = -1 }, done;

  if (r.kind != CB_REG_128)
    return a;
  if (r.level < 0)
    {
      *st = cb_emit_worse (m, *st, cb_emit_const8 (m, CB_STATE_FAULT));
      return cb_emit_const (m, 0);
    }
  done = cb_emit_instr (m, i, CB_REG_64, G_MININT64, G_MAXINT64, cb_emit_fault_kind (m), -1);
  *st = cb_emit_worse (m, *st, done.dst2);
  return done.dst;
}

int
cb_emit_denominator (CbEmit *m,
                     int     b,
                     int    *st)
{
  CbReg r = *cb_emit_reg (m, b);
  CbInstr i = { .op = CB_I_DENOM, .level = r.level, .below = -1, .a = b, .b = -1, .c = -1 }, done;
  CbWide hi = MAX (MAX (r.hi, -r.lo), 1);

  if (r.lo > 0)
    return b;
  if (r.level < 0)
    {
      if (r.lo == 0)
        *st = cb_emit_worse (m, *st, cb_emit_const8 (m, CB_STATE_FAULT));
      return cb_emit_const (m, hi);
    }
  done = cb_emit_instr (m, i, r.kind == CB_REG_128 || hi > G_MAXINT64 ? CB_REG_128 : CB_REG_64, 1, hi, cb_emit_fault_kind (m), -1);
  *st = cb_emit_worse (m, *st, done.dst2);
  return done.dst;
}

int
cb_emit_signed (CbEmit *m,
                int     a,
                int     b)
{
  CbReg ra, rb = *cb_emit_reg (m, b);
  CbInstr i = { .op = CB_I_SIGN, .below = -1, .c = -1 };
  int level = common_level (m, a, b);
  CbWide top;

  if (rb.lo >= 0)
    return a;
  if (level < 0)
    return cb_emit_const (m, rb.lo < 0 ? -cb_emit_reg (m, a)->lo : cb_emit_reg (m, a)->lo);
  a = cb_emit_lift (m, a, level);
  b = cb_emit_lift (m, b, level);
  ra = *cb_emit_reg (m, a);
  top = MAX (ra.hi, -ra.lo);
  i.level = (gint8) level;
  if (top > G_MAXINT64 || ra.kind == CB_REG_128 || rb.kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      b = cb_emit_widen (m, b);
    }
  i.a = a;
  i.b = b;
  return cb_emit_instr (m, i, cb_emit_reg (m, a)->kind == CB_REG_128 || cb_emit_reg (m, b)->kind == CB_REG_128 ? CB_REG_128 : CB_REG_64, -top, top, -1, -1).dst;
}

int
cb_emit_round (CbEmit     *m,
               int         a,
               int         divisor,
               CbRoundMode mode,
               int         unit)
{
  int level = common_level (m, a, divisor), kind;
  CbInstr i = { .op = CB_I_ROUND, .mode = (guint8) mode, .level = (gint8) level, .below = -1, .c = -1, .imm = unit };
  CbReg ra, rd;
  CbWide lo, hi;

  a = cb_emit_lift (m, a, level);
  divisor = cb_emit_lift (m, divisor, level);
  ra = *cb_emit_reg (m, a);
  rd = *cb_emit_reg (m, divisor);
  lo = ra.lo >= 0 ? 0 : cb_wide_mul (cb_wide_add (ra.lo / rd.lo, -1), unit);
  hi = ra.hi <= 0 ? 0 : cb_wide_mul (cb_wide_add (ra.hi / rd.lo, 1), unit);
  kind = MAX (MAX (ra.kind, rd.kind), cb_emit_kind_of (lo, hi));
  if (level < 0)
    {
      CbWide q = ra.lo / rd.lo, r = ra.lo % rd.lo;

      if (r < 0)
        {
          r += rd.lo;
          q--;
        }
      q += mode == CB_ROUND_CEIL ? r > 0 : mode == CB_ROUND_FLOOR ? 0 : mode == CB_ROUND_HALF_UP ? r * 2 >= rd.lo :
           r * 2 > rd.lo || (r * 2 == rd.lo && q % 2 != 0);
      return cb_emit_const (m, q * unit);
    }
  if (kind == CB_REG_128)
    {
      a = cb_emit_widen (m, a);
      divisor = cb_emit_widen (m, divisor);
    }
  i.a = a;
  i.b = divisor;
  return cb_emit_instr (m, i, kind, lo, hi, -1, -1).dst;
}

int
cb_emit_date (CbEmit   *m,
              CbInstrOp op,
              int       a,
              int       b,
              CbWide    lo,
              CbWide    hi)
{
  int level = b >= 0 ? common_level (m, a, b) : cb_emit_reg (m, a)->level;
  CbInstr i = { .op = (guint8) op, .level = (gint8) level, .below = -1, .c = -1 };

  if (level < 0)
    return cb_emit_const (m, cb_run_date (op, (gint64) cb_emit_reg (m, a)->lo, b >= 0 ? (gint64) cb_emit_reg (m, b)->lo : 0));
  i.a = cb_emit_lift (m, a, level);
  i.b = b >= 0 ? cb_emit_lift (m, b, level) : -1;
  return cb_emit_instr (m, i, CB_REG_64, lo, hi, -1, -1).dst;
}
