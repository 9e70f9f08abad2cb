/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-county.h"

G_BEGIN_DECLS

/* One side beside the other: as the rules stand and as they would be. */
typedef struct { guint households[2]; CbMoney monthly[2]; /* fen a month */ } CbNowThen;

typedef struct {
  guint   household;      /* row in the county */
  gint64  change;         /* fen a month */
  guint8  tier[2];        /* index of the word; 255: none */
} CbSimChange;

/**
 * CbSimulation:
 * Caseload and budget now and then.  @programmes in the order of the pack; those that pay nothing count households only.
 */
typedef struct {
  GPtrArray *programmes;          /* names, borrowed from the pack */
  GArray    *by_programme;        /* of CbNowThen; of what is paid once the amounts, which count in no other sum */
  GPtrArray *tiers;               /* words of the list of tiers, borrowed */
  GArray    *by_tier;             /* of CbNowThen */
  GPtrArray *townships;           /* area codes of nine digits, owned */
  GArray    *by_township;         /* of CbNowThen: households with any payment */
  CbNowThen  all;                 /* households with any payment */
  guint      persons[2];          /* who belong to those */
  guint      gainers, losers;
  CbMoney    gained, lost;        /* fen a month, both positive */
  guint      cliffs;              /* of the losers those whose tier is another one then: they stand on its edge */
  CbMoney    fallen;              /* what those lose, fen a month; part of @lost */
  guint      incomplete;          /* families whose outcome then is not known: facts are missing */
  GArray    *changes;             /* of CbSimChange: the largest losses, then the largest gains, at most CB_SIM_CHANGES of each */
} CbSimulation;
#define CB_SIM_CHANGES 100

/**
 * CbSimulator:
 * Evaluates the county again and again under rules that change: a slider.  Keeps what a change of a parameter leaves as it was.  One thread
 * at a time.
 */
typedef struct _CbSimulator CbSimulator;
/* @now: the rules as they stand, on the same day as those to compare with. */
CbSimulator  *cb_simulator_new  (CbCounty *county, CbProgram *now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          cb_simulator_free (CbSimulator *simulator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSimulator, cb_simulator_free)
CbSimulation *cb_simulator_run  (CbSimulator *simulator, CbProgram *then, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          cb_simulation_free (CbSimulation *simulation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSimulation, cb_simulation_free)

G_END_DECLS
