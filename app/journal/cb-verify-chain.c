/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-verify-batch.h"

#include <sodium.h>
#include <string.h>

/* One desk's chain, read once from its beginning.  A number may have several hashes (a cloned desk): a record follows any of those
 * of the number before. */
typedef struct
{
  CbVerifying *v;
  CbDeskRow    desk;
  guint64      seq;            /* at hand */
  GArray      *before, *here;  /* of 32 bytes: hashes of the number before, and of this one */
  guint64      branched;       /* first number with two hashes */
  guint64      changesets;
  guint64      first;          /* of the changeset of the record before */
  gboolean     open;           /* the last record is not the last of its changeset */
} Chain;

static gboolean
contains (GArray       *hashes,
          const guint8 *hash)
{
  for (guint i = 0; i < hashes->len; i++)
    if (memcmp (hashes->data + 32 * i, hash, 32) == 0)
      return TRUE;

  return FALSE;
}

/* The desk's signature, found by the last record of a changeset. */
static gboolean
check_changeset (Chain          *c,
                 const CbRecord *r,
                 GError        **error)
{
  CbVerifying *v = c->v;
  g_autoptr (CbStmt) s = cb_db_prepare (v->db, "SELECT last, sig FROM changeset WHERE desk = ?1 AND first = ?2 AND hash = ?3", error);
  CbAuthority *at = v->newest != NULL ? cb_authority_at (v->newest, r->auth) : NULL;
  const CbDeskCert *cert = at != NULL ? cb_authority_desk (at, &r->ref.desk) : NULL;
  const guint8 *sig;
  gsize len;
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, c->desk.no);
  cb_stmt_bind_int (s, 2, (gint64) r->first);
  cb_stmt_bind_blob (s, 3, r->hash, 32);
  rc = cb_stmt_step (s, error);
  if (rc < 0)
    return FALSE;
  if (rc == 0)
    {
      cb_verify_fault (v, &r->ref, "the signature of its changeset is missing");
      return TRUE;
    }
  c->changesets++;
  sig = cb_stmt_get_blob (s, 1, &len);
  if (cert == NULL)
    cb_verify_fault (v, &r->ref, "the desk was not enrolled when it wrote this");
  else if (len != 64 || (guint64) cb_stmt_get_int (s, 0) != r->ref.seq
           || !cb_changeset_verify (&r->realm, &r->ref.desk, r->first, r->ref.seq, r->hash, sig, cert->sign_pk))
    cb_verify_fault (v, &r->ref, "the desk's signature does not verify");

  return TRUE;
}

static gboolean
check_rights (Chain          *c,
              const CbRecord *r,
              gint64          status,
              gint64          why,
              GError        **error)
{
  CbVerifying *v = c->v;
  CbAuthority *at = v->newest != NULL ? cb_authority_at (v->newest, r->auth) : NULL;
  const CbPerson *person = at != NULL ? cb_authority_person (at, &r->actor) : NULL;
  g_autoptr (GError) fault = NULL;
  CbStatus judged;
  guint reason;

  if (at == NULL)
    {
      cb_verify_fault (v, &r->ref, "the authority entry it names is not here");
      return TRUE;
    }
  if (r->sig != NULL && (person == NULL || !cb_record_person_verify (r, person->sign_pk)) && status == CB_STATUS_APPLIED)
    cb_verify_fault (v, &r->ref, "the person's signature does not verify");
  if (!cb_rights_judge (v->rights, r, &c->desk, &judged, &reason, &fault))
    {
      /* What it names may be what is damaged; that is a finding, not a failure to look. */
      if (fault->domain != CB_JOURNAL_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      cb_verify_fault (v, &r->ref, "a record it stands on is unsound");
    }
  else if ((gint64) judged != status || (gint64) reason != why)
    {
      cb_verify_fault (v, &r->ref, status != CB_STATUS_APPLIED ? "it is kept out for another reason than it should, or none"
                                   : reason == CB_WHY_NOT_SIGNED ? "the person's signature is missing"
                                   : "its author was not entitled to it");
    }

  return TRUE;
}

static void
check_place (Chain          *c,
             const CbRecord *r,
             guint64         first_before)
{
  if (r->ref.seq == 1 ? !sodium_is_zero (r->prev, 32) : !contains (c->before, r->prev))
    cb_verify_fault (c->v, &r->ref, "it does not follow the record before");
  if (c->open && c->here->len == 0 && r->first != first_before)
    cb_verify_fault (c->v, &r->ref, "the changeset before is cut off");
}

static void
begin_number (Chain  *c,
              guint64 seq)
{
  GArray *swap = c->before;

  if (seq == c->seq)
    return;
  if (seq != c->seq + 1)
    {
      CbRef missing = { c->desk.uid, c->seq + 1 };

      cb_verify_fault (c->v, &missing, "is missing");
    }
  c->before = c->here;
  c->here = swap;
  g_array_set_size (c->here, 0);
  c->seq = seq;
}

static gboolean
check_row (Chain     *c,
           CbReadRow *row,
           GError   **error)
{
  CbVerifying *v = c->v;
  CbRecord *r = &row->record;
  CbRef ref = { c->desk.uid, row->seq };
  gint64 status = row->status, why = row->why;
  guint8 item[32];

  v->report->records++;
  begin_number (c, row->seq);
  if (row->header_fault != NULL)
    {
      cb_verify_fault (v, &ref, row->header_fault->message);
      g_array_append_vals (c->here, row->hash, row->has_hash);
      return TRUE;
    }
  if (!row->has_hash || memcmp (row->hash, r->hash, 32) != 0 || !cb_ref_equal (&r->ref, &ref) || row->lam != r->lam)
    cb_verify_fault (v, &ref, "its header has been changed");
  if (v->newest != NULL && !cb_uid_equal (&r->realm, cb_authority_realm (v->newest)))
    cb_verify_fault (v, &ref, "it is of another county");
  if (row->odd_sig)
    cb_verify_fault (v, &ref, "the person's signature does not verify");
  check_place (c, r, c->first);
  c->first = r->first;
  g_array_append_vals (c->here, r->hash, 1);
  if (c->here->len > 1 && c->branched == 0)
    c->branched = row->seq;
  c->open = r->ref.seq != r->first + r->count - 1;
  if (!c->open && !check_changeset (c, r, error))
    return FALSE;
  if (!row->has_body || row->body_fault != NULL)
    {
      cb_verify_fault (v, &ref, row->body_fault != NULL ? row->body_fault->message : "its content is missing");
      return TRUE;
    }
  if (r->type == CB_RECORD_EVENT)
    {
      v->report->events++;
      if (status == CB_STATUS_APPLIED)
        {
          cb_digest_event (r->hash, item);
          cb_digest_add (v->digest, item);
        }
    }

  return v->rights == NULL || check_rights (c, r, status, why, error);
}

static gboolean
check_chain (Chain     *c,
             CbReading *reading,
             GError   **error)
{
  CbVerifying *v = c->v;
  g_autoptr (CbStmt) signed_runs = cb_db_prepare (v->db, "SELECT count (*) FROM changeset WHERE desk = ?1", error);
  CbReadRow *row;
  CbRef end;
  int rc;

  if (signed_runs == NULL || !cb_reading_start (reading, c->desk.no, error))
    return FALSE;
  while ((rc = cb_reading_next (reading, &row, error)) == 1)
    {
      if (!check_row (c, row, error))
        return FALSE;
      if (v->progress != NULL && v->total > 0 && v->report->records % 4096 == 0)
        v->progress (MIN (1.0, (gdouble) v->report->records / v->total) * 0.5, v->data);
    }
  if (rc < 0)
    return FALSE;
  end = (CbRef) { c->desk.uid, c->seq };
  if (c->open)
    cb_verify_fault (v, &end, "its changeset is cut off");
  if (c->branched != c->desk.clone)
    cb_verify_fault (v, &end, "two branches are not marked where they part");
  cb_stmt_bind_int (signed_runs, 1, c->desk.no);
  if (cb_stmt_step (signed_runs, error) != 1)
    return FALSE;
  if ((guint64) cb_stmt_get_int (signed_runs, 0) != c->changesets)
    cb_verify_fault (v, &end, "there are signatures of records that are missing");
  v->report->changesets += c->changesets;

  return TRUE;
}

gboolean
cb_verify_chains (CbVerifying *v,
                  GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (v->db, "SELECT no, uid, clone FROM desk ORDER BY no", error);
  g_autoptr (CbReading) reading = NULL;
  int rc;

  if (s == NULL)
    return FALSE;
  reading = cb_reading_new (v->db);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      Chain c = {
        .v = v,
        .desk = { cb_stmt_get_int (s, 0), cb_stmt_get_uid (s, 1), (guint64) cb_stmt_get_int (s, 2) },
        .before = g_array_new (FALSE, FALSE, 32),
        .here = g_array_new (FALSE, FALSE, 32),
      };
      gboolean ok = check_chain (&c, reading, error);

      g_array_unref (c.before);
      g_array_unref (c.here);
      if (!ok)
        return FALSE;
    }

  return rc == 0;
}
