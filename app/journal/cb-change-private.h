/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-journal-private.h"

G_BEGIN_DECLS

/* Private to the writing of changes: what cb-change.c gathers and cb-commit.c writes. */

typedef struct
{
  guint    field;
  CbValue  value;
  GArray  *seen;       /* of CbRef */
  gboolean seen_all;
} CbWrite;

typedef struct
{
  CbUid     entity;
  CbKind    kind;
  GArray   *writes;    /* of CbWrite, ascending by field */
  CbEntity *before;    /* at commit: what the casebook holds, NULL when new */
  CbRef     ref;       /* at commit: the record it becomes */
} CbFacts;

typedef struct
{
  CbUid   entity;
  CbKind  kind;
  CbEvent event;
  char   *area;        /* NULL: the household's */
  CbMoney amount;
  GArray *basis;       /* of CbRef, ascending */
  GBytes *data;
} CbHappening;

struct _CbChange
{
  CbActor     actor;
  GPtrArray  *facts;    /* of CbFacts, households first */
  GHashTable *by_uid;  /* CbUid → CbFacts */
  guint       n_households;
  GPtrArray  *events;   /* of CbHappening */
};

CbFacts       *cb_change_find (const CbChange *change, const CbUid *entity);
const CbWrite *cb_facts_find  (const CbFacts *facts, guint field);
void           cb_refs_sort   (GArray *refs);   /* and each only once */

/* Where a change happens: the household an entity belongs to, and the record that says in which area that lies. */
typedef struct
{
  CbUid    household;  /* CB_UID_NONE when there is none */
  gboolean placed;     /* somebody has recorded the area */
  CbRef    ref;        /* by this record */
  char     area[CB_AREA_MAX + 1];
} CbPlace;

gboolean cb_change_place  (const CbChange *change, CbDb *db, const CbUid *entity, CbKind kind, CbPlace *place, GError **error);
/* Everybody who ever had a hand in the case: recorded facts of the household, visited, submitted, gave the opinion; whether a
 * relative of staff is in the family.  @others: of CbUid, appended to. */
gboolean cb_change_others (CbDb *db, const CbUid *entity, const CbUid *household, CbAct act, GArray *others, gboolean *county_only,
                           GError **error);

G_END_DECLS
