/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-db-private.h"

static gboolean
run (CbDb       *db,
     const char *sql,
     GError    **error)
{
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, sql, error);

  return stmt != NULL && cb_stmt_run (stmt, error);
}

gboolean
cb_db_begin (CbDb    *db,
             GError **error)
{
  return run (db, "BEGIN IMMEDIATE", error);
}

gboolean
cb_db_begin_read (CbDb    *db,
                  GError **error)
{
  gint64 version;

  if (!run (db, "BEGIN", error))
    return FALSE;
  /* The snapshot is taken by the first read. */
  if (cb_db_get_int (db, "PRAGMA schema_version", &version, error))
    return TRUE;
  cb_db_rollback (db);
  return FALSE;
}

gboolean
cb_db_commit (CbDb    *db,
              GError **error)
{
  if (run (db, "COMMIT", error))
    return TRUE;
  /* A commit that failed may leave the transaction open. */
  cb_db_rollback (db);
  return FALSE;
}

void
cb_db_rollback (CbDb *db)
{
  /* After some faults (disk full) the engine has rolled back already. */
  if (cb_db_in_transaction (db))
    run (db, "ROLLBACK", NULL);
  db->changed = 0;
}

gboolean
cb_db_in_transaction (CbDb *db)
{
  return !sqlite3_get_autocommit (db->handle);
}

gboolean
cb_db_save (CbDb    *db,
            GError **error)
{
  /* Outside a transaction a savepoint would begin a deferred one of its own. */
  if (!cb_db_in_transaction (db))
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL,
                           "database: a nested unit outside a transaction");
      return FALSE;
    }
  return run (db, "SAVEPOINT unit", error);
}

gboolean
cb_db_save_keep (CbDb    *db,
                 GError **error)
{
  return run (db, "RELEASE unit", error);
}

void
cb_db_save_undo (CbDb *db)
{
  if (cb_db_in_transaction (db) && run (db, "ROLLBACK TO unit", NULL))
    run (db, "RELEASE unit", NULL);
}

gboolean
cb_db_pragma_is (CbDb       *db,
                 const char *sql,
                 const char *expected,
                 GError    **error)
{
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, sql, error);
  int rc;

  if (stmt == NULL || (rc = cb_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc > 0 && g_strcmp0 (cb_stmt_get_text (stmt, 0), expected) == 0)
    return TRUE;
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_IO, "database: %s did not answer %s", sql,
               expected);
  return FALSE;
}

gboolean
cb_db_checkpoint (CbDb    *db,
                  GError **error)
{
  int rc;

  cb_db_forget (db);
  rc = sqlite3_wal_checkpoint_v2 (db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return rc == SQLITE_OK || cb_db_fail (db, rc, error);
}
