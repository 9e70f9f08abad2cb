/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-cbor.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Copies one item by its parts; what is valid comes out as it went in. */
static gboolean
copy_item (CbCborReader *r,
           CbCborWriter *w)
{
  const guint8 *bytes;
  gint64 number;
  guint64 large;
  gsize n;
  gboolean truth;
  g_autofree char *text = NULL;
  CbCborReader ahead;

  switch (cb_cbor_peek (r))
    {
    case CB_CBOR_INT:
      ahead = *r;
      if (cb_cbor_get_int (&ahead, &number))
        {
          *r = ahead;
          cb_cbor_put_int (w, number);
          return TRUE;
        }
      if (!cb_cbor_get_uint (r, &large))
        return FALSE;
      cb_cbor_put_uint (w, large);
      return TRUE;
    case CB_CBOR_BYTES:
      if (!cb_cbor_get_bytes (r, &bytes, &n))
        return FALSE;
      cb_cbor_put_bytes (w, bytes, n);
      return TRUE;
    case CB_CBOR_TEXT:
      text = cb_cbor_dup_text (r);
      if (text == NULL)
        return FALSE;
      cb_cbor_put_text (w, text);
      return TRUE;
    case CB_CBOR_BOOL:
      if (!cb_cbor_get_bool (r, &truth))
        return FALSE;
      cb_cbor_put_bool (w, truth);
      return TRUE;
    case CB_CBOR_NULL:
      cb_cbor_put_null (w);
      return cb_cbor_get_null (r);
    case CB_CBOR_ARRAY:
      if (!cb_cbor_get_array (r, &n))
        return FALSE;
      cb_cbor_put_array (w, n);
      for (gsize i = 0; i < n; i++)
        if (!copy_item (r, w))
          return FALSE;
      return TRUE;
    case CB_CBOR_MAP:
      if (!cb_cbor_get_map (r, &n))
        return FALSE;
      cb_cbor_put_map (w, n);
      for (gsize i = 0; i < n; i++)
        {
          if (!cb_cbor_get_key (r, &large))
            return FALSE;
          cb_cbor_put_key (w, large);
          if (!copy_item (r, w))
            return FALSE;
        }
      return TRUE;
    default:
      return FALSE;
    }
}

/* The getters over bytes nobody has looked at, each chosen by a byte of @plan. */
static void
read_blindly (const uint8_t *plan,
              size_t         steps,
              const uint8_t *data,
              size_t         size)
{
  CbCborReader r;
  const guint8 *bytes;
  const char *text;
  guint8 fixed[16];
  gint64 number;
  guint64 key;
  gsize n;
  gboolean truth;

  cb_cbor_reader_init (&r, data, size);
  for (size_t i = 0; i < steps; i++)
    switch (plan[i] % 10)
      {
      case 0: cb_cbor_get_int (&r, &number); break;
      case 1: cb_cbor_get_uint (&r, &key); break;
      case 2: cb_cbor_get_bytes (&r, &bytes, &n); break;
      case 3: cb_cbor_get_fixed (&r, fixed, sizeof fixed); break;
      case 4: cb_cbor_get_text (&r, &text, &n); break;
      case 5: cb_cbor_get_bool (&r, &truth); break;
      case 6: cb_cbor_get_array (&r, &n); break;
      case 7: cb_cbor_get_map (&r, &n); break;
      case 8: cb_cbor_get_raw (&r, &bytes, &n); break;
      default: g_free (cb_cbor_dup_text (&r)); break;
      }
  cb_cbor_done (&r, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gsize at = 0;

  if (cb_cbor_validate (data, size, &at, NULL))
    {
      g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
      g_autoptr (GBytes) again = NULL;
      CbCborReader r;

      cb_cbor_reader_init (&r, data, size);
      if (!copy_item (&r, w) || !cb_cbor_done (&r, NULL))
        abort ();
      again = cb_cbor_writer_take (w);
      if (g_bytes_get_size (again) != size || memcmp (g_bytes_get_data (again, NULL), data, size) != 0)
        abort ();
    }
  else if (at > size)
    {
      abort ();
    }
  if (size > 8)
    read_blindly (data, 8, data + 8, size - 8);

  return 0;
}
