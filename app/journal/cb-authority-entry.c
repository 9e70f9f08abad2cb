/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-authority-private.h"

#include <sodium.h>
#include <string.h>

#include "cb-area.h"
#include "cb-cbor.h"
#include "cb-journal-private.h"

#define SUITE 1
#define ALL_ROLES ((CB_ROLE_AUTHORITY << 1) - 1)

static const guint8 personal[16] = "cb/authority/v1";
static const char tag[] = "casebook/authority/v1";

void
cb_entry_free (CbEntry *e)
{
  if (e == NULL)
    return;
  g_free (e->county);
  g_free (e->area);
  g_free (e->person.name);
  g_free (e->person.area);
  g_free (e->desk.label);
  g_free (e->desk.area);
  g_free (e->reason);
  g_clear_pointer (&e->cuts, g_array_unref);
  g_free (e);
}

/* ------- writing ------- */

static void
put_bytes (CbCborWriter *w,
           guint64       key,
           gconstpointer bytes,
           gsize         len)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_bytes (w, bytes, len);
}

static void
put_uint (CbCborWriter *w,
          guint64       key,
          guint64       value)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_uint (w, value);
}

static void
put_text (CbCborWriter *w,
          guint64       key,
          const char   *text)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_text (w, text != NULL ? text : "");
}

static void
put_person (CbCborWriter   *w,
            const CbPerson *p)
{
  cb_cbor_put_map (w, 7);
  put_bytes (w, 0, p->uid.b, 16);
  put_text (w, 1, p->name);
  put_uint (w, 2, p->roles);
  put_text (w, 3, p->area);
  put_uint (w, 4, (guint64) p->limit);
  put_bytes (w, 5, p->sign_pk, 32);
  put_bytes (w, 6, p->box_pk, 32);
}

static void
put_desk (CbCborWriter     *w,
          const CbDeskCert *d)
{
  cb_cbor_put_map (w, 6);
  put_bytes (w, 0, d->uid.b, 16);
  put_text (w, 1, d->label);
  put_text (w, 2, d->area);
  put_bytes (w, 3, d->sign_pk, 32);
  put_bytes (w, 4, d->box_pk, 32);
  put_bytes (w, 5, d->replaces.b, 16);
}

static void
put_revocation (CbCborWriter  *w,
                const CbEntry *e)
{
  cb_cbor_put_map (w, 6);
  put_bytes (w, 0, e->whom.b, 16);
  put_bytes (w, 1, e->cut_desk.b, 16);
  put_uint (w, 2, e->cut_seq);
  put_bytes (w, 3, e->cut_hash, 32);
  put_text (w, 4, e->reason);
  cb_cbor_put_key (w, 5);
  cb_cbor_put_array (w, e->cuts != NULL ? e->cuts->len : 0);
  for (guint i = 0; e->cuts != NULL && i < e->cuts->len; i++)
    {
      const CbCut *cut = &g_array_index (e->cuts, CbCut, i);

      cb_cbor_put_array (w, 2);
      cb_cbor_put_bytes (w, cut->desk.b, 16);
      cb_cbor_put_uint (w, cut->seq);
    }
}

GBytes *
cb_entry_encode (const CbEntry *e)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 10);
  put_uint (w, 0, 1);
  put_uint (w, 1, SUITE);
  put_bytes (w, 2, e->realm.b, 16);
  put_uint (w, 3, e->seq);
  put_bytes (w, 4, e->prev, 32);
  put_uint (w, 5, e->kind);
  put_bytes (w, 6, e->issuer.b, 16);
  put_bytes (w, 7, e->issuer_desk.b, 16);
  put_uint (w, 8, (guint64) e->ms);
  cb_cbor_put_key (w, 9);
  switch (e->kind)
    {
    case CB_ENTRY_FOUNDING:
      cb_cbor_put_map (w, 4);
      put_text (w, 0, e->county);
      put_text (w, 1, e->area);
      cb_cbor_put_key (w, 2);
      put_person (w, &e->person);
      cb_cbor_put_key (w, 3);
      put_desk (w, &e->desk);
      break;
    case CB_ENTRY_PERSON:
      put_person (w, &e->person);
      break;
    case CB_ENTRY_DESK:
      put_desk (w, &e->desk);
      break;
    case CB_ENTRY_SHEET:
      cb_cbor_put_map (w, 2);
      put_bytes (w, 0, e->whom.b, 16);
      put_bytes (w, 1, e->sign_pk, 32);
      break;
    case CB_ENTRY_RENEWAL:
      cb_cbor_put_map (w, 3);
      put_bytes (w, 0, e->whom.b, 16);
      put_bytes (w, 1, e->sign_pk, 32);
      put_bytes (w, 2, e->box_pk, 32);
      break;
    case CB_ENTRY_REVOCATION:
    default:
      put_revocation (w, e);
      break;
    }

  return cb_cbor_writer_take (w);
}

/* ------- reading ------- */

static gboolean
get_key (CbCborReader *c,
         guint64       key)
{
  guint64 found;

  return cb_cbor_get_key (c, &found) && found == key;
}

static gboolean
get_bytes (CbCborReader *c,
           guint64       key,
           gpointer      out,
           gsize         len)
{
  return get_key (c, key) && cb_cbor_get_fixed (c, out, len);
}

static gboolean
get_uint (CbCborReader *c,
          guint64       key,
          guint64       max,
          guint64      *value)
{
  return get_key (c, key) && cb_cbor_get_uint (c, value) && *value <= max;
}

static gboolean
get_text (CbCborReader *c,
          guint64       key,
          gsize         max,
          char        **text)
{
  if (!get_key (c, key))
    return FALSE;
  g_free (*text);
  *text = cb_cbor_dup_text (c);

  return *text != NULL && strlen (*text) <= max;
}

static gboolean
get_person (CbCborReader *c,
            CbPerson     *p)
{
  guint64 roles, limit;
  gsize n;

  if (!cb_cbor_get_map (c, &n) || n != 7 || !get_bytes (c, 0, p->uid.b, 16) || !get_text (c, 1, 256, &p->name)
      || !get_uint (c, 2, ALL_ROLES, &roles) || !get_text (c, 3, CB_AREA_MAX, &p->area)
      || !get_uint (c, 4, CB_MONEY_MAX, &limit) || !get_bytes (c, 5, p->sign_pk, 32) || !get_bytes (c, 6, p->box_pk, 32))
    return FALSE;
  p->roles = (CbRoles) roles;
  p->limit = (CbMoney) limit;

  return !cb_uid_is_none (&p->uid);
}

static gboolean
get_desk (CbCborReader *c,
          CbDeskCert   *d)
{
  gsize n;

  return cb_cbor_get_map (c, &n) && n == 6 && get_bytes (c, 0, d->uid.b, 16) && get_text (c, 1, 256, &d->label)
         && get_text (c, 2, CB_AREA_MAX, &d->area) && get_bytes (c, 3, d->sign_pk, 32) && get_bytes (c, 4, d->box_pk, 32)
         && get_bytes (c, 5, d->replaces.b, 16) && !cb_uid_is_none (&d->uid);
}

static gboolean
get_revocation (CbCborReader *c,
                CbEntry      *e)
{
  gsize n, two;

  if (!cb_cbor_get_map (c, &n) || n != 6 || !get_bytes (c, 0, e->whom.b, 16) || !get_bytes (c, 1, e->cut_desk.b, 16)
      || !get_uint (c, 2, G_MAXINT64, &e->cut_seq) || !get_bytes (c, 3, e->cut_hash, 32) || !get_text (c, 4, 4096, &e->reason)
      || !get_key (c, 5) || !cb_cbor_get_array (c, &n))
    return FALSE;
  while (n-- > 0)
    {
      CbCut cut;

      if (!cb_cbor_get_array (c, &two) || two != 2 || !cb_cbor_get_fixed (c, cut.desk.b, 16) || !cb_cbor_get_uint (c, &cut.seq)
          || cut.seq > G_MAXINT64
          || (e->cuts->len > 0 && cb_uid_compare (&g_array_index (e->cuts, CbCut, e->cuts->len - 1).desk, &cut.desk) >= 0))
        return FALSE;
      g_array_append_val (e->cuts, cut);
    }

  return TRUE;
}

static gboolean
get_content (CbCborReader *c,
             CbEntry      *e)
{
  gsize n;

  switch (e->kind)
    {
    case CB_ENTRY_FOUNDING:
      return cb_cbor_get_map (c, &n) && n == 4 && get_text (c, 0, 256, &e->county) && get_text (c, 1, CB_AREA_MAX, &e->area)
             && get_key (c, 2) && get_person (c, &e->person) && get_key (c, 3) && get_desk (c, &e->desk);
    case CB_ENTRY_PERSON:
      return get_person (c, &e->person);
    case CB_ENTRY_DESK:
      return get_desk (c, &e->desk);
    case CB_ENTRY_REVOCATION:
      return get_revocation (c, e);
    case CB_ENTRY_SHEET:
      return cb_cbor_get_map (c, &n) && n == 2 && get_bytes (c, 0, e->whom.b, 16) && get_bytes (c, 1, e->sign_pk, 32);
    case CB_ENTRY_RENEWAL:
      return cb_cbor_get_map (c, &n) && n == 3 && get_bytes (c, 0, e->whom.b, 16) && get_bytes (c, 1, e->sign_pk, 32)
             && get_bytes (c, 2, e->box_pk, 32);
    default:
      return FALSE;
    }
}

CbEntry *
cb_entry_parse (gconstpointer bytes,
                gsize         len,
                GError      **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);
  CbCborReader c;
  guint64 version, suite, kind, ms;
  gsize n;

  e->cuts = g_array_new (FALSE, FALSE, sizeof (CbCut));
  cb_cbor_reader_init (&c, bytes, len);
  if (len > CB_RECORD_MAX || !cb_cbor_get_map (&c, &n) || n != 10
      || !get_uint (&c, 0, 1, &version) || version != 1 || !get_uint (&c, 1, SUITE, &suite) || suite != SUITE
      || !get_bytes (&c, 2, e->realm.b, 16) || !get_uint (&c, 3, G_MAXINT64, &e->seq) || e->seq == 0
      || !get_bytes (&c, 4, e->prev, 32) || !get_uint (&c, 5, CB_ENTRY_RENEWAL, &kind)
      || !get_bytes (&c, 6, e->issuer.b, 16) || !get_bytes (&c, 7, e->issuer_desk.b, 16)
      || !get_uint (&c, 8, G_MAXINT64, &ms) || !get_key (&c, 9))
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "an authority entry is not of the form");
      return NULL;
    }
  e->kind = (guint) kind;
  e->ms = (gint64) ms;
  if (!get_content (&c, e) || !cb_cbor_done (&c, NULL))
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "an authority entry's content is not of the form");
      return NULL;
    }
  crypto_generichash_blake2b_salt_personal (e->hash, 32, bytes, len, NULL, 0, NULL, personal);

  return g_steal_pointer (&e);
}

/* ------- signatures and packets ------- */

static guint8 *
signed_message (gconstpointer bytes,
                gsize         len)
{
  guint8 *message = g_malloc (sizeof tag + len);

  memcpy (message, tag, sizeof tag - 1);
  message[sizeof tag - 1] = SUITE;
  memcpy (message + sizeof tag, bytes, len);

  return message;
}

gboolean
cb_entry_signed_by (gconstpointer bytes,
                    gsize         len,
                    const guint8  sig[64],
                    const guint8  pk[32])
{
  g_autofree guint8 *message = signed_message (bytes, len);

  return crypto_sign_verify_detached (sig, message, sizeof tag + len, pk) == 0;
}

void
cb_entry_sign (gconstpointer   bytes,
               gsize           len,
               const CbSecret *sign_sk,
               guint8          sig[64])
{
  g_autofree guint8 *message = signed_message (bytes, len);

  crypto_sign_detached (sig, NULL, message, sizeof tag + len, cb_secret_bytes (sign_sk));
}

GBytes *
cb_entry_pack (gconstpointer bytes,
               gsize         len,
               const guint8  sig[64])
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 4);
  put_uint (w, 0, 1);
  put_uint (w, 1, CB_PACKET_AUTHORITY);
  put_bytes (w, 2, sig, 64);
  put_bytes (w, 3, bytes, len);

  return cb_cbor_writer_take (w);
}

gboolean
cb_entry_unpack (GBytes        *packet,
                 const guint8 **sig,
                 const guint8 **bytes,
                 gsize         *len,
                 GError       **error)
{
  CbCborReader c;
  guint64 value;
  gsize n, size;
  gconstpointer data = g_bytes_get_data (packet, &size);

  cb_cbor_reader_init (&c, data, size);
  if (cb_cbor_get_map (&c, &n) && n == 4 && get_uint (&c, 0, 1, &value) && value == 1
      && get_uint (&c, 1, CB_PACKET_AUTHORITY, &value) && value == CB_PACKET_AUTHORITY
      && get_key (&c, 2) && cb_cbor_get_bytes (&c, sig, &n) && n == 64
      && get_key (&c, 3) && cb_cbor_get_bytes (&c, bytes, len) && cb_cbor_done (&c, NULL))
    return TRUE;
  g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, "an authority packet is not of the form");

  return FALSE;
}
