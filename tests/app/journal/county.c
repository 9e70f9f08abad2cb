/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "county.h"

#include <sodium.h>
#include <string.h>

void
county_make_key (const char *tag,
                 guint       seed,
                 guint       n,
                 CbSecret  **sk,
                 guint8      pk[32])
{
  g_autofree char *text = g_strdup_printf ("%s %u %u", tag, seed, n);
  guint8 bytes[32], secret[64];

  crypto_generichash (bytes, sizeof bytes, (const guint8 *) text, strlen (text), NULL, 0);
  crypto_sign_seed_keypair (pk, secret, bytes);
  *sk = cb_secret_from (secret, sizeof secret);
}

static CbUid
derived (const char *tag,
         guint       seed,
         guint       n)
{
  guint numbers[2] = { seed, n };

  return cb_uid_derive (tag, numbers, sizeof numbers);
}

CbDb *
county_casebook (void)
{
  const CbSchema *schemas[] = { cb_journal_schema (), NULL };
  g_autoptr (GError) error = NULL;
  CbDb *db = cb_db_new_memory (&error);

  g_assert_no_error (error);
  cb_db_migrate (db, schemas, &error);
  g_assert_no_error (error);

  return db;
}

CbIssuer
county_issuer (County *c)
{
  return (CbIssuer) { c->people[AUTHORITY].uid, c->desks[0].uid, c->people[AUTHORITY].sk };
}

County *
county_new (guint n_desks,
            guint seed)
{
  static const struct { const char *name; CbRoles roles; const char *area; CbMoney limit; } people[N_PEOPLE] = {
    [AUTHORITY] = { "authority", CB_ROLE_AUTHORITY, COUNTY_AREA, 0 },
    [WORKER] = { "worker", CB_ROLE_CASEWORKER, COUNTY_AREA, 0 },
    [WORKER_B] = { "worker b", CB_ROLE_CASEWORKER | CB_ROLE_APPROVER, TOWN_AREA, 0 },
    [REVIEWER] = { "reviewer", CB_ROLE_REVIEWER, TOWN_AREA, 0 },
    [APPROVER] = { "approver", CB_ROLE_APPROVER, COUNTY_AREA, 0 },
    [FINANCE] = { "finance", CB_ROLE_FINANCE, COUNTY_AREA, 0 },
    [POLICY] = { "policy", CB_ROLE_POLICY, COUNTY_AREA, 0 },
    [AUDITOR] = { "auditor", CB_ROLE_AUDITOR, COUNTY_AREA, 0 },
    [TOWN_APPROVER] = { "town approver", CB_ROLE_APPROVER, TOWN_AREA, CB_YUAN (1000) },
  };
  County *c = g_new0 (County, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;
  CbIssuer issuer;

  g_assert_cmpuint (n_desks, <=, MAX_DESKS);
  c->n_desks = n_desks;
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      Person *p = &c->people[i];

      p->uid = derived ("person", seed, i);
      p->cert = (CbPerson) { .uid = p->uid, .name = (char *) people[i].name, .roles = people[i].roles,
                             .area = (char *) people[i].area, .limit = people[i].limit };
      county_make_key ("person", seed, i, &p->sk, p->cert.sign_pk);
    }
  for (guint i = 0; i < n_desks; i++)
    {
      Desk *d = &c->desks[i];

      d->uid = derived ("desk", seed, i);
      d->cert = (CbDeskCert) { .uid = d->uid, .label = (char *) "desk", .area = (char *) COUNTY_AREA };
      county_make_key ("desk", seed, i, &d->sk, d->cert.sign_pk);
      d->db = county_casebook ();
    }
  issuer = county_issuer (c);
  cb_authority_found (c->desks[0].db, "Jiange", COUNTY_AREA, &c->people[AUTHORITY].cert, &c->desks[0].cert, c->desks[0].sk,
                      &issuer, &error);
  g_assert_no_error (error);
  for (guint i = 1; i < N_PEOPLE; i++)
    {
      cb_authority_enrol_person (c->desks[0].db, &c->people[i].cert, &issuer, &error);
      g_assert_no_error (error);
    }
  for (guint i = 1; i < n_desks; i++)
    {
      cb_authority_enrol_desk (c->desks[0].db, &c->desks[i].cert, &issuer, &error);
      g_assert_no_error (error);
    }
  for (guint i = 1; i < n_desks; i++)
    {
      CbApplyReport report;

      if (log == NULL)
        log = cb_journal_export (c->desks[0].db, NULL, 0, &error);
      g_assert_no_error (error);
      cb_journal_apply (c->desks[i].db, (GBytes **) log->pdata, log->len, &report, &error);
      g_assert_no_error (error);
      cb_journal_keep_desk (c->desks[i].db, &c->desks[i].uid, c->desks[i].sk, &error);
      g_assert_no_error (error);
    }

  return c;
}

void
county_free (County *c)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    cb_secret_free (c->people[i].sk);
  for (guint i = 0; i < c->n_desks; i++)
    {
      cb_secret_free (c->desks[i].sk);
      cb_db_free (c->desks[i].db);
    }
  g_free (c);
}

CbActor
county_actor (County *c,
              guint   desk,
              guint   person)
{
  return (CbActor) { c->people[person].uid, c->desks[desk].uid, c->desks[desk].sk, c->people[person].sk };
}

gboolean
county_write (County      *c,
              guint        desk,
              guint        person,
              const CbUid *entity,
              CbKind       kind,
              guint        field,
              CbValue      value,
              CbRef       *ref,
              GError     **error)
{
  CbActor actor = county_actor (c, desk, person);
  g_autoptr (CbChange) change = cb_change_new (&actor);

  cb_change_set (change, entity, kind, field, &value, NULL, 0, TRUE);
  cb_value_clear (&value);

  return cb_change_commit (change, c->desks[desk].db, ref, NULL, error);
}

static void
set (CbChange    *change,
     const CbUid *entity,
     CbKind       kind,
     guint        field,
     CbValue      value)
{
  cb_change_set (change, entity, kind, field, &value, NULL, 0, TRUE);
  cb_value_clear (&value);
}

void
county_household (County *c,
                  guint   desk,
                  guint   seed,
                  CbUid  *h,
                  CbUid  *m,
                  CbUid  *i)
{
  CbActor actor = county_actor (c, desk, WORKER);
  g_autoptr (CbChange) change = cb_change_new (&actor);
  g_autoptr (GError) error = NULL;

  *h = derived ("household", seed, 0);
  *m = derived ("member", seed, 0);
  *i = derived ("income", seed, 0);
  set (change, m, CB_KIND_MEMBER, CB_FIELD_PARENT, cb_value_uid (h));
  set (change, m, CB_KIND_MEMBER, 100, cb_value_text ("王秀兰"));
  set (change, h, CB_KIND_HOUSEHOLD, 11, cb_value_text (TOWN_AREA));
  set (change, h, CB_KIND_HOUSEHOLD, 13, cb_value_text ("普安镇 1 组"));
  set (change, i, CB_KIND_INCOME, CB_FIELD_PARENT, cb_value_uid (m));
  set (change, i, CB_KIND_INCOME, 202, cb_value_int (CB_YUAN (1200)));
  cb_change_commit (change, c->desks[desk].db, NULL, NULL, &error);
  g_assert_no_error (error);
}

gboolean
county_send (County        *c,
             guint          from,
             guint          to,
             guint          of,
             guint64        first,
             CbApplyReport *report,
             GError       **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GPtrArray) packets = cb_journal_export (c->desks[from].db, &c->desks[of].uid, first, &fault);
  CbApplyReport mine;
  gboolean ok;

  g_assert_no_error (fault);
  ok = cb_journal_apply (c->desks[to].db, (GBytes **) packets->pdata, packets->len, report != NULL ? report : &mine, &fault);
  if (error == NULL)
    g_assert_no_error (fault);
  else if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return ok;
}

void
county_send_all (County *c,
                 guint   from,
                 guint   to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = cb_journal_export (c->desks[from].db, NULL, 0, &error);
  CbApplyReport report;

  g_assert_no_error (error);
  cb_journal_apply (c->desks[to].db, (GBytes **) log->pdata, log->len, &report, &error);
  g_assert_no_error (error);
  for (guint of = 0; of < c->n_desks; of++)
    county_send (c, from, to, of, 1, NULL, NULL);
}

void
county_verify (CbDb       *db,
               gboolean    rebuild,
               const char *fault)
{
  g_autoptr (GError) error = NULL;
  CbVerifyReport report = { 0 };
  gboolean found = fault == NULL;

  cb_journal_verify (db, rebuild, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < report.faults->len; i++)
    {
      const char *text = g_ptr_array_index (report.faults, i);

      g_test_message ("%s", text);
      found |= fault != NULL && strstr (text, fault) != NULL;
    }
  if (fault == NULL)
    g_assert_cmpuint (report.faults->len, ==, 0);
  g_assert_true (found);
  cb_verify_report_clear (&report);
}
