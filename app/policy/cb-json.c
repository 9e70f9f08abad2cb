/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-json-private.h"

#include <string.h>

#include "cb-policy-error.h"

#define LIMIT_DEPTH 20
#define LIMIT_BYTES (16 * 1024 * 1024)

typedef struct {
  CbArena *arena;
  const char *begin, *p, *end;
  int depth;
  const char *fault;
} Parser;

static CbJson *parse_value (Parser *s);

static CbJson *
fail (Parser     *s,
      const char *message)
{
  if (s->fault == NULL)
    s->fault = message;
  return NULL;
}

static void
skip (Parser *s)
{
  while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
    s->p++;
}

static gboolean
hex4 (Parser  *s,
      guint32 *out)
{
  *out = 0;
  if (s->end - s->p < 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      int d = g_ascii_xdigit_value (*s->p++);

      if (d < 0)
        return FALSE;
      *out = *out * 16 + (guint32) d;
    }
  return TRUE;
}

static gboolean
parse_escape (Parser  *s,
              GString *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found;
  guint32 c, low;

  if (s->p >= s->end)
    return FALSE;
  found = *s->p != '\0' ? strchr (from, *s->p) : NULL;
  if (found != NULL)
    {
      g_string_append_c (out, to[found - from]);
      s->p++;
      return TRUE;
    }
  if (*s->p++ != 'u' || !hex4 (s, &c))
    return FALSE;
  if (c >= 0xd800 && c < 0xdc00)
    {
      if (s->end - s->p < 6 || s->p[0] != '\\' || s->p[1] != 'u')
        return FALSE;
      s->p += 2;
      if (!hex4 (s, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  else if ((c >= 0xdc00 && c < 0xe000) || c == 0)
    return FALSE;
  g_string_append_unichar (out, c);
  return TRUE;
}

static const char *
parse_string (Parser *s)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (s->p++; s->p < s->end && *s->p != '"';)
    if (*s->p == '\\')
      {
        s->p++;
        if (!parse_escape (s, out))
          {
            fail (s, "a wrong escape in a string");
            return NULL;
          }
      }
    else if ((guchar) *s->p < 0x20)
      {
        fail (s, "a control character in a string");
        return NULL;
      }
    else
      g_string_append_c (out, *s->p++);
  if (s->p >= s->end)
    {
      fail (s, "a string does not end");
      return NULL;
    }
  s->p++;
  return cb_arena_strndup (s->arena, out->str, out->len);
}

static CbJson *
new_value (Parser    *s,
           CbJsonType type)
{
  CbJson *v = cb_arena_new0 (s->arena, CbJson, 1);

  v->type = type;
  return v;
}

static CbJson *
parse_number (Parser *s)
{
  const char *begin = s->p;
  CbJson *v;

  if (*s->p == '-')
    s->p++;
  if (s->p < s->end && *s->p == '0' && s->p + 1 < s->end && g_ascii_isdigit (s->p[1]))
    return fail (s, "a number with a leading zero");
  while (s->p < s->end && (g_ascii_isdigit (*s->p) || strchr (".eE+-", *s->p) != NULL))
    s->p++;
  if (s->p == begin || !g_ascii_isdigit (s->p[-1]))
    return fail (s, "neither a value nor a number");
  v = new_value (s, CB_JSON_NUMBER);
  v->text = cb_arena_strndup (s->arena, begin, (gsize) (s->p - begin));
  return v;
}

static CbJson *
parse_list (Parser  *s,
            gboolean object)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new (), names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = object ? g_hash_table_new (g_str_hash, g_str_equal) : NULL;
  char close = object ? '}' : ']';
  CbJson *v = new_value (s, object ? CB_JSON_OBJECT : CB_JSON_ARRAY);

  s->p++;
  skip (s);
  while (s->p < s->end && *s->p != close)
    {
      CbJson *item;

      if (object)
        {
          const char *name = *s->p == '"' ? parse_string (s) : NULL;

          if (name == NULL)
            return fail (s, "a name in quotes is missing");
          if (!g_hash_table_add (seen, (gpointer) name))
            return fail (s, "a name stands twice in one object");
          g_ptr_array_add (names, (gpointer) name);
          skip (s);
          if (s->p >= s->end || *s->p != ':')
            return fail (s, ": is missing");
          s->p++;
        }
      item = parse_value (s);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
      skip (s);
      if (s->p < s->end && *s->p == ',')
        {
          s->p++;
          skip (s);
          if (s->p < s->end && *s->p == close)
            return fail (s, "a comma before the end");
        }
      else if (s->p >= s->end || *s->p != close)
        return fail (s, "a comma is missing");
    }
  if (s->p >= s->end)
    return fail (s, "the text ends too early");
  s->p++;
  v->n = items->len;
  v->items = cb_arena_new0 (s->arena, CbJson *, v->n + 1);
  v->names = cb_arena_new0 (s->arena, const char *, v->n + 1);
  for (guint i = 0; i < v->n; i++)
    {
      v->items[i] = items->pdata[i];
      v->names[i] = object ? names->pdata[i] : NULL;
    }
  return v;
}

static CbJson *
parse_value (Parser *s)
{
  static const struct { const char *word; CbJsonType type; } words[] = {
    { "null", CB_JSON_NULL }, { "false", CB_JSON_FALSE }, { "true", CB_JSON_TRUE },
  };
  CbJson *v = NULL;

  skip (s);
  if (s->p >= s->end)
    return fail (s, "the text ends too early");
  if (++s->depth > LIMIT_DEPTH)
    return fail (s, "nested too deep");
  if (*s->p == '{' || *s->p == '[')
    v = parse_list (s, *s->p == '{');
  else if (*s->p == '"')
    {
      const char *text = parse_string (s);

      if (text != NULL)
        {
          v = new_value (s, CB_JSON_STRING);
          v->text = text;
        }
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (words) && v == NULL; i++)
        {
          gsize n = strlen (words[i].word);

          if ((gsize) (s->end - s->p) >= n && memcmp (s->p, words[i].word, n) == 0)
            {
              v = new_value (s, words[i].type);
              s->p += n;
            }
        }
      if (v == NULL)
        v = parse_number (s);
    }
  s->depth--;
  return v;
}

CbJson *
cb_json_parse (CbArena     *arena,
               const char  *text,
               gsize        len,
               GError     **error)
{
  Parser s = { .arena = arena, .begin = text, .p = text, .end = text + len };
  CbJson *v = NULL;

  if (len > LIMIT_BYTES)
    fail (&s, "longer than 16 MiB");
  else if (!g_utf8_validate (text, (gssize) len, NULL))
    fail (&s, "not UTF-8 text");
  else
    {
      if (len >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
        s.p += 3;
      v = parse_value (&s);
      skip (&s);
      if (v != NULL && s.p < s.end)
        v = fail (&s, "something follows the end");
    }
  if (v == NULL)
    {
      int line = 1, column = 1;

      for (const char *p = text; p < s.p; p++)
        {
          column = *p == '\n' ? 1 : column + 1;
          line += *p == '\n';
        }
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "not JSON: line %d, column %d: %s", line, column, s.fault);
    }
  return v;
}

void
cb_json_escape (GString    *out,
                const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '"': g_string_append (out, "\\\""); break;
      case '\\': g_string_append (out, "\\\\"); break;
      case '\n': g_string_append (out, "\\n"); break;
      case '\r': g_string_append (out, "\\r"); break;
      case '\t': g_string_append (out, "\\t"); break;
      default:
        if ((guchar) *p < 0x20)
          g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
        else
          g_string_append_c (out, *p);
      }
  g_string_append_c (out, '"');
}
