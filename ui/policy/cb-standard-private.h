/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-standard-detail.h"

G_BEGIN_DECLS

/* What the parts of CbStandardDetail share: its fields (cb-standard-form.c), what is done to it (cb-standard-acts.c). */
struct _CbStandardDetail
{
  AdwBin parent_instance;

  CbDesk          *desk;
  CbUid            uid;             /* CB_UID_NONE: nothing is chosen */
  CbStandardCheck *check;           /* what is shown; NULL while it is read */
  GCancellable    *cancellable;     /* of what is under way for this one */
  GCancellable    *trying;          /* of working out its effect; NULL: nobody does */
  guint            turn;            /* counts what was asked for: only the newest answer counts */
  gboolean         saving, again, filling;

  GtkWidget *stack, *box, *heading, *meta, *form, *from, *cite, *note, *late, *values, *notices, *effect, *try, *reasons, *why;
  GtkWidget *publish, *discard, *countersign, *refuse, *withdraw, *batch, *progress, *working;
  GPtrArray *entries;               /* of GtkEntry, borrowed: the values, in the order of the draft's sets */
};

/* Reads it anew; only the newest answer counts. */
void     cb_standard_detail_load        (CbStandardDetail *self);
/* Reads and checks it, with @prove by the whole check of a pack; cb_desk_finish() gives a CbStandardCheck. */
void     cb_standard_detail_check_async (CbStandardDetail *self, gboolean prove, GAsyncReadyCallback callback, gpointer data);
/* Takes @check over and shows it. */
void     cb_standard_detail_take        (CbStandardDetail *self, CbStandardCheck *check);

void     cb_standard_form_build         (CbStandardDetail *self, GtkWidget *box);
void     cb_standard_form_clear         (CbStandardDetail *self);
void     cb_standard_form_fill          (CbStandardDetail *self);
/* Whether it is a draft that the person at the desk may write in. */
gboolean cb_standard_form_editable      (CbStandardDetail *self);

/* Gives up working out its effect, or ends it. */
void     cb_standard_detail_stop_trying (CbStandardDetail *self);

/* The actions standard.publish, .countersign, .refuse, .withdraw, .effect, .discard. */
void     cb_standard_acts_install       (GtkWidgetClass *widget_class);

G_END_DECLS
