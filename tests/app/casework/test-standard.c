/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-clock.h"
#include "cb-standard-private.h"
#include "desk.h"

/* A new standard from draft to countersignature. */

typedef struct { CbStandard *s; const CbUid *uid; const CbStandardCheck *check; const char *text; gboolean prove; } Call;

#define JOB(name, call) \
  static gpointer \
  name (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error) \
  { \
    Call *c = data; \
    return call ? c : NULL; \
  }
JOB (save_job, cb_standard_save (desk, db, c->s, error))
JOB (discard_job, cb_standard_discard (desk, db, c->uid, c->text, error))
JOB (publish_job, cb_standard_publish (desk, db, c->check, error))
JOB (countersign_job, cb_standard_countersign (desk, db, c->check, error))
JOB (refuse_job, cb_standard_refuse (desk, db, c->uid, c->text, error))
JOB (withdraw_job, cb_standard_withdraw (desk, db, c->uid, c->text, error))

static gpointer
check_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *c = data;

  return cb_standard_check (desk, db, c->uid, c->prove, error);
}

static gpointer
list_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return cb_standard_list (desk, db, error);
}

static gpointer
waiting_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  CbStandardNews news;

  if (!cb_standard_news (desk, db, &news, error))
    return NULL;
  *(guint *) data = news.waiting;
  return data;
}

static guint
waiting (Office *office)
{
  g_autoptr (GError) error = NULL;
  guint n = 99;

  cb_desk_read (office->desk, waiting_job, &n, &error);
  g_assert_no_error (error);
  return n;
}

static CbStandardCheck *
check (Office      *office,
       const CbUid *uid,
       gboolean     prove)
{
  g_autoptr (GError) error = NULL;
  Call c = { .uid = uid, .prove = prove };
  CbStandardCheck *found = cb_desk_read (office->desk, check_job, &c, &error);

  g_assert_no_error (error);
  return found;
}

static GPtrArray *
list (Office *office)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = cb_desk_read (office->desk, list_job, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static const CbStandard *
find (GPtrArray   *all,
      const CbUid *uid)
{
  for (guint i = 0; i < all->len; i++)
    if (cb_uid_equal (&((CbStandard *) all->pdata[i])->uid, uid))
      return all->pdata[i];
  return NULL;
}

static CbStandardState
state (Office      *office,
       const CbUid *uid)
{
  g_autoptr (GPtrArray) all = list (office);
  const CbStandard *s = find (all, uid);

  return s != NULL ? s->state : 0;
}

static CbUid
draft (Office     *office,
       CbDate      from,
       const char *rural,
       gboolean    late)
{
  g_autoptr (CbStandard) s = cb_standard_new ();
  g_autoptr (GError) error = NULL;
  Call c = { .s = s };

  s->from = from;
  s->cite = g_strdup ("剑府发〔2026〕12号");
  s->note = g_strdup ("县政府常务会议");
  s->late = late;
  cb_standard_set (s, "dibao.standard", "rural", rural);
  cb_desk_write (office->desk, save_job, &c, &error);
  g_assert_no_error (error);
  g_assert_false (cb_uid_is_none (&s->uid));
  return s->uid;
}

static gboolean
act (Office                *office,
     CbDeskJob              job,
     const CbUid           *uid,
     const CbStandardCheck *looked,
     const char            *text,
     GError               **error)
{
  Call c = { .uid = uid, .check = looked, .text = text };

  return cb_desk_write (office->desk, job, &c, error) != NULL;
}

static void
must (Office                *office,
      CbDeskJob              job,
      const CbUid           *uid,
      const CbStandardCheck *looked,
      const char            *text)
{
  g_autoptr (GError) error = NULL;

  act (office, job, uid, looked, text, &error);
  g_assert_no_error (error);
}

static void
must_not (Office                *office,
          CbDeskJob              job,
          const CbUid           *uid,
          const CbStandardCheck *looked,
          const char            *text,
          const char            *says)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  g_assert_false (act (office, job, uid, looked, text, &error));
  g_assert_nonnull (error);
  sentence = cb_error_sentence (error);
  g_test_message ("%s", sentence);
  g_assert_nonnull (strstr (sentence, says));
}

static void
come (Office *office,
      Who     who)
{
  office_turn (office, who);
  office_sign_in (office);
}

static CbUid
publish (Office     *office,
         CbDate      from,
         const char *rural,
         gboolean    late)
{
  CbUid uid;
  g_autoptr (CbStandardCheck) looked = NULL;

  come (office, POLICY_OFFICER);
  uid = draft (office, from, rural, late);
  looked = check (office, &uid, TRUE);
  g_assert_cmpuint (looked->faults->len, ==, 0);
  g_assert_cmpuint (looked->objections->len, ==, 0);
  g_assert_cmpint (looked->may, ==, CB_MAY_YES);
  must (office, publish_job, NULL, looked, NULL);
  return uid;
}

static gint64
rural_on (Office *office,
          CbDate  on)
{
  gint64 num, den;

  g_assert_true (cb_pack_param_value (cb_desk_pack (office->desk), "dibao.standard", "rural", on, &num, &den));
  g_assert_cmpint (den, ==, 1);
  return num;
}

#define EVERYBODY (1u << WORKER | 1u << REVIEWER | 1u << APPROVER | 1u << TOWNSHIP_APPROVER | 1u << POLICY_OFFICER | 1u << POLICY_APPROVER)

/* Published rules decide nothing before somebody else countersigns them; then at once, here and after unlocking again. */
static void
test_force (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  const CbDate day = cb_date_new (2027, 1, 1);
  CbPack *founding = cb_desk_pack (office->desk);
  g_autofree char *old_hash = cb_pack_hash_text (founding), *published_hash = NULL;
  CbUid uid = publish (office, day, "650.00", FALSE);

  g_assert_true (cb_desk_pack (office->desk) == founding);
  g_assert_cmpint (rural_on (office, day), ==, 62000);
  g_assert_cmpint (state (office, &uid), ==, CB_STANDARD_PUBLISHED);
  g_assert_cmpuint (waiting (office), ==, 1);
  office_unlock (office, APPROVER);
  g_assert_cmpint (rural_on (office, day), ==, 62000);
  come (office, APPROVER);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);
    g_autoptr (GArray) lines = cb_pack_new_lines (looked->base, looked->pack, NULL);

    g_assert_cmpint (looked->may, ==, CB_MAY_YES);
    g_assert_cmpuint (lines->len, ==, 1);
    g_assert_cmpstr (looked->standard->cite, ==, "剑府发〔2026〕12号");
    published_hash = cb_pack_hash_text (looked->pack);
    must (office, countersign_job, NULL, looked, NULL);
    /* Once. */
    must_not (office, countersign_job, NULL, looked, NULL, "does not wait");
  }
  g_assert_cmpint (rural_on (office, day), ==, 65000);
  g_assert_cmpint (rural_on (office, day - 1), ==, 62000);
  g_assert_cmpuint (waiting (office), ==, 0);
  {
    g_autoptr (GPtrArray) all = list (office);
    const CbStandard *s = find (all, &uid);

    g_assert_cmpint (s->state, ==, CB_STANDARD_COUNTERSIGNED);
    g_assert_true (s->in_force);
    g_assert_true (cb_uid_equal (&s->author, &office->person[POLICY_OFFICER]));
    g_assert_true (cb_uid_equal (&s->signer, &office->person[APPROVER]));
    g_assert_cmpuint (all->len, ==, 2);
    g_assert_cmpint (((CbStandard *) all->pdata[1])->state, ==, CB_STANDARD_FOUNDING);
    g_assert_false (((CbStandard *) all->pdata[1])->in_force);
  }
  office_unlock (office, WORKER);
  g_assert_cmpint (rural_on (office, day), ==, 65000);
  {
    g_autofree char *now = cb_pack_hash_text (cb_desk_pack (office->desk));

    g_assert_cmpstr (now, ==, published_hash);
    g_assert_cmpstr (now, !=, old_hash);
  }
  office_assert_no_scan (office);
  office_verify (office);
}

static gpointer
effect_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  struct { const CbStandardCheck *check; CbStandardEffect effect; } *e = data;

  return cb_standard_effect (desk, db, e->check, NULL, NULL, &e->effect, cancellable, error) ? e : NULL;
}

/* What the approver is shown before signing: one family of two, 30 yuan a person and month more. */
static void
test_effect (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  struct { const CbStandardCheck *check; CbStandardEffect effect; } e = { NULL };
  g_autoptr (CbStandardCheck) looked = NULL;
  g_autoptr (GError) error = NULL;
  CbUid uid;

  come (office, WORKER);
  office_family (office, "王桂兰", NULL, 2, "12000", "510823100");
  office_family (office, "李全", NULL, 2, "60000", "510823100");
  come (office, POLICY_OFFICER);
  uid = draft (office, cb_date_new (2027, 1, 1), "650.00", FALSE);
  looked = check (office, &uid, FALSE);
  e.check = looked;
  cb_desk_read (office->desk, effect_job, &e, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (e.effect.households, ==, 2);
  g_assert_cmpuint (e.effect.all.households[0], ==, 1);
  g_assert_cmpuint (e.effect.all.households[1], ==, 1);
  g_assert_cmpint (e.effect.all.monthly[1] - e.effect.all.monthly[0], ==, 6000);
  g_assert_cmpuint (e.effect.gainers, ==, 1);
  g_assert_cmpuint (e.effect.losers, ==, 0);
  g_assert_cmpint (e.effect.gained, ==, 6000);
}

/* Work in progress is there again after locking, for the other policy officer too, and for nobody else to change. */
static void
test_draft (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  g_autoptr (GError) error = NULL;
  CbUid uid;

  office_turn (office, POLICY_OFFICER);   /* nothing is signed */
  uid = draft (office, cb_date_new (2027, 1, 1), "650.00", FALSE);
  office_unlock (office, POLICY_APPROVER);
  {
    g_autoptr (GPtrArray) all = list (office);
    const CbStandard *s = find (all, &uid);
    g_autoptr (CbStandard) more = cb_standard_new ();
    Call c = { .s = more };

    g_assert_true (all->pdata[0] == s);
    g_assert_cmpint (s->state, ==, CB_STANDARD_DRAFT);
    g_assert_cmpint (s->from, ==, cb_date_new (2027, 1, 1));
    g_assert_cmpstr (s->note, ==, "县政府常务会议");
    g_assert_cmpuint (s->sets->len, ==, 1);
    g_assert_cmpstr (g_array_index (s->sets, CbStandardSet, 0).value, ==, "650.00");
    g_assert_true (cb_uid_equal (&s->author, &office->person[POLICY_OFFICER]));
    more->uid = uid;
    more->from = s->from;
    cb_standard_set (more, "dibao.standard", "rural", "660.00");
    cb_standard_set (more, "edge.multiplier", NULL, "1.6");
    cb_standard_set (more, "edge.multiplier", NULL, NULL);
    cb_standard_set (more, "dibao.standard", "urban", "800.00");
    g_assert_nonnull (cb_desk_write (office->desk, save_job, &c, &error));
    g_assert_no_error (error);
    /* Nothing new is not one more record. */
    g_assert_nonnull (cb_desk_write (office->desk, save_job, &c, &error));
    cb_standard_set (more, "dibao.standard", "urban", "1\n2");
    g_assert_null (cb_desk_write (office->desk, save_job, &c, &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
    g_clear_error (&error);
  }
  for (Who who = AUTHORITY; who < POLICY_OFFICER; who++)
    {
      g_autoptr (CbStandard) s = cb_standard_new ();
      g_autoptr (CbStandardCheck) looked = NULL;
      Call c = { .s = s };

      office_turn (office, who);
      s->uid = uid;
      s->from = cb_date_new (2028, 1, 1);
      g_assert_null (cb_desk_write (office->desk, save_job, &c, &error));
      g_assert_error (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_ENTITLED);
      g_clear_error (&error);
      looked = check (office, &uid, FALSE);
      g_assert_cmpint (looked->may, ==, CB_MAY_NO_ROLE);
      must_not (office, publish_job, NULL, looked, NULL, "policy officer");
      must_not (office, discard_job, &uid, NULL, NULL, "another role");
    }
  office_turn (office, POLICY_OFFICER);
  {
    g_autoptr (GPtrArray) all = list (office);
    const CbStandard *s = find (all, &uid);

    g_assert_cmpuint (s->sets->len, ==, 2);
    g_assert_cmpstr (g_array_index (s->sets, CbStandardSet, 0).value, ==, "660.00");
    g_assert_true (cb_uid_equal (&s->author, &office->person[POLICY_APPROVER]));
    g_assert_null (s->cite);
  }
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);

    g_assert_cmpuint (looked->objections->len, ==, 1);   /* the document's number */
    office_sign_in (office);
    must_not (office, publish_job, NULL, looked, NULL, "missing in the draft");
  }
  must (office, discard_job, &uid, NULL, "typed into the wrong one");
  g_assert_cmpint (state (office, &uid), ==, 0);
  office_assert_no_scan (office);
  office_verify (office);
}

/* What is not published, and why. */
static void
test_refused (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  CbUid uid;

  come (office, POLICY_OFFICER);
  /* July to September are decided already (the clock stands in September 2026). */
  uid = draft (office, cb_date_new (2026, 8, 1), "650.00", FALSE);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, FALSE);

    g_assert_cmpuint (looked->objections->len, ==, 1);
    must_not (office, publish_job, NULL, looked, NULL, "arrears");
  }
  g_assert_true (cb_standard_is_late (cb_date_new (2026, 9, 1), cb_clock_today ()));
  g_assert_false (cb_standard_is_late (cb_date_new (2026, 10, 1), cb_clock_today ()));
  g_assert_false (cb_standard_is_late (CB_DATE_NONE, cb_clock_today ()));
  uid = draft (office, cb_date_new (2026, 7, 1), "650.00", TRUE);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);

    g_assert_cmpuint (looked->faults->len, ==, 1);
    g_assert_true (g_regex_match_simple ("^guangyuan\\.pack:[1-9][0-9]*: .*choose another day", looked->faults->pdata[0], 0, 0));
    must_not (office, publish_job, NULL, looked, NULL, "faults");
  }
  uid = draft (office, cb_date_new (2027, 1, 1), "much", FALSE);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);

    g_assert_true (g_regex_match_simple ("^guangyuan\\.pack:[1-9][0-9]*:[0-9]+: not a value", looked->faults->pdata[0], 0, 0));
    must_not (office, publish_job, NULL, looked, NULL, "faults");
  }
  uid = draft (office, cb_date_new (2027, 1, 1), "650.00", FALSE);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, FALSE);

    must_not (office, publish_job, NULL, looked, NULL, "not checked");
  }
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);
    g_autoptr (CbStandard) s = cb_standard_new ();
    g_autoptr (GError) error = NULL;
    Call c = { .s = s };

    s->uid = uid;
    s->from = cb_date_new (2027, 1, 1);
    s->cite = g_strdup ("剑府发〔2026〕12号");
    cb_standard_set (s, "dibao.standard", "rural", "652.00");
    cb_desk_write (office->desk, save_job, &c, &error);
    g_assert_no_error (error);
    must_not (office, publish_job, NULL, looked, NULL, "changed");
  }
  cb_desk_sign_out (office->desk);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);

    must_not (office, publish_job, NULL, looked, NULL, "signature");
  }
  g_assert_cmpint (rural_on (office, cb_date_new (2027, 1, 1)), ==, 62000);
}

/* Who may countersign; refusal and withdrawal; what others have overtaken. */
static void
test_answers (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  const CbDate day = cb_date_new (2027, 1, 1);
  CbUid first = publish (office, day, "650.00", FALSE), second, third;
  g_autoptr (CbStandardCheck) looked = NULL;

  must_not (office, refuse_job, &first, NULL, "no", "Only an approver");
  come (office, TOWNSHIP_APPROVER);
  looked = check (office, &first, TRUE);
  g_assert_cmpint (looked->may, ==, CB_MAY_OUTSIDE_AREA);
  must_not (office, countersign_job, NULL, looked, NULL, "whole county");
  come (office, REVIEWER);
  must_not (office, countersign_job, NULL, looked, NULL, "Only an approver");
  come (office, APPROVER);
  must_not (office, refuse_job, &first, NULL, "", "reasons");
  must (office, refuse_job, &first, NULL, "没有县政府的文件");
  g_assert_cmpint (state (office, &first), ==, CB_STANDARD_REFUSED);
  must_not (office, countersign_job, NULL, looked, NULL, "does not wait");
  {
    g_autoptr (GPtrArray) all = list (office);

    g_assert_cmpstr (find (all, &first)->reasons, ==, "没有县政府的文件");
  }

  /* Both roles in one person: still two persons are needed. */
  come (office, POLICY_APPROVER);
  second = draft (office, day, "650.00", FALSE);
  g_clear_pointer (&looked, cb_standard_check_free);
  looked = check (office, &second, TRUE);
  must (office, publish_job, NULL, looked, NULL);
  must_not (office, publish_job, NULL, looked, NULL, "never changed");
  g_clear_pointer (&looked, cb_standard_check_free);
  looked = check (office, &second, TRUE);
  g_assert_cmpint (looked->may, ==, CB_MAY_SAME_PERSON);
  must_not (office, countersign_job, NULL, looked, NULL, "You published");
  must_not (office, refuse_job, &second, NULL, "no", "You published");
  third = publish (office, day, "650.00", FALSE);
  g_assert_cmpuint (waiting (office), ==, 2);

  come (office, APPROVER);
  must (office, countersign_job, NULL, looked, NULL);
  g_assert_cmpint (rural_on (office, day), ==, 65000);
  /* The third was made of the rules before: it does not know of the second. */
  {
    g_autoptr (CbStandardCheck) late = check (office, &third, TRUE);

    g_assert_true (late->standard->overtaken);
    g_assert_cmpuint (late->objections->len, ==, 1);
    must_not (office, countersign_job, NULL, late, NULL, "anew");
  }
  g_assert_cmpuint (waiting (office), ==, 0);
  come (office, POLICY_OFFICER);
  must_not (office, withdraw_job, &third, NULL, NULL, "reasons");
  must (office, withdraw_job, &third, NULL, "重新起草");
  g_assert_cmpint (state (office, &third), ==, CB_STANDARD_WITHDRAWN);
  g_assert_cmpint (rural_on (office, day), ==, 65000);
  office_assert_no_scan (office);
  office_verify (office);
}

/* A decision keeps the rules it was made with; the county's other desks come to the same rules. */
static gpointer
export_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **both = data;

  both[0] = cb_journal_export (db, NULL, 0, error);
  both[1] = both[0] != NULL ? cb_journal_export (db, cb_desk_identity (desk), 1, error) : NULL;
  return both[1];
}

static void
apply (CbDb      *db,
       GPtrArray *bytes,
       guint      from,
       guint      n)
{
  g_autoptr (GError) error = NULL;
  CbApplyReport report;

  g_assert_true (cb_db_begin (db, &error));
  g_assert_true (cb_journal_apply (db, (GBytes *const *) bytes->pdata + from, n, &report, &error));
  g_assert_no_error (error);
  g_assert_true (cb_db_commit (db, &error));
}

static gpointer
digest_job (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return cb_journal_digest (db, data, error) ? data : NULL;
}

static void
test_elsewhere (void)
{
  g_autoptr (Office) office = office_new (EVERYBODY);
  const CbDate day = cb_date_new (2027, 1, 1);
  CbUid family, c, uid;
  guint8 old_hash[CB_PACK_HASH_LEN], digest[32];
  g_autoptr (GError) error = NULL;
  GPtrArray *both[2];

  memcpy (old_hash, cb_pack_hash (cb_desk_pack (office->desk)), sizeof old_hash);
  come (office, WORKER);
  family = office_family (office, "王桂兰", NULL, 2, "6000", "510823100");
  c = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  come (office, REVIEWER);
  office_opinion (office, &c, TRUE);
  come (office, APPROVER);
  {
    g_autoptr (CbDecisionDraft) d = office_draft (office, &c);

    g_assert_true (office_decide (office, d, TRUE, "", &error));
    g_assert_no_error (error);
  }
  uid = publish (office, day, "650.00", FALSE);
  come (office, APPROVER);
  {
    g_autoptr (CbStandardCheck) looked = check (office, &uid, TRUE);

    must (office, countersign_job, NULL, looked, NULL);
  }
  {
    g_autoptr (CbCase) decided = office_case (office, &c);
    g_autofree char *folder = g_build_filename (office->dir, "out", NULL), *file = g_build_filename (folder, "rules.pack", NULL);
    g_autoptr (CbPack) pack = NULL;

    g_assert_cmpint (decided->state, ==, CB_CASE_CONFIRMED);
    g_assert_false (decided->stale);
    g_assert_true (cb_case_export (office->desk, &c, folder, &error));
    g_assert_no_error (error);
    pack = cb_pack_load_file (file, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpmem (cb_pack_hash (pack), CB_PACK_HASH_LEN, old_hash, sizeof old_hash);
  }
  cb_desk_read (office->desk, export_job, both, &error);
  g_assert_no_error (error);
  cb_desk_read (office->desk, digest_job, digest, &error);
  /* All at once; one by one; the last first. */
  for (guint way = 0; way < 3; way++)
    {
      CbDb *db = cb_db_new_memory (&error);
      g_autoptr (CbAuthority) authority = NULL;
      g_autoptr (CbPack) pack = NULL;
      guint8 is[32];

      g_assert_true (cb_db_migrate (db, cb_desk_schemas (), &error));
      apply (db, both[0], 0, both[0]->len);
      if (way == 0)
        apply (db, both[1], 0, both[1]->len);
      for (guint i = 0; way == 1 && i < both[1]->len; i++)
        apply (db, both[1], i, 1);
      for (guint i = both[1]->len; way == 2 && i-- > 0;)
        apply (db, both[1], i, 1);
      g_assert_true (cb_journal_digest (db, is, &error));
      g_assert_cmpmem (is, 32, digest, 32);
      authority = cb_authority_load (db, &error);
      pack = cb_standard_in_force (db, authority, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (cb_pack_hash (pack), CB_PACK_HASH_LEN, cb_pack_hash (cb_desk_pack (office->desk)), CB_PACK_HASH_LEN);
      cb_db_free (db);
    }
  g_ptr_array_unref (both[0]);
  g_ptr_array_unref (both[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/standard/force", test_force);
  g_test_add_func ("/casework/standard/effect", test_effect);
  g_test_add_func ("/casework/standard/draft", test_draft);
  g_test_add_func ("/casework/standard/refused", test_refused);
  g_test_add_func ("/casework/standard/answers", test_answers);
  g_test_add_func ("/casework/standard/elsewhere", test_elsewhere);
  return g_test_run ();
}
