/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-field.h"

G_BEGIN_DECLS

/* What people and other offices' spreadsheets write for a choice or a truth.  @folded: by cb_text_fold(). */

/* The key of @field's choice that @folded stands for: the key itself, its title in English or the user's language, or a common
 * Chinese word for it; NULL when none.  Static. */
const char *cb_field_choice_of (const CbField *field, const char *folded);
/* 0, 1, or -1 when it is neither. */
int         cb_field_truth_of  (const char *folded);
/* A Chinese numeral from 零 to 九十九, or digits, with an optional counter (人, 个月, 级 …) behind; -1 when it is none. */
gint64      cb_field_count_of  (const char *folded);

G_END_DECLS
