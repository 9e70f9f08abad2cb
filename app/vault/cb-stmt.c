/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-db-private.h"

#include <string.h>

#define CACHE_MAX 256

struct _CbStmt
{
  CbDb         *db;
  sqlite3_stmt *handle;
  int           fault;     /* of a bind, kept until the next step */
  guint         cached : 1;
  guint         used : 1;
};

static void
stmt_destroy (gpointer data)
{
  CbStmt *stmt = data;

  sqlite3_finalize (stmt->handle);
  g_free (stmt);
}

GHashTable *
cb_db_cache_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stmt_destroy);
}

static gboolean
stmt_is_idle (gpointer key,
              gpointer value,
              gpointer data)
{
  return !((CbStmt *) value)->used;
}

void
cb_db_forget (CbDb *db)
{
  g_hash_table_foreach_remove (db->cache, stmt_is_idle, NULL);
}

CbStmt *
cb_db_prepare (CbDb       *db,
               const char *sql,
               GError    **error)
{
  CbStmt *stmt;
  sqlite3_stmt *handle = NULL;
  gboolean again;
  int rc;

  g_return_val_if_fail (db != NULL && sql != NULL, NULL);

  stmt = g_hash_table_lookup (db->cache, sql);
  if (stmt != NULL && !stmt->used)
    {
      stmt->used = TRUE;
      return stmt;
    }
  again = stmt != NULL;
  rc = sqlite3_prepare_v3 (db->handle, sql, -1, again ? 0 : SQLITE_PREPARE_PERSISTENT, &handle,
                           NULL);
  if (rc != SQLITE_OK)
    {
      cb_db_fail_full (db, rc, TRUE, error);
      return NULL;
    }
  if (handle == NULL)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL,
                           "database: an empty statement");
      return NULL;
    }
  stmt = g_new0 (CbStmt, 1);
  stmt->db = db;
  stmt->handle = handle;
  stmt->used = TRUE;
  if (!again)
    {
      if (g_hash_table_size (db->cache) >= CACHE_MAX)
        cb_db_forget (db);
      stmt->cached = TRUE;
      g_hash_table_insert (db->cache, g_strdup (sql), stmt);
    }
  return stmt;
}

void
cb_stmt_free (CbStmt *stmt)
{
  if (stmt == NULL)
    return;
  sqlite3_reset (stmt->handle);
  if (!stmt->cached)
    {
      stmt_destroy (stmt);
      return;
    }
  sqlite3_clear_bindings (stmt->handle);
  stmt->fault = SQLITE_OK;
  stmt->used = FALSE;
}

static void
bound (CbStmt *stmt,
       int     rc)
{
  if (rc != SQLITE_OK && stmt->fault == SQLITE_OK)
    stmt->fault = rc;
}

void
cb_stmt_bind_int (CbStmt *stmt,
                  int     param,
                  gint64  value)
{
  bound (stmt, sqlite3_bind_int64 (stmt->handle, param, value));
}

void
cb_stmt_bind_text (CbStmt     *stmt,
                   int         param,
                   const char *utf8)
{
  bound (stmt, sqlite3_bind_text64 (stmt->handle, param, utf8, utf8 != NULL ? strlen (utf8) : 0,
                                    SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
cb_stmt_bind_text_len (CbStmt     *stmt,
                       int         param,
                       const char *utf8,
                       gsize       len)
{
  bound (stmt, sqlite3_bind_text64 (stmt->handle, param, utf8, len, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
cb_stmt_bind_blob (CbStmt       *stmt,
                   int           param,
                   gconstpointer bytes,
                   gsize         len)
{
  bound (stmt, sqlite3_bind_blob64 (stmt->handle, param, bytes, len, SQLITE_TRANSIENT));
}

void
cb_stmt_bind_bytes (CbStmt *stmt,
                    int     param,
                    GBytes *bytes)
{
  gsize len = 0;
  const guint8 *p;

  if (bytes == NULL)
    {
      cb_stmt_bind_null (stmt, param);
      return;
    }
  p = g_bytes_get_data (bytes, &len);
  /* An empty GBytes may have no data: it is an empty blob all the same. */
  cb_stmt_bind_blob (stmt, param, p != NULL ? p : (const guint8 *) "", len);
}

void
cb_stmt_bind_uid (CbStmt      *stmt,
                  int          param,
                  const CbUid *uid)
{
  cb_stmt_bind_blob (stmt, param, uid, uid != NULL ? sizeof uid->b : 0);
}

void
cb_stmt_bind_null (CbStmt *stmt,
                   int     param)
{
  bound (stmt, sqlite3_bind_null (stmt->handle, param));
}

int
cb_stmt_step (CbStmt  *stmt,
              GError **error)
{
  int rc = stmt->fault;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (stmt->handle);
  if (rc == SQLITE_ROW)
    return 1;
  if (rc == SQLITE_DONE)
    {
      sqlite3_reset (stmt->handle);
      return 0;
    }
  if (stmt->fault != SQLITE_OK)
    g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_SQL,
                 "database: a parameter cannot be bound (%d)", stmt->fault);
  else
    cb_db_fail (stmt->db, rc, error);
  stmt->fault = SQLITE_OK;
  sqlite3_reset (stmt->handle);
  return -1;
}

gboolean
cb_stmt_run (CbStmt  *stmt,
             GError **error)
{
  int rc;

  while ((rc = cb_stmt_step (stmt, error)) > 0)
    ;
  return rc == 0;
}

void
cb_stmt_reset (CbStmt *stmt)
{
  sqlite3_reset (stmt->handle);
}

gint64
cb_stmt_get_int (CbStmt *stmt,
                 int     column)
{
  return sqlite3_column_int64 (stmt->handle, column);
}

const char *
cb_stmt_get_text (CbStmt *stmt,
                  int     column)
{
  return (const char *) sqlite3_column_text (stmt->handle, column);
}

char *
cb_stmt_dup_text (CbStmt *stmt,
                  int     column)
{
  return g_strdup (cb_stmt_get_text (stmt, column));
}

const guint8 *
cb_stmt_get_blob (CbStmt *stmt,
                  int     column,
                  gsize  *len)
{
  const guint8 *bytes;

  if (sqlite3_column_type (stmt->handle, column) == SQLITE_NULL)
    {
      *len = 0;
      return NULL;
    }
  bytes = sqlite3_column_blob (stmt->handle, column);
  *len = (gsize) sqlite3_column_bytes (stmt->handle, column);
  return bytes != NULL ? bytes : (const guint8 *) "";
}

GBytes *
cb_stmt_dup_bytes (CbStmt *stmt,
                   int     column)
{
  gsize len;
  const guint8 *bytes = cb_stmt_get_blob (stmt, column, &len);

  return bytes != NULL ? g_bytes_new (bytes, len) : NULL;
}

CbUid
cb_stmt_get_uid (CbStmt *stmt,
                 int     column)
{
  CbUid uid = CB_UID_NONE;
  gsize len;
  const guint8 *bytes = cb_stmt_get_blob (stmt, column, &len);

  if (bytes != NULL && len == sizeof uid.b
      && sqlite3_column_type (stmt->handle, column) == SQLITE_BLOB)
    memcpy (uid.b, bytes, sizeof uid.b);
  return uid;
}

gboolean
cb_stmt_is_null (CbStmt *stmt,
                 int     column)
{
  return sqlite3_column_type (stmt->handle, column) == SQLITE_NULL;
}
