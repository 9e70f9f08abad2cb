/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-facts-private.h"
#include "cb-json-private.h"
#include "cb-spelling.h"

#include <string.h>

/* Facts as people write them in files: data/help/facts-format.md. */

typedef struct {
  CbFacts *facts;
  CbPack  *pack;
  GString *path;         /* "members[0].incomes[1].amount" */
  GHashTable *uids;      /* texts of those read, to find one that stands twice */
  GError **error;
} Reader;

static gboolean read_instance (Reader *s, CbJson *v, CbEntityX *entity, int index);

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (Reader     *s,
        const char *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (s->error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s: %s", s->path->len > 0 ? s->path->str : "(top)", message);
  return FALSE;
}

static void
put_scaled (GString *out,
            gint64   v,
            int      decimals)
{
  gint64 scale = 1;

  for (int i = 0; i < decimals; i++)
    scale *= 10;
  if (v < 0)
    g_string_append_c (out, '-');
  v = ABS (v);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, v / scale);
  if (decimals > 0 && v % scale != 0)
    g_string_append_printf (out, ".%0*" G_GINT64_FORMAT, decimals, v % scale);
}

/* A value of @fact as it stands in a file, without quotes. */
static void
put_number (GString       *out,
            const CbFactX *fact,
            gint64         v)
{
  g_autofree char *text = NULL;

  if (fact->type.kind == CB_TYPE_DATE)
    text = cb_date_format ((CbDate) v);
  else if (fact->type.kind == CB_TYPE_MONTH)
    text = cb_month_format ((CbMonth) v);
  if (text != NULL)
    g_string_append (out, text);
  else
    put_scaled (out, v, fact->type.money == 1 ? 2 : fact->pub.decimals);
}

static char *
expected (Reader        *s,
          const CbFactX *fact)
{
  switch (fact->type.kind)
    {
    case CB_TYPE_TRUTH: return g_strdup ("true or false");
    case CB_TYPE_CHOICE:
      {
        g_autofree char *words = g_strjoinv (", ", (char **) cb_pack_words (s->pack, fact->pub.choice));

        return g_strdup_printf ("a word of its list (%s)", words);
      }
    case CB_TYPE_DATE: return g_strdup ("a date like \"2026-09-01\"");
    case CB_TYPE_MONTH: return g_strdup ("a month like \"2026-09\"");
    case CB_TYPE_TEXT: return g_strdup ("a text");
    default: return g_strdup (fact->type.money == 1 ? "an amount in yuan, with at most two decimals," : fact->pub.decimals > 0 ? "a number" : "a whole number");
    }
}

static gboolean
refuse_range (Reader        *s,
              const CbFactX *fact)
{
  g_autoptr (GString) least = g_string_new (NULL), most = g_string_new (NULL);

  put_number (least, fact, fact->pub.min);
  put_number (most, fact, fact->pub.max);
  return refuse (s, "outside its range, %s to %s", least->str, most->str);
}

/* As the schema has it, "1200.50" and "2026-09-01": what people type elsewhere ("1,200", "1200元", "2026-9-1") is not for files, where it may
 * mean something else than was meant. */
static gboolean
is_plain (const CbFactX *fact,
          const char    *text)
{
  const char *p = text + (*text == '-');
  const gsize digits = strspn (p, "0123456789");

  switch (fact->type.kind)
    {
    case CB_TYPE_DATE: return strlen (text) == strlen ("2026-09-01");
    case CB_TYPE_MONTH: return strlen (text) == strlen ("2026-09");
    case CB_TYPE_NUMBER:
      if (digits == 0)
        return FALSE;
      p += digits;
      return *p == '\0' || (*p == '.' && p[1] != '\0' && p[1 + strspn (p + 1, "0123456789")] == '\0');
    default: return TRUE;
    }
}

static gboolean
read_fact (Reader  *s,
           CbJson  *v,
           CbFactX *fact,
           int      index)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *want = NULL;
  const char *text = v->text;
  gboolean fits = FALSE;

  switch (v->type)
    {
    case CB_JSON_NULL:
      return TRUE;
    case CB_JSON_TRUE: case CB_JSON_FALSE:
      fits = fact->type.kind == CB_TYPE_TRUTH;
      text = v->type == CB_JSON_TRUE ? "yes" : "no";
      break;
    case CB_JSON_NUMBER:
      fits = fact->type.kind == CB_TYPE_NUMBER && is_plain (fact, text);
      break;
    case CB_JSON_STRING:
      fits = fact->type.kind != CB_TYPE_TRUTH && is_plain (fact, text);
      break;
    default:
      break;
    }
  if (fits && cb_facts_set_parsed (s->facts, fact->pub.name, index, text, &local))
    return TRUE;
  if (fits && g_str_has_suffix (local->message, " is outside its range"))
    return refuse_range (s, fact);
  want = expected (s, fact);
  return refuse (s, "%s is expected", want);
}

/* What may stand in the object of an @entity, or, of NULL, at the top of the file. */
static GPtrArray *
known_names (Reader    *s,
             CbEntityX *entity)
{
  GPtrArray *names = g_ptr_array_new ();
  const int parent = entity != NULL ? (int) entity->pub.index : 0;

  if (entity == NULL)
    g_ptr_array_add (names, (char *) CB_ENTITY (s->pack, 0)->pub.name);
  for (guint i = 0; entity != NULL && i < entity->facts->len; i++)
    g_ptr_array_add (names, (char *) ((CbFactX *) entity->facts->pdata[i])->pub.field);
  for (guint i = 1; i < s->pack->entities->len; i++)
    if (CB_ENTITY (s->pack, i)->parent == parent)
      g_ptr_array_add (names, (char *) CB_ENTITY (s->pack, i)->pub.plural);
  return names;
}

/* @wrong, and the remedy: the name that was probably meant, or where the name is one. */
static gboolean
refuse_name (Reader     *s,
             CbEntityX  *entity,
             const char *name,
             const char *wrong)
{
  g_autoptr (GPtrArray) names = known_names (s, entity);
  const char *near = cb_spelling_nearest (name, names);
  g_autoptr (GString) elsewhere = g_string_new (NULL);

  for (guint i = 0; near == NULL && i < s->pack->entities->len; i++)
    {
      CbEntityX *other = CB_ENTITY (s->pack, i);
      CbSymbol *symbol = other != entity ? g_hash_table_lookup (other->names, name) : NULL;

      if (symbol != NULL && symbol->fact != NULL)
        g_string_append_printf (elsewhere, "%s%s", elsewhere->len > 0 ? ", " : "", other->pub.name);
    }
  if (near != NULL)
    return refuse (s, "%s; %s was probably meant", wrong, near);
  if (elsewhere->len > 0)
    return refuse (s, "%s; it is one of %s", wrong, elsewhere->str);
  return refuse (s, "%s; casebookctl pack schema lists what there is", wrong);
}

static gboolean
read_evidence (Reader    *s,
               CbJson    *v,
               CbEntityX *entity,
               int        index)
{
  if (v->type != CB_JSON_OBJECT)
    return refuse (s, "an object of texts by fact is expected");
  for (guint i = 0; i < v->n; i++)
    {
      CbSymbol *symbol = g_hash_table_lookup (entity->names, v->names[i]);

      if (symbol == NULL || symbol->fact == NULL || v->items[i]->type != CB_JSON_STRING)
        {
          g_string_append_printf (s->path, ".%s", v->names[i]);
          return refuse (s, "evidence is a text for a fact of %s", entity->pub.name);
        }
      if (!cb_facts_set_evidence (s->facts, symbol->fact->pub.name, index, v->items[i]->text, s->error))
        return FALSE;
    }
  return TRUE;
}

/* The entity below @parent whose plural is @name. */
static CbEntityX *
find_plural (CbPack     *pack,
             int         parent,
             const char *name)
{
  for (guint i = 1; i < pack->entities->len; i++)
    if (CB_ENTITY (pack, i)->parent == parent && strcmp (CB_ENTITY (pack, i)->pub.plural, name) == 0)
      return CB_ENTITY (pack, i);
  return NULL;
}

static gboolean
read_many (Reader    *s,
           CbJson    *v,
           CbEntityX *entity,
           int        parent)
{
  gsize len = s->path->len;

  if (v->type != CB_JSON_ARRAY)
    return refuse (s, "an array is expected");
  for (guint i = 0; i < v->n; i++)
    {
      int index;

      g_string_append_printf (s->path, "[%u]", i);
      index = cb_facts_add (s->facts, entity->pub.name, parent, NULL, NULL);
      if (index < 0)
        return refuse (s, "more than %u of %s", entity->pub.most, entity->pub.name);
      if (!read_instance (s, v->items[i], entity, index))
        return FALSE;
      g_string_truncate (s->path, len);
    }
  return TRUE;
}

static gboolean
read_member (Reader     *s,
             CbJson     *v,
             const char *name,
             CbEntityX  *entity,
             int         index)
{
  CbSymbol *symbol = g_hash_table_lookup (entity->names, name);
  g_autofree char *wrong = NULL, *text = NULL;
  CbEntityX *below;
  CbUid uid;

  if (symbol != NULL && symbol->fact != NULL)
    return read_fact (s, v, symbol->fact, index);
  below = find_plural (s->pack, (int) entity->pub.index, name);
  if (below != NULL)
    return read_many (s, v, below, index);
  if (strcmp (name, "evidence") == 0)
    return read_evidence (s, v, entity, index);
  if (strcmp (name, "label") == 0)
    {
      if (v->type != CB_JSON_STRING)
        return refuse (s, "a text is expected");
      cb_facts_set_label (s->facts, entity->pub.name, index, v->text);
      return TRUE;
    }
  if (strcmp (name, "uid") == 0)
    {
      if (v->type != CB_JSON_STRING || !cb_uid_from_text (v->text, &uid))
        return refuse (s, "32 hexadecimal digits are expected");
      text = cb_uid_to_text (&uid);
      if (!g_hash_table_add (s->uids, g_steal_pointer (&text)))
        return refuse (s, "this uid stands twice in the file; give each its own, or none");
      cb_facts_set_uid (s->facts, entity->pub.name, index, &uid);
      return TRUE;
    }
  wrong = g_strdup_printf ("%s has no such fact", entity->pub.name);
  return refuse_name (s, entity, name, wrong);
}

static gboolean
read_instance (Reader    *s,
               CbJson    *v,
               CbEntityX *entity,
               int        index)
{
  gsize len = s->path->len;

  if (v->type != CB_JSON_OBJECT)
    return refuse (s, "an object is expected");
  for (guint i = 0; i < v->n; i++)
    {
      g_string_append_printf (s->path, "%s%s", len > 0 ? "." : "", v->names[i]);
      if (!read_member (s, v->items[i], v->names[i], entity, index))
        return FALSE;
      g_string_truncate (s->path, len);
    }
  return TRUE;
}

static gboolean
read_top (Reader  *s,
          CbJson  *v,
          CbDate  *on,
          CbMonth *pay_month)
{
  CbEntityX *root = CB_ENTITY (s->pack, 0);

  if (v->type != CB_JSON_OBJECT)
    return refuse (s, "an object is expected");
  for (guint i = 0; i < v->n; i++)
    {
      const char *name = v->names[i];
      CbJson *item = v->items[i];
      CbEntityX *below = find_plural (s->pack, 0, name);

      g_string_assign (s->path, name);
      if (strcmp (name, root->pub.name) == 0)
        {
          if (!read_instance (s, item, root, 0))
            return FALSE;
        }
      else if (below != NULL)
        {
          if (!read_many (s, item, below, 0))
            return FALSE;
        }
      else if (strcmp (name, "on") == 0)
        {
          if (item->type != CB_JSON_STRING || strlen (item->text) != strlen ("2026-09-01") || !cb_date_parse (item->text, on, NULL))
            return refuse (s, "a date like \"2026-09-01\" is expected");
        }
      else if (strcmp (name, "pay_month") == 0)
        {
          if (item->type != CB_JSON_STRING || strlen (item->text) != strlen ("2026-09") || !cb_month_parse (item->text, pay_month, NULL))
            return refuse (s, "a month like \"2026-09\" is expected");
        }
      else if (strcmp (name, "$schema") != 0)
        return refuse_name (s, NULL, name, "there is no such key");
    }
  return TRUE;
}

CbFacts *
cb_facts_from_json (CbPack      *pack,
                    const char  *json,
                    gssize       len,
                    CbDate      *on,
                    CbMonth     *pay_month,
                    GError     **error)
{
  g_autoptr (CbArena) arena = cb_arena_new ();
  g_autoptr (CbFacts) facts = NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CbJson *v = cb_json_parse (arena, json, len < 0 ? strlen (json) : (gsize) len, error);
  CbDate date = CB_DATE_NONE;
  CbMonth month = CB_MONTH_NONE;

  if (v == NULL)
    return NULL;
  facts = cb_facts_new (pack);
  {
    Reader s = { facts, pack, path, uids, error };

    if (!read_top (&s, v, &date, &month))
      return NULL;
  }
  if (on != NULL)
    *on = date;
  if (pay_month != NULL)
    *pay_month = month;
  return g_steal_pointer (&facts);
}

/* --- Writing --- */

static void
put_fact (GString *out,
          CbPack  *pack,
          CbFactX *fact,
          CbCell  *cell)
{
  switch (fact->type.kind)
    {
    case CB_TYPE_TRUTH: g_string_append (out, cell->value ? "true" : "false"); return;
    case CB_TYPE_CHOICE: cb_json_escape (out, CB_CHOICE (pack, fact->type.choice)->words[cell->value]); return;
    case CB_TYPE_TEXT: cb_json_escape (out, cell->text); return;
    case CB_TYPE_DATE: case CB_TYPE_MONTH:
      g_string_append_c (out, '"');
      put_number (out, fact, cell->value);
      g_string_append_c (out, '"');
      return;
    default: put_number (out, fact, cell->value); return;
    }
}

static void put_many (GString *out, CbFacts *facts, int parent_entity, int parent, int indent, gboolean *first);

static void
begin (GString    *out,
       int         indent,
       const char *name,
       gboolean   *first)
{
  g_string_append_printf (out, "%s\n%*s", *first ? "" : ",", indent, "");
  *first = FALSE;
  cb_json_escape (out, name);
  g_string_append (out, ": ");
}

static void
put_instance (GString *out,
              CbFacts *facts,
              guint    e,
              guint    index,
              int      indent,
              gboolean nested)
{
  CbEntityX *entity = CB_ENTITY (facts->pack, e);
  CbInstance *x = facts->instances[e]->pdata[index];
  gboolean first = TRUE, evidence = FALSE;

  g_string_append_c (out, '{');
  if (x->label != NULL)
    {
      begin (out, indent + 2, "label", &first);
      cb_json_escape (out, x->label);
    }
  if (!cb_uid_is_none (&x->uid))
    {
      g_autofree char *uid = cb_uid_to_text (&x->uid);

      begin (out, indent + 2, "uid", &first);
      cb_json_escape (out, uid);
    }
  for (guint k = 0; k < entity->facts->len; k++)
    {
      CbFactX *fact = entity->facts->pdata[k];

      evidence |= x->cells[k].evidence != NULL;
      if (!x->cells[k].known)
        continue;
      begin (out, indent + 2, fact->pub.field, &first);
      put_fact (out, facts->pack, fact, &x->cells[k]);
    }
  if (evidence)
    {
      gboolean inner = TRUE;

      begin (out, indent + 2, "evidence", &first);
      g_string_append_c (out, '{');
      for (guint k = 0; k < entity->facts->len; k++)
        if (x->cells[k].evidence != NULL)
          {
            begin (out, indent + 4, ((CbFactX *) entity->facts->pdata[k])->pub.field, &inner);
            cb_json_escape (out, x->cells[k].evidence);
          }
      g_string_append_printf (out, "\n%*s}", indent + 2, "");
    }
  if (nested)
    put_many (out, facts, (int) e, (int) index, indent + 2, &first);
  g_string_append_printf (out, "\n%*s}", indent, "");
}

static void
put_many (GString  *out,
          CbFacts  *facts,
          int       parent_entity,
          int       parent,
          int       indent,
          gboolean *first)
{
  for (guint e = 1; e < facts->pack->entities->len; e++)
    {
      gboolean any = FALSE;

      if (CB_ENTITY (facts->pack, e)->parent != parent_entity)
        continue;
      for (guint i = 0; i < facts->instances[e]->len; i++)
        {
          if (((CbInstance *) facts->instances[e]->pdata[i])->parent != parent)
            continue;
          if (!any)
            {
              begin (out, indent, CB_ENTITY (facts->pack, e)->pub.plural, first);
              g_string_append_c (out, '[');
            }
          g_string_append (out, any ? ", " : "");
          put_instance (out, facts, e, i, indent, TRUE);
          any = TRUE;
        }
      if (any)
        g_string_append_c (out, ']');
    }
}

char *
cb_facts_to_json (CbFacts *facts)
{
  GString *out = g_string_new ("{");
  gboolean first = TRUE;

  begin (out, 2, CB_ENTITY (facts->pack, 0)->pub.name, &first);
  put_instance (out, facts, 0, 0, 2, FALSE);
  put_many (out, facts, 0, 0, 2, &first);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}
