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
  CbWide g = x.state == CB_STATE_KNOWN ? cb_wide_gcd (x.num, x.den) : 1;

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
  node->pub.numerator = (gint64) CLAMP (x.num, G_MININT64, G_MAXINT64);
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

static void
set_children (CbResult  *r,
              CbNode    *node,
              GPtrArray *children,
              guint      n_main)
{
  node->pub.n_children = children->len;
  node->n_main = MIN (n_main, children->len);
  node->pub.children = cb_arena_new0 (r->arena, CbTraceNode *, children->len + 1);
  for (guint i = 0; i < children->len; i++)
    node->pub.children[i] = children->pdata[i];
}

CbNode *
cb_trace_group (CbResult   *r,
                const char *name,
                GPtrArray  *children)
{
  CbNode *node = new_node (r, CB_TRACE_OPERATION, cb_type_of (CB_TYPE_TRUTH), (CbNumber) { CB_STATE_KNOWN, 1, 1 }, -1, 0);

  node->pub.name = name;
  set_children (r, node, children, children->len);
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
add (CbResult  *r,
     GPtrArray *children,
     CbExpr    *e,
     guint      row)
{
  if (compiled (r, e))
    g_ptr_array_add (children, cb_trace_expr (r, e, row));
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
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  if (e->op == CB_EX_AT)
    {
      CbNumber day = read_expr (r, e->args[1], row);

      version = day.state == CB_STATE_KNOWN ? cb_param_at (param, (CbDate) day.num) : NULL;
      add (r, children, e->args[1], row);
    }
  if (base->op == CB_EX_INDEX)
    {
      CbNumber word = read_expr (r, base->args[1], row);

      if (word.state == CB_STATE_KNOWN && base->args[1]->op != CB_EX_WORD)
        add (r, children, base->args[1], row);
      else if (word.state != CB_STATE_KNOWN)
        add (r, children, base->args[1], row);
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
  set_children (r, node, children, 0);
  return node;
}

/* Of and, or: what decided.  A no is decided by the noes, a yes by all; the other way round for or. */
static void
logic_children (CbResult  *r,
                CbExpr    *e,
                guint      row,
                GPtrArray *children)
{
  CbNumber x = read_expr (r, e, row);
  gboolean decided = x.state == CB_STATE_KNOWN && (x.num != 0) == (e->op == CB_EX_OR);

  for (guint i = 0; i < e->n; i++)
    {
      CbNumber part = read_expr (r, e->args[i], row);

      if (decided ? part.state == CB_STATE_KNOWN && part.num == x.num : x.state == CB_STATE_KNOWN || part.state != CB_STATE_KNOWN)
        add (r, children, e->args[i], row);
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
  g_autoptr (GPtrArray) main = g_ptr_array_new ();
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();
  gboolean truth = e->fn == CB_FN_ANY || e->fn == CB_FN_ALL;
  guint n_main;

  for (guint c = offsets[row]; c < offsets[row + 1]; c++)
    {
      CbNumber where = { CB_STATE_KNOWN, 1, 1 };

      if (e->args[1] != NULL)
        {
          where = read_expr (r, e->args[1], c);
          add (r, conditions, e->args[1], c);
        }
      if (e->args[0] == NULL || (where.state == CB_STATE_KNOWN && !where.num))
        continue;
      if (truth && x.state == CB_STATE_KNOWN && (x.num != 0) == (e->fn == CB_FN_ANY))
        {
          CbNumber body = read_expr (r, e->args[0], c);

          if (body.state != CB_STATE_KNOWN || body.num != x.num)
            continue;
        }
      add (r, main, e->args[0], c);
    }
  n_main = main->len;
  if (main->len == 0 && e->args[2] != NULL)
    add (r, main, e->args[2], row);
  for (guint i = 0; i < conditions->len; i++)
    g_ptr_array_add (main, conditions->pdata[i]);
  node->pub.op = cb_fn_name ((CbFn) e->fn);
  node->expr = e;
  set_children (r, node, main, n_main);
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
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  add (r, children, e->args[1], row);
  node->pub.name = param->pub.name;
  node->pub.op = cb_fn_name ((CbFn) e->fn);
  node->expr = e;
  if (version != NULL)
    {
      node->pub.cite = version->pub.cite;
      node->pub.since = version->pub.from;
      node->confirm = version->pub.confirm;
    }
  set_children (r, node, children, children->len);
  return node;
}

CbNode *
cb_trace_expr (CbResult *r,
               CbExpr   *e,
               guint     row)
{
  g_autoptr (GPtrArray) children = NULL;
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
  children = g_ptr_array_new ();
  switch ((CbExprOp) e->op)
    {
    case CB_EX_LT: case CB_EX_LE: case CB_EX_GT: case CB_EX_GE: case CB_EX_EQ: case CB_EX_NE: case CB_EX_IN:
      kind = CB_TRACE_COMPARISON;
      for (guint i = 0; i < e->n; i++)
        add (r, children, e->args[i], row);
      break;
    case CB_EX_AND: case CB_EX_OR:
      logic_children (r, e, row, children);
      break;
    case CB_EX_IF:
      {
        CbNumber c = read_expr (r, e->args[0], row);

        kind = CB_TRACE_BRANCH;
        if (c.state == CB_STATE_KNOWN)
          add (r, children, e->args[c.num ? 1 : 2], row);
        add (r, children, e->args[0], row);
        break;
      }
    default:
      for (guint i = 0; i < e->n; i++)
        add (r, children, e->args[i], row);
      break;
    }
  node = new_node (r, kind, e->type, read_expr (r, e, row), e->scope, row);
  node->pub.op = e->op == CB_EX_CALL ? cb_fn_name ((CbFn) e->fn) : cb_op_text ((CbExprOp) e->op);
  node->expr = e;
  set_children (r, node, children, kind == CB_TRACE_BRANCH ? (children->len > 1 ? 1 : 0) : children->len);
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
      g_autoptr (GPtrArray) children = NULL;
      CbNumber when;
      CbNode *node, *inner;

      if (!cb_in_force (x->from, x->until, r->program->on) || x->value != value || !compiled (r, x->when))
        continue;
      when = read_expr (r, x->when, row);
      if (when.state == CB_STATE_KNOWN && !when.num)
        continue;
      children = g_ptr_array_new ();
      inner = when.state == CB_STATE_KNOWN ? trace_exceptions (r, value, x->exceptions, row) : NULL;
      if (inner != NULL)
        g_ptr_array_add (children, inner);
      else if (when.state == CB_STATE_KNOWN)
        add (r, children, x->formula, row);
      add (r, children, x->when, row);
      node = new_node (r, CB_TRACE_BRANCH, value->type, when.state != CB_STATE_KNOWN ? when : ((CbNode *) children->pdata[0])->number,
                       value->entity, row);
      node->pub.name = x->name;
      node->pub.op = "exception";
      node->pub.cite = x->cite;
      node->pub.since = x->from;
      node->reason = x->if_yes;
      node->reason_cite = x->cite;
      set_children (r, node, children, 1);
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
  g_autoptr (GPtrArray) children = g_ptr_array_new ();
  g_autofree char *name = g_strconcat (table->name, "#", x->id, NULL);
  CbNumber number = { state < 0 ? CB_STATE_MISSING : CB_STATE_KNOWN, state > 0, 1 };
  CbNode *node, *exception = NULL;
  guint n_main = 0;

  if (state > 0)
    {
      exception = trace_exceptions (r, value, x->exceptions, row);
      if (exception != NULL)
        g_ptr_array_add (children, exception);
      else
        add (r, children, x->outs[value->output], row);
      n_main = children->len;
    }
  for (guint i = 0; i < table->n_inputs; i++)
    if (compiled (r, x->cells[i]))
      {
        CbNumber cell = read_expr (r, x->cells[i], row);

        /* Of a row passed over, the cells that did not hold; of one that is not known, those that are not. */
        if (state > 0 || (state == 0 ? cell.state == CB_STATE_KNOWN && !cell.num : cell.state != CB_STATE_KNOWN))
          add (r, children, x->cells[i], row);
      }
  node = new_node (r, CB_TRACE_ROW, cb_type_of (CB_TYPE_TRUTH), number, table->entity, row);
  node->pub.name = cb_arena_strdup (r->arena, name);
  node->pub.cite = x->cite;
  node->pub.since = x->from;
  node->decisive = state > 0;
  node->value = value;
  node->reason = state > 0 && exception == NULL ? x->reason : NULL;
  node->reason_cite = x->cite;
  set_children (r, node, children, n_main);
  return node;
}

static void
trace_table (CbResult  *r,
             CbValueX  *value,
             guint      row,
             GPtrArray *children,
             guint     *n_main)
{
  CbTableX *table = value->table;
  g_autoptr (GPtrArray) passed = g_ptr_array_new ();
  gboolean found = FALSE;

  for (guint i = 0; i < table->rows->len; i++)
    {
      CbRowX *x = table->rows->pdata[i];
      int state;

      if (!cb_in_force (x->from, x->until, r->program->on))
        continue;
      state = row_state (r, table, x, row);
      if (state != 0)
        g_ptr_array_add (children, trace_row (r, value, x, row, state));
      else
        g_ptr_array_add (passed, trace_row (r, value, x, row, 0));
      found |= state != 0;
      if (state != 0 && table->hit <= CB_HIT_UNIQUE)
        break;
    }
  if (!found && table->otherwise != NULL)
    g_ptr_array_add (children, trace_row (r, value, table->otherwise, row, 1));
  *n_main = children->len;
  for (guint i = 0; i < passed->len; i++)
    g_ptr_array_add (children, passed->pdata[i]);
}

CbNode *
cb_trace_value (CbResult *r,
                CbValueX *value,
                guint     row)
{
  gpointer key = GSIZE_TO_POINTER (((gsize) value->index + 1) << 32 | row);
  CbNode *node = g_hash_table_lookup (r->nodes, key), *exception;
  CbValueCode *code = &r->variant->values[value->index];
  g_autoptr (GPtrArray) children = NULL;
  guint n_main = 1;

  if (node != NULL)
    return node;
  children = g_ptr_array_new ();
  node = new_node (r, CB_TRACE_VALUE, value->type, cb_result_read (r, code->slot, value->entity, row), value->entity, row);
  node->pub.name = value->name;
  node->pub.cite = value->cite;
  node->value = value;
  g_hash_table_insert (r->nodes, key, node);
  exception = trace_exceptions (r, value, value->exceptions, row);
  if (exception != NULL)
    g_ptr_array_add (children, exception);
  else if (value->table != NULL)
    {
      trace_table (r, value, row, children, &n_main);
      if (children->len > 0)
        {
          CbNode *taken = children->pdata[0];

          if (taken->decisive && taken->pub.cite != NULL)
            node->pub.cite = taken->pub.cite;
        }
    }
  else if (code->version != NULL)
    {
      node->pub.cite = code->version->cite;
      node->pub.since = code->version->from;
      add (r, children, code->version->expr, row);
    }
  if (value->round.mode != CB_ROUND_NONE)
    {
      CbNode *step = new_node (r, CB_TRACE_ROUNDING, value->type, cb_result_read (r, code->raw, value->entity, row), value->entity, row);

      step->pub.op = value->round.text;
      step->pub.cite = node->pub.cite;
      set_children (r, step, children, n_main);
      g_ptr_array_set_size (children, 0);
      g_ptr_array_add (children, step);
      n_main = 1;
    }
  if (value->type.kind == CB_TYPE_TRUTH && node->pub.known)
    {
      node->reason = node->pub.numerator ? value->if_yes : value->if_no;
      node->reason_cite = node->pub.cite;
    }
  set_children (r, node, children, n_main);
  return node;
}
