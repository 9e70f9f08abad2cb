/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A pack as bytes from elsewhere: loaded, or refused with faults that have a place and a text.  What becomes of it is the business of
 * fuzz-pack. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "fuzz", &faults, &error);

  if ((pack == NULL) != (faults->len > 0) || (pack == NULL) != (error != NULL))
    abort ();
  for (guint i = 0; i < faults->len; i++)
    {
      const CbPackFault *fault = faults->pdata[i];

      if (fault->line < 0 || fault->column < 0 || *fault->message == '\0' || !g_utf8_validate (fault->message, -1, NULL))
        abort ();
    }
  return 0;
}
