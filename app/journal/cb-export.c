/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <string.h>

#include "cb-cbor.h"

static gboolean
export_authority (CbDb      *db,
                  guint64    from,
                  GPtrArray *packets,
                  GError   **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT bytes, sig FROM authority WHERE seq >= ?1 ORDER BY seq", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, (gint64) MIN (from, G_MAXINT64));
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      gsize len, sig_len;
      const guint8 *bytes = cb_stmt_get_blob (s, 0, &len);
      const guint8 *sig = cb_stmt_get_blob (s, 1, &sig_len);

      if (bytes == NULL || sig_len != 64)
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "an authority entry is damaged");
          return FALSE;
        }
      g_ptr_array_add (packets, cb_entry_pack (bytes, len, sig));
    }

  return rc == 0;
}

typedef struct { GBytes *header, *body, *sig; } Row;

static void
row_clear (gpointer p)
{
  Row *row = p;

  g_clear_pointer (&row->header, g_bytes_unref);
  g_clear_pointer (&row->body, g_bytes_unref);
  g_clear_pointer (&row->sig, g_bytes_unref);
}

/* From the last record backwards along the chain, so that of two branches each changeset gets its own. */
static GArray *
collect_rows (CbDb         *db,
              gint64        desk,
              guint64       first,
              guint64       last,
              const guint8 *hash,
              GError      **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT header, body, sig, hash FROM record WHERE desk = ?1 AND seq BETWEEN ?2 AND ?3"
                                        " ORDER BY seq DESC", error);
  g_auto (CbRecord) r = { 0 };
  guint8 want[32];
  int rc;

  if (s == NULL)
    return NULL;
  g_array_set_clear_func (rows, row_clear);
  cb_record_init (&r);
  memcpy (want, hash, 32);
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) first);
  cb_stmt_bind_int (s, 3, (gint64) last);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      gsize len;
      const guint8 *found = cb_stmt_get_blob (s, 3, &len);
      const guint8 *header;
      Row row;

      if (len != 32 || memcmp (found, want, 32) != 0)
        continue;
      header = cb_stmt_get_blob (s, 0, &len);
      if (!cb_record_parse_header (&r, header, len, error))
        return NULL;
      memcpy (want, r.prev, 32);
      row.header = cb_stmt_dup_bytes (s, 0);
      row.body = cb_stmt_dup_bytes (s, 1);
      row.sig = cb_stmt_dup_bytes (s, 2);
      g_array_append_val (rows, row);
    }

  return rc == 0 ? g_steal_pointer (&rows) : NULL;
}

static void
put_bytes (CbCborWriter *w,
           GBytes       *bytes)
{
  gsize len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  cb_cbor_put_bytes (w, data, len);
}

/* NULL without error: a body has been erased, and what cannot be checked is not handed on. */
static GBytes *
pack_changeset (GArray       *rows,
                const guint8 *sig)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 4);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_uint (w, CB_PACKET_CHANGESET);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_bytes (w, sig, 64);
  cb_cbor_put_key (w, 3);
  cb_cbor_put_array (w, rows->len);
  for (guint i = rows->len; i-- > 0;)
    {
      const Row *row = &g_array_index (rows, Row, i);

      if (row->body == NULL)
        return NULL;
      cb_cbor_put_array (w, 3);
      put_bytes (w, row->header);
      put_bytes (w, row->body);
      if (row->sig != NULL)
        put_bytes (w, row->sig);
      else
        cb_cbor_put_null (w);
    }

  return cb_cbor_writer_take (w);
}

static gboolean
export_changesets (CbDb      *db,
                   gint64     desk,
                   guint64    from,
                   GPtrArray *packets,
                   GError   **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT first, last, hash, sig FROM changeset WHERE desk = ?1 AND last >= ?2"
                                        " ORDER BY first, hash", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) MIN (from, G_MAXINT64));
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      gsize hash_len, sig_len;
      const guint8 *hash = cb_stmt_get_blob (s, 2, &hash_len);
      const guint8 *sig = cb_stmt_get_blob (s, 3, &sig_len);
      g_autoptr (GArray) rows = NULL;
      GBytes *packet;

      if (hash_len != 32 || sig_len != 64)
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "a changeset is damaged");
          return FALSE;
        }
      rows = collect_rows (db, desk, (guint64) cb_stmt_get_int (s, 0), (guint64) cb_stmt_get_int (s, 1), hash, error);
      if (rows == NULL)
        return FALSE;
      packet = pack_changeset (rows, sig);
      if (packet != NULL)
        g_ptr_array_add (packets, packet);
    }

  return rc == 0;
}

/* What waits here may be what the other desk can use at once. */
static gboolean
export_pending (CbDb        *db,
                const CbUid *desk,
                guint64      from,
                GPtrArray   *packets,
                GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT bytes FROM pending WHERE desk = ?1 AND last >= ?2 ORDER BY first, hash", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, desk);
  cb_stmt_bind_int (s, 2, (gint64) MIN (from, G_MAXINT64));
  while ((rc = cb_stmt_step (s, error)) == 1)
    g_ptr_array_add (packets, cb_stmt_dup_bytes (s, 0));

  return rc == 0;
}

GPtrArray *
cb_journal_export (CbDb        *db,
                   const CbUid *desk,
                   guint64      from,
                   GError     **error)
{
  g_autoptr (GPtrArray) packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  CbDeskRow row;

  if (desk == NULL)
    return export_authority (db, from, packets, error) ? g_steal_pointer (&packets) : NULL;
  if (!cb_store_desk (db, desk, FALSE, &row, error)
      || (row.no != 0 && !export_changesets (db, row.no, from, packets, error))
      || !export_pending (db, desk, from, packets, error))
    return NULL;

  return g_steal_pointer (&packets);
}
