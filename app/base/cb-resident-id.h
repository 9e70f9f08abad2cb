/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-date.h"

G_BEGIN_DECLS

/* GB/T 2261.1 */
typedef enum { CB_SEX_UNKNOWN = 0, CB_SEX_MALE = 1, CB_SEX_FEMALE = 2, CB_SEX_UNSTATED = 9 } CbSex;

/**
 * CbResidentId: what a resident identity number (GB 11643) says.  @text is always 18 characters, X upper case.
 */
typedef struct {
  char     text[19];
  char     area[7];
  CbDate   birth;
  CbSex    sex;
  gboolean was_15;    /* given as an old 15-digit number and completed */
} CbResidentId;

/* Full-width characters, blanks and hyphens are folded, x becomes X.  Errors: CB_BASE_ERROR_UNRECOVERABLE for what a spreadsheet
 * made of it (5.10802E+17, or 18 digits ending in 000 whose check fails), CHECKSUM, RANGE (impossible date, or after @today), INVALID.
 * The prefix is not tied to an area: people move (policy.md 5.1). */
gboolean cb_resident_id_parse (const char *text, CbDate today, CbResidentId *id, GError **error);
char     cb_resident_id_check (const char *first17);
/* "510802********9982": first six and last four. */
char    *cb_resident_id_mask  (const char *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CbDisabilityCert: a disability certificate number: ID, type 1..7, grade 1..4, reissues B1.. (policy.md 5.4).
 */
typedef struct { char id[19]; int type; int grade; int reissue; } CbDisabilityCert;
gboolean cb_disability_cert_parse (const char *text, CbDisabilityCert *cert, GError **error);

typedef enum { CB_CARD_OK, CB_CARD_DOUBTFUL /* Luhn fails: warn, never block */, CB_CARD_INVALID } CbCardCheck;
CbCardCheck cb_card_check (const char *number);   /* 8..32 digits after folding; policy.md 5.5 */

G_END_DECLS
