/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-private.h"
#include "cb-run-private.h"

#include <string.h>

static inline CbWide
get (CbResult *r,
     int       reg,
     int       scope,
     guint     row)
{
  const CbReg *x = &g_array_index (r->variant->code.regs, CbReg, reg);
  gconstpointer p;

  if (x->level < 0)
    return x->lo;
  row = r->lead[x->level] + cb_result_row (r, scope, row, x->level);
  p = cb_run_place (r->run, reg);
  return x->kind == CB_REG_8 ? (CbWide) ((const guint8 *) p)[row] :
         x->kind == CB_REG_64 ? (CbWide) ((const gint64 *) p)[row] : ((const CbWide *) p)[row];
}

CbNumber
cb_result_read (CbResult *r,
                CbSlot    slot,
                int       scope,
                guint     row)
{
  CbNumber x = { CB_STATE_KNOWN, 0, 1 };

  if (slot.num < 0)
    return (CbNumber) { CB_STATE_MISSING, 0, 1 };
  if (slot.st >= 0)
    x.state = (guint8) get (r, slot.st, scope, row);
  if (x.state != CB_STATE_KNOWN)
    return x;
  x.num = get (r, slot.num, scope, row);
  x.den = slot.den;
  if (slot.dyn >= 0 && __builtin_mul_overflow (x.den, get (r, slot.dyn, scope, row), &x.den))
    x = (CbNumber) { CB_STATE_FAULT, 0, 1 };
  return x;
}

/* --- What an outcome rests on --- */

static void
collect_missing (CbResult *r,
                 CbNode   *node,
                 GArray   *missing)
{
  /* That a row holds may be known while what it gives is not. */
  if (node->epoch == r->epoch || (node->pub.known && node->pub.kind != CB_TRACE_ROW) || node->number.state == CB_STATE_FAULT)
    return;
  node->epoch = r->epoch;
  if (node->pub.kind == CB_TRACE_FACT)
    {
      CbMissing m = { node->pub.name, node->pub.entity, node->pub.index };

      for (guint i = 0; i < missing->len; i++)
        {
          CbMissing *old = &g_array_index (missing, CbMissing, i);

          if (old->index == m.index && strcmp (old->fact, m.fact) == 0)
            return;
        }
      g_array_append_val (missing, m);
      return;
    }
  for (guint i = 0; i < node->pub.n_children; i++)
    collect_missing (r, (CbNode *) node->pub.children[i], missing);
}

static void
add_reason (GArray     *reasons,
            const char *code,
            const char *entity,
            int         index,
            const char *cite)
{
  CbReason reason = { code, entity, cite != NULL ? cite : "", index };

  for (guint i = 0; i < reasons->len; i++)
    {
      CbReason *old = &g_array_index (reasons, CbReason, i);

      if (old->index == index && strcmp (old->code, code) == 0 && strcmp (old->entity, entity) == 0)
        return;
    }
  g_array_append_val (reasons, reason);
}

static void
collect_reasons (CbResult *r,
                 CbNode   *node,
                 GArray   *reasons)
{
  if (node->epoch == r->epoch || !node->speaks)
    return;
  node->epoch = r->epoch;
  if (node->reason != NULL && node->pub.known)
    add_reason (reasons, node->reason, node->pub.entity, node->pub.index, node->reason_cite);
  if (node->confirm)
    add_reason (reasons, "PARAM_CONFIRM", CB_ENTITY (r->program->pack, 0)->pub.name, 0, node->pub.cite);
  for (guint i = 0; i < node->pub.n_children; i++)
    collect_reasons (r, (CbNode *) node->pub.children[i], reasons);
}

/* --- One programme --- */

static void
outcome_clear (gpointer data)
{
  CbOutcome *o = data;

  g_array_unref (o->lines);
  g_array_unref (o->reasons);
  g_array_unref (o->judgements);
  g_array_unref (o->missing);
}

static void
add_lines (CbResult     *r,
           CbProgrammeX *p,
           CbOutcome    *o)
{
  for (guint i = 0; i < p->lines->len; i++)
    {
      CbLineX *line = &g_array_index (p->lines, CbLineX, i);
      CbSlot slot = r->variant->values[line->value->index].slot;

      for (guint row = 0; row < r->columns.n_rows[line->value->entity]; row++)
        {
          CbNumber x = cb_result_read (r, slot, line->value->entity, row);
          CbNode *node = cb_trace_value (r, line->value, row);
          CbLine out = { line->id, line->value->name, CB_ENTITY (r->program->pack, line->value->entity)->pub.name,
                         cb_result_index (r, line->value->entity, row), (gint64) x.num, node->pub.cite != NULL ? node->pub.cite : "" };

          if (x.state == CB_STATE_KNOWN && x.num != 0)
            g_array_append_val (o->lines, out);
        }
    }
}

static int
months_of (CbResult *r,
           CbSlot    slot)
{
  CbNumber x = cb_result_read (r, slot, 0, 0);

  return x.state == CB_STATE_KNOWN ? (int) CLAMP (x.num, -100000, 100000) : 0;
}

static void
judge (CbResult     *r,
       CbProgrammeX *p,
       CbOutcome    *o,
       GPtrArray    *parts)
{
  for (guint i = 0; i < p->judges->len; i++)
    {
      CbJudgeX *j = &g_array_index (p->judges, CbJudgeX, i);

      for (guint row = 0; row < r->columns.n_rows[j->entity]; row++)
        {
          CbNumber x = cb_result_read (r, r->variant->slots[j->when->id], j->entity, row);

          g_ptr_array_add (parts, cb_trace_expr (r, j->when, row));
          if (x.state == CB_STATE_KNOWN && x.num)
            add_reason (o->judgements, j->code, CB_ENTITY (r->program->pack, j->entity)->pub.name, cb_result_index (r, j->entity, row), p->cite);
        }
    }
}

static void
trace_parts (CbResult        *r,
             CbProgrammeCode *code,
             CbOutcome       *o,
             gboolean         all,
             GPtrArray       *parts)
{
  CbProgrammeX *p = code->programme;

  g_ptr_array_add (parts, cb_trace_expr (r, p->eligible, 0));
  if (p->tier != NULL)
    g_ptr_array_add (parts, cb_trace_expr (r, p->tier, 0));
  if (!all)
    return;
  for (guint i = 0; i < p->lines->len; i++)
    {
      CbLineX *line = &g_array_index (p->lines, CbLineX, i);

      for (guint row = 0; row < r->columns.n_rows[line->value->entity]; row++)
        g_ptr_array_add (parts, cb_trace_value (r, line->value, row));
    }
  if (p->amount != NULL)
    g_ptr_array_add (parts, cb_trace_expr (r, p->amount, 0));
  if (p->start != NULL)
    g_ptr_array_add (parts, cb_trace_expr (r, p->start, 0));
}

/* What was paid so far and ends, whether or not others of the family still are entitled. */
static CbMonth
stop_of (CbResult        *r,
         CbProgrammeCode *code,
         GPtrArray       *parts)
{
  CbNumber ends = cb_result_read (r, code->ends, 0, 0), stop;

  if (code->programme->ends == NULL || ends.state != CB_STATE_KNOWN || !ends.num)
    return CB_MONTH_NONE;
  g_ptr_array_add (parts, cb_trace_expr (r, code->programme->ends, 0));
  stop = cb_result_read (r, code->stop, 0, 0);
  return stop.state == CB_STATE_KNOWN ? (CbMonth) stop.num : CB_MONTH_NONE;
}

/* FALSE: it rests on a fault. */
static gboolean
evaluate_programme (CbResult        *r,
                    CbProgrammeCode *code)
{
  CbProgrammeX *p = code->programme;
  CbNumber eligible = cb_result_read (r, code->eligible, 0, 0), amount = { CB_STATE_KNOWN, 0, 1 }, judged = amount;
  CbOutcome o = { .programme = p->name, .pay = (CbPay) p->pay, .start = CB_MONTH_NONE, .stop = CB_MONTH_NONE, .cite = p->cite };
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  gboolean yes = eligible.state == CB_STATE_KNOWN && eligible.num;
  CbNode *root;

  o.lines = g_array_new (FALSE, TRUE, sizeof (CbLine));
  o.reasons = g_array_new (FALSE, TRUE, sizeof (CbReason));
  o.judgements = g_array_new (FALSE, TRUE, sizeof (CbReason));
  o.missing = g_array_new (FALSE, TRUE, sizeof (CbMissing));
  trace_parts (r, code, &o, yes, parts);
  o.stop = stop_of (r, code, parts);
  if (yes)
    {
      amount = cb_result_read (r, code->amount, 0, 0);
      judged = cb_result_read (r, code->judged, 0, 0);
      judge (r, p, &o, parts);
    }
  root = cb_trace_group (r, p->name, parts);
  r->epoch++;
  collect_reasons (r, root, o.reasons);
  if (eligible.state == CB_STATE_KNOWN && !eligible.num && code->excluded >= 0 && get (r, code->excluded, 0, 0))
    add_reason (o.reasons, "EXCLUDED_BY", CB_ENTITY (r->program->pack, 0)->pub.name, 0, p->cite);
  if (p->tier != NULL)
    {
      CbNumber tier = cb_result_read (r, code->tier, 0, 0);
      CbChoiceX *choice = CB_CHOICE (r->program->pack, p->tier->type.choice);

      o.tier_choice = choice->name;
      o.tier = tier.state == CB_STATE_KNOWN ? choice->words[tier.num] : NULL;
      if (tier.state == CB_STATE_FAULT)
        eligible.state = CB_STATE_FAULT;
    }
  if (eligible.state == CB_STATE_MISSING || amount.state == CB_STATE_MISSING || judged.state == CB_STATE_MISSING)
    o.status = CB_STATUS_INCOMPLETE;
  else if (!yes)
    o.status = CB_STATUS_NOT_ELIGIBLE;
  else
    o.status = judged.num ? CB_STATUS_NEEDS_JUDGEMENT : CB_STATUS_ELIGIBLE;
  if (o.status == CB_STATUS_INCOMPLETE)
    {
      r->epoch++;
      for (guint i = 0; i < parts->len; i++)
        collect_missing (r, parts->pdata[i], o.missing);
      g_array_set_size (o.judgements, 0);
    }
  else if (yes)
    {
      CbNumber start = cb_result_read (r, code->start, 0, 0);

      o.amount = p->pay != CB_PAY_NONE ? (gint64) amount.num : 0;
      o.start = start.state == CB_STATE_KNOWN ? (CbMonth) start.num : CB_MONTH_NONE;
      o.validity = months_of (r, code->validity);
      o.review = months_of (r, code->review);
      add_lines (r, p, &o);
    }
  g_array_append_val (r->outcomes, o);
  g_ptr_array_add (r->roots, root);
  return eligible.state != CB_STATE_FAULT && amount.state != CB_STATE_FAULT && judged.state != CB_STATE_FAULT;
}

CbResult *
cb_result_read_off (CbProgram        *program,
                    CbFacts          *facts,
                    CbEvaluateFlags   flags,
                    CbBlockTrace     *trace,
                    CbRun            *run,
                    const guint      *lead,
                    GError          **error)
{
  g_autoptr (CbResult) r = g_new0 (CbResult, 1);
  CbVariant *variant = cb_program_variant (program, CB_VARIANT_FULL);

  r->ref_count = 1;
  r->program = cb_program_ref (program);
  r->facts = cb_facts_ref (facts);
  r->variant = variant;
  r->explained = (flags & CB_EVALUATE_EXPLAIN) != 0;
  r->arena = cb_arena_new ();
  r->nodes = cb_arena_new0 (r->arena, CbNode **, program->pack->values->len + 1);
  r->outcomes = g_array_new (FALSE, TRUE, sizeof (CbOutcome));
  g_array_set_clear_func (r->outcomes, outcome_clear);
  r->roots = g_ptr_array_new ();
  cb_facts_fill (facts, &r->columns, r->order);
  if (run == NULL)
    cb_run (&r->own, variant, &r->columns, 0, 1);
  r->run = run != NULL ? run : &r->own;
  r->trace = trace != NULL ? cb_block_trace_ref (trace) : NULL;
  if (lead != NULL)
    memcpy (r->lead, lead, sizeof r->lead);
  for (guint i = 0; i < variant->programmes->len; i++)
    if (!evaluate_programme (r, &g_array_index (variant->programmes, CbProgrammeCode, i)))
      {
        g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_ARITHMETIC, "programme %s rests on a division by zero, a missing number of the law or an overflow",
                     g_array_index (variant->programmes, CbProgrammeCode, i).programme->name);
        return NULL;
      }
  return g_steal_pointer (&r);
}

CbResult *
cb_evaluate (CbProgram        *program,
             CbFacts          *facts,
             CbEvaluateFlags   flags,
             GError          **error)
{
  g_return_val_if_fail (program != NULL && facts != NULL, NULL);
  if (facts->pack != program->pack)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the facts were built against another pack");
      return NULL;
    }
  return cb_result_read_off (program, facts, flags, NULL, NULL, NULL, error);
}

CbResult *
cb_result_ref (CbResult *r)
{
  g_atomic_int_inc (&r->ref_count);
  return r;
}

void
cb_result_unref (CbResult *r)
{
  if (r == NULL || !g_atomic_int_dec_and_test (&r->ref_count))
    return;
  for (guint i = 0; i < CB_MAX_ENTITIES; i++)
    g_clear_pointer (&r->order[i], g_array_unref);
  cb_columns_clear (&r->columns);
  cb_run_clear (&r->own);
  cb_block_trace_unref (r->trace);
  g_array_unref (r->outcomes);
  g_ptr_array_unref (r->roots);
  g_free (r->pending);
  cb_arena_free (r->arena);
  cb_facts_unref (r->facts);
  cb_program_unref (r->program);
  g_free (r);
}

CbProgram *
cb_result_program (CbResult *r)
{
  return r->program;
}

CbFacts *
cb_result_facts (CbResult *r)
{
  return r->facts;
}

guint
cb_result_n_outcomes (CbResult *r)
{
  return r->outcomes->len;
}

const CbOutcome *
cb_result_outcome (CbResult *r,
                   guint     i)
{
  return i < r->outcomes->len ? &g_array_index (r->outcomes, CbOutcome, i) : NULL;
}

const CbOutcome *
cb_result_primary (CbResult *result)
{
  const CbOutcome *waiting = NULL, *first = NULL;

  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *outcome = cb_result_outcome (result, i);

      if (outcome->status == CB_STATUS_ELIGIBLE || outcome->status == CB_STATUS_NEEDS_JUDGEMENT)
        return outcome;
      if (outcome->status == CB_STATUS_INCOMPLETE && waiting == NULL)
        waiting = outcome;
      if (first == NULL)
        first = outcome;
    }
  return waiting != NULL ? waiting : first;
}

const CbOutcome *
cb_result_find (CbResult   *r,
                const char *programme)
{
  for (guint i = 0; i < r->outcomes->len; i++)
    if (strcmp (g_array_index (r->outcomes, CbOutcome, i).programme, programme) == 0)
      return &g_array_index (r->outcomes, CbOutcome, i);
  return NULL;
}

const char *
cb_status_word (CbStatus status)
{
  static const char *const words[] = { "not-eligible", "eligible", "needs-judgement", "incomplete" };

  return words[status];
}

/* --- Sentences and single values --- */

static guint
row_of_index (CbResult *r,
              int       entity,
              int       index)
{
  for (guint row = 0; row < r->order[entity]->len; row++)
    if (g_array_index (r->order[entity], guint, row) == (guint) index)
      return row;
  return G_MAXUINT;
}

char *
cb_result_reason_text (CbResult       *r,
                       const CbReason *reason,
                       const char     *lang)
{
  CbPack *pack = r->program->pack;
  CbEntityX *entity = g_hash_table_lookup (pack->entity_names, reason->entity);
  GArray *pieces = entity != NULL ? cb_message_pieces (pack, reason->code, (int) entity->pub.index, lang) : NULL;
  guint row = entity != NULL ? row_of_index (r, (int) entity->pub.index, reason->index) : G_MAXUINT;
  GString *text = g_string_new (NULL);

  for (guint i = 0; pieces != NULL && row != G_MAXUINT && i < pieces->len; i++)
    {
      CbPiece *piece = &g_array_index (pieces, CbPiece, i);

      if (piece->expr != NULL)
        {
          CbNumber x = cb_result_read (r, r->variant->slots[piece->expr->id], (int) entity->pub.index, row);
          g_autofree char *figure = cb_format_number (pack, piece->expr->type, x, lang, CB_FORMAT_UNIT);

          g_string_append (text, figure);
        }
      else
        g_string_append (text, piece->text);
    }
  if (text->len == 0)
    g_string_append (text, reason->code);
  return g_string_free (text, FALSE);
}

char *
cb_result_missing_text (CbResult        *r,
                        const CbMissing *missing,
                        const char      *lang)
{
  const char *title = cb_pack_title_of (r->program->pack, "fact", missing->fact, lang);
  const char *label = cb_facts_label (r->facts, missing->entity, missing->index);

  if (label != NULL)
    return g_strdup_printf (cb_lang_is_zh (lang) ? "%s：%s" : "%s: %s", label, title);
  if (CB_ENTITY (r->program->pack, 0)->pub.name == missing->entity || strcmp (CB_ENTITY (r->program->pack, 0)->pub.name, missing->entity) == 0)
    return g_strdup (title);
  return g_strdup_printf (cb_lang_is_zh (lang) ? "%s %d：%s" : "%s %d: %s", cb_pack_title_of (r->program->pack, "entity", missing->entity, lang),
                          missing->index + 1, title);
}

static gboolean
find_value (CbResult   *r,
            const char *name,
            int         index,
            CbType     *type,
            CbNumber   *x)
{
  CbValueX *value = g_hash_table_lookup (r->program->pack->value_names, name);
  guint row = value != NULL ? row_of_index (r, value->entity, index) : G_MAXUINT;

  if (value == NULL || row == G_MAXUINT || r->variant->values[value->index].state != 2)
    return FALSE;
  *type = value->type;
  *x = cb_result_read (r, r->variant->values[value->index].slot, value->entity, row);
  return x->state == CB_STATE_KNOWN;
}

gboolean
cb_result_value (CbResult   *r,
                 const char *value,
                 int         index,
                 gint64     *numerator,
                 gint64     *denominator)
{
  CbType type;
  CbNumber x;
  CbWide g;

  if (!find_value (r, value, index, &type, &x))
    return FALSE;
  g = cb_wide_gcd (x.num, x.den);
  if (g > 1)
    {
      x.num /= g;
      x.den /= g;
    }
  if (x.num > G_MAXINT64 || x.num < G_MININT64 || x.den > G_MAXINT64)
    return FALSE;
  *numerator = (gint64) x.num;
  if (denominator != NULL)
    *denominator = (gint64) x.den;
  return TRUE;
}

char *
cb_result_value_text (CbResult   *r,
                      const char *value,
                      int         index,
                      const char *lang)
{
  CbType type;
  CbNumber x;

  return find_value (r, value, index, &type, &x) ? cb_format_number (r->program->pack, type, x, lang, CB_FORMAT_UNIT) : NULL;
}

gboolean
cb_result_same_decision (CbResult *a,
                         CbResult *b)
{
  if (a->outcomes->len != b->outcomes->len)
    return FALSE;
  for (guint i = 0; i < a->outcomes->len; i++)
    {
      const CbOutcome *x = cb_result_outcome (a, i), *y = cb_result_outcome (b, i);

      if (strcmp (x->programme, y->programme) != 0 || x->status != y->status || g_strcmp0 (x->tier, y->tier) != 0 ||
          x->amount != y->amount || x->start != y->start || x->stop != y->stop || x->lines->len != y->lines->len)
        return FALSE;
      for (guint k = 0; k < x->lines->len; k++)
        {
          const CbLine *p = &g_array_index (x->lines, CbLine, k), *q = &g_array_index (y->lines, CbLine, k);

          if (strcmp (p->value, q->value) != 0 || p->index != q->index || p->fen != q->fen)
            return FALSE;
        }
    }
  return TRUE;
}
