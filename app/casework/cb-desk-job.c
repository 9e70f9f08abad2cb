/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

#include "cb-projection.h"

typedef struct {
  CbDesk        *desk;
  CbDeskJob      func;
  gpointer       data;
  GDestroyNotify free_data;
  GBytes       **anchor;      /* where a write job leaves it */
} Job;

static void
job_free (Job *job)
{
  if (job->free_data != NULL && job->data != NULL)
    job->free_data (job->data);
  g_object_unref (job->desk);
  g_free (job);
}

static Job *
job_new (CbDesk        *desk,
         CbDeskJob      func,
         gpointer       data,
         GDestroyNotify free_data)
{
  Job *job = g_new0 (Job, 1);

  job->desk = g_object_ref (desk);
  job->func = func;
  job->data = data;
  job->free_data = free_data;
  return job;
}

static void
begin_writing (CbDesk *self)
{
  g_mutex_lock (&self->mutex);
  self->writing++;
  self->actor = (CbActor) { .person = self->person, .desk = self->desk, .desk_sk = self->desk_sk };
  if (self->sign_sk != NULL && !self->sign_out && self->signatures > 0 && g_get_monotonic_time () < self->signing_until)
    self->actor.sign_sk = self->sign_sk;
  g_mutex_unlock (&self->mutex);
}

static void
end_writing (CbDesk *self)
{
  g_mutex_lock (&self->mutex);
  self->writing--;
  self->actor.sign_sk = NULL;
  if (self->writing == 0 && self->sign_out)
    {
      g_clear_pointer (&self->sign_sk, cb_secret_free);
      self->sign_out = FALSE;
    }
  g_mutex_unlock (&self->mutex);
}

/* What the write left to do in the same transaction. */
static gboolean
finish_write (Job     *job,
              CbDb    *db,
              GError **error)
{
  if (!cb_search_catch_up (db, error))
    return FALSE;
  /* Rules that were countersigned in it, here or in what was received from another desk, count from the next job on. */
  if ((cb_db_get_changed (db) & CB_CHANGED_PACKS) != 0 && cb_desk_pack (job->desk) != NULL && !cb_desk_reload_pack (job->desk, db, error))
    return FALSE;
  *job->anchor = cb_journal_anchor (db, error);
  return *job->anchor != NULL;
}

/* Once it is committed, and not before: the header must never be ahead of the database. */
static void
keep_anchor (CbDesk *self,
             GBytes *anchor)
{
  gsize len;
  gconstpointer bytes = g_bytes_get_data (anchor, &len);

  if (len <= CB_VAULT_MAX_ANCHOR)
    cb_vault_set_anchor (self->vault, bytes, len);
}

static gpointer
write_job (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Job *job = data;
  g_autoptr (GError) fault = NULL;
  gpointer result;

  if (job->func != g_atomic_pointer_get (&job->desk->renewing) && cb_vault_was_restored (job->desk->vault))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_RESTORED, "a restored casebook is no desk yet");
      return NULL;
    }
  begin_writing (job->desk);
  result = job->func (job->desk, db, job->data, cancellable, &fault);
  if (fault == NULL)
    finish_write (job, db, &fault);
  end_writing (job->desk);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return result;
}

static gpointer
read_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Job *job = data;

  return job->func (job->desk, db, job->data, cancellable, error);
}

typedef struct { gboolean write; GBytes *anchor; } Done;

static void
done_free (Done *done)
{
  g_clear_pointer (&done->anchor, g_bytes_unref);
  g_free (done);
}

static void
job_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  Done *done = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = done->write ? cb_vault_write_finish (CB_VAULT (source), result, &error)
                               : cb_vault_read_finish (CB_VAULT (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (done->anchor != NULL)
    keep_anchor (g_task_get_source_object (task), done->anchor);
  g_task_return_pointer (task, value, NULL);
}

void
cb_desk_write_async (CbDesk             *desk,
                     CbDeskJob           func,
                     gpointer            data,
                     GDestroyNotify      free_data,
                     GDestroyNotify      free_result,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask *task = g_task_new (desk, NULL, callback, user_data);
  Done *done = g_new0 (Done, 1);
  Job *job = job_new (desk, func, data, free_data);

  done->write = TRUE;
  job->anchor = &done->anchor;
  g_task_set_source_tag (task, cb_desk_write_async);
  g_task_set_task_data (task, done, (GDestroyNotify) done_free);
  cb_desk_watch (desk);
  cb_vault_write_async (desk->vault, write_job, job, (GDestroyNotify) job_free, free_result, cancellable, job_done_cb, task);
}

void
cb_desk_read_async (CbDesk             *desk,
                    CbDeskJob           func,
                    gpointer            data,
                    GDestroyNotify      free_data,
                    GDestroyNotify      free_result,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  GTask *task = g_task_new (desk, NULL, callback, user_data);

  g_task_set_source_tag (task, cb_desk_read_async);
  g_task_set_task_data (task, g_new0 (Done, 1), (GDestroyNotify) done_free);
  cb_desk_watch (desk);
  cb_vault_read_async (desk->vault, read_job, job_new (desk, func, data, free_data), (GDestroyNotify) job_free, free_result,
                       cancellable, job_done_cb, task);
}

gpointer
cb_desk_finish (CbDesk       *desk,
                GAsyncResult *result,
                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
cb_desk_write (CbDesk    *desk,
               CbDeskJob  func,
               gpointer   data,
               GError   **error)
{
  Job *job = job_new (desk, func, data, NULL);
  g_autoptr (GBytes) anchor = NULL;
  g_autoptr (GError) fault = NULL;
  gpointer result;

  job->anchor = &anchor;
  result = cb_vault_write_sync (desk->vault, write_job, job, NULL, &fault);
  if (fault == NULL && anchor != NULL)
    keep_anchor (desk, anchor);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  job_free (job);
  return result;
}

gpointer
cb_desk_read (CbDesk    *desk,
              CbDeskJob  func,
              gpointer   data,
              GError   **error)
{
  Job *job = job_new (desk, func, data, NULL);
  gpointer result = cb_vault_read_sync (desk->vault, read_job, job, NULL, error);

  job_free (job);
  return result;
}
