/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-clock.h"
#include "cb-look.h"
#include "desk.h"

#define DAY G_GINT64_CONSTANT (86400000)

/* Reading outside one's own work needs a reason, and is on record (design 5). */

typedef struct { const CbUid *household; const char *reason, *number, *text; } Call;

static gpointer
judge_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_look_judge (desk, db, data, error);
}

static void
expect (Office      *office,
        const CbUid *household,
        CbLookNeed   need)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbLook) look = cb_desk_read (office->desk, judge_job, (gpointer) household, &error);

  g_assert_no_error (error);
  g_assert_cmpint (look->need, ==, need);
}

static gpointer
record_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Call *c = data;

  return cb_look_record (desk, db, c->household, c->reason, c->number, c->text, error) ? c : NULL;
}

static gboolean
record (Office      *office,
        const CbUid *household,
        const char  *reason,
        const char  *number,
        const char  *text,
        GError     **error)
{
  return cb_desk_write (office->desk, record_job, &(Call) { household, reason, number, text }, error) != NULL;
}

static gpointer
list_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_look_list (db, GPOINTER_TO_UINT (data), error);
}

static void
test_who (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER | 1u << APPROVER | 1u << TOWNSHIP_APPROVER);
  g_autoptr (GError) error = NULL;
  CbUid family, elsewhere, unknown = cb_uid_new ();

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  elsewhere = office_family (office, "李桂英", NULL, 2, "3000", "510823101");
  /* The caseworker of the area, and what nobody has recorded yet. */
  expect (office, &family, CB_LOOK_OWN);
  expect (office, &unknown, CB_LOOK_OWN);
  /* No case before them. */
  office_turn (office, REVIEWER);
  expect (office, &family, CB_LOOK_ASK);
  office_turn (office, TOWNSHIP_APPROVER);
  expect (office, &family, CB_LOOK_ASK);
  expect (office, &elsewhere, CB_LOOK_ASK);
  /* The authority reads no case file. */
  office_turn (office, AUTHORITY);
  expect (office, &family, CB_LOOK_NOT);

  office_turn (office, WORKER);
  office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  office_submit (office, &elsewhere, "dibao", &error);
  g_assert_no_error (error);
  office_turn (office, REVIEWER);
  expect (office, &family, CB_LOOK_OWN);
  office_turn (office, TOWNSHIP_APPROVER);
  expect (office, &family, CB_LOOK_OWN);
  expect (office, &elsewhere, CB_LOOK_ASK);   /* of another township, case or not */
}

static void
test_record (void)
{
  static const struct { const char *reason, *number, *text, *sentence; } refused[] = {
    { "curiosity", NULL, NULL, "Choose a reason." },
    { NULL, NULL, NULL, "Choose a reason." },
    { "other", NULL, "  ", "Write down the reason in a few words." },
    { "complaint", "510823102026099999", NULL, "There is no case of this number here. Check it, or leave it empty." },
  };
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER | 1u << TOWNSHIP_APPROVER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *number = NULL;
  const CbLookEntry *entry;
  CbUid family, c;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823101");
  c = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  {
    g_autoptr (CbCase) submitted = office_case (office, &c);

    number = g_strdup (submitted->number);
  }
  office_turn (office, TOWNSHIP_APPROVER);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (record (office, &family, refused[i].reason, refused[i].number, refused[i].text, &error));
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
      g_assert_cmpstr (error->message, ==, refused[i].sentence);
      g_clear_error (&error);
      expect (office, &family, CB_LOOK_ASK);
    }
  /* Of a household outside the own area as well; for some days, and for nobody else. */
  g_assert_true (record (office, &family, "complaint", number, " 群众来信 ", &error));
  g_assert_no_error (error);
  expect (office, &family, CB_LOOK_OWN);
  cb_clock_set (cb_clock_now_ms () + (CB_LOOK_DAYS - 1) * DAY);
  expect (office, &family, CB_LOOK_OWN);
  cb_clock_set (cb_clock_now_ms () + 2 * DAY);
  expect (office, &family, CB_LOOK_ASK);
  g_assert_true (record (office, &family, "other", NULL, "补充核实", &error));
  g_assert_no_error (error);

  list = cb_desk_read (office->desk, list_job, GUINT_TO_POINTER (0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  entry = g_ptr_array_index (list, 0);
  g_assert_cmpstr (entry->what, ==, "Another reason");
  g_assert_cmpstr (entry->text, ==, "补充核实");
  entry = g_ptr_array_index (list, 1);
  g_assert_true (cb_uid_equal (&entry->person, &office->person[TOWNSHIP_APPROVER]));
  g_assert_cmpstr (entry->head, ==, "王秀兰");
  g_assert_cmpstr (entry->what, ==, "Complaint or petition");
  g_assert_cmpstr (entry->number, ==, number);
  g_assert_cmpstr (entry->text, ==, "群众来信");
  /* The authority cannot even with a reason: may() says so, not the window. */
  office_turn (office, AUTHORITY);
  g_assert_false (record (office, &family, "check", NULL, NULL, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_NO_ROLE);
  office_verify (office);
}

static gpointer
print_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (GError) fault = NULL;
  const gboolean may = cb_look_check_print (db, data, &fault);

  /* What is checked before the printer is asked says the same as the record. */
  if (!cb_look_record_print (desk, db, data, error))
    {
      g_assert_false (may);
      g_assert_cmpstr (fault->message, ==, (*error)->message);
      return NULL;
    }
  g_assert_true (may);
  return data;
}

static gpointer
open_case_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return cb_look_open_case (db, data, error);
}

/* A print has a reason and says for which case; it opens no file. */
static void
test_print (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << TOWNSHIP_APPROVER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *number = NULL, *none = NULL;
  const CbLookEntry *entry;
  CbUid family, other;
  CbPrint print;
  guint n, n_prints;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823101");
  other = office_family (office, "李桂英", NULL, 2, "3000", "510823101");
  office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  number = cb_desk_read (office->desk, open_case_job, &family, &error);
  g_assert_no_error (error);
  g_assert_nonnull (number);
  none = cb_desk_read (office->desk, open_case_job, &other, &error);
  g_assert_no_error (error);
  g_assert_null (none);
  print = (CbPrint) { CB_PRINTED_APPLICANT, CB_KIND_HOUSEHOLD, family, NULL, NULL, NULL };
  {
    const struct { const char *reason, *number, *text, *sentence; } refused[] = {
      { NULL, NULL, NULL, "Choose a reason." },
      { "curiosity", NULL, NULL, "Choose a reason." },
      { CB_LOOK_FOR_CASE, " ", NULL, "Write down the number of the case, or choose another reason." },
      { CB_LOOK_FOR_CASE, "510823102026099999", NULL, "There is no case of this number here. Check it, or leave it empty." },
      { "other", NULL, " ", "Write down the reason in a few words." },
    };

    for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
      {
        print.reason = refused[i].reason;
        print.number = refused[i].number;
        print.text = refused[i].text;
        g_assert_null (cb_desk_write (office->desk, print_job, &print, &error));
        g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
        g_assert_cmpstr (error->message, ==, refused[i].sentence);
        g_clear_error (&error);
      }
  }
  print = (CbPrint) { CB_PRINTED_APPLICANT, CB_KIND_HOUSEHOLD, family, CB_LOOK_FOR_CASE, number, " 当面说明 " };
  g_assert_nonnull (cb_desk_write (office->desk, print_job, &print, &error));
  g_assert_no_error (error);
  list = cb_desk_read (office->desk, list_job, GUINT_TO_POINTER (0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  entry = list->pdata[0];
  g_assert_cmpstr (entry->what, ==, "print of the page for the applicant: For the case in hand");
  g_assert_cmpstr (entry->number, ==, number);
  g_assert_cmpstr (entry->text, ==, "当面说明");
  g_assert_cmpstr (entry->head, ==, "王秀兰");

  /* Nobody opens a file by a reason that only prints have, nor by having printed. */
  office_turn (office, TOWNSHIP_APPROVER);
  g_assert_false (record (office, &family, CB_LOOK_FOR_CASE, number, NULL, &error));
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  print.reason = "complaint";
  g_assert_nonnull (cb_desk_write (office->desk, print_job, &print, &error));
  g_assert_no_error (error);
  expect (office, &family, CB_LOOK_ASK);
  cb_look_reasons (&n);
  g_assert_cmpstr (cb_look_print_reasons (&n_prints)->key, ==, CB_LOOK_FOR_CASE);
  g_assert_cmpuint (n_prints, >, n);
}

typedef struct { CbPrint print; gboolean recorded; } Copy;

static gpointer
copy_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Copy *c = data;

  return cb_look_record_own (desk, db, &c->print.about, &c->print, &c->recorded, error) ? c : NULL;
}

static gboolean
copy_own (Office      *office,
          const CbUid *household)
{
  g_autoptr (GError) error = NULL;
  Copy c = { { CB_COPIED_WORKSHEET, CB_KIND_HOUSEHOLD, *household, NULL, NULL, NULL }, FALSE };

  cb_desk_write (office->desk, copy_job, &c, &error);
  g_assert_no_error (error);
  return c.recorded;
}

/* A copy within the own work is on record without a question, with the case in hand; a reason that opened a file covers no copy. */
static void
test_copy (void)
{
  g_autoptr (Office) office = office_new (1u << WORKER | 1u << REVIEWER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *number = NULL;
  const CbLookEntry *entry;
  CbUid family, idle;
  Copy never;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", NULL, 2, "3000", "510823100");
  idle = office_family (office, "李桂英", NULL, 2, "3000", "510823100");
  office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  number = cb_desk_read (office->desk, open_case_job, &family, &error);
  g_assert_true (copy_own (office, &family));
  cb_clock_set (cb_clock_now_ms () + 1000);
  g_assert_true (copy_own (office, &idle));
  /* The reviewer has one of the cases before them, and not the other family, whatever opened its file. */
  office_turn (office, REVIEWER);
  cb_clock_set (cb_clock_now_ms () + 1000);
  g_assert_true (copy_own (office, &family));
  g_assert_false (copy_own (office, &idle));
  g_assert_true (record (office, &idle, "check", NULL, NULL, &error));
  expect (office, &idle, CB_LOOK_OWN);
  g_assert_false (copy_own (office, &idle));
  never = (Copy) { { CB_COPIED_WORKSHEET, CB_KIND_HOUSEHOLD, idle, "own", NULL, NULL }, FALSE };
  g_assert_null (cb_desk_write (office->desk, print_job, &never.print, &error));   /* nobody chooses that */
  g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  never.print.reason = "check";
  g_assert_nonnull (cb_desk_write (office->desk, print_job, &never.print, &error));
  g_assert_no_error (error);

  list = cb_desk_read (office->desk, list_job, GUINT_TO_POINTER (0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 5);
  entry = list->pdata[0];
  g_assert_cmpstr (entry->what, ==, "copy of the worksheet: Spot check of assistance");
  entry = list->pdata[3];
  g_assert_cmpstr (entry->what, ==, "copy of the worksheet: Within the own work");
  g_assert_null (entry->number);
  entry = list->pdata[4];
  g_assert_cmpstr (entry->what, ==, "copy of the worksheet: For the case in hand");
  g_assert_cmpstr (entry->number, ==, number);
  g_assert_true (cb_uid_equal (&entry->person, &office->person[WORKER]));

  /* Who may read no case file copies none. */
  office_turn (office, AUTHORITY);
  never = (Copy) { { CB_COPIED_WORKSHEET, CB_KIND_HOUSEHOLD, family, NULL, NULL, NULL }, FALSE };
  g_assert_null (cb_desk_write (office->desk, copy_job, &never, &error));
  g_assert_cmpint (cb_may_of_error (error), ==, CB_MAY_NO_ROLE);
  office_verify (office);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/look/who", test_who);
  g_test_add_func ("/casework/look/record", test_record);
  g_test_add_func ("/casework/look/print", test_print);
  g_test_add_func ("/casework/look/copy", test_copy);

  return g_test_run ();
}
