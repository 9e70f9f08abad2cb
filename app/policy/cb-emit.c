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

static CbRegKind
kind_of (CbWide lo,
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
  return constant (m, value, kind_of (value, value));
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
  int reg;

  if (g_hash_table_lookup_extended (m->columns, key, NULL, &found))
    return GPOINTER_TO_INT (found);
  reg = new_reg (m, eight ? CB_REG_8 : CB_REG_64, fact->entity, state ? 0 : fact->pub.min, state ? 2 : fact->pub.max);
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
  return m->code->complete || fact->pub.has_default ? -1 : column (m, fact, TRUE);
}

/* Adds the instruction, or finds an equal one; its results are registers of @kind (and @kind2, @kind3 when not negative). */
static CbInstr
emit (CbEmit *m,
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

static int
lift (CbEmit *m,
      int     reg,
      int     level)
{
  CbReg r = *cb_emit_reg (m, reg);
  CbInstr i = { .op = CB_I_LIFT, .level = (gint8) level, .below = r.level, .a = reg, .b = -1, .c = -1 };

  if (r.level < 0 || r.level == level)
    return reg;
  return emit (m, i, r.kind, r.lo, r.hi, -1, -1).dst;
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

static int
widen (CbEmit *m,
       int     reg)
{
  CbReg r = *cb_emit_reg (m, reg);
  CbInstr i = { .op = CB_I_WIDEN, .level = r.level, .below = -1, .a = reg, .b = -1, .c = -1 };

  if (r.kind == CB_REG_128 || r.level < 0)
    return reg;
  return emit (m, i, CB_REG_128, r.lo, r.hi, -1, -1).dst;
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

  a = lift (m, a, level);
  b = lift (m, b, level);
  i.a = MIN (a, b);
  i.b = MAX (a, b);
  return emit (m, i, CB_REG_8, 0, op == CB_I_MAX8 ? 2 : 1, -1, -1).dst;
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
  return emit (m, i, CB_REG_8, 0, 1, -1, -1).dst;
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
  return emit (m, i, CB_REG_8, 0, 1, -1, -1).dst;
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
  a = lift (m, a, level);
  b = lift (m, b, level);
  c = lift (m, c, level);
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
      a = widen (m, a);
      b = widen (m, b);
    }
  i.level = (gint8) level;
  i.a = a;
  i.b = b;
  i.c = c;
  return emit (m, i, kind, MIN (ra.lo, rb.lo), MAX (ra.hi, rb.hi), -1, -1).dst;
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
  a = lift (m, a, level);
  b = lift (m, b, level);
  if (ra.kind == CB_REG_128 || rb.kind == CB_REG_128)
    {
      a = widen (m, a);
      b = widen (m, b);
    }
  i.a = a;
  i.b = b;
  return emit (m, i, CB_REG_8, 0, 1, -1, -1).dst;
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
  a = lift (m, a, level);
  b = lift (m, b, level);
  kind = MAX (kind_of (lo, hi), MAX (ra.kind, rb.kind));
  if (kind == CB_REG_8)
    kind = CB_REG_64;
  if (kind == CB_REG_128)
    {
      a = widen (m, a);
      b = widen (m, b);
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
  done = emit (m, i, kind, lo, hi, unproven ? CB_REG_8 : -1, -1);
  if (unproven)
    {
      cb_emit_reg (m, done.dst)->unproven = TRUE;
      *st = cb_emit_worse (m, *st, done.dst2);
    }
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
  a = lift (m, a, level);
  b = lift (m, b, level);
  if (kind == CB_REG_128)
    {
      a = widen (m, a);
      b = widen (m, b);
    }
  i.level = (gint8) level;
  i.a = MIN (a, b);
  i.b = MAX (a, b);
  return emit (m, i, kind, max ? MAX (ra.lo, rb.lo) : MIN (ra.lo, rb.lo), max ? MAX (ra.hi, rb.hi) : MIN (ra.hi, rb.hi), -1, -1).dst;
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
  done = emit (m, i, CB_REG_64, G_MININT64, G_MAXINT64, CB_REG_8, -1);
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
  done = emit (m, i, r.kind == CB_REG_128 || hi > G_MAXINT64 ? CB_REG_128 : CB_REG_64, 1, hi, CB_REG_8, -1);
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
  a = lift (m, a, level);
  b = lift (m, b, level);
  ra = *cb_emit_reg (m, a);
  top = MAX (ra.hi, -ra.lo);
  i.level = (gint8) level;
  if (top > G_MAXINT64 || ra.kind == CB_REG_128 || rb.kind == CB_REG_128)
    {
      a = widen (m, a);
      b = widen (m, b);
    }
  i.a = a;
  i.b = b;
  return emit (m, i, cb_emit_reg (m, a)->kind == CB_REG_128 || cb_emit_reg (m, b)->kind == CB_REG_128 ? CB_REG_128 : CB_REG_64, -top, top, -1, -1).dst;
}

int
cb_emit_lookup (CbEmit       *m,
                int           word,
                const gint64 *values,
                const guint8 *has,
                guint         n,
                gboolean      eight,
                int          *st)
{
  CbInstr i = { .op = CB_I_LOOKUP, .level = cb_emit_reg (m, word)->level, .below = -1, .a = word, .b = -1, .c = -1 };
  CbWide lo = values[0], hi = values[0];
  gboolean gaps = FALSE;
  guint t;

  for (guint k = 0; k < n; k++)
    {
      gint64 v = has[k] ? values[k] : 0;

      lo = MIN (lo, v);
      hi = MAX (hi, v);
      gaps |= !has[k];
    }
  for (t = 0; t < m->code->lookups->len; t++)
    {
      CbLookup *old = m->code->lookups->pdata[t];

      if (old->n == n && memcmp (old->values, values, n * sizeof *values) == 0 && memcmp (old->has, has, n) == 0)
        break;
    }
  if (t == m->code->lookups->len)
    {
      CbLookup *l = g_new0 (CbLookup, 1);

      l->n = n;
      l->values = g_memdup2 (values, n * sizeof *values);
      l->has = g_memdup2 (has, n);
      g_ptr_array_add (m->code->lookups, l);
    }
  i.table = t;
  if (gaps)
    {
      CbInstr h = i;

      h.op = CB_I_LOOKUP_HAS;
      *st = cb_emit_worse (m, *st, emit (m, h, CB_REG_8, 0, 2, -1, -1).dst);
    }
  return emit (m, i, eight ? CB_REG_8 : CB_REG_64, lo, hi, -1, -1).dst;
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

  a = lift (m, a, level);
  divisor = lift (m, divisor, level);
  ra = *cb_emit_reg (m, a);
  rd = *cb_emit_reg (m, divisor);
  lo = ra.lo >= 0 ? 0 : cb_wide_mul (cb_wide_add (ra.lo / rd.lo, -1), unit);
  hi = ra.hi <= 0 ? 0 : cb_wide_mul (cb_wide_add (ra.hi / rd.lo, 1), unit);
  kind = MAX (MAX (ra.kind, rd.kind), kind_of (lo, hi));
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
      a = widen (m, a);
      divisor = widen (m, divisor);
    }
  i.a = a;
  i.b = divisor;
  return emit (m, i, kind, lo, hi, -1, -1).dst;
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
  i.a = lift (m, a, level);
  i.b = b >= 0 ? lift (m, b, level) : -1;
  return emit (m, i, CB_REG_64, lo, hi, -1, -1).dst;
}

/* --- Over the rows below --- */

/* How many rows of @below one row of @level can have at most. */
static gint64
most (CbEmit *m,
      int     level,
      int     below)
{
  gint64 n = 1;

  for (int e = below; e != level; e = CB_ENTITY (m->pack, e)->parent)
    n = MIN (n * (gint64) CB_ENTITY (m->pack, e)->pub.most, 100000);
  return n;
}

/* An operand that does not vary below (a constant, a value of a parent) still is one thing for each row. */
static int
spread (CbEmit *m,
        int     reg,
        int     below)
{
  CbReg r = *cb_emit_reg (m, reg);
  CbInstr i = { .op = CB_I_LIFT, .level = (gint8) below, .below = -1, .a = reg, .b = -1, .c = -1 };

  if (r.level >= 0)
    return lift (m, reg, below);
  return emit (m, i, r.kind, r.lo, r.hi, -1, -1).dst;
}

int
cb_emit_sum (CbEmit *m,
             int     level,
             int     below,
             int     a,
             int    *st)
{
  CbInstr i = { .op = CB_I_SUM, .level = (gint8) level, .below = (gint8) below, .b = -1, .c = -1 }, done;
  gint64 n = most (m, level, below);
  CbReg r;
  CbWide lo, hi;
  gboolean unproven;
  int kind;

  a = spread (m, a, below);
  r = *cb_emit_reg (m, a);
  lo = MIN (0, cb_wide_mul (r.lo, n));
  hi = MAX (0, cb_wide_mul (r.hi, n));
  unproven = lo <= -CB_WIDE_MAX || hi >= CB_WIDE_MAX;
  kind = MAX (MAX (kind_of (lo, hi), r.kind), CB_REG_64);
  i.a = kind == CB_REG_128 ? widen (m, a) : a;
  i.mode = unproven;
  done = emit (m, i, kind, lo, hi, unproven ? CB_REG_8 : -1, -1);
  if (unproven)
    *st = cb_emit_worse (m, *st, done.dst2);
  return done.dst;
}

int
cb_emit_count (CbEmit *m,
               int     level,
               int     below,
               int     a)
{
  CbInstr i = { .op = CB_I_COUNT, .level = (gint8) level, .below = (gint8) below, .b = -1, .c = -1 };

  /* Without a condition it is the number of rows. */
  i.a = a >= 0 && !(cb_emit_is_const (m, a) && cb_emit_reg (m, a)->lo == 1) ? spread (m, a, below) : -1;
  return emit (m, i, CB_REG_64, 0, most (m, level, below), -1, -1).dst;
}

int
cb_emit_any (CbEmit *m,
             int     level,
             int     below,
             int     a,
             int     st_in,
             int    *st)
{
  CbInstr i = { .op = CB_I_ANY, .level = (gint8) level, .below = (gint8) below, .c = -1 }, done;

  i.a = spread (m, a, below);
  i.b = st_in >= 0 ? spread (m, st_in, below) : -1;
  done = emit (m, i, CB_REG_8, 0, 1, st_in >= 0 ? CB_REG_8 : -1, -1);
  *st = done.dst2;
  return done.dst;
}

int
cb_emit_worst (CbEmit *m,
               int     level,
               int     below,
               int     st)
{
  CbInstr i = { .op = CB_I_MAXN, .level = (gint8) level, .below = (gint8) below, .b = -1, .c = -1 };

  if (st < 0)
    return -1;
  i.a = spread (m, st, below);
  return emit (m, i, CB_REG_8, 0, 2, -1, -1).dst;
}

/* The greatest or smallest where @mask holds (-1: all); 0 where there is none. */
int
cb_emit_extreme (CbEmit  *m,
                 gboolean max,
                 int      level,
                 int      below,
                 int      a,
                 int      mask)
{
  CbInstr i = { .op = max ? CB_I_MAXN : CB_I_MINN, .level = (gint8) level, .below = (gint8) below, .c = -1 };
  CbReg r;

  i.a = spread (m, a, below);
  i.b = mask >= 0 ? spread (m, mask, below) : -1;
  r = *cb_emit_reg (m, i.a);
  return emit (m, i, r.kind, MIN (r.lo, 0), MAX (r.hi, 0), -1, -1).dst;
}

void
cb_emit_fold (CbEmit *m,
              CbFn    fn,
              int     level,
              int     below,
              int     num,
              int     dyn,
              int     mask,
              int    *out_num,
              int    *out_dyn,
              int    *st)
{
  CbInstr i = { .op = CB_I_FOLD, .mode = (guint8) fn, .level = (gint8) level, .below = (gint8) below }, done;
  CbReg rn, rd;
  gboolean sum = fn == CB_FN_SUM;

  i.a = widen (m, spread (m, num, below));
  i.b = widen (m, spread (m, dyn, below));
  i.c = mask >= 0 ? spread (m, mask, below) : -1;
  rn = *cb_emit_reg (m, i.a);
  rd = *cb_emit_reg (m, i.b);
  done = emit (m, i, CB_REG_128, sum ? -CB_WIDE_MAX : MIN (rn.lo, 0), sum ? CB_WIDE_MAX : MAX (rn.hi, 0), CB_REG_128, CB_REG_8);
  if (!sum)
    cb_emit_reg (m, done.dst2)->hi = rd.hi;
  *out_num = done.dst;
  *out_dyn = done.dst2;
  *st = cb_emit_worse (m, *st, done.dst3);
}

/* --- Places --- */

static void
drop_unused (CbEmit      *m,
             const int   *outputs,
             guint        n)
{
  g_autofree guint8 *needed = g_new0 (guint8, m->code->regs->len + 1);
  GArray *code = m->code->code, *kept = g_array_new (FALSE, FALSE, sizeof (CbInstr));

  for (guint i = 0; i < n; i++)
    if (outputs[i] >= 0)
      needed[outputs[i]] = 1;
  for (guint i = code->len; i > 0; i--)
    {
      CbInstr *in = &g_array_index (code, CbInstr, i - 1);

      if (!needed[in->dst] && !(in->dst2 >= 0 && needed[in->dst2]) && !(in->dst3 >= 0 && needed[in->dst3]))
        continue;
      g_array_append_val (kept, *in);
      if (in->a >= 0)
        needed[in->a] = 1;
      if (in->b >= 0)
        needed[in->b] = 1;
      if (in->c >= 0)
        needed[in->c] = 1;
    }
  for (guint i = 0; i < kept->len / 2; i++)
    {
      CbInstr t = g_array_index (kept, CbInstr, i);

      g_array_index (kept, CbInstr, i) = g_array_index (kept, CbInstr, kept->len - 1 - i);
      g_array_index (kept, CbInstr, kept->len - 1 - i) = t;
    }
  g_array_unref (code);
  m->code->code = kept;
}

void
cb_emit_place (CbEmit    *m,
               const int *outputs,
               guint      n)
{
  guint n_regs = m->code->regs->len, n_levels = m->pack->entities->len;
  g_autofree int *last = g_new (int, n_regs + 1);
  g_autoptr (GPtrArray) free_slots = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  if (outputs != NULL)
    drop_unused (m, outputs, n);
  m->code->n_slots = g_new0 (guint, n_levels * 3);
  for (guint i = 0; i < n_levels * 3; i++)
    g_ptr_array_add (free_slots, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < n_regs; i++)
    last[i] = -1;
  for (guint i = 0; i < m->code->code->len; i++)
    {
      CbInstr *in = &g_array_index (m->code->code, CbInstr, i);
      int used[] = { in->a, in->b, in->c, in->dst, in->dst2, in->dst3 };

      for (guint k = 0; k < G_N_ELEMENTS (used); k++)
        if (used[k] >= 0)
          last[used[k]] = (int) i;
    }
  for (guint i = 0; i < n; i++)
    if (outputs != NULL && outputs[i] >= 0)
      last[outputs[i]] = G_MAXINT;
  for (guint i = 0; i < m->code->code->len; i++)
    {
      CbInstr *in = &g_array_index (m->code->code, CbInstr, i);
      int made[] = { in->dst, in->dst2, in->dst3 }, used[] = { in->a, in->b, in->c, in->dst, in->dst2, in->dst3 };

      for (guint k = 0; k < G_N_ELEMENTS (made); k++)
        if (made[k] >= 0)
          {
            CbReg *r = cb_emit_reg (m, made[k]);
            guint at = (guint) r->level * 3 + r->kind;
            GArray *spare = free_slots->pdata[at];

            if (spare->len > 0)
              {
                r->slot = g_array_index (spare, guint, spare->len - 1);
                g_array_set_size (spare, spare->len - 1);
              }
            else
              r->slot = m->code->n_slots[at]++;
          }
      if (outputs == NULL)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (used); k++)
        if (used[k] >= 0 && last[used[k]] == (int) i)
          {
            CbReg *r = cb_emit_reg (m, used[k]);

            last[used[k]] = -2;   /* given back once */
            if (r->level >= 0 && r->source == 0)
              {
                GArray *spare = free_slots->pdata[(guint) r->level * 3 + r->kind];

                g_array_append_val (spare, r->slot);
              }
          }
    }
}
