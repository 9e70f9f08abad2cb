/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-shortcuts.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *group;     /* N_(); NULL: as the one before */
  const char *title;     /* N_(); NULL: not shown */
  const char *action;    /* NULL: bound by the page or widget itself, listed here for people only */
  const char *keys[3];
} Shortcut;

static const Shortcut shortcuts[] = {
  { N_("Everywhere"), N_("Search households"), "win.search", { "<Control>f" } },
  { NULL, N_("New household"), "win.new-household", { "<Control>n" } },
  { NULL, N_("Import a roster"), "win.import", { "<Control>o" } },
  { NULL, N_("Undo the last thing"), "win.undo", { "<Control>z" } },
  { NULL, N_("Lock"), "win.lock", { "<Control>l" } },
  { NULL, N_("Quit"), "app.quit", { "<Control>q" } },
  { N_("Getting around"), N_("Back"), "win.back", { "<Alt>Left" } },
  { NULL, N_("First place: Today"), "win.go(1)", { "<Alt>1" } },
  { NULL, N_("Second place: Households"), "win.go(2)", { "<Alt>2" } },
  { NULL, N_("Further places, in their order"), "win.go(3)", { "<Alt>3" } },
  { NULL, NULL, "win.go(4)", { "<Alt>4" } },
  { NULL, NULL, "win.go(5)", { "<Alt>5" } },
  { NULL, NULL, "win.go(6)", { "<Alt>6" } },
  { NULL, NULL, "win.go(7)", { "<Alt>7" } },
  { NULL, NULL, "win.go(8)", { "<Alt>8" } },
  { NULL, NULL, "win.go(9)", { "<Alt>9" } },
  { NULL, N_("Main menu"), "win.menu", { "F10" } },
  { NULL, N_("Settings"), "win.settings", { "<Control>comma" } },
  { NULL, N_("These shortcuts"), "win.show-help-overlay", { "<Control>question", "F1" } },
  { N_("In a household"), N_("Next field"), NULL, { "Return" } },
  { NULL, N_("Do again what was undone"), NULL, { "<Control><Shift>z" } },
  { NULL, N_("Field before"), NULL, { "<Shift>Return" } },
  { NULL, N_("Add a member, or a line in the table"), NULL, { "Insert" } },
  { NULL, N_("Carry over the value above"), NULL, { "<Control>d" } },
  { NULL, N_("Next part of the page"), NULL, { "F6" } },
  { NULL, N_("Print the worksheet"), NULL, { "F4" } },
};

void
cb_shortcuts_install (GtkApplication *app)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (shortcuts[i].action != NULL)
      gtk_application_set_accels_for_action (app, shortcuts[i].action, (const char **) shortcuts[i].keys);
}

GtkWidget *
cb_shortcuts_window_new (void)
{
  g_autoptr (GString) xml = g_string_new (NULL);
  g_autoptr (GtkBuilder) builder = NULL;

  g_string_append (xml,
                   "<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>1</property>"
                   "<child><object class='GtkShortcutsSection'><property name='section-name'>all</property>"
                   "<property name='max-height'>14</property>");
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const Shortcut *shortcut = &shortcuts[i];
      g_autofree char *keys = NULL;
      g_autofree char *item = NULL;

      if (shortcut->group != NULL)
        {
          g_autofree char *group = g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                                                            "<property name='title'>%s</property>",
                                                            _(shortcut->group));

          if (i > 0)
            g_string_append (xml, "</object></child>");
          g_string_append (xml, group);
        }
      if (shortcut->title == NULL)
        continue;
      keys = g_strjoinv (" ", (char **) shortcut->keys);
      item = g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'>"
                                      "<property name='title'>%s</property>"
                                      "<property name='accelerator'>%s</property></object></child>",
                                      _(shortcut->title), keys);
      g_string_append (xml, item);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");

  builder = gtk_builder_new_from_string (xml->str, -1);
  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
