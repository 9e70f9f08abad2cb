/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/**
 * CbCapsule:
 * A decision's basis by value: facts, pack, day, engine, result and trace as canonical CBOR.  Whoever holds it can work the decision out again with
 * nothing else (R-T7).  Immutable.
 */
typedef struct _CbCapsule CbCapsule;

typedef enum { CB_CAPSULE_PACK_HASH = 0, CB_CAPSULE_WITH_PACK = 1 << 0 } CbCapsuleFlags;

#define CB_CAPSULE_HASH_LEN 32

CbCapsule    *cb_capsule_build    (CbResult *result, CbCapsuleFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Strict: any byte too many, out of order or unknown is CB_POLICY_ERROR_CAPSULE. */
CbCapsule    *cb_capsule_parse    (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbCapsule    *cb_capsule_ref      (CbCapsule *capsule);
void          cb_capsule_unref    (CbCapsule *capsule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbCapsule, cb_capsule_unref)
GBytes       *cb_capsule_bytes    (CbCapsule *capsule);
const guint8 *cb_capsule_hash     (CbCapsule *capsule);        /* BLAKE2b-256, personalised "cb-capsule" */
const guint8 *cb_capsule_pack_hash (CbCapsule *capsule);
gboolean      cb_capsule_has_pack (CbCapsule *capsule);
CbDate        cb_capsule_on       (CbCapsule *capsule);
CbMonth       cb_capsule_pay_month (CbCapsule *capsule);
const char   *cb_capsule_engine   (CbCapsule *capsule);

/* Recomputes from the capsule alone (or with @pack when it holds only the hash; NULL otherwise).  TRUE: could be recomputed, and then *@difference
 * is NULL when everything is equal to the fen, or names the first difference.  @result (may be NULL): the recomputed, explained result. */
gboolean      cb_capsule_replay   (CbCapsule *capsule, CbPack *pack, CbResult **result, char **difference, GError **error);
/* The id of this build of the engine. */
const char   *cb_engine_id        (void);

G_END_DECLS
