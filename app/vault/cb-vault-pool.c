/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-vault"

#include "config.h"

#include "cb-vault-pool.h"

typedef struct {
  CbVaultPoolKind kind;
  gboolean        stop;
  CbVaultJob      func;
  gpointer        data;
  GDestroyNotify  data_free;
  GDestroyNotify  result_free;
  gpointer        result;
  GError         *error;
  GTask          *task;      /* NULL: somebody waits for @done */
  gboolean        done;
} Job;

typedef struct {
  CbVaultPool *pool;
  CbDb        *db;
  GAsyncQueue *queue;
  GThread     *thread;
} Worker;

struct _CbVaultPool
{
  GMutex             mutex;     /* closed, and the done of jobs somebody waits for */
  GCond              cond;
  gboolean           closed;
  GAsyncQueue       *write_queue;
  GAsyncQueue       *read_queue;
  Worker             writer;
  Worker             readers[CB_VAULT_POOL_READERS];
  CbVaultPoolChanged changed;
  gpointer           changed_data;
  GDestroyNotify     changed_free;
};

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_error (&job->error);
  g_clear_object (&job->task);
  g_free (job);
}

static void
drop_result (Job *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  job->result = NULL;
}

/* In the task's own context, so that the last reference to the vault never falls on one of its
   threads. */
static gboolean
answer_cb (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->result_free);
  job_free (job);
  return G_SOURCE_REMOVE;
}

static void
answer (CbVaultPool *pool,
        Job         *job)
{
  GSource *source;

  if (job->task == NULL)
    {
      g_mutex_lock (&pool->mutex);
      job->done = TRUE;
      g_cond_broadcast (&pool->cond);
      g_mutex_unlock (&pool->mutex);
      return;
    }
  if (job->data_free != NULL)
    g_clear_pointer (&job->data, job->data_free);
  job->data_free = NULL;
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_static_name (source, "[casebook] vault answer");
  g_source_set_callback (source, answer_cb, job, NULL);
  g_source_attach (source, g_task_get_context (job->task));
  g_source_unref (source);
}

/* A statement left open keeps its snapshot, and the log could never be folded in again. */
static void
close_statements (CbDb *db)
{
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (db->handle, NULL); stmt != NULL;
       stmt = sqlite3_next_stmt (db->handle, stmt))
    {
      /* Without a text: the full-text index's own handle, which it closes at the commit. */
      if (!sqlite3_stmt_busy (stmt) || sqlite3_sql (stmt) == NULL)
        continue;
      g_warning ("a job left a statement open");
      sqlite3_reset (stmt);
    }
}

static void
run_job (CbDb *db,
         Job  *job)
{
  GCancellable *cancellable = job->task != NULL ? g_task_get_cancellable (job->task) : NULL;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &job->error))
    return;
  db->changed = 0;
  if (job->kind == CB_VAULT_POOL_READ)
    {
      db->cancellable = cancellable;
      if (cb_db_begin_read (db, &error))
        job->result = job->func (db, job->data, cancellable, &error);
      db->cancellable = NULL;
      close_statements (db);
      cb_db_rollback (db);
      if (error == NULL && cancellable != NULL)
        g_cancellable_set_error_if_cancelled (cancellable, &error);
    }
  else if (job->kind == CB_VAULT_POOL_WRITE)
    {
      if (cb_db_begin (db, &error))
        {
          job->result = job->func (db, job->data, cancellable, &error);
          close_statements (db);
          if (error == NULL)
            cb_db_commit (db, &error);
          else
            cb_db_rollback (db);
        }
    }
  else
    {
      job->result = job->func (db, job->data, cancellable, &error);
    }
  job->error = error;
  if (error != NULL)
    {
      db->changed = 0;
      drop_result (job);
    }
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (worker->queue);
      guint64 changed;

      if (job->stop)
        {
          job_free (job);
          return NULL;
        }
      run_job (worker->db, job);
      changed = worker->db->changed;
      worker->db->changed = 0;
      if (changed != 0)
        worker->pool->changed (changed, worker->pool->changed_data);
      answer (worker->pool, job);
    }
}

CbVaultPool *
cb_vault_pool_new (CbVaultPoolChanged changed,
                   gpointer           data,
                   GDestroyNotify     data_free)
{
  CbVaultPool *pool = g_new0 (CbVaultPool, 1);

  g_mutex_init (&pool->mutex);
  g_cond_init (&pool->cond);
  pool->write_queue = g_async_queue_new ();
  pool->read_queue = g_async_queue_new ();
  pool->changed = changed;
  pool->changed_data = data;
  pool->changed_free = data_free;
  return pool;
}

void
cb_vault_pool_free (CbVaultPool *pool)
{
  if (pool == NULL)
    return;
  g_assert (pool->writer.thread == NULL);
  if (pool->changed_free != NULL)
    pool->changed_free (pool->changed_data);
  g_async_queue_unref (pool->write_queue);
  g_async_queue_unref (pool->read_queue);
  g_mutex_clear (&pool->mutex);
  g_cond_clear (&pool->cond);
  g_free (pool);
}

static void
worker_start (CbVaultPool *pool,
              Worker      *worker,
              CbDb        *db,
              GAsyncQueue *queue,
              const char  *name)
{
  worker->pool = pool;
  worker->db = db;
  worker->queue = queue;
  worker->thread = g_thread_new (name, worker_thread, worker);
}

void
cb_vault_pool_start (CbVaultPool *pool,
                     CbDb        *writer,
                     CbDb        *readers[CB_VAULT_POOL_READERS])
{
  g_assert (pool->writer.thread == NULL);
  worker_start (pool, &pool->writer, writer, pool->write_queue, "vault-writer");
  for (guint i = 0; i < CB_VAULT_POOL_READERS; i++)
    worker_start (pool, &pool->readers[i], readers[i], pool->read_queue, "vault-reader");
}

static void
push_stop (GAsyncQueue *queue)
{
  Job *job = g_new0 (Job, 1);

  job->stop = TRUE;
  g_async_queue_push (queue, job);
}

CbDb *
cb_vault_pool_stop (CbVaultPool *pool)
{
  if (pool->writer.thread == NULL)
    return NULL;
  for (guint i = 0; i < CB_VAULT_POOL_READERS; i++)
    push_stop (pool->read_queue);
  push_stop (pool->write_queue);
  for (guint i = 0; i < CB_VAULT_POOL_READERS; i++)
    {
      g_thread_join (g_steal_pointer (&pool->readers[i].thread));
      g_clear_pointer (&pool->readers[i].db, cb_db_free);
    }
  g_thread_join (g_steal_pointer (&pool->writer.thread));
  return g_steal_pointer (&pool->writer.db);
}

void
cb_vault_pool_close (CbVaultPool *pool)
{
  g_mutex_lock (&pool->mutex);
  pool->closed = TRUE;
  g_mutex_unlock (&pool->mutex);
}

static gboolean
enqueue (CbVaultPool *pool,
         Job         *job)
{
  gboolean open;

  g_mutex_lock (&pool->mutex);
  open = !pool->closed;
  if (open)
    g_async_queue_push (job->kind == CB_VAULT_POOL_READ ? pool->read_queue : pool->write_queue,
                        job);
  else
    g_set_error_literal (&job->error, CB_VAULT_ERROR, CB_VAULT_ERROR_LOCKED,
                         "the casebook is locked");
  g_mutex_unlock (&pool->mutex);
  return open;
}

void
cb_vault_pool_push (CbVaultPool    *pool,
                    CbVaultPoolKind kind,
                    CbVaultJob      func,
                    gpointer        data,
                    GDestroyNotify  data_free,
                    GDestroyNotify  result_free,
                    GTask          *task)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->task = task;
  if (!enqueue (pool, job))
    answer (pool, job);
}

gpointer
cb_vault_pool_run (CbVaultPool    *pool,
                   CbVaultPoolKind kind,
                   CbVaultJob      func,
                   gpointer        data,
                   GDestroyNotify  result_free,
                   GError        **error)
{
  Job job = { .kind = kind, .func = func, .data = data, .result_free = result_free };

  /* A job that waits for its own queue would wait for ever. */
  g_return_val_if_fail (pool->writer.thread != g_thread_self (), NULL);

  if (enqueue (pool, &job))
    {
      g_mutex_lock (&pool->mutex);
      while (!job.done)
        g_cond_wait (&pool->cond, &pool->mutex);
      g_mutex_unlock (&pool->mutex);
    }
  if (job.error != NULL)
    {
      g_propagate_error (error, job.error);
      return NULL;
    }
  return job.result;
}
