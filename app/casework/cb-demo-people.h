/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-household.h"

G_BEGIN_DECLS

/* A small deterministic generator (splitmix64): the same seed gives the same county on every machine. */
typedef struct { guint64 state; } CbDice;

guint64 cb_dice_next (CbDice *dice);
/* In [low, high], both included. */
gint64  cb_dice_roll (CbDice *dice, gint64 low, gint64 high);
/* With probability @permille / 1000. */
gboolean cb_dice_odds (CbDice *dice, guint permille);

/**
 * CbDemoSituation: how a demo household lives.  Every situation of the worked cases is among them.
 */
typedef enum {
  CB_DEMO_OLD_COUPLE,        /* two old people, central basic pension and a little land */
  CB_DEMO_OLD_ALONE,
  CB_DEMO_ILL,               /* a serious illness and its bills */
  CB_DEMO_WORKING_POOR,      /* wages, a child at school */
  CB_DEMO_SINGLE_PARENT,
  CB_DEMO_DISABLED_ADULT,    /* a severely disabled grown child with the parents */
  CB_DEMO_PRISON,            /* one parent in prison, a student */
  CB_DEMO_GRANDCHILD,        /* grandparents bringing up a child */
  CB_DEMO_SAVINGS,           /* little income, savings over the limit */
  CB_DEMO_VEHICLE,           /* a car, a second dwelling or a business to be judged */
  CB_DEMO_SUPPORTER,         /* an old person with a grown child elsewhere */
  CB_DEMO_BETTER_OFF,
  CB_DEMO_SITUATIONS,
} CbDemoSituation;

/**
 * CbDemoCrowd: makes households, one after the other; no two of them share an ID number.
 */
typedef struct _CbDemoCrowd CbDemoCrowd;

CbDemoCrowd *cb_demo_crowd_new  (guint64 seed, CbAreas *areas, CbDate today) G_GNUC_WARN_UNUSED_RESULT;
void         cb_demo_crowd_free (CbDemoCrowd *crowd);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbDemoCrowd, cb_demo_crowd_free)

/* The next household, whole, with the edits that record it (a GArray of CbEdit to be freed).  The first ones are the worked cases of
 * the rules, one by one; then the situations as they come. */
CbHousehold *cb_demo_crowd_next (CbDemoCrowd *crowd, GArray **edits) G_GNUC_WARN_UNUSED_RESULT;

/* A name that belongs to nobody: for the people of the desks. */
char        *cb_demo_crowd_name (CbDemoCrowd *crowd) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
