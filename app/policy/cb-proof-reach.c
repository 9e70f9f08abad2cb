/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-proof-private.h"

/* Which rows, branches and exceptions can ever be taken.  A family that takes one shows it; that none ever can is proved by assuming its
 * conditions and narrowing the ranges of the compiled code until two of them contradict each other. */

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
  GPtrArray *literals;       /* CbLiteral* */
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

/* @path: GPtrArray of CbLiteral; taken over by copy. */
static void
add_target (CbReach       *reach,
            gconstpointer  what,
            const CbKey   *key,
            int            column,
            int            level,
            GPtrArray     *path,
            char          *text)
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
  target->literals = g_ptr_array_new_with_free_func (cb_literal_free);
  for (guint i = 0; i < path->len; i++)
    g_ptr_array_add (target->literals, cb_literal_copy (path->pdata[i]));
  g_ptr_array_add (reach->targets, target);
}

static void
push (GPtrArray *path,
      CbSlot     slot,
      gboolean   want)
{
  CbLiteral *l = cb_literal_new (want);

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
      g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (cb_literal_free);

      for (guint i = 0; i < e->n; i++)
        walk (reach, e->args[i], fresh);
      return;
    }
  for (guint i = 0; i < e->n; i++)
    walk (reach, e->args[i], path);
}

static gboolean
row_literal (CbReach   *reach,
             CbTableX  *table,
             CbRowX    *row,
             CbLiteral *l)
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
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (cb_literal_free);

  for (guint i = 0; i < table->n_inputs; i++)
    walk (reach, table->inputs[i], path);
  for (guint r = 0; r < table->rows->len; r++)
    {
      CbRowX *row = table->rows->pdata[r];
      CbLiteral *yes = cb_literal_new (TRUE);

      if (!cb_in_force (row->from, row->until, reach->on) || !row_literal (reach, table, row, yes))
        {
          cb_literal_free (yes);
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
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (cb_literal_free);

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
       const CbLiteral *l,
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

/* --- What came of it --- */

void
cb_reach_end (CbReach *reach)
{
  for (guint i = 0; i < reach->targets->len; i++)
    {
      Target *t = reach->targets->pdata[i];

      if (!t->aim->reached && !t->aim->open)
        t->aim->open = !cb_literals_contradict (&reach->variant->code, t->literals);
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
