/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include <string.h>

#include "cb-db-schema.h"
#include "cb-vault-place.h"
#include "cb-vault-slot.h"

GArray *
cb_vault_read_slots (const char *dir,
                     GError    **error)
{
  g_auto (CbVaultHeaderPair) pair = { { NULL, NULL } };

  g_return_val_if_fail (dir != NULL, NULL);
  if (!cb_vault_header_load (dir, &pair, error))
    return NULL;
  return cb_vault_header_list (&pair.header[pair.best]);
}

/* How an unlock gets at the vault's key: a passphrase or code, or two keepers. */
typedef struct {
  guint           slot;        /* 0: the recovery slot */
  const CbSecret *secret;
  const CbSecret *keeper_b;    /* with @secret as keeper a */
} Opener;

static gboolean
no_slot (GError **error)
{
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT, "there is no such slot");
  return FALSE;
}

static CbVaultHeaderSlot *
opener_slot (const Opener  *opener,
             CbVaultHeader *header)
{
  for (guint i = 0; i < header->n_slots; i++)
    {
      CbVaultHeaderSlot *slot = &header->slots[i];

      if (opener->slot == 0 ? slot->kind == CB_VAULT_SLOT_RECOVERY : slot->number == opener->slot)
        return slot;
    }
  return NULL;
}

static gboolean
open_slot (const Opener  *opener,
           CbVaultHeader *header,
           CbSecret     **vmk,
           CbSecret     **keys,
           guint         *number,
           gboolean      *rewrapped,
           GError       **error)
{
  CbVaultHeaderSlot *slot = opener_slot (opener, header);
  CbVaultSlotKind kind = opener->keeper_b != NULL ? CB_VAULT_SLOT_ESCROW
                         : opener->slot == 0 ? CB_VAULT_SLOT_RECOVERY : CB_VAULT_SLOT_PERSON;

  *rewrapped = FALSE;
  /* A recovery code opens only what sets a new passphrase. */
  if (slot == NULL || slot->kind != kind)
    return no_slot (error);
  *number = slot->number;
  if (opener->keeper_b != NULL)
    return cb_vault_slot_open_escrow (slot, opener->secret, opener->keeper_b, vmk, error);
  return cb_vault_slot_open (slot, &header->id, opener->secret, vmk, keys, rewrapped, error);
}

static gboolean
is_authentic (GBytes         *bytes,
              const CbSecret *vmk)
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_HEADER);

  return cb_vault_header_is_authentic (bytes, key);
}

static GBytes *
open_anchor (const CbVaultHeader *header,
             const CbSecret      *vmk)
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_ANCHOR);
  guint8 plain[CB_VAULT_MAX_ANCHOR];

  if (header->anchor_len == 0
      || !cb_vault_unseal (key, CB_VAULT_TAG_ANCHOR, &header->id, header->anchor,
                           header->anchor_len, plain))
    return NULL;
  return g_bytes_new (plain, header->anchor_len - CB_VAULT_SEAL_EXTRA);
}

gboolean
cb_vault_open_header (GBytes         *bytes,
                      CbVaultHeader  *header,
                      guint           number,
                      const CbSecret *secret,
                      CbSecret      **vmk,
                      GError        **error)
{
  Opener opener = { number, secret, NULL };
  g_autoptr (CbSecret) opened = NULL;
  guint found;
  gboolean rewrapped;

  if (!open_slot (&opener, header, &opened, NULL, &found, &rewrapped, error))
    return FALSE;
  if (!is_authentic (bytes, opened))
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER,
                           "the header was altered: it does not belong to its key");
      return FALSE;
    }
  *vmk = g_steal_pointer (&opened);
  return TRUE;
}

/* The copy to trust is the newest one that is whole and belongs to the key its slot gives.  The
 * other is tried when that copy was altered by somebody who could mend its checksum. */
static gboolean
open_pair (CbVaultHeaderPair *pair,
           const Opener      *opener,
           CbVault           *vault,
           gboolean          *rewrapped,
           gboolean          *repair,
           GError           **error)
{
  g_autoptr (GError) first = NULL;
  gboolean same = pair->bytes[0] != NULL && pair->bytes[1] != NULL
                  && g_bytes_equal (pair->bytes[0], pair->bytes[1]);
  gboolean forged = FALSE;

  for (int i = 0; i < 2; i++)
    {
      int which = i == 0 ? pair->best : 1 - pair->best;
      g_autoptr (CbSecret) vmk = NULL;
      g_autoptr (CbSecret) keys = NULL;
      g_autoptr (GError) local = NULL;
      guint number = 0;

      if (pair->bytes[which] == NULL || (i == 1 && same))
        break;
      /* An older copy is not asked about a passphrase the newest one knows better. */
      if (i == 1 && !forged
          && pair->header[which].generation != pair->header[pair->best].generation)
        break;
      if (!open_slot (opener, &pair->header[which], &vmk, &keys, &number, rewrapped, &local))
        {
          if (first == NULL)
            first = g_steal_pointer (&local);
          continue;
        }
      if (!is_authentic (pair->bytes[which], vmk))
        {
          forged = TRUE;
          continue;
        }
      vault->header = pair->header[which];
      vault->vmk = g_steal_pointer (&vmk);
      vault->slot = number;
      vault->anchor = open_anchor (&vault->header, vault->vmk);
      if (keys != NULL && opener->slot == 0)
        vault->recovery = cb_vault_keys_sign (keys);
      else if (keys != NULL)
        {
          cb_vault_keys_public (keys, &vault->public_keys);
          vault->has_public_keys = TRUE;
        }
      *repair = !same;
      return TRUE;
    }
  if (forged)
    g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER,
                         "the header was altered: it does not belong to its key");
  else if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  else
    no_slot (error);
  return FALSE;
}

/* A database that does not read although the header proved the key: names its bad pages, as far
   as they can be told. */
static void
name_damage (CbVault *vault,
             GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (CbDb) db = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  if (error == NULL || !g_error_matches (*error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE))
    return;
  db = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_FROZEN, vault->vmk, vault->header.salt,
                         FALSE, NULL);
  if (db == NULL || !cb_db_check (db, builder, &n, NULL) || n == 0)
    return;
  lines = g_strv_builder_end (builder);
  for (guint i = 8; i < g_strv_length (lines); i++)
    g_clear_pointer (&lines[i], g_free);
  text = g_strjoinv ("; ", lines);
  g_prefix_error (error, "%s (%u in all); ", text, n);
}

static gboolean
migrate (CbVault               *vault,
         CbDb                  *db,
         const CbSchema *const *schemas,
         GError               **error)
{
  g_autofree char *name = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GBytes) header = NULL;
  gboolean due;

  if (!cb_db_migration_due (db, schemas, &due, error))
    return FALSE;
  if (!due)
    return TRUE;
  name = g_strdup_printf ("upgrade-%" G_GUINT64_FORMAT ".cbbackup", vault->header.generation);
  file = g_build_filename (vault->dir, name, NULL);
  header = cb_vault_encode (&vault->header, vault->vmk);
  /* One that is there already was verified when it was made, from this very state. */
  if (!g_file_test (file, G_FILE_TEST_EXISTS)
      && !cb_vault_backup_write (db, header, vault->vmk, vault->header.salt, file, NULL, NULL,
                                 error))
    return FALSE;
  return cb_db_migrate (db, schemas, error);
}

/* What follows once the key is there. */
static gboolean
open_inside (CbVault               *vault,
             gboolean               rewrapped,
             const CbSchema *const *schemas,
             GError               **error)
{
  CbVaultHeaderSlot *slot = cb_vault_header_find (&vault->header, vault->slot);
  g_autoptr (CbDb) db = NULL;

  vault->id = vault->header.id;
  vault->person = slot->person;
  if (!cb_vault_finish_rekey (vault, error))
    {
      name_damage (vault, error);
      return FALSE;
    }
  db = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_WRITER, vault->vmk, vault->header.salt,
                         TRUE, error);
  if (db == NULL || !migrate (vault, db, schemas, error))
    {
      g_clear_pointer (&db, cb_db_free);
      name_damage (vault, error);
      return FALSE;
    }
  if (rewrapped)
    {
      g_autofree CbVaultHeader *header = g_memdup2 (&vault->header, sizeof vault->header);

      if (!cb_vault_put_header (vault, header, error))
        return FALSE;
    }
  return cb_vault_start_pool (vault, g_steal_pointer (&db), error);
}

/* Gives @person a slot of their own with a new passphrase: after a recovery, before anything
   else. */
typedef struct {
  const CbUid       *person;
  const CbSecret    *passphrase;
  CbVaultCost        cost;
  const CbSecret    *keys;
  CbVaultPublicKeys *public_keys;
} Renewal;

static gboolean
renew (CbVault       *vault,
       const Renewal *renewal,
       GError       **error)
{
  g_autofree CbVaultHeader *header = g_memdup2 (&vault->header, sizeof vault->header);
  CbVaultHeaderSlot *slot = NULL;
  guint number;

  for (guint i = 0; i < header->n_slots && slot == NULL; i++)
    {
      if (header->slots[i].kind == CB_VAULT_SLOT_PERSON
          && cb_uid_equal (&header->slots[i].person, renewal->person))
        slot = &header->slots[i];
    }
  if (slot == NULL)
    slot = cb_vault_header_add (header);
  if (slot == NULL)
    return no_slot (error);
  number = slot->number;
  memset (slot, 0, sizeof *slot);
  slot->number = number;
  slot->person = *renewal->person;
  if (!cb_vault_slot_fill (slot, &header->id, renewal->passphrase, renewal->cost, vault->vmk,
                           renewal->keys, renewal->public_keys, error)
      || !cb_vault_put_header (vault, header, error))
    return FALSE;
  vault->slot = number;
  vault->public_keys = *renewal->public_keys;
  vault->has_public_keys = TRUE;
  return TRUE;
}

static CbVault *
unlock (const char            *dir,
        const Opener          *opener,
        const Renewal         *renewal,
        const CbSchema *const *schemas,
        GError               **error)
{
  g_autoptr (CbVault) vault = NULL;
  g_auto (CbVaultHeaderPair) pair = { { NULL, NULL } };
  g_autoptr (GError) local = NULL;
  gboolean rewrapped = FALSE, repair = FALSE;
  g_autofree char *db = g_build_filename (dir, CB_VAULT_DB_NAME, NULL);

  if (!cb_vault_self_check (error)
      || !cb_vault_header_load (dir, &pair, error)
      || !cb_vault_place_is_local (dir, error)
      || !cb_vault_tries_allow (dir, error))
    return NULL;
  if (!g_file_test (db, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NOT_FOUND,
                           "the folder has a header but no database");
      return NULL;
    }
  vault = g_object_new (CB_TYPE_VAULT, NULL);
  vault->dir = g_strdup (dir);
  vault->lock_fd = cb_vault_place_lock (dir, error);
  if (vault->lock_fd < 0)
    return NULL;
  /* What was read without the lock may have been on its way. */
  cb_vault_header_pair_clear (&pair);
  if (!cb_vault_header_load (dir, &pair, error))
    return NULL;
  if (!open_pair (&pair, opener, vault, &rewrapped, &repair, &local))
    {
      if (g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE))
        cb_vault_tries_wrong (dir);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  cb_vault_tries_right (dir);
  if (repair)
    {
      g_autoptr (GBytes) bytes = cb_vault_encode (&vault->header, vault->vmk);

      if (!rewrapped && !cb_vault_header_store (dir, bytes, error))
        return NULL;
    }
  if (renewal != NULL && !renew (vault, renewal, error))
    return NULL;
  if (!open_inside (vault, rewrapped, schemas, error))
    return NULL;
  return g_steal_pointer (&vault);
}

CbVault *
cb_vault_unlock (const char            *dir,
                 guint                  slot,
                 const CbSecret        *passphrase,
                 const CbSchema *const *schemas,
                 GError               **error)
{
  Opener opener = { slot, passphrase, NULL };

  g_return_val_if_fail (dir != NULL && passphrase != NULL, NULL);
  if (slot == 0)
    {
      no_slot (error);
      return NULL;
    }
  return unlock (dir, &opener, NULL, schemas, error);
}

static CbVault *
recover (const char            *dir,
         const Opener          *opener,
         const CbUid           *person,
         const CbSecret        *new_passphrase,
         CbVaultCost            cost,
         const CbSecret        *keys,
         const CbSchema *const *schemas,
         CbVaultPublicKeys     *public_keys,
         GError               **error)
{
  CbVaultPublicKeys fresh;
  Renewal renewal = { person, new_passphrase, cost, keys, &fresh };
  CbVault *vault;

  if (!cb_vault_refuse_weak (new_passphrase, error))
    return NULL;
  vault = unlock (dir, opener, &renewal, schemas, error);
  if (vault != NULL && public_keys != NULL)
    *public_keys = fresh;
  return vault;
}

CbVault *
cb_vault_recover (const char            *dir,
                  const CbSecret        *code,
                  const CbUid           *person,
                  const CbSecret        *new_passphrase,
                  CbVaultCost            cost,
                  const CbSecret        *keys,
                  const CbSchema *const *schemas,
                  CbVaultPublicKeys     *public_keys,
                  GError               **error)
{
  Opener opener = { 0, code, NULL };

  g_return_val_if_fail (dir != NULL && code != NULL && person != NULL && new_passphrase != NULL,
                        NULL);
  return recover (dir, &opener, person, new_passphrase, cost, keys, schemas, public_keys, error);
}

CbVault *
cb_vault_recover_escrow (const char            *dir,
                         guint                  slot,
                         const CbSecret        *keeper_a,
                         const CbSecret        *keeper_b,
                         const CbUid           *person,
                         const CbSecret        *new_passphrase,
                         CbVaultCost            cost,
                         const CbSecret        *keys,
                         const CbSchema *const *schemas,
                         CbVaultPublicKeys     *public_keys,
                         GError               **error)
{
  Opener opener = { slot, keeper_a, keeper_b };

  g_return_val_if_fail (dir != NULL && keeper_a != NULL && keeper_b != NULL && person != NULL
                            && new_passphrase != NULL,
                        NULL);
  return recover (dir, &opener, person, new_passphrase, cost, keys, schemas, public_keys, error);
}
