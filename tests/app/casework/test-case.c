/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "cb-caseload.h"
#include "cb-case-data.h"
#include "cb-case-row.h"
#include "cb-clock.h"

/* One county for all: founding costs more than anything that is tested here.  The order of the tests matters. */
static Office *shared;

#define EVERYBODY (1 << WORKER | 1 << REVIEWER | 1 << APPROVER | 1 << TOWNSHIP_APPROVER)

static void
set_today (int year,
           int month,
           int day)
{
  cb_clock_set (cb_date_new (year, month, day) * G_GINT64_CONSTANT (86400000) + 36000000);
}

static gpointer
trend_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_trend_load (db, cb_month_new (2026, 9), cb_month_new (2026, 12), data, error);
}

static gpointer
counts_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return cb_counts_load (desk, db, "510823", data, error) ? data : NULL;
}

/* Entered, submitted, opinion given, and by another person confirmed: a grant from the month after. */
static void
test_confirmed (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbTrend) trend = NULL;
  CbCounts counts = { 0 };
  CbUid family, uid;

  office_unlock (office, WORKER);
  family = office_family (office, "王秀兰", "510802196503159982", 3, "7020", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_SUBMITTED);
    g_assert_cmpstr (c->number, ==, "510823102026090001");
    g_assert_cmpint (c->due, ==, cb_date_new (2026, 9, 24));   /* three working days */
    g_assert_cmpstr (c->head, ==, "王秀兰");
    g_assert_cmpint (c->amount, >, 0);
    g_assert_cmpuint (c->persons, ==, 3);
  }
  /* The same programme twice is refused. */
  office_submit (office, &family, "dibao", &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_DUPLICATE);
  g_clear_error (&error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_OPINION);
    g_assert_cmpint (c->due, ==, cb_date_new (2026, 10, 12));   /* ten working days, policy.md 2.2 */
  }
  office_unlock (office, APPROVER);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpint (draft->may, ==, CB_MAY_YES);
    g_assert_cmpuint (draft->differences->len, ==, 0);
    g_assert_cmpuint (draft->objections->len, ==, 0);
    g_assert_cmpuint (strlen (draft->code), ==, 29);
    g_assert_false (office_decide (office, draft, TRUE, NULL, &error));   /* no passphrase asked */
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING);
    g_clear_error (&error);
    g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[APPROVER], &error));
    g_assert_true (cb_desk_signing (office->desk));
    g_assert_true (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_no_error (error);
    g_assert_false (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE);
    g_clear_error (&error);
  }
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);
    g_assert_cmpint (c->first_month, ==, cb_month_new (2026, 10));
    g_assert_cmpint (c->last_month, ==, CB_MONTH_NONE);
    g_assert_false (c->stale);
    g_assert_true (cb_uid_equal (&c->decided_by, &office->person[APPROVER]));
  }
  trend = cb_desk_read (office->desk, trend_job, (gpointer) "510823100", &error);
  g_assert_no_error (error);
  {
    const CbTrendSeries *dibao = trend->series->pdata[0];

    g_assert_cmpstr (dibao->programme, ==, "dibao");
    g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, 0).households, ==, 0);
    g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, 1).households, ==, 1);
    g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, 3).persons, ==, 3);
  }
  cb_desk_read (office->desk, counts_job, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.households, ==, 1);
  g_assert_cmpuint (counts.persons, ==, 3);
  g_assert_cmpuint (counts.granted_households, ==, 1);
  g_assert_cmpuint (counts.open_cases, ==, 0);
  /* While it runs, there is no second one. */
  office_turn (office, WORKER);
  office_submit (office, &family, "dibao", &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_DUPLICATE);
  office_assert_no_scan (office);
  office_verify (office);
}

/* Whoever recorded cannot decide, although approver too; the draft says so, and deciding says so. */
static void
test_same_person (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDecisionDraft) draft = NULL;
  g_autofree char *sentence = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, WORKER);
  draft = office_draft (office, &uid);
  g_assert_cmpint (draft->may, ==, CB_MAY_SAME_PERSON);
  office_sign_in (office);
  g_assert_false (office_decide (office, draft, TRUE, NULL, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SAME_PERSON);
  sentence = cb_error_sentence (error);
  g_assert_cmpstr (sentence, ==, cb_may_text (CB_MAY_SAME_PERSON));
}

static void
change (Office      *office,
        const CbUid *family,
        const char  *key,
        const char  *typed)
{
  g_autoptr (CbHousehold) h = office_load (office, family);
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (GPtrArray) incomes = cb_household_list (h, CB_KIND_INCOME, NULL);

  office_type (h, edits, g_str_has_prefix (key, "household") ? cb_household_self (h) : incomes->pdata[0], key, typed);
  office_save (office, h, edits, NULL);
}

/* The facts move on: before deciding it is refused and the difference shown; afterwards the decision is marked. */
static void
test_stale (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, WORKER);
  change (office, &family, "income.amount", "4200");
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpuint (draft->differences->len, ==, 2);   /* the fact, and the amount */
    g_assert_nonnull (strstr (draft->differences->pdata[0], "3,000.00"));
    g_assert_nonnull (strstr (draft->differences->pdata[0], "4,200.00"));
    office_turn (office, WORKER);
    change (office, &family, "income.amount", "5000");
    office_turn (office, APPROVER);
    office_sign_in (office);
    g_assert_false (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_STALE);
    g_clear_error (&error);
  }
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_true (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_no_error (error);
  }
  office_turn (office, WORKER);
  change (office, &family, "household.phone", "13808391234");   /* nothing that decides */
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_false (c->stale);
  }
  change (office, &family, "income.amount", "6000");
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_true (c->stale);
    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);   /* the decision stands */
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* A refusal needs its reasons and gives no grant; then the family may apply again. */
static void
test_refused (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDecisionDraft) draft = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "90000", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, FALSE);
  office_turn (office, APPROVER);
  office_sign_in (office);
  draft = office_draft (office, &uid);
  g_assert_cmpuint (draft->objections->len, >=, 2);   /* the income, and the township */
  g_assert_false (office_decide (office, draft, TRUE, "x", &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_ELIGIBLE);
  g_clear_error (&error);
  g_assert_false (office_decide (office, draft, FALSE, "", &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  g_assert_true (office_decide (office, draft, FALSE, "收入高于标准", &error));
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_REFUSED);
    g_assert_cmpstr (c->decision_reasons, ==, "收入高于标准");
    g_assert_cmpint (c->first_month, ==, CB_MONTH_NONE);
  }
  office_turn (office, WORKER);
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_true (g_str_has_prefix (c->number, "510823102026090"));
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* What the rules need and nobody entered is named. */
static void
test_incomplete (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autofree char *sentence = NULL;
  CbEntity *m;

  office_turn (office, WORKER);
  m = cb_household_add (h, CB_KIND_MEMBER, NULL);
  office_type (h, edits, m, "member.name", "王秀兰");
  office_type (h, edits, m, "member.relation", "户主");
  office_type (h, edits, cb_household_self (h), "household.category", "rural");
  office_type (h, edits, cb_household_self (h), "household.area", "510823100");
  office_save (office, h, edits, NULL);
  office_submit (office, cb_household_uid (h), "dibao", &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INCOMPLETE);
  g_assert_nonnull (strstr (error->message, "member.birth"));
  sentence = cb_error_sentence (error);
  g_assert_nonnull (strstr (sentence, "Born"));
}

/* A relative of staff: the township does not decide, the county does. */
static void
test_relative (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  change (office, &family, "household.staff_relative", "是");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, TOWNSHIP_APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpint (draft->may, ==, CB_MAY_COUNTY_ONLY);
    g_assert_false (office_decide (office, draft, TRUE, "x", &error));
    g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_ENTITLED);
    g_clear_error (&error);
  }
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpint (draft->may, ==, CB_MAY_YES);
    g_assert_true (office_decide (office, draft, TRUE, "已核实", &error));
    g_assert_no_error (error);
  }
}

static gpointer
withdraw_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return cb_case_withdraw (desk, db, data, "已就业", error) ? data : NULL;
}

static gpointer
stop_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_case_stop (desk, db, data, cb_month_new (2026, 11), "收入提高", error) ? data : NULL;
}

static void
test_withdrawn_and_stopped (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823103");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  cb_desk_write (office->desk, withdraw_job, &uid, &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_WITHDRAWN);
  }
  cb_desk_write (office->desk, withdraw_job, &uid, &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_WRONG_STATE);
  g_clear_error (&error);
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_true (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_no_error (error);
  }
  set_today (2026, 11, 10);
  cb_desk_write (office->desk, stop_job, &uid, &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);
    g_autoptr (CbTrend) trend = cb_desk_read (office->desk, trend_job, (gpointer) "510823103", &error);
    const CbTrendSeries *dibao = trend->series->pdata[0];

    g_assert_cmpint (c->state, ==, CB_CASE_STOPPED);
    g_assert_cmpint (c->last_month, ==, cb_month_new (2026, 11));
    g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, 2).households, ==, 1);
    g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, 3).households, ==, 0);
  }
  office_assert_no_scan (office);
  office_verify (office);
}

/* The exported signature is checked by a tool that is not ours. */
static void
test_export (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *out = NULL;
  CbUid family, uid;
  int status;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_true (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_no_error (error);
  }
  folder = g_build_filename (office->dir, "export", NULL);
  g_assert_true (cb_case_export (office->desk, &uid, folder, &error));
  g_assert_no_error (error);
  g_assert_false (cb_case_export (office->desk, &uid, folder, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_EXISTS);
  g_clear_error (&error);
  office_assert_no_scan (office);
  office_verify (office);
  {
    g_autofree char *message = g_build_filename (folder, "message.bin", NULL);
    g_autofree char *capsule = g_build_filename (folder, "decision.cbor", NULL);
    g_autofree char *text = NULL;
    g_autofree char *bytes = NULL;
    g_autofree char *sum = NULL;
    g_autofree char *line = NULL;
    gsize len;

    g_assert_true (g_file_get_contents (message, &text, NULL, NULL));
    g_assert_true (g_file_get_contents (capsule, &bytes, &len, NULL));
    sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, len);
    line = g_strdup_printf ("decision.cbor sha256: %s\n", sum);
    g_assert_nonnull (strstr (text, line));
    g_assert_null (strstr (text, "王秀兰"));
  }
  if (openssl == NULL)
    {
      g_test_skip ("openssl is not installed");
      return;
    }
  {
    const char *const argv[] = { openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "message.bin",
                                 "-sigfile", "signature.bin", NULL };

    g_assert_true (g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error));
    g_assert_no_error (error);
    g_assert_cmpint (status, ==, 0);
    g_assert_nonnull (strstr (out, "Signature Verified Successfully"));
  }
  {
    g_autofree char *message = g_build_filename (folder, "message.bin", NULL);
    const char *const argv[] = { openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "message.bin",
                                 "-sigfile", "signature.bin", NULL };

    g_assert_true (g_file_set_contents (message, "casebook/decision/v1\n", -1, NULL));
    g_assert_true (g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                                 NULL, NULL, &status, &error));
    g_assert_cmpint (status, !=, 0);
  }
}

/* From a backup: nothing is written before it is a desk of its own, which then goes on with the old one's records. */
static void
test_restored (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (office->dir, "backup.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (office->dir, "restored", NULL);
  Office restored = *office;
  CbUid family;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  g_assert_true (cb_vault_backup (cb_desk_vault (office->desk), file, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cb_vault_restore (file, dir, office->slot[AUTHORITY], office->passphrase[AUTHORITY], NULL, NULL, &error));
  g_assert_no_error (error);
  restored.dir = dir;
  restored.who = AUTHORITY;
  restored.desk = cb_desk_unlock (dir, office->slot[AUTHORITY], office->passphrase[AUTHORITY], NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cb_desk_restored (restored.desk));
  office_submit (&restored, &family, "dibao", &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_RESTORED);
  g_clear_error (&error);
  g_assert_true (cb_desk_sign_in (restored.desk, office->passphrase[AUTHORITY], &error));
  g_assert_true (cb_desk_renew (restored.desk, "县民政局（恢复）", &error));
  g_assert_no_error (error);
  g_assert_false (cb_desk_restored (restored.desk));
  office_unlock (&restored, WORKER);
  office_submit (&restored, &family, "dibao", &error);
  g_assert_no_error (error);
  office_verify (&restored);
  cb_desk_lock (restored.desk, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (restored.desk);
}

/* --- tables of an older program --- */

static gpointer
older_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_db_exec (db, "UPDATE case_event SET data = zeroblob (30000); DELETE FROM grant_; UPDATE projector SET version = 0", error) ? desk : NULL;
}

static gpointer
grants_count_job (CbDesk       *desk,
                  CbDb         *db,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  gint64 n;

  return cb_db_get_int (db, data, &n, error) ? GINT_TO_POINTER ((int) n + 1) : NULL;
}

/* Made anew from the records when the casebook is opened, and nothing but the tables is touched; the outlines of events are short. */
static void
test_older (void)
{
  static char grants[] = "SELECT count (*) FROM grant_", longest[] = "SELECT max (length (data)) FROM case_event";
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  const gpointer before = cb_desk_read (office->desk, grants_count_job, grants, &error);

  g_assert_no_error (error);
  g_assert_cmpint (GPOINTER_TO_INT (before), >, 1);
  g_assert_nonnull (cb_desk_write (office->desk, older_job, NULL, &error));
  g_assert_true (cb_desk_read (office->desk, grants_count_job, grants, &error) != before);
  office_unlock (office, WORKER);
  g_assert_true (cb_desk_read (office->desk, grants_count_job, grants, &error) == before);
  g_assert_cmpint (GPOINTER_TO_INT (cb_desk_read (office->desk, grants_count_job, longest, &error)), <, 500);
  g_assert_no_error (error);
  office_verify (office);
}

/* Every code of every domain has a sentence of its own. */
static void
test_sentences (void)
{
  const struct { GQuark domain; int last; } domains[] = {
    { CB_VAULT_ERROR, CB_VAULT_ERROR_SQL }, { CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID },
    { CB_POLICY_ERROR, CB_POLICY_ERROR_CAPSULE }, { CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_RESTORED },
  };
  g_autoptr (GError) unknown = g_error_new_literal (g_quark_from_static_string ("nowhere"), 1, "x");
  g_autofree char *fallback = cb_error_sentence (unknown);

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code <= domains[i].last; code++)
      {
        g_autoptr (GError) error = g_error_new_literal (domains[i].domain, code, "");
        g_autofree char *sentence = cb_error_sentence (error);

        g_assert_cmpstr (sentence, !=, fallback);
        g_assert_cmpuint (strlen (sentence), >, 20);
      }
}

/* Two grants of one household in one month, and one after the other; another household with one. */
static gpointer
grants_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *sql = g_strdup_printf (
    "INSERT INTO grant_ (uid, household, area, programme, tier, persons, amount, first_month, last_month) VALUES"
    " (randomblob (16), zeroblob (16), '510823104', 'dibao', 'dibao', 3, 100, %1$d, %2$d),"
    " (randomblob (16), zeroblob (16), '510823104', 'tekun', 'tekun', 1, 100, %2$d, NULL),"
    " (randomblob (16), x'01010101010101010101010101010101', '510823104', 'dibao', 'dibao', 2, 100, %1$d, NULL)",
    cb_month_new (2026, 9), cb_month_new (2026, 10));

  return cb_db_exec (db, data != NULL ? sql : "DELETE FROM grant_ WHERE area = '510823104'", error) ? desk : NULL;
}

/* The total of the trend counts a household once, however many programmes it is in. */
static void
test_together (void)
{
  static const struct { guint dibao, tekun, households, persons; } months[] = {
    { 2, 0, 2, 5 }, { 2, 1, 2, 5 }, { 1, 1, 2, 3 }, { 1, 1, 2, 3 },
  };
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbTrend) trend = NULL;

  cb_desk_write (office->desk, grants_job, (gpointer) "", &error);
  g_assert_no_error (error);
  trend = cb_desk_read (office->desk, trend_job, (gpointer) "510823104", &error);
  g_assert_no_error (error);
  cb_desk_write (office->desk, grants_job, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trend->series->len, ==, 3);
  g_assert_cmpuint (trend->together->len, ==, G_N_ELEMENTS (months));
  for (guint m = 0; m < G_N_ELEMENTS (months); m++)
    {
      const CbTrendSeries *dibao = trend->series->pdata[0], *tekun = trend->series->pdata[2];
      const CbTrendPoint *together = &g_array_index (trend->together, CbTrendPoint, m);

      g_assert_cmpint (together->month, ==, cb_month_new (2026, 9) + (CbMonth) m);
      g_assert_cmpuint (g_array_index (dibao->points, CbTrendPoint, m).households, ==, months[m].dibao);
      g_assert_cmpuint (g_array_index (tekun->points, CbTrendPoint, m).households, ==, months[m].tekun);
      g_assert_cmpuint (together->households, ==, months[m].households);
      g_assert_cmpuint (together->persons, ==, months[m].persons);
    }
}

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  shared = office_new (EVERYBODY);
  g_test_add_func ("/casework/case/confirmed", test_confirmed);
  g_test_add_func ("/casework/case/together", test_together);
  g_test_add_func ("/casework/case/same-person", test_same_person);
  g_test_add_func ("/casework/case/stale", test_stale);
  g_test_add_func ("/casework/case/refused", test_refused);
  g_test_add_func ("/casework/case/incomplete", test_incomplete);
  g_test_add_func ("/casework/case/relative", test_relative);
  g_test_add_func ("/casework/case/export", test_export);
  g_test_add_func ("/casework/case/restored", test_restored);
  g_test_add_func ("/casework/case/sentences", test_sentences);
  g_test_add_func ("/casework/case/withdrawn-and-stopped", test_withdrawn_and_stopped);
  g_test_add_func ("/casework/case/older", test_older);
  code = g_test_run ();
  office_free (shared);
  return code;
}
