/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/* The tables of casework: a projection of the records, written only from the callbacks of the journal (cb_journal_add_projector). */
const CbSchema *cb_casework_schema (void);
/* Once per process, before a casebook is opened: makes the journal keep the tables.  Any number of calls. */
void            cb_casework_init   (void);

/* --- between the files of the projection --- */

/* The row of a household from its entity, its members' rows and its cases; gone when it is unknown or removed. */
gboolean cb_project_household_row (CbDb *db, const CbUid *household, GError **error);
gboolean cb_project_case          (CbDb *db, const CbEntity *e, GError **error);
gboolean cb_project_case_event    (CbDb *db, const CbEventRecord *record, GError **error);

/* What search finds in a household follows when the write is over: cb_desk_write() calls the latter at the end of each job. */
gboolean cb_search_mark           (CbDb *db, const CbUid *household, GError **error);
gboolean cb_search_catch_up       (CbDb *db, GError **error);

G_END_DECLS
