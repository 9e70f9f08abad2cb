/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-slot.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define MIB       ((gint64) 1024 * 1024)
#define AIM_MIB   256
#define AIM_US    G_USEC_PER_SEC

G_STATIC_ASSERT (NONCE_LEN + TAG_LEN == CB_VAULT_SEAL_EXTRA);
G_STATIC_ASSERT (crypto_box_SEALBYTES == CB_VAULT_BOXED_LEN - CB_VAULT_KEY_LEN);
G_STATIC_ASSERT (crypto_kdf_KEYBYTES == CB_VAULT_KEY_LEN);

CbSecret *
cb_vault_key_derive (const CbSecret *vmk,
                     CbVaultKeyUse   use)
{
  CbSecret *key = cb_secret_new (CB_VAULT_KEY_LEN);

  crypto_kdf_derive_from_key (cb_secret_data (key), CB_VAULT_KEY_LEN, use, "cbvmkey1",
                              cb_secret_bytes (vmk));
  return key;
}

/* What is sealed is bound to its purpose and its casebook, and for a slot to everything else the
   slot says. */
static void
seal (const CbSecret *key,
      gconstpointer   aad,
      gsize           aad_len,
      gconstpointer   bytes,
      gsize           len,
      guint8         *out)
{
  randombytes_buf (out, NONCE_LEN);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + NONCE_LEN, NULL, bytes, len, aad, aad_len, NULL,
                                              out, cb_secret_bytes (key));
}

static gboolean
unseal (const CbSecret *key,
        gconstpointer   aad,
        gsize           aad_len,
        const guint8   *sealed,
        gsize           len,
        guint8         *out)
{
  return len >= CB_VAULT_SEAL_EXTRA
         && crypto_aead_xchacha20poly1305_ietf_decrypt (out, NULL, NULL, sealed + NONCE_LEN,
                                                        len - NONCE_LEN, aad, aad_len, sealed,
                                                        cb_secret_bytes (key))
                == 0;
}

static GByteArray *
tagged (const char  *tag,
        const CbUid *id)
{
  GByteArray *aad = g_byte_array_new ();

  g_byte_array_append (aad, (const guint8 *) tag, (guint) strlen (tag) + 1);
  g_byte_array_append (aad, id->b, sizeof id->b);
  return aad;
}

void
cb_vault_seal (const CbSecret *key,
               const char     *tag,
               const CbUid    *id,
               gconstpointer   bytes,
               gsize           len,
               guint8         *out)
{
  g_autoptr (GByteArray) aad = tagged (tag, id);

  seal (key, aad->data, aad->len, bytes, len, out);
}

gboolean
cb_vault_unseal (const CbSecret *key,
                 const char     *tag,
                 const CbUid    *id,
                 const guint8   *sealed,
                 gsize           len,
                 guint8         *out)
{
  g_autoptr (GByteArray) aad = tagged (tag, id);

  return unseal (key, aad->data, aad->len, sealed, len, out);
}

static GByteArray *
slot_aad (const CbVaultHeaderSlot *slot,
          const CbUid             *vault_id,
          const char              *tag)
{
  GByteArray *aad = tagged (tag, vault_id);
  guint32 numbers[4] = {
    GUINT32_TO_LE (slot->number),
    GUINT32_TO_LE ((guint32)slot->kind),
    GUINT32_TO_LE (slot->passes),
    GUINT32_TO_LE (slot->mib),
  };

  g_byte_array_append (aad, (const guint8 *) numbers, sizeof numbers);
  g_byte_array_append (aad, slot->person.b, sizeof slot->person.b);
  g_byte_array_append (aad, slot->salt, sizeof slot->salt);
  g_byte_array_append (aad, slot->box, sizeof slot->box);
  return aad;
}

static gboolean
no_memory (GError **error)
{
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_MEMORY,
                       "not enough free memory to derive the key");
  return FALSE;
}

/* What can be had without pushing the machine into its swap; −1 when it does not say. */
static gint64
available_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return -1;
  line = strstr (text, "MemAvailable:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("MemAvailable:"), NULL, 10) / 1024 : -1;
}

/* The KEK.  One at a time: two derivations side by side would need twice the memory. */
static CbSecret *
derive_kek (const CbSecret *secret,
            const guint8    salt[16],
            guint32         passes,
            guint32         mib,
            GError        **error)
{
  static GMutex mutex;
  g_autoptr (CbSecret) kek = cb_secret_new (CB_VAULT_KEY_LEN);
  gint64 available = available_mib ();
  int rc;

  if (available >= 0 && (gint64) mib > available)
    {
      no_memory (error);
      return NULL;
    }
  g_mutex_lock (&mutex);
  rc = crypto_pwhash (cb_secret_data (kek), CB_VAULT_KEY_LEN,
                      (const char *)cb_secret_bytes (secret), cb_secret_len (secret), salt, passes,
                      (size_t)(mib * MIB), crypto_pwhash_ALG_ARGON2ID13);
  g_mutex_unlock (&mutex);
  if (rc == 0)
    return g_steal_pointer (&kek);
  no_memory (error);
  return NULL;
}

/* The two keys a KEK gives: one for the vault's key, one for the person's. */
static CbSecret *
derive_wrap (const CbSecret *kek,
             guint64         use)
{
  CbSecret *key = cb_secret_new (CB_VAULT_KEY_LEN);

  crypto_kdf_derive_from_key (cb_secret_data (key), CB_VAULT_KEY_LEN, use, "cbkek001",
                              cb_secret_bytes (kek));
  return key;
}

#define USE_VAULT  1
#define USE_PERSON 2

gboolean
cb_vault_cost_measure (CbVaultCost cost,
                       guint32    *passes,
                       guint32    *mib,
                       GError    **error)
{
  static GMutex mutex;
  static guint32 normal_passes, normal_mib;
  gboolean done = TRUE;

  if (cost == CB_VAULT_COST_FLOOR)
    {
      *passes = CB_VAULT_PASSES_MIN;
      *mib = CB_VAULT_MIB_MIN;
      return TRUE;
    }
  g_mutex_lock (&mutex);
  if (normal_passes == 0)
    {
      gint64 quarter = sysconf (_SC_PHYS_PAGES) * (gint64) sysconf (_SC_PAGESIZE) / MIB / 4;
      guint32 m = (guint32) CLAMP (quarter, CB_VAULT_MIB_MIN, AIM_MIB);
      const guint8 salt[16] = { 0 };
      g_autoptr (CbSecret) sample = cb_secret_new (16);
      g_autoptr (CbSecret) kek = NULL;
      gint64 begun = g_get_monotonic_time ();
      gint64 took;

      kek = derive_kek (sample, salt, CB_VAULT_PASSES_MIN, m, error);
      took = MAX (g_get_monotonic_time () - begun, 1);
      if (kek == NULL)
        done = FALSE;
      else if (took > AIM_US)
        {
          /* A slow machine gets less memory, not fewer passes. */
          normal_mib = (guint32) CLAMP (m * AIM_US / took, CB_VAULT_MIB_MIN, m);
          normal_passes = CB_VAULT_PASSES_MIN;
        }
      else
        {
          normal_mib = m;
          normal_passes = (guint32)CLAMP (CB_VAULT_PASSES_MIN * AIM_US / took, CB_VAULT_PASSES_MIN,
                                          CB_VAULT_PASSES_MAX);
        }
    }
  if (done)
    {
      *passes = normal_passes;
      *mib = normal_mib;
    }
  g_mutex_unlock (&mutex);
  return done;
}

static void
box_public (const CbSecret *keys,
            guint8          out[32])
{
  crypto_scalarmult_base (out, cb_secret_bytes (keys) + 32);
}

CbSecret *
cb_vault_keys_sign (const CbSecret *keys)
{
  CbSecret *secret = cb_secret_new (crypto_sign_SECRETKEYBYTES);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  crypto_sign_seed_keypair (public_key, cb_secret_data (secret), cb_secret_bytes (keys));
  return secret;
}

void
cb_vault_keys_public (const CbSecret    *keys,
                      CbVaultPublicKeys *public_keys)
{
  g_autoptr (CbSecret) sign = cb_vault_keys_sign (keys);

  memcpy (public_keys->sign, cb_secret_bytes (sign) + 32, 32);
  box_public (keys, public_keys->box);
}

static void
wrap_vault_key (CbVaultHeaderSlot *slot,
                const CbUid       *vault_id,
                const CbSecret    *kek,
                const CbSecret    *vmk)
{
  g_autoptr (CbSecret) key = derive_wrap (kek, USE_VAULT);
  g_autoptr (GByteArray) aad = slot_aad (slot, vault_id, "casebook/slot/vault/v1");

  memset (slot->vault_key, 0, sizeof slot->vault_key);
  seal (key, aad->data, aad->len, cb_secret_bytes (vmk), CB_VAULT_KEY_LEN, slot->vault_key);
  slot->sealed = FALSE;
}

gboolean
cb_vault_slot_fill (CbVaultHeaderSlot *slot,
                    const CbUid       *vault_id,
                    const CbSecret    *secret,
                    CbVaultCost        cost,
                    const CbSecret    *vmk,
                    const CbSecret    *keys,
                    CbVaultPublicKeys *public_keys,
                    GError           **error)
{
  g_autoptr (CbSecret) fresh = NULL;
  g_autoptr (CbSecret) kek = NULL;
  g_autoptr (CbSecret) key = NULL;
  g_autoptr (GByteArray) aad = NULL;

  if (keys == NULL)
    keys = fresh = cb_secret_random (CB_VAULT_KEYS_LEN);
  g_return_val_if_fail (cb_secret_len (keys) == CB_VAULT_KEYS_LEN, FALSE);

  if (!cb_vault_cost_measure (cost, &slot->passes, &slot->mib, error))
    return FALSE;
  randombytes_buf (slot->salt, sizeof slot->salt);
  box_public (keys, slot->box);
  kek = derive_kek (secret, slot->salt, slot->passes, slot->mib, error);
  if (kek == NULL)
    return FALSE;
  wrap_vault_key (slot, vault_id, kek, vmk);
  key = derive_wrap (kek, USE_PERSON);
  aad = slot_aad (slot, vault_id, "casebook/slot/person/v1");
  seal (key, aad->data, aad->len, cb_secret_bytes (keys), CB_VAULT_KEYS_LEN, slot->keys);
  if (public_keys != NULL)
    cb_vault_keys_public (keys, public_keys);
  return TRUE;
}

static gboolean
wrong (GError **error)
{
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE,
                       "the slot does not open with this");
  return FALSE;
}

gboolean
cb_vault_slot_open (CbVaultHeaderSlot *slot,
                    const CbUid       *vault_id,
                    const CbSecret    *secret,
                    CbSecret         **vmk,
                    CbSecret         **keys,
                    gboolean          *rewrapped,
                    GError           **error)
{
  g_autoptr (CbSecret) kek = NULL;
  g_autoptr (CbSecret) wrap = NULL;
  g_autoptr (CbSecret) person = NULL;
  g_autoptr (CbSecret) own = cb_secret_new (CB_VAULT_KEYS_LEN);
  g_autoptr (CbSecret) opened = cb_secret_new (CB_VAULT_KEY_LEN);
  g_autoptr (GByteArray) person_aad = NULL;
  gboolean was_sealed = slot->sealed;

  if (slot->kind == CB_VAULT_SLOT_ESCROW)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT,
                           "an escrow slot opens with two keys");
      return FALSE;
    }
  kek = derive_kek (secret, slot->salt, slot->passes, slot->mib, error);
  if (kek == NULL)
    return FALSE;
  person = derive_wrap (kek, USE_PERSON);
  person_aad = slot_aad (slot, vault_id, "casebook/slot/person/v1");
  if (!unseal (person, person_aad->data, person_aad->len, slot->keys, sizeof slot->keys,
               cb_secret_data (own)))
    return wrong (error);
  if (slot->sealed)
    {
      if (crypto_box_seal_open (cb_secret_data (opened), slot->vault_key, CB_VAULT_BOXED_LEN,
                                slot->box, cb_secret_bytes (own) + 32)
          != 0)
        return wrong (error);
      wrap_vault_key (slot, vault_id, kek, opened);
    }
  else
    {
      g_autoptr (GByteArray) aad = slot_aad (slot, vault_id, "casebook/slot/vault/v1");

      wrap = derive_wrap (kek, USE_VAULT);
      if (!unseal (wrap, aad->data, aad->len, slot->vault_key, CB_VAULT_WRAPPED_LEN,
                   cb_secret_data (opened)))
        return wrong (error);
    }
  if (vmk != NULL)
    *vmk = g_steal_pointer (&opened);
  if (keys != NULL)
    *keys = g_steal_pointer (&own);
  if (rewrapped != NULL)
    *rewrapped = was_sealed;
  return TRUE;
}

void
cb_vault_slot_rebox (CbVaultHeaderSlot *slot,
                     const CbSecret    *vmk)
{
  if (slot->kind == CB_VAULT_SLOT_ESCROW)
    {
      cb_vault_slot_fill_escrow (slot, vmk, slot->box, slot->box_b);
      return;
    }
  memset (slot->vault_key, 0, sizeof slot->vault_key);
  crypto_box_seal (slot->vault_key, cb_secret_bytes (vmk), CB_VAULT_KEY_LEN, slot->box);
  slot->sealed = TRUE;
}

/* Two of two: one keeper has a random pad, the other the key under it.  Neither learns anything
   alone. */
void
cb_vault_slot_fill_escrow (CbVaultHeaderSlot *slot,
                           const CbSecret    *vmk,
                           const guint8       box_a[32],
                           const guint8       box_b[32])
{
  g_autoptr (CbSecret) pad = cb_secret_random (CB_VAULT_KEY_LEN);
  g_autoptr (CbSecret) masked = cb_secret_new (CB_VAULT_KEY_LEN);

  for (guint i = 0; i < CB_VAULT_KEY_LEN; i++)
    cb_secret_data (masked)[i] = cb_secret_bytes (pad)[i] ^ cb_secret_bytes (vmk)[i];
  memmove (slot->box, box_a, sizeof slot->box);
  memmove (slot->box_b, box_b, sizeof slot->box_b);
  crypto_box_seal (slot->vault_key, cb_secret_bytes (pad), CB_VAULT_KEY_LEN, slot->box);
  crypto_box_seal (slot->vault_key + CB_VAULT_BOXED_LEN, cb_secret_bytes (masked), CB_VAULT_KEY_LEN,
                   slot->box_b);
}

static gboolean
open_half (const guint8   *half,
           const CbSecret *keeper,
           CbSecret       *out)
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  if (cb_secret_len (keeper) != crypto_box_SECRETKEYBYTES)
    return FALSE;
  crypto_scalarmult_base (public_key, cb_secret_bytes (keeper));
  return crypto_box_seal_open (cb_secret_data (out), half, CB_VAULT_BOXED_LEN, public_key,
                               cb_secret_bytes (keeper))
         == 0;
}

gboolean
cb_vault_slot_open_escrow (const CbVaultHeaderSlot *slot,
                           const CbSecret          *keeper_a,
                           const CbSecret          *keeper_b,
                           CbSecret               **vmk,
                           GError                 **error)
{
  g_autoptr (CbSecret) pad = cb_secret_new (CB_VAULT_KEY_LEN);
  g_autoptr (CbSecret) masked = cb_secret_new (CB_VAULT_KEY_LEN);

  if (slot->kind != CB_VAULT_SLOT_ESCROW
      || !open_half (slot->vault_key, keeper_a, pad)
      || !open_half (slot->vault_key + CB_VAULT_BOXED_LEN, keeper_b, masked))
    return wrong (error);
  for (guint i = 0; i < CB_VAULT_KEY_LEN; i++)
    cb_secret_data (masked)[i] ^= cb_secret_bytes (pad)[i];
  *vmk = g_steal_pointer (&masked);
  return TRUE;
}
