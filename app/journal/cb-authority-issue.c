/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-authority-private.h"

#include <string.h>

#include "cb-journal-private.h"

static gboolean
issue (CbDb           *db,
       CbEntry        *e,
       const CbIssuer *issuer,
       GError        **error)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (CbAuthority) before = cb_authority_load (db, &none);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  guint8 sig[64];
  gsize len;

  if (before == NULL && e->kind != CB_ENTRY_FOUNDING)
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (issuer->sign_sk == NULL || cb_secret_len (issuer->sign_sk) != 64)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_SIGNED, "an authority act is signed in person");
      return FALSE;
    }
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
  cb_entry_sign (data, len, issuer->sign_sk, sig);

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
        {
          g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID, "the last good record is not in this casebook");
          return FALSE;
        }
    }
  else
    {
      e->cut_desk = *person_or_desk;
    }

  /* Some of what counted may count no longer. */
  return issue (db, e, issuer, error) && cb_journal_recheck (db, FALSE, error);
}
