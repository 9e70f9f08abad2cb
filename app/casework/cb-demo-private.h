/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"
#include "cb-demo.h"
#include "cb-demo-people.h"
#include "cb-desk-private.h"

G_BEGIN_DECLS

/* Private to the making of demo counties. */

typedef struct {
  guint    slot;
  CbUid    uid;
  char    *name;
  CbRoles  roles;
  char    *area;
  char    *passphrase;
  CbSecret *sign_sk;
} CbDemoWorker;

typedef enum { STEP_INTAKE, STEP_SUBMIT, STEP_OPINION, STEP_DECIDE, STEP_STOP, STEP_HARDSHIP, STEP_AID_OPINION, STEP_AID_DECIDE } CbDemoStep;

typedef struct {
  CbUid       household, case_;
  guint       number;        /* from 1, in the order in which they came: the first ones are the worked cases */
  char        area[13];
  const char *programme;     /* of the case, static; NULL: none */
  gboolean    running;       /* has a grant */
  gboolean    refuse;
  CbMoney     amount;
  guint       persons;
  CbMonth     first, last;   /* last: CB_MONTH_NONE while it runs */
  CbUid       aid_case;
  gboolean    aid_small;     /* within the township's ceiling */
  CbMoney     aid;           /* granted */
  guint       aid_persons;
  CbMonth     aid_paid;      /* in which month's run */
} CbDemoFamily;

typedef struct {
  CbDesk              *desk;
  const CbDemoOptions *options;
  CbDemoCrowd         *crowd;
  CbDice               dice;
  CbDice               fate;       /* hardships: of their own, so that they change nothing else in the county */
  CbDate               today;
  GArray              *workers;    /* of CbDemoWorker */
  GArray              *families;   /* of CbDemoFamily */
  GPtrArray           *plans;      /* by day from the start, of cb-demo.c */
  CbMonth              start;
  CbMonth              month;      /* being lived */
  guint                from, to;   /* households entered in this month */
  guint                entered;    /* so far */
} CbDemo;

/* The one with @role who is nearest to @area sits down at the desk; never the one who founded. */
const CbDemoWorker *cb_demo_sit_down (CbDemo *demo, CbRoles role, const char *area);
void     cb_demo_plan          (CbDemo *demo, CbDate day, CbDemoStep step, guint family);
/* To a working hour of that day. */
void     cb_demo_set_clock     (CbDice *dice, CbDate day);

/* --- steps of cb-demo-aid.c, with @index of the family --- */

/* Perhaps a hardship at some time after the family came on @day. */
void     cb_demo_plan_hardship (CbDemo *demo, CbDate day, guint index);
gboolean cb_demo_meet_hardship (CbDemo *demo, CbDb *db, guint index, CbDate day, GError **error);
gboolean cb_demo_aid_opinion   (CbDemo *demo, CbDb *db, guint index, CbDate day, GError **error);
gboolean cb_demo_decide_aid    (CbDemo *demo, CbDb *db, guint index, CbDate day, GError **error);

G_END_DECLS
