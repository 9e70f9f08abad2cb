/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include <string.h>

#include "cb-vault-place.h"
#include "cb-vault-slot.h"

static gboolean
no_slot (GError    **error,
         const char *why)
{
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT, why);
  return FALSE;
}

GArray *
cb_vault_list_slots (CbVault *vault,
                     GError **error)
{
  GArray *slots = NULL;

  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  g_mutex_lock (&vault->mutex);
  if (vault->vmk != NULL)
    slots = cb_vault_header_list (&vault->header);
  g_mutex_unlock (&vault->mutex);
  if (slots == NULL)
    g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_LOCKED, "the casebook is locked");
  return slots;
}

/* A new slot of @kind opening with @secret. */
static gboolean
add_slot (CbVault           *vault,
          CbVaultHeader     *header,
          CbVaultSlotKind    kind,
          const CbUid       *person,
          const CbSecret    *secret,
          CbVaultCost        cost,
          const CbSecret    *keys,
          guint             *number,
          CbVaultPublicKeys *public_keys,
          GError           **error)
{
  CbVaultHeaderSlot *slot = cb_vault_header_add (header);

  if (slot == NULL)
    return no_slot (error, "all slots are taken");
  slot->kind = kind;
  slot->person = *person;
  *number = slot->number;
  return cb_vault_slot_fill (slot, &vault->id, secret, cost, vault->vmk, keys, public_keys, error)
         && cb_vault_put_header (vault, header, error);
}

gboolean
cb_vault_add_person (CbVault           *vault,
                     const CbUid       *person,
                     const CbSecret    *passphrase,
                     CbVaultCost        cost,
                     const CbSecret    *keys,
                     guint             *slot,
                     CbVaultPublicKeys *public_keys,
                     GError           **error)
{
  g_autofree CbVaultHeader *header = NULL;
  CbVaultPublicKeys fresh;
  guint number;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault) && person != NULL && passphrase != NULL, FALSE);
  if (!cb_vault_refuse_weak (passphrase, error) || !cb_vault_begin_work (vault, error))
    return FALSE;
  header = g_memdup2 (&vault->header, sizeof vault->header);
  done = add_slot (vault, header, CB_VAULT_SLOT_PERSON, person, passphrase, cost, keys, &number,
                   &fresh, error);
  cb_vault_end_work (vault);
  if (done && slot != NULL)
    *slot = number;
  if (done && public_keys != NULL)
    *public_keys = fresh;
  return done;
}

CbSecret *
cb_vault_keys_new (CbVaultPublicKeys *public_keys)
{
  CbSecret *keys = cb_secret_random (CB_VAULT_KEYS_LEN);

  if (public_keys != NULL)
    cb_vault_keys_public (keys, public_keys);
  return keys;
}

CbSecret *
cb_vault_take_recovery_key (CbVault *vault)
{
  CbSecret *key;

  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  g_mutex_lock (&vault->mutex);
  key = g_steal_pointer (&vault->recovery);
  g_mutex_unlock (&vault->mutex);
  return key;
}

CbSecret *
cb_vault_set_recovery (CbVault        *vault,
                       CbVaultCost     cost,
                       const CbSecret *keys,
                       GError        **error)
{
  g_autofree CbVaultHeader *header = NULL;
  g_autoptr (CbSecret) code = NULL;
  guint number;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  if (!cb_vault_begin_work (vault, error))
    return NULL;
  header = g_memdup2 (&vault->header, sizeof vault->header);
  for (guint i = 0; i < header->n_slots; i++)
    {
      if (header->slots[i].kind == CB_VAULT_SLOT_RECOVERY)
        {
          cb_vault_header_remove (header, header->slots[i].number);
          break;
        }
    }
  code = cb_secret_random (CB_VAULT_RECOVERY_LEN);
  done = add_slot (vault, header, CB_VAULT_SLOT_RECOVERY, &CB_UID_NONE, code, cost, keys, &number,
                   NULL, error);
  cb_vault_end_work (vault);
  return done ? g_steal_pointer (&code) : NULL;
}

gboolean
cb_vault_add_escrow (CbVault     *vault,
                     const guint8 box_key_a[32],
                     const guint8 box_key_b[32],
                     guint       *slot,
                     GError     **error)
{
  g_autofree CbVaultHeader *header = NULL;
  CbVaultHeaderSlot *added;
  guint number = 0;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault) && box_key_a != NULL && box_key_b != NULL, FALSE);
  if (!cb_vault_begin_work (vault, error))
    return FALSE;
  header = g_memdup2 (&vault->header, sizeof vault->header);
  added = cb_vault_header_add (header);
  if (added != NULL)
    {
      added->kind = CB_VAULT_SLOT_ESCROW;
      number = added->number;
      cb_vault_slot_fill_escrow (added, vault->vmk, box_key_a, box_key_b);
      done = cb_vault_put_header (vault, header, error);
    }
  else
    {
      done = no_slot (error, "all slots are taken");
    }
  cb_vault_end_work (vault);
  if (done && slot != NULL)
    *slot = number;
  return done;
}

/* Opens the slot of a person with their passphrase; wrong tries count.  With @work held. */
static gboolean
open_person (CbVault           *vault,
             CbVaultHeaderSlot *slot,
             const CbSecret    *passphrase,
             CbSecret         **keys,
             GError           **error)
{
  g_autoptr (GError) local = NULL;

  if (slot == NULL || slot->kind != CB_VAULT_SLOT_PERSON)
    return no_slot (error, "there is no such person's slot");
  if (!cb_vault_tries_allow (vault->dir, error))
    return FALSE;
  if (cb_vault_slot_open (slot, &vault->id, passphrase, NULL, keys, NULL, &local))
    {
      cb_vault_tries_right (vault->dir);
      return TRUE;
    }
  if (g_error_matches (local, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE))
    cb_vault_tries_wrong (vault->dir);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cb_vault_change_passphrase (CbVault        *vault,
                            guint           slot,
                            const CbSecret *old_passphrase,
                            const CbSecret *new_passphrase,
                            CbVaultCost     cost,
                            GError        **error)
{
  g_autofree CbVaultHeader *header = NULL;
  g_autoptr (CbSecret) keys = NULL;
  CbVaultHeaderSlot *found;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault) && old_passphrase != NULL && new_passphrase != NULL,
                        FALSE);
  if (!cb_vault_refuse_weak (new_passphrase, error) || !cb_vault_begin_work (vault, error))
    return FALSE;
  header = g_memdup2 (&vault->header, sizeof vault->header);
  found = cb_vault_header_find (header, slot);
  done = open_person (vault, found, old_passphrase, &keys, error)
         && cb_vault_slot_fill (found, &vault->id, new_passphrase, cost, vault->vmk, keys, NULL,
                                error)
         && cb_vault_put_header (vault, header, error);
  cb_vault_end_work (vault);
  return done;
}

CbSecret *
cb_vault_person_key (CbVault           *vault,
                     guint              slot,
                     const CbSecret    *passphrase,
                     CbSecret         **box,
                     CbVaultPublicKeys *public_keys,
                     GError           **error)
{
  g_autofree CbVaultHeader *header = NULL;
  g_autoptr (CbSecret) keys = NULL;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault) && passphrase != NULL, NULL);
  if (!cb_vault_begin_work (vault, error))
    return NULL;
  /* On a copy: a key that was left boxed stays so until its owner unlocks. */
  header = g_memdup2 (&vault->header, sizeof vault->header);
  done = open_person (vault, cb_vault_header_find (header, slot), passphrase, &keys, error);
  cb_vault_end_work (vault);
  if (!done)
    return NULL;
  if (box != NULL)
    *box = cb_secret_from (cb_secret_bytes (keys) + 32, 32);
  if (public_keys != NULL)
    cb_vault_keys_public (keys, public_keys);
  return cb_vault_keys_sign (keys);
}

static guint
count_persons (const CbVaultHeader *header)
{
  guint n = 0;

  for (guint i = 0; i < header->n_slots; i++)
    n += header->slots[i].kind == CB_VAULT_SLOT_PERSON;
  return n;
}

/* The pool stands still meanwhile; what is asked of it waits. */
static gboolean
change_vault_key (CbVault       *vault,
                  CbVaultHeader *header,
                  GError       **error)
{
  g_autoptr (CbSecret) old = NULL;
  g_autoptr (CbSecret) fresh = cb_secret_random (CB_VAULT_KEY_LEN);
  g_autoptr (GError) local = NULL;
  CbDb *writer = cb_vault_pool_stop (vault->pool);
  gboolean done, prepared;

  prepared = done = cb_db_checkpoint (writer, &local);
  cb_db_free (writer);
  if (prepared)
    {
      g_mutex_lock (&vault->mutex);
      old = g_steal_pointer (&vault->vmk);
      vault->vmk = g_steal_pointer (&fresh);
      g_mutex_unlock (&vault->mutex);
      for (guint i = 0; i < header->n_slots; i++)
        cb_vault_slot_rebox (&header->slots[i], vault->vmk);
      prepared = done = cb_vault_prepare_rekey (vault, header, old, &local);
      if (!prepared)
        {
          g_mutex_lock (&vault->mutex);
          cb_secret_free (vault->vmk);
          vault->vmk = g_steal_pointer (&old);
          g_mutex_unlock (&vault->mutex);
        }
    }
  if (prepared)
    done = cb_vault_finish_rekey (vault, &local);

  /* Under whichever key the database is now, work goes on; failing that, the casebook locks
     itself. */
  writer = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_WRITER, vault->vmk,
                             vault->header.salt, TRUE, local == NULL ? &local : NULL);
  if (writer == NULL && prepared && !done)
    writer = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_WRITER, old, vault->header.salt,
                               TRUE, NULL);
  if (writer == NULL || !cb_vault_start_pool (vault, writer, local == NULL ? &local : NULL))
    {
      cb_vault_pool_close (vault->pool);
      done = FALSE;
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return done;
}

gboolean
cb_vault_remove_slot (CbVault *vault,
                      guint    slot,
                      gboolean for_cause,
                      GError **error)
{
  g_autofree CbVaultHeader *header = NULL;
  CbVaultHeaderSlot *found;
  gboolean done;

  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);
  if (!cb_vault_begin_work (vault, error))
    return FALSE;
  header = g_memdup2 (&vault->header, sizeof vault->header);
  found = cb_vault_header_find (header, slot);
  if (found == NULL)
    done = no_slot (error, "there is no such slot");
  else if (found->kind == CB_VAULT_SLOT_PERSON && count_persons (header) == 1)
    done = no_slot (error, "it is the last slot a person can open");
  else
    {
      cb_vault_header_remove (header, slot);
      done = for_cause ? change_vault_key (vault, header, error)
                       : cb_vault_put_header (vault, header, error);
    }
  cb_vault_end_work (vault);
  return done;
}
