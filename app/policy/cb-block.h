/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/**
 * CbBlock:
 * Many cases in columns.  Rows of an entity stand in the order of their parents' rows.  Fill it once, run it with as many programs of the same
 * pack as wanted; running is read-only and may go on in several threads.
 */
typedef struct _CbBlock CbBlock;

CbBlock   *cb_block_new        (CbPack *pack) G_GNUC_WARN_UNUSED_RESULT;
CbBlock   *cb_block_ref        (CbBlock *block);
void       cb_block_unref      (CbBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbBlock, cb_block_unref)
/* One case at the end. */
gboolean   cb_block_append     (CbBlock *block, CbFacts *facts, GError **error);
/* Rows of one entity at once: @parents ascending row numbers of the parent entity (NULL for the root). */
gboolean   cb_block_add_rows   (CbBlock *block, const char *entity, const guint32 *parents, guint n, GError **error);
/* A column: @values in the unit of CbPackFact (fen, index of word, days), @known NULL when all are.  Copied; the range is checked. */
gboolean   cb_block_set_column (CbBlock *block, const char *fact, const gint64 *values, const guint8 *known, guint n, GError **error);
guint      cb_block_n_cases    (CbBlock *block);
guint      cb_block_n_rows     (CbBlock *block, const char *entity);

/**
 * CbBlockResult: columns of results, one row per case.
 */
typedef struct _CbBlockResult CbBlockResult;
/* In place of a CbStatus: the outcome rests on a fault in arithmetic. */
#define CB_STATUS_FAULT 255

/* @first, @n: cases; n = 0: all from @first.  @reuse (may be NULL): filled again instead of allocating; given back. */
CbBlockResult *cb_block_run    (CbBlock *block, CbProgram *program, guint first, guint n, CbBlockResult *reuse,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All cases, on several threads, again and again with programs that differ little (a standard that is dragged): what stays the same from one
 * run to the next is kept with the result and not computed again.  @reuse: that of the run before. */
CbBlockResult *cb_block_run_again (CbBlock *block, CbProgram *program, CbBlockResult *reuse, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           cb_block_result_free (CbBlockResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbBlockResult, cb_block_result_free)
guint          cb_block_result_n        (CbBlockResult *result);
guint          cb_block_result_programme (CbBlockResult *result, const char *programme);   /* its number; G_MAXUINT when not in force */
const guint8  *cb_block_result_status   (CbBlockResult *result, guint programme);           /* CbStatus or CB_STATUS_FAULT */
const guint8  *cb_block_result_tier     (CbBlockResult *result, guint programme);           /* index of the word; 255: none */
const gint64  *cb_block_result_amount   (CbBlockResult *result, guint programme);           /* fen; 0 when not payable */
gint64         cb_block_result_ns       (CbBlockResult *result);                            /* time of the evaluation alone */

G_END_DECLS
