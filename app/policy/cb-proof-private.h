/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block-private.h"
#include "cb-proof.h"

G_BEGIN_DECLS

/* --- Families (cb-proof-family.c) --- */

/* One instance; the first is the root's. */
typedef struct { int entity, parent; gint64 *values; guint8 *known; /* per fact of the entity */ } CbMember;

typedef struct { GArray *members; } CbFamily;

typedef struct {
  CbPack    *pack;
  CbArena   *arena;
  GRand     *rand;
  GPtrArray *pools;        /* per fact: GArray of gint64 */
  guint      size;         /* of the present family's amounts: below 100 << size fen */
  GPtrArray *members;      /* GArray: the families' own */
} CbFamilyMaker;

CbFamilyMaker *cb_family_maker_new  (CbPack *pack, CbDate on);
void           cb_family_maker_free (CbFamilyMaker *maker);
/* The @number-th of a day: the first ones small, some with facts left out. */
CbFamily      *cb_family_new        (CbFamilyMaker *maker, guint number);
CbFamily      *cb_family_copy       (CbFamilyMaker *maker, const CbFamily *family);
/* With that one fact known; @fact: its place within the entity, G_MAXUINT for a mere copy. */
CbFamily      *cb_family_with       (CbFamilyMaker *maker, const CbFamily *family, guint member, guint fact, gint64 value);
/* Without that member and those below it. */
CbFamily      *cb_family_without    (CbFamilyMaker *maker, const CbFamily *family, guint member);
char          *cb_family_text       (CbPack *pack, const CbFamily *family);
/* @families (CbFamily*) as a block; rows stand in their order. */
CbBlock       *cb_family_block      (CbPack *pack, GPtrArray *families);

/* --- Conditions (cb-proof-never.c) --- */

/* All of @slots (CbSlot) together are @want. */
typedef struct { GArray *slots; gboolean want; } CbLiteral;

CbLiteral *cb_literal_new  (gboolean want);
CbLiteral *cb_literal_copy (const CbLiteral *l);
void       cb_literal_free (gpointer literal);
/* Proved that @literals (CbLiteral*) never hold together; FALSE proves nothing. */
gboolean   cb_literals_contradict (const CbCode *code, GPtrArray *literals);

/* --- Branches (cb-proof-reach.c) --- */

typedef struct _CbReach CbReach;

CbReach *cb_reach_new     (CbPack *pack);
void     cb_reach_free    (CbReach *reach);
/* The branches of a day; then what a finished run of its full code took; then, for the rest, whether it can be proved that they never can. */
void     cb_reach_begin   (CbReach *reach, CbVariant *variant, CbDate on);
void     cb_reach_look    (CbReach *reach, CbRun *run, const CbColumns *columns);
void     cb_reach_end     (CbReach *reach);
/* Appends CbFinding*. */
void     cb_reach_findings (CbReach *reach, guint families, GPtrArray *findings, CbProofCounts *counts);

/* --- Findings (cb-proof.c) --- */

CbFinding *cb_finding_new (CbFindingKind kind, const CbKey *key, int column, const char *format, ...) G_GNUC_PRINTF (4, 5);
void       cb_finding_free (gpointer finding);

/* Calls @each on every formula below @e, itself included. */
void     cb_expr_each     (CbExpr *e, void (*each) (CbExpr *e, gpointer data), gpointer data);

G_END_DECLS
