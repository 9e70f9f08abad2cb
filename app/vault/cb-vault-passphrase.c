/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

const char *
cb_vault_passphrase_fault (const CbSecret *passphrase)
{
  const char *text = (const char *) cb_secret_bytes (passphrase);
  gsize len = cb_secret_len (passphrase);
  gboolean utf8 = g_utf8_validate (text, (gssize) len, NULL);
  gboolean kinds[4] = { FALSE };
  guint n_kinds, n_distinct = 0;
  gboolean seen[256] = { FALSE };
  gsize n_chars = utf8 ? (gsize) g_utf8_strlen (text, (gssize) len) : len;

  for (gsize i = 0; i < len; i++)
    {
      n_distinct += !seen[(guint8) text[i]];
      seen[(guint8) text[i]] = TRUE;
      kinds[g_ascii_isdigit (text[i])   ? 0
            : g_ascii_islower (text[i]) ? 1
            : g_ascii_isupper (text[i]) ? 2
                                        : 3]
          = TRUE;
    }
  /* One Chinese character says more than two letters. */
  n_kinds = kinds[0] + kinds[1] + kinds[2] + kinds[3] + (n_chars < len);
  if (n_chars < 10)
    return "it has fewer than 10 characters";
  if (n_kinds == 1 && kinds[0])
    return "it has only digits";
  if (n_distinct < 5)
    return "it repeats the same few characters";
  if (n_chars < 16 && n_kinds < 2)
    return "under 16 characters it needs two of: small letters, capitals, digits, signs";
  return NULL;
}

gboolean
cb_vault_refuse_weak (const CbSecret *passphrase,
                      GError        **error)
{
  const char *fault = cb_vault_passphrase_fault (passphrase);

  if (fault == NULL)
    return TRUE;
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WEAK_PASSPHRASE,
               "the passphrase will not do: %s", fault);
  return FALSE;
}
