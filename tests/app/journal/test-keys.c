/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "county.h"

/* New keys for who has lost the old ones: by the recovery sheet for an authority, by an authority for the rest. */

typedef struct { CbSecret *sk; guint8 sign[32], box[32]; } Keys;

static void
keys_make (Keys       *keys,
           const char *tag)
{
  g_autoptr (CbSecret) box = NULL;

  county_make_key (tag, 7, 0, &keys->sk, keys->sign);
  county_make_key (tag, 7, 1, &box, keys->box);
}

static void
keys_clear (Keys *keys)
{
  g_clear_pointer (&keys->sk, cb_secret_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

static void
certify_sheet (County     *c,
               guint       desk,
               const Keys *sheet)
{
  CbIssuer issuer = county_issuer (c);
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_authority_set_sheet (c->desks[0].db, &c->desks[desk].uid, sheet->sign, &issuer, &error));
  g_assert_no_error (error);
}

/* Rules that the policy officer publishes, countersigned with @sign_sk. */
static gboolean
publish (County         *c,
         const CbSecret *sign_sk,
         CbRef          *ref,
         GError        **error)
{
  CbActor actor = { c->people[APPROVER].uid, c->desks[0].uid, c->desks[0].sk, sign_sk }, policy = county_actor (c, 0, POLICY);
  g_autoptr (CbChange) change = cb_change_new (&actor), before = cb_change_new (&policy);
  const CbUid pack = cb_uid_new ();
  CbRef published;

  cb_change_event (before, &pack, CB_KIND_PACK, CB_EVENT_PACK, COUNTY_AREA, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (before, c->desks[0].db, &published, NULL, NULL));
  cb_change_event (change, &pack, CB_KIND_PACK, CB_EVENT_PACK_COUNTERSIGNED, COUNTY_AREA, 0, &published, 1, NULL);

  return cb_change_commit (change, c->desks[0].db, ref, NULL, error);
}

/* The sheet gives the authority a new key; nothing else of theirs changes, the old key is out of use, and what it signed still holds. */
static void
test_sheet (void)
{
  g_autoptr (County) c = county_new (2, 11);
  g_auto (Keys) sheet = { NULL }, fresh = { NULL };
  CbIssuer by_sheet = county_issuer (c), issuer = county_issuer (c);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbAuthority) before = NULL;
  g_autoptr (CbAuthority) a = NULL;
  g_autoptr (GPtrArray) log = NULL;
  CbPerson renamed = c->people[WORKER].cert;
  CbApplyReport report;
  const CbPerson *person;

  keys_make (&sheet, "sheet");
  keys_make (&fresh, "fresh");
  certify_sheet (c, 0, &sheet);
  before = cb_authority_load (c->desks[0].db, &error);
  g_assert_cmpmem (cb_authority_sheet (before, &c->desks[0].uid), 32, sheet.sign, 32);
  g_assert_null (cb_authority_sheet (before, &c->desks[1].uid));

  by_sheet.sign_sk = sheet.sk;
  g_assert_true (cb_authority_renew_key (c->desks[0].db, fresh.sign, fresh.box, &by_sheet, &error));
  g_assert_no_error (error);
  a = cb_authority_load (c->desks[0].db, &error);
  person = cb_authority_person (a, &issuer.person);
  g_assert_cmpmem (person->sign_pk, 32, fresh.sign, 32);
  g_assert_cmpmem (person->box_pk, 32, fresh.box, 32);
  g_assert_cmpint (person->roles, ==, c->people[AUTHORITY].cert.roles);
  g_assert_cmpstr (person->area, ==, c->people[AUTHORITY].cert.area);
  g_assert_cmpstr (person->name, ==, c->people[AUTHORITY].cert.name);
  /* As of the head before, the key of then. */
  g_assert_cmpmem (cb_authority_person (before, &issuer.person)->sign_pk, 32, c->people[AUTHORITY].cert.sign_pk, 32);

  renamed.name = (char *) "other";
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &renamed, &issuer, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_clear_error (&error);
  issuer.sign_sk = fresh.sk;
  g_assert_true (cb_authority_enrol_person (c->desks[0].db, &renamed, &issuer, &error));
  g_assert_no_error (error);

  /* The whole log, checked from its beginning here and at another desk. */
  county_verify (c->desks[0].db, TRUE, NULL);
  log = cb_journal_export (c->desks[0].db, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_true (cb_journal_apply (c->desks[1].db, (GBytes **) log->pdata, log->len, &report, &error));
  g_assert_no_error (error);
  county_verify (c->desks[1].db, TRUE, NULL);
}

/* Nobody comes by rights, or by another's name, this way. */
static void
test_abuse (void)
{
  enum { OWN_KEY, SHEET, OLD_SHEET, OTHER_SHEET };
  static const struct { const char *what; guint person, desk, key; gboolean no_box; int code; CbMay may; } table[] = {
    { "a caseworker signs with the own key", WORKER, 0, OWN_KEY, FALSE, CB_JOURNAL_ERROR_NOT_ENTITLED, CB_MAY_NO_ROLE },
    { "a caseworker has got hold of the sheet", WORKER, 0, SHEET, FALSE, CB_JOURNAL_ERROR_NOT_ENTITLED, CB_MAY_NO_ROLE },
    { "an auditor has got hold of the sheet", AUDITOR, 0, SHEET, FALSE, CB_JOURNAL_ERROR_NOT_ENTITLED, CB_MAY_NO_ROLE },
    { "in the authority's name with a key of one's own", AUTHORITY, 0, OWN_KEY, FALSE, CB_JOURNAL_ERROR_BAD_SIGNATURE, CB_MAY_YES },
    { "with the sheet before this one", AUTHORITY, 0, OLD_SHEET, FALSE, CB_JOURNAL_ERROR_BAD_SIGNATURE, CB_MAY_YES },
    { "with another desk's sheet", AUTHORITY, 0, OTHER_SHEET, FALSE, CB_JOURNAL_ERROR_BAD_SIGNATURE, CB_MAY_YES },
    { "a township's sheet for the county's authority", AUTHORITY, 1, OTHER_SHEET, FALSE, CB_JOURNAL_ERROR_NOT_ENTITLED,
      CB_MAY_OUTSIDE_AREA },
    { "at a desk without a sheet", AUTHORITY, 2, SHEET, FALSE, CB_JOURNAL_ERROR_BAD_SIGNATURE, CB_MAY_YES },
    { "half a key", AUTHORITY, 0, SHEET, TRUE, CB_JOURNAL_ERROR_INVALID, CB_MAY_YES },
    { "at a desk that is withdrawn", AUTHORITY, 3, SHEET, FALSE, CB_JOURNAL_ERROR_NOT_ENTITLED, CB_MAY_DESK_REVOKED },
  };
  g_autoptr (County) c = county_new (3, 12);
  g_auto (Keys) sheet = { NULL }, old = { NULL }, other = { NULL }, fresh = { NULL }, own = { NULL };
  static const guint8 none[32] = { 0 };
  const CbSecret *keys[4];
  CbDeskCert town = { .uid = cb_uid_new (), .label = (char *) "town", .area = (char *) TOWN_AREA };
  CbDeskCert gone = { .uid = cb_uid_new (), .label = (char *) "gone", .area = (char *) COUNTY_AREA };
  CbUid desks[4];
  CbIssuer issuer = county_issuer (c), impostor;
  g_autoptr (GError) error = NULL;

  keys_make (&sheet, "sheet");
  keys_make (&old, "old sheet");
  keys_make (&other, "other sheet");
  keys_make (&fresh, "fresh");
  keys_make (&own, "own");
  keys[OWN_KEY] = own.sk;
  keys[SHEET] = sheet.sk;
  keys[OLD_SHEET] = old.sk;
  keys[OTHER_SHEET] = other.sk;
  memcpy (town.sign_pk, own.sign, 32);
  memcpy (gone.sign_pk, own.box, 32);
  g_assert_true (cb_authority_enrol_desk (c->desks[0].db, &town, &issuer, &error));
  g_assert_true (cb_authority_enrol_desk (c->desks[0].db, &gone, &issuer, &error));
  desks[0] = c->desks[0].uid;
  desks[1] = town.uid;
  desks[2] = c->desks[2].uid;
  desks[3] = gone.uid;
  certify_sheet (c, 0, &old);
  certify_sheet (c, 0, &sheet);
  g_assert_true (cb_authority_set_sheet (c->desks[0].db, &town.uid, other.sign, &issuer, &error));
  g_assert_true (cb_authority_set_sheet (c->desks[0].db, &gone.uid, sheet.sign, &issuer, &error));
  g_assert_true (cb_authority_revoke (c->desks[0].db, &gone.uid, 0, NULL, "lost", &issuer, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CbIssuer by = { c->people[table[i].person].uid, desks[table[i].desk], keys[table[i].key] };

      g_test_message ("%s", table[i].what);
      if (table[i].key == OWN_KEY && table[i].person == WORKER)
        by.sign_sk = c->people[WORKER].sk;
      g_assert_false (cb_authority_renew_key (c->desks[0].db, fresh.sign, table[i].no_box ? none : fresh.box, &by, &error));
      g_assert_error (error, CB_JOURNAL_ERROR, table[i].code);
      g_assert_cmpint (cb_may_of_error (error), ==, table[i].may);
      g_clear_error (&error);
    }

  /* Nor does the sheet sign anything else, nor anybody but an authority give a desk a sheet. */
  impostor = issuer;
  impostor.sign_sk = sheet.sk;
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &c->people[WORKER].cert, &impostor, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_clear_error (&error);
  g_assert_false (cb_authority_set_sheet (c->desks[0].db, &c->desks[0].uid, own.sign, &impostor, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_clear_error (&error);
  impostor = (CbIssuer) { c->people[WORKER].uid, c->desks[0].uid, c->people[WORKER].sk };
  g_assert_false (cb_authority_set_sheet (c->desks[0].db, &c->desks[0].uid, own.sign, &impostor, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_NO_ROLE);
  g_clear_error (&error);
  g_assert_false (cb_authority_set_sheet (c->desks[0].db, &gone.uid, own.sign, &issuer, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  county_verify (c->desks[0].db, FALSE, NULL);
}

/* Who is no authority asks, and signs again when an authority has enrolled them with the new key. */
static void
test_request (void)
{
  g_autoptr (County) c = county_new (1, 13);
  g_auto (Keys) fresh = { NULL }, fresher = { NULL };
  CbActor actor = county_actor (c, 0, APPROVER);
  CbIssuer issuer = county_issuer (c);
  CbPerson renewed = c->people[APPROVER].cert;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) requests = NULL;
  const CbKeyRequest *request;
  g_autofree char *code = NULL;
  g_autofree char *other = NULL;
  CbRef ref;

  keys_make (&fresh, "fresh");
  keys_make (&fresher, "fresher");
  g_assert_true (publish (c, c->people[APPROVER].sk, &ref, &error));
  requests = cb_journal_key_requests (c->desks[0].db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 0);

  actor.sign_sk = NULL;
  g_assert_true (cb_journal_ask_key (c->desks[0].db, &actor, fresh.sign, fresh.box, &error));
  g_assert_true (cb_journal_ask_key (c->desks[0].db, &actor, fresher.sign, fresher.box, &error));
  g_assert_no_error (error);
  g_array_unref (requests);
  requests = cb_journal_key_requests (c->desks[0].db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 1);
  request = &g_array_index (requests, CbKeyRequest, 0);
  g_assert_true (cb_uid_equal (&request->person, &c->people[APPROVER].uid));
  g_assert_cmpmem (request->sign_pk, 32, fresher.sign, 32);
  g_assert_cmpmem (request->box_pk, 32, fresher.box, 32);
  code = cb_journal_key_code (request->sign_pk, request->box_pk);
  other = cb_journal_key_code (fresh.sign, fresh.box);
  g_assert_cmpuint (strlen (code), ==, 29);
  g_assert_cmpstr (code, !=, other);

  /* Asking gives nothing by itself. */
  g_assert_false (publish (c, fresher.sk, NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_clear_error (&error);
  memcpy (renewed.sign_pk, request->sign_pk, 32);
  memcpy (renewed.box_pk, request->box_pk, 32);
  g_assert_true (cb_authority_enrol_person (c->desks[0].db, &renewed, &issuer, &error));
  g_assert_no_error (error);
  g_assert_true (publish (c, fresher.sk, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (publish (c, c->people[APPROVER].sk, NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_clear_error (&error);
  g_array_unref (requests);
  requests = cb_journal_key_requests (c->desks[0].db, &error);
  g_assert_cmpuint (requests->len, ==, 0);

  /* What was signed with the lost key is checked with that one, for ever. */
  {
    GBytes *message = NULL;
    guint8 signature[64], pk[32];

    g_assert_true (cb_journal_signed_message (c->desks[0].db, &ref, &message, signature, pk, &error));
    g_assert_cmpmem (pk, 32, c->people[APPROVER].cert.sign_pk, 32);
    g_bytes_unref (message);
  }
  county_verify (c->desks[0].db, TRUE, NULL);
}

/* Somebody who writes the request in a colleague's name at a desk of their own gets no further than the list, where the code tells; what
 * names another subject than its author is no request at all. */
static void
test_request_abuse (void)
{
  g_autoptr (County) c = county_new (1, 14);
  g_auto (Keys) fresh = { NULL };
  CbActor actor = county_actor (c, 0, WORKER);
  g_autoptr (CbChange) change = cb_change_new (&actor);
  static const guint8 bad[] = { 0xa1, 0x00, 0x41, 0x01 };
  g_autoptr (GBytes) short_key = g_bytes_new_static (bad, sizeof bad);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) requests = NULL;

  keys_make (&fresh, "fresh");
  cb_change_event (change, &c->people[APPROVER].uid, CB_KIND_PERSON, CB_EVENT_KEY_ASKED, NULL, 0, NULL, 0, short_key);
  cb_change_event (change, &c->people[WORKER].uid, CB_KIND_PERSON, CB_EVENT_KEY_ASKED, NULL, 0, NULL, 0, short_key);
  g_assert_true (cb_change_commit (change, c->desks[0].db, NULL, NULL, &error));
  g_assert_no_error (error);
  requests = cb_journal_key_requests (c->desks[0].db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 0);

  /* The key that is certified already is not asked for. */
  g_assert_true (cb_journal_ask_key (c->desks[0].db, &actor, c->people[WORKER].cert.sign_pk, c->people[WORKER].cert.box_pk, &error));
  g_array_unref (requests);
  requests = cb_journal_key_requests (c->desks[0].db, &error);
  g_assert_cmpuint (requests->len, ==, 0);
}

/* An authority of a township changes nobody of the county, neither rights nor keys. */
static void
test_reach (void)
{
  g_autoptr (County) c = county_new (1, 15);
  g_auto (Keys) town = { NULL };
  CbIssuer issuer = county_issuer (c), local;
  CbPerson authority = { .uid = cb_uid_new (), .name = (char *) "town", .roles = CB_ROLE_AUTHORITY, .area = (char *) TOWN_AREA };
  CbPerson taken = c->people[APPROVER].cert;
  g_autoptr (GError) error = NULL;

  keys_make (&town, "town");
  memcpy (authority.sign_pk, town.sign, 32);
  memcpy (authority.box_pk, town.box, 32);
  g_assert_true (cb_authority_enrol_person (c->desks[0].db, &authority, &issuer, &error));
  g_assert_no_error (error);
  local = (CbIssuer) { authority.uid, c->desks[0].uid, town.sk };
  g_assert_cmpstr (taken.area, ==, COUNTY_AREA);
  taken.area = (char *) TOWN_AREA;
  memcpy (taken.sign_pk, town.sign, 32);
  g_assert_false (cb_authority_enrol_person (c->desks[0].db, &taken, &local, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_OUTSIDE_AREA);
  g_clear_error (&error);
  g_assert_true (cb_authority_enrol_person (c->desks[0].db, &taken, &issuer, &error));
  g_assert_no_error (error);
  g_assert_true (cb_authority_enrol_person (c->desks[0].db, &taken, &local, &error));
  g_assert_no_error (error);
  county_verify (c->desks[0].db, FALSE, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/keys/sheet", test_sheet);
  g_test_add_func ("/journal/keys/abuse", test_abuse);
  g_test_add_func ("/journal/keys/request", test_request);
  g_test_add_func ("/journal/keys/request-abuse", test_request_abuse);
  g_test_add_func ("/journal/keys/reach", test_reach);

  return g_test_run ();
}
