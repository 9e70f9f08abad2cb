/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include "cb-vault-slot.h"

typedef struct {
  CbVault      *vault;
  GStrvBuilder *lines;
  guint         n;
} Check;

/* On the writer, so that nothing is written meanwhile; the file is read through a connection of
 * its own, because one bad page spoils a connection for the rest. */
static gpointer
check_on_writer (CbDb         *db,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Check *check = data;
  CbVault *vault = check->vault;
  g_autoptr (GError) local = NULL;
  g_autoptr (CbDb) fresh = NULL;

  /* What stands in the write-ahead log is not in the file yet, and would look like damage. */
  if (!cb_db_checkpoint (db, &local))
    {
      if (!g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_strv_builder_add (check->lines, "case.db-wal: cannot be brought into the database");
      check->n++;
    }
  fresh = cb_vault_open_db (vault->dir, "case.db", CB_DB_FROZEN, vault->vmk, vault->header.salt,
                            FALSE, error);
  if (fresh != NULL)
    cb_db_check (fresh, check->lines, &check->n, error);
  return NULL;
}

static void
check_header (Check *check)
{
  static const char *const bad[2] = {
    "vault.hdr.a: damaged or gone", "vault.hdr.b: damaged or gone",
  };
  static const char *const altered[2] = {
    "vault.hdr.a: altered", "vault.hdr.b: altered",
  };
  g_auto (CbVaultHeaderPair) pair = { { NULL, NULL } };
  g_autoptr (CbSecret) key = cb_vault_key_derive (check->vault->vmk, CB_VAULT_KEY_HEADER);
  gboolean loaded = cb_vault_header_load (check->vault->dir, &pair, NULL);

  for (int i = 0; i < 2; i++)
    {
      const char *fault = NULL;

      if (!loaded || pair.bytes[i] == NULL)
        fault = bad[i];
      else if (!cb_vault_header_is_authentic (pair.bytes[i], key)
               || pair.header[i].generation != check->vault->header.generation)
        fault = altered[i];
      if (fault != NULL)
        g_strv_builder_add (check->lines, fault);
    }
}

GStrv
cb_vault_check (CbVault *vault,
                GError **error)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr (GError) local = NULL;
  Check check = { vault, lines, 0 };

  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  if (!cb_vault_begin_work (vault, error))
    return NULL;
  check_header (&check);
  cb_vault_pool_run (vault->pool, CB_VAULT_POOL_RAW, check_on_writer, &check, NULL, &local);
  cb_vault_end_work (vault);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_strv_builder_end (lines);
}
