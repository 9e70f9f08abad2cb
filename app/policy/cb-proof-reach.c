/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-proof-private.h"

/* Which rows, branches and exceptions can ever be taken.  A family that takes one shows it; that none ever can is proved by assuming its
 * conditions and narrowing the ranges of the compiled code until two of them contradict each other. */

#define LIMIT_PASSES 12

/* All of @slots together are @want. */
typedef struct { GArray *slots; /* CbSlot */ gboolean want; } Literal;

/* Something to be reached, over all days. */
typedef struct {
  const CbKey *key;
  int          column;
  char        *text;
  gboolean     reached;
  gboolean     open;         /* on some day it could not be proved that it never is */
} Aim;

/* The same on one day. */
typedef struct {
  Aim       *aim;
  int        level;
  GPtrArray *literals;       /* Literal */
} Target;

struct _CbReach {
  CbPack     *pack;
  GHashTable *aims;          /* CbExpr, CbRowX or CbExceptionX -> Aim */
  GPtrArray  *order;         /* Aim */
  GPtrArray  *targets;       /* of the day */
  CbVariant  *variant;
  CbDate      on;
};

static void
literal_free (gpointer data)
{
  g_array_unref (((Literal *) data)->slots);
  g_free (data);
}

static void
target_free (gpointer data)
{
  g_ptr_array_unref (((Target *) data)->literals);
  g_free (data);
}

static void
aim_free (gpointer data)
{
  g_free (((Aim *) data)->text);
  g_free (data);
}

CbReach *
cb_reach_new (CbPack *pack)
{
  CbReach *reach = g_new0 (CbReach, 1);

  reach->pack = pack;
  reach->aims = g_hash_table_new (g_direct_hash, g_direct_equal);
  reach->order = g_ptr_array_new_with_free_func (aim_free);
  reach->targets = g_ptr_array_new_with_free_func (target_free);
  return reach;
}

void
cb_reach_free (CbReach *reach)
{
  g_hash_table_unref (reach->aims);
  g_ptr_array_unref (reach->order);
  g_ptr_array_unref (reach->targets);
  g_free (reach);
}

/* --- What there is to reach on a day --- */

static Literal *
literal_new (gboolean want)
{
  Literal *l = g_new0 (Literal, 1);

  l->slots = g_array_new (FALSE, FALSE, sizeof (CbSlot));
  l->want = want;
  return l;
}

static Literal *
literal_copy (const Literal *l)
{
  Literal *copy = literal_new (l->want);

  if (l->slots->len > 0)
    g_array_append_vals (copy->slots, l->slots->data, l->slots->len);
  return copy;
}

/* @path: GPtrArray of Literal; taken over by copy. */
static void
add_target (CbReach     *reach,
            gconstpointer what,
            const CbKey *key,
            int          column,
            int          level,
            GPtrArray   *path,
            char        *text)
{
  Aim *aim = g_hash_table_lookup (reach->aims, what);
  Target *target = g_new0 (Target, 1);

  if (aim == NULL)
    {
      aim = g_new0 (Aim, 1);
      aim->key = key;
      aim->column = column;
      aim->text = g_steal_pointer (&text);
      g_hash_table_insert (reach->aims, (gpointer) what, aim);
      g_ptr_array_add (reach->order, aim);
    }
  g_free (text);
  target->aim = aim;
  target->level = level;
  target->literals = g_ptr_array_new_with_free_func (literal_free);
  for (guint i = 0; i < path->len; i++)
    g_ptr_array_add (target->literals, literal_copy (path->pdata[i]));
  g_ptr_array_add (reach->targets, target);
}

static void
push (GPtrArray *path,
      CbSlot     slot,
      gboolean   want)
{
  Literal *l = literal_new (want);

  g_array_append_val (l->slots, slot);
  g_ptr_array_add (path, l);
}

static void
pop (GPtrArray *path)
{
  g_ptr_array_set_size (path, (int) path->len - 1);
}

static void
note_source (CbExpr   *e,
             gpointer  data)
{
  guint *found = data;

  if (e->op == CB_EX_PARAM)
    *found |= 1;
  else if (e->op == CB_EX_FACT || e->op == CB_EX_VALUE || e->op == CB_EX_AGG)
    *found |= 2;
}

/* Rests on parameters alone: a switch, to be set otherwise some day. */
static gboolean
is_switch (CbExpr *e)
{
  guint found = 0;

  cb_expr_each (e, note_source, &found);
  return found == 1;
}

/* The branches of a formula; @path holds what must hold for it to be looked at. */
static void
walk (CbReach   *reach,
      CbExpr    *e,
      GPtrArray *path)
{
  if (e == NULL)
    return;
  if (e->op == CB_EX_IF && reach->variant->slots[e->args[0]->id].done)
    {
      CbSlot cond = reach->variant->slots[e->args[0]->id];

      walk (reach, e->args[0], path);
      for (guint i = 1; i <= 2; i++)
        {
          push (path, cond, i == 1);
          if (!is_switch (e->args[0]))
            add_target (reach, e->args[i], e->key, e->args[i]->column, e->scope, path,
                        g_strdup (i == 1 ? "the branch “then”" : "the branch “else”"));
          walk (reach, e->args[i], path);
          pop (path);
        }
      return;
    }
  if (e->op == CB_EX_AGG)
    {
      /* About others: what holds of the one above says nothing of them here. */
      g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (literal_free);

      for (guint i = 0; i < e->n; i++)
        walk (reach, e->args[i], fresh);
      return;
    }
  for (guint i = 0; i < e->n; i++)
    walk (reach, e->args[i], path);
}

static gboolean
row_literal (CbReach  *reach,
             CbTableX *table,
             CbRowX   *row,
             Literal  *l)
{
  for (guint i = 0; i < table->n_inputs; i++)
    if (row->cells[i] != NULL)
      {
        if (!reach->variant->slots[row->cells[i]->id].done)
          return FALSE;
        g_array_append_val (l->slots, reach->variant->slots[row->cells[i]->id]);
      }
  return TRUE;
}

static void
add_row (CbReach   *reach,
         CbTableX  *table,
         CbRowX    *row,
         GPtrArray *path)
{
  add_target (reach, row, row->key, 1, table->entity, path,
              g_strdup_printf ("%s%s of [table %s]", row == table->otherwise ? "the default" : "row ", row == table->otherwise ? "" : row->id, table->name));
  for (guint o = 0; o < table->n_outputs; o++)
    if (row->outs[o] != NULL)
      walk (reach, row->outs[o], path);
}

static void
add_table (CbReach  *reach,
           CbTableX *table)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (literal_free);

  for (guint i = 0; i < table->n_inputs; i++)
    walk (reach, table->inputs[i], path);
  for (guint r = 0; r < table->rows->len; r++)
    {
      CbRowX *row = table->rows->pdata[r];
      Literal *yes = literal_new (TRUE);

      if (!cb_in_force (row->from, row->until, reach->on) || !row_literal (reach, table, row, yes))
        {
          literal_free (yes);
          continue;
        }
      g_ptr_array_add (path, yes);
      add_row (reach, table, row, path);
      if (table->hit == CB_HIT_FIRST || table->hit == CB_HIT_UNIQUE)
        yes->want = FALSE;   /* of those after it */
      else
        pop (path);
    }
  if (table->otherwise != NULL)
    add_row (reach, table, table->otherwise, path);
}

static gboolean
has_code (CbReach  *reach,
          CbValueX *value)
{
  return reach->variant->values[value->index].state == 2;
}

void
cb_reach_begin (CbReach   *reach,
                CbVariant *variant,
                CbDate     on)
{
  CbPack *pack = reach->pack;
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (literal_free);

  g_ptr_array_set_size (reach->targets, 0);
  reach->variant = variant;
  reach->on = on;
  for (guint i = 0; i < pack->values->len; i++)
    {
      CbValueX *value = pack->values->pdata[i];
      CbFormulaVersion *version = cb_value_at (value, on);

      if (value->table == NULL && version != NULL && has_code (reach, value))
        walk (reach, version->expr, path);
      else if (value->table != NULL && value->output == 0 && has_code (reach, value))
        add_table (reach, value->table);
    }
  for (guint i = 0; i < pack->exceptions->len; i++)
    {
      CbExceptionX *x = pack->exceptions->pdata[i];

      if (x->value == NULL || !cb_in_force (x->from, x->until, on) || !variant->exceptions[x->index].done)
        continue;
      push (path, variant->exceptions[x->index], TRUE);
      add_target (reach, x, x->when->key, x->when->column, x->value->entity, path, g_strdup_printf ("[exception %s]", x->name));
      walk (reach, x->formula, path);
      pop (path);
    }
  for (guint i = 0; i < variant->programmes->len; i++)
    {
      CbProgrammeX *p = g_array_index (variant->programmes, CbProgrammeCode, i).programme;

      walk (reach, p->eligible, path);
      walk (reach, p->amount, path);
      for (guint k = 0; k < p->judges->len; k++)
        {
          CbJudgeX *judge = &g_array_index (p->judges, CbJudgeX, k);

          if (!variant->slots[judge->when->id].done)
            continue;
          push (path, variant->slots[judge->when->id], TRUE);
          add_target (reach, judge->when, judge->key, judge->when->column, judge->entity, path, g_strdup_printf ("judge.%s of [programme %s]", judge->id, p->name));
          pop (path);
        }
    }
}

/* --- Shown by a family --- */

/* What @reg holds for row @row (of the block) of entity @level. */
static CbWide
read_for (CbRun           *run,
          const CbColumns *columns,
          int              reg,
          int              level,
          guint            row)
{
  const CbReg *r = &g_array_index (run->variant->code.regs, CbReg, reg);

  if (r->level < 0)
    return r->lo;
  while (level > r->level)
    {
      row = columns->parents[level][row];
      level = CB_ENTITY (columns->pack, level)->parent;
    }
  return cb_run_get (run, reg, row - run->base[level]);
}

static gboolean
holds (CbRun           *run,
       const CbColumns *columns,
       const Literal   *l,
       int              level,
       guint            row)
{
  gboolean all = TRUE, sure_no = FALSE;

  for (guint i = 0; i < l->slots->len; i++)
    {
      const CbSlot *s = &g_array_index (l->slots, CbSlot, i);
      gboolean known = s->st < 0 || read_for (run, columns, s->st, level, row) == CB_STATE_KNOWN;
      gboolean yes = read_for (run, columns, s->num, level, row) != 0;

      all &= known && yes;
      sure_no |= known && !yes;
    }
  return l->want ? all : sure_no;
}

void
cb_reach_look (CbReach         *reach,
               CbRun           *run,
               const CbColumns *columns)
{
  for (guint i = 0; i < reach->targets->len; i++)
    {
      Target *t = reach->targets->pdata[i];

      for (guint row = 0; row < run->rows[t->level] && !t->aim->reached; row++)
        {
          gboolean all = TRUE;

          for (guint k = 0; k < t->literals->len && all; k++)
            all = holds (run, columns, t->literals->pdata[k], t->level, run->base[t->level] + row);
          t->aim->reached = all;
        }
    }
}

/* --- Proved that it never is --- */

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
equal (Prover  *p,
       int      a,
       int      b,
       gboolean same)
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
assume (Prover        *p,
        const Literal *l)
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

static gboolean
never (CbReach      *reach,
       const Target *target)
{
  const CbCode *code = &reach->variant->code;
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
      for (guint i = 0; i < target->literals->len; i++)
        assume (&p, target->literals->pdata[i]);
      /* Backwards: from the answers to what they rest on. */
      for (guint i = code->code->len; i > 0 && !p.impossible; i--)
        {
          const CbInstr *in = &g_array_index (code->code, CbInstr, i - 1);

          step (&p, in);
        }
    }
  return p.impossible;
}

void
cb_reach_end (CbReach *reach)
{
  for (guint i = 0; i < reach->targets->len; i++)
    {
      Target *t = reach->targets->pdata[i];

      if (!t->aim->reached && !t->aim->open)
        t->aim->open = !never (reach, t);
    }
}

void
cb_reach_findings (CbReach       *reach,
                   guint          families,
                   GPtrArray     *findings,
                   CbProofCounts *counts)
{
  counts->branches = reach->order->len;
  for (guint i = 0; i < reach->order->len; i++)
    {
      Aim *aim = reach->order->pdata[i];

      counts->reached += aim->reached;
      if (aim->reached)
        continue;
      if (aim->open)
        g_ptr_array_add (findings, cb_finding_new (CB_FINDING_OPEN, aim->key, aim->column, "%s: taken by none of the %u families tried", aim->text, families));
      else
        g_ptr_array_add (findings, cb_finding_new (CB_FINDING_FAULT, aim->key, aim->column,
                                                   "%s can never be taken: its conditions contradict each other or what stands before it", aim->text));
    }
}
