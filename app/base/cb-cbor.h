/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Deterministic CBOR (RFC 8949 4.2.1, a subset): integers in shortest form, definite byte and text strings (UTF-8), arrays, maps
 * with ascending unique unsigned integer keys, true, false, null.  No floats, tags, indefinite lengths.  Depth at most 8.
 * One value has exactly one encoding: what is accepted, encodes back to the same bytes.
 */
typedef struct _CbCborWriter CbCborWriter;
CbCborWriter *cb_cbor_writer_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void          cb_cbor_writer_free    (CbCborWriter *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbCborWriter, cb_cbor_writer_free)
void          cb_cbor_put_int        (CbCborWriter *w, gint64 value);
void          cb_cbor_put_uint       (CbCborWriter *w, guint64 value);
void          cb_cbor_put_bytes      (CbCborWriter *w, gconstpointer bytes, gsize len);
void          cb_cbor_put_text       (CbCborWriter *w, const char *utf8);
void          cb_cbor_put_bool       (CbCborWriter *w, gboolean value);
void          cb_cbor_put_null       (CbCborWriter *w);
void          cb_cbor_put_array      (CbCborWriter *w, gsize n);   /* n items follow */
void          cb_cbor_put_map        (CbCborWriter *w, gsize n);   /* n (key, value) pairs follow, keys ascending: asserted */
void          cb_cbor_put_key        (CbCborWriter *w, guint64 key);
/* Already encoded, valid bytes as one item. */
void          cb_cbor_put_raw        (CbCborWriter *w, gconstpointer bytes, gsize len);
GBytes       *cb_cbor_writer_take    (CbCborWriter *w) G_GNUC_WARN_UNUSED_RESULT;  /* the writer is empty again */

typedef enum {
  CB_CBOR_INT, CB_CBOR_BYTES, CB_CBOR_TEXT, CB_CBOR_ARRAY, CB_CBOR_MAP, CB_CBOR_BOOL, CB_CBOR_NULL, CB_CBOR_END, CB_CBOR_BAD,
} CbCborType;

/* Strict check of one whole item filling @len bytes exactly.  @at: offset of the first fault. */
gboolean      cb_cbor_validate       (gconstpointer bytes, gsize len, gsize *at, GError **error);

/* A cursor over validated or unvalidated bytes; every getter is strict and fails with CB_BASE_ERROR_INVALID (sticky: after a fault
 * every further call fails).  Strings point into the bytes. Lives on the stack. */
typedef struct { const guint8 *p, *end, *start; gboolean bad; guint depth; } CbCborReader;
void          cb_cbor_reader_init    (CbCborReader *r, gconstpointer bytes, gsize len);
CbCborType    cb_cbor_peek           (CbCborReader *r);
gboolean      cb_cbor_get_int        (CbCborReader *r, gint64 *value);
gboolean      cb_cbor_get_uint       (CbCborReader *r, guint64 *value);
gboolean      cb_cbor_get_bytes      (CbCborReader *r, const guint8 **bytes, gsize *len);
gboolean      cb_cbor_get_fixed      (CbCborReader *r, gpointer out, gsize len);   /* a byte string of exactly @len */
gboolean      cb_cbor_get_text       (CbCborReader *r, const char **utf8, gsize *len);  /* not NUL-terminated */
char         *cb_cbor_dup_text       (CbCborReader *r) G_GNUC_WARN_UNUSED_RESULT;  /* NULL on fault; embedded NUL is a fault */
gboolean      cb_cbor_get_bool       (CbCborReader *r, gboolean *value);
gboolean      cb_cbor_get_null       (CbCborReader *r);
gboolean      cb_cbor_get_array      (CbCborReader *r, gsize *n);
gboolean      cb_cbor_get_map        (CbCborReader *r, gsize *n);
gboolean      cb_cbor_get_key        (CbCborReader *r, guint64 *key);
gboolean      cb_cbor_get_raw        (CbCborReader *r, const guint8 **bytes, gsize *len);  /* one whole item, skipped */
gboolean      cb_cbor_done           (CbCborReader *r, GError **error);   /* no fault and nothing left */

G_END_DECLS
