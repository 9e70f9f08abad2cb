/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

typedef struct {
  guint   households;        /* default 2000 */
  guint   months;            /* of history, default 60 */
  guint64 seed;              /* default 1 */
  CbDate  today;             /* the demo's present; CB_DATE_NONE: the clock's */
  void  (*progress) (const char *step, guint done, guint total, gpointer data);
  gpointer data;
} CbDemoOptions;
typedef struct { guint slot; char *name; char *roles; char *area; char *passphrase; } CbDemoLogin;
void       cb_demo_login_free (CbDemoLogin *login);
/* Blocking.  Founds a demo county in the new folder @dir: Guangyuan's areas, people of all roles, households in every situation of the
 * worked cases, histories of cases, decisions and payments.  Deterministic by seed but for the keys; invented IDs only (policy.md 5.1).
 * Gives who can log in (of CbDemoLogin). */
GPtrArray *cb_demo_create (const char *dir, const CbDemoOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
