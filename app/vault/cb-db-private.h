/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlcipher/sqlite3.h>

#include "cb-db.h"
#include "cb-secret.h"

G_BEGIN_DECLS

#define CB_DB_KEY_LEN  32
#define CB_DB_SALT_LEN 16

typedef enum {
  CB_DB_WRITER,    /* WAL, FULL */
  CB_DB_CREATE,    /* a new file, EXTRA until it has its name */
  CB_DB_READER,    /* beside a writer */
  CB_DB_FROZEN,    /* a file nobody else has open, read without touching its folder */
  CB_DB_COPY,      /* the target of a copy: a new file without WAL */
} CbDbMode;

struct _CbDb
{
  sqlite3      *handle;
  GHashTable   *cache;         /* text → CbStmt */
  GCancellable *cancellable;   /* borrowed, of the running read job */
  guint64       changed;
  CbDbMode      mode;
};

/**
 * cb_db_open:
 * The one place that opens a database file.  @key: CB_DB_KEY_LEN bytes;  @salt from the header, so
 * that a garbled first page cannot hide a good WAL.
 * @probe: read the schema, which is where a wrong key or a bad first page shows as
 *   DAMAGED_DATABASE (the header has proved the key before).
 */
CbDb    *cb_db_open         (const char     *path,
                             CbDbMode        mode,
                             const CbSecret *key,
                             const guint8    salt[CB_DB_SALT_LEN],
                             gboolean        probe,
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The pass phrase text the engine takes for a raw key with salt: x'…', 99 characters, in locked
   memory. */
CbSecret *cb_db_raw_key     (const CbSecret *key, const guint8 salt[CB_DB_SALT_LEN])
                             G_GNUC_WARN_UNUSED_RESULT;
/* Both always FALSE.  @compiling: the engine's text speaks of our own statement and may be
   passed on. */
gboolean cb_db_fail         (CbDb *db, int rc, GError **error);
gboolean cb_db_fail_full    (CbDb *db, int rc, gboolean compiling, GError **error);
GHashTable *cb_db_cache_new (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean cb_db_pragma_is    (CbDb *db, const char *sql, const char *expected, GError **error);
gboolean cb_db_begin_read   (CbDb *db, GError **error);
/* wal_checkpoint(TRUNCATE); BUSY when a reader stands in the way. */
gboolean cb_db_checkpoint   (CbDb *db, GError **error);
/* Drops idle statements (before a checkpoint, a rekey or closing). */
void     cb_db_forget       (CbDb *db);
/* Appends one line per damaged page, or per line of SQLite's own check; on a connection of its
   own. */
gboolean cb_db_check        (CbDb *db, GStrvBuilder *lines, guint *n_lines, GError **error);

G_END_DECLS
