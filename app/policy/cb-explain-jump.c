/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-explain-private.h"

/* To which fact a line of the worksheet leads.  Most lines rest on several: the one that tells most is taken. */

/* Where the fact stands, the nearest with the smallest number. */
enum {
  NEAR   = 0,        /* in the formula itself, or beneath it where no line is shown */
  FAR    = 1 << 0,   /* beneath another line */
  ASKED  = 1 << 1,   /* in a condition of what makes the number */
  PASSED = 1 << 2,   /* in a row that was not taken, or only to choose among the words of a parameter */
};

typedef struct {
  CbNode  *fact;       /* NULL: none */
  int      place;
  gboolean lacking, entered, money;
  CbWide   size;
} Choice;

static gboolean
better (const Choice *a,
        const Choice *b)
{
  if (a->fact == NULL || b->fact == NULL)
    return a->fact != NULL && b->fact == NULL;
  if (a->lacking != b->lacking)
    return a->lacking;
  if (a->entered != b->entered)
    return a->entered;
  if (a->place != b->place)
    return a->place < b->place;
  if (a->money != b->money)
    return a->money;
  return a->size > b->size;
}

static void
take (Choice       *best,
      const Choice *other)
{
  if (better (other, best))
    *best = *other;
}

static Choice
choice_of (CbResult *r,
           CbNode   *fact,
           int       place)
{
  Choice c = { .fact = fact, .place = place, .lacking = !fact->pub.known };
  gint64 entered;

  c.entered = cb_facts_get (r->facts, fact->pub.name, fact->pub.index, &entered);
  c.money = fact->type.kind == CB_TYPE_NUMBER && fact->type.money == 1;
  if (c.money && fact->pub.known)
    c.size = fact->number.num < 0 ? -fact->number.num : fact->number.num;
  return c;
}

typedef struct { CbResult *r; GHashTable *known; gboolean lacks; } Search;

static void
look (const Search *s,
      CbNode       *node,
      int           place,
      int           depth,
      Choice       *best)
{
  if (depth > 60)
    return;
  if (node->pub.kind == CB_TRACE_FACT)
    {
      const Choice c = choice_of (s->r, node, place);

      if (s->lacks || !c.lacking)
        take (best, &c);
      return;
    }
  if (node->pub.kind == CB_TRACE_VALUE && depth > 0)
    {
      const Choice *found = g_hash_table_lookup (s->known, node);

      if (found != NULL)
        {
          Choice c = *found;

          c.place |= place | (node->value->show == 0 ? FAR : NEAR);
          /* What is lacking there matters here only when this is not known either. */
          c.lacking = c.lacking && s->lacks;
          take (best, &c);
        }
      return;
    }
  if (node->pub.kind == CB_TRACE_PARAM || (node->pub.kind == CB_TRACE_ROW && node->pub.known && !node->decisive))
    place |= PASSED;
  for (guint i = 0; i < node->pub.n_children; i++)
    look (s, (CbNode *) node->pub.children[i], i < node->n_main ? place : place | ASKED, depth + 1, best);
}

CbNode *
cb_explain_fact (CbResult   *r,
                 CbNode     *node,
                 GHashTable *known)
{
  const Search s = { r, known, !node->pub.known };
  Choice best = { NULL };

  /* A programme rests on all of it alike. */
  look (&s, node, node->pub.kind == CB_TRACE_VALUE ? NEAR : FAR, 0, &best);
  g_hash_table_insert (known, node, g_memdup2 (&best, sizeof best));
  return best.fact;
}
