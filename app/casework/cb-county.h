/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block.h"
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbCounty:
 * The facts of all families of an area in columns, ready to be evaluated at once: what a new standard would do.  Immutable once loaded;
 * any thread.  Facts only, no names: a family is known by its uid.
 */
typedef struct _CbCounty CbCounty;

/* Reads every recorded fact once, in the order of the file.  @area: prefix of area codes ("" is everything).  @done, @total (may be NULL):
 * rows read so far, set atomically for a progress bar.  What cb_household_facts() leaves out (disputed, removed, out of range) is
 * left out here too; families with more rows of a kind than the pack allows are not taken in and counted. */
CbCounty   *cb_county_load       (CbDb *db, CbPack *pack, const char *area, gint *done, gint *total, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbCounty   *cb_county_ref        (CbCounty *county);
void        cb_county_unref      (CbCounty *county);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbCounty, cb_county_unref)
guint       cb_county_households (const CbCounty *county);
guint       cb_county_persons    (const CbCounty *county);
guint       cb_county_left_out   (const CbCounty *county);
const CbUid *cb_county_uid       (const CbCounty *county, guint household);
const char *cb_county_township   (const CbCounty *county, guint household);   /* code of nine digits */
/* All townships there are (codes, borrowed), and of every household the index of its own among them. */
GPtrArray  *cb_county_townships  (const CbCounty *county);
const guint32 *cb_county_township_column (const CbCounty *county);
/* Of every household how many persons belong to it. */
const guint32 *cb_county_persons_column  (const CbCounty *county);
CbBlock    *cb_county_block      (const CbCounty *county);
CbPack     *cb_county_pack       (const CbCounty *county);

G_END_DECLS
