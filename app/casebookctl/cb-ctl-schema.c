/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The facts format of a pack (data/help/facts-format.md) as a JSON schema, draft 2020-12.  Written from the pack itself, so that it cannot
 * say anything else than what is read.  In English and Chinese at once: it is one file for everybody. */

static void
put (JsonBuilder *json,
     const char  *name,
     const char  *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
}

static void
put_int (JsonBuilder *json,
         const char  *name,
         gint64       number)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, number);
}

static void
put_strings (JsonBuilder *json,
             const char  *name,
             const char  *first,
             ...)
{
  va_list more;

  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  va_start (more, first);
  for (const char *text = first; text != NULL; text = va_arg (more, const char *))
    json_builder_add_string_value (json, text);
  va_end (more);
  json_builder_end_array (json);
}

static const char *
unit_text (CbUnit unit)
{
  switch (unit)
    {
    case CB_UNIT_MONEY:
      return "Yuan, at most two decimals";
    case CB_UNIT_MONEY_MONTH:
      return "Yuan per month, at most two decimals";
    case CB_UNIT_MONEY_YEAR:
      return "Yuan in twelve months, at most two decimals";
    case CB_UNIT_YEARS:
      return "Whole years";
    case CB_UNIT_MONTHS:
      return "Whole months";
    case CB_UNIT_DAYS:
      return "Whole days";
    case CB_UNIT_WORKING_DAYS:
      return "Whole working days";
    case CB_UNIT_RATIO:
      return "A ratio: 0.6 is 60 %";
    case CB_UNIT_NUMBER:
    case CB_UNIT_COUNT:
    case CB_UNIT_OTHER:
    default:
      return "A number";
    }
}

/* A bound as it stands in the file: yuan for fen, the decimals of a ratio. */
static void
put_bound (JsonBuilder      *json,
           const CbPackFact *fact,
           const char       *name,
           gint64            bound)
{
  gint64 scale = 1;

  if (fact->unit == CB_UNIT_MONEY || fact->unit == CB_UNIT_MONEY_MONTH || fact->unit == CB_UNIT_MONEY_YEAR)
    scale = 100;
  for (int i = 0; scale != 100 && i < fact->decimals; i++)
    scale *= 10;
  /* A bound with a fraction is left to the reader of the facts. */
  if (bound % scale == 0)
    put_int (json, name, bound / scale);
}

static void
put_words (JsonBuilder      *json,
           CbPack           *pack,
           const CbPackFact *fact)
{
  const char *const *words = cb_pack_words (pack, fact->choice);

  json_builder_set_member_name (json, "oneOf");
  json_builder_begin_array (json);
  for (guint i = 0; words[i] != NULL; i++)
    {
      json_builder_begin_object (json);
      put (json, "const", words[i]);
      put (json, "title", cb_pack_word_title (pack, fact->choice, words[i], NULL));
      put (json, "description", cb_pack_word_title (pack, fact->choice, words[i], "zh_CN"));
      json_builder_end_object (json);
    }
  json_builder_begin_object (json);
  put (json, "type", "null");
  put (json, "title", "Not known");
  json_builder_end_object (json);
  json_builder_end_array (json);
}

static void
put_type (JsonBuilder      *json,
          CbPack           *pack,
          const CbPackFact *fact)
{
  gboolean money = fact->unit == CB_UNIT_MONEY || fact->unit == CB_UNIT_MONEY_MONTH || fact->unit == CB_UNIT_MONEY_YEAR;

  switch (fact->kind)
    {
    case CB_TYPE_TRUTH:
      put_strings (json, "type", "boolean", "null", NULL);
      break;
    case CB_TYPE_CHOICE:
      put_words (json, pack, fact);
      break;
    case CB_TYPE_DATE:
      put_strings (json, "type", "string", "null", NULL);
      put (json, "format", "date");
      put (json, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
      break;
    case CB_TYPE_MONTH:
      put_strings (json, "type", "string", "null", NULL);
      put (json, "pattern", "^[0-9]{4}-[0-9]{2}$");
      break;
    case CB_TYPE_NUMBER:
      put_strings (json, "type", money || fact->decimals > 0 ? "number" : "integer", "string", "null", NULL);
      put (json, "pattern", money ? "^-?[0-9]+(\\.[0-9]{1,2})?$" : fact->decimals > 0 ? "^-?[0-9]+(\\.[0-9]+)?$" : "^-?[0-9]+$");
      put_bound (json, fact, "minimum", fact->min);
      put_bound (json, fact, "maximum", fact->max);
      break;
    case CB_TYPE_TEXT:
    default:
      put_strings (json, "type", "string", "null", NULL);
    }
}

static void
put_fact (JsonBuilder      *json,
          CbPack           *pack,
          const CbPackFact *fact)
{
  g_autoptr (GString) text = g_string_new (cb_pack_title_of (pack, "fact", fact->name, "zh_CN"));

  g_string_append (text, ". ");
  if (fact->kind == CB_TYPE_NUMBER)
    g_string_append_printf (text, "%s. ", unit_text (fact->unit));
  if (fact->has_default)
    g_string_append (text, "Where it is left out, the rules take the usual for it. ");
  if (fact->required)
    g_string_append (text, "Needed: without it the outcome is incomplete. ");
  g_string_truncate (text, text->len - 1);
  json_builder_set_member_name (json, fact->field);
  json_builder_begin_object (json);
  put (json, "title", cb_pack_title_of (pack, "fact", fact->name, NULL));
  put (json, "description", text->str);
  put_type (json, pack, fact);
  json_builder_end_object (json);
}

static void
put_below (JsonBuilder        *json,
           CbPack             *pack,
           const CbPackEntity *above)
{
  GPtrArray *entities = cb_pack_entities (pack);

  for (guint i = 0; i < entities->len; i++)
    {
      const CbPackEntity *e = entities->pdata[i];
      g_autofree char *ref = g_strconcat ("#/$defs/", e->name, NULL);

      if (e->of == NULL || strcmp (e->of, above->name) != 0)
        continue;
      json_builder_set_member_name (json, e->plural);
      json_builder_begin_object (json);
      put (json, "type", "array");
      put_int (json, "maxItems", e->most);
      json_builder_set_member_name (json, "items");
      json_builder_begin_object (json);
      put (json, "$ref", ref);
      json_builder_end_object (json);
      json_builder_end_object (json);
    }
}

static void
put_common (JsonBuilder *json)
{
  json_builder_set_member_name (json, "label");
  json_builder_begin_object (json);
  put (json, "type", "string");
  put (json, "description", "What people call it; for explanations only");
  json_builder_end_object (json);
  json_builder_set_member_name (json, "uid");
  json_builder_begin_object (json);
  put (json, "type", "string");
  put (json, "pattern", "^[0-9a-fA-F]{32}$");
  put (json, "description", "Its identity in a casebook");
  json_builder_end_object (json);
  json_builder_set_member_name (json, "evidence");
  json_builder_begin_object (json);
  put (json, "type", "object");
  put (json, "description", "Where a fact comes from, by the name of the fact");
  json_builder_set_member_name (json, "additionalProperties");
  json_builder_begin_object (json);
  put (json, "type", "string");
  json_builder_end_object (json);
  json_builder_end_object (json);
}

static void
put_entity (JsonBuilder        *json,
            CbPack             *pack,
            const CbPackEntity *e)
{
  GPtrArray *facts = cb_pack_facts (pack);

  json_builder_set_member_name (json, e->name);
  json_builder_begin_object (json);
  put (json, "title", cb_pack_title_of (pack, "entity", e->name, NULL));
  put (json, "description", cb_pack_title_of (pack, "entity", e->name, "zh_CN"));
  put (json, "type", "object");
  json_builder_set_member_name (json, "properties");
  json_builder_begin_object (json);
  for (guint i = 0; i < facts->len; i++)
    if (strcmp (((const CbPackFact *) facts->pdata[i])->entity, e->name) == 0)
      put_fact (json, pack, facts->pdata[i]);
  put_common (json);
  if (e->of != NULL)
    put_below (json, pack, e);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "additionalProperties");
  json_builder_add_boolean_value (json, FALSE);
  json_builder_end_object (json);
}

static void
put_top (JsonBuilder *json,
         CbPack      *pack)
{
  const CbPackEntity *root = cb_pack_entities (pack)->pdata[0];
  g_autofree char *ref = g_strconcat ("#/$defs/", root->name, NULL);

  json_builder_set_member_name (json, "properties");
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "$schema");
  json_builder_begin_object (json);
  put (json, "type", "string");
  json_builder_end_object (json);
  json_builder_set_member_name (json, "on");
  json_builder_begin_object (json);
  put (json, "type", "string");
  put (json, "format", "date");
  put (json, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  put (json, "description", "The day of the decision; casebookctl evaluate --on goes before it");
  json_builder_end_object (json);
  json_builder_set_member_name (json, "pay_month");
  json_builder_begin_object (json);
  put (json, "type", "string");
  put (json, "pattern", "^[0-9]{4}-[0-9]{2}$");
  put (json, "description", "The month paid for; without it the one after the day");
  json_builder_end_object (json);
  json_builder_set_member_name (json, root->name);
  json_builder_begin_object (json);
  put (json, "$ref", ref);
  json_builder_end_object (json);
  put_below (json, pack, root);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "additionalProperties");
  json_builder_add_boolean_value (json, FALSE);
}

static void
print_schema (CbPack   *pack,
              JsonNode *example)
{
  GPtrArray *entities = cb_pack_entities (pack);
  g_autofree char *title = g_strdup_printf ("Facts for %s", cb_pack_title (pack, NULL));
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  put (json, "$schema", "https://json-schema.org/draft/2020-12/schema");
  put (json, "title", title);
  put (json, "description", "One case, as casebookctl evaluate reads it. Amounts are read exactly, as a number or a text. "
                            "What is left out or null is not known. Written by casebookctl pack schema.");
  put (json, "type", "object");
  put_top (json, pack);
  json_builder_set_member_name (json, "$defs");
  json_builder_begin_object (json);
  for (guint i = 0; i < entities->len; i++)
    put_entity (json, pack, entities->pdata[i]);
  json_builder_end_object (json);
  if (example != NULL)
    {
      json_builder_set_member_name (json, "examples");
      json_builder_begin_array (json);
      json_builder_add_value (json, json_node_copy (example));
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

/* Shown in the schema only if the rules can read it. */
static JsonNode *
read_example (CbPack     *pack,
              const char *path,
              int        *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cb_ctl_read (path, &error);
  g_autoptr (CbFacts) facts = NULL;
  JsonNode *node = NULL;

  if (bytes != NULL)
    {
      gsize len;
      const char *data = g_bytes_get_data (bytes, &len);
      g_autofree char *text = g_strndup (data != NULL ? data : "", len);

      facts = cb_facts_from_json (pack, text, -1, NULL, NULL, &error);
      node = facts != NULL ? json_from_string (text, &error) : NULL;
    }
  if (node == NULL)
    *code = cb_ctl_fail (path, error);
  return node;
}

int
cb_ctl_pack_schema (CbCtl *ctl)
{
  g_autofree char *example_file = NULL;
  const GOptionEntry own[] = {
    { "example", 0, 0, G_OPTION_ARG_FILENAME, &example_file, N_("Facts to put into the schema as its example"), "FACTS.json" },
    { NULL },
  };
  g_autoptr (CbPack) pack = NULL;
  g_autoptr (JsonNode) example = NULL;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_PLAIN, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  pack = cb_ctl_read_pack (ctl->argv[0], &code);
  if (pack == NULL)
    return code;
  if (example_file != NULL && (example = read_example (pack, example_file, &code)) == NULL)
    return code;
  print_schema (pack, example);
  return CB_CTL_DONE;
}
