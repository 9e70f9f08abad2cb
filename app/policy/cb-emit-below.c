/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-emit.h"

#include <string.h>

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
  i.mode = gaps && m->code->trusting;
  if (gaps && !m->code->trusting)
    {
      CbInstr h = i;

      h.op = CB_I_LOOKUP_HAS;
      *st = cb_emit_worse (m, *st, cb_emit_instr (m, h, CB_REG_8, 0, 2, -1, -1).dst);
    }
  return cb_emit_instr (m, i, eight ? CB_REG_8 : CB_REG_64, lo, hi, -1, -1).dst;
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
    n = MIN (n * (gint64) (m->extent != NULL ? MAX (m->extent->most[e], 1) : CB_ENTITY (m->pack, e)->pub.most), 100000);
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
    return cb_emit_lift (m, reg, below);
  return cb_emit_instr (m, i, r.kind, r.lo, r.hi, -1, -1).dst;
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
  kind = MAX (MAX (cb_emit_kind_of (lo, hi), r.kind), CB_REG_64);
  i.a = kind == CB_REG_128 ? cb_emit_widen (m, a) : a;
  i.mode = unproven;
  done = cb_emit_instr (m, i, kind, lo, hi, unproven ? cb_emit_fault_kind (m) : -1, -1);
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
  return cb_emit_instr (m, i, CB_REG_64, 0, most (m, level, below), -1, -1).dst;
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
  done = cb_emit_instr (m, i, CB_REG_8, 0, 1, st_in >= 0 ? CB_REG_8 : -1, -1);
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
  return cb_emit_instr (m, i, CB_REG_8, 0, 2, -1, -1).dst;
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
  return cb_emit_instr (m, i, r.kind, MIN (r.lo, 0), MAX (r.hi, 0), -1, -1).dst;
}

/* Denominators up to this have a small common multiple: 27,720. */
#define SMALL_DENOMINATOR 12

/* A sum of fractions with small denominators, over a multiple of them all: whole numbers, without a common divisor to look for. */
static gboolean
sum_over_multiple (CbEmit *m,
                   int     level,
                   int     below,
                   int     num,
                   int     dyn,
                   int     mask,
                   int    *out_num,
                   CbWide *den,
                   int    *st)
{
  CbReg rn = *cb_emit_reg (m, num), rd = *cb_emit_reg (m, dyn);
  CbWide multiple = 1, times;
  int weight;

  if (rd.lo < 1 || rd.hi > SMALL_DENOMINATOR)
    return FALSE;
  for (CbWide k = rd.lo; k <= rd.hi; k++)
    multiple = multiple / cb_wide_gcd (multiple, k) * k;
  if (MAX (-rn.lo, rn.hi) > G_MAXINT64 / 4 / multiple / most (m, level, below) || __builtin_mul_overflow (*den, multiple, &times) ||
      times > G_MAXINT64)
    return FALSE;
  weight = cb_emit_const (m, multiple / rd.hi);
  for (CbWide k = rd.hi - 1; k >= rd.lo; k--)
    weight = cb_emit_select (m, cb_emit_compare (m, CB_I_EQ, dyn, cb_emit_const (m, k)), cb_emit_const (m, multiple / k), weight);
  num = cb_emit_arith (m, CB_I_MUL, num, weight, st);
  if (mask >= 0)
    num = cb_emit_select (m, mask, num, cb_emit_const (m, 0));
  *out_num = cb_emit_sum (m, level, below, num, st);
  *den = times;
  return TRUE;
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
              CbWide *den,
              int    *st)
{
  CbInstr i = { .op = CB_I_FOLD, .mode = (guint8) fn, .level = (gint8) level, .below = (gint8) below }, done;
  CbReg rn, rd;
  gboolean sum = fn == CB_FN_SUM;

  *out_dyn = -1;
  if (sum && sum_over_multiple (m, level, below, num, dyn, mask, out_num, den, st))
    return;
  i.a = cb_emit_widen (m, spread (m, num, below));
  i.b = cb_emit_widen (m, spread (m, dyn, below));
  i.c = mask >= 0 ? spread (m, mask, below) : -1;
  rn = *cb_emit_reg (m, i.a);
  rd = *cb_emit_reg (m, i.b);
  done = cb_emit_instr (m, i, CB_REG_128, sum ? -CB_WIDE_MAX : MIN (rn.lo, 0), sum ? CB_WIDE_MAX : MAX (rn.hi, 0), CB_REG_128, cb_emit_fault_kind (m));
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
