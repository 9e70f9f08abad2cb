/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main job, end to end, in the real window: found a county, enter a household, read what it is entitled to, submit, be refused the
 * decision on one's own case, lock, decide as somebody else, and see it in the trend.  Afterwards nothing of it is left in clear. */

#include "cb-story.h"
#include "cb-ui-driver-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The family of worked case C15 (policy.md): the father in prison does not count, the daughter at university does.
 * 18,000 a year less the cost of working leaves 396.67 a head; 670 and 124 for the son make 794. */
typedef struct
{
  const char *name, *relation;
  guint       age, order;
  const char *situation, *school;
} Member;

static const Member members[] = {
  { "上官秀兰", "Head of household", 48, 126, NULL, NULL },
  { "欧阳建邦", "Spouse", 50, 217, "Serving a sentence in prison", NULL },
  { "欧阳若晴", "Daughter", 20, 148, "Away at school", "Undergraduate" },
  { "欧阳思齐", "Son", 17, 231, NULL, NULL },
};

static CbStoryPerson people[] = {
  { "尉迟敏行", { "Caseworker", "Approver" } },
  { "司徒立言", { "Approver" } },
};

/* @key goes from control to control until it has come to @field. */
static void
type_into (CbStory    *story,
           const char *key,
           const char *field,
           const char *text)
{
  cb_story_move_to (story, key, field);
  cb_ui_type (story->ui, text);
}

static void
choose_in (CbStory    *story,
           const char *field,
           const char *choice)
{
  cb_story_move_to (story, "Return", field);
  cb_story_choose (story, choice);
}

static void
enter_member (CbStory      *story,
              const Member *member)
{
  g_autofree char *birth = cb_story_birth (member->age);
  g_autofree char *number = cb_story_id_number ("510823", birth, member->order);

  cb_story_secret (story, member->name);
  cb_story_secret (story, number);
  type_into (story, "Return", "Name", member->name);
  choose_in (story, "Relation to head", member->relation);
  type_into (story, "Return", "ID number", number);
  if (member->situation != NULL)
    choose_in (story, "Situation", member->situation);
  if (member->school != NULL)
    {
      choose_in (story, "School", member->school);
      choose_in (story, "Full-time student", "Yes");
    }
}

/* Whoever neither learns all day nor is gone is asked, and says that there is none. */
static void
tell_no_income (CbStory *story)
{
  cb_story_move_to (story, "Tab", "No income");
  cb_ui_key (story->ui, "space");
}

static void
enter_wage (CbStory *story)
{
  CbUi *ui = story->ui;

  cb_story_move_to (story, "Tab", "Add an income");
  cb_ui_key (ui, "space");
  choose_in (story, "Kind", "Wages");
  type_into (story, "Return", "Amount (yuan)", "18000");
  type_into (story, "Return", "Months", "12");
  cb_ui_key (ui, "Return");
}

/* Insert adds a member: in the roster, which F6 comes to on its way from part to part of the page, as in a text field. */
static void
add_member (CbStory *story,
            guint    how)
{
  static const struct { const char *key, *where; } ways[] = {
    { "F6", "Members and parts" }, { "shift+Tab", "Name" }, { "shift+Return", "Name" },
  };

  cb_story_move_to (story, ways[how % G_N_ELEMENTS (ways)].key, ways[how % G_N_ELEMENTS (ways)].where);
  cb_ui_key (story->ui, "Insert");
}

static void
enter_household (CbStory *story)
{
  CbUi *ui = story->ui;

  cb_ui_key (ui, "ctrl+n");
  cb_story_expect (story, "\"Relation to head\"");
  enter_member (story, &members[0]);
  enter_wage (story);
  for (guint i = 1; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *count = g_strdup_printf ("\"Members: %u\"", i + 1);

      add_member (story, i);
      cb_story_expect (story, count);
      enter_member (story, &members[i]);
      if (members[i].situation == NULL)
        {
          g_autofree char *missing = g_strdup_printf ("%s: income in twelve months", members[i].name);

          cb_story_expect (story, missing);
          tell_no_income (story);
          cb_story_expect_not (story, missing);
        }
    }
  cb_story_shot (story, "members");

  cb_story_move_to (story, "F6", "Members and parts");
  cb_story_move_to (story, "Down", "Address and registration");
  cb_ui_key (ui, "Return");
  choose_in (story, "Category", "Rural");
  type_into (story, "Return", "Township", "普安镇");
  type_into (story, "Return", "Village or community", "青龙峡村");
  cb_story_secret (story, "青龙峡村");
  cb_ui_key (ui, "Return");
}

static void
read_outcome (CbStory *story)
{
  cb_story_expect (story, "panel \"794 yuan[^\"]* from [0-9]{4}-[0-9]{2}\"");
  cb_story_expect (story, "label \"670\"");
  cb_story_expect (story, "label \"124\"");
  cb_story_expect (story, "民发〔2021〕57号 第七条");
  cb_story_expect (story, "Saved on leaving each field · saved at");
  cb_story_shot (story, "outcome");
}

static void
submit (CbStory *story)
{
  CbUi *ui = story->ui;
  g_autoptr (CbUiNode) reason = NULL, text = NULL;

  cb_story_move_to (story, "F6", "Submit a Case");
  cb_ui_key (ui, "space");
  reason = cb_ui_wait_entry (ui, NULL, "Reason of the application");
  cb_ui_spin (ui, 600);
  type_into (story, "Tab", "Reason of the application", "丈夫服刑");
  cb_story_shot (story, "submit");
  cb_ui_key (ui, "Return");
  cb_story_expect (story, ": [^\"]*due [0-9-]{10}, submitted [0-9-]{10}\"");

  /* The focus went on to the case that was just submitted. */
  cb_story_move_to (story, "Tab", "Opinion");
  cb_ui_key (ui, "space");
  text = cb_ui_wait_entry (ui, NULL, "Opinion of the township");
  cb_ui_spin (ui, 600);
  type_into (story, "Tab", "Opinion of the township", "情况属实");
  cb_ui_key (ui, "Return");
  cb_ui_wait_gone (ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "Opinion");
  cb_story_shot (story, "opinion");
}

/* A print is asked for its reason beside the worksheet, with the case that was just submitted; Escape takes the question away. */
static void
ask_print (CbStory *story)
{
  cb_ui_key (story->ui, "F4");
  cb_story_expect (story, "\"For the case in hand\"");
  cb_story_expect (story, "Say why it is printed");
  cb_story_shot (story, "print");
  cb_ui_key (story->ui, "Escape");
  cb_ui_spin (story->ui, 600);
  cb_story_expect_not (story, "Say why it is printed");
}

static CbUiNode *
open_approval (CbStory *story)
{
  cb_ui_key (story->ui, "alt+3");
  cb_story_expect (story, "上官秀兰  ");

  return cb_ui_wait (story->ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "Confirm: ");
}

static void
refused_to_the_same (CbStory *story)
{
  g_autoptr (CbUiNode) confirm = NULL;

  /* It is not among what is theirs to do, but they may look. */
  cb_ui_key (story->ui, "alt+3");
  cb_story_expect (story, "Nothing waits here");
  cb_ui_key (story->ui, "alt+a");
  confirm = open_approval (story);
  g_assert_false (cb_ui_has_state (confirm, ATSPI_STATE_SENSITIVE));
  cb_story_expect (story, "Whoever recorded, investigated or gave the opinion cannot also decide. Ask another person.");
  cb_story_shot (story, "same-person");
}

static void
confirm (CbStory             *story,
         const CbStoryPerson *person)
{
  g_autoptr (CbUiNode) button = open_approval (story);
  g_autoptr (CbUiNode) passphrase = NULL;
  g_autofree char *name = cb_ui_dup_name (button);

  g_assert_true (cb_ui_has_state (button, ATSPI_STATE_SENSITIVE));
  g_assert_nonnull (strstr (name, "794"));
  cb_story_shot (story, "approval");
  cb_story_move_to (story, "Tab", "Confirm: ");
  cb_ui_key (story->ui, "Return");
  passphrase = cb_story_wait_long (story, CB_UI_ANY, "Your passphrase");
  cb_story_expect (story, "上官秀兰[^\"]*794");
  cb_story_shot (story, "sign");
  cb_ui_type (story->ui, person->passphrase);
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "Confirmed and signed. Code ");
  cb_story_shot (story, "signed");
}

static void
see_it_in_the_trend (CbStory *story)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (CbUiNode) table = NULL, as_table = NULL;
  g_autofree char *month = NULL, *persons = NULL;

  cb_ui_key (story->ui, "alt+4");
  cb_story_expect (story, "image \"Households supported at the end of the month, 剑阁县, [^\"]*: 1 household in [0-9-]{7}, at first 0 households");
  cb_story_shot (story, "trend");
  as_table = cb_ui_wait (story->ui, NULL, CB_UI_ANY, "Table");
  cb_ui_press (story->ui, as_table);
  table = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_TREE_TABLE, "Figures of the trend");
  cb_ui_wait_says (story->ui, table, "20");
  month = cb_ui_dup_cell (story->ui, table, 0, 0);
  g_assert_cmpuint (strlen (month), ==, 7);
  persons = cb_ui_dup_cell (story->ui, table, 0, 1);
  g_assert_cmpstr (persons, ==, "1");
  cb_story_shot (story, "trend-table");
}

/* Through the dialog, in each of its formats, whatever stands there before. */
static void
save_the_chart (CbStory *story)
{
  static const struct { const char *name, *shown, *begins; } files[] = {
    { "trend.svg", "trend.svg", "<?xml" },
    { "trend.pdf", "trend.pdf", "%PDF-" },
    { "trend.png", "trend.png", "\x89PNG" },
    { "trend", "trend.svg", "<?xml" },
  };
  g_autoptr (CbUiNode) as_table = cb_ui_wait (story->ui, NULL, CB_UI_ANY, "Table");

  cb_ui_press (story->ui, as_table);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("CB_UI_PRIVATE"), files[i].name, NULL);
      g_autofree char *written = g_build_filename (g_getenv ("CB_UI_PRIVATE"), files[i].shown, NULL);
      g_autofree char *says = g_strdup_printf ("Saved as %s\"", files[i].shown);
      g_autofree char *data = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      cb_story_choose_file (story, "Save the Chart", TRUE, path);
      cb_story_expect (story, says);
      g_assert_true (g_file_get_contents (written, &data, &length, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (length, >, 1000);
      g_assert_cmpint (strncmp (data, files[i].begins, strlen (files[i].begins)), ==, 0);
      g_assert_cmpint (g_unlink (written), ==, 0);
    }
  cb_story_shot (story, "chart-saved");
}

/* --- what was left behind --- */

static void
assert_encrypted (CbStory *story)
{
  g_autofree char *path = g_build_filename (story->dir, "case.db", NULL);
  g_autofree char *sqlite = g_find_program_in_path ("sqlite3");
  g_autofree char *data = NULL, *out = NULL, *said = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { sqlite, "-readonly", path, "SELECT count(*) FROM sqlite_master", NULL };
  gsize length;
  int status;

  g_assert_true (g_file_get_contents (path, &data, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 4096);
  g_assert_null (g_strstr_len (data, 16, "SQLite"));
  if (sqlite == NULL)
    return;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, &said, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, !=, 0);
  g_assert_cmpstr (out, ==, "");
  g_assert_nonnull (strstr (said, "not a database"));
}

static gboolean
has_exited (gpointer data)
{
  return ((CbUi *) data)->exited;
}

/* The limit is nought, whoever is not root cannot look into the process, and a crash leaves no core. */
static void
assert_no_core (CbStory *story)
{
  CbUi *ui = story->ui;
  g_autofree char *limits_path = g_strdup_printf ("/proc/%d/limits", cb_ui_get_pid (ui));
  g_autofree char *maps_path = g_strdup_printf ("/proc/%d/environ", cb_ui_get_pid (ui));
  g_autofree char *limits = NULL;
  g_autoptr (GError) error = NULL;
  struct stat about;

  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_regex_match_simple ("^Max core file size +0 +0 ", limits, G_REGEX_MULTILINE, 0));
  if (getuid () != 0)
    {
      g_assert_cmpint (stat (maps_path, &about), ==, 0);
      g_assert_cmpuint (about.st_uid, ==, 0);
    }
  g_assert_cmpint (kill (cb_ui_get_pid (ui), SIGABRT), ==, 0);
  g_assert_true (cb_ui_wait_until (ui, has_exited, ui));
  g_assert_true (g_subprocess_get_if_signaled (ui->process));
  g_assert_false (WCOREDUMP (g_subprocess_get_status (ui->process)));
  cb_ui_kill (g_steal_pointer (&story->ui));
}

static void
test_case (void)
{
  CbStory *story = cb_story_begin ("story-case");

  cb_story_found (story, "jgx", "剑阁县", "诸葛知行", people, G_N_ELEMENTS (people));
  cb_story_lock (story);
  cb_story_unlock (story, &people[0]);
  enter_household (story);
  read_outcome (story);
  submit (story);
  ask_print (story);
  refused_to_the_same (story);
  cb_story_lock (story);
  cb_story_unlock (story, &people[1]);
  confirm (story, &people[1]);
  see_it_in_the_trend (story);
  save_the_chart (story);
  cb_story_lock (story);
  cb_story_shot (story, "locked");
  cb_story_assert_silent (story);
  assert_encrypted (story);
  assert_no_core (story);
  cb_story_end (story);
}

int
main (int   argc,
      char *argv[])
{
  cb_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/case", test_case);

  return g_test_run ();
}
