/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-caseload.h"

G_BEGIN_DECLS

/**
 * CbCountsSource:
 * The counts of a desk, loaded once for the sidebar and the home page and again after commits.  Emits "changed" on the main context.
 */
#define CB_TYPE_COUNTS_SOURCE (cb_counts_source_get_type ())
G_DECLARE_FINAL_TYPE (CbCountsSource, cb_counts_source, CB, COUNTS_SOURCE, GObject)

/* The one of this desk, made on the first call; borrowed, lives as long as the desk. */
CbCountsSource *cb_counts_source_of  (CbDesk         *desk);
const CbCounts *cb_counts_source_get (CbCountsSource *source);    /* NULL until loaded */

G_END_DECLS
