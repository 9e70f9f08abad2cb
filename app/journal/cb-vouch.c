/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-vouch.h"

#include "cb-journal-private.h"

/* Fewer are not worth a thread. */
#define WORTH 8
#define HELPERS_MAX 3

enum { OPEN, TAKEN, DONE };

typedef struct { gint state; GError *fault; } Slot;

struct _CbVouch
{
  GPtrArray   *changesets;
  CbAuthority *newest;
  Slot        *slots;
  gint         next;        /* for the helpers */
  gint         stop;
  GMutex       lock;
  GCond        done;
  GThread     *helpers[HELPERS_MAX];
};

gboolean
cb_changeset_vouched (const CbChangeset *cs,
                      CbAuthority       *newest,
                      GError           **error)
{
  const CbRecord *first = &cs->records[0], *last = &cs->records[cs->n - 1];
  CbAuthority *at = cb_authority_at (newest, first->auth);
  const CbDeskCert *desk = cb_authority_desk (at, &first->ref.desk);

  if (desk == NULL)
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, &first->ref, "the desk is not enrolled");
  if (!cb_changeset_verify (&first->realm, &first->ref.desk, first->ref.seq, last->ref.seq, last->hash, cs->sig, desk->sign_pk))
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, &first->ref, "the desk's signature does not verify");
  for (guint i = 0; i < cs->n; i++)
    {
      const CbRecord *r = &cs->records[i];
      const CbPerson *person = r->sig != NULL ? cb_authority_person (at, &r->actor) : NULL;

      if (person != NULL && !cb_record_person_verify (r, person->sign_pk))
        return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, &r->ref, "the person's signature does not verify");
    }

  return TRUE;
}

/* Whoever changes a slot from open to taken does the work. */
static gboolean
take (CbVouch *vouch,
      guint    i)
{
  return g_atomic_int_compare_and_exchange (&vouch->slots[i].state, OPEN, TAKEN);
}

static void
work (CbVouch *vouch,
      guint    i)
{
  const CbChangeset *cs = g_ptr_array_index (vouch->changesets, i);

  if (cb_authority_at (vouch->newest, cs->records[0].auth) != NULL)
    cb_changeset_vouched (cs, vouch->newest, &vouch->slots[i].fault);
}

static gpointer
help (gpointer data)
{
  CbVouch *vouch = data;
  guint i;

  while (!g_atomic_int_get (&vouch->stop) && (i = (guint) g_atomic_int_add (&vouch->next, 1)) < vouch->changesets->len)
    {
      if (!take (vouch, i))
        continue;
      work (vouch, i);
      g_mutex_lock (&vouch->lock);
      g_atomic_int_set (&vouch->slots[i].state, DONE);
      g_cond_broadcast (&vouch->done);
      g_mutex_unlock (&vouch->lock);
    }

  return NULL;
}

CbVouch *
cb_vouch_new (GPtrArray   *changesets,
              CbAuthority *newest)
{
  CbVouch *vouch = g_new0 (CbVouch, 1);
  guint helpers = changesets->len >= WORTH ? MIN (g_get_num_processors () - 1, HELPERS_MAX) : 0;

  vouch->changesets = changesets;
  vouch->newest = newest;
  vouch->slots = g_new0 (Slot, changesets->len);
  g_mutex_init (&vouch->lock);
  g_cond_init (&vouch->done);
  for (guint i = 0; i < helpers; i++)
    vouch->helpers[i] = g_thread_try_new ("vouch", help, vouch, NULL);

  return vouch;
}

void
cb_vouch_free (CbVouch *vouch)
{
  if (vouch == NULL)
    return;
  g_atomic_int_set (&vouch->stop, TRUE);
  for (guint i = 0; i < HELPERS_MAX; i++)
    g_clear_pointer (&vouch->helpers[i], g_thread_join);
  for (guint i = 0; i < vouch->changesets->len; i++)
    g_clear_error (&vouch->slots[i].fault);
  g_free (vouch->slots);
  g_mutex_clear (&vouch->lock);
  g_cond_clear (&vouch->done);
  g_free (vouch);
}

gboolean
cb_vouch_check (CbVouch *vouch,
                guint    i,
                GError **error)
{
  Slot *slot = &vouch->slots[i];

  if (take (vouch, i))
    {
      work (vouch, i);
      g_atomic_int_set (&slot->state, DONE);
    }
  else if (g_atomic_int_get (&slot->state) != DONE)
    {
      g_mutex_lock (&vouch->lock);
      while (g_atomic_int_get (&slot->state) != DONE)
        g_cond_wait (&vouch->done, &vouch->lock);
      g_mutex_unlock (&vouch->lock);
    }
  if (slot->fault == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (slot->fault));

  return FALSE;
}
