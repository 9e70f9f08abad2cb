/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <string.h>

gboolean
cb_book_load (CbDb    *db,
              CbBook  *book,
              GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT hlc, lam, records, digest FROM book", error);
  const guint8 *digest;
  gsize len;
  int rc;

  if (s == NULL || (rc = cb_stmt_step (s, error)) < 0)
    return FALSE;
  digest = rc == 1 ? cb_stmt_get_blob (s, 3, &len) : NULL;
  if (digest == NULL || len != 32)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST, "the casebook's totals are missing");
      return FALSE;
    }
  book->hlc = (CbHlc) cb_stmt_get_int (s, 0);
  book->lam = (guint64) cb_stmt_get_int (s, 1);
  book->records = (guint64) cb_stmt_get_int (s, 2);
  memcpy (book->digest, digest, 32);

  return TRUE;
}

gboolean
cb_book_save (CbDb         *db,
              const CbBook *book,
              GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "UPDATE book SET hlc = ?1, lam = ?2, records = ?3, digest = ?4 WHERE id = 1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, (gint64) book->hlc);
  cb_stmt_bind_int (s, 2, (gint64) book->lam);
  cb_stmt_bind_int (s, 3, (gint64) book->records);
  cb_stmt_bind_blob (s, 4, book->digest, 32);

  return cb_stmt_run (s, error);
}

gboolean
cb_store_desk (CbDb        *db,
               const CbUid *uid,
               gboolean     create,
               CbDeskRow   *row,
               GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT no, clone FROM desk WHERE uid = ?1", error);
  g_autoptr (CbStmt) insert = NULL;
  int rc;

  if (s == NULL)
    return FALSE;
  row->no = 0;
  row->clone = 0;
  row->uid = *uid;
  cb_stmt_bind_uid (s, 1, uid);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  if (rc == 1)
    {
      row->no = cb_stmt_get_int (s, 0);
      row->clone = (guint64) cb_stmt_get_int (s, 1);
      return TRUE;
    }
  if (!create)
    return TRUE;
  insert = cb_db_prepare (db, "INSERT INTO desk (uid) VALUES (?1)", error);
  if (insert == NULL)
    return FALSE;
  cb_stmt_bind_uid (insert, 1, uid);
  if (!cb_stmt_run (insert, error))
    return FALSE;
  row->no = cb_db_last_row_id (db);

  return TRUE;
}

gboolean
cb_store_set_clone (CbDb    *db,
                    gint64   desk,
                    guint64  first,
                    GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "UPDATE desk SET clone = ?2 WHERE no = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) first);

  return cb_stmt_run (s, error);
}

gboolean
cb_store_last (CbDb    *db,
               gint64   desk,
               guint64 *seq,
               guint8   hash[32],
               guint64 *lam,
               GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT seq, hash, lam FROM record WHERE desk = ?1 ORDER BY seq DESC LIMIT 1", error);
  const guint8 *found;
  gsize len;
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  *seq = 0;
  *lam = 0;
  memset (hash, 0, 32);
  if (rc == 1)
    {
      *seq = (guint64) cb_stmt_get_int (s, 0);
      *lam = (guint64) cb_stmt_get_int (s, 2);
      found = cb_stmt_get_blob (s, 1, &len);
      if (len == 32)
        memcpy (hash, found, 32);
    }

  return TRUE;
}

gboolean
cb_store_record (CbDb           *db,
                 gint64          desk,
                 const CbRecord *r,
                 CbStatus        status,
                 guint           why,
                 GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT INTO record (desk, seq, hash, lam, status, why, header, body, sig)"
                                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) r->ref.seq);
  cb_stmt_bind_blob (s, 3, r->hash, 32);
  cb_stmt_bind_int (s, 4, (gint64) r->lam);
  cb_stmt_bind_int (s, 5, status);
  cb_stmt_bind_int (s, 6, why);
  cb_stmt_bind_blob (s, 7, r->header, r->header_len);
  cb_stmt_bind_blob (s, 8, r->body, r->body_len);
  cb_stmt_bind_blob (s, 9, r->sig, 64);

  return cb_stmt_run (s, error);
}

gboolean
cb_store_changeset (CbDb         *db,
                    gint64        desk,
                    guint64       first,
                    guint64       last,
                    const guint8  hash[32],
                    const guint8  sig[64],
                    GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT INTO changeset (desk, first, hash, last, sig) VALUES (?1, ?2, ?3, ?4, ?5)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) first);
  cb_stmt_bind_blob (s, 3, hash, 32);
  cb_stmt_bind_int (s, 4, (gint64) last);
  cb_stmt_bind_blob (s, 5, sig, 64);

  return cb_stmt_run (s, error);
}

CbStmt *
cb_store_find (CbDb    *db,
               gint64   desk,
               guint64  seq,
               GError **error)
{
  CbStmt *s = cb_db_prepare (db, "SELECT header, body, sig FROM record WHERE desk = ?1 AND seq = ?2", error);

  if (s != NULL)
    {
      cb_stmt_bind_int (s, 1, desk);
      cb_stmt_bind_int (s, 2, (gint64) seq);
    }

  return s;
}

int
cb_store_next (CbStmt   *s,
               CbRecord *r,
               GError  **error)
{
  const guint8 *header, *body, *sig;
  gsize header_len, body_len, sig_len;
  int rc = cb_stmt_step (s, error);

  if (rc != 1)
    return rc;
  header = cb_stmt_get_blob (s, 0, &header_len);
  body = cb_stmt_get_blob (s, 1, &body_len);
  sig = cb_stmt_get_blob (s, 2, &sig_len);
  if (!cb_record_parse_header (r, header, header_len, error)
      || (body != NULL && !cb_record_parse_body (r, body, body_len, error)))
    return -1;
  r->sig = sig_len == 64 ? sig : NULL;

  return 1;
}

int
cb_store_read (CbDb        *db,
               const CbRef *ref,
               gboolean     applied,
               CbRecord    *r,
               CbStmt     **s,
               GError     **error)
{
  CbDeskRow desk;

  if (!cb_store_desk (db, &ref->desk, FALSE, &desk, error))
    return -1;
  if (desk.no == 0)
    return 0;
  *s = cb_db_prepare (db, applied ? "SELECT header, body, sig FROM record WHERE desk = ?1 AND seq = ?2 AND status = 0"
                                  : "SELECT header, body, sig FROM record WHERE desk = ?1 AND seq = ?2", error);
  if (*s == NULL)
    return -1;
  cb_stmt_bind_int (*s, 1, desk.no);
  cb_stmt_bind_int (*s, 2, (gint64) ref->seq);

  return cb_store_next (*s, r, error);
}
