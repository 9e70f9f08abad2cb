/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-projection.h"

#include <string.h>

#include "cb-case-data.h"
#include "cb-case-row.h"
#include "cb-search-private.h"
#include "cb-standard-private.h"
#include "cb-text.h"

/*
 * Each table is a function of the entities and the set of events, whatever the order in which they came:
 *
 *   person         living members, with what search needs
 *   household_row  one line of the household list.  `no` numbers the documents of the search index and `changed` orders a list:
 *                  neither is a fact, so household_shown, without them, is what verify compares
 *   case_event     what happened to cases, in outline: the whole is in the records; case_ and grant_ follow from it and from the
 *                  case's own facts
 *   aid_           what was granted to be paid once: temporary aid, in its month
 *   arrears_       what is paid with a month for months before it, by a standard that came late
 *   fork_          facts with versions that differ, of living subjects; the household by way of the parent
 *   payment_month  what was paid, by programme, township and month
 *   pack_          published rules
 *   pack_sign      what was said to them: countersigned, refused, withdrawn
 *   pack_draft     rules that somebody drafted, published or not; their facts are the journal's
 *   search, search_dirty  the full-text index and what it has to catch up with; follow from person and household_row
 *
 * and one that is not, and that neither reset nor verify touches:
 *   draft          what people of this desk typed and could not save (cb-draft.h)
 */
static const char *const steps[] = {
  "CREATE TABLE person ("
  "  uid BLOB PRIMARY KEY, household BLOB NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, latin TEXT NOT NULL,"
  "  id_number TEXT, birth INTEGER,"
  "  relation TEXT, residence TEXT, entered INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX person_household ON person (household);"
  "CREATE INDEX person_id_number ON person (id_number) WHERE id_number IS NOT NULL;"
  "CREATE INDEX person_folded ON person (folded);"
  "CREATE TABLE household_row ("
  "  no INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, area TEXT NOT NULL, village TEXT NOT NULL, category TEXT NOT NULL,"
  "  head TEXT NOT NULL, sort BLOB NOT NULL, persons INTEGER NOT NULL, tier TEXT NOT NULL, amount INTEGER NOT NULL,"
  "  open_case TEXT NOT NULL, changed INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX household_by_name ON household_row (sort, uid, area, category, tier);"
  "CREATE INDEX household_by_area ON household_row (area, sort, uid, category, tier, persons);"
  "CREATE VIEW household_shown AS"
  "  SELECT uid, area, village, category, head, sort, persons, tier, amount, open_case FROM household_row;"
  "CREATE TABLE case_event ("
  "  entity BLOB NOT NULL, hlc INTEGER NOT NULL, desk BLOB NOT NULL, seq INTEGER NOT NULL, event INTEGER NOT NULL,"
  "  actor BLOB NOT NULL, area TEXT NOT NULL, data BLOB, UNIQUE (entity, hlc, desk, seq)"
  ") STRICT;"
  "CREATE TABLE case_ ("
  "  uid BLOB PRIMARY KEY, household BLOB NOT NULL, number TEXT NOT NULL, programme TEXT NOT NULL, reason TEXT, area TEXT NOT NULL,"
  "  state INTEGER NOT NULL, submitted_on INTEGER NOT NULL, submitted_by BLOB NOT NULL, opinion_agree INTEGER, opinion TEXT,"
  "  opinion_by BLOB, opinion_on INTEGER, decided_confirm INTEGER, decision_reasons TEXT, decided_by BLOB, decided_on INTEGER,"
  "  decision_desk BLOB, decision_seq INTEGER, tier TEXT, amount INTEGER NOT NULL, persons INTEGER NOT NULL, first_month INTEGER,"
  "  last_month INTEGER, basis BLOB"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX case_state ON case_ (state, area);"
  "CREATE INDEX case_household ON case_ (household);"
  "CREATE INDEX case_number ON case_ (number);"
  "CREATE TABLE grant_ ("
  "  uid BLOB PRIMARY KEY, household BLOB NOT NULL, area TEXT NOT NULL, programme TEXT NOT NULL, tier TEXT NOT NULL,"
  "  persons INTEGER NOT NULL, amount INTEGER NOT NULL, first_month INTEGER NOT NULL, last_month INTEGER"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX grant_household ON grant_ (household);"
  "CREATE TABLE payment_month ("
  "  programme TEXT NOT NULL, area TEXT NOT NULL, month INTEGER NOT NULL, households INTEGER NOT NULL, persons INTEGER NOT NULL,"
  "  fen INTEGER NOT NULL, PRIMARY KEY (programme, area, month)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE fork_ (entity BLOB NOT NULL, field INTEGER NOT NULL, parent BLOB NOT NULL, PRIMARY KEY (entity, field)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE pack_ ("
  "  desk BLOB NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, entity BLOB NOT NULL, actor BLOB NOT NULL, data BLOB,"
  "  PRIMARY KEY (desk, seq)"
  ") STRICT;"
  "CREATE VIRTUAL TABLE search USING fts5 ("
  "  han, latin, ident, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4 5');"
  "CREATE TABLE search_dirty (uid BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;",
  CB_STANDARD_SCHEMA,
  /* Before, there was nothing that is paid once: no record says so, and the new columns are empty for all. */
  "ALTER TABLE case_ ADD COLUMN once INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE case_ ADD COLUMN township INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE case_ ADD COLUMN event TEXT;"
  "ALTER TABLE case_ ADD COLUMN event_date INTEGER;"
  "CREATE TABLE aid_ ("
  "  uid BLOB PRIMARY KEY, household BLOB NOT NULL, area TEXT NOT NULL, programme TEXT NOT NULL, persons INTEGER NOT NULL,"
  "  amount INTEGER NOT NULL, township INTEGER NOT NULL, month INTEGER NOT NULL, decided_on INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX aid_month ON aid_ (month, area);",
  "CREATE TABLE arrears_ ("
  "  uid BLOB NOT NULL, standard BLOB NOT NULL, household BLOB NOT NULL, area TEXT NOT NULL, programme TEXT NOT NULL,"
  "  month INTEGER NOT NULL, from_month INTEGER NOT NULL, fen INTEGER NOT NULL, PRIMARY KEY (uid, standard)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX arrears_month ON arrears_ (month, area);",
  "CREATE INDEX aid_household ON aid_ (household);",
  "CREATE TABLE draft ("
  "  no INTEGER PRIMARY KEY, person BLOB NOT NULL, household BLOB NOT NULL, data BLOB NOT NULL, UNIQUE (person, household)"
  ") STRICT;",
};

static const CbSchema schema = { .room = "casework", .steps = steps, .n_steps = G_N_ELEMENTS (steps) };

const CbSchema *
cb_casework_schema (void)
{
  return &schema;
}

static gboolean
run_with_uid (CbDb        *db,
              const char  *sql,
              const CbUid *uid,
              GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, sql, error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  return cb_stmt_run (s, error);
}

static gboolean
reset (CbDb     *db,
       gpointer  data,
       GError  **error)
{
  return cb_db_exec (db,
                     "DELETE FROM person; DELETE FROM household_row; DELETE FROM case_event; DELETE FROM case_; DELETE FROM grant_;"
                     "DELETE FROM aid_; DELETE FROM arrears_; DELETE FROM payment_month; DELETE FROM fork_; DELETE FROM pack_; DELETE FROM pack_sign;"
                     " DELETE FROM pack_draft; DELETE FROM search_dirty;"
                     "INSERT INTO search (search) VALUES ('delete-all')", error);
}

/* When a subject was entered, as far as its present state says. */
static CbHlc
entered (const CbEntity *e)
{
  guint n;
  const CbHead *heads = cb_entity_heads (e, CB_FIELD_PARENT, &n);

  return n > 0 ? heads[n - 1].hlc : 0;
}

static gint64
last_change (const CbEntity *e)
{
  guint n_fields, n;
  const guint *fields = cb_entity_fields (e, &n_fields);
  CbHlc last = 0;

  for (guint i = 0; i < n_fields; i++)
    {
      const CbHead *heads = cb_entity_heads (e, fields[i], &n);

      for (guint k = 0; k < n; k++)
        last = MAX (last, heads[k].hlc);
    }
  return cb_hlc_ms (last);
}

/* The household's list row, sums over its persons.  Head: who is recorded as such, else who was entered first. */
gboolean
cb_project_household_row (CbDb        *db,
                          const CbUid *household,
                          GError     **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CbEntity) e = cb_journal_entity (db, household, &fault);
  g_autoptr (CbStmt) people = NULL;
  g_autoptr (CbStmt) s = NULL;
  g_autofree char *head = NULL;
  g_autoptr (GBytes) sort = NULL;
  guint persons = 0;
  int row;

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (e == NULL || cb_entity_kind (e) != CB_KIND_HOUSEHOLD || cb_entity_removed (e))
    return run_with_uid (db, "DELETE FROM search WHERE rowid = (SELECT no FROM household_row WHERE uid = ?1)", household, error)
           && run_with_uid (db, "DELETE FROM household_row WHERE uid = ?1", household, error);
  people = cb_db_prepare (db,
                          "SELECT name, residence FROM person WHERE household = ?1"
                          " ORDER BY relation IS NOT 'head', entered, uid", error);
  if (people == NULL)
    return FALSE;
  cb_stmt_bind_uid (people, 1, household);
  while ((row = cb_stmt_step (people, error)) == 1)
    {
      if (head == NULL)
        head = cb_stmt_dup_text (people, 0);
      persons += g_strcmp0 (cb_stmt_get_text (people, 1), "dead") != 0;
    }
  if (row < 0)
    return FALSE;
  sort = cb_text_sort_key (head != NULL ? head : "");
  s = cb_db_prepare (db,
                     "INSERT INTO household_row (uid, area, village, category, head, sort, persons, tier, amount, open_case, changed)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                     "  coalesce ((SELECT tier FROM grant_ WHERE household = ?1 AND last_month IS NULL"
                     "             ORDER BY amount DESC, first_month DESC, uid LIMIT 1), ''),"
                     "  coalesce ((SELECT sum (amount) FROM grant_ WHERE household = ?1 AND last_month IS NULL), 0),"
                     "  coalesce ((SELECT programme FROM case_ WHERE household = ?1 AND state IN (1, 2)"
                     "             ORDER BY submitted_on, uid LIMIT 1), ''), ?8)"
                     " ON CONFLICT (uid) DO UPDATE SET area = excluded.area, village = excluded.village,"
                     "  category = excluded.category, head = excluded.head, sort = excluded.sort, persons = excluded.persons,"
                     "  tier = excluded.tier, amount = excluded.amount, open_case = excluded.open_case,"
                     "  changed = max (changed, excluded.changed)", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, household);
  cb_stmt_bind_text (s, 2, cb_entity_text (e, 11) != NULL ? cb_entity_text (e, 11) : "");
  cb_stmt_bind_text (s, 3, cb_entity_text (e, 12) != NULL ? cb_entity_text (e, 12) : "");
  cb_stmt_bind_text (s, 4, cb_entity_text (e, 10) != NULL ? cb_entity_text (e, 10) : "");
  cb_stmt_bind_text (s, 5, head != NULL ? head : "");
  cb_stmt_bind_bytes (s, 6, sort);
  cb_stmt_bind_int (s, 7, persons);
  cb_stmt_bind_int (s, 8, last_change (e));
  return cb_stmt_run (s, error);
}

static gboolean
same_text (const CbEntity *a,
           const CbEntity *b,
           guint           field)
{
  const CbValue *x = a != NULL ? cb_entity_value (a, field) : NULL;
  const CbValue *y = cb_entity_value (b, field);

  return x == NULL || y == NULL ? x == y : cb_value_equal (x, y);
}

static gboolean
project_person (CbDb           *db,
                const CbEntity *before,
                const CbEntity *after,
                GError        **error)
{
  const CbUid household = cb_entity_parent (after);
  const CbUid was = before != NULL ? cb_entity_parent (before) : household;
  const char *name = cb_entity_text (after, 100);
  const CbValue *birth = cb_entity_value (after, 103);
  g_autofree char *folded = cb_text_fold (name != NULL ? name : "");
  gboolean found = before == NULL || cb_entity_removed (before) != cb_entity_removed (after)
                   || !cb_uid_equal (&was, &household) || !same_text (before, after, 100) || !same_text (before, after, 102);

  if (cb_entity_removed (after))
    {
      if (!run_with_uid (db, "DELETE FROM person WHERE uid = ?1", cb_entity_uid (after), error))
        return FALSE;
    }
  else
    {
      g_autoptr (CbStmt) s = cb_db_prepare (db,
                                            "INSERT OR REPLACE INTO person (uid, household, name, folded, id_number, birth, relation,"
                                            " residence, entered, latin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", error);
      g_autoptr (GString) latin = g_string_new (NULL);

      if (s == NULL)
        return FALSE;
      cb_search_put_latin (latin, name);
      cb_stmt_bind_text (s, 10, latin->str);
      cb_stmt_bind_uid (s, 1, cb_entity_uid (after));
      cb_stmt_bind_blob (s, 2, household.b, sizeof household);
      cb_stmt_bind_text (s, 3, name != NULL ? name : "");
      cb_stmt_bind_text (s, 4, folded);
      cb_stmt_bind_text (s, 5, cb_entity_text (after, 102));
      if (birth != NULL)
        cb_stmt_bind_int (s, 6, birth->i);
      else
        cb_stmt_bind_null (s, 6);
      cb_stmt_bind_text (s, 7, cb_entity_text (after, 101));
      cb_stmt_bind_text (s, 8, cb_entity_text (after, 107));
      cb_stmt_bind_int (s, 9, (gint64) entered (after));
      if (!cb_stmt_run (s, error))
        return FALSE;
    }
  if (!cb_uid_equal (&was, &household)
      && (!cb_project_household_row (db, &was, error) || !cb_search_mark (db, &was, error)))
    return FALSE;
  if (!cb_project_household_row (db, &household, error))
    return FALSE;
  return !found || cb_search_mark (db, &household, error);
}

static gboolean
project_forks (CbDb           *db,
               const CbEntity *before,
               const CbEntity *after,
               GError        **error)
{
  const CbUid parent = cb_entity_kind (after) == CB_KIND_HOUSEHOLD ? *cb_entity_uid (after) : cb_entity_parent (after);
  guint n;
  const guint *fields = cb_entity_fields (after, &n);

  if (before != NULL && !run_with_uid (db, "DELETE FROM fork_ WHERE entity = ?1", cb_entity_uid (after), error))
    return FALSE;
  for (guint i = 0; i < n && !cb_entity_removed (after); i++)
    if (cb_entity_forked (after, fields[i]))
      {
        g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT INTO fork_ (entity, field, parent) VALUES (?1, ?2, ?3)", error);

        if (s == NULL)
          return FALSE;
        cb_stmt_bind_uid (s, 1, cb_entity_uid (after));
        cb_stmt_bind_int (s, 2, fields[i]);
        cb_stmt_bind_blob (s, 3, parent.b, sizeof parent);
        if (!cb_stmt_run (s, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
touch (CbDb        *db,
       const CbUid *household,
       gint64       ms,
       GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "UPDATE household_row SET changed = ?2 WHERE uid = ?1 AND changed < ?2", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, household);
  cb_stmt_bind_int (s, 2, ms);
  return cb_stmt_run (s, error);
}

static gboolean
project_entity (CbDb           *db,
                const CbEntity *before,
                const CbEntity *after,
                gpointer        data,
                GError        **error)
{
  CbUid household = cb_entity_parent (after);

  if (cb_entity_kind (after) == CB_KIND_PACK)
    return cb_project_standard (db, after, error);
  if (!project_forks (db, before, after, error))
    return FALSE;
  switch ((int) cb_entity_kind (after))
    {
    case CB_KIND_HOUSEHOLD:
      household = *cb_entity_uid (after);
      if (!cb_project_household_row (db, &household, error))
        return FALSE;
      if ((before == NULL || !same_text (before, after, 12) || cb_entity_removed (before) != cb_entity_removed (after))
          && !cb_search_mark (db, &household, error))
        return FALSE;
      break;
    case CB_KIND_MEMBER:
      if (!project_person (db, before, after, error))
        return FALSE;
      break;
    case CB_KIND_CASE:
      if (!cb_project_case (db, after, error))
        return FALSE;
      cb_db_mark_changed (db, CB_CHANGED_CASES);
      break;
    case CB_KIND_INCOME:
    case CB_KIND_SPENDING:
      {
        g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT household FROM person WHERE uid = ?1", error);
        int row;

        if (s == NULL)
          return FALSE;
        cb_stmt_bind_uid (s, 1, &household);
        row = cb_stmt_step (s, error);
        if (row < 0)
          return FALSE;
        if (row == 1)
          household = cb_stmt_get_uid (s, 0);
      }
      break;
    default:
      break;
    }
  cb_db_mark_changed (db, CB_CHANGED_HOUSEHOLDS);
  return touch (db, &household, last_change (after), error);
}

static gboolean
project_paid (CbDb                *db,
              const CbEventRecord *r,
              GError             **error)
{
  g_autofree char *programme = NULL;
  g_autoptr (GArray) lines = NULL;
  CbMonth month;

  if (r->data == NULL || !cb_payment_decode (r->data, r->data_len, &programme, &month, &lines))
    return TRUE;   /* erased, or of a newer program: not ours to count */
  for (guint i = 0; i < lines->len; i++)
    {
      const CbPaymentLine *line = &g_array_index (lines, CbPaymentLine, i);
      g_autoptr (CbStmt) s = cb_db_prepare (db,
                                            "INSERT INTO payment_month (programme, area, month, households, persons, fen)"
                                            " VALUES (?1, ?2, ?3, 1, ?4, ?5) ON CONFLICT DO UPDATE SET"
                                            " households = households + 1, persons = persons + ?4, fen = fen + ?5", error);

      if (s == NULL)
        return FALSE;
      cb_stmt_bind_text (s, 1, programme);
      cb_stmt_bind_text (s, 2, r->area != NULL ? r->area : "");
      cb_stmt_bind_int (s, 3, month);
      cb_stmt_bind_int (s, 4, line->persons);
      cb_stmt_bind_int (s, 5, line->fen);
      if (!cb_stmt_run (s, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
project_event (CbDb                *db,
               const CbEventRecord *record,
               gpointer             data,
               GError             **error)
{
  switch ((int) record->event)
    {
    case CB_EVENT_PAID:
      cb_db_mark_changed (db, CB_CHANGED_PAYMENTS);
      return project_paid (db, record, error);
    case CB_EVENT_PACK:
    case CB_EVENT_PACK_COUNTERSIGNED:
    case CB_EVENT_PACK_REFUSED:
    case CB_EVENT_PACK_WITHDRAWN:
      cb_db_mark_changed (db, CB_CHANGED_PACKS);
      return cb_project_standard_event (db, record, error);
    default:
      if (record->kind != CB_KIND_CASE)
        return TRUE;
      cb_db_mark_changed (db, CB_CHANGED_CASES | CB_CHANGED_HOUSEHOLDS);
      return cb_project_case_event (db, record, error);
    }
}

void
cb_casework_init (void)
{
  static const char *const tables[] = {
    "person", "household_shown", "case_event", "case_", "grant_", "aid_", "arrears_", "payment_month", "fork_", "pack_", "pack_sign", "pack_draft", NULL
  };
  static gsize done;

  if (g_once_init_enter (&done))
    {
      static const CbProjector projector = {
        .name = "casework", .version = 1, .reset = reset, .entity = project_entity, .event = project_event,
        .tables = tables, .schema = &schema, .ceiling = cb_case_published_ceiling,
      };

      cb_journal_add_projector (&projector);
      g_once_init_leave (&done, 1);
    }
}
