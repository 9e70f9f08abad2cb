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

/* ------- what may follow ------- */

static gboolean
refuse (GError       **error,
        CbJournalError code,
        const char    *what)
{
  g_set_error_literal (error, CB_JOURNAL_ERROR, code, what);

  return FALSE;
}

static gboolean
check_founding (const CbEntry *e,
                gconstpointer  bytes,
                gsize          len,
                const guint8   sig[64],
                GError       **error)
{
  if (e->kind != CB_ENTRY_FOUNDING || e->seq != 1 || !sodium_is_zero (e->prev, 32) || cb_uid_is_none (&e->realm)
      || !cb_uid_equal (&e->issuer, &e->person.uid) || !cb_uid_equal (&e->issuer_desk, &e->desk.uid))
    return refuse (error, CB_JOURNAL_ERROR_BAD_RECORD, "the authority log does not begin with a founding");
  if (!cb_roles_compatible (e->person.roles))
    return cb_journal_not_entitled (CB_MAY_EXCLUSIVE_ROLES, error);
  if ((e->person.roles & CB_ROLE_AUTHORITY) == 0)
    return cb_journal_not_entitled (CB_MAY_NO_ROLE, error);
  if (!cb_area_within (e->area, e->person.area))
    return cb_journal_not_entitled (CB_MAY_OUTSIDE_AREA, error);
  if (!cb_entry_signed_by (bytes, len, sig, e->person.sign_pk))
    return refuse (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, "the founding's signature does not verify");

  return TRUE;
}

/* The area that the issuer must reach, and what makes no sense whoever asks for it. */
static gboolean
check_content (const CbEntry *e,
               CbAuthority   *before,
               const char   **area,
               GError       **error)
{
  const CbPerson *person;
  const CbDeskCert *desk;

  switch (e->kind)
    {
    case CB_ENTRY_PERSON:
      if (cb_authority_desk (before, &e->person.uid) != NULL)
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "a desk cannot be enrolled as a person");
      if (!cb_roles_compatible (e->person.roles))
        return cb_journal_not_entitled (CB_MAY_EXCLUSIVE_ROLES, error);
      *area = e->person.area;
      return TRUE;
    case CB_ENTRY_DESK:
      if (cb_authority_desk (before, &e->desk.uid) != NULL || cb_authority_person (before, &e->desk.uid) != NULL)
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "this desk is enrolled already; a new desk needs a new identity");
      *area = e->desk.area;
      return TRUE;
    case CB_ENTRY_REVOCATION:
      person = cb_authority_person (before, &e->whom);
      desk = cb_authority_desk (before, &e->whom);
      if (person == NULL && desk == NULL)
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "there is nobody to revoke");
      if (cb_uid_equal (&e->whom, &e->issuer) || cb_uid_equal (&e->whom, &e->issuer_desk))
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "nobody revokes themselves or the desk they sit at");
      *area = person != NULL ? person->area : desk->area;
      return TRUE;
    case CB_ENTRY_SHEET:
      desk = cb_authority_desk (before, &e->whom);
      if (desk == NULL || desk->revoked)
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "there is no desk to give the sheet to");
      if (sodium_is_zero (e->sign_pk, 32))
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "a sheet's key is missing");
      *area = desk->area;
      return TRUE;
    default:
      return refuse (error, CB_JOURNAL_ERROR_BAD_RECORD, "a county is founded once");
    }
}

/*
 * A renewal is signed with what only the sheet in the safe opens, so it may do one thing: give a new key to whoever is an authority
 * already, at a desk that the authority has given a sheet to and that reaches as far as the person.  Who is no authority goes to one;
 * otherwise a sheet of a township would be a way to the county's rights.
 */
static gboolean
check_renewal (const CbEntry *e,
               CbAuthority   *before,
               gconstpointer  bytes,
               gsize          len,
               const guint8   sig[64],
               GError       **error)
{
  const CbPerson *person = cb_authority_person (before, &e->whom);
  const guint8 *sheet = cb_authority_sheet (before, &e->issuer_desk);
  const char *county = cb_authority_area (before);
  CbQuestion q = { .person = &e->whom, .desk = &e->issuer_desk, .act = CB_ACT_ENROL };
  CbMay may;

  if (!cb_uid_equal (&e->whom, &e->issuer))
    return refuse (error, CB_JOURNAL_ERROR_BAD_RECORD, "with the sheet, everybody renews their own key only");
  if (person != NULL)
    q.area = cb_area_within (county, person->area) ? county : person->area;
  may = cb_may_judge (before, &q);
  if (may != CB_MAY_YES)
    return cb_journal_not_entitled (may, error);
  if (sodium_is_zero (e->sign_pk, 32) || sodium_is_zero (e->box_pk, 32))
    return refuse (error, CB_JOURNAL_ERROR_INVALID, "a person's key is missing");
  if (sheet == NULL)
    return refuse (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, "no recovery sheet is certified for this desk");
  if (!cb_entry_signed_by (bytes, len, sig, sheet))
    return refuse (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, "the renewal is not signed with the desk's recovery sheet");

  return TRUE;
}

gboolean
cb_entry_check (const CbEntry *e,
                CbAuthority   *before,
                gconstpointer  bytes,
                gsize          len,
                const guint8   sig[64],
                GError       **error)
{
  const char *area = NULL;
  CbQuestion q = { .person = &e->issuer, .desk = &e->issuer_desk, .act = CB_ACT_ENROL };
  CbMay may;

  if (before == NULL)
    return check_founding (e, bytes, len, sig, error);
  if (!cb_uid_equal (&e->realm, cb_authority_realm (before)))
    return refuse (error, CB_JOURNAL_ERROR_BAD_RECORD, "an authority entry is of another county");
  if (e->seq != cb_authority_seq (before) + 1 || memcmp (e->prev, cb_authority_head (before), 32) != 0)
    return refuse (error, CB_JOURNAL_ERROR_BROKEN_CHAIN, "an authority entry does not follow the one before");
  if (e->kind == CB_ENTRY_RENEWAL)
    return check_renewal (e, before, bytes, len, sig, error);
  if (!check_content (e, before, &area, error))
    return FALSE;
  q.area = area;
  may = cb_may_judge (before, &q);
  if (may == CB_MAY_OUTSIDE_AREA && cb_may (before, &e->issuer, CB_ACT_ENROL, area, 0, NULL, 0) == CB_MAY_YES)
    may = CB_MAY_YES;   /* the issuer's own area counts; the desk only has to be in good standing */
  if (may != CB_MAY_YES)
    return cb_journal_not_entitled (may, error);
  if (!cb_entry_signed_by (bytes, len, sig, cb_authority_person (before, &e->issuer)->sign_pk))
    return refuse (error, CB_JOURNAL_ERROR_BAD_SIGNATURE, "an authority entry's signature does not verify");

  return TRUE;
}

gboolean
cb_entry_append (CbDb         *db,
                 gconstpointer bytes,
                 gsize         len,
                 const guint8  sig[64],
                 GError      **error)
{
  g_autoptr (CbEntry) e = cb_entry_parse (bytes, len, error);
  g_autoptr (GError) none = NULL;
  g_autoptr (CbAuthority) before = NULL;
  g_autoptr (CbStmt) s = NULL;

  if (e == NULL)
    return FALSE;
  before = cb_authority_load (db, &none);
  if (before == NULL && !g_error_matches (none, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_FOUNDED))
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (!cb_entry_check (e, before, bytes, len, sig, error))
    return FALSE;
  s = cb_db_prepare (db, "INSERT INTO authority (seq, hash, bytes, sig) VALUES (?1, ?2, ?3, ?4)", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, (gint64) e->seq);
  cb_stmt_bind_blob (s, 2, e->hash, 32);
  cb_stmt_bind_blob (s, 3, bytes, len);
  cb_stmt_bind_blob (s, 4, sig, 64);

  return cb_stmt_run (s, error);
}

/* ------- issuing ------- */

static gboolean
issue (CbDb           *db,
       CbEntry        *e,
       const CbIssuer *issuer,
       GError        **error)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (CbAuthority) before = cb_authority_load (db, &none);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *message = NULL;
  gconstpointer data;
  guint8 sig[64];
  gsize len;

  if (before == NULL && e->kind != CB_ENTRY_FOUNDING)
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (issuer->sign_sk == NULL || cb_secret_len (issuer->sign_sk) != 64)
    return refuse (error, CB_JOURNAL_ERROR_NOT_SIGNED, "an authority act is signed in person");
  e->issuer = issuer->person;
  e->issuer_desk = issuer->desk;
  e->ms = MAX (0, cb_clock_now_ms ());
  e->seq = 1;
  if (before != NULL)
    {
      e->realm = *cb_authority_realm (before);
      e->seq = cb_authority_seq (before) + 1;
      memcpy (e->prev, cb_authority_head (before), 32);
    }
  bytes = cb_entry_encode (e);
  data = g_bytes_get_data (bytes, &len);
  message = signed_message (data, len);
  crypto_sign_detached (sig, NULL, message, sizeof tag + len, cb_secret_bytes (issuer->sign_sk));

  return cb_entry_append (db, data, len, sig, error);
}

static void
copy_person (const CbPerson *from,
             CbPerson       *to)
{
  *to = *from;
  to->name = g_strdup (from->name != NULL ? from->name : "");
  to->area = g_strdup (from->area != NULL ? from->area : "");
}

static void
copy_desk (const CbDeskCert *from,
           CbDeskCert       *to)
{
  *to = *from;
  to->label = g_strdup (from->label != NULL ? from->label : "");
  to->area = g_strdup (from->area != NULL ? from->area : "");
}

gboolean
cb_authority_found (CbDb             *db,
                    const char       *county,
                    const char       *area,
                    const CbPerson   *first,
                    const CbDeskCert *desk,
                    const CbSecret   *desk_sign_sk,
                    const CbIssuer   *issuer,
                    GError          **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  e->kind = CB_ENTRY_FOUNDING;
  e->realm = cb_uid_new ();
  e->county = g_strdup (county);
  e->area = g_strdup (area);
  copy_person (first, &e->person);
  copy_desk (desk, &e->desk);

  return issue (db, e, issuer, error) && cb_journal_keep_desk (db, &desk->uid, desk_sign_sk, error);
}

gboolean
cb_authority_enrol_person (CbDb           *db,
                           const CbPerson *person,
                           const CbIssuer *issuer,
                           GError        **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  e->kind = CB_ENTRY_PERSON;
  copy_person (person, &e->person);

  return issue (db, e, issuer, error);
}

gboolean
cb_authority_enrol_desk (CbDb             *db,
                         const CbDeskCert *desk,
                         const CbIssuer   *issuer,
                         GError          **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  e->kind = CB_ENTRY_DESK;
  copy_desk (desk, &e->desk);

  return issue (db, e, issuer, error);
}

gboolean
cb_authority_set_sheet (CbDb           *db,
                        const CbUid    *desk,
                        const guint8    sign_pk[32],
                        const CbIssuer *issuer,
                        GError        **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  e->kind = CB_ENTRY_SHEET;
  e->whom = *desk;
  memcpy (e->sign_pk, sign_pk, 32);

  return issue (db, e, issuer, error);
}

gboolean
cb_authority_renew_key (CbDb           *db,
                        const guint8    sign_pk[32],
                        const guint8    box_pk[32],
                        const CbIssuer *issuer,
                        GError        **error)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  e->kind = CB_ENTRY_RENEWAL;
  e->whom = issuer->person;
  memcpy (e->sign_pk, sign_pk, 32);
  memcpy (e->box_pk, box_pk, 32);

  return issue (db, e, issuer, error);
}

/* For a person: on the desk of the record named, up to it; on every other desk, what this casebook holds now. */
static gboolean
collect_cuts (CbDb    *db,
              CbEntry *e,
              GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT d.uid, (SELECT max(seq) FROM record r WHERE r.desk = d.no),"
                                        " EXISTS (SELECT 1 FROM record r WHERE r.desk = d.no AND r.seq = ?1 AND r.hash = ?2)"
                                        " FROM desk d ORDER BY d.uid", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, (gint64) e->cut_seq);
  cb_stmt_bind_blob (s, 2, e->cut_hash, 32);
  e->cuts = g_array_new (FALSE, FALSE, sizeof (CbCut));
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbCut cut = { cb_stmt_get_uid (s, 0), (guint64) cb_stmt_get_int (s, 1) };

      if (cb_stmt_get_int (s, 2) != 0)
        {
          e->cut_desk = cut.desk;
          cut.seq = e->cut_seq;
        }
      g_array_append_val (e->cuts, cut);
    }

  return rc == 0;
}

gboolean
cb_authority_revoke (CbDb           *db,
                     const CbUid    *person_or_desk,
                     guint64         cut_seq,
                     const guint8   *cut_hash,
                     const char     *reason,
                     const CbIssuer *issuer,
                     GError        **error)
{
  g_autoptr (CbAuthority) a = cb_authority_load (db, error);
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);

  if (a == NULL)
    return FALSE;
  e->kind = CB_ENTRY_REVOCATION;
  e->whom = *person_or_desk;
  e->cut_seq = cut_seq;
  if (cut_hash != NULL)
    memcpy (e->cut_hash, cut_hash, 32);
  e->reason = g_strdup (reason != NULL ? reason : "");
  if (cb_authority_person (a, person_or_desk) != NULL)
    {
      if (!collect_cuts (db, e, error))
        return FALSE;
      if (cut_hash != NULL && cb_uid_is_none (&e->cut_desk))
        return refuse (error, CB_JOURNAL_ERROR_INVALID, "the last good record is not in this casebook");
    }
  else
    {
      e->cut_desk = *person_or_desk;
    }

  /* Some of what counted may count no longer. */
  return issue (db, e, issuer, error) && cb_journal_recheck (db, FALSE, error);
}
