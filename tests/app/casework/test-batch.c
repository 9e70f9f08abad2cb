/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-batch.h"
#include "cb-clock.h"
#include "standard-desk.h"

/* Everybody by a standard that has come into force: policy.md R-T3 and C13. */

typedef struct { CbUid uid; const char *text; CbBatch *batch; guint from, n, next; CbBatchReport report; CbMonth month; CbMoney fen;
                 guint households; CbStandardNews news; } Call;

#define JOB(name, call) \
  static gpointer \
  name (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error) \
  { \
    Call *c = data; \
    return call ? c : NULL; \
  }
JOB (batch_job, (c->batch = cb_batch_load (desk, db, NULL, NULL, cancellable, error)) != NULL)
JOB (confirm_job, cb_batch_confirm (desk, db, c->batch, c->from, c->n, &c->next, &c->report, error))
JOB (exclude_job, cb_batch_exclude (desk, db, c->batch, &c->uid, c->text, error))
JOB (news_job, cb_standard_news (desk, db, &c->news, error))
JOB (arrears_job, cb_arrears_of_month (db, c->month, "", &c->fen, &c->households, error))

static CbBatch *
load (Office *office)
{
  g_autoptr (GError) error = NULL;
  Call c = { .batch = NULL };

  cb_desk_read (office->desk, batch_job, &c, &error);
  g_assert_no_error (error);
  return c.batch;
}

/* An approver is told of the standard that is in force from @from, or of none. */
static void
assert_news (Office *office,
             CbDate  from,
             guint   waiting)
{
  g_autoptr (GError) error = NULL;
  Call c = { .n = 0 };

  cb_desk_read (office->desk, news_job, &c, &error);
  g_assert_no_error (error);
  g_assert_cmpint (c.news.from, ==, from);
  g_assert_cmpuint (c.news.waiting, ==, waiting);
}

static CbBatchReport
confirm (Office  *office,
         CbBatch *batch,
         guint    n,
         guint   *next)
{
  g_autoptr (GError) error = NULL;
  Call c = { .batch = batch, .from = *next, .n = n };

  cb_desk_write (office->desk, confirm_job, &c, &error);
  g_assert_no_error (error);
  *next = c.next;
  return c.report;
}

static void
assert_arrears (Office *office,
                CbMonth month,
                CbMoney fen,
                guint   households)
{
  g_autoptr (GError) error = NULL;
  Call c = { .month = month };

  cb_desk_read (office->desk, arrears_job, &c, &error);
  g_assert_no_error (error);
  g_assert_cmpint (c.fen, ==, fen);
  g_assert_cmpuint (c.households, ==, households);
}

/* C13: rural, two persons, 1,000 a month; decided on 2026-04-20; the notice of 07-01 signed on 08-25. */
static void
test_c13 (void)
{
  g_autoptr (Office) office = office_new_early ();
  CbUid c;
  guint next = 0;
  CbMoney sum = 0;

  office_day (2026, 4, 20);
  c = office_grant (office, "王桂兰", "12000");
  {
    g_autoptr (CbCase) decided = office_case (office, &c);

    g_assert_cmpint (decided->amount, ==, 16000);
    g_assert_cmpint (decided->first_month, ==, cb_month_new (2026, 5));
  }
  office_day (2026, 8, 25);
  {
    g_autoptr (CbBatch) none = load (office);

    g_assert_null (none->standard);
  }
  office_publish (office, POLICY_OFFICER, cb_date_new (2026, 7, 1), "620.00");
  {
    g_autoptr (CbBatch) batch = load (office);
    const CbBatchItem *item;

    g_assert_cmpuint (batch->more, ==, 1);
    g_assert_cmpuint (batch->person + batch->excluded + batch->unchanged, ==, 0);
    g_assert_cmpint (batch->may, ==, CB_MAY_YES);
    item = batch->items->pdata[0];
    g_assert_cmpstr (item->head, ==, "王桂兰");
    g_assert_cmpint (item->old, ==, 16000);
    g_assert_cmpint (item->amount, ==, 24000);
    g_assert_cmpint (item->first, ==, cb_month_new (2026, 9));
    g_assert_cmpint (item->arrears_from, ==, cb_month_new (2026, 7));
    g_assert_cmpint (item->arrears, ==, 16000);
    g_assert_cmpint (batch->monthly, ==, 8000);
    g_assert_cmpint (batch->arrears, ==, 16000);
    g_assert_cmpuint (confirm (office, batch, 50, &next).confirmed, ==, 1);
    /* The same once more, from a list that is old: nothing is paid twice. */
    next = 0;
    g_assert_cmpuint (confirm (office, batch, 50, &next).left, ==, 1);
  }
  {
    g_autoptr (CbCase) now = office_case (office, &c);
    g_autoptr (CbBatch) batch = load (office);

    g_assert_cmpint (now->amount, ==, 24000);
    g_assert_cmpint (now->first_month, ==, cb_month_new (2026, 5));
    g_assert_cmpint (now->last_month, ==, CB_MONTH_NONE);
    g_assert_nonnull (strstr (now->decision_reasons, "160.00"));
    g_assert_cmpuint (batch->more + batch->person, ==, 0);
  }
  assert_arrears (office, cb_month_new (2026, 9), 16000, 1);
  for (CbMonth month = cb_month_new (2026, 5); month <= cb_month_new (2026, 12); month++)
    sum += month < cb_month_new (2026, 9) ? 16000 : 24000;
  g_assert_cmpint (sum + 16000, ==, 176000);
  office_assert_no_scan (office);
  office_verify (office);
}

/* A batch that is broken off goes on; who is taken out stays out; who needs a person is left to one. */
static void
test_batch (void)
{
  g_autoptr (Office) office = office_new_early ();
  g_autoptr (GError) error = NULL;
  CbUid out, changed;
  guint next = 0;

  office_day (2026, 4, 20);
  office_grant (office, "王桂兰", "12000");
  office_grant (office, "李全", "9600");
  out = office_grant (office, "张福", "7200");
  changed = office_grant (office, "陈有才", "6000");
  office_day (2026, 6, 28);
  office_publish (office, POLICY_OFFICER, cb_date_new (2026, 7, 1), "620.00");
  {
    g_autoptr (CbBatch) early = load (office);

    g_assert_null (early->standard);   /* its day has not come */
  }
  assert_news (office, CB_DATE_NONE, 0);
  office_day (2026, 7, 2);
  assert_news (office, cb_date_new (2026, 7, 1), 0);
  {
    g_autoptr (CbCase) c = office_case (office, &changed);
    g_autoptr (CbHousehold) h = NULL;
    g_autoptr (GArray) edits = cb_edits_new ();
    g_autoptr (GPtrArray) incomes = NULL;

    office_come (office, WORKER);
    h = office_load (office, &c->household);
    incomes = cb_household_list (h, CB_KIND_INCOME, NULL);
    office_type (h, edits, incomes->pdata[0], "income.amount", "6600");
    office_save (office, h, edits, NULL);
  }
  office_come (office, APPROVER);
  {
    g_autoptr (CbBatch) batch = load (office);
    Call c = { .batch = batch, .uid = out, .text = "" };

    g_assert_cmpuint (batch->more, ==, 3);
    g_assert_cmpuint (batch->person, ==, 1);
    g_assert_cmpint (((CbBatchItem *) batch->items->pdata[3])->kind, ==, CB_BATCH_PERSON);
    g_assert_nonnull (strstr (((CbBatchItem *) batch->items->pdata[3])->why, "no longer give"));
    g_assert_null (cb_desk_write (office->desk, exclude_job, &c, &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
    g_clear_error (&error);
    c.text = "正在核查";
    cb_desk_write (office->desk, exclude_job, &c, &error);
    g_assert_no_error (error);
  }
  {
    g_autoptr (CbBatch) batch = load (office);

    g_assert_cmpuint (batch->more, ==, 2);
    g_assert_cmpuint (batch->excluded, ==, 1);
    g_assert_cmpint (batch->arrears, ==, 16000);
    g_assert_cmpuint (confirm (office, batch, 1, &next).confirmed, ==, 1);
  }
  /* Killed here: the next one to come sees what is left. */
  office_unlock (office, APPROVER);
  office_come (office, APPROVER);
  {
    g_autoptr (CbBatch) batch = load (office);

    g_assert_cmpuint (batch->more, ==, 1);
    g_assert_cmpuint (batch->excluded, ==, 1);
    next = 0;
    g_assert_cmpuint (confirm (office, batch, 50, &next).confirmed, ==, 1);
  }
  assert_arrears (office, cb_month_new (2026, 8), 16000, 2);
  {
    g_autoptr (CbCase) c = office_case (office, &out);

    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);   /* taken out, not stopped */
  }
  /* It is news no longer; far off, since the hybrid clock of the journal began on the day of this run. */
  office_day (2099, 1, 1);
  assert_news (office, CB_DATE_NONE, 0);
  office_day (2026, 7, 2);
  office_assert_no_scan (office);
  office_verify (office);
}

/* Whoever published the standard does not confirm by it; the township's approver only their own; the others not at all. */
static void
test_duties (void)
{
  g_autoptr (Office) office = office_new_early ();
  g_autoptr (GError) error = NULL;

  office_day (2026, 4, 20);
  office_grant (office, "王桂兰", "12000");
  office_day (2026, 8, 25);
  office_publish (office, POLICY_APPROVER, cb_date_new (2026, 7, 1), "620.00");
  office_come (office, POLICY_APPROVER);
  {
    g_autoptr (CbBatch) batch = load (office);
    Call c = { .batch = batch, .n = 50 };

    g_assert_cmpint (batch->may, ==, CB_MAY_SAME_PERSON);
    g_assert_null (cb_desk_write (office->desk, confirm_job, &c, &error));
    g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_SAME_PERSON);
    g_clear_error (&error);
  }
  office_come (office, REVIEWER);
  {
    g_autoptr (CbBatch) batch = load (office);
    guint next = 0;

    g_assert_cmpint (batch->may, ==, CB_MAY_NO_ROLE);
    g_assert_cmpuint (confirm (office, batch, 50, &next).left, ==, 1);
  }
  office_come (office, WORKER);   /* an approver too, and the one who recorded */
  {
    g_autoptr (CbBatch) batch = load (office);
    guint next = 0;

    g_assert_cmpuint (confirm (office, batch, 50, &next).left, ==, 1);
  }
  office_come (office, TOWNSHIP_APPROVER);
  {
    g_autoptr (CbBatch) batch = load (office);
    guint next = 0;

    g_assert_cmpint (batch->may, ==, CB_MAY_YES);
    g_assert_cmpuint (confirm (office, batch, 50, &next).confirmed, ==, 1);
  }
  assert_arrears (office, cb_month_new (2026, 9), 16000, 1);
  office_assert_no_scan (office);
  office_verify (office);
}

/* A standard that is lower cuts nobody without a hearing. */
static void
test_lower (void)
{
  g_autoptr (Office) office = office_new_early ();

  office_day (2026, 4, 20);
  office_grant (office, "王桂兰", "12000");
  office_day (2026, 7, 2);
  office_publish (office, POLICY_OFFICER, cb_date_new (2026, 7, 1), "560.00");
  {
    g_autoptr (CbBatch) batch = load (office);

    g_assert_cmpuint (batch->more, ==, 0);
    g_assert_cmpuint (batch->person, ==, 1);
    g_assert_nonnull (strstr (((CbBatchItem *) batch->items->pdata[0])->why, "hearing"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/batch/c13", test_c13);
  g_test_add_func ("/casework/batch/batch", test_batch);
  g_test_add_func ("/casework/batch/duties", test_duties);
  g_test_add_func ("/casework/batch/lower", test_lower);
  return g_test_run ();
}
