/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbCaseData: what the events of a case say, as canonical CBOR inside their records (a map; key 0 is the version, 1).
 *
 *   key        1    2          3          4       5           6         7        8        9        10
 *              on   programme  text       agree   first month last month tier    amount   persons  facts
 *   key        11       12         13       14     15    16
 *              message  signature  capsule  basis  once  township
 *
 *   key        17        18       19                         20
 *              standard  arrears  first month of the arrears  capsule, compressed (zstd)
 *
 * Absent keys are absent facts.  Key 13 is the capsule as it is, of older records; 20 is written.  @text: the reason, the opinion, the reasons of the decision.
 */
typedef struct {
  CbDate   on;
  char    *programme;
  char    *text;
  gboolean agree;           /* opinion: agrees; decision: confirms */
  CbMonth  first, last;     /* CB_MONTH_NONE when absent */
  char    *tier;
  CbMoney  amount;
  guint    persons;
  GBytes  *facts;           /* of a submission: cb_facts_to_cbor() */
  GBytes  *message;         /* of a decision: what the person signed, plain text */
  GBytes  *signature;       /* Ed25519, 64 bytes */
  GBytes  *capsule;
  GBytes  *basis;           /* cb_household_basis_digest() */
  gboolean once;            /* @amount is paid once, in the month @first, not every month */
  CbMoney  township;        /* of @amount, what the township pays out of its reserve */
  GBytes  *standard;        /* of a decision in a batch: hash of the rules that it follows, 32 bytes */
  CbMoney  arrears;         /* paid with @first beside the amount, for @arrears_from to the month before @first */
  CbMonth  arrears_from;
} CbCaseData;

#define CB_CASE_DATA_INIT ((CbCaseData) { .on = CB_DATE_NONE, .first = CB_MONTH_NONE, .last = CB_MONTH_NONE, .arrears_from = CB_MONTH_NONE })

void     cb_case_data_clear  (CbCaseData *d);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CbCaseData, cb_case_data_clear)
GBytes  *cb_case_data_encode (const CbCaseData *d) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE for bytes of another form; @d is then clear. */
gboolean cb_case_data_decode (gconstpointer bytes, gsize len, CbCaseData *d);
/* The same without what is long and only looked at one case at a time: facts, message, signature, capsule.  NULL for another form. */
GBytes  *cb_case_data_outline (gconstpointer bytes, gsize len) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CbPaymentLine: one household's share of a month's payment run (CB_EVENT_PAID on a CB_KIND_RUN, one run per township and programme).
 */
typedef struct { CbUid household; guint persons; CbMoney fen; } CbPaymentLine;
GBytes  *cb_payment_encode   (const char *programme, CbMonth month, const CbPaymentLine *lines, guint n) G_GNUC_WARN_UNUSED_RESULT;
gboolean cb_payment_decode   (gconstpointer bytes, gsize len, char **programme, CbMonth *month, GArray **lines);

/* Of CB_EVENT_PACK: the pack's text as published; of one that follows another the hash of that one (32 bytes; NULL: the county's first),
 * and whether arrears are paid for months before it that were decided by the old rules (policy.md R-T3). */
GBytes  *cb_pack_data_encode (GBytes *pack, const guint8 *base, gboolean late) G_GNUC_WARN_UNUSED_RESULT;
/* NULL for bytes of another form.  @base gets 32 bytes, zeros for a first one. */
GBytes  *cb_pack_data_decode (gconstpointer bytes, gsize len, guint8 *base, gboolean *late) G_GNUC_WARN_UNUSED_RESULT;

/* Of CB_EVENT_PACK_COUNTERSIGNED, _REFUSED and _WITHDRAWN: the hash of the pack that is meant (32 bytes), and the reasons or "". */
GBytes  *cb_pack_sign_encode (const guint8 *hash, const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean cb_pack_sign_decode (gconstpointer bytes, gsize len, guint8 *hash, char **text);   /* FALSE for bytes of another form */

G_END_DECLS
