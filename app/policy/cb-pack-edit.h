/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack.h"

G_BEGIN_DECLS

/* One number set anew. */
typedef struct {
  const char *param;    /* "dibao.standard" */
  const char *word;     /* of a parameter by word the one that changes ("rural"), the others stay; NULL: @value is the whole right-hand side */
  const char *value;    /* as in a pack: "650.00", "15%" */
} CbPackSet;

/* The document that sets it. */
typedef struct {
  CbDate      from;     /* the first day on which it is in force */
  const char *cite;     /* its number: 剑府发〔2026〕12号; never empty */
  const char *note;     /* NULL or "": none */
} CbPackNotice;

/**
 * cb_pack_revise:
 * @name: what faults call the new text: "guangyuan.pack"
 * @faults: (nullable): as of cb_pack_load_bytes()
 *
 * The rules of @pack with new numbers from a day on: each parameter of @sets gets one dated line in its place among the others, with the
 * notice's number as its article of that day, and its note.  Everything else stays as it was written, to the byte.  The new text is
 * checked as any pack; a reform laid over another pack is not revised, but its base.
 *
 * Returns: (nullable): the new rules; their text is cb_pack_bytes().
 * @error: CB_POLICY_ERROR_PACK, the message beginning with "NAME:LINE:", when there is no such parameter or word, when the parameter has a
 * value of that very day already (a published line is never changed), or when the new text has a fault.
 */
CbPack    *cb_pack_revise      (CbPack             *pack,
                                const CbPackSet    *sets,
                                guint               n_sets,
                                const CbPackNotice *notice,
                                const char         *name,
                                GPtrArray         **faults,
                                GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* A dated line that a newer pack has and the older has not. */
typedef struct {
  const CbPackParam *param;     /* of the newer; borrowed from it */
  guint              version;   /* its index there */
} CbPackNewLine;

/* Of CbPackNewLine, in the order of @b.  @only (nullable): whether that is all that differs in values, so that naming these lines says it
 * all; else cb_pack_diff() has the rest. */
GArray    *cb_pack_new_lines   (CbPack             *a,
                                CbPack             *b,
                                gboolean           *only) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
