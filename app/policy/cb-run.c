/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-run-private.h"

#include <string.h>

/* Runs the code, instruction by instruction, each over a column.  The loops are plain so that the compiler can make vectors of them. */

gconstpointer
cb_run_column (CbRun *run,
               int    reg)
{
  return cb_run_place (run, reg);
}

CbWide
cb_run_get (CbRun *run,
            int    reg,
            guint  row)
{
  const CbReg *r = &g_array_index (run->variant->code.regs, CbReg, reg);
  gconstpointer p = cb_run_place (run, reg);

  if (p == NULL)
    return r->lo;
  switch (r->kind)
    {
    case CB_REG_8: return ((const guint8 *) p)[row];
    case CB_REG_64: return ((const gint64 *) p)[row];
    default: return ((const CbWide *) p)[row];
    }
}

/* One loop for column with column, one each for a constant on either side. */
#define EACH2(Type, Out, EXPR)                                                                     \
  G_STMT_START {                                                                                   \
    const Type *restrict pa = cb_run_place (run, in->a), *restrict pb = cb_run_place (run, in->b); \
    Out *restrict pd = cb_run_place (run, in->dst);                                                \
    if (pa != NULL && pb != NULL)                                                                  \
      for (guint i = 0; i < n; i++) { Type a = pa[i], b = pb[i]; pd[i] = (Out) (EXPR); }           \
    else if (pa != NULL)                                                                           \
      {                                                                                            \
        const Type b = (Type) regs[in->b].lo;                                                      \
        for (guint i = 0; i < n; i++) { Type a = pa[i]; pd[i] = (Out) (EXPR); }                    \
      }                                                                                            \
    else                                                                                           \
      {                                                                                            \
        const Type a = (Type) regs[in->a].lo;                                                      \
        for (guint i = 0; i < n; i++) { Type b = pb[i]; pd[i] = (Out) (EXPR); }                    \
      }                                                                                            \
  } G_STMT_END

#define COMPARE(EXPR)                                                                                                             \
  G_STMT_START {                                                                                                                  \
    int kind = MAX (regs[in->a].level >= 0 ? regs[in->a].kind : 0, regs[in->b].level >= 0 ? regs[in->b].kind : 0);                \
    if (kind == CB_REG_8) EACH2 (guint8, guint8, EXPR);                                                                           \
    else if (kind == CB_REG_64 && regs[in->a].kind != CB_REG_128 && regs[in->b].kind != CB_REG_128) EACH2 (gint64, guint8, EXPR); \
    else EACH2 (CbWide, guint8, EXPR);                                                                                            \
  } G_STMT_END

#define NUMBERS(EXPR)                                                  \
  G_STMT_START {                                                       \
    if (regs[in->dst].kind == CB_REG_64) EACH2 (gint64, gint64, EXPR); \
    else EACH2 (CbWide, CbWide, EXPR);                                 \
  } G_STMT_END

/* Numbers of at most sixty bits, by far the most: their sums and products are in range, whatever they are. */
static inline gboolean
is_small (CbWide v)
{
  return v + ((CbWide) 1 << 60) >= 0 && v <= (CbWide) 1 << 60;
}

static inline CbWide
checked (guint8    op,
         CbWide    a,
         CbWide    b,
         gboolean *over)
{
  CbWide r;

  if (G_LIKELY (is_small (a) && is_small (b)))
    return op == CB_I_ADD ? a + b : op == CB_I_SUB ? a - b : (CbWide) (gint64) a * (gint64) b;
  *over = op == CB_I_ADD ? __builtin_add_overflow (a, b, &r) :
          op == CB_I_SUB ? __builtin_sub_overflow (a, b, &r) : __builtin_mul_overflow (a, b, &r);
  *over = *over || cb_wide_too_large (r);
  return *over ? 0 : r;
}

/* Where the proof did not succeed: 128 bits, every step looked at. */
static void
run_checked (CbRun         *run,
             const CbInstr *in,
             guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = cb_run_place (run, in->a), pb = cb_run_place (run, in->b);
  CbWide *pd = cb_run_place (run, in->dst);
  guint8 *ps = in->dst2 >= 0 ? cb_run_place (run, in->dst2) : NULL;

#define CHECKED(A, B)                        \
  for (guint i = 0; i < n; i++)              \
    {                                        \
      gboolean over = FALSE;                 \
      pd[i] = checked (in->op, A, B, &over); \
      cb_run_fault (run, ps, i, over);       \
    }
  if (pa != NULL && pb != NULL && regs[in->a].kind == CB_REG_128 && regs[in->b].kind == CB_REG_128)
    CHECKED (((const CbWide *) pa)[i], ((const CbWide *) pb)[i])
  else if (pa == NULL && pb != NULL && regs[in->b].kind == CB_REG_128)
    CHECKED (regs[in->a].lo, ((const CbWide *) pb)[i])
  else
    CHECKED (cb_run_wide (&regs[in->a], pa, i), cb_run_wide (&regs[in->b], pb, i))
#undef CHECKED
}

CB_BODY void
run_select (CbRun         *run,
            const CbInstr *in,
            guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint8 *restrict pc = cb_run_place (run, in->c);

  switch (regs[in->dst].kind)
    {
    case CB_REG_8: EACH2 (guint8, guint8, pc[i] ? a : b); break;
    case CB_REG_64: EACH2 (gint64, gint64, pc[i] ? a : b); break;
    default: EACH2 (CbWide, CbWide, pc[i] ? a : b); break;
    }
}

CB_BODY void
run_const_select (CbRun         *run,
                  const CbInstr *in,
                  guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint8 *restrict pc = cb_run_place (run, in->c);
  gpointer pd = cb_run_place (run, in->dst);

#define CHOOSE(Type)                                                 \
  G_STMT_START {                                                     \
    const Type a = (Type) regs[in->a].lo, b = (Type) regs[in->b].lo; \
    Type *restrict out = pd;                                         \
    for (guint i = 0; i < n; i++)                                    \
      out[i] = pc[i] ? a : b;                                        \
  } G_STMT_END
  if (regs[in->dst].kind == CB_REG_8)
    CHOOSE (guint8);
  else if (regs[in->dst].kind == CB_REG_64)
    CHOOSE (gint64);
  else
    CHOOSE (CbWide);
#undef CHOOSE
}

#define ROUND(Type)                                                            \
static inline Type                                                             \
round_##Type (Type a, Type d, guint8 mode, Type unit)                          \
{                                                                              \
  Type q = a / d, r = a % d;                                                   \
  if (r < 0) { r += d; q--; }                                                  \
  switch (mode)                                                                \
    {                                                                          \
    case CB_ROUND_CEIL: q += r > 0; break;                                     \
    case CB_ROUND_HALF_UP: q += r >= d - r; break;                             \
    case CB_ROUND_HALF_EVEN: q += r > d - r || (r == d - r && (q & 1)); break; \
    default: break;                                                            \
    }                                                                          \
  return q * unit;                                                             \
}
ROUND (gint64)
ROUND (CbWide)

CB_CLONES static void
run_round (CbRun         *run,
           const CbInstr *in,
           guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;

  if (regs[in->dst].kind == CB_REG_64)
    EACH2 (gint64, gint64, round_gint64 (a, b, in->mode, (gint64) in->imm));
  else
    EACH2 (CbWide, CbWide, round_CbWide (a, b, in->mode, in->imm));
}

/* --- The rest --- */

static void
run_small (CbRun         *run,
           const CbInstr *in,
           guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = cb_run_place (run, in->a);
  gpointer pd = cb_run_place (run, in->dst);
  guint8 *ps = in->dst2 >= 0 ? cb_run_place (run, in->dst2) : NULL;

  for (guint i = 0; i < n; i++)
    {
      CbWide v = cb_run_wide (&regs[in->a], pa, i);

      switch ((CbInstrOp) in->op)
        {
        case CB_I_WIDEN:
          break;
        case CB_I_NARROW:
          cb_run_fault (run, ps, i, v > G_MAXINT64 || v < G_MININT64);
          v = v > G_MAXINT64 || v < G_MININT64 ? 0 : v;
          break;
        case CB_I_DENOM:
          cb_run_fault (run, ps, i, v == 0);
          v = v == 0 ? 1 : v < 0 ? -v : v;
          break;
        default:   /* SIGN */
          {
            gconstpointer pb = cb_run_place (run, in->b);

            if (cb_run_wide (&regs[in->b], pb, i) < 0)
              v = -v;
          }
          break;
        }
      if (regs[in->dst].kind == CB_REG_64)
        ((gint64 *) pd)[i] = (gint64) v;
      else
        ((CbWide *) pd)[i] = v;
    }
}

CB_CLONES static void
run_lookup (CbRun         *run,
            const CbInstr *in,
            guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const CbLookup *l = run->variant->code.lookups->pdata[in->table];
  const guint8 *pa = cb_run_place (run, in->a);
  gpointer pd = cb_run_place (run, in->dst);

  for (guint i = 0; in->mode && i < n; i++)
    run->trouble |= !l->has[pa[i]];
  if (in->op == CB_I_LOOKUP_HAS)
    for (guint i = 0; i < n; i++)
      ((guint8 *) pd)[i] = l->has[pa[i]] ? CB_STATE_KNOWN : CB_STATE_FAULT;
  else if (regs[in->dst].kind == CB_REG_8)
    for (guint i = 0; i < n; i++)
      ((guint8 *) pd)[i] = (guint8) l->values[pa[i]];
  else
    for (guint i = 0; i < n; i++)
      ((gint64 *) pd)[i] = l->values[pa[i]];
}

CB_BODY void
one_step (CbRun         *run,
          const CbInstr *in)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  guint n = run->rows[in->level];

  switch ((CbInstrOp) in->op)
    {
    case CB_I_AND8: EACH2 (guint8, guint8, a & b); break;
    case CB_I_OR8: EACH2 (guint8, guint8, a | b); break;
    case CB_I_MAX8: EACH2 (guint8, guint8, a > b ? a : b); break;
    case CB_I_NOT8:
      {
        const guint8 *restrict pa = cb_run_place (run, in->a);
        guint8 *restrict pd = cb_run_place (run, in->dst);

        for (guint i = 0; i < n; i++)
          pd[i] = !pa[i];
        break;
      }
    case CB_I_NEZ8:
      {
        const guint8 *restrict pa = cb_run_place (run, in->a);
        guint8 *restrict pd = cb_run_place (run, in->dst);

        for (guint i = 0; i < n; i++)
          pd[i] = pa[i] != 0;
        break;
      }
    case CB_I_LT: COMPARE (a < b); break;
    case CB_I_LE: COMPARE (a <= b); break;
    case CB_I_GT: COMPARE (a > b); break;
    case CB_I_GE: COMPARE (a >= b); break;
    case CB_I_EQ: COMPARE (a == b); break;
    case CB_I_NE: COMPARE (a != b); break;
    case CB_I_ADD:
      if (in->mode)
        run_checked (run, in, n);
      else
        NUMBERS (a + b);
      break;
    case CB_I_SUB:
      if (in->mode)
        run_checked (run, in, n);
      else
        NUMBERS (a - b);
      break;
    case CB_I_MUL:
      if (in->mode)
        run_checked (run, in, n);
      else
        NUMBERS (a * b);
      break;
    case CB_I_MIN: NUMBERS (a < b ? a : b); break;
    case CB_I_MAX: NUMBERS (a > b ? a : b); break;
    case CB_I_SEL: case CB_I_SEL8:
      if (regs[in->a].level < 0 && regs[in->b].level < 0)
        run_const_select (run, in, n);
      else
        run_select (run, in, n);
      break;
    case CB_I_DENOM:
      if (regs[in->a].kind == CB_REG_64 && regs[in->dst].kind == CB_REG_64 && in->dst2 < 0 && regs[in->a].lo >= 0)
        {
          const gint64 *restrict pa = cb_run_place (run, in->a);
          gint64 *restrict pd = cb_run_place (run, in->dst);
          gint64 zeros = 0;

          for (guint i = 0; i < n; i++)
            {
              zeros += pa[i] == 0;
              pd[i] = pa[i] > 1 ? pa[i] : 1;
            }
          run->trouble |= zeros > 0;
        }
      else
        run_small (run, in, n);
      break;
    case CB_I_WIDEN: case CB_I_NARROW: case CB_I_SIGN:
      run_small (run, in, n);
      break;
    case CB_I_LIFT:
      cb_run_lift (run, in, n);
      break;
    case CB_I_LOOKUP: case CB_I_LOOKUP_HAS:
      run_lookup (run, in, n);
      break;
    case CB_I_SUM: case CB_I_COUNT: case CB_I_ANY: case CB_I_MAXN: case CB_I_MINN:
      cb_run_below (run, in, n);
      break;
    case CB_I_FOLD:
      cb_run_fold (run, in, n);
      break;
    case CB_I_ROUND:
      run_round (run, in, n);
      break;
    default:
      cb_run_dates (run, in, n);
      break;
    }
}

/* Of many rows, with vectors. */
CB_CLONES static void
step (CbRun         *run,
      const CbInstr *in)
{
  one_step (run, in);
}

/* Of a single family: most loops go round once. */
CB_SHORT static void
step_short (CbRun         *run,
            const CbInstr *in)
{
  one_step (run, in);
}

static void
begin (CbRun           *run,
       CbVariant       *variant,
       const CbColumns *columns,
       guint            first,
       guint            n)
{
  gsize need = 0, most = 0, fixed = 0;

  run->columns = columns;
  run->variant = variant;
  run->trouble = FALSE;
  run->places = NULL;
  run->fixed = NULL;
  for (guint e = 0; e < columns->n_entities; e++)
    {
      const guint32 *offsets = columns->offsets[0][e];

      run->base[e] = e == 0 ? first : offsets[first];
      run->rows[e] = e == 0 ? n : offsets[first + n] - offsets[first];
      most = MAX (most, run->rows[e]);
      for (guint k = 0; k < 3; k++)
        {
          gsize size = run->rows[e] * cb_reg_width (k), line = size < 64 ? 15 : 63;

          /* Columns begin on a cache line; of a single family several share one, else most of the memory would be gaps. */
          run->stride[e][k] = (size + line) & ~line;
          need += run->stride[e][k] * variant->code.n_slots[e * 3 + k];
        }
    }
  /* Of a single family it takes longer to find a register than to work with it. */
  if (n == 1)
    need += fixed = (variant->code.regs->len * sizeof (gpointer) + 63) & ~(gsize) 63;
  if (need > run->size || run->memory == NULL)
    {
      g_free (run->memory);
      run->size = need + need / 4 + 4096;
      run->memory = g_malloc (run->size + 64);
    }
  if (most + 1 > run->n_zeros)
    {
      g_free (run->zeros);
      run->n_zeros = most + 1;
      run->zeros = g_malloc0 (run->n_zeros);
    }
  {
    gpointer *found = (gpointer *) (((guintptr) run->memory + 63) & ~(guintptr) 63);
    char *at = (char *) found + fixed;

    for (guint e = 0; e < columns->n_entities; e++)
      for (guint k = 0; k < 3; k++)
        {
          run->area[e][k] = at;
          at += run->stride[e][k] * variant->code.n_slots[e * 3 + k];
        }
    for (guint i = 0; n == 1 && i < variant->code.regs->len; i++)
      found[i] = cb_run_place (run, (int) i);
    run->fixed = n == 1 ? found : NULL;
  }
}

void
cb_run (CbRun           *run,
        CbVariant       *variant,
        const CbColumns *columns,
        guint            first,
        guint            n)
{
  begin (run, variant, columns, first, n);
  if (n == 1)
    for (guint i = 0; i < variant->code.code->len; i++)
      step_short (run, &g_array_index (variant->code.code, CbInstr, i));
  else
    for (guint i = 0; i < variant->code.code->len; i++)
      step (run, &g_array_index (variant->code.code, CbInstr, i));
}

void
cb_run_steps (CbRun           *run,
              CbVariant       *variant,
              const CbColumns *columns,
              guint            first,
              guint            n,
              const GArray    *steps,
              const gpointer  *places)
{
  begin (run, variant, columns, first, n);
  run->places = places;
  run->fixed = NULL;
  for (guint i = 0; i < steps->len; i++)
    step (run, &g_array_index (variant->code.code, CbInstr, g_array_index (steps, guint, i)));
}

void
cb_run_clear (CbRun *run)
{
  g_free (run->memory);
  g_free (run->zeros);
  memset (run, 0, sizeof *run);
}
