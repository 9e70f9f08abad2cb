/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-authority-private.h"

/*
 * What design 1 says, written down a second time without looking at the product's table: rows are roles, columns acts.
 *   R record · S submit · O opinion · P publicise · C confirm · Y pay · B publish pack · N countersign pack · E enrol · L look
 *   T small temporary aid (design 1: the reviewer)
 */
static const struct { CbRoles role; const char *acts; } expected[] = {
  { CB_ROLE_CASEWORKER, "RSOLA" },
  { CB_ROLE_REVIEWER,   "OPLTA" },
  { CB_ROLE_APPROVER,   "CNLA" },
  { CB_ROLE_FINANCE,    "YLA" },
  { CB_ROLE_POLICY,     "BA" },
  { CB_ROLE_AUDITOR,    "LA" },
  { CB_ROLE_AUTHORITY,  "EA" },
};

static const struct { CbAct act; char letter; gboolean apart, limited; } acts[] = {
  { CB_ACT_RECORD, 'R', FALSE, FALSE }, { CB_ACT_SUBMIT, 'S', FALSE, FALSE }, { CB_ACT_OPINION, 'O', FALSE, FALSE },
  { CB_ACT_PUBLICISE, 'P', FALSE, FALSE }, { CB_ACT_CONFIRM, 'C', TRUE, TRUE }, { CB_ACT_PAY, 'Y', TRUE, FALSE },
  { CB_ACT_PUBLISH_PACK, 'B', FALSE, FALSE }, { CB_ACT_COUNTERSIGN_PACK, 'N', TRUE, FALSE },
  { CB_ACT_ENROL, 'E', FALSE, FALSE }, { CB_ACT_READ, 'L', FALSE, FALSE }, { CB_ACT_ASK, 'A', FALSE, FALSE },
  { CB_ACT_AID, 'T', TRUE, TRUE },
};

static gboolean
excluded (CbRoles roles)
{
  gboolean authority = (roles & CB_ROLE_AUTHORITY) != 0, policy = (roles & CB_ROLE_POLICY) != 0;
  gboolean auditor = (roles & CB_ROLE_AUDITOR) != 0;

  /* 三员分立, and: an auditor changes nothing. */
  return (authority && policy) || (auditor && roles != CB_ROLE_AUDITOR);
}

static gboolean
has_act (CbRoles roles,
         char    letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if ((roles & expected[i].role) != 0 && strchr (expected[i].acts, letter) != NULL)
      return TRUE;

  return FALSE;
}

/* A log of one county with one person of the roles asked for, not checked: what must not be enrolled can still be judged. */
static CbAuthority *
make (CbRoles     roles,
      gboolean    alone,
      const char *area,
      CbMoney     limit,
      gboolean    person_revoked,
      gboolean    desk_revoked,
      CbUid      *person,
      CbUid      *desk)
{
  g_autoptr (CbEntry) e = g_new0 (CbEntry, 1);
  CbAuthority *a, *next;

  e->realm = cb_uid_new ();
  e->seq = 1;
  e->kind = CB_ENTRY_FOUNDING;
  e->county = g_strdup ("Jiange");
  e->area = g_strdup ("510823");
  e->person = (CbPerson) { .uid = cb_uid_new (), .name = g_strdup ("p"), .roles = roles, .area = g_strdup (area), .limit = limit };
  e->desk = (CbDeskCert) { .uid = cb_uid_new (), .label = g_strdup ("d"), .area = g_strdup ("510823") };
  *person = e->person.uid;
  *desk = e->desk.uid;
  a = cb_authority_extend (NULL, e);
  if (!alone)
    {
      g_autoptr (CbEntry) second = g_new0 (CbEntry, 1);

      second->seq = 2;
      second->kind = CB_ENTRY_PERSON;
      second->hash[0] = 2;
      second->person = (CbPerson) { .uid = cb_uid_new (), .name = g_strdup ("q"), .area = g_strdup ("510823") };
      next = cb_authority_extend (a, second);
      cb_authority_unref (a);
      a = next;
    }
  for (guint i = 0; i < 2; i++)
    if (i == 0 ? person_revoked : desk_revoked)
      {
        g_autoptr (CbEntry) r = g_new0 (CbEntry, 1);

        r->seq = cb_authority_seq (a) + 1;
        r->kind = CB_ENTRY_REVOCATION;
        r->hash[0] = (guint8) r->seq;
        r->whom = i == 0 ? *person : *desk;
        r->cuts = g_array_new (FALSE, FALSE, sizeof (CbCut));
        next = cb_authority_extend (a, r);
        cb_authority_unref (a);
        a = next;
      }

  return a;
}

/* Every set of roles, act, area, amount, other side, standing of person and desk, relative of staff. */
static void
test_matrix (void)
{
  static const char *const person_areas[] = { "", "510823", "510823100" };
  static const char *const record_areas[] = { "510823", "510823100", "510823101", "510824" };
  guint asked = 0;

  for (CbRoles roles = 0; roles < CB_ROLE_AUTHORITY << 1; roles++)
    for (guint pa = 0; pa < G_N_ELEMENTS (person_areas); pa++)
      for (guint bits = 0; bits < 8; bits++)
        {
          gboolean limited = bits & 1, person_revoked = (bits & 2) != 0, desk_revoked = (bits & 4) != 0;
          CbUid person, desk;
          g_autoptr (CbAuthority) a = make (roles, FALSE, person_areas[pa], limited ? 1000 : 0, person_revoked, desk_revoked, &person, &desk);

          for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
            for (guint ra = 0; ra < G_N_ELEMENTS (record_areas); ra++)
              for (guint more = 0; more < 8; more++)
                {
                  gboolean over = more & 1, same = (more & 2) != 0, relative = (more & 4) != 0;
                  CbUid others[2] = { desk, same ? person : desk };
                  CbQuestion q = { .person = &person, .desk = &desk, .act = acts[i].act, .area = record_areas[ra],
                                   .amount = over ? 1001 : 1000, .others = others, .n_others = 2, .county_only = relative, .ceiling = 1001 };
                  gboolean reaches = g_str_has_prefix (record_areas[ra], person_areas[pa]);
                  CbMay may = CB_MAY_YES;

                  /* Worst last, so that it stands. */
                  if (acts[i].limited && limited && over)
                    may = CB_MAY_OVER_LIMIT;
                  if (acts[i].limited && relative && strlen (person_areas[pa]) > 6)
                    may = CB_MAY_COUNTY_ONLY;
                  if (acts[i].apart && same)
                    may = CB_MAY_SAME_PERSON;
                  if (!g_str_has_prefix (record_areas[ra], "510823"))
                    may = CB_MAY_OUTSIDE_AREA;   /* of the desk */
                  if (desk_revoked)
                    may = CB_MAY_DESK_REVOKED;
                  if (!reaches)
                    may = CB_MAY_OUTSIDE_AREA;
                  if (!has_act (roles, acts[i].letter))
                    may = CB_MAY_NO_ROLE;
                  if (excluded (roles))
                    may = CB_MAY_EXCLUSIVE_ROLES;
                  if (person_revoked)
                    may = CB_MAY_REVOKED;
                  if (cb_may_judge (a, &q) != may)
                    {
                      g_test_message ("roles %x act %c area %s for %s bits %u more %u", roles, acts[i].letter, record_areas[ra],
                                      person_areas[pa], bits, more);
                      g_assert_cmpint (cb_may_judge (a, &q), ==, may);
                    }
                  asked++;
                }
        }
  g_test_message ("%u questions", asked);
}

static void
test_unknown (void)
{
  CbUid person, desk, nobody = cb_uid_new ();
  g_autoptr (CbAuthority) a = make (CB_ROLE_CASEWORKER, FALSE, "510823", 0, FALSE, FALSE, &person, &desk);
  CbQuestion q = { .person = &person, .desk = &nobody, .act = CB_ACT_RECORD, .area = "510823100" };

  g_assert_cmpint (cb_may_judge (a, &q), ==, CB_MAY_UNKNOWN_DESK);
  g_assert_cmpint (cb_may (a, &nobody, CB_ACT_RECORD, "510823", 0, NULL, 0), ==, CB_MAY_UNKNOWN_PERSON);
  g_assert_cmpint (cb_may (a, &person, CB_ACT_RECORD, "510823", 0, NULL, 0), ==, CB_MAY_YES);
  g_assert_cmpint (cb_may (a, &person, CB_ACT_RECORD, NULL, 0, NULL, 0), ==, CB_MAY_OUTSIDE_AREA);   /* everything */
  g_assert_cmpint (cb_may (a, &person, (CbAct) 99, "510823", 0, NULL, 0), ==, CB_MAY_NO_ROLE);
  for (CbMay may = CB_MAY_YES; may <= CB_MAY_COUNTY_ONLY; may++)
    g_assert_cmpuint (strlen (cb_may_text (may)), >, 5);
}

/* The founder publishes the rules that a county starts with, alone, and only while alone. */
static void
test_founder (void)
{
  for (guint alone = 0; alone < 2; alone++)
    for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
      {
        CbUid person, desk;
        g_autoptr (CbAuthority) a = make (CB_ROLE_AUTHORITY, alone, "510823", 0, FALSE, FALSE, &person, &desk);
        gboolean may = acts[i].act == CB_ACT_ENROL || acts[i].act == CB_ACT_ASK || (alone && acts[i].act == CB_ACT_PUBLISH_PACK);

        g_assert_cmpint (cb_may (a, &person, acts[i].act, "510823", 0, NULL, 0), ==, may ? CB_MAY_YES : CB_MAY_NO_ROLE);
      }
}

/* Temporary aid of the township: up to the ceiling of the rules, and to the person's own; without rules nothing. */
static void
test_aid (void)
{
  static const struct { CbRoles roles; CbMoney own, amount, ceiling; gboolean same; CbMay may; } table[] = {
    { CB_ROLE_REVIEWER, 0, CB_YUAN (3000), CB_YUAN (3000), FALSE, CB_MAY_YES },
    { CB_ROLE_REVIEWER, 0, CB_YUAN (3000) + 1, CB_YUAN (3000), FALSE, CB_MAY_OVER_LIMIT },
    { CB_ROLE_REVIEWER, CB_YUAN (1000), CB_YUAN (1001), CB_YUAN (3000), FALSE, CB_MAY_OVER_LIMIT },
    { CB_ROLE_REVIEWER, CB_YUAN (5000), CB_YUAN (3001), CB_YUAN (3000), FALSE, CB_MAY_OVER_LIMIT },
    { CB_ROLE_REVIEWER, 0, CB_YUAN (1), 0, FALSE, CB_MAY_OVER_LIMIT },
    { CB_ROLE_REVIEWER, 0, 0, 0, FALSE, CB_MAY_YES },   /* a refusal */
    { CB_ROLE_REVIEWER, 0, CB_YUAN (500), CB_YUAN (3000), TRUE, CB_MAY_SAME_PERSON },
    { CB_ROLE_CASEWORKER, 0, CB_YUAN (500), CB_YUAN (3000), FALSE, CB_MAY_NO_ROLE },
    { CB_ROLE_APPROVER, 0, CB_YUAN (500), CB_YUAN (3000), FALSE, CB_MAY_NO_ROLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CbUid person, desk;
      g_autoptr (CbAuthority) a = make (table[i].roles, FALSE, "510823100", table[i].own, FALSE, FALSE, &person, &desk);

      g_assert_cmpint (cb_may_aid (a, &person, "510823100", table[i].amount, table[i].ceiling, &person, table[i].same), ==, table[i].may);
    }
}

/* Each event is one act, and those that bind the county are signed in person (design 5). */
static void
test_events (void)
{
  static const struct { CbEvent event; char letter; gboolean in_person; } table[] = {
    { CB_EVENT_SUBMITTED, 'S', FALSE }, { CB_EVENT_OPINION, 'O', FALSE }, { CB_EVENT_PUBLICITY, 'P', FALSE },
    { CB_EVENT_DECISION, 'C', TRUE }, { CB_EVENT_STOPPED, 'C', TRUE }, { CB_EVENT_PAID, 'Y', TRUE }, { CB_EVENT_PACK, 'B', TRUE },
    { CB_EVENT_PACK_COUNTERSIGNED, 'N', TRUE }, { CB_EVENT_LOOKED, 'L', FALSE }, { CB_EVENT_NOTE, 'R', FALSE },
    { CB_EVENT_VISIT, 'R', FALSE }, { CB_EVENT_IMPORTED, 'R', FALSE }, { CB_EVENT_WITHDRAWN, 'S', FALSE },
    { CB_EVENT_KEY_ASKED, 'A', FALSE }, { CB_EVENT_NOT_IN_BATCH, 'C', TRUE }, { CB_EVENT_PACK_REFUSED, 'N', TRUE }, { CB_EVENT_PACK_WITHDRAWN, 'B', TRUE },
    { CB_EVENT_AID, 'T', TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint k = 0;

      while (acts[k].act != cb_event_act (table[i].event))
        k++;
      g_assert_cmpint (acts[k].letter, ==, table[i].letter);
      g_assert_cmpint (cb_event_needs_signature (table[i].event), ==, table[i].in_person);
    }
  g_assert_cmpint (cb_event_act ((CbEvent) 99), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/may/matrix", test_matrix);
  g_test_add_func ("/journal/may/unknown", test_unknown);
  g_test_add_func ("/journal/may/founder", test_founder);
  g_test_add_func ("/journal/may/aid", test_aid);
  g_test_add_func ("/journal/may/events", test_events);

  return g_test_run ();
}
