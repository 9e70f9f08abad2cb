/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-desk-private.h"
#include "cb-passphrase.h"
#include "desk.h"

/* Drills: the passphrase is lost, the computer is lost, both are.  What is at stake is that somebody can go on working, and nobody comes
 * by rights they had not. */

static const char new_phrase[] = "dongting-caihong-mogu-linbei";

static CbSecret *
secret (const char *text)
{
  return cb_secret_from (text, strlen (text));
}

static void
close_desk (CbDesk *desk)
{
  g_autoptr (GError) error = NULL;

  cb_desk_lock (desk, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (desk);
}

static CbDesk *
recover (const char     *dir,
         const CbSecret *code,
         guint           slot)
{
  g_autoptr (CbSecret) fresh = secret (new_phrase);
  g_autoptr (GError) error = NULL;
  CbDesk *desk = cb_desk_recover (dir, (const char *) cb_secret_bytes (code), slot, fresh, &error);

  g_assert_no_error (error);
  return desk;
}

static void
sign_in (CbDesk *desk)
{
  g_autoptr (CbSecret) fresh = secret (new_phrase);
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_desk_sign_in (desk, fresh, &error));
  g_assert_no_error (error);
}

static void
enrol_somebody (CbDesk     *desk,
                const char *name,
                const char *phrase)
{
  g_autoptr (CbSecret) pass = secret (phrase);
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_desk_enrol (desk, name, CB_ROLE_CASEWORKER, "510823100", 0, pass, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* The only authority has lost the passphrase: with the sheet they read, and sign. */
static void
test_authority (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) requests = NULL;
  CbUid family;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_has_sheet (office->desk));
  close_desk (office->desk);

  office->desk = recover (office->dir, office->recovery, office->slot[AUTHORITY]);
  g_assert_true (cb_desk_key_certified (office->desk));
  requests = cb_desk_key_requests (office->desk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 0);
  sign_in (office->desk);
  enrol_somebody (office->desk, "周全", "zhuozi-yizi-chuanghu-dengpao");
  cb_household_free (office_load (office, &family));
  office_verify (office);
}

/* An approver has lost it: they read and record, ask by themselves, and sign again when the authority has said yes. */
static void
test_colleague (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << APPROVER);
  g_autoptr (CbSecret) fresh = secret (new_phrase);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) requests = NULL;
  g_autofree char *code = NULL;
  g_autofree char *listed = NULL;
  CbKeyRequest request, forged;

  close_desk (office->desk);
  office->desk = recover (office->dir, office->recovery, office->slot[APPROVER]);
  g_assert_false (cb_desk_key_certified (office->desk));
  g_assert_false (cb_desk_sign_in (office->desk, fresh, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_KEY);
  g_clear_error (&error);
  code = cb_desk_key_code (office->desk);
  /* Asked for once, however often they come back. */
  close_desk (office->desk);
  office->desk = cb_desk_unlock (office->dir, office->slot[APPROVER], fresh, NULL, &error);
  g_assert_no_error (error);
  requests = cb_desk_key_requests (office->desk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 1);
  request = g_array_index (requests, CbKeyRequest, 0);
  g_assert_true (cb_uid_equal (&request.person, &office->person[APPROVER]));
  listed = cb_journal_key_code (request.sign_pk, request.box_pk);
  g_assert_cmpstr (listed, ==, code);

  /* Nobody certifies who may not: not the person, not a colleague. */
  g_assert_false (cb_desk_certify_key (office->desk, &request, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  office_unlock (office, WORKER);
  g_assert_true (cb_desk_key_certified (office->desk));
  office_sign_in (office);
  g_assert_false (cb_desk_certify_key (office->desk, &request, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);

  office_unlock (office, AUTHORITY);
  g_assert_false (cb_desk_certify_key (office->desk, &request, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING);
  g_clear_error (&error);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  forged = request;
  forged.sign_pk[0] ^= 1;
  g_assert_false (cb_desk_certify_key (office->desk, &forged, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_STALE);
  g_clear_error (&error);
  g_assert_true (cb_desk_certify_key (office->desk, &request, &error));
  g_assert_no_error (error);
  g_assert_false (cb_desk_certify_key (office->desk, &request, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_STALE);
  g_clear_error (&error);
  g_assert_cmpint (cb_authority_person (cb_desk_authority (office->desk), &request.person)->roles, ==, CB_ROLE_APPROVER);
  close_desk (office->desk);

  office->desk = cb_desk_unlock (office->dir, office->slot[APPROVER], fresh, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cb_desk_key_certified (office->desk));
  sign_in (office->desk);
  office_verify (office);
}

/* With the sheet a caseworker gets into the casebook and nowhere else. */
static void
test_no_rights (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER);
  g_autoptr (CbSecret) fresh = secret (new_phrase);
  g_autoptr (GError) error = NULL;

  close_desk (office->desk);
  office->desk = recover (office->dir, office->recovery, office->slot[WORKER]);
  g_assert_false (cb_desk_key_certified (office->desk));
  g_assert_cmpint (cb_desk_person (office->desk)->roles & CB_ROLE_AUTHORITY, ==, 0);
  g_assert_null (cb_desk_new_sheet (office->desk, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  g_assert_false (cb_desk_enrol (office->desk, "自己", CB_ROLE_AUTHORITY, "510823", 0, fresh, NULL, NULL, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  office_verify (office);
}

/* A new sheet: the old one opens nothing, the new one gives the authority a key. */
static void
test_new_sheet (void)
{
  g_autoptr (Office) office = office_new (0);
  g_autoptr (CbSecret) fresh = secret (new_phrase);
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (GError) error = NULL;

  cb_desk_sign_out (office->desk);
  g_assert_null (cb_desk_new_sheet (office->desk, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING);
  g_clear_error (&error);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  code = cb_desk_new_sheet (office->desk, &error);
  g_assert_no_error (error);
  close_desk (office->desk);
  office->desk = NULL;
  g_assert_null (cb_desk_recover (office->dir, (const char *) cb_secret_bytes (office->recovery), office->slot[AUTHORITY], fresh, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  office->desk = recover (office->dir, code, office->slot[AUTHORITY]);
  g_assert_true (cb_desk_key_certified (office->desk));
  sign_in (office->desk);
  office_verify (office);
}

/* Of a decision made with the lost key the export still proves who made it. */
static void
test_old_decision (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER | 1u << APPROVER);
  g_autofree char *folder = g_build_filename (office->dir, "decision", NULL);
  g_autoptr (CbDecisionDraft) draft = NULL;
  g_autoptr (GArray) requests = NULL;
  g_autoptr (GError) error = NULL;
  CbUid family, c;

  office_turn (office, WORKER);
  family = office_family (office, "李桂英", NULL, 2, "3000", "510823100");
  c = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &c, TRUE);
  office_turn (office, APPROVER);
  draft = office_draft (office, &c);
  office_sign_in (office);
  g_assert_true (office_decide (office, draft, TRUE, "符合条件", &error));
  g_assert_no_error (error);
  g_clear_pointer (&draft, cb_decision_draft_free);
  close_desk (office->desk);

  office->desk = recover (office->dir, office->recovery, office->slot[APPROVER]);
  requests = cb_desk_key_requests (office->desk, &error);
  g_assert_cmpuint (requests->len, ==, 1);
  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  g_assert_true (cb_desk_certify_key (office->desk, &g_array_index (requests, CbKeyRequest, 0), &error));
  g_assert_no_error (error);
  office_unlock (office, WORKER);
  g_assert_true (cb_case_export (office->desk, &c, folder, &error));
  g_assert_no_error (error);
  office_verify (office);
}

/* --- the computer is lost --- */

/* Backup and sheet are all that is left: restored, recovered, made a new desk, worked on.  The old desk turns up again: what it wrote since
 * the backup counts, since nothing was written in its name meanwhile; what it enrolled meanwhile does not, and says so. */
static void
test_sheet_and_backup (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER);
  g_autofree char *file = g_build_filename (office->dir, "county.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (office->dir, "restored", NULL);
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (GPtrArray) records = NULL, log = NULL;
  g_autoptr (GError) error = NULL;
  CbApplyReport report;
  Office restored = *office;
  const CbDeskCert *cert;
  CbUid family, later, after;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  g_assert_true (cb_vault_backup (cb_desk_vault (office->desk), file, NULL, NULL, &error));
  g_assert_no_error (error);
  later = office_family (office, "张桂芳", NULL, 1, "2000", "510823100");

  code = cb_recovery_code_from_text ((const char *) cb_secret_bytes (office->recovery), &error);
  g_assert_true (cb_vault_restore (file, dir, 0, code, NULL, NULL, &error));
  g_assert_no_error (error);
  restored.dir = dir;
  restored.who = AUTHORITY;
  restored.desk = recover (dir, office->recovery, office->slot[AUTHORITY]);
  g_assert_true (cb_desk_restored (restored.desk));
  g_assert_true (cb_desk_key_certified (restored.desk));
  sign_in (restored.desk);
  g_assert_true (cb_desk_renew (restored.desk, "县民政局（恢复）", &error));
  g_assert_no_error (error);
  g_assert_false (cb_desk_restored (restored.desk));
  g_assert_true (cb_desk_has_sheet (restored.desk));
  office_unlock (&restored, WORKER);
  after = office_family (&restored, "陈建国", NULL, 3, "1000", "510823100");
  cb_household_free (office_load (&restored, &family));
  cb_household_free (office_load (&restored, &after));
  office_verify (&restored);

  /* The old desk's later records, by whatever way. */
  records = office_export (office->desk, cb_desk_identity (office->desk));
  g_assert_true (office_apply (restored.desk, records, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.applied, >, 0);
  g_assert_cmpuint (report.quarantined + report.clones + report.pending, ==, 0);
  cb_household_free (office_load (&restored, &later));
  office_verify (&restored);
  cert = cb_authority_desk (cb_desk_authority (restored.desk), cb_desk_identity (office->desk));
  g_assert_false (cert->revoked);

  /* The old desk's authority goes on enrolling as if nothing had been: two branches, refused whole, nothing of it taken. */
  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  enrol_somebody (office->desk, "周全", "zhuozi-yizi-chuanghu-dengpao");
  log = office_export (office->desk, NULL);
  g_assert_false (office_apply (restored.desk, log, NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE);
  g_clear_error (&error);
  office_verify (&restored);
  close_desk (restored.desk);
}

static gpointer
note_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return desk;
}

static gpointer
other_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return NULL;
}

/* While a copy is being made a desk, nothing but that is written: a job in the queue would write in the old desk's name. */
static void
test_only_renewal (void)
{
  g_autoptr (Office) office = office_new (0);
  g_autofree char *file = g_build_filename (office->dir, "county.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (office->dir, "restored", NULL);
  g_autoptr (GError) error = NULL;
  CbDesk *desk;
  CbUid old;

  g_assert_true (cb_vault_backup (cb_desk_vault (office->desk), file, NULL, NULL, &error));
  g_assert_true (cb_vault_restore (file, dir, office->slot[AUTHORITY], office->passphrase[AUTHORITY], NULL, NULL, &error));
  desk = cb_desk_unlock (dir, office->slot[AUTHORITY], office->passphrase[AUTHORITY], NULL, &error);
  g_assert_no_error (error);
  old = *cb_desk_identity (desk);
  desk->renewing = other_job;
  g_assert_null (cb_desk_write (desk, note_job, NULL, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_RESTORED);
  g_clear_error (&error);
  desk->renewing = note_job;
  g_assert_nonnull (cb_desk_write (desk, note_job, NULL, &error));
  desk->renewing = NULL;
  g_assert_true (cb_desk_sign_in (desk, office->passphrase[AUTHORITY], &error));
  g_assert_true (cb_desk_renew (desk, "新", &error));
  g_assert_no_error (error);
  g_assert_false (cb_uid_equal (&old, cb_desk_identity (desk)));
  g_assert_nonnull (cb_desk_write (desk, note_job, NULL, &error));
  close_desk (desk);
}

/* A caseworker restores the backup with their own passphrase: they read; nothing is written, nothing asked, until an authority comes. */
static void
test_restored_by_worker (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER);
  g_autofree char *file = g_build_filename (office->dir, "county.cbbackup", NULL);
  g_autofree char *dir = g_build_filename (office->dir, "restored", NULL);
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) requests = NULL;
  CbDesk *desk;

  g_assert_true (cb_vault_backup (cb_desk_vault (office->desk), file, NULL, NULL, &error));
  code = cb_recovery_code_from_text ((const char *) cb_secret_bytes (office->recovery), &error);
  g_assert_true (cb_vault_restore (file, dir, 0, code, NULL, NULL, &error));
  g_assert_no_error (error);
  desk = recover (dir, office->recovery, office->slot[WORKER]);
  g_assert_true (cb_desk_restored (desk));
  g_assert_false (cb_desk_key_certified (desk));
  requests = cb_desk_key_requests (desk, &error);
  g_assert_cmpuint (requests->len, ==, 0);
  g_assert_false (cb_desk_renew (desk, "我的", &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING);
  g_assert_true (cb_desk_restored (desk));
  close_desk (desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/keys/authority", test_authority);
  g_test_add_func ("/casework/keys/colleague", test_colleague);
  g_test_add_func ("/casework/keys/no-rights", test_no_rights);
  g_test_add_func ("/casework/keys/new-sheet", test_new_sheet);
  g_test_add_func ("/casework/keys/old-decision", test_old_decision);
  g_test_add_func ("/casework/keys/sheet-and-backup", test_sheet_and_backup);
  g_test_add_func ("/casework/keys/only-renewal", test_only_renewal);
  g_test_add_func ("/casework/keys/restored-by-worker", test_restored_by_worker);

  return g_test_run ();
}
