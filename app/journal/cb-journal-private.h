/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-authority-private.h"
#include "cb-record.h"

G_BEGIN_DECLS

/* Where a received record stands; pending ones are not in the table of records yet.  Written into the casebook. */
typedef enum {
  CB_STATUS_APPLIED     = 0,
  CB_STATUS_QUARANTINED = 1,
  CB_STATUS_CLONE       = 2,
} CbStatus;

/* Why, for what is not applied: a CbMay, or one of these. */
#define CB_FIELD_HOUSEHOLD_AREA           11
#define CB_FIELD_HOUSEHOLD_STAFF_RELATIVE 15

#define CB_WHY_FORM       100   /* this program does not know what it means */
#define CB_WHY_NOT_SIGNED 101   /* the act needs the person's own signature */
#define CB_WHY_CLONE      102   /* the desk's chain has two branches */
#define CB_WHY_OLD_HEAD   103   /* it names an older authority log than the record before */

gboolean cb_journal_not_entitled (CbMay may, GError **error);   /* always FALSE */
/* "desk 3f2a1b9c record 118: …" */
gboolean cb_journal_fail_at      (GError **error, CbJournalError code, const CbRef *ref, const char *what);   /* always FALSE */

/* ------- the one row of totals ------- */
typedef struct
{
  CbHlc   hlc;
  guint64 lam;
  guint64 records;      /* received, of every status */
  guint8  digest[32];   /* sum modulo 2^256, least byte first */
} CbBook;

gboolean cb_book_load (CbDb *db, CbBook *book, GError **error);
gboolean cb_book_save (CbDb *db, const CbBook *book, GError **error);

/* ------- records in the casebook ------- */
typedef struct { gint64 no; CbUid uid; guint64 clone; /* first number with two hashes, 0: none */ } CbDeskRow;

/* Its number here; @create: given one.  no = 0 when unknown. */
gboolean cb_store_desk      (CbDb *db, const CbUid *uid, gboolean create, CbDeskRow *row, GError **error);
gboolean cb_store_set_clone (CbDb *db, gint64 desk, guint64 first, GError **error);
/* The end of a desk's chain; seq 0 and zeros when there is none. */
gboolean cb_store_last      (CbDb *db, gint64 desk, guint64 *seq, guint8 hash[32], guint64 *lam, GError **error);
gboolean cb_store_record    (CbDb *db, gint64 desk, const CbRecord *r, CbStatus status, guint why, GError **error);
gboolean cb_store_changeset (CbDb *db, gint64 desk, guint64 first, guint64 last, const guint8 hash[32], const guint8 sig[64], GError **error);
/* 1 with the record, 0 when there is none, −1 on error.  Borrowed from @s until its next use; any branch. */
int      cb_store_next      (CbStmt *s, CbRecord *r, GError **error);
/* Record @ref, of any branch or only as @applied; 1, 0 and −1 as above.  @r is borrowed from *@s, which the caller frees. */
int      cb_store_read      (CbDb *db, const CbRef *ref, gboolean applied, CbRecord *r, CbStmt **s, GError **error);
/* To be stepped with cb_store_next(). */
CbStmt  *cb_store_find      (CbDb *db, gint64 desk, guint64 seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------- rights ------- */
typedef struct _CbRights CbRights;
CbRights *cb_rights_new   (CbDb *db, CbAuthority *newest) G_GNUC_WARN_UNUSED_RESULT;
void      cb_rights_free  (CbRights *rights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbRights, cb_rights_free)
/* A pure function of the record, what it names, and the authority log.  Everything it names is there.  FALSE: could not be judged. */
gboolean  cb_rights_judge (CbRights *rights, const CbRecord *r, const CbDeskRow *desk, CbStatus *status, guint *why, GError **error);
/* More persons of the other side, and whether the county must decide: known only where the act is done. */
void      cb_rights_set_others (CbRights *rights, const CbUid *others, guint n_others, gboolean county_only);
/* The same from record @r, which has just been written. */
void      cb_rights_know_record (CbRights *rights, const CbRecord *r);
/* Where record @ref, about to be written, places its household. */
void      cb_rights_know_place (CbRights *rights, const CbRef *ref, const CbUid *household, const char *area);

/* ------- projection ------- */
typedef struct
{
  CbDb    *db;
  CbDb    *source;         /* where the records lie; NULL: in @db */
  CbBook   book;
  gboolean compare;        /* one desk alone has written: the digests in its records must come out again */
  CbRef    differs;        /* the first whose digest does not; seq 0: none */
} CbProjection;
gboolean cb_project_record (CbProjection *p, const CbRecord *r, gint64 desk, GError **error);
gboolean cb_project_reset  (CbDb *db, CbBook *book, GError **error);
/* Everything that is applied in @from, in causal order, into @p (which may be the same casebook).  @progress may be NULL. */
gboolean cb_project_all    (CbProjection *p, CbDb *from, void (*progress) (gdouble, gpointer), gpointer data, GError **error);
void     cb_digest_add     (guint8 digest[32], const guint8 item[32]);
void     cb_digest_entity  (const CbUid *uid, guint kind, gconstpointer state, gsize len, guint8 item[32]);
void     cb_digest_event   (const guint8 hash[32], guint8 item[32]);
const GPtrArray *cb_journal_projectors (void);   /* of const CbProjector, may be NULL */

/* Judges every record anew and, when that changes anything or @always, projects everything anew. */
gboolean cb_journal_recheck (CbDb *db, gboolean always, GError **error);

G_END_DECLS
