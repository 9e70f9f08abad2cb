/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-header.h"

#include <sodium.h>
#include <string.h>

#include "cb-cbor.h"

#define MAGIC      "CBVAULT1"
#define MAGIC_LEN  8
#define CODE_LEN   32
/* A byte string of 32 bytes is a two-byte head and the bytes. */
#define CODE_ITEM  (2 + CODE_LEN)

gsize
cb_vault_header_slot_key_len (const CbVaultHeaderSlot *slot)
{
  if (slot->kind == CB_VAULT_SLOT_ESCROW)
    return 2 * CB_VAULT_BOXED_LEN;
  return slot->sealed ? CB_VAULT_BOXED_LEN : CB_VAULT_WRAPPED_LEN;
}

CbVaultHeaderSlot *
cb_vault_header_find (CbVaultHeader *header,
                      guint          number)
{
  for (guint i = 0; i < header->n_slots; i++)
    {
      if (header->slots[i].number == number)
        return &header->slots[i];
    }
  return NULL;
}

CbVaultHeaderSlot *
cb_vault_header_add (CbVaultHeader *header)
{
  guint at = 0;

  if (header->n_slots == CB_VAULT_MAX_SLOTS)
    return NULL;
  while (at < header->n_slots && header->slots[at].number == at + 1)
    at++;
  memmove (&header->slots[at + 1], &header->slots[at],
           (header->n_slots - at) * sizeof header->slots[0]);
  memset (&header->slots[at], 0, sizeof header->slots[at]);
  header->slots[at].number = at + 1;
  header->n_slots++;
  return &header->slots[at];
}

void
cb_vault_header_remove (CbVaultHeader *header,
                        guint          number)
{
  CbVaultHeaderSlot *slot = cb_vault_header_find (header, number);
  gsize at;

  if (slot == NULL)
    return;
  at = (gsize) (slot - header->slots);
  memmove (slot, slot + 1, (header->n_slots - at - 1) * sizeof *slot);
  header->n_slots--;
  memset (&header->slots[header->n_slots], 0, sizeof *slot);
}

GArray *
cb_vault_header_list (const CbVaultHeader *header)
{
  GArray *slots = g_array_new (FALSE, TRUE, sizeof (CbVaultSlot));

  for (guint i = 0; i < header->n_slots; i++)
    {
      const CbVaultHeaderSlot *slot = &header->slots[i];
      CbVaultSlot out = { slot->number, slot->kind, slot->person, slot->passes, slot->mib };

      g_array_append_val (slots, out);
    }
  return slots;
}

static void
put_slot (CbCborWriter            *w,
          const CbVaultHeaderSlot *slot)
{
  gboolean escrow = slot->kind == CB_VAULT_SLOT_ESCROW;

  cb_cbor_put_map (w, escrow ? 5 : 10);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_uint (w, slot->number);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_uint (w, slot->kind);
  if (!escrow)
    {
      cb_cbor_put_key (w, 3);
      cb_cbor_put_bytes (w, slot->person.b, sizeof slot->person.b);
      cb_cbor_put_key (w, 4);
      cb_cbor_put_bytes (w, slot->salt, sizeof slot->salt);
      cb_cbor_put_key (w, 5);
      cb_cbor_put_uint (w, slot->passes);
      cb_cbor_put_key (w, 6);
      cb_cbor_put_uint (w, slot->mib);
    }
  cb_cbor_put_key (w, 7);
  cb_cbor_put_bytes (w, slot->box, sizeof slot->box);
  if (!escrow)
    {
      cb_cbor_put_key (w, 8);
      cb_cbor_put_bool (w, slot->sealed);
    }
  cb_cbor_put_key (w, 9);
  cb_cbor_put_bytes (w, slot->vault_key, cb_vault_header_slot_key_len (slot));
  if (escrow)
    {
      cb_cbor_put_key (w, 11);
      cb_cbor_put_bytes (w, slot->box_b, sizeof slot->box_b);
    }
  else
    {
      cb_cbor_put_key (w, 10);
      cb_cbor_put_bytes (w, slot->keys, sizeof slot->keys);
    }
}

static GBytes *
encode_body (const CbVaultHeader *header)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_map (w, 7);
  cb_cbor_put_key (w, 1);
  cb_cbor_put_uint (w, header->generation);
  cb_cbor_put_key (w, 2);
  cb_cbor_put_bytes (w, header->id.b, sizeof header->id.b);
  cb_cbor_put_key (w, 3);
  cb_cbor_put_bytes (w, header->salt, sizeof header->salt);
  cb_cbor_put_key (w, 4);
  cb_cbor_put_bool (w, header->restored);
  cb_cbor_put_key (w, 5);
  cb_cbor_put_array (w, header->n_slots);
  for (guint i = 0; i < header->n_slots; i++)
    put_slot (w, &header->slots[i]);
  cb_cbor_put_key (w, 6);
  cb_cbor_put_bytes (w, header->anchor, header->anchor_len);
  cb_cbor_put_key (w, 7);
  cb_cbor_put_bytes (w, header->previous, header->has_previous ? sizeof header->previous : 0);
  return cb_cbor_writer_take (w);
}

GBytes *
cb_vault_header_encode (const CbVaultHeader *header,
                        const CbSecret      *mac_key)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) body = encode_body (header);
  g_autoptr (GBytes) draft = NULL;
  guint8 none[CODE_LEN] = { 0 };
  guint8 *bytes;
  gsize len;

  cb_cbor_put_array (w, 5);
  cb_cbor_put_bytes (w, MAGIC, MAGIC_LEN);
  cb_cbor_put_uint (w, CB_VAULT_HEADER_VERSION);
  cb_cbor_put_bytes (w, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  cb_cbor_put_bytes (w, none, sizeof none);
  cb_cbor_put_bytes (w, none, sizeof none);
  draft = cb_cbor_writer_take (w);
  bytes = g_bytes_unref_to_data (g_steal_pointer (&draft), &len);
  crypto_generichash (bytes + len - CODE_ITEM - CODE_LEN, CODE_LEN, bytes,
                      len - CODE_ITEM - CODE_LEN, cb_secret_bytes (mac_key),
                      cb_secret_len (mac_key));
  crypto_generichash (bytes + len - CODE_LEN, CODE_LEN, bytes, len - CODE_LEN, NULL, 0);
  return g_bytes_new_take (bytes, len);
}

gboolean
cb_vault_header_is_authentic (GBytes         *file,
                              const CbSecret *mac_key)
{
  guint8 mac[CODE_LEN];
  gsize len;
  const guint8 *bytes = g_bytes_get_data (file, &len);

  if (len <= CODE_ITEM + CODE_LEN)
    return FALSE;
  crypto_generichash (mac, sizeof mac, bytes, len - CODE_ITEM - CODE_LEN, cb_secret_bytes (mac_key),
                      cb_secret_len (mac_key));
  return sodium_memcmp (mac, bytes + len - CODE_ITEM - CODE_LEN, sizeof mac) == 0;
}

static gboolean
get_key (CbCborReader *r,
         guint64       expected)
{
  guint64 key;

  return cb_cbor_get_key (r, &key) && key == expected;
}

static gboolean
get_number (CbCborReader *r,
            guint64       min,
            guint64       max,
            guint64      *value)
{
  guint64 n;

  if (!cb_cbor_get_uint (r, &n) || n < min || n > max)
    return FALSE;
  *value = n;
  return TRUE;
}

static gboolean
get_slot (CbCborReader      *r,
          CbVaultHeaderSlot *slot)
{
  guint64 number, kind, passes, mib;
  gboolean escrow;
  gsize n;

  if (!cb_cbor_get_map (r, &n)
      || !get_key (r, 1) || !get_number (r, 1, CB_VAULT_MAX_SLOTS, &number)
      || !get_key (r, 2) || !get_number (r, CB_VAULT_SLOT_PERSON, CB_VAULT_SLOT_ESCROW, &kind))
    return FALSE;
  slot->number = (guint) number;
  slot->kind = (CbVaultSlotKind) kind;
  escrow = slot->kind == CB_VAULT_SLOT_ESCROW;
  if (n != (escrow ? 5 : 10))
    return FALSE;
  if (!escrow)
    {
      /* The costs are bounded: a header from elsewhere must not be able to ask for a terabyte,
         or for nothing. */
      if (!get_key (r, 3) || !cb_cbor_get_fixed (r, slot->person.b, sizeof slot->person.b)
          || !get_key (r, 4) || !cb_cbor_get_fixed (r, slot->salt, sizeof slot->salt)
          || !get_key (r, 5) || !get_number (r, CB_VAULT_PASSES_MIN, CB_VAULT_PASSES_MAX, &passes)
          || !get_key (r, 6) || !get_number (r, CB_VAULT_MIB_MIN, CB_VAULT_MIB_MAX, &mib))
        return FALSE;
      slot->passes = (guint32) passes;
      slot->mib = (guint32) mib;
    }
  if (!get_key (r, 7) || !cb_cbor_get_fixed (r, slot->box, sizeof slot->box)
      || (!escrow && (!get_key (r, 8) || !cb_cbor_get_bool (r, &slot->sealed))))
    return FALSE;
  if (!get_key (r, 9)
      || !cb_cbor_get_fixed (r, slot->vault_key, cb_vault_header_slot_key_len (slot)))
    return FALSE;
  if (escrow)
    return get_key (r, 11) && cb_cbor_get_fixed (r, slot->box_b, sizeof slot->box_b);
  return get_key (r, 10) && cb_cbor_get_fixed (r, slot->keys, sizeof slot->keys);
}

/* A byte string that is empty or of @min to @max bytes. */
static gboolean
get_optional (CbCborReader *r,
              guint8       *out,
              gsize         min,
              gsize         max,
              gsize        *out_len)
{
  const guint8 *bytes;
  gsize len;

  if (!cb_cbor_get_bytes (r, &bytes, &len) || (len != 0 && (len < min || len > max)))
    return FALSE;
  if (len != 0)
    memcpy (out, bytes, len);
  *out_len = len;
  return TRUE;
}

static gboolean
get_body (CbCborReader  *r,
          CbVaultHeader *header)
{
  gsize n, previous_len;

  if (!cb_cbor_get_map (r, &n) || n != 7
      || !get_key (r, 1) || !get_number (r, 1, G_MAXINT64, &header->generation)
      || !get_key (r, 2) || !cb_cbor_get_fixed (r, header->id.b, sizeof header->id.b)
      || !get_key (r, 3) || !cb_cbor_get_fixed (r, header->salt, sizeof header->salt)
      || !get_key (r, 4) || !cb_cbor_get_bool (r, &header->restored)
      || !get_key (r, 5) || !cb_cbor_get_array (r, &n) || n < 1 || n > CB_VAULT_MAX_SLOTS)
    return FALSE;
  for (header->n_slots = 0; header->n_slots < n; header->n_slots++)
    {
      CbVaultHeaderSlot *slot = &header->slots[header->n_slots];

      if (!get_slot (r, slot) || (header->n_slots > 0 && slot->number <= slot[-1].number))
        return FALSE;
    }
  if (!get_key (r, 6)
      || !get_optional (r, header->anchor, CB_VAULT_SEAL_EXTRA + 1, sizeof header->anchor,
                        &header->anchor_len)
      || !get_key (r, 7)
      || !get_optional (r, header->previous, sizeof header->previous, sizeof header->previous,
                        &previous_len))
    return FALSE;
  header->has_previous = previous_len != 0;
  return cb_cbor_done (r, NULL);
}

static gboolean
damaged (GError    **error,
         const char *why)
{
  g_set_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER, "header: %s", why);
  return FALSE;
}

gboolean
cb_vault_header_parse (const guint8  *bytes,
                       gsize          len,
                       CbVaultHeader *header,
                       GError       **error)
{
  g_autofree CbVaultHeader *parsed = g_new0 (CbVaultHeader, 1);
  guint8 digest[CODE_LEN];
  guint8 code[CODE_LEN];
  const guint8 *magic, *body;
  gsize n, magic_len, body_len;
  guint64 version;
  CbCborReader r, inner;

  if (len <= 2 * CODE_ITEM || len > CB_VAULT_HEADER_MAX)
    return damaged (error, "of an impossible length");
  crypto_generichash (digest, sizeof digest, bytes, len - CODE_LEN, NULL, 0);
  if (memcmp (digest, bytes + len - CODE_LEN, sizeof digest) != 0)
    return damaged (error, "its checksum does not fit");

  cb_cbor_reader_init (&r, bytes, len);
  if (!cb_cbor_get_array (&r, &n) || !cb_cbor_get_bytes (&r, &magic, &magic_len)
      || magic_len != MAGIC_LEN || memcmp (magic, MAGIC, MAGIC_LEN) != 0
      || !cb_cbor_get_uint (&r, &version))
    return damaged (error, "not that of a casebook");
  if (version > CB_VAULT_HEADER_VERSION)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER,
                           "header: written by a newer program");
      return FALSE;
    }
  if (n != 5 || version < 1
      || !cb_cbor_get_bytes (&r, &body, &body_len)
      || !cb_cbor_get_fixed (&r, code, sizeof code)
      || !cb_cbor_get_fixed (&r, code, sizeof code)
      || !cb_cbor_done (&r, NULL))
    return damaged (error, "its frame is not in order");
  cb_cbor_reader_init (&inner, body, body_len);
  if (!get_body (&inner, parsed))
    return damaged (error, "its contents are not in order");
  *header = *parsed;
  return TRUE;
}
