/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-household.h"

G_BEGIN_DECLS

/* One subject of a household. */
typedef struct {
  CbEntity *entity;
  CbUid     parent;
  gboolean  recorded;   /* FALSE: added in memory; its first edit records it and its parent */
} CbPart;

struct _CbHousehold {
  CbUid       uid;
  CbEntity   *self;
  gboolean    recorded;
  GPtrArray  *parts;    /* of CbPart, in the order entered, cases too */
  GHashTable *by_uid;   /* CbUid inside the entity → CbPart */
};

CbPart  *cb_household_part     (const CbHousehold *h, const CbUid *uid);   /* NULL when unknown, and for the household itself */
void     cb_household_take     (CbHousehold *h, CbEntity *entity, const CbUid *parent, gboolean recorded);
/* A subject counts when neither it nor its parent was removed. */
gboolean cb_household_living   (const CbHousehold *h, const CbPart *part);

G_END_DECLS
