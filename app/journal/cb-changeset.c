/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-record.h"

#include <sodium.h>
#include <string.h>

#include "cb-cbor.h"

static const char tag_changeset[] = "casebook/changeset/v1";

#define MESSAGE_LEN (sizeof tag_changeset - 1 + 1 + 16 + 16 + 8 + 8 + 32)

static void
signed_message (const CbUid *realm,
                const CbUid *desk,
                guint64      first,
                guint64      last,
                const guint8 last_hash[32],
                guint8      *p)
{
  guint64 numbers[2] = { GUINT64_TO_BE (first), GUINT64_TO_BE (last) };

  memcpy (p, tag_changeset, sizeof tag_changeset - 1);
  p += sizeof tag_changeset - 1;
  *p++ = 1;
  memcpy (p, realm->b, 16);
  memcpy (p + 16, desk->b, 16);
  memcpy (p + 32, numbers, 16);
  memcpy (p + 48, last_hash, 32);
}

void
cb_changeset_sign (const CbUid    *realm,
                   const CbUid    *desk,
                   guint64         first,
                   guint64         last,
                   const guint8    last_hash[32],
                   const CbSecret *sk,
                   guint8          sig[64])
{
  guint8 message[MESSAGE_LEN];

  signed_message (realm, desk, first, last, last_hash, message);
  crypto_sign_detached (sig, NULL, message, sizeof message, cb_secret_bytes (sk));
}

gboolean
cb_changeset_verify (const CbUid *realm,
                     const CbUid *desk,
                     guint64      first,
                     guint64      last,
                     const guint8 last_hash[32],
                     const guint8 sig[64],
                     const guint8 pk[32])
{
  guint8 message[MESSAGE_LEN];

  signed_message (realm, desk, first, last, last_hash, message);

  return crypto_sign_verify_detached (sig, message, sizeof message, pk) == 0;
}

guint
cb_packet_type (GBytes *bytes)
{
  CbCborReader c;
  guint64 key, version, type;
  gsize n, len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  cb_cbor_reader_init (&c, data, len);
  if (!cb_cbor_get_map (&c, &n) || n != 4 || !cb_cbor_get_key (&c, &key) || key != 0 || !cb_cbor_get_uint (&c, &version)
      || version != 1 || !cb_cbor_get_key (&c, &key) || key != 1 || !cb_cbor_get_uint (&c, &type)
      || type < CB_PACKET_AUTHORITY || type > CB_PACKET_CHANGESET)
    return 0;

  return (guint) type;
}

void
cb_changeset_free (CbChangeset *cs)
{
  if (cs == NULL)
    return;
  for (guint i = 0; i < cs->n; i++)
    cb_record_clear (&cs->records[i]);
  g_free (cs->records);
  g_bytes_unref (cs->bytes);
  g_free (cs);
}

static gboolean
parse_record (CbCborReader *c,
              CbRecord     *r,
              GError      **error)
{
  const guint8 *header, *body, *sig = NULL;
  gsize three, header_len, body_len, sig_len = 64;
  gboolean ok = cb_cbor_get_array (c, &three) && three == 3 && cb_cbor_get_bytes (c, &header, &header_len)
                && cb_cbor_get_bytes (c, &body, &body_len);

  if (ok && cb_cbor_peek (c) == CB_CBOR_NULL)
    ok = cb_cbor_get_null (c);
  else
    ok = ok && cb_cbor_get_bytes (c, &sig, &sig_len);
  if (!ok || sig_len != 64)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "a changeset is not of the form");
      return FALSE;
    }
  if (!cb_record_parse_header (r, header, header_len, error) || !cb_record_parse_body (r, body, body_len, error))
    return FALSE;
  r->sig = sig;

  return TRUE;
}

/* A changeset is exactly the run of records that its headers say, of one desk, each naming the one before. */
static gboolean
check_run (const CbChangeset *cs,
           GError           **error)
{
  const CbRecord *first = &cs->records[0];

  for (guint i = 0; i < cs->n; i++)
    {
      const CbRecord *r = &cs->records[i];

      if (r->first != first->ref.seq || r->count != cs->n || r->ref.seq != first->ref.seq + i
          || !cb_uid_equal (&r->ref.desk, &first->ref.desk) || !cb_uid_equal (&r->realm, &first->realm)
          || memcmp (r->auth, first->auth, 32) != 0)
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD,
                               "the records of a changeset do not belong together");
          return FALSE;
        }
      if (i > 0 && (memcmp (r->prev, r[-1].hash, 32) != 0 || r->lam <= r[-1].lam))
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BROKEN_CHAIN,
                               "a record of a changeset does not follow the one before");
          return FALSE;
        }
      if ((r->ref.seq == 1) != sodium_is_zero (r->prev, 32))
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BROKEN_CHAIN,
                               "a chain does not begin where it should");
          return FALSE;
        }
    }

  return TRUE;
}

CbChangeset *
cb_changeset_parse (GBytes  *bytes,
                    GError **error)
{
  g_autoptr (CbChangeset) cs = NULL;
  CbCborReader c;
  guint64 key, value;
  gsize n, len;
  gconstpointer data = g_bytes_get_data (bytes, &len);
  guint8 sig[64];

  cb_cbor_reader_init (&c, data, len);
  if (len > CB_PACKET_MAX || !cb_cbor_get_map (&c, &n) || n != 4
      || !cb_cbor_get_key (&c, &key) || key != 0 || !cb_cbor_get_uint (&c, &value) || value != 1
      || !cb_cbor_get_key (&c, &key) || key != 1 || !cb_cbor_get_uint (&c, &value) || value != CB_PACKET_CHANGESET
      || !cb_cbor_get_key (&c, &key) || key != 2 || !cb_cbor_get_fixed (&c, sig, sizeof sig)
      || !cb_cbor_get_key (&c, &key) || key != 3 || !cb_cbor_get_array (&c, &n) || n == 0
      || n > (gsize) (c.end - c.p) / 200)   /* no record is shorter, so a claimed number costs nothing */
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "a changeset is not of the form");
      return NULL;
    }
  cs = g_new0 (CbChangeset, 1);
  cs->bytes = g_bytes_ref (bytes);
  memcpy (cs->sig, sig, sizeof sig);
  cs->records = g_new0 (CbRecord, n);
  for (; cs->n < n; cs->n++)
    {
      cb_record_init (&cs->records[cs->n]);
      if (!parse_record (&c, &cs->records[cs->n], error))
        {
          cs->n++;
          return NULL;
        }
    }
  if (!cb_cbor_done (&c, NULL))
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "a changeset is not of the form");
      return NULL;
    }
  if (!check_run (cs, error))
    return NULL;

  return g_steal_pointer (&cs);
}
