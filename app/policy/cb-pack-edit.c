/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-edit.h"

#include <string.h>

#include "cb-pack-private.h"

#define OVER_LINE "#!over"

/* Where the lines of one group stand in the text: offsets of beginnings of lines. */
typedef struct
{
  gboolean found;
  int      line;            /* of the group's heading, from 1 */
  gsize    cite, value;     /* behind the lines that the new ones follow */
  int      value_line;      /* number of the line before */
  int      taken;           /* line that has a value, an article or a note of that day already; 0: none */
  gboolean crlf;
} Place;

static gboolean
refuse (GError    **error,
        const char *name,
        int         line,
        const char *format,
        ...) G_GNUC_PRINTF (4, 5);

static gboolean
refuse (GError    **error,
        const char *name,
        int         line,
        const char *format,
        ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK, "%s:%d: %s", name, line, what);
  return FALSE;
}

/* The name of a key's line, "" for other lines. */
static char *
key_of (const char *text,
        gsize       len)
{
  const char *equals = len > 0 && text[0] != '#' && text[0] != '[' ? memchr (text, '=', len) : NULL;

  return equals != NULL ? g_strchomp (g_strndup (text, (gsize) (equals - text))) : g_strdup ("");
}

/* "[param NAME]" as cb_source_read() understands it. */
static gboolean
is_group (const char *text,
          gsize       len,
          const char *param)
{
  g_autofree char *inner = g_strstrip (g_strndup (text + 1, len - 1));
  gsize n = strlen (inner);
  char *blank;

  if (n == 0 || inner[n - 1] != ']')
    return FALSE;
  inner[n - 1] = '\0';
  g_strstrip (inner);
  blank = strchr (inner, ' ');
  if (blank == NULL)
    return FALSE;
  *blank = '\0';
  return strcmp (inner, "param") == 0 && strcmp (g_strstrip (blank + 1), param) == 0;
}

static void
look_at (Place      *place,
         const char *key,
         gsize       begin,
         gsize       end,
         int         line,
         const char *day)
{
  const char *dot = strchr (key, '.');
  CbDate date;

  if (cb_date_of_key (key, &date))
    {
      if (strcmp (key, day) == 0)
        place->taken = line;
      else if (place->value == 0 || strcmp (key, day) < 0)
        {
          /* Behind the last one before that day; before the first when all are later. */
          place->value = strcmp (key, day) < 0 ? end : begin;
          place->value_line = strcmp (key, day) < 0 ? line : line - 1;
        }
    }
  else if (strcmp (key, "cite") == 0)
    place->cite = end;
  else if (g_str_has_prefix (key, "cite.") && cb_date_of_key (dot + 1, &date))
    {
      if (strcmp (dot + 1, day) == 0)
        place->taken = line;
      else if (strcmp (dot + 1, day) < 0)
        place->cite = MAX (place->cite, end);
    }
  else if (g_str_has_prefix (key, "note.") && strcmp (dot + 1, day) == 0)
    place->taken = line;
}

static void
find_place (const char *text,
            gsize       len,
            const char *param,
            const char *day,
            Place      *place)
{
  gboolean inside = FALSE;
  gsize at = 0;

  memset (place, 0, sizeof *place);
  if (len >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    at = 3;
  for (int line = 1; at < len; line++)
    {
      const char *nl = memchr (text + at, '\n', len - at);
      gsize end = nl != NULL ? (gsize) (nl - text) + 1 : len, n = end - at;

      if (nl != NULL && nl > text + at && nl[-1] == '\r')
        place->crlf = TRUE;
      while (n > 0 && g_ascii_isspace (text[at + n - 1]))
        n--;
      if (n > 0 && text[at] == '[')
        {
          if (inside)
            return;
          inside = is_group (text + at, n, param);
          if (inside)
            {
              place->found = TRUE;
              place->line = line;
            }
        }
      else if (inside)
        {
          g_autofree char *key = key_of (text + at, n);

          if (*key != '\0')
            look_at (place, key, at, end, line, day);
        }
      at = end;
    }
}

/* As the right-hand side of a line: what cb_source_read() makes of it is @text again.  NULL for what no line can hold. */
static char *
escape (const char *text)
{
  GString *out = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  for (const char *p = stripped; *p != '\0'; p++)
    switch (*p)
      {
      case '\\':
        g_string_append (out, "\\\\");
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      case '\r':
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          {
            g_string_free (out, TRUE);
            return NULL;
          }
        g_string_append_c (out, *p);
      }
  return g_string_free (out, FALSE);
}

/* --- what the new line says --- */

/* "urban 780.00, rural 620.00" with one word's value another. */
static char *
with_word (const char *source,
           const char *word,
           const char *value)
{
  g_auto (GStrv) parts = g_strsplit (source, ",", -1);
  GString *out = g_string_new (NULL);
  gboolean found = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      gsize n = strlen (word);
      gboolean same = g_str_has_prefix (part, word) && (part[n] == ' ' || part[n] == '\t');

      if (*part == '\0')
        continue;
      if (out->len > 0)
        g_string_append (out, ", ");
      if (same)
        g_string_append_printf (out, "%s %s", word, value);
      else
        g_string_append (out, part);
      found |= same;
    }
  if (!found)
    g_string_append_printf (out, "%s%s %s", out->len > 0 ? ", " : "", word, value);
  return g_string_free (out, FALSE);
}

/* The right-hand side in force on @on; "" when there is none. */
static const char *
in_force (CbPack            *pack,
          const CbPackParam *param,
          CbDate             on)
{
  for (guint i = param->n_versions; i > 0; i--)
    {
      const CbPackVersion *version = cb_pack_param_version (pack, param, i - 1);

      if (version->from <= on)
        return version->ends || (version->until != CB_DATE_NONE && on > version->until) ? "" : version->source;
    }
  return "";
}

typedef struct { const CbPackParam *param; char *source; } Line;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->source);
}

static gboolean
collect (CbPack             *pack,
         const CbPackSet    *sets,
         guint               n_sets,
         const CbPackNotice *notice,
         const char         *name,
         GArray             *lines,
         GError            **error)
{
  for (guint i = 0; i < n_sets; i++)
    {
      const CbPackParam *param = cb_pack_param (pack, sets[i].param);
      g_autofree char *value = escape (sets[i].value);
      Line *line = NULL;

      if (param == NULL)
        return refuse (error, name, 0, "there is no [param %s]", sets[i].param);
      if (value == NULL || *value == '\0')
        return refuse (error, name, 0, "the new value of %s is empty or cannot be written", sets[i].param);
      if (sets[i].word != NULL && (param->by == NULL || cb_pack_word_index (pack, param->by, sets[i].word) < 0))
        return refuse (error, name, 0, "%s is no word of %s", sets[i].word, sets[i].param);
      /* A comma would begin another word's value. */
      if (sets[i].word != NULL && strchr (value, ',') != NULL)
        return refuse (error, name, 0, "the new value of %s for %s is one number, without a comma", sets[i].param, sets[i].word);
      for (guint k = 0; k < lines->len && line == NULL; k++)
        if (g_array_index (lines, Line, k).param == param)
          line = &g_array_index (lines, Line, k);
      if (line == NULL)
        {
          Line fresh = { param, g_strdup (sets[i].word != NULL ? in_force (pack, param, notice->from) : "") };

          g_array_append_val (lines, fresh);
          line = &g_array_index (lines, Line, lines->len - 1);
        }
      else if (sets[i].word == NULL)
        return refuse (error, name, 0, "%s is set twice", sets[i].param);
      {
        g_autofree char *was = g_steal_pointer (&line->source);

        line->source = sets[i].word != NULL ? with_word (was, sets[i].word, value) : g_strdup (value);
      }
    }
  return TRUE;
}

static gboolean
insert_line (GString            *text,
             const Line         *line,
             const CbPackNotice *notice,
             const char         *name,
             GError            **error)
{
  g_autofree char *day = cb_date_format (notice->from);
  g_autofree char *cite = escape (notice->cite);
  g_autofree char *note = escape (notice->note != NULL ? notice->note : "");
  g_autoptr (GString) head = g_string_new (NULL), value = g_string_new (NULL);
  const char *end;
  Place place;

  find_place (text->str, text->len, line->param->name, day, &place);
  if (!place.found || place.value == 0)
    return refuse (error, name, place.line, "[param %s] cannot be found in the text", line->param->name);
  if (place.taken != 0)
    return refuse (error, name, place.taken,
                   "%s has a value of %s already; a published line is never changed: choose another day", line->param->name, day);
  if (cite == NULL || *cite == '\0')
    return refuse (error, name, place.line, "the new value of %s needs the number of the document that sets it", line->param->name);
  if (note == NULL)
    return refuse (error, name, place.line, "the note cannot be written: it has control characters");
  end = place.crlf ? "\r\n" : "\n";
  if (place.cite == 0)
    place.cite = place.value;
  /* A last line without its end. */
  if (MAX (place.cite, place.value) == text->len && text->str[text->len - 1] != '\n')
    {
      gsize was = text->len;

      g_string_append (text, end);
      place.cite = place.cite == was ? text->len : place.cite;
      place.value = place.value == was ? text->len : place.value;
    }
  g_string_append_printf (head, "cite.%s = %s%s", day, cite, end);
  if (*note != '\0')
    g_string_append_printf (head, "note.%s = %s%s", day, note, end);
  g_string_append_printf (value, "%s = %s%s", day, line->source, end);
  /* From the back, so that the first place stays where it is; of two things at one place the article comes first. */
  if (place.cite <= place.value)
    {
      g_string_insert (text, (gssize) place.value, value->str);
      g_string_insert (text, (gssize) place.cite, head->str);
    }
  else
    {
      g_string_insert (text, (gssize) place.cite, head->str);
      g_string_insert (text, (gssize) place.value, value->str);
    }
  return TRUE;
}

/* A standard is paid out: it is a whole number of fen, though a rule could compute with any fraction. */
static gboolean
check_fen (CbPack             *fresh,
           const GString      *text,
           const char         *param,
           const CbPackNotice *notice,
           const char         *name,
           GError            **error)
{
  const CbPackParam *is = cb_pack_param (fresh, param);
  const char *const *words = is->by != NULL ? cb_pack_words (fresh, is->by) : NULL;
  g_autofree char *day = cb_date_format (notice->from);

  if (is->bands || (is->unit != CB_UNIT_MONEY && is->unit != CB_UNIT_MONEY_MONTH && is->unit != CB_UNIT_MONEY_YEAR))
    return TRUE;
  for (guint i = 0; words != NULL ? words[i] != NULL : i < 1; i++)
    {
      gint64 numerator, denominator;
      Place place;

      if (!cb_pack_param_value (fresh, param, words != NULL ? words[i] : NULL, notice->from, &numerator, &denominator) || denominator == 1)
        continue;
      find_place (text->str, text->len, param, day, &place);
      return refuse (error, name, place.taken, "the new value of %s is no whole number of fen", param);
    }
  return TRUE;
}

CbPack *
cb_pack_revise (CbPack             *pack,
                const CbPackSet    *sets,
                guint               n_sets,
                const CbPackNotice *notice,
                const char         *name,
                GPtrArray         **faults,
                GError            **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (GString) text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbPack) fresh = NULL;
  gsize len;
  const char *old = g_bytes_get_data (cb_pack_bytes (pack), &len);

  g_return_val_if_fail (pack != NULL && notice != NULL && name != NULL, NULL);

  g_array_set_clear_func (lines, line_clear);
  if (n_sets == 0)
    {
      refuse (error, name, 0, "nothing is set");
      return NULL;
    }
  if (notice->from == CB_DATE_NONE)
    {
      refuse (error, name, 0, "the day from which it is in force is missing");
      return NULL;
    }
  if (g_strstr_len (old, (gssize) len, "\n" OVER_LINE "\n") != NULL)
    {
      refuse (error, name, 0, "a reform laid over other rules is not revised: revise its base");
      return NULL;
    }
  if (!collect (pack, sets, n_sets, notice, name, lines, error))
    return NULL;
  text = g_string_new_len (old, (gssize) len);
  for (guint i = 0; i < lines->len; i++)
    if (!insert_line (text, &g_array_index (lines, Line, i), notice, name, error))
      return NULL;
  bytes = g_bytes_new (text->str, text->len);
  fresh = cb_pack_load_bytes (bytes, name, faults, error);
  for (guint i = 0; fresh != NULL && i < lines->len; i++)
    if (!check_fen (fresh, text, g_array_index (lines, Line, i).param->name, notice, name, error))
      return NULL;
  return g_steal_pointer (&fresh);
}

/* --- what is new --- */

static const CbPackVersion *
version_of (CbPack            *pack,
            const CbPackParam *param,
            CbDate             from)
{
  for (guint i = 0; param != NULL && i < param->n_versions; i++)
    if (cb_pack_param_version (pack, param, i)->from == from)
      return cb_pack_param_version (pack, param, i);
  return NULL;
}

/* Whether the groups of @a stand in @b as they are, but for dated lines that @b adds to parameters. */
static gboolean
kept (CbPack *a,
      CbPack *b)
{
  GPtrArray *groups = a->source->groups;

  if (groups->len != b->source->groups->len)
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      CbGroup *was = groups->pdata[i], *is = b->source->groups->pdata[i];
      guint at = 0;

      if (strcmp (was->kind, is->kind) != 0 || strcmp (was->name, is->name) != 0)
        return FALSE;
      for (guint k = 0; k < is->keys->len; k++)
        {
          const CbKey *key = is->keys->pdata[k], *old = at < was->keys->len ? was->keys->pdata[at] : NULL;
          const char *dot = strchr (key->name, '.');
          CbDate day;

          if (old != NULL && strcmp (old->name, key->name) == 0 && g_strcmp0 (old->locale, key->locale) == 0
              && strcmp (old->value, key->value) == 0)
            at++;
          else if (strcmp (is->kind, "param") != 0
                   || !(cb_date_of_key (key->name, &day) || (dot != NULL && cb_date_of_key (dot + 1, &day))))
            return FALSE;
        }
      if (at != was->keys->len)
        return FALSE;
    }
  return TRUE;
}

GArray *
cb_pack_new_lines (CbPack   *a,
                   CbPack   *b,
                   gboolean *only)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (CbPackNewLine));
  GPtrArray *params = cb_pack_params (b);

  for (guint i = 0; i < params->len; i++)
    {
      const CbPackParam *param = params->pdata[i], *old = cb_pack_param (a, param->name);

      for (guint k = 0; k < param->n_versions; k++)
        {
          const CbPackVersion *version = cb_pack_param_version (b, param, k), *was = version_of (a, old, version->from);
          CbPackNewLine line = { param, k };

          if (was == NULL || strcmp (was->source, version->source) != 0)
            g_array_append_val (lines, line);
        }
    }
  if (only != NULL)
    *only = kept (a, b);
  return lines;
}
