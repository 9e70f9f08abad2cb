/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-date.h"

G_BEGIN_DECLS

/* GB/T 2261.1 */
typedef enum { CB_SEX_UNKNOWN = 0, CB_SEX_MALE = 1, CB_SEX_FEMALE = 2, CB_SEX_UNSTATED = 9 } CbSex;

/**
 * CbResidentId: what a resident identity number (GB 11643) says.  @text is always 18 characters,
 * X upper case.  All functions may be called from any thread.
 */
typedef struct {
  char     text[19];
  char     area[7];   /* at first registration; says nothing about where the person lives */
  CbDate   birth;
  CbSex    sex;       /* male or female */
  gboolean was_15;    /* given as an old 15-digit number and completed with 19 and the check */
} CbResidentId;

/* Full-width characters, blanks and hyphens are folded, x becomes X.  Errors, the first that
 * applies: INVALID for another form, CB_BASE_ERROR_UNRECOVERABLE for what a spreadsheet made of it
 * (5.10802E+17, 510802196503159936.0, or 18 digits ending in 000 whose check fails), CHECKSUM,
 * RANGE (impossible date, or after @today; CB_DATE_NONE: any).  The prefix is not tied to an area:
 * people move (policy.md 5.1).  @id may be NULL; untouched on error. */
gboolean cb_resident_id_parse (const char *text, CbDate today, CbResidentId *id, GError **error);
/* The 18th character for 17 digits; 0 when they are not. */
char     cb_resident_id_check (const char *first17);
/* "510802********9982": first six and last four; all stars when too short for that. */
char    *cb_resident_id_mask  (const char *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CbDisabilityCert: a disability certificate number (残疾人证): ID, type 1..7 (1 视力 2 听力 3 言语
 * 4 肢体 5 智力 6 精神 7 多重), grade 1 (heaviest)..4, reissues B1.. (0: none) (policy.md 5.4).
 * That @id is the holder's is for the caller to compare.
 */
typedef struct { char id[19]; int type; int grade; int reissue; } CbDisabilityCert;
/* Errors as cb_resident_id_parse(), RANGE also for a type or grade there is not. */
gboolean cb_disability_cert_parse (const char *text, CbDisabilityCert *cert, GError **error);

typedef enum {
  CB_CARD_OK,
  CB_CARD_DOUBTFUL, /* Luhn fails: passbooks and rural accounts do; warn, never block */
  CB_CARD_INVALID,  /* not 8..32 digits after folding */
} CbCardCheck;
/* A bank or social-security card or account number (policy.md 5.5). */
CbCardCheck cb_card_check (const char *number);

G_END_DECLS
