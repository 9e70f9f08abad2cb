/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-compile-private.h"
#include "cb-evaluate.h"

#include <string.h>

/* Values, tables, exceptions, programmes; and the program as a whole. */

static CbSlot
none (CbCompile *c,
      CbType     type)
{
  CbSlot s = type.kind == CB_TYPE_TRUTH || type.kind == CB_TYPE_CHOICE ? cb_slot_truth (c, FALSE) : cb_slot_const (c, cb_rat (0, 1));

  s.st = cb_emit_const8 (&c->m, CB_STATE_FAULT);
  return s;
}

static CbSlot
with_exceptions (CbCompile *c,
                 CbSlot     base,
                 GPtrArray *exceptions,
                 CbValueX  *value)
{
  /* The last in the list has the lowest priority: it is looked at last. */
  for (guint i = exceptions->len; i > 0; i--)
    {
      CbExceptionX *x = exceptions->pdata[i - 1];
      CbSlot when, then;

      if (!cb_in_force (x->from, x->until, c->program->on) || x->value != value)
        continue;
      when = cb_compile_expr (c, x->when);
      then = with_exceptions (c, cb_compile_expr (c, x->formula), x->exceptions, value);
      c->variant->exceptions[x->index] = when;
      base = cb_slot_select (c, x->when, when, then, base);
    }
  return base;
}

static CbSlot
row_holds (CbCompile *c,
           CbTableX  *table,
           CbRowX    *row)
{
  CbSlot all = cb_slot_truth (c, TRUE);

  for (guint i = 0; i < table->n_inputs; i++)
    if (row->cells[i] != NULL)
      all = cb_slot_and (c, all, cb_compile_expr (c, row->cells[i]));
  return all;
}

static CbSlot
row_gives (CbCompile *c,
           CbRowX    *row,
           CbValueX  *value)
{
  return with_exceptions (c, cb_compile_expr (c, row->outs[value->output]), row->exceptions, value);
}

static CbSlot
table_value (CbCompile *c,
             CbValueX  *value)
{
  CbTableX *table = value->table;
  CbSlot r, found = cb_slot_truth (c, FALSE);

  if (table->hit <= CB_HIT_UNIQUE)
    {
      r = table->otherwise != NULL ? row_gives (c, table->otherwise, value) : none (c, value->type);
      for (guint i = table->rows->len; i > 0; i--)
        {
          CbRowX *row = table->rows->pdata[i - 1];

          if (cb_in_force (row->from, row->until, c->program->on))
            {
              CbSlot out = row_gives (c, row, value);

              r = cb_slot_select (c, row->outs[value->output], row_holds (c, table, row), out, r);
            }
        }
      return r;
    }
  r = cb_slot_const (c, cb_rat (0, 1));
  for (guint i = 0; i < table->rows->len; i++)
    {
      CbRowX *row = table->rows->pdata[i];
      CbExpr *e = row->outs[value->output];
      CbSlot holds, out, more;

      if (!cb_in_force (row->from, row->until, c->program->on))
        continue;
      holds = row_holds (c, table, row);
      out = row_gives (c, row, value);
      if (table->hit == CB_HIT_SUM)
        more = cb_slot_add (c, e, CB_I_ADD, r, out);
      else if (table->hit == CB_HIT_MAX && out.dyn < 0 && r.dyn < 0 && cb_emit_reg (&c->m, out.num)->lo >= 0 && cb_emit_reg (&c->m, r.num)->lo >= 0)
        more = cb_slot_minmax (c, e, TRUE, out, r);   /* nothing is below zero: none and zero are the same */
      else
        {
          /* The first that holds counts as it is, even below zero. */
          CbSlot better = cb_slot_compare (c, e, table->hit == CB_HIT_MAX ? CB_I_GT : CB_I_LT, out, r);

          more = cb_slot_select (c, e, cb_slot_or (c, cb_slot_not (c, found), better), out, r);
        }
      r = cb_slot_select (c, e, holds, more, r);
      found = cb_slot_or (c, found, holds);
    }
  if (table->otherwise != NULL)
    r = cb_slot_select (c, table->otherwise->outs[value->output], found, r, row_gives (c, table->otherwise, value));
  return r;
}

static CbSlot
rounded (CbCompile *c,
         CbSlot     s,
         CbRounding round)
{
  int st = s.st, divisor;

  if (round.mode == CB_ROUND_NONE)
    return s;
  divisor = cb_emit_const (&c->m, s.den * round.unit);
  if (s.dyn >= 0)
    divisor = cb_emit_arith (&c->m, CB_I_MUL, s.dyn, divisor, &st);
  return (CbSlot) { TRUE, cb_emit_round (&c->m, s.num, divisor, round.mode, round.unit), -1, st, 1 };
}

static void
circle (CbCompile    *c,
        CbValueX     *value,
        const CbExpr *user)
{
  GString *path = g_string_new (NULL);
  guint i = 0;

  while (i < c->stack->len && c->stack->pdata[i] != value)
    i++;
  for (; i < c->stack->len; i++)
    g_string_append_printf (path, "%s → ", ((CbValueX *) c->stack->pdata[i])->name);
  g_string_append (path, value->name);
  cb_compile_fault (c, user, "a circle: %s", path->str);
  g_string_free (path, TRUE);
}

CbSlot
cb_compile_value (CbCompile    *c,
                  CbValueX     *value,
                  const CbExpr *user)
{
  CbValueCode *code = &c->variant->values[value->index];

  if (code->state == 2)
    return code->slot;
  if (code->state == 1)
    {
      circle (c, value, user);
      return none (c, value->type);
    }
  code->state = 1;
  g_ptr_array_add (c->stack, value);
  if (value->table != NULL)
    code->raw = table_value (c, value);
  else
    {
      code->version = cb_value_at (value, c->program->on);
      if (code->version == NULL)
        {
          g_autofree char *day = cb_date_format (c->program->on);

          if (user != NULL)
            cb_compile_fault (c, user, "value %s has no rule on %s", value->name, day);
          code->raw = none (c, value->type);
        }
      else
        code->raw = cb_compile_expr (c, code->version->expr);
    }
  code->raw = with_exceptions (c, code->raw, value->exceptions, value);
  code->slot = rounded (c, code->raw, value->round);
  if (!c->failed && value->type.kind != CB_TYPE_NUMBER && (code->slot.den != 1 || code->slot.dyn >= 0))
    {
      cb_faults_add (c->faults, value->group->file, value->group->line, 0, "%s is not a whole day or month", value->name);
      c->failed = TRUE;
    }
  g_ptr_array_set_size (c->stack, (int) c->stack->len - 1);
  code->state = 2;
  return code->slot;
}

/* --- Programmes --- */

static void
whole_fen (CbCompile   *c,
           CbSlot      *s,
           const CbKey *key,
           const char  *what)
{
  if (!c->failed && (s->den != 1 || s->dyn >= 0))
    {
      cb_faults_at (c->faults, key, key->column, "%s is not whole fen: give it a rounding step", what);
      c->failed = TRUE;
    }
  s->num = cb_emit_narrow (&c->m, s->num, &s->st);
}

static CbSlot
optional (CbCompile *c,
          CbExpr    *e)
{
  CbSlot s = { .num = -1, .dyn = -1, .st = -1, .den = 1 };

  return e != NULL ? cb_compile_expr (c, e) : s;
}

static CbSlot
sum_lines (CbCompile    *c,
           CbProgrammeX *p)
{
  CbSlot sum = cb_slot_const (c, cb_rat (0, 1));

  for (guint i = 0; i < p->lines->len; i++)
    {
      CbLineX *line = &g_array_index (p->lines, CbLineX, i);
      CbSlot s = cb_compile_value (c, line->value, NULL);

      whole_fen (c, &s, line->key, line->value->name);
      if (line->value->entity != 0)
        {
          s.st = cb_emit_worst (&c->m, 0, line->value->entity, s.st);
          s.num = cb_emit_sum (&c->m, 0, line->value->entity, s.num, &s.st);
        }
      sum = cb_slot_add (c, p->eligible, CB_I_ADD, sum, s);
    }
  sum.num = cb_emit_narrow (&c->m, sum.num, &sum.st);
  return sum;
}

static CbSlot
judgements (CbCompile    *c,
            CbProgrammeX *p)
{
  CbSlot any = cb_slot_truth (c, FALSE);

  for (guint i = 0; i < p->judges->len; i++)
    {
      CbJudgeX *judge = &g_array_index (p->judges, CbJudgeX, i);
      CbSlot s = cb_compile_expr (c, judge->when);

      if (judge->entity != 0)
        {
          int st = -1;

          s.num = cb_emit_any (&c->m, 0, judge->entity, s.num, s.st, &st);
          s.st = st;
        }
      any = cb_slot_or (c, any, s);
    }
  return any;
}

static CbSlot
whole_months (CbCompile *c,
              CbExpr    *e)
{
  CbSlot s = optional (c, e);

  if (e != NULL && !c->failed && (s.den != 1 || s.dyn >= 0))
    cb_compile_fault (c, e, "not a whole number of months");
  if (s.num >= 0)
    s.num = cb_emit_narrow (&c->m, s.num, &s.st);
  return s;
}

static void
programme (CbCompile    *c,
           CbProgrammeX *p)
{
  CbProgrammeCode code = { .programme = p, .excluded = -1 };
  CbSlot excluded = cb_slot_truth (c, FALSE);

  code.eligible = cb_compile_expr (c, p->eligible);
  for (guint i = 0; i < p->excluded_by->len; i++)
    for (guint k = 0; k < c->variant->programmes->len; k++)
      {
        CbProgrammeCode *other = &g_array_index (c->variant->programmes, CbProgrammeCode, k);

        if (other->programme == p->excluded_by->pdata[i])
          excluded = cb_slot_or (c, excluded, other->eligible);
      }
  if (p->excluded_by->len > 0)
    {
      code.excluded = excluded.num;
      code.eligible = cb_slot_and (c, code.eligible, cb_slot_not (c, excluded));
    }
  code.tier = optional (c, p->tier);
  if (p->amount != NULL)
    {
      code.amount = cb_compile_expr (c, p->amount);
      whole_fen (c, &code.amount, p->amount->key, "the amount");
    }
  else
    code.amount = sum_lines (c, p);
  if (p->amount != NULL)
    sum_lines (c, p);
  code.judged = judgements (c, p);
  code.start = optional (c, p->start);
  code.ends = optional (c, p->ends);
  code.stop = optional (c, p->stop);
  code.validity = whole_months (c, p->validity);
  code.review = whole_months (c, p->review);
  g_array_append_val (c->variant->programmes, code);
}

static void
code_clear (CbCode *code)
{
  g_array_unref (code->regs);
  g_array_unref (code->code);
  for (guint i = 0; i < code->lookups->len; i++)
    {
      CbLookup *l = code->lookups->pdata[i];

      g_free (l->values);
      g_free (l->has);
      g_free (l);
    }
  g_ptr_array_unref (code->lookups);
  g_free (code->n_slots);
}

void
cb_variant_free (CbVariant *variant)
{
  if (variant == NULL)
    return;
  code_clear (&variant->code);
  g_free (variant->slots);
  g_free (variant->values);
  g_free (variant->exceptions);
  g_array_unref (variant->programmes);
  g_free (variant);
}

/* Outcomes only: a programme's state, tier and amount. */
static void
place_outcomes (CbCompile *c)
{
  g_autoptr (GArray) outputs = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < c->variant->programmes->len; i++)
    {
      CbProgrammeCode *p = &g_array_index (c->variant->programmes, CbProgrammeCode, i);
      int regs[] = { p->eligible.num, p->eligible.st, p->tier.num, p->tier.st, p->amount.num, p->amount.st, p->judged.num, p->judged.st };

      g_array_append_vals (outputs, regs, G_N_ELEMENTS (regs));
    }
  cb_emit_place (&c->m, (const int *) (void *) outputs->data, outputs->len);
}

/* Values no programme needs and messages' formulas, so that they can be shown. */
static void
compile_rest (CbCompile *c)
{
  for (guint i = 0; i < c->pack->values->len; i++)
    {
      CbValueX *value = c->pack->values->pdata[i];
      CbFaults *faults = c->faults;
      CbFaults *quiet = cb_faults_new ();
      guint depth = c->stack->len;

      c->faults = quiet;
      if (value->table != NULL || cb_value_at (value, c->program->on) != NULL)
        cb_compile_value (c, value, NULL);
      /* What can not be computed on this day and is not needed is simply not there. */
      if (c->failed)
        c->variant->values[i].state = 3;
      c->failed = FALSE;
      g_ptr_array_set_size (c->stack, (int) depth);
      c->faults = faults;
      cb_faults_free (quiet);
    }
}

static void
compile_messages (CbCompile *c)
{
  for (guint i = 0; i < c->pack->messages->len; i++)
    {
      CbMessageX *message = c->pack->messages->pdata[i];

      for (guint k = 0; k < message->pieces->len; k++)
        {
          CbExpr *e = g_array_index (message->pieces, CbPiece, k).expr;
          CbFaults *faults = c->faults, *quiet = cb_faults_new ();

          c->faults = quiet;
          if (e != NULL)
            cb_compile_expr (c, e);
          c->failed = FALSE;
          c->faults = faults;
          cb_faults_free (quiet);
        }
    }
}

CbVariant *
cb_variant_new (CbProgram      *program,
                CbVariantKind   kind,
                const CbExtent *extent,
                CbFaults       *faults)
{
  CbPack *pack = program->pack;
  CbCompile c = { .program = program, .pack = pack, .faults = faults };

  c.variant = g_new0 (CbVariant, 1);
  c.variant->code.regs = g_array_new (FALSE, FALSE, sizeof (CbReg));
  c.variant->code.code = g_array_new (FALSE, FALSE, sizeof (CbInstr));
  c.variant->code.lookups = g_ptr_array_new ();
  c.variant->code.trusting = kind == CB_VARIANT_BLOCK;
  c.variant->slots = g_new0 (CbSlot, pack->formulas.n_exprs + 1);
  c.variant->values = g_new0 (CbValueCode, pack->values->len + 1);
  c.variant->exceptions = g_new0 (CbSlot, pack->exceptions->len + 1);
  c.variant->programmes = g_array_new (FALSE, TRUE, sizeof (CbProgrammeCode));
  c.stack = g_ptr_array_new ();
  cb_emit_init (&c.m, pack, &c.variant->code);
  c.m.extent = extent;
  for (guint i = 0; i < pack->programmes->len; i++)
    {
      CbProgrammeX *p = pack->programmes->pdata[i];
      gboolean failed = c.failed;

      /* A fault in one programme must not hide those of the next. */
      c.failed = FALSE;
      if (cb_in_force (p->from, p->until, program->on))
        programme (&c, p);
      c.failed |= failed;
    }
  if (!c.failed && kind == CB_VARIANT_FULL)
    {
      compile_rest (&c);
      compile_messages (&c);
    }
  if (kind == CB_VARIANT_FULL)
    cb_emit_place (&c.m, NULL, 0);
  else
    place_outcomes (&c);
  cb_emit_clear (&c.m);
  g_ptr_array_unref (c.stack);
  if (c.failed)
    g_clear_pointer (&c.variant, cb_variant_free);
  return c.variant;
}

void
cb_program_check (CbPack   *pack,
                  CbDate    on,
                  CbFaults *faults)
{
  CbProgram program = { .pack = pack, .on = on, .pay_month = cb_month_of (on) + 1 };

  cb_variant_free (cb_variant_new (&program, CB_VARIANT_LEAN, NULL, faults));
}

CbParamVersionX *
cb_program_param (CbProgram *program,
                  CbParamX  *param)
{
  CbParamVersionX *set = program->sets != NULL ? g_hash_table_lookup (program->sets, param) : NULL;

  return set != NULL ? set : cb_param_at (param, program->on);
}

/* --- The program --- */

static void
version_free (gpointer data)
{
  CbParamVersionX *version = data;

  g_free (version->values);
  g_free (version->has);
  g_free (version);
}

/* "dibao.standard.rural" = "620.00": a parameter, with a word when it has several. */
static gboolean
set_param (CbProgram  *program,
           const char *name,
           const char *value,
           GError    **error)
{
  CbPack *pack = program->pack;
  CbParamX *param = g_hash_table_lookup (pack->param_names, name);
  g_autofree char *head = g_strdup (name);
  char *dot = strrchr (head, '.');
  CbParamVersionX *version, *old;
  guint word = 0;
  CbRat rat;

  if (param == NULL && dot != NULL)
    {
      *dot = '\0';
      param = g_hash_table_lookup (pack->param_names, head);
      if (param != NULL && param->by >= 0)
        {
          int index = cb_pack_word_index (pack, param->pub.by, dot + 1);

          word = (guint) MAX (index, 0);
          if (index < 0)
            param = NULL;
        }
      else
        param = NULL;
    }
  old = param != NULL ? cb_program_param (program, param) : NULL;
  if (old == NULL || param->pub.bands || (param->by >= 0 && g_hash_table_contains (pack->param_names, name)) ||
      !cb_pack_constant (pack, param->type, value, &rat))
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE, "%s is no parameter in force that can be set so", name);
      return FALSE;
    }
  version = g_memdup2 (old, sizeof *old);
  version->values = g_memdup2 (old->values, old->n * sizeof *old->values);
  version->has = g_memdup2 (old->has, old->n * sizeof *old->has);
  version->values[word] = rat;
  version->has[word] = TRUE;
  g_hash_table_insert (program->sets, param, version);
  return TRUE;
}

CbProgram *
cb_pack_compile_with (CbPack             *pack,
                      CbDate              on,
                      CbMonth             pay_month,
                      const char *const  *sets,
                      GError            **error)
{
  g_autoptr (CbProgram) program = NULL;
  CbFaults *faults;

  g_return_val_if_fail (pack != NULL, NULL);
  if (on < pack->from || on > cb_date_new (2200, 1, 1))
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE, "the pack holds no law for that day");
      return NULL;
    }
  program = g_new0 (CbProgram, 1);
  program->ref_count = 1;
  program->pack = cb_pack_ref (pack);
  program->on = on;
  program->pay_month = pay_month != CB_MONTH_NONE ? pay_month : cb_month_of (on) + 1;
  g_mutex_init (&program->lock);
  program->names = g_ptr_array_new ();
  for (guint i = 0; i < pack->programmes->len; i++)
    {
      CbProgrammeX *p = pack->programmes->pdata[i];

      if (cb_in_force (p->from, p->until, on))
        g_ptr_array_add (program->names, (gpointer) p->name);
    }
  g_ptr_array_add (program->names, NULL);
  program->sets = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, version_free);
  for (guint i = 0; sets != NULL && sets[i] != NULL && sets[i + 1] != NULL; i += 2)
    if (!set_param (program, sets[i], sets[i + 1], error))
      return NULL;
  faults = cb_faults_new ();
  program->lean = cb_variant_new (program, CB_VARIANT_LEAN, NULL, faults);
  if (program->lean == NULL)
    {
      const CbPackFault *first = faults->list->len > 0 ? faults->list->pdata[0] : NULL;
      g_autofree char *text = first != NULL ? cb_pack_fault_text (first) : g_strdup ("the rules do not compile");

      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE, text);
    }
  cb_faults_free (faults);
  return program->lean != NULL ? g_steal_pointer (&program) : NULL;
}

CbProgram *
cb_pack_compile (CbPack   *pack,
                 CbDate    on,
                 CbMonth   pay_month,
                 GError  **error)
{
  return cb_pack_compile_with (pack, on, pay_month, NULL, error);
}

CbVariant *
cb_program_variant (CbProgram     *program,
                    CbVariantKind  kind)
{
  CbVariant **place = kind == CB_VARIANT_FULL ? &program->full : &program->lean;
  CbVariant *variant;

  g_mutex_lock (&program->lock);
  if (*place == NULL)
    {
      CbFaults *faults = cb_faults_new ();

      *place = cb_variant_new (program, kind, NULL, faults);
      cb_faults_free (faults);
    }
  variant = *place;
  g_mutex_unlock (&program->lock);
  return variant;
}

CbProgram *
cb_program_ref (CbProgram *program)
{
  g_atomic_int_inc (&program->ref_count);
  return program;
}

void
cb_program_unref (CbProgram *program)
{
  if (program == NULL || !g_atomic_int_dec_and_test (&program->ref_count))
    return;
  cb_variant_free (program->full);
  cb_variant_free (program->lean);
  g_clear_pointer (&program->sets, g_hash_table_unref);
  g_ptr_array_unref (program->names);
  g_mutex_clear (&program->lock);
  cb_pack_unref (program->pack);
  g_free (program);
}

CbPack *
cb_program_pack (CbProgram *program)
{
  return program->pack;
}

CbDate
cb_program_on (CbProgram *program)
{
  return program->on;
}

CbMonth
cb_program_pay_month (CbProgram *program)
{
  return program->pay_month;
}

const char *const *
cb_program_programmes (CbProgram *program)
{
  return (const char *const *) program->names->pdata;
}
