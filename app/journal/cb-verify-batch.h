/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-verify-private.h"

G_BEGIN_DECLS

/**
 * CbReading: one desk's records in order, parsed and hashed on a second thread while the first fetches the next: decrypting pages and
 * hashing records cost about the same.
 */
typedef struct _CbReading CbReading;

typedef struct
{
  CbRecord     record;
  GError      *header_fault, *body_fault;   /* not of the form; commitment does not hold */
  guint64      seq, lam;                    /* as the table has them */
  gint64       status, why;
  guint8       hash[32];
  gboolean     has_hash, has_body, odd_sig;
  gsize        header_at, header_len, body_at, body_len, sig_at;
} CbReadRow;

CbReading *cb_reading_new  (CbDb *db) G_GNUC_WARN_UNUSED_RESULT;
void       cb_reading_free (CbReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbReading, cb_reading_free)
/* From the beginning of another desk's chain. */
gboolean   cb_reading_start (CbReading *reading, gint64 desk, GError **error);
/* 1 with a row, valid until the next call; 0 at the end; −1 on error. */
int        cb_reading_next  (CbReading *reading, CbReadRow **row, GError **error);

G_END_DECLS
