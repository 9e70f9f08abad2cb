/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-area.h"

#include "cb-csv-private.h"
#include "cb-text.h"

#include <string.h>

#define CODE_MAX 12

typedef struct
{
  CbArea area;
  char  *brief;   /* the name without 镇, 县 and the like; NULL when none is left */
} Entry;

struct _CbAreas
{
  gatomicrefcount ref_count;
  GPtrArray      *entries;   /* of Entry *, in code order */
  GHashTable     *by_code;   /* code → Entry * */
};

/* The longest first. */
static const char *const kinds[] = {
  "回族乡", "藏族乡", "羌族乡", "彝族乡", "街道", "镇", "乡", "区", "县", "市",
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free ((char *) entry->area.code);
  g_free ((char *) entry->area.name);
  g_free ((char *) entry->area.parent);
  g_free (entry->brief);
  g_free (entry);
}

/* How much of @code tells the area: 510800 is 5108 with zeros to fill. */
static gsize
code_len (const char *code)
{
  gsize len = strlen (code);

  if (len == 6)
    while (len > 2 && code[len - 1] == '0' && code[len - 2] == '0')
      len -= 2;

  return len;
}

static gboolean
is_code (const char *code)
{
  gsize len = strlen (code);

  return len >= 2 && len <= CODE_MAX && strspn (code, "0123456789") == len;
}

static char *
brief_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (name, kinds[i]))
      {
        gsize len = strlen (name) - strlen (kinds[i]);

        /* One character says too little: 市 of 元市. */
        return g_utf8_strlen (name, (gssize) len) >= 2 ? g_strndup (name, len) : NULL;
      }

  return NULL;
}

static gboolean
read_row (char   **fields,
          gpointer user_data)
{
  CbAreas *areas = user_data;
  Entry *entry;

  if (!is_code (fields[0]) || !is_code (fields[2]) || fields[1][0] == '\0')
    return FALSE;

  entry = g_new0 (Entry, 1);
  entry->area.code = g_strndup (fields[0], code_len (fields[0]));
  entry->area.name = cb_text_clean (fields[1]);
  entry->area.parent = g_strndup (fields[2], code_len (fields[2]));
  entry->brief = brief_name (entry->area.name);
  g_ptr_array_add (areas->entries, entry);

  return cb_area_within (entry->area.code, entry->area.parent)
         && g_hash_table_insert (areas->by_code, (char *) entry->area.code, entry);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp ((*(Entry *const *) a)->area.code, (*(Entry *const *) b)->area.code);
}

CbAreas *
cb_areas_load (const char *path,
               GError    **error)
{
  g_autoptr (CbAreas) areas = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  areas = g_new0 (CbAreas, 1);
  g_atomic_ref_count_init (&areas->ref_count);
  areas->entries = g_ptr_array_new_with_free_func (entry_free);
  areas->by_code = g_hash_table_new (g_str_hash, g_str_equal);
  if (!cb_csv_read (path, "code,name,parent", read_row, areas, error))
    return NULL;
  g_ptr_array_sort (areas->entries, compare_entries);

  return g_steal_pointer (&areas);
}

CbAreas *
cb_areas_ref (CbAreas *areas)
{
  g_return_val_if_fail (areas != NULL, NULL);

  g_atomic_ref_count_inc (&areas->ref_count);

  return areas;
}

void
cb_areas_unref (CbAreas *areas)
{
  if (areas == NULL || !g_atomic_ref_count_dec (&areas->ref_count))
    return;
  g_hash_table_unref (areas->by_code);
  g_ptr_array_unref (areas->entries);
  g_free (areas);
}

const CbArea *
cb_areas_find (CbAreas    *areas,
               const char *code)
{
  char plain[CODE_MAX + 1];
  gsize len;
  const Entry *entry;

  g_return_val_if_fail (areas != NULL, NULL);

  if (code == NULL || !is_code (code))
    return NULL;
  len = code_len (code);
  memcpy (plain, code, len);
  plain[len] = '\0';
  entry = g_hash_table_lookup (areas->by_code, plain);

  return entry != NULL ? &entry->area : NULL;
}

/* What the areas found so far come to: none, one, or more than one. */
typedef struct
{
  const Entry *found;
  gboolean     ambiguous;
} Match;

static void
match_add (Match       *match,
           const Entry *entry)
{
  if (match->found != NULL && match->found != entry)
    match->ambiguous = TRUE;
  match->found = entry;
}

static void
match_name (CbAreas    *areas,
            const char *name,
            const char *within,
            Match      *match)
{
  Match brief = { 0 };

  /* A full name goes before a short one, and both before a name made of several. */
  for (guint i = 0; i < areas->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (areas->entries, i);

      if (!cb_area_within (entry->area.code, within))
        continue;
      if (strcmp (name, entry->area.name) == 0)
        match_add (match, entry);
      else if (entry->brief != NULL && strcmp (name, entry->brief) == 0)
        match_add (&brief, entry);
    }
  if (match->found == NULL)
    *match = brief;
  if (match->found != NULL)
    return;

  for (guint i = 0; i < areas->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (areas->entries, i);
      const char *rest = NULL;

      if (!cb_area_within (entry->area.code, within) || strcmp (entry->area.code, within) == 0)
        continue;
      if (g_str_has_prefix (name, entry->area.name))
        rest = name + strlen (entry->area.name);
      else if (entry->brief != NULL && g_str_has_prefix (name, entry->brief))
        rest = name + strlen (entry->brief);
      if (rest != NULL && *rest != '\0')
        {
          Match below = { 0 };

          match_name (areas, rest, entry->area.code, &below);
          if (below.found != NULL && below.found != entry)
            match_add (match, below.found);
          match->ambiguous |= below.ambiguous;
        }
    }
}

const CbArea *
cb_areas_match (CbAreas    *areas,
                const char *name,
                const char *within)
{
  static const char *const provinces[] = { "四川省", "四川" };
  static const char *const office = "办事处";
  g_autofree char *folded = NULL;
  g_autofree char *scope = NULL;
  const char *rest;
  Match match = { 0 };

  g_return_val_if_fail (areas != NULL, NULL);

  if (name == NULL)
    return NULL;
  folded = cb_text_fold (name);
  rest = folded;
  for (guint i = 0; i < G_N_ELEMENTS (provinces); i++)
    if (g_str_has_prefix (rest, provinces[i]))
      {
        rest += strlen (provinces[i]);
        break;
      }
  /* 东坝街道办事处 is the office of 东坝街道. */
  if (g_str_has_suffix (rest, "街道办事处"))
    folded[strlen (folded) - strlen (office)] = '\0';
  if (*rest == '\0' || strlen (rest) > 200)
    return NULL;

  scope = within != NULL ? g_strndup (within, code_len (within)) : g_strdup ("");
  match_name (areas, rest, scope, &match);

  return match.found != NULL && !match.ambiguous ? &match.found->area : NULL;
}

GPtrArray *
cb_areas_children (CbAreas    *areas,
                   const char *code)
{
  GPtrArray *children = g_ptr_array_new ();
  gsize len = code != NULL ? code_len (code) : 0;

  g_return_val_if_fail (areas != NULL, children);

  for (guint i = 0; i < areas->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (areas->entries, i);
      const char *parent = entry->area.parent;

      if (len == 0 ? g_hash_table_contains (areas->by_code, parent)
                   : strlen (parent) != len || strncmp (parent, code, len) != 0)
        continue;
      g_ptr_array_add (children, (gpointer) &entry->area);
    }

  return children;
}

gboolean
cb_area_within (const char *code,
                const char *within)
{
  g_return_val_if_fail (code != NULL && within != NULL, FALSE);

  return strncmp (code, within, code_len (within)) == 0;
}

char *
cb_areas_path (CbAreas    *areas,
               const char *code)
{
  GString *path = g_string_new (NULL);
  const CbArea *area = NULL;

  g_return_val_if_fail (areas != NULL, g_string_free (path, FALSE));

  /* A village that is not in the list is in its township. */
  if (code != NULL && is_code (code))
    for (gsize len = code_len (code); area == NULL && len >= 2; len--)
      {
        g_autofree char *prefix = g_strndup (code, len);

        area = cb_areas_find (areas, prefix);
      }
  for (; area != NULL; area = cb_areas_find (areas, area->parent))
    {
      /* From the county down; the prefecture goes without saying. */
      if (path->len > 0 && strlen (area->code) < 6)
        break;
      if (path->len > 0)
        g_string_prepend_c (path, ' ');
      g_string_prepend (path, area->name);
    }

  return g_string_free (path, FALSE);
}
