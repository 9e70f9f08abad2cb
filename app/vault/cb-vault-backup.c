/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cb-db-schema.h"
#include "cb-vault-place.h"
#include "cb-vault-slot.h"

/*
 * A backup is one file, the database in front so that it could be checked with the engine before
 * the rest was added:
 *
 *   database (encrypted pages) ‖ header ‖ trailer
 *   trailer: database length u64, header length u64 (little-endian), digest, mac, "CBBACKUP"
 *   digest   BLAKE2b-256 of everything before it
 *   mac      BLAKE2b-256 of the digest, keyed from the vault's key
 */
#define MAGIC       "CBBACKUP"
#define CODE_LEN    32
#define LENGTHS_LEN 16
#define TRAILER_LEN (LENGTHS_LEN + 2 * CODE_LEN + 8)
#define CHUNK       (256 * 1024)
#define STEP_PAGES  256

static gboolean
damaged (GError    **error,
         const char *why)
{
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_BACKUP, "backup: %s", why);
  return FALSE;
}

static void
make_mac (const CbSecret *vmk,
          const guint8    digest[CODE_LEN],
          guint8          mac[CODE_LEN])
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_BACKUP);

  crypto_generichash (mac, CODE_LEN, digest, CODE_LEN, cb_secret_bytes (key), cb_secret_len (key));
}

static gboolean
read_all (int      fd,
          guint8  *out,
          gsize    len,
          GError **error)
{
  while (len > 0)
    {
      ssize_t n = read (fd, out, len);

      if (n == 0)
        return damaged (error, "it ends too early");
      if (n < 0 && errno != EINTR)
        return cb_vault_place_fail (error, errno, "reading the backup");
      if (n > 0)
        {
          out += n;
          len -= (gsize) n;
        }
    }
  return TRUE;
}

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         len,
           GError      **error)
{
  while (len > 0)
    {
      ssize_t n = write (fd, bytes, len);

      if (n < 0 && errno != EINTR)
        return cb_vault_place_fail (error, errno, "writing a file");
      if (n > 0)
        {
          bytes += n;
          len -= (gsize) n;
        }
    }
  return TRUE;
}

/* Reads @len bytes of @from into the hash and, if @to is not −1, into another file. */
static gboolean
stream (int                       from,
        int                       to,
        guint64                   len,
        crypto_generichash_state *hash,
        CbVaultProgress           progress,
        gpointer                  data,
        GError                  **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  guint64 done = 0;

  while (done < len)
    {
      gsize n = (gsize) MIN (len - done, CHUNK);

      if (!read_all (from, chunk, n, error) || (to >= 0 && !write_all (to, chunk, n, error)))
        return FALSE;
      crypto_generichash_update (hash, chunk, n);
      done += n;
      if (progress != NULL)
        progress ((gint64) done, (gint64) len, data);
    }
  return TRUE;
}

/* The pages, one snapshot of them, under the same key. */
static gboolean
copy_pages (CbDb           *source,
            const char     *path,
            const CbSecret *key,
            const guint8    salt[16],
            CbVaultProgress progress,
            gpointer        data,
            GError        **error)
{
  g_autoptr (CbDb) target = cb_db_open (path, CB_DB_COPY, key, salt, FALSE, error);
  sqlite3_backup *backup;
  gboolean own = FALSE;
  int rc;

  if (target == NULL)
    return FALSE;
  if (!cb_db_in_transaction (source))
    {
      if (!cb_db_begin_read (source, error))
        return FALSE;
      own = TRUE;
    }
  backup = sqlite3_backup_init (target->handle, "main", source->handle, "main");
  rc = backup == NULL ? sqlite3_errcode (target->handle) : SQLITE_OK;
  while (backup != NULL && rc == SQLITE_OK)
    {
      int total;

      rc = sqlite3_backup_step (backup, STEP_PAGES);
      total = sqlite3_backup_pagecount (backup);
      if (progress != NULL)
        progress (total - sqlite3_backup_remaining (backup), total, data);
    }
  if (backup != NULL)
    {
      int finished = sqlite3_backup_finish (backup);

      if (rc == SQLITE_DONE)
        rc = finished;
    }
  if (own)
    cb_db_rollback (source);
  if (rc == SQLITE_OK)
    return TRUE;
  return cb_db_fail (target, rc, error);
}

static gboolean
check_copy (const char     *path,
            const CbSecret *key,
            const guint8    salt[16],
            GError        **error)
{
  g_autoptr (CbDb) db = cb_db_open (path, CB_DB_FROZEN, key, salt, FALSE, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;
  gint64 rows;

  if (db == NULL || !cb_db_check (db, builder, &n, error))
    return FALSE;
  if (n > 0)
    return damaged (error, "what was written does not read back");
  return cb_db_get_int (db, "SELECT count(*) FROM sqlite_schema", &rows, error);
}

/* Header and trailer behind the pages. */
static gboolean
append_trailer (const char     *path,
                GBytes         *header,
                const CbSecret *vmk,
                GError        **error)
{
  crypto_generichash_state hash;
  guint8 trailer[TRAILER_LEN];
  guint64 lengths[2];
  struct stat st;
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean done;

  if (fd < 0 || fstat (fd, &st) != 0)
    {
      if (fd >= 0)
        close (fd);
      return cb_vault_place_fail (error, errno, "opening the backup");
    }
  lengths[0] = GUINT64_TO_LE ((guint64) st.st_size);
  lengths[1] = GUINT64_TO_LE ((guint64) g_bytes_get_size (header));
  memcpy (trailer, lengths, LENGTHS_LEN);
  crypto_generichash_init (&hash, NULL, 0, CODE_LEN);
  done = stream (fd, -1, (guint64) st.st_size, &hash, NULL, NULL, error);
  crypto_generichash_update (&hash, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  crypto_generichash_update (&hash, trailer, LENGTHS_LEN);
  crypto_generichash_final (&hash, trailer + LENGTHS_LEN, CODE_LEN);
  make_mac (vmk, trailer + LENGTHS_LEN, trailer + LENGTHS_LEN + CODE_LEN);
  memcpy (trailer + LENGTHS_LEN + 2 * CODE_LEN, MAGIC, 8);
  done = done
         && write_all (fd, g_bytes_get_data (header, NULL), g_bytes_get_size (header), error)
         && write_all (fd, trailer, sizeof trailer, error);
  if (done && fsync (fd) != 0)
    done = cb_vault_place_fail (error, errno, "syncing the backup");
  close (fd);
  return done;
}

gboolean
cb_vault_backup_write (CbDb           *source,
                       GBytes         *header,
                       const CbSecret *vmk,
                       const guint8    salt[16],
                       const char     *file,
                       CbVaultProgress progress,
                       gpointer        data,
                       GError        **error)
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_DATABASE);
  g_autofree char *part = g_strconcat (file, ".part", NULL);
  g_autofree char *dir = g_path_get_dirname (file);
  gboolean done;

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS,
                           "backup: there is a file of that name already");
      return FALSE;
    }
  unlink (part);
  /* Made here, so that nobody else may read it. */
  done = cb_vault_place_write (part, "", 0, error)
         && copy_pages (source, part, key, salt, progress, data, error)
         && check_copy (part, key, salt, error)
         && append_trailer (part, header, vmk, error)
         && cb_vault_place_rename (part, file, error)
         && cb_vault_place_sync_dir (dir, error);
  if (!done)
    unlink (part);
  return done;
}

gboolean
cb_vault_backup (CbVault        *vault,
                 const char     *file,
                 CbVaultProgress progress,
                 gpointer        data,
                 GError        **error)
{
  g_autoptr (CbDb) source = NULL;
  g_autoptr (GBytes) header = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (CB_IS_VAULT (vault) && file != NULL, FALSE);
  if (!cb_vault_begin_work (vault, error))
    return FALSE;
  /* The anchor in it may be older than the pages, never newer: it is taken first. */
  header = cb_vault_encode_now (vault);
  source = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_READER, vault->vmk,
                             vault->header.salt, TRUE, error);
  if (source != NULL)
    done = cb_vault_backup_write (source, header, vault->vmk, vault->header.salt, file, progress,
                                  data, error);
  cb_vault_end_work (vault);
  return done;
}

/* Restoring. */

typedef struct {
  int     fd;
  guint64 db_len;
  guint64 header_len;
  guint8  trailer[TRAILER_LEN];
  GBytes *header;
} Source;

static void
source_clear (Source *source)
{
  if (source->fd >= 0)
    close (source->fd);
  g_clear_pointer (&source->header, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gboolean
open_source (const char *file,
             Source     *source,
             GError    **error)
{
  g_autofree guint8 *header = NULL;
  guint64 lengths[2];
  struct stat st;

  source->fd = open (file, O_RDONLY | O_CLOEXEC);
  if (source->fd < 0 && errno == ENOENT)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND,
                           "backup: there is no such file");
      return FALSE;
    }
  if (source->fd < 0 || fstat (source->fd, &st) != 0)
    return cb_vault_place_fail (error, errno, "opening the backup");
  if (st.st_size <= TRAILER_LEN || lseek (source->fd, st.st_size - TRAILER_LEN, SEEK_SET) < 0)
    return damaged (error, "too short to be one");
  if (!read_all (source->fd, source->trailer, TRAILER_LEN, error))
    return FALSE;
  if (memcmp (source->trailer + TRAILER_LEN - 8, MAGIC, 8) != 0)
    return damaged (error, "not a backup, or cut short");
  memcpy (lengths, source->trailer, LENGTHS_LEN);
  source->db_len = GUINT64_FROM_LE (lengths[0]);
  source->header_len = GUINT64_FROM_LE (lengths[1]);
  if (source->header_len == 0 || source->header_len > CB_VAULT_HEADER_MAX
      || source->db_len != (guint64) st.st_size - TRAILER_LEN - source->header_len)
    return damaged (error, "its parts do not add up");
  header = g_malloc (source->header_len);
  if (lseek (source->fd, (off_t) source->db_len, SEEK_SET) < 0
      || !read_all (source->fd, header, source->header_len, error))
    return FALSE;
  source->header = g_bytes_new_take (g_steal_pointer (&header), source->header_len);
  return TRUE;
}

/* From the file into @path, if given, and against the digest. */
static gboolean
take_pages (Source         *source,
            const char     *path,
            CbVaultProgress progress,
            gpointer        data,
            GError        **error)
{
  crypto_generichash_state hash;
  guint8 digest[CODE_LEN];
  int to = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean done;

  if (to < 0)
    return cb_vault_place_fail (error, errno, "creating the database");
  crypto_generichash_init (&hash, NULL, 0, CODE_LEN);
  done = lseek (source->fd, 0, SEEK_SET) == 0
         && stream (source->fd, to, source->db_len, &hash, progress, data, error);
  if (done && fsync (to) != 0)
    done = cb_vault_place_fail (error, errno, "syncing the database");
  close (to);
  crypto_generichash_update (&hash, g_bytes_get_data (source->header, NULL),
                             g_bytes_get_size (source->header));
  crypto_generichash_update (&hash, source->trailer, LENGTHS_LEN);
  crypto_generichash_final (&hash, digest, CODE_LEN);
  if (done && memcmp (digest, source->trailer + LENGTHS_LEN, CODE_LEN) != 0)
    return damaged (error, "its checksum does not fit");
  return done;
}

static gboolean
build (Source          *source,
       const char      *dir,
       CbVaultHeader   *header,
       const CbSecret  *vmk,
       CbVaultProgress  progress,
       gpointer         data,
       GError         **error)
{
  g_autofree char *fresh = g_build_filename (dir, CB_VAULT_DB_NEW, NULL);
  g_autofree char *final = g_build_filename (dir, CB_VAULT_DB_NAME, NULL);
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_DATABASE);
  g_autoptr (GBytes) bytes = NULL;

  header->restored = TRUE;
  header->generation++;
  bytes = cb_vault_encode (header, vmk);
  return take_pages (source, fresh, progress, data, error)
         && check_copy (fresh, key, header->salt, error)
         && cb_vault_header_store (dir, bytes, error)
         && cb_vault_place_rename (fresh, final, error)
         && cb_vault_place_sync_dir (dir, error);
}

/* Proves, before anything is made, that the file can be opened with what is given. */
static gboolean
open_backup_header (const char     *file,
                    Source         *source,
                    guint           slot,
                    const CbSecret *secret,
                    CbVaultHeader  *header,
                    CbSecret      **vmk,
                    GError        **error)
{
  g_autoptr (GError) local = NULL;
  guint8 mac[CODE_LEN];

  if (!cb_vault_header_parse (g_bytes_get_data (source->header, NULL),
                              g_bytes_get_size (source->header), header, &local))
    {
      if (!g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER))
        return damaged (error, "its header is damaged");
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!cb_vault_tries_allow (file, error))
    return FALSE;
  if (!cb_vault_open_header (source->header, header, slot, secret, vmk, &local))
    {
      if (g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE))
        cb_vault_tries_wrong (file);
      if (g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER))
        return damaged (error, "its header was altered");
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  cb_vault_tries_right (file);
  make_mac (*vmk, source->trailer + LENGTHS_LEN, mac);
  if (sodium_memcmp (mac, source->trailer + LENGTHS_LEN + CODE_LEN, sizeof mac) != 0)
    return damaged (error, "it was altered");
  return TRUE;
}

gboolean
cb_vault_restore (const char     *file,
                  const char     *dir,
                  guint           slot,
                  const CbSecret *secret,
                  CbVaultProgress progress,
                  gpointer        data,
                  GError        **error)
{
  g_auto (Source) source = { .fd = -1 };
  g_autofree CbVaultHeader *header = g_new0 (CbVaultHeader, 1);
  g_autoptr (CbSecret) vmk = NULL;
  gboolean made = FALSE;
  gboolean done;
  int lock;

  g_return_val_if_fail (file != NULL && dir != NULL && secret != NULL, FALSE);
  if (!cb_vault_self_check (error)
      || !open_source (file, &source, error)
      || !open_backup_header (file, &source, slot, secret, header, &vmk, error)
      || !cb_vault_place_make (dir, &made, error))
    return FALSE;
  lock = cb_vault_place_is_local (dir, error) ? cb_vault_place_lock (dir, error) : -1;
  if (lock < 0)
    {
      if (made)
        rmdir (dir);
      return FALSE;
    }
  done = cb_vault_place_clean (dir, error);
  if (done && !build (&source, dir, header, vmk, progress, data, error))
    {
      cb_vault_place_forget (dir, made);
      done = FALSE;
    }
  close (lock);
  return done;
}

gboolean
cb_vault_was_restored (CbVault *vault)
{
  gboolean restored;

  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);
  g_mutex_lock (&vault->mutex);
  restored = vault->header.restored;
  g_mutex_unlock (&vault->mutex);
  return restored;
}

gboolean
cb_vault_clear_restored (CbVault *vault,
                         GError **error)
{
  g_autofree CbVaultHeader *header = NULL;
  gboolean done = TRUE;

  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);
  if (!cb_vault_begin_work (vault, error))
    return FALSE;
  if (vault->header.restored)
    {
      header = g_memdup2 (&vault->header, sizeof vault->header);
      header->restored = FALSE;
      done = cb_vault_put_header (vault, header, error);
    }
  cb_vault_end_work (vault);
  return done;
}
