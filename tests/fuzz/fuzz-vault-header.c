/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The header of a casebook, as it would come from a strange stick.  What is accepted encodes back
 * to the same bytes up to the code that needs the key.  The checksum is mended first, so that the
 * fuzzer gets past it. */

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "cb-vault-header.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static CbSecret *key;
  g_autofree CbVaultHeader *header = g_new0 (CbVaultHeader, 1);
  g_autofree uint8_t *mended = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GArray) slots = NULL;
  gsize len;

  if (sodium_init () < 0)
    return 0;
  if (key == NULL)
    key = cb_secret_new (CB_VAULT_KEY_LEN);
  cb_vault_header_parse (data, size, header, NULL);
  if (size < 68)
    return 0;
  mended = g_memdup2 (data, size);
  crypto_generichash (mended + size - 32, 32, mended, size - 32, NULL, 0);
  if (!cb_vault_header_parse (mended, size, header, NULL))
    return 0;
  again = cb_vault_header_encode (header, key);
  len = g_bytes_get_size (again);
  if (len != size || memcmp (g_bytes_get_data (again, NULL), mended, len - 66) != 0)
    g_abort ();
  slots = cb_vault_header_list (header);
  if (slots->len != header->n_slots || slots->len == 0 || slots->len > CB_VAULT_MAX_SLOTS)
    g_abort ();
  return 0;
}
