/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"
#include "cb-spelling.h"

#include <string.h>

/* Names and types of one formula.  What is wrong is reported once; its type is then CB_TYPE_FAULT, which fits everywhere. */

typedef struct { CbPack *pack; CbFaults *faults; } Check;

static CbType check (Check *c, CbExpr *e, int scope, CbType want);

#define FAULT cb_type_of ((CbTypeKind) CB_TYPE_FAULT)
#define TRUTH cb_type_of (CB_TYPE_TRUTH)

static CbType
report (Check      *c,
        CbExpr     *e,
        const char *message)
{
  cb_faults_at (c->faults, e->key, e->column, "%s", message);
  return FAULT;
}

G_GNUC_PRINTF (3, 4)
static CbType
reportf (Check      *c,
         CbExpr     *e,
         const char *format,
         ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  return report (c, e, message);
}

static gboolean
is_number (CbType t)
{
  return t.kind == CB_TYPE_NUMBER;
}

static gboolean
is_bare (CbType t)
{
  return t.kind == CB_TYPE_NUMBER && t.flavour == CB_FLAVOUR_BARE;
}

static gboolean
is_zero (const CbExpr *e)
{
  return e->op == CB_EX_CONST && e->number.num == 0;
}

static gboolean
is_fault (CbType t)
{
  return t.kind == CB_TYPE_FAULT;
}

/* A number without unit (and zero in any case) takes the unit of what it stands beside. */
static gboolean
adapt (CbExpr *e,
       CbType  to)
{
  if (!is_bare (e->type) || !is_number (to) || (to.money != 0 && !is_zero (e)))
    return FALSE;
  e->type = to;
  return TRUE;
}

/* One type for both sides of +, a comparison, a branch; FALSE when there is none. */
static gboolean
unify (CbExpr *a,
       CbExpr *b,
       CbType *out)
{
  if (is_fault (a->type) || is_fault (b->type))
    {
      *out = FAULT;
      return TRUE;
    }
  if (is_bare (a->type) && !is_bare (b->type))
    adapt (a, b->type);
  else if (is_bare (b->type) && !is_bare (a->type))
    adapt (b, a->type);
  *out = a->type;
  if (a->type.kind != b->type.kind || (a->type.kind == CB_TYPE_CHOICE && a->type.choice != b->type.choice))
    return FALSE;
  if (!is_number (a->type))
    return a->type.kind != CB_TYPE_TEXT;
  if (!cb_type_dims_equal (a->type, b->type))
    return FALSE;
  if (a->type.flavour == b->type.flavour)
    return TRUE;
  if (cb_type_is_plain (a->type))
    {
      CbFlavour fa = a->type.flavour, fb = b->type.flavour;

      if ((fa == CB_FLAVOUR_COUNT && fb == CB_FLAVOUR_RATIO) || (fa == CB_FLAVOUR_RATIO && fb == CB_FLAVOUR_COUNT))
        return FALSE;
      out->flavour = CB_FLAVOUR_PLAIN;
      return TRUE;
    }
  return (a->type.flavour == CB_FLAVOUR_WORKING) == (b->type.flavour == CB_FLAVOUR_WORKING);
}

static CbType
mismatch (Check      *c,
          CbExpr     *e,
          CbType      a,
          CbType      b,
          const char *what)
{
  g_autofree char *ta = cb_type_text (a, c->pack), *tb = cb_type_text (b, c->pack);

  return reportf (c, e, "%s: %s and %s%s", what, ta, tb,
                  is_number (a) && is_number (b) && (a.flavour == CB_FLAVOUR_BARE || b.flavour == CB_FLAVOUR_BARE) ?
                  " (an amount needs its unit: 5 yuan)" : "");
}

/* --- Names --- */

static CbSymbol *
find_symbol (Check      *c,
             int         scope,
             const char *field,
             int        *entity)
{
  for (int i = scope; i >= 0; i = CB_ENTITY (c->pack, i)->parent)
    {
      CbSymbol *symbol = g_hash_table_lookup (CB_ENTITY (c->pack, i)->names, field);

      if (symbol != NULL)
        {
          *entity = i;
          return symbol;
        }
    }
  return NULL;
}

static CbType
use_symbol (CbExpr   *e,
            CbSymbol *symbol,
            int       entity)
{
  e->entity = entity;
  if (symbol->fact != NULL)
    {
      e->op = CB_EX_FACT;
      e->ref = symbol->fact;
      return symbol->fact->type;
    }
  e->op = CB_EX_VALUE;
  e->ref = symbol->value;
  return symbol->value->type;
}

/* The nearest name of those that are there, for the message. */
static const char *
where_else (Check      *c,
            const char *field)
{
  for (guint i = 0; i < c->pack->entities->len; i++)
    if (g_hash_table_contains (CB_ENTITY (c->pack, i)->names, field))
      return CB_ENTITY (c->pack, i)->pub.name;
  return NULL;
}

static CbType
check_name (Check  *c,
            CbExpr *e,
            int     scope)
{
  const char *dot = strchr (e->name, '.');
  g_autofree char *first = dot != NULL ? g_strndup (e->name, (gsize) (dot - e->name)) : NULL;
  CbEntityX *entity = first != NULL ? g_hash_table_lookup (c->pack->entity_names, first) : NULL;
  g_autofree char *hint = NULL;
  CbSymbol *symbol;
  CbParamX *param;
  int found;

  if (dot == NULL)
    {
      const char *other;

      symbol = find_symbol (c, scope, e->name, &found);
      if (symbol != NULL)
        return use_symbol (e, symbol, found);
      other = where_else (c, e->name);
      if (other != NULL)
        return reportf (c, e, "%s is known of %s, not of %s: sum, count, any, all, max or min over %s reach it", e->name, other,
                        CB_ENTITY (c->pack, scope)->pub.name, other);
      return reportf (c, e, "there is no %s%s", e->name, hint = cb_spelling_hint (c->pack, scope, e->name));
    }
  if (entity != NULL)
    {
      symbol = g_hash_table_lookup (entity->names, dot + 1);
      if (symbol == NULL)
        return reportf (c, e, "there is no %s%s", e->name, hint = cb_spelling_hint (c->pack, scope, e->name));
      if (!cb_pack_is_below (c->pack, scope, (int) entity->pub.index))
        return reportf (c, e, "%s is not above %s: sum, count, any, all, max or min over %s reach it", first,
                        CB_ENTITY (c->pack, scope)->pub.name, first);
      return use_symbol (e, symbol, (int) entity->pub.index);
    }
  param = g_hash_table_lookup (c->pack->param_names, e->name);
  if (param == NULL)
    return reportf (c, e, "there is no parameter %s%s", e->name, hint = cb_spelling_hint (c->pack, scope, e->name));
  e->op = CB_EX_PARAM;
  e->ref = param;
  return param->type;
}

static CbParamX *
check_param (Check  *c,
             CbExpr *e,
             int     scope)
{
  CbType type;

  e->scope = scope;
  e->checked = TRUE;
  type = e->op == CB_EX_NAME ? check_name (c, e, scope) : e->op == CB_EX_PARAM ? e->type : FAULT;
  e->type = type;
  if (e->op == CB_EX_PARAM)
    return e->ref;
  if (!is_fault (type) || e->op != CB_EX_NAME)
    report (c, e, "a parameter is asked for here");
  return NULL;
}

static CbType
check_word (Check  *c,
            CbExpr *e,
            CbType  want)
{
  g_autofree char *hint = NULL;
  CbChoiceX *choice;

  if (want.kind != CB_TYPE_CHOICE)
    return is_fault (want) ? FAULT : reportf (c, e, "the word \"%s\" stands beside nothing that is a choice", e->name);
  choice = CB_CHOICE (c->pack, want.choice);
  for (guint i = 0; i < choice->n; i++)
    if (strcmp (choice->words[i], e->name) == 0)
      {
        e->word = (int) i;
        return want;
      }
  return reportf (c, e, "\"%s\" is no word of [choice %s]%s", e->name, choice->name, hint = cb_spelling_hint_word (choice, e->name));
}

/* --- Operations --- */

static void
check_both (Check  *c,
            CbExpr *a,
            CbExpr *b,
            int     scope,
            CbType  want)
{
  if (a->op == CB_EX_WORD && want.kind == CB_TYPE_ANY.kind)
    {
      CbType tb = check (c, b, scope, want);

      check (c, a, scope, tb);
    }
  else
    {
      CbType ta = check (c, a, scope, want);

      check (c, b, scope, want.kind == CB_TYPE_ANY.kind ? ta : want);
    }
}

static CbType
check_add (Check  *c,
           CbExpr *e,
           int     scope)
{
  CbExpr *a = e->args[0], *b = e->args[1];
  CbType ta = check (c, a, scope, CB_TYPE_ANY), tb = check (c, b, scope, CB_TYPE_ANY), out;

  if (ta.kind == CB_TYPE_DATE && is_number (tb) && (is_bare (tb) || tb.day == 1))
    {
      adapt (b, cb_type_unit (CB_UNIT_DAYS));
      return ta;
    }
  if (ta.kind == CB_TYPE_MONTH && is_number (tb) && (is_bare (tb) || cb_type_dims_equal (tb, cb_type_unit (CB_UNIT_MONTHS))))
    {
      adapt (b, cb_type_unit (CB_UNIT_MONTHS));
      return ta;
    }
  if (ta.kind == CB_TYPE_MONTH && tb.kind == CB_TYPE_MONTH && e->op == CB_EX_SUB)
    return cb_type_unit (CB_UNIT_MONTHS);
  if (!unify (a, b, &out) || (!is_fault (out) && !is_number (out)))
    return mismatch (c, e, a->type, b->type, e->op == CB_EX_ADD ? "can not be added" : "can not be subtracted");
  return out;
}

static gboolean
is_whole (const CbExpr *e)
{
  return e->op == CB_EX_CONST && e->number.den == 1;
}

static CbType
check_mul (Check  *c,
           CbExpr *e,
           int     scope)
{
  CbExpr *a = e->args[0], *b = e->args[1];
  CbType ta = check (c, a, scope, CB_TYPE_ANY), tb = check (c, b, scope, CB_TYPE_ANY), out;
  int sign = e->op == CB_EX_MUL ? 1 : -1;

  if (is_fault (ta) || is_fault (tb))
    return FAULT;
  if (!is_number (ta) || !is_number (tb))
    return mismatch (c, e, ta, tb, sign > 0 ? "can not be multiplied" : "can not be divided");
  out = ta;
  out.money = (gint8) (ta.money + sign * tb.money);
  out.month = (gint8) (ta.month + sign * tb.month);
  out.year = (gint8) (ta.year + sign * tb.year);
  out.day = (gint8) (ta.day + sign * tb.day);
  if (ABS (out.money) > 1 || ABS (out.month) > 2 || ABS (out.year) > 2 || ABS (out.day) > 2)
    return mismatch (c, e, ta, tb, sign > 0 ? "a product without meaning" : "a quotient without meaning");
  out.flavour = CB_FLAVOUR_PLAIN;
  if (is_bare (ta) && is_bare (tb))
    out.flavour = CB_FLAVOUR_BARE;
  else if (cb_type_is_plain (out) && sign > 0 &&
           (ta.flavour == CB_FLAVOUR_COUNT || is_whole (a)) && (tb.flavour == CB_FLAVOUR_COUNT || is_whole (b)))
    out.flavour = CB_FLAVOUR_COUNT;
  else if (cb_type_is_plain (out) && (sign < 0 || ta.flavour == CB_FLAVOUR_RATIO || tb.flavour == CB_FLAVOUR_RATIO))
    out.flavour = CB_FLAVOUR_RATIO;
  return out;
}

static CbType
check_compare (Check  *c,
               CbExpr *e,
               int     scope)
{
  CbExpr *a = e->args[0], *b = e->args[1];
  CbType out;

  check_both (c, a, b, scope, CB_TYPE_ANY);
  if (!unify (a, b, &out))
    return mismatch (c, e, a->type, b->type, "can not be compared");
  if (out.kind == CB_TYPE_TRUTH && e->op != CB_EX_EQ && e->op != CB_EX_NE)
    return report (c, e, "yes and no have no order");
  return is_fault (out) ? FAULT : TRUTH;
}

static CbType
check_truths (Check  *c,
              CbExpr *e,
              int     scope)
{
  gboolean bad = FALSE;

  for (guint i = 0; i < e->n; i++)
    {
      CbType t = check (c, e->args[i], scope, TRUTH);

      if (!is_fault (t) && t.kind != CB_TYPE_TRUTH)
        {
          g_autofree char *text = cb_type_text (t, c->pack);

          reportf (c, e->args[i], "%s takes yes or no, not %s", cb_op_text ((CbExprOp) e->op), text);
        }
      bad |= is_fault (t);
    }
  return bad ? FAULT : TRUTH;
}

static CbType
check_if (Check  *c,
          CbExpr *e,
          int     scope,
          CbType  want)
{
  CbType t = check (c, e->args[0], scope, TRUTH), out;

  if (!is_fault (t) && t.kind != CB_TYPE_TRUTH)
    report (c, e->args[0], "after if stands a yes or no");
  check_both (c, e->args[1], e->args[2], scope, want);
  if (!unify (e->args[1], e->args[2], &out))
    return mismatch (c, e, e->args[1]->type, e->args[2]->type, "the branches differ");
  return out;
}

static CbType
check_in (Check  *c,
          CbExpr *e,
          int     scope)
{
  CbType first = check (c, e->args[0], scope, CB_TYPE_ANY);

  for (guint i = 1; i < e->n; i++)
    {
      CbType out;

      check (c, e->args[i], scope, first);
      if (!unify (e->args[0], e->args[i], &out))
        return mismatch (c, e->args[i], first, e->args[i]->type, "can not be compared");
    }
  return is_fault (first) ? FAULT : TRUTH;
}

static CbType
check_aggregate (Check  *c,
                 CbExpr *e,
                 int     scope)
{
  CbEntityX *entity = g_hash_table_lookup (c->pack->entity_names, e->name);
  CbType body = TRUTH, t;

  e->entity = (int) entity->pub.index;
  if (e->entity == scope || !cb_pack_is_below (c->pack, e->entity, scope))
    return reportf (c, e, "%s is not below %s", e->name, CB_ENTITY (c->pack, scope)->pub.name);
  if (e->args[1] != NULL)
    {
      t = check (c, e->args[1], e->entity, TRUTH);
      if (!is_fault (t) && t.kind != CB_TYPE_TRUTH)
        report (c, e->args[1], "after where stands a yes or no");
    }
  if (e->args[0] != NULL)
    body = check (c, e->args[0], e->entity, CB_TYPE_ANY);
  if (is_fault (body))
    return body;
  switch (e->fn)
    {
    case CB_FN_COUNT:
      return cb_type_unit (CB_UNIT_COUNT);
    case CB_FN_ANY:
    case CB_FN_ALL:
      return body.kind == CB_TYPE_TRUTH ? TRUTH : report (c, e->args[0], "any and all take yes or no");
    default:
      break;
    }
  if (e->args[2] != NULL)
    {
      check (c, e->args[2], scope, body);
      if (!unify (e->args[0], e->args[2], &t))
        return mismatch (c, e, body, e->args[2]->type, "the branches differ");
      body = t;
    }
  if (is_number (body))
    {
      if (is_bare (body))
        body.flavour = is_whole (e->args[0]) ? CB_FLAVOUR_COUNT : CB_FLAVOUR_PLAIN;
      return body;
    }
  if (e->fn == CB_FN_SUM || (body.kind != CB_TYPE_DATE && body.kind != CB_TYPE_MONTH))
    return reportf (c, e, "%s takes numbers", cb_fn_name ((CbFn) e->fn));
  return e->args[2] != NULL ? body : report (c, e, "of dates say what holds when there is none: max(member, F else G)");
}

static CbType
want_arg (Check  *c,
          CbExpr *e,
          guint   i,
          int     scope,
          CbType  want)
{
  CbType t = check (c, e->args[i], scope, want);

  if (!cb_type_fits (t, want))
    {
      g_autofree char *have = cb_type_text (t, c->pack), *need = cb_type_text (want, c->pack);

      return reportf (c, e->args[i], "%s takes %s here, not %s", cb_fn_name ((CbFn) e->fn), need, have);
    }
  adapt (e->args[i], want);
  return t;
}

static CbType
check_same (Check  *c,
            CbExpr *e,
            int     scope)
{
  CbType out = check (c, e->args[0], scope, CB_TYPE_ANY);

  for (guint i = 1; i < e->n; i++)
    {
      check (c, e->args[i], scope, out);
      if (!unify (e->args[0], e->args[i], &out))
        return mismatch (c, e, e->args[0]->type, e->args[i]->type, "can not be compared");
    }
  for (guint i = 0; i < e->n; i++)
    adapt (e->args[i], out);
  if (is_fault (out) || is_number (out) || ((out.kind == CB_TYPE_DATE || out.kind == CB_TYPE_MONTH) && e->fn != CB_FN_ABS))
    return out;
  return reportf (c, e, "%s takes numbers", cb_fn_name ((CbFn) e->fn));
}

static CbType
check_bands (Check  *c,
             CbExpr *e,
             int     scope)
{
  CbParamX *param = check_param (c, e->args[0], scope);
  CbType t, out;

  if (param == NULL)
    return FAULT;
  if (!param->pub.bands)
    return reportf (c, e, "%s has no bands", param->pub.name);
  t = check (c, e->args[1], scope, param->band_type);
  if (!cb_type_fits (t, param->band_type))
    return mismatch (c, e, t, param->band_type, "the bands are of another unit");
  adapt (e->args[1], param->band_type);
  if (e->fn == CB_FN_BRACKET)
    return param->type;
  out = param->type;
  out.money = (gint8) (out.money + param->band_type.money);
  out.month = (gint8) (out.month + param->band_type.month);
  out.year = (gint8) (out.year + param->band_type.year);
  out.flavour = CB_FLAVOUR_PLAIN;
  return ABS (out.money) > 1 ? report (c, e, "a product without meaning") : out;
}

static CbType
check_call (Check  *c,
            CbExpr *e,
            int     scope)
{
  CbType date = cb_type_of (CB_TYPE_DATE), month = cb_type_of (CB_TYPE_MONTH), t;

  switch (e->fn)
    {
    case CB_FN_MAX: case CB_FN_MIN: case CB_FN_CLAMP: case CB_FN_ABS:
      return check_same (c, e, scope);
    case CB_FN_AGE: case CB_FN_MONTHS_BETWEEN: case CB_FN_DAYS_BETWEEN:
      want_arg (c, e, 0, scope, date);
      want_arg (c, e, 1, scope, date);
      return cb_type_unit (e->fn == CB_FN_AGE ? CB_UNIT_YEARS : e->fn == CB_FN_DAYS_BETWEEN ? CB_UNIT_DAYS : CB_UNIT_MONTHS);
    case CB_FN_ADD_MONTHS: case CB_FN_ADD_YEARS:
      want_arg (c, e, 0, scope, date);
      want_arg (c, e, 1, scope, cb_type_unit (e->fn == CB_FN_ADD_MONTHS ? CB_UNIT_MONTHS : CB_UNIT_YEARS));
      return date;
    case CB_FN_MONTH_OF:
      want_arg (c, e, 0, scope, date);
      return month;
    case CB_FN_FIRST_DAY: case CB_FN_LAST_DAY:
      want_arg (c, e, 0, scope, month);
      return date;
    case CB_FN_YEAR_OF:
      want_arg (c, e, 0, scope, date);
      return cb_type_unit (CB_UNIT_NUMBER);
    case CB_FN_KNOWN:
      if (e->args[0]->op != CB_EX_NAME && e->args[0]->op != CB_EX_FACT)
        return report (c, e, "known(…) takes the name of a fact");
      t = check (c, e->args[0], scope, CB_TYPE_ANY);
      if (!is_fault (t) && e->args[0]->op != CB_EX_FACT)
        return report (c, e, "known(…) takes the name of a fact");
      return TRUTH;
    case CB_FN_BRACKET: case CB_FN_SCALE:
      return check_bands (c, e, scope);
    case CB_FN_PER_MONTH: case CB_FN_PER_YEAR: case CB_FN_IN_MONTHS:
      {
        CbUnit from = e->fn == CB_FN_PER_MONTH ? CB_UNIT_MONEY_YEAR : e->fn == CB_FN_PER_YEAR ? CB_UNIT_MONEY_MONTH : CB_UNIT_YEARS;
        CbUnit to = e->fn == CB_FN_PER_MONTH ? CB_UNIT_MONEY_MONTH : e->fn == CB_FN_PER_YEAR ? CB_UNIT_MONEY_YEAR : CB_UNIT_MONTHS;

        want_arg (c, e, 0, scope, cb_type_unit (from));
        return cb_type_unit (to);
      }
    case CB_FN_NUMBER:
      t = check (c, e->args[0], scope, CB_TYPE_ANY);
      if (!is_fault (t) && !is_number (t))
        return report (c, e, "number takes a number");
      return cb_type_unit (CB_UNIT_NUMBER);
    default:
      return report (c, e, "not a function");
    }
}

static CbType
check_index (Check  *c,
             CbExpr *e,
             int     scope)
{
  CbParamX *param = check_param (c, e->args[0], scope);
  CbType want = cb_type_of (CB_TYPE_CHOICE), t;

  if (param == NULL)
    return FAULT;
  if (param->by < 0)
    return reportf (c, e, "%s is one number, not one by word", param->pub.name);
  want.choice = (gint16) param->by;
  t = check (c, e->args[1], scope, want);
  if (!cb_type_fits (t, want))
    return reportf (c, e->args[1], "%s is told apart by [choice %s]", param->pub.name, param->pub.by);
  return param->type;
}

static CbType
check_node (Check  *c,
            CbExpr *e,
            int     scope,
            CbType  want)
{
  CbType t;

  switch ((CbExprOp) e->op)
    {
    case CB_EX_CONST: case CB_EX_ON: case CB_EX_PAY_MONTH:
      return e->type;
    case CB_EX_WORD:
      return check_word (c, e, want);
    case CB_EX_NAME:
      t = check_name (c, e, scope);
      if (e->op == CB_EX_PARAM && (((CbParamX *) e->ref)->by >= 0 || ((CbParamX *) e->ref)->pub.bands))
        return reportf (c, e, "%s has several numbers: %s", e->name,
                        ((CbParamX *) e->ref)->by >= 0 ? "say which with [ ]" : "use bracket or scale");
      return t;
    case CB_EX_INDEX:
      return check_index (c, e, scope);
    case CB_EX_AT:
      t = e->args[0]->op == CB_EX_INDEX ? check (c, e->args[0], scope, want) : check_param (c, e->args[0], scope) != NULL ? e->args[0]->type : FAULT;
      if (!is_fault (t) && e->args[0]->op == CB_EX_PARAM && (((CbParamX *) e->args[0]->ref)->by >= 0 || ((CbParamX *) e->args[0]->ref)->pub.bands))
        return report (c, e, "at follows one number");
      if (!cb_type_fits (check (c, e->args[1], scope, cb_type_of (CB_TYPE_DATE)), cb_type_of (CB_TYPE_DATE)))
        return report (c, e, "after at stands a date");
      return t;
    case CB_EX_NEG:
      t = check (c, e->args[0], scope, want);
      return is_fault (t) || is_number (t) ? t : report (c, e, "− takes a number");
    case CB_EX_ADD: case CB_EX_SUB:
      return check_add (c, e, scope);
    case CB_EX_MUL: case CB_EX_DIV:
      return check_mul (c, e, scope);
    case CB_EX_LT: case CB_EX_LE: case CB_EX_GT: case CB_EX_GE: case CB_EX_EQ: case CB_EX_NE:
      return check_compare (c, e, scope);
    case CB_EX_NOT: case CB_EX_AND: case CB_EX_OR:
      return check_truths (c, e, scope);
    case CB_EX_IF:
      return check_if (c, e, scope, want);
    case CB_EX_IN:
      return check_in (c, e, scope);
    case CB_EX_CALL:
      return check_call (c, e, scope);
    case CB_EX_AGG:
      return check_aggregate (c, e, scope);
    default:
      return e->type;
    }
}

static CbType
check (Check  *c,
       CbExpr *e,
       int     scope,
       CbType  want)
{
  if (e->checked)
    return e->type;
  e->scope = scope;
  e->checked = TRUE;
  e->type = check_node (c, e, scope, want);
  return e->type;
}

/* Checks @e, which is about @scope, and that it is of type @want. */
CbType
cb_expr_check (CbPack   *pack,
               CbExpr   *e,
               int       scope,
               CbType    want,
               CbFaults *faults)
{
  Check c = { pack, faults };
  CbType t = check (&c, e, scope, want);

  if (!cb_type_fits (t, want) && !(is_zero (e) && is_number (want)))
    {
      g_autofree char *have = cb_type_text (t, pack), *need = cb_type_text (want, pack);

      return reportf (&c, e, "this is %s, not %s%s", have, need,
                      is_number (t) && is_number (want) && cb_type_dims_equal (t, want) ? ": round it to one" :
                      is_bare (t) ? " (an amount needs its unit: 5 yuan)" : "");
    }
  if (want.kind != CB_TYPE_ANY.kind)
    adapt (e, want);
  return e->type;
}
