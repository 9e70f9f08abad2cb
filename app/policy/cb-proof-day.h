/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-proof-private.h"

G_BEGIN_DECLS

/* What a family has, and gets of each programme. */
typedef struct {
  gint64   income;             /* fen a month, rounded down */
  gboolean sure;               /* every outcome is decided */
  gint64   monthly, once;      /* fen */
  guint8  *status, *tier;      /* of each programme; with the day's families */
  gint64  *amount;             /* fen */
} CbStanding;

/* One day on which the law of a pack changes, and what is tried on it. */
typedef struct {
  CbPack        *pack;
  CbProgram     *program;
  CbVariant     *full;
  CbDate         on;
  CbFamilyMaker *maker;
  CbReach       *reach;
  guint          wrong;        /* programme looked at */
  GHashTable    *cliffs;       /* kind -> CbFinding: the largest so far, over all days */
  GPtrArray     *findings;     /* CbFinding*, over all days */
  CbProofCounts *counts;       /* over all days */
} CbProofDay;

/* Two families that differ in one fact only. */
typedef struct {
  CbFamily  *family;
  guint      member, fact;     /* fact: place within the entity; G_MAXUINT: they do not differ */
  gint64     low, high;        /* of that fact */
  CbStanding at_low, at_high;
} CbProofStep;

/* --- cb-proof-day.c --- */

guint            cb_proof_day_n       (CbProofDay *day);
CbProgrammeCode *cb_proof_day_code    (CbProofDay *day, guint p);
/* Where @families (CbFamily*) stand, in their order; @look: they count for what can be reached. */
CbStanding      *cb_proof_day_try     (CbProofDay *day, GPtrArray *families, gboolean look) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @finding: the worst of its @kind is kept, of the earliest day that has it. */
void             cb_proof_day_note    (CbProofDay *day, const char *kind, CbFinding *finding);
/* Works out where both stand. */
void             cb_proof_step_stand  (CbProofDay *day, CbProofStep *s);
/* The same with everybody and everything left out that is not needed for it: @size stays as large, and above 0. */
void             cb_proof_step_shrink (CbProofDay *day, CbProofStep *s, gint64 (*size) (CbProofDay *day, const CbProofStep *s));

/* --- cb-proof-amounts.c --- */

/* Counts the amounts that their ranges keep from being negative. */
void             cb_proof_ranges      (CbProofDay *day);
/* Notes where a programme can not be worked out for @family, or pays less than nothing. */
void             cb_proof_amounts     (CbProofDay *day, const CbFamily *family, const CbStanding *s);

/* --- cb-proof-income.c --- */

/* Notes where more income raises the benefits or leaves less, if the pack has a [check income]; changes @families. */
void             cb_proof_income      (CbProofDay *day, GPtrArray *families);

G_END_DECLS
