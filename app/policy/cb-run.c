/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-columns.h"

#include <string.h>

/* Runs the code, instruction by instruction, each over a column.  The loops are plain so that the compiler can make vectors of them. */

/* Comparisons and products of 64 bits are vectors only on newer processors: chosen when the program starts. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

/* Families are small: a vector is set up in more time than it saves. */
#if defined __GNUC__ && !defined __clang__
#define SHORT __attribute__ ((optimize ("no-tree-vectorize", "no-tree-slp-vectorize")))
#else
#define SHORT
#endif

static const gsize width[3] = { 1, 8, 16 };

static inline gpointer
place (CbRun *run,
       int    reg)
{
  const CbReg *r = &g_array_index (run->variant->code.regs, CbReg, reg);

  if (r->level < 0)
    return NULL;
  if (r->source == 1)
    return (char *) run->columns->values[r->fact] + run->base[r->level] * width[r->kind];
  if (r->source == 2)
    {
      guint8 *state = run->columns->states[r->fact];

      return state != NULL ? state + run->base[r->level] : run->zeros;
    }
  if (run->places != NULL && run->places[reg] != NULL)
    return (char *) run->places[reg] + run->base[r->level] * width[r->kind];
  return run->area[r->level][r->kind] + r->slot * run->stride[r->level][r->kind];
}

gconstpointer
cb_run_column (CbRun *run,
               int    reg)
{
  return place (run, reg);
}

CbWide
cb_run_get (CbRun *run,
            int    reg,
            guint  row)
{
  const CbReg *r = &g_array_index (run->variant->code.regs, CbReg, reg);
  gconstpointer p = place (run, reg);

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
#define EACH2(Type, Out, EXPR)                                                             \
  G_STMT_START {                                                                           \
    const Type *restrict pa = place (run, in->a), *restrict pb = place (run, in->b);       \
    Out *restrict pd = place (run, in->dst);                                               \
    if (pa != NULL && pb != NULL)                                                          \
      for (guint i = 0; i < n; i++) { Type a = pa[i], b = pb[i]; pd[i] = (Out) (EXPR); }   \
    else if (pa != NULL)                                                                   \
      {                                                                                    \
        const Type b = (Type) regs[in->b].lo;                                              \
        for (guint i = 0; i < n; i++) { Type a = pa[i]; pd[i] = (Out) (EXPR); }            \
      }                                                                                    \
    else                                                                                   \
      {                                                                                    \
        const Type a = (Type) regs[in->a].lo;                                              \
        for (guint i = 0; i < n; i++) { Type b = pb[i]; pd[i] = (Out) (EXPR); }            \
      }                                                                                    \
  } G_STMT_END

#define COMPARE(EXPR)                                                                      \
  G_STMT_START {                                                                           \
    int kind = MAX (regs[in->a].level >= 0 ? regs[in->a].kind : 0, regs[in->b].level >= 0 ? regs[in->b].kind : 0); \
    if (kind == CB_REG_8) EACH2 (guint8, guint8, EXPR);                                    \
    else if (kind == CB_REG_64 && regs[in->a].kind != CB_REG_128 && regs[in->b].kind != CB_REG_128) EACH2 (gint64, guint8, EXPR); \
    else EACH2 (CbWide, guint8, EXPR);                                                     \
  } G_STMT_END

#define NUMBERS(EXPR)                                                                      \
  G_STMT_START {                                                                           \
    if (regs[in->dst].kind == CB_REG_64) EACH2 (gint64, gint64, EXPR);                     \
    else EACH2 (CbWide, CbWide, EXPR);                                                     \
  } G_STMT_END

static CbWide
wide_at (const CbRun *run,
         const CbReg *r,
         gconstpointer p,
         guint        i)
{
  (void) run;
  if (p == NULL)
    return r->lo;
  return r->kind == CB_REG_8 ? (CbWide) ((const guint8 *) p)[i] : r->kind == CB_REG_64 ? (CbWide) ((const gint64 *) p)[i] : ((const CbWide *) p)[i];
}

static gboolean
too_large (CbWide v)
{
  return v > CB_WIDE_MAX || v < -CB_WIDE_MAX;
}

static inline void
fault_at (CbRun   *run,
          guint8  *states,
          guint    i,
          gboolean fault)
{
  if (states != NULL)
    states[i] = fault ? CB_STATE_FAULT : CB_STATE_KNOWN;
  else if (fault)
    run->trouble = TRUE;
}

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
  *over = *over || too_large (r);
  return *over ? 0 : r;
}

/* Where the proof did not succeed: 128 bits, every step looked at. */
static void
run_checked (CbRun         *run,
             const CbInstr *in,
             guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = place (run, in->a), pb = place (run, in->b);
  CbWide *pd = place (run, in->dst);
  guint8 *ps = in->dst2 >= 0 ? place (run, in->dst2) : NULL;

#define CHECKED(A, B)                                                                      \
  for (guint i = 0; i < n; i++)                                                            \
    {                                                                                      \
      gboolean over = FALSE;                                                               \
      pd[i] = checked (in->op, A, B, &over);                                               \
      fault_at (run, ps, i, over);                                                         \
    }
  if (pa != NULL && pb != NULL && regs[in->a].kind == CB_REG_128 && regs[in->b].kind == CB_REG_128)
    CHECKED (((const CbWide *) pa)[i], ((const CbWide *) pb)[i])
  else if (pa == NULL && pb != NULL && regs[in->b].kind == CB_REG_128)
    CHECKED (regs[in->a].lo, ((const CbWide *) pb)[i])
  else
    CHECKED (wide_at (run, &regs[in->a], pa, i), wide_at (run, &regs[in->b], pb, i))
#undef CHECKED
}

CLONES static void
run_select (CbRun         *run,
            const CbInstr *in,
            guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint8 *restrict pc = place (run, in->c);

  switch (regs[in->dst].kind)
    {
    case CB_REG_8: EACH2 (guint8, guint8, pc[i] ? a : b); break;
    case CB_REG_64: EACH2 (gint64, gint64, pc[i] ? a : b); break;
    default: EACH2 (CbWide, CbWide, pc[i] ? a : b); break;
    }
}

CLONES static void
run_const_select (CbRun         *run,
                  const CbInstr *in,
                  guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint8 *restrict pc = place (run, in->c);
  gpointer pd = place (run, in->dst);

#define CHOOSE(Type)                                                                       \
  G_STMT_START {                                                                           \
    const Type a = (Type) regs[in->a].lo, b = (Type) regs[in->b].lo;                       \
    Type *restrict out = pd;                                                               \
    for (guint i = 0; i < n; i++)                                                          \
      out[i] = pc[i] ? a : b;                                                              \
  } G_STMT_END
  if (regs[in->dst].kind == CB_REG_8)
    CHOOSE (guint8);
  else if (regs[in->dst].kind == CB_REG_64)
    CHOOSE (gint64);
  else
    CHOOSE (CbWide);
#undef CHOOSE
}

/* Whether rows of @below have their parents in @above: then a row finds its parent without a loop of a few steps, which a processor
 * cannot foresee. */
static gboolean
is_direct (const CbRun *run,
           int          above,
           int          below)
{
  return run->rows[0] > 1 && CB_ENTITY (run->columns->pack, below)->parent == above;
}

CLONES static void
run_lift (CbRun         *run,
          const CbInstr *in,
          guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const CbReg *r = &regs[in->a];
  gconstpointer pa = place (run, in->a);
  gpointer pd = place (run, in->dst);

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

/* --- Over the rows below --- */

#define BELOW(BODY, BEGIN, END)                                                            \
  for (guint p = 0; p < n; p++)                                                            \
    {                                                                                      \
      BEGIN;                                                                               \
      for (guint c = offsets[p] - base; c < offsets[p + 1] - base; c++)                    \
        BODY;                                                                              \
      END;                                                                                 \
    }

/* Of bytes and plain sums: every row is added to its parent's.  FALSE when the instruction is of another kind. */
SHORT static gboolean
run_below_direct (CbRun         *run,
                  const CbInstr *in,
                  guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint32 *restrict parents = run->columns->parents[in->below] + run->base[in->below];
  guint above = run->base[in->level], rows = run->rows[in->below];
  const guint8 *restrict bytes;
  gpointer pd = place (run, in->dst);

  if (in->a < 0 || regs[in->a].level != in->below || in->mode || in->dst2 >= 0)
    return FALSE;
  bytes = place (run, in->a);
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

SHORT static void
run_below (CbRun         *run,
           const CbInstr *in,
           guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const guint32 *offsets = run->columns->offsets[in->level][in->below] + run->base[in->level];
  guint base = run->base[in->below];
  gconstpointer pa = in->a >= 0 ? place (run, in->a) : NULL;
  const guint8 *pb = in->b >= 0 ? place (run, in->b) : NULL;
  gpointer pd = place (run, in->dst);

  switch ((CbInstrOp) in->op)
    {
    case CB_I_SUM:
      if (in->mode)
        {
          guint8 *ps = in->dst2 >= 0 ? place (run, in->dst2) : NULL;

          BELOW ({ over = over || __builtin_add_overflow (s, ((const CbWide *) pa)[c], &s) || too_large (s); },
                 CbWide s = 0; gboolean over = FALSE,
                 ((CbWide *) pd)[p] = over ? 0 : s; fault_at (run, ps, p, over))
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
          guint8 *ps = place (run, in->dst2);

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

/* Sums, maxima and minima of fractions with different denominators. */
static void
run_fold (CbRun         *run,
          const CbInstr *in,
          guint          n)
{
  const guint32 *offsets = run->columns->offsets[in->level][in->below] + run->base[in->level];
  guint base = run->base[in->below];
  const CbWide *pa = place (run, in->a), *pb = place (run, in->b);
  const guint8 *pc = in->c >= 0 ? place (run, in->c) : NULL;
  CbWide *pn = place (run, in->dst), *pd = place (run, in->dst2);
  guint8 *ps = in->dst3 >= 0 ? place (run, in->dst3) : NULL;

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
              over = too_large (num) || den > CB_WIDE_MAX;
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
      fault_at (run, ps, p, over);
    }
}

#define ROUND(Type)                                                                        \
static inline Type                                                                         \
round_##Type (Type a, Type d, guint8 mode, Type unit)                                      \
{                                                                                          \
  Type q = a / d, r = a % d;                                                               \
  if (r < 0) { r += d; q--; }                                                              \
  switch (mode)                                                                            \
    {                                                                                      \
    case CB_ROUND_CEIL: q += r > 0; break;                                                 \
    case CB_ROUND_HALF_UP: q += r >= d - r; break;                                         \
    case CB_ROUND_HALF_EVEN: q += r > d - r || (r == d - r && (q & 1)); break;             \
    default: break;                                                                        \
    }                                                                                      \
  return q * unit;                                                                         \
}
ROUND (gint64)
ROUND (CbWide)

CLONES static void
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

/* --- Dates --- */

static CbDate
as_date (gint64 days)
{
  return (CbDate) CLAMP (days, cb_date_new (1800, 1, 1), cb_date_new (2200, 12, 31));
}

static CbMonth
as_month (gint64 month)
{
  return (CbMonth) CLAMP (month, cb_month_new (1800, 1), cb_month_new (2200, 12));
}

static gint64
months_between (CbDate a,
                CbDate b)
{
  gint64 months = cb_month_of (b) - cb_month_of (a);

  if (b <= a)
    return 0;
  /* The day of the month (or the month's last) must have come. */
  return months > 0 && cb_date_add_months (a, (int) months) > b ? months - 1 : months;
}

gint64
cb_run_date (CbInstrOp op,
             gint64    a,
             gint64    b)
{
  int year, month, day;

  switch (op)
    {
    case CB_I_AGE: return cb_date_age (as_date (a), as_date (b));
    case CB_I_MONTHS_BETWEEN: return months_between (as_date (a), as_date (b));
    case CB_I_ADD_MONTHS:
      {
        gint64 to = CLAMP (cb_month_of (as_date (a)) + CLAMP (b, -10000, 10000), cb_month_new (1800, 1), cb_month_new (2200, 12));

        return cb_date_add_months (as_date (a), (int) (to - cb_month_of (as_date (a))));
      }
    case CB_I_MONTH_OF: return cb_month_of (as_date (a));
    case CB_I_FIRST_DAY: return cb_month_first (as_month (a));
    case CB_I_LAST_DAY: return cb_month_last (as_month (a));
    default:
      cb_date_split (as_date (a), &year, &month, &day);
      return year;
    }
}

static void
run_date (CbRun         *run,
          const CbInstr *in,
          guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = place (run, in->a), pb = in->b >= 0 ? place (run, in->b) : NULL;
  gint64 *pd = place (run, in->dst);

  for (guint i = 0; i < n; i++)
    pd[i] = cb_run_date ((CbInstrOp) in->op, (gint64) wide_at (run, &regs[in->a], pa, i), in->b >= 0 ? (gint64) wide_at (run, &regs[in->b], pb, i) : 0);
}

/* --- The rest --- */

static void
run_small (CbRun         *run,
           const CbInstr *in,
           guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = place (run, in->a);
  gpointer pd = place (run, in->dst);
  guint8 *ps = in->dst2 >= 0 ? place (run, in->dst2) : NULL;

  for (guint i = 0; i < n; i++)
    {
      CbWide v = wide_at (run, &regs[in->a], pa, i);

      switch ((CbInstrOp) in->op)
        {
        case CB_I_WIDEN:
          break;
        case CB_I_NARROW:
          fault_at (run, ps, i, v > G_MAXINT64 || v < G_MININT64);
          v = v > G_MAXINT64 || v < G_MININT64 ? 0 : v;
          break;
        case CB_I_DENOM:
          fault_at (run, ps, i, v == 0);
          v = v == 0 ? 1 : v < 0 ? -v : v;
          break;
        default:   /* SIGN */
          {
            gconstpointer pb = place (run, in->b);

            if (wide_at (run, &regs[in->b], pb, i) < 0)
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

CLONES static void
run_lookup (CbRun         *run,
            const CbInstr *in,
            guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  const CbLookup *l = run->variant->code.lookups->pdata[in->table];
  const guint8 *pa = place (run, in->a);
  gpointer pd = place (run, in->dst);

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

CLONES static void
step (CbRun         *run,
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
        const guint8 *restrict pa = place (run, in->a);
        guint8 *restrict pd = place (run, in->dst);

        for (guint i = 0; i < n; i++)
          pd[i] = !pa[i];
        break;
      }
    case CB_I_NEZ8:
      {
        const guint8 *restrict pa = place (run, in->a);
        guint8 *restrict pd = place (run, in->dst);

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
          const gint64 *restrict pa = place (run, in->a);
          gint64 *restrict pd = place (run, in->dst);
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
      run_lift (run, in, n);
      break;
    case CB_I_LOOKUP: case CB_I_LOOKUP_HAS:
      run_lookup (run, in, n);
      break;
    case CB_I_SUM: case CB_I_COUNT: case CB_I_ANY: case CB_I_MAXN: case CB_I_MINN:
      if (!is_direct (run, in->level, in->below) || !run_below_direct (run, in, n))
        run_below (run, in, n);
      break;
    case CB_I_FOLD:
      run_fold (run, in, n);
      break;
    case CB_I_ROUND:
      run_round (run, in, n);
      break;
    default:
      run_date (run, in, n);
      break;
    }
}

static void
begin (CbRun           *run,
       CbVariant       *variant,
       const CbColumns *columns,
       guint            first,
       guint            n)
{
  gsize need = 0, most = 0;

  run->columns = columns;
  run->variant = variant;
  run->trouble = FALSE;
  run->places = NULL;
  for (guint e = 0; e < columns->n_entities; e++)
    {
      const guint32 *offsets = columns->offsets[0][e];

      run->base[e] = e == 0 ? first : offsets[first];
      run->rows[e] = e == 0 ? n : offsets[first + n] - offsets[first];
      most = MAX (most, run->rows[e]);
      for (guint k = 0; k < 3; k++)
        {
          run->stride[e][k] = (run->rows[e] * width[k] + 63) & ~(gsize) 63;
          need += run->stride[e][k] * variant->code.n_slots[e * 3 + k];
        }
    }
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
    char *at = (char *) (((guintptr) run->memory + 63) & ~(guintptr) 63);

    for (guint e = 0; e < columns->n_entities; e++)
      for (guint k = 0; k < 3; k++)
        {
          run->area[e][k] = at;
          at += run->stride[e][k] * variant->code.n_slots[e * 3 + k];
        }
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
