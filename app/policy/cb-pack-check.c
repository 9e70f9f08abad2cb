/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-evaluate.h"
#include "cb-pack-private.h"
#include "cb-program.h"
#include "cb-spelling.h"

#include <string.h>

/* The checks over a whole pack. */

#define LIMIT_DAYS 400

static const char *const kinds[] = { "pack", "entity", "choice", "fact", "param", "value", "table", "exception", "reason", "text",
                                     "programme", "check", NULL };

static void
check_keys (CbPack   *pack,
            CbFaults *faults)
{
  for (guint i = 0; i < pack->source->groups->len; i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];

      if (!g_strv_contains (kinds, group->kind))
        {
          cb_faults_add (faults, group->file, group->line, 1, "there is no kind of group called %s", group->kind);
          continue;
        }
      if ((*group->name == '\0') != (strcmp (group->kind, "pack") == 0))
        cb_faults_add (faults, group->file, group->line, 1, "[%s] %s", group->kind, *group->name ? "has no name" : "needs a name");
      for (guint k = 0; k < group->keys->len; k++)
        {
          CbKey *key = group->keys->pdata[k];
          gboolean text = strcmp (key->name, "title") == 0 || strcmp (key->name, "note") == 0 || strcmp (key->name, "message") == 0;

          if (!key->used && !text && !(key->locale != NULL && g_str_has_prefix (key->name, "title.")))
            cb_faults_at (faults, key, 1, "the key %s%s%s%s means nothing in [%s …]", key->name, key->locale ? "[" : "",
                          key->locale ? key->locale : "", key->locale ? "]" : "", group->kind);
        }
    }
}

/* --- Messages --- */

static CbMessageX *
find_message (CbPack     *pack,
              const char *code,
              int         entity,
              const char *locale)
{
  for (guint i = 0; i < pack->messages->len; i++)
    {
      CbMessageX *m = pack->messages->pdata[i];

      if (m->entity == entity && g_strcmp0 (m->locale, locale) == 0 && strcmp (m->code, code) == 0)
        return m;
    }
  return NULL;
}

GArray *
cb_message_pieces (CbPack     *pack,
                   const char *code,
                   int         entity,
                   const char *lang)
{
  CbMessageX *m = NULL;

  if (lang != NULL && *lang != '\0')
    {
      g_autofree char *full = g_strndup (lang, strcspn (lang, ".@")), *brief = g_strndup (lang, strcspn (lang, "_.@"));

      m = find_message (pack, code, entity, full);
      if (m == NULL)
        m = find_message (pack, code, entity, brief);
      if (m == NULL && strcmp (brief, "zh") == 0)
        m = find_message (pack, code, entity, "zh_CN");
    }
  if (m == NULL)
    m = find_message (pack, code, entity, NULL);
  return m != NULL ? m->pieces : NULL;
}

static void
cut_message (CbPack     *pack,
             CbKey      *key,
             CbMessageX *message,
             CbFaults   *faults)
{
  const char *p = key->value;

  while (*p != '\0')
    {
      const char *open = strchr (p, '{'), *close = open != NULL ? strchr (open, '}') : NULL;
      CbPiece piece = { 0 };

      if (open != NULL && close == NULL)
        {
          cb_faults_at (faults, key, key->column + (int) (open - key->value), "{ without }");
          return;
        }
      if (open != p)
        {
          piece.text = cb_arena_strndup (pack->arena, p, open != NULL ? (gsize) (open - p) : strlen (p));
          g_array_append_val (message->pieces, piece);
        }
      if (open == NULL)
        return;
      piece.text = NULL;
      piece.expr = cb_formula_parse (&pack->formulas, key, (gsize) (open + 1 - key->value), (gsize) (close - open - 1));
      if (piece.expr == NULL)
        return;
      cb_expr_check (pack, piece.expr, message->entity, CB_TYPE_ANY, faults);
      g_array_append_val (message->pieces, piece);
      p = close + 1;
    }
}

/* The key of @user in which @code stands; NULL when it stands in several places, or in a row. */
static CbKey *
key_with (CbGroup    *user,
          const char *code)
{
  CbKey *found = NULL;

  for (guint i = 0; i < user->keys->len; i++)
    {
      CbKey *key = user->keys->pdata[i];

      if (!g_str_has_prefix (key->value, code) || (key->value[strlen (code)] != '\0' && key->value[strlen (code)] != ' '))
        continue;
      if (found != NULL)
        return NULL;
      found = key;
    }
  return found;
}

/* @user, @at: who gives it, and in which line (NULL: it is looked for); without @user nobody minds when there is none. */
static void
use_reason (CbPack     *pack,
            const char *code,
            int         entity,
            CbGroup    *user,
            CbKey      *at,
            CbFaults   *faults)
{
  CbGroup *group;

  if (code == NULL || cb_faults_full (faults))
    return;
  group = cb_source_group (pack->source, "reason", code);
  if (group == NULL)
    {
      if (user != NULL)
        {
          g_autofree char *hint = cb_spelling_hint_group (pack->source, "reason", code);

          at = at != NULL ? at : key_with (user, code);
          cb_faults_add (faults, user->file, at != NULL ? at->line : user->line, 0, "there is no [reason %s] with its message%s", code, hint);
        }
      return;
    }
  for (guint i = 0; i < group->keys->len; i++)
    {
      CbKey *key = group->keys->pdata[i];
      CbMessageX *message;

      if (strcmp (key->name, "message") != 0 || find_message (pack, code, entity, key->locale) != NULL)
        continue;
      key->used = TRUE;
      message = cb_arena_new0 (pack->arena, CbMessageX, 1);
      message->code = group->name;
      message->entity = entity;
      message->locale = key->locale;
      message->pieces = g_array_new (FALSE, TRUE, sizeof (CbPiece));
      g_ptr_array_add (pack->messages, message);
      cut_message (pack, key, message, faults);
    }
}

static void
check_texts (CbPack   *pack,
             CbFaults *faults)
{
  for (guint i = 0; i < pack->source->groups->len; i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];

      if (strcmp (group->kind, "reason") == 0)
        {
          cb_group_get (group, "cite");
          if (!g_hash_table_contains (group->by_name, "message"))
            cb_faults_add (faults, group->file, group->line, 0, "[reason %s] has no message", group->name);
        }
      else if (strcmp (group->kind, "text") == 0)
        {
          CbDate last = G_MININT32, date;

          cb_group_get (group, "cite");
          for (guint k = 0; k < group->keys->len; k++)
            {
              CbKey *key = group->keys->pdata[k];

              if (g_str_has_prefix (key->name, "cite.") || cb_date_of_key (key->name, &date))
                key->used = TRUE;
              if (key->locale == NULL && cb_date_of_key (key->name, &date))
                {
                  if (date <= last)
                    cb_faults_at (faults, key, 1, "dates must rise: %s stands after a later one", key->name);
                  last = date;
                }
            }
          if (last == G_MININT32)
            cb_faults_add (faults, group->file, group->line, 0, "[text %s] has no dated line", group->name);
        }
    }
}

/* --- Rules --- */

static void
check_values (CbPack   *pack,
              CbFaults *faults)
{
  for (guint i = 0; i < pack->values->len && !cb_faults_full (faults); i++)
    {
      CbValueX *value = pack->values->pdata[i];
      CbType want = value->type;

      if (value->round.mode != CB_ROUND_NONE && want.flavour == CB_FLAVOUR_COUNT)
        want.flavour = CB_FLAVOUR_PLAIN;
      for (guint k = 0; k < value->versions->len; k++)
        {
          CbFormulaVersion *version = &g_array_index (value->versions, CbFormulaVersion, k);

          if (version->expr != NULL)
            cb_expr_check (pack, version->expr, value->entity, want, faults);
        }
      use_reason (pack, value->if_yes, value->entity, value->group, NULL, faults);
      use_reason (pack, value->if_no, value->entity, value->group, NULL, faults);
    }
}

static void
check_tables (CbPack   *pack,
              CbFaults *faults)
{
  for (guint t = 0; t < pack->tables->len && !cb_faults_full (faults); t++)
    {
      CbTableX *table = pack->tables->pdata[t];
      CbType truth = cb_type_of (CB_TYPE_TRUTH);

      for (guint i = 0; i < table->n_inputs; i++)
        if (table->inputs[i] != NULL)
          cb_expr_check (pack, table->inputs[i], table->entity, CB_TYPE_ANY, faults);
      for (guint r = 0; r <= table->rows->len; r++)
        {
          CbRowX *row = r < table->rows->len ? table->rows->pdata[r] : table->otherwise;

          if (row == NULL)
            continue;
          for (guint i = 0; i < table->n_inputs; i++)
            if (row->cells[i] != NULL)
              cb_expr_check (pack, row->cells[i], table->entity, truth, faults);
          for (guint o = 0; o < table->n_outputs; o++)
            if (row->outs[o] != NULL && table->outputs[o] != NULL)
              {
                CbType want = table->outputs[o]->type;

                if (table->outputs[o]->round.mode != CB_ROUND_NONE && want.flavour == CB_FLAVOUR_COUNT)
                  want.flavour = CB_FLAVOUR_PLAIN;
                cb_expr_check (pack, row->outs[o], table->entity, want, faults);
              }
          use_reason (pack, row->reason, table->entity, table->group, row->key, faults);
        }
      for (guint o = 0; o < table->n_outputs; o++)
        if (table->hit > CB_HIT_UNIQUE && table->outputs[o] != NULL && table->outputs[o]->type.kind != CB_TYPE_NUMBER)
          cb_faults_add (faults, table->group->file, table->group->line, 0, "sum, max and min put numbers together");
      if (!cb_faults_any (faults))
        cb_pack_check_table (pack, table, faults);
    }
}

static void
check_exceptions (CbPack   *pack,
                  CbFaults *faults)
{
  for (guint i = 0; i < pack->exceptions->len && !cb_faults_full (faults); i++)
    {
      CbExceptionX *exception = pack->exceptions->pdata[i];

      if (exception->value == NULL)
        continue;
      if (exception->when != NULL)
        cb_expr_check (pack, exception->when, exception->value->entity, cb_type_of (CB_TYPE_TRUTH), faults);
      if (exception->formula != NULL)
        cb_expr_check (pack, exception->formula, exception->value->entity, exception->value->type, faults);
      use_reason (pack, exception->if_yes, exception->value->entity, exception->group, NULL, faults);
    }
}

static void
check_programmes (CbPack   *pack,
                  CbFaults *faults)
{
  for (guint i = 0; i < pack->programmes->len && !cb_faults_full (faults); i++)
    {
      CbProgrammeX *p = pack->programmes->pdata[i];
      CbType money = cb_type_unit (p->pay == CB_PAY_ONCE ? CB_UNIT_MONEY : CB_UNIT_MONEY_MONTH);
      struct { CbExpr *e; CbType want; } formulas[] = {
        { p->eligible, cb_type_of (CB_TYPE_TRUTH) }, { p->tier, CB_TYPE_ANY }, { p->amount, money }, { p->start, cb_type_of (CB_TYPE_MONTH) },
        { p->validity, cb_type_unit (CB_UNIT_MONTHS) }, { p->review, cb_type_unit (CB_UNIT_MONTHS) },
        { p->ends, cb_type_of (CB_TYPE_TRUTH) }, { p->stop, cb_type_of (CB_TYPE_MONTH) },
      };

      for (guint k = 0; k < G_N_ELEMENTS (formulas); k++)
        if (formulas[k].e != NULL)
          cb_expr_check (pack, formulas[k].e, 0, formulas[k].want, faults);
      if (p->tier != NULL && p->tier->type.kind != CB_TYPE_CHOICE && p->tier->type.kind != CB_TYPE_FAULT)
        cb_faults_at (faults, p->tier->key, p->tier->column, "tier is a choice");
      for (guint k = 0; k < p->lines->len; k++)
        {
          CbLineX *line = &g_array_index (p->lines, CbLineX, k);

          if (p->pay == CB_PAY_NONE)
            cb_faults_at (faults, line->key, line->key->column, "a programme with pay = none has no lines");
          else if (!cb_type_fits (line->value->type, money))
            cb_faults_at (faults, line->key, line->key->column, "%s is not %s", line->value->name,
                          p->pay == CB_PAY_ONCE ? "money" : "money/month");
        }
      for (guint k = 0; k < p->judges->len; k++)
        {
          CbJudgeX *judge = &g_array_index (p->judges, CbJudgeX, k);

          if (judge->when != NULL)
            cb_expr_check (pack, judge->when, judge->entity, cb_type_of (CB_TYPE_TRUTH), faults);
          use_reason (pack, judge->code, judge->entity, p->group, NULL, faults);
        }
      if (p->excluded_by->len > 0)
        use_reason (pack, "EXCLUDED_BY", 0, NULL, NULL, faults);
    }
  use_reason (pack, "PARAM_CONFIRM", 0, NULL, NULL, faults);
}

/* Every law there has been must compile: circles, days without law, overflow, amounts that are not whole fen. */
static void
check_days (CbPack   *pack,
            CbFaults *faults)
{
  g_autoptr (GArray) days = cb_pack_change_days (pack, pack->from, G_MAXINT32);

  g_array_prepend_val (days, pack->from);
  if (days->len > LIMIT_DAYS)
    {
      cb_faults_add (faults, pack->head->file, pack->head->line, 0, "the law changes on more than %d days", LIMIT_DAYS);
      return;
    }
  for (guint i = 0; i < days->len && !cb_faults_full (faults); i++)
    {
      CbDate on = g_array_index (days, CbDate, i);

      cb_program_check (pack, on, faults);
    }
}

void
cb_pack_check (CbPack   *pack,
               CbFaults *faults)
{
  check_values (pack, faults);
  check_tables (pack, faults);
  check_exceptions (pack, faults);
  check_programmes (pack, faults);
  check_texts (pack, faults);
  cb_pack_read_checks (pack, faults);
  check_keys (pack, faults);
  if (!cb_faults_any (faults))
    check_days (pack, faults);
}
