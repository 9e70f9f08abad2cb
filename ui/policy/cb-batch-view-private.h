/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-batch.h"
#include "cb-batch-view.h"

G_BEGIN_DECLS

/* What the list (cb-batch-view.c) and what is done with it (cb-batch-acts.c) share. */
struct _CbBatchView
{
  AdwBin parent_instance;

  CbDesk       *desk;
  GCancellable *cancellable;   /* of working the list out */
  CbBatch      *batch;         /* what is shown; while a job uses it, busy is set and it stays */
  guint         turn;          /* counts what was asked for: only the newest list counts */
  gboolean      loading, busy, stale, stop;
  CbBatchKind   kind;

  GtkWidget *stack, *progress, *heading, *summary, *said, *old, *kinds[3], *table, *nothing, *lists, *about, *why, *reasons, *take_out, *confirm;
};

/* A bar with @text until the list is shown again. */
void cb_batch_view_show_progress (CbBatchView *self, const char *text, const char *cancel);
/* Stays above the list until the next thing is done. */
void cb_batch_view_say           (CbBatchView *self, const char *text);
/* The job is over: shows the list again, worked out anew. */
void cb_batch_view_done          (CbBatchView *self);
void cb_batch_view_update        (CbBatchView *self);

/* The actions batch.confirm and batch.take-out. */
void cb_batch_acts_install       (GtkWidgetClass *widget_class);

G_END_DECLS
