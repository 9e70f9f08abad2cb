/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A roster as an office has it comes in through the window: GB18030, semicolons, a title above the headings, a number that a spreadsheet
 * has destroyed and one that was mistyped.  The good rows are taken, the rest is saved, corrected and imported again; nobody is doubled. */

#include "cb-story.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *household, *name, *relation;
  guint       age, order;
  const char *instead;       /* what the file has instead of the number; "!": its last character is wrong */
} Row;

static const Row rows[] = {
  { "1", "令狐秀英", "户主", 61, 126, NULL },
  { "1", "令狐建国", "子", 38, 217, NULL },
  { "2", "宇文天佑", "户主", 55, 231, "5.10802E+17" },
  { "3", "东方晓雨", "户主", 47, 148, NULL },
  { "4", "慕容思远", "户主", 52, 311, "!" },
};

static CbStoryPerson people[] = {
  { "尉迟敏行", { "Caseworker" } },
};

static char *
number_of (const Row *row)
{
  g_autofree char *birth = cb_story_birth (row->age);

  return cb_story_id_number ("510823", birth, row->order);
}

static char *
number_in_file (const Row *row)
{
  char *number = number_of (row);

  if (row->instead == NULL)
    return number;
  if (row->instead[0] != '!')
    {
      g_free (number);
      return g_strdup (row->instead);
    }
  number[17] = number[17] == '1' ? '2' : '1';

  return number;
}

static void
write_roster (CbStory    *story,
              const char *path)
{
  g_autoptr (GString) text = g_string_new ("普安镇低保花名册;;;;;\n户编号;姓名;与户主关系;身份证号码;乡镇;城乡类别;本人年收入;补贴\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = number_of (&rows[i]);
      g_autofree char *written = number_in_file (&rows[i]);

      g_string_append_printf (text, "%s;%s;%s;%s;普安镇;农村;3200;600\n", rows[i].household, rows[i].name, rows[i].relation, written);
      cb_story_secret (story, rows[i].name);
      cb_story_secret (story, number);
    }
  bytes = g_convert (text->str, (gssize) text->len, "GB18030", "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, &error));
  g_assert_no_error (error);
}

/* In the file that the window saved, what a person would do in the spreadsheet. */
static void
correct (const char *path)
{
  g_autofree char *data = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &data, NULL, &error));
  g_assert_no_error (error);
  text = g_string_new (data);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = number_of (&rows[i]);
      g_autofree char *written = number_in_file (&rows[i]);

      g_assert_cmpint (strstr (data, rows[i].name) != NULL, ==, rows[i].instead != NULL);
      if (rows[i].instead != NULL)
        g_assert_cmpuint (g_string_replace (text, written, number, 0), ==, 1);
    }
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, &error));
  g_assert_no_error (error);
}

static void
test_import (void)
{
  CbStory *story = cb_story_begin ("story-import");
  g_autofree char *roster = g_build_filename (g_getenv ("CB_UI_PRIVATE"), "roster.csv", NULL);
  g_autofree char *rest = g_build_filename (g_getenv ("CB_UI_PRIVATE"), "rest.csv", NULL);
  g_autoptr (CbUiNode) faults = NULL;

  cb_story_found (story, "jgx", "剑阁县", "诸葛知行", people, G_N_ELEMENTS (people));
  cb_story_lock (story);
  cb_story_unlock (story, &people[0]);
  write_roster (story, roster);

  cb_ui_key (story->ui, "ctrl+o");
  cb_story_choose_file (story, "Choose a File", FALSE, roster);
  cb_story_expect (story, "roster.csv  ·  GB18030");
  cb_story_expect (story, "5 rows in the file  ·  3 can be taken  ·  2 households");
  faults = cb_ui_wait (story->ui, NULL, ATSPI_ROLE_TREE_TABLE, "Rows that cannot be taken");
  g_assert_cmpint (cb_ui_table_rows (story->ui, faults), ==, 2);
  cb_story_expect (story, "preadsheet");
  cb_story_expect (story, "Income, as “Other transfers”, per year");
  cb_story_expect (story, "1 column is not imported: 补贴");
  cb_story_shot (story, "preview");
  /* The column that nobody knows is given a meaning: the list opens with the focus in its search, which finds what stands inside. */
  cb_story_move_to (story, "Tab", "补贴");
  cb_ui_key (story->ui, "space");
  cb_ui_spin (story->ui, 500);
  cb_ui_type (story->ui, "subsidy, per y");
  cb_ui_spin (story->ui, 500);
  cb_story_shot (story, "search");
  cb_ui_key (story->ui, "Return");
  cb_ui_wait_gone (story->ui, NULL, CB_UI_ANY, "1 column is not imported");
  cb_story_expect (story, "Disability subsidy, per year");
  cb_story_shot (story, "given");

  cb_ui_press_named (story->ui, ATSPI_ROLE_PUSH_BUTTON, "Take 3 Rows");
  cb_story_expect (story, "3 persons are here already and are not doubled");
  cb_story_expect (story, "\"3 rows taken  ·  2 households\"");
  cb_story_shot (story, "taken");
  cb_story_choose_file (story, "Save the Rest", TRUE, rest);
  cb_story_expect (story, "Saved as rest\\.csv\\. Correct the rows in that file");
  cb_story_expect (story, "\"3 rows taken  ·  2 households\"");
  correct (rest);
  cb_story_shot (story, "rest");

  cb_story_choose_file (story, "Choose Another File", FALSE, rest);
  cb_story_expect (story, "2 rows in the file  ·  2 can be taken  ·  2 households");
  cb_story_expect_not (story, "rows taken|Saved as");
  cb_ui_press_named (story->ui, ATSPI_ROLE_PUSH_BUTTON, "Take 2 Rows");
  cb_story_expect (story, "\"Households 4\"");
  cb_story_expect (story, "慕容思远");
  cb_story_shot (story, "households");

  cb_ui_key (story->ui, "ctrl+o");
  cb_story_expect (story, "\"rest\\.csv  ·  2 rows taken  ·  2 households\"");
  cb_story_choose_file (story, "Choose a File", FALSE, roster);
  cb_story_expect (story, "3 persons are here already and are not doubled");
  cb_story_lock (story);
  g_unlink (roster);
  g_unlink (rest);
  cb_story_assert_silent (story);
  cb_story_end (story);
}

int
main (int   argc,
      char *argv[])
{
  cb_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/import", test_import);

  return g_test_run ();
}
