/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <string.h>

/* Nothing finds the records of a person but reading them: so many of a desk and no more, which is months of its work. */
#define SEARCHED 20000

/* Whether @r is of the save that was met last, which then has one record more. */
static gboolean
is_more (GArray         *trail,
         guint           from,
         const CbRecord *r,
         guint64         first)
{
  if (trail->len == from || first != r->first)
    return FALSE;
  g_array_index (trail, CbTrace, trail->len - 1).records++;

  return TRUE;
}

static gboolean
add_desk (CbDb        *db,
          gint64       desk,
          const CbUid *person,    /* NULL: anybody */
          guint        max,
          GArray      *trail,
          GError     **error)
{
  /* Past a fork of the chain nobody can say which branch is meant. */
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT header, NULL, NULL FROM record WHERE desk = ?1 AND status <> ?2 ORDER BY seq DESC LIMIT ?3",
                                        error);
  g_auto (CbRecord) r = { 0 };
  const guint from = trail->len;
  guint64 first = 0;
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, CB_STATUS_CLONE);
  cb_stmt_bind_int (s, 3, SEARCHED);
  cb_record_init (&r);
  while ((rc = cb_store_next (s, &r, error)) == 1)
    {
      CbTrace trace = { r.ref, { 0 }, r.hlc, r.actor, (CbKind) r.kind, r.type == CB_RECORD_EVENT ? r.event : 0, 1 };

      if ((person != NULL && !cb_uid_equal (&r.actor, person)) || is_more (trail, from, &r, first))
        continue;
      if (trail->len - from == max)
        break;
      memcpy (trace.hash, r.hash, 32);
      g_array_append_val (trail, trace);
      first = r.first;
    }

  return rc >= 0;
}

static int
newest_first (gconstpointer pa,
              gconstpointer pb)
{
  const CbTrace *a = pa, *b = pb;

  if (a->hlc != b->hlc)
    return a->hlc > b->hlc ? -1 : 1;
  if (!cb_uid_equal (&a->last.desk, &b->last.desk))
    return cb_uid_compare (&a->last.desk, &b->last.desk);

  return a->last.seq > b->last.seq ? -1 : a->last.seq < b->last.seq;
}

GArray *
cb_journal_trail (CbDb        *db,
                  const CbUid *person_or_desk,
                  guint        max,
                  GError     **error)
{
  g_autoptr (GArray) trail = g_array_new (FALSE, FALSE, sizeof (CbTrace));
  g_autoptr (CbAuthority) a = cb_authority_load (db, error);
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT no, uid FROM desk ORDER BY no", error);
  const CbUid *person;
  int rc;

  if (a == NULL || s == NULL)
    return NULL;
  person = cb_authority_person (a, person_or_desk) != NULL ? person_or_desk : NULL;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      const CbUid uid = cb_stmt_get_uid (s, 1);

      if ((person != NULL || cb_uid_equal (&uid, person_or_desk)) && !add_desk (db, cb_stmt_get_int (s, 0), person, max, trail, error))
        return NULL;
    }
  if (rc < 0)
    return NULL;
  g_array_sort (trail, newest_first);
  if (trail->len > max)
    g_array_set_size (trail, max);

  return g_steal_pointer (&trail);
}
