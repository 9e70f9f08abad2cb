/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault-private.h"

/* Jobs. */

static void
push (CbVault            *vault,
      CbVaultPoolKind     kind,
      CbVaultJob          job,
      gpointer            data,
      GDestroyNotify      data_free,
      GDestroyNotify      result_free,
      GCancellable       *cancellable,
      GAsyncReadyCallback callback,
      gpointer            user_data,
      gpointer            tag)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* A write that was committed is told as done, even if somebody cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  cb_vault_pool_push (vault->pool, kind, job, data, data_free, result_free, task);
}

void
cb_vault_write_async (CbVault            *vault,
                      CbVaultJob          job,
                      gpointer            data,
                      GDestroyNotify      data_free,
                      GDestroyNotify      result_free,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (CB_IS_VAULT (vault) && job != NULL);
  push (vault, CB_VAULT_POOL_WRITE, job, data, data_free, result_free, cancellable, callback,
        user_data, cb_vault_write_async);
}

gpointer
cb_vault_write_finish (CbVault      *vault,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cb_vault_read_async (CbVault            *vault,
                     CbVaultJob          job,
                     gpointer            data,
                     GDestroyNotify      data_free,
                     GDestroyNotify      result_free,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_return_if_fail (CB_IS_VAULT (vault) && job != NULL);
  push (vault, CB_VAULT_POOL_READ, job, data, data_free, result_free, cancellable, callback,
        user_data, cb_vault_read_async);
}

gpointer
cb_vault_read_finish (CbVault      *vault,
                      GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
cb_vault_write_sync (CbVault       *vault,
                     CbVaultJob     job,
                     gpointer       data,
                     GDestroyNotify result_free,
                     GError       **error)
{
  g_return_val_if_fail (CB_IS_VAULT (vault) && job != NULL, NULL);
  return cb_vault_pool_run (vault->pool, CB_VAULT_POOL_WRITE, job, data, result_free, error);
}

gpointer
cb_vault_read_sync (CbVault       *vault,
                    CbVaultJob     job,
                    gpointer       data,
                    GDestroyNotify result_free,
                    GError       **error)
{
  g_return_val_if_fail (CB_IS_VAULT (vault) && job != NULL, NULL);
  return cb_vault_pool_run (vault->pool, CB_VAULT_POOL_READ, job, data, result_free, error);
}

/* Watches.  The hub outlives the vault, so that a notice on its way finds something to ask. */

typedef struct {
  guint          id;
  CbVaultWatch   func;
  gpointer       data;
  GDestroyNotify data_free;
} Watch;

struct _CbVaultHub
{
  gint     refs;
  GMutex   mutex;
  guint64  pending;   /* not yet told */
  GWeakRef vault;
  GArray  *watches;   /* main thread only */
  guint    last_id;
};

CbVaultHub *
cb_vault_hub_new (CbVault *vault)
{
  CbVaultHub *hub = g_new0 (CbVaultHub, 1);

  hub->refs = 1;
  g_mutex_init (&hub->mutex);
  g_weak_ref_init (&hub->vault, vault);
  hub->watches = g_array_new (FALSE, TRUE, sizeof (Watch));
  return hub;
}

CbVaultHub *
cb_vault_hub_ref (CbVaultHub *hub)
{
  g_atomic_int_inc (&hub->refs);
  return hub;
}

void
cb_vault_hub_unref (CbVaultHub *hub)
{
  if (hub == NULL || !g_atomic_int_dec_and_test (&hub->refs))
    return;
  for (guint i = 0; i < hub->watches->len; i++)
    {
      Watch *watch = &g_array_index (hub->watches, Watch, i);

      if (watch->data_free != NULL)
        watch->data_free (watch->data);
    }
  g_array_unref (hub->watches);
  g_weak_ref_clear (&hub->vault);
  g_mutex_clear (&hub->mutex);
  g_free (hub);
}

static Watch *
find_watch (CbVaultHub *hub,
            guint       id)
{
  for (guint i = 0; i < hub->watches->len; i++)
    {
      Watch *watch = &g_array_index (hub->watches, Watch, i);

      if (watch->id == id)
        return watch;
    }
  return NULL;
}

static gboolean
tell_cb (gpointer data)
{
  CbVaultHub *hub = data;
  g_autoptr (CbVault) vault = g_weak_ref_get (&hub->vault);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 mask;

  g_mutex_lock (&hub->mutex);
  mask = hub->pending;
  hub->pending = 0;
  g_mutex_unlock (&hub->mutex);
  if (vault == NULL)
    return G_SOURCE_REMOVE;
  /* A watch may add or remove others. */
  for (guint i = 0; i < hub->watches->len; i++)
    g_array_append_val (ids, g_array_index (hub->watches, Watch, i).id);
  for (guint i = 0; i < ids->len; i++)
    {
      Watch *watch = find_watch (hub, g_array_index (ids, guint, i));

      if (watch != NULL)
        watch->func (vault, mask, watch->data);
    }
  return G_SOURCE_REMOVE;
}

static void
unref_hub_cb (gpointer data)
{
  cb_vault_hub_unref (data);
}

void
cb_vault_hub_changed (guint64  mask,
                      gpointer data)
{
  CbVaultHub *hub = data;
  gboolean quiet;

  g_mutex_lock (&hub->mutex);
  quiet = hub->pending == 0;
  hub->pending |= mask;
  g_mutex_unlock (&hub->mutex);
  if (quiet)
    g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, cb_vault_hub_ref (hub), unref_hub_cb);
}

guint
cb_vault_add_watch (CbVault       *vault,
                    CbVaultWatch   func,
                    gpointer       data,
                    GDestroyNotify data_free)
{
  Watch watch = { 0, func, data, data_free };

  g_return_val_if_fail (CB_IS_VAULT (vault) && func != NULL, 0);
  watch.id = ++vault->hub->last_id;
  g_array_append_val (vault->hub->watches, watch);
  return watch.id;
}

void
cb_vault_remove_watch (CbVault *vault,
                       guint    id)
{
  g_return_if_fail (CB_IS_VAULT (vault));
  for (guint i = 0; i < vault->hub->watches->len; i++)
    {
      Watch watch = g_array_index (vault->hub->watches, Watch, i);

      if (watch.id != id)
        continue;
      g_array_remove_index (vault->hub->watches, i);
      if (watch.data_free != NULL)
        watch.data_free (watch.data);
      return;
    }
}
