/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-verify-private.h"

#include <sodium.h>
#include <string.h>

/* Every column of a table in one text, so that rows can be hashed without knowing what they are. */
static char *
row_query (CbDb       *db,
           const char *table,
           GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT name FROM pragma_table_info (?1) ORDER BY cid", error);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  guint n = 0;
  int rc;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_text (s, 1, table);
  while ((rc = cb_stmt_step (s, error)) == 1)
    g_string_append_printf (sql, "%squote (\"%s\")", n++ > 0 ? " || ',' || " : "", cb_stmt_get_text (s, 0));
  if (rc < 0)
    return NULL;
  if (n == 0)
    {
      g_set_error_literal (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_DIGEST, "a table to be compared is not there");
      return NULL;
    }
  g_string_append_printf (sql, " FROM \"%s\"", table);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
sum_rows (CbDb       *db,
          const char *table,
          guint8      sum[32],
          GError    **error)
{
  static const guint8 personal[16] = "cb/row/v1";
  g_autofree char *sql = row_query (db, table, error);
  g_autoptr (CbStmt) s = sql != NULL ? cb_db_prepare (db, sql, error) : NULL;
  guint8 item[32];
  int rc;

  if (s == NULL)
    return FALSE;
  memset (sum, 0, 32);
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      const char *text = cb_stmt_get_text (s, 0);

      if (text == NULL)
        continue;
      crypto_generichash_blake2b_salt_personal (item, 32, (const guint8 *) text, strlen (text), NULL, 0, NULL, personal);
      cb_digest_add (sum, item);
    }

  return rc == 0;
}

static gboolean
compare_table (CbVerifying *v,
               CbDb        *fresh,
               const char  *table,
               GError     **error)
{
  guint8 here[32], there[32];

  if (!sum_rows (v->db, table, here, error) || !sum_rows (fresh, table, there, error))
    return FALSE;
  if (memcmp (here, there, 32) != 0)
    {
      g_autofree char *text = g_strdup_printf ("table %s: its rows are not what the records come to", table);

      cb_verify_fault (v, NULL, text);
    }

  return TRUE;
}

/* The numbers of the desks are this casebook's own: the rebuilt tables are to use the same. */
static gboolean
copy_desks (CbDb    *from,
            CbDb    *to,
            guint   *n,
            GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (from, "SELECT no, uid, clone FROM desk", error);
  g_autoptr (CbStmt) insert = cb_db_prepare (to, "INSERT INTO desk (no, uid, clone) VALUES (?1, ?2, ?3)", error);
  int rc;

  if (s == NULL || insert == NULL)
    return FALSE;
  while ((rc = cb_stmt_step (s, error)) == 1)
    {
      CbUid uid = cb_stmt_get_uid (s, 1);

      cb_stmt_bind_int (insert, 1, cb_stmt_get_int (s, 0));
      cb_stmt_bind_uid (insert, 2, &uid);
      cb_stmt_bind_int (insert, 3, cb_stmt_get_int (s, 2));
      if (!cb_stmt_run (insert, error))
        return FALSE;
      (*n)++;
    }

  return rc == 0;
}

static void
second_half (gdouble  fraction,
             gpointer data)
{
  CbVerifying *v = data;

  v->progress (0.5 + fraction * 0.5, v->data);
}

static CbDb *
fresh_tables (GError **error)
{
  const GPtrArray *projectors = cb_journal_projectors ();
  g_autoptr (GPtrArray) schemas = g_ptr_array_new ();
  g_autoptr (CbDb) fresh = cb_db_new_memory (error);

  if (fresh == NULL)
    return NULL;
  g_ptr_array_add (schemas, (gpointer) cb_journal_schema ());
  for (guint i = 0; projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (projectors, i);

      if (projector->schema != NULL && !g_ptr_array_find (schemas, projector->schema, NULL))
        g_ptr_array_add (schemas, (gpointer) projector->schema);
    }
  g_ptr_array_add (schemas, NULL);

  return cb_db_migrate (fresh, (const CbSchema *const *) schemas->pdata, error) ? g_steal_pointer (&fresh) : NULL;
}

gboolean
cb_verify_rebuild (CbVerifying *v,
                   GError     **error)
{
  const GPtrArray *projectors = cb_journal_projectors ();
  g_autoptr (CbDb) fresh = fresh_tables (error);
  CbProjection p = { .db = fresh, .source = v->db };
  guint8 digest[32];
  guint desks = 0;
  gint64 held;

  if (fresh == NULL || !cb_db_begin (fresh, error) || !copy_desks (v->db, fresh, &desks, error)
      || !cb_db_get_int (v->db, "SELECT count (*) FROM record WHERE status <> 0", &held, error)
      || !cb_project_reset (fresh, &p.book, error))
    return FALSE;
  p.compare = desks == 1 && held == 0;
  if (!cb_project_all (&p, v->db, v->progress != NULL ? second_half : NULL, v, error) || !cb_db_commit (fresh, error)
      || !cb_journal_digest (v->db, digest, error))
    return FALSE;
  if (p.differs.seq != 0)
    cb_verify_fault (v, &p.differs, "the state before it does not come to the digest it recorded");
  if (memcmp (digest, p.book.digest, 32) != 0)
    cb_verify_fault (v, NULL, "state: the records do not come to the digest kept with the tables");
  if (!compare_table (v, fresh, "entity", error) || !compare_table (v, fresh, "event", error))
    return FALSE;
  for (guint i = 0; projectors != NULL && i < projectors->len; i++)
    {
      const CbProjector *projector = g_ptr_array_index (projectors, i);

      for (guint k = 0; projector->tables != NULL && projector->tables[k] != NULL; k++)
        if (!compare_table (v, fresh, projector->tables[k], error))
          return FALSE;
    }

  return TRUE;
}
