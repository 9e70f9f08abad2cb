/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-db-private.h"
#include "cb-desk-private.h"

static const struct { const char *name; CbRoles roles; const char *area; } people[N_PEOPLE] = {
  [AUTHORITY] = { "何平", CB_ROLE_AUTHORITY, "510823" },
  [WORKER] = { "赵敏", CB_ROLE_CASEWORKER | CB_ROLE_APPROVER, "510823" },
  [REVIEWER] = { "钱进", CB_ROLE_REVIEWER, "510823" },
  [APPROVER] = { "孙立", CB_ROLE_APPROVER, "510823" },
  [TOWNSHIP_APPROVER] = { "李平", CB_ROLE_APPROVER, "510823100" },
  [POLICY_OFFICER] = { "周正", CB_ROLE_POLICY, "510823" },
  [POLICY_APPROVER] = { "吴越", CB_ROLE_POLICY | CB_ROLE_APPROVER, "510823" },
};

Office *
office_new (guint enrolled)
{
  Office *office = g_new0 (Office, 1);
  g_autoptr (GError) error = NULL;
  const CbFounding founding = { "剑阁县", "510823", "县民政局", people[AUTHORITY].name, CB_ROLE_AUTHORITY, CB_VAULT_COST_FLOOR };

  cb_clock_set (cb_date_new (2026, 9, 21) * G_GINT64_CONSTANT (86400000) + 36000000);
  office->dir = g_dir_make_tmp ("casebook-XXXXXX", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *phrase = g_strdup_printf ("mengtai-xiguo-luodong-%u", i);

      office->passphrase[i] = cb_secret_from (phrase, strlen (phrase));
    }
  office->desk = cb_desk_found (office->dir, &founding, office->passphrase[AUTHORITY], &office->recovery, &error);
  g_assert_no_error (error);
  office->slot[AUTHORITY] = cb_desk_slot (office->desk);
  office->person[AUTHORITY] = cb_desk_person (office->desk)->uid;
  cb_desk_sign_in (office->desk, office->passphrase[AUTHORITY], &error);
  g_assert_no_error (error);
  for (guint i = WORKER; i < N_PEOPLE; i++)
    {
      if ((enrolled & (1u << i)) == 0)
        continue;
      g_assert_true (cb_desk_enrol (office->desk, people[i].name, people[i].roles, people[i].area, 0, office->passphrase[i],
                                    &office->slot[i], &office->person[i], &error));
      g_assert_no_error (error);
    }
  return office;
}

void
office_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        office_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
office_free (Office *office)
{
  g_autoptr (GError) error = NULL;

  if (office->desk != NULL)
    {
      cb_desk_lock (office->desk, &error);
      g_assert_no_error (error);
      g_assert_finalize_object (office->desk);
    }
  office_remove_folder (office->dir);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      cb_secret_free (office->passphrase[i]);
      cb_secret_free (office->key[i]);
    }
  cb_secret_free (office->recovery);
  g_free (office->dir);
  g_free (office);
  cb_clock_set (-1);
}

void
office_unlock (Office *office,
               Who     who)
{
  g_autoptr (GError) error = NULL;

  if (office->desk != NULL)
    {
      cb_desk_lock (office->desk, &error);
      g_assert_no_error (error);
      g_assert_finalize_object (office->desk);
    }
  office->desk = cb_desk_unlock (office->dir, office->slot[who], office->passphrase[who], NULL, &error);
  g_assert_no_error (error);
  office->who = who;
}

static gpointer
act_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Office *office = data;

  cb_desk_act_as (desk, &office->person[office->who], office->key[office->who]);
  return office;
}

void
office_sign_in (Office *office)
{
  g_autoptr (GError) error = NULL;
  Who who = office->who;

  if (office->key[who] == NULL)
    office->key[who] = cb_vault_person_key (cb_desk_vault (office->desk), office->slot[who], office->passphrase[who], NULL, NULL, &error);
  g_assert_no_error (error);
  cb_desk_write (office->desk, act_job, office, &error);
  g_assert_no_error (error);
}

void
office_turn (Office *office,
             Who     who)
{
  office->who = who;
  office_sign_in (office);
  cb_desk_sign_out (office->desk);
}

static gpointer
verify_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return cb_journal_verify (db, TRUE, NULL, NULL, data, error) ? data : NULL;
}

static gpointer
scans_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  static const char *const growing[] = { "person", "household_row", "case_event", "case_", "grant_", "aid_", "arrears_", "fork_", "search", "entity",
                                         "event", "record", "changeset" };

  for (sqlite3_stmt *s = sqlite3_next_stmt (db->handle, NULL); s != NULL; s = sqlite3_next_stmt (db->handle, s))
    for (guint i = 0; i < G_N_ELEMENTS (growing); i++)
      {
        const char *sql = sqlite3_sql (s);
        g_autofree char *from = g_strdup_printf ("FROM %s ", growing[i]), *into = g_strdup_printf ("UPDATE %s ", growing[i]);

        if (sql != NULL && (strstr (sql, from) != NULL || g_str_has_prefix (sql, into))
            && sqlite3_stmt_status (s, SQLITE_STMTSTATUS_FULLSCAN_STEP, FALSE) > 0)
          g_error ("goes through a whole table: %s", sql);
      }
  return desk;
}

void
office_assert_no_scan (Office *office)
{
  g_autoptr (GError) error = NULL;

  cb_desk_write (office->desk, scans_job, NULL, &error);
  g_assert_no_error (error);
}

void
office_verify (Office *office)
{
  g_autoptr (GError) error = NULL;
  CbVerifyReport report = { 0 };

  cb_desk_read (office->desk, verify_job, &report, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < report.faults->len; i++)
    g_test_message ("%s", (const char *) report.faults->pdata[i]);
  g_assert_cmpuint (report.faults->len, ==, 0);
  cb_verify_report_clear (&report);
}

void
office_type (CbHousehold *h,
             GArray      *edits,
             CbEntity    *e,
             const char  *key,
             const char  *typed)
{
  const CbField *field = cb_field_by_key (key);
  g_auto (CbValue) value = CB_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (field);
  g_assert_true (cb_field_parse (field, typed, cb_clock_today (), &value, &error));
  g_assert_no_error (error);
  cb_edits_set (edits, e, field->id, &value);
  cb_household_apply (h, edits);
}

typedef struct { CbHousehold *h; GArray *edits; GArray **inverse; const CbUid *uid; const char *programme; gboolean agree; CbUid out;
                 const CbDecisionDraft *draft; const char *reasons; } Call;

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Call *call = data;

  return cb_household_save (desk, db, call->h, call->edits, call->inverse, error) ? call : NULL;
}

void
office_save (Office      *office,
             CbHousehold *h,
             GArray      *edits,
             GArray     **inverse)
{
  g_autoptr (GError) error = NULL;
  Call call = { .h = h, .edits = edits, .inverse = inverse };

  cb_desk_write (office->desk, save_job, &call, &error);
  g_assert_no_error (error);
}

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_household_load (db, data, error);
}

CbHousehold *
office_load (Office      *office,
             const CbUid *uid)
{
  g_autoptr (GError) error = NULL;
  CbHousehold *h = cb_desk_read (office->desk, load_job, (gpointer) uid, &error);

  g_assert_no_error (error);
  return h;
}

CbUid
office_family (Office     *office,
               const char *head,
               const char *id_number,
               guint       n,
               const char *yuan,
               const char *area)
{
  g_autoptr (CbHousehold) h = cb_household_new (NULL);
  g_autoptr (GArray) edits = cb_edits_new ();
  CbEntity *member, *income;

  office_type (h, edits, cb_household_self (h), "household.area", area);
  office_type (h, edits, cb_household_self (h), "household.category", "农村");
  office_type (h, edits, cb_household_self (h), "household.village", "青山村");
  member = cb_household_add (h, CB_KIND_MEMBER, NULL);
  office_type (h, edits, member, "member.name", head);
  office_type (h, edits, member, "member.relation", "户主");
  if (id_number != NULL)
    office_type (h, edits, member, "member.id_number", id_number);
  else
    office_type (h, edits, member, "member.birth", "1970-01-01");
  income = cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (member));
  office_type (h, edits, income, "income.kind", "经营净收入");
  office_type (h, edits, income, "income.amount", yuan);
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%s", head, i == 1 ? "甲" : i == 2 ? "乙" : "丙");

      member = cb_household_add (h, CB_KIND_MEMBER, NULL);
      office_type (h, edits, member, "member.name", name);
      office_type (h, edits, member, "member.relation", i == 1 ? "配偶" : "女");
      office_type (h, edits, member, "member.birth", i == 1 ? "1972-02-02" : "2012-05-05");
      if (i == 1)
        {
          income = cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (member));
          office_type (h, edits, income, "income.kind", "其他转移收入");
          office_type (h, edits, income, "income.amount", "0");
        }
    }
  office_save (office, h, edits, NULL);
  return *cb_household_uid (h);
}

static gpointer
submit_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Call *call = data;

  return cb_case_submit (desk, db, call->uid, call->programme, "缺乏劳动力", &call->out, error) ? call : NULL;
}

CbUid
office_submit (Office      *office,
               const CbUid *household,
               const char  *programme,
               GError     **error)
{
  Call call = { .uid = household, .programme = programme };

  cb_desk_write (office->desk, submit_job, &call, error);
  return call.out;
}

static gpointer
opinion_job (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Call *call = data;

  return cb_case_opinion (desk, db, call->uid, call->agree, "情况属实", error) ? call : NULL;
}

void
office_opinion (Office      *office,
                const CbUid *c,
                gboolean     agree)
{
  g_autoptr (GError) error = NULL;
  Call call = { .uid = c, .agree = agree };

  cb_desk_write (office->desk, opinion_job, &call, &error);
  g_assert_no_error (error);
}

static gpointer
case_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_case_load (db, cb_desk_pack (desk), data, error);
}

CbCase *
office_case (Office      *office,
             const CbUid *uid)
{
  g_autoptr (GError) error = NULL;
  CbCase *c = cb_desk_read (office->desk, case_job, (gpointer) uid, &error);

  g_assert_no_error (error);
  return c;
}

static gpointer
draft_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  CbDecisionDraft *draft = cb_case_draft (desk, db, data, cb_clock_today (), error);

  if (draft != NULL)
    cb_decision_draft_compare (draft, desk, db);
  return draft;
}

CbDecisionDraft *
office_draft (Office      *office,
              const CbUid *uid)
{
  g_autoptr (GError) error = NULL;
  CbDecisionDraft *draft = cb_desk_read (office->desk, draft_job, (gpointer) uid, &error);

  g_assert_no_error (error);
  return draft;
}

static gpointer
decide_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Call *call = data;

  return cb_case_decide (desk, db, call->draft, call->agree, call->reasons, error) ? call : NULL;
}

gboolean
office_decide (Office                *office,
               const CbDecisionDraft *draft,
               gboolean               confirm,
               const char            *reasons,
               GError               **error)
{
  Call call = { .draft = draft, .agree = confirm, .reasons = reasons };

  return cb_desk_write (office->desk, decide_job, &call, error) != NULL;
}

/* --- from desk to desk --- */

static gpointer
export_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return cb_journal_export (db, data, data != NULL ? 1 : 0, error);
}

GPtrArray *
office_export (CbDesk      *desk,
               const CbUid *of)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *packets = cb_desk_read (desk, export_job, (gpointer) of, &error);

  g_assert_no_error (error);
  return packets;
}

typedef struct { const GPtrArray *packets; CbApplyReport report; } Parcel;

static gpointer
apply_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Parcel *p = data;

  return cb_journal_apply (db, (GBytes *const *) p->packets->pdata, p->packets->len, &p->report, error) ? p : NULL;
}

gboolean
office_apply (CbDesk          *desk,
              const GPtrArray *packets,
              CbApplyReport   *report,
              GError         **error)
{
  Parcel p = { .packets = packets };
  const gboolean ok = cb_desk_write (desk, apply_job, &p, error) != NULL;

  if (report != NULL)
    *report = p.report;
  return ok;
}
