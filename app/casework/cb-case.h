/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-assess.h"
#include "cb-capsule.h"

G_BEGIN_DECLS

/* policy.md 2.11, as far as this program goes today. */
typedef enum {
  CB_CASE_SUBMITTED = 1, CB_CASE_OPINION, CB_CASE_CONFIRMED, CB_CASE_REFUSED, CB_CASE_STOPPED, CB_CASE_WITHDRAWN,
} CbCaseState;
const char *cb_case_state_title (CbCaseState state);   /* translated */

typedef struct {
  CbUid       uid, household;
  char       *number;             /* policy.md 5.6 */
  char       *programme;          /* "dibao" */
  char       *head;               /* name of the head of household */
  char       *area;               /* township code */
  char       *village;
  CbCaseState state;
  CbDate      submitted_on;
  CbDate      due;                /* last day of the step it is at, as the published rules have it; CB_DATE_NONE: they set no term for it */
  const char *due_term;           /* static: the parameter that sets it, "deadline.dibao.county"; NULL: none */
  CbDate      due_from;           /* the day whose law counts and from which the term runs */
  CbUid       submitted_by;
  char       *reason;
  gboolean    opinion_agree; char *opinion; CbUid opinion_by; CbDate opinion_on;
  gboolean    decided_confirm; char *decision_reasons; CbUid decided_by; CbDate decided_on;
  CbRef       decision;           /* its record */
  char       *tier;               /* as assessed at submission, later as decided */
  CbMoney     amount;             /* fen, every month or @once; likewise */
  gboolean    once;               /* paid once, in @first_month; there is no last month */
  CbMoney     township;           /* of it, what the township pays out of its reserve */
  char       *event;              /* temporary aid: the emergency as applied for, "fire"; "" when none */
  CbDate      event_date;         /* and its day; CB_DATE_NONE when not recorded */
  guint       persons;
  CbMonth     first_month, last_month;   /* of the grant; last CB_MONTH_NONE: open */
  gboolean    stale;              /* a fact of the decision's basis was replaced since */
} CbCase;
void       cb_case_free    (CbCase *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbCase, cb_case_free)
/* @rules, here and below: the published ones (cb_desk_pack()), for the due dates; NULL: none are wanted. */
CbCase    *cb_case_load    (CbDb *db, CbPack *rules, const CbUid *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of CbCase.  @states: mask of 1 << CbCaseState; 0: all.  @area: code or "".  Oldest due first; @limit 0: all. */
GPtrArray *cb_case_list    (CbDb *db, CbPack *rules, guint states, const char *area, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the next step of a case is for the person at the desk: the opinion; the decision, unless they submitted it or gave the opinion.
 * (Whether they recorded a fact of the household is seen when it is decided.)  Any thread. */
gboolean   cb_case_is_mine (CbDesk *desk, const CbCase *c);
/* Those, in the area of the person at the desk. */
GPtrArray *cb_case_list_mine (CbDesk *desk, CbDb *db, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *cb_case_list_of (CbDb *db, CbPack *rules, const CbUid *household, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* By case number; two desks that worked apart may have given the same one: then NOT_FOUND, take the uid. */
gboolean   cb_case_find_number (CbDb *db, const char *number, CbUid *uid, GError **error);
/* Whether its next step is for the person at the desk: the opinion, or, unless they submitted it or gave the opinion, the decision.  (Who recorded
 * a fact of the household is seen when it is decided.)  Any thread. */
gboolean   cb_case_is_mine (CbDesk *desk, const CbCase *c);
/* Those in the area of the person at the desk, in the order of cb_case_list(). */
GPtrArray *cb_case_list_mine (CbDesk *desk, CbDb *db, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint      cb_case_count   (CbDb *db, guint states, const char *area, GError **error);
/* What makes the due date, translated: the term, its length, the day it runs from, the article; NULL when there is none. */
char      *cb_case_due_law (const CbCase *c, CbPack *rules) G_GNUC_WARN_UNUSED_RESULT;

/* Write jobs. */
gboolean   cb_case_submit  (CbDesk *desk, CbDb *db, const CbUid *household, const char *programme, const char *reason, CbUid *uid, GError **error);
gboolean   cb_case_opinion (CbDesk *desk, CbDb *db, const CbUid *uid, gboolean agree, const char *text, GError **error);
gboolean   cb_case_withdraw(CbDesk *desk, CbDb *db, const CbUid *uid, const char *reason, GError **error);
/* Ends the grant of a confirmed case with @last_month, the last one paid.  In a signing session. */
gboolean   cb_case_stop    (CbDesk *desk, CbDb *db, const CbUid *uid, CbMonth last_month, const char *reason, GError **error);

/**
 * CbDecisionDraft: what the approver sees and signs: the case, the household now, the rules run again, what stands against it, and what
 * changed since submission.
 */
typedef struct {
  CbCase       *c;
  CbHousehold  *household;
  CbAssessment *now;              /* the rules run again */
  GPtrArray    *differences;      /* of cb_decision_draft_compare(), NULL before; of char*, translated sentences; empty when nothing changed */
  GPtrArray    *objections;       /* of char*, translated sentences: judgements open, facts missing, forks, relative of staff */
  CbAct         act;              /* CB_ACT_CONFIRM; CB_ACT_AID where the person at the desk decides temporary aid for the township */
  CbMay         may;              /* whether the person at the desk may decide; CB_MAY_SAME_PERSON and its sentence when not */
  CbCapsule    *capsule;          /* what will be signed */
  char         *code;             /* first 80 bits of its hash as 24 digits in groups of four, to match with paper */
} CbDecisionDraft;
void             cb_decision_draft_free (CbDecisionDraft *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbDecisionDraft, cb_decision_draft_free)
CbDecisionDraft *cb_case_draft   (CbDesk *desk, CbDb *db, const CbUid *uid, CbDate on, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* read job */
/* Runs the rules of the day of submission too, and says what changed since.  Read job; for a person to look at: deciding does not need it. */
void             cb_decision_draft_compare (CbDecisionDraft *d, CbDesk *desk, CbDb *db);
/* Write job, in a signing session.  Re-checks that the household is still what the draft shows (CB_CASEWORK_ERROR_STALE), that may()
 * allows it, that nothing is in dispute; signs the capsule; a confirmation makes the grant, from the month that the rules say
 * (M57 Art 21: the one after), or paid once.  A reviewer decides temporary aid up to the ceiling of the rules without an opinion before. */
gboolean         cb_case_decide  (CbDesk *desk, CbDb *db, const CbDecisionDraft *draft, gboolean confirm, const char *reasons, GError **error);

/* Writes decision.cbor (the capsule), rules.pack (which it names by its hash), message.bin, signature.bin, public.pem and a short text on how to verify with OpenSSL, into a new
 * folder.  Logged as an export.  Blocking. */
gboolean         cb_case_export  (CbDesk *desk, const CbUid *uid, const char *folder, GError **error);

G_END_DECLS
