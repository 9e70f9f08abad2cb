/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-area.h"
#include "cb-calendar.h"
#include "cb-evaluate.h"
#include "cb-journal.h"
#include "cb-pack.h"
#include "cb-vault.h"

G_BEGIN_DECLS

/**
 * CbCaseworkError: what casework refuses; each is something a person can mend.
 */
typedef enum {
  CB_CASEWORK_ERROR_NOT_FOUND,
  CB_CASEWORK_ERROR_INVALID_FIELD,   /* cb_field_of_error() names it */
  CB_CASEWORK_ERROR_FORKED,          /* a money or identity fact is in dispute: answer it first */
  CB_CASEWORK_ERROR_INCOMPLETE,      /* facts that the rules need are missing */
  CB_CASEWORK_ERROR_NEEDS_JUDGEMENT, /* a judgement is open and nobody has given it */
  CB_CASEWORK_ERROR_WRONG_STATE,     /* the case is not at that step */
  CB_CASEWORK_ERROR_STALE,           /* the facts changed since the draft was shown */
  CB_CASEWORK_ERROR_SAME_PERSON,
  CB_CASEWORK_ERROR_DUPLICATE,       /* an open case or a running grant of that programme exists */
  CB_CASEWORK_ERROR_SIGNING,         /* no signing session: ask for the passphrase */
  CB_CASEWORK_ERROR_IMPORT,          /* the file as a whole cannot be read */
  CB_CASEWORK_ERROR_NOT_ELIGIBLE,    /* the rules say no: it can only be refused */
  CB_CASEWORK_ERROR_EXISTS,          /* the folder to write to is already there */
  CB_CASEWORK_ERROR_RESTORED,        /* restored from a backup: nothing is written before cb_desk_renew() */
  CB_CASEWORK_ERROR_KEY,             /* the person's signing key waits for its certificate: an authority gives it */
  CB_CASEWORK_ERROR_KEPT,            /* typed before the casebook was locked and not saved: see cb-draft.h */
} CbCaseworkError;
#define CB_CASEWORK_ERROR (cb_casework_error_quark ())
GQuark cb_casework_error_quark (void);

/* What a commit touched, for the lists that show it. */
typedef enum {
  CB_CHANGED_HOUSEHOLDS = 1 << 0,
  CB_CHANGED_CASES      = 1 << 1,
  CB_CHANGED_PAYMENTS   = 1 << 2,
  CB_CHANGED_PEOPLE     = 1 << 3,
  CB_CHANGED_PACKS      = 1 << 4,
} CbChanged;

/**
 * CbDesk:
 * An open casebook with the person who is at it: vault, journal, rules, areas, calendar.  The window's and the headless tool's one
 * way in.  Emits "changed" (guint mask of CbChanged) on the main context after each commit and "locked" when it was locked.
 * Functions marked "blocking" are for the headless tool, tests and worker threads; the rest is for the main thread.
 */
#define CB_TYPE_DESK (cb_desk_get_type ())
G_DECLARE_FINAL_TYPE (CbDesk, cb_desk, CB, DESK, GObject)

typedef struct {
  const char *county;          /* 剑阁县 */
  const char *area;            /* 510823 */
  const char *desk_label;      /* 县民政局 */
  const char *person;          /* the authority's name */
  CbRoles     roles;           /* includes CB_ROLE_AUTHORITY */
  CbVaultCost cost;            /* key derivation */
} CbFounding;

/* Blocking.  Founds a county in the new folder @dir; the first slot is number 1.  @recovery: the recovery code to print, given out
 * once and stored nowhere. */
CbDesk     *cb_desk_found          (const char *dir, const CbFounding *founding, const CbSecret *passphrase, CbSecret **recovery,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Blocking. */
CbDesk     *cb_desk_unlock         (const char *dir, guint slot, const CbSecret *passphrase, GCancellable *cancellable, GError **error)
                                    G_GNUC_WARN_UNUSED_RESULT;
/* Blocking.  By the recovery code; the new passphrase replaces that of slot @slot.  The person's signing key was lost with the old one and
 * a new one is made.  Of an authority it holds at once, certified by the sheet (storage.md 1.2: entering the code is on record); anybody
 * else's waits for cb_desk_certify_key(), and until then they read and record, and do not sign. */
CbDesk     *cb_desk_recover        (const char *dir, const char *code, guint slot, const CbSecret *new_passphrase, GError **error)
                                    G_GNUC_WARN_UNUSED_RESULT;
void        cb_desk_unlock_async   (const char *dir, guint slot, CbSecret *passphrase /* taken */, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
CbDesk     *cb_desk_unlock_finish  (GAsyncResult *result, GError **error);
/* The tables of a casebook, for cb_vault_unlock() by tools that look at one without a desk: verify. */
const CbSchema *const *cb_desk_schemas (void);
/* Drains the queue, closes everything, wipes the keys; the object is dead afterwards. */
void        cb_desk_lock_async     (CbDesk *desk, GAsyncReadyCallback callback, gpointer data);
gboolean    cb_desk_lock_finish    (CbDesk *desk, GAsyncResult *result, GError **error);
gboolean    cb_desk_lock           (CbDesk *desk, GError **error);              /* blocking */

/* Jobs: run on the vault's threads.  @func runs with its own connection, inside a transaction for writing; what it returns goes to
 * _finish.  Never touches widgets. */
typedef gpointer (*CbDeskJob) (CbDesk *desk, CbDb *db, gpointer data, GCancellable *cancellable, GError **error);
void        cb_desk_write_async    (CbDesk *desk, CbDeskJob func, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void        cb_desk_read_async     (CbDesk *desk, CbDeskJob func, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer    cb_desk_finish         (CbDesk *desk, GAsyncResult *result, GError **error);
gpointer    cb_desk_write          (CbDesk *desk, CbDeskJob func, gpointer data, GError **error);   /* blocking */
gpointer    cb_desk_read           (CbDesk *desk, CbDeskJob func, gpointer data, GError **error);   /* blocking */

const CbPerson *cb_desk_person     (CbDesk *desk);           /* who is at the desk */
guint       cb_desk_slot           (CbDesk *desk);
const CbUid *cb_desk_identity      (CbDesk *desk);           /* which desk of the county this is */
CbAuthority *cb_desk_authority     (CbDesk *desk);           /* newest known; borrowed */
CbAreas    *cb_desk_areas          (CbDesk *desk);
CbCalendar *cb_desk_calendar       (CbDesk *desk);
const char *cb_desk_area           (CbDesk *desk);           /* the person's area */
CbVault    *cb_desk_vault          (CbDesk *desk);
CbPack     *cb_desk_pack           (CbDesk *desk);           /* the rules in force, from the journal; borrowed */
/* The rules in force compiled for a day; the desk keeps the last few.  Any thread. */
CbProgram  *cb_desk_program        (CbDesk *desk, CbDate on, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const CbActor *cb_desk_actor       (CbDesk *desk);           /* for cb_change_new; valid inside write jobs */

/* Signing session: the person's own key, after the passphrase was asked again; at most 5 minutes or 20 signatures. */
void        cb_desk_sign_in_async  (CbDesk *desk, CbSecret *passphrase /* taken */, GAsyncReadyCallback callback, gpointer data);
gboolean    cb_desk_sign_in_finish (CbDesk *desk, GAsyncResult *result, GError **error);
gboolean    cb_desk_sign_in        (CbDesk *desk, const CbSecret *passphrase, GError **error);      /* blocking */
gboolean    cb_desk_signing        (CbDesk *desk);           /* whether a session is open */
/* The open session is for so many signatures, which the person was told: a batch, each decision of its own. */
void        cb_desk_sign_for       (CbDesk *desk, guint signatures);
void        cb_desk_sign_out       (CbDesk *desk);

/* People of this desk (blocking; authority only, with a signing session).  Gives the slot; the generated passphrase is the caller's. */
gboolean    cb_desk_enrol          (CbDesk *desk, const char *name, CbRoles roles, const char *area, CbMoney limit,
                                    const CbSecret *passphrase, guint *slot, CbUid *person, GError **error);
/* Whether it was restored from a backup and is not yet a desk of its own (the old one may still be at work somewhere). */
gboolean    cb_desk_restored       (CbDesk *desk);
/* Enrols a restored casebook as a new desk that stands for the old one (blocking; authority only, with a signing session). */
gboolean    cb_desk_renew          (CbDesk *desk, const char *label, GError **error);
/* Whether the signing key of the person at the desk is the one that the authority log names. */
gboolean    cb_desk_key_certified  (CbDesk *desk);
char       *cb_desk_key_code       (CbDesk *desk) G_GNUC_WARN_UNUSED_RESULT;   /* of that key: see cb_journal_key_code() */
/* Whether the recovery sheet of this desk gives an authority a new key; one printed before sheets had a key of their own does not. */
gboolean    cb_desk_has_sheet      (CbDesk *desk);
/* Whether the rights of the person at the desk, and of the desk, still hold: CB_MAY_REVOKED, CB_MAY_DESK_REVOKED or CB_MAY_YES.  Whose do not
 * reads and records nothing. */
CbMay       cb_desk_standing       (CbDesk *desk);
/* Whether the person at the desk may revoke @whom, a person or a desk of the county: FALSE with INVALID_FIELD and the sentence to show for
 * oneself, this desk, who is revoked already, and whoever has no right to.  Any thread. */
gboolean    cb_desk_may_revoke     (CbDesk *desk, const CbUid *whom, GError **error);
/* The newest @max saves of a person or desk, where a revocation may cut (blocking): of CbTrace. */
GArray     *cb_desk_trail          (CbDesk *desk, const CbUid *whom, guint max, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * cb_desk_revoke:
 * @last: (nullable): the last save that counts, of cb_desk_trail(); NULL: everything that this casebook holds now
 * @reason: in the authority's words; it stands in the authority log
 *
 * Ends the rights of @whom (blocking; authority only, with a signing session).  A person of this desk is shut out as well, see
 * cb_desk_shut_out(): FALSE with an error of CB_VAULT_ERROR when they are revoked and that has failed.
 * Errors: as cb_desk_may_revoke(); INVALID_FIELD for a reason that is empty or too long; SIGNING.
 */
gboolean    cb_desk_revoke         (CbDesk *desk, const CbUid *whom, const CbTrace *last, const char *reason, GError **error);
/* Removes the place of a revoked @person at this desk for cause: the casebook is encrypted anew, so that the old passphrase opens nothing of
 * it, with no old header either (blocking; anybody in good standing, since an authority has signed the revocation).  Work of others at this
 * desk waits meanwhile.  TRUE also when there was none. */
gboolean    cb_desk_shut_out       (CbDesk *desk, const CbUid *person, GError **error);
/* Other roles, area or limit (fen, 0: none) for @person, with name and keys as they are (blocking; authority only, with a signing session).
 * INVALID_FIELD with the sentence to show for oneself, who is revoked, and roles that exclude each other. */
gboolean    cb_desk_change_rights  (CbDesk *desk, const CbUid *person, CbRoles roles, const char *area, CbMoney limit, GError **error);
/* Who waits for a certificate (blocking): of CbKeyRequest. */
GArray     *cb_desk_key_requests   (CbDesk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Certifies the keys of @request, with everything else of the person as it was (blocking; authority only, with a signing session). STALE
 * when that is no longer what is asked for. */
gboolean    cb_desk_certify_key    (CbDesk *desk, const CbKeyRequest *request, GError **error);
/* A new recovery sheet; the one before opens nothing any more (blocking; authority only, with a signing session).  Gives the code. */
CbSecret   *cb_desk_new_sheet      (CbDesk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    cb_desk_change_passphrase (CbDesk *desk, const CbSecret *old, const CbSecret *fresh, GError **error);   /* blocking */

/* What cannot be wrong for a person to read: turns any error of the core into one sentence with its remedy, in the user's language. */
char       *cb_error_sentence      (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
