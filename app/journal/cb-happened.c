/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

static void
happened_free (gpointer p)
{
  CbHappened *h = p;

  g_clear_pointer (&h->data, g_bytes_unref);
  g_free (h);
}

static gboolean
add_records (CbDb      *db,
             gint64     desk,
             guint64    seq,
             CbEvent    event,
             GPtrArray *found,
             GError   **error)
{
  g_autoptr (CbStmt) s = cb_store_find (db, desk, seq, error);
  g_auto (CbRecord) r = { 0 };
  int rc;

  if (s == NULL)
    return FALSE;
  cb_record_init (&r);
  while ((rc = cb_store_next (s, &r, error)) == 1)
    {
      CbHappened *h;

      if (r.type != CB_RECORD_EVENT || r.event != event)
        continue;   /* the other branch of a cloned desk */
      h = g_new0 (CbHappened, 1);
      h->ref = r.ref;
      h->hlc = r.hlc;
      h->actor = r.actor;
      h->entity = r.entity;
      h->kind = (CbKind) r.kind;
      h->data = r.content != NULL ? g_bytes_new (r.content, r.content_len) : NULL;
      g_ptr_array_add (found, h);
    }

  return rc == 0;
}

GPtrArray *
cb_journal_happened (CbDb        *db,
                     CbEvent      event,
                     const CbUid *entity,
                     GError     **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (happened_free);
  g_autoptr (CbStmt) s = cb_db_prepare (db, entity != NULL ? "SELECT desk, seq FROM event WHERE event = ?1 AND entity = ?2"
                                                           : "SELECT desk, seq FROM event WHERE event = ?1", error);
  int rc;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_int (s, 1, event);
  if (entity != NULL)
    cb_stmt_bind_uid (s, 2, entity);
  while ((rc = cb_stmt_step (s, error)) == 1)
    if (!add_records (db, cb_stmt_get_int (s, 0), (guint64) cb_stmt_get_int (s, 1), event, found, error))
      return NULL;

  return rc == 0 ? g_steal_pointer (&found) : NULL;
}
