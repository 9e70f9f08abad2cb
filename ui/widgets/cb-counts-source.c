/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-counts-source.h"

/* Commits follow each other quickly while somebody types; counting once after them is enough. */
#define SETTLE_MS 250

struct _CbCountsSource
{
  GObject parent_instance;

  CbDesk       *desk;         /* owns us: no reference */
  GCancellable *cancellable;
  CbCounts      counts;
  gboolean      known;
  gboolean      loading;
  guint         settle;
};

G_DEFINE_FINAL_TYPE (CbCountsSource, cb_counts_source, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gpointer
count_job (CbDesk        *desk,
           CbDb          *db,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree CbCounts *counts = g_new0 (CbCounts, 1);

  if (!cb_counts_load (desk, db, data, counts, error))
    return NULL;

  return g_steal_pointer (&counts);
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CbCountsSource) self = data;
  g_autofree CbCounts *counts = cb_desk_finish (CB_DESK (object), result, NULL);

  self->loading = FALSE;
  if (counts == NULL)
    return;
  self->counts = *counts;
  self->known = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
load (CbCountsSource *self)
{
  if (self->loading)
    return;
  self->loading = TRUE;
  cb_desk_read_async (self->desk, count_job, g_strdup (cb_desk_area (self->desk)), g_free, g_free,
                      self->cancellable, counted_cb, g_object_ref (self));
}

static gboolean
settled_cb (gpointer data)
{
  CbCountsSource *self = data;

  if (self->loading)
    return G_SOURCE_CONTINUE;
  self->settle = 0;
  load (self);

  return G_SOURCE_REMOVE;
}

static void
desk_changed_cb (CbDesk         *desk,
                 guint           mask,
                 CbCountsSource *self)
{
  if (self->settle == 0)
    self->settle = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
cb_counts_source_dispose (GObject *object)
{
  CbCountsSource *self = CB_COUNTS_SOURCE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle, g_source_remove);

  G_OBJECT_CLASS (cb_counts_source_parent_class)->dispose (object);
}

static void
cb_counts_source_finalize (GObject *object)
{
  g_clear_object (&CB_COUNTS_SOURCE (object)->cancellable);

  G_OBJECT_CLASS (cb_counts_source_parent_class)->finalize (object);
}

static void
cb_counts_source_class_init (CbCountsSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_counts_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_counts_source_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", CB_TYPE_COUNTS_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_counts_source_init (CbCountsSource *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
locked_cb (CbDesk         *desk,
           CbCountsSource *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle, g_source_remove);
}

CbCountsSource *
cb_counts_source_of (CbDesk *desk)
{
  CbCountsSource *self;

  g_return_val_if_fail (CB_IS_DESK (desk), NULL);

  self = g_object_get_data (G_OBJECT (desk), "cb-counts-source");
  if (self == NULL)
    {
      self = g_object_new (CB_TYPE_COUNTS_SOURCE, NULL);
      self->desk = desk;
      g_object_set_data_full (G_OBJECT (desk), "cb-counts-source", self, g_object_unref);
      g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, 0);
      g_signal_connect_object (desk, "locked", G_CALLBACK (locked_cb), self, 0);
      load (self);
    }

  return self;
}

const CbCounts *
cb_counts_source_get (CbCountsSource *source)
{
  g_return_val_if_fail (CB_IS_COUNTS_SOURCE (source), NULL);

  return source->known ? &source->counts : NULL;
}
