/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-case.h"
#include "cb-household.h"
#include "cb-search.h"

/* A founded county in a folder of its own, with people who come to its one desk by turns. */
typedef enum { AUTHORITY, WORKER, REVIEWER, APPROVER, TOWNSHIP_APPROVER, POLICY_OFFICER, POLICY_APPROVER, N_PEOPLE } Who;

typedef struct {
  char     *dir;
  CbDesk   *desk;
  Who       who;
  CbSecret *passphrase[N_PEOPLE];
  guint     slot[N_PEOPLE];
  CbUid     person[N_PEOPLE];
  CbSecret *key[N_PEOPLE];   /* their signing keys, so that turns cost no key derivation */
  CbSecret *recovery;
} Office;

Office      *office_new     (guint people);            /* mask of 1 << Who: enrolled besides the authority */
void         office_free    (Office *office);            /* removes the folder */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)
void         office_remove_folder (const char *path);   /* with all below */
void         office_unlock  (Office *office, Who who);   /* locks, and unlocks as @who with the passphrase */
void         office_turn    (Office *office, Who who);   /* @who comes to the desk, which stays open; not signed in */
void         office_sign_in (Office *office);
/* No statement that a write job ran so far went through a whole table that grows with the county. */
void         office_assert_no_scan (Office *office);
/* cb_journal_verify() with every table rebuilt: no fault. */
void         office_verify  (Office *office);

/* What is typed into a field; applies it to @h and appends to @edits. */
void         office_type    (CbHousehold *h, GArray *edits, CbEntity *e, const char *key, const char *typed);
void         office_save    (Office *office, CbHousehold *h, GArray *edits, GArray **inverse);
CbHousehold *office_load    (Office *office, const CbUid *uid);
/* A recorded household of @n members, the head with a wage of @yuan in twelve months; complete for the rules. */
CbUid        office_family  (Office *office, const char *head, const char *id_number, guint n, const char *yuan, const char *area);
CbUid        office_submit  (Office *office, const CbUid *household, const char *programme, GError **error);
void         office_opinion (Office *office, const CbUid *c, gboolean agree);
CbCase      *office_case    (Office *office, const CbUid *uid);
CbDecisionDraft *office_draft (Office *office, const CbUid *uid);
gboolean     office_decide  (Office *office, const CbDecisionDraft *draft, gboolean confirm, const char *reasons, GError **error);

/* What goes from desk to desk: all records of @of that @desk holds, or with NULL the authority log; of GBytes. */
GPtrArray   *office_export  (CbDesk *desk, const CbUid *of) G_GNUC_WARN_UNUSED_RESULT;
/* @report: (out) (optional) */
gboolean     office_apply   (CbDesk *desk, const GPtrArray *packets, CbApplyReport *report, GError **error);
