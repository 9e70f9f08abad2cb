/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#define LOCK_NAME  "vault.lock"
#define TRIES_NAME "vault.tries"
#define TRIES_FREE 3
#define DELAY_MAX  30

gboolean
cb_vault_place_fail (GError    **error,
                     int         errnum,
                     const char *what)
{
  CbVaultError code = CB_VAULT_ERROR_IO;

  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
    code = CB_VAULT_ERROR_FULL;
  else if (errnum == EROFS || errnum == EACCES || errnum == EPERM)
    code = CB_VAULT_ERROR_READ_ONLY;
  else if (errnum == ENOMEM)
    code = CB_VAULT_ERROR_NO_MEMORY;
  g_set_error (error, CB_VAULT_ERROR, code, "%s: %s", what, g_strerror (errnum));
  return FALSE;
}

/* The type of a FUSE mount is only in the mount table: an exFAT stick and a distant machine look
   the same to statfs. */
static gboolean
fuse_is_remote (const char *dir)
{
  static const char *const remote[] = {
    "fuse.sshfs", "fuse.rclone",      "fuse.davfs",      "fuse.davfs2", "fuse.glusterfs",
    "fuse.s3fs",  "fuse.curlftpfs",   "fuse.gvfsd-fuse", "fuse.goofys", "fuse.smbnetfs",
    "fuse.ceph",  "fuse.vmhgfs-fuse", "fuse.portal",
  };
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *device = NULL;
  struct stat st;

  if (stat (dir, &st) != 0 || !g_file_get_contents ("/proc/self/mountinfo", &table, NULL, NULL))
    return TRUE;
  device = g_strdup_printf ("%u:%u", major (st.st_dev), minor (st.st_dev));
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tail = strstr (lines[i], " - ");
      g_auto (GStrv) fields = g_strsplit (lines[i], " ", 4);
      g_auto (GStrv) type = NULL;

      if (tail == NULL || g_strv_length (fields) < 4 || strcmp (fields[2], device) != 0)
        continue;
      type = g_strsplit (tail + 3, " ", 2);
      for (guint j = 0; j < G_N_ELEMENTS (remote); j++)
        {
          if (g_strcmp0 (type[0], remote[j]) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
cb_vault_place_is_local (const char *dir,
                         GError    **error)
{
  /* linux/magic.h has not all of them. */
  static const guint32 remote[] = {
    0x6969,       /* NFS */
    0xff534d42,   /* CIFS */
    0xfe534d42,   /* SMB2 */
    0x517b,       /* SMB */
    0x5346414f,   /* AFS */
    0x6b414653,   /* kAFS */
    0x73757245,   /* Coda */
    0x00c36400,   /* Ceph */
    0x0bd00bd0,   /* Lustre */
    0x01021997,   /* 9P, a host's folder in a virtual machine */
    0x786f4256,   /* VirtualBox shared folder */
    0x564c,       /* NCP */
    0x7461636f,   /* OCFS2 */
    0x01161970,   /* GFS2 */
  };
  struct statfs fs;
  gboolean refused = FALSE;

  if (statfs (dir, &fs) != 0)
    return cb_vault_place_fail (error, errno, "the folder's file system");
  for (guint i = 0; i < G_N_ELEMENTS (remote); i++)
    refused = refused || (guint32) fs.f_type == remote[i];
  if ((guint32) fs.f_type == 0x65735546)
    refused = fuse_is_remote (dir);
  if (refused)
    {
      g_set_error_literal (
          error, CB_VAULT_ERROR, CB_VAULT_ERROR_NETWORK_FILESYSTEM,
          "the folder lies on a network file system, where locks cannot be relied on");
      return FALSE;
    }
  return TRUE;
}

/* What a creation makes before the database has its name. */
static const char *const early_names[] = {
  CB_VAULT_DB_NEW, CB_VAULT_DB_NEW "-wal", CB_VAULT_DB_NEW "-shm", CB_VAULT_DB_NEW "-journal",
  "vault.hdr.a", "vault.hdr.b", "vault.hdr.a.new", "vault.hdr.b.new", TRIES_NAME, LOCK_NAME, NULL,
};

static gboolean
exists (GError **error)
{
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS,
                       "there is something in this place already");
  return FALSE;
}

/* Empty, or nothing but what an interrupted creation left.  A header without case.db.new may
 * belong to a database that was moved away for a while: that is not nothing. */
static gboolean
is_free (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  g_autofree char *fresh = g_build_filename (dir, CB_VAULT_DB_NEW, NULL);
  gboolean interrupted = g_file_test (fresh, G_FILE_TEST_EXISTS);
  const char *name;

  if (listing == NULL)
    return FALSE;
  while ((name = g_dir_read_name (listing)) != NULL)
    {
      if (!g_strv_contains (early_names, name) || (!interrupted && !g_str_equal (name, LOCK_NAME)))
        return FALSE;
    }
  return TRUE;
}

static void
remove_early (const char *dir)
{
  for (guint i = 0; early_names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (dir, early_names[i], NULL);

      if (!g_str_equal (early_names[i], LOCK_NAME))
        unlink (path);
    }
}

gboolean
cb_vault_place_clean (const char *dir,
                      GError    **error)
{
  /* Looked at again, now that nobody else can be at it. */
  if (!is_free (dir))
    return exists (error);
  remove_early (dir);
  return TRUE;
}

void
cb_vault_place_forget (const char *dir,
                       gboolean    made)
{
  g_autofree char *lock = g_build_filename (dir, LOCK_NAME, NULL);

  remove_early (dir);
  unlink (lock);
  if (made)
    rmdir (dir);
}

gboolean
cb_vault_place_make (const char *dir,
                     gboolean   *made,
                     GError    **error)
{
  if (g_mkdir (dir, 0700) == 0)
    {
      g_autofree char *parent = g_path_get_dirname (dir);

      *made = TRUE;
      return cb_vault_place_sync_dir (parent, error);
    }
  if (errno != EEXIST)
    return cb_vault_place_fail (error, errno, "making the folder");
  *made = FALSE;
  if (is_free (dir))
    return TRUE;
  return exists (error);
}

gboolean
cb_vault_place_sync_dir (const char *dir,
                         GError    **error)
{
  int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int errnum = 0;

  if (fd < 0)
    return cb_vault_place_fail (error, errno, "opening the folder");
  /* Some file systems cannot sync a folder; they say EINVAL and need not. */
  if (fsync (fd) != 0 && errno != EINVAL)
    errnum = errno;
  close (fd);
  return errnum == 0 || cb_vault_place_fail (error, errnum, "syncing the folder");
}

gboolean
cb_vault_place_write (const char   *path,
                      gconstpointer bytes,
                      gsize         len,
                      GError      **error)
{
  const guint8 *p = bytes;
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  int errnum = 0;

  if (fd < 0)
    return cb_vault_place_fail (error, errno, "creating a file");
  while (len > 0 && errnum == 0)
    {
      ssize_t n = write (fd, p, len);

      if (n > 0)
        {
          p += n;
          len -= (gsize) n;
        }
      else if (n < 0 && errno != EINTR)
        errnum = errno;
    }
  if (errnum == 0 && fsync (fd) != 0)
    errnum = errno;
  if (close (fd) != 0 && errnum == 0)
    errnum = errno;
  return errnum == 0 || cb_vault_place_fail (error, errnum, "writing a file");
}

gboolean
cb_vault_place_rename (const char *from,
                       const char *to,
                       GError    **error)
{
  return rename (from, to) == 0 || cb_vault_place_fail (error, errno, "renaming a file");
}

GBytes *
cb_vault_place_read (const char *path,
                     gsize       max,
                     GError    **error)
{
  g_autofree guint8 *bytes = NULL;
  gsize len = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int errnum = 0;

  if (fd < 0 && errno == ENOENT)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND,
                           "there is no such file");
      return NULL;
    }
  if (fd < 0)
    {
      cb_vault_place_fail (error, errno, "opening a file");
      return NULL;
    }
  bytes = g_malloc (max);
  while (len < max)
    {
      ssize_t n = read (fd, bytes + len, max - len);

      if (n == 0)
        break;
      if (n > 0)
        len += (gsize) n;
      else if (errno != EINTR)
        {
          errnum = errno;
          break;
        }
    }
  close (fd);
  if (errnum != 0)
    {
      cb_vault_place_fail (error, errnum, "reading a file");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), len);
}

int
cb_vault_place_lock (const char *dir,
                     GError    **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK_NAME, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int errnum;

  if (fd < 0)
    {
      cb_vault_place_fail (error, errno, "the lock file");
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  errnum = errno;
  close (fd);
  if (errnum == EWOULDBLOCK)
    g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_IN_USE,
                         "the casebook is open already");
  else
    cb_vault_place_fail (error, errnum, "locking");
  return -1;
}

/* Wrong tries.  The file keeps the count over a restart, the table keeps it when the file is
   deleted or the clock is turned. */

typedef struct {
  guint  count;
  gint64 last;   /* monotonic, µs */
} Tries;

static GMutex      tries_mutex;
static GHashTable *tries_table;   /* canonical folder → Tries */

static guint
delay_after (guint count)
{
  if (count < TRIES_FREE)
    return 0;
  return MIN (DELAY_MAX, 1u << MIN (count - TRIES_FREE, 5));
}

static guint
remaining (guint  count,
           gint64 elapsed_us)
{
  gint64 left = delay_after (count) * (gint64) G_USEC_PER_SEC - MAX (elapsed_us, 0);

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

static Tries *
tries_locked (const char *dir)
{
  g_autofree char *key = g_canonicalize_filename (dir, NULL);
  Tries *tries;

  if (tries_table == NULL)
    tries_table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tries = g_hash_table_lookup (tries_table, key);
  if (tries == NULL)
    {
      tries = g_new0 (Tries, 1);
      g_hash_table_insert (tries_table, g_steal_pointer (&key), tries);
    }
  return tries;
}

static void
read_tries (const char *dir,
            guint      *count,
            gint64     *stamp)
{
  g_autofree char *path = g_build_filename (dir, TRIES_NAME, NULL);
  g_autoptr (GBytes) bytes = cb_vault_place_read (path, 64, NULL);
  g_autofree char *text = NULL;
  gint64 at = 0;
  guint n = 0;

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (text != NULL && sscanf (text, "%9u %" G_GINT64_FORMAT, &n, &at) == 2)
    {
      *count = n;
      *stamp = at;
      return;
    }
  *count = 0;
  *stamp = 0;
}

guint
cb_vault_retry_delay (const char *dir)
{
  guint count, kept, wait;
  gint64 stamp;
  Tries *tries;

  read_tries (dir, &count, &stamp);
  g_mutex_lock (&tries_mutex);
  tries = tries_locked (dir);
  kept = remaining (tries->count, g_get_monotonic_time () - tries->last);
  g_mutex_unlock (&tries_mutex);
  wait = remaining (count, g_get_real_time () - stamp);
  return MAX (kept, wait);
}

gboolean
cb_vault_tries_allow (const char *dir,
                      GError    **error)
{
  guint wait = cb_vault_retry_delay (dir);

  if (wait == 0)
    return TRUE;
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_TOO_SOON, "too many wrong tries: wait %u s",
               wait);
  return FALSE;
}

void
cb_vault_tries_wrong (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, TRIES_NAME, NULL);
  g_autofree char *text = NULL;
  guint count;
  gint64 stamp;
  Tries *tries;

  read_tries (dir, &count, &stamp);
  g_mutex_lock (&tries_mutex);
  tries = tries_locked (dir);
  tries->count = MIN (MAX (tries->count, count) + 1, 1000);
  tries->last = g_get_monotonic_time ();
  count = tries->count;
  g_mutex_unlock (&tries_mutex);
  text = g_strdup_printf ("%u %" G_GINT64_FORMAT "\n", count, g_get_real_time ());
  /* A folder that cannot be written still has the count in the table. */
  cb_vault_place_write (path, text, strlen (text), NULL);
}

void
cb_vault_tries_right (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, TRIES_NAME, NULL);
  Tries *tries;

  g_mutex_lock (&tries_mutex);
  tries = tries_locked (dir);
  tries->count = 0;
  g_mutex_unlock (&tries_mutex);
  unlink (path);
}
