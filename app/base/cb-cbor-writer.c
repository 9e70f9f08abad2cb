/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-cbor.h"
#include "cb-cbor-private.h"

typedef struct
{
  guint64  left;       /* items, or pairs of a map, still to come */
  guint64  last_key;
  gboolean is_map;
  gboolean have_key;   /* a key was put, its value is next */
  gboolean any_key;
} Frame;

struct _CbCborWriter
{
  guint8 *buf;
  gsize   len;
  gsize   cap;
  guint   depth;
  Frame   frames[CB_CBOR_DEPTH];
};

CbCborWriter *
cb_cbor_writer_new (void)
{
  CbCborWriter *w = g_new0 (CbCborWriter, 1);

  w->cap = 256;
  w->buf = g_malloc (w->cap);

  return w;
}

void
cb_cbor_writer_free (CbCborWriter *w)
{
  if (w == NULL)
    return;
  g_free (w->buf);
  g_free (w);
}

static inline guint8 *
reserve (CbCborWriter *w,
         gsize         len)
{
  if (G_UNLIKELY (w->cap - w->len < len))
    {
      g_assert (len < G_MAXSIZE / 4 && w->cap < G_MAXSIZE / 4);
      w->cap = MAX (w->cap * 2, w->len + len);
      w->buf = g_realloc (w->buf, w->cap);
    }

  return w->buf + w->len;
}

static inline void
put_head (CbCborWriter *w,
          guint         major,
          guint64       arg)
{
  guint8 *p = reserve (w, 9);
  guint8 top = (guint8) (major << 5);
  int more;

  if (arg < 24)
    {
      *p = top | (guint8) arg;
      w->len++;
      return;
    }
  if (arg <= 0xff)
    {
      *p++ = top | 24;
      more = 1;
    }
  else if (arg <= 0xffff)
    {
      *p++ = top | 25;
      more = 2;
    }
  else if (arg <= 0xffffffff)
    {
      *p++ = top | 26;
      more = 4;
    }
  else
    {
      *p++ = top | 27;
      more = 8;
    }
  for (int i = more - 1; i >= 0; i--)
    *p++ = (guint8) (arg >> (8 * i));
  w->len += 1 + (gsize) more;
}

/* Before every item but a key: there is room for one, and it is a value's turn. */
static inline void
item_begin (CbCborWriter *w)
{
  if (w->depth > 0)
    {
      Frame *frame = &w->frames[w->depth - 1];

      g_assert (frame->left > 0 && frame->have_key == frame->is_map);
    }
  else
    {
      g_assert (w->len == 0);
    }
}

/* After every whole item: closes each array and map that it fills. */
static inline void
item_end (CbCborWriter *w)
{
  while (w->depth > 0)
    {
      Frame *frame = &w->frames[w->depth - 1];

      frame->have_key = FALSE;
      if (--frame->left > 0)
        return;
      w->depth--;
    }
}

void
cb_cbor_put_uint (CbCborWriter *w,
                  guint64       value)
{
  item_begin (w);
  put_head (w, MAJOR_UINT, value);
  item_end (w);
}

void
cb_cbor_put_int (CbCborWriter *w,
                 gint64        value)
{
  item_begin (w);
  if (value >= 0)
    put_head (w, MAJOR_UINT, (guint64) value);
  else
    put_head (w, MAJOR_NEGATIVE, ~(guint64) value);
  item_end (w);
}

static void
put_string (CbCborWriter *w,
            guint         major,
            gconstpointer bytes,
            gsize         len)
{
  item_begin (w);
  put_head (w, major, len);
  if (len > 0)
    {
      memcpy (reserve (w, len), bytes, len);
      w->len += len;
    }
  item_end (w);
}

void
cb_cbor_put_bytes (CbCborWriter *w,
                   gconstpointer bytes,
                   gsize         len)
{
  g_assert (bytes != NULL || len == 0);
  put_string (w, MAJOR_BYTES, bytes, len);
}

void
cb_cbor_put_text (CbCborWriter *w,
                  const char   *utf8)
{
  gsize len;

  g_assert (utf8 != NULL);

  len = strlen (utf8);
  if (G_UNLIKELY (!cb_cbor_text_ok ((const guint8 *) utf8, len)))
    {
      g_autofree char *repaired = g_utf8_make_valid (utf8, -1);

      g_critical ("text is not UTF-8");
      put_string (w, MAJOR_TEXT, repaired, strlen (repaired));
      return;
    }
  put_string (w, MAJOR_TEXT, utf8, len);
}

void
cb_cbor_put_bool (CbCborWriter *w,
                  gboolean      value)
{
  item_begin (w);
  put_head (w, MAJOR_SIMPLE, value ? SIMPLE_TRUE : SIMPLE_FALSE);
  item_end (w);
}

void
cb_cbor_put_null (CbCborWriter *w)
{
  item_begin (w);
  put_head (w, MAJOR_SIMPLE, SIMPLE_NULL);
  item_end (w);
}

static void
put_container (CbCborWriter *w,
               guint         major,
               gsize         n)
{
  item_begin (w);
  put_head (w, major, n);
  g_assert (w->depth < CB_CBOR_DEPTH);
  if (n == 0)
    {
      item_end (w);
      return;
    }
  w->frames[w->depth++] = (Frame) { .left = n, .is_map = major == MAJOR_MAP };
}

void
cb_cbor_put_array (CbCborWriter *w,
                   gsize         n)
{
  put_container (w, MAJOR_ARRAY, n);
}

void
cb_cbor_put_map (CbCborWriter *w,
                 gsize         n)
{
  put_container (w, MAJOR_MAP, n);
}

void
cb_cbor_put_key (CbCborWriter *w,
                 guint64       key)
{
  Frame *frame;

  g_assert (w->depth > 0);
  frame = &w->frames[w->depth - 1];
  g_assert (frame->is_map && !frame->have_key && (!frame->any_key || key > frame->last_key));
  frame->last_key = key;
  frame->any_key = TRUE;
  frame->have_key = TRUE;
  put_head (w, MAJOR_UINT, key);
}

void
cb_cbor_put_raw (CbCborWriter *w,
                 gconstpointer bytes,
                 gsize         len)
{
  g_assert (bytes != NULL && len > 0);
  item_begin (w);
  memcpy (reserve (w, len), bytes, len);
  w->len += len;
  item_end (w);
}

GBytes *
cb_cbor_writer_take (CbCborWriter *w)
{
  GBytes *bytes;

  g_assert (w->depth == 0 && w->len > 0);
  bytes = g_bytes_new (w->buf, w->len);
  w->len = 0;

  return bytes;
}
