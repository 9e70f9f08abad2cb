/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"
#include "cb-spelling.h"

#include <stdlib.h>
#include <string.h>

/* Declarations: pack, entities, choices, facts, parameters. */

gboolean
cb_date_of_key (const char *name,
                CbDate     *date)
{
  int y, m, d;

  if (strlen (name) != 10 || name[4] != '-' || name[7] != '-')
    return FALSE;
  for (int i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (name[i]))
      return FALSE;
  y = atoi (name);
  m = atoi (name + 5);
  d = atoi (name + 8);
  *date = cb_date_new (y, m, d);
  return *date != CB_DATE_NONE;
}

gboolean
cb_in_force (CbDate from,
             CbDate until,
             CbDate on)
{
  return (from == CB_DATE_NONE || from <= on) && (until == CB_DATE_NONE || on <= until);
}

gboolean
cb_pack_read_flag (CbGroup    *group,
                   const char *name,
                   CbFaults   *faults)
{
  CbKey *key = cb_group_key (group, name);

  if (key == NULL || strcmp (key->value, "false") == 0)
    return FALSE;
  if (strcmp (key->value, "true") == 0)
    return TRUE;
  cb_faults_at (faults, key, key->column, "%s is true or false", name);
  return FALSE;
}

CbDate
cb_pack_read_date (CbGroup    *group,
                   const char *name,
                   CbFaults   *faults)
{
  CbKey *key = cb_group_key (group, name);
  CbDate date = CB_DATE_NONE;

  if (key != NULL && !cb_date_of_key (key->value, &date))
    cb_faults_at (faults, key, key->column, "%s is a date like 2026-07-01", name);
  return date;
}

const char *
cb_pack_read_cite (CbGroup  *group,
                   CbFaults *faults)
{
  const char *cite = cb_group_get (group, "cite");

  if (cite == NULL || *cite == '\0')
    cb_faults_add (faults, group->file, group->line, 0, "[%s %s] has no cite: which article says so? (cite = - for plain arithmetic)",
                   group->kind, group->name);
  else if (strcmp (cite, "-") == 0)
    cite = "";
  return cite != NULL ? cite : "";
}

void
cb_pack_need_title (CbGroup  *group,
                    CbFaults *faults)
{
  if (cb_group_get (group, "title") == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[%s%s%s] has no title", group->kind, *group->name != '\0' ? " " : "", group->name);
}

gboolean
cb_pack_read_type (CbPack      *pack,
                   const CbKey *key,
                   const char  *text,
                   CbType      *type,
                   CbFaults    *faults)
{
  g_autofree char *hint = NULL;
  static const struct { const char *name; CbUnit unit; } numbers[] = {
    { "money", CB_UNIT_MONEY }, { "money/month", CB_UNIT_MONEY_MONTH }, { "money/year", CB_UNIT_MONEY_YEAR }, { "count", CB_UNIT_COUNT },
    { "ratio", CB_UNIT_RATIO }, { "number", CB_UNIT_NUMBER }, { "years", CB_UNIT_YEARS }, { "age", CB_UNIT_YEARS },
    { "months", CB_UNIT_MONTHS }, { "days", CB_UNIT_DAYS }, { "working_days", CB_UNIT_WORKING_DAYS },
  };
  static const struct { const char *name; CbTypeKind kind; } others[] = {
    { "truth", CB_TYPE_TRUTH }, { "date", CB_TYPE_DATE }, { "month", CB_TYPE_MONTH }, { "text", CB_TYPE_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (text, numbers[i].name) == 0)
      {
        *type = cb_type_unit (numbers[i].unit);
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (text, others[i].name) == 0)
      {
        *type = cb_type_of (others[i].kind);
        return TRUE;
      }
  if (g_str_has_prefix (text, "choice:"))
    {
      CbChoiceX *choice = g_hash_table_lookup (pack->choice_names, text + 7);

      if (choice != NULL)
        {
          *type = cb_type_of (CB_TYPE_CHOICE);
          type->choice = (gint16) choice->index;
          return TRUE;
        }
      hint = cb_spelling_hint_group (pack->source, "choice", text + 7);
      cb_faults_at (faults, key, key->column, "there is no [choice %s]%s", text + 7, hint);
      return FALSE;
    }
  cb_faults_at (faults, key, key->column, "%s is no type", text);
  return FALSE;
}

CbType
cb_pack_group_type (CbPack   *pack,
                    CbGroup  *group,
                    CbFaults *faults)
{
  CbKey *key = cb_group_key (group, "type");
  CbType type = cb_type_of (CB_TYPE_NUMBER);

  if (key == NULL)
    cb_faults_add (faults, group->file, group->line, 0, "[%s %s] has no type", group->kind, group->name);
  else if (!cb_pack_read_type (pack, key, key->value, &type, faults))
    type.kind = CB_TYPE_FAULT;
  return type;
}

gboolean
cb_pack_constant (CbPack     *pack,
                  CbType      type,
                  const char *text,
                  CbRat      *out)
{
  gsize len;

  switch (type.kind)
    {
    case CB_TYPE_TRUTH:
      if (strcmp (text, "yes") != 0 && strcmp (text, "no") != 0)
        return FALSE;
      *out = cb_rat (text[0] == 'y', 1);
      return TRUE;
    case CB_TYPE_DATE:
      {
        CbDate date;

        if (!cb_date_of_key (text, &date))
          return FALSE;
        *out = cb_rat (date, 1);
        return TRUE;
      }
    case CB_TYPE_MONTH:
      {
        g_autofree char *day = g_strconcat (text, "-01", NULL);
        CbDate date;

        if (!cb_date_of_key (day, &date))
          return FALSE;
        *out = cb_rat (cb_month_of (date), 1);
        return TRUE;
      }
    case CB_TYPE_CHOICE:
      {
        CbChoiceX *choice = CB_CHOICE (pack, type.choice);

        for (guint i = 0; i < choice->n; i++)
          if (strcmp (choice->words[i], text) == 0)
            {
              *out = cb_rat (i, 1);
              return TRUE;
            }
        return FALSE;
      }
    case CB_TYPE_NUMBER:
      if (!cb_rat_parse (text, &len, out) || text[len] != '\0')
        return FALSE;
      if (type.money != 0)
        *out = cb_rat (out->num * 100, out->den);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- Entities, choices --- */

static void
read_choice (CbPack   *pack,
             CbGroup  *group,
             CbFaults *faults)
{
  CbChoiceX *choice = cb_arena_new0 (pack->arena, CbChoiceX, 1);

  choice->name = group->name;
  choice->index = (int) pack->choices->len;
  choice->group = group;
  choice->words = cb_arena_new0 (pack->arena, const char *, group->keys->len + 1);
  for (guint i = 0; i < group->keys->len; i++)
    {
      CbKey *key = group->keys->pdata[i];

      key->used = TRUE;
      if (key->locale == NULL)
        choice->words[choice->n++] = key->name;
    }
  if (choice->n == 0 || choice->n > 250)
    cb_faults_add (faults, group->file, group->line, 0, "[choice %s] has %u words; 1 to 250 are allowed", group->name, choice->n);
  g_ptr_array_add (pack->choices, choice);
  g_hash_table_insert (pack->choice_names, (gpointer) choice->name, choice);
}

static void
read_entity (CbPack   *pack,
             CbGroup  *group,
             CbFaults *faults)
{
  CbEntityX *entity = cb_arena_new0 (pack->arena, CbEntityX, 1);
  const char *most = cb_group_get (group, "most");

  entity->group = group;
  entity->facts = g_ptr_array_new ();
  entity->names = g_hash_table_new (g_str_hash, g_str_equal);
  entity->pub.name = group->name;
  entity->pub.of = cb_group_get (group, "of");
  entity->pub.plural = cb_group_get (group, "plural");
  if (entity->pub.plural == NULL)
    {
      g_autofree char *plural = g_strconcat (group->name, "s", NULL);

      entity->pub.plural = cb_arena_strdup (pack->arena, plural);
    }
  entity->pub.most = most != NULL ? (guint) g_ascii_strtoull (most, NULL, 10) : 100;
  if (entity->pub.most < 1 || entity->pub.most > 1000)
    cb_faults_add (faults, group->file, group->line, 0, "most is a number from 1 to 1000");
  if (strchr (group->name, '.') != NULL || cb_is_reserved (group->name))
    cb_faults_add (faults, group->file, group->line, 0, "%s can not be the name of an entity", group->name);
  cb_pack_need_title (group, faults);
  g_ptr_array_add (pack->entities, entity);
  g_hash_table_insert (pack->entity_names, (gpointer) entity->pub.name, entity);
  if (pack->entities->len == 31)
    cb_faults_add (faults, group->file, group->line, 0, "more than 30 entities");
}

/* Parents before children, root first; circles and second roots are faults. */
static void
order_entities (CbPack   *pack,
                CbFaults *faults)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint before;

  do
    {
      before = sorted->len;
      for (guint i = 0; i < pack->entities->len; i++)
        {
          CbEntityX *entity = CB_ENTITY (pack, i);
          CbEntityX *parent = entity->pub.of != NULL ? g_hash_table_lookup (pack->entity_names, entity->pub.of) : NULL;

          if (g_ptr_array_find (sorted, entity, NULL))
            continue;
          if (entity->pub.of == NULL && sorted->len == 0)
            {
              entity->parent = -1;
              entity->total = 1;
              g_ptr_array_add (sorted, entity);
            }
          else if (parent != NULL && g_ptr_array_find (sorted, parent, NULL))
            {
              entity->depth = parent->depth + 1;
              entity->total = MIN (parent->total * (gint64) entity->pub.most, 100000);
              g_ptr_array_add (sorted, entity);
            }
        }
    }
  while (sorted->len > before);

  for (guint i = 0; i < pack->entities->len; i++)
    {
      CbEntityX *entity = CB_ENTITY (pack, i);

      if (g_ptr_array_find (sorted, entity, NULL))
        continue;
      g_ptr_array_unref (entity->facts);
      g_hash_table_unref (entity->names);
      if (entity->pub.of == NULL)
        cb_faults_add (faults, entity->group->file, entity->group->line, 0, "a second entity without `of`: there is one root only");
      else
        cb_faults_add (faults, entity->group->file, entity->group->line, 0, "[entity %s] is not below the root: of = %s",
                       entity->pub.name, entity->pub.of);
    }
  if (sorted->len == 0)
    cb_faults_add (faults, pack->head->file, pack->head->line, 0, "the pack has no root [entity …]");
  g_ptr_array_set_size (pack->entities, 0);
  g_hash_table_remove_all (pack->entity_names);
  for (guint i = 0; i < sorted->len; i++)
    {
      CbEntityX *entity = sorted->pdata[i];

      entity->pub.index = i;
      if (entity->pub.of != NULL)
        for (guint k = 0; k < i; k++)
          if (strcmp (CB_ENTITY (pack, k)->pub.name, entity->pub.of) == 0)
            entity->parent = (int) k;
      g_ptr_array_add (pack->entities, entity);
      g_hash_table_insert (pack->entity_names, (gpointer) entity->pub.name, entity);
    }
}

gboolean
cb_pack_is_below (CbPack *pack,
                  int     entity,
                  int     ancestor)
{
  while (entity > ancestor)
    entity = CB_ENTITY (pack, entity)->parent;
  return entity == ancestor;
}

int
cb_pack_entity_of (CbPack      *pack,
                   CbGroup     *group,
                   const char **field,
                   CbFaults    *faults)
{
  const char *dot = strchr (group->name, '.');
  g_autofree char *name = dot != NULL ? g_strndup (group->name, (gsize) (dot - group->name)) : NULL;
  CbEntityX *entity = name != NULL ? g_hash_table_lookup (pack->entity_names, name) : NULL;

  if (entity == NULL || strchr (dot + 1, '.') != NULL)
    {
      cb_faults_add (faults, group->file, group->line, 0, "[%s %s]: the name is ENTITY.NAME, with an entity that is declared",
                     group->kind, group->name);
      return -1;
    }
  *field = dot + 1;
  if (cb_is_reserved (*field))
    cb_faults_add (faults, group->file, group->line, 0, "%s has a meaning in formulas and can not be a name", *field);
  return (int) entity->pub.index;
}

/* --- Facts --- */

static void
fact_range (CbPack   *pack,
            CbFactX  *fact,
            CbFaults *faults)
{
  static const char *const names[] = { "min", "max" };
  gint64 *bounds[] = { &fact->pub.min, &fact->pub.max };
  CbUnit unit = fact->pub.unit;
  gint64 scale = 1;

  fact->pub.min = 0;
  switch (fact->type.kind)
    {
    case CB_TYPE_TRUTH: fact->pub.max = 1; break;
    case CB_TYPE_CHOICE: fact->pub.max = CB_CHOICE (pack, fact->type.choice)->n - 1; break;
    case CB_TYPE_DATE: fact->pub.min = cb_date_new (1880, 1, 1); fact->pub.max = cb_date_new (2150, 12, 31); break;
    case CB_TYPE_MONTH: fact->pub.min = cb_month_new (1880, 1); fact->pub.max = cb_month_new (2150, 12); break;
    case CB_TYPE_NUMBER:
      for (int i = 0; i < fact->pub.decimals; i++)
        scale *= 10;
      fact->pub.max = fact->type.money != 0 ? G_GINT64_CONSTANT (10000000000) : unit == CB_UNIT_RATIO ? 100 * scale : 100000;
      break;
    default: break;
    }
  for (int i = 0; i < 2; i++)
    {
      CbKey *key = cb_group_key (fact->group, names[i]);
      CbRat rat;

      if (key == NULL)
        continue;
      if (!cb_pack_constant (pack, fact->type, key->value, &rat) || fact->type.kind == CB_TYPE_TRUTH || fact->type.kind == CB_TYPE_CHOICE ||
          rat.num * scale % rat.den != 0 || rat.num * scale / rat.den > CB_FACT_LIMIT || rat.num * scale / rat.den < -CB_FACT_LIMIT)
        cb_faults_at (faults, key, key->column, "%s is a number of the fact's type", names[i]);
      else
        *bounds[i] = (gint64) (rat.num * scale / rat.den);
    }
  if (fact->pub.min > fact->pub.max)
    cb_faults_add (faults, fact->group->file, fact->group->line, 0, "min is above max");
}

static void
read_fact (CbPack   *pack,
           CbGroup  *group,
           CbFaults *faults)
{
  CbFactX *fact = cb_arena_new0 (pack->arena, CbFactX, 1);
  const char *field = NULL, *decimals = cb_group_get (group, "decimals");
  CbKey *key;
  int entity = cb_pack_entity_of (pack, group, &field, faults);
  CbSymbol *symbol;

  fact->group = group;
  fact->type = cb_pack_group_type (pack, group, faults);
  cb_pack_need_title (group, faults);
  if (entity < 0 || fact->type.kind == CB_TYPE_FAULT)
    return;
  fact->entity = entity;
  fact->pub.name = group->name;
  fact->pub.entity = CB_ENTITY (pack, entity)->pub.name;
  fact->pub.field = field;
  fact->pub.index = pack->facts->len;
  fact->pub.kind = (CbTypeKind) fact->type.kind;
  fact->pub.unit = cb_type_get_unit (fact->type);
  fact->pub.choice = fact->type.kind == CB_TYPE_CHOICE ? CB_CHOICE (pack, fact->type.choice)->name : NULL;
  fact->pub.required = cb_pack_read_flag (group, "required", faults);
  fact->pub.sensitive = cb_pack_read_flag (group, "sensitive", faults);
  fact->pub.section = cb_group_get (group, "section");
  if (fact->pub.unit == CB_UNIT_RATIO || fact->pub.unit == CB_UNIT_NUMBER)
    fact->pub.decimals = decimals != NULL ? CLAMP (atoi (decimals), 0, 6) : 4;
  fact_range (pack, fact, faults);
  key = cb_group_key (group, "default");
  if (key != NULL)
    {
      gint64 scale = 1;
      CbRat rat;

      for (int i = 0; i < fact->pub.decimals; i++)
        scale *= 10;
      if (!cb_pack_constant (pack, fact->type, key->value, &rat) || rat.num * scale % rat.den != 0 ||
          rat.num * scale / rat.den < fact->pub.min || rat.num * scale / rat.den > fact->pub.max)
        cb_faults_at (faults, key, key->column, "the default is a constant of the fact's type and range");
      else
        {
          fact->pub.has_default = TRUE;
          fact->pub.default_value = (gint64) (rat.num * scale / rat.den);
        }
    }
  fact->column = CB_ENTITY (pack, entity)->facts->len;
  g_ptr_array_add (CB_ENTITY (pack, entity)->facts, fact);
  g_ptr_array_add (pack->facts, fact);
  g_hash_table_insert (pack->fact_names, (gpointer) fact->pub.name, fact);
  symbol = cb_arena_new0 (pack->arena, CbSymbol, 1);
  symbol->fact = fact;
  g_hash_table_insert (CB_ENTITY (pack, entity)->names, (gpointer) field, symbol);
}

static void
read_kind (CbPack     *pack,
           const char *kind,
           void      (*read) (CbPack *, CbGroup *, CbFaults *),
           CbFaults   *faults)
{
  for (guint i = 0; i < pack->source->groups->len && !cb_faults_full (faults); i++)
    {
      CbGroup *group = pack->source->groups->pdata[i];

      if (strcmp (group->kind, kind) == 0)
        read (pack, group, faults);
    }
}

/* document.3 = 2021-07-01 民发〔2021〕57号: since when what is cited is in force. */
static void
read_documents (CbPack   *pack,
                CbFaults *faults)
{
  for (guint i = 0; i < pack->head->keys->len; i++)
    {
      CbKey *key = pack->head->keys->pdata[i];
      const char *space = strchr (key->value, ' ');
      g_autofree char *day = NULL, *name = NULL;
      CbDate from;

      if (!g_str_has_prefix (key->name, "document.") || key->locale != NULL)
        continue;
      key->used = TRUE;
      day = space == NULL ? g_strdup ("") : g_strndup (key->value, (gsize) (space - key->value));
      name = g_strstrip (g_strdup (space == NULL ? "" : space));
      if (!cb_date_parse (day, &from, NULL) || *name == '\0')
        cb_faults_at (faults, key, key->column, "%s needs a day and what came into force on it: 2021-07-01 NAME", key->name);
      else if (strchr (name, ' ') != NULL)
        cb_faults_at (faults, key, key->column, "a document is cited by a name without spaces; the article follows after one");
      else if (g_hash_table_contains (pack->documents, name))
        cb_faults_at (faults, key, key->column, "\"%s\" is there already", name);
      else
        g_hash_table_insert (pack->documents, g_steal_pointer (&name), GINT_TO_POINTER (from));
    }
}

/* short.3 = 57号文: what document.3 is called where there is little room. */
static void
read_shorts (CbPack   *pack,
             CbFaults *faults)
{
  for (guint i = 0; i < pack->head->keys->len; i++)
    {
      CbKey *key = pack->head->keys->pdata[i];
      g_autofree char *of = NULL, *name = NULL;
      const char *document, *space;

      if (!g_str_has_prefix (key->name, "short.") || key->locale != NULL)
        continue;
      key->used = TRUE;
      of = g_strconcat ("document.", key->name + strlen ("short."), NULL);
      name = g_strstrip (g_strdup (key->value));
      document = cb_group_get (pack->head, of);
      space = document != NULL ? strchr (document, ' ') : NULL;
      if (space == NULL)
        cb_faults_at (faults, key, 0, "%s needs %s: the document that is called so", key->name, of);
      else if (*name == '\0' || strchr (name, ' ') != NULL || strstr (name, "；") != NULL)
        cb_faults_at (faults, key, key->column, "a document is called for short by one word");
      else
        g_hash_table_insert (pack->shorts, g_strstrip (g_strdup (space)), g_steal_pointer (&name));
    }
}

void
cb_pack_read_declarations (CbPack   *pack,
                           CbFaults *faults)
{
  const char *language = cb_group_get (pack->head, "language");

  pack->id = cb_group_get (pack->head, "id");
  if (pack->id == NULL)
    cb_faults_add (faults, pack->head->file, pack->head->line, 0, "[pack] has no id");
  if (g_strcmp0 (language, "1") != 0)
    cb_faults_add (faults, pack->head->file, pack->head->line, 0, "[pack] needs language = 1");
  cb_pack_need_title (pack->head, faults);
  pack->from = cb_pack_read_date (pack->head, "from", faults);
  if (pack->from == CB_DATE_NONE)
    cb_faults_add (faults, pack->head->file, pack->head->line, 0, "[pack] needs from = DATE: the first day on which it may be used");
  pack->demo = cb_pack_read_flag (pack->head, "demo", faults);
  cb_group_get (pack->head, "issuer");
  cb_group_get (pack->head, "base");
  read_documents (pack, faults);
  read_shorts (pack, faults);
  read_kind (pack, "choice", read_choice, faults);
  read_kind (pack, "entity", read_entity, faults);
  order_entities (pack, faults);
  read_kind (pack, "fact", read_fact, faults);
  read_kind (pack, "param", cb_pack_read_param, faults);
}
