/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-entity-private.h"
#include "cb-journal.h"

G_BEGIN_DECLS

/*
 * The bytes of a record, for those who want to check them with other tools.  All CBOR is deterministic (RFC 8949 4.2.1).
 *
 * header = { 0: version (1), 1: suite (1), 2: realm (16 bytes), 3: desk (16), 4: number in the desk's chain, from 1,
 *            5: hash of the record before (32; zeros before the first), 6: hybrid time, 7: causal height (greater than that of
 *            everything the author's casebook held), 8: head of the authority log as the author knew it (32), 9: person (16),
 *            10: 1 facts | 2 event, 11: subject (16), 12: its kind, 13: number of the first record of the changeset,
 *            14: records in the changeset, 15: area claimed (text), 16: commitment to the content (32),
 *            facts: 17: what is replaced, [[field, desk, number], …] ascending; 18: (optional) [desk, number] of the record that
 *            placed the household in the area claimed;
 *            event: 19: which, 20: amount in fen, 21: what it stands on, [[desk, number], …] ascending;
 *            22: (optional) digest of the state before this changeset (32), in the first record of a day }
 * body   = { 0: salt (16), 1: content }            facts: a map of field to value; event: any value of its own
 * hash       = BLAKE2b-256 (header; personal "cb/record/v1")                the chain: 5 of the next record
 * commitment = BLAKE2b-256 (content; key: the salt, personal "cb/body/v1")  so that a body can be erased and the chain still holds
 * desk's signature over a changeset   = Ed25519 ("casebook/changeset/v1" ‖ 1 ‖ realm ‖ desk ‖ first ‖ last ‖ last record's hash),
 *                                       numbers in 8 bytes, most significant first
 * person's signature over a record    = Ed25519 ("casebook/person/v1" ‖ 1 ‖ header)
 * packet of a changeset = { 0: 1, 1: 2, 2: desk's signature, 3: [[header, body, person's signature | null], …] }, inner ones as
 *                         byte strings: what was received is kept and handed on to the byte
 * Personalisation is padded with zeros to 16 bytes; the suite is one byte.
 */

#define CB_RECORD_FACTS 1
#define CB_RECORD_EVENT 2

#define CB_RECORD_MAX       (64 * 1024)        /* header and body of facts; header of an event */
#define CB_EVENT_DATA_MAX   (4 * 1024 * 1024)
#define CB_PACKET_MAX       (64 * 1024 * 1024)
#define CB_AREA_MAX         32

typedef struct
{
  CbUid    realm;
  CbRef    ref;
  guint8   prev[32];
  CbHlc    hlc;
  guint64  lam;
  guint8   auth[32];
  CbUid    actor;
  guint    type;            /* CB_RECORD_FACTS or CB_RECORD_EVENT */
  CbUid    entity;
  guint    kind;
  guint64  first, count;    /* of the changeset */
  char     area[CB_AREA_MAX + 1];
  guint8   commit[32];
  GArray  *preds;           /* of CbPred */
  gboolean placed;
  CbRef    place;
  guint    event;
  CbMoney  amount;
  GArray  *basis;           /* of CbRef */
  gboolean has_digest;
  guint8   digest[32];

  /* Derived or beside it; bytes are borrowed. */
  guint8        hash[32];
  const guint8 *header;  gsize header_len;
  const guint8 *body;    gsize body_len;     /* NULL when erased */
  const guint8 *content; gsize content_len;  /* inside the body */
  const guint8 *sig;                         /* the person's, 64 bytes, or NULL */
} CbRecord;

void     cb_record_init          (CbRecord *r);    /* may be used again for parse after parse; clear once */
void     cb_record_clear         (CbRecord *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CbRecord, cb_record_clear)

GBytes  *cb_record_encode_header (const CbRecord *r) G_GNUC_WARN_UNUSED_RESULT;
/* With a fresh salt; @commit gets the commitment. */
GBytes  *cb_record_make_body     (gconstpointer content, gsize len, guint8 commit[32]) G_GNUC_WARN_UNUSED_RESULT;
void     cb_record_hash          (gconstpointer header, gsize len, guint8 hash[32]);

/* Strict; fills everything but body and signature, with the hash.  Errors: BAD_RECORD. */
gboolean cb_record_parse_header  (CbRecord *r, gconstpointer header, gsize len, GError **error);
/* Strict; checks sizes and commitment.  Errors: BAD_RECORD.  After cb_record_parse_header(). */
gboolean cb_record_parse_body    (CbRecord *r, gconstpointer body, gsize len, GError **error);
/* Whether this program knows what the content means: kind, event, types of values.  What it does not know is kept, not applied. */
gboolean cb_record_form_ok       (const CbRecord *r);
/* The value that facts give to @field; FALSE when none. */
gboolean cb_record_fact          (const CbRecord *r, guint field, CbValue *value);
/* Whether an event holds nothing of its own, or no more: it was erased. */
gboolean cb_record_says_nothing  (const CbRecord *r);
/* What the record says somebody does. */
CbAct    cb_record_act           (const CbRecord *r);

GBytes  *cb_record_person_message    (gconstpointer header, gsize len) G_GNUC_WARN_UNUSED_RESULT;
gboolean cb_record_person_verify     (const CbRecord *r, const guint8 pk[32]);

typedef struct
{
  GBytes    *bytes;
  guint8     sig[64];
  guint      n;
  CbRecord  *records;
} CbChangeset;

/* Strict, with the chain inside it; the signature is not checked.  Errors: BAD_RECORD, BROKEN_CHAIN. */
CbChangeset *cb_changeset_parse  (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         cb_changeset_free   (CbChangeset *cs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbChangeset, cb_changeset_free)

void     cb_changeset_sign   (const CbUid *realm, const CbUid *desk, guint64 first, guint64 last, const guint8 last_hash[32],
                              const CbSecret *sk, guint8 sig[64]);
gboolean cb_changeset_verify (const CbUid *realm, const CbUid *desk, guint64 first, guint64 last, const guint8 last_hash[32],
                              const guint8 sig[64], const guint8 pk[32]);

/* Packets: what goes from desk to desk. */
#define CB_PACKET_AUTHORITY 1
#define CB_PACKET_CHANGESET 2
/* 0 when it is neither. */
guint    cb_packet_type      (GBytes *bytes);

G_END_DECLS
