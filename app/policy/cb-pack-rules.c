/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"
#include "cb-spelling.h"

#include <stdlib.h>
#include <string.h>

#include "cb-evaluate.h"

/* Rules: values, exceptions, programmes.  Tables are in cb-pack-table.c. */

CbValueX *
cb_pack_new_value (CbPack     *pack,
                   CbGroup    *group,
                   int         entity,
                   const char *name,
                   CbType      type,
                   CbFaults   *faults)
{
  CbValueX *value = cb_arena_new0 (pack->arena, CbValueX, 1);
  CbSymbol *symbol;

  value->name = name;
  value->field = strchr (name, '.') + 1;
  value->entity = entity;
  value->type = type;
  value->group = group;
  value->index = pack->values->len;
  value->versions = g_array_new (FALSE, TRUE, sizeof (CbFormulaVersion));
  value->exceptions = g_ptr_array_new ();
  value->cite = "";
  g_ptr_array_add (pack->values, value);
  if (cb_is_reserved (value->field))
    cb_faults_add (faults, group->file, group->line, 0, "%s has a meaning in formulas and can not be a name", value->field);
  if (g_hash_table_contains (CB_ENTITY (pack, entity)->names, value->field))
    {
      cb_faults_add (faults, group->file, group->line, 0, "%s is already the name of a fact, value or table", name);
      return value;
    }
  symbol = cb_arena_new0 (pack->arena, CbSymbol, 1);
  symbol->value = value;
  g_hash_table_insert (CB_ENTITY (pack, entity)->names, (gpointer) value->field, symbol);
  g_hash_table_insert (pack->value_names, (gpointer) value->name, value);
  return value;
}

gboolean
cb_pack_read_round (const CbKey *key,
                    CbType       type,
                    CbRounding  *round,
                    CbFaults    *faults)
{
  static const struct { const char *name; CbRoundMode mode; } modes[] = {
    { "ceil", CB_ROUND_CEIL }, { "floor", CB_ROUND_FLOOR }, { "half_up", CB_ROUND_HALF_UP }, { "half_even", CB_ROUND_HALF_EVEN },
  };
  static const struct { const char *name; int unit; } units[] = { { "yuan", 100 }, { "jiao", 10 }, { "fen", 1 }, { "one", 1 } };
  g_auto (GStrv) words = g_strsplit (key->value, " ", 3);

  round->text = key->value;
  if (g_strv_length (words) == 2 && type.kind == CB_TYPE_NUMBER)
    for (guint m = 0; m < G_N_ELEMENTS (modes); m++)
      for (guint u = 0; u < G_N_ELEMENTS (units); u++)
        if (strcmp (words[0], modes[m].name) == 0 && strcmp (words[1], units[u].name) == 0 &&
            (strcmp (words[1], "one") == 0) == (type.money == 0))
          {
            round->mode = modes[m].mode;
            round->unit = units[u].unit;
            return TRUE;
          }
  cb_faults_at (faults, key, key->column,
                "round is ceil, floor, half_up or half_even, and yuan, jiao or fen for money, one for other numbers");
  return FALSE;
}

/* round, if-yes, if-no, show: of values and of a table's outputs alike. */
void
cb_pack_read_answers (CbPack   *pack,
                      CbGroup  *group,
                      CbValueX *value,
                      CbFaults *faults)
{
  CbKey *round = cb_group_key (group, "round");
  const char *show = cb_group_get (group, "show");

  value->if_yes = cb_group_get (group, "if-yes");
  value->if_no = cb_group_get (group, "if-no");
  cb_group_get (group, "note");
  if ((value->if_yes != NULL || value->if_no != NULL) && value->type.kind != CB_TYPE_TRUTH && value->type.kind != CB_TYPE_FAULT)
    cb_faults_add (faults, group->file, group->line, 0, "if-yes and if-no belong to a truth");
  if (show != NULL && strcmp (show, "detail") == 0)
    value->show = 1;
  else if (show != NULL && strcmp (show, "no") == 0)
    value->show = 2;
  else if (show != NULL && strcmp (show, "yes") != 0)
    cb_faults_add (faults, group->file, group->line, 0, "show is yes, detail or no");
  if (round != NULL && value->type.kind != CB_TYPE_FAULT && (value->table == NULL || value->type.kind == CB_TYPE_NUMBER))
    cb_pack_read_round (round, value->type, &value->round, faults);
}

static void
read_formulas (CbPack   *pack,
               CbValueX *value,
               CbFaults *faults)
{
  CbGroup *group = value->group;
  CbKey *plain = cb_group_key (group, "formula");
  CbDate from = cb_pack_read_date (group, "from", faults), until = cb_pack_read_date (group, "until", faults);

  if (plain != NULL)
    {
      CbFormulaVersion version = { from, until, FALSE, cb_formula_parse (&pack->formulas, plain, 0, strlen (plain->value)), value->cite, plain };

      g_array_append_val (value->versions, version);
    }
  for (guint i = 0; i < group->keys->len && !cb_faults_full (faults); i++)
    {
      CbKey *key = group->keys->pdata[i];
      CbFormulaVersion version = { .until = CB_DATE_NONE, .key = key };
      g_autofree char *cite = NULL;
      const char *own;

      if (key->locale != NULL || !g_ascii_isdigit (key->name[0]))
        continue;
      key->used = TRUE;
      if (!cb_date_of_key (key->name, &version.from))
        {
          cb_faults_at (faults, key, 1, "%s is not a date", key->name);
          continue;
        }
      if (plain != NULL)
        {
          cb_faults_at (faults, key, 1, "either formula or dated formulas, not both");
          break;
        }
      if (value->versions->len > 0)
        {
          CbFormulaVersion *last = &g_array_index (value->versions, CbFormulaVersion, value->versions->len - 1);

          if (last->from >= version.from)
            {
              cb_faults_at (faults, key, 1, "dates must rise: %s stands after a later one", key->name);
              continue;
            }
          last->until = version.from - 1;
        }
      version.ends = strcmp (key->value, "none") == 0;
      if (!version.ends)
        version.expr = cb_formula_parse (&pack->formulas, key, 0, strlen (key->value));
      cite = g_strconcat ("cite.", key->name, NULL);
      own = cb_group_get (group, cite);
      version.cite = own != NULL ? own : value->cite;
      g_array_append_val (value->versions, version);
    }
  if (value->versions->len == 0)
    cb_faults_add (faults, group->file, group->line, 0, "[value %s] has no formula", group->name);
  else if (plain == NULL && until != CB_DATE_NONE)
    g_array_index (value->versions, CbFormulaVersion, value->versions->len - 1).until = until;
}

CbFormulaVersion *
cb_value_at (CbValueX *value,
             CbDate    on)
{
  for (guint i = value->versions->len; i > 0; i--)
    {
      CbFormulaVersion *version = &g_array_index (value->versions, CbFormulaVersion, i - 1);

      if (version->from == CB_DATE_NONE || version->from <= on)
        return version->ends || version->expr == NULL || (version->until != CB_DATE_NONE && on > version->until) ? NULL : version;
    }
  return NULL;
}

static void
read_value (CbPack   *pack,
            CbGroup  *group,
            CbFaults *faults)
{
  const char *field = NULL;
  int entity = cb_pack_entity_of (pack, group, &field, faults);
  CbKey *key = cb_group_key (group, "type");
  CbType type = cb_type_of (CB_TYPE_NUMBER);
  CbValueX *value;

  if (key == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[value %s] has no type", group->name);
  else if (!cb_pack_read_type (pack, key, key->value, &type, faults))
    type.kind = CB_TYPE_FAULT;
  if (cb_group_get (group, "title") == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[value %s] has no title", group->name);
  if (type.kind == CB_TYPE_TEXT)
    cb_faults_at (faults, key, key->column, "a value is no text");
  if (entity < 0)
    return;
  value = cb_pack_new_value (pack, group, entity, group->name, type, faults);
  value->cite = cb_pack_read_cite (group, faults);
  cb_pack_read_answers (pack, group, value, faults);
  read_formulas (pack, value, faults);
}

/* --- Exceptions --- */

static CbRowX *
find_row (CbTableX   *table,
          const char *id)
{
  for (guint i = 0; i < table->rows->len; i++)
    if (strcmp (((CbRowX *) table->rows->pdata[i])->id, id) == 0)
      return table->rows->pdata[i];
  return table->otherwise != NULL && strcmp (id, "default") == 0 ? table->otherwise : NULL;
}

static void
add_exception (GPtrArray    *list,
               CbExceptionX *exception,
               CbFaults     *faults)
{
  guint at = 0;

  for (guint i = 0; i < list->len; i++)
    {
      CbExceptionX *other = list->pdata[i];

      if (other->priority == exception->priority)
        cb_faults_add (faults, exception->group->file, exception->group->line, 0,
                       "exceptions %s and %s have one target: give them different priorities", other->name, exception->name);
      if (other->priority >= exception->priority)
        at = i + 1;
    }
  g_ptr_array_insert (list, (int) at, exception);
}

static CbExceptionX *
find_exception (CbPack     *pack,
                const char *name)
{
  for (guint i = 0; i < pack->exceptions->len; i++)
    if (strcmp (((CbExceptionX *) pack->exceptions->pdata[i])->name, name) == 0)
      return pack->exceptions->pdata[i];
  return NULL;
}

static void
link_exception (CbPack       *pack,
                CbExceptionX *exception,
                CbFaults     *faults)
{
  CbKey *to = cb_group_key (exception->group, "to");
  g_autofree char *name = NULL;
  char *hash;

  if (to == NULL)
    {
      cb_faults_add (faults, exception->group->file, exception->group->line, 0, "[exception %s] has no `to`", exception->name);
      return;
    }
  name = g_strdup (to->value);
  hash = strchr (name, '#');
  if (hash != NULL)
    *hash++ = '\0';
  exception->value = g_hash_table_lookup (pack->value_names, name);
  if (exception->value != NULL && hash == NULL)
    {
      add_exception (exception->value->exceptions, exception, faults);
      return;
    }
  if (exception->value != NULL && exception->value->table != NULL)
    {
      exception->row = find_row (exception->value->table, hash);
      if (exception->row != NULL)
        {
          add_exception (exception->row->exceptions, exception, faults);
          return;
        }
    }
  exception->value = NULL;
  exception->outer = hash == NULL ? find_exception (pack, name) : NULL;
  if (exception->outer == NULL || exception->outer == exception)
    cb_faults_at (faults, to, to->column, "there is no value, row or exception %s", to->value);
  else
    add_exception (exception->outer->exceptions, exception, faults);
}

void
cb_pack_read_exceptions (CbPack   *pack,
                         CbFaults *faults)
{
  static const struct { const char *key; gsize offset; } formulas[] = {
    { "when", G_STRUCT_OFFSET (CbExceptionX, when) }, { "formula", G_STRUCT_OFFSET (CbExceptionX, formula) },
  };

  for (guint i = 0; i < pack->source->groups->len; i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];
      CbExceptionX *exception;
      const char *priority;

      if (strcmp (group->kind, "exception") != 0)
        continue;
      exception = cb_arena_new0 (pack->arena, CbExceptionX, 1);
      exception->name = group->name;
      exception->group = group;
      exception->index = pack->exceptions->len;
      exception->exceptions = g_ptr_array_new ();
      exception->cite = cb_pack_read_cite (group, faults);
      exception->if_yes = cb_group_get (group, "if-yes");
      exception->from = cb_pack_read_date (group, "from", faults);
      exception->until = cb_pack_read_date (group, "until", faults);
      cb_group_get (group, "title");
      priority = cb_group_get (group, "priority");
      exception->has_priority = priority != NULL;
      exception->priority = priority != NULL ? atoi (priority) : 0;
      for (guint k = 0; k < G_N_ELEMENTS (formulas); k++)
        {
          CbKey *key = cb_group_key (group, formulas[k].key);

          if (key == NULL)
            cb_faults_add (faults, group->file, group->line, 0, "[exception %s] has no %s", group->name, formulas[k].key);
          else
            G_STRUCT_MEMBER (CbExpr *, exception, formulas[k].offset) = cb_formula_parse (&pack->formulas, key, 0, strlen (key->value));
        }
      g_ptr_array_add (pack->exceptions, exception);
    }
  for (guint i = 0; i < pack->exceptions->len; i++)
    link_exception (pack, pack->exceptions->pdata[i], faults);
  for (guint i = 0; i < pack->exceptions->len; i++)
    {
      CbExceptionX *exception = pack->exceptions->pdata[i], *outer = exception;
      guint steps = 0;

      while (outer != NULL && outer->value == NULL && steps++ <= pack->exceptions->len)
        outer = outer->outer;
      if (outer != NULL && outer->value != NULL)
        exception->value = outer->value;
      else if (exception->outer != NULL)
        cb_faults_add (faults, exception->group->file, exception->group->line, 0, "exceptions in a circle, or to nothing");
    }
}

/* --- Programmes --- */

static CbExpr *
formula (CbPack     *pack,
         CbGroup    *group,
         const char *name)
{
  CbKey *key = cb_group_key (group, name);

  return key != NULL ? cb_formula_parse (&pack->formulas, key, 0, strlen (key->value)) : NULL;
}

static void
read_line (CbPack       *pack,
           CbProgrammeX *programme,
           CbKey        *key,
           CbFaults     *faults)
{
  CbLineX line = { key->name + 5, g_hash_table_lookup (pack->value_names, key->value), key };

  if (line.value == NULL)
    cb_faults_at (faults, key, key->column, "a line is the name of a value, ENTITY.NAME; there is no %s", key->value);
  else
    g_array_append_val (programme->lines, line);
}

/* "CODE when F", "CODE for ENTITY when F" */
static void
read_judge (CbPack       *pack,
            CbProgrammeX *programme,
            CbKey        *key,
            CbFaults     *faults)
{
  const char *when = strstr (key->value, " when ");
  g_autofree char *head = when != NULL ? g_strndup (key->value, (gsize) (when - key->value)) : NULL;
  g_auto (GStrv) words = head != NULL ? g_strsplit (head, " ", 4) : NULL;
  CbJudgeX judge = { .id = key->name + 6, .key = key };
  CbEntityX *entity = NULL;

  if (words != NULL && g_strv_length (words) == 3 && strcmp (words[1], "for") == 0)
    entity = g_hash_table_lookup (pack->entity_names, words[2]);
  else if (words != NULL && g_strv_length (words) == 1)
    entity = CB_ENTITY (pack, 0);
  if (entity == NULL)
    {
      cb_faults_at (faults, key, key->column, "a judge line reads: CODE when FORMULA, or CODE for ENTITY when FORMULA");
      return;
    }
  judge.entity = (int) entity->pub.index;
  judge.code = cb_arena_strdup (pack->arena, words[0]);
  judge.when = cb_formula_parse (&pack->formulas, key, (gsize) (when + 6 - key->value), strlen (when + 6));
  g_array_append_val (programme->judges, judge);
}

void
cb_pack_read_programme (CbPack   *pack,
                        CbGroup  *group,
                        CbFaults *faults)
{
  CbProgrammeX *programme = cb_arena_new0 (pack->arena, CbProgrammeX, 1);
  const char *pay = cb_group_get (group, "pay");

  programme->name = group->name;
  programme->group = group;
  programme->index = pack->programmes->len;
  programme->lines = g_array_new (FALSE, TRUE, sizeof (CbLineX));
  programme->judges = g_array_new (FALSE, TRUE, sizeof (CbJudgeX));
  programme->excluded_by = g_ptr_array_new ();
  g_ptr_array_add (pack->programmes, programme);
  g_hash_table_insert (pack->programme_names, (gpointer) programme->name, programme);
  if (cb_group_get (group, "title") == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[programme %s] has no title", group->name);
  programme->cite = cb_pack_read_cite (group, faults);
  programme->from = cb_pack_read_date (group, "from", faults);
  programme->until = cb_pack_read_date (group, "until", faults);
  if (programme->from == CB_DATE_NONE)
    cb_faults_add (faults, group->file, group->line, 0, "[programme %s] has no from = DATE", group->name);
  if (pay == NULL || strcmp (pay, "monthly") == 0)
    programme->pay = CB_PAY_MONTHLY;
  else if (strcmp (pay, "once") == 0)
    programme->pay = CB_PAY_ONCE;
  else if (strcmp (pay, "none") == 0)
    programme->pay = CB_PAY_NONE;
  else
    cb_faults_add (faults, group->file, group->line, 0, "pay is monthly, once or none");
  if (cb_group_get (group, "eligible") == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[programme %s] has no eligible = FORMULA", group->name);
  programme->eligible = formula (pack, group, "eligible");
  programme->tier = formula (pack, group, "tier");
  programme->amount = formula (pack, group, "amount");
  programme->start = formula (pack, group, "start");
  programme->validity = formula (pack, group, "validity");
  programme->review = formula (pack, group, "review");
  programme->ends = formula (pack, group, "ends");
  programme->stop = formula (pack, group, "stop");
  if ((programme->ends == NULL) != (programme->stop == NULL))
    cb_faults_add (faults, group->file, group->line, 0, "[programme %s]: ends and stop go together", group->name);
  cb_group_get (group, "note");
  for (guint i = 0; i < group->keys->len; i++)
    {
      CbKey *key = group->keys->pdata[i];

      if (g_str_has_prefix (key->name, "text.") || g_str_has_prefix (key->name, "with."))
        key->used = TRUE;
      if (key->locale != NULL)
        continue;
      if (g_str_has_prefix (key->name, "line."))
        {
          key->used = TRUE;
          read_line (pack, programme, key, faults);
        }
      else if (g_str_has_prefix (key->name, "judge."))
        {
          key->used = TRUE;
          read_judge (pack, programme, key, faults);
        }
    }
}

static void
link_programmes (CbPack   *pack,
                 CbFaults *faults)
{
  for (guint i = 0; i < pack->programmes->len; i++)
    {
      CbProgrammeX *programme = pack->programmes->pdata[i];
      CbKey *key = cb_group_key (programme->group, "excluded-by");
      g_auto (GStrv) names = key != NULL ? g_strsplit (key->value, ";", 100) : NULL;

      for (guint k = 0; names != NULL && names[k] != NULL; k++)
        {
          CbProgrammeX *other = g_hash_table_lookup (pack->programme_names, g_strstrip (names[k]));

          if (other == NULL || other->index >= programme->index)
            cb_faults_at (faults, key, key->column, "excluded-by names programmes that stand before this one; %s does not", names[k]);
          else
            g_ptr_array_add (programme->excluded_by, other);
        }
      for (guint k = 0; k < programme->group->keys->len; k++)
        {
          CbKey *with = programme->group->keys->pdata[k];

          if (g_str_has_prefix (with->name, "with.") && !g_hash_table_contains (pack->programme_names, with->name + 5))
            {
              g_autofree char *hint = cb_spelling_hint_group (pack->source, "programme", with->name + 5);

              cb_faults_at (faults, with, 1, "there is no [programme %s]%s", with->name + 5, hint);
            }
        }
    }
}

void
cb_pack_read_rules (CbPack   *pack,
                    CbFaults *faults)
{
  static const char *const kinds[] = { "value", "table", "programme" };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      for (guint i = 0; i < pack->source->groups->len && !cb_faults_full (faults); i++)
        {
          CbGroup *group = pack->source->groups->pdata[i];

          if (strcmp (group->kind, kinds[k]) != 0)
            continue;
          if (k == 0)
            read_value (pack, group, faults);
          else if (k == 1)
            cb_pack_read_table (pack, group, faults);
          else
            cb_pack_read_programme (pack, group, faults);
        }
      if (k == 1)
        cb_pack_read_exceptions (pack, faults);
    }
  link_programmes (pack, faults);
}
