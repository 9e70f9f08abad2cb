/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sched.h>
#include <unistd.h>

#include "vault-fixture.h"

static void
flip_at (const char *path,
         off_t       at)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  char c;

  g_assert_cmpint (pread (fd, &c, 1, at), ==, 1);
  c ^= 4;
  g_assert_cmpint (pwrite (fd, &c, 1, at), ==, 1);
  close (fd);
}

static gpointer
bulk_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (CbStmt) stmt
      = cb_db_prepare (db, "INSERT INTO note (body, extra) VALUES (?1, zeroblob (900))", error);
  static guint64 n;

  for (guint i = 0; stmt != NULL && i < GPOINTER_TO_UINT (data); i++)
    {
      g_autofree char *body = g_strdup_printf ("body %" G_GUINT64_FORMAT, n++);

      cb_stmt_bind_text (stmt, 1, body);
      if (!cb_stmt_run (stmt, error))
        return NULL;
    }
  return NULL;
}

static void
add_bulk (CbVault *vault,
          guint    n,
          GError **error)
{
  cb_vault_write_sync (vault, bulk_job, GUINT_TO_POINTER (n), NULL, error);
}

static void
test_page (Fixture      *f,
           gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autofree char *db = g_build_filename (f->dir, "case.db", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  add_bulk (vault, 100, &error);
  g_assert_no_error (error);
  lines = cb_vault_check (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  g_clear_pointer (&lines, g_strfreev);
  close_vault (vault);

  vault = fixture_unlock (f);
  flip_at (db, 4096 * 16 + 1234);
  flip_at (db, 4096 * 19 + 4000);
  lines = cb_vault_check (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_nonnull (strstr (lines[0], "case.db"));
  g_assert_nonnull (strstr (lines[0], "page 17"));
  g_assert_nonnull (strstr (lines[1], "page 20"));
  close_vault (vault);

  flip_at (db, 700);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "page 1;"));
  g_assert_nonnull (strstr (error->message, "page 20"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (db, "not a database at all", -1, NULL));
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE);
  g_clear_error (&error);
  g_unlink (db);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND);
}

/* Debian's own SQLite in the same process: it cannot open the file, and its presence does not
   change ours. */
static void
test_plain_sqlite (Fixture      *f,
                   gconstpointer data)
{
  gpointer library = dlopen ("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL);
  g_autofree char *db = g_build_filename (f->dir, "case.db", NULL);
  g_autofree char *bytes = NULL;
  int (*plain_open) (const char *, gpointer *, int, const char *);
  int (*plain_exec) (gpointer, const char *, gpointer, gpointer, char **);
  int (*plain_close) (gpointer);
  gpointer handle = NULL;
  gsize len;

  close_vault (fixture_create (f));
  g_assert_true (g_file_get_contents (db, &bytes, &len, NULL));
  g_assert_cmpuint (len, >, 4096);
  g_assert_false (g_str_has_prefix (bytes, "SQLite"));
  if (library == NULL)
    {
      g_test_skip ("no plain SQLite on this machine");
      return;
    }
  plain_open = dlsym (library, "sqlite3_open_v2");
  plain_exec = dlsym (library, "sqlite3_exec");
  plain_close = dlsym (library, "sqlite3_close");
  g_assert_cmpint (plain_open (db, &handle, 1, NULL), ==, 0);
  g_assert_cmpint (plain_exec (handle, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL), ==,
                   26);
  plain_close (handle);
  close_vault (fixture_unlock (f));
}

/* What a child leaves of a casebook whose disk filled up. */
static void
check_after_full (Fixture *f,
                  gint64   n_before)
{
  CbVault *vault = fixture_unlock (f);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = cb_vault_check (vault, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  g_assert_cmpint (count_notes (vault), ==, n_before);
  add_note (vault, "there is room again");
  close_vault (vault);
}

/* In a process of its own: the limit on file sizes cannot be lifted again, and a mount should
   not be seen by others. */
static void
fill_up (Fixture *f)
{
  const struct rlimit limit = { 300 * 1024, 300 * 1024 };
  CbVault *vault = fixture_unlock (f);
  GError *error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    _exit (2);
  add_bulk (vault, 2000, &error);
  if (!g_error_matches (error, CB_VAULT_ERROR, CB_VAULT_ERROR_FULL))
    _exit (3);
  g_clear_error (&error);
  /* Nothing half-done, and reading goes on. */
  if (count_notes (vault) != 10)
    _exit (4);
  g_object_unref (vault);
  _exit (0);
}

static void
wait_for (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_full (Fixture      *f,
           gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  pid_t child;

  add_bulk (vault, 10, &error);
  g_assert_no_error (error);
  close_vault (vault);
  child = fork ();
  if (child == 0)
    fill_up (f);
  wait_for (child);
  check_after_full (f, 10);
}

/* A real full disk, where one can be mounted: also the header cannot be rewritten then, and
   stays as it was. */
static void
fill_tmpfs (Fixture *f)
{
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
  g_autofree char *ballast = g_build_filename (f->base, "ballast", NULL);
  GError *error = NULL;
  CbVault *vault;
  char block[4096] = { 1 };
  CbUid other = cb_uid_new ();
  int fd;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("tmpfs", f->base, "tmpfs", 0, "size=1536k") != 0)
    _exit (77);
  vault = fixture_create (f);
  add_bulk (vault, 10, &error);
  if (error != NULL)
    _exit (2);
  add_bulk (vault, 5000, &error);
  if (!g_error_matches (error, CB_VAULT_ERROR, CB_VAULT_ERROR_FULL) || count_notes (vault) != 10)
    _exit (3);
  g_clear_error (&error);
  fd = open (ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (write (fd, block, sizeof block) > 0)
    ;
  close (fd);
  if (cb_vault_add_person (vault, &other, pass, CB_VAULT_COST_FLOOR, NULL, NULL, NULL, &error)
      || !g_error_matches (error, CB_VAULT_ERROR, CB_VAULT_ERROR_FULL))
    _exit (4);
  g_clear_error (&error);
  g_object_unref (vault);
  g_unlink (ballast);
  vault = try_unlock (f->dir, 1, FIXTURE_PASS, &error);
  if (vault == NULL || count_notes (vault) != 10)
    _exit (5);
  add_bulk (vault, 10, &error);
  if (error != NULL)
    _exit (6);
  g_object_unref (vault);
  _exit (0);
}

static void
test_full_tmpfs (Fixture      *f,
                 gconstpointer data)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    fill_tmpfs (f);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    {
      g_test_skip ("nothing can be mounted here");
      return;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* Too little memory for the key is said to be that, and is no wrong try. */
static void
starve (Fixture *f)
{
  struct rlimit limit = { 0, 0 };
  g_autofree char *statm = NULL;
  GError *error = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    _exit (2);
  limit.rlim_cur = limit.rlim_max
      = (rlim_t)g_ascii_strtoull (statm, NULL, 10) * 4096 + 40 * 1024 * 1024;
  if (setrlimit (RLIMIT_AS, &limit) != 0)
    _exit (3);
  if (try_unlock (f->dir, 1, FIXTURE_PASS, &error) != NULL)
    _exit (4);
  if (!g_error_matches (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_MEMORY))
    _exit (5);
  _exit (0);
}

static void
test_no_memory (Fixture      *f,
                gconstpointer data)
{
  g_autofree char *tries = g_build_filename (f->dir, "vault.tries", NULL);
  pid_t child;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer needs its terabytes");
  return;
#endif
  close_vault (fixture_create (f));
  child = fork ();
  if (child == 0)
    starve (f);
  wait_for (child);
  g_assert_false (g_file_test (tries, G_FILE_TEST_EXISTS));
  close_vault (fixture_unlock (f));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* The forking ones first: a child has only the thread that forked, and the engine must be its
     own. */
#define ADD(path, func)                                                                            \
  g_test_add ("/damage/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("full", test_full);
  ADD ("full-tmpfs", test_full_tmpfs);
  ADD ("no-memory", test_no_memory);
  ADD ("page", test_page);
  ADD ("plain-sqlite", test_plain_sqlite);

  return g_test_run ();
}
