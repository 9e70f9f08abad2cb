/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block.h"
#include "cb-columns.h"

G_BEGIN_DECLS

#define CB_STATUS_FAULT 255

typedef struct { guint8 status, tier; gint64 amount; } CbOutcomePoint;

/* A programme's outcome in root row @row of a finished run: the same decision as cb_evaluate(). */
CbOutcomePoint cb_outcome_at (CbRun *run, const CbProgrammeCode *code, guint row);

struct _CbBlock {
  int       ref_count;
  CbPack   *pack;
  CbColumns columns;
  guint     capacity[CB_MAX_ENTITIES];
  gboolean  indexed;
  guint     generation;      /* of its contents */
  GMutex    lock;            /* of the indexing before the first run */
  guint8   *unknown;         /* per fact: CB_UNKNOWN_ */
};

G_END_DECLS
