/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-fixture.h"

/*
 * kill -9 at random moments.  A child unlocks, looks whether everything that was acknowledged so
 * far is there, then commits numbered rows and acknowledges each through a pipe; the parent kills
 * it some milliseconds later.  Argument: how often.
 */
static guint rounds = 20;

typedef struct {
  gint64 count;
  gint64 last;
} Tally;

static gpointer
tally_job (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Tally *tally = data;

  if (cb_db_get_int (db, "SELECT count(*) FROM note", &tally->count, error))
    cb_db_get_int (db, "SELECT max(id) FROM note", &tally->last, error);
  return NULL;
}

static gint64
anchored (CbVault *vault)
{
  g_autoptr (GBytes) anchor = cb_vault_get_anchor (vault);
  gint64 n = 0;

  if (anchor != NULL)
    memcpy (&n, g_bytes_get_data (anchor, NULL), sizeof n);
  return n;
}

/* Never returns.  Its exit codes are only seen when it was not killed: it found something wrong. */
static void
run_child (Fixture *f,
           gint64   acknowledged,
           int      pipe_fd)
{
  g_autoptr (GError) error = NULL;
  CbVault *vault = try_unlock (f->dir, 1, FIXTURE_PASS, &error);
  Tally tally = { 0 };

  if (vault == NULL)
    _exit (2);
  cb_vault_read_sync (vault, tally_job, &tally, NULL, &error);
  if (error != NULL)
    _exit (3);
  if (tally.count != tally.last || tally.count < acknowledged || anchored (vault) > tally.count)
    _exit (4);
  for (gint64 n = tally.count + 1;; n++)
    {
      g_autofree char *body = g_strdup_printf ("row %" G_GINT64_FORMAT, n);

      cb_vault_write_sync (vault, insert_note_job, body, NULL, &error);
      if (error != NULL)
        _exit (5);
      if (write (pipe_fd, &n, sizeof n) != sizeof n)
        _exit (6);
      cb_vault_set_anchor (vault, &n, sizeof n);
      /* The header and the main file are in the line of fire too. */
      if (n % 7 == 0 && !cb_vault_checkpoint (vault, &error))
        _exit (7);
    }
}

static void
test_kill (Fixture      *f,
           gconstpointer data)
{
  gint64 acknowledged = 0;
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  Tally tally = { 0 };

  close_vault (vault);
  for (guint i = 0; i < rounds; i++)
    {
      int fds[2];
      pid_t child;
      int status;
      gint64 n;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (fds[0]);
          run_child (f, acknowledged, fds[1]);
        }
      close (fds[1]);
      /* From the first row on: before it there is only the key derivation. */
      if (read (fds[0], &n, sizeof n) == sizeof n)
        {
          acknowledged = n;
          g_usleep ((gulong) g_test_rand_int_range (100, 60000));
        }
      kill (child, SIGKILL);
      while (read (fds[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
      close (fds[0]);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      if (WIFEXITED (status))
        g_test_message ("round %u: the child ended with %d", i, WEXITSTATUS (status));
      g_assert_true (WIFSIGNALED (status));
    }
  vault = fixture_unlock (f);
  cb_vault_read_sync (vault, tally_job, &tally, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%u kills, %" G_GINT64_FORMAT " rows acknowledged, %" G_GINT64_FORMAT " found",
                  rounds, acknowledged, tally.count);
  g_assert_cmpint (tally.count, >=, acknowledged);
  g_assert_cmpint (tally.count, ==, tally.last);
  g_assert_cmpint (anchored (vault), <=, tally.count);
  lines = cb_vault_check (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  close_vault (vault);
}

/* Killed while creating: afterwards there is a whole casebook, or room for one. */
static void
test_create (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
  guint whole = 0;
  CbVault *vault;

  for (guint i = 0; i < rounds / 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *dir = g_strdup_printf ("%s-%u", f->dir, i);
      pid_t child = fork ();

      if (child == 0)
        {
          vault = cb_vault_create (dir, &f->person, pass, CB_VAULT_COST_FLOOR, NULL,
                                   fixture_schemas, NULL, NULL);
          pause ();
        }
      g_usleep ((gulong) g_test_rand_int_range (1000, 200000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      vault = cb_vault_create (dir, &f->person, pass, CB_VAULT_COST_FLOOR, NULL, fixture_schemas,
                               NULL, &error);
      if (vault == NULL)
        {
          g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_EXISTS);
          g_clear_error (&error);
          vault = try_unlock (dir, 1, FIXTURE_PASS, &error);
          g_assert_no_error (error);
          whole++;
        }
      g_assert_cmpint (count_notes (vault), ==, 0);
      close_vault (vault);
    }
  g_test_message ("%u of %u were whole", whole, rounds / 4);
}

static gpointer
fill_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  cb_db_exec (db,
              "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3000) "
              "INSERT INTO note (body, extra) SELECT 'body ' || x, randomblob (400) FROM c",
              error);
  return NULL;
}

static void
rekey_child (Fixture *f)
{
  const guint8 point[32] = { 9 };
  g_autoptr (GError) error = NULL;
  CbVault *vault = try_unlock (f->dir, 1, FIXTURE_PASS, &error);
  g_autoptr (GArray) slots = vault != NULL ? cb_vault_list_slots (vault, &error) : NULL;
  guint slot;

  /* A kill between the two leaves a slot over, and there is room for sixteen. */
  for (guint i = 0; slots != NULL && error == NULL && i < slots->len; i++)
    if (g_array_index (slots, CbVaultSlot, i).kind == CB_VAULT_SLOT_ESCROW)
      cb_vault_remove_slot (vault, g_array_index (slots, CbVaultSlot, i).number, TRUE, &error);
  while (slots != NULL && error == NULL && cb_vault_add_escrow (vault, point, point, &slot, &error))
    cb_vault_remove_slot (vault, slot, TRUE, &error);
  g_printerr ("a child ended by itself: %s\n", error->message);
  _exit (2);
}

/* Killed while the vault's key is being changed, again and again. */
static void
test_rekey (Fixture      *f,
            gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  cb_vault_write_sync (vault, fill_job, NULL, NULL, &error);
  g_assert_no_error (error);
  close_vault (vault);
  for (guint i = 0; i < rounds / 2; i++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        rekey_child (f);
      g_usleep ((gulong) g_test_rand_int_range (80000, 300000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
    }
  vault = fixture_unlock (f);
  g_assert_cmpint (count_notes (vault), ==, 3000);
  lines = cb_vault_check (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  close_vault (vault);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (argc > 1)
    rounds = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  g_test_add ("/kill/commits", Fixture, NULL, fixture_set_up, test_kill, fixture_tear_down);
  g_test_add ("/kill/create", Fixture, NULL, fixture_set_up, test_create, fixture_tear_down);
  if (rounds > 20)
    g_test_add ("/kill/rekey", Fixture, NULL, fixture_set_up, test_rekey, fixture_tear_down);

  return g_test_run ();
}
