/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-change-private.h"

#include <sodium.h>
#include <string.h>

#include "cb-area.h"
#include "cb-cbor.h"

/* A changeset in the making: all records are made and judged before the first is written. */
typedef struct
{
  CbChange    *change;
  CbDb        *db;
  CbAuthority *authority;
  CbRights    *rights;
  CbDeskRow    desk;
  CbBook       book;
  guint64      first;
  guint8       hash[32];      /* of the record before */
  gint64       now;
  const char  *own_area;      /* the narrower of the person's and the desk's */
  CbRecord    *records;
  GBytes     **bytes;         /* header, body, content and signature of each, kept alive */
  guint        n, done;
} Making;

static void
making_clear (Making *m)
{
  for (guint i = 0; i < m->n; i++)
    cb_record_clear (&m->records[i]);
  for (guint i = 0; i < 4 * m->n; i++)
    g_clear_pointer (&m->bytes[i], g_bytes_unref);
  g_free (m->records);
  g_free (m->bytes);
  g_clear_pointer (&m->rights, cb_rights_free);
  g_clear_pointer (&m->authority, cb_authority_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static gboolean
invalid (GError    **error,
         const char *what)
{
  g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID, what);

  return FALSE;
}

static const guint8 *
public_of (const CbSecret *sk)
{
  return sk != NULL && cb_secret_len (sk) == 64 ? cb_secret_bytes (sk) + 32 : NULL;
}

static gboolean
begin (Making   *m,
       CbChange *change,
       CbDb     *db,
       GError  **error)
{
  const CbPerson *person;
  const CbDeskCert *desk;
  guint64 lam;

  m->change = change;
  m->db = db;
  m->authority = cb_authority_load (db, error);
  if (m->authority == NULL)
    return FALSE;
  if (change->facts->len + change->events->len == 0)
    return invalid (error, "the change is empty");
  person = cb_authority_person (m->authority, &change->actor.person);
  desk = cb_authority_desk (m->authority, &change->actor.desk);
  if (person == NULL)
    return cb_journal_not_entitled (CB_MAY_UNKNOWN_PERSON, error);
  if (desk == NULL)
    return cb_journal_not_entitled (CB_MAY_UNKNOWN_DESK, error);
  if (public_of (change->actor.desk_sk) == NULL || memcmp (public_of (change->actor.desk_sk), desk->sign_pk, 32) != 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE, "the desk's key is not the one it was enrolled with");
      return FALSE;
    }
  m->own_area = cb_area_within (person->area, desk->area) ? person->area : desk->area;
  if (!cb_store_desk (db, &change->actor.desk, TRUE, &m->desk, error)
      || !cb_store_last (db, m->desk.no, &m->first, m->hash, &lam, error) || !cb_book_load (db, &m->book, error))
    return FALSE;
  if (m->desk.clone != 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE,
                           "this desk's records have two branches; it must be enrolled as a new desk");
      return FALSE;
    }
  m->first++;
  m->n = change->facts->len + change->events->len;
  m->records = g_new0 (CbRecord, m->n);
  m->bytes = g_new0 (GBytes *, 4 * m->n);
  for (guint i = 0; i < m->n; i++)
    cb_record_init (&m->records[i]);
  m->rights = cb_rights_new (db, m->authority);
  m->now = cb_clock_now_ms ();

  return TRUE;
}

static CbRecord *
next_record (Making      *m,
             guint        type,
             const CbUid *entity,
             CbKind       kind)
{
  CbRecord *r = &m->records[m->done];
  CbHlc last = m->book.hlc;

  r->realm = *cb_authority_realm (m->authority);
  r->ref = (CbRef) { m->change->actor.desk, m->first + m->done };
  memcpy (r->prev, m->hash, 32);
  memcpy (r->auth, cb_authority_head (m->authority), 32);
  r->hlc = m->book.hlc = cb_hlc_tick (m->book.hlc, m->now);
  r->lam = ++m->book.lam;
  r->actor = m->change->actor.person;
  r->type = type;
  r->entity = *entity;
  r->kind = kind;
  r->first = m->first;
  r->count = m->n;
  if (m->done == 0 && cb_clock_date_of (cb_hlc_ms (last)) != cb_clock_date_of (cb_hlc_ms (r->hlc)))
    {
      r->has_digest = TRUE;
      memcpy (r->digest, m->book.digest, 32);
    }

  return r;
}

/* Takes @content; gives the record its bytes, hash and, when asked for, signature; then judges it. */
static gboolean
finish_record (Making         *m,
               CbRecord       *r,
               GBytes         *content,
               const CbSecret *sign_sk,
               GError        **error)
{
  GBytes **bytes = &m->bytes[4 * m->done];
  CbStatus status;
  guint why;

  bytes[0] = content;
  r->content = g_bytes_get_data (content, &r->content_len);
  bytes[1] = cb_record_make_body (r->content, r->content_len, r->commit);
  r->body = g_bytes_get_data (bytes[1], &r->body_len);
  bytes[2] = cb_record_encode_header (r);
  r->header = g_bytes_get_data (bytes[2], &r->header_len);
  if (r->header_len + (r->type == CB_RECORD_FACTS ? r->body_len : 0) > CB_RECORD_MAX || r->body_len > CB_EVENT_DATA_MAX + 64)
    return invalid (error, "the change is too large for one record");
  cb_record_hash (r->header, r->header_len, r->hash);
  if (sign_sk != NULL)
    {
      g_autoptr (GBytes) message = cb_record_person_message (r->header, r->header_len);
      guint8 sig[64];

      crypto_sign_detached (sig, NULL, g_bytes_get_data (message, NULL), g_bytes_get_size (message), cb_secret_bytes (sign_sk));
      bytes[3] = g_bytes_new (sig, sizeof sig);
      r->sig = g_bytes_get_data (bytes[3], NULL);
    }
  memcpy (m->hash, r->hash, 32);
  m->done++;
  if (!cb_rights_judge (m->rights, r, &m->desk, &status, &why, error))
    return FALSE;
  if (status == CB_STATUS_APPLIED)
    return TRUE;
  if (why == CB_WHY_NOT_SIGNED)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_SIGNED, "this act is signed in person");
      return FALSE;
    }
  if (why == CB_WHY_FORM)
    return invalid (error, "a value does not fit its field, or a decision names no basis");

  return cb_journal_not_entitled ((CbMay) why, error);
}

static gboolean
known (Making      *m,
       const CbRef *ref,
       GError     **error)
{
  CbDeskRow desk;
  g_autoptr (CbStmt) s = NULL;
  int rc;

  if (!cb_store_desk (m->db, &ref->desk, FALSE, &desk, error))
    return FALSE;
  s = cb_db_prepare (m->db, "SELECT 1 FROM record WHERE desk = ?1 AND seq = ?2", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, desk.no);
  cb_stmt_bind_int (s, 2, (gint64) ref->seq);
  rc = cb_stmt_step (s, error);
  if (rc == 0)
    return invalid (error, "the change names a record that is not in this casebook");

  return rc == 1;
}

static gboolean
is_head (const CbHead *heads,
         guint         n,
         const CbRef  *ref)
{
  for (guint i = 0; i < n; i++)
    if (cb_ref_equal (&heads[i].ref, ref))
      return TRUE;

  return FALSE;
}

/* What the write replaces: what the author saw, or all there is. */
static gboolean
add_preds (Making        *m,
           CbRecord      *r,
           const CbFacts *facts,
           const CbWrite *write,
           GError       **error)
{
  guint n = 0;
  const CbHead *heads = facts->before != NULL ? cb_entity_heads (facts->before, write->field, &n) : NULL;
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (CbRef));

  for (guint i = 0; write->seen_all && i < n; i++)
    g_array_append_val (refs, heads[i].ref);
  for (guint i = 0; !write->seen_all && i < write->seen->len; i++)
    {
      const CbRef *ref = &g_array_index (write->seen, CbRef, i);

      if (!is_head (heads, n, ref) && !known (m, ref, error))
        return FALSE;
      g_array_append_val (refs, *ref);
    }
  if (refs->len > 1)
    cb_refs_sort (refs);
  for (guint i = 0; i < refs->len; i++)
    {
      CbPred pred = { write->field, g_array_index (refs, CbRef, i) };

      g_array_append_val (r->preds, pred);
    }

  return TRUE;
}

static void
claim_area (Making        *m,
            CbRecord      *r,
            const CbPlace *place)
{
  g_strlcpy (r->area, place->placed ? place->area : m->own_area, sizeof r->area);
}

static gboolean
make_facts (Making  *m,
            CbFacts *facts,
            GError **error)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GError) fault = NULL;
  const CbWrite *area = facts->kind == CB_KIND_HOUSEHOLD ? cb_facts_find (facts, CB_FIELD_HOUSEHOLD_AREA) : NULL;
  CbPlace place;
  CbRecord *r;

  facts->before = cb_journal_entity (m->db, &facts->entity, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (facts->before != NULL && cb_entity_kind (facts->before) != facts->kind)
    return invalid (error, "the subject is of another kind");
  r = next_record (m, CB_RECORD_FACTS, &facts->entity, facts->kind);
  facts->ref = r->ref;
  if (!cb_change_place (m->change, m->db, &facts->entity, facts->kind, &place, error))
    return FALSE;
  claim_area (m, r, &place);
  if (place.placed && area == NULL)
    {
      r->placed = TRUE;
      r->place = place.ref;
    }
  cb_cbor_put_map (w, facts->writes->len);
  for (guint i = 0; i < facts->writes->len; i++)
    {
      const CbWrite *write = &g_array_index (facts->writes, CbWrite, i);

      if (!add_preds (m, r, facts, write, error))
        return FALSE;
      cb_cbor_put_key (w, write->field);
      cb_value_encode (&write->value, w);
    }
  if (r->placed && r->place.seq >= m->first && cb_uid_equal (&r->place.desk, &r->ref.desk))
    cb_rights_know_place (m->rights, &r->place, &place.household, place.area);

  return finish_record (m, r, cb_cbor_writer_take (w), NULL, error);
}

/* Who decides stands on what was done in the case before, whether or not the caller names it: so every desk sees who is on the other
 * side, not only this one. */
static gboolean
add_case_basis (Making            *m,
                const CbHappening *event,
                GError           **error)
{
  /* submitted, opinion, decision, visit */
  g_autoptr (CbStmt) s = cb_db_prepare (m->db, "SELECT d.uid, e.seq FROM event e JOIN desk d ON d.no = e.desk"
                                        " WHERE e.entity = ?1 AND e.event IN (1, 2, 4, 11)", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &event->entity);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbRef ref = { cb_stmt_get_uid (s, 0), (guint64) cb_stmt_get_int (s, 1) };

      g_array_append_val (event->basis, ref);
    }
  cb_refs_sort (event->basis);

  return rc == 0;
}

static gboolean
make_event (Making            *m,
            const CbHappening *event,
            GError           **error)
{
  static const guint8 nothing[1] = { 0xf6 };
  CbRecord *r = next_record (m, CB_RECORD_EVENT, &event->entity, event->kind);
  const CbPerson *person = cb_authority_person (m->authority, &r->actor);
  const CbSecret *sign_sk = cb_event_needs_signature (event->event) ? m->change->actor.sign_sk : NULL;
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (CbUid));
  gboolean county_only;
  CbPlace place;

  r->event = event->event;
  r->amount = event->amount;
  if (event->amount > CB_MONEY_MAX || event->amount < -CB_MONEY_MAX || (event->area != NULL && strlen (event->area) > CB_AREA_MAX))
    return invalid (error, "the event's amount or area is out of range");
  if (event->data != NULL
      && (g_bytes_get_size (event->data) > CB_EVENT_DATA_MAX
          || !cb_cbor_validate (g_bytes_get_data (event->data, NULL), g_bytes_get_size (event->data), NULL, NULL)))
    return invalid (error, "the event's content is too large or not deterministic CBOR");
  if (!cb_change_place (m->change, m->db, &event->entity, event->kind, &place, error)
      || !cb_change_others (m->db, &event->entity, &place.household, cb_event_act (event->event), others, &county_only, error))
    return FALSE;
  if (m->change->facts->len > 0)
    g_array_append_val (others, r->actor);   /* what is recorded in the same breath counts too */
  cb_rights_set_others (m->rights, (const CbUid *) others->data, others->len, county_only);
  if (event->area != NULL)
    g_strlcpy (r->area, event->area, sizeof r->area);
  else
    claim_area (m, r, &place);
  if (cb_act_decides (cb_event_act (event->event)) && !add_case_basis (m, event, error))
    return FALSE;
  for (guint i = 0; i < event->basis->len; i++)
    if (!known (m, &g_array_index (event->basis, CbRef, i), error))
      return FALSE;
  g_array_append_vals (r->basis, event->basis->data, event->basis->len);
  if (sign_sk != NULL && (public_of (sign_sk) == NULL || memcmp (public_of (sign_sk), person->sign_pk, 32) != 0))
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE,
                           "the person's key is not the one they were enrolled with");
      return FALSE;
    }

  return finish_record (m, r, event->data != NULL ? g_bytes_ref (event->data) : g_bytes_new_static (nothing, 1), sign_sk, error);
}

gboolean
cb_change_commit (CbChange *change,
                  CbDb     *db,
                  CbRef    *first,
                  CbRef    *last,
                  GError  **error)
{
  g_auto (Making) m = { 0 };
  CbProjection p = { .db = db };
  guint64 last_seq;
  guint8 sig[64];

  if (!begin (&m, change, db, error))
    return FALSE;
  for (guint i = 0; i < change->facts->len; i++)
    if (!make_facts (&m, g_ptr_array_index (change->facts, i), error))
      return FALSE;
  for (guint i = 0; i < change->events->len; i++)
    if (!make_event (&m, g_ptr_array_index (change->events, i), error))
      return FALSE;

  last_seq = m.first + m.n - 1;
  cb_changeset_sign (cb_authority_realm (m.authority), &change->actor.desk, m.first, last_seq, m.hash, change->actor.desk_sk, sig);
  p.book = m.book;
  p.book.records += m.n;
  for (guint i = 0; i < m.n; i++)
    if (!cb_store_record (db, m.desk.no, &m.records[i], CB_STATUS_APPLIED, 0, error)
        || !cb_project_record (&p, &m.records[i], m.desk.no, error))
      return FALSE;
  if (!cb_store_changeset (db, m.desk.no, m.first, last_seq, m.hash, sig, error) || !cb_book_save (db, &p.book, error))
    return FALSE;
  if (first != NULL)
    *first = m.records[0].ref;
  if (last != NULL)
    *last = m.records[m.n - 1].ref;

  return TRUE;
}
