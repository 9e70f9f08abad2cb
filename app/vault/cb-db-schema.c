/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-db-schema.h"

static gboolean
read_version (CbDb       *db,
              const char *room,
              gint64     *version,
              GError    **error)
{
  g_autoptr (CbStmt) stmt
      = cb_db_prepare (db, "SELECT version FROM schema_version WHERE room = ?1", error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  cb_stmt_bind_text (stmt, 1, room);
  rc = cb_stmt_step (stmt, error);
  if (rc < 0)
    return FALSE;
  *version = rc > 0 ? cb_stmt_get_int (stmt, 0) : 0;
  return TRUE;
}

static gboolean
write_version (CbDb       *db,
               const char *room,
               gint64      version,
               GError    **error)
{
  g_autoptr (CbStmt) stmt
      = cb_db_prepare (db,
                       "INSERT INTO schema_version (room, version) VALUES (?1, ?2) "
                       "ON CONFLICT (room) DO UPDATE SET version = excluded.version",
                       error);

  if (stmt == NULL)
    return FALSE;
  cb_stmt_bind_text (stmt, 1, room);
  cb_stmt_bind_int (stmt, 2, version);
  return cb_stmt_run (stmt, error);
}

static gboolean
has_versions (CbDb     *db,
              gboolean *has,
              GError  **error)
{
  gint64 n;

  if (!cb_db_get_int (
          db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'",
          &n, error))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

gboolean
cb_db_migration_due (CbDb                  *db,
                     const CbSchema *const *schemas,
                     gboolean              *due,
                     GError               **error)
{
  gboolean has, answer;

  if (!has_versions (db, &has, error))
    return FALSE;
  answer = !has;
  for (guint i = 0; has && schemas != NULL && schemas[i] != NULL; i++)
    {
      gint64 version;

      if (!read_version (db, schemas[i]->room, &version, error))
        return FALSE;
      if (version < 0 || version > (gint64) schemas[i]->n_steps)
        {
          g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER,
                       "the tables of room %s are of a newer program", schemas[i]->room);
          return FALSE;
        }
      answer = answer || version < (gint64) schemas[i]->n_steps;
    }
  *due = answer;
  return TRUE;
}

static gboolean
run_steps (CbDb           *db,
           const CbSchema *schema,
           gint64          from,
           GError        **error)
{
  for (guint step = (guint) from; step < schema->n_steps; step++)
    {
      if (!cb_db_exec (db, schema->steps[step], error))
        {
          g_prefix_error (error, "step %u of room %s: ", step + 1, schema->room);
          return FALSE;
        }
    }
  return write_version (db, schema->room, schema->n_steps, error);
}

gboolean
cb_db_migrate (CbDb                  *db,
               const CbSchema *const *schemas,
               GError               **error)
{
  gboolean due, has;

  if (!cb_db_migration_due (db, schemas, &due, error))
    return FALSE;
  if (!due)
    return TRUE;
  if (!has_versions (db, &has, error))
    return FALSE;
  if (!has
      && !cb_db_exec (
          db,
          "CREATE TABLE schema_version (room TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT",
          error))
    return FALSE;
  for (guint i = 0; schemas != NULL && schemas[i] != NULL; i++)
    {
      gint64 version;

      if (!read_version (db, schemas[i]->room, &version, error))
        return FALSE;
      if (version == (gint64) schemas[i]->n_steps)
        continue;
      if (!cb_db_begin (db, error))
        return FALSE;
      if (!run_steps (db, schemas[i], version, error))
        {
          cb_db_rollback (db);
          return FALSE;
        }
      if (!cb_db_commit (db, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads every row of the engine's answer: a damaged file has more than one. */
static gboolean
collect (CbDb         *db,
         const char   *sql,
         const char   *sound,
         const char   *prefix,
         GStrvBuilder *lines,
         guint        *n_lines,
         GError      **error)
{
  g_autoptr (CbStmt) stmt = cb_db_prepare (db, sql, error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (stmt, error)) > 0)
    {
      const char *text = cb_stmt_get_text (stmt, 0);

      if (text == NULL || g_strcmp0 (text, sound) == 0)
        continue;
      if (*n_lines < CB_DB_CHECK_MAX)
        {
          g_autofree char *line = g_strconcat (prefix, text, NULL);

          g_strv_builder_add (lines, line);
        }
      (*n_lines)++;
    }
  return rc == 0;
}

/* A check that stumbles over the damage it looks for has found it. */
static gboolean
damage_is_a_finding (GError      **local,
                     GStrvBuilder *lines,
                     guint        *n_lines,
                     const char   *what,
                     GError      **error)
{
  if (!g_error_matches (*local, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE))
    {
      g_propagate_error (error, g_steal_pointer (local));
      return FALSE;
    }
  g_clear_error (local);
  g_strv_builder_add (lines, what);
  (*n_lines)++;
  return TRUE;
}

gboolean
cb_db_check (CbDb         *db,
             GStrvBuilder *lines,
             guint        *n_lines,
             GError      **error)
{
  g_autoptr (GError) local = NULL;
  guint before = *n_lines;

  if (!collect (db, "PRAGMA cipher_integrity_check", NULL, "case.db: ", lines, n_lines, &local)
      && !damage_is_a_finding (&local, lines, n_lines, "case.db: cannot be read page by page",
                               error))
    return FALSE;
  /* After a bad page everything else is hearsay. */
  if (*n_lines > before)
    return TRUE;
  if (!collect (db, "PRAGMA integrity_check(100)", "ok", "case.db: ", lines, n_lines, &local)
      && !damage_is_a_finding (&local, lines, n_lines, "case.db: its structure cannot be read",
                               error))
    return FALSE;
  /* The rows name table, row and parent; the table is enough. */
  if (!collect (db, "PRAGMA foreign_key_check", NULL, "case.db: a row without its parent in table ",
                lines, n_lines, &local)
      && !damage_is_a_finding (&local, lines, n_lines, "case.db: its references cannot be followed",
                               error))
    return FALSE;
  return TRUE;
}
