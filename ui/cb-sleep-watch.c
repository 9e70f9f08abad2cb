/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-sleep-watch.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#define LOGIN   "org.freedesktop.login1"
#define MANAGER LOGIN ".Manager"
#define PATH    "/org/freedesktop/login1"

struct _CbSleepWatch
{
  GObject parent_instance;

  GCancellable    *cancellable;
  GDBusConnection *system;
  GDBusConnection *session;
  guint            system_ids[2];
  guint            session_ids[2];
  int              inhibitor;       /* -1: none held */
};

G_DEFINE_FINAL_TYPE (CbSleepWatch, cb_sleep_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_LOCK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
inhibited_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (CbSleepWatch) self = data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), &fds, result, NULL);

  if (reply != NULL && fds != NULL && self->inhibitor < 0)
    self->inhibitor = g_unix_fd_list_get (fds, 0, NULL);
}

static void
inhibit (CbSleepWatch *self)
{
  g_dbus_connection_call_with_unix_fd_list (self->system, LOGIN, PATH, MANAGER, "Inhibit",
                                            g_variant_new ("(ssss)", "sleep", "Casebook",
                                                           "The casebook is being locked", "delay"),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                            self->cancellable, inhibited_cb, g_object_ref (self));
}

static void
prepare_for_sleep_cb (GDBusConnection *bus,
                      const char      *sender,
                      const char      *path,
                      const char      *interface,
                      const char      *name,
                      GVariant        *parameters,
                      gpointer         data)
{
  CbSleepWatch *self = data;
  gboolean asleep;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &asleep);
  if (asleep)
    g_signal_emit (self, signals[SIGNAL_LOCK], 0);
  else if (self->inhibitor < 0)
    inhibit (self);
}

static void
session_locked_cb (GDBusConnection *bus,
                   const char      *sender,
                   const char      *path,
                   const char      *interface,
                   const char      *name,
                   GVariant        *parameters,
                   gpointer         data)
{
  g_signal_emit (data, signals[SIGNAL_LOCK], 0);
}

static void
screen_saver_cb (GDBusConnection *bus,
                 const char      *sender,
                 const char      *path,
                 const char      *interface,
                 const char      *name,
                 GVariant        *parameters,
                 gpointer         data)
{
  gboolean active = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &active);
  if (active)
    g_signal_emit (data, signals[SIGNAL_LOCK], 0);
}

static void
own_session_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (CbSleepWatch) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  const char *path;

  if (reply == NULL || self->system == NULL)
    return;
  g_variant_get (reply, "(&o)", &path);
  self->system_ids[1] =
    g_dbus_connection_signal_subscribe (self->system, LOGIN, LOGIN ".Session", "Lock", path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, session_locked_cb, self, NULL);
}

static void
system_bus_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (CbSleepWatch) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;
  self->system = g_steal_pointer (&bus);
  self->system_ids[0] =
    g_dbus_connection_signal_subscribe (self->system, LOGIN, MANAGER, "PrepareForSleep", PATH, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, prepare_for_sleep_cb, self, NULL);
  inhibit (self);
  g_dbus_connection_call (self->system, LOGIN, PATH, MANAGER, "GetSessionByPID",
                          g_variant_new ("(u)", (guint32) getpid ()), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, own_session_cb, g_object_ref (self));
}

static void
session_bus_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  static const char *const interfaces[] = { "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver" };
  g_autoptr (CbSleepWatch) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;
  self->session = g_steal_pointer (&bus);
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    self->session_ids[i] =
      g_dbus_connection_signal_subscribe (self->session, NULL, interfaces[i], "ActiveChanged", NULL, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, screen_saver_cb, self, NULL);
}

static void
unsubscribe (GDBusConnection *bus,
             guint           *ids)
{
  for (guint i = 0; i < 2; i++)
    if (bus != NULL && ids[i] != 0)
      g_dbus_connection_signal_unsubscribe (bus, ids[i]);
  ids[0] = ids[1] = 0;
}

static void
cb_sleep_watch_dispose (GObject *object)
{
  CbSleepWatch *self = CB_SLEEP_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  unsubscribe (self->system, self->system_ids);
  unsubscribe (self->session, self->session_ids);
  cb_sleep_watch_done (self);
  g_clear_object (&self->system);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (cb_sleep_watch_parent_class)->dispose (object);
}

static void
cb_sleep_watch_class_init (CbSleepWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_sleep_watch_dispose;
  signals[SIGNAL_LOCK] =
    g_signal_new ("lock", CB_TYPE_SLEEP_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_sleep_watch_init (CbSleepWatch *self)
{
  self->inhibitor = -1;
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, g_object_ref (self));
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, session_bus_cb, g_object_ref (self));
}

CbSleepWatch *
cb_sleep_watch_new (void)
{
  return g_object_new (CB_TYPE_SLEEP_WATCH, NULL);
}

void
cb_sleep_watch_done (CbSleepWatch *watch)
{
  g_return_if_fail (CB_IS_SLEEP_WATCH (watch));

  if (watch->inhibitor >= 0)
    close (watch->inhibitor);
  watch->inhibitor = -1;
}
