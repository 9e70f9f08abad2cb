/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

#define CB_SIGNING_SECONDS    300
#define CB_SIGNING_SIGNATURES  20

/* Days whose compiled rules are kept, at nearly a megabyte each: today's, and those of the cases looked at last. */
#define CB_DESK_PROGRAMS 8

struct _CbDesk
{
  GObject       parent_instance;

  CbVault      *vault;
  guint         watch;
  gboolean      locked;
  char         *dir;

  GMutex        mutex;          /* all of the following */
  CbAuthority  *authority;
  GPtrArray    *past;           /* of CbAuthority and CbPack once handed out: kept, since they were borrowed */
  GPtrArray    *past_packs;
  CbPack       *pack;
  CbProgram    *programs[CB_DESK_PROGRAMS];   /* of @pack, the one last asked for first; NULL at the end */

  CbUid         desk;
  CbSecret     *desk_sk;
  CbUid         person;
  CbSecret     *sign_sk;        /* inside a signing session */
  gint64        signing_until;  /* monotonic, µs */
  guint         signatures;     /* left */
  guint         writing;        /* write jobs at work; the key stays while there are any */
  gboolean      sign_out;       /* wipe the key when they are over */
  CbActor       actor;          /* of the write job under way */
  CbDeskJob     renewing;       /* the one job that a restored casebook may write; NULL: none */
};

/* Reads what the desk keeps in memory: own identity, authority, rules.  After unlocking. */
CbDesk     *cb_desk_new_open    (CbVault *vault, const char *dir, GError **error);
gboolean    cb_desk_load        (CbDesk *desk, GError **error);
gboolean    cb_desk_reload_authority (CbDesk *desk, CbDb *db, GError **error);
gboolean    cb_desk_reload_pack (CbDesk *desk, CbDb *db, GError **error);
/* Of cb-desk-key.c.  Both leave the person at the desk as they are when it cannot be: cb_desk_key_certified() tells. */
/* An authority's new key, certified with the sheet that opened the casebook; of a restored copy as well. */
void        cb_desk_renew_key   (CbDesk *desk, const CbSecret *sheet);
/* Asks for a certificate when the person's key has none and it was not asked for yet. */
void        cb_desk_ask_key     (CbDesk *desk);
/* FALSE with INVALID_FIELD or SIGNING unless the person at the desk may enrol in @area now. */
gboolean    cb_desk_may_enrol   (CbDesk *desk, const char *area, GError **error);
/* What one try of this desk's passphrases costs. */
CbVaultCost cb_desk_same_cost   (CbDesk *desk);
/* Begins to tell of changes, on the main thread; any number of calls, from any thread. */
void        cb_desk_watch       (CbDesk *desk);
/* Inside a write job: one signature of the session is used; NULL with CB_CASEWORK_ERROR_SIGNING when there is none. */
const CbActor *cb_desk_use_signature (CbDesk *desk, GError **error);
/* Inside a write job: @person acts from now on, with the own key; for the histories of demo counties, whose keys are all at hand.  may() is
 * asked as always. */
void        cb_desk_act_as      (CbDesk *desk, const CbUid *person, const CbSecret *sign_sk);

G_END_DECLS
