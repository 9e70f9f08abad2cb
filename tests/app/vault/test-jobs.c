/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vault-fixture.h"

typedef struct {
  GMainLoop *loop;
  guint      left;
  GError    *error;
  gpointer   result;
} Wait;

static gpointer
fail_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  insert_note_job (db, (gpointer) "half", NULL, NULL);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "on purpose");
  return g_strdup ("dropped");
}

static gpointer
text_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return g_strdup (data);
}

/* Counts for longer than any test waits; only the cancellable ends it. */
static gpointer
endless_job (CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  gint64 n;

  g_atomic_int_set ((gint *) data, 1);
  cb_db_get_int (db,
                 "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < "
                 "1000000000000) SELECT count(*) FROM c",
                 &n, error);
  return NULL;
}

static gpointer
write_on_reader_job (CbDb         *db,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  return insert_note_job (db, (gpointer) "x", cancellable, error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Wait *wait = data;

  wait->result = cb_vault_write_finish (CB_VAULT (source), result,
                                        wait->error == NULL ? &wait->error : NULL);
  if (--wait->left == 0)
    g_main_loop_quit (wait->loop);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Wait *wait = data;

  wait->result = cb_vault_read_finish (CB_VAULT (source), result, &wait->error);
  if (--wait->left == 0)
    g_main_loop_quit (wait->loop);
}

static void
changed_cb (CbVault *vault,
            guint64  mask,
            gpointer data)
{
  *(guint64 *) data |= mask;
}

static void
test_write (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  CbVault *vault = fixture_create (f);
  Wait wait = { loop, 20 };
  guint64 seen = 0;
  guint watch = cb_vault_add_watch (vault, changed_cb, &seen, NULL);

  for (guint i = 0; i < 20; i++)
    cb_vault_write_async (vault, insert_note_job, g_strdup_printf ("note %u", i), g_free, NULL,
                          NULL, answered_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_cmpint (count_notes (vault), ==, 20);
  /* What was told as done had its notice sent before. */
  g_assert_cmpuint (seen, ==, 2);
  cb_vault_remove_watch (vault, watch);

  wait.left = 1;
  cb_vault_write_async (vault, text_job, g_strdup ("answer"), g_free, g_free, NULL, answered_cb,
                        &wait);
  g_main_loop_run (loop);
  g_assert_cmpstr (wait.result, ==, "answer");
  g_free (wait.result);
  close_vault (vault);
}

static void
test_failure (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  Wait wait = { loop, 1 };
  guint64 seen = 0;

  cb_vault_add_watch (vault, changed_cb, &seen, NULL);
  cb_vault_write_async (vault, fail_job, NULL, NULL, g_free, NULL, answered_cb, &wait);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (wait.result);
  g_clear_error (&wait.error);
  g_assert_null (cb_vault_write_sync (vault, fail_job, NULL, g_free, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpint (count_notes (vault), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen, ==, 0);
  /* A reader cannot write. */
  g_clear_error (&error);
  cb_vault_read_sync (vault, write_on_reader_job, NULL, NULL, &error);
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_READ_ONLY);
  g_assert_cmpint (count_notes (vault), ==, 0);
  close_vault (vault);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CbVault *vault = fixture_create (f);
  Wait wait = { loop, 1 };
  gint started = 0;

  cb_vault_read_async (vault, endless_job, &started, NULL, NULL, cancellable, read_cb, &wait);
  while (!g_atomic_int_get (&started))
    g_usleep (500);
  /* The other reader is free meanwhile. */
  g_assert_cmpint (count_notes (vault), ==, 0);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&wait.error);

  /* A write that has not begun is not begun. */
  wait.left = 1;
  cb_vault_write_async (vault, insert_note_job, (gpointer) "x", NULL, NULL, cancellable,
                        answered_cb, &wait);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&wait.error);
  g_assert_cmpint (count_notes (vault), ==, 0);
  close_vault (vault);
}

static gpointer
careless_job (CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  CbStmt *stmt = cb_db_prepare (db, "SELECT id FROM note", error);

  g_assert_cmpint (cb_stmt_step (stmt, error), ==, 1);
  return stmt;
}

/* A job that forgets a statement is told off, and does no harm. */
static void
test_open_statement (Fixture      *f,
                     gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;

  add_note (vault, "one");
  g_test_expect_message ("cb-vault", G_LOG_LEVEL_WARNING, "*left a statement open*");
  cb_vault_read_sync (vault, careless_job, NULL, NULL, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  add_note (vault, "two");
  g_assert_true (cb_vault_checkpoint (vault, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (vault), ==, 2);
  close_vault (vault);
}

/* What was queued before locking is done, what comes after is refused, and everything answers. */
static void
test_lock_drains (Fixture      *f,
                  gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  CbVault *vault = fixture_create (f);
  Wait wait = { loop, 50 };
  Wait late = { loop, 1 };

  for (guint i = 0; i < 50; i++)
    cb_vault_write_async (vault, insert_note_job, g_strdup_printf ("note %u", i), g_free, NULL,
                          NULL, answered_cb, &wait);
  g_assert_true (cb_vault_lock (vault, NULL));
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  cb_vault_write_async (vault, insert_note_job, g_strdup ("late"), g_free, NULL, NULL, answered_cb,
                        &late);
  g_main_loop_run (loop);
  g_assert_error (late.error, CB_VAULT_ERROR, CB_VAULT_ERROR_LOCKED);
  g_clear_error (&late.error);
  g_assert_finalize_object (vault);
  vault = fixture_unlock (f);
  g_assert_cmpint (count_notes (vault), ==, 50);
  close_vault (vault);
}

/* The last reference may go while answers are still on their way. */
static void
test_drop (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  CbVault *vault = fixture_create (f);
  Wait wait = { loop, 10 };

  for (guint i = 0; i < 10; i++)
    cb_vault_write_async (vault, insert_note_job, g_strdup_printf ("note %u", i), g_free, NULL,
                          NULL, answered_cb, &wait);
  g_object_unref (vault);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  vault = fixture_unlock (f);
  g_assert_cmpint (count_notes (vault), ==, 10);
  close_vault (vault);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/jobs/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("write", test_write);
  ADD ("failure", test_failure);
  ADD ("cancel", test_cancel);
  ADD ("open-statement", test_open_statement);
  ADD ("lock-drains", test_lock_drains);
  ADD ("drop", test_drop);

  return g_test_run ();
}
