/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "cb-assess.h"
#include "cb-clock.h"

/* One county for all: founding costs more than anything that is tested here. */
static Office *shared;

#define ID_WANG "510802196503159982"
#define ID_LI   "510823195809129978"
#define ID_ONCE "51082420091101996X"

static CbEntity *
member_at (CbHousehold *h,
           guint        i)
{
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);

  return i < members->len ? members->pdata[i] : NULL;
}

/* Entered, saved, loaded: everything is there, in the order entered, the head first. */
static void
test_round_trip (void)
{
  Office *office = shared;
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (CbHousehold) again = NULL;
  g_autoptr (GPtrArray) list = NULL;
  CbEntity *wife, *head, *income;

  office_turn (office, WORKER);
  office_type (h, edits, cb_household_self (h), "household.area", "510823100");
  office_type (h, edits, cb_household_self (h), "household.category", "农村");
  wife = cb_household_add (h, CB_KIND_MEMBER, NULL);
  office_type (h, edits, wife, "member.name", "王秀兰");
  office_type (h, edits, wife, "member.id_number", ID_WANG);
  office_type (h, edits, wife, "member.relation", "配偶");
  head = cb_household_add (h, CB_KIND_MEMBER, NULL);
  office_type (h, edits, head, "member.name", "李国强");
  office_type (h, edits, head, "member.relation", "户主");
  income = cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (head));
  office_type (h, edits, income, "income.kind", "工资");
  office_type (h, edits, income, "income.amount", "17280");
  /* An ID number gives birth and sex. */
  g_assert_cmpint (cb_entity_int (wife, 103, 0), ==, cb_date_new (1965, 3, 15));
  g_assert_cmpstr (cb_entity_text (wife, 104), ==, "female");
  office_save (office, h, edits, NULL);

  again = office_load (office, cb_household_uid (h));
  g_assert_cmpstr (cb_entity_text (cb_household_self (again), 11), ==, "510823100");
  list = cb_household_list (again, CB_KIND_MEMBER, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (cb_entity_text (list->pdata[0], 100), ==, "李国强");
  g_assert_cmpstr (cb_entity_text (list->pdata[1], 100), ==, "王秀兰");
  g_assert_cmpint (cb_entity_int (list->pdata[1], 103, 0), ==, cb_date_new (1965, 3, 15));
  g_assert_cmpint (cb_household_income (again, NULL), ==, CB_YUAN (17280));
  g_assert_cmpint (cb_household_income (again, cb_entity_uid (wife)), ==, 0);
  office_assert_no_scan (office);
  office_verify (office);
}

/* What a person set stands against the ID number; what was filled in follows it. */
static void
test_fills (void)
{
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  CbEntity *m = cb_household_add (h, CB_KIND_MEMBER, NULL);

  cb_clock_set (cb_date_new (2026, 9, 21) * G_GINT64_CONSTANT (86400000));
  office_type (h, edits, m, "member.id_number", ID_WANG);
  office_type (h, edits, m, "member.id_number", ID_LI);
  g_assert_cmpint (cb_entity_int (m, 103, 0), ==, cb_date_new (1958, 9, 12));
  g_assert_cmpstr (cb_entity_text (m, 104), ==, "male");
  office_type (h, edits, m, "member.birth", "1960-01-01");
  office_type (h, edits, m, "member.id_number", ID_WANG);
  g_assert_cmpint (cb_entity_int (m, 103, 0), ==, cb_date_new (1960, 1, 1));
  g_assert_cmpstr (cb_entity_text (m, 104), ==, "female");
  office_type (h, edits, m, "member.disability_cert", ID_WANG "42");
  g_assert_cmpstr (cb_entity_text (m, 114), ==, "limb");
  g_assert_cmpint (cb_entity_int (m, 115, 0), ==, 2);
  }

static void
test_undo (void)
{
  Office *office = shared;
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) third = NULL;
  g_autoptr (GArray) remove = cb_edits_new ();
  g_autoptr (GArray) restore = NULL;
  CbUid uid;
  CbEntity *m;

  office_turn (office, WORKER);
  uid = office_family (office, "李国强", ID_LI, 2, "3000", "510823100");
  {
    g_autoptr (CbHousehold) h = office_load (office, &uid);

    office_type (h, edits, member_at (h, 0), "member.health", "重病");
    office_type (h, edits, member_at (h, 0), "member.name", "李国刚");
    m = cb_household_add (h, CB_KIND_MEMBER, NULL);
    office_type (h, edits, m, "member.name", "李小花");
    office_save (office, h, edits, &first);
    /* On with the same working copy: the editor does not load between two saves. */
    g_array_set_size (edits, 0);
    office_type (h, edits, member_at (h, 0), "member.name", "李国钢");
    office_save (office, h, edits, &second);
    office_save (office, h, second, &third);
    office_save (office, h, first, NULL);
  }
  {
    g_autoptr (CbHousehold) h = office_load (office, &uid);
    g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
    g_autoptr (GArray) forks = cb_household_forks (h, NULL, NULL);

    g_assert_cmpuint (members->len, ==, 2);
    g_assert_cmpstr (cb_entity_text (members->pdata[0], 100), ==, "李国强");
    g_assert_null (cb_entity_text (members->pdata[0], 111));
    g_assert_cmpuint (forks->len, ==, 0);
    /* Removal, and back. */
    cb_edits_remove (remove, members->pdata[1], "died");
    office_save (office, h, remove, &restore);
  }
  {
    g_autoptr (CbHousehold) h = office_load (office, &uid);

    g_assert_null (member_at (h, 1));
    office_save (office, h, restore, NULL);
  }
  {
    g_autoptr (CbHousehold) h = office_load (office, &uid);

    g_assert_nonnull (member_at (h, 1));
  }
  office_assert_no_scan (office);
  office_verify (office);
}

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  gpointer *call = data;

  return cb_household_save (desk, db, call[0], call[1], NULL, error) ? data : NULL;
}

static void
assert_refused (Office      *office,
                CbHousehold *h,
                GArray      *edits)
{
  gpointer call[] = { h, edits };
  g_autoptr (GError) error = NULL;

  cb_desk_write (office->desk, save_job, call, &error);
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
}

static void
test_refused (void)
{
  Office *office = shared;
  g_autoptr (CbHousehold) h = NULL;
  CbUid uid;

  office_turn (office, WORKER);
  uid = office_family (office, "李国强", ID_LI, 2, "3000", "510823100");
  h = office_load (office, &uid);
  {
    g_autoptr (GArray) edits = cb_edits_new ();
    g_autoptr (CbHousehold) copy = cb_household_copy (h);

    office_type (copy, edits, member_at (copy, 1), "member.relation", "户主");   /* a second head */
    assert_refused (office, copy, edits);
  }
  {
    g_autoptr (GArray) edits = cb_edits_new ();
    const CbUid nobody = cb_uid_new ();
    g_autoptr (CbHousehold) copy = cb_household_copy (h);
    CbEntity *income = cb_household_add (copy, CB_KIND_INCOME, &nobody);

    office_type (copy, edits, income, "income.amount", "1");   /* of no member */
    assert_refused (office, copy, edits);
  }
  {
    g_autoptr (GArray) edits = cb_edits_new ();
    const CbValue wrong = cb_value_int (3);

    cb_edits_set (edits, member_at (h, 0), 100, &wrong);   /* a number as a name */
    assert_refused (office, h, edits);
  }
  {
    g_autoptr (GArray) edits = cb_edits_new ();
    g_auto (CbValue) wrong = cb_value_text ("emperor");

    cb_edits_set (edits, member_at (h, 0), 101, &wrong);
    assert_refused (office, h, edits);
  }
  {
    g_autoptr (GArray) edits = cb_edits_new ();
    const CbValue wrong = cb_value_int (3);

    cb_edits_set (edits, member_at (h, 0), 301, &wrong);   /* an asset's field on a member */
    assert_refused (office, h, edits);
  }
}

static gpointer
duplicate_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  CbDuplicate *found = data;

  return cb_find_duplicate (db, ID_ONCE, NULL, found, error) ? data : NULL;
}

static void
test_duplicate (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  CbDuplicate found = { 0 };
  CbUid uid;

  office_turn (office, WORKER);
  g_assert_null (cb_desk_read (office->desk, duplicate_job, &found, &error));
  g_assert_no_error (error);
  uid = office_family (office, "李国强", ID_ONCE, 1, "3000", "510823100");
  g_assert_nonnull (cb_desk_read (office->desk, duplicate_job, &found, &error));
  g_assert_true (cb_uid_equal (&found.household, &uid));
  g_assert_cmpstr (found.name, ==, "李国强");
  g_assert_cmpstr (found.village, ==, "青山村");
  cb_duplicate_clear (&found);
}

static void
test_carry_over (void)
{
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  CbEntity *a = cb_household_add (h, CB_KIND_MEMBER, NULL);
  CbEntity *b = cb_household_add (h, CB_KIND_MEMBER, NULL);

  g_assert_null (cb_household_carry_over (h, b, 105));
  office_type (h, edits, a, "member.ethnicity", "汉");
  g_assert_cmpstr (cb_household_carry_over (h, b, 105)->text, ==, "汉");
  g_assert_null (cb_household_carry_over (h, a, 105));
}

/* The rules on what was entered: two rural persons with 3,000 a year, the worked arithmetic of policy.md 2.6. */
static void
test_assess (void)
{
  Office *office = shared;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbHousehold) h = NULL;
  g_autoptr (CbAssessment) a = NULL, b = NULL;
  g_autoptr (CbProgram) program = cb_desk_program (office->desk, cb_date_new (2026, 9, 21), NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  const CbOutcome *outcome;
  CbUid uid, entity;
  guint field;

  office_turn (office, WORKER);
  uid = office_family (office, "李国强", NULL, 2, "3000", "510823100");
  h = office_load (office, &uid);
  a = cb_assess (program, h, TRUE, &error);
  g_assert_no_error (error);
  outcome = cb_result_find (cb_assessment_result (a), "dibao");
  g_assert_nonnull (outcome);
  g_assert_cmpint (outcome->status, ==, CB_STATUS_ELIGIBLE);
  g_assert_cmpstr (outcome->tier, ==, "dibao");
  g_assert_cmpint (outcome->amount, ==, CB_YUAN (620 * 2 - 3000 / 12));
  g_assert_true (cb_assessment_locate (a, "member.birth", cb_entity_uid (cb_household_head (h)), &entity, &field));
  g_assert_cmpuint (field, ==, 103);
  g_assert_cmpuint (cb_result_persons (cb_assessment_result (a), "dibao"), ==, 2);
  g_assert_cmpuint (cb_result_persons (cb_assessment_result (a), "living"), ==, 2);      /* nobody is paid: the family */
  g_assert_false (cb_assessment_locate (a, "income.amount", cb_entity_uid (cb_household_head (h)), &entity, &field));
  /* A programme that pays one person is for one. */
  office_type (h, edits, cb_household_head (h), "member.disability_type", "肢体");
  office_type (h, edits, cb_household_head (h), "member.disability_grade", "二级");
  b = cb_assess (program, h, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cb_result_persons (cb_assessment_result (b), "living"), ==, 1);
  g_assert_cmpuint (cb_result_persons (cb_assessment_result (b), "dibao"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  shared = office_new (1 << WORKER);
  g_test_add_func ("/casework/household/round-trip", test_round_trip);
  g_test_add_func ("/casework/household/fills", test_fills);
  g_test_add_func ("/casework/household/undo", test_undo);
  g_test_add_func ("/casework/household/refused", test_refused);
  g_test_add_func ("/casework/household/duplicate", test_duplicate);
  g_test_add_func ("/casework/household/carry-over", test_carry_over);
  g_test_add_func ("/casework/household/assess", test_assess);
  code = g_test_run ();
  office_free (shared);
  return code;
}
