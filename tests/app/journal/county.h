/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-journal.h"

G_BEGIN_DECLS

/* A county for tests: people of every role, desks each with a casebook in memory. */

enum { AUTHORITY, WORKER, WORKER_B, REVIEWER, APPROVER, FINANCE, POLICY, AUDITOR, TOWN_APPROVER, N_PEOPLE };
#define MAX_DESKS 6
#define COUNTY_AREA "510823"
#define TOWN_AREA   "510823100"
#define OTHER_TOWN  "510823101"

typedef struct { CbUid uid; CbSecret *sk; CbPerson cert; } Person;
typedef struct { CbUid uid; CbSecret *sk; CbDeskCert cert; CbDb *db; } Desk;

typedef struct
{
  Person people[N_PEOPLE];
  Desk   desks[MAX_DESKS];
  guint  n_desks;
} County;

/* Everything is derived from @seed.  Desk 0 founds and enrols; the others have the authority log. */
County  *county_new    (guint n_desks, guint seed);
void     county_free   (County *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (County, county_free)

CbDb    *county_casebook  (void);                                  /* an empty one */
void     county_make_key  (const char *tag, guint seed, guint n, CbSecret **sk, guint8 pk[32]);
CbActor  county_actor     (County *c, guint desk, guint person);   /* with the person's own key */
CbIssuer county_issuer    (County *c);
/* One field of one entity, replacing all that the desk knows. */
gboolean county_write     (County *c, guint desk, guint person, const CbUid *entity, CbKind kind, guint field, CbValue value,
                           CbRef *ref, GError **error);
/* A household in TOWN_AREA with one member who has one income; @h, @m, @i get the uids. */
void     county_household (County *c, guint desk, guint seed, CbUid *h, CbUid *m, CbUid *i);
/* What desk @from has of @of, from record @first on, handed to @to; asserts success unless @error is given. */
gboolean county_send      (County *c, guint from, guint to, guint of, guint64 first, CbApplyReport *report, GError **error);
void     county_send_all  (County *c, guint from, guint to);
void     county_verify    (CbDb *db, gboolean rebuild, const char *fault);   /* NULL: sound; else a part of some fault */

G_END_DECLS
