/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "cb-approval-detail.h"
#include "cb-clock.h"
#include "cb-test-sign.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 60)

/* One case as a reviewer and an approver see it, in this process. */

static Office *office;
static GtkWidget *window, *view;

static GtkWidget *
find_shown (const char *text)
{
  GtkWidget *found = cb_find_text (view, text);

  return found != NULL && gtk_widget_get_mapped (found) ? found : NULL;
}

static void
show_case (Who          who,
           const CbUid *uid)
{
  office_unlock (office, who);
  view = cb_approval_detail_new (office->desk);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 740);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  cb_approval_detail_show (CB_APPROVAL_DETAIL (view), uid);
  WAIT_FOR (find_shown ("Open the Household") != NULL);
}

static void
close_case (void)
{
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (view == NULL);
}

static GtkWidget *
button_of (const char *label)
{
  GtkWidget *found = find_shown (label);

  return found != NULL ? gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON) : NULL;
}

static CbUid
submit (const char *head,
        const char *id_number,
        const char *yuan,
        const char *birth)
{
  g_autoptr (GError) error = NULL;
  CbUid family, uid;

  office_turn (office, WORKER);
  family = office_family (office, head, id_number, 2, yuan, "510823100");
  if (birth != NULL)
    {
      g_autoptr (CbHousehold) h = office_load (office, &family);
      g_autoptr (GArray) edits = cb_edits_new ();

      office_type (h, edits, cb_household_head (h), "member.birth", birth);
      office_save (office, h, edits, NULL);
    }
  uid = office_submit (office, &family, "dibao", &error);
  g_assert_no_error (error);
  return uid;
}

static void
test_reviewer (void)
{
  CbUid uid;

  g_test_summary ("Whoever may give the township's opinion finds it here; there is nothing to confirm or refuse yet");
  uid = submit ("李国强", NULL, "3000", NULL);
  show_case (REVIEWER, &uid);
  g_assert_nonnull (button_of ("Opinion…"));
  g_assert_null (button_of ("Confirm: "));
  g_assert_null (button_of ("Refuse…"));
  close_case ();
  show_case (APPROVER, &uid);
  g_assert_null (button_of ("Opinion…"));
  g_assert_nonnull (find_shown ("The township has not given its opinion yet."));
  close_case ();
}

static GtkWidget *
ground (void)
{
  return cb_find_type (gtk_widget_get_parent (cb_find_text (view, "Why it is confirmed all the same")), GTK_TYPE_ENTRY);
}

static void
test_ground (void)
{
  CbUid uid;

  g_test_summary ("What stands against a case is answered in writing before it can be signed, and the signature names the answer");
  uid = submit ("王秀兰", "510802196503159982", "3000", "1966-01-01");
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  show_case (APPROVER, &uid);
  g_assert_nonnull (find_shown ("born 1966-01-01, but 1965-03-15 by the ID number"));
  g_assert_nonnull (find_shown ("Why it is confirmed all the same"));
  g_signal_emit_by_name (button_of ("Confirm: "), "clicked");
  g_assert_nonnull (find_shown ("Write down why it is confirmed all the same."));
  g_assert_null (cb_test_sign_dialog ());
  gtk_editable_set_text (GTK_EDITABLE (ground ()), "户口簿登记有误");
  g_signal_emit_by_name (button_of ("Confirm: "), "clicked");
  cb_test_sign (office, APPROVER, "Your reasons: 户口簿登记有误");
  WAIT_FOR (find_shown ("Confirmed and signed. Code ") != NULL);
  {
    g_autoptr (CbCase) c = office_case (office, &uid);

    g_assert_cmpint (c->state, ==, CB_CASE_CONFIRMED);
    g_assert_cmpstr (c->decision_reasons, ==, "户口簿登记有误");
  }
  close_case ();
}

static void
test_no_ground (void)
{
  CbUid uid;

  g_test_summary ("Nothing stands against it: nothing is asked");
  uid = submit ("何平安", NULL, "3000", NULL);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, TRUE);
  show_case (APPROVER, &uid);
  g_assert_null (find_shown ("Why it is confirmed all the same"));
  g_signal_emit_by_name (button_of ("Confirm: "), "clicked");
  cb_test_sign (office, APPROVER, "何平安");
  WAIT_FOR (find_shown ("Confirmed and signed. Code ") != NULL);
  close_case ();
}

static void
test_refusal (void)
{
  CbUid uid;
  GtkWidget *entry;

  g_test_summary ("Without entitlement it can only be refused, and the reasons begin with what the rules say");
  uid = submit ("赵富贵", NULL, "90000", NULL);
  office_turn (office, REVIEWER);
  office_opinion (office, &uid, FALSE);
  show_case (APPROVER, &uid);
  g_assert_nonnull (find_shown ("no entitlement"));
  g_assert_null (button_of ("Confirm: "));
  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_ancestor (find_shown ("Refuse…"), GTK_TYPE_MENU_BUTTON)));
  WAIT_FOR (find_shown ("Reasons of the refusal, as they go to the family") != NULL);
  entry = cb_find_type (gtk_widget_get_parent (cb_find_text (view, "Reasons of the refusal, as they go to the family")), GTK_TYPE_ENTRY);
  g_assert_cmpuint (strlen (gtk_editable_get_text (GTK_EDITABLE (entry))), >, 10);
  g_signal_emit_by_name (entry, "activate");
  cb_test_sign (office, APPROVER, "赵富贵");
  WAIT_FOR (find_shown ("Refused and signed. Code ") != NULL);
  close_case ();
}

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  cb_clock_set (cb_date_new (2026, 9, 21) * G_GINT64_CONSTANT (86400000) + 36000000);
  office = office_new (1 << WORKER | 1 << REVIEWER | 1 << APPROVER);
  g_test_add_func ("/ui/approval/reviewer", test_reviewer);
  g_test_add_func ("/ui/approval/ground", test_ground);
  g_test_add_func ("/ui/approval/no-ground", test_no_ground);
  g_test_add_func ("/ui/approval/refusal", test_refusal);
  code = g_test_run ();
  office_free (office);
  return code;
}
