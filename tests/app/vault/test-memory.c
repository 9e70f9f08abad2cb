/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>
#include <stdio.h>

#include "cb-vault-private.h"
#include "vault-fixture.h"

/*
 * What stays in this process's memory after locking.  The marker and the key are kept under a mask,
 * so that what is found is never what is searched with.
 */
#define MASK      0x5a
#define MARK_LEN  24
#define ROWS      2000

static guint8 mark[MARK_LEN];   /* masked */

static void
make_mark (void)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

  for (guint i = 0; i < MARK_LEN; i++)
    mark[i] = (guint8) letters[randombytes_uniform (32)] ^ MASK;
}

static void
unmask (char *out)
{
  for (guint i = 0; i < MARK_LEN; i++)
    out[i] = (char) (mark[i] ^ MASK);
}

static gpointer
insert_marks_job (CbDb         *db,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (CbStmt) stmt
      = cb_db_prepare (db, "INSERT INTO note (body, extra) VALUES (?1, NULL)", error);
  char body[MARK_LEN + 8];

  for (guint i = 0; stmt != NULL && i < ROWS; i++)
    {
      unmask (body);
      g_snprintf (body + MARK_LEN, 8, "%06u", i);
      cb_stmt_bind_text (stmt, 1, body);
      if (!cb_stmt_run (stmt, error))
        break;
    }
  sodium_memzero (body, sizeof body);
  sodium_stackzero (16384);
  return NULL;
}

static gpointer
sort_marks_job (CbDb         *db,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (CbStmt) stmt
      = cb_db_prepare (db, "SELECT body FROM note ORDER BY substr (body, 26), body", error);
  gint64 *n = data;

  while (stmt != NULL && cb_stmt_step (stmt, error) > 0)
    *n += cb_stmt_get_text (stmt, 0) != NULL;
  sodium_stackzero (16384);
  return NULL;
}

/* How often the masked bytes occur, unmasked, in what this process can write to. */
static guint
count_copies (const guint8 *masked,
              gsize         len)
{
  FILE *maps = fopen ("/proc/self/maps", "re");
  char line[512];
  guint found = 0;

  g_assert_nonnull (maps);
  while (fgets (line, sizeof line, maps) != NULL)
    {
      gulong from, to;
      char perms[5];

      if (sscanf (line, "%lx-%lx %4s", &from, &to, perms) != 3 || perms[0] != 'r'
          || perms[1] != 'w')
        continue;
      for (const guint8 *p = (const guint8 *) from; p + len <= (const guint8 *) to; p++)
        {
          gsize i = 0;

          while (i < len && (p[i] ^ MASK) == masked[i])
            i++;
          found += i == len;
        }
    }
  fclose (maps);
  return found;
}

static void
test_after_lock (Fixture      *f,
                 gconstpointer data)
{
  CbVault *vault;
  g_autoptr (GError) error = NULL;
  guint8 key[CB_VAULT_KEY_LEN];
  gint64 n = 0;
  guint open_copies;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer keeps its own copies, in terabytes");
  return;
#endif
  make_mark ();
  vault = fixture_create (f);
  for (guint i = 0; i < sizeof key; i++)
    key[i] = cb_secret_bytes (vault->vmk)[i] ^ MASK;
  cb_vault_write_sync (vault, insert_marks_job, NULL, NULL, &error);
  g_assert_no_error (error);
  cb_vault_read_sync (vault, sort_marks_job, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, ROWS);
  open_copies = count_copies (mark, MARK_LEN);
  /* The search does find: the page caches are full of them, and the key is in its place. */
  g_assert_cmpuint (open_copies, >, ROWS);
  g_assert_cmpuint (count_copies (key, sizeof key), ==, 1);
  close_vault (vault);
  g_test_message ("%u copies while open", open_copies);
  g_assert_cmpuint (count_copies (mark, MARK_LEN), ==, 0);
  g_assert_cmpuint (count_copies (key, sizeof key), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/memory/after-lock", Fixture, NULL, fixture_set_up, test_after_lock,
              fixture_tear_down);

  return g_test_run ();
}
