/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-application.h"

#include "cb-help.h"
#include "cb-idle-watch.h"
#include "cb-shortcuts.h"
#include "cb-sleep-watch.h"
#include "cb-window.h"

#include <glib/gi18n.h>

struct _CbApplication
{
  AdwApplication parent_instance;

  GSettings    *settings;
  CbIdleWatch  *idle;
  CbSleepWatch *sleep;
};

G_DEFINE_FINAL_TYPE (CbApplication, cb_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "casebook", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("The folder of the casebook to open"), N_("FOLDER") },
  { "new", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Found a new county"), NULL },
  { NULL },
};

/* --- locking --- */

static void
window_locked_cb (CbApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CB_IS_WINDOW (l->data) && cb_window_is_busy (l->data))
      return;
  if (self->sleep != NULL)
    cb_sleep_watch_done (self->sleep);
}

static void
lock_all_cb (CbApplication *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (CB_IS_WINDOW (l->data))
      cb_window_lock (l->data);
  window_locked_cb (self);
}

/* --- windows --- */

static CbWindow *
find_window (CbApplication *self,
             const char    *dir)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CB_IS_WINDOW (l->data) && (dir == NULL || g_strcmp0 (cb_window_get_dir (l->data), dir) == 0))
      return l->data;

  return NULL;
}

static void
open_window (CbApplication *self,
             const char    *dir,
             gboolean       found)
{
  CbWindow *window = found ? NULL : find_window (self, dir);

  if (window == NULL)
    {
      g_autofree char *last = dir == NULL && !found ? g_settings_get_string (self->settings, "last-casebook") : NULL;

      window = cb_window_new (ADW_APPLICATION (self),
                              dir != NULL ? dir : last != NULL && last[0] != '\0' ? last : NULL);
      g_signal_connect_object (window, "locked", G_CALLBACK (window_locked_cb), self, G_CONNECT_SWAPPED);
    }
  if (found)
    cb_window_found (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
cb_application_activate (GApplication *app)
{
  open_window (CB_APPLICATION (app), NULL, FALSE);
}

static int
cb_application_command_line (GApplication            *app,
                             GApplicationCommandLine *line)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autofree char *dir = NULL;
  gboolean found = FALSE;

  if (g_variant_dict_lookup (dict, "casebook", "^ay", &dir))
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, dir);

      g_free (dir);
      dir = g_file_get_path (file);
    }
  g_variant_dict_lookup (dict, "new", "b", &found);
  open_window (CB_APPLICATION (app), dir, found);

  return 0;
}

/* --- actions --- */

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
about_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", _("Casebook"),
                         "application-icon", CB_APP_ID,
                         "version", CB_VERSION,
                         "developer-name", _("The Casebook maintainers"),
                         "comments", _("An offline, encrypted desk for county social assistance."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
help_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_help_show (gtk_application_get_active_window (data));
}

static const GActionEntry actions[] = {
  { "quit", quit_activated_cb },
  { "help", help_activated_cb },
  { "about", about_activated_cb },
};

static void
color_scheme_changed_cb (CbApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int choice = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (choice, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

static void
cb_application_startup (GApplication *app)
{
  CbApplication *self = CB_APPLICATION (app);

  G_APPLICATION_CLASS (cb_application_parent_class)->startup (app);

  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  cb_shortcuts_install (GTK_APPLICATION (app));

  self->settings = g_settings_new (CB_APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);

  self->idle = cb_idle_watch_new ();
  g_settings_bind (self->settings, "idle-lock-minutes", self->idle, "minutes", G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (lock_all_cb), self, G_CONNECT_SWAPPED);
  self->sleep = cb_sleep_watch_new ();
  g_signal_connect_object (self->sleep, "lock", G_CALLBACK (lock_all_cb), self, G_CONNECT_SWAPPED);
}

static void
cb_application_dispose (GObject *object)
{
  CbApplication *self = CB_APPLICATION (object);

  g_clear_object (&self->idle);
  g_clear_object (&self->sleep);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (cb_application_parent_class)->dispose (object);
}

static void
cb_application_class_init (CbApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_application_dispose;
  app_class->startup = cb_application_startup;
  app_class->activate = cb_application_activate;
  app_class->command_line = cb_application_command_line;
}

static void
cb_application_init (CbApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _("The desk of a county's social assistance."));
}

CbApplication *
cb_application_new (void)
{
  return g_object_new (CB_TYPE_APPLICATION,
                       "application-id", CB_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/cn/casebook/Casebook",
                       NULL);
}
