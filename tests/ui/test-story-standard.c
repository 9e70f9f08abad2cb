/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new standard: tried, drafted and published by the policy officer, refused and then countersigned by an approver, read by everybody.  All
 * through the window, each person with their own passphrase. */

#include "cb-story.h"

#include <string.h>

enum { OFFICER, APPROVER };
static CbStoryPerson people[] = {
  [OFFICER] = { "欧阳政", { "Policy officer" } },
  [APPROVER] = { "司马云", { "Approver" } },
};

static void
press (CbStory    *story,
       const char *name)
{
  g_autoptr (CbUiNode) button = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, name);

  cb_ui_press (story->ui, button);
}

/* One of several that are linked. */
static void
choose (CbStory    *story,
        const char *name)
{
  g_autoptr (CbUiNode) toggle = cb_story_wait_long (story, ATSPI_ROLE_PUSH_BUTTON, name);

  cb_ui_press (story->ui, toggle);
}

static void
policy (CbStory *story)
{
  cb_ui_key (story->ui, "alt+5");
  cb_story_expect (story, "\"Find in the rules\"");
}

static void
type_into (CbStory    *story,
           const char *name,
           const char *text)
{
  g_autoptr (CbUiNode) entry = cb_ui_wait_entry (story->ui, NULL, name);

  cb_ui_click (story->ui, entry);
  cb_ui_key (story->ui, "ctrl+a");
  cb_ui_type (story->ui, text);
}

static void
come (CbStory             *story,
      const CbStoryPerson *person)
{
  cb_story_lock (story);
  cb_story_unlock (story, person);
}

static void
standards (CbStory *story)
{
  policy (story);
  choose (story, "Standards");
}

/* From the rule that is read, to the value that is tried, to the draft. */
static void
take_from_trial (CbStory    *story,
                 const char *value)
{
  policy (story);
  choose (story, "Rules");
  type_into (story, "Find in the rules", "dibao.standard");
  cb_ui_key (story->ui, "Return");
  choose (story, "Try a Value");
  press (story, "Load the Households");
  {
    g_autoptr (CbUiNode) spin = cb_story_wait_long (story, ATSPI_ROLE_SPIN_BUTTON, "Value to try");

    cb_ui_click (story->ui, spin);
  }
  cb_ui_key (story->ui, "ctrl+a");
  cb_ui_type (story->ui, value);
  cb_ui_key (story->ui, "Return");
  cb_story_shot (story, "trial");
  press (story, "Into the Draft");
}

static void
publish (CbStory    *story,
         const char *document)
{
  cb_story_expect (story, "Enter the number of the document");
  type_into (story, "Number of the document", document);
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "Document: ");
  cb_story_shot (story, "draft");
  press (story, "Publish…");
  cb_story_sign (story, people[OFFICER].passphrase, "You, 欧阳政, publish the standard of ");
  cb_story_expect (story, "\"Waits for the countersignature\"");
}

static void
test_standard (void)
{
  CbStory *story = cb_story_begin ("story-standard");

  cb_story_found (story, "jgx", "剑阁县", "诸葛知行", people, G_N_ELEMENTS (people));

  /* The authority reads, and is told why no more. */
  standards (story);
  cb_story_expect (story, "different persons on purpose");
  cb_story_expect (story, "The county’s first rules");
  cb_story_expect_not (story, "\"New Draft\"");
  cb_story_shot (story, "authority");

  come (story, &people[OFFICER]);
  take_from_trial (story, "800.00");
  cb_story_expect (story, "Urban: so far 780");
  /* The draft is there again after locking. */
  come (story, &people[OFFICER]);
  standards (story);
  cb_story_expect (story, "Urban: so far 780");
  publish (story, "JGX-2026-12");

  /* The approver is told on the home page; a refusal needs its reasons. */
  come (story, &people[APPROVER]);
  cb_story_expect (story, "1 new standard waits for a countersignature.");
  cb_story_shot (story, "today");
  press (story, "Look at the Standard");
  cb_story_expect (story, "so far Urban 780, Rural 620 yuan/month, from [0-9-]+ Urban 800, Rural 620");
  press (story, "Effect on the County");
  cb_story_expect (story, "Of 0 households");
  cb_story_shot (story, "approver");
  press (story, "Refuse…");
  cb_story_expect (story, "Write down the reasons first.");
  type_into (story, "Reasons for a refusal or withdrawal", "the document is another one");
  press (story, "Refuse…");
  cb_story_sign (story, people[APPROVER].passphrase, "You, 司马云, refuse the standard of JGX-2026-12: the document is another one");
  cb_story_expect (story, "Reasons: the document is another one");

  come (story, &people[OFFICER]);
  take_from_trial (story, "810.00");
  publish (story, "JGX-2026-13");

  come (story, &people[APPROVER]);
  press (story, "Look at the Standard");
  cb_story_expect (story, "Urban 810");
  press (story, "Countersign…");
  cb_story_sign (story, people[APPROVER].passphrase, "You, 司马云, countersign the standard of JGX-2026-13, published by 欧阳政");
  cb_story_expect (story, "decides now");
  cb_story_shot (story, "countersigned");
  /* Its day has not come: nobody's amount is worked out by it yet. */
  choose (story, "Re-evaluation");
  cb_story_expect (story, "No new standard has come into force");

  /* The rules that everybody reads. */
  choose (story, "Rules");
  type_into (story, "Find in the rules", "dibao.standard");
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "JGX-2026-13");
  cb_story_end (story);
}

int
main (int    argc,
      char **argv)
{
  cb_ui_test_init (&argc, &argv);
  g_test_add_func ("/story/standard", test_standard);

  return g_test_run ();
}
