/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <string.h>

#include "cb-cbor.h"

typedef struct
{
  CbUid   desk;        /* zeros: this casebook is no desk yet */
  guint64 seq;
  guint8  hash[32];
  guint64 records;
  guint64 authority;
  guint8  digest[32];
} Anchor;

static gboolean
make (CbDb    *db,
      Anchor  *anchor,
      GError **error)
{
  g_autoptr (GError) none = NULL;
  CbBook book;
  CbDeskRow row;
  gint64 authority;
  guint64 lam;

  memset (anchor, 0, sizeof *anchor);
  if (!cb_journal_this_desk (db, &anchor->desk, NULL, &none))
    {
      if (!g_error_matches (none, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_FOUNDED))
        {
          g_propagate_error (error, g_steal_pointer (&none));
          return FALSE;
        }
    }
  else if (!cb_store_desk (db, &anchor->desk, FALSE, &row, error)
           || (row.no != 0 && !cb_store_last (db, row.no, &anchor->seq, anchor->hash, &lam, error)))
    {
      return FALSE;
    }
  if (!cb_book_load (db, &book, error)
      || !cb_db_get_int (db, "SELECT coalesce (max (seq), 0) FROM authority", &authority, error))
    return FALSE;
  anchor->records = book.records;
  anchor->authority = (guint64) authority;
  memcpy (anchor->digest, book.digest, 32);

  return TRUE;
}

GBytes *
cb_journal_anchor (CbDb    *db,
                   GError **error)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  Anchor a;

  if (!make (db, &a, error))
    return NULL;
  cb_cbor_put_array (w, 7);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_bytes (w, a.desk.b, 16);
  cb_cbor_put_uint (w, a.seq);
  cb_cbor_put_bytes (w, a.hash, 32);
  cb_cbor_put_uint (w, a.records);
  cb_cbor_put_uint (w, a.authority);
  cb_cbor_put_bytes (w, a.digest, 32);

  return cb_cbor_writer_take (w);
}

static gboolean
parse (GBytes *bytes,
       Anchor *a)
{
  CbCborReader c;
  guint64 version;
  gsize n, len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  cb_cbor_reader_init (&c, data, len);

  return cb_cbor_get_array (&c, &n) && n == 7 && cb_cbor_get_uint (&c, &version) && version == 1
         && cb_cbor_get_fixed (&c, a->desk.b, 16) && cb_cbor_get_uint (&c, &a->seq) && cb_cbor_get_fixed (&c, a->hash, 32)
         && cb_cbor_get_uint (&c, &a->records) && cb_cbor_get_uint (&c, &a->authority)
         && cb_cbor_get_fixed (&c, a->digest, 32) && cb_cbor_done (&c, NULL);
}

/* 1 when the record that the anchor names is here. */
static int
has_record (CbDb         *db,
            const Anchor *a,
            GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT 1 FROM desk d JOIN record r ON r.desk = d.no"
                                        " WHERE d.uid = ?1 AND r.seq = ?2 AND r.hash = ?3", error);

  if (s == NULL)
    return -1;
  cb_stmt_bind_uid (s, 1, &a->desk);
  cb_stmt_bind_int (s, 2, (gint64) a->seq);
  cb_stmt_bind_blob (s, 3, a->hash, 32);

  return cb_stmt_step (s, error);
}

gboolean
cb_journal_check_anchor (CbDb    *db,
                         GBytes  *anchor,
                         GError **error)
{
  Anchor then, now;
  int rc = 1;

  if (!parse (anchor, &then))
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "the anchor is not of the form");
      return FALSE;
    }
  if (!make (db, &now, error) || (then.seq > 0 && (rc = has_record (db, &then, error)) < 0))
    return FALSE;
  if (rc == 0 || now.records < then.records || now.authority < then.authority)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_ROLLED_BACK,
                           "the casebook is older than its header: an earlier copy was put back");
      return FALSE;
    }
  if (now.records == then.records && now.authority == then.authority && memcmp (now.digest, then.digest, 32) != 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST, "the casebook's state is not the one its header knows");
      return FALSE;
    }

  return TRUE;
}

gboolean
cb_journal_signed_message (CbDb        *db,
                           const CbRef *ref,
                           GBytes     **message,
                           guint8       signature[64],
                           guint8       sign_pk[32],
                           GError     **error)
{
  g_autoptr (CbAuthority) newest = cb_authority_load (db, error);
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  const CbPerson *person;
  CbAuthority *at;
  int rc;

  if (newest == NULL)
    return FALSE;
  cb_record_init (&r);
  rc = cb_store_read (db, ref, TRUE, &r, &s, error);
  if (rc < 0)
    return FALSE;
  at = rc == 1 ? cb_authority_at (newest, r.auth) : NULL;
  person = at != NULL ? cb_authority_person (at, &r.actor) : NULL;
  if (person == NULL || r.sig == NULL)
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_INVALID, ref, "is not signed by a person");
  if (message != NULL)
    *message = cb_record_person_message (r.header, r.header_len);
  memcpy (signature, r.sig, 64);
  memcpy (sign_pk, person->sign_pk, 32);

  return TRUE;
}
