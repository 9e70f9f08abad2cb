/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <sodium.h>
#include <string.h>

/* ------- digest ------- */

void
cb_digest_add (guint8       digest[32],
               const guint8 item[32])
{
  sodium_add (digest, item, 32);
}

static void
digest_take (guint8       digest[32],
             const guint8 item[32])
{
  sodium_sub (digest, item, 32);
}

void
cb_digest_entity (const CbUid  *uid,
                  guint         kind,
                  gconstpointer state,
                  gsize         len,
                  guint8        item[32])
{
  static const guint8 personal[16] = "cb/state/v1";
  crypto_generichash_blake2b_state h;
  guint8 head[18];

  memcpy (head, uid->b, 16);
  head[16] = (guint8) (kind >> 8);
  head[17] = (guint8) kind;
  crypto_generichash_blake2b_init_salt_personal (&h, NULL, 0, 32, NULL, personal);
  crypto_generichash_blake2b_update (&h, head, sizeof head);
  crypto_generichash_blake2b_update (&h, state, len);
  crypto_generichash_blake2b_final (&h, item, 32);
}

void
cb_digest_event (const guint8 hash[32],
                 guint8       item[32])
{
  static const guint8 personal[16] = "cb/event/v1";

  crypto_generichash_blake2b_salt_personal (item, 32, hash, 32, NULL, 0, NULL, personal);
}

/* ------- one record ------- */

/* @known: it may be there already. */
static gboolean
store_entity (CbDb           *db,
              const CbEntity *e,
              GBytes         *state,
              gboolean        known,
              GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, known ? "INSERT INTO entity (uid, kind, parent, state) VALUES (?1, ?2, ?3, ?4)"
                                                    " ON CONFLICT (uid) DO UPDATE SET kind = excluded.kind,"
                                                    " parent = excluded.parent, state = excluded.state"
                                                  : "INSERT INTO entity (uid, kind, parent, state) VALUES (?1, ?2, ?3, ?4)"
                                                    " ON CONFLICT (uid) DO NOTHING", error);
  CbUid parent = cb_entity_parent (e);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
  cb_stmt_bind_int (s, 2, cb_entity_kind (e));
  if (cb_uid_is_none (&parent))
    cb_stmt_bind_null (s, 3);
  else
    cb_stmt_bind_uid (s, 3, &parent);
  cb_stmt_bind_bytes (s, 4, state);

  return cb_stmt_run (s, error);
}

/*
 * What a record replaces, and what those of them that do not count had replaced in their turn: who wrote last had seen it all, even
 * if somebody in between was not entitled.  @replaced: of CbPred, may be appended to while it is walked.
 */
static gboolean
replace_through (CbProjection *p,
                 GArray       *replaced,
                 guint         at,
                 GError      **error)
{
  const CbPred pred = g_array_index (replaced, CbPred, at);
  CbDb *source = p->source != NULL ? p->source : p->db;
  guint len = replaced->len;
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  CbDeskRow desk;
  int rc;

  if (!cb_store_desk (source, &pred.ref.desk, FALSE, &desk, error))
    return FALSE;
  s = cb_db_prepare (source, "SELECT header, body, sig, status FROM record WHERE desk = ?1 AND seq = ?2", error);
  if (s == NULL)
    return FALSE;
  cb_record_init (&r);
  cb_stmt_bind_int (s, 1, desk.no);
  cb_stmt_bind_int (s, 2, (gint64) pred.ref.seq);
  while ((rc = cb_store_next (s, &r, error)) == 1)
    {
      if (cb_stmt_get_int (s, 3) == CB_STATUS_APPLIED)
        {
          g_array_set_size (replaced, len);   /* it counts, or counted until something replaced it */
          return TRUE;
        }
      for (guint i = 0; i < r.preds->len; i++)
        {
          CbPred further = g_array_index (r.preds, CbPred, i);
          gboolean known = FALSE;

          for (guint k = 0; k < replaced->len && !known; k++)
            known = g_array_index (replaced, CbPred, k).field == further.field
                    && cb_ref_equal (&g_array_index (replaced, CbPred, k).ref, &further.ref);
          if (further.field == pred.field && !known)
            g_array_append_val (replaced, further);
        }
    }

  return rc == 0;
}

static gboolean
apply_facts (CbProjection   *p,
             CbEntity       *e,
             const CbRecord *r,
             GError        **error)
{
  g_autoptr (GArray) replaced = NULL;

  for (guint i = 0; i < (replaced != NULL ? replaced : r->preds)->len; i++)
    {
      const CbPred *pred = &g_array_index (replaced != NULL ? replaced : r->preds, CbPred, i);

      if (cb_entity_has (e, pred->field, &pred->ref))
        continue;
      if (replaced == NULL)
        replaced = g_array_copy (r->preds);
      if (!replace_through (p, replaced, i, error))
        return FALSE;
    }
  if (!cb_entity_apply (e, &r->ref, r->hlc, &r->actor, (CbKind) r->kind, (const CbPred *) (replaced != NULL ? replaced : r->preds)->data,
                        (replaced != NULL ? replaced : r->preds)->len, r->content, r->content_len))
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_RECORD, &r->ref, "holds facts that are not of the form");

  return TRUE;
}

static gboolean
tell_projectors (CbProjection   *p,
                 const CbEntity *before,
                 const CbEntity *after,
                 GError        **error)
{
  const GPtrArray *projectors = cb_journal_projectors ();

  for (guint i = 0; projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (projectors, i);

      if (projector->entity != NULL && !projector->entity (p->db, before, after, projector->data, error))
        return FALSE;
    }

  return TRUE;
}

/* Encodes, stores and adds to the digest. */
static gboolean
put_entity (CbProjection   *p,
            const CbEntity *e,
            gboolean        known,
            gboolean       *stored,
            GError        **error)
{
  g_autoptr (GBytes) state = cb_entity_encode (e);
  guint8 item[32];

  if (!store_entity (p->db, e, state, known, error))
    return FALSE;
  *stored = known || cb_db_changes (p->db) == 1;
  if (*stored)
    {
      cb_digest_entity (cb_entity_uid (e), cb_entity_kind (e), g_bytes_get_data (state, NULL), g_bytes_get_size (state), item);
      cb_digest_add (p->book.digest, item);
    }

  return TRUE;
}

/* What replaces nothing is mostly new: it is written without looking first. */
static gboolean
project_new (CbProjection   *p,
             const CbRecord *r,
             gboolean       *stored,
             GError        **error)
{
  g_autoptr (CbEntity) e = cb_entity_new (&r->entity, (CbKind) r->kind);

  return apply_facts (p, e, r, error) && put_entity (p, e, FALSE, stored, error)
         && (!*stored || tell_projectors (p, NULL, e, error));
}

static gboolean
project_facts (CbProjection   *p,
               const CbRecord *r,
               GError        **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_autoptr (CbEntity) before = NULL;
  g_autoptr (CbEntity) after = NULL;
  gboolean stored = FALSE;
  guint8 item[32];
  int rc;

  if (r->preds->len == 0 && !project_new (p, r, &stored, error))
    return FALSE;
  if (stored)
    return TRUE;
  s = cb_db_prepare (p->db, "SELECT kind, state FROM entity WHERE uid = ?1", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &r->entity);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  if (rc == 1)
    {
      gsize len;
      const guint8 *old = cb_stmt_get_blob (s, 1, &len);
      guint kind = (guint) cb_stmt_get_int (s, 0);

      after = cb_entity_decode (&r->entity, (CbKind) kind, old, len);
      if (after == NULL)
        return cb_journal_fail_at (error, CB_JOURNAL_ERROR_DIGEST, &r->ref, "changes a stored state that is not of the form");
      cb_digest_entity (&r->entity, kind, old, len, item);
      digest_take (p->book.digest, item);
      if (cb_journal_projectors () != NULL)
        before = cb_entity_copy (after);
      cb_stmt_reset (s);
    }
  else
    {
      after = cb_entity_new (&r->entity, (CbKind) r->kind);
    }

  return apply_facts (p, after, r, error) && put_entity (p, after, TRUE, &stored, error) && tell_projectors (p, before, after, error);
}

static gboolean
project_event (CbProjection   *p,
               const CbRecord *r,
               gint64          desk,
               GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (p->db, "INSERT INTO event (entity, desk, seq, event, actor) VALUES (?1, ?2, ?3, ?4, ?5)", error);
  const GPtrArray *projectors = cb_journal_projectors ();
  gboolean empty = cb_record_says_nothing (r);
  CbEventRecord record = {
    .ref = r->ref, .hlc = r->hlc, .actor = r->actor, .entity = r->entity, .kind = (CbKind) r->kind, .event = (CbEvent) r->event,
    .area = r->area, .amount = r->amount, .data = empty ? NULL : r->content, .data_len = empty ? 0 : r->content_len,
  };
  guint8 item[32];

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &r->entity);
  cb_stmt_bind_int (s, 2, desk);
  cb_stmt_bind_int (s, 3, (gint64) r->ref.seq);
  cb_stmt_bind_int (s, 4, r->event);
  cb_stmt_bind_uid (s, 5, &r->actor);
  if (!cb_stmt_run (s, error))
    return FALSE;
  cb_digest_event (r->hash, item);
  cb_digest_add (p->book.digest, item);
  for (guint i = 0; projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (projectors, i);

      if (projector->event != NULL && !projector->event (p->db, &record, projector->data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cb_project_record (CbProjection   *p,
                   const CbRecord *r,
                   gint64          desk,
                   GError        **error)
{
  return r->type == CB_RECORD_FACTS ? project_facts (p, r, error) : project_event (p, r, desk, error);
}

/* ------- all of them ------- */

gboolean
cb_project_reset (CbDb    *db,
                  CbBook  *book,
                  GError **error)
{
  const GPtrArray *projectors = cb_journal_projectors ();

  memset (book->digest, 0, 32);
  if (!cb_db_exec (db, "DELETE FROM entity; DELETE FROM event;", error))
    return FALSE;
  for (guint i = 0; projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (projectors, i);

      if (projector->reset != NULL && !projector->reset (db, projector->data, error))
        return FALSE;
    }

  return TRUE;
}

typedef struct { guint64 lam; guint64 seq; gint64 desk; guint rank; } Key;

static int
compare_keys (gconstpointer pa,
              gconstpointer pb)
{
  const Key *a = pa, *b = pb;

  if (a->lam != b->lam)
    return a->lam < b->lam ? -1 : 1;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;

  return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* By causal height, then desk, then number: what a record names always comes before it, and the order is the same on every desk. */
static GArray *
collect_keys (CbDb    *from,
              GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (Key));
  g_autoptr (GHashTable) ranks = g_hash_table_new (NULL, NULL);
  g_autoptr (CbStmt) desks = cb_db_prepare (from, "SELECT no FROM desk ORDER BY uid", error);
  g_autoptr (CbStmt) s = cb_db_prepare (from, "SELECT lam, seq, desk FROM record WHERE status = 0", error);
  guint rank = 0;
  int rc;

  if (desks == NULL || s == NULL)
    return NULL;
  while ((rc = cb_stmt_step (desks, error)) == 1)
    g_hash_table_insert (ranks, GSIZE_TO_POINTER ((gsize) cb_stmt_get_int (desks, 0)), GUINT_TO_POINTER (rank++));
  while (rc == 0 && (rc = cb_stmt_step (s, error)) == 1)
    {
      Key key = { (guint64) cb_stmt_get_int (s, 0), (guint64) cb_stmt_get_int (s, 1), cb_stmt_get_int (s, 2), 0 };

      key.rank = GPOINTER_TO_UINT (g_hash_table_lookup (ranks, GSIZE_TO_POINTER ((gsize) key.desk)));
      g_array_append_val (keys, key);
      rc = 0;
    }
  if (rc < 0)
    return NULL;
  if (keys->len > 1)
    qsort (keys->data, keys->len, sizeof (Key), compare_keys);

  return g_steal_pointer (&keys);
}

gboolean
cb_project_all (CbProjection *p,
                CbDb         *from,
                void        (*progress) (gdouble, gpointer),
                gpointer      data,
                GError      **error)
{
  g_autoptr (GArray) keys = collect_keys (from, error);
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };

  if (keys == NULL)
    return FALSE;
  s = cb_db_prepare (from, "SELECT header, body, sig FROM record WHERE desk = ?1 AND seq = ?2 AND status = 0", error);
  if (s == NULL)
    return FALSE;
  cb_record_init (&r);
  for (guint i = 0; i < keys->len; i++)
    {
      const Key *key = &g_array_index (keys, Key, i);
      int rc;

      cb_stmt_bind_int (s, 1, key->desk);
      cb_stmt_bind_int (s, 2, (gint64) key->seq);
      rc = cb_store_next (s, &r, error);
      if (rc == 1 && p->compare && r.has_digest && p->differs.seq == 0 && memcmp (r.digest, p->book.digest, 32) != 0)
        p->differs = r.ref;
      if (rc < 0 || (rc == 1 && !cb_project_record (p, &r, key->desk, error)))
        return FALSE;
      cb_stmt_reset (s);
      if (progress != NULL && i % 1024 == 0)
        progress ((gdouble) i / keys->len, data);
    }

  return TRUE;
}

gboolean
cb_journal_rebuild (CbDb    *db,
                    GError **error)
{
  CbProjection p = { .db = db };

  return cb_book_load (db, &p.book, error) && cb_project_reset (db, &p.book, error)
         && cb_project_all (&p, db, NULL, NULL, error) && cb_book_save (db, &p.book, error);
}

gboolean
cb_journal_is_stale (CbDb     *db,
                     gboolean *stale,
                     GError  **error)
{
  const GPtrArray *all = cb_journal_projectors ();

  *stale = FALSE;
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (all, i);
      g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT version FROM projector WHERE name = ?1", error);
      int rc;

      if (s == NULL)
        return FALSE;
      cb_stmt_bind_text (s, 1, projector->name);
      rc = cb_stmt_step (s, error);
      if (rc < 0)
        return FALSE;
      *stale |= rc == 0 || cb_stmt_get_int (s, 0) != projector->version;
    }

  return TRUE;
}

gboolean
cb_journal_refresh (CbDb    *db,
                    GError **error)
{
  const GPtrArray *all = cb_journal_projectors ();
  gboolean stale;

  if (!cb_journal_is_stale (db, &stale, error))
    return FALSE;
  if (!stale)
    return TRUE;
  if (!cb_journal_rebuild (db, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (all, i);
      g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT OR REPLACE INTO projector (name, version) VALUES (?1, ?2)", error);

      if (s == NULL)
        return FALSE;
      cb_stmt_bind_text (s, 1, projector->name);
      cb_stmt_bind_int (s, 2, projector->version);
      if (!cb_stmt_run (s, error))
        return FALSE;
    }

  return TRUE;
}

/* ------- judging anew ------- */

typedef struct { gint64 desk; guint64 seq; guint8 hash[32]; guint status, why; } Change;

static gboolean
judge_desk (CbRights        *rights,
            CbDb            *db,
            const CbDeskRow *desk,
            GArray          *changes,
            GError         **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT header, body, sig, status, why FROM record WHERE desk = ?1", error);
  g_auto (CbRecord) r = { 0 };
  int rc;

  if (s == NULL)
    return FALSE;
  cb_record_init (&r);
  cb_stmt_bind_int (s, 1, desk->no);
  while ((rc = cb_store_next (s, &r, error)) == 1)
    {
      Change c = { desk->no, r.ref.seq };
      CbStatus status;

      if (!cb_rights_judge (rights, &r, desk, &status, &c.why, error))
        return FALSE;
      if ((gint64) status == cb_stmt_get_int (s, 3) && (gint64) c.why == cb_stmt_get_int (s, 4))
        continue;
      c.status = status;
      memcpy (c.hash, r.hash, 32);
      g_array_append_val (changes, c);
    }

  return rc == 0;
}

static gboolean
write_changes (CbDb    *db,
               GArray  *changes,
               GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "UPDATE record SET status = ?4, why = ?5 WHERE desk = ?1 AND seq = ?2 AND hash = ?3", error);

  if (s == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *c = &g_array_index (changes, Change, i);

      cb_stmt_bind_int (s, 1, c->desk);
      cb_stmt_bind_int (s, 2, (gint64) c->seq);
      cb_stmt_bind_blob (s, 3, c->hash, 32);
      cb_stmt_bind_int (s, 4, c->status);
      cb_stmt_bind_int (s, 5, c->why);
      if (!cb_stmt_run (s, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cb_journal_recheck (CbDb    *db,
                    gboolean always,
                    GError **error)
{
  g_autoptr (CbAuthority) newest = cb_authority_load (db, error);
  g_autoptr (CbRights) rights = NULL;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GArray) desks = g_array_new (FALSE, FALSE, sizeof (CbDeskRow));
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT no, uid, clone FROM desk", error);
  int rc;

  if (newest == NULL || s == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbDeskRow row = { cb_stmt_get_int (s, 0), cb_stmt_get_uid (s, 1), (guint64) cb_stmt_get_int (s, 2) };

      g_array_append_val (desks, row);
    }
  if (rc < 0)
    return FALSE;
  rights = cb_rights_new (db, newest);
  for (guint i = 0; i < desks->len; i++)
    if (!judge_desk (rights, db, &g_array_index (desks, CbDeskRow, i), changes, error))
      return FALSE;
  if (changes->len == 0 && !always)
    return TRUE;

  return write_changes (db, changes, error) && cb_journal_rebuild (db, error);
}
