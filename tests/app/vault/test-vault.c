/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vault-fixture.h"

static void
test_create_unlock (Fixture      *f,
                    gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  CbUid id = *cb_vault_get_id (vault);

  g_assert_cmpuint (cb_vault_get_slot (vault), ==, 1);
  g_assert_true (cb_uid_equal (cb_vault_get_person (vault), &f->person));
  add_note (vault, "first");
  g_assert_cmpint (count_notes (vault), ==, 1);
  g_assert_false (cb_vault_is_locked (vault));
  g_assert_true (cb_vault_lock (vault, &error));
  g_assert_true (cb_vault_is_locked (vault));
  g_assert_true (cb_vault_lock (vault, &error));
  cb_vault_write_sync (vault, insert_note_job, (gpointer) "x", NULL, &error);
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_LOCKED);
  g_assert_finalize_object (vault);

  vault = fixture_unlock (f);
  g_assert_true (cb_uid_equal (cb_vault_get_id (vault), &id));
  g_assert_cmpint (count_notes (vault), ==, 1);
  close_vault (vault);
}

static void
test_exists (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = g_build_filename (f->base, "half", NULL);
  g_autofree char *left = g_build_filename (fresh, "case.db.new", NULL);
  CbVault *vault = fixture_create (f);

  g_assert_null (
      cb_vault_create (f->dir, &f->person, pass, CB_VAULT_COST_FLOOR, NULL, NULL, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS);
  close_vault (vault);

  /* What a creation that was cut short left is no casebook, and no obstacle. */
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  g_assert_true (g_file_set_contents (left, "half", 4, NULL));
  g_clear_error (&error);
  g_assert_null (try_unlock (fresh, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND);
}

static void
test_in_use (Fixture      *f,
             gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;

  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_IN_USE);
  close_vault (vault);
  close_vault (fixture_unlock (f));
}

static void
test_wrong_passphrase (Fixture      *f,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  close_vault (fixture_create (f));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (cb_vault_retry_delay (f->dir), ==, 0);
      g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS2, &error));
      g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
      g_clear_error (&error);
    }
  g_assert_cmpuint (cb_vault_retry_delay (f->dir), ==, 1);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_TOO_SOON);
  g_clear_error (&error);
  g_assert_null (try_unlock (f->dir, 9, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_TOO_SOON);
  while (cb_vault_retry_delay (f->dir) > 0)
    g_usleep (20000);
  close_vault (fixture_unlock (f));
  g_clear_error (&error);
  g_assert_null (try_unlock (f->dir, 9, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  g_clear_error (&error);
  g_assert_null (try_unlock (f->base, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND);
}

/* Wrong tries are kept over a restart: the file alone counts too, and cannot be wished away by a
   clock that runs backwards. */
static void
test_tries_file (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->base, "vault.tries", NULL);
  g_autofree char *recent = g_strdup_printf ("5 %" G_GINT64_FORMAT "\n", g_get_real_time ());
  g_autofree char *future = g_strdup_printf ("40 %" G_GINT64_FORMAT "\n",
                                             g_get_real_time () + 3600 * (gint64)G_USEC_PER_SEC);
  const struct { const char *text; guint min, max; } cases[] = {
    { recent, 3, 4 },
    { future, 30, 30 },
    { "99 12\n", 0, 0 },
    { "", 0, 0 },
    { "many, recently", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      g_assert_cmpuint (cb_vault_retry_delay (f->base), >=, cases[i].min);
      g_assert_cmpuint (cb_vault_retry_delay (f->base), <=, cases[i].max);
    }
}

static void
test_passphrase_fault (void)
{
  static const struct { const char *text; gboolean good; } cases[] = {
    { "", FALSE },
    { "123456", FALSE },
    { "12345678901234567890", FALSE },
    { "abcdefghij", FALSE },
    { "abcdefghi1", TRUE },
    { "aaaaaaaaaaaaaaaaaaaa", FALSE },
    { "ab1ab1ab1ab1", FALSE },
    { "abcdefghijklmnop", TRUE },
    { FIXTURE_PASS, TRUE },
    { "广元市利州区民政局救助科", TRUE },
    { "一二三四五", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CbSecret) pass = text_secret (cases[i].text);

      g_assert_cmpint (cb_vault_passphrase_fault (pass) == NULL, ==, cases[i].good);
    }
}

static void
test_weak (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (CbSecret) pin = text_secret ("135790246801");
  g_autoptr (GError) error = NULL;

  g_assert_null (
      cb_vault_create (f->dir, &f->person, pin, CB_VAULT_COST_FLOOR, NULL, NULL, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WEAK_PASSPHRASE);
  g_assert_false (g_file_test (f->dir, G_FILE_TEST_EXISTS));
}

static void
test_anchor (Fixture      *f,
             gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  guint8 big[CB_VAULT_MAX_ANCHOR];
  GBytes *anchor;

  g_assert_null (cb_vault_get_anchor (vault));
  cb_vault_set_anchor (vault, "one", 3);
  close_vault (vault);

  vault = fixture_unlock (f);
  anchor = cb_vault_get_anchor (vault);
  g_assert_cmpmem (g_bytes_get_data (anchor, NULL), g_bytes_get_size (anchor), "one", 3);
  g_bytes_unref (anchor);
  memset (big, 7, sizeof big);
  cb_vault_set_anchor (vault, big, sizeof big);
  g_assert_true (cb_vault_checkpoint (vault, &error));
  g_assert_no_error (error);
  close_vault (vault);

  vault = fixture_unlock (f);
  anchor = cb_vault_get_anchor (vault);
  g_assert_cmpmem (g_bytes_get_data (anchor, NULL), g_bytes_get_size (anchor), big, sizeof big);
  g_bytes_unref (anchor);
  close_vault (vault);
}

/* Nothing that was written can be found in any file of the folder, open or locked. */
static void
look_for (const char *path,
          const char *marker)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint seen = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize len;

      g_assert_true (g_file_get_contents (file, &bytes, &len, NULL));
      g_assert_null (memmem (bytes, len, marker, strlen (marker)));
      g_assert_null (memmem (bytes, len, "SQLite format", strlen ("SQLite format")));
      g_assert_null (memmem (bytes, len, "CREATE TABLE", strlen ("CREATE TABLE")));
      seen++;
    }
  g_assert_cmpuint (seen, >=, 4);
}

static void
test_no_plaintext (Fixture      *f,
                   gconstpointer data)
{
  CbVault *vault = fixture_create (f);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *body = g_strdup_printf ("王秀兰-MARKER-510802-%u", i);

      add_note (vault, body);
    }
  look_for (f->dir, "MARKER-510802");
  close_vault (vault);
  look_for (f->dir, "MARKER-510802");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/vault/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("create-unlock", test_create_unlock);
  ADD ("exists", test_exists);
  ADD ("in-use", test_in_use);
  ADD ("wrong-passphrase", test_wrong_passphrase);
  ADD ("tries-file", test_tries_file);
  ADD ("weak", test_weak);
  ADD ("anchor", test_anchor);
  ADD ("no-plaintext", test_no_plaintext);
  g_test_add_func ("/vault/passphrase-fault", test_passphrase_fault);

  return g_test_run ();
}
