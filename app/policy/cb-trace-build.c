/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-private.h"

#include <string.h>

/* Reads the trace off the registers of a finished run: only what was used, nothing is computed a second time. */

static CbNode *
new_node (CbResult   *r,
          CbTraceKind kind,
          CbType      type,
          CbNumber    x,
          int         entity,
          guint       row)
{
  CbNode *node = cb_arena_new0 (r->arena, CbNode, 1);
  CbWide g = x.state == CB_STATE_KNOWN && x.den != 1 ? cb_wide_gcd (x.num, x.den) : 1;

  if (g > 1)
    {
      x.num /= g;
      x.den /= g;
    }
  node->type = type;
  node->number = x;
  node->pub.kind = kind;
  node->pub.type = (CbTypeKind) type.kind;
  node->pub.unit = cb_type_get_unit (type);
  node->pub.known = x.state == CB_STATE_KNOWN;
  node->pub.numerator = (gint64) x.num;
  if (G_UNLIKELY (node->pub.numerator != x.num))
    node->pub.numerator = x.num < 0 ? G_MININT64 : G_MAXINT64;
  node->pub.denominator = (gint64) MIN (x.den, G_MAXINT64);
  node->pub.choice = type.kind == CB_TYPE_CHOICE ? CB_CHOICE (r->program->pack, type.choice)->name : NULL;
  node->pub.since = CB_DATE_NONE;
  if (entity >= 0)
    {
      node->pub.entity = CB_ENTITY (r->program->pack, entity)->pub.name;
      node->pub.index = cb_result_index (r, entity, row);
    }
  return node;
}

/* Puts a node on the stack of children. */
static void
push (CbResult *r,
      CbNode   *node)
{
  if (r->n_pending == r->most_pending)
    {
      r->most_pending = 2 * r->most_pending + 64;
      r->pending = g_renew (CbTraceNode *, r->pending, r->most_pending);
    }
  r->pending[r->n_pending++] = &node->pub;
}

/* The children that were put on the stack since @mark become the node's, and leave it. */
static void
set_children (CbResult *r,
              CbNode   *node,
              guint     mark,
              guint     n_main)
{
  guint n = r->n_pending - mark;

  node->pub.n_children = n;
  node->n_main = MIN (n_main, n);
  node->pub.children = cb_arena_new0 (r->arena, CbTraceNode *, n + 1);
  node->speaks = node->reason != NULL || node->confirm;
  for (guint i = 0; i < n; i++)
    {
      node->pub.children[i] = r->pending[mark + i];
      node->speaks |= ((CbNode *) r->pending[mark + i])->speaks;
    }
  r->n_pending = mark;
}

CbNode *
cb_trace_group (CbResult   *r,
                const char *name,
                GPtrArray  *children)
{
  CbNode *node = new_node (r, CB_TRACE_OPERATION, cb_type_of (CB_TYPE_TRUTH), (CbNumber) { CB_STATE_KNOWN, 1, 1 }, -1, 0);
  guint mark = r->n_pending;

  node->pub.name = name;
  for (guint i = 0; i < children->len; i++)
    push (r, children->pdata[i]);
  set_children (r, node, mark, children->len);
  return node;
}

static CbNumber
read_expr (CbResult *r,
           CbExpr   *e,
           guint     row)
{
  return cb_result_read (r, r->variant->slots[e->id], e->scope, row);
}

/* @e must have been compiled: a part that was cut short (a branch of a constant) still was. */
static gboolean
compiled (CbResult *r,
          CbExpr   *e)
{
  return e != NULL && r->variant->slots[e->id].done;
}

static void
add (CbResult *r,
     CbExpr   *e,
     guint     row)
{
  if (compiled (r, e))
    push (r, cb_trace_expr (r, e, row));
}

static CbNode *
trace_fact (CbResult *r,
            CbExpr   *e,
            guint     row)
{
  CbFactX *fact = e->ref;
  guint at = cb_result_row (r, e->scope, row, fact->entity);
  CbNode *node = new_node (r, CB_TRACE_FACT, fact->type, read_expr (r, e, row), fact->entity, at);
  CbCell *cell = cb_facts_cell (r->facts, fact, node->pub.index);

  node->pub.name = fact->pub.name;
  node->pub.evidence = cell != NULL ? cell->evidence : NULL;
  return node;
}

static CbNode *
trace_param (CbResult *r,
             CbExpr   *e,
             guint     row)
{
  CbExpr *base = e->op == CB_EX_AT ? e->args[0] : e;
  CbParamX *param = base->op == CB_EX_INDEX ? base->args[0]->ref : base->ref;
  CbParamVersionX *version = cb_program_param (r->program, param);
  CbNode *node = new_node (r, CB_TRACE_PARAM, e->type, read_expr (r, e, row), -1, 0);
  guint mark = r->n_pending;

  if (e->op == CB_EX_AT)
    {
      CbNumber day = read_expr (r, e->args[1], row);

      version = day.state == CB_STATE_KNOWN ? cb_param_at (param, (CbDate) day.num) : NULL;
      add (r, e->args[1], row);
    }
  if (base->op == CB_EX_INDEX)
    {
      CbNumber word = read_expr (r, base->args[1], row);

      if (word.state == CB_STATE_KNOWN && base->args[1]->op != CB_EX_WORD)
        add (r, base->args[1], row);
      else if (word.state != CB_STATE_KNOWN)
        add (r, base->args[1], row);
      if (word.state == CB_STATE_KNOWN)
        node->pub.op = CB_CHOICE (r->program->pack, param->by)->words[word.num];
    }
  node->pub.name = param->pub.name;
  node->expr = e;
  if (version != NULL)
    {
      node->pub.cite = version->pub.cite;
      node->pub.since = version->pub.from;
      node->confirm = version->pub.confirm;
    }
  set_children (r, node, mark, 0);
  return node;
}

/* Of and, or: what decided.  A no is decided by the noes, a yes by all; the other way round for or. */
static void
logic_children (CbResult *r,
                CbExpr   *e,
                guint     row)
{
  CbNumber x = read_expr (r, e, row);
  gboolean decided = x.state == CB_STATE_KNOWN && (x.num != 0) == (e->op == CB_EX_OR);

  for (guint i = 0; i < e->n; i++)
    {
      CbNumber part = read_expr (r, e->args[i], row);

      if (decided ? part.state == CB_STATE_KNOWN && part.num == x.num : x.state == CB_STATE_KNOWN || part.state != CB_STATE_KNOWN)
        add (r, e->args[i], row);
    }
}

static CbNode *
trace_aggregate (CbResult *r,
                 CbExpr   *e,
                 guint     row)
{
  CbNumber x = read_expr (r, e, row);
  CbNode *node = new_node (r, CB_TRACE_AGGREGATE, e->type, x, e->scope, row);
  const guint32 *offsets = r->columns.offsets[e->scope][e->entity];
  gboolean truth = e->fn == CB_FN_ANY || e->fn == CB_FN_ALL;
  guint mark = r->n_pending, n_main;

  for (guint c = offsets[row]; c < offsets[row + 1]; c++)
    {
      CbNumber where = { CB_STATE_KNOWN, 1, 1 };

      if (e->args[1] != NULL)
        where = read_expr (r, e->args[1], c);
      if (e->args[0] == NULL || (where.state == CB_STATE_KNOWN && !where.num))
        continue;
      if (truth && x.state == CB_STATE_KNOWN && (x.num != 0) == (e->fn == CB_FN_ANY))
        {
          CbNumber body = read_expr (r, e->args[0], c);

          if (body.state != CB_STATE_KNOWN || body.num != x.num)
            continue;
        }
      add (r, e->args[0], c);
    }
  n_main = r->n_pending - mark;
  if (n_main == 0 && e->args[2] != NULL)
    add (r, e->args[2], row);
  for (guint c = offsets[row]; e->args[1] != NULL && c < offsets[row + 1]; c++)
    add (r, e->args[1], c);
  node->pub.op = cb_fn_name ((CbFn) e->fn);
  node->expr = e;
  set_children (r, node, mark, n_main);
  return node;
}

static CbNode *
trace_bands (CbResult *r,
             CbExpr   *e,
             guint     row)
{
  CbParamX *param = e->args[0]->ref;
  CbParamVersionX *version = cb_program_param (r->program, param);
  CbNode *node = new_node (r, CB_TRACE_PARAM, e->type, read_expr (r, e, row), -1, 0);
  guint mark = r->n_pending;

  add (r, e->args[1], row);
  node->pub.name = param->pub.name;
  node->pub.op = cb_fn_name ((CbFn) e->fn);
  node->expr = e;
  if (version != NULL)
    {
      node->pub.cite = version->pub.cite;
      node->pub.since = version->pub.from;
      node->confirm = version->pub.confirm;
    }
  set_children (r, node, mark, G_MAXUINT);
  return node;
}

CbNode *
cb_trace_expr (CbResult *r,
               CbExpr   *e,
               guint     row)
{
  guint mark = r->n_pending;
  CbTraceKind kind = CB_TRACE_OPERATION;
  CbNode *node;

  switch ((CbExprOp) e->op)
    {
    case CB_EX_FACT:
      return trace_fact (r, e, row);
    case CB_EX_VALUE:
      return cb_trace_value (r, e->ref, cb_result_row (r, e->scope, row, ((CbValueX *) e->ref)->entity));
    case CB_EX_PARAM: case CB_EX_INDEX: case CB_EX_AT:
      return trace_param (r, e, row);
    case CB_EX_AGG:
      return trace_aggregate (r, e, row);
    case CB_EX_CONST: case CB_EX_WORD: case CB_EX_ON: case CB_EX_PAY_MONTH:
      node = new_node (r, CB_TRACE_CONSTANT, e->type, read_expr (r, e, row), -1, 0);
      node->expr = e;
      return node;
    default:
      break;
    }
  if (e->op == CB_EX_CALL && (e->fn == CB_FN_BRACKET || e->fn == CB_FN_SCALE))
    return trace_bands (r, e, row);
  switch ((CbExprOp) e->op)
    {
    case CB_EX_LT: case CB_EX_LE: case CB_EX_GT: case CB_EX_GE: case CB_EX_EQ: case CB_EX_NE: case CB_EX_IN:
      kind = CB_TRACE_COMPARISON;
      for (guint i = 0; i < e->n; i++)
        add (r, e->args[i], row);
      break;
    case CB_EX_AND: case CB_EX_OR:
      logic_children (r, e, row);
      break;
    case CB_EX_IF:
      {
        CbNumber c = read_expr (r, e->args[0], row);

        kind = CB_TRACE_BRANCH;
        if (c.state == CB_STATE_KNOWN)
          add (r, e->args[c.num ? 1 : 2], row);
        add (r, e->args[0], row);
        break;
      }
    default:
      for (guint i = 0; i < e->n; i++)
        add (r, e->args[i], row);
      break;
    }
  node = new_node (r, kind, e->type, read_expr (r, e, row), e->scope, row);
  node->pub.op = e->op == CB_EX_CALL ? cb_fn_name ((CbFn) e->fn) : cb_op_text ((CbExprOp) e->op);
  node->expr = e;
  set_children (r, node, mark, kind == CB_TRACE_BRANCH ? (r->n_pending - mark > 1 ? 1 : 0) : G_MAXUINT);
  return node;
}

/* --- Values --- */

static CbNode *
trace_exceptions (CbResult  *r,
                  CbValueX  *value,
                  GPtrArray *exceptions,
                  guint      row)
{
  for (guint i = 0; i < exceptions->len; i++)
    {
      CbExceptionX *x = exceptions->pdata[i];
      guint mark = r->n_pending;
      CbNumber when;
      CbNode *node, *inner;

      if (!cb_in_force (x->from, x->until, r->program->on) || x->value != value || !compiled (r, x->when))
        continue;
      when = read_expr (r, x->when, row);
      if (when.state == CB_STATE_KNOWN && !when.num)
        continue;
      inner = when.state == CB_STATE_KNOWN ? trace_exceptions (r, value, x->exceptions, row) : NULL;
      if (inner != NULL)
        push (r, inner);
      else if (when.state == CB_STATE_KNOWN)
        add (r, x->formula, row);
      add (r, x->when, row);
      node = new_node (r, CB_TRACE_BRANCH, value->type, when.state != CB_STATE_KNOWN ? when : ((CbNode *) r->pending[mark])->number,
                       value->entity, row);
      node->pub.name = x->name;
      node->pub.op = "exception";
      node->pub.cite = x->cite;
      node->pub.since = x->from;
      node->reason = x->if_yes;
      node->reason_cite = x->cite;
      set_children (r, node, mark, 1);
      return node;
    }
  return NULL;
}

/* 1 holds, 0 does not, -1 not known */
static int
row_state (CbResult *r,
           CbTableX *table,
           CbRowX   *x,
           guint     row)
{
  int state = 1;

  for (guint i = 0; i < table->n_inputs; i++)
    if (x->cells[i] != NULL)
      {
        CbNumber cell = read_expr (r, x->cells[i], row);

        if (cell.state == CB_STATE_KNOWN && !cell.num)
          return 0;
        if (cell.state != CB_STATE_KNOWN)
          state = -1;
      }
  return state;
}

static CbNode *
trace_row (CbResult *r,
           CbValueX *value,
           CbRowX   *x,
           guint     row,
           int       state)
{
  CbTableX *table = value->table;
  CbNumber number = { state < 0 ? CB_STATE_MISSING : CB_STATE_KNOWN, state > 0, 1 };
  CbNode *node, *exception = NULL;
  guint mark = r->n_pending, n_main = 0;

  if (state > 0)
    {
      exception = trace_exceptions (r, value, x->exceptions, row);
      if (exception != NULL)
        push (r, exception);
      else
        add (r, x->outs[value->output], row);
      n_main = r->n_pending - mark;
    }
  for (guint i = 0; i < table->n_inputs; i++)
    if (compiled (r, x->cells[i]))
      {
        CbNumber cell = read_expr (r, x->cells[i], row);

        /* Of a row passed over, the cells that did not hold; of one that is not known, those that are not. */
        if (state > 0 || (state == 0 ? cell.state == CB_STATE_KNOWN && !cell.num : cell.state != CB_STATE_KNOWN))
          add (r, x->cells[i], row);
      }
  node = new_node (r, CB_TRACE_ROW, cb_type_of (CB_TYPE_TRUTH), number, table->entity, row);
  node->pub.name = x->name;
  node->pub.cite = x->cite;
  node->pub.since = x->from;
  node->decisive = state > 0;
  node->value = value;
  node->reason = state > 0 && exception == NULL ? x->reason : NULL;
  node->reason_cite = x->cite;
  set_children (r, node, mark, n_main);
  return node;
}

/* The rows that hold or may hold, then those passed over on the way.  How many the former are. */
static guint
trace_table (CbResult *r,
             CbValueX *value,
             guint     row)
{
  CbTableX *table = value->table;
  guint mark = r->n_pending, n_main, end = table->rows->len;
  gboolean found = FALSE;

  for (guint i = 0; i < end; i++)
    {
      CbRowX *x = table->rows->pdata[i];
      int state = cb_in_force (x->from, x->until, r->program->on) ? row_state (r, table, x, row) : 0;

      if (state == 0)
        continue;
      push (r, trace_row (r, value, x, row, state));
      found = TRUE;
      if (table->hit <= CB_HIT_UNIQUE)
        end = i;
    }
  if (!found && table->otherwise != NULL)
    push (r, trace_row (r, value, table->otherwise, row, 1));
  n_main = r->n_pending - mark;
  for (guint i = 0; i < end; i++)
    {
      CbRowX *x = table->rows->pdata[i];

      if (cb_in_force (x->from, x->until, r->program->on) && row_state (r, table, x, row) == 0)
        push (r, trace_row (r, value, x, row, 0));
    }
  return n_main;
}

CbNode *
cb_trace_value (CbResult *r,
                CbValueX *value,
                guint     row)
{
  CbValueCode *code = &r->variant->values[value->index];
  CbNode ***nodes = &r->nodes[value->index], *node, *exception;
  guint mark = r->n_pending, n_main = 1;

  if (*nodes == NULL)
    *nodes = cb_arena_new0 (r->arena, CbNode *, r->columns.n_rows[value->entity]);
  if ((*nodes)[row] != NULL)
    return (*nodes)[row];
  node = new_node (r, CB_TRACE_VALUE, value->type, cb_result_read (r, code->slot, value->entity, row), value->entity, row);
  node->pub.name = value->name;
  node->pub.cite = value->cite;
  node->value = value;
  (*nodes)[row] = node;
  exception = trace_exceptions (r, value, value->exceptions, row);
  if (exception != NULL)
    push (r, exception);
  else if (value->table != NULL)
    {
      n_main = trace_table (r, value, row);
      if (r->n_pending > mark)
        {
          CbNode *taken = (CbNode *) r->pending[mark];

          if (taken->decisive && taken->pub.cite != NULL)
            node->pub.cite = taken->pub.cite;
        }
    }
  else if (code->version != NULL)
    {
      node->pub.cite = code->version->cite;
      node->pub.since = code->version->from;
      add (r, code->version->expr, row);
    }
  if (value->round.mode != CB_ROUND_NONE)
    {
      CbNode *step = new_node (r, CB_TRACE_ROUNDING, value->type, cb_result_read (r, code->raw, value->entity, row), value->entity, row);

      step->pub.op = value->round.text;
      step->pub.cite = node->pub.cite;
      set_children (r, step, mark, n_main);
      push (r, step);
      n_main = 1;
    }
  if (value->type.kind == CB_TYPE_TRUTH && node->pub.known)
    {
      node->reason = node->pub.numerator ? value->if_yes : value->if_no;
      node->reason_cite = node->pub.cite;
    }
  set_children (r, node, mark, n_main);
  return node;
}
