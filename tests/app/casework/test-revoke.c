/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-clock.h"
#include "cb-desk-private.h"
#include "desk.h"

/* Rights that end.  What was done before stands, what comes after is kept and does not count, at every desk whatever reaches it first;
 * and whoever is revoked cannot undo it. */

static void
close_desk (CbDesk *desk)
{
  g_autoptr (GError) error = NULL;

  cb_desk_lock (desk, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (desk);
}

static void
end_rights (Office        *office,
            const CbUid   *whom,
            const CbTrace *last)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_desk_revoke (office->desk, whom, last, "调离本单位", &error));
  g_assert_no_error (error);
}

static void
expect_refusal (Office      *office,
                const CbUid *whom,
                const char  *reason,
                const char  *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cb_desk_revoke (office->desk, whom, NULL, reason, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_assert_cmpstr (error->message, ==, sentence);
}

/* A copy of the casebook that has become a desk of its own, with everybody's places; @from hears of it. */
static void
found_desk (Office     *from,
            const char *name,
            Office     *to)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.cbbackup", from->dir, name);
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;

  *to = *from;
  memset (to->key, 0, sizeof to->key);
  to->dir = g_strdup_printf ("%s/%s", from->dir, name);
  g_assert_true (cb_vault_backup (cb_desk_vault (from->desk), file, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cb_vault_restore (file, to->dir, from->slot[AUTHORITY], from->passphrase[AUTHORITY], NULL, NULL, &error));
  g_assert_no_error (error);
  to->desk = NULL;
  office_unlock (to, AUTHORITY);
  g_assert_true (cb_desk_sign_in (to->desk, to->passphrase[AUTHORITY], &error));
  g_assert_true (cb_desk_renew (to->desk, name, &error));
  g_assert_no_error (error);
  log = office_export (to->desk, NULL);
  g_assert_true (office_apply (from->desk, log, NULL, &error));
  g_assert_no_error (error);
}

static void
desk_clear (Office *copy)
{
  close_desk (copy->desk);
  for (guint i = 0; i < N_PEOPLE; i++)
    cb_secret_free (copy->key[i]);
  g_free (copy->dir);
}

/* The records of @of, or the log. */
static void
hand_over (Office        *from,
           Office        *to,
           const CbUid   *of,
           CbApplyReport *report)
{
  g_autoptr (GPtrArray) packets = office_export (from->desk, of);
  g_autoptr (GError) error = NULL;

  g_assert_true (office_apply (to->desk, packets, report, &error));
  g_assert_no_error (error);
}

typedef struct { guint8 digest[32]; GArray *held; } State;

static gpointer
state_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  State *state = data;

  state->held = cb_journal_held (db, error);
  return state->held != NULL && cb_journal_digest (db, state->digest, error) ? state : NULL;
}

/* What @office holds back, all of it for @may; gives the digest. */
static guint
held (Office *office,
      CbMay   may,
      guint8  digest[32])
{
  g_autoptr (GError) error = NULL;
  State state = { { 0 }, NULL };
  guint n = 0;

  cb_desk_read (office->desk, state_job, &state, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < state.held->len; i++)
    {
      const CbHeld *h = &g_array_index (state.held, CbHeld, i);

      g_assert_cmpint (h->kind, ==, CB_HELD_QUARANTINED);
      g_assert_cmpint (h->may, ==, may);
      g_assert_cmpstr (h->reason, ==, cb_may_text (may));
      n += (guint) (h->last - h->first + 1);
    }
  if (digest != NULL)
    memcpy (digest, state.digest, 32);
  g_array_unref (state.held);
  return n;
}

static void
decide (Office      *office,
        const CbUid *c)
{
  g_autoptr (CbDecisionDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  office_turn (office, APPROVER);
  draft = office_draft (office, c);
  office_sign_in (office);
  g_assert_true (office_decide (office, draft, TRUE, "符合条件", &error));
  g_assert_no_error (error);
}

static CbCaseState
state_of (Office      *office,
          const CbUid *c)
{
  g_autoptr (CbCase) it = office_case (office, c);

  return it->state;
}

/* Case after case, decided or not, at the desk of @office. */
static CbUid
case_of (Office     *office,
         const char *head)
{
  g_autoptr (GError) error = NULL;
  CbUid family, c;

  office_turn (office, WORKER);
  family = office_family (office, head, NULL, 2, "3000", "510823100");
  c = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &c, TRUE);
  return c;
}

/* An approver is revoked at one desk while a decision of theirs is under way from another: the first stands, the second is kept apart
 * at all three desks: one heard of the revocation first, one of the decision first, one made it. */
static void
test_person (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER | 1u << APPROVER);
  Office second, third;
  const CbPerson *person;
  CbUid before, after, a, b;
  CbRevocation revocation;
  CbApplyReport report;
  guint8 digest[32], other[32];
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = NULL;
  guint slots_before;

  before = case_of (office, "王秀兰");
  decide (office, &before);
  after = case_of (office, "李桂英");
  office_unlock (office, AUTHORITY);
  found_desk (office, "second", &second);
  found_desk (&second, "third", &third);
  hand_over (&second, office, NULL, NULL);
  office_unlock (office, AUTHORITY);
  a = *cb_desk_identity (office->desk);
  b = *cb_desk_identity (second.desk);
  office_unlock (&second, APPROVER);
  decide (&second, &after);
  g_assert_cmpint (state_of (&second, &after), ==, CB_CASE_CONFIRMED);

  /* At the first desk. */
  slots = cb_vault_list_slots (cb_desk_vault (office->desk), &error);
  slots_before = slots->len;
  g_assert_true (cb_desk_may_revoke (office->desk, &office->person[APPROVER], &error));
  g_assert_false (cb_desk_revoke (office->desk, &office->person[APPROVER], NULL, "x", &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING);
  g_clear_error (&error);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  expect_refusal (office, &office->person[APPROVER], "  ", "Write down the reason in a few words.");
  end_rights (office, &office->person[APPROVER], NULL);
  person = cb_authority_person (cb_desk_authority (office->desk), &office->person[APPROVER]);
  g_assert_true (person->revoked);
  g_assert_true (cb_authority_revocation (cb_desk_authority (office->desk), &office->person[APPROVER], &revocation));
  g_assert_true (cb_uid_equal (&revocation.issuer, &office->person[AUTHORITY]));
  g_assert_cmpstr (revocation.reason, ==, "调离本单位");
  g_assert_cmpint (revocation.ms, ==, cb_clock_now_ms ());
  g_assert_false (cb_authority_revocation (cb_desk_authority (office->desk), &office->person[WORKER], &revocation));
  expect_refusal (office, &office->person[APPROVER], "再次", "This is revoked already.");
  g_assert_cmpint (state_of (office, &before), ==, CB_CASE_CONFIRMED);
  g_assert_cmpuint (held (office, CB_MAY_REVOKED, NULL), ==, 0);
  /* Shut out here, and still after a restart; the others come in as before. */
  g_clear_pointer (&slots, g_array_unref);
  slots = cb_vault_list_slots (cb_desk_vault (office->desk), &error);
  g_assert_cmpuint (slots->len, ==, slots_before - 1);
  office_unlock (office, WORKER);
  g_assert_cmpint (cb_desk_standing (office->desk), ==, CB_MAY_YES);
  g_assert_true (cb_authority_person (cb_desk_authority (office->desk), &office->person[APPROVER])->revoked);
  close_desk (office->desk);
  office->desk = cb_desk_unlock (office->dir, office->slot[APPROVER], office->passphrase[APPROVER], NULL, &error);
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  g_clear_error (&error);
  office_unlock (office, AUTHORITY);
  office_verify (office);

  /* The decision arrives: at the first desk after the revocation, at the third before it. */
  hand_over (&second, office, &b, &report);
  g_assert_cmpuint (report.quarantined, ==, 1);
  hand_over (&second, &third, &b, &report);
  g_assert_cmpuint (report.quarantined, ==, 0);
  g_assert_cmpint (state_of (&third, &after), ==, CB_CASE_CONFIRMED);
  hand_over (office, &second, NULL, NULL);
  hand_over (office, &third, NULL, NULL);
  hand_over (office, &second, &a, NULL);
  hand_over (office, &third, &a, NULL);
  g_assert_cmpuint (held (office, CB_MAY_REVOKED, digest), ==, 1);
  g_assert_cmpuint (held (&second, CB_MAY_REVOKED, other), ==, 1);
  g_assert_cmpmem (digest, 32, other, 32);
  g_assert_cmpuint (held (&third, CB_MAY_REVOKED, other), ==, 1);
  g_assert_cmpmem (digest, 32, other, 32);
  for (guint i = 0; i < 3; i++)
    {
      Office *at = i == 0 ? office : i == 1 ? &second : &third;

      g_assert_cmpint (state_of (at, &before), ==, CB_CASE_CONFIRMED);
      g_assert_cmpint (state_of (at, &after), ==, CB_CASE_OPINION);
      office_verify (at);
    }

  /* At a desk that has heard of it: in, reading, told why nothing is recorded; until somebody shuts them out there too. */
  office_unlock (&second, APPROVER);
  g_assert_cmpint (cb_desk_standing (second.desk), ==, CB_MAY_REVOKED);
  g_assert_cmpint (state_of (&second, &before), ==, CB_CASE_CONFIRMED);
  g_assert_false (cb_desk_sign_in (second.desk, second.passphrase[APPROVER], &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_assert_cmpstr (error->message, ==, cb_may_text (CB_MAY_REVOKED));
  g_clear_error (&error);
  g_assert_false (cb_desk_shut_out (second.desk, &office->person[APPROVER], &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  office_unlock (&second, WORKER);
  g_assert_false (cb_desk_shut_out (second.desk, &office->person[REVIEWER], &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  g_assert_true (cb_desk_shut_out (second.desk, &office->person[APPROVER], &error));
  g_assert_no_error (error);
  g_assert_true (cb_desk_shut_out (second.desk, &office->person[APPROVER], &error));
  close_desk (second.desk);
  g_assert_null (cb_desk_unlock (second.dir, second.slot[APPROVER], second.passphrase[APPROVER], NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  second.desk = NULL;
  office_unlock (&second, WORKER);
  desk_clear (&second);
  desk_clear (&third);
}

static gpointer
family_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();

  office_type (h, edits, cb_household_self (h), "household.area", "510823100");
  return cb_household_save (desk, db, h, edits, NULL, error) ? desk : NULL;
}

static gpointer
authority_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return cb_desk_reload_authority (desk, db, error) ? desk : NULL;
}

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (CbHousehold) h = cb_household_load (db, data, error);

  return h != NULL ? desk : NULL;
}

static gboolean
is_there (Office      *office,
          const CbUid *household)
{
  g_autoptr (GError) error = NULL;

  if (cb_desk_read (office->desk, load_job, (gpointer) household, &error) != NULL)
    return TRUE;
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND);
  return FALSE;
}

/* From an earlier record on: what a thief wrote with the passphrase goes, what was written before it stays. */
static void
test_earlier (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER);
  g_autoptr (GArray) trail = NULL, all = NULL;
  g_autoptr (GError) error = NULL;
  CbUid first, second;
  CbTrace last;

  office_turn (office, WORKER);
  first = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  cb_clock_set (cb_clock_now_ms () + 60000);
  trail = cb_desk_trail (office->desk, &office->person[WORKER], 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trail->len, ==, 1);
  last = g_array_index (trail, CbTrace, 0);
  g_assert_cmpuint (last.records, >, 1);
  g_assert_cmpuint (last.event, ==, 0);
  second = office_family (office, "李桂英", NULL, 2, "3000", "510823100");
  all = cb_desk_trail (office->desk, &office->person[WORKER], 10, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (g_array_index (all, CbTrace, 1).last.seq, ==, last.last.seq);
  g_clear_pointer (&all, g_array_unref);
  all = cb_desk_trail (office->desk, &office->person[WORKER], 1, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_clear_pointer (&all, g_array_unref);
  all = cb_desk_trail (office->desk, cb_desk_identity (office->desk), 10, &error);
  g_assert_cmpuint (all->len, ==, 3);   /* the rules of the founding too */
  g_clear_pointer (&all, g_array_unref);
  all = cb_desk_trail (office->desk, &office->person[REVIEWER], 10, &error);
  g_assert_cmpuint (all->len, ==, 0);

  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  last.hash[0] ^= 1;
  g_assert_false (cb_desk_revoke (office->desk, &office->person[WORKER], &last, "电脑被盗", &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  g_clear_error (&error);
  last.hash[0] ^= 1;
  end_rights (office, &office->person[WORKER], &last);
  g_assert_cmpuint (held (office, CB_MAY_REVOKED, NULL), ==, g_array_index (trail, CbTrace, 0).records);
  g_assert_true (is_there (office, &first));
  g_assert_false (is_there (office, &second));
  office_verify (office);
  office_unlock (office, REVIEWER);
  office_verify (office);
}

/* Only an authority, not over its own area, not oneself, not here; and so never the last one. */
static void
test_who (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << APPROVER);
  g_autoptr (CbSecret) phrase = cb_secret_from ("zhuozi-yizi-chuanghu-dengpao", 28), local_phrase = cb_secret_from ("shanshui-huaniao-yuchong-fengyue", 32);
  g_autoptr (GError) error = NULL;
  CbUid colleague, local, nobody = cb_uid_new ();
  guint slot, local_slot;
  CbUid here = *cb_desk_identity (office->desk);

  g_assert_true (cb_desk_enrol (office->desk, "诸葛", CB_ROLE_AUTHORITY, "510823", 0, phrase, &slot, &colleague, &error));
  g_assert_true (cb_desk_enrol (office->desk, "上官", CB_ROLE_AUTHORITY, "510823100", 0, local_phrase, &local_slot, &local, &error));
  g_assert_no_error (error);
  expect_refusal (office, &office->person[AUTHORITY], "x", "Nobody revokes themselves: another authority does it.");
  expect_refusal (office, &here, "x", "Nobody revokes the desk they sit at: it is done at another desk.");
  expect_refusal (office, &nobody, "x", "Nobody of that name is enrolled.");
  office_unlock (office, WORKER);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[WORKER], &error));
  expect_refusal (office, &office->person[APPROVER], "x", "Only the authority revokes people and desks. Ask the authority.");
  close_desk (office->desk);

  office->desk = cb_desk_unlock (office->dir, local_slot, local_phrase, NULL, &error);
  g_assert_true (cb_desk_sign_in (office->desk, local_phrase, &error));
  expect_refusal (office, &office->person[APPROVER], "x", "This lies outside your area: an authority of the county revokes it.");
  close_desk (office->desk);

  /* One authority revokes the other, who then revokes nobody; the last one stays. */
  office->desk = cb_desk_unlock (office->dir, slot, phrase, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cb_desk_sign_in (office->desk, phrase, &error));
  end_rights (office, &office->person[AUTHORITY], NULL);
  end_rights (office, &local, NULL);
  expect_refusal (office, &colleague, "x", "Nobody revokes themselves: another authority does it.");
  g_assert_true (cb_authority_person (cb_desk_authority (office->desk), &local)->revoked);
  g_assert_false (cb_authority_person (cb_desk_authority (office->desk), &colleague)->revoked);
  office_verify (office);
}

/* A laptop is stolen: what was sent of it stands, what comes later does not, and nothing is recorded at it once it knows. */
static void
test_desk (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER);
  Office laptop;
  g_autoptr (GError) error = NULL;
  CbUid sent, unsent, b;
  CbApplyReport report;

  found_desk (office, "laptop", &laptop);
  b = *cb_desk_identity (laptop.desk);
  office_unlock (office, AUTHORITY);
  office_unlock (&laptop, WORKER);
  sent = office_family (&laptop, "王秀兰", NULL, 1, "3000", "510823100");
  hand_over (&laptop, office, &b, &report);
  g_assert_cmpuint (report.applied, >, 0);
  unsent = office_family (&laptop, "李桂英", NULL, 1, "3000", "510823100");

  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  end_rights (office, &b, NULL);
  g_assert_true (cb_authority_desk (cb_desk_authority (office->desk), &b)->revoked);
  g_assert_cmpuint (cb_authority_desk (cb_desk_authority (office->desk), &b)->cut_seq, ==, report.applied);
  expect_refusal (office, &b, "x", "This is revoked already.");
  hand_over (&laptop, office, &b, &report);
  g_assert_cmpuint (report.quarantined, >, 0);
  g_assert_cmpuint (held (office, CB_MAY_DESK_REVOKED, NULL), ==, report.quarantined);
  g_assert_true (is_there (office, &sent));
  office_verify (office);

  hand_over (office, &laptop, NULL, NULL);
  cb_desk_read (laptop.desk, authority_job, NULL, &error);
  g_assert_cmpint (cb_desk_standing (laptop.desk), ==, CB_MAY_DESK_REVOKED);
  g_assert_cmpuint (held (&laptop, CB_MAY_DESK_REVOKED, NULL), ==, report.quarantined);
  g_assert_null (cb_desk_write (laptop.desk, family_job, NULL, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_DESK_REVOKED);
  g_clear_error (&error);
  office_verify (&laptop);
  g_assert_false (is_there (&laptop, &unsent));
  desk_clear (&laptop);
}

/* Other roles and another area: from now on, for what follows. */
static void
test_rights (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << APPROVER);
  const CbUid *worker = &office->person[WORKER];
  g_autoptr (GError) error = NULL;
  const CbPerson *person;
  CbUid family;
  const struct { const CbUid *whom; CbRoles roles; const char *sentence; } refused[] = {
    { &office->person[AUTHORITY], CB_ROLE_AUTHORITY | CB_ROLE_CASEWORKER, "Nobody changes their own rights: another authority does it." },
    { worker, 0, "Choose at least one role." },
    { worker, CB_ROLE_AUDITOR | CB_ROLE_AUTHORITY, "These roles exclude each other. Give them to different persons." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (cb_desk_change_rights (office->desk, refused[i].whom, refused[i].roles, "510823", 0, &error));
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
      g_assert_cmpstr (error->message, ==, refused[i].sentence);
      g_clear_error (&error);
    }
  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 1, "3000", "510823101");
  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  g_assert_true (cb_desk_change_rights (office->desk, worker, CB_ROLE_CASEWORKER, "510823100", CB_YUAN (500), &error));
  g_assert_no_error (error);
  person = cb_authority_person (cb_desk_authority (office->desk), worker);
  g_assert_cmpstr (person->name, ==, "赵敏");
  g_assert_cmpint (person->roles, ==, CB_ROLE_CASEWORKER);
  g_assert_cmpstr (person->area, ==, "510823100");
  g_assert_cmpint (person->limit, ==, CB_YUAN (500));
  office_unlock (office, WORKER);
  g_assert_true (cb_desk_key_certified (office->desk));
  office_family (office, "李桂英", NULL, 1, "3000", "510823100");
  g_assert_true (is_there (office, &family));
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[WORKER], &error));
  g_assert_false (cb_desk_change_rights (office->desk, &office->person[APPROVER], CB_ROLE_FINANCE, "510823", 0, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);

  /* Not whoever is revoked: that would give the rights back. */
  office_unlock (office, AUTHORITY);
  g_assert_true (cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error));
  end_rights (office, worker, NULL);
  g_assert_false (cb_desk_change_rights (office->desk, worker, CB_ROLE_CASEWORKER, "510823", 0, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  office_verify (office);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/revoke/person", test_person);
  g_test_add_func ("/casework/revoke/earlier", test_earlier);
  g_test_add_func ("/casework/revoke/who", test_who);
  g_test_add_func ("/casework/revoke/desk", test_desk);
  g_test_add_func ("/casework/revoke/rights", test_rights);

  return g_test_run ();
}
