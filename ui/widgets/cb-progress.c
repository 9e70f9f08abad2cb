/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-progress.h"

#include <glib/gi18n.h>

#include "cb-widgets.h"

#define WIDTH 340
#define LOOK_MS 100

struct _CbProgress
{
  GtkBox parent_instance;

  GtkWidget *text, *bar, *cancel;
  CbFar     *far;     /* shared with the job; either may end first */
  guint      tick;
};

G_DEFINE_FINAL_TYPE (CbProgress, cb_progress, GTK_TYPE_BOX)

enum { SIGNAL_CANCEL, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clicked_cb (CbProgress *self)
{
  cb_widget_set_busy (self->cancel, TRUE);
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
stop_counting (CbProgress *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->far, g_atomic_rc_box_release);
}

void
cb_progress_begin (CbProgress *progress,
                   const char *text,
                   const char *cancel)
{
  g_return_if_fail (CB_IS_PROGRESS (progress) && text != NULL);

  stop_counting (progress);
  gtk_label_set_text (GTK_LABEL (progress->text), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (progress->bar), 0);
  if (cancel != NULL)
    gtk_button_set_label (GTK_BUTTON (progress->cancel), cancel);
  gtk_widget_set_visible (progress->cancel, cancel != NULL);
  cb_widget_set_busy (progress->cancel, FALSE);
}

void
cb_progress_set (CbProgress *progress,
                 guint       done,
                 guint       total)
{
  g_return_if_fail (CB_IS_PROGRESS (progress));

  if (total > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (progress->bar), MIN ((double) done / total, 1));
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (progress->bar));
}

static gboolean
look_cb (gpointer data)
{
  CbProgress *self = data;

  cb_progress_set (self, (guint) g_atomic_int_get (&self->far->done), (guint) g_atomic_int_get (&self->far->total));
  return G_SOURCE_CONTINUE;
}

CbFar *
cb_progress_count (CbProgress *progress)
{
  g_return_val_if_fail (CB_IS_PROGRESS (progress), NULL);

  stop_counting (progress);
  progress->far = g_atomic_rc_box_new0 (CbFar);
  progress->tick = g_timeout_add (LOOK_MS, look_cb, progress);
  return g_atomic_rc_box_acquire (progress->far);
}

static void
cb_progress_dispose (GObject *object)
{
  stop_counting (CB_PROGRESS (object));

  G_OBJECT_CLASS (cb_progress_parent_class)->dispose (object);
}

static void
cb_progress_class_init (CbProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_progress_dispose;
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", CB_TYPE_PROGRESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_progress_init (CbProgress *self)
{
  g_object_set (self, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 12, "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, NULL);
  self->text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->text), GTK_JUSTIFY_CENTER);
  self->bar = gtk_progress_bar_new ();
  gtk_widget_set_size_request (self->bar, WIDTH, -1);
  cb_widget_set_label (self->bar, _("Progress"));
  self->cancel = gtk_button_new_with_mnemonic ("");
  gtk_widget_set_halign (self->cancel, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (self), self->text);
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), self->cancel);
}

GtkWidget *
cb_progress_new (void)
{
  return g_object_new (CB_TYPE_PROGRESS, NULL);
}
