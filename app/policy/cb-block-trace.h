/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-block.h"

G_BEGIN_DECLS

/**
 * CbBlockTrace:
 * Every step of every case of a block, as it was worked out: the explanation of a whole county.  Any case's is read off it, nothing is
 * evaluated a second time.  Immutable once run; any thread.  Keeps block and program; do not add to the block while it is used.  Some
 * hundreds of bytes a step and family: take a large county in pieces.
 */
typedef struct _CbBlockTrace CbBlockTrace;

/* @first, @n: cases as in cb_block_run().  @reuse (may be NULL, else nobody else's): its memory is used again.  One thread. */
CbBlockTrace *cb_block_trace        (CbBlock *block, CbProgram *program, guint first, guint n, CbBlockTrace *reuse,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
CbBlockTrace *cb_block_trace_ref    (CbBlockTrace *trace);
void          cb_block_trace_unref  (CbBlockTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbBlockTrace, cb_block_trace_unref)
guint         cb_block_trace_n      (CbBlockTrace *trace);
gint64        cb_block_trace_ns     (CbBlockTrace *trace);      /* time of the evaluation alone */
gsize         cb_block_trace_bytes  (CbBlockTrace *trace);      /* memory it holds */
/* The result of case @at (0: the first of the trace) with its trace, as cb_evaluate() with CB_EVALUATE_EXPLAIN gives it for the same facts; nobody
 * has a name in it and nothing evidence, since columns hold neither.  Keeps @trace.  Fails as cb_evaluate() does. */
CbResult     *cb_block_trace_result (CbBlockTrace *trace, guint at, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
