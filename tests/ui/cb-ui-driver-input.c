/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hands of the driver: keys, mouse, actions, the camera. */

#define G_LOG_DOMAIN "cb-ui"

#include "cb-ui-driver.h"
#include "cb-ui-driver-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TABS 80

/* Runs a small tool, fails the test when it fails; returns what it printed. */
static char *
run_tool (const char *first,
          ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) tool = NULL;
  char *out = NULL;
  va_list args;

  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  tool = g_subprocess_newv ((const char * const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (tool, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  return out;
}

/* The newest of the program's windows that show, as X numbers it; NULL when there is none. */
static char *
newest_window (CbUi *ui)
{
  g_autofree char *pid = g_strdup_printf ("%d", ui->pid);
  g_autofree char *out = run_tool ("xdotool", "search", "--onlyvisible", "--pid", pid, NULL);
  g_auto (GStrv) lines = g_strsplit (g_strstrip (out), "\n", -1);
  guint n = g_strv_length (lines);
  guint64 newest = 0;

  for (guint i = 0; i < n; i++)
    newest = MAX (newest, g_ascii_strtoull (lines[i], NULL, 10));
  return newest != 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, newest) : NULL;
}

/* There is no window manager to give the focus to the window that has just opened. */
static void
take_focus (CbUi *ui)
{
  g_autofree char *window = newest_window (ui);
  g_autofree char *current = run_tool ("xdotool", "getwindowfocus", NULL);

  if (window == NULL || g_strcmp0 (g_strstrip (current), window) == 0)
    return;
  g_free (run_tool ("xdotool", "windowfocus", "--sync", window, NULL));
  cb_ui_spin (ui, 60);
}

void
cb_ui_set_text (CbUi       *ui,
                CbUiNode   *entry,
                const char *text)
{
  g_autoptr (GObject) editable = (GObject *) atspi_accessible_get_editable_text_iface (entry);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (editable);
  g_assert_true (atspi_editable_text_set_text_contents ((AtspiEditableText *) editable, text, &error));
  g_assert_no_error (error);
}

void
cb_ui_press (CbUi     *ui,
             CbUiNode *node)
{
  g_autoptr (GObject) action = (GObject *) atspi_accessible_get_action_iface (node);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (action);
  g_assert_true (atspi_action_do_action ((AtspiAction *) action, 0, &error));
  g_assert_no_error (error);
}

typedef struct
{
  CbUi       *ui;
  const char *name;
  gboolean    whole;
  CbUiNode   *found;
} Pressable;

static gboolean
accept_pressable (CbUiNode *node,
                  gpointer  data)
{
  Pressable *wanted = data;
  g_autoptr (GObject) action = NULL;
  g_autofree char *name = NULL;

  switch (atspi_accessible_get_role (node, NULL))
    {
    case ATSPI_ROLE_PUSH_BUTTON:
    case ATSPI_ROLE_TOGGLE_BUTTON:
    case ATSPI_ROLE_RADIO_BUTTON:
    case ATSPI_ROLE_LINK:
    case ATSPI_ROLE_PAGE_TAB:
      break;
    default:
      return FALSE;
    }
  name = cb_ui_dup_name (node);
  if (name == NULL || (wanted->whole ? strcmp (name, wanted->name) != 0 : strstr (name, wanted->name) == NULL))
    return FALSE;
  action = (GObject *) atspi_accessible_get_action_iface (node);
  return action != NULL;
}

static gboolean
try_pressable (gpointer data)
{
  Pressable *wanted = data;

  wanted->found = cb_ui_search (wanted->ui->root, 0, accept_pressable, wanted);
  return wanted->found != NULL;
}

void
cb_ui_press_named (CbUi       *ui,
                   AtspiRole   role,
                   const char *name)
{
  g_autoptr (CbUiNode) node = NULL;

  if (role == CB_UI_ANY)
    {
      /* A name of one or two letters, such as a number, is meant whole. */
      Pressable wanted = { ui, name, g_utf8_strlen (name, -1) < 3, NULL };

      if (cb_ui_wait_until (ui, try_pressable, &wanted))
        node = wanted.found;
    }
  if (node == NULL)
    node = cb_ui_wait (ui, NULL, role, name);
  cb_ui_press (ui, node);
}

/* How far below its top edge @node is clicked.  Newer GTK leaves out of the extents what the parents pad, so that they lie too high,
 * by more than half of a field in a nested one. */
static int
click_depth (CbUi            *ui,
             const AtspiRect *rect)
{
  g_autofree char *version = atspi_accessible_get_toolkit_version (ui->root, NULL);
  int major = 0, minor = 0;

  if (version != NULL && sscanf (version, "%d.%d", &major, &minor) == 2 && minor >= 10)
    return rect->height - 4;
  return rect->height / 2;
}

void
cb_ui_click (CbUi     *ui,
             CbUiNode *node)
{
  g_autoptr (GObject) component = (GObject *) atspi_accessible_get_component_iface (node);
  g_autofree AtspiRect *rect = NULL;
  g_autofree char *window = newest_window (ui);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  g_assert_nonnull (component);
  g_assert_nonnull (window);
  rect = atspi_component_get_extents ((AtspiComponent *) component, ATSPI_COORD_TYPE_WINDOW, NULL);
  g_assert_nonnull (rect);
  /* Five pixels: the border that GTK draws around its window when nobody manages it; extents begin inside of it. */
  x = g_strdup_printf ("%d", rect->x + rect->width / 2 + 5);
  y = g_strdup_printf ("%d", rect->y + click_depth (ui, rect) + 5);
  g_free (run_tool ("xdotool", "mousemove", "--sync", "--window", window, x, y, NULL));
  g_free (run_tool ("xdotool", "click", "1", NULL));
  cb_ui_spin (ui, 30);
}

void
cb_ui_key (CbUi       *ui,
           const char *keys)
{
  take_focus (ui);
  g_free (run_tool ("xdotool", "key", "--clearmodifiers", "--delay", "25", keys, NULL));
  cb_ui_spin (ui, 30);
}

/* Puts characters that no key gives onto spare keys, and leaves them there: a key map that changes between two strokes is
 * read too late by a busy program, and characters are lost.  A key is given to another character only after all the
 * other spare ones were. */
static void
give_key (gunichar c)
{
  static GArray *keys;          /* of int: spare key codes */
  static GHashTable *given;     /* of gunichar */
  static GQueue order = G_QUEUE_INIT;
  g_autofree char *expression = NULL;
  int key;

  if (keys == NULL)
    {
      g_autofree char *map = run_tool ("xmodmap", "-pke", NULL);
      g_auto (GStrv) lines = g_strsplit (map, "\n", -1);

      keys = g_array_new (FALSE, FALSE, sizeof (int));
      given = g_hash_table_new (NULL, NULL);
      for (guint i = 0; lines[i] != NULL; i++)
        if (sscanf (lines[i], "keycode %d", &key) == 1 && g_str_has_suffix (g_strchomp (lines[i]), "="))
          g_array_append_val (keys, key);
      g_assert_cmpuint (keys->len, >=, 8);
    }
  if (g_hash_table_contains (given, GUINT_TO_POINTER (c)))
    return;
  if (order.length == keys->len)
    {
      gpointer oldest = g_queue_pop_head (&order);

      key = GPOINTER_TO_INT (g_hash_table_lookup (given, oldest));
      g_hash_table_remove (given, oldest);
    }
  else
    {
      key = g_array_index (keys, int, order.length);
    }
  g_queue_push_tail (&order, GUINT_TO_POINTER (c));
  g_hash_table_insert (given, GUINT_TO_POINTER (c), GINT_TO_POINTER (key));
  expression = g_strdup_printf ("keycode %d = U%04X", key, c);
  g_free (run_tool ("xmodmap", "-e", expression, NULL));
}

/* A stretch of characters that all stand on keys already, or all do not. */
static void
type_stretch (CbUi       *ui,
              const char *text,
              gsize       length)
{
  g_autofree char *stretch = g_strndup (text, length);

  if ((guchar) stretch[0] < 0x80)
    {
      g_free (run_tool ("xdotool", "type", "--clearmodifiers", "--delay", "20", stretch, NULL));
      return;
    }
  for (const char *p = stretch; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *name = g_strdup_printf ("U%04X", g_utf8_get_char (p));

      give_key (g_utf8_get_char (p));
      g_free (run_tool ("xdotool", "key", "--clearmodifiers", name, NULL));
    }
}

void
cb_ui_type (CbUi       *ui,
            const char *text)
{
  const char *from = text;

  take_focus (ui);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (p > from && ((guchar) *p < 0x80) != ((guchar) *from < 0x80))
      {
        type_stretch (ui, from, p - from);
        from = p;
      }
  if (*from != '\0')
    type_stretch (ui, from, strlen (from));
  cb_ui_spin (ui, 40);
}

static gboolean
accept_focused (CbUiNode *node,
                gpointer  data)
{
  return cb_ui_has_state (node, ATSPI_STATE_FOCUSED);
}

CbUiNode *
cb_ui_focused (CbUi *ui)
{
  atspi_accessible_clear_cache (ui->root);
  return cb_ui_search (ui->root, 0, accept_focused, NULL);
}

void
cb_ui_tab_to (CbUi       *ui,
              const char *name)
{
  for (guint i = 0; i < MAX_TABS; i++)
    {
      g_autoptr (CbUiNode) node = cb_ui_focused (ui);

      if (node != NULL)
        {
          g_autofree char *own = cb_ui_dup_name (node);

          if (own != NULL && strstr (own, name) != NULL)
            return;
        }
      cb_ui_key (ui, "Tab");
    }
  g_error ("Tab does not lead to \"%s\"", name);
}

/* The well-known name that the program owns on the session bus: its application id. */
static char *
application_id (CbUi            *ui,
                GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariantIter) names = NULL;
  const char *name;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames", NULL,
                                       G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, 3000, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(as)", &names);
  while (g_variant_iter_next (names, "&s", &name))
    {
      g_autoptr (GVariant) owner = NULL;
      guint32 pid;

      if (name[0] == ':' || g_str_has_prefix (name, "org."))
        continue;
      owner = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                                           "GetConnectionUnixProcessID", g_variant_new ("(s)", name),
                                           G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, 3000, NULL, NULL);
      if (owner == NULL)
        continue;
      g_variant_get (owner, "(u)", &pid);
      if ((int) pid == ui->pid)
        return g_strdup (name);
    }
  g_error ("the program has no name on the session bus");
}

void
cb_ui_action (CbUi       *ui,
              const char *action,
              GVariant   *parameter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  GVariantBuilder parameters;
  const char *dot = strchr (action, '.');

  g_assert_no_error (error);
  g_assert_nonnull (dot);
  id = application_id (ui, bus);
  path = g_strdup_printf ("/%s%s", id, g_str_has_prefix (action, "win.") ? "/window/1" : "");
  for (char *p = path; *p != '\0'; p++)
    if (*p == '.')
      *p = '/';
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  if (parameter != NULL)
    g_variant_builder_add (&parameters, "v", parameter);
  reply = g_dbus_connection_call_sync (bus, id, path, "org.gtk.Actions", "Activate",
                                       g_variant_new ("(sava{sv})", dot + 1, &parameters, NULL),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
  cb_ui_spin (ui, 30);
}

void
cb_ui_resize (CbUi *ui,
              int   width,
              int   height)
{
  g_autofree char *window = newest_window (ui);
  g_autofree char *w = g_strdup_printf ("%d", width);
  g_autofree char *h = g_strdup_printf ("%d", height);

  g_assert_nonnull (window);
  g_free (run_tool ("xdotool", "windowmove", window, "0", "0", "windowsize", window, w, h, NULL));
  cb_ui_spin (ui, 200);
}

void
cb_ui_center_dialog (CbUi *ui)
{
  g_autofree char *window = newest_window (ui);
  g_autofree char *pid = g_strdup_printf ("%d", ui->pid);
  g_autofree char *all = run_tool ("xdotool", "search", "--onlyvisible", "--pid", pid, NULL);
  g_autofree char *geometry = NULL;
  g_autofree char *name = NULL;
  g_autofree char *screen = run_tool ("xdotool", "getdisplaygeometry", NULL);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  const char *at;
  int width, height, screen_width, screen_height;

  if (window == NULL || strchr (g_strstrip (all), '\n') == NULL)
    return;
  /* A menu or another popover has no title, and its place already. */
  name = run_tool ("xdotool", "getwindowname", window, NULL);
  if (*g_strstrip (name) == '\0')
    return;
  geometry = run_tool ("xdotool", "getwindowgeometry", window, NULL);
  at = strstr (geometry, "Geometry:");
  g_assert_true (at != NULL && sscanf (at, "Geometry: %dx%d", &width, &height) == 2);
  g_assert_cmpint (sscanf (screen, "%d %d", &screen_width, &screen_height), ==, 2);
  x = g_strdup_printf ("%d", MAX (0, (screen_width - width) / 2));
  y = g_strdup_printf ("%d", MAX (0, (screen_height - height) / 2));
  g_free (run_tool ("xdotool", "windowmove", window, x, y, NULL));
  cb_ui_spin (ui, 200);
}

void
cb_ui_screenshot (CbUi       *ui,
                  const char *path)
{
  /* One more frame, so that what was just read is also painted. */
  cb_ui_spin (ui, 80);
  g_free (run_tool ("import", "-silent", "-window", "root", path, NULL));
}
