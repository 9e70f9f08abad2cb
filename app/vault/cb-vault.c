/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cb-vault-place.h"
#include "cb-vault-slot.h"


G_DEFINE_FINAL_TYPE (CbVault, cb_vault, G_TYPE_OBJECT)

static void
cb_vault_dispose (GObject *object)
{
  cb_vault_lock (CB_VAULT (object), NULL);

  G_OBJECT_CLASS (cb_vault_parent_class)->dispose (object);
}

static void
cb_vault_finalize (GObject *object)
{
  CbVault *vault = CB_VAULT (object);

  cb_vault_pool_free (vault->pool);
  cb_vault_hub_unref (vault->hub);
  cb_secret_free (vault->vmk);
  cb_secret_free (vault->recovery);
  g_clear_pointer (&vault->anchor, g_bytes_unref);
  g_mutex_clear (&vault->work);
  g_mutex_clear (&vault->mutex);
  g_free (vault->dir);

  G_OBJECT_CLASS (cb_vault_parent_class)->finalize (object);
}

static void
cb_vault_class_init (CbVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cb_vault_dispose;
  object_class->finalize = cb_vault_finalize;
}

static void
cb_vault_init (CbVault *vault)
{
  vault->lock_fd = -1;
  g_mutex_init (&vault->work);
  g_mutex_init (&vault->mutex);
  vault->hub = cb_vault_hub_new (vault);
  vault->pool = cb_vault_pool_new (cb_vault_hub_changed, cb_vault_hub_ref (vault->hub),
                                   (GDestroyNotify)cb_vault_hub_unref);
}

CbDb *
cb_vault_open_db (const char     *dir,
                  const char     *name,
                  CbDbMode        mode,
                  const CbSecret *vmk,
                  const guint8    salt[16],
                  gboolean        probe,
                  GError        **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_DATABASE);

  return cb_db_open (path, mode, key, salt, probe, error);
}

gboolean
cb_vault_start_pool (CbVault *vault,
                     CbDb    *writer,
                     GError **error)
{
  CbDb *readers[CB_VAULT_POOL_READERS] = { NULL };

  for (guint i = 0; i < CB_VAULT_POOL_READERS; i++)
    {
      readers[i] = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_READER, vault->vmk,
                                     vault->header.salt, TRUE, error);
      if (readers[i] != NULL)
        continue;
      for (guint j = 0; j < i; j++)
        cb_db_free (readers[j]);
      cb_db_free (writer);
      return FALSE;
    }
  cb_vault_pool_start (vault->pool, writer, readers);
  return TRUE;
}

/* The header. */

GBytes *
cb_vault_encode (const CbVaultHeader *header,
                 const CbSecret      *vmk)
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_HEADER);

  return cb_vault_header_encode (header, key);
}

static void
seal_anchor (CbVaultHeader  *header,
             const CbSecret *vmk,
             GBytes         *anchor)
{
  g_autoptr (CbSecret) key = cb_vault_key_derive (vmk, CB_VAULT_KEY_ANCHOR);
  gsize len = anchor != NULL ? g_bytes_get_size (anchor) : 0;

  memset (header->anchor, 0, sizeof header->anchor);
  header->anchor_len = len == 0 ? 0 : len + CB_VAULT_SEAL_EXTRA;
  if (len > 0)
    cb_vault_seal (key, CB_VAULT_TAG_ANCHOR, &header->id, g_bytes_get_data (anchor, NULL), len,
                   header->anchor);
}

GBytes *
cb_vault_encode_now (CbVault *vault)
{
  g_autofree CbVaultHeader *header = g_memdup2 (&vault->header, sizeof vault->header);
  g_autoptr (GBytes) anchor = cb_vault_get_anchor (vault);

  seal_anchor (header, vault->vmk, anchor);
  return cb_vault_encode (header, vault->vmk);
}

gboolean
cb_vault_put_header (CbVault       *vault,
                     CbVaultHeader *header,
                     GError       **error)
{
  g_autoptr (GBytes) anchor = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_mutex_lock (&vault->mutex);
  anchor = vault->anchor != NULL ? g_bytes_ref (vault->anchor) : NULL;
  vault->anchor_moved = FALSE;
  g_mutex_unlock (&vault->mutex);

  header->generation = vault->header.generation + 1;
  seal_anchor (header, vault->vmk, anchor);
  bytes = cb_vault_encode (header, vault->vmk);
  if (!cb_vault_header_store (vault->dir, bytes, error))
    {
      g_mutex_lock (&vault->mutex);
      vault->anchor_moved = TRUE;
      g_mutex_unlock (&vault->mutex);
      return FALSE;
    }
  g_mutex_lock (&vault->mutex);
  vault->header = *header;
  g_mutex_unlock (&vault->mutex);
  return TRUE;
}

gboolean
cb_vault_begin_work (CbVault *vault,
                     GError **error)
{
  g_mutex_lock (&vault->work);
  if (vault->vmk != NULL)
    return TRUE;
  g_mutex_unlock (&vault->work);
  g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_LOCKED, "the casebook is locked");
  return FALSE;
}

void
cb_vault_end_work (CbVault *vault)
{
  g_mutex_unlock (&vault->work);
}

/* Creating. */

static gboolean
build_db (CbVault               *vault,
          const CbSchema *const *schemas,
          GError               **error)
{
  g_autofree char *fresh = g_build_filename (vault->dir, CB_VAULT_DB_NEW, NULL);
  g_autofree char *final = g_build_filename (vault->dir, CB_VAULT_DB_NAME, NULL);
  g_autoptr (CbDb) db = cb_vault_open_db (vault->dir, CB_VAULT_DB_NEW, CB_DB_CREATE, vault->vmk,
                                          vault->header.salt, TRUE, error);

  if (db == NULL || !cb_db_migrate (db, schemas, error) || !cb_db_checkpoint (db, error))
    return FALSE;
  g_clear_pointer (&db, cb_db_free);
  return cb_vault_place_sync_dir (vault->dir, error)
         && cb_vault_place_rename (fresh, final, error)
         && cb_vault_place_sync_dir (vault->dir, error);
}

static gboolean
create_inside (CbVault               *vault,
               const CbUid           *person,
               const CbSecret        *passphrase,
               CbVaultCost            cost,
               const CbSecret        *keys,
               const CbSchema *const *schemas,
               CbVaultPublicKeys     *public_keys,
               GError               **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *fresh = NULL;
  CbVaultHeaderSlot *slot;
  CbDb *writer;
  CbUid salt = cb_uid_new ();

  vault->header.generation = 1;
  vault->header.id = vault->id = cb_uid_new ();
  memcpy (vault->header.salt, salt.b, sizeof vault->header.salt);
  vault->vmk = cb_secret_random (CB_VAULT_KEY_LEN);
  slot = cb_vault_header_add (&vault->header);
  slot->person = *person;
  vault->slot = slot->number;
  vault->person = *person;
  if (!cb_vault_slot_fill (slot, &vault->id, passphrase, cost, vault->vmk, keys, public_keys,
                           error))
    return FALSE;
  bytes = cb_vault_encode (&vault->header, vault->vmk);
  /* The unfinished database is there first, even if empty: by it an interrupted creation is
     known. */
  fresh = g_build_filename (vault->dir, CB_VAULT_DB_NEW, NULL);
  if (!cb_vault_place_write (fresh, "", 0, error)
      || !cb_vault_place_sync_dir (vault->dir, error)
      || !cb_vault_header_store (vault->dir, bytes, error)
      || !build_db (vault, schemas, error))
    return FALSE;
  writer = cb_vault_open_db (vault->dir, CB_VAULT_DB_NAME, CB_DB_WRITER, vault->vmk,
                             vault->header.salt, TRUE, error);
  return writer != NULL && cb_vault_start_pool (vault, writer, error);
}

CbVault *
cb_vault_create (const char            *dir,
                 const CbUid           *person,
                 const CbSecret        *passphrase,
                 CbVaultCost            cost,
                 const CbSecret        *keys,
                 const CbSchema *const *schemas,
                 CbVaultPublicKeys     *public_keys,
                 GError               **error)
{
  g_autoptr (CbVault) vault = NULL;
  CbVaultPublicKeys made_keys;
  gboolean made = FALSE;

  g_return_val_if_fail (dir != NULL && person != NULL && passphrase != NULL, NULL);

  if (!cb_vault_self_check (error)
      || !cb_vault_refuse_weak (passphrase, error)
      || !cb_vault_place_make (dir, &made, error))
    return NULL;
  vault = g_object_new (CB_TYPE_VAULT, NULL);
  vault->dir = g_strdup (dir);
  if (!cb_vault_place_is_local (dir, error)
      || (vault->lock_fd = cb_vault_place_lock (dir, error)) < 0
      || !cb_vault_place_clean (dir, error))
    {
      if (made)
        rmdir (dir);
      return NULL;
    }
  if (!create_inside (vault, person, passphrase, cost, keys, schemas, &made_keys, error))
    {
      g_autofree char *final = g_build_filename (dir, CB_VAULT_DB_NAME, NULL);

      /* From the moment it has its name it is whole, whatever else failed. */
      if (!g_file_test (final, G_FILE_TEST_EXISTS))
        cb_vault_place_forget (dir, made);
      return NULL;
    }
  vault->public_keys = made_keys;
  vault->has_public_keys = TRUE;
  if (public_keys != NULL)
    *public_keys = made_keys;
  return g_steal_pointer (&vault);
}

/* Locking. */

gboolean
cb_vault_lock (CbVault *vault,
               GError **error)
{
  g_autoptr (CbDb) writer = NULL;
  g_autoptr (GError) fault = NULL;

  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);

  g_mutex_lock (&vault->work);
  cb_vault_pool_close (vault->pool);
  writer = cb_vault_pool_stop (vault->pool);
  if (writer != NULL)
    cb_db_checkpoint (writer, &fault);
  g_clear_pointer (&writer, cb_db_free);
  if (vault->vmk != NULL && vault->anchor_moved)
    {
      g_autofree CbVaultHeader *header = g_memdup2 (&vault->header, sizeof vault->header);

      cb_vault_put_header (vault, header, fault == NULL ? &fault : NULL);
    }
  g_mutex_lock (&vault->mutex);
  g_clear_pointer (&vault->vmk, cb_secret_free);
  g_clear_pointer (&vault->recovery, cb_secret_free);
  g_clear_pointer (&vault->anchor, g_bytes_unref);
  vault->anchor_moved = FALSE;
  g_mutex_unlock (&vault->mutex);
  if (vault->lock_fd >= 0)
    close (vault->lock_fd);
  vault->lock_fd = -1;
  g_mutex_unlock (&vault->work);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
cb_vault_is_locked (CbVault *vault)
{
  gboolean locked;

  g_return_val_if_fail (CB_IS_VAULT (vault), TRUE);
  g_mutex_lock (&vault->mutex);
  locked = vault->vmk == NULL;
  g_mutex_unlock (&vault->mutex);
  return locked;
}

const char *
cb_vault_get_dir (CbVault *vault)
{
  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  return vault->dir;
}

const CbUid *
cb_vault_get_id (CbVault *vault)
{
  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  return &vault->id;
}

guint
cb_vault_get_slot (CbVault *vault)
{
  g_return_val_if_fail (CB_IS_VAULT (vault), 0);
  return vault->slot;
}

const CbUid *
cb_vault_get_person (CbVault *vault)
{
  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  return &vault->person;
}

gboolean
cb_vault_get_public_keys (CbVault           *vault,
                          CbVaultPublicKeys *public_keys)
{
  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);
  *public_keys = vault->public_keys;
  return vault->has_public_keys;
}

/* The anchor. */

void
cb_vault_set_anchor (CbVault      *vault,
                     gconstpointer bytes,
                     gsize         len)
{
  g_return_if_fail (CB_IS_VAULT (vault));
  g_return_if_fail (bytes != NULL && len > 0 && len <= CB_VAULT_MAX_ANCHOR);

  g_mutex_lock (&vault->mutex);
  if (vault->vmk != NULL)
    {
      g_clear_pointer (&vault->anchor, g_bytes_unref);
      vault->anchor = g_bytes_new (bytes, len);
      vault->anchor_moved = TRUE;
    }
  g_mutex_unlock (&vault->mutex);
}

GBytes *
cb_vault_get_anchor (CbVault *vault)
{
  GBytes *anchor;

  g_return_val_if_fail (CB_IS_VAULT (vault), NULL);
  g_mutex_lock (&vault->mutex);
  anchor = vault->anchor != NULL ? g_bytes_ref (vault->anchor) : NULL;
  g_mutex_unlock (&vault->mutex);
  return anchor;
}

static gpointer
checkpoint_on_writer (CbDb         *db,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  cb_db_checkpoint (db, error);
  return NULL;
}

gboolean
cb_vault_checkpoint (CbVault *vault,
                     GError **error)
{
  g_autofree CbVaultHeader *header = NULL;
  g_autoptr (GError) local = NULL;
  gboolean moved;

  g_return_val_if_fail (CB_IS_VAULT (vault), FALSE);
  if (!cb_vault_begin_work (vault, error))
    return FALSE;
  cb_vault_pool_run (vault->pool, CB_VAULT_POOL_RAW, checkpoint_on_writer, NULL, NULL, &local);
  g_mutex_lock (&vault->mutex);
  moved = vault->anchor_moved;
  g_mutex_unlock (&vault->mutex);
  header = g_memdup2 (&vault->header, sizeof vault->header);
  if (local == NULL && moved)
    cb_vault_put_header (vault, header, &local);
  cb_vault_end_work (vault);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
