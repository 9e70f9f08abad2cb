/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-standard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case-data.h"
#include "cb-clock.h"
#include "cb-proof.h"

#define FIELD_FROM 500
#define FIELD_CITE 501
#define FIELD_NOTE 502
#define FIELD_SETS 503
#define FIELD_LATE 504

const char *
cb_standard_state_title (CbStandardState state)
{
  switch (state)
    {
    case CB_STANDARD_DRAFT:
      return _("Draft");
    case CB_STANDARD_PUBLISHED:
      return _("Waits for the countersignature");
    case CB_STANDARD_REFUSED:
      return C_("a standard", "Refused");
    case CB_STANDARD_WITHDRAWN:
      return _("Withdrawn");
    case CB_STANDARD_COUNTERSIGNED:
      return _("Countersigned");
    case CB_STANDARD_FOUNDING:
      return _("As founded");
    default:
      return "";
    }
}

/* --- one standard --- */

static void
set_clear (gpointer data)
{
  CbStandardSet *set = data;

  g_free (set->param);
  g_free (set->word);
  g_free (set->value);
}

CbStandard *
cb_standard_new (void)
{
  CbStandard *s = g_new0 (CbStandard, 1);

  s->state = CB_STANDARD_DRAFT;
  s->from = CB_DATE_NONE;
  s->sets = g_array_new (FALSE, FALSE, sizeof (CbStandardSet));
  g_array_set_clear_func (s->sets, set_clear);
  return s;
}

void
cb_standard_free (CbStandard *s)
{
  if (s == NULL)
    return;
  g_free (s->cite);
  g_free (s->note);
  g_free (s->reasons);
  g_array_unref (s->sets);
  g_free (s);
}

void
cb_standard_set (CbStandard *s,
                 const char *param,
                 const char *word,
                 const char *value)
{
  CbStandardSet fresh = { NULL };

  for (guint i = 0; i < s->sets->len; i++)
    {
      CbStandardSet *set = &g_array_index (s->sets, CbStandardSet, i);

      if (strcmp (set->param, param) != 0 || g_strcmp0 (set->word, word) != 0)
        continue;
      if (value == NULL || *value == '\0')
        g_array_remove_index (s->sets, i);
      else
        {
          g_free (set->value);
          set->value = g_strdup (value);
        }
      return;
    }
  if (value == NULL || *value == '\0')
    return;
  fresh = (CbStandardSet) { g_strdup (param), g_strdup (word), g_strdup (value) };
  g_array_append_val (s->sets, fresh);
}

gboolean
cb_standard_is_late (CbDate from,
                     CbDate today)
{
  return from != CB_DATE_NONE && cb_month_of (from) <= cb_month_of (today);
}

/* "dibao.standard<Tab>rural<Tab>650.00" line by line. */
static void
read_sets (CbStandard *s,
           const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 3);

      if (g_strv_length (parts) == 3)
        cb_standard_set (s, parts[0], *parts[1] != '\0' ? parts[1] : NULL, parts[2]);
    }
}

/* What the journal holds of it: the facts of a draft. */
static gboolean
read_facts (CbDb       *db,
            CbStandard *s,
            gboolean   *removed,
            GError    **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CbEntity) e = cb_journal_entity (db, &s->uid, &fault);
  guint n, n_fields;
  const guint *fields;
  CbHlc last = 0;

  *removed = FALSE;
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (e == NULL)
    return TRUE;
  *removed = cb_entity_removed (e);
  s->from = (CbDate) cb_entity_int (e, FIELD_FROM, CB_DATE_NONE);
  s->cite = g_strdup (cb_entity_text (e, FIELD_CITE));
  s->note = g_strdup (cb_entity_text (e, FIELD_NOTE));
  s->late = cb_entity_int (e, FIELD_LATE, 0) != 0;
  read_sets (s, cb_entity_text (e, FIELD_SETS));
  fields = cb_entity_fields (e, &n_fields);
  for (guint i = 0; i < n_fields; i++)
    {
      const CbHead *heads = cb_entity_heads (e, fields[i], &n);

      if (n > 0 && heads[0].hlc >= last)
        {
          last = heads[0].hlc;
          s->at = cb_hlc_ms (last);
          if (!cb_journal_author (db, &heads[0].ref, &s->author, NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* --- the projection --- */

gboolean
cb_project_standard (CbDb           *db,
                     const CbEntity *after,
                     GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, cb_entity_removed (after) ? "DELETE FROM pack_draft WHERE uid = ?1"
                                                                      : "INSERT OR IGNORE INTO pack_draft (uid) VALUES (?1)", error);

  if (s == NULL)
    return FALSE;
  cb_db_mark_changed (db, CB_CHANGED_PACKS);
  cb_stmt_bind_uid (s, 1, cb_entity_uid (after));
  return cb_stmt_run (s, error);
}

static gboolean
project_published (CbDb                *db,
                   const CbEventRecord *r,
                   GError             **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT OR REPLACE INTO pack_ (desk, seq, hlc, entity, actor, data, base, late)"
                                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
  static const guint8 none[CB_PACK_HASH_LEN];
  guint8 base[CB_PACK_HASH_LEN];
  gboolean late;
  g_autoptr (GBytes) pack = cb_pack_data_decode (r->data, r->data_len, base, &late);
  gboolean first = memcmp (base, none, sizeof base) == 0;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &r->ref.desk);
  cb_stmt_bind_int (s, 2, (gint64) r->ref.seq);
  cb_stmt_bind_int (s, 3, (gint64) r->hlc);
  cb_stmt_bind_uid (s, 4, &r->entity);
  cb_stmt_bind_uid (s, 5, &r->actor);
  cb_stmt_bind_bytes (s, 6, pack);
  cb_stmt_bind_blob (s, 7, first ? NULL : base, first ? 0 : sizeof base);
  cb_stmt_bind_int (s, 8, late);
  return cb_stmt_run (s, error);
}

gboolean
cb_project_standard_event (CbDb                *db,
                           const CbEventRecord *r,
                           GError             **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_autofree char *text = NULL;
  guint8 hash[CB_PACK_HASH_LEN];

  if (r->event == CB_EVENT_PACK)
    return project_published (db, r, error);
  if (!cb_pack_sign_decode (r->data, r->data_len, hash, &text))
    return TRUE;   /* of a newer program: it says nothing here */
  s = cb_db_prepare (db, "INSERT OR REPLACE INTO pack_sign (desk, seq, hlc, entity, event, actor, hash, text)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &r->ref.desk);
  cb_stmt_bind_int (s, 2, (gint64) r->ref.seq);
  cb_stmt_bind_int (s, 3, (gint64) r->hlc);
  cb_stmt_bind_uid (s, 4, &r->entity);
  cb_stmt_bind_int (s, 5, r->event);
  cb_stmt_bind_uid (s, 6, &r->actor);
  cb_stmt_bind_blob (s, 7, hash, sizeof hash);
  cb_stmt_bind_text (s, 8, text);
  return cb_stmt_run (s, error);
}

/* --- what decides --- */

/* The first record of @event about the rules of that hash, by somebody else than @publisher when that is given: 1, 0 or −1. */
static int
find_sign (CbDb         *db,
           const CbUid  *uid,
           const guint8 *hash,
           CbEvent       event,
           const CbUid  *publisher,
           CbStandard   *into,
           GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT actor, hlc, text FROM pack_sign WHERE entity = ?1 AND hash = ?2 AND event = ?3"
                                        " AND (?4 IS NULL OR actor <> ?4) ORDER BY hlc, desk, seq LIMIT 1", error);
  int row;

  if (s == NULL)
    return -1;
  cb_stmt_bind_uid (s, 1, uid);
  cb_stmt_bind_blob (s, 2, hash, CB_PACK_HASH_LEN);
  cb_stmt_bind_int (s, 3, event);
  cb_stmt_bind_blob (s, 4, publisher != NULL ? publisher->b : NULL, publisher != NULL ? sizeof publisher->b : 0);
  row = cb_stmt_step (s, error);
  if (row == 1 && into != NULL)
    {
      into->signer = cb_stmt_get_uid (s, 0);
      into->signed_at = cb_hlc_ms ((CbHlc) cb_stmt_get_int (s, 1));
      into->reasons = cb_stmt_dup_text (s, 2);
    }
  return row;
}

#define PUBLISHED "SELECT entity, desk, seq, actor, data, hlc, base, late FROM pack_ WHERE data IS NOT NULL"
#define NEWEST    " ORDER BY hlc DESC, desk DESC, seq DESC"

/* State, hash and signer of the publication in a row of PUBLISHED. */
static gboolean
judge_row (CbDb        *db,
           CbAuthority *authority,
           CbStmt      *row,
           CbStandard  *s,
           GError     **error)
{
  static const struct { CbEvent event; CbStandardState state; gboolean apart; } said[] = {
    { CB_EVENT_PACK_COUNTERSIGNED, CB_STANDARD_COUNTERSIGNED, TRUE },
    { CB_EVENT_PACK_REFUSED,       CB_STANDARD_REFUSED,       TRUE },
    { CB_EVENT_PACK_WITHDRAWN,     CB_STANDARD_WITHDRAWN,     FALSE },
  };
  const CbRef ref = { cb_stmt_get_uid (row, 1), (guint64) cb_stmt_get_int (row, 2) };
  g_autoptr (GBytes) bytes = cb_stmt_dup_bytes (row, 4);
  gsize len;
  const guint8 *base = cb_stmt_get_blob (row, 6, &len);
  gboolean founding;

  s->uid = cb_stmt_get_uid (row, 0);
  s->author = cb_stmt_get_uid (row, 3);
  s->at = cb_hlc_ms ((CbHlc) cb_stmt_get_int (row, 5));
  s->late = cb_stmt_get_int (row, 7) != 0;
  cb_pack_hash_bytes (bytes, s->hash);
  if (base != NULL && len == sizeof s->base)
    memcpy (s->base, base, sizeof s->base);
  s->state = CB_STANDARD_PUBLISHED;
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      int found = find_sign (db, &s->uid, s->hash, said[i].event, said[i].apart ? &s->author : NULL, s, error);

      if (found < 0)
        return FALSE;
      if (found == 1)
        {
          s->state = said[i].state;
          return TRUE;
        }
    }
  if (!cb_journal_at_founding (db, authority, &ref, &founding, error))
    return FALSE;
  if (founding)
    s->state = CB_STANDARD_FOUNDING;
  return TRUE;
}

static gboolean
decides (const CbStandard *s)
{
  return s->state == CB_STANDARD_COUNTERSIGNED || s->state == CB_STANDARD_FOUNDING;
}

CbPack *
cb_standard_in_force (CbDb        *db,
                      CbAuthority *authority,
                      GError     **error)
{
  g_autoptr (CbStmt) row = cb_db_prepare (db, PUBLISHED NEWEST, error);
  int rc;

  if (row == NULL)
    return NULL;
  while ((rc = cb_stmt_step (row, error)) == 1)
    {
      g_autoptr (CbStandard) s = cb_standard_new ();
      g_autoptr (GBytes) bytes = NULL;
      CbPack *pack;

      if (!judge_row (db, authority, row, s, error))
        return NULL;
      if (!decides (s))
        continue;
      /* A pack with a fault is not used (design 6), whoever signed it: the one before goes on. */
      bytes = cb_stmt_dup_bytes (row, 4);
      pack = cb_pack_load_bytes (bytes, "published", NULL, NULL);
      if (pack != NULL)
        return pack;
    }
  if (rc == 0)
    g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "no rules are published");
  return NULL;
}

/* --- lists --- */

/* Drafts, the newest first; what is published comes in its order. */
static int
compare (gconstpointer pa,
         gconstpointer pb)
{
  const CbStandard *a = *(CbStandard *const *) pa, *b = *(CbStandard *const *) pb;

  return a->at != b->at ? (a->at > b->at ? -1 : 1) : memcmp (&b->uid, &a->uid, sizeof (CbUid));
}

static gboolean
add_published (CbDesk     *desk,
               CbDb       *db,
               GPtrArray  *list,
               GHashTable *known,
               GError    **error)
{
  g_autoptr (CbStmt) row = cb_db_prepare (db, PUBLISHED NEWEST, error);
  const guint8 *now = cb_pack_hash (cb_desk_pack (desk));
  gboolean found = FALSE;
  int rc;

  if (row == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (row, error)) == 1)
    {
      g_autoptr (CbStandard) s = cb_standard_new (), facts = cb_standard_new ();
      gboolean removed;

      if (!judge_row (db, cb_desk_authority (desk), row, s, error))
        return FALSE;
      facts->uid = s->uid;
      if (!g_hash_table_add (known, g_memdup2 (&s->uid, sizeof s->uid)))
        continue;   /* published twice under one name: the newest is shown */
      if (!read_facts (db, facts, &removed, error))
        return FALSE;
      s->from = facts->from;
      s->cite = g_steal_pointer (&facts->cite);
      s->note = g_steal_pointer (&facts->note);
      {
        GArray *sets = s->sets;

        s->sets = facts->sets;
        facts->sets = sets;
      }
      s->in_force = !found && decides (s) && memcmp (s->hash, now, sizeof s->hash) == 0;
      s->overtaken = s->state == CB_STANDARD_PUBLISHED && memcmp (s->base, now, sizeof s->base) != 0;
      found |= s->in_force;
      g_ptr_array_add (list, g_steal_pointer (&s));
    }
  return rc == 0;
}

static gboolean
add_drafts (CbDb       *db,
            GPtrArray  *list,
            GHashTable *known,
            GError    **error)
{
  g_autoptr (CbStmt) row = cb_db_prepare (db, "SELECT uid FROM pack_draft", error);
  int rc;

  if (row == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (row, error)) == 1)
    {
      g_autoptr (CbStandard) s = cb_standard_new ();
      gboolean removed;

      s->uid = cb_stmt_get_uid (row, 0);
      if (g_hash_table_contains (known, &s->uid))
        continue;
      if (!read_facts (db, s, &removed, error))
        return FALSE;
      if (!removed)
        g_ptr_array_add (list, g_steal_pointer (&s));
    }
  return rc == 0;
}

static gboolean
same_uid (gconstpointer a,
          gconstpointer b)
{
  return cb_uid_equal (a, b);
}

GPtrArray *
cb_standard_list (CbDesk  *desk,
                  CbDb    *db,
                  GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_standard_free);
  g_autoptr (GPtrArray) published = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_standard_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (cb_uid_hash, same_uid, g_free, NULL);

  if (!add_published (desk, db, published, known, error) || !add_drafts (db, list, known, error))
    return NULL;
  g_ptr_array_sort (list, compare);
  g_ptr_array_extend_and_steal (list, g_steal_pointer (&published));
  return g_steal_pointer (&list);
}

CbStandard *
cb_standard_load (CbDesk      *desk,
                  CbDb        *db,
                  const CbUid *uid,
                  GError     **error)
{
  g_autoptr (GPtrArray) list = cb_standard_list (desk, db, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (cb_uid_equal (&((CbStandard *) list->pdata[i])->uid, uid))
      return g_ptr_array_steal_index (list, i);
  if (list != NULL)
    g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "no such standard");
  return NULL;
}

/* --- looking at one --- */

void
cb_standard_check_free (CbStandardCheck *check)
{
  if (check == NULL)
    return;
  cb_standard_free (check->standard);
  g_clear_pointer (&check->base, cb_pack_unref);
  g_clear_pointer (&check->pack, cb_pack_unref);
  g_ptr_array_unref (check->faults);
  g_ptr_array_unref (check->objections);
  g_free (check);
}

/* A published text by its hash; NULL without error when it is not here. */
static CbPack *
published_pack (CbDb         *db,
                const guint8 *hash,
                const char   *name,
                GError      **error)
{
  g_autoptr (CbStmt) row = cb_db_prepare (db, "SELECT data FROM pack_ WHERE data IS NOT NULL" NEWEST, error);
  int rc;

  if (row == NULL)
    return NULL;
  while ((rc = cb_stmt_step (row, error)) == 1)
    {
      g_autoptr (GBytes) bytes = cb_stmt_dup_bytes (row, 0);
      guint8 is[CB_PACK_HASH_LEN];

      cb_pack_hash_bytes (bytes, is);
      if (memcmp (is, hash, sizeof is) == 0)
        return cb_pack_load_bytes (bytes, name, NULL, error);
    }
  return NULL;
}

static char *
name_of (CbPack *pack)
{
  return g_strconcat (cb_pack_id (pack), ".pack", NULL);
}

/* The text that the draft makes of the rules in force; its fault goes to the faults. */
static void
revise (CbStandardCheck *c)
{
  g_autofree CbPackSet *sets = g_new0 (CbPackSet, c->standard->sets->len + 1);
  const CbPackNotice notice = { c->standard->from, c->standard->cite != NULL ? c->standard->cite : "", c->standard->note };
  g_autofree char *name = name_of (c->base);
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < c->standard->sets->len; i++)
    {
      const CbStandardSet *set = &g_array_index (c->standard->sets, CbStandardSet, i);

      sets[i] = (CbPackSet) { set->param, set->word, set->value };
    }
  c->pack = cb_pack_revise (c->base, sets, c->standard->sets->len, &notice, name, &faults, &error);
  if (c->pack != NULL)
    return;
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    g_ptr_array_add (c->faults, cb_pack_fault_text (faults->pdata[i]));
  if (c->faults->len == 0)
    g_ptr_array_add (c->faults, g_strdup (error->message));
}

static void
object_to_draft (CbStandardCheck *c)
{
  const CbStandard *s = c->standard;

  if (s->sets->len == 0)
    g_ptr_array_add (c->objections, g_strdup (_("No value is set yet. Choose a parameter and set its new value.")));
  if (s->from == CB_DATE_NONE)
    g_ptr_array_add (c->objections, g_strdup (_("Enter the day from which the standard is in force.")));
  if (s->cite == NULL || *s->cite == '\0')
    g_ptr_array_add (c->objections, g_strdup (_("Enter the number of the document that sets the standard.")));
  if (cb_standard_is_late (s->from, cb_clock_today ()) && !s->late)
    g_ptr_array_add (c->objections, g_strdup (_("Months since that day are decided already. Say that arrears are paid for them, or choose "
                                                "a day in a later month.")));
}

/* Texts that were proved sound; the same bytes are sound again, and whoever signs need not wait twice. */
static gboolean
known_sound (const guint8 *hash,
             gboolean      remember)
{
  static GMutex mutex;
  static guint8 known[16][CB_PACK_HASH_LEN];
  static guint n;
  gboolean found = FALSE;

  g_mutex_lock (&mutex);
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (known)) && !found; i++)
    found = memcmp (known[i], hash, CB_PACK_HASH_LEN) == 0;
  if (!found && remember)
    memcpy (known[n++ % G_N_ELEMENTS (known)], hash, CB_PACK_HASH_LEN);
  g_mutex_unlock (&mutex);
  return found;
}

static gboolean
prove_pack (CbStandardCheck *c,
            GError         **error)
{
  g_autoptr (CbProof) proof = NULL;
  GPtrArray *findings;

  c->proved = TRUE;
  if (known_sound (cb_pack_hash (c->pack), FALSE))
    return TRUE;
  proof = cb_pack_prove (c->pack, error);
  if (proof == NULL)
    return FALSE;
  findings = cb_proof_findings (proof);
  for (guint i = 0; i < findings->len; i++)
    if (((CbFinding *) findings->pdata[i])->kind == CB_FINDING_FAULT)
      g_ptr_array_add (c->faults, cb_finding_text (findings->pdata[i]));
  if (cb_proof_sound (proof))
    known_sound (cb_pack_hash (c->pack), TRUE);
  return TRUE;
}

CbStandardCheck *
cb_standard_check (CbDesk      *desk,
                   CbDb        *db,
                   const CbUid *uid,
                   gboolean     prove,
                   GError     **error)
{
  g_autoptr (CbStandardCheck) c = g_new0 (CbStandardCheck, 1);
  const CbPerson *person = cb_desk_person (desk);
  CbAuthority *authority = cb_desk_authority (desk);

  c->faults = g_ptr_array_new_with_free_func (g_free);
  c->objections = g_ptr_array_new_with_free_func (g_free);
  c->standard = cb_standard_load (desk, db, uid, error);
  if (c->standard == NULL)
    return NULL;
  if (c->standard->state == CB_STANDARD_DRAFT)
    {
      c->base = cb_pack_ref (cb_desk_pack (desk));
      object_to_draft (c);
      /* What is not yet said is an objection, no fault of the text. */
      if (c->standard->sets->len > 0 && c->standard->from != CB_DATE_NONE && c->standard->cite != NULL && *c->standard->cite != '\0')
        revise (c);
    }
  else
    {
      g_autofree char *name = name_of (cb_desk_pack (desk));
      g_autoptr (GError) fault = NULL;

      c->pack = published_pack (db, c->standard->hash, name, &fault);
      if (c->pack == NULL)
        {
          g_ptr_array_add (c->faults, g_strdup (fault != NULL ? fault->message : "the text is not here"));
          g_clear_error (&fault);
        }
      c->base = published_pack (db, c->standard->base, name, &fault);
      if (c->base == NULL)   /* the county's first follows none */
        c->base = c->pack != NULL ? cb_pack_ref (c->pack) : cb_pack_ref (cb_desk_pack (desk));
      if (c->standard->overtaken)
        g_ptr_array_add (c->objections, g_strdup (_("The rules have changed since this was published. The policy officer drafts it anew on "
                                                    "the rules in force.")));
    }
  if (prove && c->pack != NULL && !prove_pack (c, error))
    return NULL;
  c->may = person == NULL ? CB_MAY_UNKNOWN_PERSON
           : c->standard->state == CB_STANDARD_DRAFT
             ? cb_may (authority, &person->uid, CB_ACT_PUBLISH_PACK, cb_authority_area (authority), 0, NULL, 0)
             : cb_may (authority, &person->uid, CB_ACT_COUNTERSIGN_PACK, cb_authority_area (authority), 0, &c->standard->author, 1);
  return g_steal_pointer (&c);
}
