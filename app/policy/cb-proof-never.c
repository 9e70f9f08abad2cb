/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-proof-private.h"

/* Conditions that can never hold together: assumed, they narrow the ranges of the compiled code until two of them
 * contradict each other.  That they do not is no proof that they can. */

#define LIMIT_PASSES 12

/* --- Literals --- */

void
cb_literal_free (gpointer data)
{
  g_array_unref (((CbLiteral *) data)->slots);
  g_free (data);
}

CbLiteral *
cb_literal_new (gboolean want)
{
  CbLiteral *l = g_new0 (CbLiteral, 1);

  l->slots = g_array_new (FALSE, FALSE, sizeof (CbSlot));
  l->want = want;
  return l;
}

CbLiteral *
cb_literal_copy (const CbLiteral *l)
{
  CbLiteral *copy = cb_literal_new (l->want);

  if (l->slots->len > 0)
    g_array_append_vals (copy->slots, l->slots->data, l->slots->len);
  return copy;
}

/* --- Ranges --- */

/* What a register may still be: a number in [lo, hi]; of eight bits, one of @can. */
typedef struct { CbWide lo, hi; guint64 can[4]; } Domain;

typedef struct {
  const CbCode *code;
  Domain       *domains;
  gboolean      changed, impossible;
} Prover;

static gboolean
eight (Prover *p,
       int     reg)
{
  return g_array_index (p->code->regs, CbReg, reg).kind == CB_REG_8;
}

static gboolean
can_be (Prover *p,
        int     reg,
        guint   v)
{
  return (p->domains[reg].can[v / 64] >> (v % 64)) & 1;
}

static void
keep (Prover        *p,
      int            reg,
      const guint64 *mask)
{
  Domain *d = &p->domains[reg];
  guint64 any = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint64 now = d->can[i] & mask[i];

      p->changed |= now != d->can[i];
      d->can[i] = now;
      any |= now;
    }
  p->impossible |= any == 0;
}

static void
forbid (Prover *p,
        int     reg,
        guint   v)
{
  guint64 mask[4] = { ~G_GUINT64_CONSTANT (0), ~G_GUINT64_CONSTANT (0), ~G_GUINT64_CONSTANT (0), ~G_GUINT64_CONSTANT (0) };

  mask[v / 64] &= ~(G_GUINT64_CONSTANT (1) << (v % 64));
  keep (p, reg, mask);
}

/* A truth is not 1; is not 0. */
static void
make_no (Prover *p,
         int     reg)
{
  guint64 mask[4] = { 1, 0, 0, 0 };

  keep (p, reg, mask);
}

static void
make_yes (Prover *p,
          int     reg)
{
  forbid (p, reg, 0);
}

static gboolean
is_no (Prover *p,
       int     reg)
{
  const guint64 *can = p->domains[reg].can;

  return (can[0] & ~G_GUINT64_CONSTANT (1)) == 0 && can[1] == 0 && can[2] == 0 && can[3] == 0;
}

static gboolean
is_yes (Prover *p,
        int     reg)
{
  return !can_be (p, reg, 0);
}

static void
at_least (Prover *p,
          int     reg,
          CbWide  lo)
{
  Domain *d = &p->domains[reg];

  if (lo > d->lo)
    {
      d->lo = lo;
      p->changed = TRUE;
    }
  p->impossible |= d->lo > d->hi;
}

static void
at_most (Prover *p,
         int     reg,
         CbWide  hi)
{
  Domain *d = &p->domains[reg];

  if (hi < d->hi)
    {
      d->hi = hi;
      p->changed = TRUE;
    }
  p->impossible |= d->lo > d->hi;
}

static int
single (Prover *p,
        int     reg)
{
  int found = -1;

  for (int v = 0; v < 256; v++)
    if (can_be (p, reg, (guint) v))
      {
        if (found >= 0)
          return -1;
        found = v;
      }
  return found;
}

static void
less (Prover *p,
      int     a,
      int     b,
      int     by)
{
  at_most (p, a, p->domains[b].hi - by);
  at_least (p, b, p->domains[a].lo + by);
}

static void
equal (Prover   *p,
       int       a,
       int       b,
       gboolean  same)
{
  if (eight (p, a) != eight (p, b))
    return;
  if (eight (p, a))
    {
      int v = single (p, b), w = single (p, a);

      if (same)
        {
          keep (p, a, p->domains[b].can);
          keep (p, b, p->domains[a].can);
        }
      else
        {
          if (v >= 0)
            forbid (p, a, (guint) v);
          if (w >= 0)
            forbid (p, b, (guint) w);
        }
      return;
    }
  if (same)
    {
      less (p, a, b, 0);
      less (p, b, a, 0);
      return;
    }
  for (int i = 0; i < 2; i++)
    {
      int x = i == 0 ? a : b, y = i == 0 ? b : a;

      if (p->domains[y].lo != p->domains[y].hi)
        continue;
      if (p->domains[x].lo == p->domains[y].lo)
        at_least (p, x, p->domains[x].lo + 1);
      if (p->domains[x].hi == p->domains[y].lo)
        at_most (p, x, p->domains[x].hi - 1);
    }
}

static void
compared (Prover        *p,
          const CbInstr *in,
          CbInstrOp      op,
          gboolean       yes)
{
  switch (op)
    {
    case CB_I_LT: if (yes) less (p, in->a, in->b, 1); else less (p, in->b, in->a, 0); break;
    case CB_I_LE: if (yes) less (p, in->a, in->b, 0); else less (p, in->b, in->a, 1); break;
    case CB_I_GT: if (yes) less (p, in->b, in->a, 1); else less (p, in->a, in->b, 0); break;
    case CB_I_GE: if (yes) less (p, in->b, in->a, 0); else less (p, in->a, in->b, 1); break;
    case CB_I_EQ: equal (p, in->a, in->b, yes); break;
    default: equal (p, in->a, in->b, !yes); break;
    }
}

/* Two truths: @dst is yes when both (AND; @turned: OR, with yes and no changed about). */
static void
both (Prover        *p,
      const CbInstr *in,
      gboolean       turned)
{
  void (*yes) (Prover *, int) = turned ? make_no : make_yes, (*no) (Prover *, int) = turned ? make_yes : make_no;
  gboolean (*surely) (Prover *, int) = turned ? is_no : is_yes, (*never) (Prover *, int) = turned ? is_yes : is_no;

  if (surely (p, in->dst))
    {
      yes (p, in->a);
      yes (p, in->b);
    }
  if (never (p, in->a) || never (p, in->b))
    no (p, in->dst);
  if (surely (p, in->a) && surely (p, in->b))
    yes (p, in->dst);
  if (never (p, in->dst) && surely (p, in->a))
    no (p, in->b);
  if (never (p, in->dst) && surely (p, in->b))
    no (p, in->a);
}

static void
step (Prover        *p,
      const CbInstr *in)
{
  switch ((CbInstrOp) in->op)
    {
    case CB_I_AND8:
    case CB_I_OR8:
      both (p, in, in->op == CB_I_OR8);
      break;
    case CB_I_NOT8:
      if (is_yes (p, in->dst))
        make_no (p, in->a);
      if (is_no (p, in->dst))
        make_yes (p, in->a);
      if (is_yes (p, in->a))
        make_no (p, in->dst);
      if (is_no (p, in->a))
        make_yes (p, in->dst);
      break;
    case CB_I_LT: case CB_I_LE: case CB_I_GT: case CB_I_GE: case CB_I_EQ: case CB_I_NE:
      if (is_yes (p, in->dst))
        compared (p, in, (CbInstrOp) in->op, TRUE);
      else if (is_no (p, in->dst))
        compared (p, in, (CbInstrOp) in->op, FALSE);
      break;
    case CB_I_LIFT:
    case CB_I_WIDEN:
      equal (p, in->dst, in->a, TRUE);
      if (!eight (p, in->dst) || !eight (p, in->a))
        {
          less (p, in->dst, in->a, 0);
          less (p, in->a, in->dst, 0);
        }
      break;
    default:
      break;
    }
}

static void
assume (Prover          *p,
        const CbLiteral *l)
{
  guint open = 0;
  int last = -1;

  for (guint i = 0; i < l->slots->len; i++)
    {
      int reg = g_array_index (l->slots, CbSlot, i).num;

      if (l->want)
        make_yes (p, reg);
      else if (!is_yes (p, reg))
        {
          last = reg;
          open++;
        }
    }
  if (l->want)
    return;
  /* Not all of them: none left that could be no, or only one. */
  if (open == 0)
    p->impossible = TRUE;
  else if (open == 1)
    make_no (p, last);
}

gboolean
cb_literals_contradict (const CbCode *code,
                        GPtrArray    *literals)
{
  g_autofree Domain *domains = g_new0 (Domain, code->regs->len + 1);
  Prover p = { code, domains, TRUE, FALSE };

  for (guint i = 0; i < code->regs->len; i++)
    {
      const CbReg *r = &g_array_index (code->regs, CbReg, i);

      domains[i].lo = r->lo;
      domains[i].hi = r->hi;
      for (CbWide v = MAX (r->lo, 0); r->kind == CB_REG_8 && v <= MIN (r->hi, 255); v++)
        domains[i].can[v / 64] |= G_GUINT64_CONSTANT (1) << (v % 64);
    }
  for (guint pass = 0; pass < LIMIT_PASSES && p.changed && !p.impossible; pass++)
    {
      p.changed = FALSE;
      for (guint i = 0; i < literals->len; i++)
        assume (&p, literals->pdata[i]);
      /* Backwards: from the answers to what they rest on. */
      for (guint i = code->code->len; i > 0 && !p.impossible; i--)
        {
          const CbInstr *in = &g_array_index (code->code, CbInstr, i - 1);

          step (&p, in);
        }
    }
  return p.impossible;
}
