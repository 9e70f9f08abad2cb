/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household.h"

void
cb_duplicate_clear (CbDuplicate *d)
{
  g_clear_pointer (&d->name, g_free);
  g_clear_pointer (&d->village, g_free);
}

gboolean
cb_find_duplicate (CbDb         *db,
                   const char   *id_number,
                   const CbUid  *except_member,
                   CbDuplicate  *found,
                   GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT p.household, p.uid, p.name, h.village FROM person p"
                                        " JOIN household_row h ON h.uid = p.household"
                                        " WHERE p.id_number = ?1 AND p.uid IS NOT ?2 AND p.residence IS NOT 'dead'"
                                        " ORDER BY p.uid LIMIT 1", error);

  if (s == NULL || id_number == NULL || *id_number == '\0')
    return FALSE;
  cb_stmt_bind_text (s, 1, id_number);
  cb_stmt_bind_uid (s, 2, except_member);
  if (cb_stmt_step (s, error) != 1)
    return FALSE;
  if (found != NULL)
    *found = (CbDuplicate) { cb_stmt_get_uid (s, 0), cb_stmt_get_uid (s, 1), cb_stmt_dup_text (s, 2), cb_stmt_dup_text (s, 3) };
  return TRUE;
}
