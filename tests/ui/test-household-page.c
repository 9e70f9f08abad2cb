/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "cb-approvals-page.h"
#include "cb-case.h"
#include "cb-clock.h"
#include "cb-editor.h"
#include "cb-field-edit.h"
#include "cb-find.h"
#include "cb-household-page.h"
#include "cb-desk-private.h"
#include "cb-household-view.h"
#include "cb-look-bar.h"
#include "cb-reason-form.h"
#include "cb-result-panel.h"
#include "cb-roster.h"
#include "cb-row-table.h"
#include "cb-test-tree.h"
#include "cb-test-wait.h"
#include "cb-why-print.h"
#include "cb-worksheet.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* The household page and its editor over a real casebook, in this process. */

typedef struct
{
  char      *dir;
  CbDesk    *desk;
  GtkWidget *window;
  CbPage    *page;
} Fixture;

static guint
id_of (const char *key)
{
  return cb_field_by_key (key)->id;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup ("correct horse battery staple"));
  g_autoptr (CbSecret) recovery = NULL;
  g_autofree char *parent = g_dir_make_tmp ("cb-page-XXXXXX", NULL);
  CbFounding founding = {
    "剑阁县", "510823", "县民政局", "何晓梅",
    CB_ROLE_AUTHORITY | CB_ROLE_CASEWORKER | CB_ROLE_REVIEWER | CB_ROLE_APPROVER, CB_VAULT_COST_FLOOR,
  };

  f->dir = g_steal_pointer (&parent);
  {
    g_autofree char *dir = g_build_filename (f->dir, "casebook", NULL);

    f->desk = cb_desk_found (dir, &founding, passphrase, &recovery, &error);
  }
  g_assert_no_error (error);
  g_assert_nonnull (f->desk);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cb_desk_lock (f->desk, &error);
  g_assert_no_error (error);
  g_clear_object (&f->desk);
  remove_tree (f->dir);
  g_free (f->dir);
}

/* --- the editor --- */

/* Everything that was handed in is in the casebook. */
static void
wait_saved (CbEditor *editor)
{
  WAIT_FOR (cb_editor_get_state (editor) != CB_EDITOR_SAVING);
  g_assert_no_error (cb_editor_get_save_error (editor));
  g_assert_cmpint (cb_editor_get_state (editor), ==, CB_EDITOR_CLEAN);
}

static CbUid
only (CbEditor *editor,
      CbKind    kind)
{
  g_autoptr (GPtrArray) list = cb_household_list (cb_editor_get_household (editor), kind, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  return *cb_entity_uid (g_ptr_array_index (list, 0));
}

static void
enter (CbEditor    *editor,
       const CbUid *entity,
       const char  *key,
       const char  *text)
{
  g_assert_true (cb_editor_type (editor, entity, id_of (key), text));
  cb_editor_leave (editor, entity, id_of (key));
}

static const char *
text_of (CbEditor    *editor,
         const CbUid *entity,
         const char  *key)
{
  CbEntity *e = cb_editor_find (editor, entity);

  return e != NULL ? cb_entity_text (e, id_of (key)) : NULL;
}

static void
test_save (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  g_autoptr (CbEditor) again = NULL;
  CbUid member = only (editor, CB_KIND_MEMBER);
  CbUid household = *cb_editor_get_uid (editor);

  g_test_summary ("A new household is saved field by field, each at once when it is left, and read back the same");
  g_assert_false (cb_editor_is_recorded (editor));
  g_assert_cmpstr (text_of (editor, &member, "member.relation"), ==, "head");
  enter (editor, &household, "household.category", "rural");
  enter (editor, &member, "member.name", "王秀兰");
  enter (editor, &member, "member.id_number", "510802196503159982");
  g_assert_cmpint (cb_editor_get_state (editor), ==, CB_EDITOR_SAVING);
  g_assert_cmpstr (text_of (editor, &member, "member.sex"), ==, "female");
  wait_saved (editor);
  g_assert_null (cb_editor_get_save_error (editor));
  g_assert_true (cb_editor_is_recorded (editor));

  again = cb_editor_new (f->desk, &household);
  WAIT_FOR (cb_editor_get_household (again) != NULL);
  g_assert_cmpstr (text_of (again, &member, "member.name"), ==, "王秀兰");
  g_assert_cmpstr (text_of (again, &member, "member.relation"), ==, "head");
  g_assert_cmpstr (text_of (again, &member, "member.sex"), ==, "female");
  g_assert_cmpint (cb_entity_int (cb_editor_find (again, &member), id_of ("member.birth"), 0), ==, cb_date_new (1965, 3, 15));
}

static void
test_invalid (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  CbUid member = only (editor, CB_KIND_MEMBER);
  const guint id = id_of ("member.id_number");

  g_test_summary ("What cannot be read is kept as it was typed until it is corrected, and nothing of it is saved");
  g_assert_false (cb_editor_type (editor, &member, id, "510802196503159983"));
  g_assert_nonnull (cb_editor_get_fault (editor, &member, id));
  cb_editor_leave (editor, &member, id);
  cb_editor_flush (editor);
  g_assert_cmpuint (cb_editor_count_faults (editor), ==, 1);
  g_assert_cmpstr (cb_editor_get_draft (editor, &member, id), ==, "510802196503159983");
  g_assert_null (text_of (editor, &member, "member.id_number"));
  g_assert_true (cb_editor_type (editor, &member, id, "510802196503159982"));
  g_assert_null (cb_editor_get_fault (editor, &member, id));
  cb_editor_leave (editor, &member, id);
  g_assert_null (cb_editor_get_draft (editor, &member, id));
  wait_saved (editor);
  g_assert_cmpstr (text_of (editor, &member, "member.id_number"), ==, "510802196503159982");
}

static void
test_undo (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  CbUid head = only (editor, CB_KIND_MEMBER), son;
  guint64 id;

  g_test_summary ("Changes are taken back in their order and made again; a removed member comes back");
  enter (editor, &head, "member.name", "王秀兰");
  enter (editor, &head, "member.name", "王秀英");
  g_assert_true (cb_editor_undo (editor));
  wait_saved (editor);
  g_assert_cmpstr (text_of (editor, &head, "member.name"), ==, "王秀兰");
  g_assert_true (cb_editor_redo (editor));
  wait_saved (editor);
  g_assert_cmpstr (text_of (editor, &head, "member.name"), ==, "王秀英");

  son = cb_editor_add (editor, CB_KIND_MEMBER, cb_editor_get_uid (editor));
  enter (editor, &son, "member.name", "李国强");
  id = cb_editor_remove (editor, &son);
  g_assert_cmpuint (id, !=, 0);
  wait_saved (editor);
  only (editor, CB_KIND_MEMBER);
  g_assert_true (cb_editor_undo_one (editor, id));
  wait_saved (editor);
  {
    g_autoptr (GPtrArray) members = cb_household_list (cb_editor_get_household (editor), CB_KIND_MEMBER, NULL);

    g_assert_cmpuint (members->len, ==, 2);
  }
  g_assert_cmpstr (text_of (editor, &son, "member.name"), ==, "李国强");
}

static void
test_undo_all (Fixture      *f,
               gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  CbUid head = only (editor, CB_KIND_MEMBER);

  g_test_summary ("What was taken back down to the first change is there again with the next one");
  enter (editor, &head, "member.name", "王秀兰");
  wait_saved (editor);
  g_assert_true (cb_editor_undo (editor));
  wait_saved (editor);
  enter (editor, &head, "member.name", "王秀英");
  wait_saved (editor);
  g_assert_false (cb_entity_removed (cb_household_self (cb_editor_get_household (editor))));
  only (editor, CB_KIND_MEMBER);
  g_assert_cmpstr (text_of (editor, &head, "member.name"), ==, "王秀英");
}

static void
test_added_in_memory (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  CbUid head = only (editor, CB_KIND_MEMBER);
  CbUid empty = cb_editor_add (editor, CB_KIND_MEMBER, cb_editor_get_uid (editor));

  g_test_summary ("A member added in memory keeps its identity while another is saved, and leaves no trace when taken off again");
  enter (editor, &head, "member.name", "王秀兰");
  wait_saved (editor);
  g_assert_nonnull (cb_editor_find (editor, &empty));
  g_assert_cmpuint (cb_editor_remove (editor, &empty), ==, 0);
  g_assert_null (cb_editor_find (editor, &empty));
}

/* Another desk recorded an amount without having seen ours. */
static gpointer
fork_worker (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const CbUid *income = data;
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));
  CbValue value = cb_value_int (CB_YUAN (2400));

  cb_change_set (change, income, CB_KIND_INCOME, id_of ("income.amount"), &value, NULL, 0, FALSE);
  return GINT_TO_POINTER (cb_change_commit (change, db, NULL, NULL, error));
}

static void
test_fork (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  g_autoptr (GError) error = NULL;
  CbUid head = only (editor, CB_KIND_MEMBER), income;
  const guint amount = id_of ("income.amount");
  GPtrArray *versions;

  g_test_summary ("Of two versions both are shown with their author; the answer is one change and leaves one version");
  enter (editor, &head, "member.name", "王秀兰");
  income = cb_editor_add (editor, CB_KIND_INCOME, &head);
  enter (editor, &income, "income.kind", "transfer");
  enter (editor, &income, "income.amount", "1200");
  wait_saved (editor);
  g_assert_null (cb_editor_get_versions (editor, &income, amount));
  cb_desk_write (f->desk, fork_worker, &income, &error);
  g_assert_no_error (error);
  cb_editor_reload (editor);
  WAIT_FOR (cb_editor_get_versions (editor, &income, amount) != NULL);
  versions = cb_editor_get_versions (editor, &income, amount);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((CbVersion *) g_ptr_array_index (versions, 0))->author, ==, "何晓梅");
  {
    g_auto (CbValue) value = cb_value_int (CB_YUAN (1200));

    cb_editor_set (editor, &income, amount, &value);
  }
  wait_saved (editor);
  g_assert_null (cb_editor_get_versions (editor, &income, amount));
  g_assert_cmpint (cb_entity_int (cb_editor_find (editor, &income), amount, 0), ==, CB_YUAN (1200));
}

static void
test_duplicate (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (CbEditor) first = cb_editor_new (f->desk, NULL), second = NULL;
  CbUid head = only (first, CB_KIND_MEMBER), other;

  g_test_summary ("An ID number that is recorded elsewhere is found while it is typed, with the way to the other household");
  enter (first, &head, "member.name", "王秀兰");
  enter (first, &head, "member.id_number", "510802196503159982");
  wait_saved (first);
  second = cb_editor_new (f->desk, NULL);
  other = only (second, CB_KIND_MEMBER);
  g_assert_true (cb_editor_type (second, &other, id_of ("member.id_number"), "510802196503159982"));
  WAIT_FOR (cb_editor_get_duplicate (second, &other) != NULL);
  g_assert_true (cb_uid_equal (&cb_editor_get_duplicate (second, &other)->household, cb_editor_get_uid (first)));
  g_assert_cmpstr (cb_editor_get_duplicate (second, &other)->name, ==, "王秀兰");
  cb_editor_drop_draft (second, &other, id_of ("member.id_number"));
}

/* --- the page --- */

static GtkWidget *
find_named (GtkWidget  *root,
            GType       type,
            const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_type_is_a (G_OBJECT_TYPE (child), type)
          && (!GTK_IS_LABEL (child) || g_strcmp0 (gtk_label_get_label (GTK_LABEL (child)), text) == 0))
        return child;
      found = find_named (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
show_page (Fixture     *f,
           CbPage      *page,
           const CbUid *subject)
{
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1080, 740);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (page));
  f->page = page;
  gtk_window_present (GTK_WINDOW (f->window));
  cb_page_show_subject (page, subject);
  cb_page_enter (page);
}

static void
test_page (Fixture      *f,
           gconstpointer data)
{
  g_test_summary ("The page of a new household builds without a warning, shows its first member and lets itself be left");
  show_page (f, cb_household_page_new (f->desk), NULL);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (f->page)));
  WAIT_FOR (find_named (GTK_WIDGET (f->page), GTK_TYPE_LABEL, "Basic information") != NULL);
  cb_page_leave (f->page);
}

static GtkWidget *
find_field (GtkWidget  *root,
            const char *key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (CB_IS_FIELD_EDIT (child) && cb_field_edit_get_field (CB_FIELD_EDIT (child)) == cb_field_by_key (key))
        return child;
      found = find_field (child, key);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_into (Fixture    *f,
           const char *key,
           const char *text)
{
  GtkWidget *field = find_field (GTK_WIDGET (f->page), key);
  GtkWidget *control;

  g_assert_nonnull (field);
  control = cb_field_edit_get_control (CB_FIELD_EDIT (field));
  if (GTK_IS_EDITABLE (control))
    gtk_editable_set_text (GTK_EDITABLE (control), text);
  else
    gtk_drop_down_set_selected (GTK_DROP_DOWN (control), (guint) g_ascii_strtoull (text, NULL, 10));
}

static GtkWidget *
find_shown (GtkWidget *root,
            GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
        return gtk_widget_get_mapped (child) ? child : NULL;
      found = find_shown (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct { CbUid person; CbSecret *key; } Guest;

static gpointer
sit_down_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const Guest *guest = data;

  cb_desk_act_as (desk, &guest->person, guest->key);
  return desk;
}

/* An approver without a case of this family before them: asked why first, then reads and changes nothing. */
static const char *
amount_shown (Fixture *f)
{
  return cb_result_panel_get_amount (CB_RESULT_PANEL (find_named (GTK_WIDGET (f->page), CB_TYPE_RESULT_PANEL, NULL)));
}

static void
test_live (Fixture      *f,
           gconstpointer data)
{
  CbUid household = CB_UID_NONE;
  CbHouseholdView *view;
  CbEditor *editor;
  GtkWidget *control;
  gint64 start;

  g_test_summary ("The amount follows what is typed at once; a mistake stands beside its field and counts for nothing");
  show_page (f, cb_household_page_new (f->desk), NULL);
  WAIT_FOR (find_field (GTK_WIDGET (f->page), "member.name") != NULL);
  view = CB_HOUSEHOLD_VIEW (find_named (GTK_WIDGET (f->page), CB_TYPE_HOUSEHOLD_VIEW, NULL));
  editor = cb_household_view_get_editor (view);
  household = *cb_editor_get_uid (editor);
  type_into (f, "member.name", "王秀兰");
  type_into (f, "member.id_number", "510802196503159982");
  g_assert_cmpstr (amount_shown (f), ==, "");       /* the category is missing */
  g_assert_true (cb_household_view_jump (view, &household, id_of ("household.category")));
  type_into (f, "household.category", "2");
  g_assert_cmpstr (amount_shown (f), ==, "620");

  g_assert_true (cb_household_view_jump (view, cb_entity_uid (cb_household_head (cb_editor_get_household (editor))), id_of ("member.phone")));
  control = cb_field_edit_get_control (CB_FIELD_EDIT (find_field (GTK_WIDGET (f->page), "member.phone")));
  gtk_editable_set_text (GTK_EDITABLE (control), "1380839");
  gtk_widget_activate_action (control, "form.next", NULL);
  WAIT_FOR (gtk_widget_has_css_class (control, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control)), ==, "1380839");
  gtk_editable_set_text (GTK_EDITABLE (control), "13808390000");
  g_assert_false (gtk_widget_has_css_class (control, "error"));

  {
    CbUid head = *cb_entity_uid (cb_household_head (cb_editor_get_household (editor)));
    CbUid income = cb_editor_add (editor, CB_KIND_INCOME, &head);

    enter (editor, &income, "income.kind", "transfer");
    type_into (f, "income.amount", "1200");
  }
  g_assert_cmpstr (amount_shown (f), ==, "520");

  {
    CbUid income = only (editor, CB_KIND_INCOME);
    GtkWidget *sheet = find_named (GTK_WIDGET (f->page), CB_TYPE_WORKSHEET, NULL), *line;

    /* The worksheet ends with the nearest boundary, which leads to the amount that would have to change. */
    WAIT_FOR ((line = cb_find_text (sheet, "Nearest boundary: ")) != NULL);
    g_assert_nonnull (cb_find_text (GTK_WIDGET (f->page), "To be judged by a person: nothing"));
    line = gtk_widget_get_ancestor (line, GTK_TYPE_LIST_BOX_ROW);
    g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (line)));
    g_signal_emit_by_name (gtk_widget_get_parent (line), "row-activated", line);
    line = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)), CB_TYPE_FIELD_EDIT);
    g_assert_true (line != NULL && line == find_field (GTK_WIDGET (f->page), "income.amount"));

    start = g_get_monotonic_time ();
    for (int i = 0; i < 20; i++)
      cb_editor_type (editor, &income, id_of ("income.amount"), i % 2 == 0 ? "1301" : "1300");
    g_test_message ("one key, with the rules and everything shown: %.2f ms", (g_get_monotonic_time () - start) / 20000.0);
  }
  cb_page_leave (f->page);
  wait_saved (editor);
}

static gpointer
count_worker (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  CbVerifyReport report = { 0 };
  guint64 *events = data;

  if (!cb_journal_verify (db, FALSE, NULL, NULL, &report, error))
    return NULL;
  g_assert_cmpuint (report.faults->len, ==, 0);
  *events = report.events;
  cb_verify_report_clear (&report);
  return NULL;
}

static guint64
count_events (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  guint64 events = 0;

  cb_desk_read (f->desk, count_worker, &events, &error);
  g_assert_no_error (error);
  return events;
}

static gpointer
submit_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  CbUid uid;

  if (!cb_case_submit (desk, db, data, "dibao", "家庭基本生活困难", &uid, error)
      || !cb_case_opinion (desk, db, &uid, TRUE, "情况属实", error))
    return NULL;
  return g_memdup2 (&uid, sizeof uid);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *prefix)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_BUTTON (child) && gtk_button_get_label (GTK_BUTTON (child)) != NULL
          && g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (child)), prefix))
        return child;
      found = find_button (child, prefix);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* An entry that shows @text. */
static GtkWidget *
find_text_entry (GtkWidget  *root,
                 const char *text)
{
  for (GtkWidget *child = root == NULL ? NULL : gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_ENTRY (child) && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (child)), text) == 0)
      return child;
  return NULL;
}

static gpointer
newest_look_worker (CbDesk       *desk,
                    CbDb         *db,
                    gpointer      data,
                    GCancellable *cancellable,
                    GError      **error)
{
  return cb_look_list (db, 1, error);
}

static gpointer
number_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return cb_look_open_case (db, data, error);
}

/* The control of @type in the question about a print or copy. */
static GtkWidget *
print_control (Fixture *f,
               GType    type)
{
  GtkWidget *form = find_shown (GTK_WIDGET (f->page), CB_TYPE_REASON_FORM);

  return form != NULL ? find_shown (form, type) : NULL;
}

static void
test_not_ones_own (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  g_autoptr (CbSecret) founder = cb_secret_take_text (g_strdup ("correct horse battery staple"));
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup ("battery staple correct horse"));
  g_autoptr (GError) error = NULL;
  Guest guest = { CB_UID_NONE, NULL };
  GtkWidget *bar, *reason, *show, *field, *panel;
  const char *hint;
  guint slot;
  guint64 before;
  CbUid uid, head;

  WAIT_FOR (cb_editor_get_household (editor) != NULL);
  uid = *cb_editor_get_uid (editor);
  head = only (editor, CB_KIND_MEMBER);
  enter (editor, &uid, "household.category", "rural");
  enter (editor, &uid, "household.area", "剑门关镇");
  enter (editor, &head, "member.name", "王秀英");
  enter (editor, &head, "member.id_number", "510802196503159982");
  wait_saved (editor);
  g_assert_null (cb_editor_get_closed (editor));
  g_assert_true (cb_desk_sign_in (f->desk, founder, &error));
  g_assert_true (cb_desk_enrol (f->desk, "孙立", CB_ROLE_APPROVER, "510823", 0, passphrase, &slot, &guest.person, &error));
  g_assert_no_error (error);
  guest.key = cb_vault_person_key (cb_desk_vault (f->desk), slot, passphrase, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (cb_desk_write (f->desk, sit_down_job, &guest, &error));

  show_page (f, cb_household_page_new (f->desk), &uid);
  WAIT_FOR ((bar = find_shown (GTK_WIDGET (f->page), CB_TYPE_LOOK_BAR)) != NULL);
  g_assert_null (find_shown (GTK_WIDGET (f->page), CB_TYPE_HOUSEHOLD_VIEW));
  reason = find_shown (bar, GTK_TYPE_DROP_DOWN);
  show = gtk_widget_get_ancestor (find_named (bar, GTK_TYPE_LABEL, "_Open the File"), GTK_TYPE_BUTTON);
  g_assert_nonnull (show);
  g_assert_false (gtk_widget_get_sensitive (show));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (reason), 2);
  g_assert_true (gtk_widget_get_sensitive (show));
  g_signal_emit_by_name (show, "clicked");
  WAIT_FOR (find_shown (GTK_WIDGET (f->page), CB_TYPE_HOUSEHOLD_VIEW) != NULL);
  WAIT_FOR ((field = find_field (GTK_WIDGET (f->page), "member.name")) != NULL);
  WAIT_FOR (!gtk_editable_get_editable (GTK_EDITABLE (cb_field_edit_get_control (CB_FIELD_EDIT (field)))));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (cb_field_edit_get_control (CB_FIELD_EDIT (field)))), ==, "王秀英");

  /* And looks it: nothing invites to type, to choose, to add or to take away. */
  g_assert_true (gtk_widget_has_css_class (field, "cb-closed"));
  g_assert_true (gtk_widget_get_sensitive (cb_field_edit_get_control (CB_FIELD_EDIT (field))));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cb_field_edit_get_control (CB_FIELD_EDIT (field))), GTK_ACCESSIBLE_PROPERTY_READ_ONLY, TRUE);
  hint = gtk_entry_get_placeholder_text (GTK_ENTRY (cb_field_edit_get_control (CB_FIELD_EDIT (find_field (GTK_WIDGET (f->page), "member.birth")))));
  g_assert_true (hint == NULL || *hint == '\0');
  g_assert_false (gtk_widget_get_sensitive (find_shown (find_named (GTK_WIDGET (f->page), CB_TYPE_ROSTER, NULL), GTK_TYPE_BUTTON)));
  g_assert_false (gtk_widget_is_sensitive (find_shown (find_named (GTK_WIDGET (f->page), CB_TYPE_ROW_TABLE, NULL), GTK_TYPE_BUTTON)));

  /* The reason that opened the file covers no copy: asked in place, and only then on record. */
  panel = find_named (GTK_WIDGET (f->page), CB_TYPE_RESULT_PANEL, NULL);
  WAIT_FOR (g_strcmp0 (cb_result_panel_get_amount (CB_RESULT_PANEL (panel)), "620") == 0);
  before = count_events (f);
  g_assert_true (gtk_widget_activate_action (panel, "panel.copy", "s", "worksheet"));
  WAIT_FOR ((reason = print_control (f, GTK_TYPE_DROP_DOWN)) != NULL);
  g_assert_cmpuint (count_events (f), ==, before);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (reason), 4);
  g_signal_emit_by_name (find_button (GTK_WIDGET (f->page), "_Copy"), "clicked");
  WAIT_FOR (count_events (f) == before + 1 && gdk_clipboard_is_local (gtk_widget_get_clipboard (panel)));
  g_assert_null (print_control (f, GTK_TYPE_DROP_DOWN));
  cb_page_leave (f->page);
  cb_secret_free (guest.key);
}

static void
test_print (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) looks = NULL;
  g_autofree CbUid *uid = NULL;
  g_autofree char *file = g_build_filename (f->dir, "page.pdf", NULL), *bytes = NULL, *number = NULL;
  CbUid head = only (editor, CB_KIND_MEMBER), household = *cb_editor_get_uid (editor);
  const CbLookEntry *look;
  GtkWidget *panel, *reason, *print;
  guint64 before;

  g_test_summary ("A print is asked for its reason in place, with the open case filled in, and leaves a record that verifies");
  enter (editor, &household, "household.category", "rural");
  enter (editor, &household, "household.area", "剑门关镇");
  enter (editor, &head, "member.name", "王秀兰");
  enter (editor, &head, "member.id_number", "510802196503159982");
  wait_saved (editor);
  uid = cb_desk_write (f->desk, submit_worker, &household, &error);
  g_assert_no_error (error);
  number = cb_desk_read (f->desk, number_worker, &household, &error);
  g_assert_no_error (error);
  g_assert_nonnull (number);
  show_page (f, cb_household_page_new (f->desk), &household);
  WAIT_FOR (find_field (GTK_WIDGET (f->page), "member.name") != NULL);
  panel = find_named (GTK_WIDGET (f->page), CB_TYPE_RESULT_PANEL, NULL);
  WAIT_FOR (g_strcmp0 (cb_result_panel_get_amount (CB_RESULT_PANEL (panel)), "620") == 0);
  before = count_events (f);
  cb_why_print_into (file);

  /* Nothing is printed while nobody has said why; what is refused says so. */
  g_assert_true (gtk_widget_activate_action (panel, "panel.print", "s", "articles"));
  WAIT_FOR ((reason = print_control (f, GTK_TYPE_DROP_DOWN)) != NULL);
  print = find_button (GTK_WIDGET (f->page), "_Print");
  WAIT_FOR (gtk_drop_down_get_selected (GTK_DROP_DOWN (reason)) == 1);
  g_assert_true (gtk_widget_get_sensitive (print));
  g_assert_nonnull (find_text_entry (print_control (f, GTK_TYPE_GRID), number));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (reason), 9);      /* another reason, without a word */
  g_signal_emit_by_name (print, "clicked");
  WAIT_FOR (find_named (GTK_WIDGET (f->page), GTK_TYPE_LABEL, "Write down the reason in a few words.") != NULL);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (reason), 0);
  g_assert_false (gtk_widget_get_sensitive (print));

  /* Another paper: asked anew. */
  g_assert_true (gtk_widget_activate_action (panel, "panel.print", "s", "applicant"));
  reason = print_control (f, GTK_TYPE_DROP_DOWN);
  WAIT_FOR (gtk_drop_down_get_selected (GTK_DROP_DOWN (reason)) == 1);
  g_signal_emit_by_name (find_button (GTK_WIDGET (f->page), "_Print"), "clicked");
  WAIT_FOR (g_file_test (file, G_FILE_TEST_EXISTS) && count_events (f) == before + 1);
  g_assert_null (print_control (f, GTK_TYPE_DROP_DOWN));
  g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  looks = cb_desk_read (f->desk, newest_look_worker, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (looks->len, ==, 1);
  look = looks->pdata[0];
  g_assert_cmpstr (look->what, ==, "print of the page for the applicant: For the case in hand");
  g_assert_cmpstr (look->number, ==, number);
  g_assert_true (cb_uid_equal (&look->subject, &household));

  /* The clipboard has the other papers too: of one's own work without a question, and on record; an unknown word does nothing. */
  g_clear_pointer (&looks, g_ptr_array_unref);
  g_assert_true (gtk_widget_activate_action (panel, "panel.copy", "s", "articles"));
  WAIT_FOR (count_events (f) == before + 2 && gdk_clipboard_is_local (gtk_widget_get_clipboard (panel)));
  g_assert_null (print_control (f, GTK_TYPE_DROP_DOWN));
  looks = cb_desk_read (f->desk, newest_look_worker, NULL, &error);
  g_assert_no_error (error);
  look = looks->pdata[0];
  g_assert_cmpstr (look->what, ==, "copy of the list of articles: For the case in hand");
  g_assert_cmpstr (look->number, ==, number);
  g_assert_true (gtk_widget_activate_action (panel, "panel.print", "s", "no such paper"));
  g_assert_null (print_control (f, GTK_TYPE_DROP_DOWN));
  cb_why_print_into (NULL);
  cb_page_leave (f->page);
}

static void
test_same_person (Fixture      *f,
                  gconstpointer data)
{
  g_autoptr (CbEditor) editor = cb_editor_new (f->desk, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree CbUid *uid = NULL;
  CbUid head = only (editor, CB_KIND_MEMBER), household = *cb_editor_get_uid (editor);
  GtkWidget *confirm;

  g_test_summary ("Who recorded the household sees the amount to be signed, cannot press the button, and reads why");
  enter (editor, &household, "household.category", "rural");
  enter (editor, &household, "household.area", "剑门关镇");
  enter (editor, &head, "member.name", "王秀兰");
  enter (editor, &head, "member.id_number", "510802196503159982");
  wait_saved (editor);
  uid = cb_desk_write (f->desk, submit_worker, &household, &error);
  g_assert_no_error (error);
  show_page (f, cb_approvals_page_new (f->desk), uid);
  WAIT_FOR (find_button (GTK_WIDGET (f->page), "Confirm: 620 yuan a month from 2026-10, 1 person") != NULL);
  confirm = find_button (GTK_WIDGET (f->page), "Confirm:");
  g_assert_true (gtk_widget_get_visible (confirm));
  g_assert_false (gtk_widget_get_sensitive (confirm));
  g_assert_nonnull (find_named (GTK_WIDGET (f->page), GTK_TYPE_LABEL, cb_may_text (CB_MAY_SAME_PERSON)));
  cb_page_leave (f->page);
}

static void
test_approvals (Fixture      *f,
                gconstpointer data)
{
  g_test_summary ("The approvals page builds without a warning and says that nothing waits");
  show_page (f, cb_approvals_page_new (f->desk), NULL);
  WAIT_FOR (find_named (GTK_WIDGET (f->page), GTK_TYPE_LABEL, "Nothing waits here") != NULL);
  cb_page_leave (f->page);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  cb_clock_set (G_GINT64_CONSTANT (1789956000000));   /* 2026-09-21 10:00 in China */

  g_test_add ("/household/editor/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/household/editor/invalid", Fixture, NULL, set_up, test_invalid, tear_down);
  g_test_add ("/household/editor/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/household/editor/undo-all", Fixture, NULL, set_up, test_undo_all, tear_down);
  g_test_add ("/household/editor/added-in-memory", Fixture, NULL, set_up, test_added_in_memory, tear_down);
  g_test_add ("/household/editor/fork", Fixture, NULL, set_up, test_fork, tear_down);
  g_test_add ("/household/editor/duplicate", Fixture, NULL, set_up, test_duplicate, tear_down);
  g_test_add ("/household/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/household/page", Fixture, NULL, set_up, test_page, tear_down);
  g_test_add ("/household/not-ones-own", Fixture, NULL, set_up, test_not_ones_own, tear_down);
  g_test_add ("/household/print", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/approvals/same-person", Fixture, NULL, set_up, test_same_person, tear_down);
  g_test_add ("/approvals/page", Fixture, NULL, set_up, test_approvals, tear_down);
  return g_test_run ();
}
