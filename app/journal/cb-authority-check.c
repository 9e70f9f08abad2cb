/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-authority-private.h"

#include <sodium.h>
#include <string.h>

#include "cb-area.h"
#include "cb-journal-private.h"

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
      /* Whoever is enrolled again must have been within the issuer's reach before as well: a township takes nobody from the county. */
      person = cb_authority_person (before, &e->person.uid);
      if (person != NULL && cb_may (before, &e->issuer, CB_ACT_ENROL, person->area, 0, NULL, 0) == CB_MAY_OUTSIDE_AREA)
        return cb_journal_not_entitled (CB_MAY_OUTSIDE_AREA, error);
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
