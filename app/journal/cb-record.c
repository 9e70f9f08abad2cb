/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-record.h"

#include <sodium.h>
#include <string.h>

#include "cb-cbor.h"

#define SUITE 1

static const guint8 personal_record[16] = "cb/record/v1";
static const guint8 personal_body[16] = "cb/body/v1";
static const char tag_person[] = "casebook/person/v1";

static gboolean
bad (GError    **error,
     const char *what)
{
  g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD, what);

  return FALSE;
}

void
cb_record_init (CbRecord *r)
{
  memset (r, 0, sizeof *r);
  r->preds = g_array_new (FALSE, FALSE, sizeof (CbPred));
  r->basis = g_array_new (FALSE, FALSE, sizeof (CbRef));
}

void
cb_record_clear (CbRecord *r)
{
  g_clear_pointer (&r->preds, g_array_unref);
  g_clear_pointer (&r->basis, g_array_unref);
}

void
cb_record_hash (gconstpointer header,
                gsize         len,
                guint8        hash[32])
{
  crypto_generichash_blake2b_salt_personal (hash, 32, header, len, NULL, 0, NULL, personal_record);
}

static void
commitment (const guint8  salt[16],
            gconstpointer content,
            gsize         len,
            guint8        commit[32])
{
  crypto_generichash_blake2b_salt_personal (commit, 32, content, len, salt, 16, NULL, personal_body);
}

/* ------- writing ------- */

static void
put_fixed (CbCborWriter *w,
           guint64       key,
           gconstpointer bytes,
           gsize         len)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_bytes (w, bytes, len);
}

static void
put_number (CbCborWriter *w,
            guint64       key,
            guint64       value)
{
  cb_cbor_put_key (w, key);
  cb_cbor_put_uint (w, value);
}

GBytes *
cb_record_encode_header (const CbRecord *r)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  gboolean facts = r->type == CB_RECORD_FACTS;

  cb_cbor_put_map (w, 17 + (facts ? 1 + !!r->placed : 3) + !!r->has_digest);
  put_number (w, 0, 1);
  put_number (w, 1, SUITE);
  put_fixed (w, 2, r->realm.b, 16);
  put_fixed (w, 3, r->ref.desk.b, 16);
  put_number (w, 4, r->ref.seq);
  put_fixed (w, 5, r->prev, 32);
  put_number (w, 6, r->hlc);
  put_number (w, 7, r->lam);
  put_fixed (w, 8, r->auth, 32);
  put_fixed (w, 9, r->actor.b, 16);
  put_number (w, 10, r->type);
  put_fixed (w, 11, r->entity.b, 16);
  put_number (w, 12, r->kind);
  put_number (w, 13, r->first);
  put_number (w, 14, r->count);
  cb_cbor_put_key (w, 15);
  cb_cbor_put_text (w, r->area);
  put_fixed (w, 16, r->commit, 32);
  if (facts)
    {
      cb_cbor_put_key (w, 17);
      cb_cbor_put_array (w, r->preds->len);
      for (guint i = 0; i < r->preds->len; i++)
        {
          const CbPred *pred = &g_array_index (r->preds, CbPred, i);

          cb_cbor_put_array (w, 3);
          cb_cbor_put_uint (w, pred->field);
          cb_cbor_put_bytes (w, pred->ref.desk.b, 16);
          cb_cbor_put_uint (w, pred->ref.seq);
        }
      if (r->placed)
        {
          cb_cbor_put_key (w, 18);
          cb_cbor_put_array (w, 2);
          cb_cbor_put_bytes (w, r->place.desk.b, 16);
          cb_cbor_put_uint (w, r->place.seq);
        }
    }
  else
    {
      put_number (w, 19, r->event);
      cb_cbor_put_key (w, 20);
      cb_cbor_put_int (w, r->amount);
      cb_cbor_put_key (w, 21);
      cb_cbor_put_array (w, r->basis->len);
      for (guint i = 0; i < r->basis->len; i++)
        {
          const CbRef *ref = &g_array_index (r->basis, CbRef, i);

          cb_cbor_put_array (w, 2);
          cb_cbor_put_bytes (w, ref->desk.b, 16);
          cb_cbor_put_uint (w, ref->seq);
        }
    }
  if (r->has_digest)
    put_fixed (w, 22, r->digest, 32);

  return cb_cbor_writer_take (w);
}

GBytes *
cb_record_make_body (gconstpointer content,
                     gsize         len,
                     guint8        commit[32])
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  guint8 salt[16];

  randombytes_buf (salt, sizeof salt);
  commitment (salt, content, len, commit);
  cb_cbor_put_map (w, 2);
  put_fixed (w, 0, salt, sizeof salt);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_raw (w, content, len);

  return cb_cbor_writer_take (w);
}

/* ------- reading ------- */

static inline gboolean
get_fixed (CbCborReader *c,
           guint64       key,
           gpointer      out,
           gsize         len)
{
  guint64 found;

  return cb_cbor_get_key (c, &found) && found == key && cb_cbor_get_fixed (c, out, len);
}

static inline gboolean
get_number (CbCborReader *c,
            guint64       key,
            guint64       max,
            guint64      *out)
{
  guint64 found;

  return cb_cbor_get_key (c, &found) && found == key && cb_cbor_get_uint (c, out) && *out <= max;
}

static inline gboolean
get_ref (CbCborReader *c,
         gsize         items,
         CbRef        *ref)
{
  gsize n;

  return cb_cbor_get_array (c, &n) && n == items && cb_cbor_get_fixed (c, ref->desk.b, 16)
         && cb_cbor_get_uint (c, &ref->seq) && ref->seq >= 1 && ref->seq <= G_MAXINT64;
}

static gboolean
get_preds (CbCborReader *c,
           GArray       *preds)
{
  guint64 key, field;
  gsize n, three;

  if (!cb_cbor_get_key (c, &key) || key != 17 || !cb_cbor_get_array (c, &n))
    return FALSE;
  while (n-- > 0)
    {
      CbPred pred;

      if (!cb_cbor_get_array (c, &three) || three != 3 || !cb_cbor_get_uint (c, &field)
          || field == 0 || field > G_MAXUINT16 || !cb_cbor_get_fixed (c, pred.ref.desk.b, 16)
          || !cb_cbor_get_uint (c, &pred.ref.seq) || pred.ref.seq == 0 || pred.ref.seq > G_MAXINT64)
        return FALSE;
      pred.field = (guint) field;
      if (preds->len > 0)
        {
          const CbPred *last = &g_array_index (preds, CbPred, preds->len - 1);

          if (last->field > pred.field
              || (last->field == pred.field && cb_ref_compare (&last->ref, &pred.ref) >= 0))
            return FALSE;
        }
      g_array_append_val (preds, pred);
    }

  return TRUE;
}

static gboolean
get_basis (CbCborReader *c,
           GArray       *basis)
{
  guint64 key;
  gsize n;

  if (!cb_cbor_get_key (c, &key) || key != 21 || !cb_cbor_get_array (c, &n))
    return FALSE;
  while (n-- > 0)
    {
      CbRef ref;

      if (!get_ref (c, 2, &ref)
          || (basis->len > 0 && cb_ref_compare (&g_array_index (basis, CbRef, basis->len - 1), &ref) >= 0))
        return FALSE;
      g_array_append_val (basis, ref);
    }

  return TRUE;
}

static gboolean
get_area (CbCborReader *c,
          char         *area)
{
  guint64 key;
  const char *text;
  gsize len;

  if (!cb_cbor_get_key (c, &key) || key != 15 || !cb_cbor_get_text (c, &text, &len) || len > CB_AREA_MAX)
    return FALSE;
  memcpy (area, text, len);
  area[len] = '\0';

  return TRUE;
}

gboolean
cb_record_parse_header (CbRecord     *r,
                        gconstpointer header,
                        gsize         len,
                        GError      **error)
{
  CbCborReader c;
  gsize n, expect = 17;
  guint64 version, suite, type, kind, event;

  if (len > CB_RECORD_MAX)
    return bad (error, "a record's header is too large");
  g_array_set_size (r->preds, 0);
  g_array_set_size (r->basis, 0);
  r->placed = r->has_digest = FALSE;
  r->event = 0;
  r->amount = 0;
  r->header = header;
  r->header_len = len;
  r->body = r->content = r->sig = NULL;
  r->body_len = r->content_len = 0;
  cb_cbor_reader_init (&c, header, len);
  if (!cb_cbor_get_map (&c, &n) || !get_number (&c, 0, G_MAXUINT64, &version))
    return bad (error, "a record's header is not of the form");
  if (version != 1)
    return bad (error, "a record is of a version this program does not know");
  if (!get_number (&c, 1, SUITE, &suite) || suite != SUITE || !get_fixed (&c, 2, r->realm.b, 16)
      || !get_fixed (&c, 3, r->ref.desk.b, 16) || !get_number (&c, 4, G_MAXINT64, &r->ref.seq) || r->ref.seq == 0
      || !get_fixed (&c, 5, r->prev, 32) || !get_number (&c, 6, G_MAXINT64, &r->hlc)
      || !get_number (&c, 7, G_MAXINT64, &r->lam) || r->lam == 0 || !get_fixed (&c, 8, r->auth, 32)
      || !get_fixed (&c, 9, r->actor.b, 16) || !get_number (&c, 10, CB_RECORD_EVENT, &type) || type == 0
      || !get_fixed (&c, 11, r->entity.b, 16) || !get_number (&c, 12, G_MAXUINT16, &kind) || kind == 0
      || !get_number (&c, 13, r->ref.seq, &r->first) || r->first == 0
      || !get_number (&c, 14, G_MAXINT32, &r->count) || r->count == 0 || r->ref.seq - r->first >= r->count
      || r->first > G_MAXINT64 - r->count || !get_area (&c, r->area) || !get_fixed (&c, 16, r->commit, 32))
    return bad (error, "a record's header is not of the form");
  r->type = (guint) type;
  r->kind = (guint) kind;
  if (r->type == CB_RECORD_FACTS)
    {
      expect += 1;
      if (!get_preds (&c, r->preds))
        return bad (error, "what a record replaces is not of the form");
      if (n > expect && c.p < c.end && *c.p == 18)
        {
          guint64 key;

          expect++;
          r->placed = TRUE;
          if (!cb_cbor_get_key (&c, &key) || key != 18 || !get_ref (&c, 2, &r->place))
            return bad (error, "a record's place is not of the form");
        }
    }
  else
    {
      guint64 key;

      expect += 3;
      if (!get_number (&c, 19, G_MAXUINT16, &event) || event == 0
          || !cb_cbor_get_key (&c, &key) || key != 20 || !cb_cbor_get_int (&c, &r->amount)
          || r->amount > CB_MONEY_MAX || r->amount < -CB_MONEY_MAX || !get_basis (&c, r->basis))
        return bad (error, "an event's header is not of the form");
      r->event = (guint) event;
    }
  if (n > expect)
    {
      expect++;
      r->has_digest = TRUE;
      if (!get_fixed (&c, 22, r->digest, 32))
        return bad (error, "a record's header is not of the form");
    }
  if (n != expect || !cb_cbor_done (&c, NULL))
    return bad (error, "a record's header is not of the form");
  cb_record_hash (header, len, r->hash);

  return TRUE;
}

gboolean
cb_record_parse_body (CbRecord     *r,
                      gconstpointer body,
                      gsize         len,
                      GError      **error)
{
  CbCborReader c;
  guint8 salt[16], commit[32];
  guint64 key;
  gsize n;

  if (r->type == CB_RECORD_FACTS ? len + r->header_len > CB_RECORD_MAX : len > CB_EVENT_DATA_MAX + 64)
    return bad (error, "a record is too large");
  cb_cbor_reader_init (&c, body, len);
  if (!cb_cbor_get_map (&c, &n) || n != 2 || !get_fixed (&c, 0, salt, sizeof salt)
      || !cb_cbor_get_key (&c, &key) || key != 1 || !cb_cbor_get_raw (&c, &r->content, &r->content_len)
      || !cb_cbor_done (&c, NULL))
    return bad (error, "a record's content is not of the form");
  commitment (salt, r->content, r->content_len, commit);
  if (sodium_memcmp (commit, r->commit, sizeof commit) != 0)
    return bad (error, "a record's content is not what its header commits to");
  r->body = body;
  r->body_len = len;

  return TRUE;
}

/* ------- meaning ------- */

static gboolean
value_fits (const CbField *def,
            const CbValue *value)
{
  if (value->kind == CB_VALUE_NONE)
    return TRUE;
  switch (def->type)
    {
    case CB_FIELD_TYPE_MONEY:
      return value->kind == CB_VALUE_INT && value->i <= CB_MONEY_MAX && value->i >= -CB_MONEY_MAX;
    case CB_FIELD_TYPE_TRUTH:
      return value->kind == CB_VALUE_INT && (value->i == 0 || value->i == 1);
    case CB_FIELD_TYPE_COUNT:
    case CB_FIELD_TYPE_DATE:
    case CB_FIELD_TYPE_MONTH:
      return value->kind == CB_VALUE_INT && value->i > G_MININT32 && value->i <= G_MAXINT32;
    case CB_FIELD_TYPE_REF:
      return value->kind == CB_VALUE_UID;
    case CB_FIELD_TYPE_AREA:
      return value->kind == CB_VALUE_TEXT && strlen (value->text) <= CB_AREA_MAX;
    case CB_FIELD_TYPE_TEXT:
    case CB_FIELD_TYPE_CHOICE:
    case CB_FIELD_TYPE_ID:
    case CB_FIELD_TYPE_CERT:
    case CB_FIELD_TYPE_PHONE:
    case CB_FIELD_TYPE_CARD:
    default:
      return value->kind == CB_VALUE_TEXT;
    }
}

static gboolean
facts_ok (const CbRecord *r)
{
  CbCborReader c;
  gsize n;
  guint at = 0;

  cb_cbor_reader_init (&c, r->content, r->content_len);
  if (!cb_cbor_get_map (&c, &n) || n == 0)
    return FALSE;
  while (n-- > 0)
    {
      g_auto (CbValue) value = CB_VALUE_INIT;
      const CbField *def;
      guint64 field;

      if (!cb_cbor_get_key (&c, &field) || field == 0 || field > G_MAXUINT16 || !cb_value_decode (&c, &value))
        return FALSE;
      def = cb_field_by_id ((guint) field);
      if (def != NULL && (!value_fits (def, &value)
                          || (field > CB_FIELD_REMOVED && (guint) def->kind != r->kind)))
        return FALSE;
      /* Both ascend: what is replaced must be among what is written. */
      if (at < r->preds->len && g_array_index (r->preds, CbPred, at).field < field)
        return FALSE;
      while (at < r->preds->len && g_array_index (r->preds, CbPred, at).field == field)
        at++;
    }

  return at == r->preds->len && cb_cbor_done (&c, NULL);
}

/* Who decides says on what; who countersigns, what. */
static gboolean
needs_basis (CbAct act)
{
  return cb_act_decides (act) || act == CB_ACT_COUNTERSIGN_PACK;
}

gboolean
cb_record_form_ok (const CbRecord *r)
{
  if (r->kind > CB_KIND_LAST || cb_uid_is_none (&r->entity))
    return FALSE;
  if (r->type == CB_RECORD_EVENT)
    return cb_event_act (r->event) != 0 && (!needs_basis (cb_event_act (r->event)) || r->basis->len > 0);

  return r->body == NULL || facts_ok (r);
}

gboolean
cb_record_fact (const CbRecord *r,
                guint           field,
                CbValue        *value)
{
  CbCborReader c;
  guint64 key;
  gsize n;

  if (r->type != CB_RECORD_FACTS || r->content == NULL)
    return FALSE;
  cb_cbor_reader_init (&c, r->content, r->content_len);
  if (!cb_cbor_get_map (&c, &n))
    return FALSE;
  while (n-- > 0)
    {
      const guint8 *raw;
      gsize len;

      if (!cb_cbor_get_key (&c, &key) || key > field)
        return FALSE;
      if (key == field)
        return cb_value_decode (&c, value);
      if (!cb_cbor_get_raw (&c, &raw, &len))
        return FALSE;
    }

  return FALSE;
}

gboolean
cb_record_says_nothing (const CbRecord *r)
{
  return r->content == NULL || (r->content_len == 1 && r->content[0] == 0xf6);   /* CBOR's null */
}

CbAct
cb_record_act (const CbRecord *r)
{
  if (r->type == CB_RECORD_EVENT)
    return cb_event_act (r->event);
  switch (r->kind)
    {
    case CB_KIND_RUN:
      return CB_ACT_PAY;
    case CB_KIND_PACK:
      return CB_ACT_PUBLISH_PACK;
    default:
      return CB_ACT_RECORD;
    }
}

GBytes *
cb_record_person_message (gconstpointer header,
                          gsize         len)
{
  GByteArray *message = g_byte_array_sized_new ((guint) (sizeof tag_person + len));
  guint8 suite = SUITE;

  g_byte_array_append (message, (const guint8 *) tag_person, sizeof tag_person - 1);
  g_byte_array_append (message, &suite, 1);
  g_byte_array_append (message, header, (guint) len);

  return g_byte_array_free_to_bytes (message);
}

gboolean
cb_record_person_verify (const CbRecord *r,
                         const guint8    pk[32])
{
  g_autoptr (GBytes) message = cb_record_person_message (r->header, r->header_len);

  return r->sig != NULL
         && crypto_sign_verify_detached (r->sig, g_bytes_get_data (message, NULL), g_bytes_get_size (message), pk) == 0;
}
