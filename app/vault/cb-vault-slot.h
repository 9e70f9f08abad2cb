/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-vault-header.h"

G_BEGIN_DECLS

/* Private to the vault: keys and slots.  All keys are CB_VAULT_KEY_LEN bytes. */

typedef enum {
  CB_VAULT_KEY_DATABASE = 1,
  CB_VAULT_KEY_HEADER,
  CB_VAULT_KEY_ANCHOR,
  CB_VAULT_KEY_BACKUP,
  CB_VAULT_KEY_PREVIOUS,
} CbVaultKeyUse;

CbSecret *cb_vault_key_derive     (const CbSecret *vmk, CbVaultKeyUse use)
                                   G_GNUC_WARN_UNUSED_RESULT;
/* XChaCha20-Poly1305 with a random nonce in front; @out has room for @len + CB_VAULT_SEAL_EXTRA.
   @tag: what it is, bound with @id. */
void      cb_vault_seal           (const CbSecret *key,
                                   const char *tag,
                                   const CbUid *id,
                                   gconstpointer bytes,
                                   gsize len,
                                   guint8 *out);
gboolean  cb_vault_unseal         (const CbSecret *key,
                                   const char *tag,
                                   const CbUid *id,
                                   const guint8 *sealed,
                                   gsize len,
                                   guint8 *out);

/* Passes and MiB for @cost on this machine; measured once per process. */
gboolean  cb_vault_cost_measure   (CbVaultCost cost, guint32 *passes, guint32 *mib, GError **error);

/**
 * cb_vault_slot_fill:
 * Makes @slot (number and kind set) open with @secret: salt, costs, the vault's key and @keys (64
 * bytes; NULL: new ones) wrapped by the KEK.
 * Errors: NO_MEMORY.
 */
gboolean  cb_vault_slot_fill      (CbVaultHeaderSlot *slot,
                                   const CbUid       *vault_id,
                                   const CbSecret    *secret,
                                   CbVaultCost        cost,
                                   const CbSecret    *vmk,
                                   const CbSecret    *keys,
                                   CbVaultPublicKeys *public_keys,
                                   GError           **error);
/**
 * cb_vault_slot_open:
 * @vmk: (out) (optional), @keys: (out) (optional): the person's 64 secret bytes
 * @rewrapped: (out) (optional): the vault's key had been boxed in absence and @slot now has it
 *   wrapped: store the header
 *
 * Errors: WRONG_PASSPHRASE, NO_MEMORY, NO_SLOT for an escrow slot.
 */
gboolean  cb_vault_slot_open      (CbVaultHeaderSlot *slot,
                                   const CbUid       *vault_id,
                                   const CbSecret    *secret,
                                   CbSecret         **vmk,
                                   CbSecret         **keys,
                                   gboolean          *rewrapped,
                                   GError           **error);
/* After a change of the vault's key: leaves the new one in the slot for its owner, who is not
   asked. */
void      cb_vault_slot_rebox     (CbVaultHeaderSlot *slot, const CbSecret *vmk);

void      cb_vault_slot_fill_escrow (CbVaultHeaderSlot *slot,
                                     const CbSecret *vmk,
                                     const guint8 box_a[32],
                                     const guint8 box_b[32]);
gboolean  cb_vault_slot_open_escrow (const CbVaultHeaderSlot *slot,
                                     const CbSecret          *keeper_a,
                                     const CbSecret          *keeper_b,
                                     CbSecret               **vmk,
                                     GError                 **error);

void      cb_vault_keys_public    (const CbSecret *keys, CbVaultPublicKeys *public_keys);
/* The Ed25519 secret in libsodium's form. */
CbSecret *cb_vault_keys_sign      (const CbSecret *keys) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
