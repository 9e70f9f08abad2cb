/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The casebook is locked before the machine sleeps: a logind of the test's own stands in for the machine's, on the private bus. */

#include "cb-sleep-watch.h"

#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <unistd.h>

#define LOGIN "org.freedesktop.login1"
#define PATH  "/org/freedesktop/login1"
#define SEAT  "/org/freedesktop/login1/session/one"

static const char interface_xml[] =
  "<node><interface name='" LOGIN ".Manager'>"
  "<method name='Inhibit'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='h' direction='out'/></method>"
  "<method name='GetSessionByPID'><arg type='u' direction='in'/><arg type='o' direction='out'/></method>"
  "</interface></node>";

typedef struct
{
  GDBusConnection *bus;
  guint            name, object;
  gboolean         owned;
  guint            inhibited;   /* how often asked */
  guint            sessions;
  int              end;         /* of the pipe whose other end the program holds */
  guint            locks;       /* heard */
} Login;

static void
called_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               data)
{
  Login *login = data;

  if (g_str_equal (method, "Inhibit"))
    {
      g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
      const char *what, *mode;
      int ends[2];

      g_variant_get (parameters, "(&s&s&s&s)", &what, NULL, NULL, &mode);
      g_assert_cmpstr (what, ==, "sleep");
      g_assert_cmpstr (mode, ==, "delay");
      g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
      g_assert_true (g_unix_set_fd_nonblocking (ends[0], TRUE, NULL));
      if (login->end >= 0)
        close (login->end);
      login->end = ends[0];
      g_unix_fd_list_append (fds, ends[1], NULL);
      close (ends[1]);
      g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0), fds);
      login->inhibited++;
    }
  else
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", SEAT));
      login->sessions++;
    }
}

static void
acquired_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         data)
{
  ((Login *) data)->owned = TRUE;
}

static void
lock_cb (CbSleepWatch *watch,
         Login        *login)
{
  login->locks++;
}

/* Until @n is at least @least; what happens next has happened by then. */
static void
wait_for (const guint *n,
          guint        least)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*n < least && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_cmpuint (*n, >=, least);
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

/* Whether the program still holds up the sleep. */
static gboolean
is_held (Login *login)
{
  char byte;

  return read (login->end, &byte, 1) != 0;
}

static void
emit (Login      *login,
      const char *path,
      const char *interface,
      const char *signal,
      GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (login->bus, NULL, path, interface, signal, parameters, &error);
  g_assert_no_error (error);
}

static void
test_sleep (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, &error);
  g_autoptr (CbSleepWatch) watch = NULL;
  Login login = { .end = -1 };
  guint owned = 0;

  g_assert_no_error (error);
  login.bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  login.object = g_dbus_connection_register_object (login.bus, PATH, node->interfaces[0], &vtable, &login, NULL, &error);
  g_assert_no_error (error);
  login.name = g_bus_own_name_on_connection (login.bus, LOGIN, G_BUS_NAME_OWNER_FLAGS_NONE, acquired_cb, NULL, &login, NULL);
  while (!login.owned && owned++ < 10000)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (login.owned);

  watch = cb_sleep_watch_new ();
  g_signal_connect (watch, "lock", G_CALLBACK (lock_cb), &login);
  wait_for (&login.inhibited, 1);
  wait_for (&login.sessions, 1);
  settle ();
  g_assert_true (is_held (&login));

  /* The lid closes: locked, and the sleep held up until that is through. */
  emit (&login, PATH, LOGIN ".Manager", "PrepareForSleep", g_variant_new ("(b)", TRUE));
  wait_for (&login.locks, 1);
  g_assert_true (is_held (&login));
  cb_sleep_watch_done (watch);
  g_assert_false (is_held (&login));

  /* Awake again: nothing is locked by that, and the next sleep is held up as well. */
  emit (&login, PATH, LOGIN ".Manager", "PrepareForSleep", g_variant_new ("(b)", FALSE));
  wait_for (&login.inhibited, 2);
  settle ();
  g_assert_cmpuint (login.locks, ==, 1);
  g_assert_true (is_held (&login));

  /* The session is locked; a screen saver begins, and ends. */
  emit (&login, SEAT, LOGIN ".Session", "Lock", NULL);
  wait_for (&login.locks, 2);
  emit (&login, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", g_variant_new ("(b)", TRUE));
  wait_for (&login.locks, 3);
  emit (&login, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", g_variant_new ("(b)", FALSE));
  settle ();
  g_assert_cmpuint (login.locks, ==, 3);

  g_bus_unown_name (login.name);
  g_dbus_connection_unregister_object (login.bus, login.object);
  close (login.end);
  g_object_unref (login.bus);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Before anything asks for the system's bus. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  g_test_add_func ("/ui/sleep-watch", test_sleep);

  return g_test_run ();
}
