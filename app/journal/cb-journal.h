/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-authority.h"
#include "cb-entity.h"

G_BEGIN_DECLS

/**
 * CbJournalError: documented codes; messages name records by desk and number only, never their content.
 */
typedef enum {
  CB_JOURNAL_ERROR_NOT_ENTITLED,   /* may() says no: cb_may_of_error() gives why */
  CB_JOURNAL_ERROR_NOT_SIGNED,     /* the act needs the person's own signature and no signing session is open */
  CB_JOURNAL_ERROR_BAD_RECORD,     /* not strict CBOR, unknown version, too large, wrong field or type */
  CB_JOURNAL_ERROR_BAD_SIGNATURE,
  CB_JOURNAL_ERROR_BROKEN_CHAIN,   /* a hash does not follow, a number is missing */
  CB_JOURNAL_ERROR_CLONE,          /* the same desk and number with another hash */
  CB_JOURNAL_ERROR_DIGEST,         /* tables do not agree with the records */
  CB_JOURNAL_ERROR_ROLLED_BACK,    /* the casebook is older than its header's anchor */
  CB_JOURNAL_ERROR_NOT_FOUNDED,
  CB_JOURNAL_ERROR_INVALID,        /* the caller's change makes no sense (no such entity, empty) */
} CbJournalError;
#define CB_JOURNAL_ERROR (cb_journal_error_quark ())
GQuark cb_journal_error_quark (void);
CbMay  cb_may_of_error (const GError *error);     /* CB_MAY_YES when the error is of another kind */

const CbSchema *cb_journal_schema (void);         /* its tables, for the vault's migrations */

/**
 * CbEvent: what happens to a case or a run; append-only, never merged.  The number is written into records.
 */
typedef enum {
  CB_EVENT_SUBMITTED  = 1,
  CB_EVENT_OPINION    = 2,
  CB_EVENT_PUBLICITY  = 3,
  CB_EVENT_DECISION   = 4,   /* confirm or refuse: data holds the capsule; signed by the person */
  CB_EVENT_STOPPED    = 5,   /* signed by the person */
  CB_EVENT_PAID       = 6,   /* payment run; signed by the person */
  CB_EVENT_PACK       = 7,   /* published rules; signed by the person */
  CB_EVENT_PACK_COUNTERSIGNED = 8,
  CB_EVENT_LOOKED     = 9,   /* reading, export, print of sensitive data with its reason */
  CB_EVENT_NOTE       = 10,
  CB_EVENT_VISIT      = 11,
  CB_EVENT_IMPORTED   = 12,
  CB_EVENT_WITHDRAWN  = 13,  /* the application taken back before decision */
  CB_EVENT_KEY_ASKED  = 14,  /* on the person: new keys wait for the authority's certificate; data { 0: signing key, 1: box key } */
  CB_EVENT_AID        = 15,  /* on a case: as DECISION, of temporary aid by the township, which names the rules and their countersignature among its basis;
                              * signed by the person */
  CB_EVENT_PACK_REFUSED   = 20,  /* published rules that an approver does not countersign */
  CB_EVENT_NOT_IN_BATCH   = 22,  /* on a case: left to a person when everybody's amount follows a new standard; signed by the person */
  CB_EVENT_PACK_WITHDRAWN = 21,  /* published rules taken back before the countersignature */
} CbEvent;
CbAct    cb_event_act              (CbEvent event);
/* Whether who acts decides a case: so not somebody of its other side, and standing on what was done in it before. */
gboolean cb_act_decides            (CbAct act);
gboolean cb_event_needs_signature  (CbEvent event);

/* Who writes, at which desk.  @sign_sk is there only inside a signing session. */
typedef struct {
  CbUid           person;
  CbUid           desk;
  const CbSecret *desk_sk;      /* 64 bytes Ed25519 */
  const CbSecret *sign_sk;      /* 64 bytes Ed25519 or NULL */
} CbActor;

/* This desk's own identity and secret key, kept inside the encrypted casebook. */
gboolean cb_journal_this_desk (CbDb *db, CbUid *desk, CbSecret **sign_sk, GError **error);
/* A casebook that joins a county, or was restored: from now on it is desk @desk (write job).  cb_authority_found() has done it already. */
gboolean cb_journal_keep_desk (CbDb *db, const CbUid *desk, const CbSecret *sign_sk, GError **error);

/**
 * CbProjector: the floor above keeps its own tables as a projection of the records: they are written only from here.  Called inside
 * the transaction of each commit and apply, and again for everything after @reset when the tables are rebuilt.
 * What it writes must be a function of the entities and the set of events alone: events come in causal order (after the facts of
 * their own changeset and after their basis), but two that do not know of each other come in any order, and a rebuild gives an
 * entity in its steps or all at once.  @db may be another one than the casebook's (verify rebuilds in memory): from the callbacks
 * read only the projector's own tables and cb_journal_entity(), cb_journal_children().
 */
typedef struct {
  CbRef        ref;
  CbHlc        hlc;
  CbUid        actor;
  CbUid        entity;
  CbKind       kind;
  CbEvent      event;
  const char  *area;
  CbMoney      amount;
  const guint8 *data; gsize data_len;    /* CBOR of the event's own; may be NULL when erased */
} CbEventRecord;

typedef struct {
  const char *name;
  guint version;               /* of what it makes of the records; a casebook that holds another one's is rebuilt when it is opened */
  gboolean (*reset)  (CbDb *db, gpointer data, GError **error);
  gboolean (*entity) (CbDb *db, const CbEntity *before /* NULL when new */, const CbEntity *after, gpointer data, GError **error);
  gboolean (*event)  (CbDb *db, const CbEventRecord *record, gpointer data, GError **error);
  const char *const *tables;   /* its tables, NULL-terminated: compared by verify after a rebuild */
  const CbSchema *schema;      /* makes them, in the casebook and in verify's memory */
  /* What a township decides alone (CB_ACT_AID) by the rules that a CB_EVENT_PACK published, in fen, on a day; 0: nothing.  @follows: that
   * they follow others, so they count only countersigned.  NULL: nothing ever.  Any thread. */
  CbMoney (*ceiling) (const guint8 *pack, gsize len, CbDate on, gboolean *follows);
  gpointer data;
} CbProjector;
/* Once per process, before any write. */
void cb_journal_add_projector (const CbProjector *projector);

/**
 * CbChange: one save: becomes one changeset, chained and signed by the desk, in the write job's transaction.
 */
typedef struct _CbChange CbChange;
CbChange *cb_change_new      (const CbActor *actor) G_GNUC_WARN_UNUSED_RESULT;
void      cb_change_free     (CbChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbChange, cb_change_free)
/* Sets a register.  @seen: the heads the author saw and replaces (from cb_entity_heads); NULL with n_seen 0 and @seen_all TRUE: all
 * that the casebook holds now.  All fields of one entity in one change become one record. */
void      cb_change_set      (CbChange *change, const CbUid *entity, CbKind kind, guint field, const CbValue *value,
                              const CbHead *seen, guint n_seen, gboolean seen_all);
/* Appends an event.  @area: NULL takes the household's own.  @basis: records it stands on (the facts assessed, the opinion): their authors are the other side of the case
 * for may(), those of the same act before excepted.  A decision or stop needs one, and also stands on what was submitted, seen, held
 * and decided in the case before, named or not.  @data: canonical CBOR, at most 4 MiB, or NULL. */
void      cb_change_event    (CbChange *change, const CbUid *entity, CbKind kind, CbEvent event, const char *area, CbMoney amount,
                              const CbRef *basis, guint n_basis, GBytes *data);
/* TRUE: written (durable when the job returns).  @first, @last: numbers of the records in this desk's chain; may be NULL. */
gboolean  cb_change_commit   (CbChange *change, CbDb *db, CbRef *first, CbRef *last, GError **error);

/* Reading.  Any connection. */
CbEntity  *cb_journal_entity   (CbDb *db, const CbUid *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;  /* NULL without error: unknown */
GPtrArray *cb_journal_children (CbDb *db, const CbUid *parent, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of CbEntity, owned; removed ones too */
/* All entities of the kinds up to @last, in the order of the file, removed ones too; FALSE from @func ends it.  TRUE without error
 * also when @func ended it. */
typedef gboolean (*CbEachEntity) (const CbEntity *entity, const CbUid *parent, gpointer data);
gboolean   cb_journal_each     (CbDb *db, CbKind last, CbEachEntity func, gpointer data, GError **error);
/* What an applied event says, as canonical CBOR; *@content NULL when it was erased, says nothing, or is no event here. */
gboolean   cb_journal_event_data (CbDb *db, const CbRef *ref, GBytes **content, GError **error);
/* Who wrote a record, and when. */
gboolean   cb_journal_author   (CbDb *db, const CbRef *ref, CbUid *person, CbHlc *at, GError **error);
/* Whether a record was written before anybody but the founder was enrolled: the rules that a county starts with have nobody to countersign
 * them.  @authority: the newest head known.  Errors: INVALID when the record is not in this casebook. */
gboolean   cb_journal_at_founding (CbDb *db, CbAuthority *authority, const CbRef *ref, gboolean *founding, GError **error);

/* What happened, as recorded and applied: of one subject, or with @entity NULL of all (reads through all events, for lists that few look at).
 * (element-type CbHappened), in no order; @data NULL when it was erased. */
typedef struct { CbRef ref; CbHlc hlc; CbUid actor, entity; CbKind kind; GBytes *data; } CbHappened;
GPtrArray *cb_journal_happened (CbDb *db, CbEvent event, const CbUid *entity, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One save of a person or at a desk: where a revocation may cut.  @last is its last record, with @hash. */
typedef struct { CbRef last; guint8 hash[32]; CbHlc hlc; CbUid actor; CbKind kind; guint event; /* CbEvent; 0: facts */ guint records; } CbTrace;
/* Of CbTrace, the newest @max first: what @person_or_desk wrote, counting or not, as far as the desk's chain has one branch.  Of a person
 * the latest 20,000 records of each desk are searched. */
GArray    *cb_journal_trail     (CbDb *db, const CbUid *person_or_desk, guint max, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------- new signing keys ------- */
/* Somebody whose keys are not the certified ones (the passphrase was lost, and the old keys with it) and waits for the authority. */
typedef struct { CbUid person; guint8 sign_pk[32], box_pk[32]; CbHlc at; } CbKeyRequest;
/* @actor's person asks for a certificate for these keys (write job). */
gboolean   cb_journal_ask_key      (CbDb *db, const CbActor *actor, const guint8 sign_pk[32], const guint8 box_pk[32], GError **error);
/* Of CbKeyRequest, in order of enrolment: of each person the last one that asked for themselves since their certificate. Whether it was
 * really that person a record cannot tell: the authority asks them, and compares cb_journal_key_code(). */
GArray    *cb_journal_key_requests (CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 24 digits in six groups, by which two people compare keys by eye or by telephone. */
char      *cb_journal_key_code     (const guint8 sign_pk[32], const guint8 box_pk[32]) G_GNUC_WARN_UNUSED_RESULT;

/* ------- other desks' changesets ------- */
/* All changesets of @desk from record @from on, as bytes to hand to another desk; NULL desk: the authority log. */
GPtrArray *cb_journal_export   (CbDb *db, const CbUid *desk, guint64 from, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of GBytes */
/* In records.  @pending: all that wait now; the others: what this call brought. */
typedef struct { guint applied, duplicate, pending, quarantined, clones; } CbApplyReport;
/* Checks and applies in one transaction (the caller's write job).  What cannot count yet is kept: pending (something it needs is
 * missing), quarantined (not entitled, with the reason), clone.  Only malformed bytes are refused whole. */
gboolean   cb_journal_apply    (CbDb *db, GBytes *const *changesets, guint n, CbApplyReport *report, GError **error);

/* What was received and does not count, with its reason; nothing is ever dropped.  All versions of it can be exported. */
typedef enum { CB_HELD_PENDING = 1, CB_HELD_QUARANTINED, CB_HELD_CLONE } CbHeldKind;
typedef struct { CbHeldKind kind; CbUid desk; guint64 first, last; CbMay may; const char *reason; /* translated */ } CbHeld;
GArray    *cb_journal_held     (CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;   /* of CbHeld */

/* ------- proof ------- */
/* A few bytes naming this desk's newest record, how much there is and the digest, for cb_vault_set_anchor() after each commit and before locking. */
GBytes    *cb_journal_anchor       (CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with ROLLED_BACK when this casebook is older than @anchor says, DIGEST when it is the same age and not the same. */
gboolean   cb_journal_check_anchor (CbDb *db, GBytes *anchor, GError **error);
/* What a person signed in record @ref, to be checked by any Ed25519 tool: @message is "casebook/person/v1", the suite (one byte, 1)
 * and the record's header; the header holds a commitment to the content (see cb-record.h). */
gboolean   cb_journal_signed_message (CbDb *db, const CbRef *ref, GBytes **message, guint8 signature[64], guint8 sign_pk[32],
                                      GError **error);
typedef struct {
  guint64 records, changesets, events, entities;
  GPtrArray *faults;          /* of char*: "desk 3f2a… record 118: signature does not verify" */
} CbVerifyReport;
/* Chains, signatures, rights, commitments, digest, and, with @rebuild, every table rebuilt from the records in memory and
 * compared.  FALSE only when it could not run; unsoundness is in the report. */
gboolean   cb_journal_verify   (CbDb *db, gboolean rebuild, void (*progress) (gdouble, gpointer), gpointer data,
                                CbVerifyReport *report, GError **error);
void       cb_verify_report_clear (CbVerifyReport *report);
/* Projects everything anew from the records (write job). */
gboolean   cb_journal_rebuild  (CbDb *db, GError **error);
/* Whether the tables were made by projectors of another version than this program's. */
gboolean   cb_journal_is_stale (CbDb *db, gboolean *stale, GError **error);
/* Rebuilds them if so (write job).  The digest stays what it was. */
gboolean   cb_journal_refresh  (CbDb *db, GError **error);
/* 32 bytes: a multiset hash over all states and events. */
gboolean   cb_journal_digest   (CbDb *db, guint8 digest[32], GError **error);

G_END_DECLS
