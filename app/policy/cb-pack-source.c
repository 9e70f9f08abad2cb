/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-source.h"

#include <string.h>

/* --- Faults --- */

static void
fault_free (gpointer data)
{
  CbPackFault *fault = data;

  g_free (fault->file);
  g_free (fault->message);
  g_free (fault);
}

CbFaults *
cb_faults_new (void)
{
  CbFaults *faults = g_new0 (CbFaults, 1);

  faults->list = g_ptr_array_new_with_free_func (fault_free);
  return faults;
}

void
cb_faults_free (CbFaults *faults)
{
  g_ptr_array_unref (faults->list);
  g_free (faults);
}

void
cb_faults_add (CbFaults   *faults,
               const char *file,
               int         line,
               int         column,
               const char *format,
               ...)
{
  CbPackFault *fault;
  va_list args;

  if (cb_faults_full (faults))
    return;
  fault = g_new0 (CbPackFault, 1);
  fault->file = g_strdup (file);
  fault->line = line;
  fault->column = column;
  va_start (args, format);
  fault->message = g_strdup_vprintf (format, args);
  va_end (args);
  /* The same fault is found once per day of law: say it once. */
  for (guint i = 0; i < faults->list->len; i++)
    {
      const CbPackFault *old = faults->list->pdata[i];

      if (old->line == line && old->column == column && g_strcmp0 (old->file, file) == 0 && strcmp (old->message, fault->message) == 0)
        {
          fault_free (fault);
          return;
        }
    }
  g_ptr_array_add (faults->list, fault);
}

gboolean
cb_faults_any (CbFaults *faults)
{
  return faults->list->len > 0;
}

gboolean
cb_faults_full (CbFaults *faults)
{
  return faults->list->len >= CB_LIMIT_FAULTS;
}

char *
cb_pack_fault_text (const CbPackFault *fault)
{
  if (fault->column > 0)
    return g_strdup_printf ("%s:%d:%d: %s", fault->file, fault->line, fault->column, fault->message);
  if (fault->line > 0)
    return g_strdup_printf ("%s:%d: %s", fault->file, fault->line, fault->message);
  return g_strdup_printf ("%s: %s", fault->file, fault->message);
}

/* --- Groups and keys --- */

static void
group_free (gpointer data)
{
  CbGroup *group = data;

  g_ptr_array_unref (group->keys);
  g_hash_table_unref (group->by_name);
  g_free (group);
}

CbSource *
cb_source_new (void)
{
  CbSource *source = g_new0 (CbSource, 1);

  source->arena = cb_arena_new ();
  source->groups = g_ptr_array_new_with_free_func (group_free);
  source->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return source;
}

void
cb_source_free (CbSource *source)
{
  if (source == NULL)
    return;
  g_ptr_array_unref (source->groups);
  g_hash_table_unref (source->by_name);
  cb_arena_free (source->arena);
  g_free (source);
}

static gboolean
is_name (const char *text,
         gboolean    dotted)
{
  gboolean start = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalpha (*p) || (!start && (g_ascii_isdigit (*p) || *p == '_')))
        start = FALSE;
      else if (dotted && *p == '.' && !start)
        start = TRUE;
      else
        return FALSE;
    }
  return !start;
}

static CbGroup *
read_group (CbSource   *source,
            const char *text,
            gsize       len,
            const char *file,
            int         line,
            gboolean    over,
            CbFaults   *faults)
{
  g_autofree char *inner = NULL, *full = NULL;
  const char *kind, *name = "";
  char *blank;
  CbGroup *group;

  if (text[len - 1] != ']')
    {
      cb_faults_add (faults, file, line, 1, "a group ends with ]");
      return NULL;
    }
  inner = g_strstrip (g_strndup (text + 1, len - 2));
  blank = strchr (inner, ' ');
  kind = inner;
  if (blank != NULL)
    {
      *blank = '\0';
      name = g_strstrip (blank + 1);
    }
  if (!is_name (kind, FALSE) || (*name != '\0' && !is_name (name, TRUE)))
    {
      cb_faults_add (faults, file, line, 1, "not a group: a kind and a name of letters, digits, _ and dots");
      return NULL;
    }
  full = g_strconcat (kind, " ", name, NULL);
  group = g_hash_table_lookup (source->by_name, full);
  if (group != NULL)
    {
      if (over && g_strcmp0 (group->file, file) != 0)
        return group;
      cb_faults_add (faults, file, line, 1, "group [%s] stands already in line %d", inner[0] ? full : "", group->line);
      return NULL;
    }
  group = g_new0 (CbGroup, 1);
  group->kind = cb_arena_strdup (source->arena, kind);
  group->name = cb_arena_strdup (source->arena, name);
  group->file = file;
  group->line = line;
  group->keys = g_ptr_array_new ();
  group->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (source->groups, group);
  g_hash_table_insert (source->by_name, g_steal_pointer (&full), group);
  return group;
}

static const char *
unescape (CbSource   *source,
          const char *text,
          gsize       len,
          gboolean   *bad)
{
  char *out = cb_arena_alloc (source->arena, len + 1), *o = out;

  *bad = FALSE;
  for (gsize i = 0; i < len; i++)
    {
      if (text[i] != '\\')
        {
          *o++ = text[i];
          continue;
        }
      i++;
      switch (i < len ? text[i] : '\0')
        {
        case 'n': *o++ = '\n'; break;
        case 't': *o++ = '\t'; break;
        case 's': *o++ = ' '; break;
        case 'r': *o++ = '\r'; break;
        case '\\': *o++ = '\\'; break;
        default: *bad = TRUE; return out;
        }
    }
  return out;
}

static void
read_key (CbSource   *source,
          CbGroup    *group,
          const char *text,
          gsize       len,
          const char *file,
          int         line,
          gboolean    over,
          CbFaults   *faults)
{
  const char *equals = memchr (text, '=', len);
  const char *value, *end = text + len, *name_end, *bracket;
  g_autofree char *full = NULL;
  CbKey *key, *old;
  gboolean bad;

  if (equals == NULL)
    {
      cb_faults_add (faults, file, line, 1, "neither a [group], a key = value nor a # comment");
      return;
    }
  for (name_end = equals; name_end > text && g_ascii_isspace (name_end[-1]); name_end--)
    ;
  for (value = equals + 1; value < end && g_ascii_isspace (*value); value++)
    ;
  full = g_strndup (text, (gsize) (name_end - text));
  key = cb_arena_new0 (source->arena, CbKey, 1);
  key->file = file;
  key->line = line;
  key->column = (int) (value - text) + 1;
  bracket = strchr (full, '[');
  if (bracket != NULL && g_str_has_suffix (full, "]") && bracket > full)
    {
      key->name = cb_arena_strndup (source->arena, full, (gsize) (bracket - full));
      key->locale = cb_arena_strndup (source->arena, bracket + 1, strlen (bracket) - 2);
    }
  else
    key->name = cb_arena_strdup (source->arena, full);
  if (key->name[0] == '\0' || strpbrk (key->name, " []\t") != NULL)
    {
      cb_faults_add (faults, file, line, 1, "not a key: %s", full);
      return;
    }
  key->value = unescape (source, value, (gsize) (end - value), &bad);
  if (bad)
    {
      cb_faults_add (faults, file, line, key->column, "a backslash is followed by n, t, s, r or another backslash");
      return;
    }
  old = g_hash_table_lookup (group->by_name, full);
  if (old != NULL && !(over && g_strcmp0 (old->file, file) != 0))
    {
      cb_faults_add (faults, file, line, 1, "key %s stands already in line %d", full, old->line);
      return;
    }
  if (old != NULL)
    {
      guint at = 0;

      g_ptr_array_find (group->keys, old, &at);
      g_hash_table_remove (group->by_name, full);
      if (strcmp (key->value, "!remove") == 0)
        {
          g_ptr_array_remove_index (group->keys, at);
          return;
        }
      group->keys->pdata[at] = key;
    }
  else
    g_ptr_array_add (group->keys, key);
  g_hash_table_insert (group->by_name, cb_arena_strdup (source->arena, full), key);
}

void
cb_source_read (CbSource   *source,
                const char *text,
                gsize       len,
                const char *file,
                gboolean    over,
                CbFaults   *faults)
{
  const char *p = text, *end = text + len;
  CbGroup *group = NULL;
  gboolean lost = FALSE;

  file = cb_arena_strdup (source->arena, file);
  if (len > CB_LIMIT_FILE)
    {
      cb_faults_add (faults, file, 0, 0, "longer than 8 MiB");
      return;
    }
  if (!g_utf8_validate (text, (gssize) len, NULL))
    {
      cb_faults_add (faults, file, 0, 0, "not UTF-8 text");
      return;
    }
  if (len >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    p += 3;
  for (int line = 1; p < end && !cb_faults_full (faults); line++)
    {
      const char *nl = memchr (p, '\n', (gsize) (end - p));
      const char *next = nl != NULL ? nl + 1 : end;
      gsize n = (gsize) ((nl != NULL ? nl : end) - p);

      while (n > 0 && g_ascii_isspace (p[n - 1]))
        n--;
      if (n > CB_LIMIT_LINE)
        cb_faults_add (faults, file, line, 0, "a line longer than 16 KiB");
      else if (n == 0 || p[0] == '#')
        ;
      else if (p[0] == '[')
        {
          group = read_group (source, p, n, file, line, over, faults);
          lost = group == NULL;
        }
      else if (group != NULL)
        read_key (source, group, p, n, file, line, over, faults);
      else if (!lost)
        {
          cb_faults_add (faults, file, line, 1, "stands before the first [group]");
          lost = TRUE;
        }
      p = next;
    }
}

CbGroup *
cb_source_group (CbSource   *source,
                 const char *kind,
                 const char *name)
{
  g_autofree char *full = g_strconcat (kind, " ", name, NULL);

  return g_hash_table_lookup (source->by_name, full);
}

CbKey *
cb_group_key (CbGroup    *group,
              const char *name)
{
  CbKey *key = g_hash_table_lookup (group->by_name, name);

  if (key != NULL)
    key->used = TRUE;
  return key;
}

const char *
cb_group_get (CbGroup    *group,
              const char *name)
{
  CbKey *key = cb_group_key (group, name);

  return key != NULL ? key->value : NULL;
}

const char *
cb_group_localised (CbGroup    *group,
                    const char *name,
                    const char *lang)
{
  CbKey *key = NULL;

  if (group == NULL)
    return NULL;
  if (lang != NULL && *lang != '\0')
    {
      gsize n = strcspn (lang, ".@");
      g_autofree char *full = g_strdup_printf ("%s[%.*s]", name, (int) n, lang);

      key = g_hash_table_lookup (group->by_name, full);
      if (key == NULL)
        {
          g_autofree char *brief = g_strdup_printf ("%s[%.*s]", name, (int) strcspn (lang, "_.@"), lang);

          key = g_hash_table_lookup (group->by_name, brief);
        }
      /* "zh" is content with any zh_XX. */
      if (key == NULL && strchr (lang, '_') == NULL && strcmp (lang, "zh") == 0)
        {
          g_autofree char *cn = g_strdup_printf ("%s[zh_CN]", name);

          key = g_hash_table_lookup (group->by_name, cn);
        }
    }
  if (key == NULL)
    key = g_hash_table_lookup (group->by_name, name);
  return key != NULL ? key->value : NULL;
}
