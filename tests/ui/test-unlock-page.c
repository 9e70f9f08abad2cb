/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "cb-desk.h"
#include "cb-find.h"
#include "cb-passphrase-entry.h"
#include "cb-test-tree.h"
#include "cb-test-wait.h"
#include "cb-unlock-page.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 20)

/* The page before a casebook is open, in this process. */

typedef struct
{
  char      *dir;
  char      *casebook;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSecret) passphrase = cb_secret_take_text (g_strdup ("correct horse battery staple"));
  g_autoptr (CbSecret) recovery = NULL;
  CbFounding founding = { "剑阁县", "510823", "县民政局", "何晓梅", CB_ROLE_AUTHORITY, CB_VAULT_COST_FLOOR };
  CbDesk *desk;

  f->dir = g_dir_make_tmp ("cb-unlock-XXXXXX", NULL);
  f->casebook = g_build_filename (f->dir, "casebook", NULL);
  desk = cb_desk_found (f->casebook, &founding, passphrase, &recovery, &error);
  g_assert_no_error (error);
  cb_desk_lock (desk, &error);
  g_assert_no_error (error);
  g_object_unref (desk);
  f->window = gtk_window_new ();
  f->page = cb_unlock_page_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), f->page);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (f->dir);
  g_free (f->casebook);
  g_free (f->dir);
}

static GtkWidget *
button_of (Fixture    *f,
           const char *text)
{
  GtkWidget *status = cb_find_type (f->page, ADW_TYPE_STATUS_PAGE);

  return gtk_widget_get_ancestor (cb_find_text (status, text), GTK_TYPE_BUTTON);
}

static gboolean
is_suggested (Fixture    *f,
              const char *text)
{
  return gtk_widget_has_css_class (button_of (f, text), "suggested-action");
}

static gboolean
is_focused (Fixture    *f,
            const char *text)
{
  return gtk_window_get_focus (GTK_WINDOW (f->window)) == button_of (f, text);
}

static void
damage (Fixture *f)
{
  static const char *const names[] = { "vault.hdr.a", "vault.hdr.b" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->casebook, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
    }
}

/* What the page says is what its blue button does: a new county in the place of a damaged one would be the wrong way. */
static void
test_suggested (Fixture      *f,
                gconstpointer data)
{
  static const char *const names[] = { "Found a new county", "Open a casebook", "Restore a backup" };
  static const struct { const char *suggested; const char *text; } table[] = {
    { "Found a new county", "There is no casebook on this computer yet." },
    { "Restore a backup", "The header of the casebook is damaged." },
    { "Open a casebook", "There is no casebook or backup there." },
    { "Found a new county", "There is no casebook on this computer yet." },
  };

  damage (f);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *nowhere = g_build_filename (f->dir, "<nowhere>", NULL);
      const char *dir = i == 1 ? f->casebook : i == 2 ? nowhere : NULL;

      cb_unlock_page_start (CB_UNLOCK_PAGE (f->page), dir);
      WAIT_FOR (cb_find_text (f->page, table[i].text) != NULL && is_focused (f, table[i].suggested));
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        g_assert_cmpint (is_suggested (f, names[k]), ==, strcmp (names[k], table[i].suggested) == 0);
      g_assert_true (dir == NULL || cb_find_text (cb_find_type (f->page, ADW_TYPE_STATUS_PAGE), dir) != NULL);
    }
}

/* When the time of waiting is over, nothing is left of the wrong try. */
static void
test_countdown (Fixture      *f,
                gconstpointer data)
{
  GtkWidget *entry = cb_find_type (f->page, CB_TYPE_PASSPHRASE_ENTRY), *text = cb_find_type (entry, GTK_TYPE_TEXT);

  cb_unlock_page_start (CB_UNLOCK_PAGE (f->page), f->casebook);
  WAIT_FOR (cb_find_text (f->page, "01") != NULL);
  for (guint i = 0; i < 3; i++)
    {
      gtk_entry_buffer_insert_text (gtk_text_get_buffer (GTK_TEXT (text)), 0, "wrong horse battery staple", -1);
      g_signal_emit_by_name (entry, "activate");
      WAIT_FOR (gtk_widget_has_css_class (entry, "error"));
    }
  WAIT_FOR (cb_find_text (f->page, "Too many wrong tries") != NULL);
  WAIT_FOR (cb_find_text (f->page, "Too many wrong tries") == NULL);
  g_assert_null (cb_find_text (f->page, "is not right"));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  g_test_add ("/unlock-page/suggested", Fixture, NULL, set_up, test_suggested, tear_down);
  g_test_add ("/unlock-page/countdown", Fixture, NULL, set_up, test_countdown, tear_down);

  return g_test_run ();
}
