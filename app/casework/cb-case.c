/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-assess-private.h"

const char *
cb_case_state_title (CbCaseState state)
{
  switch (state)
    {
    case CB_CASE_SUBMITTED:
      return _("Submitted");
    case CB_CASE_OPINION:
      return _("Opinion given");
    case CB_CASE_CONFIRMED:
      return _("Confirmed");
    case CB_CASE_REFUSED:
      return _("Refused");
    case CB_CASE_STOPPED:
      return _("Stopped");
    case CB_CASE_WITHDRAWN:
      return _("Withdrawn");
    default:
      return "";
    }
}

void
cb_case_free (CbCase *c)
{
  if (c == NULL)
    return;
  g_free (c->number);
  g_free (c->programme);
  g_free (c->head);
  g_free (c->area);
  g_free (c->village);
  g_free (c->reason);
  g_free (c->opinion);
  g_free (c->decision_reasons);
  g_free (c->tier);
  g_free (c->event);
  g_free (c);
}

#define COLUMNS \
  "SELECT c.uid, c.household, c.number, c.programme, c.reason, c.area, c.state, c.submitted_on, c.submitted_by, c.opinion_agree," \
  " c.opinion, c.opinion_by, c.opinion_on, c.decided_confirm, c.decision_reasons, c.decided_by, c.decided_on, c.decision_desk," \
  " c.decision_seq, c.tier, c.amount, c.persons, c.first_month, c.last_month, c.basis, h.head, h.village," \
  " c.once, c.township, c.event, c.event_date" \
  " FROM case_ c LEFT JOIN household_row h ON h.uid = c.household"

static char *
dup_or_empty (CbStmt *s,
              int     column)
{
  char *text = cb_stmt_dup_text (s, column);

  return text != NULL ? text : g_strdup ("");
}

static CbDate
date_or_none (CbStmt *s,
              int     column)
{
  return cb_stmt_is_null (s, column) ? CB_DATE_NONE : (CbDate) cb_stmt_get_int (s, column);
}

static CbCase *
read_case (CbStmt *s,
           CbPack *rules)
{
  CbCase *c = g_new0 (CbCase, 1);

  c->uid = cb_stmt_get_uid (s, 0);
  c->household = cb_stmt_get_uid (s, 1);
  c->number = dup_or_empty (s, 2);
  c->programme = dup_or_empty (s, 3);
  c->reason = dup_or_empty (s, 4);
  c->area = dup_or_empty (s, 5);
  c->state = (CbCaseState) cb_stmt_get_int (s, 6);
  c->submitted_on = date_or_none (s, 7);
  c->submitted_by = cb_stmt_get_uid (s, 8);
  c->opinion_agree = cb_stmt_get_int (s, 9) != 0;
  c->opinion = dup_or_empty (s, 10);
  c->opinion_by = cb_stmt_get_uid (s, 11);
  c->opinion_on = date_or_none (s, 12);
  c->decided_confirm = cb_stmt_get_int (s, 13) != 0;
  c->decision_reasons = dup_or_empty (s, 14);
  c->decided_by = cb_stmt_get_uid (s, 15);
  c->decided_on = date_or_none (s, 16);
  c->decision.desk = cb_stmt_get_uid (s, 17);
  c->decision.seq = (guint64) cb_stmt_get_int (s, 18);
  c->tier = dup_or_empty (s, 19);
  c->amount = cb_stmt_get_int (s, 20);
  c->persons = (guint) cb_stmt_get_int (s, 21);
  c->first_month = date_or_none (s, 22);
  c->last_month = date_or_none (s, 23);
  c->head = dup_or_empty (s, 25);
  c->village = dup_or_empty (s, 26);
  c->once = cb_stmt_get_int (s, 27) != 0;
  c->township = cb_stmt_get_int (s, 28);
  c->event = dup_or_empty (s, 29);
  c->event_date = date_or_none (s, 30);
  cb_case_find_due (c, rules);
  return c;
}

/* Whether a confirmed case still stands on the facts that are there now: a pure function of the records (storage.md 1.7). */
static gboolean
find_stale (CbDb         *db,
            const guint8 *basis,
            gsize         len,
            CbCase       *c,
            GError      **error)
{
  g_autoptr (CbHousehold) h = NULL;
  guint8 now[32];

  if (c->state != CB_CASE_CONFIRMED || basis == NULL || len != sizeof now)
    return TRUE;
  h = cb_household_load (db, &c->household, error);
  if (h == NULL)
    return FALSE;
  cb_household_basis_digest (h, now);
  c->stale = memcmp (basis, now, sizeof now) != 0;
  return TRUE;
}

static GPtrArray *
read_cases (CbDb    *db,
            CbPack  *rules,
            CbStmt  *s,
            GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_case_free);
  int row;

  while ((row = cb_stmt_step (s, error)) == 1)
    {
      CbCase *c = read_case (s, rules);
      const guint8 *basis;
      gsize len;

      g_ptr_array_add (cases, c);
      basis = cb_stmt_get_blob (s, 24, &len);
      if (!find_stale (db, basis, len, c, error))
        return NULL;
    }
  return row == 0 ? g_steal_pointer (&cases) : NULL;
}

CbCase *
cb_case_load (CbDb        *db,
              CbPack      *rules,
              const CbUid *uid,
              GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, COLUMNS " WHERE c.uid = ?1", error);
  g_autoptr (GPtrArray) cases = NULL;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, uid);
  cases = read_cases (db, rules, s, error);
  if (cases == NULL)
    return NULL;
  if (cases->len == 0)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "no such case");
      return NULL;
    }
  return g_ptr_array_steal_index (cases, 0);
}

static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const CbCase *x = *(CbCase *const *) a, *y = *(CbCase *const *) b;
  CbDate dx = x->due == CB_DATE_NONE ? G_MAXINT32 : x->due, dy = y->due == CB_DATE_NONE ? G_MAXINT32 : y->due;

  if (dx != dy)
    return dx < dy ? -1 : 1;
  if (x->due == CB_DATE_NONE && x->decided_on != y->decided_on)   /* closed: newest first */
    return x->decided_on > y->decided_on ? -1 : 1;
  if (x->submitted_on != y->submitted_on)
    return x->submitted_on < y->submitted_on ? -1 : 1;
  return cb_uid_compare (&x->uid, &y->uid);
}

/* The terms of the programmes differ, so no order of the tables is the one of the due dates: the open ones are read all. */
GPtrArray *
cb_case_list (CbDb       *db,
              CbPack     *rules,
              guint       states,
              const char *area,
              guint       limit,
              GError    **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_case_free);

  for (guint state = CB_CASE_SUBMITTED; state <= CB_CASE_WITHDRAWN; state++)
    {
      g_autoptr (CbStmt) s = NULL;
      g_autoptr (GPtrArray) some = NULL;

      if (states != 0 && (states & (1u << state)) == 0)
        continue;
      s = cb_db_prepare (db, COLUMNS " WHERE c.state = ?1 AND c.area >= ?2 AND c.area < ?2 || ':'"
                             " ORDER BY c.decided_on DESC, c.submitted_on, c.uid LIMIT ?3", error);
      if (s == NULL)
        return NULL;
      cb_stmt_bind_int (s, 1, state);
      cb_stmt_bind_text (s, 2, area != NULL ? area : "");
      cb_stmt_bind_int (s, 3, limit > 0 && state != CB_CASE_SUBMITTED && state != CB_CASE_OPINION ? (gint64) limit : -1);
      some = read_cases (db, rules, s, error);
      if (some == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&some));
    }
  g_ptr_array_sort (all, compare_due);
  if (limit > 0 && all->len > limit)
    g_ptr_array_set_size (all, (gint) limit);
  return g_steal_pointer (&all);
}

gboolean
cb_case_is_mine (CbDesk       *desk,
                 const CbCase *c)
{
  const CbPerson *person = cb_desk_person (desk);
  const CbUid others[] = { c->submitted_by, c->opinion_by };

  if (person == NULL)
    return FALSE;
  if (c->state == CB_CASE_SUBMITTED)
    return cb_may (cb_desk_authority (desk), &person->uid, CB_ACT_OPINION, c->area, 0, NULL, 0) == CB_MAY_YES;
  return c->state == CB_CASE_OPINION
         && cb_may (cb_desk_authority (desk), &person->uid, CB_ACT_CONFIRM, c->area, c->amount, others, G_N_ELEMENTS (others)) == CB_MAY_YES;
}

GPtrArray *
cb_case_list_mine (CbDesk  *desk,
                   CbDb    *db,
                   guint    limit,
                   GError **error)
{
  GPtrArray *cases = cb_case_list (db, cb_desk_pack (desk), 1u << CB_CASE_SUBMITTED | 1u << CB_CASE_OPINION, cb_desk_area (desk), 0, error);
  guint kept = 0;

  if (cases == NULL)
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    if (kept < limit && cb_case_is_mine (desk, cases->pdata[i]))
      {
        gpointer mine = cases->pdata[i];

        cases->pdata[i] = cases->pdata[kept];
        cases->pdata[kept++] = mine;
      }
  g_ptr_array_set_size (cases, (gint) kept);
  return cases;
}

GPtrArray *
cb_case_list_of (CbDb        *db,
                 CbPack      *rules,
                 const CbUid *household,
                 GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, COLUMNS " WHERE c.household = ?1 ORDER BY c.submitted_on DESC, c.uid", error);

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, household);
  return read_cases (db, rules, s, error);
}

gboolean
cb_case_find_number (CbDb       *db,
                     const char *number,
                     CbUid      *uid,
                     GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT min (uid), count (*) FROM case_ WHERE number = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_text (s, 1, number);
  if (cb_stmt_step (s, error) < 0)
    return FALSE;
  if (cb_stmt_get_int (s, 1) != 1)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND,
                           cb_stmt_get_int (s, 1) == 0 ? "no such case" : "several cases have that number");
      return FALSE;
    }
  *uid = cb_stmt_get_uid (s, 0);
  return TRUE;
}

guint
cb_case_count (CbDb       *db,
               guint       states,
               const char *area,
               GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT state, count (*) FROM case_ WHERE area >= ?1 AND area < ?1 || ':' GROUP BY state", error);
  guint count = 0;
  int row;

  if (s == NULL)
    return 0;
  cb_stmt_bind_text (s, 1, area != NULL ? area : "");
  while ((row = cb_stmt_step (s, error)) == 1)
    if (states == 0 || (states & (1u << cb_stmt_get_int (s, 0))) != 0)
      count += (guint) cb_stmt_get_int (s, 1);
  return row == 0 ? count : 0;
}

gboolean
cb_case_read_event (CbDb        *db,
                    const CbUid *uid,
                    CbEvent      event,
                    CbCaseData  *d,
                    CbRef       *ref,
                    GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT desk, seq FROM case_event WHERE entity = ?1 AND event = ?2 AND data IS NOT NULL"
                                        " ORDER BY hlc DESC, desk DESC, seq DESC LIMIT 1", error);
  g_autoptr (GBytes) data = NULL;
  CbRef found;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  cb_stmt_bind_int (s, 2, event);
  if (cb_stmt_step (s, error) != 1)
    return FALSE;
  found = (CbRef) { cb_stmt_get_uid (s, 0), (guint64) cb_stmt_get_int (s, 1) };
  if (!cb_journal_event_data (db, &found, &data, error)
      || !cb_case_data_decode (data != NULL ? g_bytes_get_data (data, NULL) : NULL, data != NULL ? g_bytes_get_size (data) : 0, d))
    return FALSE;
  if (ref != NULL)
    *ref = found;
  return TRUE;
}
