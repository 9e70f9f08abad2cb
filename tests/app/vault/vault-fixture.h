/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cb-test-tree.h"
#include "cb-vault.h"

/* A folder of its own under the build's temporary folder, with a casebook in it on demand. */
typedef struct {
  char  *base;
  char  *dir;      /* of the casebook */
  CbUid  person;
} Fixture;

#define FIXTURE_PASS  "mengtai-xiguo-luodong-feishu"
#define FIXTURE_PASS2 "shanqi-baolin-dazhong-kouxue"

static inline CbSecret *
text_secret (const char *text)
{
  return cb_secret_from (text, strlen (text));
}

static inline void
fixture_set_up (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->base = g_dir_make_tmp ("casebook-vault-XXXXXX", &error);
  g_assert_no_error (error);
  f->dir = g_build_filename (f->base, "book", NULL);
  f->person = cb_uid_new ();
}

static inline void
fixture_tear_down (Fixture      *f,
                   gconstpointer data)
{
  remove_tree (f->base);
  g_free (f->base);
  g_free (f->dir);
}

static const char *const fixture_steps[] = {
  "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL, extra BLOB, UNIQUE (body)) STRICT",
};
static const CbSchema fixture_schema = { "test", fixture_steps, G_N_ELEMENTS (fixture_steps) };
static const CbSchema *const fixture_schemas[] = { &fixture_schema, NULL };

static inline CbVault *
fixture_create (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
  CbVault *vault = cb_vault_create (f->dir, &f->person, pass, CB_VAULT_COST_FLOOR, NULL,
                                    fixture_schemas, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (vault);
  return vault;
}

static inline CbVault *
try_unlock (const char *dir,
            guint       slot,
            const char *text,
            GError    **error)
{
  g_autoptr (CbSecret) pass = text_secret (text);

  return cb_vault_unlock (dir, slot, pass, fixture_schemas, error);
}

static inline CbVault *
fixture_unlock (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  CbVault *vault = try_unlock (f->dir, 1, FIXTURE_PASS, &error);

  g_assert_no_error (error);
  g_assert_nonnull (vault);
  return vault;
}

/* Locks and lets go; nothing may be left to complain about. */
static inline void
close_vault (CbVault *vault)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_vault_lock (vault, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (vault);
}

static inline gpointer
insert_note_job (CbDb         *db,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, "INSERT INTO note (body) VALUES (?1)", error);

  if (stmt == NULL)
    return NULL;
  cb_stmt_bind_text (stmt, 1, data);
  if (cb_stmt_run (stmt, error))
    cb_db_mark_changed (db, 2);
  return NULL;
}

static inline gpointer
count_notes_job (CbDb         *db,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  gint64 n = -1;

  if (!cb_db_get_int (db, "SELECT count(*) FROM note", &n, error))
    return NULL;
  *(gint64 *) data = n;
  return NULL;
}

static inline void
add_note (CbVault    *vault,
          const char *body)
{
  g_autoptr (GError) error = NULL;

  cb_vault_write_sync (vault, insert_note_job, (gpointer) body, NULL, &error);
  g_assert_no_error (error);
}

static inline gint64
count_notes (CbVault *vault)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  cb_vault_read_sync (vault, count_notes_job, &n, NULL, &error);
  g_assert_no_error (error);
  return n;
}
