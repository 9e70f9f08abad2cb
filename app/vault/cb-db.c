/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-db-private.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "cb-vault-engine.h"

#define BUSY_MS       5000
#define CACHE_WHOLE   "PRAGMA cache_size = -65536"
#define CACHE_PASS    "PRAGMA cache_size = -4096"
/* The cancellable is looked at every so many steps of SQLite's machine: some tens of
   microseconds. */
#define PROGRESS_STEPS 1000

/* The engine's own text is passed on only where it can name nothing but tables, columns and
   tokens of our own statements. */
gboolean
cb_db_fail_full (CbDb     *db,
                 int       rc,
                 gboolean  compiling,
                 GError  **error)
{
  int extended = db->handle != NULL ? sqlite3_extended_errcode (db->handle) : rc;
  int errnum = db->handle != NULL ? sqlite3_system_errno (db->handle) : 0;
  CbVaultError code = CB_VAULT_ERROR_SQL;
  const char *text = sqlite3_errstr (rc);

  if ((extended & 0xff) != (rc & 0xff))
    extended = rc;
  switch (rc & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the query was cancelled");
      return FALSE;
    case SQLITE_NOMEM:
      code = CB_VAULT_ERROR_NO_MEMORY;
      break;
    case SQLITE_FULL:
      code = CB_VAULT_ERROR_FULL;
      break;
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_NOMEM)
        code = CB_VAULT_ERROR_NO_MEMORY;
      else if (errnum == ENOSPC || errnum == EFBIG || errnum == EDQUOT)
        code = CB_VAULT_ERROR_FULL;
      else
        code = CB_VAULT_ERROR_IO;
      break;
    case SQLITE_CANTOPEN:
      code = errnum == ENOSPC || errnum == EDQUOT ? CB_VAULT_ERROR_FULL : CB_VAULT_ERROR_IO;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      code = CB_VAULT_ERROR_DAMAGED_DATABASE;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      code = CB_VAULT_ERROR_BUSY;
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      code = CB_VAULT_ERROR_READ_ONLY;
      break;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      code = CB_VAULT_ERROR_CONSTRAINT;
      text = sqlite3_errmsg (db->handle);
      break;
    default:
      if (compiling)
        text = sqlite3_errmsg (db->handle);
      break;
    }
  g_set_error (error, CB_VAULT_ERROR, code, "database: %s (%d)", text, extended);
  return FALSE;
}

gboolean
cb_db_fail (CbDb    *db,
            int      rc,
            GError **error)
{
  return cb_db_fail_full (db, rc, FALSE, error);
}

static int
progress_cb (void *data)
{
  CbDb *db = data;

  return db->cancellable != NULL && g_cancellable_is_cancelled (db->cancellable);
}

static CbDb *
db_new (CbDbMode mode)
{
  CbDb *db = g_new0 (CbDb, 1);

  db->mode = mode;
  db->cache = cb_db_cache_new ();
  return db;
}

/* Nothing that a hostile file or a slip of ours could use against the rest. */
static void
harden (sqlite3 *handle)
{
  sqlite3_extended_result_codes (handle, 1);
  sqlite3_limit (handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit (handle, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_busy_timeout (handle, BUSY_MS);
}

CbSecret *
cb_db_raw_key (const CbSecret *key,
               const guint8    salt[CB_DB_SALT_LEN])
{
  CbSecret *raw = cb_secret_new (2 + 2 * (CB_DB_KEY_LEN + CB_DB_SALT_LEN) + 1 + 1);
  char *p = (char *) cb_secret_data (raw);

  memcpy (p, "x'", 2);
  sodium_bin2hex (p + 2, 2 * CB_DB_KEY_LEN + 1, cb_secret_bytes (key), CB_DB_KEY_LEN);
  sodium_bin2hex (p + 2 + 2 * CB_DB_KEY_LEN, 2 * CB_DB_SALT_LEN + 1, salt, CB_DB_SALT_LEN);
  strcpy (p + 2 + 2 * (CB_DB_KEY_LEN + CB_DB_SALT_LEN), "'");
  return raw;
}

/* The order is that of the engine's own needs: key first, then what must stand before the first
   read, then the journal. */
static gboolean
configure (CbDb    *db,
           gboolean probe,
           GError **error)
{
  gint64 n;

  if (!cb_db_exec (db, "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;", error))
    return FALSE;
  /* Setting the cache reads the first page: a check must get past that to name it. */
  if (!probe && db->mode == CB_DB_FROZEN)
    return cb_db_exec (db, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;", error);
  if (!cb_db_exec (db, CACHE_WHOLE, error))
    return FALSE;
  if (db->mode == CB_DB_CREATE && !cb_db_exec (db, "PRAGMA synchronous = EXTRA", error))
    return FALSE;
  if ((db->mode == CB_DB_CREATE || db->mode == CB_DB_WRITER)
      && !cb_db_pragma_is (db, "PRAGMA journal_mode = WAL", "wal", error))
    return FALSE;
  if (db->mode == CB_DB_WRITER && !cb_db_exec (db, "PRAGMA synchronous = FULL", error))
    return FALSE;
  if (db->mode == CB_DB_COPY
      && !cb_db_exec (db, "PRAGMA synchronous = EXTRA; PRAGMA journal_mode = MEMORY;", error))
    return FALSE;
  if (!cb_db_exec (
          db,
          "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "
          "PRAGMA recursive_triggers = ON; PRAGMA journal_size_limit = 67108864;",
          error))
    return FALSE;
  return !probe || cb_db_get_int (db, "SELECT count(*) FROM sqlite_schema", &n, error);
}

CbDb *
cb_db_open (const char     *path,
            CbDbMode        mode,
            const CbSecret *key,
            const guint8    salt[CB_DB_SALT_LEN],
            gboolean        probe,
            GError        **error)
{
  g_autoptr (CbDb) db = NULL;
  g_autoptr (CbSecret) raw = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int rc;

  g_return_val_if_fail (cb_secret_len (key) == CB_DB_KEY_LEN, NULL);

  if (!cb_vault_engine_start (error))
    return NULL;
  if (mode == CB_DB_CREATE || mode == CB_DB_COPY)
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  else if (mode == CB_DB_WRITER)
    flags |= SQLITE_OPEN_READWRITE;
  else
    flags |= SQLITE_OPEN_READONLY;

  db = db_new (mode);
  escaped = g_uri_escape_string (path, "/", FALSE);
  /* psow=0: no trust in sectors that survive a cut write; costs nothing measurable. */
  uri = g_strdup_printf ("file:%s?psow=0%s", escaped, mode == CB_DB_FROZEN ? "&immutable=1" : "");
  rc = sqlite3_open_v2 (uri, &db->handle, flags, CB_VAULT_ENGINE_VFS);
  if (rc != SQLITE_OK)
    {
      cb_db_fail (db, rc, error);
      return NULL;
    }
  harden (db->handle);
  raw = cb_db_raw_key (key, salt);
  rc = sqlite3_key_v2 (db->handle, "main", cb_secret_bytes (raw), (int) cb_secret_len (raw) - 1);
  if (rc != SQLITE_OK)
    {
      cb_db_fail (db, rc, error);
      return NULL;
    }
  /* The first key of the process brings the log back to its default, stderr: so it is silenced after it. */
  if (!cb_db_exec (db, "PRAGMA cipher_log_level = NONE", error) || !configure (db, probe, error))
    return NULL;
  sqlite3_progress_handler (db->handle, PROGRESS_STEPS, progress_cb, db);
  return g_steal_pointer (&db);
}

CbDb *
cb_db_new_memory (GError **error)
{
  g_autoptr (CbDb) db = NULL;
  int rc;

  if (!cb_vault_engine_start (error))
    return NULL;
  db = db_new (CB_DB_CREATE);
  rc = sqlite3_open_v2 (":memory:", &db->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
                            | SQLITE_OPEN_NOMUTEX,
                        CB_VAULT_ENGINE_VFS);
  if (rc != SQLITE_OK)
    {
      cb_db_fail (db, rc, error);
      return NULL;
    }
  harden (db->handle);
  if (!cb_db_exec (
          db,
          "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON",
          error))
    return NULL;
  return g_steal_pointer (&db);
}

void
cb_db_free (CbDb *db)
{
  if (db == NULL)
    return;
  g_hash_table_unref (db->cache);
  sqlite3_close_v2 (db->handle);
  g_free (db);
}

gboolean
cb_db_exec (CbDb       *db,
            const char *sql,
            GError    **error)
{
  const char *rest = sql;

  while (*rest != '\0')
    {
      sqlite3_stmt *handle = NULL;
      int rc = sqlite3_prepare_v2 (db->handle, rest, -1, &handle, &rest);

      if (rc != SQLITE_OK)
        return cb_db_fail_full (db, rc, TRUE, error);
      if (handle == NULL)
        continue;   /* blanks or a comment */
      while ((rc = sqlite3_step (handle)) == SQLITE_ROW)
        ;
      if (rc != SQLITE_DONE)
        {
          cb_db_fail (db, rc, error);
          sqlite3_finalize (handle);
          return FALSE;
        }
      sqlite3_finalize (handle);
    }
  return TRUE;
}

gboolean
cb_db_get_int (CbDb       *db,
               const char *sql,
               gint64     *value,
               GError    **error)
{
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, sql, error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  rc = cb_stmt_step (stmt, error);
  if (rc < 0)
    return FALSE;
  *value = rc > 0 ? cb_stmt_get_int (stmt, 0) : 0;
  return TRUE;
}

void
cb_db_begin_pass (CbDb *db)
{
  cb_db_exec (db, CACHE_PASS, NULL);
}

void
cb_db_end_pass (CbDb *db)
{
  cb_db_exec (db, CACHE_WHOLE, NULL);
}

gint64
cb_db_changes (CbDb *db)
{
  return sqlite3_changes64 (db->handle);
}

gint64
cb_db_last_row_id (CbDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

void
cb_db_mark_changed (CbDb   *db,
                    guint64 mask)
{
  db->changed |= mask;
}

guint64
cb_db_get_changed (CbDb *db)
{
  return db->changed;
}
