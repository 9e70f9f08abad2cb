/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check-schema.h"
#include "tool.h"

#include <string.h>

#include "cb-pack.h"

static char *pack_path;
static JsonNode *facts_schema, *result_schema;

static JsonNode *
load (const char *name)
{
  g_autofree char *path = g_build_filename (tool_source (), name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
assert_fits (JsonNode *schema,
             JsonNode *value)
{
  g_autofree char *fault = check_schema (schema, value);

  g_assert_cmpstr (fault, ==, NULL);
}

/* The file is what the tool writes of the pack: mend it with
 * casebookctl pack schema data/policy/guangyuan.pack --example data/schema/facts.example.json >data/schema/facts.schema.json */
static void
test_file_is_current (void)
{
  g_autofree char *path = g_build_filename (tool_source (), "data", "schema", "facts.schema.json", NULL);
  g_autofree char *example = g_build_filename (tool_source (), "data", "schema", "facts.example.json", NULL);
  g_autofree char *text = NULL;
  g_auto (ToolRun) run = tool_run (NULL, "pack", "schema", pack_path, "--example", example, NULL);

  tool_assert (&run, 0, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (run.out, ==, text);
}

static gboolean
allows (JsonObject *property,
        const char *type)
{
  JsonNode *types = json_object_get_member (property, "type");
  JsonArray *list;

  if (types == NULL || !JSON_NODE_HOLDS_ARRAY (types))
    return FALSE;
  list = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (strcmp (json_array_get_string_element (list, i), type) == 0)
      return TRUE;
  return FALSE;
}

static void
check_words (CbPack           *pack,
             const CbPackFact *fact,
             JsonObject       *property)
{
  const char *const *words = cb_pack_words (pack, fact->choice);
  JsonArray *list = json_object_get_array_member (property, "oneOf");
  guint n = 0;

  for (; words[n] != NULL; n++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (list, n), "const"), ==, words[n]);
  g_assert_cmpuint (json_array_get_length (list), ==, n + 1);   /* and null */
}

static void
check_fact (CbPack           *pack,
            const CbPackFact *fact,
            JsonObject       *property)
{
  const char *description = json_object_get_string_member (property, "description");

  switch (fact->kind)
    {
    case CB_TYPE_TRUTH:
      g_assert_true (allows (property, "boolean"));
      break;
    case CB_TYPE_CHOICE:
      check_words (pack, fact, property);
      return;
    case CB_TYPE_NUMBER:
      g_assert_true (allows (property, "number") || allows (property, "integer"));
      g_assert_false (allows (property, "boolean"));
      if (fact->unit == CB_UNIT_MONEY || fact->unit == CB_UNIT_MONEY_YEAR || fact->unit == CB_UNIT_MONEY_MONTH)
        {
          g_assert_true (allows (property, "number") && allows (property, "string"));
          g_assert_nonnull (strstr (description, "Yuan"));
          if (fact->max % 100 == 0)
            g_assert_cmpint (json_object_get_int_member (property, "maximum"), ==, fact->max / 100);
        }
      break;
    case CB_TYPE_DATE:
    case CB_TYPE_MONTH:
      g_assert_true (allows (property, "string") && !allows (property, "number"));
      g_assert_true (json_object_has_member (property, "pattern"));
      break;
    case CB_TYPE_TEXT:
    default:
      g_assert_true (allows (property, "string"));
    }
  g_assert_true (allows (property, "null"));
}

static void
test_every_fact (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_file (pack_path, NULL, &error);
  JsonObject *defs = json_object_get_object_member (json_node_get_object (facts_schema), "$defs");
  GPtrArray *facts;

  g_assert_no_error (error);
  facts = cb_pack_facts (pack);
  g_assert_cmpuint (facts->len, >, 30);
  for (guint i = 0; i < facts->len; i++)
    {
      const CbPackFact *fact = facts->pdata[i];
      JsonObject *entity, *properties;

      g_test_message ("%s", fact->name);
      g_assert_true (json_object_has_member (defs, fact->entity));
      entity = json_object_get_object_member (defs, fact->entity);
      properties = json_object_get_object_member (entity, "properties");
      g_assert_true (json_object_has_member (properties, fact->field));
      check_fact (pack, fact, json_object_get_object_member (properties, fact->field));
    }
}

/* All facts of the worked cases fit the one schema, all results of them the other. */
static void
test_cases (void)
{
  g_autofree char *folder = g_build_filename (tool_source (), "tests", "cases", NULL);
  g_autofree char *path = tool_path ("facts.json");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename ("tests", "cases", name, NULL);
      g_autoptr (JsonNode) node = NULL;
      JsonArray *steps;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_test_message ("%s", name);
      node = load (file);
      steps = json_object_get_array_member (json_node_get_object (node), "steps");
      for (guint i = 0; i < json_array_get_length (steps); i++)
        {
          JsonObject *step = json_array_get_object_element (steps, i);
          JsonNode *facts = json_object_get_member (step, "facts");
          g_autofree char *text = json_to_string (facts, FALSE);
          g_autoptr (JsonNode) result = NULL;
          g_auto (ToolRun) run = { 0 };

          assert_fits (facts_schema, facts);
          tool_write ("facts.json", text, -1);
          run = tool_run (NULL, "evaluate", "--json", "--explain", "--pack", pack_path, "--on",
                          json_object_get_string_member (step, "on"), path, NULL);
          tool_assert (&run, 0, NULL);
          result = tool_json (&run);
          assert_fits (result_schema, result);
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 10);
}

static void
test_examples (void)
{
  JsonNode *schemas[] = { facts_schema, result_schema };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      JsonArray *examples = json_object_get_array_member (json_node_get_object (schemas[i]), "examples");

      g_assert_cmpuint (json_array_get_length (examples), >=, 1);
      assert_fits (schemas[i], json_array_get_element (examples, 0));
    }
}

/* What the rules refuse, the schema refuses: the checker sees what it should. */
static void
test_refused (void)
{
  static const char *const rows[] = {
    "[]", "{\"on\": 5}", "{\"household\": {\"colour\": \"red\"}}", "{\"household\": {\"category\": \"lunar\"}}",
    "{\"members\": {}}", "{\"members\": [{\"incomes\": [{\"amount\": \"1e3\"}]}]}",
    "{\"members\": [{\"incomes\": [{\"amount\": -5}]}]}", "{\"members\": [{\"incomes\": [{\"months\": 13}]}]}",
    "{\"members\": [{\"birth\": \"yesterday\"}]}", "{\"household\": {\"staff_relative\": \"yes\"}}", "{\"member\": []}",
  };
  g_autofree char *path = tool_path ("refused.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (rows[i], NULL);
      g_autofree char *fault = check_schema (facts_schema, node);
      g_auto (ToolRun) run = { 0 };

      g_test_message ("%s", rows[i]);
      g_assert_nonnull (fault);
      tool_write ("refused.json", rows[i], -1);
      run = tool_run (NULL, "evaluate", "--pack", pack_path, "--on", "2026-09-01", path, NULL);
      tool_assert (&run, 1, "refused.json");
    }
}

/* The help names every fact of the county's pack. */
static void
test_help (void)
{
  g_autofree char *path = g_build_filename (tool_source (), "data", "help", "facts-format.md", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_file (pack_path, NULL, &error);
  GPtrArray *facts;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  facts = cb_pack_facts (pack);
  for (guint i = 0; i < facts->len; i++)
    {
      const CbPackFact *fact = facts->pdata[i];
      g_autofree char *line = g_strdup_printf ("\n| `%s` | %s |", fact->field, cb_pack_title_of (pack, "fact", fact->name, "zh_CN"));

      g_test_message ("%s", fact->name);
      g_assert_nonnull (strstr (text, line));
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  tool_init (&argc, &argv);
  pack_path = g_build_filename (tool_source (), "data", "policy", "guangyuan.pack", NULL);
  facts_schema = load ("data/schema/facts.schema.json");
  result_schema = load ("data/schema/result.schema.json");
  g_test_add_func ("/schema/file-is-current", test_file_is_current);
  g_test_add_func ("/schema/every-fact", test_every_fact);
  g_test_add_func ("/schema/cases", test_cases);
  g_test_add_func ("/schema/examples", test_examples);
  g_test_add_func ("/schema/help", test_help);
  g_test_add_func ("/schema/refused", test_refused);
  status = tool_finish ();
  json_node_unref (facts_schema);
  json_node_unref (result_schema);
  g_free (pack_path);
  return status;
}
