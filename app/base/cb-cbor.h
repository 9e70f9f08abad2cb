/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Deterministic CBOR (RFC 8949 4.2.1, a subset): integers in shortest form, the negative ones down
 * to G_MININT64; definite byte and text strings (UTF-8 without NUL), arrays, maps with ascending
 * unique unsigned integer keys, true, false, null.  No floats, tags, indefinite lengths.  Arrays
 * and maps nested at most 8 deep.  One value has exactly one encoding: what is accepted, encodes
 * back to the same bytes.  (storage.md 1.4, finding 11)
 *
 * CbCborWriter: one item at a time, with exactly as many parts as announced; a wrong count or order
 * is a fault of the program and asserted.  One thread at a time.
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
/* n pairs of cb_cbor_put_key() and a value follow, keys ascending: asserted. */
void          cb_cbor_put_map        (CbCborWriter *w, gsize n);
void          cb_cbor_put_key        (CbCborWriter *w, guint64 key);
/* One item already encoded.  Not looked at: the caller has validated it, and minds the depth. */
void          cb_cbor_put_raw        (CbCborWriter *w, gconstpointer bytes, gsize len);
/* The whole item; the writer is empty again and may be used for the next one. */
GBytes       *cb_cbor_writer_take    (CbCborWriter *w) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  CB_CBOR_INT, CB_CBOR_BYTES, CB_CBOR_TEXT, CB_CBOR_ARRAY, CB_CBOR_MAP, CB_CBOR_BOOL, CB_CBOR_NULL,
  CB_CBOR_END,   /* no bytes left */
  CB_CBOR_BAD,   /* after a fault, or at one */
} CbCborType;

/* Strict check of one whole item filling @len bytes exactly; CB_BASE_ERROR_INVALID.  @at (may be
 * NULL) is set on failure only: offset of the item or key with the first fault.  Any bytes, no
 * allocation, constant stack. */
gboolean      cb_cbor_validate       (gconstpointer bytes, gsize len, gsize *at, GError **error);

/*
 * A cursor over validated or unvalidated bytes.  Every getter is strict (shortest form, the type
 * asked for, within the bytes) and sticky: after a fault every further call fails, the cursor stands
 * anywhere, and cb_cbor_done() gives CB_BASE_ERROR_INVALID; so it is enough to look at the end.
 * A count is never larger than the bytes left could hold.  That keys ascend and nesting ends is
 * cb_cbor_validate()'s and cb_cbor_get_raw()'s to say.  Strings point into the bytes.  Lives on the
 * stack; outs are untouched on failure.
 */
typedef struct { const guint8 *p, *end, *start; gboolean bad; guint depth; } CbCborReader;
void          cb_cbor_reader_init    (CbCborReader *r, gconstpointer bytes, gsize len);
CbCborType    cb_cbor_peek           (CbCborReader *r);
gboolean      cb_cbor_get_int        (CbCborReader *r, gint64 *value);
gboolean      cb_cbor_get_uint       (CbCborReader *r, guint64 *value);
gboolean      cb_cbor_get_bytes      (CbCborReader *r, const guint8 **bytes, gsize *len);
/* A byte string of exactly @len. */
gboolean      cb_cbor_get_fixed      (CbCborReader *r, gpointer out, gsize len);
/* No NUL at the end. */
gboolean      cb_cbor_get_text       (CbCborReader *r, const char **utf8, gsize *len);
/* NULL on fault. */
char         *cb_cbor_dup_text       (CbCborReader *r) G_GNUC_WARN_UNUSED_RESULT;
gboolean      cb_cbor_get_bool       (CbCborReader *r, gboolean *value);
gboolean      cb_cbor_get_null       (CbCborReader *r);
gboolean      cb_cbor_get_array      (CbCborReader *r, gsize *n);
gboolean      cb_cbor_get_map        (CbCborReader *r, gsize *n);
gboolean      cb_cbor_get_key        (CbCborReader *r, guint64 *key);
/* One whole item, checked as by cb_cbor_validate(), and skipped. */
gboolean      cb_cbor_get_raw        (CbCborReader *r, const guint8 **bytes, gsize *len);
/* No fault and nothing left. */
gboolean      cb_cbor_done           (CbCborReader *r, GError **error);

G_END_DECLS
