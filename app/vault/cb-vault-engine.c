/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-engine.h"

#include <dlfcn.h>
#include <malloc.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "cb-vault.h"

#define HEAP_HARD (512 * (gint64) 1024 * 1024)
/* Page caches beyond this recycle their own pages instead of growing: the program's whole budget
   is 250 MiB. */
#define HEAP_SOFT (160 * (gint64) 1024 * 1024)

static sqlite3_vfs  guard_vfs;
static sqlite3_vfs *unix_vfs;
static gint         last_code;
static gint         refusals;

/* The allocator: what was in the page cache must not outlive it, so every block is wiped before
   it goes back. */

static void *
wiping_malloc (int n)
{
  return malloc ((size_t) n);
}

static void
wiping_free (void *p)
{
  if (p == NULL)
    return;
  explicit_bzero (p, malloc_usable_size (p));
  free (p);
}

static int
wiping_size (void *p)
{
  return p != NULL ? (int) malloc_usable_size (p) : 0;
}

static void *
wiping_realloc (void *p,
                int   n)
{
  size_t had = malloc_usable_size (p);
  void *grown;

  /* A block that is large enough already stays, unless much of it would lie idle. */
  if ((size_t) n <= had && (size_t) n >= had / 2)
    return p;
  grown = malloc ((size_t) n);
  if (grown == NULL)
    return NULL;
  memcpy (grown, p, MIN (had, (size_t) n));
  wiping_free (p);
  return grown;
}

static int
wiping_roundup (int n)
{
  return (n + 7) & ~7;
}

static int
wiping_init (void *data)
{
  return SQLITE_OK;
}

static void
wiping_shutdown (void *data)
{
}

static const sqlite3_mem_methods wiping_methods = {
  .xMalloc = wiping_malloc,
  .xFree = wiping_free,
  .xRealloc = wiping_realloc,
  .xSize = wiping_size,
  .xRoundup = wiping_roundup,
  .xInit = wiping_init,
  .xShutdown = wiping_shutdown,
};

static void
log_sink (void       *data,
          int         code,
          const char *message)
{
  /* The message quotes statements and values: it ends here. */
  g_atomic_int_set (&last_code, code);
}

static int
guard_open (sqlite3_vfs       *vfs,
            sqlite3_filename   name,
            sqlite3_file      *file,
            int                flags,
            int               *flags_out)
{
  if (name == NULL)
    {
      g_atomic_int_inc (&refusals);
      file->pMethods = NULL;
      return SQLITE_CANTOPEN;
    }
  return unix_vfs->xOpen (unix_vfs, name, file, flags, flags_out);
}

static gboolean
refuse (GError    **error,
        const char *why)
{
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_ENGINE,
               "the database engine cannot be trusted: %s", why);
  return FALSE;
}

/* Every entry point must lie in the object this very function lies in, that is: in what we
   linked, not in a library that came along. */
static gboolean
engine_is_ours (void)
{
  const gpointer points[] = {
    (gpointer)sqlite3_open_v2,    (gpointer)sqlite3_key_v2,      (gpointer)sqlite3_step,
    (gpointer)sqlite3_prepare_v3, (gpointer)sqlite3_backup_step, (gpointer)sqlite3_close_v2,
  };
  Dl_info own;

  if (dladdr ((gpointer) engine_is_ours, &own) == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      Dl_info info;

      if (dladdr (points[i], &info) == 0 || info.dli_fbase != own.dli_fbase)
        return FALSE;
    }
  return TRUE;
}

static gboolean
engine_encrypts (GError **error)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  gboolean named = FALSE;

  if (sqlite3_open_v2 (":memory:", &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
                       CB_VAULT_ENGINE_VFS)
      == SQLITE_OK)
    {
      sqlite3_exec (db, "PRAGMA cipher_log_level = NONE", NULL, NULL, NULL);
      if (sqlite3_prepare_v2 (db, "PRAGMA cipher_version", -1, &stmt, NULL) == SQLITE_OK
          && sqlite3_step (stmt) == SQLITE_ROW)
        {
          const char *version = (const char *) sqlite3_column_text (stmt, 0);

          named = version != NULL && atoi (version) >= 4;
        }
      sqlite3_finalize (stmt);
    }
  sqlite3_close (db);
  return named || refuse (error, "it does not name a cipher version of 4 or later");
}

static gboolean
start (GError **error)
{
  if (sodium_init () < 0)
    return refuse (error, "libsodium does not start");
  if (!engine_is_ours ())
    return refuse (error, "another library stands in its place");
  if (sqlite3_libversion_number () < 3046000
      || sqlite3_libversion_number () != SQLITE_VERSION_NUMBER)
    return refuse (error, "its version is not the one built with");
  if (!sqlite3_compileoption_used ("HAS_CODEC"))
    return refuse (error, "it was built without encryption");
  if (!sqlite3_compileoption_used ("TEMP_STORE=2"))
    return refuse (error, "it would write temporary files in clear");
  if (!sqlite3_threadsafe ())
    return refuse (error, "it was built without threads");

  if (sqlite3_config (SQLITE_CONFIG_MALLOC, &wiping_methods) != SQLITE_OK
      || sqlite3_config (SQLITE_CONFIG_LOG, log_sink, NULL) != SQLITE_OK
      || sqlite3_config (SQLITE_CONFIG_MMAP_SIZE, (sqlite3_int64) 0, (sqlite3_int64) 0) != SQLITE_OK
      || sqlite3_initialize () != SQLITE_OK)
    return refuse (error, "it was started before it could be configured");

  unix_vfs = sqlite3_vfs_find ("unix");
  if (unix_vfs == NULL)
    return refuse (error, "it has no file layer");
  guard_vfs = *unix_vfs;
  guard_vfs.pNext = NULL;
  guard_vfs.zName = CB_VAULT_ENGINE_VFS;
  guard_vfs.xOpen = guard_open;
  /* Not only by name: whatever opens a database in this process goes through it. */
  if (sqlite3_vfs_register (&guard_vfs, 1) != SQLITE_OK)
    return refuse (error, "its file layer cannot be guarded");
  sqlite3_hard_heap_limit64 (HEAP_HARD);
  sqlite3_soft_heap_limit64 (HEAP_SOFT);
  return engine_encrypts (error);
}

gboolean
cb_vault_engine_start (GError **error)
{
  static GMutex mutex;
  static gboolean tried;
  static GError *failure;
  gboolean sound;

  g_mutex_lock (&mutex);
  if (!tried)
    {
      tried = TRUE;
      start (&failure);
    }
  sound = failure == NULL;
  if (!sound && error != NULL)
    *error = g_error_copy (failure);
  g_mutex_unlock (&mutex);
  return sound;
}

gboolean
cb_vault_self_check (GError **error)
{
  return cb_vault_engine_start (error);
}

int
cb_vault_engine_last_code (void)
{
  return g_atomic_int_get (&last_code);
}

guint
cb_vault_engine_refusals (void)
{
  return (guint) g_atomic_int_get (&refusals);
}
