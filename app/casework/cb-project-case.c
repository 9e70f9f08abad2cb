/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-projection.h"

#include <string.h>

#include "cb-case.h"
#include "cb-case-data.h"

/*
 * A case from its own facts and the set of its events, in the order of their time (hybrid time, desk, number):
 *
 *   SUBMITTED ─ OPINION ─ DECISION, AID confirm ─ CONFIRMED ─ STOPPED
 *       │          │          └─── refuse ── REFUSED
 *       └──────────┴── WITHDRAWN
 *
 * The first submission counts, the last opinion, the last decision.  A withdrawal counts while there is no decision; a stop
 * ends a confirmed one.  What is paid once goes into aid_, not among the grants that run.
 */
typedef struct {
  gboolean  submitted, decided, withdrawn, stopped;
  CbCaseData submission, opinion, decision, stop;
  CbUid     submitted_by, opinion_by, decided_by;
  CbRef     decision_ref;
  char     *area;
  GArray   *arrears;        /* of Arrears; NULL: none */
} Story;

/* What a decision in a batch pays for months before its first; of two for one standard the last counts. */
typedef struct { guint8 standard[32]; CbMonth month, from; CbMoney fen; } Arrears;

static void
story_clear (Story *s)
{
  cb_case_data_clear (&s->submission);
  cb_case_data_clear (&s->opinion);
  cb_case_data_clear (&s->decision);
  cb_case_data_clear (&s->stop);
  g_clear_pointer (&s->area, g_free);
  g_clear_pointer (&s->arrears, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)

static void
tell_arrears (Story            *story,
              const CbCaseData *d)
{
  Arrears a = { .month = d->first, .from = d->arrears_from, .fen = d->arrears };

  if (!d->agree || d->standard == NULL)
    return;
  memcpy (a.standard, g_bytes_get_data (d->standard, NULL), sizeof a.standard);
  for (guint i = 0; story->arrears != NULL && i < story->arrears->len; i++)
    if (memcmp (g_array_index (story->arrears, Arrears, i).standard, a.standard, sizeof a.standard) == 0)
      g_array_remove_index (story->arrears, i--);
  if (a.fen <= 0 || a.month == CB_MONTH_NONE || a.from == CB_MONTH_NONE)
    return;
  if (story->arrears == NULL)
    story->arrears = g_array_new (FALSE, FALSE, sizeof (Arrears));
  g_array_append_val (story->arrears, a);
}

static void
tell (Story           *story,
      CbEvent          event,
      CbStmt          *s,
      CbCaseData      *d)
{
  const CbUid actor = cb_stmt_get_uid (s, 4);

  switch ((int) event)
    {
    case CB_EVENT_SUBMITTED:
      if (story->submitted)
        break;
      story->submitted = TRUE;
      story->submitted_by = actor;
      story->area = cb_stmt_dup_text (s, 5);
      story->submission = *d;
      *d = CB_CASE_DATA_INIT;
      break;
    case CB_EVENT_OPINION:
      story->opinion_by = actor;
      cb_case_data_clear (&story->opinion);
      story->opinion = *d;
      *d = CB_CASE_DATA_INIT;
      break;
    case CB_EVENT_AID:
      /* The township's word counts for what is paid once, and for nothing else. */
      if (!story->submitted || !story->submission.once || !d->once
          || g_strcmp0 (story->submission.programme, d->programme) != 0)
        break;
      G_GNUC_FALLTHROUGH;
    case CB_EVENT_DECISION:
      tell_arrears (story, d);
      /* Decided anew while it runs: the amounts are the last one's, the grant goes on from where it began. */
      if (story->decided && story->decision.agree && d->agree && !d->once && story->decision.first != CB_MONTH_NONE && d->first != CB_MONTH_NONE)
        d->first = MIN (d->first, story->decision.first);
      story->decided = TRUE;
      story->decided_by = actor;
      story->decision_ref = (CbRef) { cb_stmt_get_uid (s, 1), (guint64) cb_stmt_get_int (s, 2) };
      cb_case_data_clear (&story->decision);
      story->decision = *d;
      *d = CB_CASE_DATA_INIT;
      break;
    case CB_EVENT_WITHDRAWN:
      story->withdrawn = TRUE;
      break;
    case CB_EVENT_STOPPED:
      story->stopped = TRUE;
      cb_case_data_clear (&story->stop);
      story->stop = *d;
      *d = CB_CASE_DATA_INIT;
      break;
    default:
      break;
    }
}

static gboolean
read_story (CbDb        *db,
            const CbUid *uid,
            Story       *story,
            GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "SELECT hlc, desk, seq, event, actor, area, data FROM case_event WHERE entity = ?1"
                                        " ORDER BY hlc, desk, seq", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
      gsize len;
      const guint8 *data = cb_stmt_get_blob (s, 6, &len);

      if (cb_case_data_decode (data, len, &d))   /* else erased, or of a newer program */
        tell (story, (CbEvent) cb_stmt_get_int (s, 3), s, &d);
    }
  return row == 0;
}

static CbCaseState
state_of (const Story *story)
{
  if (story->decided)
    {
      if (!story->decision.agree)
        return CB_CASE_REFUSED;
      return story->stopped ? CB_CASE_STOPPED : CB_CASE_CONFIRMED;
    }
  if (story->withdrawn)
    return CB_CASE_WITHDRAWN;
  return story->opinion.on != CB_DATE_NONE ? CB_CASE_OPINION : CB_CASE_SUBMITTED;
}

static void
bind_text (CbStmt     *s,
           int         param,
           const char *text)
{
  cb_stmt_bind_text (s, param, text != NULL ? text : "");
}

static void
bind_or_null (CbStmt  *s,
              int      param,
              gint64   value,
              gboolean there)
{
  if (there)
    cb_stmt_bind_int (s, param, value);
  else
    cb_stmt_bind_null (s, param);
}

static gboolean
write_case (CbDb           *db,
            const CbEntity *e,
            const CbUid    *household,
            const Story    *y,
            GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db,
    "INSERT OR REPLACE INTO case_ (uid, household, number, programme, reason, area, state, submitted_on, submitted_by,"
    " opinion_agree, opinion, opinion_by, opinion_on, decided_confirm, decision_reasons, decided_by, decided_on, decision_desk,"
    " decision_seq, tier, amount, persons, first_month, last_month, basis, once, township, event, event_date) VALUES (?1, ?2, ?3, ?4,"
    " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)", error);
  const CbValue *day = cb_entity_value (e, 406);
  const CbCaseData *shown = y->decided ? &y->decision : &y->submission;
  gboolean opinion = y->opinion.on != CB_DATE_NONE;
  CbMonth last = y->stopped ? y->stop.last : y->decision.last;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
  cb_stmt_bind_uid (s, 2, household);
  bind_text (s, 3, cb_entity_text (e, 404));
  bind_text (s, 4, cb_entity_text (e, 400) != NULL ? cb_entity_text (e, 400) : y->submission.programme);
  cb_stmt_bind_text (s, 5, cb_entity_text (e, 403));
  bind_text (s, 6, y->area);
  cb_stmt_bind_int (s, 7, state_of (y));
  cb_stmt_bind_int (s, 8, y->submission.on);
  cb_stmt_bind_uid (s, 9, &y->submitted_by);
  bind_or_null (s, 10, y->opinion.agree, opinion);
  cb_stmt_bind_text (s, 11, y->opinion.text);
  cb_stmt_bind_blob (s, 12, opinion ? y->opinion_by.b : NULL, opinion ? sizeof (CbUid) : 0);
  bind_or_null (s, 13, y->opinion.on, opinion);
  bind_or_null (s, 14, y->decision.agree, y->decided);
  cb_stmt_bind_text (s, 15, y->decision.text);
  cb_stmt_bind_blob (s, 16, y->decided ? y->decided_by.b : NULL, y->decided ? sizeof (CbUid) : 0);
  bind_or_null (s, 17, y->decision.on, y->decided);
  cb_stmt_bind_blob (s, 18, y->decided ? y->decision_ref.desk.b : NULL, y->decided ? sizeof (CbUid) : 0);
  bind_or_null (s, 19, (gint64) y->decision_ref.seq, y->decided);
  cb_stmt_bind_text (s, 20, shown->tier);
  cb_stmt_bind_int (s, 21, shown->amount);
  cb_stmt_bind_int (s, 22, shown->persons);
  bind_or_null (s, 23, y->decision.first, y->decided && y->decision.first != CB_MONTH_NONE);
  bind_or_null (s, 24, last, y->decided && last != CB_MONTH_NONE);
  cb_stmt_bind_bytes (s, 25, y->decision.basis);
  cb_stmt_bind_int (s, 26, shown->once);
  cb_stmt_bind_int (s, 27, shown->township);
  cb_stmt_bind_text (s, 28, cb_entity_text (e, 405));
  bind_or_null (s, 29, day != NULL ? day->i : 0, day != NULL && day->kind == CB_VALUE_INT);
  return cb_stmt_run (s, error);
}

static gboolean
write_grant (CbDb           *db,
             const CbEntity *e,
             const CbUid    *household,
             const Story    *y,
             GError        **error)
{
  gboolean granted = y->decided && y->decision.agree && !y->decision.once && y->decision.first != CB_MONTH_NONE;
  CbMonth last = y->stopped ? y->stop.last : y->decision.last;
  g_autoptr (CbStmt) s = NULL;

  if (!granted)
    {
      s = cb_db_prepare (db, "DELETE FROM grant_ WHERE uid = ?1", error);
      if (s == NULL)
        return FALSE;
      cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
      return cb_stmt_run (s, error);
    }
  s = cb_db_prepare (db,
                     "INSERT OR REPLACE INTO grant_ (uid, household, area, programme, tier, persons, amount, first_month, last_month)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", error);
  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
  cb_stmt_bind_uid (s, 2, household);
  bind_text (s, 3, y->area);
  bind_text (s, 4, cb_entity_text (e, 400) != NULL ? cb_entity_text (e, 400) : y->decision.programme);
  bind_text (s, 5, y->decision.tier);
  cb_stmt_bind_int (s, 6, y->decision.persons);
  cb_stmt_bind_int (s, 7, y->decision.amount);
  cb_stmt_bind_int (s, 8, y->decision.first);
  bind_or_null (s, 9, last, last != CB_MONTH_NONE);
  return cb_stmt_run (s, error);
}

/* What is paid with a month for months before it. */
static gboolean
write_arrears (CbDb           *db,
               const CbEntity *e,
               const CbUid    *household,
               const Story    *y,
               GError        **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "DELETE FROM arrears_ WHERE uid = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
  if (!cb_stmt_run (s, error))
    return FALSE;
  for (guint i = 0; y->arrears != NULL && i < y->arrears->len; i++)
    {
      const Arrears *a = &g_array_index (y->arrears, Arrears, i);
      g_autoptr (CbStmt) insert = cb_db_prepare (db, "INSERT INTO arrears_ (uid, standard, household, area, programme, month, from_month, fen)"
                                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);

      if (insert == NULL)
        return FALSE;
      cb_stmt_bind_uid (insert, 1, cb_entity_uid (e));
      cb_stmt_bind_blob (insert, 2, a->standard, sizeof a->standard);
      cb_stmt_bind_uid (insert, 3, household);
      bind_text (insert, 4, y->area);
      bind_text (insert, 5, y->decision.programme);
      cb_stmt_bind_int (insert, 6, a->month);
      cb_stmt_bind_int (insert, 7, a->from);
      cb_stmt_bind_int (insert, 8, a->fen);
      if (!cb_stmt_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

/* What was granted to be paid once. */
static gboolean
write_aid (CbDb           *db,
           const CbEntity *e,
           const CbUid    *household,
           const Story    *y,
           GError        **error)
{
  gboolean granted = y->decided && y->decision.agree && y->decision.once && y->decision.first != CB_MONTH_NONE;
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        granted ? "INSERT OR REPLACE INTO aid_ (uid, household, area, programme, persons, amount,"
                                                  " township, month, decided_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                                                : "DELETE FROM aid_ WHERE uid = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, cb_entity_uid (e));
  if (granted)
    {
      cb_stmt_bind_uid (s, 2, household);
      bind_text (s, 3, y->area);
      bind_text (s, 4, y->decision.programme);
      cb_stmt_bind_int (s, 5, y->decision.persons);
      cb_stmt_bind_int (s, 6, y->decision.amount);
      cb_stmt_bind_int (s, 7, y->decision.township);
      cb_stmt_bind_int (s, 8, y->decision.first);
      cb_stmt_bind_int (s, 9, y->decision.on);
    }
  return cb_stmt_run (s, error);
}

gboolean
cb_project_case (CbDb           *db,
                 const CbEntity *e,
                 GError        **error)
{
  g_auto (Story) story = { .submission = CB_CASE_DATA_INIT, .opinion = CB_CASE_DATA_INIT, .decision = CB_CASE_DATA_INIT,
                           .stop = CB_CASE_DATA_INIT };
  const CbUid household = cb_entity_parent (e);

  if (!read_story (db, cb_entity_uid (e), &story, error))
    return FALSE;
  if (!story.submitted)
    return TRUE;   /* its submission is still to come */
  return write_case (db, e, &household, &story, error) && write_grant (db, e, &household, &story, error)
         && write_aid (db, e, &household, &story, error) && write_arrears (db, e, &household, &story, error)
         && cb_project_household_row (db, &household, error);
}

gboolean
cb_project_case_event (CbDb                *db,
                       const CbEventRecord *r,
                       GError             **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CbEntity) e = NULL;
  g_autoptr (GBytes) outline = cb_case_data_outline (r->data, r->data_len);   /* NULL: erased, or of a newer program */
  g_autoptr (CbStmt) s = cb_db_prepare (db,
                                        "INSERT OR REPLACE INTO case_event (entity, hlc, desk, seq, event, actor, area, data)"
                                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &r->entity);
  cb_stmt_bind_int (s, 2, (gint64) r->hlc);
  cb_stmt_bind_uid (s, 3, &r->ref.desk);
  cb_stmt_bind_int (s, 4, (gint64) r->ref.seq);
  cb_stmt_bind_int (s, 5, r->event);
  cb_stmt_bind_uid (s, 6, &r->actor);
  bind_text (s, 7, r->area);
  cb_stmt_bind_bytes (s, 8, outline);
  if (!cb_stmt_run (s, error))
    return FALSE;
  e = cb_journal_entity (db, &r->entity, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return e == NULL || cb_project_case (db, e, error);
}
