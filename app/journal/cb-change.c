/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-change-private.h"

#include <string.h>

static void
write_clear (gpointer p)
{
  CbWrite *write = p;

  cb_value_clear (&write->value);
  g_clear_pointer (&write->seen, g_array_unref);
}

static void
facts_free (gpointer p)
{
  CbFacts *facts = p;

  g_array_unref (facts->writes);
  g_clear_pointer (&facts->before, cb_entity_free);
  g_free (facts);
}

static void
happening_free (gpointer p)
{
  CbHappening *event = p;

  g_free (event->area);
  g_array_unref (event->basis);
  g_clear_pointer (&event->data, g_bytes_unref);
  g_free (event);
}

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

CbChange *
cb_change_new (const CbActor *actor)
{
  CbChange *change = g_new0 (CbChange, 1);

  change->actor = *actor;
  change->facts = g_ptr_array_new_with_free_func (facts_free);
  change->by_uid = g_hash_table_new (cb_uid_hash, uid_equal);
  change->events = g_ptr_array_new_with_free_func (happening_free);

  return change;
}

void
cb_change_free (CbChange *change)
{
  if (change == NULL)
    return;
  g_hash_table_unref (change->by_uid);
  g_ptr_array_unref (change->facts);
  g_ptr_array_unref (change->events);
  g_free (change);
}

CbFacts *
cb_change_find (const CbChange *change,
                const CbUid    *entity)
{
  return g_hash_table_lookup (change->by_uid, entity);
}

const CbWrite *
cb_facts_find (const CbFacts *facts,
               guint          field)
{
  for (guint i = 0; i < facts->writes->len; i++)
    if (g_array_index (facts->writes, CbWrite, i).field == field)
      return &g_array_index (facts->writes, CbWrite, i);

  return NULL;
}

void
cb_change_set (CbChange      *change,
               const CbUid   *entity,
               CbKind         kind,
               guint          field,
               const CbValue *value,
               const CbHead  *seen,
               guint          n_seen,
               gboolean       seen_all)
{
  CbFacts *facts = cb_change_find (change, entity);
  CbWrite write = { .field = field, .seen_all = seen_all };
  guint at = 0;

  if (facts == NULL)
    {
      facts = g_new0 (CbFacts, 1);
      facts->entity = *entity;
      facts->kind = kind;
      g_hash_table_insert (change->by_uid, &facts->entity, facts);
      facts->writes = g_array_new (FALSE, FALSE, sizeof (CbWrite));
      g_array_set_clear_func (facts->writes, write_clear);
      /* Households first: what is written of their members may then name the record that places them. */
      g_ptr_array_insert (change->facts, kind == CB_KIND_HOUSEHOLD ? (int) change->n_households++ : -1, facts);
    }
  cb_value_copy (value, &write.value);
  write.seen = g_array_new (FALSE, FALSE, sizeof (CbRef));
  for (guint i = 0; i < n_seen; i++)
    g_array_append_val (write.seen, seen[i].ref);
  while (at < facts->writes->len && g_array_index (facts->writes, CbWrite, at).field < field)
    at++;
  if (at < facts->writes->len && g_array_index (facts->writes, CbWrite, at).field == field)
    g_array_remove_index (facts->writes, at);   /* set twice in one change: the last stands */
  g_array_insert_val (facts->writes, at, write);
}

static int
compare_refs (gconstpointer a,
              gconstpointer b)
{
  return cb_ref_compare (a, b);
}

void
cb_refs_sort (GArray *refs)
{
  g_array_sort (refs, compare_refs);
  for (guint i = refs->len; i-- > 1;)
    if (cb_ref_equal (&g_array_index (refs, CbRef, i), &g_array_index (refs, CbRef, i - 1)))
      g_array_remove_index (refs, i);
}

void
cb_change_event (CbChange    *change,
                 const CbUid *entity,
                 CbKind       kind,
                 CbEvent      event,
                 const char  *area,
                 CbMoney      amount,
                 const CbRef *basis,
                 guint        n_basis,
                 GBytes      *data)
{
  CbHappening *happening = g_new0 (CbHappening, 1);

  happening->entity = *entity;
  happening->kind = kind;
  happening->event = event;
  happening->area = g_strdup (area);
  happening->amount = amount;
  happening->basis = g_array_new (FALSE, FALSE, sizeof (CbRef));
  g_array_append_vals (happening->basis, basis, n_basis);
  cb_refs_sort (happening->basis);
  happening->data = data != NULL ? g_bytes_ref (data) : NULL;
  g_ptr_array_add (change->events, happening);
}
