/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-clock.h"
#include "cb-money.h"
#include "cb-uid.h"
#include "cb-secret.h"
#include "cb-db.h"

G_BEGIN_DECLS

/* The roles of design 1.  A person may hold several; authority, policy officer and auditor exclude each other (三员分立). */
typedef enum {
  CB_ROLE_CASEWORKER = 1 << 0,
  CB_ROLE_REVIEWER   = 1 << 1,
  CB_ROLE_APPROVER   = 1 << 2,
  CB_ROLE_FINANCE    = 1 << 3,
  CB_ROLE_POLICY     = 1 << 4,
  CB_ROLE_AUDITOR    = 1 << 5,
  CB_ROLE_AUTHORITY  = 1 << 6,
} CbRoles;

gboolean    cb_roles_compatible (CbRoles roles);
const char *cb_role_title       (CbRoles one);                                   /* translated */
char       *cb_roles_title      (CbRoles roles) G_GNUC_WARN_UNUSED_RESULT;       /* translated, joined */

/* What somebody does.  Every record is one of these; may() decides on each. */
typedef enum {
  CB_ACT_RECORD = 1,        /* household facts */
  CB_ACT_SUBMIT,            /* submit a case */
  CB_ACT_OPINION,           /* township opinion */
  CB_ACT_PUBLICISE,
  CB_ACT_CONFIRM,           /* confirm, refuse, change, stop */
  CB_ACT_PAY,               /* payment run */
  CB_ACT_PUBLISH_PACK,
  CB_ACT_COUNTERSIGN_PACK,
  CB_ACT_ENROL,             /* people, desks, revocations */
  CB_ACT_READ,              /* reading, exporting, printing: logged */
  CB_ACT_ASK,               /* asking the authority for something for oneself; gives no right by itself */
  CB_ACT_AID,               /* decide temporary aid for the township, up to the ceiling of the rules */
} CbAct;

typedef struct {
  CbUid    uid;
  char    *name;
  CbRoles  roles;
  char    *area;            /* code; "" is everything */
  CbMoney  limit;           /* highest amount decided alone, fen; 0: no limit */
  guint8   sign_pk[32];
  guint8   box_pk[32];
  gboolean revoked;
  CbUid    cut_desk; guint64 cut_seq;   /* when revoked: last good record */
} CbPerson;

typedef struct {
  CbUid    uid;
  char    *label;
  char    *area;
  guint8   sign_pk[32];
  guint8   box_pk[32];
  gboolean revoked;
  guint64  cut_seq;
  guint8   cut_hash[32];
  CbUid    replaces;        /* the desk that a restored backup stood for */
} CbDeskCert;

/**
 * CbAuthority: who may do what, as of one head of the authority log.  Immutable, reference counted, any thread.
 */
typedef struct _CbAuthority CbAuthority;
CbAuthority      *cb_authority_ref     (CbAuthority *a);
void              cb_authority_unref   (CbAuthority *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbAuthority, cb_authority_unref)
CbAuthority      *cb_authority_load    (CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;   /* the newest head */
const guint8     *cb_authority_head    (CbAuthority *a);                          /* 32 bytes */
const CbUid      *cb_authority_realm   (CbAuthority *a);
const char       *cb_authority_county  (CbAuthority *a);                          /* name as founded */
const char       *cb_authority_area    (CbAuthority *a);
const CbPerson   *cb_authority_person  (CbAuthority *a, const CbUid *uid);        /* NULL when unknown */
const CbDeskCert *cb_authority_desk    (CbAuthority *a, const CbUid *uid);
GPtrArray        *cb_authority_people  (CbAuthority *a) G_GNUC_WARN_UNUSED_RESULT; /* of const CbPerson*, in order of enrolment */
GPtrArray        *cb_authority_desks   (CbAuthority *a) G_GNUC_WARN_UNUSED_RESULT;
/* The public signing key of the recovery sheet that was printed for @desk last, 32 bytes; NULL: none is certified. */
const guint8     *cb_authority_sheet   (CbAuthority *a, const CbUid *desk);

/* Of a person or desk that is revoked: who did it, when (ms since 1970, by the clock of the issuer's desk) and why; borrowed from @a. FALSE
 * for whoever is not. */
typedef struct { CbUid issuer; gint64 ms; const char *reason; } CbRevocation;
gboolean          cb_authority_revocation (CbAuthority *a, const CbUid *person_or_desk, CbRevocation *revocation);

/* Why not. */
typedef enum {
  CB_MAY_YES, CB_MAY_UNKNOWN_PERSON, CB_MAY_REVOKED, CB_MAY_NO_ROLE, CB_MAY_OUTSIDE_AREA, CB_MAY_OVER_LIMIT,
  CB_MAY_SAME_PERSON,       /* acted on the other side of this case */
  CB_MAY_EXCLUSIVE_ROLES, CB_MAY_UNKNOWN_DESK, CB_MAY_DESK_REVOKED, CB_MAY_COUNTY_ONLY, /* a relative of staff: the county decides */
} CbMay;

/* The one place where rights are decided (design 5): pure, table-driven, run when writing, applying, replaying and auditing.
 * @others: the persons who recorded, investigated or gave the opinion in this case (n_others may be 0). */
CbMay       cb_may       (CbAuthority *a, const CbUid *person, CbAct act, const char *area, CbMoney amount,
                          const CbUid *others, guint n_others);
/* CB_ACT_AID.  @ceiling: what a township decides alone by the rules of the day, fen (民发〔2018〕23号 三). */
CbMay       cb_may_aid   (CbAuthority *a, const CbUid *person, const char *area, CbMoney amount, CbMoney ceiling,
                          const CbUid *others, guint n_others);
const char *cb_may_text  (CbMay why);                                              /* translated sentence with the remedy */

/* ------- writing the authority log; the issuer signs in person ------- */
typedef struct { CbUid person; CbUid desk; const CbSecret *sign_sk; /* 64 bytes Ed25519 */ } CbIssuer;

/* First entry of a county: its name, area, first authority person and first desk.  Inside a write job. */
gboolean cb_authority_found        (CbDb *db, const char *county, const char *area, const CbPerson *first, const CbDeskCert *desk,
                                    const CbSecret *desk_sign_sk, const CbIssuer *issuer, GError **error);
gboolean cb_authority_enrol_person (CbDb *db, const CbPerson *person, const CbIssuer *issuer, GError **error);  /* again: a change of roles */
gboolean cb_authority_enrol_desk   (CbDb *db, const CbDeskCert *desk, const CbIssuer *issuer, GError **error);
/* The key that the recovery sheet of @desk signs with; the sheet before it counts no longer. */
gboolean cb_authority_set_sheet    (CbDb *db, const CbUid *desk, const guint8 sign_pk[32], const CbIssuer *issuer, GError **error);
/* New keys for @issuer's person, an authority who has lost the old ones.  Here @issuer's sign_sk is not the person's, which nobody has any
 * more, but the one that the recovery sheet of @issuer's desk opens.  Changes nothing but the keys.
 * Errors: NOT_ENTITLED for whoever is not an authority in good standing, BAD_SIGNATURE when the sheet is not the certified one. */
gboolean cb_authority_renew_key    (CbDb *db, const guint8 sign_pk[32], const guint8 box_pk[32], const CbIssuer *issuer, GError **error);
/* From now on, or from an earlier record on, nothing of @person_or_desk counts.  @cut_hash: of the last good record, @cut_seq its number; of a
 * person, on the desk of that record, and on every other desk what this casebook holds now; NULL: that on every desk.  Of a desk NULL with 0
 * means that none of its records counts.  Those received after it stand in quarantine, here as everywhere; INVALID for oneself and the
 * desk of @issuer. */
gboolean cb_authority_revoke       (CbDb *db, const CbUid *person_or_desk, guint64 cut_seq, const guint8 *cut_hash, const char *reason,
                                    const CbIssuer *issuer, GError **error);

G_END_DECLS
