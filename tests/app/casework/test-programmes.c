/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "cb-caseload.h"
#include "cb-case-row.h"
#include "cb-clock.h"
#include "cb-demo.h"
#include "cb-desk-private.h"

/* One county for all; the order of the tests matters. */
static Office *shared;

#define EVERYBODY (1 << WORKER | 1 << REVIEWER | 1 << APPROVER)
#define AREA      "510823100"

static void
set_today (const char *day)
{
  CbDate date;

  g_assert_true (cb_date_parse (day, &date, NULL));
  cb_clock_set (date * G_GINT64_CONSTANT (86400000) + 36000000);
}

/* "member.birth=1960-03-01 member.name=…": words apart by spaces; "+member" begins the next subject, "+income" one of that member. */
static CbUid
family (Office     *office,
        const char *spec)
{
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  g_auto (GStrv) words = g_strsplit (spec, " ", -1);
  CbEntity *member = NULL, *subject = cb_household_self (h);

  office_type (h, edits, subject, "household.area", AREA);
  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');

      if (strcmp (words[i], "+member") == 0)
        subject = member = cb_household_add (h, CB_KIND_MEMBER, NULL);
      else if (strcmp (words[i], "+income") == 0)
        subject = cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (member));
      else if (strcmp (words[i], "+spending") == 0)
        subject = cb_household_add (h, CB_KIND_SPENDING, cb_entity_uid (member));
      else
        {
          g_assert_nonnull (value);
          *value = '\0';
          office_type (h, edits, subject, words[i], value + 1);
        }
    }
  office_save (office, h, edits, NULL);
  return *cb_household_uid (h);
}

/* A day's word for a field of the household itself. */
static void
record (Office      *office,
        const CbUid *household,
        const char  *key,
        const char  *typed)
{
  g_autoptr (CbHousehold) h = office_load (office, household);
  g_autoptr (GArray) edits = cb_edits_new ();

  office_type (h, edits, cb_household_self (h), key, typed);
  office_save (office, h, edits, NULL);
}

#define HEAD   " +member member.name=王秀兰 member.relation=head member.birth=1970-01-01"
#define SPOUSE " +member member.name=李建国 member.relation=spouse member.birth=1972-02-02"
#define GIRL   " +member member.name=李小雨 member.relation=daughter member.birth=2012-05-05"
#define CARE   " member.can_eat=yes member.can_dress=yes member.can_rise=yes member.can_toilet=yes member.can_walk=yes member.can_bathe=yes"
#define EARNS(yuan) " +income income.kind=business income.amount=" yuan
#define DISABLED " member.lives_together=yes member.disability_type=limb member.disability_grade=2 member.cert_state=valid member.cert_until=2030-01-01"

/* Submitted on 28 September, opinion on 9 October, confirmed on 12 October 2026: who gets what from when (policy.md 2 and 8). */
static const struct {
  const char *programme, *family;
  guint       persons;
  CbMoney     amount;
  int         first_year, first_month, last_year, last_month;   /* last 0: open */
  gboolean    once;
} programmes[] = {
  /* 3 × 620 − 7020 / 12, and 20 % for the girl */
  { "dibao", "household.category=rural" HEAD EARNS ("7020") SPOUSE GIRL, 3, CB_YUAN (1399), 2026, 11, 0, 0, FALSE },
  { "edge", "household.category=rural" HEAD EARNS ("18000") SPOUSE, 2, 0, 2026, 11, 0, 0, FALSE },
  /* 13,000 of 24,000 for school is over one half */
  { "rigid", "household.category=rural" HEAD EARNS ("24000") " +spending spending.kind=education spending.amount=13000" SPOUSE, 2, 0,
    2026, 11, 2027, 10, FALSE },
  /* C08: 806 and 120 */
  { "tekun", "household.category=rural +member member.name=张永福 member.relation=head member.birth=1960-03-01" CARE EARNS ("1800"), 1,
    CB_YUAN (926), 2026, 11, 0, 0, FALSE },
  /* From the month of the application (国发〔2015〕52号), though nobody wrote down its day: it was that of the submission. */
  { "living", "household.category=rural" HEAD EARNS ("7020") SPOUSE " +member member.name=李强 member.relation=son member.birth=2000-01-01"
    DISABLED, 1, CB_YUAN (110), 2026, 9, 0, 0, FALSE },
  { "nursing", "household.category=rural" HEAD EARNS ("70200") SPOUSE " +member member.name=李强 member.relation=son member.birth=2000-01-01"
    DISABLED, 1, CB_YUAN (90), 2026, 9, 0, 0, FALSE },
  { "child", "household.category=rural" HEAD EARNS ("70200") " +member member.name=王小雨 member.relation=grandchild member.birth=2015-05-05"
    " member.lives_together=yes member.child_scheme=orphan", 1, CB_YUAN (1300), 2026, 11, 0, 0, FALSE },
  /* C16, with three persons: 6 months of 780 each */
  { "temporary", "household.category=urban household.event=fire household.event_date=2026-09-27 household.event_level=3" HEAD EARNS ("60000")
    SPOUSE GIRL, 3, CB_YUAN (14040), 2026, 10, 0, 0, TRUE },
};

static void
confirm (Office      *office,
         const CbUid *uid,
         Who          who)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDecisionDraft) draft = NULL;

  office_turn (office, who);
  office_sign_in (office);
  draft = office_draft (office, uid);
  g_assert_cmpint (draft->may, ==, CB_MAY_YES);
  g_assert_true (office_decide (office, draft, TRUE, "经核实，予以确认。", &error));
  g_assert_no_error (error);
}

static gpointer
count_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, data, error);

  return s != NULL && cb_stmt_step (s, error) == 1 ? GINT_TO_POINTER (cb_stmt_get_int (s, 0) + 1) : NULL;
}

static gint64
count (Office     *office,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gpointer n = cb_desk_read (office->desk, count_job, (gpointer) sql, &error);

  g_assert_no_error (error);
  return GPOINTER_TO_INT (n) - 1;
}

static void
test_each (void)
{
  Office *office = shared;
  CbUid uids[G_N_ELEMENTS (programmes)];
  g_autoptr (GError) error = NULL;

  office_unlock (office, WORKER);
  for (guint i = 0; i < G_N_ELEMENTS (programmes); i++)
    {
      CbUid household;

      set_today ("2026-09-28");
      office_turn (office, WORKER);
      household = family (office, programmes[i].family);
      uids[i] = office_submit (office, &household, programmes[i].programme, &error);
      g_assert_no_error (error);
      set_today ("2026-10-09");
      office_turn (office, REVIEWER);
      office_opinion (office, &uids[i], TRUE);
    }
  set_today ("2026-10-12");
  for (guint i = 0; i < G_N_ELEMENTS (programmes); i++)
    {
      g_autoptr (CbCase) c = NULL;
      g_autofree char *number = g_strdup_printf ("%s", programmes[i].programme);

      g_test_message ("%s", programmes[i].programme);
      confirm (office, &uids[i], APPROVER);
      c = office_case (office, &uids[i]);
      g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);
      g_assert_cmpstr (c->programme, ==, number);
      g_assert_cmpuint (c->persons, ==, programmes[i].persons);
      g_assert_cmpint (c->amount, ==, programmes[i].amount);
      g_assert_cmpint (c->first_month, ==, cb_month_new (programmes[i].first_year, programmes[i].first_month));
      g_assert_cmpint (c->last_month, ==, programmes[i].last_year == 0 ? CB_MONTH_NONE
                                            : cb_month_new (programmes[i].last_year, programmes[i].last_month));
      g_assert_cmpint (c->once, ==, programmes[i].once);
      g_assert_cmpint (c->township, ==, programmes[i].once ? CB_YUAN (3000) : 0);
      g_assert_false (c->stale);
    }
  /* What is paid once is not among the grants that run. */
  g_assert_cmpint (count (office, "SELECT count (*) FROM grant_"), ==, G_N_ELEMENTS (programmes) - 1);
  g_assert_cmpint (count (office, "SELECT count (*) FROM grant_ WHERE programme = 'temporary'"), ==, 0);
  g_assert_cmpint (count (office, "SELECT sum (amount) FROM aid_"), ==, CB_YUAN (14040));
  g_assert_cmpint (count (office, "SELECT count (*) FROM household_row WHERE amount = 1404000"), ==, 0);
  office_assert_no_scan (office);
  office_verify (office);
}

static gpointer
counts_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return cb_counts_load (desk, db, AREA, data, error) ? data : NULL;
}

static gpointer
trend_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_trend_load (db, cb_month_new (2026, 9), cb_month_new (2026, 12), AREA, error);
}

/* Counted once, in its month, in a line of its own; never in what is paid every month. */
static void
test_counted_once (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbTrend) trend = NULL;
  const CbTrendSeries *aid = NULL;
  CbCounts counts = { 0 };
  static const guint households[] = { 0, 1, 0, 0 };

  cb_desk_read (office->desk, counts_job, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.granted_households, ==, 7);
  g_assert_cmpint (counts.monthly, ==, CB_YUAN (1399 + 926 + 110 + 90 + 1300));
  g_assert_cmpuint (counts.aided_households, ==, 1);
  g_assert_cmpint (counts.aid, ==, CB_YUAN (14040));
  trend = cb_desk_read (office->desk, trend_job, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < trend->series->len; i++)
    if (strcmp (((CbTrendSeries *) trend->series->pdata[i])->programme, "temporary") == 0)
      aid = trend->series->pdata[i];
  g_assert_nonnull (aid);
  for (guint m = 0; m < G_N_ELEMENTS (households); m++)
    {
      g_assert_cmpuint (g_array_index (aid->points, CbTrendPoint, m).households, ==, households[m]);
      g_assert_cmpuint (g_array_index (aid->points, CbTrendPoint, m).persons, ==, 3 * households[m]);
    }
  set_today ("2026-11-02");
  cb_desk_read (office->desk, counts_job, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.aid, ==, 0);
}

/* Within the ceiling the township decides, at once, without an opinion: but not who recorded it, and no more than the ceiling. */
static void
test_township (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid small, large, household;

  set_today ("2026-11-03");
  office_turn (office, WORKER);
  /* 2 months of 780 for one person: 1,560; 4 months for three: 9,360 */
  household = family (office, "household.category=urban household.event=illness household.event_date=2026-11-02 household.event_level=1"
                      HEAD EARNS ("30000"));
  small = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &small);

    /* An emergency is paid within 24 hours. */
    g_assert_cmpint (c->due, ==, cb_date_new (2026, 11, 4));
    g_assert_cmpstr (c->due_term, ==, "temp.urgent_hours");
    g_assert_cmpstr (c->event, ==, "illness");
    g_assert_cmpint (c->township, ==, CB_YUAN (1560));
  }
  {
    /* The one who recorded is an approver too, and has to wait for the opinion and then for somebody else. */
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &small);

    g_assert_cmpint (draft->act, ==, CB_ACT_CONFIRM);
    g_assert_cmpint (draft->may, ==, CB_MAY_SAME_PERSON);
  }
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &small);

    g_assert_cmpint (draft->act, ==, CB_ACT_CONFIRM);
    g_assert_false (office_decide (office, draft, TRUE, NULL, &error));   /* no opinion yet */
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE);
    g_clear_error (&error);
  }
  office_turn (office, REVIEWER);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &small);

    g_assert_cmpint (draft->act, ==, CB_ACT_AID);
    g_assert_cmpint (draft->may, ==, CB_MAY_YES);
  }
  confirm (office, &small, REVIEWER);
  {
    g_autoptr (CbCase) c = office_case (office, &small);
    g_autoptr (CbDecisionDraft) again = office_draft (office, &small);

    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);
    g_assert_true (cb_uid_equal (&c->decided_by, &office->person[REVIEWER]));
    g_assert_cmpint (c->amount, ==, CB_YUAN (1560));
    g_assert_cmpint (c->first_month, ==, cb_month_new (2026, 11));
    g_assert_false (office_decide (office, again, TRUE, "再次", &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE);
    g_clear_error (&error);
  }
  office_turn (office, WORKER);
  household = family (office, "household.category=urban household.event=accident household.event_date=2026-11-01 household.event_level=2"
                      HEAD EARNS ("30000") SPOUSE GIRL);
  large = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_sign_in (office);
  for (gboolean yes = FALSE; yes <= TRUE; yes++)
    {
      g_autoptr (CbDecisionDraft) draft = office_draft (office, &large);

      g_assert_cmpint (draft->act, ==, CB_ACT_AID);
      g_assert_cmpint (draft->may, ==, CB_MAY_OVER_LIMIT);
      g_assert_false (office_decide (office, draft, yes, "超出乡镇审批额度。", &error));
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE);
      g_clear_error (&error);
    }
  office_opinion (office, &large, TRUE);
  confirm (office, &large, APPROVER);
  {
    g_autoptr (CbCase) c = office_case (office, &large);

    g_assert_cmpint (c->amount, ==, CB_YUAN (9360));
    g_assert_cmpint (c->township, ==, CB_YUAN (3000));
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* A new standard between the application and the decision lifts the amount over the ceiling: then it is the county's, and goes there. */
static void
test_raised_meanwhile (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid uid, household;

  set_today ("2026-06-30");
  office_turn (office, WORKER);
  household = family (office, "household.category=urban household.event=accident household.event_date=2026-06-29 household.event_level=2"
                      HEAD EARNS ("30000"));
  uid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->amount, ==, CB_YUAN (3000));      /* 4 months of 750: the ceiling itself */
    g_assert_cmpint (c->township, ==, CB_YUAN (3000));
  }
  set_today ("2026-07-01");
  office_turn (office, REVIEWER);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpint (draft->may, ==, CB_MAY_OVER_LIMIT);
  }
  office_opinion (office, &uid, TRUE);
  confirm (office, &uid, APPROVER);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->amount, ==, CB_YUAN (3120));
    g_assert_cmpint (c->township, ==, CB_YUAN (3000));
  }
}

/* Written past the casework: the journal knows how far a township goes, and the tables take its word for nothing else. */
typedef struct { CbUid uid; CbMoney amount; gboolean rules, once; } Forged;

static gpointer
forge_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Forged *forged = data;
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT, step = CB_CASE_DATA_INIT;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));
  g_autoptr (GArray) basis = g_array_new (FALSE, FALSE, sizeof (CbRef));
  CbRef ref;

  g_assert_true (cb_case_read_event (db, &forged->uid, CB_EVENT_SUBMITTED, &step, &ref, NULL));
  g_array_append_val (basis, ref);
  if (forged->rules)
    g_assert_true (cb_case_find_rules (db, cb_desk_pack (desk), basis, NULL));
  d.on = cb_clock_today ();
  d.programme = g_strdup (step.programme);
  d.agree = TRUE;
  d.once = forged->once;
  d.amount = forged->amount;
  d.first = cb_month_of (d.on);
  bytes = cb_case_data_encode (&d);
  cb_change_event (change, &forged->uid, CB_KIND_CASE, CB_EVENT_AID, NULL, d.amount, (const CbRef *) basis->data, basis->len, bytes);
  return cb_change_commit (change, db, NULL, NULL, error) ? desk : NULL;
}

static void
test_forged (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid aid, dibao, household;
  Forged forged;

  set_today ("2026-11-05");
  office_turn (office, WORKER);
  household = family (office, "household.category=urban household.event=fire household.event_date=2026-11-04 household.event_level=2"
                      HEAD EARNS ("30000") SPOUSE GIRL);
  aid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  household = family (office, "household.category=rural" HEAD EARNS ("7020") SPOUSE GIRL);
  dibao = office_submit (office, &household, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_sign_in (office);
  forged = (Forged) { aid, CB_YUAN (3000) + 1, TRUE, TRUE };
  cb_desk_write (office->desk, forge_job, &forged, &error);
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_OVER_LIMIT);
  g_clear_error (&error);
  forged = (Forged) { aid, CB_YUAN (10), FALSE, TRUE };   /* no rules named */
  cb_desk_write (office->desk, forge_job, &forged, &error);
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_OVER_LIMIT);
  g_clear_error (&error);
  /* Entitled, but not for a grant that runs. */
  forged = (Forged) { dibao, CB_YUAN (1399), TRUE, FALSE };
  cb_desk_write (office->desk, forge_job, &forged, &error);
  g_assert_no_error (error);
  forged.once = TRUE;
  cb_desk_write (office->desk, forge_job, &forged, &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &dibao);

    g_assert_cmpint (c->state, ==, CB_CASE_SUBMITTED);
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* The same emergency is aided once, and what this casebook knows the page must say. */
static void
test_repeated (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid household, uid;

  set_today ("2026-11-09");
  office_turn (office, WORKER);
  household = family (office, "household.category=urban household.event=fire household.event_date=2026-11-08 household.event_level=1"
                      HEAD EARNS ("30000"));
  uid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  office_submit (office, &household, "temporary", &error);   /* while it is open */
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_DUPLICATE);
  g_clear_error (&error);
  confirm (office, &uid, REVIEWER);
  office_turn (office, WORKER);
  record (office, &household, "household.aid_decisions", "1");
  office_submit (office, &household, "temporary", &error);   /* the same fire */
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  record (office, &household, "household.event_date", "2026-11-09");
  record (office, &household, "household.aid_decisions", "0");
  office_submit (office, &household, "temporary", &error);   /* another one, but the page says it would be the first */
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  record (office, &household, "household.aid_decisions", "1");
  uid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  confirm (office, &uid, REVIEWER);
  /* A third one is for a case conference. */
  set_today ("2026-11-10");
  office_turn (office, WORKER);
  record (office, &household, "household.event_date", "2026-11-10");
  record (office, &household, "household.aid_decisions", "2");
  uid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpint (cb_result_find (cb_assessment_result (draft->now), "temporary")->status, ==, CB_STATUS_NOT_ELIGIBLE);
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* A casebook of before there was anything paid once opens, and its tables are the same as built anew. */
static gpointer
age_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  return cb_db_exec (db, "DROP TABLE draft; DROP TABLE arrears_; DROP TABLE aid_; ALTER TABLE case_ DROP COLUMN once; ALTER TABLE case_ DROP COLUMN township;"
                     "ALTER TABLE case_ DROP COLUMN event; ALTER TABLE case_ DROP COLUMN event_date;"
                     "DROP TABLE projector; UPDATE schema_version SET version = version - 4 WHERE room = 'casework';"
                     "UPDATE schema_version SET version = version - 1 WHERE room = 'journal'", error) ? desk : NULL;
}

static void
test_older (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  g_autoptr (GError) error = NULL;
  CbUid household, uid;

  office_unlock (office, WORKER);
  household = family (office, "household.category=rural" HEAD EARNS ("7020") SPOUSE GIRL);
  uid = office_submit (office, &household, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  confirm (office, &uid, APPROVER);
  cb_desk_write (office->desk, age_job, NULL, &error);
  g_assert_no_error (error);
  office_unlock (office, WORKER);
  office_verify (office);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);
    g_assert_false (c->once);
    g_assert_cmpint (c->event_date, ==, CB_DATE_NONE);
  }
  record (office, &household, "household.event", "fire");
  record (office, &household, "household.event_date", "2026-09-20");
  record (office, &household, "household.event_level", "1");
  uid = office_submit (office, &household, "temporary", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  confirm (office, &uid, APPROVER);
  g_assert_cmpint (count (office, "SELECT count (*) FROM aid_"), ==, 1);
  office_verify (office);
}

/* A demo county has temporary aid of both levels, the same one each time; the family of worked case 16 gets what the case says. */
static void
test_demo (void)
{
  static const char *const questions[] = {
    "SELECT count (*) FROM aid_", "SELECT sum (amount) FROM aid_", "SELECT count (*) FROM aid_ WHERE township = amount",
    "SELECT count (*) FROM aid_ WHERE township < amount", "SELECT count (*) FROM aid_ WHERE amount = 1560000",
    "SELECT coalesce (sum (fen), 0) FROM payment_month WHERE programme = 'temporary'",
    "SELECT count (*) FROM grant_ WHERE programme = 'temporary'",
  };
  const CbDemoOptions options = { .households = 80, .months = 8, .seed = 3, .today = cb_date_new (2026, 11, 22) };
  gint64 answers[2][G_N_ELEMENTS (questions)];

  for (guint time = 0; time < 2; time++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *top = g_dir_make_tmp ("casebook-aid-XXXXXX", &error);
      g_autofree char *dir = g_build_filename (top, "county", NULL);
      g_autoptr (GPtrArray) logins = cb_demo_create (dir, &options, &error);
      g_autoptr (CbSecret) passphrase = cb_secret_from ("jianmen-shudao-11", 17);
      Office office = { .dir = dir };

      g_assert_no_error (error);
      office.desk = cb_desk_unlock (dir, 11, passphrase, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
        answers[time][i] = count (&office, questions[i]);
      g_assert_true (cb_desk_lock (office.desk, &error));
      g_object_unref (office.desk);
      office_remove_folder (top);
    }
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    g_assert_cmpint (answers[0][i], ==, answers[1][i]);
  g_assert_cmpint (answers[0][2], >, 0);
  g_assert_cmpint (answers[0][3], >, 0);
  g_assert_cmpint (answers[0][4], >, 0);
  g_assert_cmpint (answers[0][5], >, 0);
  g_assert_cmpint (answers[0][5], <=, answers[0][1]);
  g_assert_cmpint (answers[0][6], ==, 0);
}

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  shared = office_new (EVERYBODY);
  g_test_add_func ("/casework/programmes/each", test_each);
  g_test_add_func ("/casework/programmes/counted-once", test_counted_once);
  g_test_add_func ("/casework/programmes/township", test_township);
  g_test_add_func ("/casework/programmes/raised-meanwhile", test_raised_meanwhile);
  g_test_add_func ("/casework/programmes/forged", test_forged);
  g_test_add_func ("/casework/programmes/repeated", test_repeated);
  g_test_add_func ("/casework/programmes/older", test_older);
  g_test_add_func ("/casework/programmes/demo", test_demo);
  code = g_test_run ();
  office_free (shared);
  return code;
}
