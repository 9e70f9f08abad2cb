/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block.h"
#include "cb-columns.h"

G_BEGIN_DECLS

/* Rows of a run: so many that an instruction's overhead does not count, so few that the registers stay in the cache. */
#define CB_BLOCK_CHUNK 512

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
  CbExtent  extent;          /* of its contents */
};

/* Before a run: whether @program is of the block's pack, and all that is worked out once per contents.  @first, @n (0: all that follow) are
 * brought within the cases there are. */
gboolean cb_block_ready (CbBlock *block, CbProgram *program, guint *first, guint *n, GError **error);

G_END_DECLS
