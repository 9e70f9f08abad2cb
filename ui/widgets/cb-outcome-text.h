/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-assess.h"

G_BEGIN_DECLS

/* The language that packs and worksheets are asked for: "zh_CN", or NULL for the plain one. */
const char      *cb_outcome_lang    (void);
/* The tier for cb_tier_style(): its word when there is one, "" when none is reached. */
const char      *cb_outcome_tier    (const CbOutcome *outcome);
/* "Minimum living · 1,585 yuan a month", "Not eligible": one line. */
char            *cb_outcome_line    (CbAssessment    *assessment) G_GNUC_WARN_UNUSED_RESULT;
/* "110 yuan/month", "15,600 yuan once"; how it stands when nothing is paid or a person has to judge. */
char            *cb_outcome_figure  (const CbOutcome *outcome) G_GNUC_WARN_UNUSED_RESULT;
/* "Eligible", "Not eligible" … translated. */
const char      *cb_outcome_status  (CbStatus         status);

G_END_DECLS
