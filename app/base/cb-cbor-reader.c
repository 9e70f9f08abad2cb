/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-cbor.h"
#include "cb-cbor-private.h"

#include "cb-error.h"

/*
 * Reads the first byte and the argument at *@at.  FALSE, *@at untouched, when cut short, not in
 * shortest form, of indefinite length, a tag, a float, or a simple value other than false, true,
 * null; and for a negative below the least gint64, which nothing here could hold.
 */
static inline gboolean
read_head (const guint8 **at,
           const guint8  *end,
           guint         *major,
           guint64       *arg)
{
  const guint8 *p = *at;
  guint info;
  guint64 value;

  if (G_UNLIKELY (p >= end))
    return FALSE;
  *major = *p >> 5;
  info = *p & 31;
  p++;
  if (G_LIKELY (info < 24))
    {
      value = info;
    }
  else if (info <= 27)
    {
      int more = 1 << (info - 24);

      if (end - p < more)
        return FALSE;
      value = 0;
      for (int i = 0; i < more; i++)
        value = value << 8 | *p++;
      if (info == 24 ? value < 24 : value >> (more * 4) == 0)
        return FALSE;
    }
  else
    {
      return FALSE;
    }
  switch (*major)
    {
    case MAJOR_NEGATIVE:
      if (value > G_MAXINT64)
        return FALSE;
      break;
    case MAJOR_TAG:
      return FALSE;
    case MAJOR_SIMPLE:
      if (value < SIMPLE_FALSE || value > SIMPLE_NULL)
        return FALSE;
      break;
    default:
      break;
    }
  *arg = value;
  *at = p;

  return TRUE;
}

/*
 * Checks one whole item at *@at and moves behind it; FALSE: *@at is where the first fault begins.
 * No recursion; the stack of open arrays and maps is as deep as is allowed.
 */
static gboolean
skip_item (const guint8 **at,
           const guint8  *end)
{
  struct { guint64 left; guint64 last; gboolean map; gboolean any; } open[CB_CBOR_DEPTH];
  guint depth = 0;
  const guint8 *p = *at;

  do
    {
      guint major;
      guint64 arg;

      *at = p;
      if (depth > 0 && open[depth - 1].map)
        {
          if (!read_head (&p, end, &major, &arg) || major != MAJOR_UINT
              || (open[depth - 1].any && arg <= open[depth - 1].last))
            return FALSE;
          open[depth - 1].last = arg;
          open[depth - 1].any = TRUE;
          *at = p;
        }
      if (depth > 0)
        open[depth - 1].left--;
      if (!read_head (&p, end, &major, &arg))
        return FALSE;
      switch (major)
        {
        case MAJOR_BYTES:
        case MAJOR_TEXT:
          if (arg > (guint64) (end - p) || (major == MAJOR_TEXT && !cb_cbor_text_ok (p, arg)))
            return FALSE;
          p += arg;
          break;
        case MAJOR_ARRAY:
        case MAJOR_MAP:
          /* Each item needs a byte at least, so that a claimed length is never believed. */
          if (depth == CB_CBOR_DEPTH
              || arg > (guint64) (end - p) / (major == MAJOR_MAP ? 2 : 1))
            return FALSE;
          open[depth].left = arg;
          open[depth].map = major == MAJOR_MAP;
          open[depth].any = FALSE;
          depth++;
          break;
        default:
          break;
        }
      while (depth > 0 && open[depth - 1].left == 0)
        depth--;
    }
  while (depth > 0);
  *at = p;

  return TRUE;
}

gboolean
cb_cbor_validate (gconstpointer bytes,
                  gsize         len,
                  gsize        *at,
                  GError      **error)
{
  const guint8 *start = bytes;
  const guint8 *p = start;

  if (len == 0 || start == NULL || !skip_item (&p, start + len) || p != start + len)
    {
      if (at != NULL)
        *at = (gsize) (p - start);
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "not deterministic CBOR");
      return FALSE;
    }

  return TRUE;
}

void
cb_cbor_reader_init (CbCborReader *r,
                     gconstpointer bytes,
                     gsize         len)
{
  r->start = r->p = bytes;
  r->end = len > 0 ? r->p + len : r->p;
  r->bad = bytes == NULL && len > 0;
  r->depth = 0;
}

static gboolean
fault (CbCborReader *r)
{
  r->bad = TRUE;

  return FALSE;
}

CbCborType
cb_cbor_peek (CbCborReader *r)
{
  const guint8 *p = r->p;
  guint major;
  guint64 arg;

  if (r->bad)
    return CB_CBOR_BAD;
  if (p == r->end)
    return CB_CBOR_END;
  if (!read_head (&p, r->end, &major, &arg))
    return CB_CBOR_BAD;
  switch (major)
    {
    case MAJOR_UINT:
    case MAJOR_NEGATIVE:
      return CB_CBOR_INT;
    case MAJOR_BYTES:
      return CB_CBOR_BYTES;
    case MAJOR_TEXT:
      return CB_CBOR_TEXT;
    case MAJOR_ARRAY:
      return CB_CBOR_ARRAY;
    case MAJOR_MAP:
      return CB_CBOR_MAP;
    default:
      return arg == SIMPLE_NULL ? CB_CBOR_NULL : CB_CBOR_BOOL;
    }
}

/* The head of an item of kind @major; a fault for any other. */
static inline gboolean
get_head (CbCborReader *r,
          guint         major,
          guint64      *arg)
{
  guint found;

  if (G_UNLIKELY (r->bad || !read_head (&r->p, r->end, &found, arg) || found != major))
    return fault (r);

  return TRUE;
}

gboolean
cb_cbor_get_int (CbCborReader *r,
                 gint64       *value)
{
  guint major;
  guint64 arg;

  if (r->bad || !read_head (&r->p, r->end, &major, &arg) || major > MAJOR_NEGATIVE
      || arg > G_MAXINT64)
    return fault (r);
  *value = major == MAJOR_UINT ? (gint64) arg : -1 - (gint64) arg;

  return TRUE;
}

gboolean
cb_cbor_get_uint (CbCborReader *r,
                  guint64      *value)
{
  guint64 arg;

  if (!get_head (r, MAJOR_UINT, &arg))
    return FALSE;
  *value = arg;

  return TRUE;
}

static inline gboolean
get_string (CbCborReader  *r,
            guint          major,
            const guint8 **bytes,
            gsize         *len)
{
  guint64 arg;

  if (!get_head (r, major, &arg))
    return FALSE;
  if (arg > (guint64) (r->end - r->p))
    return fault (r);
  *bytes = r->p;
  *len = (gsize) arg;
  r->p += arg;

  return TRUE;
}

gboolean
cb_cbor_get_bytes (CbCborReader  *r,
                   const guint8 **bytes,
                   gsize         *len)
{
  return get_string (r, MAJOR_BYTES, bytes, len);
}

gboolean
cb_cbor_get_fixed (CbCborReader *r,
                   gpointer      out,
                   gsize         len)
{
  const guint8 *bytes;
  gsize found;

  if (!get_string (r, MAJOR_BYTES, &bytes, &found))
    return FALSE;
  if (found != len)
    return fault (r);
  if (len > 0)
    memcpy (out, bytes, len);

  return TRUE;
}

gboolean
cb_cbor_get_text (CbCborReader *r,
                  const char  **utf8,
                  gsize        *len)
{
  const guint8 *bytes;
  gsize found;

  if (!get_string (r, MAJOR_TEXT, &bytes, &found))
    return FALSE;
  if (!cb_cbor_text_ok (bytes, found))
    return fault (r);
  *utf8 = (const char *) bytes;
  *len = found;

  return TRUE;
}

char *
cb_cbor_dup_text (CbCborReader *r)
{
  const char *utf8;
  gsize len;

  return cb_cbor_get_text (r, &utf8, &len) ? g_strndup (utf8, len) : NULL;
}

gboolean
cb_cbor_get_bool (CbCborReader *r,
                  gboolean     *value)
{
  guint64 arg;

  if (!get_head (r, MAJOR_SIMPLE, &arg))
    return FALSE;
  if (arg == SIMPLE_NULL)
    return fault (r);
  *value = arg == SIMPLE_TRUE;

  return TRUE;
}

gboolean
cb_cbor_get_null (CbCborReader *r)
{
  guint64 arg;

  if (!get_head (r, MAJOR_SIMPLE, &arg))
    return FALSE;

  return arg == SIMPLE_NULL || fault (r);
}

static inline gboolean
get_container (CbCborReader *r,
               guint         major,
               guint         item,
               gsize        *n)
{
  guint64 arg;

  if (!get_head (r, major, &arg))
    return FALSE;
  if (arg > (guint64) (r->end - r->p) / item)
    return fault (r);
  *n = (gsize) arg;

  return TRUE;
}

gboolean
cb_cbor_get_array (CbCborReader *r,
                   gsize        *n)
{
  return get_container (r, MAJOR_ARRAY, 1, n);
}

gboolean
cb_cbor_get_map (CbCborReader *r,
                 gsize        *n)
{
  return get_container (r, MAJOR_MAP, 2, n);
}

gboolean
cb_cbor_get_key (CbCborReader *r,
                 guint64      *key)
{
  return cb_cbor_get_uint (r, key);
}

gboolean
cb_cbor_get_raw (CbCborReader  *r,
                 const guint8 **bytes,
                 gsize         *len)
{
  const guint8 *p = r->p;

  if (r->bad || !skip_item (&p, r->end))
    return fault (r);
  *bytes = r->p;
  *len = (gsize) (p - r->p);
  r->p = p;

  return TRUE;
}

gboolean
cb_cbor_done (CbCborReader *r,
              GError      **error)
{
  if (!r->bad && r->p == r->end)
    return TRUE;
  g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID,
                       r->bad ? "encoded value not of the expected form"
                              : "bytes left over after the encoded value");

  return FALSE;
}
