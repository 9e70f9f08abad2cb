/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-simulate.h"

G_BEGIN_DECLS

/**
 * CbTrialFigures:
 * What a value that is tried would do, at a glance: households, persons, the month's spending, families that fall off a cliff, each in large
 * figures with its change; below them who gains and loses, what is paid once, and what could not be told.
 */
#define CB_TYPE_TRIAL_FIGURES (cb_trial_figures_get_type ())
G_DECLARE_FINAL_TYPE (CbTrialFigures, cb_trial_figures, CB, TRIAL_FIGURES, AdwBin)

GtkWidget *cb_trial_figures_new (void);
/* @found: (nullable): shows nothing. */
void       cb_trial_figures_set (CbTrialFigures     *figures,
                                 const CbSimulation *found,
                                 CbCounty           *county,
                                 CbPack             *pack);
/* "+1,234", "−1,234", "0": a sign, so that it needs no colour. */
char      *cb_trial_signed      (CbMoney             amount) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
