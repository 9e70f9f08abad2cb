/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "county.h"

static void
test_founding (void)
{
  g_autoptr (County) c = county_new (1, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbAuthority) a = cb_authority_load (c->desks[0].db, &error);
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (CbSecret) sk = NULL;
  CbIssuer impostor = { c->people[WORKER].uid, c->desks[0].uid, c->people[WORKER].sk };
  CbPerson person = c->people[POLICY].cert;
  CbUid desk;

  g_assert_no_error (error);
  people = cb_authority_people (a);
  g_assert_cmpuint (people->len, ==, N_PEOPLE);
  g_assert_cmpstr (cb_authority_county (a), ==, "Jiange");
  g_assert_cmpstr (cb_authority_person (a, &c->people[REVIEWER].uid)->name, ==, "reviewer");
  g_assert_true (cb_journal_this_desk (c->desks[0].db, &desk, &sk, &error));
  g_assert_true (cb_uid_equal (&desk, &c->desks[0].uid));
  g_assert_true (cb_secret_equal (sk, c->desks[0].sk));

  /* Only the authority enrols; roles that exclude each other are refused to it as well. */
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &person, &impostor, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_NO_ROLE);
  g_clear_error (&error);
  impostor = county_issuer (c);
  person.roles = CB_ROLE_POLICY | CB_ROLE_AUTHORITY;
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &person, &impostor, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_EXCLUSIVE_ROLES);
  g_clear_error (&error);
  /* A signature of somebody else's. */
  impostor.sign_sk = c->people[WORKER].sk;
  person.roles = CB_ROLE_POLICY;
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &person, &impostor, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
}

static void
test_write_and_read (void)
{
  g_autoptr (County) c = county_new (1, 2);
  CbDb *db = c->desks[0].db;
  CbUid h, m, i, person;
  g_autoptr (CbEntity) household = NULL;
  g_autoptr (CbEntity) member = NULL;
  g_autoptr (GPtrArray) children = NULL;
  g_autoptr (GError) error = NULL;
  const CbHead *heads;
  CbRef ref;
  CbHlc at;
  guint n;

  county_household (c, 0, 1, &h, &m, &i);
  household = cb_journal_entity (db, &h, &error);
  g_assert_cmpstr (cb_entity_text (household, 11), ==, TOWN_AREA);
  children = cb_journal_children (db, &h, &error);
  g_assert_cmpuint (children->len, ==, 1);
  g_assert_cmpstr (cb_entity_text (g_ptr_array_index (children, 0), 100), ==, "王秀兰");

  g_assert_true (county_write (c, 0, WORKER, &m, CB_KIND_MEMBER, 100, cb_value_text ("王秀英"), &ref, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ref.seq, ==, 4);
  member = cb_journal_entity (db, &m, &error);
  heads = cb_entity_heads (member, 100, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (heads[0].ref.seq, ==, 4);
  g_assert_cmpstr (cb_entity_text (member, 100), ==, "王秀英");
  g_assert_true (cb_journal_author (db, &ref, &person, &at, &error));
  g_assert_true (cb_uid_equal (&person, &c->people[WORKER].uid));
  g_assert_true (at == heads[0].hlc);
  ref.seq = 99;
  g_assert_false (cb_journal_author (db, &ref, &person, &at, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  g_clear_error (&error);
  person = cb_uid_new ();
  g_assert_null (cb_journal_entity (db, &person, &error));
  g_assert_no_error (error);
}

static void
expect_refused (County     *c,
                guint       person,
                CbUid      *entity,
                CbKind      kind,
                guint       field,
                CbValue     value,
                CbMay       may)
{
  g_autoptr (GError) error = NULL;
  guint8 before[32], after[32];

  cb_journal_digest (c->desks[0].db, before, NULL);
  g_assert_false (county_write (c, 0, person, entity, kind, field, value, NULL, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, may);
  if (may == CB_MAY_YES)
    g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  cb_journal_digest (c->desks[0].db, after, NULL);
  g_assert_cmpmem (before, 32, after, 32);
}

static void
test_refused (void)
{
  g_autoptr (County) c = county_new (1, 3);
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  expect_refused (c, REVIEWER, &h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("x"), CB_MAY_NO_ROLE);
  expect_refused (c, AUDITOR, &h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("x"), CB_MAY_NO_ROLE);
  expect_refused (c, WORKER_B, &h, CB_KIND_HOUSEHOLD, 11, cb_value_text (OTHER_TOWN), CB_MAY_OUTSIDE_AREA);
  expect_refused (c, WORKER, &h, CB_KIND_HOUSEHOLD, 11, cb_value_text ("110101"), CB_MAY_OUTSIDE_AREA);
  /* A value of the wrong type, a field of another kind, another kind for a known subject. */
  expect_refused (c, WORKER, &i, CB_KIND_INCOME, 202, cb_value_text ("1200"), CB_MAY_YES);
  expect_refused (c, WORKER, &i, CB_KIND_INCOME, 100, cb_value_text ("x"), CB_MAY_YES);
  expect_refused (c, WORKER, &i, CB_KIND_MEMBER, 100, cb_value_text ("x"), CB_MAY_YES);
  county_verify (c->desks[0].db, TRUE, NULL);
}

/* The area of a household decides for all that belongs to it. */
static void
test_area (void)
{
  g_autoptr (County) c = county_new (1, 4);
  g_autoptr (GError) error = NULL;
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  g_assert_true (county_write (c, 0, WORKER_B, &i, CB_KIND_INCOME, 202, cb_value_int (5), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (county_write (c, 0, WORKER, &h, CB_KIND_HOUSEHOLD, 11, cb_value_text (OTHER_TOWN), NULL, &error));
  g_assert_no_error (error);
  expect_refused (c, WORKER_B, &i, CB_KIND_INCOME, 202, cb_value_int (6), CB_MAY_OUTSIDE_AREA);
  expect_refused (c, WORKER_B, &h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("x"), CB_MAY_OUTSIDE_AREA);
}

typedef struct { CbUid h, m, i, k; CbRef facts, opinion; } Case;

static void
make_case (County *c,
           Case   *k)
{
  g_autoptr (GError) error = NULL;
  CbActor worker = county_actor (c, 0, WORKER);
  CbActor reviewer = county_actor (c, 0, REVIEWER);
  g_autoptr (CbChange) change = cb_change_new (&worker);
  g_autoptr (CbChange) opinion = cb_change_new (&reviewer);
  g_auto (CbValue) parent = CB_VALUE_INIT;

  county_household (c, 0, 7, &k->h, &k->m, &k->i);
  k->k = cb_uid_derive ("case", "", 0);
  parent = cb_value_uid (&k->h);
  cb_change_set (change, &k->k, CB_KIND_CASE, CB_FIELD_PARENT, &parent, NULL, 0, TRUE);
  cb_change_event (change, &k->k, CB_KIND_CASE, CB_EVENT_SUBMITTED, NULL, 0, NULL, 0, NULL);
  cb_change_commit (change, c->desks[0].db, &k->facts, NULL, &error);
  g_assert_no_error (error);
  cb_change_event (opinion, &k->k, CB_KIND_CASE, CB_EVENT_OPINION, NULL, 0, &k->facts, 1, NULL);
  cb_change_commit (opinion, c->desks[0].db, &k->opinion, NULL, &error);
  g_assert_no_error (error);
}

static CbMay
decide (County *c,
        Case   *k,
        guint   person,
        CbMoney amount,
        gint    code)
{
  CbActor actor = county_actor (c, 0, person);
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GError) error = NULL;
  CbRef basis[] = { k->opinion, k->facts };
  static const guint8 capsule[] = { 0xa1, 0x00, 0x18, 0x2a };
  g_autoptr (GBytes) data = g_bytes_new_static (capsule, sizeof capsule);

  if (code == CB_JOURNAL_ERROR_NOT_SIGNED)
    actor.sign_sk = NULL;
  if (code == CB_JOURNAL_ERROR_BAD_SIGNATURE)
    actor.sign_sk = c->people[FINANCE].sk;
  change = cb_change_new (&actor);
  cb_change_event (change, &k->k, CB_KIND_CASE, CB_EVENT_DECISION, NULL, amount, basis, 2, data);
  cb_change_commit (change, c->desks[0].db, NULL, NULL, &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, CB_JOURNAL_ERROR, code);

  return cb_may_of_error (error);
}

/* Separation of duties, limits, signatures: the chain of one case. */
static void
test_decision (void)
{
  g_autoptr (County) c = county_new (1, 5);
  g_autoptr (GError) error = NULL;
  Case k;

  make_case (c, &k);
  g_assert_cmpint (decide (c, &k, REVIEWER, 100, CB_JOURNAL_ERROR_NOT_ENTITLED), ==, CB_MAY_NO_ROLE);
  g_assert_cmpint (decide (c, &k, TOWN_APPROVER, CB_YUAN (1000) + 1, CB_JOURNAL_ERROR_NOT_ENTITLED), ==, CB_MAY_OVER_LIMIT);
  decide (c, &k, APPROVER, 100, CB_JOURNAL_ERROR_NOT_SIGNED);
  decide (c, &k, APPROVER, 100, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  decide (c, &k, TOWN_APPROVER, CB_YUAN (1000), -1);

  /* An approver who recorded one income of the household, which is not even among the basis. */
  g_assert_true (county_write (c, 0, WORKER_B, &k.i, CB_KIND_INCOME, 202, cb_value_int (6), NULL, &error));
  g_assert_cmpint (decide (c, &k, WORKER_B, 100, CB_JOURNAL_ERROR_NOT_ENTITLED), ==, CB_MAY_SAME_PERSON);
  g_assert_true (county_write (c, 0, WORKER, &k.i, CB_KIND_INCOME, 202, cb_value_int (7), NULL, &error));
  g_assert_cmpint (decide (c, &k, WORKER_B, 100, CB_JOURNAL_ERROR_NOT_ENTITLED), ==, CB_MAY_SAME_PERSON);

  /* A relative of staff: only who reaches the whole county. */
  g_assert_true (county_write (c, 0, WORKER, &k.h, CB_KIND_HOUSEHOLD, 15, cb_value_int (1), NULL, &error));
  g_assert_cmpint (decide (c, &k, TOWN_APPROVER, 100, CB_JOURNAL_ERROR_NOT_ENTITLED), ==, CB_MAY_COUNTY_ONLY);
  decide (c, &k, APPROVER, 100, -1);
  county_verify (c->desks[0].db, TRUE, NULL);
}

static void
test_seen (void)
{
  g_autoptr (County) c = county_new (1, 6);
  CbActor actor = county_actor (c, 0, WORKER);
  g_autoptr (CbChange) change = cb_change_new (&actor);
  g_autoptr (CbEntity) old = NULL;
  g_autoptr (CbEntity) now = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CbValue) value = cb_value_int (3);
  CbUid h, m, i;
  const CbHead *heads;
  guint n;

  /* Two pages of one program: the second wrote without having seen what the first had written. */
  county_household (c, 0, 1, &h, &m, &i);
  old = cb_journal_entity (c->desks[0].db, &i, &error);
  g_assert_true (county_write (c, 0, WORKER, &i, CB_KIND_INCOME, 202, cb_value_int (2), NULL, &error));
  heads = cb_entity_heads (old, 202, &n);
  cb_change_set (change, &i, CB_KIND_INCOME, 202, &value, heads, n, FALSE);
  g_assert_true (cb_change_commit (change, c->desks[0].db, NULL, NULL, &error));
  now = cb_journal_entity (c->desks[0].db, &i, &error);
  g_assert_true (cb_entity_forked (now, 202));
  g_assert_null (cb_entity_certain (now, 202));
  g_assert_cmpint (cb_entity_int (now, 202, 0), ==, 3);
  g_assert_true (county_write (c, 0, WORKER, &i, CB_KIND_INCOME, 202, cb_value_int (4), NULL, &error));
  cb_entity_free (now);
  now = cb_journal_entity (c->desks[0].db, &i, &error);
  g_assert_false (cb_entity_forked (now, 202));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/commit/founding", test_founding);
  g_test_add_func ("/journal/commit/write-and-read", test_write_and_read);
  g_test_add_func ("/journal/commit/refused", test_refused);
  g_test_add_func ("/journal/commit/area", test_area);
  g_test_add_func ("/journal/commit/decision", test_decision);
  g_test_add_func ("/journal/commit/seen", test_seen);

  return g_test_run ();
}
