/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-run-private.h"

#include <string.h>

/* Steps from one entity's rows to another's. */

/* Whether rows of @below have their parents in @above: then a row finds its parent without a loop of a few steps, which a processor
 * cannot foresee. */
static gboolean
is_direct (const CbRun *run,
           int          above,
           int          below)
{
  return run->rows[0] > 1 && CB_ENTITY (run->columns->pack, below)->parent == above;
}

CB_CLONES void
cb_run_lift (CbRun         *run,
             const CbInstr *in,
             guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const CbReg *r = &regs[in->a];
  gconstpointer pa = cb_run_place (run, in->a);
  gpointer pd = cb_run_place (run, in->dst);

  if (pa == NULL)
    {
      for (guint i = 0; i < n; i++)
        if (r->kind == CB_REG_8)
          ((guint8 *) pd)[i] = (guint8) r->lo;
        else if (r->kind == CB_REG_64)
          ((gint64 *) pd)[i] = (gint64) r->lo;
        else
          ((CbWide *) pd)[i] = r->lo;
      return;
    }
  if (is_direct (run, in->below, in->level))
    {
      const guint32 *restrict parents = run->columns->parents[in->level] + run->base[in->level];
      guint above = run->base[in->below];

#define FETCH(Type)                                                                        \
      for (guint c = 0; c < n; c++)                                                        \
        ((Type *) pd)[c] = ((const Type *) pa)[parents[c] - above];
      if (r->kind == CB_REG_8)
        FETCH (guint8)
      else if (r->kind == CB_REG_64)
        FETCH (gint64)
      else
        FETCH (CbWide)
#undef FETCH
      return;
    }
  {
    const guint32 *offsets = run->columns->offsets[in->below][in->level] + run->base[in->below];
    guint base = run->base[in->level];

#define LIFT(Type)                                                                         \
    for (guint p = 0; p < run->rows[in->below]; p++)                                       \
      {                                                                                    \
        const Type v = ((const Type *) pa)[p];                                             \
        for (guint c = offsets[p] - base; c < offsets[p + 1] - base; c++)                  \
          ((Type *) pd)[c] = v;                                                            \
      }
    if (r->kind == CB_REG_8)
      LIFT (guint8)
    else if (r->kind == CB_REG_64)
      LIFT (gint64)
    else
      LIFT (CbWide)
#undef LIFT
  }
}

#define BELOW(BODY, BEGIN, END)                                                            \
  for (guint p = 0; p < n; p++)                                                            \
    {                                                                                      \
      BEGIN;                                                                               \
      for (guint c = offsets[p] - base; c < offsets[p + 1] - base; c++)                    \
        BODY;                                                                              \
      END;                                                                                 \
    }

/* Of bytes and plain sums: every row is added to its parent's.  FALSE when the instruction is of another kind. */
CB_SHORT static gboolean
run_below_direct (CbRun         *run,
                  const CbInstr *in,
                  guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint32 *restrict parents = run->columns->parents[in->below] + run->base[in->below];
  guint above = run->base[in->level], rows = run->rows[in->below];
  const guint8 *restrict bytes;
  gpointer pd = cb_run_place (run, in->dst);

  if (in->a < 0 || regs[in->a].level != in->below || in->mode || in->dst2 >= 0)
    return FALSE;
  bytes = cb_run_place (run, in->a);
  if (in->op == CB_I_COUNT || (in->op == CB_I_SUM && regs[in->dst].kind == CB_REG_64 && regs[in->a].kind == CB_REG_8))
    {
      gint64 *restrict out = pd;

      memset (out, 0, n * sizeof *out);
      for (guint c = 0; c < rows; c++)
        out[parents[c] - above] += bytes[c];
      return TRUE;
    }
  if (in->op == CB_I_SUM && regs[in->dst].kind == CB_REG_64 && regs[in->a].kind == CB_REG_64)
    {
      const gint64 *restrict numbers = (const gint64 *) (const void *) bytes;
      gint64 *restrict out = pd;

      memset (out, 0, n * sizeof *out);
      for (guint c = 0; c < rows; c++)
        out[parents[c] - above] += numbers[c];
      return TRUE;
    }
  if (in->op == CB_I_ANY)
    {
      guint8 *restrict out = pd;

      memset (out, 0, n);
      for (guint c = 0; c < rows; c++)
        out[parents[c] - above] |= bytes[c];
      return TRUE;
    }
  if (in->op == CB_I_MAXN && in->b < 0 && regs[in->dst].kind == CB_REG_8)
    {
      guint8 *restrict out = pd;

      memset (out, 0, n);
      for (guint c = 0; c < rows; c++)
        out[parents[c] - above] = MAX (out[parents[c] - above], bytes[c]);
      return TRUE;
    }
  return FALSE;
}

CB_SHORT static void
run_below (CbRun         *run,
           const CbInstr *in,
           guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint32 *offsets = run->columns->offsets[in->level][in->below] + run->base[in->level];
  guint base = run->base[in->below];
  gconstpointer pa = in->a >= 0 ? cb_run_place (run, in->a) : NULL;
  const guint8 *pb = in->b >= 0 ? cb_run_place (run, in->b) : NULL;
  gpointer pd = cb_run_place (run, in->dst);

  switch ((CbInstrOp) in->op)
    {
    case CB_I_SUM:
      if (in->mode)
        {
          guint8 *ps = in->dst2 >= 0 ? cb_run_place (run, in->dst2) : NULL;

          BELOW ({ over = over || __builtin_add_overflow (s, ((const CbWide *) pa)[c], &s) || cb_wide_too_large (s); },
                 CbWide s = 0; gboolean over = FALSE,
                 ((CbWide *) pd)[p] = over ? 0 : s; cb_run_fault (run, ps, p, over))
        }
      else if (regs[in->dst].kind == CB_REG_128)
        BELOW (s += ((const CbWide *) pa)[c], CbWide s = 0, ((CbWide *) pd)[p] = s)
      else if (regs[in->a].kind == CB_REG_8)
        BELOW (s += ((const guint8 *) pa)[c], gint64 s = 0, ((gint64 *) pd)[p] = s)
      else
        BELOW (s += ((const gint64 *) pa)[c], gint64 s = 0, ((gint64 *) pd)[p] = s)
      break;
    case CB_I_COUNT:
      if (in->a < 0)
        for (guint p = 0; p < n; p++)
          ((gint64 *) pd)[p] = (gint64) offsets[p + 1] - offsets[p];
      else
        BELOW (s += ((const guint8 *) pa)[c], gint64 s = 0, ((gint64 *) pd)[p] = s)
      break;
    case CB_I_ANY:
      if (in->dst2 >= 0)
        {
          guint8 *ps = cb_run_place (run, in->dst2);

          BELOW ({ any |= ((const guint8 *) pa)[c] && pb[c] == CB_STATE_KNOWN; worst = MAX (worst, pb[c]); },
                 guint8 any = 0; guint8 worst = 0,
                 ((guint8 *) pd)[p] = any; ps[p] = any ? CB_STATE_KNOWN : worst)
        }
      else
        BELOW (any |= ((const guint8 *) pa)[c], guint8 any = 0, ((guint8 *) pd)[p] = any)
      break;
    default:
#define EXTREME(Type, SIGN)                                                                \
      BELOW ({ Type v = ((const Type *) pa)[c];                                            \
               if ((pb == NULL || pb[c]) && (!found || v SIGN m)) { m = v; found = TRUE; } }, \
             Type m = 0; gboolean found = FALSE, ((Type *) pd)[p] = m)
      if (in->op == CB_I_MAXN && regs[in->dst].kind == CB_REG_8)
        EXTREME (guint8, >)
      else if (in->op == CB_I_MAXN && regs[in->dst].kind == CB_REG_64)
        EXTREME (gint64, >)
      else if (in->op == CB_I_MAXN)
        EXTREME (CbWide, >)
      else if (regs[in->dst].kind == CB_REG_8)
        EXTREME (guint8, <)
      else if (regs[in->dst].kind == CB_REG_64)
        EXTREME (gint64, <)
      else
        EXTREME (CbWide, <)
#undef EXTREME
      break;
    }
}

void
cb_run_below (CbRun         *run,
              const CbInstr *in,
              guint          n)
{
  if (!is_direct (run, in->level, in->below) || !run_below_direct (run, in, n))
    run_below (run, in, n);
}

/* Sums, maxima and minima of fractions with different denominators. */
void
cb_run_fold (CbRun         *run,
             const CbInstr *in,
             guint          n)
{
  const guint32 *offsets = run->columns->offsets[in->level][in->below] + run->base[in->level];
  guint base = run->base[in->below];
  const CbWide *pa = cb_run_place (run, in->a), *pb = cb_run_place (run, in->b);
  const guint8 *pc = in->c >= 0 ? cb_run_place (run, in->c) : NULL;
  CbWide *pn = cb_run_place (run, in->dst), *pd = cb_run_place (run, in->dst2);
  guint8 *ps = in->dst3 >= 0 ? cb_run_place (run, in->dst3) : NULL;

  for (guint p = 0; p < n; p++)
    {
      CbWide num = 0, den = 1;
      gboolean over = FALSE, found = FALSE;

      for (guint c = offsets[p] - base; c < offsets[p + 1] - base; c++)
        {
          CbWide x, y, d;

          if (pc != NULL && !pc[c])
            continue;
          over |= __builtin_mul_overflow (num, pb[c], &x) | __builtin_mul_overflow (pa[c], den, &y);
          if (in->mode == CB_FN_SUM)
            {
              CbWide g;

              over |= __builtin_add_overflow (x, y, &x) | __builtin_mul_overflow (den, pb[c], &d);
              if (over)
                break;
              g = cb_wide_gcd (x, d);
              num = x / (g ? g : 1);
              den = d / (g ? g : 1);
              over = cb_wide_too_large (num) || den > CB_WIDE_MAX;
            }
          else if (!found || (in->mode == CB_FN_MAX ? y > x : y < x))
            {
              num = pa[c];
              den = pb[c];
            }
          found = TRUE;
        }
      pn[p] = over ? 0 : num;
      pd[p] = over ? 1 : den;
      cb_run_fault (run, ps, p, over);
    }
}
