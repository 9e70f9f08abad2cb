/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-db.h"
#include "cb-vault-engine.h"
#include "cb-vault.h"

typedef struct {
  CbDb *db;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->db = cb_db_new_memory (&error);
  g_assert_no_error (error);
  g_assert_true (cb_db_exec (
      f->db,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT UNIQUE, b BLOB) STRICT;"
      "-- a remark\n",
      &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  cb_db_free (f->db);
}

static void
insert (CbDb       *db,
        const char *s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, "INSERT INTO t (s) VALUES (?1)", &error);

  g_assert_no_error (error);
  cb_stmt_bind_text (stmt, 1, s);
  g_assert_true (cb_stmt_run (stmt, &error));
  g_assert_no_error (error);
}

static gint64
count (CbDb *db)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (cb_db_get_int (db, "SELECT count(*) FROM t", &n, &error));
  g_assert_no_error (error);
  return n;
}

static void
test_values (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbStmt) put
      = cb_db_prepare (f->db, "INSERT INTO t (id, n, s, b) VALUES (?1, ?2, ?3, ?4)", &error);
  g_autoptr (CbStmt) get
      = cb_db_prepare (f->db, "SELECT n, s, b, NULL FROM t WHERE id = ?1", &error);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) back = NULL;
  CbUid uid = cb_uid_new ();
  CbUid out;
  gsize len = 99;

  cb_stmt_bind_int (put, 1, 1);
  cb_stmt_bind_int (put, 2, G_MAXINT64);
  cb_stmt_bind_text (put, 3, "王小明");
  cb_stmt_bind_uid (put, 4, &uid);
  g_assert_true (cb_stmt_run (put, &error));
  g_assert_cmpint (cb_db_last_row_id (f->db), ==, 1);
  g_assert_cmpint (cb_db_changes (f->db), ==, 1);
  /* Again without preparing: the statement was reset, its bindings stay until they are replaced. */
  cb_stmt_bind_int (put, 1, 2);
  cb_stmt_bind_int (put, 2, G_MININT64);
  cb_stmt_bind_text_len (put, 3, "一二三", 3);
  cb_stmt_bind_bytes (put, 4, empty);
  g_assert_true (cb_stmt_run (put, &error));
  cb_stmt_bind_int (put, 1, 3);
  cb_stmt_bind_null (put, 2);
  cb_stmt_bind_text (put, 3, NULL);
  cb_stmt_bind_bytes (put, 4, NULL);
  g_assert_true (cb_stmt_run (put, &error));
  g_assert_no_error (error);

  cb_stmt_bind_int (get, 1, 1);
  g_assert_cmpint (cb_stmt_step (get, &error), ==, 1);
  g_assert_cmpint (cb_stmt_get_int (get, 0), ==, G_MAXINT64);
  g_assert_cmpstr (cb_stmt_get_text (get, 1), ==, "王小明");
  out = cb_stmt_get_uid (get, 2);
  g_assert_true (cb_uid_equal (&out, &uid));
  g_assert_true (cb_stmt_is_null (get, 3));
  out = cb_stmt_get_uid (get, 1);
  g_assert_true (cb_uid_is_none (&out));
  g_assert_cmpint (cb_stmt_step (get, &error), ==, 0);

  cb_stmt_bind_int (get, 1, 2);
  g_assert_cmpint (cb_stmt_step (get, &error), ==, 1);
  g_assert_cmpint (cb_stmt_get_int (get, 0), ==, G_MININT64);
  g_assert_cmpstr (cb_stmt_get_text (get, 1), ==, "一");
  g_assert_nonnull (cb_stmt_get_blob (get, 2, &len));
  g_assert_cmpuint (len, ==, 0);
  back = cb_stmt_dup_bytes (get, 2);
  g_assert_cmpuint (g_bytes_get_size (back), ==, 0);
  cb_stmt_reset (get);

  cb_stmt_bind_int (get, 1, 3);
  g_assert_cmpint (cb_stmt_step (get, &error), ==, 1);
  g_assert_cmpint (cb_stmt_get_int (get, 0), ==, 0);
  g_assert_null (cb_stmt_get_text (get, 1));
  g_assert_null (cb_stmt_dup_text (get, 1));
  g_assert_null (cb_stmt_get_blob (get, 2, &len));
  g_assert_null (cb_stmt_dup_bytes (get, 2));
  g_assert_true (cb_stmt_is_null (get, 0));
}

static void
test_cache (Fixture      *f,
            gconstpointer data)
{
  CbStmt *first = cb_db_prepare (f->db, "SELECT ?1; ", NULL);
  CbStmt *second = cb_db_prepare (f->db, "SELECT ?1; ", NULL);
  CbStmt *third;

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_true (first != second);
  cb_stmt_bind_int (first, 1, 7);
  cb_stmt_bind_int (second, 1, 8);
  g_assert_cmpint (cb_stmt_step (first, NULL), ==, 1);
  g_assert_cmpint (cb_stmt_step (second, NULL), ==, 1);
  g_assert_cmpint (cb_stmt_get_int (first, 0), ==, 7);
  g_assert_cmpint (cb_stmt_get_int (second, 0), ==, 8);
  cb_stmt_free (second);
  cb_stmt_free (first);
  third = cb_db_prepare (f->db, "SELECT ?1; ", NULL);
  g_assert_true (third == first);
  /* What the last user bound is gone. */
  g_assert_cmpint (cb_stmt_step (third, NULL), ==, 1);
  g_assert_true (cb_stmt_is_null (third, 0));
  cb_stmt_free (third);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
      gint64 n;

      g_assert_true (cb_db_get_int (f->db, sql, &n, NULL));
      g_assert_cmpint (n, ==, i);
    }
}

static void
test_errors (Fixture      *f,
             gconstpointer data)
{
  static const struct { const char *name, *sql; int code; } cases[] = {
    { "syntax", "SELEKT 1", CB_VAULT_ERROR_SQL },
    { "no table", "SELECT * FROM nowhere", CB_VAULT_ERROR_SQL },
    { "empty", " -- nothing", CB_VAULT_ERROR_SQL },
    { "unique", "INSERT INTO t (s) VALUES ('secret name')", CB_VAULT_ERROR_CONSTRAINT },
    { "strict", "INSERT INTO t (n) VALUES ('secret name')", CB_VAULT_ERROR_CONSTRAINT },
    { "attach", "ATTACH ':memory:' AS other", CB_VAULT_ERROR_SQL },
    { "string in double quotes", "SELECT \"secret name\"", CB_VAULT_ERROR_SQL },
    { "extension", "SELECT load_extension('/tmp/x')", CB_VAULT_ERROR_SQL },
    { "schema", "UPDATE sqlite_schema SET sql = ''", CB_VAULT_ERROR_SQL },
  };

  insert (f->db, "secret name");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 n = 42;

      g_test_message ("%s", cases[i].name);
      g_assert_false (cb_db_get_int (f->db, cases[i].sql, &n, &error));
      g_assert_error (error, CB_VAULT_ERROR, cases[i].code);
      g_assert_cmpint (n, ==, 42);
      if (cases[i].code == CB_VAULT_ERROR_CONSTRAINT)
        g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_bad_parameter (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbStmt) stmt = cb_db_prepare (f->db, "SELECT ?1", &error);

  cb_stmt_bind_int (stmt, 2, 1);
  g_assert_cmpint (cb_stmt_step (stmt, &error), ==, -1);
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL);
  cb_stmt_bind_int (stmt, 1, 1);
  g_assert_cmpint (cb_stmt_step (stmt, NULL), ==, 1);
}

static void
test_transactions (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cb_db_in_transaction (f->db));
  g_assert_false (cb_db_save (f->db, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL);
  g_clear_error (&error);
  g_assert_true (cb_db_begin (f->db, &error));
  g_assert_true (cb_db_in_transaction (f->db));
  insert (f->db, "a");
  g_assert_true (cb_db_save (f->db, &error));
  insert (f->db, "b");
  g_assert_true (cb_db_save (f->db, &error));
  insert (f->db, "c");
  g_assert_true (cb_db_save_keep (f->db, &error));
  cb_db_save_undo (f->db);
  g_assert_cmpint (count (f->db), ==, 1);
  g_assert_true (cb_db_save (f->db, &error));
  insert (f->db, "d");
  g_assert_true (cb_db_save_keep (f->db, &error));
  g_assert_true (cb_db_commit (f->db, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (f->db), ==, 2);
  g_assert_true (cb_db_begin (f->db, &error));
  insert (f->db, "e");
  cb_db_rollback (f->db);
  cb_db_rollback (f->db);
  g_assert_cmpint (count (f->db), ==, 2);
}

static const char *const one[] = { "CREATE TABLE a (x INTEGER) STRICT" };
static const char *const two[] = { "CREATE TABLE a (x INTEGER) STRICT",
                                   "ALTER TABLE a ADD COLUMN y TEXT; CREATE TABLE c (z) " };
static const char *const bad[]
    = { "CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE d (x)", "CREATE TABLE d (x)" };

static void
test_migrate (Fixture      *f,
              gconstpointer data)
{
  const CbSchema first = { "room", one, 1 }, second = { "room", two, 2 },
                 broken = { "room", bad, 3 };
  const CbSchema *v1[] = { &first, NULL }, *v2[] = { &second, NULL }, *v3[] = { &broken, NULL };
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (cb_db_migrate (f->db, NULL, &error));
  g_assert_true (cb_db_migrate (f->db, v1, &error));
  g_assert_true (cb_db_migrate (f->db, v1, &error));
  g_assert_no_error (error);
  /* A step that fails takes the steps of its room with it. */
  g_assert_false (cb_db_migrate (f->db, v3, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL);
  g_clear_error (&error);
  g_assert_false (cb_db_in_transaction (f->db));
  g_assert_true (
      cb_db_get_int (f->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'd'", &n, NULL));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (cb_db_migrate (f->db, v2, &error));
  g_assert_no_error (error);
  g_assert_true (
      cb_db_get_int (f->db, "SELECT version FROM schema_version WHERE room = 'room'", &n, NULL));
  g_assert_cmpint (n, ==, 2);
  g_assert_true (cb_db_get_int (f->db, "SELECT count(y) FROM a", &n, NULL));
  g_assert_false (cb_db_migrate (f->db, v1, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER);
}

/* A sort too large for its share of memory would go to an unnamed file, in clear: by default it
   does not, and it cannot. */
static void
test_no_temp_file (Fixture      *f,
                   gconstpointer data)
{
  static const char sort[]
      = "SELECT count(*) FROM (WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c "
        "WHERE x < 40000) "
        "SELECT x, randomblob (100) AS r FROM c ORDER BY r LIMIT 40000 OFFSET 1)";
  g_autoptr (GError) error = NULL;
  guint before = cb_vault_engine_refusals ();
  gint64 n = 0;

  g_assert_true (cb_db_exec (f->db, "PRAGMA cache_size = 10", &error));
  g_assert_true (cb_db_get_int (f->db, sort, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 39999);
  g_assert_cmpuint (cb_vault_engine_refusals (), ==, before);
  g_assert_true (cb_db_exec (f->db, "PRAGMA temp_store = FILE", &error));
  g_assert_false (cb_db_get_int (f->db, sort, &n, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_IO);
  g_assert_cmpuint (cb_vault_engine_refusals (), >, before);
}

/* What the floors above build on: the full-text index works under all the restrictions. */
static void
test_full_text (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (cb_db_exec (f->db,
                             "CREATE VIRTUAL TABLE name USING fts5 (text, content = '', "
                             "contentless_delete = 1, prefix = '1 2');"
                             "INSERT INTO name (name, rank) VALUES ('secure-delete', 1);"
                             "CREATE TRIGGER t_name AFTER INSERT ON t BEGIN "
                             "  INSERT INTO name (rowid, text) VALUES (new.id, new.s); END;",
                             &error));
  g_assert_no_error (error);
  insert (f->db, "王 小 明");
  insert (f->db, "李 小 花");
  g_assert_true (
      cb_db_get_int (f->db, "SELECT count(*) FROM name WHERE name MATCH '\"小 明\"'", &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 1);
}

static void
test_engine (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDb) db = NULL;
  g_autoptr (CbStmt) stmt = NULL;

  g_assert_true (cb_vault_self_check (&error));
  g_assert_no_error (error);
  g_assert_true (cb_vault_self_check (NULL));
  db = cb_db_new_memory (&error);
  stmt = cb_db_prepare (
      db, "SELECT 1 FROM pragma_compile_options WHERE compile_options = 'TEMP_STORE=2'", &error);
  g_assert_no_error (error);
  g_assert_cmpint (cb_stmt_step (stmt, &error), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/db/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("values", test_values);
  ADD ("cache", test_cache);
  ADD ("errors", test_errors);
  ADD ("bad-parameter", test_bad_parameter);
  ADD ("transactions", test_transactions);
  ADD ("migrate", test_migrate);
  ADD ("no-temp-file", test_no_temp_file);
  ADD ("full-text", test_full_text);
  g_test_add_func ("/db/engine", test_engine);

  return g_test_run ();
}
