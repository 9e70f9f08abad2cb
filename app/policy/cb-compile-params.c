/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-compile-private.h"

/* --- Parameters --- */

static CbSlot
param_word (CbCompile       *c,
            CbExpr          *e,
            CbParamX        *param,
            CbParamVersionX *version,
            CbSlot           word)
{
  gboolean eight = param->type.kind == CB_TYPE_TRUTH || param->type.kind == CB_TYPE_CHOICE;
  g_autofree gint64 *values = g_new0 (gint64, version->n);
  g_autofree guint8 *has = g_new0 (guint8, version->n);
  CbWide den = 1;
  CbSlot r = { .done = TRUE, .dyn = -1, .st = word.st };

  for (guint i = 0; i < version->n; i++)
    if (version->has[i])
      den = cb_wide_mul (den / cb_wide_gcd (den, version->values[i].den), version->values[i].den);
  for (guint i = 0; i < version->n; i++)
    {
      CbWide v = version->has[i] ? cb_wide_mul (version->values[i].num, den / version->values[i].den) : 0;

      if (den > CB_DEN_MAX || v > G_MAXINT64 || v < G_MININT64)
        {
          cb_compile_fault (c, e, "the numbers of %s are too fine", param->pub.name);
          return cb_slot_none (c, e->type);
        }
      values[i] = (gint64) v;
      has[i] = (guint8) version->has[i];
    }
  r.den = den;
  if (cb_emit_is_const (&c->m, word.num))
    {
      guint w = (guint) cb_emit_reg (&c->m, word.num)->lo;

      if (!has[w])
        {
          r = cb_slot_none (c, e->type);
          r.st = cb_emit_worse (&c->m, r.st, word.st);
          return r;
        }
      r.num = eight ? cb_emit_const8 (&c->m, (int) values[w]) : cb_emit_const (&c->m, values[w]);
      return r;
    }
  r.num = cb_emit_lookup (&c->m, word.num, values, has, version->n, eight, &r.st);
  return r;
}

static CbSlot
param_version (CbCompile       *c,
               CbExpr          *e,
               CbParamX        *param,
               CbParamVersionX *version,
               const CbSlot    *word)
{
  gboolean eight = param->type.kind == CB_TYPE_TRUTH || param->type.kind == CB_TYPE_CHOICE;

  if (word != NULL)
    return param_word (c, e, param, version, *word);
  if (eight)
    return cb_slot8 (cb_emit_const8 (&c->m, (int) version->values[0].num), -1);
  return cb_slot_const (c, version->values[0]);
}

CbSlot
cb_compile_param (CbCompile    *c,
                  CbExpr       *e,
                  CbParamX     *param,
                  const CbSlot *word)
{
  CbParamVersionX *version = cb_program_param (c->program, param);

  if (version == NULL)
    {
      g_autofree char *day = cb_date_format (c->program->on);

      cb_compile_fault (c, e, "parameter %s has no value on %s", param->pub.name, day);
      return cb_slot_none (c, e->type);
    }
  if (word != NULL && cb_emit_is_const (&c->m, word->num) && !version->has[cb_emit_reg (&c->m, word->num)->lo])
    {
      g_autofree char *day = cb_date_format (c->program->on);
      const char *name = CB_CHOICE (c->program->pack, param->by)->words[cb_emit_reg (&c->m, word->num)->lo];

      cb_compile_fault (c, e, "parameter %s has no value for \"%s\" on %s", param->pub.name, name, day);
      return cb_slot_none (c, e->type);
    }
  return param_version (c, e, param, version, word);
}

/* `param at date`: all versions, told apart by the date. */
CbSlot
cb_compile_param_at (CbCompile *c,
                     CbExpr    *e)
{
  CbExpr *p = e->args[0];
  CbParamX *param = p->op == CB_EX_INDEX ? p->args[0]->ref : p->ref;
  CbSlot word = { 0 }, date = cb_compile_expr (c, e->args[1]), r = cb_slot_none (c, e->type);

  if (p->op == CB_EX_INDEX)
    word = cb_compile_expr (c, p->args[1]);
  for (guint i = 0; i < param->versions->len; i++)
    {
      CbParamVersionX *version = &g_array_index (param->versions, CbParamVersionX, i);
      CbSlot from = cb_slot_const (c, cb_rat (version->pub.from, 1));
      CbSlot since = cb_slot_compare (c, e, CB_I_GE, date, from);
      CbSlot value = version->pub.ends ? cb_slot_none (c, e->type) : param_version (c, e, param, version, p->op == CB_EX_INDEX ? &word : NULL);

      since.st = -1;
      r = cb_slot_select (c, e, since, value, r);
      if (!version->pub.ends && version->pub.until != CB_DATE_NONE && i + 1 == param->versions->len)
        {
          CbSlot ended = cb_slot_compare (c, e, CB_I_GT, date, cb_slot_const (c, cb_rat (version->pub.until, 1)));

          ended.st = -1;
          r = cb_slot_select (c, e, ended, cb_slot_none (c, e->type), r);
        }
    }
  r.st = cb_emit_worse (&c->m, r.st, date.st);
  return r;
}

CbSlot
cb_compile_bands (CbCompile *c,
                  CbExpr    *e)
{
  CbParamX *param = e->args[0]->ref;
  CbParamVersionX *version = cb_program_param (c->program, param);
  CbSlot x = cb_compile_expr (c, e->args[1]), r;

  if (version == NULL)
    return cb_compile_param (c, e, param, NULL);
  r = e->fn == CB_FN_BRACKET ? cb_slot_none (c, e->type) : cb_slot_const (c, cb_rat (0, 1));
  for (guint i = 0; i < version->n; i++)
    {
      CbSlot bound = cb_slot_const (c, version->bounds[i]), value = cb_slot_const (c, version->values[i]);

      if (e->fn == CB_FN_BRACKET)
        {
          CbSlot in = cb_slot_compare (c, e, CB_I_GE, x, bound);

          in.st = -1;
          r = cb_slot_select (c, e, in, value, r);
        }
      else
        {
          CbSlot top = i + 1 < version->n ? cb_slot_minmax (c, e, FALSE, x, cb_slot_const (c, version->bounds[i + 1])) : x;
          CbSlot part = cb_slot_minmax (c, e, TRUE, cb_slot_const (c, cb_rat (0, 1)), cb_slot_add (c, e, CB_I_SUB, top, bound));

          r = cb_slot_add (c, e, CB_I_ADD, r, cb_slot_mul (c, e, part, value));
        }
    }
  r.st = cb_emit_worse (&c->m, r.st, x.st);
  return r;
}
