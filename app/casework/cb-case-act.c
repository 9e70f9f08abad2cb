/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "cb-assess-private.h"
#include "cb-clock.h"
#include "cb-desk-private.h"

static gboolean
fail (GError         **error,
      CbCaseworkError  code,
      const char      *message)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, code, message);
  return FALSE;
}

/* policy.md 5.6 */
static const struct { const char *programme, *code; } programmes[] = {
  { "dibao", "10" }, { "tekun", "20" }, { "living", "31" }, { "nursing", "32" }, { "temporary", "40" }, { "edge", "50" }, { "rigid", "60" },
  { "child", "70" },   /* not in the list there */
};

/* {area6}{programme2}{yyyymm}{seq4}: the next one of this casebook.  Two desks that work apart may come to the same number; the uid
 * tells such cases apart. */
static char *
next_number (CbDb       *db,
             const char *area,
             const char *programme,
             CbDate      on,
             GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT max (number) FROM case_ WHERE number >= ?1 AND number < ?1 || ':'", error);
  g_autofree char *prefix = NULL;
  const char *code = "00", *last;
  int year, month, day;
  guint64 seq = 0;

  if (s == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (programmes); i++)
    if (strcmp (programmes[i].programme, programme) == 0)
      code = programmes[i].code;
  cb_date_split (on, &year, &month, &day);
  prefix = g_strdup_printf ("%.6s%s%04d%02d", area, code, year, month);
  cb_stmt_bind_text (s, 1, prefix);
  if (cb_stmt_step (s, error) < 0)
    return NULL;
  last = cb_stmt_get_text (s, 0);
  if (last != NULL && strlen (last) > strlen (prefix))
    seq = g_ascii_strtoull (last + strlen (prefix), NULL, 10);
  return g_strdup_printf ("%s%04" G_GUINT64_FORMAT, prefix, seq + 1);
}

/* "facts missing: member.birth, income.amount": names of facts, no names of people; cb_error_sentence() says them in full. */
static gboolean
fail_with_facts (GError         **error,
                 CbCaseworkError  code,
                 const char      *what,
                 GPtrArray       *keys)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < keys->len; i++)
    if (g_hash_table_add (known, keys->pdata[i]))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", (const char *) keys->pdata[i]);
  g_set_error (error, CB_CASEWORK_ERROR, code, "%s: %s", what, list->str);
  return FALSE;
}

gboolean
cb_case_check_facts (const CbHousehold *h,
                     CbProgram         *program,
                     CbResult          *result,
                     const char        *programme,
                     GError           **error)
{
  const CbOutcome *outcome = cb_result_find (result, programme);
  g_autoptr (GArray) forks = cb_household_forks (h, program, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *area = cb_entity_text (h != NULL ? cb_household_self (h) : NULL, 11);

  if (forks == NULL)
    return FALSE;
  if (outcome == NULL)
    return fail (error, CB_CASEWORK_ERROR_NOT_FOUND, "the programme is not in force on that day");
  for (guint i = 0; i < forks->len; i++)
    {
      const CbFork *fork = &g_array_index (forks, CbFork, i);

      if (fork->matters && cb_field_by_id (fork->field) != NULL)
        g_ptr_array_add (keys, (gpointer) cb_field_by_id (fork->field)->key);
    }
  if (keys->len > 0)
    return fail_with_facts (error, CB_CASEWORK_ERROR_FORKED, "facts in dispute", keys);
  if (area == NULL || strlen (area) < 9)
    g_ptr_array_add (keys, (gpointer) "household.area");
  if (cb_entity_text (cb_household_self (h), 10) == NULL)
    g_ptr_array_add (keys, (gpointer) "household.category");
  if (cb_household_head (h) == NULL || cb_entity_text (cb_household_head (h), 100) == NULL)
    g_ptr_array_add (keys, (gpointer) "member.name");
  if (outcome->status == CB_STATUS_INCOMPLETE)
    for (guint i = 0; i < outcome->missing->len; i++)
      g_ptr_array_add (keys, (gpointer) g_array_index (outcome->missing, CbMissing, i).fact);
  if (keys->len > 0)
    return fail_with_facts (error, CB_CASEWORK_ERROR_INCOMPLETE, "facts missing", keys);
  return TRUE;
}

static gboolean
check_single (CbDb        *db,
              const CbUid *household,
              const char  *programme,
              CbMonth      now,
              GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT 1 FROM case_ WHERE household = ?1 AND programme = ?2 AND (state IN (1, 2)"
                                        " OR (state IN (3, 5) AND once = 0 AND first_month IS NOT NULL AND (last_month IS NULL OR last_month >= ?3)))",
                                        error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, household);
  cb_stmt_bind_text (s, 2, programme);
  cb_stmt_bind_int (s, 3, now);
  row = cb_stmt_step (s, error);
  if (row == 1)
    return fail (error, CB_CASEWORK_ERROR_DUPLICATE, "an open case or a running grant of the programme exists");
  return row == 0;
}

static void
set_text (CbChange    *change,
          const CbUid *uid,
          guint        field,
          const char  *text)
{
  g_auto (CbValue) value = cb_value_text (text);

  if (value.kind != CB_VALUE_NONE)
    cb_change_set (change, uid, CB_KIND_CASE, field, &value, NULL, 0, FALSE);
}

static guint
persons_of (const CbHousehold *h,
            CbResult          *result,
            const char        *programme)
{
  guint persons = cb_result_persons (result, programme);
  g_autoptr (GPtrArray) members = NULL;

  if (persons > 0)
    return persons;
  members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  return members->len;
}

void
cb_case_data_outcome (CbCaseData        *d,
                      const CbHousehold *h,
                      CbResult          *result,
                      const char        *programme)
{
  const CbOutcome *outcome = cb_result_find (result, programme);

  g_free (d->programme);
  d->programme = g_strdup (programme);
  if (outcome == NULL)
    return;
  g_free (d->tier);
  d->tier = g_strdup (outcome->tier != NULL ? outcome->tier : "");
  d->amount = outcome->pay == CB_PAY_NONE ? 0 : outcome->amount;
  d->once = outcome->pay == CB_PAY_ONCE;
  d->township = 0;
  for (guint i = 0; d->once && i < outcome->lines->len; i++)
    {
      const CbLine *line = &g_array_index (outcome->lines, CbLine, i);

      if (strcmp (line->value, "household.temporary_township") == 0)
        d->township += line->fen;
    }
  d->persons = persons_of (h, result, programme);
}

/* The emergency that temporary aid is asked for, as it stood then: by it the same cause is known again. */
static void
set_event (CbChange          *change,
           const CbUid       *uid,
           const CbHousehold *h)
{
  static const struct { guint from, to; } fields[] = { { 21, 405 }, { 22, 406 }, { 23, 407 } };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const CbValue *value = cb_entity_value (cb_household_self (h), fields[i].from);

      if (value != NULL && value->kind != CB_VALUE_NONE)
        cb_change_set (change, uid, CB_KIND_CASE, fields[i].to, value, NULL, 0, FALSE);
    }
}

/*
 * The subsidies for the disabled are paid from the month of the application (国发〔2015〕52号 三).  Whoever is to be paid and has no day of
 * application on record applies with this submission: without that the month of the decision would count.  TRUE in @recorded: read
 * the household again.
 */
static gboolean
record_application (CbDesk       *desk,
                    CbDb         *db,
                    CbHousehold  *h,
                    CbAssessment *a,
                    const char   *programme,
                    CbDate        today,
                    gboolean     *recorded,
                    GError      **error)
{
  const CbOutcome *outcome = cb_result_find (cb_assessment_result (a), programme);
  const CbField *field = cb_field_by_key ("member.subsidy_applied");
  const CbValue day = cb_value_int (today);
  g_autoptr (GArray) edits = cb_edits_new ();

  *recorded = FALSE;
  if (outcome == NULL || (strcmp (programme, "living") != 0 && strcmp (programme, "nursing") != 0))
    return TRUE;
  for (guint i = 0; i < outcome->lines->len; i++)
    {
      const CbLine *line = &g_array_index (outcome->lines, CbLine, i);
      const CbUid *uid = cb_facts_uid (cb_assessment_facts (a), line->entity, line->index);
      const CbEntity *member = uid != NULL ? cb_household_find (h, uid) : NULL;

      if (member != NULL && cb_entity_kind (member) == CB_KIND_MEMBER && cb_entity_value (member, field->id) == NULL
          && !cb_entity_forked (member, field->id))
        cb_edits_set (edits, member, field->id, &day);
    }
  if (edits->len == 0)
    return TRUE;
  cb_household_apply (h, edits);
  *recorded = TRUE;
  return cb_household_save (desk, db, h, edits, NULL, error);
}

gboolean
cb_case_submit (CbDesk      *desk,
                CbDb        *db,
                const CbUid *household,
                const char  *programme,
                const char  *reason,
                CbUid       *uid,
                GError     **error)
{
  const CbActor *actor = cb_desk_actor (desk);
  CbDate today = cb_clock_today ();
  g_autoptr (CbProgram) program = cb_desk_program (desk, today, error);
  g_autoptr (CbHousehold) h = program != NULL ? cb_household_load (db, household, error) : NULL;
  g_autoptr (CbAssessment) a = h != NULL ? cb_assess (program, h, FALSE, error) : NULL;
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GArray) basis = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autofree char *number = NULL;
  const CbUid fresh = cb_uid_new ();
  const CbOutcome *outcome;
  gboolean recorded;
  CbValue value;

  if (a == NULL)
    return FALSE;
  if (cb_entity_removed (cb_household_self (h)))
    return fail (error, CB_CASEWORK_ERROR_NOT_FOUND, "no such household");
  if (!cb_case_check_facts (h, program, cb_assessment_result (a), programme, error)
      || !check_single (db, household, programme, cb_month_of (today), error))
    return FALSE;
  if (!record_application (desk, db, h, a, programme, today, &recorded, error))
    return FALSE;
  if (recorded)
    {
      g_clear_pointer (&h, cb_household_free);
      g_clear_pointer (&a, cb_assessment_unref);
      h = cb_household_load (db, household, error);
      a = h != NULL ? cb_assess (program, h, FALSE, error) : NULL;
      if (a == NULL)
        return FALSE;
    }
  outcome = cb_result_find (cb_assessment_result (a), programme);
  if (outcome->pay == CB_PAY_ONCE && !cb_case_check_aid (db, cb_program_pack (program), h, programme, today, error))
    return FALSE;
  number = next_number (db, cb_entity_text (cb_household_self (h), 11), programme, today, error);
  if (number == NULL)
    return FALSE;
  d.on = today;
  d.text = g_strdup (reason != NULL ? reason : "");
  d.facts = cb_facts_to_cbor (cb_assessment_facts (a));
  cb_case_data_outcome (&d, h, cb_assessment_result (a), programme);
  data = cb_case_data_encode (&d);
  basis = cb_household_basis (h);
  change = cb_change_new (actor);
  value = cb_value_uid (household);
  cb_change_set (change, &fresh, CB_KIND_CASE, CB_FIELD_PARENT, &value, NULL, 0, FALSE);
  set_text (change, &fresh, 400, programme);
  set_text (change, &fresh, 403, reason);
  set_text (change, &fresh, 404, number);
  value = cb_value_int (today);
  cb_change_set (change, &fresh, CB_KIND_CASE, 402, &value, NULL, 0, FALSE);
  value = cb_value_uid (cb_entity_uid (cb_household_head (h)));
  cb_change_set (change, &fresh, CB_KIND_CASE, 401, &value, NULL, 0, FALSE);
  if (d.once)
    set_event (change, &fresh, h);
  cb_change_event (change, &fresh, CB_KIND_CASE, CB_EVENT_SUBMITTED, cb_entity_text (cb_household_self (h), 11), d.amount,
                   (const CbRef *) basis->data, basis->len, data);
  if (!cb_change_commit (change, db, NULL, NULL, error))
    return FALSE;
  if (uid != NULL)
    *uid = fresh;
  return TRUE;
}

/* Appends one event to a case that is in one of @states; it stands on the submission. */
static gboolean
append (CbDesk        *desk,
        CbDb          *db,
        const CbUid   *uid,
        guint          states,
        CbEvent        event,
        const CbActor *actor,
        CbCaseData    *d,
        GError       **error)
{
  g_autoptr (CbCase) c = cb_case_load (db, NULL, uid, error);
  g_auto (CbCaseData) submission = CB_CASE_DATA_INIT;
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GError) fault = NULL;
  CbRef ref;

  if (c == NULL)
    return FALSE;
  if ((states & (1u << c->state)) == 0)
    return fail (error, CB_CASEWORK_ERROR_WRONG_STATE, "the case is not at that step");
  if (!cb_case_read_event (db, uid, CB_EVENT_SUBMITTED, &submission, &ref, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, g_steal_pointer (&fault));
      else
        fail (error, CB_CASEWORK_ERROR_WRONG_STATE, "the case was never submitted");
      return FALSE;
    }
  d->on = cb_clock_today ();
  data = cb_case_data_encode (d);
  change = cb_change_new (actor);
  cb_change_event (change, uid, CB_KIND_CASE, event, c->area, c->amount, &ref, 1, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}

gboolean
cb_case_opinion (CbDesk      *desk,
                 CbDb        *db,
                 const CbUid *uid,
                 gboolean     agree,
                 const char  *text,
                 GError     **error)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;

  d.agree = agree;
  d.text = g_strdup (text != NULL ? text : "");
  return append (desk, db, uid, 1 << CB_CASE_SUBMITTED | 1 << CB_CASE_OPINION, CB_EVENT_OPINION, cb_desk_actor (desk), &d, error);
}

gboolean
cb_case_withdraw (CbDesk      *desk,
                  CbDb        *db,
                  const CbUid *uid,
                  const char  *reason,
                  GError     **error)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;

  d.text = g_strdup (reason != NULL ? reason : "");
  return append (desk, db, uid, 1 << CB_CASE_SUBMITTED | 1 << CB_CASE_OPINION, CB_EVENT_WITHDRAWN, cb_desk_actor (desk), &d, error);
}

gboolean
cb_case_stop (CbDesk      *desk,
              CbDb        *db,
              const CbUid *uid,
              CbMonth      last_month,
              const char  *reason,
              GError     **error)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  const CbActor *actor = cb_desk_use_signature (desk, error);

  if (actor == NULL)
    return FALSE;
  if (reason == NULL || *reason == '\0')
    return fail (error, CB_CASEWORK_ERROR_INVALID_FIELD, N_("A stop needs its reasons. Write them down."));
  d.text = g_strdup (reason);
  d.last = last_month;
  return append (desk, db, uid, 1 << CB_CASE_CONFIRMED, CB_EVENT_STOPPED, actor, &d, error);
}
