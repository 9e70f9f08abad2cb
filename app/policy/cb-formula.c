/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-formula.h"

#include <string.h>

typedef enum { TK_END, TK_NUMBER, TK_DATE, TK_MONTH, TK_NAME, TK_STRING, TK_SIGN, TK_BAD } Token;

typedef struct {
  CbFormulas  *f;
  const CbKey *key;
  const char  *base, *p, *end;
  Token        token;
  const char  *at;           /* begin of the token */
  char         sign[3];
  char         name[200];
  CbRat        number;
  gsize        string_len;   /* of TK_STRING, without quotes, at at + 1 */
  int          depth;
  gboolean     failed;
} Parser;

static const struct { const char *name; CbFn fn; guint least, most; } functions[] = {
  { "sum", CB_FN_SUM, 0, 0 }, { "count", CB_FN_COUNT, 0, 0 }, { "any", CB_FN_ANY, 0, 0 }, { "all", CB_FN_ALL, 0, 0 },
  { "max", CB_FN_MAX, 2, 100 }, { "min", CB_FN_MIN, 2, 100 }, { "clamp", CB_FN_CLAMP, 3, 3 }, { "abs", CB_FN_ABS, 1, 1 },
  { "age", CB_FN_AGE, 2, 2 }, { "months_between", CB_FN_MONTHS_BETWEEN, 2, 2 }, { "days_between", CB_FN_DAYS_BETWEEN, 2, 2 },
  { "add_months", CB_FN_ADD_MONTHS, 2, 2 }, { "add_years", CB_FN_ADD_YEARS, 2, 2 }, { "month_of", CB_FN_MONTH_OF, 1, 1 },
  { "first_day", CB_FN_FIRST_DAY, 1, 1 }, { "last_day", CB_FN_LAST_DAY, 1, 1 }, { "year_of", CB_FN_YEAR_OF, 1, 1 },
  { "known", CB_FN_KNOWN, 1, 1 }, { "bracket", CB_FN_BRACKET, 2, 2 }, { "scale", CB_FN_SCALE, 2, 2 },
  { "per_month", CB_FN_PER_MONTH, 1, 1 }, { "per_year", CB_FN_PER_YEAR, 1, 1 }, { "in_months", CB_FN_IN_MONTHS, 1, 1 },
  { "number", CB_FN_NUMBER, 1, 1 },
};

static const struct { const char *name; CbUnit unit; int factor; } units[] = {
  { "yuan", CB_UNIT_MONEY, 100 }, { "jiao", CB_UNIT_MONEY, 10 }, { "fen", CB_UNIT_MONEY, 1 },
  { "year", CB_UNIT_YEARS, 1 }, { "years", CB_UNIT_YEARS, 1 }, { "month", CB_UNIT_MONTHS, 1 }, { "months", CB_UNIT_MONTHS, 1 },
  { "day", CB_UNIT_DAYS, 1 }, { "days", CB_UNIT_DAYS, 1 }, { "working_days", CB_UNIT_WORKING_DAYS, 1 },
};

static const char *const reserved[] = { "if", "then", "else", "and", "or", "not", "where", "in", "at", "yes", "no", "on", "pay_month",
                                        "default", "when", "for", NULL };

const char *
cb_fn_name (CbFn fn)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (functions[i].fn == fn)
      return functions[i].name;
  return "";
}

gboolean
cb_is_reserved (const char *name)
{
  if (g_strv_contains (reserved, name))
    return TRUE;
  /* Other functions are told from a name by their bracket. */
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (functions[i].fn <= CB_FN_MIN && strcmp (functions[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
fail (Parser     *s,
      const char *at,
      const char *message)
{
  if (!s->failed)
    cb_faults_at (s->f->faults, s->key, s->key->column + (int) (at - s->key->value), "%s", message);
  s->failed = TRUE;
  s->token = TK_END;
}

/* "2026-07-01" and "2026-07" stand for themselves; nobody writes a subtraction so. */
static gboolean
lex_date (Parser *s)
{
  const char *p = s->p;
  int part[3] = { 0 }, n = 0;

  if (s->end - p < 7)
    return FALSE;
  for (int i = 0; i < 4; i++)
    if (!g_ascii_isdigit (p[i]))
      return FALSE;
  for (; n < 3; n++)
    {
      int width = n == 0 ? 4 : 2;

      if (n > 0)
        {
          if (s->end - p < 3 || *p != '-' || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]))
            break;
          p++;
        }
      for (int i = 0; i < width; i++)
        part[n] = part[n] * 10 + (*p++ - '0');
    }
  if (n < 2 || (p < s->end && g_ascii_isdigit (*p)))
    return FALSE;
  if (n == 3)
    {
      CbDate date = cb_date_new (part[0], part[1], part[2]);

      if (date == CB_DATE_NONE)
        {
          fail (s, s->p, "not a date");
          return TRUE;
        }
      s->token = TK_DATE;
      s->number = cb_rat (date, 1);
    }
  else
    {
      if (part[1] < 1 || part[1] > 12)
        {
          fail (s, s->p, "not a month");
          return TRUE;
        }
      s->token = TK_MONTH;
      s->number = cb_rat (cb_month_new (part[0], part[1]), 1);
    }
  s->p = p;
  return TRUE;
}

static void
lex_name (Parser *s)
{
  const char *p = s->p;
  gsize n;

  while (p < s->end && (g_ascii_isalnum (*p) || *p == '_' || (*p == '.' && p + 1 < s->end && g_ascii_isalpha (p[1]))))
    p++;
  n = (gsize) (p - s->p);
  if (n >= sizeof s->name)
    {
      fail (s, s->p, "a name longer than 199 letters");
      return;
    }
  memcpy (s->name, s->p, n);
  s->name[n] = '\0';
  s->token = TK_NAME;
  s->p = p;
}

static void
next (Parser *s)
{
  while (s->p < s->end && (*s->p == ' ' || *s->p == '\t'))
    s->p++;
  s->at = s->p;
  s->token = TK_END;
  s->sign[0] = '\0';
  if (s->failed || s->p >= s->end)
    return;
  if (g_ascii_isdigit (*s->p))
    {
      gsize len;

      if (lex_date (s))
        return;
      if (!cb_rat_parse (s->p, &len, &s->number) || s->p + len > s->end)
        {
          fail (s, s->p, "a number of more than 18 digits");
          return;
        }
      s->p += len;
      s->token = TK_NUMBER;
      return;
    }
  if (g_ascii_isalpha (*s->p))
    {
      lex_name (s);
      return;
    }
  if (*s->p == '"')
    {
      const char *quote = memchr (s->p + 1, '"', (gsize) (s->end - s->p - 1));

      if (quote == NULL)
        {
          fail (s, s->p, "a word in quotes does not end");
          return;
        }
      s->string_len = (gsize) (quote - s->p - 1);
      s->p = quote + 1;
      s->token = TK_STRING;
      return;
    }
  if (strchr ("+-*/()[],<>=!", *s->p) == NULL)
    {
      fail (s, s->p, "a character that has no meaning in a formula");
      return;
    }
  s->token = TK_SIGN;
  s->sign[0] = *s->p++;
  s->sign[1] = '\0';
  if (s->p < s->end && ((strchr ("<>!", s->sign[0]) != NULL && *s->p == '=') || (s->sign[0] == '<' && *s->p == '>')))
    {
      s->sign[1] = *s->p++;
      s->sign[2] = '\0';
    }
  if (s->sign[0] == '!' && s->sign[1] == '\0')
    fail (s, s->at, "! stands only in !=; write not");
}

static gboolean
is_sign (Parser     *s,
         const char *sign)
{
  return s->token == TK_SIGN && strcmp (s->sign, sign) == 0;
}

static gboolean
is_word (Parser     *s,
         const char *word)
{
  return s->token == TK_NAME && strcmp (s->name, word) == 0;
}

static gboolean
accept_sign (Parser     *s,
             const char *sign)
{
  if (!is_sign (s, sign))
    return FALSE;
  next (s);
  return TRUE;
}

static gboolean
accept_word (Parser     *s,
             const char *word)
{
  if (!is_word (s, word))
    return FALSE;
  next (s);
  return TRUE;
}

static void
expect_sign (Parser     *s,
             const char *sign)
{
  if (!accept_sign (s, sign))
    {
      g_autofree char *message = g_strdup_printf ("%s is missing here", sign);

      fail (s, s->at, message);
    }
}

static CbExpr *
node (Parser     *s,
      CbExprOp    op,
      const char *at,
      guint       n)
{
  if (s->f->n_exprs >= CB_LIMIT_EXPRS)
    fail (s, at, "the pack's formulas are too long altogether");
  return cb_formula_node (s->f, op, s->key, s->key->column + (int) (at - s->key->value), n);
}

static CbExpr *parse_expr (Parser *s);

static CbExpr *
binary (Parser     *s,
        CbExprOp    op,
        const char *at,
        CbExpr     *a,
        CbExpr     *b)
{
  CbExpr *e = node (s, op, at, 2);

  e->args[0] = a;
  e->args[1] = b;
  return e;
}

static CbExpr *
parse_number (Parser *s)
{
  CbExpr *e = node (s, CB_EX_CONST, s->at, 0);

  e->number = s->number;
  e->type.flavour = CB_FLAVOUR_BARE;
  if (s->p > s->base && s->p[-1] == '%')
    e->type.flavour = CB_FLAVOUR_RATIO;
  next (s);
  if (s->token != TK_NAME)
    return e;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].name, s->name) == 0)
      {
        CbUnit unit = units[i].unit;

        if (unit == CB_UNIT_MONEY && s->p < s->end && *s->p == '/')
          {
            const char *per = s->p + 1;
            gsize n = 0;

            while (per + n < s->end && (g_ascii_isalnum (per[n]) || per[n] == '_'))
              n++;
            if (n == 5 && memcmp (per, "month", n) == 0)
              unit = CB_UNIT_MONEY_MONTH;
            else if (n == 4 && memcmp (per, "year", n) == 0)
              unit = CB_UNIT_MONEY_YEAR;
            if (unit != CB_UNIT_MONEY)
              s->p = per + n;
          }
        e->type = cb_type_unit (unit);
        e->number = cb_rat (e->number.num * units[i].factor, e->number.den);
        next (s);
        break;
      }
  return e;
}

/* sum(member, F where C else G): the bracket is open. */
static CbExpr *
parse_aggregate (Parser     *s,
                 CbFn        fn,
                 const char *at)
{
  CbExpr *e = node (s, CB_EX_AGG, at, 3);

  e->fn = (guint8) fn;
  if (s->token != TK_NAME || !g_hash_table_contains (s->f->entities, s->name))
    {
      g_autofree char *message = g_strdup_printf ("%s(…) begins with an entity", cb_fn_name (fn));

      fail (s, s->at, message);
      return e;
    }
  e->name = cb_arena_strdup (s->f->arena, s->name);
  next (s);
  if (fn != CB_FN_COUNT)
    {
      expect_sign (s, ",");
      e->args[0] = parse_expr (s);
    }
  if (accept_word (s, "where"))
    e->args[1] = parse_expr (s);
  if ((fn == CB_FN_MAX || fn == CB_FN_MIN) && accept_word (s, "else"))
    e->args[2] = parse_expr (s);
  expect_sign (s, ")");
  return e;
}

static CbExpr *
parse_call (Parser     *s,
            const char *name,
            const char *at)
{
  CbExpr *args[100] = { NULL };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      CbFn fn = functions[i].fn;
      CbExpr *e;

      if (strcmp (functions[i].name, name) != 0)
        continue;
      if (fn <= CB_FN_ALL || ((fn == CB_FN_MAX || fn == CB_FN_MIN) && s->token == TK_NAME && g_hash_table_contains (s->f->entities, s->name)))
        return parse_aggregate (s, fn, at);
      do
        args[n++] = parse_expr (s);
      while (n < functions[i].most && accept_sign (s, ","));
      expect_sign (s, ")");
      if (!s->failed && n < functions[i].least)
        {
          g_autofree char *message = g_strdup_printf ("%s(…) takes %u things", name, functions[i].least);

          fail (s, at, message);
        }
      e = node (s, CB_EX_CALL, at, n);
      e->fn = (guint8) fn;
      memcpy (e->args, args, n * sizeof *args);
      return e;
    }
  {
    g_autofree char *message = g_strdup_printf ("there is no function %s", name);

    fail (s, at, message);
  }
  return node (s, CB_EX_CONST, at, 0);
}

static CbExpr *
parse_primary (Parser *s)
{
  const char *at = s->at;
  CbExpr *e;

  switch (s->token)
    {
    case TK_NUMBER:
      return parse_number (s);
    case TK_DATE:
    case TK_MONTH:
      e = node (s, CB_EX_CONST, at, 0);
      e->type = cb_type_of (s->token == TK_DATE ? CB_TYPE_DATE : CB_TYPE_MONTH);
      e->number = s->number;
      next (s);
      return e;
    case TK_STRING:
      e = node (s, CB_EX_WORD, at, 0);
      e->name = cb_arena_strndup (s->f->arena, at + 1, s->string_len);
      next (s);
      return e;
    case TK_NAME:
      if (is_word (s, "yes") || is_word (s, "no"))
        {
          e = node (s, CB_EX_CONST, at, 0);
          e->type = cb_type_of (CB_TYPE_TRUTH);
          e->number = cb_rat (is_word (s, "yes"), 1);
          next (s);
          return e;
        }
      if (is_word (s, "on") || is_word (s, "pay_month"))
        {
          e = node (s, is_word (s, "on") ? CB_EX_ON : CB_EX_PAY_MONTH, at, 0);
          e->type = cb_type_of (e->op == CB_EX_ON ? CB_TYPE_DATE : CB_TYPE_MONTH);
          next (s);
          return e;
        }
      if (g_strv_contains (reserved, s->name))
        break;
      {
        char *name = cb_arena_strdup (s->f->arena, s->name);

        next (s);
        if (accept_sign (s, "("))
          return parse_call (s, name, at);
        e = node (s, CB_EX_NAME, at, 0);
        e->name = name;
        return e;
      }
    case TK_SIGN:
      if (accept_sign (s, "("))
        {
          e = parse_expr (s);
          expect_sign (s, ")");
          return e;
        }
      break;
    case TK_END: case TK_BAD: default:
      break;
    }
  fail (s, at, s->token == TK_END ? "the formula ends too early" : "a number, a name or ( is missing here");
  return node (s, CB_EX_CONST, at, 0);
}

static CbExpr *
parse_postfix (Parser *s)
{
  CbExpr *e = parse_primary (s);

  while (!s->failed && (is_sign (s, "[") || is_word (s, "at")))
    {
      const char *at = s->at;
      gboolean index = is_sign (s, "[");

      next (s);
      if (index)
        {
          e = binary (s, CB_EX_INDEX, at, e, parse_expr (s));
          expect_sign (s, "]");
        }
      else
        e = binary (s, CB_EX_AT, at, e, parse_primary (s));
    }
  return e;
}

static CbExpr *
parse_unary (Parser *s)
{
  const char *at = s->at;
  int minus = 0;
  CbExpr *e;

  while (accept_sign (s, "-"))
    if (++minus > CB_LIMIT_DEPTH)
      fail (s, at, "nested too deep");
  e = parse_postfix (s);
  for (; minus > 0; minus--)
    {
      CbExpr *neg = node (s, CB_EX_NEG, at, 1);

      neg->args[0] = e;
      e = neg;
    }
  return e;
}

static CbExpr *
parse_product (Parser *s)
{
  CbExpr *e = parse_unary (s);
  int n = 0;

  while (is_sign (s, "*") || is_sign (s, "/"))
    {
      CbExprOp op = is_sign (s, "*") ? CB_EX_MUL : CB_EX_DIV;
      const char *at = s->at;

      next (s);
      e = binary (s, op, at, e, parse_unary (s));
      if (++n > 4 * CB_LIMIT_DEPTH)
        fail (s, at, "a formula too long: use intermediate values");
    }
  return e;
}

static CbExpr *
parse_sum (Parser *s)
{
  CbExpr *e = parse_product (s);
  int n = 0;

  while (is_sign (s, "+") || is_sign (s, "-"))
    {
      CbExprOp op = is_sign (s, "+") ? CB_EX_ADD : CB_EX_SUB;
      const char *at = s->at;

      next (s);
      e = binary (s, op, at, e, parse_product (s));
      if (++n > 4 * CB_LIMIT_DEPTH)
        fail (s, at, "a formula too long: use intermediate values");
    }
  return e;
}

static gboolean
comparison (Parser   *s,
            CbExprOp *op)
{
  static const struct { const char *sign; CbExprOp op; } table[] = {
    { "<", CB_EX_LT }, { "<=", CB_EX_LE }, { ">", CB_EX_GT }, { ">=", CB_EX_GE }, { "=", CB_EX_EQ }, { "!=", CB_EX_NE }, { "<>", CB_EX_NE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (is_sign (s, table[i].sign))
      {
        *op = table[i].op;
        return TRUE;
      }
  return FALSE;
}

static CbExpr *
parse_in (Parser *s,
          CbExpr *left)
{
  CbExpr *list[100] = { left };
  const char *at = s->at;
  guint n = 1;
  CbExpr *e;

  expect_sign (s, "(");
  do
    list[n++] = parse_sum (s);
  while (n < G_N_ELEMENTS (list) && accept_sign (s, ","));
  expect_sign (s, ")");
  e = node (s, CB_EX_IN, at, n);
  memcpy (e->args, list, n * sizeof *list);
  return e;
}

static CbExpr *
parse_comparison (Parser *s)
{
  CbExpr *left = parse_sum (s), *result = NULL;
  CbExprOp op;
  int n = 0;

  if (accept_word (s, "in"))
    return parse_in (s, left);
  while (comparison (s, &op))
    {
      const char *at = s->at;
      CbExpr *right, *one;

      next (s);
      right = parse_sum (s);
      one = binary (s, op, at, left, right);
      result = result == NULL ? one : binary (s, CB_EX_AND, at, result, one);
      left = right;
      if (++n > 3)
        fail (s, at, "more than four things in one chain of comparisons");
    }
  return result != NULL ? result : left;
}

static CbExpr *
parse_not (Parser *s)
{
  const char *at = s->at;
  int n = 0;
  CbExpr *e;

  while (accept_word (s, "not"))
    if (++n > CB_LIMIT_DEPTH)
      fail (s, at, "nested too deep");
  e = parse_comparison (s);
  for (; n > 0; n--)
    {
      CbExpr *inverse = node (s, CB_EX_NOT, at, 1);

      inverse->args[0] = e;
      e = inverse;
    }
  return e;
}

static CbExpr *
parse_logic (Parser  *s,
             gboolean or)
{
  CbExpr *e = or ? parse_logic (s, FALSE) : parse_not (s);
  int n = 0;

  while (is_word (s, or ? "or" : "and"))
    {
      const char *at = s->at;

      next (s);
      e = binary (s, or ? CB_EX_OR : CB_EX_AND, at, e, or ? parse_logic (s, FALSE) : parse_not (s));
      if (++n > 4 * CB_LIMIT_DEPTH)
        fail (s, at, "a formula too long: use intermediate values");
    }
  return e;
}

static CbExpr *
parse_expr (Parser *s)
{
  const char *at = s->at;
  CbExpr *e;

  if (++s->depth > CB_LIMIT_DEPTH)
    {
      fail (s, at, "nested too deep");
      s->depth--;
      return node (s, CB_EX_CONST, at, 0);
    }
  if (accept_word (s, "if"))
    {
      e = node (s, CB_EX_IF, at, 3);
      e->args[0] = parse_expr (s);
      if (!accept_word (s, "then"))
        fail (s, s->at, "then is missing here");
      e->args[1] = parse_expr (s);
      if (!accept_word (s, "else"))
        fail (s, s->at, "else is missing here");
      e->args[2] = parse_expr (s);
    }
  else
    e = parse_logic (s, TRUE);
  s->depth--;
  return e;
}

CbExpr *
cb_formula_parse (CbFormulas  *f,
                  const CbKey *key,
                  gsize        offset,
                  gsize        len)
{
  Parser s = { .f = f, .key = key, .base = key->value, .p = key->value + offset, .end = key->value + offset + len };
  CbExpr *e;

  next (&s);
  e = parse_expr (&s);
  if (!s.failed && s.token != TK_END)
    fail (&s, s.at, "the formula should have ended here");
  return s.failed ? NULL : e;
}
