/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vault-fixture.h"

static void
count_progress (gint64   done,
                gint64   total,
                gpointer data)
{
  g_assert_cmpint (done, <=, total);
  (*(guint *) data)++;
}

static gboolean
try_restore (const char *file,
             const char *dir,
             guint       slot,
             const char *text,
             GError    **error)
{
  g_autoptr (CbSecret) pass = text_secret (text);

  return cb_vault_restore (file, dir, slot, pass, NULL, NULL, error);
}

static void
add_notes (CbVault *vault,
           guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf ("MARKER-%u", i);

      add_note (vault, body);
    }
}

static void
test_round_trip (Fixture      *f,
                 gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autofree char *file = g_build_filename (f->base, "evening.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (f->base, "again", NULL);
  g_autofree char *dir2 = g_build_filename (f->base, "again-by-code", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (CbSecret) new = text_secret (FIXTURE_PASS2);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint steps = 0;
  gsize len;
  GStatBuf st;

  code = cb_vault_set_recovery (vault, CB_VAULT_COST_FLOOR, NULL, &error);
  add_notes (vault, 40);
  cb_vault_set_anchor (vault, "at 40", 5);
  g_assert_true (cb_vault_backup (vault, file, count_progress, &steps, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (steps, >, 0);
  g_assert_false (cb_vault_backup (vault, file, NULL, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  add_note (vault, "later");
  g_assert_false (cb_vault_was_restored (vault));

  g_assert_cmpint (g_stat (file, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (file, &bytes, &len, NULL));
  g_assert_null (memmem (bytes, len, "MARKER", 6));
  g_assert_null (memmem (bytes, len, "SQLite format", 13));

  g_assert_false (try_restore (file, f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (try_restore (file, dir, 1, FIXTURE_PASS2, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_true (try_restore (file, dir, 1, FIXTURE_PASS, &error));
  g_assert_no_error (error);
  close_vault (vault);

  vault = try_unlock (dir, 1, FIXTURE_PASS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (vault), ==, 40);
  g_assert_true (cb_vault_was_restored (vault));
  {
    g_autoptr (GBytes) anchor = cb_vault_get_anchor (vault);

    g_assert_cmpmem (g_bytes_get_data (anchor, NULL), g_bytes_get_size (anchor), "at 40", 5);
  }
  lines = cb_vault_check (vault, &error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  g_assert_true (cb_vault_clear_restored (vault, &error));
  close_vault (vault);

  g_assert_true (cb_vault_restore (file, dir2, 0, code, NULL, NULL, &error));
  g_assert_no_error (error);
  vault = cb_vault_recover (dir2, code, &f->person, new, CB_VAULT_COST_FLOOR, NULL, fixture_schemas,
                            NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cb_vault_was_restored (vault));
  g_assert_cmpint (count_notes (vault), ==, 40);
  close_vault (vault);
}

/* A byte anywhere, or a missing end: refused, and nothing made. */
static void
test_damaged (Fixture      *f,
              gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autofree char *file = g_build_filename (f->base, "evening.cbbackup", NULL);
  g_autofree char *bad = g_build_filename (f->base, "bad.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (f->base, "again", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_assert_true (cb_vault_backup (vault, file, NULL, NULL, &error));
  close_vault (vault);
  g_assert_true (g_file_get_contents (file, &bytes, &len, NULL));
  {
    const gsize spots[] = { 0,        5000,     len - 1,  len - 9,  len - 40,
                            len - 60, len - 80, len - 84, len - 88, len - 200 };

    for (guint i = 0; i < G_N_ELEMENTS (spots); i++)
      {
        bytes[spots[i]] ^= 0x40;
        g_assert_true (g_file_set_contents (bad, bytes, (gssize) len, NULL));
        bytes[spots[i]] ^= 0x40;
        g_assert_false (try_restore (bad, dir, 1, FIXTURE_PASS, &error));
        g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_BACKUP);
        g_clear_error (&error);
        g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
      }
  }
  for (gsize cut = 0; cut < 100; cut += 13)
    {
      g_assert_true (g_file_set_contents (bad, bytes, (gssize) cut, NULL));
      g_assert_false (try_restore (bad, dir, 1, FIXTURE_PASS, &error));
      g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_BACKUP);
      g_clear_error (&error);
    }
  g_assert_false (try_restore ("/nowhere/at/all", dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND);
}

static const char *const more_steps[] = {
  "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL, extra BLOB, UNIQUE (body)) "
  "STRICT",
  "ALTER TABLE note ADD COLUMN seen INTEGER NOT NULL DEFAULT 0",
};
static const CbSchema more = { "test", more_steps, 2 };
static const CbSchema *const more_schemas[] = { &more, NULL };

static void
test_migration (Fixture      *f,
                gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) listing = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *dir = g_build_filename (f->base, "old", NULL);
  const char *name;

  add_notes (vault, 3);
  close_vault (vault);
  vault = cb_vault_unlock (f->dir, 1, pass, more_schemas, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (vault), ==, 3);
  close_vault (vault);

  listing = g_dir_open (f->dir, 0, NULL);
  while ((name = g_dir_read_name (listing)) != NULL)
    {
      if (g_str_has_suffix (name, ".cbbackup"))
        saved = g_build_filename (f->dir, name, NULL);
    }
  g_assert_nonnull (saved);

  /* The older program refuses, politely and without touching anything; the copy made before
     still serves it. */
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_true (try_restore (saved, dir, 1, FIXTURE_PASS, &error));
  g_assert_no_error (error);
  vault = try_unlock (dir, 1, FIXTURE_PASS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (vault), ==, 3);
  close_vault (vault);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/backup/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("damaged", test_damaged);
  ADD ("migration", test_migration);

  return g_test_run ();
}
