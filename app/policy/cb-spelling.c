/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-spelling.h"

#include <string.h>

#define WORD_MOST 64

/* Letters to change, add, leave out or swap to make @b of @a. */
static guint
distance (const char *a,
          const char *b)
{
  const gsize n = strlen (a), m = strlen (b);
  guint rows[3][WORD_MOST + 1];

  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

      now[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          now[j] = MIN (MIN (before[j], now[j - 1]) + 1, before[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            now[j] = MIN (now[j], earlier[j - 2] + 1);
        }
    }
  return rows[n % 3][m];
}

const char *
cb_spelling_nearest (const char *word,
                     GPtrArray  *known)
{
  const gsize len = strlen (word);
  const guint most = len >= 8 ? 2 : 1;
  const char *best = NULL;
  guint least = most + 1;

  if (len < 3 || len > WORD_MOST)
    return NULL;
  for (guint i = 0; i < known->len; i++)
    {
      const char *other = known->pdata[i];
      guint d;

      if (strlen (other) > WORD_MOST)
        continue;
      d = g_ascii_strcasecmp (word, other) == 0 ? 0 : g_str_has_prefix (other, word) ? most : distance (word, other);
      if (d < least)
        {
          least = d;
          best = other;
        }
    }
  return best;
}

static char *
hint (const char *word,
      GPtrArray  *known)
{
  const char *near = cb_spelling_nearest (word, known);

  return near != NULL ? g_strdup_printf ("; %s was probably meant", near) : g_strdup ("");
}

static void
add_names (GPtrArray *known,
           CbPack    *pack,
           int        entity)
{
  for (guint i = 0; i < CB_ENTITY (pack, entity)->facts->len; i++)
    g_ptr_array_add (known, (char *) ((CbFactX *) CB_ENTITY (pack, entity)->facts->pdata[i])->pub.field);
  for (guint i = 0; i < pack->values->len; i++)
    {
      const CbValueX *value = pack->values->pdata[i];
      const char *dot = strchr (value->name, '.');

      if (value->entity == entity && dot != NULL)
        g_ptr_array_add (known, (char *) dot + 1);
    }
}

char *
cb_spelling_hint (CbPack     *pack,
                  int         scope,
                  const char *name)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const char *dot = strchr (name, '.');
  g_autofree char *first = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
  CbEntityX *entity = first != NULL ? g_hash_table_lookup (pack->entity_names, first) : NULL;

  if (entity != NULL)
    {
      add_names (known, pack, (int) entity->pub.index);
      return hint (dot + 1, known);
    }
  for (guint i = 0; dot != NULL && i < pack->params->len; i++)
    g_ptr_array_add (known, (char *) ((CbParamX *) pack->params->pdata[i])->pub.name);
  for (int i = scope; dot == NULL && i >= 0; i = CB_ENTITY (pack, i)->parent)
    add_names (known, pack, i);
  /* A word that lacks its quotes. */
  for (guint i = 0; dot == NULL && i < pack->choices->len; i++)
    if (g_strv_contains ((const char *const *) ((CbChoiceX *) pack->choices->pdata[i])->words, name))
      return g_strdup_printf ("; the word of a choice stands in quotes, \"%s\"", name);
  return hint (name, known);
}

char *
cb_spelling_hint_word (const CbChoiceX *choice,
                       const char      *word)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < choice->n; i++)
    g_ptr_array_add (known, (char *) choice->words[i]);
  return hint (word, known);
}

char *
cb_spelling_hint_group (CbSource   *source,
                        const char *kind,
                        const char *name)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < source->groups->len; i++)
    {
      const CbGroup *group = source->groups->pdata[i];

      if (strcmp (group->kind, kind) == 0)
        g_ptr_array_add (known, (char *) group->name);
    }
  return hint (name, known);
}
