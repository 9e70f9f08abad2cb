/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unsaved-work.h"

#include "cb-draft.h"

/* --- jobs --- */

static gpointer
keep_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_drafts_keep (desk, db, data, error) ? desk : NULL;
}

typedef struct { CbUid household; GBytes *data; } One;

static void
one_free (One *one)
{
  g_clear_pointer (&one->data, g_bytes_unref);
  g_free (one);
}

static gpointer
keep_one_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const One *one = data;

  return cb_drafts_keep_one (desk, db, &one->household, one->data, error) ? desk : NULL;
}

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_drafts_load (desk, db, error);
}

/* --- what is listed --- */

static void
update (CbEditor *editor)
{
  CbDesk *desk = cb_editor_get_desk (editor);
  const CbUid *uid = cb_editor_get_uid (editor);
  CbUnsaved *unsaved = cb_unsaved_of (desk);
  CbUnsavedHousehold *h = cb_unsaved_find (unsaved, uid);
  GPtrArray *fields = cb_editor_list_unsaved (editor);
  const gboolean busy = cb_editor_is_busy (editor);

  /* What lies in the casebook ends with the field: it must not come back over something newer. */
  if (h != NULL && h->on_disk && !busy && (h->fields->len != fields->len || fields->len == 0))
    {
      One *one = g_new0 (One, 1);

      one->household = *uid;
      one->data = cb_editor_keep (editor);
      h->on_disk = one->data != NULL;
      cb_desk_write_async (desk, keep_one_job, one, (GDestroyNotify) one_free, NULL, NULL, NULL, NULL);
    }
  cb_unsaved_set (unsaved, uid, cb_editor_dup_name (editor), fields, G_OBJECT (editor), busy);
}

void
cb_unsaved_watch (CbEditor *editor)
{
  g_return_if_fail (CB_IS_EDITOR (editor));

  if (g_signal_handler_find (editor, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, update, NULL) != 0)
    return;
  g_signal_connect (editor, "changed", G_CALLBACK (update), NULL);
  update (editor);
}

CbEditor *
cb_unsaved_take_up (CbDesk      *desk,
                    const CbUid *household)
{
  CbUnsavedHousehold *h = cb_unsaved_find (cb_unsaved_of (desk), household);

  return h != NULL ? g_object_ref (CB_EDITOR (h->work)) : NULL;
}

/* They may leave the list while it is gone through. */
static GPtrArray *
editors_of (CbDesk *desk)
{
  g_autoptr (GPtrArray) list = cb_unsaved_list (cb_unsaved_of (desk), FALSE);
  GPtrArray *editors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (editors, g_object_ref (((CbUnsavedHousehold *) g_ptr_array_index (list, i))->work));

  return editors;
}

void
cb_unsaved_retry (CbDesk   *desk,
                  gboolean  all)
{
  g_autoptr (GPtrArray) editors = editors_of (desk);

  for (guint i = 0; i < editors->len; i++)
    {
      CbEditor *editor = g_ptr_array_index (editors, i);
      const GError *error = cb_editor_get_save_error (editor);

      if (error != NULL && (all || !g_error_matches (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_KEPT)))
        cb_editor_retry (editor);
    }
}

void
cb_unsaved_discard (CbDesk *desk)
{
  g_autoptr (GPtrArray) editors = editors_of (desk);

  for (guint i = 0; i < editors->len; i++)
    if (!cb_editor_is_busy (g_ptr_array_index (editors, i)))
      cb_editor_discard (g_ptr_array_index (editors, i));
}

/* --- settling --- */

static gboolean
is_busy (CbDesk *desk)
{
  g_autoptr (GPtrArray) list = cb_unsaved_list (cb_unsaved_of (desk), FALSE);

  for (guint i = 0; i < list->len; i++)
    if (((CbUnsavedHousehold *) g_ptr_array_index (list, i))->busy)
      return TRUE;

  return FALSE;
}

static void
settling_cb (CbUnsaved *unsaved,
             GTask     *task)
{
  if (is_busy (g_task_get_source_object (task)))
    return;
  g_signal_handlers_disconnect_by_func (unsaved, settling_cb, task);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
cb_unsaved_settle (CbDesk              *desk,
                   GAsyncReadyCallback  callback,
                   gpointer             data)
{
  CbUnsaved *unsaved = cb_unsaved_of (desk);
  GTask *task = g_task_new (desk, NULL, callback, data);

  g_task_set_source_tag (task, cb_unsaved_settle);
  g_signal_connect (unsaved, "changed", G_CALLBACK (settling_cb), task);
  settling_cb (unsaved, task);
}

/* --- over a lock --- */

typedef struct { GPtrArray *drafts; guint fields; } Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_clear_pointer (&keeping->drafts, g_ptr_array_unref);
  g_free (keeping);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  Keeping *keeping = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (cb_desk_finish (CB_DESK (source), result, &error) != NULL || keeping->drafts->len == 0)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, cb_drafts_seal (CB_DESK (source), keeping->drafts), (GDestroyNotify) g_bytes_unref);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  CbDesk *desk = CB_DESK (source);
  CbUnsaved *unsaved = cb_unsaved_of (desk);
  g_autoptr (GTask) task = data;
  g_autoptr (GPtrArray) list = cb_unsaved_list (unsaved, FALSE);
  Keeping *keeping = g_new0 (Keeping, 1);
  gboolean on_disk = FALSE;

  keeping->drafts = cb_drafts_new ();
  keeping->fields = cb_unsaved_count (unsaved);
  g_task_set_task_data (task, keeping, (GDestroyNotify) keeping_free);
  for (guint i = 0; i < list->len; i++)
    {
      CbUnsavedHousehold *h = g_ptr_array_index (list, i);
      g_autoptr (GBytes) bytes = cb_editor_keep (CB_EDITOR (h->work));

      on_disk |= h->on_disk;
      if (bytes != NULL)
        cb_drafts_add (keeping->drafts, &h->household, bytes);
    }
  if (keeping->drafts->len == 0 && !on_disk)
    g_task_return_pointer (task, NULL, NULL);
  else
    cb_desk_write_async (desk, keep_job, g_ptr_array_ref (keeping->drafts), (GDestroyNotify) g_ptr_array_unref, NULL, NULL, kept_cb,
                         g_steal_pointer (&task));
}

void
cb_unsaved_keep_async (CbDesk              *desk,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  GTask *task = g_task_new (desk, NULL, callback, data);

  g_task_set_source_tag (task, cb_unsaved_keep_async);
  cb_unsaved_settle (desk, settled_cb, task);
}

GBytes *
cb_unsaved_keep_finish (CbDesk       *desk,
                        GAsyncResult *result,
                        guint        *fields)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);

  *fields = ((Keeping *) g_task_get_task_data (G_TASK (result)))->fields;

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
restore (CbDesk          *desk,
         const GPtrArray *drafts,
         gboolean         on_disk)
{
  CbUnsaved *unsaved = cb_unsaved_of (desk);

  for (guint i = 0; i < drafts->len; i++)
    {
      const CbDraftKept *draft = g_ptr_array_index (drafts, i);
      g_autoptr (CbEditor) editor = NULL;
      CbUnsavedHousehold *h;

      if (cb_unsaved_find (unsaved, &draft->household) != NULL)
        continue;   /* the person is at it already */
      editor = cb_editor_restore (desk, &draft->household, draft->data);
      cb_unsaved_watch (editor);
      h = cb_unsaved_find (unsaved, &draft->household);
      if (h != NULL)
        h->on_disk = on_disk;
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) drafts = cb_desk_finish (CB_DESK (source), result, &error);

  if (drafts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  restore (CB_DESK (source), drafts, TRUE);
  g_task_return_boolean (task, TRUE);
}

void
cb_unsaved_restore_async (CbDesk              *desk,
                          GBytes              *sealed,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  GTask *task = g_task_new (desk, NULL, callback, data);
  g_autoptr (GPtrArray) drafts = sealed != NULL ? cb_drafts_unseal (desk, sealed) : NULL;

  g_task_set_source_tag (task, cb_unsaved_restore_async);
  if (drafts == NULL)
    {
      cb_desk_read_async (desk, load_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, loaded_cb, task);
      return;
    }
  /* Newer than what the casebook has, and all there is; it may have room for it by now. */
  restore (desk, drafts, TRUE);
  cb_desk_write_async (desk, keep_job, g_ptr_array_ref (drafts), (GDestroyNotify) g_ptr_array_unref, NULL, NULL, NULL, NULL);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

gboolean
cb_unsaved_restore_finish (CbDesk       *desk,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
