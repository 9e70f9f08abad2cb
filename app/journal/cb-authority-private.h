/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-authority.h"
#include "cb-record.h"

G_BEGIN_DECLS

/*
 * The authority log: one total order of entries, each signed in person by its issuer.
 *
 * entry = { 0: version (1), 1: suite (1), 2: realm (16), 3: number, from 1, 4: hash of the entry before (32; zeros before the first),
 *           5: kind, 6: issuer, person (16), 7: issuer's desk (16), 8: ms since 1970, 9: content }
 * content: 1 founding: { 0: county, 1: area, 2: person, 3: desk } · 2 person · 3 desk
 *          4 revocation: { 0: whom (16), 1: desk of the last good record (16), 2: its number, 3: its hash (32), 4: reason,
 *                          5: for a person, the last good number on every desk, [[desk, number], …] ascending }
 *          5 sheet: { 0: desk, 1: signing key of its recovery sheet }; the newest of a desk counts
 *          6 renewal: { 0: whom, 1: signing key, 2: box key }; by the person themselves (6 = content's 0), signed with the key of the
 *            sheet of the issuer's desk.  It changes the keys of an authority and nothing else: no name, role, area or limit
 * person = { 0: uid, 1: name, 2: roles, 3: area, 4: limit, 5: signing key, 6: box key }
 * desk   = { 0: uid, 1: label, 2: area, 3: signing key, 4: box key, 5: replaces (16; zeros: none) }
 * hash      = BLAKE2b-256 (entry; personal "cb/authority/v1")
 * signature = Ed25519 ("casebook/authority/v1" ‖ 1 ‖ entry)
 * packet    = { 0: 1, 1: 1, 2: signature, 3: entry }
 */

#define CB_ENTRY_FOUNDING   1
#define CB_ENTRY_PERSON     2
#define CB_ENTRY_DESK       3
#define CB_ENTRY_REVOCATION 4
#define CB_ENTRY_SHEET      5
#define CB_ENTRY_RENEWAL    6

typedef struct { CbUid desk; guint64 seq; } CbCut;

typedef struct
{
  CbUid      realm;
  guint64    seq;
  guint8     prev[32];
  guint      kind;
  CbUid      issuer, issuer_desk;
  gint64     ms;
  char      *county, *area;   /* founding */
  CbPerson   person;
  CbDeskCert desk;
  CbUid      whom;            /* revocation, renewal; sheet: the desk */
  guint8     sign_pk[32];     /* sheet, renewal */
  guint8     box_pk[32];      /* renewal */
  CbUid      cut_desk;
  guint64    cut_seq;
  guint8     cut_hash[32];
  char      *reason;
  GArray    *cuts;            /* of CbCut */
  guint8     hash[32];
} CbEntry;

GBytes  *cb_entry_encode  (const CbEntry *e) G_GNUC_WARN_UNUSED_RESULT;
CbEntry *cb_entry_parse   (gconstpointer bytes, gsize len, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     cb_entry_free    (CbEntry *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbEntry, cb_entry_free)
/* @sign_sk: 64 bytes. */
void     cb_entry_sign     (gconstpointer bytes, gsize len, const CbSecret *sign_sk, guint8 sig[64]);
gboolean cb_entry_signed_by (gconstpointer bytes, gsize len, const guint8 sig[64], const guint8 pk[32]);
/* Whether @e may follow in @log: number, chain, realm, the issuer's rights and signature.  @before: NULL for the founding.
 * A BROKEN_CHAIN, BAD_SIGNATURE, NOT_ENTITLED or BAD_RECORD error otherwise. */
gboolean cb_entry_check   (const CbEntry *e, CbAuthority *before, gconstpointer bytes, gsize len, const guint8 sig[64], GError **error);
/* Checks and stores one. */
gboolean cb_entry_append  (CbDb *db, gconstpointer bytes, gsize len, const guint8 sig[64], GError **error);
/* From a packet.  @sig and bytes point into it. */
gboolean cb_entry_unpack  (GBytes *packet, const guint8 **sig, const guint8 **bytes, gsize *len, GError **error);
GBytes  *cb_entry_pack    (gconstpointer bytes, gsize len, const guint8 sig[64]) G_GNUC_WARN_UNUSED_RESULT;

/* An empty log, for checking one from its beginning.  Then each entry in turn. */
CbAuthority *cb_authority_extend (CbAuthority *before, const CbEntry *e) G_GNUC_WARN_UNUSED_RESULT;
/* The same log as of @head; borrowed from @a.  NULL: a head this casebook does not know (yet). */
CbAuthority *cb_authority_at     (CbAuthority *a, const guint8 head[32]);
guint64      cb_authority_seq    (CbAuthority *a);
/* Whether a revocation in @newest cuts the record off, however early it says it was written. */
CbMay        cb_authority_cut    (CbAuthority *newest, CbAuthority *at, const CbUid *person, const CbRef *ref);

/* All that decides; cb_may() asks a part of it. */
typedef struct
{
  const CbUid *person;
  const CbUid *desk;          /* NULL: not asked */
  CbAct        act;
  const char  *area;
  CbMoney      amount;
  CbMoney      ceiling;       /* of CB_ACT_AID; 0: none is known, so nothing may be decided */
  const CbUid *others;
  guint        n_others;
  gboolean     county_only;   /* a relative of staff is in the family */
} CbQuestion;
CbMay        cb_may_judge        (CbAuthority *a, const CbQuestion *q);

G_END_DECLS
