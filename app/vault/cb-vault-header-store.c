/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-header.h"

#include <unistd.h>

#include "cb-vault-place.h"

static const char *const names[2] = { "vault.hdr.a", "vault.hdr.b" };

void
cb_vault_header_pair_clear (CbVaultHeaderPair *pair)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&pair->bytes[i], g_bytes_unref);
}

/* FALSE only for what must stop everything; a copy that is missing or damaged is left out. */
static gboolean
load_copy (const char        *dir,
           int                which,
           CbVaultHeaderPair *pair,
           guint             *n_present,
           GError           **error)
{
  g_autofree char *path = g_build_filename (dir, names[which], NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = cb_vault_place_read (path, CB_VAULT_HEADER_MAX + 1, &local);

  if (bytes == NULL)
    {
      if (!g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND))
        {
          /* Unreadable is as good as damaged while the other copy is sound. */
          (*n_present)++;
        }
      return TRUE;
    }
  (*n_present)++;
  if (cb_vault_header_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             &pair->header[which], &local))
    {
      pair->bytes[which] = g_steal_pointer (&bytes);
      return TRUE;
    }
  if (!g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cb_vault_header_load (const char        *dir,
                      CbVaultHeaderPair *pair,
                      GError           **error)
{
  guint n_present = 0;

  pair->bytes[0] = pair->bytes[1] = NULL;
  if (!load_copy (dir, 0, pair, &n_present, error) || !load_copy (dir, 1, pair, &n_present, error))
    {
      cb_vault_header_pair_clear (pair);
      return FALSE;
    }
  if (pair->bytes[0] == NULL && pair->bytes[1] == NULL)
    {
      g_autofree char *db = g_build_filename (dir, CB_VAULT_DB_NAME, NULL);

      if (n_present == 0 && !g_file_test (db, G_FILE_TEST_EXISTS))
        g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND,
                             "there is no casebook in this folder");
      else
        g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER,
                             "both copies of the header are damaged or gone");
      return FALSE;
    }
  if (pair->bytes[0] == NULL)
    pair->best = 1;
  else if (pair->bytes[1] == NULL)
    pair->best = 0;
  else
    pair->best = pair->header[1].generation > pair->header[0].generation ? 1 : 0;
  return TRUE;
}

gboolean
cb_vault_header_store (const char *dir,
                       GBytes     *bytes,
                       GError    **error)
{
  char *final[2];
  char *fresh[2];
  gboolean stored = TRUE;

  for (int i = 0; i < 2; i++)
    {
      final[i] = g_build_filename (dir, names[i], NULL);
      fresh[i] = g_strconcat (final[i], ".new", NULL);
    }
  /* Both are on the disk before either gets its name: a full disk changes nothing. */
  for (int i = 0; i < 2 && stored; i++)
    stored = cb_vault_place_write (fresh[i], g_bytes_get_data (bytes, NULL),
                                   g_bytes_get_size (bytes), error);
  for (int i = 0; i < 2 && stored; i++)
    stored
        = cb_vault_place_rename (fresh[i], final[i], error) && cb_vault_place_sync_dir (dir, error);
  if (!stored)
    {
      unlink (fresh[0]);
      unlink (fresh[1]);
    }
  for (int i = 0; i < 2; i++)
    {
      g_free (final[i]);
      g_free (fresh[i]);
    }
  return stored;
}
