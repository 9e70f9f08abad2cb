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
