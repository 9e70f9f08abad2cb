/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody is shut out but who is meant to be: a passphrase is changed, lost, and lost again by the only authority; a person is enrolled and
 * revoked; the county's computer is gone, its backup becomes a new desk, and the old one is revoked.  All through the window. */

#include "cb-story.h"

#include <glib/gstdio.h>
#include <string.h>

enum { WORKER, APPROVER };
static CbStoryPerson people[] = {
  [WORKER] = { "尉迟敏行", { "Caseworker" } },
  [APPROVER] = { "司马云", { "Approver" } },
};

static void
press (CbStory    *story,
       const char *name)
{
  g_autoptr (CbUiNode) button = cb_story_wait_long (story, CB_UI_ANY, name);

  cb_ui_press (story->ui, button);
}

static void
type_into (CbStory    *story,
           const char *name,
           const char *text)
{
  g_autoptr (CbUiNode) entry = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_TEXT, name);

  cb_ui_click (story->ui, entry);
  cb_ui_type (story->ui, text);
}

static void
settings (CbStory *story)
{
  cb_ui_key (story->ui, "ctrl+comma");
  cb_story_expect (story, "\"People at this desk\"");
}

/* On the page of the settings: the rights of @name end. */
static void
revoke_rights (CbStory    *story,
               const char *name,
               const char *passphrase)
{
  g_autofree char *button = g_strdup_printf ("Revoke %s", name);
  g_autofree char *done = g_strdup_printf ("%s is revoked", name);
  g_autoptr (CbUiNode) reason = NULL;

  press (story, button);
  cb_story_expect (story, "It cannot be taken back");
  reason = cb_ui_wait_entry (story->ui, NULL, "Reason for revoking");
  cb_ui_spin (story->ui, 300);
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "Write down the reason in a few words");
  cb_ui_set_text (story->ui, reason, "调离本单位");
  cb_story_shot (story, "revoke");
  cb_ui_key (story->ui, "Return");
  cb_story_sign (story, passphrase, NULL);
  cb_story_expect (story, done);
  cb_story_expect (story, "Revoked [-0-9]{10} [0-9:]{5} by 诸葛知行: 调离本单位");
}

/* By the sheet; gives the new passphrase. */
static char *
recover (CbStory    *story,
         const char *number)
{
  char *passphrase;

  press (story, "Use the recovery sheet");
  type_into (story, "Recovery code", story->code);
  cb_story_move_to (story, "Tab", "Number of the person");
  cb_ui_key (story->ui, "ctrl+a");
  cb_ui_type (story->ui, number);
  passphrase = cb_story_read (story, "\"([a-z]+(?:-[a-z]+){3})\"");
  cb_story_secret (story, passphrase);
  type_into (story, "Retype the passphrase", passphrase);
  cb_story_shot (story, "recovery");
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "\"Approvals\"");

  return passphrase;
}

/* The backup becomes a casebook again, in a folder of its own. */
static void
restore (CbStory    *story,
         const char *backup,
         const char *dir)
{
  g_autoptr (CbUiNode) file = NULL, folder = NULL;

  press (story, "Restore a backup");
  file = cb_ui_wait_entry (story->ui, NULL, "File of the backup");
  cb_ui_set_text (story->ui, file, backup);
  folder = cb_ui_wait_entry (story->ui, NULL, "Folder of the restored casebook");
  cb_ui_set_text (story->ui, folder, dir);
  type_into (story, "Recovery code or passphrase", "wrong-words-wrong-words");
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "The passphrase is not right");
  type_into (story, "Recovery code or passphrase", story->code);
  cb_story_shot (story, "restore");
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "/restored\"");
}

static void
test_keys (void)
{
  CbStory *story = cb_story_begin ("story-keys");
  g_autofree char *backup = g_build_filename (g_getenv ("CB_UI_PRIVATE"), "county.cbbackup", NULL);
  g_autofree char *copy = g_build_filename (g_getenv ("CB_UI_PRIVATE"), "restored", NULL);
  g_autofree char *changed = NULL, *recovered = NULL, *renewed = NULL;
  CbStoryPerson authority = { "诸葛知行", { NULL }, NULL, (char *) "01" };
  CbStoryPerson newcomer = { "端木青", { NULL }, NULL, NULL };
  CbStoryPerson approver;

  cb_story_found (story, "jgx", "剑阁县", authority.name, people, G_N_ELEMENTS (people));
  authority.passphrase = story->passphrase;

  /* Backup and verification. */
  settings (story);
  cb_story_shot (story, "settings");
  cb_story_choose_file (story, "Back Up Now", TRUE, backup);
  cb_story_expect (story, "The backup is written, read back and whole");
  press (story, "Verify Now");
  cb_story_expect (story, "Sound: every page, record, chain and signature was checked");
  cb_story_shot (story, "backed-up");

  /* A passphrase of one's own choice; the old one opens nothing any more. */
  press (story, "Change my passphrase");
  type_into (story, "Your passphrase", authority.passphrase);
  changed = cb_story_read (story, "\"([a-z]+(?:-[a-z]+){3})\"");
  cb_story_secret (story, changed);
  type_into (story, "Retype the passphrase", changed);
  cb_story_shot (story, "change");
  cb_ui_key (story->ui, "Return");
  cb_story_expect (story, "The new passphrase holds from now on");
  cb_story_lock (story);
  {
    g_autoptr (CbUiNode) number = cb_story_wait_long (story, CB_UI_ANY, "01");

    cb_ui_press (story->ui, number);
    type_into (story, "Passphrase", authority.passphrase);
    cb_ui_key (story->ui, "Return");
    cb_story_expect (story, "The passphrase is not right");
  }
  authority.passphrase = changed;
  cb_story_unlock (story, &authority);

  /* Somebody new at this desk, who then sits down at it. */
  settings (story);
  press (story, "Enrol a person");
  {
    g_autoptr (CbUiNode) name = cb_ui_wait_entry (story->ui, NULL, "Name of the person");

    cb_ui_set_text (story->ui, name, newcomer.name);
    cb_story_move_to (story, "Tab", "Auditor");
    cb_ui_key (story->ui, "space");
    cb_story_move_to (story, "Tab", "Area of the person");
    cb_ui_key (story->ui, "Tab");
    cb_ui_key (story->ui, "space");
  }
  cb_story_sign (story, authority.passphrase, NULL);
  newcomer.number = cb_story_read (story, "\"([0-9]{2})  端木青  ");
  newcomer.passphrase = cb_story_read (story, "\"[0-9]{2}  端木青  [^\"]*\"\\s*\\n\\s*label \"([a-z]+(?:-[a-z]+){3})\"");
  cb_story_shot (story, "enrolled");
  cb_story_lock (story);
  cb_story_unlock (story, &newcomer);
  cb_story_expect (story, "端木青");
  cb_story_lock (story);

  /* The approver has lost the passphrase: in by the sheet, and told what is missing. */
  approver = people[APPROVER];
  recovered = recover (story, approver.number);
  approver.passphrase = recovered;
  cb_story_expect (story, "Your signing key is new and not certified yet.*Ask 诸葛知行");
  cb_story_shot (story, "not-certified");
  cb_story_lock (story);

  /* So has the only authority, who signs at once; and says yes to the approver. */
  renewed = recover (story, "1");
  authority.passphrase = renewed;
  cb_story_expect_not (story, "Your signing key is new");
  settings (story);
  press (story, "Certify the new key of 司马云");
  cb_story_expect (story, "Certify the new signing key of 司马云.*[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}");
  cb_story_shot (story, "certify");
  cb_story_sign (story, authority.passphrase, NULL);
  cb_story_expect (story, "司马云 can sign again");
  /* The sheet was used: a new one. */
  press (story, "Make a New Sheet");
  cb_story_sign (story, authority.passphrase, NULL);
  cb_story_expect (story, "It is shown only now");
  cb_story_shot (story, "new-sheet");
  /* The newcomer goes again: nobody by that number at this desk any more. */
  revoke_rights (story, newcomer.name, authority.passphrase);
  cb_story_shot (story, "revoked");
  cb_story_lock (story);
  cb_ui_wait_gone (story->ui, NULL, CB_UI_ANY, newcomer.number);
  cb_story_unlock (story, &approver);
  cb_story_expect_not (story, "Your signing key is new");
  cb_story_lock (story);

  /* The backup, with the passphrases of its day. */
  restore (story, backup, copy);
  cb_ui_wait_gone (story->ui, NULL, CB_UI_ANY, newcomer.number);
  cb_story_unlock (story, &people[WORKER]);
  cb_story_expect (story, "restored from a backup.*until an authority.*诸葛知行");
  cb_story_shot (story, "restored-worker");
  cb_story_lock (story);
  authority.passphrase = story->passphrase;
  cb_story_unlock (story, &authority);
  cb_story_expect (story, "restored from a backup.*make it a new desk");
  {
    g_autoptr (CbUiNode) label = cb_ui_wait_entry (story->ui, NULL, "Name of the new desk");

    cb_ui_click (story->ui, label);
    cb_ui_type (story->ui, "县民政局二号");
    cb_story_shot (story, "restored");
    cb_ui_key (story->ui, "Return");
  }
  cb_story_sign (story, authority.passphrase, NULL);
  cb_story_expect (story, "This is a desk of its own now");
  cb_ui_wait_gone (story->ui, NULL, CB_UI_ANY, "restored from a backup");
  cb_story_shot (story, "renewed");
  /* The computer that is gone may be in anybody's hands. */
  settings (story);
  cb_story_expect (story, "\"This desk\"");
  revoke_rights (story, "剑阁县 Civil Affairs Bureau", authority.passphrase);
  cb_story_shot (story, "desk-revoked");
  cb_story_lock (story);
  cb_story_unlock (story, &people[WORKER]);
  cb_story_expect_not (story, "restored from a backup");
  cb_story_lock (story);
  cb_story_assert_silent (story);
  cb_story_end (story);
}

int
main (int   argc,
      char *argv[])
{
  cb_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/keys", test_keys);

  return g_test_run ();
}
