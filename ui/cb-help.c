/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-help.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>
#include "cb-widgets.h"

#define FOLDER "/cn/casebook/Casebook/help/"

static const struct { const char *file, *title; } texts[] = {
  { "policy.md", N_("The Policy page") }, { "recovery.md", N_("Lost passphrases, lost computers") },
  { "rule-tutorial.md", N_("Writing rules: a tutorial") }, { "rule-language.md", N_("The rule language") },
  { "casebookctl.md", N_("casebookctl, without a screen") }, { "facts-format.md", N_("Facts files") },
};

/* --- Markdown, as far as our texts use it --- */

static void
add (GtkTextBuffer *buffer,
     const char    *text,
     gssize         n,
     const char    *tag,
     const char    *line_tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (tag != NULL && line_tag != NULL)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, (int) n, tag, line_tag, NULL);
  else if (tag != NULL || line_tag != NULL)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, (int) n, tag != NULL ? tag : line_tag, NULL);
  else
    gtk_text_buffer_insert (buffer, &end, text, (int) n);
}

/* `code`, **strong**, *emphasis*, <kbd>keys</kbd>; a mark that is not closed on its line is text. */
static void
add_line (GtkTextBuffer *buffer,
          const char    *line,
          const char    *line_tag)
{
  static const struct { const char *open, *close, *tag; } marks[] = {
    { "`", "`", "code" }, { "**", "**", "strong" }, { "<kbd>", "</kbd>", "strong" }, { "*", "*", "emphasis" },
  };

  for (const char *p = line, *plain = line;;)
    {
      gboolean found = FALSE;

      for (guint i = 0; !found && *p != '\0' && i < G_N_ELEMENTS (marks); i++)
        {
          const char *inside = p + strlen (marks[i].open), *end;

          if (!g_str_has_prefix (p, marks[i].open) || *inside == '\0' || *inside == ' ' || (end = strstr (inside, marks[i].close)) == NULL)
            continue;
          add (buffer, plain, p - plain, NULL, line_tag);
          add (buffer, inside, end - inside, marks[i].tag, line_tag);
          p = plain = end + strlen (marks[i].close);
          found = TRUE;
        }
      if (found)
        continue;
      if (*p == '\0')
        {
          add (buffer, plain, p - plain, NULL, line_tag);
          return;
        }
      p = g_utf8_next_char (p);
    }
}

/* A line that goes on with the paragraph or the item before it. */
static gboolean
goes_on (const char *line)
{
  while (*line == ' ')
    line++;
  return *line != '\0' && *line != '#' && *line != '|' && !g_str_has_prefix (line, "* ") && !g_str_has_prefix (line, "- ") &&
         !g_str_has_prefix (line, "```") && !(g_ascii_isdigit (*line) && line[1] == '.');
}

void
cb_help_render (GtkTextBuffer *buffer,
                const char    *markdown)
{
  g_auto (GStrv) lines = g_strsplit (markdown, "\n", -1);
  gboolean code = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = code ? lines[i] : g_strchug (lines[i]);
      const gsize level = strspn (line, "#");
      const gboolean item = g_str_has_prefix (line, "* ") || g_str_has_prefix (line, "- ");

      if (g_str_has_prefix (line + strspn (line, " "), "```"))
        {
          code = !code;
          continue;
        }
      if (code || *line == '|')
        {
          add (buffer, line, -1, "code", "block");
          add (buffer, "\n", 1, NULL, NULL);
          continue;
        }
      if (level > 0 && level < 4 && line[level] == ' ')
        add_line (buffer, line + level + 1, level == 1 ? "title" : "heading");
      else
        {
          g_autoptr (GString) whole = g_string_new (item ? "• " : "");

          g_string_append (whole, item ? line + 2 : line);
          while (*line != '\0' && lines[i + 1] != NULL && goes_on (lines[i + 1]))
            g_string_append_printf (whole, " %s", g_strchug (lines[++i]));
          add_line (buffer, whole->str, item ? "item" : NULL);
        }
      add (buffer, "\n", 1, NULL, NULL);
    }
}

/* --- the window --- */

static GtkTextBuffer *
buffer_new (void)
{
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);

  gtk_text_buffer_create_tag (buffer, "title", "weight", PANGO_WEIGHT_BOLD, "scale", 1.5, "pixels-below-lines", 6, NULL);
  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD, "scale", 1.15, "pixels-above-lines", 10, NULL);
  gtk_text_buffer_create_tag (buffer, "strong", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, "emphasis", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, "code", "family", "monospace", "scale", 0.95, NULL);
  gtk_text_buffer_create_tag (buffer, "block", "left-margin", 18, NULL);
  gtk_text_buffer_create_tag (buffer, "item", "left-margin", 18, "indent", -12, "pixels-above-lines", 2, NULL);
  return buffer;
}

static void
chosen_cb (GtkTextView   *view,
           GtkListBoxRow *row)
{
  g_autoptr (GtkTextBuffer) buffer = buffer_new ();
  const int i = row != NULL ? gtk_list_box_row_get_index (row) : 0;
  g_autofree char *path = g_strconcat (FOLDER, texts[i].file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize n;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &n) : NULL;
  g_autofree char *text = data != NULL ? g_strndup (data, n) : g_strdup ("");
  GtkTextIter start;

  cb_help_render (buffer, text);
  gtk_text_view_set_buffer (view, buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_view_scroll_to_iter (view, &start, 0, TRUE, 0, 0);
}

void
cb_help_show (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *list = gtk_list_box_new (), *view = gtk_text_view_new ();
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", view, "hexpand", TRUE, "vexpand", TRUE, NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  g_object_set (view, "left-margin", 18, "right-margin", 18, "top-margin", 12, "bottom-margin", 18, NULL);
  cb_widget_set_label (view, _("Help"));
  gtk_widget_add_css_class (list, "navigation-sidebar");
  cb_widget_set_label (list, _("Help texts"));
  gtk_widget_set_size_request (list, 220, -1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *label = cb_label_new (_(texts[i].title), NULL);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (list), label);
    }
  g_signal_connect_object (list, "row-selected", G_CALLBACK (chosen_cb), view, G_CONNECT_SWAPPED);
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  gtk_box_append (GTK_BOX (line), list);
  gtk_box_append (GTK_BOX (line), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (line), scrolled);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), line);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), _("Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), 980, 680);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
