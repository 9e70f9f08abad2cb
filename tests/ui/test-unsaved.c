/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "cb-clock.h"
#include "cb-editor.h"
#include "cb-household-view.h"
#include "cb-shell.h"
#include "cb-test-tree.h"
#include "cb-test-wait.h"
#include "cb-unlock-page.h"
#include "cb-unsaved-work.h"
#include "cb-window.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* What cannot be saved is reachable while the casebook is open, and back after a lock: the whole window, in this process. */

#define NAME   "欧阳未存"
#define BIRTH  "198未完"
#define AUTHOR "correct horse battery staple"
#define OTHER  "jianmen shudao wan li chang"

static AdwApplication *app;
static char *small_disk;   /* NULL: nothing can be mounted here */

typedef struct
{
  char     *parent, *dir;
  guint     slot;        /* of the other person */
  CbDesk   *desk, *last;  /* last: until it is finalized */
  CbWindow *window;
} Fixture;

static CbUnsaved *
unsaved (Fixture *f)
{
  return cb_unsaved_of (f->desk);
}

/* --- people come and go --- */

static GtkWidget *
find_type (GtkWidget *root,
           GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (child), type) ? child : find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows (GtkWidget  *root,
       const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child))
        continue;
      if (GTK_IS_LABEL (child) && strstr (gtk_label_get_label (GTK_LABEL (child)), text) != NULL)
        return TRUE;
      if (shows (child, text))
        return TRUE;
    }
  return FALSE;
}

/* Passed over: a casebook that is being opened by somebody at the unlock page. */
static void
come (Fixture *f,
      guint    slot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup (slot == 1 ? AUTHOR : OTHER));

  f->desk = cb_desk_unlock (f->dir, slot, passphrase, NULL, &error);
  g_assert_no_error (error);
  f->last = f->desk;
  g_object_add_weak_pointer (G_OBJECT (f->desk), (gpointer *) &f->last);
  g_signal_emit_by_name (find_type (GTK_WIDGET (f->window), CB_TYPE_UNLOCK_PAGE), "opened", f->desk);
  WAIT_FOR (shows (GTK_WIDGET (f->window), "Today"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
locked_cb (Fixture *f)
{
  g_clear_object (&f->desk);
}

static void
wait_locked (Fixture *f)
{
  WAIT_FOR (f->desk == NULL && f->last == NULL && !cb_window_is_busy (f->window));
}

/* As the clock and the lid do: nobody is asked. */
static void
idle_lock (Fixture *f)
{
  g_assert_true (cb_window_lock (f->window));
  wait_locked (f);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup (AUTHOR));
  g_autoptr (CbSecret) other = cb_secret_take_text (g_strdup (OTHER));
  g_autoptr (CbSecret) recovery = NULL;
  g_autoptr (CbDesk) desk = NULL;
  CbFounding founding = { "剑阁县", "510823", "县民政局", "何晓梅", CB_ROLE_AUTHORITY | CB_ROLE_CASEWORKER, CB_VAULT_COST_FLOOR };
  CbUid person;

  f->parent = data != NULL ? g_build_filename (small_disk, "here", NULL) : g_dir_make_tmp ("cb-unsaved-XXXXXX", NULL);
  g_mkdir_with_parents (f->parent, 0700);
  f->dir = g_build_filename (f->parent, "casebook", NULL);
  desk = cb_desk_found (f->dir, &founding, passphrase, &recovery, &error);
  g_assert_no_error (error);
  g_assert_true (cb_desk_sign_in (desk, passphrase, &error));
  cb_desk_enrol (desk, "王建国", CB_ROLE_CASEWORKER, "510823", 0, other, &f->slot, &person, &error);
  g_assert_no_error (error);
  cb_desk_lock (desk, &error);
  g_assert_no_error (error);

  f->window = cb_window_new (app, f->dir);
  g_signal_connect_swapped (f->window, "locked", G_CALLBACK (locked_cb), f);
  g_object_add_weak_pointer (G_OBJECT (f->window), (gpointer *) &f->window);
  gtk_window_present (GTK_WINDOW (f->window));
  come (f, 1);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->window != NULL && f->desk != NULL)
    idle_lock (f);
  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (f->window);
  remove_tree (f->parent);
  g_free (f->parent);
  g_free (f->dir);
}

/* --- a disk that takes nothing --- */

static gpointer
exec_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_db_exec (db, data, error) ? desk : NULL;
}

static void
exec (Fixture    *f,
      const char *sql)
{
  g_autoptr (GError) error = NULL;

  cb_desk_write (f->desk, exec_job, (gpointer) sql, &error);
  g_assert_no_error (error);
}

#define NO_RECORDS "CREATE TEMP TRIGGER no_records BEFORE INSERT ON record BEGIN SELECT raise (ABORT, 'full'); END"
#define NO_DRAFTS  "CREATE TEMP TRIGGER no_drafts BEFORE INSERT ON draft BEGIN SELECT raise (ABORT, 'full'); END"
#define ROOM       "DROP TRIGGER temp.no_records"

/* --- typing --- */

static guint
id_of (const char *key)
{
  return cb_field_by_key (key)->id;
}

static CbEditor *
shown_editor (Fixture *f)
{
  GtkWidget *view = find_type (GTK_WIDGET (f->window), CB_TYPE_HOUSEHOLD_VIEW);

  return view != NULL && gtk_widget_get_mapped (view) ? cb_household_view_get_editor (CB_HOUSEHOLD_VIEW (view)) : NULL;
}

static void
go (Fixture     *f,
    const char  *page,
    const CbUid *subject)
{
  cb_shell_go (find_type (GTK_WIDGET (f->window), GTK_TYPE_STACK), page, subject);
}

/* A new household whose head has this in one field, which is left. */
static CbUid
begin (Fixture    *f,
       const char *key,
       const char *text)
{
  CbEditor *editor;
  CbEntity *head;

  go (f, "household", NULL);
  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_editor_get_household (editor) != NULL);
  head = cb_household_head (cb_editor_get_household (editor));
  {
    const CbUid uid = *cb_entity_uid (head);

    cb_editor_type (editor, &uid, id_of (key), text);
    cb_editor_leave (editor, &uid, id_of (key));
  }
  return *cb_editor_get_uid (editor);
}

static const char *
head_text (CbEditor   *editor,
           const char *key)
{
  return cb_entity_text (cb_household_head (cb_editor_get_household (editor)), id_of (key));
}

static void
assert_fault_shown (Fixture *f)
{
  CbEditor *editor;
  CbUid head;

  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_editor_get_household (editor) != NULL);
  head = *cb_entity_uid (cb_household_head (cb_editor_get_household (editor)));
  g_assert_cmpstr (cb_editor_get_draft (editor, &head, id_of ("member.birth")), ==, BIRTH);
  WAIT_FOR (shows (GTK_WIDGET (f->window), cb_editor_get_fault (editor, &head, id_of ("member.birth"))));
}

static void
activate (Fixture    *f,
          const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), action, NULL);
}

/* --- within one session --- */

static void
press (GtkWidget  *root,
       const char *label)
{
  g_autoptr (GQueue) queue = g_queue_new ();
  GtkWidget *button = NULL, *w;

  g_queue_push_tail (queue, root);
  while (button == NULL && (w = g_queue_pop_head (queue)) != NULL)
    {
      if (GTK_IS_BUTTON (w) && gtk_widget_get_mapped (w) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (w)), label) == 0)
        button = w;
      for (GtkWidget *child = gtk_widget_get_first_child (w); child != NULL; child = gtk_widget_get_next_sibling (child))
        g_queue_push_tail (queue, child);
    }
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_unreadable (Fixture      *f,
                 gconstpointer data)
{
  CbUid household = begin (f, "member.birth", BIRTH);

  g_test_summary ("A household of which nothing could be recorded is on Today and above the list, and Back reaches it");
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 1);
  go (f, "home", NULL);
  WAIT_FOR (shows (GTK_WIDGET (f->window), "1 field is not saved yet"));
  g_assert_true (shows (GTK_WIDGET (f->window), "Born"));
  press (GTK_WIDGET (f->window), "Go On");
  assert_fault_shown (f);
  go (f, "households", NULL);
  WAIT_FOR (shows (GTK_WIDGET (f->window), "1 field is not saved yet"));
  activate (f, "win.back");
  assert_fault_shown (f);

  /* Another new one does not take its place, and is not in its way. */
  begin (f, "member.name", "李新人");
  g_assert_true (shown_editor (f) != NULL && !cb_uid_equal (cb_editor_get_uid (shown_editor (f)), &household));
  activate (f, "win.back");
  assert_fault_shown (f);
  cb_editor_discard (shown_editor (f));
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
}

static void
test_failed (Fixture      *f,
             gconstpointer data)
{
  CbUid household;

  g_test_summary ("A household that the disk refused is listed, though its page was left before that was known, until it is saved");
  exec (f, NO_RECORDS);
  household = begin (f, "member.name", NAME);
  go (f, "home", NULL);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  WAIT_FOR (shows (GTK_WIDGET (f->window), NAME ": Name"));
  activate (f, "win.back");
  WAIT_FOR (shown_editor (f) != NULL && cb_uid_equal (cb_editor_get_uid (shown_editor (f)), &household));
  g_assert_cmpstr (head_text (shown_editor (f), "member.name"), ==, NAME);
  exec (f, ROOM);
  cb_editor_retry (shown_editor (f));
  WAIT_FOR (cb_editor_get_state (shown_editor (f)) == CB_EDITOR_CLEAN);
  g_assert_true (cb_editor_is_recorded (shown_editor (f)));
  g_assert_cmpstr (cb_entity_text (cb_household_self (cb_editor_get_household (shown_editor (f))), id_of ("household.area")), ==, "510823");
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
}

/* --- over a lock --- */

static void
assert_not_in_clear (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->dir, name, NULL), *bytes = NULL;
      gsize len;

      if (!g_file_get_contents (path, &bytes, &len, NULL))
        continue;
      n++;
      g_assert_null (memmem (bytes, len, NAME, strlen (NAME)));
      g_assert_null (memmem (bytes, len, BIRTH, strlen (BIRTH)));
    }
  g_assert_cmpuint (n, >=, 3);
}

static void
assert_both_back (Fixture     *f,
                  const CbUid *named,
                  const CbUid *unread)
{
  CbEditor *editor;

  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 2);
  go (f, "household", unread);
  assert_fault_shown (f);
  go (f, "household", named);
  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_uid_equal (cb_editor_get_uid (editor), named)
            && cb_editor_get_household (editor) != NULL);
  g_assert_cmpstr (head_text (editor, "member.name"), ==, NAME);
  g_assert_cmpint (cb_editor_get_state (editor), ==, CB_EDITOR_FAILED);
  WAIT_FOR (shows (GTK_WIDGET (f->window), "entered before the casebook was locked"));
}

static void
lock_and_back (Fixture    *f,
               const char *trouble)
{
  CbUid named, unread;
  CbEditor *editor;

  exec (f, NO_RECORDS);
  if (trouble != NULL)
    exec (f, trouble);
  named = begin (f, "member.name", NAME);
  unread = begin (f, "member.birth", BIRTH);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 2);
  idle_lock (f);
  assert_not_in_clear (f);
  if (trouble != NULL)
    WAIT_FOR (shows (GTK_WIDGET (f->window), "2 fields could not be written"));

  /* Somebody else neither sees it nor ends it, with something of their own even. */
  come (f, f->slot);
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
  g_assert_false (shows (GTK_WIDGET (f->window), "not saved yet"));
  begin (f, "member.birth", "2000-99");
  idle_lock (f);

  come (f, 1);
  assert_both_back (f, &named, &unread);
  /* It does not end by being looked at. */
  idle_lock (f);
  assert_not_in_clear (f);
  come (f, 1);
  WAIT_FOR (shown_editor (f) != NULL && cb_uid_equal (cb_editor_get_uid (shown_editor (f)), &named));   /* where they were */
  assert_both_back (f, &named, &unread);

  editor = shown_editor (f);
  cb_editor_retry (editor);
  WAIT_FOR (cb_editor_get_state (editor) == CB_EDITOR_CLEAN);
  g_assert_true (cb_editor_is_recorded (editor));
  go (f, "household", &unread);
  assert_fault_shown (f);
  {
    const CbUid head = *cb_entity_uid (cb_household_head (cb_editor_get_household (shown_editor (f))));

    g_assert_true (cb_editor_type (shown_editor (f), &head, id_of ("member.birth"), "1980-02-29"));
  }
  idle_lock (f);   /* the field was not left: that is what a lock does */
  come (f, 1);
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
  go (f, "household", &unread);
  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_uid_equal (cb_editor_get_uid (editor), &unread)
            && cb_editor_get_household (editor) != NULL);
  g_assert_cmpint (cb_entity_int (cb_household_head (cb_editor_get_household (editor)), id_of ("member.birth"), 0), ==,
                   cb_date_new (1980, 2, 29));
  go (f, "household", &named);
  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_uid_equal (cb_editor_get_uid (editor), &named)
            && cb_editor_get_household (editor) != NULL);
  g_assert_cmpstr (head_text (editor, "member.name"), ==, NAME);
  idle_lock (f);
  come (f, f->slot);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
}

static void
test_idle_lock (Fixture      *f,
                gconstpointer data)
{
  g_test_summary ("A lock that asks nobody keeps what could not be saved for the person who typed it, and nowhere in clear");
  lock_and_back (f, NULL);
}

static void
test_full (Fixture      *f,
           gconstpointer data)
{
  g_test_summary ("The same when the casebook takes nothing at all: the window holds it, sealed");
  lock_and_back (f, NO_DRAFTS);
}

static void
set_up_small (Fixture      *f,
              gconstpointer data)
{
  if (small_disk != NULL)
    set_up (f, data);
}

static void
tear_down_small (Fixture      *f,
                 gconstpointer data)
{
  if (small_disk != NULL)
    tear_down (f, data);
}

static void
test_disk (Fixture      *f,
           gconstpointer data)
{
  static const char block[1024];
  g_autofree char *ballast = NULL;
  CbUid named, unread;
  int fd;

  g_test_summary ("The same on a disk that is full and stays so while people come and go, until somebody makes room");
  if (small_disk == NULL)
    {
      g_test_skip ("nothing can be mounted here");
      return;
    }
  ballast = g_build_filename (f->parent, "ballast", NULL);
  fd = open (ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (write (fd, block, sizeof block) > 0)
    ;
  close (fd);
  named = begin (f, "member.name", NAME);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  g_assert_error (cb_editor_get_save_error (shown_editor (f)), CB_VAULT_ERROR, CB_VAULT_ERROR_FULL);
  unread = begin (f, "member.birth", BIRTH);
  idle_lock (f);
  come (f, f->slot);
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
  idle_lock (f);
  come (f, 1);
  assert_both_back (f, &named, &unread);
  unlink (ballast);
  cb_editor_retry (shown_editor (f));
  WAIT_FOR (cb_editor_get_state (shown_editor (f)) == CB_EDITOR_CLEAN);
  idle_lock (f);
  assert_not_in_clear (f);
  come (f, 1);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  go (f, "household", &unread);
  assert_fault_shown (f);
}

static void
test_recorded (Fixture      *f,
               gconstpointer data)
{
  CbUid household, head;
  CbEditor *editor;

  g_test_summary ("A change of a recorded household that was refused waits for its author, and does not overwrite what came later unasked");
  household = begin (f, "member.name", "李老先生");
  editor = shown_editor (f);
  WAIT_FOR (cb_editor_get_state (editor) == CB_EDITOR_CLEAN);
  head = *cb_entity_uid (cb_household_head (cb_editor_get_household (editor)));
  exec (f, NO_RECORDS);
  cb_editor_type (editor, &head, id_of ("member.name"), NAME);
  cb_editor_leave (editor, &head, id_of ("member.name"));
  WAIT_FOR (cb_editor_get_state (editor) == CB_EDITOR_FAILED);
  idle_lock (f);

  come (f, f->slot);
  go (f, "household", &household);
  WAIT_FOR (find_type (GTK_WIDGET (f->window), CB_TYPE_HOUSEHOLD_VIEW) != NULL);
  editor = cb_household_view_get_editor (CB_HOUSEHOLD_VIEW (find_type (GTK_WIDGET (f->window), CB_TYPE_HOUSEHOLD_VIEW)));
  WAIT_FOR (cb_editor_get_household (editor) != NULL);
  g_assert_cmpstr (head_text (editor, "member.name"), ==, "李老先生");
  cb_editor_type (editor, &head, id_of ("member.name"), "李先生");
  cb_editor_leave (editor, &head, id_of ("member.name"));
  WAIT_FOR (cb_editor_get_state (editor) == CB_EDITOR_CLEAN);
  idle_lock (f);

  come (f, 1);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  idle_lock (f);
  come (f, 1);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  go (f, "household", &household);
  WAIT_FOR ((editor = shown_editor (f)) != NULL && cb_editor_get_household (editor) != NULL);
  g_assert_cmpstr (head_text (editor, "member.name"), ==, NAME);
  cb_editor_give_up (editor);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 0);
  g_assert_cmpstr (head_text (editor, "member.name"), ==, "李先生");
  idle_lock (f);
  come (f, 1);
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
}

/* --- leaving by hand --- */

static GtkWidget *
dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

static void
respond (const char *heading,
         const char *label)
{
  GtkWidget *asked;

  WAIT_FOR ((asked = dialog ()) != NULL && g_str_has_prefix (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (asked)), heading));
  press (asked, label);
  WAIT_FOR (dialog () != asked);
}

static void
test_asks (Fixture      *f,
           gconstpointer data)
{
  CbUid unread, named;

  g_test_summary ("Who locks by hand is asked about what is not saved: go back, save again, keep, or discard, said twice");
  exec (f, NO_RECORDS);
  unread = begin (f, "member.birth", BIRTH);
  named = begin (f, "member.name", NAME);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 2);
  go (f, "home", NULL);
  activate (f, "win.lock");
  respond ("2 fields are not saved", "_Go Back to It");
  assert_fault_shown (f);
  g_assert_nonnull (f->desk);

  exec (f, ROOM);
  activate (f, "win.lock");   /* the lock itself saves what it can */
  respond ("1 field is not saved", "_Discard…");
  respond ("Discard 1 field?", "_Go Back to It");
  assert_fault_shown (f);
  activate (f, "win.lock");
  respond ("1 field is not saved", "_Keep It and Lock");
  wait_locked (f);

  come (f, 1);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  assert_fault_shown (f);
  go (f, "household", &named);
  WAIT_FOR (shown_editor (f) != NULL && cb_editor_get_household (shown_editor (f)) != NULL);
  g_assert_cmpstr (head_text (shown_editor (f), "member.name"), ==, NAME);
  activate (f, "win.lock");
  respond ("1 field is not saved", "_Discard…");
  respond ("Discard 1 field?", "_Discard");
  wait_locked (f);
  come (f, 1);
  g_assert_cmpuint (cb_unsaved_count (unsaved (f)), ==, 0);
  g_assert_null (cb_unsaved_find (unsaved (f), &unread));

  activate (f, "win.lock");   /* nothing to ask */
  wait_locked (f);
  come (f, 1);
}

static void
test_idle_while_asking (Fixture      *f,
                        gconstpointer data)
{
  g_test_summary ("Who walks away from the question is locked out by the clock, and finds everything again");
  begin (f, "member.birth", BIRTH);
  activate (f, "win.lock");
  WAIT_FOR (dialog () != NULL);
  idle_lock (f);
  g_assert_null (dialog ());
  come (f, 1);
  assert_fault_shown (f);
}

static void
test_close (Fixture      *f,
            gconstpointer data)
{
  g_test_summary ("Closing asks the same; what can be kept nowhere but in the window is not lost without a word");
  exec (f, NO_RECORDS);
  exec (f, NO_DRAFTS);
  begin (f, "member.name", NAME);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  gtk_window_close (GTK_WINDOW (f->window));
  respond ("1 field is not saved", "_Keep It and Close");
  respond ("1 field could not be written", "_Stay");
  g_assert_nonnull (f->window);
  come (f, 1);
  WAIT_FOR (cb_unsaved_count (unsaved (f)) == 1);
  WAIT_FOR (shows (GTK_WIDGET (f->window), "1 field is back"));

  gtk_window_close (GTK_WINDOW (f->window));
  respond ("1 field is not saved", "_Save Again");
  WAIT_FOR (f->window == NULL);
}

/* Seen by this process alone, and gone with it; before there are threads. */
static void
mount_small_disk (void)
{
  g_autofree char *dir = g_dir_make_tmp ("cb-disk-XXXXXX", NULL);

  if (unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
      && mount ("tmpfs", dir, "tmpfs", 0, "size=3m") == 0)
    small_disk = g_steal_pointer (&dir);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  mount_small_disk ();
  gtk_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  cb_clock_set (G_GINT64_CONSTANT (1789956000000));   /* 2026-09-21 10:00 in China */
  app = g_object_new (ADW_TYPE_APPLICATION, "application-id", "cn.casebook.Test", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (app), NULL, &error);
  g_assert_no_error (error);

  g_test_add ("/unsaved/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/unsaved/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/unsaved/idle-lock", Fixture, NULL, set_up, test_idle_lock, tear_down);
  g_test_add ("/unsaved/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/unsaved/disk", Fixture, "small", set_up_small, test_disk, tear_down_small);
  g_test_add ("/unsaved/recorded", Fixture, NULL, set_up, test_recorded, tear_down);
  g_test_add ("/unsaved/asks", Fixture, NULL, set_up, test_asks, tear_down);
  g_test_add ("/unsaved/idle-while-asking", Fixture, NULL, set_up, test_idle_while_asking, tear_down);
  g_test_add ("/unsaved/close", Fixture, NULL, set_up, test_close, tear_down);
  return g_test_run ();
}
