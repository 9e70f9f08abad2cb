/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-standard.h"

G_BEGIN_DECLS

/* Standards in words.  Texts are the caller's to free. */

/* The person's name; "—" when nobody is known by that uid. */
char *cb_standard_person      (CbDesk *desk, const CbUid *uid) G_GNUC_WARN_UNUSED_RESULT;
/* Why the person at the desk may not, with whom to ask; NULL when they may. */
char *cb_standard_why_not     (CbDesk *desk, CbAct act, CbMay may) G_GNUC_WARN_UNUSED_RESULT;
/* The title of the parameter, with the word of the one value when @word is not NULL: "… · Rural". */
char *cb_standard_value_title (CbPack *pack, const char *param, const char *word) G_GNUC_WARN_UNUSED_RESULT;
/* Adds what is new: "dibao standard: so far 620 yuan/month, from 2027-01-01 650 yuan/month", its document, one below the other. */
void  cb_standard_add_lines   (GString *text, const CbStandardCheck *check);

G_END_DECLS
