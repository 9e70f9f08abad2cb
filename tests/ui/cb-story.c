/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "cb-story.h"
#include "cb-ui-driver-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LONG_MS   40000
#define MAX_MOVES 60

/* --- beginning and end --- */

static CbUiNode *focused;      /* what last said that it has the focus */

static void
focus_cb (AtspiEvent *event,
          gpointer    data)
{
  if (event->detail1 != 0)
    g_set_object (&focused, event->source);
  g_boxed_free (ATSPI_TYPE_EVENT, event);
}

/* Listening is quicker by far than looking through everything for what has the focus. */
static void
listen_to_focus (void)
{
  static AtspiEventListener *listener;
  g_autoptr (GError) error = NULL;

  if (listener != NULL)
    return;
  listener = atspi_event_listener_new (focus_cb, NULL, NULL);
  g_assert_true (atspi_event_listener_register (listener, "object:state-changed:focused", &error));
  g_assert_no_error (error);
}

CbStory *
cb_story_begin (const char *name)
{
  CbStory *story = g_new0 (CbStory, 1);
  const char *program = g_getenv ("CB_UI_PROGRAM");
  const char *argv[] = { program, NULL };
  const char *private = g_getenv ("CB_UI_PRIVATE");

  g_assert_nonnull (program);
  g_assert_nonnull (private);
  story->begun = g_get_real_time () / G_USEC_PER_SEC;
  story->dir = g_build_filename (private, "county", "casebook", NULL);
  story->secrets = g_ptr_array_new_with_free_func (g_free);
  story->shots = g_test_build_filename (G_TEST_BUILT, name, NULL);
  g_mkdir_with_parents (story->shots, 0755);
  listen_to_focus ();
  story->ui = cb_ui_start (argv, NULL);
  cb_ui_resize (story->ui, 1280, 900);

  return story;
}

void
cb_story_end (CbStory *story)
{
  if (story->ui != NULL)
    cb_ui_stop (story->ui);
  g_ptr_array_unref (story->secrets);
  g_free (story->passphrase);
  g_free (story->code);
  g_free (story->shots);
  g_free (story->dir);
  g_free (story);
}

void
cb_story_secret (CbStory    *story,
                 const char *text)
{
  g_ptr_array_add (story->secrets, g_strdup (text));
}

void
cb_story_shot (CbStory    *story,
               const char *what)
{
  g_autofree char *name = g_strdup_printf ("%02u-%s.png", ++story->n_shots, what);
  g_autofree char *path = g_build_filename (story->shots, name, NULL);

  cb_ui_screenshot (story->ui, path);
}

/* --- what was left behind --- */

/* What came into @folder since the story began: a folder older than that belongs to somebody else. */
static void
add_newer (CbStory    *story,
           const char *folder,
           GPtrArray  *found)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct statx about;

      if (statx (AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &about) != 0)
        continue;
      if (S_ISDIR (about.stx_mode) ? (about.stx_mask & STATX_BTIME) != 0 && about.stx_btime.tv_sec >= story->begun
                                   : S_ISREG (about.stx_mode) && about.stx_mtime.tv_sec >= story->begun)
        g_ptr_array_add (found, g_steal_pointer (&path));
    }
}

void
cb_story_assert_silent (CbStory *story)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *log = cb_ui_dup_log (story->ui);

  g_assert_cmpuint (story->secrets->len, >, 0);
  g_ptr_array_add (places, g_strdup (g_getenv ("CB_UI_PRIVATE")));
  g_ptr_array_add (places, g_strdup (story->dir));
  add_newer (story, "/tmp", places);
  add_newer (story, "/var/tmp", places);
  add_newer (story, "/dev/shm", places);
  g_ptr_array_add (places, NULL);
  g_ptr_array_add (story->secrets, NULL);
  cb_ui_assert_no_trace ((const char *const *) places->pdata, (const char *const *) story->secrets->pdata);
  g_ptr_array_set_size (story->secrets, (int) story->secrets->len - 1);
  for (guint i = 0; i < story->secrets->len; i++)
    if (strstr (log, g_ptr_array_index (story->secrets, i)) != NULL)
      g_error ("the program printed \"%s\"", (char *) g_ptr_array_index (story->secrets, i));
}

/* --- looking --- */

typedef struct
{
  CbStory    *story;
  AtspiRole   role;
  const char *name;
  GRegex     *pattern;
  CbUiNode   *node;
  char       *text;
} Look;

static gboolean
sees (gpointer data)
{
  Look *look = data;

  look->node = cb_ui_find (look->story->ui, NULL, look->role, look->name);
  return look->node != NULL;
}

/* The driver's own patience, several times over. */
static gboolean
wait_long (CbStory  *story,
           gboolean (*condition) (gpointer data),
           gpointer  data)
{
  gint64 end = g_get_monotonic_time () + LONG_MS * G_GINT64_CONSTANT (1000);

  do
    if (cb_ui_wait_until (story->ui, condition, data))
      return TRUE;
  while (!story->ui->exited && g_get_monotonic_time () < end);

  return FALSE;
}

static void
fail (CbStory    *story,
      const char *what)
{
  g_autofree char *tree = NULL, *log = cb_ui_dup_log (story->ui);

  if (story->ui->exited)
    g_error ("%s, because the program has ended with status %d; it said:\n%s", what,
             g_subprocess_get_status (story->ui->process), log);
  tree = cb_ui_dup_tree (story->ui, NULL);
  cb_story_shot (story, "failed");
  g_error ("%s; on the screen:\n%s\nthe program said:\n%s", what, tree, log);
}

CbUiNode *
cb_story_wait_long (CbStory    *story,
                    AtspiRole   role,
                    const char *name)
{
  Look look = { .story = story, .role = role, .name = name };

  if (!wait_long (story, sees, &look))
    {
      g_autofree char *what = g_strdup_printf ("\"%s\" does not appear", name);

      fail (story, what);
    }

  return look.node;
}

static gboolean
sees_not (gpointer data)
{
  Look *look = data;
  g_autoptr (CbUiNode) node = cb_ui_find (look->story->ui, NULL, look->role, look->name);

  return node == NULL;
}

void
cb_story_wait_gone (CbStory    *story,
                    AtspiRole   role,
                    const char *name)
{
  Look look = { .story = story, .role = role, .name = name };

  if (!wait_long (story, sees_not, &look))
    {
      g_autofree char *what = g_strdup_printf ("\"%s\" does not go", name);

      fail (story, what);
    }
}

static gboolean
matches (gpointer data)
{
  Look *look = data;
  g_autofree char *tree = cb_ui_dup_tree (look->story->ui, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (look->pattern, tree, 0, &match))
    return FALSE;
  look->text = g_match_info_fetch (match, g_match_info_get_match_count (match) > 1 ? 1 : 0);

  return TRUE;
}

char *
cb_story_read (CbStory    *story,
               const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, &error);
  Look look = { .story = story, .pattern = regex };

  g_assert_no_error (error);
  if (!wait_long (story, matches, &look))
    {
      g_autofree char *what = g_strdup_printf ("nothing matches /%s/", pattern);

      fail (story, what);
    }

  return look.text;
}

void
cb_story_expect (CbStory    *story,
                 const char *pattern)
{
  g_free (cb_story_read (story, pattern));
}

void
cb_story_sign (CbStory    *story,
               const char *passphrase,
               const char *what)
{
  g_autoptr (CbUiNode) button = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, "Sign");

  if (what != NULL)
    cb_story_expect (story, what);
  cb_ui_spin (story->ui, 300);
  cb_ui_type (story->ui, passphrase);
  cb_ui_key (story->ui, "Return");
  cb_story_wait_gone (story, ATSPI_ROLE_PUSH_BUTTON, "Sign");
}

void
cb_story_expect_not (CbStory    *story,
                     const char *pattern)
{
  g_autofree char *tree = cb_ui_dup_tree (story->ui, NULL);
  g_autofree char *what = g_strdup_printf ("/%s/ is still there", pattern);

  if (g_regex_match_simple (pattern, tree, G_REGEX_MULTILINE, 0))
    fail (story, what);
}

/* --- moving --- */

/* A drop-down gives the focus to a button inside of it, which has no name of its own. */
static gboolean
is_called (CbUiNode   *node,
           const char *name)
{
  g_autoptr (CbUiNode) parent = atspi_accessible_get_parent (node, NULL);
  g_autofree char *own = cb_ui_dup_name (node);
  g_autofree char *outer = parent == NULL ? NULL : cb_ui_dup_name (parent);

  return (own != NULL && g_str_has_prefix (own, name)) || (outer != NULL && g_str_has_prefix (outer, name));
}

/* What has the focus; @moved: a key was just pressed that moves it. */
static CbUiNode *
where (CbStory *story,
       gboolean moved)
{
  gint64 end = g_get_monotonic_time () + 400 * 1000;

  while (moved && focused == NULL && g_get_monotonic_time () < end)
    cb_ui_spin (story->ui, 10);
  if (focused == NULL)
    focused = cb_ui_focused (story->ui);

  return focused == NULL ? NULL : g_object_ref (focused);
}

void
cb_story_move_to (CbStory    *story,
                  const char *key,
                  const char *name)
{
  g_autofree char *what = NULL;

  g_clear_object (&focused);
  for (guint i = 0; i < MAX_MOVES; i++)
    {
      g_autoptr (CbUiNode) node = where (story, i > 0);

      if (node != NULL && is_called (node, name))
        return;
      g_clear_object (&focused);
      cb_ui_key (story->ui, key);
    }
  what = g_strdup_printf ("%s does not lead to \"%s\"", key, name);
  fail (story, what);
}

void
cb_story_choose (CbStory    *story,
                 const char *choice)
{
  g_autofree char *what = NULL;

  for (guint i = 0; i < MAX_MOVES; i++)
    {
      g_autoptr (CbUiNode) node = where (story, FALSE);
      g_autoptr (CbUiNode) shown = node == NULL ? NULL : cb_ui_find (story->ui, node, ATSPI_ROLE_LABEL, choice);

      if (shown != NULL)
        return;
      cb_ui_key (story->ui, "Down");
    }
  what = g_strdup_printf ("\"%s\" cannot be chosen", choice);
  fail (story, what);
}

/* --- scenes --- */

/* The dialog to open asks for a path on Ctrl+L; the one to save has it in its name. */
void
cb_story_choose_file (CbStory    *story,
                      const char *button,
                      gboolean    save,
                      const char *path)
{
  g_autoptr (CbUiNode) press = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_PUSH_BUTTON, button);
  g_autoptr (CbUiNode) accept = NULL;

  cb_ui_press (story->ui, press);
  accept = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, save ? "Save" : "Open");
  cb_ui_spin (story->ui, 500);
  if (save)
    cb_ui_key (story->ui, "ctrl+a");
  else
    cb_ui_key (story->ui, "ctrl+l");
  cb_ui_type (story->ui, path);
  cb_ui_spin (story->ui, 300);
  /* What was proposed while the first letters were typed may still stand behind the path. */
  cb_ui_key (story->ui, "shift+End");
  cb_ui_key (story->ui, "Delete");
  cb_ui_key (story->ui, "Return");
}

static void
press (CbStory    *story,
       const char *name)
{
  g_autoptr (CbUiNode) button = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, name);

  cb_ui_press (story->ui, button);
}

static gboolean
is_sensitive (gpointer data)
{
  return cb_ui_has_state (data, ATSPI_STATE_SENSITIVE);
}

static void
press_when_ready (CbStory    *story,
                  const char *name)
{
  g_autoptr (CbUiNode) button = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, name);

  g_assert_true (wait_long (story, is_sensitive, button));
  cb_ui_press (story->ui, button);
}

static void
enrol (CbStory       *story,
       CbStoryPerson *person)
{
  g_autoptr (CbUiNode) name = cb_ui_wait_entry (story->ui, NULL, "Name of the person");
  g_autofree char *pattern = g_strdup_printf ("\"([0-9]{2})  %s  ", person->name);
  g_autofree char *row = g_strdup_printf ("\"[0-9]{2}  %s  [^\"]*\"\\s*\\n\\s*label \"([a-z]+(?:-[a-z]+){3})\"", person->name);

  cb_ui_set_text (story->ui, name, person->name);
  for (guint i = 0; i < G_N_ELEMENTS (person->roles) && person->roles[i] != NULL; i++)
    {
      g_autoptr (CbUiNode) role = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_CHECK_BOX, person->roles[i]);

      cb_ui_click (story->ui, role);
    }
  press_when_ready (story, "Enrol");
  person->number = cb_story_read (story, pattern);
  person->passphrase = cb_story_read (story, row);
  cb_story_secret (story, person->name);
  cb_story_secret (story, person->passphrase);
}

void
cb_story_found (CbStory       *story,
                const char    *initials,
                const char    *county,
                const char    *authority,
                CbStoryPerson *people,
                guint          n_people)
{
  CbUi *ui = story->ui;
  g_autoptr (CbUiNode) search = NULL, folder = NULL, name = NULL, retype = NULL, code = NULL, open = NULL, put_away = NULL;
  g_autofree char *group = NULL, *shown = NULL;
  g_autofree char *chosen = g_strdup_printf ("\"Name of the county\" = \"%s\"", county);

  press (story, "Found a new county");
  search = cb_ui_wait_entry (ui, NULL, "Search areas");
  cb_ui_click (ui, search);
  cb_ui_type (ui, initials);
  cb_story_expect (story, chosen);
  folder = cb_ui_wait_entry (ui, NULL, "Folder of the casebook");
  cb_ui_set_text (ui, folder, story->dir);
  press_when_ready (story, "Next");

  name = cb_ui_wait_entry (ui, NULL, "Name of the authority person");
  cb_ui_set_text (ui, name, authority);
  cb_story_secret (story, authority);
  story->passphrase = cb_story_read (story, "\"([a-z]+(?:-[a-z]+){3})\"");
  cb_story_secret (story, story->passphrase);
  retype = cb_ui_wait (ui, NULL, CB_UI_ANY, "Retype the passphrase");
  cb_ui_click (ui, retype);
  cb_ui_type (ui, story->passphrase);
  cb_story_shot (story, "authority");
  press_when_ready (story, "Found the County");

  code = cb_story_wait_long (story, CB_UI_ANY, "Retype the last group");
  group = cb_story_read (story, "[0-9A-Z]{4}  ([0-9A-Z]{4})\"");
  shown = cb_story_read (story, "\"((?:[0-9A-Z]{4}\\s+){8}[0-9A-Z]{4})\"");
  {
    g_auto (GStrv) groups = g_regex_split_simple ("\\s+", shown, 0, 0);

    story->code = g_strjoinv ("-", groups);
  }
  cb_story_secret (story, story->code);
  cb_ui_set_text (ui, code, group);
  cb_story_shot (story, "recovery-sheet");
  press_when_ready (story, "Next");

  cb_story_expect (story, "No approver is enrolled yet");
  /* What was put away is not what is shown now: it is asked again after each. */
  open = cb_ui_wait (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "Open the Casebook");
  g_assert_false (cb_ui_has_state (open, ATSPI_STATE_SENSITIVE));
  put_away = cb_ui_wait (ui, NULL, ATSPI_ROLE_CHECK_BOX, "put away");
  cb_ui_click (ui, put_away);
  g_assert_true (wait_long (story, is_sensitive, open));
  for (guint i = 0; i < n_people; i++)
    enrol (story, &people[i]);
  g_assert_true (n_people == 0 || !cb_ui_has_state (open, ATSPI_STATE_SENSITIVE));
  if (n_people > 0)
    cb_ui_click (ui, put_away);
  cb_story_shot (story, "people");
  press_when_ready (story, "Open the Casebook");
  cb_story_expect (story, "\"Today\"");
}

void
cb_story_lock (CbStory *story)
{
  g_autoptr (CbUiNode) unlock = NULL;

  cb_ui_key (story->ui, "ctrl+l");
  unlock = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, "Unlock");
}

void
cb_story_unlock (CbStory             *story,
                 const CbStoryPerson *person)
{
  g_autoptr (CbUiNode) number = cb_story_wait_long (story, CB_UI_ANY, person->number);
  g_autoptr (CbUiNode) entry = NULL;

  cb_ui_press (story->ui, number);
  entry = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_TEXT, "Passphrase");
  cb_ui_click (story->ui, entry);
  cb_ui_type (story->ui, person->passphrase);
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "\"Approvals\"");
}

/* --- people --- */

char *
cb_story_id_number (const char *area,
                    const char *birth,
                    guint       order)
{
  static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  g_autofree char *digits = g_strdup_printf ("%s%s%03u", area, birth, order);
  int sum = 0;

  g_assert_cmpuint (strlen (digits), ==, 17);
  for (guint i = 0; i < 17; i++)
    sum += weights[i] * (digits[i] - '0');

  return g_strdup_printf ("%s%c", digits, "10X98765432"[sum % 11]);
}

char *
cb_story_birth (guint age)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 3600);
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) years = g_date_time_add_years (now, -(int) age);
  g_autoptr (GDateTime) birth = g_date_time_add_days (years, -100);

  return g_date_time_format (birth, "%Y%m%d");
}
