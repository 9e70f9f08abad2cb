/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-simulate.h"
#include "cb-desk.h"
#include "cb-pack-edit.h"

G_BEGIN_DECLS

/*
 * A new standard (design 6, last must): drafted and published by a policy officer, countersigned by an approver, two persons.
 *
 *   draft ── published ── countersigned: decides from now on, by the days of its lines
 *     │          ├── refused, with reasons
 *     │          └── withdrawn, with reasons
 *     └ discarded
 *
 * A draft is facts of a CB_KIND_PACK in the journal, like everything that changes anything (design 5): it survives lock and restart, the
 * other policy officer sees it, and what was weighed before a standard stays on record.  Who may not publish may not draft.  The new text
 * is made when it is published, from the rules in force then, and the publication names those: what was drafted on rules that others have
 * replaced since is not countersigned.  Rules that nobody countersigned decide nothing, at no desk, in whatever order the records come;
 * one countersignature by another person makes them count, whatever a refusal says that did not know of it.
 */

typedef enum {
  CB_STANDARD_DRAFT = 1,
  CB_STANDARD_PUBLISHED,      /* waits for the countersignature */
  CB_STANDARD_REFUSED,
  CB_STANDARD_WITHDRAWN,
  CB_STANDARD_COUNTERSIGNED,
  CB_STANDARD_FOUNDING,       /* the rules that the county was founded with */
} CbStandardState;
const char *cb_standard_state_title (CbStandardState state);   /* translated */

/* As CbPackSet, owned. */
typedef struct { char *param, *word, *value; } CbStandardSet;

typedef struct {
  CbUid           uid;          /* of the draft; CB_UID_NONE: not saved yet */
  CbStandardState state;
  CbDate          from;         /* CB_DATE_NONE: not said yet */
  char           *cite, *note;  /* may be NULL */
  gboolean        late;         /* arrears are paid for the months since @from that were decided before (R-T3) */
  GArray         *sets;         /* of CbStandardSet */
  CbUid           author;       /* who published it, of a draft who wrote in it last */
  gint64          at;           /* when, ms since 1970 */
  CbUid           signer;       /* who countersigned, refused or withdrew it; CB_UID_NONE: nobody */
  gint64          signed_at;
  char           *reasons;      /* of a refusal or withdrawal */
  guint8          hash[CB_PACK_HASH_LEN], base[CB_PACK_HASH_LEN];   /* of its text, of the rules it follows; zeros when not published */
  gboolean        in_force;     /* the desk decides by it now */
  gboolean        overtaken;    /* published on rules that are no longer those in force: it can only be drafted anew */
} CbStandard;

CbStandard *cb_standard_new    (void) G_GNUC_WARN_UNUSED_RESULT;      /* an empty draft */
void        cb_standard_free   (CbStandard *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbStandard, cb_standard_free)
/* Sets one number, instead of what was set for the same before; @value NULL or "": no more. */
void        cb_standard_set    (CbStandard *s, const char *param, const char *word, const char *value);

/* Read jobs.  Of CbStandard: drafts first, then by publication, the newest first. */
GPtrArray  *cb_standard_list   (CbDesk *desk, CbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbStandard *cb_standard_load   (CbDesk *desk, CbDb *db, const CbUid *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What an approver is told. */
typedef struct {
  guint  waiting;               /* for a countersignature */
  CbUid  newest;                /* of them */
  CbDate from;                  /* of the one that decides, when it came into force or was countersigned within the last three months: */
  CbUid  in_force;              /* everybody's amount is to be confirmed by it (cb-batch.h); CB_DATE_NONE: there is none */
} CbStandardNews;
gboolean    cb_standard_news   (CbDesk *desk, CbDb *db, CbStandardNews *news, GError **error);

/* Whether it decides and its day has come: then everybody's amount is to be confirmed by it (cb-batch.h). */
gboolean    cb_standard_has_come (const CbStandard *s, CbDate today);
/* Whether a standard from @from on changes months that were decided by @today: its month is this one or one before. */
gboolean    cb_standard_is_late (CbDate from, CbDate today);

/**
 * CbStandardCheck: what would be published, or was: both texts, and what stands against it.  Immutable; any thread.
 */
typedef struct {
  CbStandard *standard;
  CbPack     *base, *pack;      /* as it was and as it would be; @pack NULL when the text has a fault */
  GPtrArray  *faults;           /* of char*: "guangyuan.pack:903:14: …" of pack check; empty: none */
  GPtrArray  *objections;       /* of char*, translated sentences: what the person at the desk must mend first; empty: none */
  gboolean    proved;           /* by the whole of pack check */
  CbMay       may;              /* whether the person at the desk may publish it, or countersign it when it is published */
} CbStandardCheck;
void             cb_standard_check_free (CbStandardCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbStandardCheck, cb_standard_check_free)
/* Read job.  @prove: the whole of pack check, seconds; else only whether it can be read and compiled, which is enough to look at it. */
CbStandardCheck *cb_standard_check      (CbDesk *desk, CbDb *db, const CbUid *uid, gboolean prove, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a standard does to the area of the person at the desk on its first day, in fen a month: as it was and as it would be. */
typedef struct {
  guint     households;         /* looked at */
  CbNowThen all;                /* with any payment */
  guint     gainers, losers, cliffs, incomplete;   /* as of CbSimulation */
  CbMoney   gained, lost;
} CbStandardEffect;
/* Read job; seconds in a large county.  @done, @total (may be NULL): as of cb_county_load().  INVALID_FIELD, with the sentence to show, when
 * more than numbers changes. */
gboolean    cb_standard_effect      (CbDesk *desk, CbDb *db, const CbStandardCheck *check, gint *done, gint *total, CbStandardEffect *effect,
                                     GCancellable *cancellable, GError **error);

/* Write jobs. */
/* Saves a draft as it is now, by a policy officer; gives a new one its uid. */
gboolean    cb_standard_save        (CbDesk *desk, CbDb *db, CbStandard *s, GError **error);
gboolean    cb_standard_discard     (CbDesk *desk, CbDb *db, const CbUid *uid, const char *reason, GError **error);
/* The rest in a signing session.  Publishes what @check, proved, shows; refused when the draft or the rules in force are others now.  A line
 * from a month that is decided already needs the statement that arrears are paid (R-T3). */
gboolean    cb_standard_publish     (CbDesk *desk, CbDb *db, const CbStandardCheck *check, GError **error);
gboolean    cb_standard_withdraw    (CbDesk *desk, CbDb *db, const CbUid *uid, const char *reasons, GError **error);
/* By an approver who did not publish it.  @check: what was looked at. */
gboolean    cb_standard_countersign (CbDesk *desk, CbDb *db, const CbStandardCheck *check, GError **error);
gboolean    cb_standard_refuse      (CbDesk *desk, CbDb *db, const CbUid *uid, const char *reasons, GError **error);

G_END_DECLS
