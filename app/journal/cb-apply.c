/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"
#include "cb-vouch.h"

#include <sodium.h>
#include <string.h>

/* What waits for something else; beyond this the sender has to bring the missing part first. */
#define PENDING_MAX        20000
#define PENDING_BYTES_MAX  (256 * 1024 * 1024)

typedef struct
{
  CbDb          *db;
  CbAuthority   *newest;
  CbRights      *rights;
  CbProjection   projection;
  CbApplyReport *report;
  gint64         now;
  GHashTable    *chains;      /* CbUid → Chain: the ends that were met, so that what follows on needs no question */
  gboolean       recheck;     /* a revocation or a second branch: what counted may count no longer */
  gboolean       rebuild;     /* another version of a record that others may have replaced */
} Applying;

/* Where a desk's chain ends here; row.no is 0 for a desk nobody has heard of. */
typedef struct
{
  CbDeskRow row;
  guint64   last, lam;
  guint8    hash[32];
} Chain;

static void
applying_clear (Applying *a)
{
  g_clear_pointer (&a->chains, g_hash_table_unref);
  g_clear_pointer (&a->rights, cb_rights_free);
  g_clear_pointer (&a->newest, cb_authority_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Applying, applying_clear)

/* ------- the authority log ------- */

typedef struct { CbEntry *entry; const guint8 *sig, *bytes; gsize len; } Received;

static void
received_clear (gpointer p)
{
  cb_entry_free (((Received *) p)->entry);
}

static int
compare_received (gconstpointer a,
                  gconstpointer b)
{
  guint64 x = ((const Received *) a)->entry->seq, y = ((const Received *) b)->entry->seq;

  return x < y ? -1 : x > y;
}

static gboolean
take_entry (CbDb           *db,
            const Received *received,
            gboolean       *is_new,
            GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT hash FROM authority WHERE seq = ?1", error);
  const guint8 *hash;
  gsize len;
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, (gint64) received->entry->seq);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  *is_new = rc == 0;
  if (rc == 0)
    return cb_entry_append (db, received->bytes, received->len, received->sig, error);
  hash = cb_stmt_get_blob (s, 0, &len);
  if (len == 32 && memcmp (hash, received->entry->hash, 32) == 0)
    return TRUE;
  g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE,
                       "the authority log has two branches: somebody enrolled at two desks without exchanging first");

  return FALSE;
}

static gboolean
take_entries (Applying *a,
              GArray   *entries,
              GError  **error)
{
  g_array_sort (entries, compare_received);
  for (guint i = 0; i < entries->len; i++)
    {
      const Received *received = &g_array_index (entries, Received, i);
      gboolean is_new;

      if (!take_entry (a->db, received, &is_new, error))
        return FALSE;
      if (is_new && received->entry->kind == CB_ENTRY_REVOCATION)
        a->recheck = TRUE;
    }
  a->newest = cb_authority_load (a->db, error);

  return a->newest != NULL;
}

/* ------- one changeset ------- */

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

static Chain *
find_chain (Applying    *a,
            const CbUid *desk,
            GError     **error)
{
  g_autofree Chain *chain = NULL;
  Chain *found;

  if (a->chains == NULL)
    a->chains = g_hash_table_new_full (cb_uid_hash, uid_equal, NULL, g_free);
  found = g_hash_table_lookup (a->chains, desk);
  if (found != NULL)
    return found;
  chain = g_new0 (Chain, 1);
  if (!cb_store_desk (a->db, desk, FALSE, &chain->row, error)
      || (chain->row.no != 0 && !cb_store_last (a->db, chain->row.no, &chain->last, chain->hash, &chain->lam, error)))
    return NULL;
  found = g_steal_pointer (&chain);
  g_hash_table_insert (a->chains, &found->row.uid, found);

  return found;
}

/* A record of this number that is not higher than allowed; of one branch or another. */
static int
has_below (CbDb        *db,
           const CbRef *ref,
           guint64      lam,
           GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT 1 FROM desk d JOIN record r ON r.desk = d.no"
                                        " WHERE d.uid = ?1 AND r.seq = ?2 AND r.lam < ?3 LIMIT 1", error);

  if (s == NULL)
    return -1;
  cb_stmt_bind_uid (s, 1, &ref->desk);
  cb_stmt_bind_int (s, 2, (gint64) ref->seq);
  cb_stmt_bind_int (s, 3, (gint64) lam);

  return cb_stmt_step (s, error);
}

/* The same, or inside the changeset itself, before record @r. */
static int
has_ref (Applying          *a,
         const CbChangeset *cs,
         const CbRecord    *r,
         const CbRef       *ref,
         GError           **error)
{
  if (ref->seq >= cs->records[0].ref.seq && ref->seq < r->ref.seq && cb_uid_equal (&ref->desk, &r->ref.desk))
    return 1;

  return has_below (a->db, ref, r->lam, error);
}

static int
has_previous (Applying       *a,
              const CbRecord *first,
              GError        **error)
{
  g_autoptr (CbStmt) s = NULL;
  const Chain *chain;

  if (first->ref.seq == 1)
    return 1;
  chain = find_chain (a, &first->ref.desk, error);
  if (chain == NULL)
    return -1;
  if (chain->last + 1 < first->ref.seq)
    return 0;
  if (chain->last + 1 == first->ref.seq && memcmp (chain->hash, first->prev, 32) == 0)
    return chain->lam < first->lam;
  s = cb_db_prepare (a->db, "SELECT 1 FROM desk d JOIN record r ON r.desk = d.no"
                     " WHERE d.uid = ?1 AND r.seq = ?2 AND r.hash = ?3 AND r.lam < ?4", error);
  if (s == NULL)
    return -1;
  cb_stmt_bind_uid (s, 1, &first->ref.desk);
  cb_stmt_bind_int (s, 2, (gint64) first->ref.seq - 1);
  cb_stmt_bind_blob (s, 3, first->prev, 32);
  cb_stmt_bind_int (s, 4, (gint64) first->lam);

  return cb_stmt_step (s, error);
}

/* 1: everything the changeset builds on is here; 0: not yet; −1: could not be read. */
static int
is_ready (Applying          *a,
          const CbChangeset *cs,
          GError           **error)
{
  int rc;

  if (cb_authority_at (a->newest, cs->records[0].auth) == NULL)
    return 0;
  if ((rc = has_previous (a, &cs->records[0], error)) != 1)
    return rc;
  for (guint i = 0; i < cs->n; i++)
    {
      const CbRecord *r = &cs->records[i];

      for (guint k = 0; k < r->preds->len; k++)
        if ((rc = has_ref (a, cs, r, &g_array_index (r->preds, CbPred, k).ref, error)) != 1)
          return rc;
      for (guint k = 0; k < r->basis->len; k++)
        if ((rc = has_ref (a, cs, r, &g_array_index (r->basis, CbRef, k), error)) != 1)
          return rc;
      if (r->placed && (rc = has_ref (a, cs, r, &r->place, error)) != 1)
        return rc;
    }

  return 1;
}

/* Whether another record of this number is here already: the first such number is where the branches part. */
static gboolean
find_clone (Applying          *a,
            const CbChangeset *cs,
            Chain             *chain,
            GError           **error)
{
  g_autoptr (CbStmt) s = NULL;
  guint64 seq;
  int rc;

  if (cs->records[0].ref.seq > chain->last)
    return TRUE;
  s = cb_db_prepare (a->db, "SELECT min (seq) FROM record WHERE desk = ?1 AND seq BETWEEN ?2 AND ?3", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, chain->row.no);
  cb_stmt_bind_int (s, 2, (gint64) cs->records[0].ref.seq);
  cb_stmt_bind_int (s, 3, (gint64) cs->records[cs->n - 1].ref.seq);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  seq = rc == 1 ? (guint64) cb_stmt_get_int (s, 0) : 0;
  if (seq == 0 || (chain->row.clone != 0 && chain->row.clone <= seq))
    return TRUE;
  chain->row.clone = seq;
  a->recheck = TRUE;

  return cb_store_set_clone (a->db, chain->row.no, seq, error);
}

static gboolean
store_one (Applying       *a,
           const CbRecord *r,
           const Chain    *chain,
           GError        **error)
{
  CbBook *book = &a->projection.book;
  CbStatus status;
  guint why;

  if (!cb_rights_judge (a->rights, r, &chain->row, &status, &why, error)
      || !cb_store_record (a->db, chain->row.no, r, status, why, error)
      || (status == CB_STATUS_APPLIED && !cb_project_record (&a->projection, r, chain->row.no, error)))
    return FALSE;
  if (chain->row.clone == 0)
    cb_rights_know_record (a->rights, r);
  book->records++;
  book->lam = MAX (book->lam, r->lam);
  book->hlc = cb_hlc_receive (book->hlc, r->hlc, a->now, NULL);
  a->report->applied += status == CB_STATUS_APPLIED;
  a->report->quarantined += status == CB_STATUS_QUARANTINED;
  a->report->clones += status == CB_STATUS_CLONE;
  a->rebuild |= status == CB_STATUS_CLONE;

  return TRUE;
}

static gboolean
store_changeset (Applying          *a,
                 const CbChangeset *cs,
                 GError           **error)
{
  const CbRecord *first = &cs->records[0], *last = &cs->records[cs->n - 1];
  Chain *chain = find_chain (a, &last->ref.desk, error);

  if (chain == NULL || (chain->row.no == 0 && !cb_store_desk (a->db, &last->ref.desk, TRUE, &chain->row, error))
      || !find_clone (a, cs, chain, error))
    return FALSE;
  for (guint i = 0; i < cs->n; i++)
    if (!store_one (a, &cs->records[i], chain, error))
      return FALSE;
  if (!cb_store_changeset (a->db, chain->row.no, first->ref.seq, last->ref.seq, last->hash, cs->sig, error))
    return FALSE;
  if (first->ref.seq > chain->last)
    {
      chain->last = last->ref.seq;
      chain->lam = last->lam;
      memcpy (chain->hash, last->hash, 32);
    }
  else
    {
      g_hash_table_remove (a->chains, &last->ref.desk);   /* two ends now: ask again */
    }

  return TRUE;
}

/* ------- what waits ------- */

static void
packet_hash (GBytes *bytes,
             guint8  hash[32])
{
  gsize len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  crypto_generichash (hash, 32, data, len, NULL, 0);
}

static gboolean
hold (Applying          *a,
      const CbChangeset *cs,
      GError           **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (a->db, "INSERT INTO pending (hash, desk, first, last, lam, fault, bytes)"
                                        " VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) ON CONFLICT (hash) DO NOTHING", error);
  guint8 hash[32];

  if (s == NULL)
    return FALSE;
  packet_hash (cs->bytes, hash);
  cb_stmt_bind_blob (s, 1, hash, sizeof hash);
  cb_stmt_bind_uid (s, 2, &cs->records[0].ref.desk);
  cb_stmt_bind_int (s, 3, (gint64) cs->records[0].ref.seq);
  cb_stmt_bind_int (s, 4, (gint64) cs->records[cs->n - 1].ref.seq);
  cb_stmt_bind_int (s, 5, (gint64) cs->records[0].lam);
  cb_stmt_bind_bytes (s, 6, cs->bytes);
  if (!cb_stmt_run (s, error))
    return FALSE;
  if (cb_db_changes (a->db) == 0)
    a->report->duplicate += cs->n;

  return TRUE;
}

static gboolean
check_bounds (CbDb    *db,
              GError **error)
{
  gint64 n, size;

  if (!cb_db_get_int (db, "SELECT count (*) FROM pending", &n, error)
      || !cb_db_get_int (db, "SELECT coalesce (sum (length (bytes)), 0) FROM pending", &size, error))
    return FALSE;
  if (n <= PENDING_MAX && size <= PENDING_BYTES_MAX)
    return TRUE;
  g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BROKEN_CHAIN,
                       "too much waits for records that are missing; bring those first");

  return FALSE;
}

static GPtrArray *
load_pending (CbDb    *db,
              GError **error)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_changeset_free);
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT bytes FROM pending WHERE fault = 0 ORDER BY lam", error);
  int rc;

  if (s == NULL)
    return NULL;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      g_autoptr (GBytes) bytes = cb_stmt_dup_bytes (s, 0);
      CbChangeset *cs = cb_changeset_parse (bytes, error);

      if (cs == NULL)
        return NULL;
      g_ptr_array_add (waiting, cs);
    }

  return rc == 0 ? g_steal_pointer (&waiting) : NULL;
}

/* Out of the waiting room, or marked as one that never will be: nobody vouches for it. */
static gboolean
settle (CbDb        *db,
        CbChangeset *cs,
        gboolean     forged,
        GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, forged ? "UPDATE pending SET fault = 1 WHERE hash = ?1"
                                                   : "DELETE FROM pending WHERE hash = ?1", error);
  guint8 hash[32];

  if (s == NULL)
    return FALSE;
  packet_hash (cs->bytes, hash);
  cb_stmt_bind_blob (s, 1, hash, sizeof hash);

  return cb_stmt_run (s, error);
}

static int
is_stored (Applying          *a,
           const CbChangeset *cs,
           GError           **error)
{
  const CbRecord *last = &cs->records[cs->n - 1];
  const Chain *chain = find_chain (a, &last->ref.desk, error);
  g_autoptr (CbStmt) s = NULL;

  if (chain == NULL)
    return -1;
  if (last->ref.seq > chain->last)
    return 0;
  s = cb_db_prepare (a->db, "SELECT 1 FROM desk d JOIN record r ON r.desk = d.no"
                     " WHERE d.uid = ?1 AND r.seq = ?2 AND r.hash = ?3", error);
  if (s == NULL)
    return -1;
  cb_stmt_bind_uid (s, 1, &last->ref.desk);
  cb_stmt_bind_int (s, 2, (gint64) last->ref.seq);
  cb_stmt_bind_blob (s, 3, last->hash, 32);

  return cb_stmt_step (s, error);
}

static gboolean
retry_one (Applying    *a,
           CbChangeset *cs,
           gboolean    *settled,
           GError     **error)
{
  g_autoptr (GError) fault = NULL;
  int rc = is_stored (a, cs, error);

  *settled = TRUE;
  if (rc < 0)
    return FALSE;
  if (rc == 1)
    return settle (a->db, cs, FALSE, error);
  rc = is_ready (a, cs, error);
  if (rc < 0)
    return FALSE;
  *settled = rc == 1;
  if (rc == 0)
    return TRUE;
  if (!cb_changeset_vouched (cs, a->newest, &fault))
    return settle (a->db, cs, TRUE, error);

  return store_changeset (a, cs, error) && settle (a->db, cs, FALSE, error);
}

/* Until a round brings nothing more.  They come by causal height, so that one round is mostly enough. */
static gboolean
retry_pending (Applying *a,
               GError  **error)
{
  g_autoptr (GPtrArray) waiting = load_pending (a->db, error);
  gboolean progress = TRUE;

  if (waiting == NULL)
    return FALSE;
  while (progress && waiting->len > 0)
    {
      progress = FALSE;
      for (guint i = 0; i < waiting->len; i++)
        {
          gboolean settled;

          if (!retry_one (a, g_ptr_array_index (waiting, i), &settled, error))
            return FALSE;
          if (settled)
            {
              g_ptr_array_remove_index (waiting, i--);
              progress = TRUE;
            }
        }
    }

  return TRUE;
}

/* ------- all of it ------- */

static int
compare_changesets (gconstpointer pa,
                    gconstpointer pb)
{
  const CbRecord *a = (*(CbChangeset *const *) pa)->records, *b = (*(CbChangeset *const *) pb)->records;

  return a->lam < b->lam ? -1 : a->lam > b->lam ? 1 : cb_ref_compare (&a->ref, &b->ref);
}

static gboolean
take_changeset (Applying    *a,
                CbChangeset *cs,
                CbVouch     *vouch,
                guint        i,
                GError     **error)
{
  const CbRecord *first = &cs->records[0];
  int rc;

  if (!cb_uid_equal (&first->realm, cb_authority_realm (a->newest)))
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_RECORD, &first->ref, "is of another county");
  rc = is_stored (a, cs, error);
  if (rc < 0)
    return FALSE;
  if (rc == 1)
    {
      a->report->duplicate += cs->n;
      return TRUE;
    }
  if (!cb_vouch_check (vouch, i, error))
    return FALSE;
  rc = is_ready (a, cs, error);
  if (rc < 0)
    return FALSE;

  return rc == 1 ? store_changeset (a, cs, error) : hold (a, cs, error);
}

static gboolean
parse_all (GBytes *const *packets,
           guint          n,
           GArray        *entries,
           GPtrArray     *changesets,
           GError       **error)
{
  for (guint i = 0; i < n; i++)
    if (cb_packet_type (packets[i]) == CB_PACKET_AUTHORITY)
      {
        Received received = { 0 };

        if (!cb_entry_unpack (packets[i], &received.sig, &received.bytes, &received.len, error))
          return FALSE;
        received.entry = cb_entry_parse (received.bytes, received.len, error);
        if (received.entry == NULL)
          return FALSE;
        g_array_append_val (entries, received);
      }
    else
      {
        CbChangeset *cs = cb_changeset_parse (packets[i], error);

        if (cs == NULL)
          return FALSE;
        g_ptr_array_add (changesets, cs);
      }
  g_ptr_array_sort (changesets, compare_changesets);

  return TRUE;
}

static gboolean
apply_all (Applying  *a,
           GArray    *entries,
           GPtrArray *changesets,
           GError   **error)
{
  g_autoptr (CbVouch) vouch = NULL;
  gint64 waiting, still = 0;

  if (!take_entries (a, entries, error))
    return FALSE;
  vouch = cb_vouch_new (changesets, a->newest);
  a->rights = cb_rights_new (a->db, a->newest);
  if (!cb_book_load (a->db, &a->projection.book, error))
    return FALSE;
  for (guint i = 0; i < changesets->len; i++)
    if (!take_changeset (a, g_ptr_array_index (changesets, i), vouch, i, error))
      return FALSE;
  if (!cb_db_get_int (a->db, "SELECT count (*) FROM pending WHERE fault = 0", &waiting, error)
      || (waiting > 0 && !retry_pending (a, error)) || (waiting > 0 && !check_bounds (a->db, error))
      || (waiting > 0 && !cb_db_get_int (a->db, "SELECT sum (last - first + 1) FROM pending WHERE fault = 0", &still, error))
      || !cb_book_save (a->db, &a->projection.book, error))
    return FALSE;
  a->report->pending = (guint) still;

  return !(a->recheck || a->rebuild) || cb_journal_recheck (a->db, a->rebuild, error);
}

gboolean
cb_journal_apply (CbDb          *db,
                  GBytes *const *changesets,
                  guint          n,
                  CbApplyReport *report,
                  GError       **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Received));
  g_autoptr (GPtrArray) parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_changeset_free);
  CbApplyReport counted = { 0 };
  g_auto (Applying) a = { .db = db, .projection = { .db = db }, .report = &counted, .now = cb_clock_now_ms () };
  gboolean own;

  g_array_set_clear_func (entries, received_clear);
  if (!parse_all (changesets, n, entries, parsed, error))
    return FALSE;
  /* All or nothing, whatever the caller does with its transaction. */
  own = !cb_db_in_transaction (db);
  if (own ? !cb_db_begin (db, error) : !cb_db_save (db, error))
    return FALSE;
  if (!apply_all (&a, entries, parsed, error))
    {
      if (own)
        cb_db_rollback (db);
      else
        cb_db_save_undo (db);
      return FALSE;
    }
  if (own ? !cb_db_commit (db, error) : !cb_db_save_keep (db, error))
    return FALSE;
  if (report != NULL)
    *report = counted;

  return TRUE;
}
