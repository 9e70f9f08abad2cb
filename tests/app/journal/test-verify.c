/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "county.h"

/* ------- a floor above, small: how many members and events a household has ------- */

static gboolean
tally_reset (CbDb     *db,
             gpointer  data,
             GError  **error)
{
  return cb_db_exec (db, "DELETE FROM tally; DELETE FROM happened;", error);
}

static gboolean
tally_entity (CbDb           *db,
              const CbEntity *before,
              const CbEntity *after,
              gpointer        data,
              GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT OR REPLACE INTO tally (uid, name) VALUES (?1, ?2)", error);

  if (s == NULL)
    return FALSE;
  g_assert_true (before == NULL || cb_uid_equal (cb_entity_uid (before), cb_entity_uid (after)));
  cb_stmt_bind_uid (s, 1, cb_entity_uid (after));
  cb_stmt_bind_text (s, 2, cb_entity_text (after, 100));

  return cb_stmt_run (s, error);
}

static gboolean
tally_event (CbDb                *db,
             const CbEventRecord *record,
             gpointer             data,
             GError             **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT INTO happened (entity, seq, area, data) VALUES (?1, ?2, ?3, ?4)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &record->entity);
  cb_stmt_bind_int (s, 2, (gint64) record->ref.seq);
  cb_stmt_bind_text (s, 3, record->area);
  cb_stmt_bind_blob (s, 4, record->data, record->data_len);

  return cb_stmt_run (s, error);
}

static const char *const tally_steps[] = {
  "CREATE TABLE tally (uid BLOB PRIMARY KEY, name TEXT) STRICT;"
  "CREATE TABLE happened (entity BLOB, seq INTEGER, area TEXT, data BLOB) STRICT;",
};
static const CbSchema tally_schema = { "tally", tally_steps, 1 };
static const char *const tally_tables[] = { "tally", "happened", NULL };
static const CbProjector tally = {
  .name = "tally", .reset = tally_reset, .entity = tally_entity, .event = tally_event, .tables = tally_tables, .schema = &tally_schema,
};

typedef struct { County *c; CbDb *db; CbUid h, m, i, k; CbRef decision; } World;

static void
make (World *w,
      guint  seed)
{
  const CbSchema *schemas[] = { &tally_schema, NULL };
  g_autoptr (GError) error = NULL;
  static const guint8 capsule[] = { 0xa1, 0x00, 0x18, 0x2a };
  g_autoptr (GBytes) data = g_bytes_new_static (capsule, sizeof capsule);
  CbActor approver;
  CbRef facts;

  w->c = county_new (2, seed);
  w->db = w->c->desks[0].db;
  for (guint d = 0; d < 2; d++)
    cb_db_migrate (w->c->desks[d].db, schemas, &error);
  g_assert_no_error (error);
  county_household (w->c, 0, 1, &w->h, &w->m, &w->i);
  w->k = cb_uid_derive ("case", "", 0);
  g_assert_true (county_write (w->c, 0, WORKER, &w->k, CB_KIND_CASE, CB_FIELD_PARENT, cb_value_uid (&w->h), &facts, &error));
  approver = county_actor (w->c, 0, APPROVER);
  {
    g_autoptr (CbChange) change = cb_change_new (&approver);

    cb_change_event (change, &w->k, CB_KIND_CASE, CB_EVENT_DECISION, NULL, CB_YUAN (500), &facts, 1, data);
    g_assert_true (cb_change_commit (change, w->db, &w->decision, NULL, &error));
  }
  g_assert_true (county_write (w->c, 0, WORKER, &w->m, CB_KIND_MEMBER, 100, cb_value_text ("王秀英"), NULL, &error));
  county_send_all (w->c, 0, 1);
  county_verify (w->db, TRUE, NULL);
  county_verify (w->c->desks[1].db, TRUE, NULL);
}

static void
unlock (CbDb *db)
{
  g_autoptr (GError) error = NULL;

  cb_db_exec (db, "DROP TRIGGER record_keep; DROP TRIGGER record_fixed; DROP TRIGGER record_body; DROP TRIGGER changeset_keep;"
              "DROP TRIGGER changeset_fixed; DROP TRIGGER authority_keep; DROP TRIGGER authority_fixed;", &error);
  g_assert_no_error (error);
}

/* An honest program cannot do it at all. */
static void
test_append_only (void)
{
  static const char *const statements[] = {
    "DELETE FROM record", "UPDATE record SET header = x'00'", "UPDATE record SET body = x'00'", "UPDATE record SET seq = 99",
    "DELETE FROM changeset", "UPDATE changeset SET sig = x'00'", "DELETE FROM authority", "UPDATE authority SET bytes = x'00'",
  };
  World w;

  make (&w, 1);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cb_db_exec (w.db, statements[i], &error));
      g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_CONSTRAINT);
    }
  county_verify (w.db, TRUE, NULL);
  county_free (w.c);
}

/* Each byte of every column that the chain vouches for. */
static void
test_flipped_bytes (void)
{
  static const struct { const char *select, *update, *named; } columns[] = {
    { "SELECT header FROM record WHERE seq = ?1", "UPDATE record SET header = ?2 WHERE seq = ?1", "record" },
    { "SELECT body FROM record WHERE seq = ?1", "UPDATE record SET body = ?2 WHERE seq = ?1", "record" },
    { "SELECT sig FROM record WHERE seq = ?1", "UPDATE record SET sig = ?2 WHERE seq = ?1", "record" },
    { "SELECT hash FROM record WHERE seq = ?1", "UPDATE record SET hash = ?2 WHERE seq = ?1", "record" },
    { "SELECT sig FROM changeset WHERE last = ?1", "UPDATE changeset SET sig = ?2 WHERE last = ?1", "record" },
    { "SELECT bytes FROM authority WHERE seq = ?1", "UPDATE authority SET bytes = ?2 WHERE seq = ?1", "authority entry" },
    { "SELECT sig FROM authority WHERE seq = ?1", "UPDATE authority SET sig = ?2 WHERE seq = ?1", "authority entry" },
  };
  World w;

  make (&w, 2);
  unlock (w.db);
  for (guint col = 0; col < G_N_ELEMENTS (columns); col++)
    for (guint seq = 1; seq <= 6; seq += 2 + (col == 0))
      {
        g_autoptr (GBytes) bytes = NULL;
        g_autofree char *named = g_strdup_printf ("%s %u:", columns[col].named, seq);
        const guint8 *data;
        gsize len;

        {
          g_autoptr (CbStmt) s = cb_db_prepare (w.db, columns[col].select, NULL);

          cb_stmt_bind_int (s, 1, seq);
          if (cb_stmt_step (s, NULL) != 1 || (bytes = cb_stmt_dup_bytes (s, 0)) == NULL)
            continue;
        }
        data = g_bytes_get_data (bytes, &len);
        for (gsize at = 0; at < len; at++)
          {
            g_autofree guint8 *copy = g_memdup2 (data, len);
            g_autoptr (CbStmt) s = cb_db_prepare (w.db, columns[col].update, NULL);

            copy[at] ^= (guint8) (1u << (at % 8));
            g_assert_true (cb_db_begin (w.db, NULL));
            cb_stmt_bind_int (s, 1, seq);
            cb_stmt_bind_blob (s, 2, copy, len);
            g_assert_true (cb_stmt_run (s, NULL));
            county_verify (w.db, FALSE, named);
            cb_db_rollback (w.db);
          }
      }
  county_verify (w.db, TRUE, NULL);
  county_free (w.c);
}

/* What somebody with the key and a database tool could try.  @rebuild: only a rebuild finds it. */
static void
test_tampered_rows (void)
{
  static const struct { const char *sql, *found; gboolean rebuild; } tries[] = {
    { "DELETE FROM record WHERE seq = 2", "record 2: is missing", FALSE },
    { "DELETE FROM record WHERE seq = 6", "are not as many records", FALSE },
    { "DELETE FROM record WHERE seq = 6; UPDATE book SET records = 5", "signatures of records that are missing", FALSE },
    { "DELETE FROM record WHERE seq = 6; DELETE FROM changeset WHERE first = 6; UPDATE book SET records = 5", "table", TRUE },
    { "DELETE FROM changeset WHERE first = 4", "record 4: the signature of its changeset is missing", FALSE },
    { "UPDATE record SET status = 1, why = 3 WHERE seq = 2", "record 2: it is kept out", FALSE },
    { "UPDATE record SET sig = NULL WHERE seq = 5", "record 5: the person's signature is missing", FALSE },
    { "UPDATE entity SET state = (SELECT state FROM entity WHERE kind = 3) WHERE kind = 2", "state: the tables", FALSE },
    { "DELETE FROM entity WHERE kind = 2", "state: the tables", FALSE },
    { "UPDATE book SET digest = zeroblob (32)", "state: the tables", FALSE },
    { "UPDATE entity SET parent = NULL WHERE kind = 3", "table entity", TRUE },
    { "DELETE FROM event", "table event", TRUE },
    { "UPDATE tally SET name = 'x' WHERE name IS NOT NULL", "table tally", TRUE },
    { "UPDATE happened SET area = '510823101'", "table happened", TRUE },
    { "DELETE FROM authority WHERE seq = 3", "authority entry 4", FALSE },
    { "UPDATE record SET body = NULL WHERE seq = 6", "record 6: its content is missing", FALSE },
  };
  World w;

  make (&w, 3);
  unlock (w.db);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", tries[i].sql);
      g_assert_true (cb_db_begin (w.db, &error));
      g_assert_true (cb_db_exec (w.db, tries[i].sql, &error));
      if (tries[i].rebuild && g_str_has_prefix (tries[i].found, "table "))
        county_verify (w.db, FALSE, NULL);
      county_verify (w.db, TRUE, tries[i].rebuild && g_strcmp0 (tries[i].found, "table") == 0 ? "" : tries[i].found);
      cb_db_rollback (w.db);
    }
  /* A rebuild puts right what only the tables had wrong. */
  g_assert_true (cb_db_exec (w.db, "DELETE FROM entity; UPDATE tally SET name = 'x'; DELETE FROM event; DELETE FROM happened;", NULL));
  g_assert_true (cb_db_begin (w.db, NULL));
  g_assert_true (cb_journal_rebuild (w.db, NULL));
  g_assert_true (cb_db_commit (w.db, NULL));
  county_verify (w.db, TRUE, NULL);
  county_free (w.c);
}

/* A page put back to what it was before, with its digest: the records, or the anchor, tell. */
static void
test_rolled_back (void)
{
  World w;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) anchor = NULL;
  g_autoptr (GBytes) old = NULL;

  make (&w, 4);
  old = cb_journal_anchor (w.db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (old), <=, 256);
  g_assert_true (cb_db_exec (w.db, "CREATE TEMP TABLE kept AS SELECT uid, state FROM entity; CREATE TEMP TABLE kept_book AS SELECT * FROM book", NULL));
  g_assert_true (cb_db_begin (w.db, NULL));
  g_assert_true (county_write (w.c, 0, WORKER, &w.i, CB_KIND_INCOME, 202, cb_value_int (9), NULL, &error));
  anchor = cb_journal_anchor (w.db, &error);
  g_assert_true (cb_journal_check_anchor (w.db, old, &error));
  g_assert_true (cb_journal_check_anchor (w.db, anchor, &error));
  /* One row. */
  g_assert_true (cb_db_exec (w.db, "UPDATE entity SET state = (SELECT state FROM kept k WHERE k.uid = entity.uid)", NULL));
  county_verify (w.db, FALSE, "state: the tables");
  /* With the digest that belongs to it, and the number of records corrected: only the records speak against it. */
  g_assert_true (cb_db_exec (w.db, "UPDATE book SET digest = (SELECT digest FROM kept_book)", NULL));
  county_verify (w.db, FALSE, NULL);
  county_verify (w.db, TRUE, "state: the records");
  g_assert_false (cb_journal_check_anchor (w.db, anchor, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST);
  g_clear_error (&error);
  /* The whole file. */
  cb_db_rollback (w.db);
  county_verify (w.db, TRUE, NULL);
  g_assert_true (cb_journal_check_anchor (w.db, old, &error));
  g_assert_false (cb_journal_check_anchor (w.db, anchor, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_ROLLED_BACK);
  county_free (w.c);
}

static void
write_file (const char *path,
            gconstpointer data,
            gsize       len)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) len, &error);
  g_assert_no_error (error);
}

/* What a person signed, checked by a tool that is none of ours. */
static void
test_openssl (void)
{
  static const guint8 spki[12] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };   /* RFC 8410 */
  World w;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *dir = g_dir_make_tmp ("casebook-XXXXXX", &error);
  g_autofree char *pk_file = g_build_filename (dir, "pk", NULL);
  g_autofree char *sig_file = g_build_filename (dir, "sig", NULL);
  g_autofree char *message_file = g_build_filename (dir, "message", NULL);
  guint8 sig[64], der[44];
  int status;

  make (&w, 5);
  memcpy (der, spki, sizeof spki);
  g_assert_true (cb_journal_signed_message (w.db, &w.decision, &message, sig, der + 12, &error));
  g_assert_cmpmem (der + 12, 32, w.c->people[APPROVER].cert.sign_pk, 32);
  g_assert_cmpint (crypto_sign_verify_detached (sig, g_bytes_get_data (message, NULL), g_bytes_get_size (message), der + 12), ==, 0);
  w.decision.seq = 1;
  g_assert_false (cb_journal_signed_message (w.db, &w.decision, NULL, sig, der + 12, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  county_free (w.c);
  if (openssl == NULL)
    {
      g_rmdir (dir);
      g_test_skip ("openssl is not installed");
      return;
    }
  write_file (pk_file, der, sizeof der);
  write_file (sig_file, sig, sizeof sig);
  for (guint i = 0; i < 2; i++)
    {
      gsize len;
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (message, &len), g_bytes_get_size (message));
      const char *argv[] = { openssl, "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", pk_file, "-rawin",
                             "-in", message_file, "-sigfile", sig_file, NULL };

      copy[len / 2] ^= (guint8) i;
      write_file (message_file, copy, len);
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                                   NULL, NULL, NULL, NULL, &status, NULL));
      g_assert_cmpint (g_spawn_check_wait_status (status, NULL), ==, i == 0);
    }
  g_remove (pk_file);
  g_remove (sig_file);
  g_remove (message_file);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  cb_journal_add_projector (&tally);
  cb_journal_add_projector (&tally);
  g_test_add_func ("/journal/verify/append-only", test_append_only);
  g_test_add_func ("/journal/verify/flipped-bytes", test_flipped_bytes);
  g_test_add_func ("/journal/verify/tampered-rows", test_tampered_rows);
  g_test_add_func ("/journal/verify/rolled-back", test_rolled_back);
  g_test_add_func ("/journal/verify/openssl", test_openssl);

  return g_test_run ();
}
