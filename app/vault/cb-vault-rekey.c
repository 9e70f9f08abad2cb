/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include <string.h>

#include "cb-vault-place.h"
#include "cb-vault-slot.h"

/*
 * Changing the vault's key.  The header cannot change in one step with the database, so:
 *
 *   1. header: the new key in every slot, the old key sealed under it as "previous"
 *   2. database: re-encrypted in one transaction
 *   3. header: "previous" gone
 *
 * A crash after 1 leaves a database under the old or the new key; the next unlock finds out which
 * and goes on from there.
 */

gboolean
cb_vault_rekey_db (const char     *dir,
                   const CbSecret *from,
                   const CbSecret *to,
                   const guint8    salt[16],
                   GError        **error)
{
  g_autoptr (CbDb) db
      = cb_vault_open_db (dir, CB_VAULT_DB_NAME, CB_DB_WRITER, from, salt, TRUE, error);
  g_autoptr (CbSecret) key = cb_vault_key_derive (to, CB_VAULT_KEY_DATABASE);
  g_autoptr (CbSecret) raw = cb_db_raw_key (key, salt);
  int rc;

  if (db == NULL || !cb_db_checkpoint (db, error))
    return FALSE;
  rc = sqlite3_rekey_v2 (db->handle, "main", cb_secret_bytes (raw), (int) cb_secret_len (raw) - 1);
  if (rc != SQLITE_OK)
    return cb_db_fail (db, rc, error);
  return cb_db_checkpoint (db, error);
}

/* Sees a re-encryption through that was cut short. */
gboolean
cb_vault_finish_rekey (CbVault *vault,
                       GError **error)
{
  g_autoptr (CbSecret) seal = cb_vault_key_derive (vault->vmk, CB_VAULT_KEY_PREVIOUS);
  g_autoptr (CbSecret) old = cb_secret_new (CB_VAULT_KEY_LEN);
  g_autofree CbVaultHeader *header = NULL;
  g_autoptr (CbDb) db = NULL;
  g_autoptr (GError) local = NULL;

  if (!vault->header.has_previous)
    return TRUE;
  db = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_WRITER, vault->vmk, vault->header.salt,
                         TRUE, &local);
  if (db == NULL)
    {
      if (!g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE)
          || !cb_vault_unseal (seal, CB_VAULT_TAG_PREVIOUS, &vault->header.id,
                               vault->header.previous, sizeof vault->header.previous,
                               cb_secret_data (old)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!cb_vault_rekey_db (vault->dir, old, vault->vmk, vault->header.salt, error))
        return FALSE;
    }
  g_clear_pointer (&db, cb_db_free);
  header = g_memdup2 (&vault->header, sizeof vault->header);
  header->has_previous = FALSE;
  memset (header->previous, 0, sizeof header->previous);
  return cb_vault_put_header (vault, header, error);
}

gboolean
cb_vault_prepare_rekey (CbVault        *vault,
                        CbVaultHeader  *header,
                        const CbSecret *old,
                        GError        **error)
{
  g_autoptr (CbSecret) seal = cb_vault_key_derive (vault->vmk, CB_VAULT_KEY_PREVIOUS);

  cb_vault_seal (seal, CB_VAULT_TAG_PREVIOUS, &header->id, cb_secret_bytes (old), CB_VAULT_KEY_LEN,
                 header->previous);
  header->has_previous = TRUE;
  return cb_vault_put_header (vault, header, error);
}
