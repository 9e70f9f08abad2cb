/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-draft.h"

#include <sodium.h>

#include "cb-cbor.h"
#include "cb-desk-private.h"

#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY_LEN   crypto_aead_xchacha20poly1305_ietf_KEYBYTES

static void
draft_free (CbDraftKept *draft)
{
  g_bytes_unref (draft->data);
  g_free (draft);
}

GPtrArray *
cb_drafts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
}

void
cb_drafts_add (GPtrArray   *drafts,
               const CbUid *household,
               GBytes      *data)
{
  CbDraftKept *draft = g_new0 (CbDraftKept, 1);

  draft->household = *household;
  draft->data = g_bytes_ref (data);
  g_ptr_array_add (drafts, draft);
}

/* --- in the casebook --- */

GPtrArray *
cb_drafts_load (CbDesk  *desk,
                CbDb    *db,
                GError **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT household, data FROM draft WHERE person = ?1 ORDER BY no", error);
  g_autoptr (GPtrArray) drafts = cb_drafts_new ();
  int row;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, &desk->person);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      const CbUid household = cb_stmt_get_uid (s, 0);
      g_autoptr (GBytes) data = cb_stmt_dup_bytes (s, 1);

      cb_drafts_add (drafts, &household, data);
    }
  return row == 0 ? g_steal_pointer (&drafts) : NULL;
}

gboolean
cb_drafts_keep_one (CbDesk      *desk,
                    CbDb        *db,
                    const CbUid *household,
                    GBytes      *data,
                    GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, data == NULL ? "DELETE FROM draft WHERE person = ?1 AND household = ?2"
                                            : "INSERT INTO draft (person, household, data) VALUES (?1, ?2, ?3)"
                                              " ON CONFLICT (person, household) DO UPDATE SET data = excluded.data", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &desk->person);
  cb_stmt_bind_uid (s, 2, household);
  if (data != NULL)
    cb_stmt_bind_bytes (s, 3, data);
  return cb_stmt_run (s, error);
}

gboolean
cb_drafts_keep (CbDesk          *desk,
                CbDb            *db,
                const GPtrArray *drafts,
                GError         **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "DELETE FROM draft WHERE person = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, &desk->person);
  if (!cb_stmt_run (s, error))
    return FALSE;
  for (guint i = 0; i < drafts->len; i++)
    {
      const CbDraftKept *draft = g_ptr_array_index (drafts, i);

      if (!cb_drafts_keep_one (desk, db, &draft->household, draft->data, error))
        return FALSE;
    }
  return TRUE;
}

/* --- in memory --- */

/* From the desk's own key, which lies in the casebook and is wiped when that is locked: whoever unlocks it has the key again. */
static gboolean
derive_key (CbDesk *desk,
            guint8  key[KEY_LEN])
{
  static const guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = "casebook/draft1";
  gboolean ok = FALSE;

  g_mutex_lock (&desk->mutex);
  if (desk->desk_sk != NULL)
    {
      crypto_generichash_blake2b_salt_personal (key, KEY_LEN, cb_secret_bytes (desk->desk_sk), cb_secret_len (desk->desk_sk), NULL, 0,
                                                NULL, personal);
      ok = TRUE;
    }
  g_mutex_unlock (&desk->mutex);
  return ok;
}

GBytes *
cb_drafts_seal (CbDesk          *desk,
                const GPtrArray *drafts)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) plain = NULL;
  g_autofree guint8 *sealed = NULL;
  guint8 key[KEY_LEN];
  gconstpointer bytes;
  gsize len;

  if (!derive_key (desk, key))
    return NULL;
  cb_cbor_put_array (w, 2 * drafts->len);
  for (guint i = 0; i < drafts->len; i++)
    {
      const CbDraftKept *draft = g_ptr_array_index (drafts, i);

      cb_cbor_put_bytes (w, draft->household.b, sizeof draft->household.b);
      cb_cbor_put_bytes (w, g_bytes_get_data (draft->data, NULL), g_bytes_get_size (draft->data));
    }
  plain = cb_cbor_writer_take (w);
  bytes = g_bytes_get_data (plain, &len);
  sealed = g_malloc (NONCE_LEN + len + TAG_LEN);
  randombytes_buf (sealed, NONCE_LEN);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE_LEN, NULL, bytes, len, desk->person.b, sizeof desk->person.b, NULL,
                                              sealed, key);
  sodium_memzero (key, sizeof key);
  return g_bytes_new_take (g_steal_pointer (&sealed), NONCE_LEN + len + TAG_LEN);
}

GPtrArray *
cb_drafts_unseal (CbDesk *desk,
                  GBytes *sealed)
{
  g_autoptr (GPtrArray) drafts = cb_drafts_new ();
  g_autofree guint8 *plain = NULL;
  guint8 key[KEY_LEN];
  CbCborReader r;
  gsize len, n = 0;
  const guint8 *bytes = g_bytes_get_data (sealed, &len);
  gboolean ok;

  if (len < NONCE_LEN + TAG_LEN || !derive_key (desk, key))
    return NULL;
  len -= NONCE_LEN + TAG_LEN;
  plain = g_malloc (len + 1);
  ok = crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, bytes + NONCE_LEN, len + TAG_LEN, desk->person.b,
                                                   sizeof desk->person.b, bytes, key) == 0;
  sodium_memzero (key, sizeof key);
  if (!ok)
    return NULL;
  cb_cbor_reader_init (&r, plain, len);
  cb_cbor_get_array (&r, &n);
  for (gsize i = 0; i + 1 < n; i += 2)
    {
      g_autoptr (GBytes) data = NULL;
      CbUid household;
      const guint8 *p;
      gsize size;

      if (!cb_cbor_get_fixed (&r, household.b, sizeof household.b) || !cb_cbor_get_bytes (&r, &p, &size))
        break;
      data = g_bytes_new (p, size);
      cb_drafts_add (drafts, &household, data);
    }
  ok = cb_cbor_done (&r, NULL);
  sodium_memzero (plain, len);
  return ok ? g_steal_pointer (&drafts) : NULL;
}
