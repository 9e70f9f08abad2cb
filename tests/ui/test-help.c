/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "cb-find.h"
#include "cb-help.h"
#include "cb-test-wait.h"

#define WAIT_FOR(condition) CB_WAIT_FOR (condition, 10)

/* The help texts are in the program and can be read there. */

static char *
text_of (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
is_tagged (GtkTextBuffer *buffer,
           const char    *text,
           const char    *tag)
{
  GtkTextIter start, at;

  gtk_text_buffer_get_start_iter (buffer, &start);
  return gtk_text_iter_forward_search (&start, text, 0, &at, NULL, NULL)
         && gtk_text_iter_has_tag (&at, gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), tag));
}

static void
test_window (void)
{
  GtkWidget *window, *view, *list;
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  g_test_summary ("Each text has its heading, and nothing of its marks; code keeps its indentation");
  cb_help_show (NULL);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
  window = g_list_model_get_item (windows, 0);
  view = cb_find_type (window, GTK_TYPE_TEXT_VIEW);
  list = cb_find_type (window, GTK_TYPE_LIST_BOX);
  WAIT_FOR (gtk_widget_get_mapped (view));
  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n)) != NULL; n++)
    {
      GtkTextBuffer *buffer;
      g_autofree char *text = NULL;

      gtk_list_box_select_row (GTK_LIST_BOX (list), row);
      buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
      text = text_of (buffer);
      g_assert_cmpuint (strlen (text), >, 1000);
      g_assert_false (g_str_has_prefix (text, "#"));
      g_assert_null (strstr (text, "<kbd>"));
      g_assert_null (strstr (text, "```"));
      g_assert_null (strstr (text, "\n## "));
    }
  g_assert_cmpuint (n, ==, 6);
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_true (is_tagged (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "The Policy page", "title"));
  g_assert_true (is_tagged (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Reading the rules", "heading"));
  g_assert_true (is_tagged (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "dibao.standard", "code"));
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 5));
  g_assert_true (is_tagged (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "  \"on\": \"2026-09-01\"", "code"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/help/window", test_window);
  return g_test_run ();
}
