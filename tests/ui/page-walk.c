/* SPDX-License-Identifier: GPL-3.0-or-later */

/* page-walk PAGES FOLDER SUFFIX PROGRAM [ARGUMENT…]: walks through a program as PAGES says and writes each page to
 * FOLDER/<page>.SUFFIX.png.  To be run under run-ui.sh, whose screen the window is made to fill.
 *
 * In PAGES a line that begins at the margin names a page, the indented ones before the next are the steps that lead to
 * it from the page before:
 *     key ctrl+2            real keys
 *     type TEXT             real typing; $NAME stands for an environment variable
 *     set FIELD = TEXT      into a field
 *     press BUTTON          or anything else that can be activated
 *     click NAME            a real click
 *     action app.page TEXT  a GAction, with a string or without
 *     wait TEXT             until that shows
 *     pause MS
 * Names and texts are the program's English ones, translated here as the program does. */

#include "cb-ui-driver.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* A message as it stands on the screen: translated, without its mnemonic, up to where a directive begins. */
static char *
on_screen (const char *message)
{
  g_autofree char *text = g_strdup (dgettext ("casebook", message));
  char *mnemonic = strstr (text, "(_");
  GString *out;

  if (mnemonic != NULL)
    *mnemonic = '\0';
  out = g_string_new (text);
  g_string_replace (out, "_", "", 0);
  return g_string_free (out, FALSE);
}

static char *
expand (const char *text)
{
  if (text[0] != '$')
    return g_strdup (text);
  if (g_getenv (text + 1) == NULL)
    g_error ("%s is not in the environment", text + 1);
  return g_strdup (g_getenv (text + 1));
}

static void
take_step (CbUi       *ui,
           const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", 2);
  const char *rest = words[1] != NULL ? g_strstrip (words[1]) : "";
  g_autofree char *name = on_screen (rest);
  g_autofree char *text = expand (rest);

  if (strcmp (words[0], "key") == 0)
    {
      cb_ui_key (ui, rest);
    }
  else if (strcmp (words[0], "type") == 0)
    {
      cb_ui_type (ui, text);
    }
  else if (strcmp (words[0], "set") == 0)
    {
      g_auto (GStrv) sides = g_strsplit (rest, "=", 2);
      g_autofree char *field = on_screen (g_strstrip (sides[0]));
      g_autofree char *value = expand (sides[1] != NULL ? g_strstrip (sides[1]) : "");
      g_autoptr (CbUiNode) entry = cb_ui_wait_entry (ui, NULL, field);

      cb_ui_set_text (ui, entry, value);
    }
  else if (strcmp (words[0], "press") == 0)
    {
      cb_ui_press_named (ui, CB_UI_ANY, rest[0] == '$' ? text : name);
    }
  else if (strcmp (words[0], "click") == 0)
    {
      g_autoptr (CbUiNode) node = cb_ui_wait (ui, NULL, CB_UI_ANY, name);

      cb_ui_click (ui, node);
    }
  else if (strcmp (words[0], "action") == 0)
    {
      g_auto (GStrv) parts = g_strsplit (rest, " ", 2);

      cb_ui_action (ui, parts[0], parts[1] != NULL ? g_variant_new_string (parts[1]) : NULL);
    }
  else if (strcmp (words[0], "wait") == 0)
    {
      cb_ui_wait_says (ui, NULL, name);
    }
  else if (strcmp (words[0], "pause") == 0)
    {
      cb_ui_spin (ui, atoi (rest));
    }
  else
    {
      g_error ("unknown step: %s", step);
    }
}

static void
shoot (CbUi       *ui,
       const char *folder,
       const char *page,
       const char *suffix)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.%s.png", folder, page, suffix);

  /* What slides or fades has come to rest by then. */
  cb_ui_spin (ui, 400);
  cb_ui_center_dialog (ui);
  cb_ui_screenshot (ui, file);
  g_print ("%s\n", file);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script = NULL;
  g_autofree char *page = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) size = g_strsplit (g_getenv ("CB_UI_SCREEN") != NULL ? g_getenv ("CB_UI_SCREEN") : "1280x1024", "x", 2);
  CbUi *ui;

  cb_ui_test_init (&argc, &argv);
  if (argc < 5)
    g_error ("usage: page-walk PAGES FOLDER SUFFIX PROGRAM [ARGUMENT…]");
  bindtextdomain ("casebook", g_getenv ("CB_UI_LOCALEDIR") != NULL ? g_getenv ("CB_UI_LOCALEDIR") : "/usr/share/locale");
  bind_textdomain_codeset ("casebook", "UTF-8");
  g_file_get_contents (argv[1], &script, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (script, "\n", -1);

  ui = cb_ui_start ((const char * const *) argv + 4, NULL);
  cb_ui_resize (ui, atoi (size[0]), atoi (size[1]));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strchomp (lines[i]);

      if (line[0] == '\0' || line[0] == '#')
        continue;
      if (line[0] == ' ')
        {
          take_step (ui, g_strchug (lines[i]));
          continue;
        }
      if (page != NULL)
        shoot (ui, argv[2], page, argv[3]);
      g_free (page);
      page = g_strdup (line);
    }
  if (page != NULL)
    shoot (ui, argv[2], page, argv[3]);
  cb_ui_stop (ui);
  return 0;
}
