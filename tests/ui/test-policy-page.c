/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <stdlib.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-demo.h"
#include "cb-find.h"
#include "cb-policy-chart.h"
#include "cb-policy-page.h"
#include "cb-policy-trial.h"
#include "cb-progress.h"
#include "cb-steady-box.h"
#include "cb-test-tree.h"
#include "cb-test-wait.h"
#include "cb-trial-figures.h"
#include "cb-trial-tables.h"
#include "cb-widgets.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 30)

/* The Policy page over a demo county, in this process: what is read, and what a trial says. */

static char *top;
static CbDesk *desk;
static GtkWidget *window;
static CbPolicyPage *page;

/* The policy officer of the demo. */
static void
open_desk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL;
  const CbDemoOptions options = { .households = 60, .months = 2, .seed = 1, .today = cb_clock_today () };
  g_autoptr (GPtrArray) logins = NULL;

  top = g_dir_make_tmp ("cb-policy-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (top, "county", NULL);
  logins = cb_demo_create (dir, &options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < logins->len; i++)
    {
      const CbDemoLogin *login = logins->pdata[i];

      if (login->slot == 10)
        {
          g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup (login->passphrase));

          desk = cb_desk_unlock (dir, login->slot, passphrase, NULL, &error);
        }
    }
  g_assert_no_error (error);
  g_assert_nonnull (desk);
}

static gboolean
says (const char *text)
{
  return cb_find_text (GTK_WIDGET (page), text) != NULL;
}

static void
test_read (void)
{
  g_test_summary ("Every parameter and rule of the pack is in the list and can be read: dated lines, articles, marks, users");
  g_assert_true (says ("Demo parameters"));
  g_assert_true (cb_policy_page_choose (page, "param", "dibao.standard"));
  g_assert_true (says ("780, Rural 620 yuan/month"));
  g_assert_true (says ("社会救助法 第十九条"));
  g_assert_true (says ("in force today"));
  g_assert_true (says ("2021-01-01"));
  g_assert_true (cb_policy_page_choose (page, "param", "edge.multiplier"));
  g_assert_true (says ("150%"));
  g_assert_true (says ("to be confirmed by the county"));
  /* The list has of every parameter what is in force, since when, by which article; no name that only the rules know. */
  g_assert_true (says ("780, Rural 620 yuan/month · 2026-07-01 · 救助法 第十九条"));
  g_assert_false (says ("dibao.standard"));
  g_assert_true (cb_policy_page_choose (page, "table", "member.no_labour"));
  g_assert_true (says ("row.aged"));
  g_assert_true (says ("民发〔2021〕43号 第五条（一）"));
  g_assert_true (cb_policy_page_choose (page, "text", "hearing"));
  g_assert_true (cb_policy_page_choose (page, "reason", "INC_GE_STD"));
  g_assert_false (cb_policy_page_choose (page, "param", "no.such"));
  g_assert_false (cb_policy_page_choose (page, "value", "dibao.standard"));
}

static void
test_nothing_found (void)
{
  GtkWidget *search = cb_find_type (GTK_WIDGET (page), GTK_TYPE_SEARCH_ENTRY), *nothing = cb_find_text (GTK_WIDGET (page), "Nothing of that name");

  g_test_summary ("Where no part bears what is searched for, the list says so; as soon as one does, it no longer does");
  g_assert_nonnull (nothing);
  g_assert_false (gtk_widget_get_mapped (nothing));
  gtk_editable_set_text (GTK_EDITABLE (search), "no rule is called so");
  WAIT_FOR (gtk_widget_get_mapped (nothing));
  gtk_editable_set_text (GTK_EDITABLE (search), "dibao.standard");
  WAIT_FOR (!gtk_widget_get_mapped (nothing));
  gtk_editable_set_text (GTK_EDITABLE (search), "no rule is called so");
  WAIT_FOR (gtk_widget_get_mapped (nothing));
  g_assert_true (cb_policy_page_choose (page, "param", "dibao.standard"));      /* takes the search back */
  WAIT_FOR (!gtk_widget_get_mapped (nothing));
}

static void
test_all_parts (void)
{
  CbPack *pack = cb_desk_pack (desk);
  GPtrArray *params = cb_pack_params (pack), *rules = cb_pack_rules (pack);

  g_test_summary ("No part of the pack fails to be shown");
  for (guint i = 0; i < params->len; i++)
    g_assert_true (cb_policy_page_choose (page, "param", ((const CbPackParam *) params->pdata[i])->name));
  for (guint i = 0; i < rules->len; i++)
    {
      const CbPackRule *rule = rules->pdata[i];

      g_assert_true (cb_policy_page_choose (page, cb_pack_rule_group (rule->kind), rule->name));
    }
}

static void
test_link (void)
{
  g_test_summary ("Where a parameter is used leads to the rule");
  g_assert_true (cb_policy_page_choose (page, "param", "employment.cost"));
  {
    g_autoptr (GPtrArray) used = cb_pack_used_by (cb_desk_pack (desk), "employment.cost");
    const char *name;

    g_assert_cmpuint (used->len, >, 0);
    name = used->pdata[0];
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "policy.show", "(ss)", "value", name));
    g_assert_true (says (cb_pack_title_of (cb_desk_pack (desk), "value", name, NULL)));
  }
}

static void
test_history (void)
{
  CbPack *pack = cb_desk_pack (desk);
  const CbPackParam *param = cb_pack_param (pack, "dibao.standard");
  g_autoptr (CbStepChart) chart = cb_step_chart_new (pack, param, cb_date_new (2026, 9, 1), NULL);
  g_autofree char *words = cb_step_chart_words (chart);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 220);
  cairo_t *cr = cairo_create (surface);

  g_test_summary ("The history of a parameter: every value with its day and unit, for each word; drawn at any size");
  g_assert_nonnull (strstr (words, "620 from 2021-01-01"));
  g_assert_nonnull (strstr (words, "430 from 2021-01-01"));
  g_assert_nonnull (strstr (words, "780 from 2026-07-01"));
  g_assert_nonnull (strstr (words, "(yuan/month)"));
  cb_step_chart_draw (chart, cr, CB_CHART_LIGHT, 600, 220, 13);
  cb_step_chart_draw (chart, cr, CB_CHART_DARK, 40, 30, 13);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* --- trying --- */

typedef struct { const char *name, *value; CbDate on; CbCounty *county; } Direct;

static gpointer
direct_job (CbDesk       *at,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Direct *direct = data;
  const char *const sets[] = { direct->name, direct->value, NULL };
  CbPack *pack = cb_desk_pack (at);
  g_autoptr (CbProgram) now = cb_pack_compile (pack, direct->on, CB_MONTH_NONE, error);
  g_autoptr (CbProgram) then = cb_pack_compile_with (pack, direct->on, CB_MONTH_NONE, sets, error);
  g_autoptr (CbSimulator) simulator = NULL;

  if (now == NULL || then == NULL)
    return NULL;
  direct->county = cb_county_load (db, pack, cb_desk_area (at), NULL, NULL, cancellable, error);
  if (direct->county == NULL)
    return NULL;
  simulator = cb_simulator_new (direct->county, now, error);
  return simulator == NULL ? NULL : cb_simulator_run (simulator, then, error);
}

static void
assert_same_lines (GArray *a,
                   GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  g_assert_cmpmem (a->data, a->len * sizeof (CbNowThen), b->data, b->len * sizeof (CbNowThen));
}

static void
assert_as_direct (CbTrial    *trial,
                  const char *name,
                  const char *value)
{
  g_autoptr (GError) error = NULL;
  Direct direct = { name, value, cb_clock_today (), NULL };
  g_autoptr (CbSimulation) want = cb_desk_read (desk, direct_job, &direct, &error);
  const CbSimulation *found = cb_trial_get_result (trial);
  guint cliffs = 0;

  g_assert_no_error (error);
  g_assert_nonnull (found);
  assert_same_lines (found->by_programme, want->by_programme);
  assert_same_lines (found->by_tier, want->by_tier);
  assert_same_lines (found->by_township, want->by_township);
  g_assert_cmpint (found->all.monthly[1], ==, want->all.monthly[1]);
  g_assert_cmpuint (found->gainers, ==, want->gainers);
  g_assert_cmpint (found->lost, ==, want->lost);
  g_assert_cmpint (found->all.monthly[1] - found->all.monthly[0], ==, found->gained - found->lost);
  /* Few enough that all losers are listed. */
  g_assert_cmpuint (found->losers, <, CB_SIM_CHANGES);
  for (guint i = 0; i < found->changes->len; i++)
    {
      const CbSimChange *change = &g_array_index (found->changes, CbSimChange, i);

      cliffs += change->change < 0 && change->tier[0] != change->tier[1];
    }
  g_assert_cmpuint (found->cliffs, ==, cliffs);
  g_clear_pointer (&direct.county, cb_county_unref);
}

/* Whether a label has room for all of its lines, and the steady box that it is in shows them all. */
static gboolean
is_whole (GtkWidget *label)
{
  GtkWidget *steady = gtk_widget_get_ancestor (label, CB_TYPE_STEADY_BOX);
  int need;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (label), &need, NULL, NULL, NULL);
  return gtk_widget_get_width (label) > 0 && gtk_widget_get_height (label) >= need
         && gtk_widget_get_height (steady) >= gtk_widget_get_height (gtk_widget_get_first_child (steady));
}

/* Rows of the list that is shown; G_MAXUINT when none is. */
static guint
n_shown (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      guint n = GTK_IS_COLUMN_VIEW (child) && gtk_widget_get_mapped (child)
                  ? g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (child)))) : n_shown (child);

      if (n != G_MAXUINT)
        return n;
    }
  return G_MAXUINT;
}

static void
test_try (void)
{
  CbPolicyTrial *view = CB_POLICY_TRIAL (cb_policy_page_trial (page));
  CbTrial *trial = cb_policy_trial_get_trial (view);
  GtkAdjustment *value = cb_policy_trial_get_adjustment (view);
  guint before;

  g_test_summary ("What the slider shows is what the simulator says, for the newest value, however fast it is dragged");
  g_assert_true (cb_policy_page_choose (page, "param", "supplement.e70"));
  g_assert_cmpint (cb_trial_get_state (trial), ==, CB_TRIAL_EMPTY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "trial.load", NULL));
  g_assert_cmpint (cb_trial_get_state (trial), ==, CB_TRIAL_LOADING);
  WAIT_FOR (cb_trial_get_state (trial) != CB_TRIAL_LOADING);
  g_assert_no_error (cb_trial_get_error (trial));
  g_assert_cmpint (cb_trial_get_state (trial), ==, CB_TRIAL_READY);
  WAIT_FOR (cb_trial_get_result (trial) != NULL && !cb_trial_is_busy (trial));
  g_assert_cmpuint (cb_county_households (cb_trial_get_county (trial)), ==, 60);
  g_assert_cmpuint (cb_trial_get_result (trial)->gainers, ==, 0);
  g_assert_cmpuint (cb_trial_get_result (trial)->losers, ==, 0);

  g_assert_true (cb_policy_page_choose (page, "param", "dibao.standard"));
  WAIT_FOR (!cb_trial_is_busy (trial));
  g_assert_cmpfloat (gtk_adjustment_get_value (value), ==, 780);
  before = cb_trial_get_count (trial);
  for (int i = 0; i < 200; i++)
    gtk_adjustment_set_value (value, 580 + i);
  gtk_adjustment_set_value (value, 520.5);
  WAIT_FOR (!cb_trial_is_busy (trial));
  g_assert_cmpuint (cb_trial_get_count (trial) - before, ==, 2);     /* the first, which ran, and the newest */
  assert_as_direct (trial, "dibao.standard.urban", "520.50");
  g_assert_cmpuint (cb_trial_get_result (trial)->losers, >, 0);
  gtk_adjustment_set_value (value, 1000);
  WAIT_FOR (!cb_trial_is_busy (trial));
  assert_as_direct (trial, "dibao.standard.urban", "1000.00");
  g_assert_cmpuint (cb_trial_get_result (trial)->gainers, >, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_parent (cb_find_text (GTK_WIDGET (page), "Try a Value"))), TRUE);
  WAIT_FOR (is_whole (cb_find_text (GTK_WIDGET (view), "Gain: ")));
  {
    const CbSimulation *found = cb_trial_get_result (trial);
    g_autofree char *households = cb_count_text (found->all.households[1]), *persons = cb_count_text (found->persons[1]);
    g_autofree char *money = cb_money_format (found->all.monthly[1], TRUE), *more = cb_trial_signed (found->all.monthly[1] - found->all.monthly[0]);
    g_autoptr (GArray) lines = cb_trial_lines (found, desk, cb_desk_pack (desk), CB_TRIAL_BY_PROGRAMME);

    g_assert_cmpuint (found->persons[1], >, found->all.households[1]);
    g_assert_nonnull (cb_find_text (GTK_WIDGET (view), households));
    g_assert_nonnull (cb_find_text (GTK_WIDGET (view), persons));
    g_assert_nonnull (cb_find_text (GTK_WIDGET (view), money));
    g_assert_nonnull (cb_find_text (GTK_WIDGET (view), more));
    g_assert_nonnull (cb_find_text (GTK_WIDGET (view), "By the rules, of 60 households on file"));
    /* What is paid once is told apart. */
    for (guint i = 0; i < lines->len; i++)
      {
        const CbTrialLine *line = &g_array_index (lines, CbTrialLine, i);

        g_assert_true (line->once == g_str_has_suffix (line->title, "(once)"));
      }
  }
  /* The families come some with every frame, and all in the end. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_parent (cb_find_text (GTK_WIDGET (view), "Families"))), TRUE);
  g_assert_cmpuint (cb_trial_get_result (trial)->changes->len, >, 8);       /* more than come at once */
  WAIT_FOR (n_shown (GTK_WIDGET (view)) == cb_trial_get_result (trial)->changes->len);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_parent (cb_find_text (GTK_WIDGET (view), "Chart"))), TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "trial.law", NULL));
  WAIT_FOR (!cb_trial_is_busy (trial));
  g_assert_cmpuint (cb_trial_get_result (trial)->gainers, ==, 0);

  g_assert_true (cb_policy_page_choose (page, "param", "edge.multiplier"));
  WAIT_FOR (!cb_trial_is_busy (trial));
  g_assert_cmpfloat (gtk_adjustment_get_value (value), ==, 150);
  gtk_adjustment_set_value (value, 172.5);
  WAIT_FOR (!cb_trial_is_busy (trial));
  assert_as_direct (trial, "edge.multiplier", "172.5%");
}

static void
test_steady (void)
{
  const char *const lines = "Text that is far too long for the width of this window, so that it needs several lines to be shown whole";
  GtkWidget *label = gtk_label_new ("1"), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *steady = cb_steady_box_new (label);
  GtkWidget *plain = gtk_window_new ();
  int least, most;

  g_test_summary ("Text that changes is always whole; its box grows with it, and keeps its height while the width is the same");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), steady);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_window_set_child (GTK_WINDOW (plain), box);
  gtk_window_set_default_size (GTK_WINDOW (plain), 200, 300);
  gtk_window_present (GTK_WINDOW (plain));
  WAIT_FOR (is_whole (label));
  least = gtk_widget_get_height (steady);
  gtk_label_set_text (GTK_LABEL (label), lines);
  WAIT_FOR (is_whole (label) && gtk_widget_get_height (steady) > least);
  most = gtk_widget_get_height (steady);
  gtk_label_set_text (GTK_LABEL (label), "2");
  gtk_label_set_text (GTK_LABEL (label), lines);
  WAIT_FOR (is_whole (label));
  gtk_label_set_text (GTK_LABEL (label), "3");
  for (guint i = 0; i < 10; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (gtk_widget_get_height (steady), ==, most);
    }
  gtk_window_destroy (GTK_WINDOW (plain));
}

static void
test_lines (void)
{
  CbTrial *trial = cb_policy_trial_get_trial (CB_POLICY_TRIAL (cb_policy_page_trial (page)));
  const CbSimulation *found = cb_trial_get_result (trial);
  g_autoptr (GArray) townships = NULL;
  CbMoney sum = 0;

  g_test_summary ("The townships' money adds up to the county's, the largest first");
  g_assert_nonnull (found);
  townships = cb_trial_lines (found, desk, cb_desk_pack (desk), CB_TRIAL_BY_TOWNSHIP);
  for (guint i = 0; i < townships->len; i++)
    {
      const CbTrialLine *line = &g_array_index (townships, CbTrialLine, i);

      sum += line->figures.monthly[1];
      if (i > 0)
        g_assert_cmpint (MAX (line->figures.monthly[0], line->figures.monthly[1]), <=,
                         MAX ((line - 1)->figures.monthly[0], (line - 1)->figures.monthly[1]));
    }
  g_assert_cmpint (sum, ==, found->all.monthly[1]);
}

static void
test_forget (void)
{
  CbPolicyTrial *view = CB_POLICY_TRIAL (cb_policy_page_trial (page));
  CbTrial *trial = cb_policy_trial_get_trial (view);

  g_test_summary ("Reading can be stopped and begun again; what was found of old facts is gone");
  cb_policy_trial_forget (view);
  g_assert_null (cb_trial_get_result (trial));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "trial.load", NULL));
  g_signal_emit_by_name (cb_find_type (GTK_WIDGET (view), CB_TYPE_PROGRESS), "cancel");
  g_assert_cmpint (cb_trial_get_state (trial), ==, CB_TRIAL_EMPTY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "trial.load", NULL));
  WAIT_FOR (cb_trial_get_state (trial) == CB_TRIAL_READY && cb_trial_get_result (trial) != NULL);
}

static void
test_fits (void)
{
  CbPack *pack = cb_desk_pack (desk);

  g_test_summary ("Only numbers that a rule computes with can be tried");
  g_assert_true (cb_policy_trial_fits (pack, cb_pack_param (pack, "tekun.age")));
  g_assert_false (cb_policy_trial_fits (pack, cb_pack_param (pack, "dibao.tiered")));        /* yes or no */
  g_assert_false (cb_policy_trial_fits (pack, cb_pack_param (pack, "dibao.tier_rural")));    /* bands */
  g_assert_false (cb_policy_trial_fits (pack, cb_pack_param (pack, "deadline.dibao.check")));
  g_assert_false (cb_policy_trial_fits (pack, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int failed;

  gtk_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  cb_clock_set (G_GINT64_CONSTANT (1789956000000));   /* 2026-09-21 10:00 in China */
  open_desk ();
  page = CB_POLICY_PAGE (g_object_new (CB_TYPE_POLICY_PAGE, "desk", desk, NULL));
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 740);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  cb_page_enter (CB_PAGE (page));

  g_test_add_func ("/policy/read", test_read);
  g_test_add_func ("/policy/nothing-found", test_nothing_found);
  g_test_add_func ("/policy/all-parts", test_all_parts);
  g_test_add_func ("/policy/link", test_link);
  g_test_add_func ("/policy/history", test_history);
  g_test_add_func ("/policy/fits", test_fits);
  g_test_add_func ("/policy/steady", test_steady);
  g_test_add_func ("/policy/try", test_try);
  g_test_add_func ("/policy/lines", test_lines);
  g_test_add_func ("/policy/forget", test_forget);
  failed = g_test_run ();

  cb_page_leave (CB_PAGE (page));
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (page == NULL);
  cb_desk_lock (desk, &error);
  g_assert_no_error (error);
  g_clear_object (&desk);
  remove_tree (top);
  g_free (top);
  return failed;
}
