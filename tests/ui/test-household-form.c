/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "cb-field-edit.h"
#include "cb-field-grid.h"
#include "cb-find.h"
#include "cb-form.h"
#include "cb-household-page.h"
#include "cb-household-view.h"
#include "cb-reason-form.h"
#include "cb-roster.h"
#include "cb-test-wait.h"
#include "desk.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* Going through the form of a household by keyboard, in this process. */

static Office *office;
static GtkWidget *window;
static CbPage *page;

static CbHouseholdView *
view (void)
{
  return CB_HOUSEHOLD_VIEW (cb_find_type (GTK_WIDGET (page), CB_TYPE_HOUSEHOLD_VIEW));
}

static CbEditor *
editor (void)
{
  return cb_household_view_get_editor (view ());
}

static guint
id_of (const char *key)
{
  return cb_field_by_key (key)->id;
}

static void
show (const CbUid *household)
{
  page = cb_household_page_new (office->desk);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1240, 800);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  cb_page_show_subject (page, household);
  cb_page_enter (page);
  WAIT_FOR (view () != NULL && cb_editor_get_household (editor ()) != NULL);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (view ())));
}

static void
close_page (void)
{
  cb_page_leave (page);
  WAIT_FOR (cb_editor_get_state (editor ()) != CB_EDITOR_SAVING);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (page == NULL);
}

static CbUid
member (guint i)
{
  g_autoptr (GPtrArray) members = cb_household_list (cb_editor_get_household (editor ()), CB_KIND_MEMBER, NULL);

  g_assert_cmpuint (members->len, >, i);
  return *cb_entity_uid (g_ptr_array_index (members, i));
}

static GtkWidget *
focus (void)
{
  return gtk_root_get_focus (GTK_ROOT (window));
}

/* The field that has the focus, or NULL. */
static CbFieldEdit *
focused (void)
{
  return focus () != NULL ? CB_FIELD_EDIT (gtk_widget_get_ancestor (focus (), CB_TYPE_FIELD_EDIT)) : NULL;
}

static void
assert_at (const CbUid *entity,
           const char  *key)
{
  CbFieldEdit *field = focused ();

  g_assert_nonnull (field);
  g_assert_cmpstr (cb_field_edit_get_field (field)->key, ==, key);
  g_assert_true (cb_uid_equal (cb_field_edit_get_entity (field), entity));
  g_assert_true (gtk_widget_is_ancestor (focus (), cb_field_edit_get_control (field)));
}

static gboolean
try_shortcuts (GtkWidget      *widget,
               GListModel     *shortcuts,
               guint           keyval,
               GdkModifierType held)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
          && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == held
          && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

/* The key as every widget from the window to the focus is offered it, and back again; TRUE: one of them took it. */
static gboolean
key (guint           keyval,
     GdkModifierType held)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  const GtkPropagationPhase phases[] = { GTK_PHASE_CAPTURE, GTK_PHASE_TARGET, GTK_PHASE_BUBBLE };

  for (GtkWidget *widget = focus (); widget != NULL; widget = gtk_widget_get_parent (widget))
    g_ptr_array_add (path, widget);
  for (guint phase = 0; phase < G_N_ELEMENTS (phases); phase++)
    for (guint i = 0; i < path->len && (i == 0 || phase != 1); i++)
      {
        GtkWidget *widget = g_ptr_array_index (path, phase == 0 ? path->len - 1 - i : i);
        g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

        for (guint j = 0; j < g_list_model_get_n_items (controllers); j++)
          {
            g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, j);
            gboolean taken = FALSE;

            if (gtk_event_controller_get_propagation_phase (controller) != phases[phase])
              continue;
            if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
              g_signal_emit_by_name (controller, "key-pressed", keyval, 0, held, &taken);
            else if (GTK_IS_SHORTCUT_CONTROLLER (controller))
              taken = try_shortcuts (widget, G_LIST_MODEL (controller), keyval, held);
            if (taken)
              return TRUE;
          }
      }
  return FALSE;
}

/* Until what is shown stands where it will stand: the way of the focus follows it. */
static void
settle (void)
{
  for (gint64 until = g_get_monotonic_time () + 200000; g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
tab (gboolean back)
{
  g_signal_emit_by_name (window, "move-focus", back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
}

static void
enter (void)
{
  g_assert_true (gtk_widget_activate_action (focus (), "form.next", NULL));
}

/* --- back --- */

static void
walk (const CbUid *entity,
      const char  *first,
      guint        least,
      gboolean     by_tab)
{
  g_autoptr (GPtrArray) way = g_ptr_array_new ();
  CbForm *form;

  g_assert_true (cb_household_view_jump (view (), entity, id_of (first)));
  form = CB_FORM (gtk_widget_get_ancestor (focus (), CB_TYPE_FORM));
  while (focus () != NULL && gtk_widget_is_ancestor (focus (), GTK_WIDGET (form)))
    {
      g_ptr_array_add (way, focus ());
      g_assert_cmpuint (way->len, <, 200);
      tab (FALSE);
    }
  g_assert_cmpuint (way->len, >, least);
  gtk_widget_grab_focus (g_ptr_array_index (way, way->len - 1));
  for (guint i = way->len - 1; i > 0; i--)
    {
      g_assert_true (focus () == g_ptr_array_index (way, i));
      if (by_tab || focused () == NULL)
        tab (TRUE);
      else
        g_assert_true (key (GDK_KEY_Return, GDK_SHIFT_MASK));
    }
  g_assert_true (focus () == g_ptr_array_index (way, 0));
}

static void
test_back (void)
{
  CbUid household, head, supporter, spending;

  g_test_summary ("Shift+Tab and Shift+Enter go back through every part of the form by the way that Tab came, tables included");
  household = office_family (office, "王桂兰", "510802196503159982", 2, "3000", "510823100");
  show (&household);
  head = member (0);
  cb_editor_add (editor (), CB_KIND_INCOME, &head);
  spending = cb_editor_add (editor (), CB_KIND_SPENDING, &head);
  supporter = cb_editor_add (editor (), CB_KIND_SUPPORTER, &household);
  cb_editor_add (editor (), CB_KIND_ASSET, &household);
  for (guint by_tab = 0; by_tab < 2; by_tab++)
    {
      CbUid asset;
      g_autoptr (GPtrArray) assets = cb_household_list (cb_editor_get_household (editor ()), CB_KIND_ASSET, NULL);

      asset = *cb_entity_uid (g_ptr_array_index (assets, 0));
      walk (&head, "member.name", 20, by_tab != 0);
      walk (&spending, "spending.kind", 3, by_tab != 0);
      walk (&supporter, "supporter.name", 8, by_tab != 0);
      walk (&household, "household.category", 8, by_tab != 0);
      walk (&asset, "asset.kind", 3, by_tab != 0);
    }
  close_page ();
}

/* --- Insert --- */

static guint
count (CbKind kind)
{
  g_autoptr (GPtrArray) list = cb_household_list (cb_editor_get_household (editor ()), kind, NULL);

  return list->len;
}

static void
test_insert (void)
{
  CbUid household, head, added;

  g_test_summary ("Insert adds a member wherever the focus is in a member's form, a supporter in a supporter's, in a table a row");
  household = office_family (office, "李全", NULL, 1, "3000", "510823100");
  show (&household);
  head = member (0);
  g_assert_true (cb_household_view_jump (view (), &head, id_of ("member.phone")));
  g_assert_true (key (GDK_KEY_Insert, 0));
  g_assert_cmpuint (count (CB_KIND_MEMBER), ==, 2);
  added = member (1);
  assert_at (&added, "member.name");
  g_assert_true (key (GDK_KEY_Insert, 0));   /* in the field just come to as well */
  g_assert_cmpuint (count (CB_KIND_MEMBER), ==, 3);
  g_assert_true (cb_household_view_jump (view (), &household, id_of ("household.category")));
  g_assert_true (key (GDK_KEY_KP_Insert, 0));
  g_assert_cmpuint (count (CB_KIND_MEMBER), ==, 4);

  g_assert_true (cb_household_view_jump (view (), &head, id_of ("member.name")));
  {
    CbUid income = cb_editor_add (editor (), CB_KIND_INCOME, &head);
    CbUid supporter = cb_editor_add (editor (), CB_KIND_SUPPORTER, &household);
    const guint rows = count (CB_KIND_INCOME);

    g_assert_true (cb_household_view_jump (view (), &income, id_of ("income.amount")));
    g_assert_true (key (GDK_KEY_Insert, 0));
    g_assert_cmpuint (count (CB_KIND_INCOME), ==, rows + 1);
    g_assert_cmpuint (count (CB_KIND_MEMBER), ==, 4);
    g_assert_true (cb_household_view_jump (view (), &supporter, id_of ("supporter.name")));
    g_assert_true (key (GDK_KEY_Insert, 0));
    g_assert_cmpuint (count (CB_KIND_SUPPORTER), ==, 2);
    g_assert_cmpuint (count (CB_KIND_MEMBER), ==, 4);
  }
  close_page ();
}

/* --- what stands below a field --- */

static GtkWidget *
control_of (const CbUid *entity,
            const char  *field)
{
  g_assert_true (cb_household_view_jump (view (), entity, id_of (field)));
  WAIT_FOR (focused () != NULL);
  return cb_field_edit_get_control (focused ());
}

static void
test_duplicate (void)
{
  CbUid head;
  GtkWidget *number, *open;

  g_test_summary ("An ID number that is recorded elsewhere does not turn the way through the fields; the way to the other household is a step aside");
  office_family (office, "张福", "510802195801150017", 1, "3000", "510823100");
  show (NULL);
  head = member (0);
  number = control_of (&head, "member.id_number");
  gtk_editable_set_text (GTK_EDITABLE (number), "510802195801150017");
  WAIT_FOR (cb_editor_get_duplicate (editor (), &head) != NULL);
  WAIT_FOR (cb_find_text (GTK_WIDGET (view ()), "This number is already recorded for 张福") != NULL);
  enter ();
  assert_at (&head, "member.birth");
  g_assert_true (key (GDK_KEY_Return, GDK_SHIFT_MASK));
  assert_at (&head, "member.id_number");
  tab (FALSE);
  assert_at (&head, "member.birth");
  tab (TRUE);
  assert_at (&head, "member.id_number");
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_DOWN);
  open = gtk_widget_get_ancestor (cb_find_text (GTK_WIDGET (view ()), "Open that household"), GTK_TYPE_BUTTON);
  g_assert_true (focus () == open);
  tab (FALSE);
  assert_at (&head, "member.birth");
  cb_editor_drop_draft (editor (), &head, id_of ("member.id_number"));
  close_page ();
}

static void
test_hint (void)
{
  CbUid head;

  g_test_summary ("An empty date says how it is typed, in words that nobody takes for a date");
  show (NULL);
  head = member (0);
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (control_of (&head, "member.birth"))), ==, "year-month-day");
  close_page ();
}

static void
assert_named (CbFieldEdit *field,
              const char  *name)
{
  gtk_test_accessible_assert_property (cb_field_edit_get_control (field), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
test_renamed (void)
{
  CbUid household, head, income;
  CbFieldEdit *amount, *spent;
  CbRoster *roster;

  g_test_summary ("Fields of a table are spoken with the member's present name, and the tables of spending stand under it");
  household = office_family (office, "王桂兰", NULL, 1, "3000", "510823100");
  show (&household);
  head = member (0);
  income = cb_editor_add (editor (), CB_KIND_INCOME, &head);
  cb_editor_add (editor (), CB_KIND_SPENDING, &head);
  g_assert_true (cb_household_view_jump (view (), &income, id_of ("income.amount")));
  WAIT_FOR ((amount = focused ()) != NULL);
  assert_named (amount, "Amount (yuan), row 2, 王桂兰");
  roster = CB_ROSTER (cb_find_type (GTK_WIDGET (view ()), CB_TYPE_ROSTER));
  g_assert_true (cb_roster_select (roster, CB_FORM_SPENDING, &household));
  gtk_widget_grab_focus (GTK_WIDGET (roster));
  g_assert_true (key (GDK_KEY_Return, 0));   /* at once: nothing has been laid out yet */
  WAIT_FOR ((spent = focused ()) != NULL && spent != amount);
  assert_named (spent, "Kind, row 1, 王桂兰");
  gtk_editable_set_text (GTK_EDITABLE (control_of (&head, "member.name")), "王桂英");
  g_assert_true (key (GDK_KEY_Return, 0));
  assert_named (amount, "Amount (yuan), row 2, 王桂英");
  g_assert_true (cb_roster_select (roster, CB_FORM_SPENDING, &household));
  assert_named (spent, "Kind, row 1, 王桂英");
  g_assert_null (cb_find_text (gtk_widget_get_ancestor (GTK_WIDGET (spent), CB_TYPE_FORM), "王桂兰"));
  close_page ();
}

static void
test_give_up_print (void)
{
  CbUid household, head;

  g_test_summary ("Whoever gives up printing is where they were before");
  household = office_family (office, "李全", NULL, 1, "3000", "510823100");
  show (&household);
  head = member (0);
  control_of (&head, "member.phone");
  g_assert_true (key (GDK_KEY_F4, 0));
  WAIT_FOR (gtk_widget_get_ancestor (focus (), CB_TYPE_REASON_FORM) != NULL);
  g_assert_true (key (GDK_KEY_Escape, 0));
  assert_at (&head, "member.phone");
  g_assert_null (cb_find_type (GTK_WIDGET (view ()), CB_TYPE_REASON_FORM));
  close_page ();
}

/* --- tips --- */

static gboolean
has_tip (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 1, 1, FALSE, tooltip, &shown);
  return shown;
}

static void
test_tips (void)
{
  CbUid household;
  GtkWidget *row;
  g_autofree char *longest = g_strnfill (60, 'x');
  CbUid head;

  g_test_summary ("What stands in a row of members is not said again by its tip, unless something of it is cut");
  household = office_family (office, "张福", NULL, 1, "3000", "510823100");
  show (&household);
  settle ();
  head = member (0);
  row = gtk_widget_get_ancestor (cb_find_text (cb_find_type (GTK_WIDGET (view ()), CB_TYPE_ROSTER), "张福"), GTK_TYPE_LIST_BOX_ROW);
  g_assert_false (has_tip (row));
  gtk_editable_set_text (GTK_EDITABLE (control_of (&head, "member.name")), longest);
  enter ();
  settle ();
  g_assert_true (has_tip (row));
  close_page ();
}

/* --- labels --- */

static int
left_of (GtkWidget *widget,
         GtkWidget *grid)
{
  graphene_rect_t at;

  g_assert_true (gtk_widget_compute_bounds (widget, grid, &at));
  return (int) at.origin.x;
}

static void
test_labels (void)
{
  static const char *const titles[] = { "Name", "Gets in and out of bed without help", "乡镇（街道）", "Died on" };
  GtkWidget *labels[G_N_ELEMENTS (titles)], *fields[G_N_ELEMENTS (titles)], *grid, *box;
  CbFieldWidths widths = { .field = 160 };

  g_test_summary ("Labels take no more than two lines beside fields that show an ID number: in two columns where there is room, else in one");
  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_window_set_child (GTK_WINDOW (window), box);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    cb_field_widths_add (&widths, window, titles[i]);
  g_assert_cmpint (widths.thirds, <=, widths.halves);
  g_assert_cmpint (widths.halves, <, widths.whole);
  for (guint wide = 0; wide < 2; wide++)
    {
      const int width = wide ? 980 : 420;
      int line;

      grid = cb_field_grid_new (&widths);
      gtk_widget_set_size_request (grid, width, -1);
      for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
        {
          labels[i] = gtk_label_new (titles[i]);
          gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
          gtk_label_set_wrap_mode (GTK_LABEL (labels[i]), PANGO_WRAP_WORD_CHAR);
          fields[i] = gtk_entry_new ();
          cb_field_grid_add (CB_FIELD_GRID (grid), labels[i], fields[i]);
        }
      gtk_widget_set_visible (fields[0], FALSE);
      gtk_widget_set_visible (labels[0], FALSE);
      gtk_box_append (GTK_BOX (box), grid);
      gtk_window_set_default_size (GTK_WINDOW (window), width, 300);
      gtk_window_present (GTK_WINDOW (window));
      settle ();
      for (guint i = 1; i < G_N_ELEMENTS (titles); i++)
        {
          g_assert_cmpint (gtk_widget_get_width (fields[i]), >=, 160);
          g_assert_cmpint (gtk_widget_get_width (fields[i]), ==, gtk_widget_get_width (fields[1]));
          line = pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (labels[i])));
          g_assert_cmpint (line, <=, 2);
          g_assert_cmpint (left_of (fields[i], grid) == left_of (fields[1], grid), ==, !wide || i != 2);
        }
      gtk_box_remove (GTK_BOX (box), grid);
    }
  gtk_window_destroy (GTK_WINDOW (window));
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

  g_test_add_func ("/household-form/back", test_back);
  g_test_add_func ("/household-form/insert", test_insert);
  g_test_add_func ("/household-form/duplicate", test_duplicate);
  g_test_add_func ("/household-form/hint", test_hint);
  g_test_add_func ("/household-form/renamed", test_renamed);
  g_test_add_func ("/household-form/give-up-print", test_give_up_print);
  g_test_add_func ("/household-form/tips", test_tips);
  g_test_add_func ("/household-form/labels", test_labels);
  failed = g_test_run ();
  WAIT_FOR (G_OBJECT (office->desk)->ref_count == 1);   /* what was asked has been answered */
  office_free (office);
  return failed;
}
