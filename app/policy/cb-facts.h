/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack.h"
#include "cb-uid.h"

G_BEGIN_DECLS

/**
 * CbFacts:
 * What is known of one case: instances of the pack's entities in a tree, and their facts.  One root instance exists from the
 * beginning (index 0).  Not thread-safe while being filled.
 */
typedef struct _CbFacts CbFacts;

CbFacts    *cb_facts_new        (CbPack *pack) G_GNUC_WARN_UNUSED_RESULT;
CbFacts    *cb_facts_ref        (CbFacts *facts);
void        cb_facts_unref      (CbFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbFacts, cb_facts_unref)
CbFacts    *cb_facts_copy       (CbFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
CbPack     *cb_facts_pack       (CbFacts *facts);

/* Adds an instance of @entity below instance @parent of its parent entity; its index (from 0 within its entity, in the order added), or -1
 * with CB_POLICY_ERROR_FACTS (unknown entity, no such parent, too many).  @uid may be NULL. */
int         cb_facts_add        (CbFacts *facts, const char *entity, int parent, const CbUid *uid, GError **error);
int         cb_facts_count      (CbFacts *facts, const char *entity);
int         cb_facts_parent     (CbFacts *facts, const char *entity, int index);
void        cb_facts_set_uid    (CbFacts *facts, const char *entity, int index, const CbUid *uid);
const CbUid *cb_facts_uid       (CbFacts *facts, const char *entity, int index);        /* never NULL; CB_UID_NONE when none */
/* What people call it ("王秀兰"): for explanations only, in no hash and no capsule. */
void        cb_facts_set_label  (CbFacts *facts, const char *entity, int index, const char *label);
const char *cb_facts_label      (CbFacts *facts, const char *entity, int index);        /* NULL when none */

/* FALSE with CB_POLICY_ERROR_FACTS when there is no such fact or instance, the type is another, or the number is out of the declared range. */
gboolean    cb_facts_set_money  (CbFacts *facts, const char *fact, int index, gint64 fen, GError **error);
gboolean    cb_facts_set_count  (CbFacts *facts, const char *fact, int index, gint64 count, GError **error); /* also years, months, days */
gboolean    cb_facts_set_truth  (CbFacts *facts, const char *fact, int index, gboolean value, GError **error);
gboolean    cb_facts_set_choice (CbFacts *facts, const char *fact, int index, const char *word, GError **error);
gboolean    cb_facts_set_date   (CbFacts *facts, const char *fact, int index, CbDate date, GError **error);
gboolean    cb_facts_set_month  (CbFacts *facts, const char *fact, int index, CbMonth month, GError **error);
gboolean    cb_facts_set_text   (CbFacts *facts, const char *fact, int index, const char *text, GError **error);
/* Any type from text as people and files write it: "1,234.50", "yes", "2026-09-01", "urban", "60%". */
gboolean    cb_facts_set_parsed (CbFacts *facts, const char *fact, int index, const char *text, GError **error);
/* The same text as a number in the unit of CbPackFact, for columns (cb_block_set_column()): in range, or FALSE with CB_POLICY_ERROR_FACTS.
 * Texts are no numbers. */
gboolean    cb_fact_parse       (CbPack *pack, const char *fact, const char *text, gint64 *value, GError **error);
gboolean    cb_facts_clear      (CbFacts *facts, const char *fact, int index, GError **error);   /* unknown again */
/* Where it comes from ("户口簿第 3 页", a document's number); NULL takes it away. */
gboolean    cb_facts_set_evidence (CbFacts *facts, const char *fact, int index, const char *evidence, GError **error);
const char *cb_facts_evidence   (CbFacts *facts, const char *fact, int index);

/* FALSE when not entered.  @value in the unit of CbPackFact; a choice: its index; text: none. */
gboolean    cb_facts_get        (CbFacts *facts, const char *fact, int index, gint64 *value);
const char *cb_facts_get_text   (CbFacts *facts, const char *fact, int index);

/* Natural nested JSON (data/help/facts-format.md).  @on, @pay_month (may be NULL): set when the document has "on", "pay_month",
 * else CB_DATE_NONE, CB_MONTH_NONE. */
CbFacts    *cb_facts_from_json  (CbPack *pack, const char *json, gssize len, CbDate *on, CbMonth *pay_month,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
char       *cb_facts_to_json    (CbFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Canonical: the same instances (in order), facts, uids and evidence give the same bytes. */
GBytes     *cb_facts_to_cbor    (CbFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
CbFacts    *cb_facts_from_cbor  (CbPack *pack, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
