/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-clock.h"
#include "cb-field.h"
#include "cb-value.h"

G_BEGIN_DECLS

/* One record: the desk that wrote it and its place in that desk's chain. */
typedef struct { CbUid desk; guint64 seq; } CbRef;

/* One live version of a field. */
typedef struct { CbRef ref; CbHlc hlc; CbValue value; } CbHead;

/**
 * CbEntity: the registers of one subject.  Every register is multi-valued: it has one head, or, in a fork, several (design 5).
 * A pure function of the records that are in it, whatever their order.  Not thread-safe; copy to hand over.
 */
typedef struct _CbEntity CbEntity;

CbEntity      *cb_entity_new        (const CbUid *uid, CbKind kind) G_GNUC_WARN_UNUSED_RESULT;
CbEntity      *cb_entity_copy       (const CbEntity *e) G_GNUC_WARN_UNUSED_RESULT;
void           cb_entity_free       (CbEntity *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbEntity, cb_entity_free)
const CbUid   *cb_entity_uid        (const CbEntity *e);
CbKind         cb_entity_kind       (const CbEntity *e);
/* Who ever recorded a fact of it, whatever became of the fact; ascending. */
const CbUid   *cb_entity_authors    (const CbEntity *e, guint *n);
/* Parent by its winning head; CB_UID_NONE when none. */
CbUid          cb_entity_parent     (const CbEntity *e);
gboolean       cb_entity_removed    (const CbEntity *e);
/* Heads of a register, winner of the display (latest hybrid time, then desk) first; NULL with *n 0 when never set. */
const CbHead  *cb_entity_heads      (const CbEntity *e, guint field, guint *n);
/* A fork of different values. */
gboolean       cb_entity_forked     (const CbEntity *e, guint field);
/* The value shown: the winner's; NULL when never set or cleared. */
const CbValue *cb_entity_value      (const CbEntity *e, guint field);
/* The value that may be counted: like the above, but NULL while a money or identity register is forked. */
const CbValue *cb_entity_certain    (const CbEntity *e, guint field);
gint64         cb_entity_int        (const CbEntity *e, guint field, gint64 otherwise);
const char    *cb_entity_text       (const CbEntity *e, guint field);    /* NULL when none */
/* Field ids that have a head or a local value, ascending. */
const guint   *cb_entity_fields     (const CbEntity *e, guint *n);
/* Replace what is shown, locally and at once, before the change is committed (the editor does this); the heads are kept as what
 * the author saw, so that cb_change_set can name them. */
void           cb_entity_set_local  (CbEntity *e, guint field, const CbValue *value);

G_END_DECLS
