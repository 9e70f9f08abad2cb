/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-vault.h"

G_BEGIN_DECLS

/*
 * The header of a casebook.  A file is one deterministic CBOR array:
 *
 *   [ h'CBVAULT1', version, h'body', h'mac', h'digest' ]
 *
 * digest  BLAKE2b-256 of every byte before it: finds accidental damage without a key.  The last
 *         32 bytes in every version to come.
 * mac     BLAKE2b-256, keyed from the vault's key, of every byte before it: finds tampering, once
 *         a slot has opened.
 * body    { 1: generation, 2: vault id, 3: database salt, 4: restored, 5: [ slot ], 6: anchor,
 *           7: previous }
 * slot    { 1: number, 2: kind, 3: person, 4: salt, 5: passes, 6: MiB, 7: box key, 8: sealed,
 *           9: vault key, 10: person's keys };
 *         for escrow { 1: number, 2: kind, 7: first keeper's box key, 9: vault key,
 *           11: second keeper's box key }
 *
 * anchor is sealed under the vault's key (empty: none); previous is the database key before a
 * re-encryption that has not been seen through. Nothing in it can be read by anybody without a
 * slot's secret but numbers, random ids, salts, costs and public box keys.
 */
#define CB_VAULT_HEADER_VERSION 1
#define CB_VAULT_HEADER_MAX     16384   /* bytes of a file; a full one has about 6,000 */

#define CB_VAULT_KEY_LEN     32
#define CB_VAULT_SEAL_EXTRA  40         /* nonce and tag of XChaCha20-Poly1305 */
#define CB_VAULT_WRAPPED_LEN (CB_VAULT_KEY_LEN + CB_VAULT_SEAL_EXTRA)
#define CB_VAULT_BOXED_LEN   (CB_VAULT_KEY_LEN + 48)
#define CB_VAULT_KEYS_LEN    64         /* Ed25519 seed, X25519 secret */
#define CB_VAULT_PASSES_MIN  3
#define CB_VAULT_PASSES_MAX  64
#define CB_VAULT_MIB_MIN     64
#define CB_VAULT_MIB_MAX     1024

typedef struct {
  guint           number;
  CbVaultSlotKind kind;
  CbUid           person;
  guint8          salt[16];
  guint32         passes;
  guint32         mib;
  guint8          box[32];
  guint8          box_b[32];   /* escrow: the second keeper's */
  /* The vault's key was changed in absence: it is boxed to @box, not wrapped by the KEK. */
  gboolean        sealed;
  guint8          vault_key[2 * CB_VAULT_BOXED_LEN];   /* wrapped 72, boxed 80, escrow 160 */
  guint8          keys[CB_VAULT_KEYS_LEN + CB_VAULT_SEAL_EXTRA];
} CbVaultHeaderSlot;

typedef struct {
  guint64           generation;
  CbUid             id;
  guint8            salt[16];
  gboolean          restored;
  guint             n_slots;
  CbVaultHeaderSlot slots[CB_VAULT_MAX_SLOTS];   /* by number */
  guint8            anchor[CB_VAULT_MAX_ANCHOR + CB_VAULT_SEAL_EXTRA];
  gsize             anchor_len;                  /* 0: none */
  guint8            previous[CB_VAULT_WRAPPED_LEN];
  gboolean          has_previous;
} CbVaultHeader;

/* Length of @slot's vault_key as it stands. */
gsize    cb_vault_header_slot_key_len (const CbVaultHeaderSlot *slot);
CbVaultHeaderSlot *cb_vault_header_find (CbVaultHeader *header, guint number);
/* Room for a new slot with the lowest free number, zeroed, in place; NULL when all are taken. */
CbVaultHeaderSlot *cb_vault_header_add  (CbVaultHeader *header);
void     cb_vault_header_remove (CbVaultHeader *header, guint number);

/* @mac_key: CB_VAULT_KEY_LEN bytes. */
GBytes  *cb_vault_header_encode (const CbVaultHeader *header, const CbSecret *mac_key)
                                 G_GNUC_WARN_UNUSED_RESULT;
/* Strict: what is accepted encodes back to the same bytes.  @header untouched on failure.
   Errors: DAMAGED_HEADER, NEWER. */
gboolean cb_vault_header_parse  (const guint8 *bytes,
                                 gsize len,
                                 CbVaultHeader *header,
                                 GError **error);
gboolean cb_vault_header_is_authentic (GBytes *bytes, const CbSecret *mac_key);
GArray  *cb_vault_header_list   (const CbVaultHeader *header) G_GNUC_WARN_UNUSED_RESULT;

/* Both copies as found on disk. */
typedef struct {
  GBytes       *bytes[2];    /* NULL: not there, or damaged */
  CbVaultHeader header[2];
  int           best;        /* the copy to use first */
} CbVaultHeaderPair;

void     cb_vault_header_pair_clear (CbVaultHeaderPair *pair);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CbVaultHeaderPair, cb_vault_header_pair_clear)
/* Errors: NOT_FOUND, DAMAGED_HEADER, NEWER, IO. */
gboolean cb_vault_header_load   (const char *dir, CbVaultHeaderPair *pair, GError **error);
/* Both copies: written beside, synced, renamed, the folder synced.  Either both are as before or,
 * from the first rename on, the next unlock finds the new one. */
gboolean cb_vault_header_store  (const char *dir, GBytes *bytes, GError **error);

G_END_DECLS
