/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check-schema.h"

#include <string.h>

static char *check (JsonObject *root, JsonObject *schema, JsonNode *value, const char *path);

static const char *
type_of (JsonNode *value)
{
  if (JSON_NODE_HOLDS_OBJECT (value))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (value))
    return "array";
  if (JSON_NODE_HOLDS_NULL (value))
    return "null";
  switch (json_node_get_value_type (value))
    {
    case G_TYPE_STRING:
      return "string";
    case G_TYPE_BOOLEAN:
      return "boolean";
    case G_TYPE_INT64:
      return "integer";
    default:
      return "number";
    }
}

static gboolean
is_type (JsonNode   *value,
         const char *type)
{
  const char *own = type_of (value);

  return strcmp (own, type) == 0 || (strcmp (type, "number") == 0 && strcmp (own, "integer") == 0);
}

static gboolean
has_type (JsonNode *types,
          JsonNode *value)
{
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (types))
    return is_type (value, json_node_get_string (types));
  list = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (is_type (value, json_array_get_string_element (list, i)))
      return TRUE;
  return FALSE;
}

static char *
check_properties (JsonObject *root,
                  JsonObject *schema,
                  JsonObject *value,
                  const char *path)
{
  JsonObject *properties = json_object_has_member (schema, "properties") ? json_object_get_object_member (schema, "properties") : NULL;
  JsonNode *more = json_object_get_member (schema, "additionalProperties");
  g_autoptr (GList) names = json_object_get_members (value);
  char *fault = NULL;

  if (json_object_has_member (schema, "required"))
    {
      JsonArray *required = json_object_get_array_member (schema, "required");

      for (guint i = 0; i < json_array_get_length (required); i++)
        if (!json_object_has_member (value, json_array_get_string_element (required, i)))
          return g_strdup_printf ("%s: %s is needed", path, json_array_get_string_element (required, i));
    }
  for (GList *l = names; l != NULL && fault == NULL; l = l->next)
    {
      g_autofree char *below = g_strdup_printf ("%s.%s", path, (const char *) l->data);
      JsonNode *item = json_object_get_member (value, l->data);

      if (properties != NULL && json_object_has_member (properties, l->data))
        fault = check (root, json_object_get_object_member (properties, l->data), item, below);
      else if (more != NULL && JSON_NODE_HOLDS_OBJECT (more))
        fault = check (root, json_node_get_object (more), item, below);
      else if (more != NULL && !json_node_get_boolean (more))
        fault = g_strdup_printf ("%s: there is no such property", below);
    }
  return fault;
}

static char *
check_items (JsonObject *root,
             JsonObject *schema,
             JsonArray  *value,
             const char *path)
{
  char *fault = NULL;

  if (json_object_has_member (schema, "maxItems") && json_array_get_length (value) > json_object_get_int_member (schema, "maxItems"))
    return g_strdup_printf ("%s: too many", path);
  for (guint i = 0; json_object_has_member (schema, "items") && i < json_array_get_length (value) && fault == NULL; i++)
    {
      g_autofree char *below = g_strdup_printf ("%s[%u]", path, i);

      fault = check (root, json_object_get_object_member (schema, "items"), json_array_get_element (value, i), below);
    }
  return fault;
}

static char *
check_choice (JsonObject *root,
              JsonArray  *list,
              JsonNode   *value,
              const char *path)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *fault = check (root, json_array_get_object_element (list, i), value, path);

      n += fault == NULL;
    }
  return n == 1 ? NULL : g_strdup_printf ("%s: fits %u of its forms", path, n);
}

static char *
check_keyword (JsonObject *root,
               JsonObject *schema,
               const char *keyword,
               JsonNode   *value,
               const char *path)
{
  static const char *const silent[] = { "$schema", "$defs", "title", "description", "examples", "format", "properties", "required",
                                        "additionalProperties", "items", "maxItems", NULL };
  JsonNode *want = json_object_get_member (schema, keyword);

  if (g_strv_contains (silent, keyword))
    return NULL;
  if (strcmp (keyword, "type") == 0)
    return has_type (want, value) ? NULL : g_strdup_printf ("%s: is %s", path, type_of (value));
  if (strcmp (keyword, "const") == 0)
    return json_node_equal (want, value) ? NULL : g_strdup_printf ("%s: is another", path);
  if (strcmp (keyword, "oneOf") == 0)
    return check_choice (root, json_node_get_array (want), value, path);
  if (strcmp (keyword, "enum") == 0)
    {
      JsonArray *list = json_node_get_array (want);

      for (guint i = 0; i < json_array_get_length (list); i++)
        if (json_node_equal (json_array_get_element (list, i), value))
          return NULL;
      return g_strdup_printf ("%s: none of the list", path);
    }
  if (strcmp (keyword, "pattern") == 0)
    return !is_type (value, "string") || g_regex_match_simple (json_node_get_string (want), json_node_get_string (value), 0, 0)
             ? NULL : g_strdup_printf ("%s: another pattern", path);
  if (strcmp (keyword, "minimum") == 0)
    return !is_type (value, "number") || json_node_get_double (value) >= json_node_get_double (want)
             ? NULL : g_strdup_printf ("%s: too small", path);
  if (strcmp (keyword, "maximum") == 0)
    return !is_type (value, "number") || json_node_get_double (value) <= json_node_get_double (want)
             ? NULL : g_strdup_printf ("%s: too large", path);
  if (strcmp (keyword, "$ref") == 0)
    {
      const char *ref = json_node_get_string (want);
      JsonObject *defs = json_object_get_object_member (root, "$defs");

      if (!g_str_has_prefix (ref, "#/$defs/") || !json_object_has_member (defs, ref + 8))
        return g_strdup_printf ("%s: %s leads nowhere", path, ref);
      return check (root, json_object_get_object_member (defs, ref + 8), value, path);
    }
  return g_strdup_printf ("%s: the keyword %s is not known here", path, keyword);
}

static char *
check (JsonObject *root,
       JsonObject *schema,
       JsonNode   *value,
       const char *path)
{
  g_autoptr (GList) keywords = json_object_get_members (schema);
  char *fault = NULL;

  for (GList *l = keywords; l != NULL && fault == NULL; l = l->next)
    fault = check_keyword (root, schema, l->data, value, path);
  if (fault == NULL && JSON_NODE_HOLDS_OBJECT (value))
    fault = check_properties (root, schema, json_node_get_object (value), path);
  if (fault == NULL && JSON_NODE_HOLDS_ARRAY (value))
    fault = check_items (root, schema, json_node_get_array (value), path);
  return fault;
}

char *
check_schema (JsonNode *schema,
              JsonNode *value)
{
  return check (json_node_get_object (schema), json_node_get_object (schema), value, "$");
}
