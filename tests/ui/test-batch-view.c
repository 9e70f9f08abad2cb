/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "cb-batch-view.h"
#include "cb-clock.h"
#include "cb-find.h"
#include "cb-progress.h"
#include "cb-test-sign.h"
#include "standard-desk.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 60)

/* The re-evaluation by a new standard (C13), in this process: what an approver sees, takes out, confirms and is told. */

static Office *office;
static GtkWidget *window, *view;
static CbUid cases[3];

static gboolean
shows (const char *text)
{
  GtkWidget *found = cb_find_text (view, text);

  return found != NULL && gtk_widget_get_mapped (found);
}

static void
show_view (void)
{
  view = cb_batch_view_new (office->desk);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 740);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  cb_batch_view_load (CB_BATCH_VIEW (view));
}

static void
close_view (void)
{
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (view == NULL);
}

static void
press (const char *action)
{
  g_assert_true (gtk_widget_activate_action (view, action, NULL));
}

static GtkSelectionModel *
selection (void)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (cb_find_type (view, GTK_TYPE_COLUMN_VIEW)));
}

static CbMoney
amount_of (const CbUid *uid)
{
  g_autoptr (CbCase) c = office_case (office, uid);

  return c->amount;
}

static void
test_before (void)
{
  g_test_summary ("Before a standard has come into force there is nothing to confirm, and the page says so");
  office_unlock (office, APPROVER);
  show_view ();
  WAIT_FOR (shows ("No new standard has come into force"));
  close_view ();
  office_day (2026, 8, 25);
  office_publish (office, POLICY_OFFICER, cb_date_new (2026, 7, 1), "620.00");
}

static void
test_list (void)
{
  g_test_summary ("Who rises, by how much, from when, with the arrears of each; whoever is no approver reads the list and is told why no more");
  office_unlock (office, REVIEWER);
  show_view ();
  WAIT_FOR (shows ("By the standard from 2026-07-01 · 剑府发〔2026〕8号"));
  g_assert_true (shows ("3 grants rise, by 240 yuan a month together; arrears 480 yuan together."));
  g_assert_true (shows ("Rise (3)"));
  g_assert_true (shows ("An approver confirms the new amounts."));
  g_assert_false (shows ("Confirm 3 Grants…"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection ())), ==, 3);
  press ("batch.confirm");       /* no button leads there; the action knows by itself */
  g_assert_null (cb_test_sign_dialog ());
  close_view ();
}

static void
test_give_up (void)
{
  g_test_summary ("Working the list out can be given up and begun again; giving up the passphrase confirms nothing");
  office_unlock (office, APPROVER);
  show_view ();
  g_signal_emit_by_name (cb_find_type (view, CB_TYPE_PROGRESS), "cancel");
  WAIT_FOR (shows ("The list is not worked out"));
  press ("batch.again");
  WAIT_FOR (shows ("Rise (3)"));
  press ("batch.confirm");
  WAIT_FOR (cb_test_sign_dialog () != NULL);
  gtk_window_close (GTK_WINDOW (cb_test_sign_dialog ()));
  WAIT_FOR (cb_test_sign_dialog () == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;   /* its answer arrives */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (amount_of (&cases[i]), <, 60000);
  g_assert_true (shows ("Rise (3)"));
}

static void
test_take_out (void)
{
  GtkWidget *reason = cb_find_type (view, GTK_TYPE_ENTRY);

  g_test_summary ("Nobody is taken out without being chosen, a reason and a signature; who is taken out stands there with the reason");
  gtk_editable_set_text (GTK_EDITABLE (reason), "正在核查");
  press ("batch.take-out");
  g_assert_null (cb_test_sign_dialog ());
  gtk_editable_set_text (GTK_EDITABLE (reason), "");
  g_assert_true (gtk_selection_model_select_item (selection (), 0, TRUE));
  press ("batch.take-out");
  g_assert_null (cb_test_sign_dialog ());
  gtk_editable_set_text (GTK_EDITABLE (reason), "正在核查");
  press ("batch.take-out");
  cb_test_sign (office, APPROVER, "正在核查");
  WAIT_FOR (shows ("1 grant is taken out."));
  g_assert_true (shows ("Taken Out (1)"));
  g_assert_true (shows ("Rise (2)"));
}

static void
test_confirm (void)
{
  guint risen = 0;

  g_test_summary ("One passphrase confirms all that is shown, each by a decision of its own; what has changed meanwhile is said before");
  cb_batch_view_changed (CB_BATCH_VIEW (view));
  g_assert_true (gtk_widget_get_visible (cb_find_text (view, "Something has changed since this list was worked out.")));
  press ("batch.again");
  WAIT_FOR (shows ("Rise (2)"));
  g_assert_false (shows ("Something has changed since this list was worked out."));
  press ("batch.confirm");
  cb_test_sign (office, APPROVER, "confirm the new amounts of 2 grants by the standard of 剑府发〔2026〕8号: together 160 yuan a month more, arrears 320 yuan.");
  WAIT_FOR (shows ("2 grants are confirmed."));
  g_assert_true (shows ("Nobody’s amount rises any more by this standard."));
  g_assert_true (shows ("Taken Out (1)"));
  g_assert_false (cb_desk_signing (office->desk));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CbCase) c = office_case (office, &cases[i]);

      risen += strstr (c->decision_reasons, "剑府发〔2026〕8号") != NULL;
    }
  g_assert_cmpuint (risen, ==, 2);
  close_view ();
  office_verify (office);
}

int
main (int    argc,
      char **argv)
{
  static const char *const heads[] = { "王桂兰", "李全", "张福" }, *const incomes[] = { "12000", "9600", "7200" };
  int failed;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  office = office_new_early ();
  office_day (2026, 4, 20);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    cases[i] = office_grant (office, heads[i], incomes[i]);

  g_test_add_func ("/batch-view/before", test_before);
  g_test_add_func ("/batch-view/list", test_list);
  g_test_add_func ("/batch-view/give-up", test_give_up);
  g_test_add_func ("/batch-view/take-out", test_take_out);
  g_test_add_func ("/batch-view/confirm", test_confirm);
  failed = g_test_run ();
  office_free (office);
  return failed;
}
