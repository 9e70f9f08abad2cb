/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-projection.h"
#include "cb-search-private.h"

gboolean
cb_search_mark (CbDb        *db,
                const CbUid *household,
                GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "INSERT OR IGNORE INTO search_dirty (uid) VALUES (?1)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_blob (s, 1, household->b, sizeof *household);
  return cb_stmt_run (s, error);
}

static gboolean
forget (CbDb   *db,
        gint64  no,
        GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "DELETE FROM search WHERE rowid = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, no);
  return cb_stmt_run (s, error);
}

/* One document for each household: the village and everybody in it. */
static gboolean
index_household (CbDb        *db,
                 const CbUid *uid,
                 gint64       no,
                 const char  *village,
                 GError     **error)
{
  g_autoptr (GString) han = g_string_new (NULL);
  g_autoptr (GString) latin = g_string_new (NULL);
  g_autoptr (GString) ident = g_string_new (NULL);
  g_autoptr (CbStmt) people = cb_db_prepare (db, "SELECT name, id_number, latin FROM person WHERE household = ?1 ORDER BY uid", error);
  g_autoptr (CbStmt) s = NULL;
  int row;

  if (people == NULL)
    return FALSE;
  cb_search_put_han (han, village);
  cb_search_put_latin (latin, village);
  cb_stmt_bind_uid (people, 1, uid);
  while ((row = cb_stmt_step (people, error)) == 1)
    {
      g_string_append (han, " 0");   /* two names never make one phrase */
      cb_search_put_han (han, cb_stmt_get_text (people, 0));
      g_string_append (latin, cb_stmt_get_text (people, 2));
      cb_search_put_ident (ident, cb_stmt_get_text (people, 1));
    }
  if (row < 0)
    return FALSE;
  s = cb_db_prepare (db, "INSERT INTO search (rowid, han, latin, ident) VALUES (?1, ?2, ?3, ?4)", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, no);
  cb_stmt_bind_text (s, 2, han->str);
  cb_stmt_bind_text (s, 3, latin->str);
  cb_stmt_bind_text (s, 4, ident->str);
  return cb_stmt_run (s, error);
}

/* A number once given to a household's document is not given again while the document may be there. */
static gboolean
catch_up_one (CbDb        *db,
              const CbUid *uid,
              GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT no, village FROM household_row WHERE uid = ?1", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  row = cb_stmt_step (s, error);
  if (row == 1)
    {
      gint64 no = cb_stmt_get_int (s, 0);
      g_autofree char *village = cb_stmt_dup_text (s, 1);

      return forget (db, no, error) && index_household (db, uid, no, village, error);
    }
  return row == 0;
}

gboolean
cb_search_catch_up (CbDb    *db,
                    GError **error)
{
  g_autoptr (GArray) dirty = g_array_new (FALSE, FALSE, sizeof (CbUid));
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT d.uid FROM search_dirty d LEFT JOIN household_row h ON h.uid = d.uid ORDER BY h.no",
                                        error);
  int row;

  if (s == NULL)
    return FALSE;
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      CbUid uid = cb_stmt_get_uid (s, 0);

      g_array_append_val (dirty, uid);
    }
  if (row < 0)
    return FALSE;
  for (guint i = 0; i < dirty->len; i++)
    if (!catch_up_one (db, &g_array_index (dirty, CbUid, i), error))
      return FALSE;
  return dirty->len == 0 || cb_db_exec (db, "DELETE FROM search_dirty", error);
}
