/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Temporary aid (policy.md 2.9): what a township decides alone, and what may not be asked for twice. */

#define CEILING "temp.township_ceiling"
#define REPEAT  "temp.repeat_months"

CbMoney
cb_case_ceiling (CbPack *rules,
                 CbDate  on)
{
  gint64 n, d;

  return cb_pack_param (rules, CEILING) != NULL && cb_pack_param_value (rules, CEILING, NULL, on, &n, &d) && d == 1 && n > 0 ? n : 0;
}

/* The journal asks for each record that rests on it, mostly for the same rules: those asked for last are kept. */
CbMoney
cb_case_published_ceiling (const guint8 *data,
                           gsize         len,
                           CbDate        on,
                           gboolean     *follows)
{
  static const guint8 none[32];
  static GMutex mutex;
  static GBytes *known;
  static CbPack *rules;
  guint8 base[32];
  gboolean late;
  g_autoptr (GBytes) bytes = cb_pack_data_decode (data, len, base, &late);
  CbMoney ceiling;

  if (bytes == NULL)
    return 0;
  *follows = memcmp (base, none, sizeof base) != 0;
  g_mutex_lock (&mutex);
  if (known == NULL || !g_bytes_equal (known, bytes))
    {
      g_clear_pointer (&known, g_bytes_unref);
      g_clear_pointer (&rules, cb_pack_unref);
      known = g_bytes_ref (bytes);
      rules = cb_pack_load_bytes (bytes, "published", NULL, NULL);
    }
  ceiling = rules != NULL ? cb_case_ceiling (rules, on) : 0;
  g_mutex_unlock (&mutex);
  return ceiling;
}

gboolean
cb_case_find_rules (CbDb    *db,
                    CbPack  *rules,
                    GArray  *basis,
                    GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT desk, seq, entity, data FROM pack_ WHERE data IS NOT NULL"
                                        " ORDER BY hlc DESC, desk DESC, seq DESC", error);
  g_autoptr (CbStmt) signs = cb_db_prepare (db, "SELECT desk, seq FROM pack_sign WHERE entity = ?1 AND event = ?2", error);
  gboolean found = FALSE;
  int row;

  if (s == NULL || signs == NULL)
    return FALSE;
  while (!found && (row = cb_stmt_step (s, error)) == 1)
    {
      g_autoptr (GBytes) bytes = cb_stmt_dup_bytes (s, 3);

      found = g_bytes_equal (bytes, cb_pack_bytes (rules));
    }
  if (!found)
    {
      if (row == 0)
        g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "the rules of the decision are not published here");
      return FALSE;
    }
  {
    const CbRef ref = { cb_stmt_get_uid (s, 0), (guint64) cb_stmt_get_int (s, 1) };
    const CbUid entity = cb_stmt_get_uid (s, 2);

    g_array_append_val (basis, ref);
    cb_stmt_bind_uid (signs, 1, &entity);
    cb_stmt_bind_int (signs, 2, CB_EVENT_PACK_COUNTERSIGNED);
  }
  while ((row = cb_stmt_step (signs, error)) == 1)
    {
      const CbRef ref = { cb_stmt_get_uid (signs, 0), (guint64) cb_stmt_get_int (signs, 1) };

      g_array_append_val (basis, ref);
    }
  return row == 0;
}

/* The last day on which aid for the very same emergency was decided; CB_DATE_NONE: never.  Spending has no day to tell it by. */
static gboolean
last_for_cause (CbDb              *db,
                const CbHousehold *h,
                const char        *programme,
                CbDate            *on,
                GError           **error)
{
  const CbEntity *self = cb_household_self (h);
  const char *event = cb_entity_text (self, cb_field_by_key ("household.event")->id);
  gint64 day = cb_entity_int (self, cb_field_by_key ("household.event_date")->id, CB_DATE_NONE);
  g_autoptr (CbStmt) s = NULL;

  *on = CB_DATE_NONE;
  if (!cb_case_is_urgent (event) || day == CB_DATE_NONE)
    return TRUE;
  s = cb_db_prepare (db, "SELECT max (c.decided_on) FROM aid_ a JOIN case_ c ON c.uid = a.uid"
                     " WHERE a.household = ?1 AND a.programme = ?2 AND c.event = ?3 AND c.event_date = ?4", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_household_uid (h));
  cb_stmt_bind_text (s, 2, programme);
  cb_stmt_bind_text (s, 3, event);
  cb_stmt_bind_int (s, 4, day);
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  if (!cb_stmt_is_null (s, 0))
    *on = (CbDate) cb_stmt_get_int (s, 0);
  return TRUE;
}

gboolean
cb_case_is_urgent (const char *event)
{
  return event != NULL && *event != '\0' && strcmp (event, "expense") != 0;
}

gboolean
cb_case_check_aid (CbDb              *db,
                   CbPack            *rules,
                   const CbHousehold *h,
                   const char        *programme,
                   CbDate             today,
                   GError           **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT count (*) FROM aid_ WHERE household = ?1 AND programme = ?2 AND decided_on > ?3", error);
  gint64 said = cb_entity_int (cb_household_self (h), cb_field_by_key ("household.aid_decisions")->id, 0);
  gint64 months, d;
  CbDate last;

  if (s == NULL || !last_for_cause (db, h, programme, &last, error))
    return FALSE;
  if (last != CB_DATE_NONE && cb_pack_param (rules, REPEAT) != NULL
      && cb_pack_param_value (rules, REPEAT, NULL, today, &months, &d) && d == 1 && cb_date_add_months (last, (int) months) > today)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("Temporary aid for this emergency was granted already, and the same cause is aided once. If it is another emergency, record its own day."));
      return FALSE;
    }
  cb_stmt_bind_uid (s, 1, cb_household_uid (h));
  cb_stmt_bind_text (s, 2, programme);
  cb_stmt_bind_int (s, 3, cb_date_add_months (today, -12));
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  if (cb_stmt_get_int (s, 0) > said)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("More temporary aid was granted in the last twelve months than the household’s page says. Correct the number there first."));
      return FALSE;
    }
  return TRUE;
}
