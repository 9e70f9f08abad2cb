/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbDraftKept:
 * What the person at the desk typed in one household and could not save, kept over a lock: a text that cannot be read yet, a change that the
 * disk had no room for.  It is no fact: it stands in no record and no list, goes to no other desk and is not verified.  It belongs to
 * the person who typed it; nobody else at the desk is given it or can overwrite it.  What @data means is the editor's business.
 */
typedef struct { CbUid household; GBytes *data; } CbDraftKept;

/* Of CbDraftKept, freed with it. */
GPtrArray *cb_drafts_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       cb_drafts_add     (GPtrArray *drafts, const CbUid *household, GBytes *data);

/* Read job: the person's own. */
GPtrArray *cb_drafts_load    (CbDesk *desk, CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Write job: these are all that the person has. */
gboolean   cb_drafts_keep    (CbDesk *desk, CbDb *db, const GPtrArray *drafts, GError **error);
/* Write job: those of one household; @data NULL: there are none any more. */
gboolean   cb_drafts_keep_one (CbDesk *desk, CbDb *db, const CbUid *household, GBytes *data, GError **error);

/* For when they cannot be written: sealed with a key that only the open casebook has, to be held in memory while it is locked. */
GBytes    *cb_drafts_seal    (CbDesk *desk, const GPtrArray *drafts) G_GNUC_WARN_UNUSED_RESULT;
/* NULL unless they were sealed at this desk, by the person at it. */
GPtrArray *cb_drafts_unseal  (CbDesk *desk, GBytes *sealed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
