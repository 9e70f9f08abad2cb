/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <sodium.h>
#include <string.h>

#include "cb-caseload.h"
#include "cb-desk-private.h"
#include "cb-projection.h"
#include "cb-search.h"

/* Another desk of the county, in memory: it has what the first one had when it was made, and writes on its own. */
typedef struct { CbUid uid; CbSecret *sk; CbDb *db; guint64 sent; } Other;

static gpointer
enrol_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Other *other = data;
  const CbActor *actor = cb_desk_actor (desk);
  CbDeskCert cert = { .uid = other->uid, .label = (char *) "普安镇", .area = (char *) "510823" };

  crypto_sign_ed25519_sk_to_pk (cert.sign_pk, cb_secret_bytes (other->sk));
  return cb_authority_enrol_desk (db, &cert, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error) ? data : NULL;
}

typedef struct { GPtrArray *authority, *changesets; } Export;

static gpointer
export_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Export *e = data;
  CbUid uid = cb_desk_actor (desk)->desk;

  e->authority = cb_journal_export (db, NULL, 1, error);
  e->changesets = e->authority != NULL ? cb_journal_export (db, &uid, 1, error) : NULL;
  return e->changesets != NULL ? e : NULL;
}

static void
apply (CbDb      *db,
       GPtrArray *bytes)
{
  g_autoptr (GError) error = NULL;
  CbApplyReport report = { 0 };

  g_assert_true (cb_db_begin (db, &error));
  g_assert_true (cb_journal_apply (db, (GBytes *const *) bytes->pdata, bytes->len, &report, &error));
  g_assert_no_error (error);
  g_assert_true (cb_db_commit (db, &error));
  g_assert_cmpuint (report.pending + report.quarantined + report.clones, ==, 0);
}

static void
other_open (Other  *other,
            Office *office)
{
  g_autoptr (GError) error = NULL;
  Export e = { 0 };
  guint8 pk[32];

  other->uid = cb_uid_new ();
  other->sk = cb_secret_new (64);
  crypto_sign_keypair (pk, cb_secret_data (other->sk));
  other->sent = 1;
  office_turn (office, AUTHORITY);
  office_sign_in (office);
  cb_desk_write (office->desk, enrol_job, other, &error);
  g_assert_no_error (error);
  cb_desk_write (office->desk, export_job, &e, &error);
  g_assert_no_error (error);
  other->db = cb_db_new_memory (&error);
  g_assert_true (cb_db_migrate (other->db, cb_desk_schemas (), &error));
  apply (other->db, e.authority);
  apply (other->db, e.changesets);
  g_assert_true (cb_db_begin (other->db, &error));
  g_assert_true (cb_journal_keep_desk (other->db, &other->uid, other->sk, &error));
  g_assert_true (cb_db_commit (other->db, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (e.authority);
  g_ptr_array_unref (e.changesets);
}

static void
other_close (Other *other)
{
  cb_secret_free (other->sk);
  cb_db_free (other->db);
}

/* @person writes one fact there, having seen what stands there. */
static void
other_write (Other         *other,
             const CbUid   *person,
             const CbUid   *entity,
             CbKind         kind,
             guint          field,
             const CbValue *value)
{
  const CbActor actor = { *person, other->uid, other->sk, NULL };
  g_autoptr (CbChange) change = cb_change_new (&actor);
  g_autoptr (GError) error = NULL;

  cb_change_set (change, entity, kind, field, value, NULL, 0, TRUE);
  g_assert_true (cb_db_begin (other->db, &error));
  g_assert_true (cb_change_commit (change, other->db, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cb_db_commit (other->db, &error));
}

static gpointer
apply_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  GPtrArray *bytes = data;
  CbApplyReport report = { 0 };

  if (!cb_journal_apply (db, (GBytes *const *) bytes->pdata, bytes->len, &report, error))
    return NULL;
  g_assert_cmpuint (report.applied, >, 0);
  g_assert_cmpuint (report.pending + report.quarantined + report.clones, ==, 0);
  return data;
}

static void
other_send (Other  *other,
            Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bytes = cb_journal_export (other->db, &other->uid, other->sent, &error);

  g_assert_no_error (error);
  cb_desk_write (office->desk, apply_job, bytes, &error);
  g_assert_no_error (error);
}

static gpointer
questions_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const CbQuery query = { .text = data, .questions = TRUE };

  return cb_search_ids (db, &query, 0, cancellable, error);
}

/* Of all households that @text finds, only @uid has an open question; NULL: none has. */
static void
assert_questions (Office      *office,
                  const char  *text,
                  const CbUid *uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) uids = cb_desk_read (office->desk, questions_job, (gpointer) text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (uids->len, ==, uid != NULL ? 1 : 0);
  if (uid != NULL)
    g_assert_true (cb_uid_equal (&g_array_index (uids, CbUid, 0), uid));
}

static const CbFork *
fork_of (GArray *forks,
         guint   field)
{
  for (guint i = 0; i < forks->len; i++)
    if (g_array_index (forks, CbFork, i).field == field)
      return &g_array_index (forks, CbFork, i);
  return NULL;
}

static CbEntity *
first_income (CbHousehold *h)
{
  g_autoptr (GPtrArray) incomes = cb_household_list (h, CB_KIND_INCOME, NULL);

  return incomes->pdata[0];
}

static gpointer
counts_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return cb_counts_load (desk, db, "", data, error) ? data : NULL;
}

/* Two desks, two incomes: nobody decides until a person has answered; a phone number is no dispute. */
static void
test_fork (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER | 1 << APPROVER);
  g_autoptr (GError) error = NULL;
  Other other;
  CbCounts counts = { 0 };
  CbUid family, uid, income;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  other_open (&other, office);
  office_turn (office, WORKER);
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);
    g_autoptr (GArray) edits = cb_edits_new ();
    const CbValue there = cb_value_int (CB_YUAN (9000));
    g_auto (CbValue) phone = cb_value_text ("13808390000");

    income = *cb_entity_uid (first_income (h));
    other_write (&other, &office->person[WORKER], &income, CB_KIND_INCOME, 202, &there);
    other_write (&other, &office->person[WORKER], &family, CB_KIND_HOUSEHOLD, 14, &phone);
    office_type (h, edits, first_income (h), "income.amount", "4200");
    office_type (h, edits, cb_household_self (h), "household.phone", "13808391111");
    office_save (office, h, edits, NULL);
  }
  other_send (&other, office);
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);
    g_autoptr (CbProgram) program = cb_desk_program (office->desk, cb_date_new (2026, 9, 21), NULL);
    g_autoptr (GArray) forks = cb_household_forks (h, program, NULL);

    g_assert_cmpuint (forks->len, ==, 2);
    g_assert_true (fork_of (forks, 202)->matters);
    g_assert_false (fork_of (forks, 14)->matters);
  }
  cb_desk_read (office->desk, counts_job, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.forks, ==, 2);
  assert_questions (office, NULL, &family);
  assert_questions (office, "nobody", NULL);
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);

    assert_questions (office, cb_entity_text (cb_household_head (h), cb_field_by_key ("member.name")->id), &family);
  }
  office_verify (office);
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_cmpuint (draft->objections->len, >=, 1);
    g_assert_false (office_decide (office, draft, TRUE, "x", &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_FORKED);
    g_assert_nonnull (strstr (error->message, "income.amount"));
    g_clear_error (&error);
  }
  /* The answer names both versions. */
  office_turn (office, WORKER);
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);
    g_autoptr (GArray) edits = cb_edits_new ();

    office_type (h, edits, first_income (h), "income.amount", "4200");
    office_type (h, edits, cb_household_self (h), "household.phone", "13808391111");
    office_save (office, h, edits, NULL);
  }
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);
    g_autoptr (GArray) forks = cb_household_forks (h, NULL, NULL);

    g_assert_cmpuint (forks->len, ==, 0);
    g_assert_cmpint (cb_household_income (h, NULL), ==, CB_YUAN (4200));
  }
  assert_questions (office, NULL, NULL);
  office_turn (office, APPROVER);
  office_sign_in (office);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &uid);

    g_assert_true (office_decide (office, draft, TRUE, NULL, &error));
    g_assert_no_error (error);
  }
  office_verify (office);
  other_close (&other);
}

/* A random session at two desks: whatever came, the tables are what a rebuild gives. */
static void
test_random (void)
{
  static const char *const keys[] = { "member.name", "member.health", "member.residence", "member.id_number" };
  static const char *const typed[][3] = {
    { "李国强", "王小明", "" }, { "重病", "健康", "" }, { "在家", "监狱服刑", "死亡" },
    { "510802196503159982", "510823195809129978", "" },
  };
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER);
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());
  Other other;
  CbUid families[3];

  office_turn (office, WORKER);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    families[i] = office_family (office, "王秀兰", NULL, 2 + i, "3000", "510823100");
  other_open (&other, office);
  office_turn (office, WORKER);
  for (guint step = 0; step < 12; step++)
    {
      const CbUid *uid = &families[g_rand_int_range (random, 0, G_N_ELEMENTS (families))];
      g_autoptr (CbHousehold) h = office_load (office, uid);
      g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
      g_autoptr (GArray) edits = cb_edits_new ();
      guint k = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (keys));
      CbEntity *m = members->len > 0 ? members->pdata[g_rand_int_range (random, 0, (gint) members->len)] : NULL;

      if (m == NULL)
        continue;
      switch (g_rand_int_range (random, 0, 5))
        {
        case 0:
          cb_edits_remove (edits, m, "moved away");
          break;
        case 1:
          {
            g_auto (CbValue) value = cb_value_text (typed[0][g_rand_int_range (random, 0, 2)]);

            other_write (&other, &office->person[WORKER], cb_entity_uid (m), CB_KIND_MEMBER, 100, &value);
            break;
          }
        case 2:
          {
            const CbValue value = cb_value_uid (&families[g_rand_int_range (random, 0, G_N_ELEMENTS (families))]);

            cb_edits_set (edits, m, CB_FIELD_PARENT, &value);   /* to another household */
            break;
          }
        default:
          office_type (h, edits, m, keys[k], typed[k][g_rand_int_range (random, 0, 3)]);
        }
      if (edits->len > 0)
        office_save (office, h, edits, NULL);
    }
  {
    const CbValue value = cb_value_int (1);

    other_write (&other, &office->person[WORKER], &families[0], CB_KIND_HOUSEHOLD, 15, &value);
  }
  other_send (&other, office);
  office_verify (office);
  other_close (&other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/fork/answered", test_fork);
  g_test_add_func ("/casework/fork/random", test_random);
  return g_test_run ();
}
