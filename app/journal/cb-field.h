/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbKind: the kinds of things that records speak of.  The number is written into records: never re-used, never changed.
 */
typedef enum {
  CB_KIND_HOUSEHOLD = 1,
  CB_KIND_MEMBER    = 2,    /* parent: household */
  CB_KIND_INCOME    = 3,    /* parent: member */
  CB_KIND_SPENDING  = 4,    /* parent: member */
  CB_KIND_ASSET     = 5,    /* parent: household */
  CB_KIND_VEHICLE   = 6,    /* parent: household */
  CB_KIND_DWELLING  = 7,    /* parent: household */
  CB_KIND_COMPANY   = 8,    /* parent: household */
  CB_KIND_SUPPORTER = 9,    /* parent: household */
  CB_KIND_CASE      = 10,   /* parent: household */
  CB_KIND_RUN       = 11,   /* payment run; parent: none */
  CB_KIND_PACK      = 12,   /* published rules; parent: none */
  CB_KIND_PERSON    = 13,   /* somebody enrolled; parent: none */
  CB_KIND_LAST      = 13,
} CbKind;

typedef enum {
  CB_FIELD_TYPE_TEXT, CB_FIELD_TYPE_MONEY /* fen */, CB_FIELD_TYPE_COUNT, CB_FIELD_TYPE_DATE, CB_FIELD_TYPE_MONTH,
  CB_FIELD_TYPE_TRUTH, CB_FIELD_TYPE_CHOICE, CB_FIELD_TYPE_AREA /* code, text */, CB_FIELD_TYPE_ID /* resident ID, text */,
  CB_FIELD_TYPE_CERT, CB_FIELD_TYPE_PHONE, CB_FIELD_TYPE_CARD, CB_FIELD_TYPE_REF /* uid */,
} CbFieldType;

/* What concurrent versions mean (design 5): plain ones are displayed by time and merged with a note; of money and identity nothing
 * is the winner until a person has answered. */
typedef enum { CB_MERGE_PLAIN, CB_MERGE_MONEY, CB_MERGE_IDENTITY } CbMerge;

typedef struct { const char *key; const char *title; } CbChoice;   /* title: N_() English, translate with _() */

/**
 * CbField: one fact that can be recorded.  @id is written into records: never re-used, never changed; a code list only grows.
 * @key is the name by which packs, the JSON of facts, imports and exports know it ("member.birth").
 */
typedef struct {
  guint           id;          /* 1..65535, unique over all kinds */
  CbKind          kind;
  const char     *key;
  const char     *title;       /* N_() English */
  CbFieldType     type;
  CbMerge         merge;
  const CbChoice *choices;     /* ends with a NULL key; for CB_FIELD_TYPE_CHOICE */
  gboolean        sensitive;   /* health, disability, identity, account (PIPL Art 28) */
} CbField;

/* Fields that every kind has. */
#define CB_FIELD_PARENT  1     /* CB_FIELD_TYPE_REF, identity: two heads are "two households claim one person" */
#define CB_FIELD_REMOVED 2     /* CB_FIELD_TYPE_TEXT: the reason of removal; cleared again by undo */

const CbField *cb_field_by_id   (guint id);
const CbField *cb_field_by_key  (const char *key);
/* All fields of @kind in the order of the paper form, without the two common ones. */
const CbField *const *cb_fields_of (CbKind kind, guint *n);
const char    *cb_kind_name     (CbKind kind);                                       /* "member" */
const char    *cb_choice_title  (const CbField *field, const char *key);             /* translated; @key itself when unknown */

G_END_DECLS
