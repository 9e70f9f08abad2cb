/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "cb-case-data.h"
#include "cb-clock.h"

#define TODAY cb_date_new (2026, 9, 21)

typedef struct { const char *key, *typed; } Typed;

/* What is typed of one member, and the doubts that come of it: their kinds as letters, I income untold, D differs from the ID number. */
static void
test_found (void)
{
  static const struct { const char *title; Typed typed[6]; const char *income, *doubts; } rows[] = {
    { "nothing told", { { "member.birth", "1980-01-01" } }, NULL, "I" },
    { "an amount", { { "member.birth", "1980-01-01" } }, "12000", "" },
    { "nothing, said", { { "member.birth", "1980-01-01" } }, "0", "" },
    { "fifteen", { { "member.birth", "2010-09-22" } }, NULL, "" },
    { "sixteen today", { { "member.birth", "2010-09-21" } }, NULL, "I" },
    { "learns all day", { { "member.birth", "2006-01-01" }, { "member.full_time", "是" } }, NULL, "" },
    { "in prison", { { "member.birth", "1980-01-01" }, { "member.residence", "监狱服刑" } }, NULL, "" },
    { "away for work", { { "member.birth", "1980-01-01" }, { "member.residence", "外出务工" } }, NULL, "I" },
    { "of no age yet", { { NULL, NULL } }, NULL, "" },
    { "as the ID says", { { "member.id_number", "510802196503159982" } }, "0", "" },
    { "born otherwise", { { "member.id_number", "510802196503159982" }, { "member.birth", "1966-01-01" } }, "0", "D" },
    { "of the other sex", { { "member.id_number", "510802196503159982" }, { "member.sex", "男" } }, "0", "D" },
    { "all of it", { { "member.id_number", "510802196503159982" }, { "member.birth", "1966-01-01" }, { "member.sex", "男" } }, NULL, "IDD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CbHousehold) h = cb_household_new (NULL);
      g_autoptr (GArray) edits = cb_edits_new ();
      g_autoptr (GPtrArray) doubts = NULL;
      CbEntity *member = cb_household_add (h, CB_KIND_MEMBER, NULL);
      g_autoptr (GString) found = g_string_new (NULL);

      g_test_message ("%s", rows[i].title);
      office_type (h, edits, member, "member.name", "王秀兰");
      for (guint k = 0; rows[i].typed[k].key != NULL; k++)
        office_type (h, edits, member, rows[i].typed[k].key, rows[i].typed[k].typed);
      if (rows[i].income != NULL)
        office_type (h, edits, cb_household_add (h, CB_KIND_INCOME, cb_entity_uid (member)), "income.amount", rows[i].income);
      doubts = cb_household_doubts (h, TODAY);
      for (guint k = 0; k < doubts->len; k++)
        {
          const CbDoubt *doubt = doubts->pdata[k];

          g_string_append_c (found, doubt->kind == CB_DOUBT_INCOME_UNTOLD ? 'I' : 'D');
          g_assert_true (cb_uid_equal (&doubt->entity, cb_entity_uid (member)));
          g_assert_true (g_str_has_prefix (doubt->text, "王秀兰"));
          g_assert_nonnull (cb_field_by_id (doubt->field));
        }
      g_assert_cmpstr (found->str, ==, rows[i].doubts);
    }
}

static gboolean
objects (const CbDecisionDraft *draft,
         const char            *what)
{
  for (guint i = 0; i < draft->objections->len; i++)
    if (strstr (draft->objections->pdata[i], what) != NULL)
      return TRUE;
  return FALSE;
}

static CbUid
apply (Office     *office,
       const char *head,
       const char *id_number,
       const char *key,
       const char *typed,
       CbUid      *family)
{
  g_autoptr (GError) error = NULL;
  CbUid uid;

  office_turn (office, WORKER);
  *family = office_family (office, head, id_number, 2, "3000", "510823100");
  if (key != NULL)
    {
      g_autoptr (CbHousehold) h = office_load (office, family);
      g_autoptr (GArray) edits = cb_edits_new ();

      office_type (h, edits, cb_household_head (h), key, typed);
      office_save (office, h, edits, NULL);
    }
  uid = office_submit (office, family, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  office_turn (office, APPROVER);
  office_sign_in (office);
  return uid;
}

/* The approver sees it, and does not confirm it without a word. */
static void
test_not_quietly (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER | 1 << APPROVER);
  g_autoptr (GError) error = NULL;
  CbUid family, first, twice;

  cb_clock_set (TODAY * G_GINT64_CONSTANT (86400000) + 36000000);
  first = apply (office, "王秀兰", "510802196503159982", "member.birth", "1966-01-01", &family);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &first);

    g_assert_true (objects (draft, "1966-01-01"));
    g_assert_true (objects (draft, "1965-03-15"));
    g_assert_false (office_decide (office, draft, TRUE, "", &error));
    g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
    g_clear_error (&error);
    g_assert_true (office_decide (office, draft, TRUE, "户口簿登记有误，以身份证为准。", &error));
    g_assert_no_error (error);
  }
  /* The same person in another family: what the first one draws is said. */
  twice = apply (office, "王秀兰", "510802196503159982", NULL, NULL, &family);
  {
    g_autoptr (CbDecisionDraft) draft = office_draft (office, &twice);
    g_autoptr (CbCase) drawn = office_case (office, &first);
    g_autofree char *amount = cb_money_format (drawn->amount, TRUE);

    g_assert_cmpint (drawn->amount, >, 0);
    g_assert_true (objects (draft, amount));
    g_assert_false (office_decide (office, draft, TRUE, NULL, &error));
    g_clear_error (&error);
    g_assert_true (office_decide (office, draft, FALSE, "已在另一户享受低保。", &error));
    g_assert_no_error (error);
  }
  office_assert_no_scan (office);
  office_verify (office);
  cb_clock_set (-1);
}

static gpointer
mine_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  GPtrArray *mine = cb_case_list_mine (desk, db, 10, error);
  const guint n = mine != NULL ? mine->len : G_MAXUINT;

  g_clear_pointer (&mine, g_ptr_array_unref);
  return GUINT_TO_POINTER (n + 1);
}

static guint
mine (Office *office,
      Who     who)
{
  g_autoptr (GError) error = NULL;
  guint n;

  office_turn (office, who);
  n = GPOINTER_TO_UINT (cb_desk_read (office->desk, mine_job, NULL, &error)) - 1;
  g_assert_no_error (error);
  return n;
}

/* A case is on the list of whoever may take its next step, and on nobody else's: WORKER is an approver too, but submitted it. */
static void
test_mine (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER | 1 << APPROVER);
  g_autoptr (GError) error = NULL;
  CbUid family, uid;

  cb_clock_set (TODAY * G_GINT64_CONSTANT (86400000) + 36000000);
  office_turn (office, WORKER);
  family = office_family (office, "李国强", NULL, 2, "3000", "510823100");
  g_assert_cmpuint (mine (office, REVIEWER), ==, 0);
  office_turn (office, WORKER);
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mine (office, APPROVER), ==, 0);
  g_assert_cmpuint (mine (office, AUTHORITY), ==, 0);
  g_assert_cmpuint (mine (office, WORKER), ==, 1);
  g_assert_cmpuint (mine (office, REVIEWER), ==, 1);
  office_opinion (office, &uid, TRUE);
  g_assert_cmpuint (mine (office, REVIEWER), ==, 0);
  g_assert_cmpuint (mine (office, WORKER), ==, 0);
  g_assert_cmpuint (mine (office, APPROVER), ==, 1);
  cb_clock_set (-1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/doubt/found", test_found);
  g_test_add_func ("/casework/doubt/not-quietly", test_not_quietly);
  g_test_add_func ("/casework/doubt/mine", test_mine);
  return g_test_run ();
}
