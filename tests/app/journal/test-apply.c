/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-authority-private.h"
#include "county.h"

static GPtrArray *
export (County *c,
        guint   from,
        guint   of,
        guint64 first)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *packets = cb_journal_export (c->desks[from].db, &c->desks[of].uid, first, &error);

  g_assert_no_error (error);

  return packets;
}

static void
write_one (County *c,
           guint   desk,
           guint   person,
           CbUid  *entity,
           gint64  value)
{
  g_autoptr (GError) error = NULL;

  county_write (c, desk, person, entity, CB_KIND_INCOME, 202, cb_value_int (value), NULL, &error);
  g_assert_no_error (error);
}

static void
assert_same (County *c,
             guint   a,
             guint   b)
{
  guint8 x[32], y[32];

  cb_journal_digest (c->desks[a].db, x, NULL);
  cb_journal_digest (c->desks[b].db, y, NULL);
  g_assert_cmpmem (x, 32, y, 32);
}

static void
test_exchange (void)
{
  g_autoptr (County) c = county_new (3, 1);
  CbApplyReport report;
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  county_send (c, 0, 1, 0, 1, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 3);
  county_send (c, 0, 1, 0, 1, &report, NULL);
  g_assert_cmpuint (report.duplicate, ==, 3);
  g_assert_cmpuint (report.applied, ==, 0);
  assert_same (c, 0, 1);
  write_one (c, 1, WORKER_B, &i, 7);
  write_one (c, 0, WORKER, &i, 8);
  county_send_all (c, 1, 0);
  county_send_all (c, 0, 1);
  county_send_all (c, 1, 2);
  assert_same (c, 0, 1);
  assert_same (c, 0, 2);
  for (guint d = 0; d < 3; d++)
    {
      g_autoptr (CbEntity) e = cb_journal_entity (c->desks[d].db, &i, NULL);

      g_assert_true (cb_entity_forked (e, 202));
      county_verify (c->desks[d].db, TRUE, NULL);
    }
}

static guint
held (County    *c,
      guint      desk,
      CbHeldKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = cb_journal_held (c->desks[desk].db, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      const CbHeld *one = &g_array_index (list, CbHeld, i);

      g_assert_cmpuint (strlen (one->reason), >, 5);
      n += one->kind == kind ? one->last - one->first + 1 : 0;
    }

  return n;
}

/* What comes before its cause waits for it, and is handed on meanwhile. */
static void
test_pending (void)
{
  g_autoptr (County) c = county_new (3, 2);
  CbApplyReport report;
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  county_send_all (c, 0, 1);
  write_one (c, 1, WORKER, &i, 7);
  county_send (c, 1, 2, 1, 1, &report, NULL);      /* it replaces what desk 2 has not seen */
  g_assert_cmpuint (report.pending, ==, 1);
  g_assert_cmpuint (held (c, 2, CB_HELD_PENDING), ==, 1);
  county_send (c, 1, 2, 1, 1, &report, NULL);
  g_assert_cmpuint (report.duplicate, ==, 1);
  county_verify (c->desks[2].db, TRUE, NULL);
  county_send (c, 0, 2, 0, 1, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 4);
  g_assert_cmpuint (report.pending, ==, 0);
  assert_same (c, 1, 2);

  /* A hole in the chain. */
  write_one (c, 1, WORKER, &i, 8);
  write_one (c, 1, WORKER, &i, 9);
  county_send (c, 1, 2, 1, 3, &report, NULL);
  g_assert_cmpuint (report.pending, ==, 1);
  county_send (c, 1, 2, 1, 2, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 2);
  assert_same (c, 1, 2);
}

/* A record under an authority entry that has not come yet. */
static void
test_authority_first (void)
{
  g_autoptr (County) c = county_new (2, 3);
  CbIssuer issuer = county_issuer (c);
  CbPerson person = c->people[WORKER].cert;
  g_autoptr (GError) error = NULL;
  CbApplyReport report;
  CbUid h, m, i;

  person.limit = 5;
  cb_authority_enrol_person (c->desks[0].db, &person, &issuer, &error);
  g_assert_no_error (error);
  county_household (c, 0, 1, &h, &m, &i);
  county_send (c, 0, 1, 0, 1, &report, NULL);
  g_assert_cmpuint (report.pending, ==, 3);
  county_send_all (c, 0, 1);
  g_assert_cmpuint (held (c, 1, CB_HELD_PENDING), ==, 0);
  assert_same (c, 0, 1);
}

/* What somebody wrote after they were revoked, without knowing it, is kept and does not count. */
static void
test_revoked_person (void)
{
  g_autoptr (County) c = county_new (2, 4);
  CbIssuer issuer = county_issuer (c);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbEntity) e = NULL;
  CbApplyReport report;
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  county_send_all (c, 0, 1);
  write_one (c, 1, WORKER_B, &i, 7);
  county_send_all (c, 1, 0);
  cb_authority_revoke (c->desks[0].db, &c->people[WORKER_B].uid, 0, NULL, "left", &issuer, &error);
  g_assert_no_error (error);
  write_one (c, 1, WORKER_B, &i, 8);
  county_send (c, 1, 0, 1, 1, &report, NULL);
  g_assert_cmpuint (report.quarantined, ==, 1);
  g_assert_cmpuint (held (c, 0, CB_HELD_QUARANTINED), ==, 1);
  e = cb_journal_entity (c->desks[0].db, &i, NULL);
  g_assert_cmpint (cb_entity_int (e, 202, 0), ==, 7);
  /* The other desk hears of it, takes back what had counted there, and refuses more. */
  county_send_all (c, 0, 1);
  assert_same (c, 0, 1);
  g_assert_false (county_write (c, 1, WORKER_B, &i, CB_KIND_INCOME, 202, cb_value_int (9), NULL, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_REVOKED);
  county_verify (c->desks[0].db, TRUE, NULL);
  county_verify (c->desks[1].db, TRUE, NULL);
}

static void
test_clone (void)
{
  g_autoptr (County) c = county_new (4, 5);
  CbActor copied = county_actor (c, 1, WORKER);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbChange) change = cb_change_new (&copied);
  g_autoptr (CbEntity) e = NULL;
  CbIssuer issuer = county_issuer (c);
  g_auto (CbValue) value = cb_value_int (100);
  CbApplyReport report;
  CbUid h, m, i;
  CbRef good;
  guint8 hash[32];

  county_household (c, 1, 1, &h, &m, &i);
  county_send_all (c, 1, 3);                     /* desk 3 plays a restored backup of desk 1 */
  write_one (c, 1, WORKER, &i, 7);
  cb_change_set (change, &i, CB_KIND_INCOME, 202, &value, NULL, 0, TRUE);
  g_assert_true (cb_change_commit (change, c->desks[3].db, &good, NULL, &error));
  county_send (c, 1, 0, 1, 1, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 4);
  county_send (c, 3, 0, 1, 1, &report, NULL);
  g_assert_cmpuint (report.clones, ==, 1);
  g_assert_cmpuint (held (c, 0, CB_HELD_CLONE), ==, 2);
  e = cb_journal_entity (c->desks[0].db, &i, NULL);
  g_assert_cmpint (cb_entity_int (e, 202, 0), ==, CB_YUAN (1200));
  county_verify (c->desks[0].db, TRUE, NULL);

  /* The desk that learns of it stops writing. */
  county_send_all (c, 0, 1);
  g_assert_false (county_write (c, 1, WORKER, &i, CB_KIND_INCOME, 202, cb_value_int (9), NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE);
  g_clear_error (&error);

  /* The authority says which branch was good, up to where. */
  {
    g_autoptr (CbStmt) s = cb_db_prepare (c->desks[3].db, "SELECT hash FROM record ORDER BY seq DESC LIMIT 1", NULL);
    gsize len;

    g_assert_cmpint (cb_stmt_step (s, NULL), ==, 1);
    memcpy (hash, cb_stmt_get_blob (s, 0, &len), 32);
  }
  cb_authority_revoke (c->desks[0].db, &c->desks[1].uid, good.seq, hash, "restored", &issuer, &error);
  g_assert_no_error (error);
  cb_entity_free (e);
  e = cb_journal_entity (c->desks[0].db, &i, NULL);
  g_assert_cmpint (cb_entity_int (e, 202, 0), ==, 100);
  g_assert_cmpuint (held (c, 0, CB_HELD_CLONE), ==, 1);
  county_send_all (c, 0, 1);
  county_send_all (c, 0, 2);
  assert_same (c, 0, 1);
  assert_same (c, 0, 2);
  county_verify (c->desks[2].db, TRUE, NULL);
}

/* ------- hostile bytes ------- */

static gboolean
apply_one (CbDb    *db,
           GBytes  *packet,
           GError **error)
{
  CbApplyReport report;

  return cb_journal_apply (db, &packet, 1, &report, error);
}

/* Each byte of a packet, flipped: never taken, and nothing changes. */
static void
test_flipped_packets (void)
{
  g_autoptr (County) c = county_new (2, 6);
  g_autoptr (GPtrArray) packets = NULL;
  g_autoptr (GPtrArray) log = NULL;
  CbUid h, m, i;
  gint64 n;

  county_household (c, 0, 1, &h, &m, &i);
  packets = export (c, 0, 0, 1);
  log = cb_journal_export (c->desks[0].db, NULL, 2, NULL);
  for (guint which = 0; which < 2; which++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (which == 0 ? packets->pdata[0] : log->pdata[0], &len);
      g_autoptr (CbDb) fresh = county_casebook ();
      CbDb *db = which == 0 ? c->desks[1].db : fresh;

      if (which == 1)
        {
          g_autoptr (GPtrArray) all = cb_journal_export (c->desks[0].db, NULL, 1, NULL);

          g_assert_true (apply_one (db, all->pdata[0], NULL));
        }
      for (gsize at = 0; at < len; at++)
        for (guint bit = 0; bit < 8; bit += 3)
          {
            g_autofree guint8 *copy = g_memdup2 (data, len);
            g_autoptr (GBytes) bytes = NULL;
            g_autoptr (GError) error = NULL;

            copy[at] ^= (guint8) (1u << bit);
            bytes = g_bytes_new (copy, len);
            if (apply_one (db, bytes, &error))
              {
                /* A header that names an unknown authority head cannot be checked yet: it waits, and counts for nothing. */
                g_assert_true (cb_db_get_int (db, "SELECT count (*) FROM pending", &n, NULL));
                g_assert_cmpint (n, ==, 1);
                g_assert_true (cb_db_exec (db, "DELETE FROM pending", NULL));
              }
            g_assert_true (cb_db_get_int (db, "SELECT (SELECT count (*) FROM record) + (SELECT count (*) FROM entity)", &n, NULL));
            g_assert_cmpint (n, ==, 0);
          }
      for (gsize cut = 0; cut < len; cut += 7)
        {
          g_autoptr (GBytes) bytes = g_bytes_new (data, cut);

          g_assert_false (apply_one (db, bytes, NULL));
        }
      g_assert_true (apply_one (db, which == 0 ? packets->pdata[0] : log->pdata[0], NULL));
    }
}

static void
test_other_county (void)
{
  g_autoptr (County) c = county_new (1, 7);
  g_autoptr (County) other = county_new (1, 8);
  g_autoptr (GPtrArray) packets = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;
  CbUid h, m, i;

  county_household (other, 0, 1, &h, &m, &i);
  packets = export (other, 0, 0, 1);
  g_assert_false (apply_one (c->desks[0].db, packets->pdata[0], &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_RECORD);
  g_clear_error (&error);
  log = cb_journal_export (other->desks[0].db, NULL, 0, NULL);
  g_assert_false (apply_one (c->desks[0].db, log->pdata[0], &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE);
  g_clear_error (&error);
  g_assert_false (apply_one (c->desks[0].db, log->pdata[2], &error));
}

/* All or nothing: a bad packet behind a good one. */
static void
test_whole (void)
{
  g_autoptr (County) c = county_new (2, 9);
  g_autoptr (GPtrArray) packets = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *both[2];
  guint8 *copy;
  gsize len;
  gint64 n;
  CbUid h, m, i;

  county_household (c, 0, 1, &h, &m, &i);
  write_one (c, 0, WORKER, &i, 3);
  packets = export (c, 0, 0, 1);
  g_assert_cmpuint (packets->len, ==, 2);
  copy = g_memdup2 (g_bytes_get_data (packets->pdata[1], &len), g_bytes_get_size (packets->pdata[1]));
  copy[10] ^= 1;   /* in the desk's signature */
  both[0] = packets->pdata[0];
  both[1] = g_bytes_new_take (copy, len);
  g_assert_false (cb_journal_apply (c->desks[1].db, both, 2, NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_BAD_SIGNATURE);
  g_assert_nonnull (strstr (error->message, "record 4"));
  g_assert_true (cb_db_get_int (c->desks[1].db, "SELECT count (*) FROM record", &n, NULL));
  g_assert_cmpint (n, ==, 0);
  g_bytes_unref (both[1]);
}

/* ------- records that a program of ours would not have written ------- */

/* Signs and packs one record as desk 0 would. */
static GBytes *
forge (County     *c,
       CbRecord   *r,
       const char *content_hex,
       gboolean    foreign_sig,
       guint       person)
{
  g_autoptr (CbAuthority) a = cb_authority_load (c->desks[0].db, NULL);
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) header = NULL;
  g_autoptr (GBytes) body = NULL;
  guint8 content[64], sig[64], hash[32];
  gsize len = strlen (content_hex) / 2, header_len;
  const guint8 *p;

  for (gsize k = 0; k < len; k++)
    content[k] = (guint8) (g_ascii_xdigit_value (content_hex[2 * k]) << 4 | g_ascii_xdigit_value (content_hex[2 * k + 1]));
  r->realm = *cb_authority_realm (a);
  r->ref = (CbRef) { c->desks[0].uid, MAX (r->ref.seq, 1) };
  r->hlc = 1;
  r->lam = MAX (r->lam, 1);
  if (r->auth[0] == 0 && r->auth[1] == 0)
    memcpy (r->auth, cb_authority_head (a), 32);
  r->actor = c->people[person].uid;
  r->first = r->ref.seq;
  r->count = 1;
  body = cb_record_make_body (content, len, r->commit);
  header = cb_record_encode_header (r);
  p = g_bytes_get_data (header, &header_len);
  cb_record_hash (p, header_len, hash);
  cb_changeset_sign (&r->realm, &r->ref.desk, r->first, r->first, hash, c->desks[0].sk, sig);
  cb_cbor_put_map (w, 4);
  cb_cbor_put_key (w, 0);
  cb_cbor_put_uint (w, 1);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_uint (w, 2);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_bytes (w, sig, 64);
  cb_cbor_put_key (w, 3);
  cb_cbor_put_array (w, 1);
  cb_cbor_put_array (w, 3);
  cb_cbor_put_bytes (w, p, header_len);
  cb_cbor_put_bytes (w, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  if (foreign_sig)
    cb_cbor_put_bytes (w, sig, 64);   /* the desk's, where the person's should be */
  else
    cb_cbor_put_null (w);

  return cb_cbor_writer_take (w);
}

static void
test_forged (void)
{
  static const struct
  {
    const char *title;
    guint type, kind, event, person;
    const char *area, *content;
    gboolean sig;
    gint code;            /* of the error; −1: accepted and held */
    guint may;            /* why it is held */
  } table[] = {
    { "a reviewer records facts", CB_RECORD_FACTS, CB_KIND_INCOME, 0, REVIEWER, TOWN_AREA, "a118ca05", FALSE, -1, CB_MAY_NO_ROLE },
    { "outside the area", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER_B, OTHER_TOWN, "a118ca05", FALSE, -1, CB_MAY_OUTSIDE_AREA },
    { "an area wider than the person's", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER_B, "", "a118ca05", FALSE, -1, CB_MAY_OUTSIDE_AREA },
    { "an area other than the one it claims", CB_RECORD_FACTS, CB_KIND_HOUSEHOLD, 0, WORKER_B, TOWN_AREA,
      "a10b69353130383233313031", FALSE, -1, CB_MAY_OUTSIDE_AREA },
    { "text for money", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a118ca6178", FALSE, -1, 100 },
    { "no facts at all", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a0", FALSE, -1, 100 },
    { "facts that are no map", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "8118ca", FALSE, -1, 100 },
    { "an unknown kind", CB_RECORD_FACTS, 99, 0, WORKER, TOWN_AREA, "a118ca05", FALSE, -1, 100 },
    { "an unknown event", CB_RECORD_EVENT, CB_KIND_CASE, 99, WORKER, TOWN_AREA, "f6", FALSE, -1, 100 },
    { "a decision without basis", CB_RECORD_EVENT, CB_KIND_CASE, CB_EVENT_DECISION, APPROVER, TOWN_AREA, "f6", FALSE, -1, 100 },
    { "temporary aid without basis", CB_RECORD_EVENT, CB_KIND_CASE, CB_EVENT_AID, REVIEWER, TOWN_AREA, "f6", FALSE, -1, 100 },
    { "a stop without basis", CB_RECORD_EVENT, CB_KIND_CASE, CB_EVENT_STOPPED, APPROVER, TOWN_AREA, "f6", FALSE, -1, 100 },
    { "a payment that nobody signed", CB_RECORD_EVENT, CB_KIND_RUN, CB_EVENT_PAID, FINANCE, TOWN_AREA, "f6", FALSE, -1, 101 },
    { "a payment signed by somebody else", CB_RECORD_EVENT, CB_KIND_RUN, CB_EVENT_PAID, FINANCE, TOWN_AREA, "f6", TRUE,
      CB_JOURNAL_ERROR_BAD_SIGNATURE, 0 },
    { "rules that a caseworker publishes", CB_RECORD_EVENT, CB_KIND_PACK, CB_EVENT_PACK, WORKER, COUNTY_AREA, "f6", FALSE, -1, CB_MAY_NO_ROLE },
    { "rules that nobody signed", CB_RECORD_EVENT, CB_KIND_PACK, CB_EVENT_PACK, POLICY, COUNTY_AREA, "f6", FALSE, -1, 101 },
    { "rules drafted by an approver", CB_RECORD_FACTS, CB_KIND_PACK, 0, APPROVER, COUNTY_AREA, "a11901f56178", FALSE, -1, CB_MAY_NO_ROLE },
    { "a countersignature of nothing", CB_RECORD_EVENT, CB_KIND_PACK, CB_EVENT_PACK_COUNTERSIGNED, APPROVER, COUNTY_AREA, "f6", FALSE, -1, 100 },
    { "a refusal of nothing", CB_RECORD_EVENT, CB_KIND_PACK, CB_EVENT_PACK_REFUSED, APPROVER, COUNTY_AREA, "f6", FALSE, -1, 100 },
    { "a countersignature by the policy officer", CB_RECORD_EVENT, CB_KIND_PACK, CB_EVENT_PACK_COUNTERSIGNED, POLICY, COUNTY_AREA, "f6",
      FALSE, -1, 100 },
    { "content that is not deterministic", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a118ca1805", FALSE,
      CB_JOURNAL_ERROR_BAD_RECORD, 0 },
    { "keys out of order", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a218ca0518c96178", FALSE, CB_JOURNAL_ERROR_BAD_RECORD, 0 },
    { "a float", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a118caf93c00", FALSE, CB_JOURNAL_ERROR_BAD_RECORD, 0 },
    { "as it should be", CB_RECORD_FACTS, CB_KIND_INCOME, 0, WORKER, TOWN_AREA, "a118ca05", FALSE, -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (County) c = county_new (2, 10);
      g_auto (CbRecord) r = { 0 };
      g_autoptr (GBytes) packet = NULL;
      g_autoptr (GError) error = NULL;
      gint64 why;

      g_test_message ("%s", table[i].title);
      cb_record_init (&r);
      r.type = table[i].type;
      r.kind = table[i].kind;
      r.event = table[i].event;
      r.entity = cb_uid_new ();
      g_strlcpy (r.area, table[i].area, sizeof r.area);
      packet = forge (c, &r, table[i].content, table[i].sig, table[i].person);
      apply_one (c->desks[1].db, packet, &error);
      if (table[i].code >= 0)
        {
          g_assert_error (error, CB_JOURNAL_ERROR, table[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (cb_db_get_int (c->desks[1].db, "SELECT why FROM record", &why, NULL));
      g_assert_cmpint (why, ==, table[i].may);
      g_assert_cmpuint (held (c, 1, CB_HELD_QUARANTINED), ==, table[i].may != 0);
      county_verify (c->desks[1].db, TRUE, NULL);
      /* It goes on to others all the same. */
      {
        g_autoptr (GPtrArray) packets = export (c, 1, 0, 1);

        g_assert_cmpuint (packets->len, ==, 1);
        g_assert_true (g_bytes_equal (packets->pdata[0], packet));
      }
    }
}

/* Rights that were taken back are not taken up again by writing as of an older head. */
static void
test_old_head (void)
{
  for (guint old = 0; old < 2; old++)
    {
      g_autoptr (County) c = county_new (2, 11);
      g_autoptr (CbAuthority) before = cb_authority_load (c->desks[0].db, NULL);
      CbIssuer issuer = county_issuer (c);
      CbPerson demoted = c->people[WORKER_B].cert;
      g_auto (CbRecord) r = { 0 };
      g_autoptr (GBytes) packet = NULL;
      g_autoptr (GError) error = NULL;
      guint8 hash[32];
      CbUid h, m, i;
      gint64 why;

      demoted.roles = CB_ROLE_FINANCE;
      cb_authority_enrol_person (c->desks[0].db, &demoted, &issuer, &error);
      g_assert_no_error (error);
      county_household (c, 0, 1, &h, &m, &i);
      county_send_all (c, 0, 1);
      {
        g_autoptr (CbStmt) s = cb_db_prepare (c->desks[0].db, "SELECT hash FROM record WHERE seq = 3", NULL);
        gsize len;

        g_assert_cmpint (cb_stmt_step (s, NULL), ==, 1);
        memcpy (hash, cb_stmt_get_blob (s, 0, &len), 32);
      }
      cb_record_init (&r);
      r.type = CB_RECORD_FACTS;
      r.kind = CB_KIND_INCOME;
      r.entity = cb_uid_new ();
      r.ref.seq = 4;
      r.lam = 4;
      memcpy (r.prev, hash, 32);
      g_strlcpy (r.area, TOWN_AREA, sizeof r.area);
      if (old)
        memcpy (r.auth, cb_authority_head (before), 32);
      packet = forge (c, &r, "a118ca05", FALSE, WORKER_B);
      g_assert_true (apply_one (c->desks[1].db, packet, &error));
      g_assert_true (cb_db_get_int (c->desks[1].db, "SELECT why FROM record WHERE seq = 4", &why, NULL));
      g_assert_cmpint (why, ==, old ? 103 : CB_MAY_NO_ROLE);
      g_assert_cmpuint (held (c, 1, CB_HELD_QUARANTINED), ==, 1);
    }
}

/* Separation of duties on a desk that only receives: what the decision stands on says who is on the other side. */
static void
test_both_sides (void)
{
  g_autoptr (County) c = county_new (2, 12);
  CbActor recorder = county_actor (c, 0, WORKER_B), approver = county_actor (c, 0, APPROVER);
  g_autoptr (CbChange) submit = cb_change_new (&recorder);
  g_autoptr (CbChange) decide = cb_change_new (&approver);
  g_autoptr (CbChange) stop = cb_change_new (&approver);
  g_autoptr (CbChange) own = cb_change_new (&recorder);
  g_autoptr (GError) error = NULL;
  g_auto (CbValue) parent = CB_VALUE_INIT;
  CbApplyReport report;
  CbUid h, m, i, k = cb_uid_new ();

  county_household (c, 0, 1, &h, &m, &i);
  parent = cb_value_uid (&h);
  cb_change_set (submit, &k, CB_KIND_CASE, CB_FIELD_PARENT, &parent, NULL, 0, TRUE);
  cb_change_event (submit, &k, CB_KIND_CASE, CB_EVENT_SUBMITTED, NULL, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (submit, c->desks[0].db, NULL, NULL, &error));
  cb_change_event (own, &k, CB_KIND_CASE, CB_EVENT_DECISION, NULL, 0, NULL, 0, NULL);
  g_assert_false (cb_change_commit (own, c->desks[0].db, NULL, NULL, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_SAME_PERSON);
  g_clear_error (&error);
  /* Who decided may also stop. */
  cb_change_event (decide, &k, CB_KIND_CASE, CB_EVENT_DECISION, NULL, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (decide, c->desks[0].db, NULL, NULL, &error));
  cb_change_event (stop, &k, CB_KIND_CASE, CB_EVENT_STOPPED, NULL, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (stop, c->desks[0].db, NULL, NULL, &error));
  county_send (c, 0, 1, 0, 1, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 7);
  county_verify (c->desks[1].db, TRUE, NULL);

  /* The same decision from a program that does not look: the recorder decides on their own submission. */
  {
    g_auto (CbRecord) r = { 0 };
    g_autoptr (GBytes) packet = NULL;
    CbRef basis = { c->desks[0].uid, 5 };
    gint64 why;

    cb_record_init (&r);
    r.type = CB_RECORD_EVENT;
    r.kind = CB_KIND_CASE;
    r.event = CB_EVENT_DECISION;
    r.entity = k;
    r.ref.seq = 8;
    r.lam = 8;
    g_array_append_val (r.basis, basis);
    g_strlcpy (r.area, TOWN_AREA, sizeof r.area);
    {
      g_autoptr (CbStmt) s = cb_db_prepare (c->desks[0].db, "SELECT hash FROM record WHERE seq = 7", NULL);
      gsize len;

      g_assert_cmpint (cb_stmt_step (s, NULL), ==, 1);
      memcpy (r.prev, cb_stmt_get_blob (s, 0, &len), 32);
    }
    packet = forge (c, &r, "f6", FALSE, WORKER_B);
    g_assert_true (apply_one (c->desks[1].db, packet, &error));
    g_assert_true (cb_db_get_int (c->desks[1].db, "SELECT why FROM record WHERE seq = 8", &why, NULL));
    g_assert_cmpint (why, ==, CB_MAY_SAME_PERSON);
  }
}

/* Rules count at every desk in whatever order they come; a countersignature stands on the publication of the same rules. */
static void
test_rules (void)
{
  g_autoptr (County) c = county_new (3, 13);
  CbActor policy = county_actor (c, 0, POLICY), approver = county_actor (c, 1, APPROVER);
  g_autoptr (CbChange) one = cb_change_new (&policy), two = cb_change_new (&policy);
  g_autoptr (CbChange) other = cb_change_new (&approver), sign = cb_change_new (&approver);
  g_autoptr (GError) error = NULL;
  const CbUid first = cb_uid_new (), second = cb_uid_new ();
  CbApplyReport report;
  CbRef published[2];

  cb_change_event (one, &first, CB_KIND_PACK, CB_EVENT_PACK, COUNTY_AREA, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (one, c->desks[0].db, &published[0], NULL, &error));
  cb_change_event (two, &second, CB_KIND_PACK, CB_EVENT_PACK, COUNTY_AREA, 0, NULL, 0, NULL);
  g_assert_true (cb_change_commit (two, c->desks[0].db, &published[1], NULL, &error));
  county_send_all (c, 0, 1);
  cb_change_event (other, &first, CB_KIND_PACK, CB_EVENT_PACK_COUNTERSIGNED, COUNTY_AREA, 0, &published[1], 1, NULL);
  g_assert_false (cb_change_commit (other, c->desks[1].db, NULL, NULL, &error));
  g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_INVALID);
  g_clear_error (&error);
  cb_change_event (sign, &second, CB_KIND_PACK, CB_EVENT_PACK_COUNTERSIGNED, COUNTY_AREA, 0, &published[1], 1, NULL);
  g_assert_true (cb_change_commit (sign, c->desks[1].db, NULL, NULL, &error));
  g_assert_no_error (error);

  county_send (c, 1, 2, 1, 1, &report, NULL);
  g_assert_cmpuint (report.pending, ==, 1);
  county_send (c, 0, 2, 0, 1, &report, NULL);
  g_assert_cmpuint (report.applied, ==, 3);
  g_assert_cmpuint (report.pending, ==, 0);
  county_send_all (c, 1, 0);
  assert_same (c, 0, 2);
  county_verify (c->desks[2].db, TRUE, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/apply/exchange", test_exchange);
  g_test_add_func ("/journal/apply/pending", test_pending);
  g_test_add_func ("/journal/apply/authority-first", test_authority_first);
  g_test_add_func ("/journal/apply/revoked-person", test_revoked_person);
  g_test_add_func ("/journal/apply/clone", test_clone);
  g_test_add_func ("/journal/apply/flipped-packets", test_flipped_packets);
  g_test_add_func ("/journal/apply/other-county", test_other_county);
  g_test_add_func ("/journal/apply/whole", test_whole);
  g_test_add_func ("/journal/apply/forged", test_forged);
  g_test_add_func ("/journal/apply/rules", test_rules);
  g_test_add_func ("/journal/apply/old-head", test_old_head);
  g_test_add_func ("/journal/apply/both-sides", test_both_sides);

  return g_test_run ();
}
