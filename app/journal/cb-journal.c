/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-journal.h"
#include "cb-journal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ------- errors ------- */

typedef struct { CbMay may; } CbJournalErrorPrivate;

static void
cb_journal_error_private_init (CbJournalErrorPrivate *priv)
{
  priv->may = CB_MAY_YES;
}

static void
cb_journal_error_private_copy (const CbJournalErrorPrivate *from,
                               CbJournalErrorPrivate       *to)
{
  *to = *from;
}

static void
cb_journal_error_private_clear (CbJournalErrorPrivate *priv)
{
  priv->may = CB_MAY_YES;
}

G_DEFINE_EXTENDED_ERROR (CbJournalError, cb_journal_error)

CbMay
cb_may_of_error (const GError *error)
{
  if (error == NULL || !g_error_matches (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_ENTITLED))
    return CB_MAY_YES;

  return cb_journal_error_get_private (error)->may;
}

gboolean
cb_journal_not_entitled (CbMay    may,
                         GError **error)
{
  if (error != NULL)
    {
      *error = g_error_new_literal (CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_ENTITLED, "not entitled to this act");
      cb_journal_error_get_private (*error)->may = may;
    }

  return FALSE;
}

gboolean
cb_journal_fail_at (GError       **error,
                    CbJournalError code,
                    const CbRef   *ref,
                    const char    *what)
{
  g_set_error (error, CB_JOURNAL_ERROR, code, "desk %02x%02x%02x%02x record %" G_GUINT64_FORMAT ": %s",
               ref->desk.b[0], ref->desk.b[1], ref->desk.b[2], ref->desk.b[3], ref->seq, what);

  return FALSE;
}

/* ------- tables ------- */

/* Records, changesets and authority entries are only ever added: the triggers keep an honest program honest; the chain and the
 * signatures show what anybody else does.  A body may be taken out (erasure), never changed. */
static const char step_1[] =
  "CREATE TABLE authority (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL, sig BLOB NOT NULL) STRICT;"
  "CREATE TABLE desk (no INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, clone INTEGER NOT NULL DEFAULT 0) STRICT;"
  "CREATE TABLE this_desk (id INTEGER PRIMARY KEY CHECK (id = 1), uid BLOB NOT NULL, sk BLOB NOT NULL) STRICT;"
  "CREATE TABLE book (id INTEGER PRIMARY KEY CHECK (id = 1), hlc INTEGER NOT NULL, lam INTEGER NOT NULL,"
  " records INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;"
  "CREATE TABLE record (desk INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, lam INTEGER NOT NULL,"
  " status INTEGER NOT NULL, why INTEGER NOT NULL, header BLOB NOT NULL, body BLOB, sig BLOB,"
  " PRIMARY KEY (desk, seq, hash)) STRICT, WITHOUT ROWID;"
  "CREATE INDEX record_held ON record (desk, seq, status, why) WHERE status <> 0;"
  "CREATE TABLE changeset (desk INTEGER NOT NULL, first INTEGER NOT NULL, hash BLOB NOT NULL, last INTEGER NOT NULL,"
  " sig BLOB NOT NULL, PRIMARY KEY (desk, first, hash)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE pending (hash BLOB PRIMARY KEY, desk BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
  " lam INTEGER NOT NULL, fault INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;"
  "CREATE TABLE entity (uid BLOB PRIMARY KEY, kind INTEGER NOT NULL, parent BLOB, state BLOB NOT NULL) STRICT, WITHOUT ROWID;"
  "CREATE INDEX entity_parent ON entity (parent) WHERE parent IS NOT NULL;"
  "CREATE TABLE event (entity BLOB NOT NULL, desk INTEGER NOT NULL, seq INTEGER NOT NULL, event INTEGER NOT NULL,"
  " actor BLOB NOT NULL, PRIMARY KEY (entity, desk, seq)) STRICT, WITHOUT ROWID;"
  "CREATE TRIGGER record_keep BEFORE DELETE ON record BEGIN SELECT raise (ABORT, 'records are never deleted'); END;"
  "CREATE TRIGGER record_fixed BEFORE UPDATE OF desk, seq, hash, lam, header, sig ON record"
  " BEGIN SELECT raise (ABORT, 'records never change'); END;"
  "CREATE TRIGGER record_body BEFORE UPDATE OF body ON record WHEN new.body IS NOT NULL"
  " BEGIN SELECT raise (ABORT, 'records never change'); END;"
  "CREATE TRIGGER changeset_keep BEFORE DELETE ON changeset BEGIN SELECT raise (ABORT, 'changesets are never deleted'); END;"
  "CREATE TRIGGER changeset_fixed BEFORE UPDATE ON changeset BEGIN SELECT raise (ABORT, 'changesets never change'); END;"
  "CREATE TRIGGER authority_keep BEFORE DELETE ON authority BEGIN SELECT raise (ABORT, 'entries are never deleted'); END;"
  "CREATE TRIGGER authority_fixed BEFORE UPDATE ON authority BEGIN SELECT raise (ABORT, 'entries never change'); END;"
  "INSERT INTO book VALUES (1, 0, 0, 0, zeroblob (32));";

/* Which version of each projector made the tables; none said so before. */
static const char step_2[] =
  "CREATE TABLE projector (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

const CbSchema *
cb_journal_schema (void)
{
  static const char *const steps[] = { step_1, step_2 };
  static const CbSchema schema = { "journal", steps, G_N_ELEMENTS (steps) };

  return &schema;
}

/* ------- events ------- */

static const struct { CbEvent event; CbAct act; gboolean in_person; } events[] = {
  { CB_EVENT_SUBMITTED,          CB_ACT_SUBMIT,           FALSE },
  { CB_EVENT_OPINION,            CB_ACT_OPINION,          FALSE },
  { CB_EVENT_PUBLICITY,          CB_ACT_PUBLICISE,        FALSE },
  { CB_EVENT_DECISION,           CB_ACT_CONFIRM,          TRUE  },
  { CB_EVENT_STOPPED,            CB_ACT_CONFIRM,          TRUE  },
  { CB_EVENT_PAID,               CB_ACT_PAY,              TRUE  },
  { CB_EVENT_PACK,               CB_ACT_PUBLISH_PACK,     TRUE  },
  { CB_EVENT_PACK_COUNTERSIGNED, CB_ACT_COUNTERSIGN_PACK, TRUE  },
  { CB_EVENT_LOOKED,             CB_ACT_READ,             FALSE },
  { CB_EVENT_NOTE,               CB_ACT_RECORD,           FALSE },
  { CB_EVENT_VISIT,              CB_ACT_RECORD,           FALSE },
  { CB_EVENT_IMPORTED,           CB_ACT_RECORD,           FALSE },
  { CB_EVENT_WITHDRAWN,          CB_ACT_SUBMIT,           FALSE },
  { CB_EVENT_NOT_IN_BATCH,       CB_ACT_CONFIRM,          TRUE  },
  { CB_EVENT_PACK_REFUSED,       CB_ACT_COUNTERSIGN_PACK, TRUE  },
  { CB_EVENT_PACK_WITHDRAWN,     CB_ACT_PUBLISH_PACK,     TRUE  },
  { CB_EVENT_AID,                CB_ACT_AID,              TRUE  },
  { CB_EVENT_KEY_ASKED,          CB_ACT_ASK,              FALSE },   /* the key it would be signed with is what is asked for */
};

gboolean
cb_act_decides (CbAct act)
{
  return act == CB_ACT_CONFIRM || act == CB_ACT_AID;
}

/* 0 for a number this program does not know. */
CbAct
cb_event_act (CbEvent event)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (events[i].event == event)
      return events[i].act;

  return 0;
}

gboolean
cb_event_needs_signature (CbEvent event)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (events[i].event == event)
      return events[i].in_person;

  return FALSE;
}

/* ------- this desk ------- */

gboolean
cb_journal_this_desk (CbDb      *db,
                      CbUid     *desk,
                      CbSecret **sign_sk,
                      GError   **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT uid, sk FROM this_desk", error);
  const guint8 *sk;
  gsize len;
  int rc;

  if (s == NULL || (rc = cb_stmt_step (s, error)) < 0)
    return FALSE;
  sk = rc == 1 ? cb_stmt_get_blob (s, 1, &len) : NULL;
  if (sk == NULL || len != 64)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_FOUNDED, "this casebook is no desk yet");
      return FALSE;
    }
  if (desk != NULL)
    *desk = cb_stmt_get_uid (s, 0);
  if (sign_sk != NULL)
    *sign_sk = cb_secret_from (sk, len);

  return TRUE;
}

gboolean
cb_journal_keep_desk (CbDb           *db,
                      const CbUid    *desk,
                      const CbSecret *sign_sk,
                      GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT OR REPLACE INTO this_desk (id, uid, sk) VALUES (1, ?1, ?2)", error);

  if (s == NULL)
    return FALSE;
  if (cb_secret_len (sign_sk) != 64)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID, "a desk's signing key has 64 bytes");
      return FALSE;
    }
  cb_stmt_bind_uid (s, 1, desk);
  cb_stmt_bind_blob (s, 2, cb_secret_bytes (sign_sk), 64);

  return cb_stmt_run (s, error);
}

/* ------- projectors ------- */

static GPtrArray *projectors;

void
cb_journal_add_projector (const CbProjector *projector)
{
  if (projectors == NULL)
    projectors = g_ptr_array_new ();
  for (guint i = 0; i < projectors->len; i++)
    if (g_ptr_array_index (projectors, i) == projector)
      return;
  g_ptr_array_add (projectors, (gpointer) projector);
}

const GPtrArray *
cb_journal_projectors (void)
{
  return projectors;
}

/* ------- reading ------- */

static CbEntity *
decode_row (CbStmt      *s,
            const CbUid *uid,
            int          column,
            GError     **error)
{
  gsize len;
  const guint8 *state = cb_stmt_get_blob (s, column + 1, &len);
  CbEntity *e = cb_entity_decode (uid, (CbKind) cb_stmt_get_int (s, column), state, len);

  if (e == NULL)
    g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST, "a stored state is not of the form");

  return e;
}

CbEntity *
cb_journal_entity (CbDb        *db,
                   const CbUid *uid,
                   GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT kind, state FROM entity WHERE uid = ?1", error);

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, uid);

  return cb_stmt_step (s, error) == 1 ? decode_row (s, uid, 0, error) : NULL;
}

GPtrArray *
cb_journal_children (CbDb        *db,
                     const CbUid *parent,
                     GError     **error)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_entity_free);
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT uid, kind, state FROM entity WHERE parent = ?1 ORDER BY kind, uid", error);
  int rc;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, parent);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbUid uid = cb_stmt_get_uid (s, 0);
      CbEntity *e = decode_row (s, &uid, 1, error);

      if (e == NULL)
        return NULL;
      g_ptr_array_add (children, e);
    }

  return rc == 0 ? g_steal_pointer (&children) : NULL;
}

static gboolean
each_entity (CbDb         *db,
             CbKind        last,
             CbEachEntity  func,
             gpointer      data,
             GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT uid, kind, state, parent FROM entity WHERE kind <= ?1", error);
  int rc;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, last);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbUid uid = cb_stmt_get_uid (s, 0);
      CbUid parent = cb_stmt_is_null (s, 3) ? CB_UID_NONE : cb_stmt_get_uid (s, 3);
      g_autoptr (CbEntity) e = decode_row (s, &uid, 1, error);

      if (e == NULL)
        return FALSE;
      if (!func (e, &parent, data))
        return TRUE;
    }

  return rc == 0;
}

gboolean
cb_journal_each (CbDb         *db,
                 CbKind        last,
                 CbEachEntity  func,
                 gpointer      data,
                 GError      **error)
{
  gboolean ok;

  cb_db_begin_pass (db);
  ok = each_entity (db, last, func, data, error);
  cb_db_end_pass (db);

  return ok;
}

gboolean
cb_journal_event_data (CbDb        *db,
                       const CbRef *ref,
                       GBytes     **content,
                       GError     **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  int rc;

  *content = NULL;
  cb_record_init (&r);
  rc = cb_store_read (db, ref, TRUE, &r, &s, error);
  if (rc == 1 && r.type == CB_RECORD_EVENT && !cb_record_says_nothing (&r))
    *content = g_bytes_new (r.content, r.content_len);

  return rc >= 0;
}

gboolean
cb_journal_author (CbDb        *db,
                   const CbRef *ref,
                   CbUid       *person,
                   CbHlc       *at,
                   GError     **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  int rc;

  cb_record_init (&r);
  rc = cb_store_read (db, ref, FALSE, &r, &s, error);
  if (rc < 0)
    return FALSE;
  if (rc == 0)
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_INVALID, ref, "is not in this casebook");
  if (person != NULL)
    *person = r.actor;
  if (at != NULL)
    *at = r.hlc;

  return TRUE;
}

gboolean
cb_journal_at_founding (CbDb        *db,
                        CbAuthority *authority,
                        const CbRef *ref,
                        gboolean    *founding,
                        GError     **error)
{
  g_autoptr (CbStmt) s = NULL;
  g_auto (CbRecord) r = { 0 };
  g_autoptr (GPtrArray) people = NULL;
  CbAuthority *at;
  int rc;

  cb_record_init (&r);
  rc = cb_store_read (db, ref, FALSE, &r, &s, error);
  if (rc < 0)
    return FALSE;
  if (rc == 0)
    return cb_journal_fail_at (error, CB_JOURNAL_ERROR_INVALID, ref, "is not in this casebook");
  at = cb_authority_at (authority, r.auth);
  people = at != NULL ? cb_authority_people (at) : NULL;
  *founding = people != NULL && people->len == 1;

  return TRUE;
}

gboolean
cb_journal_digest (CbDb    *db,
                   guint8   digest[32],
                   GError **error)
{
  CbBook book;

  if (!cb_book_load (db, &book, error))
    return FALSE;
  memcpy (digest, book.digest, 32);

  return TRUE;
}

static const char *
held_reason (CbHeldKind kind,
             guint      why)
{
  if (kind == CB_HELD_PENDING)
    return why != 0 ? _("The signature does not belong to this desk.") : _("Something it builds on has not arrived yet.");
  if (kind == CB_HELD_CLONE)
    return _("This desk’s records have two branches: it was copied or restored. It must be enrolled as a new desk.");
  if (why == CB_WHY_FORM)
    return _("This program does not know this kind of record. A newer one may.");
  if (why == CB_WHY_NOT_SIGNED)
    return _("The person’s own signature is missing.");
  if (why == CB_WHY_OLD_HEAD)
    return _("The desk claims rights of an earlier time than its record before.");

  return cb_may_text ((CbMay) why);
}

static gboolean
collect_held (CbDb       *db,
              const char *sql,
              GArray     *held,
              GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, sql, error);
  int rc;

  if (s == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      guint why = (guint) cb_stmt_get_int (s, 4);
      CbHeld h = { (CbHeldKind) cb_stmt_get_int (s, 0), cb_stmt_get_uid (s, 1), (guint64) cb_stmt_get_int (s, 2),
                   (guint64) cb_stmt_get_int (s, 3), CB_MAY_YES, NULL };

      h.reason = held_reason (h.kind, why);
      if (h.kind == CB_HELD_QUARANTINED && why < CB_WHY_FORM)
        h.may = (CbMay) why;
      g_array_append_val (held, h);
    }

  return rc == 0;
}

GArray *
cb_journal_held (CbDb    *db,
                 GError **error)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (CbHeld));

  if (!collect_held (db, "SELECT 1, desk, first, last, fault FROM pending ORDER BY desk, first", held, error)
      || !collect_held (db, "SELECT 1 + r.status, d.uid, r.seq, r.seq, r.why FROM record r JOIN desk d ON d.no = r.desk"
                        " WHERE r.status <> 0 ORDER BY r.desk, r.seq", held, error))
    return NULL;

  return g_steal_pointer (&held);
}
