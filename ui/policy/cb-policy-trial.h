/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-trial.h"

G_BEGIN_DECLS

/**
 * CbPolicyTrial:
 * A slider over one parameter, and what the county would look like: caseload and money now and then by programme, tier and township, as a
 * chart, as a table, and the families that change most.  Nothing is recorded.
 */
#define CB_TYPE_POLICY_TRIAL (cb_policy_trial_get_type ())
G_DECLARE_FINAL_TYPE (CbPolicyTrial, cb_policy_trial, CB, POLICY_TRIAL, AdwBin)

GtkWidget *cb_policy_trial_new       (CbDesk            *desk);
/* NULLs: nothing.  @param belongs to @pack. */
void       cb_policy_trial_set_param (CbPolicyTrial     *trial,
                                      CbPack            *pack,
                                      const CbPackParam *param);
/* Whether a value of @param can be tried: a number that a rule computes with. */
gboolean   cb_policy_trial_fits      (CbPack            *pack,
                                      const CbPackParam *param);
/* The facts or the rules are other ones: what was read is read again when it is wanted. */
void       cb_policy_trial_forget    (CbPolicyTrial     *trial);
CbTrial   *cb_policy_trial_get_trial (CbPolicyTrial     *trial);
/* The slider's number, in yuan, per cent or pieces. */
GtkAdjustment *cb_policy_trial_get_adjustment (CbPolicyTrial *trial);
/* The slider's number as a pack has it, of which word (NULL: none) and day; FALSE when nothing can be tried.  @value is the caller's. */
gboolean   cb_policy_trial_get_wish  (CbPolicyTrial     *trial,
                                      const char       **param,
                                      const char       **word,
                                      char             **value,
                                      CbDate            *on);
/* Moves the slider: @word (nullable), @value as a pack has it. */
void       cb_policy_trial_set_wish  (CbPolicyTrial     *trial,
                                      const char        *word,
                                      const char        *value);

G_END_DECLS
