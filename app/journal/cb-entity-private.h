/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-entity.h"

G_BEGIN_DECLS

/* Private to the journal: how records enter an entity, and its one encoding. */

/* A write that a record replaces. */
typedef struct { guint field; CbRef ref; } CbPred;

int       cb_ref_compare    (const CbRef *a, const CbRef *b);
gboolean  cb_ref_equal      (const CbRef *a, const CbRef *b);

/**
 * cb_entity_apply:
 * @values: canonical CBOR, a map of field to value; NULL when erased: then the writes are gone and only what they replaced is known
 *
 * The `pred` rule of a multi-value register: what the record names is no longer live, what it writes is.  Records come with what
 * they name already applied, so the result does not depend on the order of those that do not know each other.  Applying one again
 * changes nothing.  FALSE: @values is not of the form.
 */
gboolean  cb_entity_apply   (CbEntity *e, const CbRef *ref, CbHlc hlc, const CbUid *actor, CbKind kind,
                             const CbPred *preds, guint n_preds, gconstpointer values, gsize len);
/* Takes one write in directly; used by tests and by cb_entity_apply(). */
void      cb_entity_write   (CbEntity *e, guint field, const CbRef *ref, CbHlc hlc, const CbValue *value);

/* Whether the write of @ref is live. */
gboolean  cb_entity_has     (const CbEntity *e, guint field, const CbRef *ref);

/* Canonical: the same writes give the same bytes on every desk.  {0: desks, ascending; 1: authors, ascending;
 * 2: {field: [[index of desk, seq, hlc, value], …] by desk and seq}}. */
GBytes   *cb_entity_encode  (const CbEntity *e) G_GNUC_WARN_UNUSED_RESULT;
CbEntity *cb_entity_decode  (const CbUid *uid, CbKind kind, gconstpointer state, gsize len) G_GNUC_WARN_UNUSED_RESULT; /* NULL: not of the form */

G_END_DECLS
