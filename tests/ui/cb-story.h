/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-ui-driver.h"

G_BEGIN_DECLS

/* What the long tests share: a story is told to the real window from an empty home to its end, by keyboard as far as a keyboard goes, in
 * the C locale.  Fails the test where something does not appear.  Single thread. */

typedef struct
{
  CbUi       *ui;
  char       *dir;         /* of the casebook */
  char       *shots;       /* folder of the screenshots; made empty */
  guint       n_shots;
  gint64      begun;       /* seconds since 1970 */
  GPtrArray  *secrets;     /* of char*: what must be found nowhere in clear afterwards; see cb_story_secret() */
  char       *passphrase;  /* of the authority, number 01; after cb_story_found() */
  char       *code;        /* the recovery code, nine groups with hyphens */
} CbStory;

typedef struct
{
  const char *name;
  const char *roles[3];    /* names of the check boxes */
  char       *passphrase;  /* out */
  char       *number;      /* out: "03" */
} CbStoryPerson;

/* Starts the program of CB_UI_PROGRAM in an empty home.  @name names the folder of the screenshots. */
CbStory  *cb_story_begin        (const char    *name);
/* Ends the program and checks its log. */
void      cb_story_end          (CbStory       *story);
void      cb_story_secret       (CbStory       *story,
                                 const char    *text);
/* No secret in what the program wrote anywhere, in its output, and in what else became of the temporary folders since the beginning. */
void      cb_story_assert_silent (CbStory      *story);
void      cb_story_shot         (CbStory       *story,
                                 const char    *what);

/* As cb_ui_wait(), for what takes seconds on purpose: a passphrase being stretched. */
CbUiNode *cb_story_wait_long    (CbStory       *story,
                                 AtspiRole      role,
                                 const char    *name) G_GNUC_WARN_UNUSED_RESULT;
/* As cb_ui_wait_gone(), as patiently. */
void      cb_story_wait_gone    (CbStory       *story,
                                 AtspiRole      role,
                                 const char    *name);
/* The dialog that asks for @passphrase before it signs; @what (a pattern, or NULL): what it must name. */
void      cb_story_sign         (CbStory       *story,
                                 const char    *passphrase,
                                 const char    *what);
/* The first group of the first place where @pattern matches what is on the screen; waits for it. */
char     *cb_story_read         (CbStory       *story,
                                 const char    *pattern) G_GNUC_WARN_UNUSED_RESULT;
/* Waits until @pattern matches what is on the screen. */
void      cb_story_expect       (CbStory       *story,
                                 const char    *pattern);
/* @pattern matches nothing of what is on the screen now. */
void      cb_story_expect_not   (CbStory       *story,
                                 const char    *pattern);
/* Presses @key until what has the focus, or what it is a part of, is called @name. */
void      cb_story_move_to      (CbStory       *story,
                                 const char    *key,
                                 const char    *name);
/* In the drop-down that has the focus: Down until @choice is shown. */
void      cb_story_choose       (CbStory       *story,
                                 const char    *choice);

/* Presses @button and answers the file dialog that it opens. */
void      cb_story_choose_file  (CbStory       *story,
                                 const char    *button,
                                 gboolean       save,
                                 const char    *path);
/* @initials: of the pinyin of @county, as typed into the search.
 * The assistant: from the empty window to the casebook, unlocked by the authority. */
void      cb_story_found        (CbStory       *story,
                                 const char    *initials,
                                 const char    *county,
                                 const char    *authority,
                                 CbStoryPerson *people,
                                 guint          n_people);
void      cb_story_lock         (CbStory       *story);
void      cb_story_unlock       (CbStory       *story,
                                 const CbStoryPerson *person);

/* A resident ID number with its check character; @birth "20090501", @order three digits, odd for a man. */
char     *cb_story_id_number    (const char    *area,
                                 const char    *birth,
                                 guint          order) G_GNUC_WARN_UNUSED_RESULT;
/* "20090501" of somebody who is @age today and has not had a birthday for some months. */
char     *cb_story_birth        (guint          age) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
