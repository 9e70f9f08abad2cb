/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-standard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case-data.h"
#include "cb-clock.h"
#include "cb-desk-private.h"

#define FIELD_FROM 500
#define FIELD_CITE 501
#define FIELD_NOTE 502
#define FIELD_SETS 503
#define FIELD_LATE 504

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, sentence);
  return FALSE;
}

static gboolean
fail (GError        **error,
      CbCaseworkError code,
      const char     *what)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, code, what);
  return FALSE;
}

/* --- drafting --- */

static gboolean
put (CbChange       *change,
     const CbEntity *before,
     const CbUid    *uid,
     guint           field,
     CbValue         value /* taken */)
{
  g_auto (CbValue) own = value;
  const CbValue *was = before != NULL ? cb_entity_value (before, field) : NULL;

  if (was != NULL ? cb_value_equal (was, &own) : own.kind == CB_VALUE_NONE)
    return FALSE;
  cb_change_set (change, uid, CB_KIND_PACK, field, &own, NULL, 0, TRUE);
  return TRUE;
}

static char *
sets_text (const CbStandard *s)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < s->sets->len; i++)
    {
      const CbStandardSet *set = &g_array_index (s->sets, CbStandardSet, i);

      g_string_append_printf (text, "%s%s\t%s\t%s", i > 0 ? "\n" : "", set->param, set->word != NULL ? set->word : "", set->value);
    }
  return g_string_free (text, FALSE);
}

/* Each value on its line: nothing in it may end the line or the column. */
static gboolean
check_sets (const CbStandard *s,
            GError          **error)
{
  for (guint i = 0; i < s->sets->len; i++)
    {
      const CbStandardSet *set = &g_array_index (s->sets, CbStandardSet, i);

      if (strpbrk (set->param, "\t\n") != NULL || strpbrk (set->value, "\t\n") != NULL
          || (set->word != NULL && strpbrk (set->word, "\t\n") != NULL))
        return refuse (error, N_("A value is one number on one line. Enter it again."));
    }
  return TRUE;
}

static gboolean
check_draft (CbDesk      *desk,
             CbDb        *db,
             const CbUid *uid,
             GError     **error)
{
  g_autoptr (CbStandard) now = cb_standard_load (desk, db, uid, error);

  if (now == NULL)
    return FALSE;
  return now->state == CB_STANDARD_DRAFT
         || refuse (error, N_("This standard is published; what was published is never changed. Draft a new one."));
}

gboolean
cb_standard_save (CbDesk     *desk,
                  CbDb       *db,
                  CbStandard *s,
                  GError    **error)
{
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));
  g_autoptr (CbEntity) before = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *sets = NULL;
  gboolean fresh = cb_uid_is_none (&s->uid), changed = FALSE;
  CbUid uid = fresh ? cb_uid_new () : s->uid;

  if (!check_sets (s, error) || (!fresh && !check_draft (desk, db, &uid, error)))
    return FALSE;
  before = cb_journal_entity (db, &uid, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  sets = sets_text (s);
  changed |= put (change, before, &uid, FIELD_FROM, s->from != CB_DATE_NONE ? cb_value_int (s->from) : CB_VALUE_INIT);
  changed |= put (change, before, &uid, FIELD_CITE, cb_value_text (s->cite));
  changed |= put (change, before, &uid, FIELD_NOTE, cb_value_text (s->note));
  changed |= put (change, before, &uid, FIELD_SETS, cb_value_text (sets));
  /* Always there, so that an empty draft is one too. */
  changed |= put (change, before, &uid, FIELD_LATE, cb_value_int (s->late));
  if (changed && !cb_change_commit (change, db, NULL, NULL, error))
    return FALSE;
  s->uid = uid;
  return TRUE;
}

gboolean
cb_standard_discard (CbDesk      *desk,
                     CbDb        *db,
                     const CbUid *uid,
                     const char  *reason,
                     GError     **error)
{
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));
  g_auto (CbValue) value = cb_value_text (reason != NULL && *reason != '\0' ? reason : "discarded");

  if (!check_draft (desk, db, uid, error))
    return FALSE;
  cb_change_set (change, uid, CB_KIND_PACK, CB_FIELD_REMOVED, &value, NULL, 0, TRUE);
  return cb_change_commit (change, db, NULL, NULL, error);
}

/* --- publishing --- */

static const char *
county_area (CbDesk *desk)
{
  return cb_authority_area (cb_desk_authority (desk));
}

gboolean
cb_standard_publish (CbDesk                *desk,
                     CbDb                  *db,
                     const CbStandardCheck *check,
                     GError               **error)
{
  g_autoptr (CbStandardCheck) now = cb_standard_check (desk, db, &check->standard->uid, FALSE, error);
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GBytes) data = NULL;
  const CbActor *actor;

  if (now == NULL)
    return FALSE;
  if (now->standard->state != CB_STANDARD_DRAFT)
    return refuse (error, N_("This standard is published; what was published is never changed. Draft a new one."));
  if (now->may != CB_MAY_YES)
    return refuse (error, N_("Only a policy officer of the whole county publishes rules."));
  if (cb_standard_is_late (now->standard->from, cb_clock_today ()) && !now->standard->late)
    return refuse (error, N_("Months since that day are decided already. Say that arrears are paid for them, or choose a day in a later month."));
  if (now->objections->len > 0)
    return refuse (error, N_("Something is missing in the draft. Complete what is named there."));
  if (check->pack == NULL || check->faults->len > 0 || now->faults->len > 0)
    return refuse (error, N_("The rules have faults with these values and are not published. Correct what the check names."));
  if (!check->proved)
    return refuse (error, N_("The rules were not checked with these values yet. Check them, then publish."));
  if (now->pack == NULL || memcmp (cb_pack_hash (now->pack), cb_pack_hash (check->pack), CB_PACK_HASH_LEN) != 0
      || now->standard->late != check->standard->late)
    return refuse (error, N_("The draft or the rules in force have changed since the check. Check it again, then publish."));
  actor = cb_desk_use_signature (desk, error);
  if (actor == NULL)
    return FALSE;
  data = cb_pack_data_encode (cb_pack_bytes (now->pack), cb_pack_hash (now->base), now->standard->late);
  change = cb_change_new (actor);
  cb_change_event (change, &now->standard->uid, CB_KIND_PACK, CB_EVENT_PACK, county_area (desk), 0, NULL, 0, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}

gboolean
cb_standard_published_at (CbDb        *db,
                          const CbUid *uid,
                          CbRef       *ref,
                          GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT desk, seq FROM pack_ WHERE entity = ?1 AND data IS NOT NULL"
                                        " ORDER BY hlc DESC, desk DESC, seq DESC LIMIT 1", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  row = cb_stmt_step (s, error);
  if (row == 1)
    *ref = (CbRef) { cb_stmt_get_uid (s, 0), (guint64) cb_stmt_get_int (s, 1) };
  return row == 1 || (row == 0 && fail (error, CB_CASEWORK_ERROR_NOT_FOUND, "it was never published"));
}

/* One more word on a published standard, signed. */
static gboolean
say (CbDesk           *desk,
     CbDb             *db,
     const CbStandard *s,
     CbEvent           event,
     const char       *text,
     GError          **error)
{
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GBytes) data = NULL;
  const CbActor *actor;
  CbRef ref;

  if (!cb_standard_published_at (db, &s->uid, &ref, error))
    return FALSE;
  actor = cb_desk_use_signature (desk, error);
  if (actor == NULL)
    return FALSE;
  data = cb_pack_sign_encode (s->hash, text != NULL ? text : "");
  change = cb_change_new (actor);
  cb_change_event (change, &s->uid, CB_KIND_PACK, event, county_area (desk), 0, &ref, 1, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}

static gboolean
check_waits (const CbStandard *s,
             GError          **error)
{
  return s->state == CB_STANDARD_PUBLISHED || refuse (error, N_("This standard does not wait for a countersignature any more. Look at its present state."));
}

static gboolean
check_approver (CbDesk           *desk,
                const CbStandard *s,
                GError          **error)
{
  switch (cb_may (cb_desk_authority (desk), &cb_desk_person (desk)->uid, CB_ACT_COUNTERSIGN_PACK, county_area (desk), 0, &s->author, 1))
    {
    case CB_MAY_YES:
      return TRUE;
    case CB_MAY_SAME_PERSON:
      return refuse (error, N_("You published this standard. Another person, an approver, countersigns or refuses it."));
    case CB_MAY_OUTSIDE_AREA:
      return refuse (error, N_("The standard is for the whole county. An approver of the whole county countersigns or refuses it."));
    case CB_MAY_UNKNOWN_PERSON:
    case CB_MAY_REVOKED:
    case CB_MAY_NO_ROLE:
    case CB_MAY_OVER_LIMIT:
    case CB_MAY_EXCLUSIVE_ROLES:
    case CB_MAY_UNKNOWN_DESK:
    case CB_MAY_DESK_REVOKED:
    case CB_MAY_COUNTY_ONLY:
    default:
      return refuse (error, N_("Only an approver countersigns or refuses a standard."));
    }
}

gboolean
cb_standard_countersign (CbDesk                *desk,
                         CbDb                  *db,
                         const CbStandardCheck *check,
                         GError               **error)
{
  g_autoptr (CbStandard) s = cb_standard_load (desk, db, &check->standard->uid, error);

  if (s == NULL || !check_waits (s, error) || !check_approver (desk, s, error))
    return FALSE;
  if (check->pack == NULL || !check->proved || memcmp (cb_pack_hash (check->pack), s->hash, sizeof s->hash) != 0)
    return refuse (error, N_("This is not the text that was checked. Open the standard again, then countersign."));
  if (check->faults->len > 0)
    return refuse (error, N_("The rules have faults with these values. Refuse the standard; the policy officer corrects it."));
  if (s->overtaken)
    return refuse (error, N_("The rules have changed since this was published. The policy officer drafts it anew on the rules in force."));
  /* Published in time and countersigned when it is late: the statement is missing all the same (R-T3). */
  if (!s->late && cb_standard_is_late (s->from, cb_clock_today ()))
    return refuse (error, N_("The standard’s first month has begun meanwhile, and it does not say that arrears are paid. Refuse it; the policy "
                             "officer publishes it anew with that statement."));
  return say (desk, db, s, CB_EVENT_PACK_COUNTERSIGNED, NULL, error);
}

gboolean
cb_standard_refuse (CbDesk      *desk,
                    CbDb        *db,
                    const CbUid *uid,
                    const char  *reasons,
                    GError     **error)
{
  g_autoptr (CbStandard) s = cb_standard_load (desk, db, uid, error);

  if (s == NULL || !check_waits (s, error) || !check_approver (desk, s, error))
    return FALSE;
  if (reasons == NULL || *reasons == '\0')
    return refuse (error, N_("A refusal needs its reasons. Write them down for the policy officer."));
  return say (desk, db, s, CB_EVENT_PACK_REFUSED, reasons, error);
}

gboolean
cb_standard_withdraw (CbDesk      *desk,
                      CbDb        *db,
                      const CbUid *uid,
                      const char  *reasons,
                      GError     **error)
{
  g_autoptr (CbStandard) s = cb_standard_load (desk, db, uid, error);

  if (s == NULL || !check_waits (s, error))
    return FALSE;
  if (reasons == NULL || *reasons == '\0')
    return refuse (error, N_("A withdrawal needs its reasons. Write them down."));
  return say (desk, db, s, CB_EVENT_PACK_WITHDRAWN, reasons, error);
}
