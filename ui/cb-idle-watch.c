/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-idle-watch.h"

#include <time.h>

#define CHECK_SECONDS 10

struct _CbIdleWatch
{
  GObject parent_instance;

  GListModel *toplevels;
  gint64      touched;    /* seconds of the boot clock, which runs on while asleep */
  guint       minutes;
  guint       timer;
  gboolean    idle;
};

G_DEFINE_FINAL_TYPE (CbIdleWatch, cb_idle_watch, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_MINUTES,
  N_PROPS,
};

enum
{
  SIGNAL_IDLE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gint64
boot_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

static gboolean
check_cb (gpointer data)
{
  CbIdleWatch *self = data;

  if (!self->idle && self->minutes > 0 && boot_seconds () - self->touched >= (gint64) self->minutes * 60)
    {
      self->idle = TRUE;
      g_signal_emit (self, signals[SIGNAL_IDLE], 0);
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          CbIdleWatch              *self)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      cb_idle_watch_reset (self);
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
toplevels_changed_cb (GListModel  *model,
                      guint        position,
                      guint        removed,
                      guint        added,
                      CbIdleWatch *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (model, i);
      GtkEventController *controller = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
      g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
      gtk_widget_add_controller (window, controller);
    }
}

static void
cb_idle_watch_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_MINUTES)
    g_value_set_int (value, (int) CB_IDLE_WATCH (object)->minutes);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cb_idle_watch_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_MINUTES)
    CB_IDLE_WATCH (object)->minutes = (guint) g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cb_idle_watch_dispose (GObject *object)
{
  CbIdleWatch *self = CB_IDLE_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->toplevels);

  G_OBJECT_CLASS (cb_idle_watch_parent_class)->dispose (object);
}

static void
cb_idle_watch_class_init (CbIdleWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cb_idle_watch_get_property;
  object_class->set_property = cb_idle_watch_set_property;
  object_class->dispose = cb_idle_watch_dispose;

  properties[PROP_MINUTES] =
    g_param_spec_int ("minutes", NULL, NULL, 0, 24 * 60, 5, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_IDLE] =
    g_signal_new ("idle", CB_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_idle_watch_init (CbIdleWatch *self)
{
  self->minutes = 5;
  self->touched = boot_seconds ();
  self->toplevels = g_object_ref (gtk_window_get_toplevels ());
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (toplevels_changed_cb), self, 0);
  toplevels_changed_cb (self->toplevels, 0, 0, g_list_model_get_n_items (self->toplevels), self);
  self->timer = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
}

CbIdleWatch *
cb_idle_watch_new (void)
{
  return g_object_new (CB_TYPE_IDLE_WATCH, NULL);
}

void
cb_idle_watch_reset (CbIdleWatch *watch)
{
  g_return_if_fail (CB_IS_IDLE_WATCH (watch));

  watch->touched = boot_seconds ();
  watch->idle = FALSE;
}
