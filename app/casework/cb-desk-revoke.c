/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rights that change, and rights that end. */

#define REASON_MOST 2000    /* bytes; the authority log takes twice that */

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, sentence);
  return FALSE;
}

CbMay
cb_desk_standing (CbDesk *desk)
{
  CbAuthority *authority = cb_desk_authority (desk);
  const CbPerson *person = cb_authority_person (authority, &desk->person);
  const CbDeskCert *cert = cb_authority_desk (authority, cb_desk_identity (desk));

  if (person != NULL && person->revoked)
    return CB_MAY_REVOKED;
  return cert != NULL && cert->revoked ? CB_MAY_DESK_REVOKED : CB_MAY_YES;
}

static gpointer
trail_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const CbTrace *asked = data;

  return cb_journal_trail (db, &asked->actor, asked->records, error);
}

GArray *
cb_desk_trail (CbDesk      *desk,
               const CbUid *whom,
               guint        max,
               GError     **error)
{
  return cb_desk_read (desk, trail_job, &(CbTrace) { .actor = *whom, .records = max }, error);
}

/* --- revoking --- */

gboolean
cb_desk_may_revoke (CbDesk      *desk,
                    const CbUid *whom,
                    GError     **error)
{
  CbAuthority *authority = cb_desk_authority (desk);
  const CbPerson *person = cb_authority_person (authority, whom);
  const CbDeskCert *cert = cb_authority_desk (authority, whom);
  CbMay may;

  if (person == NULL && cert == NULL)
    return refuse (error, N_("Nobody of that name is enrolled."));
  /* So there is always an authority left, and a desk to work at. */
  if (cb_uid_equal (whom, &desk->person))
    return refuse (error, N_("Nobody revokes themselves: another authority does it."));
  if (cb_uid_equal (whom, cb_desk_identity (desk)))
    return refuse (error, N_("Nobody revokes the desk they sit at: it is done at another desk."));
  if (person != NULL ? person->revoked : cert->revoked)
    return refuse (error, N_("This is revoked already."));
  may = cb_may (authority, &desk->person, CB_ACT_ENROL, person != NULL ? person->area : cert->area, 0, NULL, 0);
  if (may != CB_MAY_YES)
    return refuse (error, may == CB_MAY_OUTSIDE_AREA ? N_("This lies outside your area: an authority of the county revokes it.")
                                                     : N_("Only the authority revokes people and desks. Ask the authority."));
  return TRUE;
}

typedef struct { const CbUid *whom; const CbTrace *last; const char *reason; } Revocation;

static gpointer
revoke_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Revocation *r = data;
  const CbActor *actor = cb_desk_use_signature (desk, error);
  const gboolean person = cb_authority_person (cb_desk_authority (desk), r->whom) != NULL;
  g_autoptr (GArray) trail = NULL;
  const CbTrace *last = r->last;

  if (actor == NULL)
    return NULL;
  /* Of a desk the log wants the last record by name; a desk that was never heard of has none, and nothing of it counts. */
  if (last == NULL && !person)
    {
      trail = cb_journal_trail (db, r->whom, 1, error);
      if (trail == NULL)
        return NULL;
      if (trail->len > 0)
        last = &g_array_index (trail, CbTrace, 0);
    }
  if (!cb_authority_revoke (db, r->whom, last != NULL ? last->last.seq : 0, last != NULL ? last->hash : NULL, r->reason,
                            &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  /* What was on record may have gone: a list that is not told would still show it. */
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE | CB_CHANGED_HOUSEHOLDS | CB_CHANGED_CASES | CB_CHANGED_PAYMENTS | CB_CHANGED_PACKS);
  return desk;
}

gboolean
cb_desk_revoke (CbDesk        *desk,
                const CbUid   *whom,
                const CbTrace *last,
                const char    *reason,
                GError       **error)
{
  g_autofree char *words = g_strstrip (g_strdup (reason != NULL ? reason : ""));
  Revocation r = { whom, last, words };

  if (!cb_desk_may_revoke (desk, whom, error))
    return FALSE;
  if (*words == '\0')
    return refuse (error, N_("Write down the reason in a few words."));
  if (strlen (words) > REASON_MOST || !g_utf8_validate (words, -1, NULL))
    return refuse (error, N_("The text is too long. Shorten it."));
  if (!cb_desk_signing (desk))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING, "no signing session is open");
      return FALSE;
    }
  if (cb_desk_write (desk, revoke_job, &r, error) == NULL)
    return FALSE;
  return cb_authority_person (cb_desk_authority (desk), whom) == NULL || cb_desk_shut_out (desk, whom, error);
}

gboolean
cb_desk_shut_out (CbDesk      *desk,
                  const CbUid *person,
                  GError     **error)
{
  const CbPerson *cert = cb_authority_person (cb_desk_authority (desk), person);
  g_autoptr (GArray) slots = NULL;

  if (cb_desk_standing (desk) != CB_MAY_YES)
    return refuse (error, cb_may_text (cb_desk_standing (desk)));
  if (cert == NULL || !cert->revoked)
    return refuse (error, N_("Only the authority revokes people and desks. Ask the authority."));
  slots = cb_vault_list_slots (desk->vault, error);
  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < slots->len; i++)
    {
      const CbVaultSlot *slot = &g_array_index (slots, CbVaultSlot, i);

      if (slot->kind == CB_VAULT_SLOT_PERSON && cb_uid_equal (&slot->person, person)
          && !cb_vault_remove_slot (desk->vault, slot->number, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

/* --- other rights --- */

static gpointer
rights_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const CbPerson *person = data;
  const CbActor *actor = cb_desk_use_signature (desk, error);

  if (actor == NULL)
    return NULL;
  if (!cb_authority_enrol_person (db, person, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

gboolean
cb_desk_change_rights (CbDesk      *desk,
                       const CbUid *person,
                       CbRoles      roles,
                       const char  *area,
                       CbMoney      limit,
                       GError     **error)
{
  const CbPerson *before = cb_authority_person (cb_desk_authority (desk), person);
  CbPerson after;

  if (before == NULL)
    return refuse (error, N_("Nobody of that name is enrolled."));
  if (cb_uid_equal (person, &desk->person))
    return refuse (error, N_("Nobody changes their own rights: another authority does it."));
  if (before->revoked)
    return refuse (error, N_("This is revoked already."));
  if (roles == 0)
    return refuse (error, N_("Choose at least one role."));
  if (!cb_roles_compatible (roles))
    return refuse (error, N_("These roles exclude each other. Give them to different persons."));
  after = *before;
  after.roles = roles;
  after.area = (char *) area;
  after.limit = limit;
  return cb_desk_may_enrol (desk, before->area, error) && cb_desk_may_enrol (desk, area, error)
         && cb_desk_write (desk, rights_job, &after, error) != NULL;
}
