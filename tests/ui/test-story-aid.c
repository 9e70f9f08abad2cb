/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Temporary aid in the real window: a fire is recorded, the aid applied for, and the township's reviewer grants it at once, within the
 * ceiling of the rules; it is paid once and is in the trend of its month, not among what is paid every month. */

#include "cb-story.h"

#include <string.h>

static CbStoryPerson people[] = {
  { "尉迟敏行", { "Caseworker" } },
  { "司徒立言", { "Reviewer" } },
};

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
           const char *key,
           const char *field,
           const char *choice)
{
  cb_story_move_to (story, key, field);
  cb_story_choose (story, choice);
}

static void
enter_household (CbStory *story)
{
  CbUi *ui = story->ui;
  g_autofree char *birth = cb_story_birth (44);
  g_autofree char *number = cb_story_id_number ("510823", birth, 131);

  cb_story_secret (story, "上官守义");
  cb_story_secret (story, number);
  cb_ui_key (ui, "ctrl+n");
  cb_story_expect (story, "\"Relation to head\"");
  type_into (story, "Return", "Name", "上官守义");
  choose_in (story, "Return", "Relation to head", "Head of household");
  type_into (story, "Return", "ID number", number);
  cb_story_move_to (story, "Tab", "Add an income");
  cb_ui_key (ui, "space");
  choose_in (story, "Return", "Kind", "Wages");
  type_into (story, "Return", "Amount (yuan)", "60000");
  type_into (story, "Return", "Months", "12");
  cb_ui_key (ui, "Return");
  cb_story_move_to (story, "F6", "Members and parts");
  cb_story_move_to (story, "Down", "Address and registration");
  cb_ui_key (ui, "Return");
  choose_in (story, "Return", "Category", "Urban");
  type_into (story, "Return", "Township", "普安镇");
  type_into (story, "Return", "Village or community", "青龙峡社区");
  cb_story_secret (story, "青龙峡社区");
}

static void
record_the_fire (CbStory *story)
{
  CbUi *ui = story->ui;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *day = g_date_time_format (yesterday, "%Y-%m-%d");

  choose_in (story, "Return", "Emergency", "Fire");
  type_into (story, "Return", "Emergency happened on", day);
  type_into (story, "Return", "Emergency level, 1 to 3", "1");
  cb_ui_key (ui, "Return");
  /* Two months of the urban standard of 780 for one person. */
  cb_story_expect (story, "1,560 yuan once");
  cb_story_shot (story, "fire");
}

static void
submit (CbStory *story)
{
  CbUi *ui = story->ui;
  g_autoptr (CbUiNode) reason = NULL;

  cb_story_move_to (story, "F6", "Submit a Case");
  cb_ui_key (ui, "space");
  reason = cb_ui_wait_entry (ui, NULL, "Reason of the application");
  cb_ui_spin (ui, 600);
  type_into (story, "Tab", "Reason of the application", "房屋失火");
  cb_story_shot (story, "submit");
  cb_ui_key (ui, "Return");
  cb_story_expect (story, "Temporary aid: [^\"]*due [0-9-]{10}, submitted [0-9-]{10}\"");
  cb_story_shot (story, "submitted");
}

static void
grant (CbStory             *story,
       const CbStoryPerson *person)
{
  g_autoptr (CbUiNode) button = NULL, passphrase = NULL;
  g_autofree char *name = NULL;

  cb_ui_key (story->ui, "alt+3");
  cb_story_expect (story, "上官守义  Temporary aid");
  button = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_PUSH_BUTTON, "Confirm: ");
  name = cb_ui_dup_name (button);
  g_assert_true (cb_ui_has_state (button, ATSPI_STATE_SENSITIVE));
  g_assert_nonnull (strstr (name, "1,560 yuan once"));
  cb_story_expect (story, "Due [0-9-]{10}. Temporary aid: hours until payment");
  cb_story_shot (story, "approval");
  cb_story_move_to (story, "Tab", "Confirm: ");
  cb_ui_key (story->ui, "Return");
  passphrase = cb_story_wait_long (story, CB_UI_ANY, "Your passphrase");
  cb_story_expect (story, "上官守义[^\"]*1,560");
  cb_ui_type (story->ui, person->passphrase);
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "Confirmed and signed. Code ");
  cb_story_shot (story, "signed");
}

static void
see_it_counted (CbStory *story)
{
  cb_ui_key (story->ui, "alt+1");
  cb_story_expect (story, "\"Temporary aid granted this month: 1 household, 1,560 yuan\"");
  cb_story_shot (story, "home");
  cb_ui_key (story->ui, "alt+4");
  cb_story_expect (story, "Temporary aid");
  cb_story_shot (story, "trend");
}

static void
test_aid (void)
{
  CbStory *story = cb_story_begin ("story-aid");

  cb_story_found (story, "jgx", "剑阁县", "诸葛知行", people, G_N_ELEMENTS (people));
  cb_story_lock (story);
  cb_story_unlock (story, &people[0]);
  enter_household (story);
  record_the_fire (story);
  submit (story);
  cb_story_lock (story);
  cb_story_unlock (story, &people[1]);
  grant (story, &people[1]);
  see_it_counted (story);
  cb_story_lock (story);
  cb_story_assert_silent (story);
  cb_story_end (story);
}

int
main (int   argc,
      char *argv[])
{
  cb_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/aid", test_aid);

  return g_test_run ();
}
