/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal-private.h"

#include <string.h>

#include "cb-area.h"

struct _CbRights
{
  CbDb        *db;
  CbAuthority *newest;
  GArray      *others;       /* of CbUid: of the record at hand */
  GArray      *more;         /* of CbUid: known here beyond what the record names */
  CbMoney      ceiling;      /* by the rules among the basis of the record at hand; 0: none */
  gboolean     county_only;
  GHashTable  *branches;     /* desk no → set of hashes on the branch that a revocation named as good */
  /* The place asked for last: a household's records come one after the other. */
  CbRef        place;
  CbUid        place_entity;
  char         place_area[CB_AREA_MAX + 1];
  gboolean     place_good;
};

CbRights *
cb_rights_new (CbDb        *db,
               CbAuthority *newest)
{
  CbRights *rights = g_new0 (CbRights, 1);

  rights->db = db;
  rights->newest = cb_authority_ref (newest);
  rights->others = g_array_new (FALSE, FALSE, sizeof (CbUid));
  rights->more = g_array_new (FALSE, FALSE, sizeof (CbUid));

  return rights;
}

void
cb_rights_free (CbRights *rights)
{
  if (rights == NULL)
    return;
  cb_authority_unref (rights->newest);
  g_array_unref (rights->others);
  g_array_unref (rights->more);
  g_clear_pointer (&rights->branches, g_hash_table_unref);
  g_free (rights);
}

void
cb_rights_know_place (CbRights    *rights,
                      const CbRef *ref,
                      const CbUid *household,
                      const char  *area)
{
  rights->place = *ref;
  rights->place_entity = *household;
  rights->place_good = TRUE;
  g_strlcpy (rights->place_area, area, sizeof rights->place_area);
}

void
cb_rights_set_others (CbRights    *rights,
                      const CbUid *others,
                      guint        n_others,
                      gboolean     county_only)
{
  g_array_set_size (rights->more, 0);
  g_array_append_vals (rights->more, others, n_others);
  rights->county_only = county_only;
}

void
cb_rights_know_record (CbRights       *rights,
                       const CbRecord *r)
{
  g_auto (CbValue) value = CB_VALUE_INIT;

  if (r->kind == CB_KIND_HOUSEHOLD && cb_record_fact (r, CB_FIELD_HOUSEHOLD_AREA, &value) && value.kind == CB_VALUE_TEXT
      && strlen (value.text) <= CB_AREA_MAX)
    cb_rights_know_place (rights, &r->ref, &r->entity, value.text);
}

/* ------- the good branch of a cloned desk ------- */

static guint
hash_hash (gconstpointer p)
{
  guint word;

  memcpy (&word, p, sizeof word);

  return word;
}

static gboolean
hash_equal (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, 32) == 0;
}

/* From the last good record down to where the branches part. */
static GHashTable *
walk_branch (CbRights         *rights,
             const CbDeskRow  *desk,
             const CbDeskCert *cert,
             GError          **error)
{
  g_autoptr (GHashTable) good = g_hash_table_new_full (hash_hash, hash_equal, g_free, NULL);
  guint8 want[32];

  memcpy (want, cert->cut_hash, 32);
  for (guint64 seq = cert->cut_seq; seq >= desk->clone; seq--)
    {
      g_autoptr (CbStmt) s = cb_store_find (rights->db, desk->no, seq, error);
      g_auto (CbRecord) r = { 0 };
      gboolean found = FALSE;
      int rc;

      if (s == NULL)
        return NULL;
      cb_record_init (&r);
      while (!found && (rc = cb_store_next (s, &r, error)) == 1)
        found = memcmp (r.hash, want, 32) == 0;
      if (!found)
        {
          if (rc < 0)
            return NULL;
          break;
        }
      g_hash_table_add (good, g_memdup2 (want, 32));
      memcpy (want, r.prev, 32);
    }

  return g_steal_pointer (&good);
}

/* A record at or after the first number with two hashes does not count, unless the desk was revoked with a cut on its branch. */
static gboolean
judge_clone (CbRights        *rights,
             const CbRecord  *r,
             const CbDeskRow *desk,
             gboolean        *clone,
             GError         **error)
{
  const CbDeskCert *cert = cb_authority_desk (rights->newest, &r->ref.desk);
  GHashTable *good;

  *clone = desk->clone != 0 && r->ref.seq >= desk->clone;
  if (!*clone || cert == NULL || !cert->revoked || cert->cut_seq < r->ref.seq)
    return TRUE;
  if (rights->branches == NULL)
    rights->branches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  good = g_hash_table_lookup (rights->branches, &desk->no);
  if (good == NULL)
    {
      good = walk_branch (rights, desk, cert, error);
      if (good == NULL)
        return FALSE;
      g_hash_table_insert (rights->branches, g_memdup2 (&desk->no, sizeof desk->no), good);
    }
  *clone = !g_hash_table_contains (good, r->hash);

  return TRUE;
}

/* ------- the area ------- */

/* What record @ref says of a household's area.  Of two branches of a cloned desk, the one with the lesser hash. */
static gboolean
load_place (CbRights    *rights,
            const CbRef *ref,
            GError     **error)
{
  CbDeskRow desk;
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  g_auto (CbValue) value = CB_VALUE_INIT;
  int rc;

  if (rights->place.seq != 0 && cb_ref_equal (&rights->place, ref))
    return TRUE;
  rights->place = *ref;
  rights->place_good = FALSE;
  if (!cb_store_desk (rights->db, &ref->desk, FALSE, &desk, error))
    return FALSE;
  s = cb_store_find (rights->db, desk.no, ref->seq, error);
  if (s == NULL)
    return FALSE;
  cb_record_init (&r);
  rc = cb_store_next (s, &r, error);
  if (rc < 0)
    return FALSE;
  if (rc == 1 && r.kind == CB_KIND_HOUSEHOLD && cb_record_fact (&r, CB_FIELD_HOUSEHOLD_AREA, &value) && value.kind == CB_VALUE_TEXT
      && strlen (value.text) <= CB_AREA_MAX)
    {
      rights->place_good = TRUE;
      rights->place_entity = r.entity;
      g_strlcpy (rights->place_area, value.text, sizeof rights->place_area);
    }

  return TRUE;
}

/*
 * The area claimed must contain the one that the record writes, and the one recorded for the household by the record it names as its
 * place.  A claim that is wider than needed asks for wider rights, so it gains nothing.  Facts of a household that nobody has
 * placed yet stand under the area of their author alone.
 */
static gboolean
judge_area (CbRights       *rights,
            const CbRecord *r,
            gboolean       *ok,
            GError        **error)
{
  g_auto (CbValue) value = CB_VALUE_INIT;

  *ok = TRUE;
  if (r->kind == CB_KIND_HOUSEHOLD && cb_record_fact (r, CB_FIELD_HOUSEHOLD_AREA, &value) && value.kind == CB_VALUE_TEXT)
    *ok = cb_area_within (value.text, r->area);
  if (!*ok || !r->placed)
    return TRUE;
  if (!load_place (rights, &r->place, error))
    return FALSE;
  *ok = rights->place_good && (r->kind != CB_KIND_HOUSEHOLD || cb_uid_equal (&rights->place_entity, &r->entity));
  /* Who moves a household writes the new area and stands for that one. */
  if (*ok && value.kind != CB_VALUE_TEXT)
    *ok = cb_area_within (rights->place_area, r->area);

  return TRUE;
}

/* ------- the other side of the case ------- */

/* What the rules that @pack published let a township decide alone on the day of @event.  Rules that nobody was entitled to publish, or that
 * follow others and are not among @countersigned (of CbUid), let it decide nothing; of several, those count that let it decide least. */
static gboolean
load_ceiling (CbRights        *rights,
              const CbRecord  *event,
              const CbRecord  *pack,
              const CbDeskRow *desk,
              GArray          *countersigned,
              GError         **error)
{
  const GPtrArray *projectors = cb_journal_projectors ();
  gboolean known = FALSE;
  CbStatus status;
  guint why;

  if (!cb_rights_judge (rights, pack, desk, &status, &why, error))
    return FALSE;
  for (guint i = 0; !known && i < countersigned->len; i++)
    known = cb_uid_equal (&g_array_index (countersigned, CbUid, i), &pack->entity);
  for (guint i = 0; status == CB_STATUS_APPLIED && projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = projectors->pdata[i];
      gboolean follows = FALSE;
      CbMoney ceiling = projector->ceiling != NULL && pack->content != NULL
                          ? projector->ceiling (pack->content, pack->content_len, cb_clock_date_of (cb_hlc_ms (event->hlc)), &follows) : 0;

      if (ceiling > 0 && (known || !follows))
        rights->ceiling = rights->ceiling > 0 ? MIN (rights->ceiling, ceiling) : ceiling;
    }
  return TRUE;
}

/* The authors of what an event stands on, but for those who did the same act before (who decided first may decide again); whether a relative of staff is in the family; whether any of it is of the area claimed, for a countersignature: is the publication of the same rules. */
static gboolean
load_basis (CbRights       *rights,
            const CbRecord *event,
            gboolean       *county_only,
            gboolean       *related,
            GError        **error)
{
  g_auto (CbRecord) r = { 0 };
  CbAct act = cb_record_act (event);

  cb_record_init (&r);
  g_array_set_size (rights->others, 0);
  *county_only = rights->county_only;
  *related = event->basis->len == 0;
  for (guint i = 0; i < event->basis->len; i++)
    {
      const CbRef *ref = &g_array_index (event->basis, CbRef, i);
      g_autoptr (CbStmt) s = NULL;
      CbDeskRow desk;
      int rc;

      if (!cb_store_desk (rights->db, &ref->desk, FALSE, &desk, error)
          || (s = cb_store_find (rights->db, desk.no, ref->seq, error)) == NULL)
        return FALSE;
      while ((rc = cb_store_next (s, &r, error)) == 1)
        {
          g_auto (CbValue) value = CB_VALUE_INIT;

          /* Rules are nobody's side, and of every area below theirs. */
          if (act == CB_ACT_AID && r.type == CB_RECORD_EVENT && (r.event == CB_EVENT_PACK || r.event == CB_EVENT_PACK_COUNTERSIGNED))
            continue;
          if (cb_record_act (&r) != act)
            g_array_append_val (rights->others, r.actor);
          if (act == CB_ACT_COUNTERSIGN_PACK)
            *related |= r.type == CB_RECORD_EVENT && r.event == CB_EVENT_PACK && cb_uid_equal (&r.entity, &event->entity);
          else if (r.kind != CB_KIND_PACK)   /* rules are of every area below theirs: they place nobody's case */
            *related |= cb_area_within (r.area, event->area) || cb_area_within (event->area, r.area);
          if (r.kind == CB_KIND_HOUSEHOLD && cb_record_fact (&r, CB_FIELD_HOUSEHOLD_STAFF_RELATIVE, &value)
              && value.kind == CB_VALUE_INT && value.i == 1)
            *county_only = TRUE;
        }
      if (rc < 0)
        return FALSE;
    }
  g_array_append_vals (rights->others, rights->more->data, rights->more->len);

  return TRUE;
}

/* The ceiling, from the rules and their countersignatures among what an event stands on. */
static gboolean
load_rules (CbRights       *rights,
            const CbRecord *event,
            GError        **error)
{
  g_autoptr (GArray) countersigned = g_array_new (FALSE, FALSE, sizeof (CbUid));
  g_auto (CbRecord) r = { 0 };

  cb_record_init (&r);
  rights->ceiling = 0;
  /* Twice: what is countersigned has to be known first. */
  for (guint i = 0; i < 2 * event->basis->len; i++)
    {
      const CbRef *ref = &g_array_index (event->basis, CbRef, i % event->basis->len);
      const CbEvent wanted = i < event->basis->len ? CB_EVENT_PACK_COUNTERSIGNED : CB_EVENT_PACK;
      g_autoptr (CbStmt) s = NULL;
      CbDeskRow desk;
      int rc;

      if (!cb_store_desk (rights->db, &ref->desk, FALSE, &desk, error)
          || (s = cb_store_find (rights->db, desk.no, ref->seq, error)) == NULL)
        return FALSE;
      while ((rc = cb_store_next (s, &r, error)) == 1)
        {
          CbStatus status;
          guint why;

          if (r.type != CB_RECORD_EVENT || r.event != wanted)
            continue;
          if (wanted == CB_EVENT_PACK)
            {
              if (!load_ceiling (rights, event, &r, &desk, countersigned, error))
                return FALSE;
            }
          else if (!cb_rights_judge (rights, &r, &desk, &status, &why, error))
            return FALSE;
          else if (status == CB_STATUS_APPLIED)
            g_array_append_val (countersigned, r.entity);
        }
      if (rc < 0)
        return FALSE;
    }
  return TRUE;
}

/* A desk's knowledge of the authority log only grows: nobody takes up rights again that were taken back, by writing as of an older
 * head.  The records of one changeset name the same head. */
static gboolean
judge_head (CbRights        *rights,
            const CbRecord  *r,
            const CbDeskRow *desk,
            CbAuthority     *at,
            gboolean        *ok,
            GError         **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) before = { 0 };
  int rc;

  *ok = TRUE;
  if (r->ref.seq != r->first || r->first == 1 || cb_authority_seq (at) == cb_authority_seq (rights->newest))
    return TRUE;
  s = cb_db_prepare (rights->db, "SELECT header, body, sig FROM record WHERE desk = ?1 AND seq = ?2 AND hash = ?3", error);
  if (s == NULL)
    return FALSE;
  cb_record_init (&before);
  cb_stmt_bind_int (s, 1, desk->no);
  cb_stmt_bind_int (s, 2, (gint64) r->ref.seq - 1);
  cb_stmt_bind_blob (s, 3, r->prev, 32);
  rc = cb_store_next (s, &before, error);
  if (rc == 1)
    {
      CbAuthority *then = cb_authority_at (rights->newest, before.auth);

      *ok = then == NULL || cb_authority_seq (then) <= cb_authority_seq (at);
    }

  return rc >= 0;
}

gboolean
cb_rights_judge (CbRights        *rights,
                 const CbRecord  *r,
                 const CbDeskRow *desk,
                 CbStatus        *status,
                 guint           *why,
                 GError         **error)
{
  CbAuthority *at = cb_authority_at (rights->newest, r->auth);
  CbQuestion q = { .person = &r->actor, .desk = &r->ref.desk, .act = cb_record_act (r), .area = r->area, .amount = r->amount };
  gboolean clone, ok = TRUE, related = TRUE;
  CbMay may;

  *status = CB_STATUS_QUARANTINED;
  if (at == NULL)
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_BAD_RECORD, &r->ref, "names an authority head that is not here");
  if (!judge_clone (rights, r, desk, &clone, error))
    return FALSE;
  if (clone)
    {
      *status = CB_STATUS_CLONE;
      *why = CB_WHY_CLONE;
      return TRUE;
    }
  *why = CB_WHY_OLD_HEAD;
  if (!judge_head (rights, r, desk, at, &ok, error))
    return FALSE;
  if (!ok)
    return TRUE;
  *why = CB_WHY_FORM;
  if (!cb_record_form_ok (r))
    return TRUE;
  if (r->type == CB_RECORD_EVENT)
    {
      if (q.act == CB_ACT_AID && !load_rules (rights, r, error))
        return FALSE;
      if (!load_basis (rights, r, &q.county_only, &related, error))
        return FALSE;
      q.ceiling = rights->ceiling;
      q.others = (const CbUid *) rights->others->data;
      q.n_others = rights->others->len;
      ok = !cb_act_decides (q.act) || related;
      if (q.act == CB_ACT_COUNTERSIGN_PACK && !related)
        return TRUE;   /* of the wrong form: it signs nothing that was published under that name */
    }
  else if (!judge_area (rights, r, &ok, error))
    {
      return FALSE;
    }
  may = cb_may_judge (at, &q);
  if (may == CB_MAY_YES && !ok)
    may = CB_MAY_OUTSIDE_AREA;
  if (may == CB_MAY_YES)
    may = cb_authority_cut (rights->newest, at, &r->actor, &r->ref);
  *why = may;
  if (may == CB_MAY_YES)
    {
      *why = CB_WHY_NOT_SIGNED;
      if (r->type == CB_RECORD_EVENT && r->sig == NULL && cb_event_needs_signature (r->event))
        return TRUE;
      *why = 0;
      *status = CB_STATUS_APPLIED;
    }

  return TRUE;
}
