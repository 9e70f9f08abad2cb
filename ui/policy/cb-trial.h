/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-simulate.h"

G_BEGIN_DECLS

/**
 * CbTrial:
 * A standard tried on the whole county: reads the facts once on the desk's reader thread, then evaluates on a worker thread.  While one
 * evaluation runs only the newest wish waits, so that whoever drags a slider never waits for values that are already passed.  Main thread.
 *
 * Signal "changed": state, progress or result are new.
 */
#define CB_TYPE_TRIAL (cb_trial_get_type ())
G_DECLARE_FINAL_TYPE (CbTrial, cb_trial, CB, TRIAL, GObject)

typedef enum
{
  CB_TRIAL_EMPTY,       /* nothing is read yet, or it was forgotten */
  CB_TRIAL_LOADING,
  CB_TRIAL_READY,
} CbTrialState;

CbTrial            *cb_trial_new        (CbDesk             *desk);
CbTrialState        cb_trial_get_state  (CbTrial            *trial);
/* Reads the facts of the desk's area for @pack; does nothing while it reads or has them. */
void                cb_trial_load       (CbTrial            *trial,
                                         CbPack             *pack);
/* Stops reading, or forgets what was read: the facts or the rules are other ones now. */
void                cb_trial_forget     (CbTrial            *trial);
/* Rows read so far; FALSE while it is not known of how many. */
gboolean            cb_trial_progress   (CbTrial            *trial,
                                         guint              *done,
                                         guint              *total);
/* What went wrong last, or NULL. */
const GError       *cb_trial_get_error  (CbTrial            *trial);

/**
 * cb_trial_try:
 * @on: the day whose law counts
 * @name: "dibao.standard.rural"
 * @value: as in a pack: "640.00", "15.0%"
 *
 * Wishes for an evaluation; the wish before is dropped when it has not begun.  Needs CB_TRIAL_READY, else nothing happens.
 */
void                cb_trial_try        (CbTrial            *trial,
                                         CbDate              on,
                                         const char         *name,
                                         const char         *value);
gboolean            cb_trial_is_busy    (CbTrial            *trial);
/* Of the newest evaluation that has ended; NULL before.  Borrowed until "changed". */
const CbSimulation *cb_trial_get_result (CbTrial            *trial);
CbCounty           *cb_trial_get_county (CbTrial            *trial);   /* borrowed; NULL unless ready */
/* How long the newest evaluation took, compiling included, in µs; how many there were. */
gint64              cb_trial_get_time   (CbTrial            *trial);
guint               cb_trial_get_count  (CbTrial            *trial);

G_END_DECLS
