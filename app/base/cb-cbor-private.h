/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Arrays and maps may be nested this deep. */
#define CB_CBOR_DEPTH 8

/* The high three bits of an item's first byte (RFC 8949 3). */
enum {
  MAJOR_UINT, MAJOR_NEGATIVE, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP, MAJOR_TAG, MAJOR_SIMPLE,
};

#define SIMPLE_FALSE 20
#define SIMPLE_TRUE  21
#define SIMPLE_NULL  22

/* UTF-8 as RFC 3629 has it (no surrogates, no long forms), and no NUL. */
static inline gboolean
cb_cbor_text_ok (const guint8 *p,
                 gsize         len)
{
  const guint8 *end = p + len;

  while (p < end)
    {
      guint8 a = *p;

      if (a < 0x80)
        {
          if (a == 0)
            return FALSE;
          p++;
        }
      else if (a < 0xe0)
        {
          if (a < 0xc2 || end - p < 2 || (p[1] & 0xc0) != 0x80)
            return FALSE;
          p += 2;
        }
      else if (a < 0xf0)
        {
          if (end - p < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80
              || (a == 0xe0 && p[1] < 0xa0) || (a == 0xed && p[1] > 0x9f))
            return FALSE;
          p += 3;
        }
      else
        {
          if (a > 0xf4 || end - p < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80
              || (p[3] & 0xc0) != 0x80 || (a == 0xf0 && p[1] < 0x90) || (a == 0xf4 && p[1] > 0x8f))
            return FALSE;
          p += 4;
        }
    }

  return TRUE;
}

G_END_DECLS
