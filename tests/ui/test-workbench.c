/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "cb-find.h"
#include "cb-household-view.h"
#include "cb-test-wait.h"
#include "cb-toast-lift.h"
#include "cb-workbench.h"
#include "desk.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* From place to place and back, in this process. */

static Office *office;
static GtkWidget *window;
static CbWorkbench *bench;

static CbEditor *
editor (void)
{
  GtkWidget *view = cb_find_type (GTK_WIDGET (bench), CB_TYPE_HOUSEHOLD_VIEW);

  return view != NULL ? cb_household_view_get_editor (CB_HOUSEHOLD_VIEW (view)) : NULL;
}

static void
assert_at (const char  *place,
           const CbUid *subject)
{
  CbUid shown;

  g_assert_cmpstr (cb_workbench_where (bench, &shown), ==, place);
  g_assert_true (subject != NULL ? cb_uid_equal (&shown, subject) : cb_uid_is_none (&shown));
}

/* The name of the head, in the field that has the focus in a new household; not left. */
static CbUid
enter_name (const char *name)
{
  cb_workbench_go (bench, "household", NULL);
  WAIT_FOR (editor () != NULL && GTK_IS_TEXT (gtk_root_get_focus (GTK_ROOT (window))));
  assert_at ("household", NULL);
  gtk_editable_set_text (GTK_EDITABLE (gtk_root_get_focus (GTK_ROOT (window))), name);
  return *cb_editor_get_uid (editor ());
}

static void
test_back (void)
{
  CbUid first, second, shown;

  g_test_summary ("Back returns to a household that was entered just now, also when its first field was left by going away; not to an empty form");
  cb_workbench_go (bench, "home", NULL);
  first = enter_name ("王桂兰");
  gtk_widget_activate_action (gtk_root_get_focus (GTK_ROOT (window)), "form.next", NULL);
  WAIT_FOR (cb_editor_is_recorded (editor ()));
  assert_at ("household", &first);
  cb_workbench_go (bench, "policy", NULL);
  assert_at ("policy", NULL);
  g_assert_true (cb_workbench_back (bench));
  assert_at ("household", &first);
  g_assert_true (cb_uid_equal (cb_editor_get_uid (editor ()), &first));

  second = enter_name ("李全");
  g_assert_false (cb_uid_equal (&first, &second));
  cb_workbench_go (bench, "policy", NULL);
  g_assert_true (cb_workbench_back (bench));
  assert_at ("household", &second);
  WAIT_FOR (cb_editor_is_recorded (editor ()));
  g_assert_true (cb_workbench_back (bench));
  assert_at ("household", &first);
  WAIT_FOR (editor () != NULL && cb_editor_get_household (editor ()) != NULL);

  cb_workbench_go (bench, "household", NULL);
  cb_workbench_go (bench, "policy", NULL);
  g_assert_true (cb_workbench_back (bench));
  assert_at ("household", &first);
  g_assert_true (cb_workbench_back (bench));
  g_assert_cmpstr (cb_workbench_where (bench, &shown), ==, "home");
}

/* The lower edge of what is seen of the toast; -1: none is shown. */
static int
foot_of_toast (GtkWidget *overlay,
               const char *text)
{
  GtkWidget *label = cb_find_text (overlay, text);
  graphene_rect_t at;

  if (label == NULL || !gtk_widget_get_mapped (label) || !gtk_widget_compute_bounds (gtk_widget_get_parent (label), overlay, &at))
    return -1;
  return (int) (at.origin.y + at.size.height);
}

static gboolean
stands_between (GtkWidget *overlay,
                GtkWidget *upper,
                GtkWidget *foot)
{
  const int toast = foot_of_toast (overlay, "The case was submitted.");
  graphene_rect_t at, above;

  return toast > 0 && gtk_widget_compute_bounds (foot, overlay, &at) && toast <= at.origin.y
         && gtk_widget_compute_bounds (upper, overlay, &above) && above.origin.y + above.size.height < toast - 20;
}

static void
test_toast (void)
{
  GtkWidget *other = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *upper = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  AdwToast *toast = adw_toast_new ("The case was submitted.");

  g_test_summary ("A toast covers nothing: it stands above the foot of the page, where room is made for it, also when the foot grows or goes");
  gtk_widget_set_vexpand (upper, TRUE);
  gtk_widget_set_size_request (foot, -1, 50);
  gtk_widget_add_css_class (foot, "cb-foot");
  gtk_box_append (GTK_BOX (box), upper);
  gtk_box_append (GTK_BOX (box), foot);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  gtk_window_set_child (GTK_WINDOW (other), overlay);
  gtk_window_set_default_size (GTK_WINDOW (other), 800, 600);
  gtk_window_present (GTK_WINDOW (other));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  cb_toast_lift (ADW_TOAST_OVERLAY (overlay));
  WAIT_FOR (stands_between (overlay, upper, foot));
  gtk_widget_set_size_request (foot, -1, 130);
  WAIT_FOR (gtk_widget_get_height (foot) == 130 && stands_between (overlay, upper, foot));
  adw_toast_dismiss (toast);
  WAIT_FOR (foot_of_toast (overlay, "The case was submitted.") < 0 && gtk_widget_get_height (upper) == gtk_widget_get_height (box) - 130);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new ("The case was submitted."));
  cb_toast_lift (ADW_TOAST_OVERLAY (overlay));
  WAIT_FOR (stands_between (overlay, upper, foot));
  gtk_widget_set_visible (foot, FALSE);
  WAIT_FOR (foot_of_toast (overlay, "The case was submitted.") > gtk_widget_get_height (overlay) - 60);
  gtk_window_destroy (GTK_WINDOW (other));
}

int
main (int    argc,
      char **argv)
{
  int failed;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  office = office_new (1u << WORKER);
  office_turn (office, WORKER);
  window = gtk_window_new ();
  bench = CB_WORKBENCH (cb_workbench_new (office->desk));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench));
  gtk_window_present (GTK_WINDOW (window));

  g_test_add_func ("/workbench/back", test_back);
  g_test_add_func ("/workbench/toast", test_toast);
  failed = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (G_OBJECT (office->desk)->ref_count == 1);
  office_free (office);
  return failed;
}
