/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-verify-batch.h"

#include <string.h>

#define ROWS_MAX  512
#define BYTES_MAX (1024 * 1024)
#define BATCHES   3

typedef struct
{
  GByteArray *bytes;
  guint       n;
  CbReadRow   rows[ROWS_MAX];
} Batch;

struct _CbReading
{
  CbDb        *db;
  CbStmt      *s;
  gboolean     finished;     /* the statement has no more */
  GThread     *helper;       /* NULL: parsed here */
  GAsyncQueue *todo, *done;  /* of Batch */
  GQueue      *spare;
  guint        under_way;
  Batch       *current;
  guint        at;
  Batch       *batches[BATCHES];
};

static void
parse_row (Batch     *batch,
           CbReadRow *row)
{
  const guint8 *bytes = batch->bytes->data;

  if (!cb_record_parse_header (&row->record, bytes + row->header_at, row->header_len, &row->header_fault))
    return;
  if (row->has_body)
    cb_record_parse_body (&row->record, bytes + row->body_at, row->body_len, &row->body_fault);
  if (row->sig_at != 0)
    row->record.sig = bytes + row->sig_at;
}

static void
parse_batch (Batch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    parse_row (batch, &batch->rows[i]);
}

static gpointer
help (gpointer data)
{
  CbReading *reading = data;
  Batch *batch;

  /* The reading itself in the queue is the end. */
  while ((batch = g_async_queue_pop (reading->todo)) != (gpointer) reading)
    {
      parse_batch (batch);
      g_async_queue_push (reading->done, batch);
    }

  return NULL;
}

static void
clear_faults (Batch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    {
      g_clear_error (&batch->rows[i].header_fault);
      g_clear_error (&batch->rows[i].body_fault);
    }
  batch->n = 0;
  g_byte_array_set_size (batch->bytes, 0);
}

CbReading *
cb_reading_new (CbDb *db)
{
  CbReading *reading = g_new0 (CbReading, 1);

  reading->db = db;
  reading->todo = g_async_queue_new ();
  reading->done = g_async_queue_new ();
  reading->spare = g_queue_new ();
  for (guint i = 0; i < BATCHES; i++)
    {
      Batch *batch = reading->batches[i] = g_new0 (Batch, 1);

      batch->bytes = g_byte_array_new ();
      for (guint k = 0; k < ROWS_MAX; k++)
        cb_record_init (&batch->rows[k].record);
      g_queue_push_tail (reading->spare, batch);
    }
  reading->helper = g_thread_try_new ("verify", help, reading, NULL);

  return reading;
}

void
cb_reading_free (CbReading *reading)
{
  if (reading == NULL)
    return;
  g_async_queue_push (reading->todo, reading);
  g_clear_pointer (&reading->helper, g_thread_join);
  g_clear_pointer (&reading->s, cb_stmt_free);
  for (guint i = 0; i < BATCHES; i++)
    {
      clear_faults (reading->batches[i]);
      for (guint k = 0; k < ROWS_MAX; k++)
        cb_record_clear (&reading->batches[i]->rows[k].record);
      g_byte_array_unref (reading->batches[i]->bytes);
      g_free (reading->batches[i]);
    }
  g_async_queue_unref (reading->todo);
  g_async_queue_unref (reading->done);
  g_queue_free (reading->spare);
  g_free (reading);
}

gboolean
cb_reading_start (CbReading *reading,
                  gint64     desk,
                  GError   **error)
{
  g_clear_pointer (&reading->s, cb_stmt_free);
  reading->s = cb_db_prepare (reading->db, "SELECT header, body, sig, status, why, seq, hash, lam FROM record WHERE desk = ?1"
                              " ORDER BY seq, hash", error);
  if (reading->s == NULL)
    return FALSE;
  cb_stmt_bind_int (reading->s, 1, desk);
  reading->finished = FALSE;

  return TRUE;
}

static gsize
keep (Batch        *batch,
      const guint8 *bytes,
      gsize         len)
{
  gsize at = batch->bytes->len;

  if (len > 0)
    g_byte_array_append (batch->bytes, bytes, (guint) len);

  return at;
}

static void
fetch_row (CbReading *reading,
           Batch     *batch)
{
  CbReadRow *row = &batch->rows[batch->n++];
  CbStmt *s = reading->s;
  const guint8 *bytes;
  gsize len;

  /* Nothing lies at 0, so that 0 can say "none". */
  if (batch->bytes->len == 0)
    g_byte_array_append (batch->bytes, (const guint8 *) "", 1);
  bytes = cb_stmt_get_blob (s, 0, &row->header_len);
  row->header_at = keep (batch, bytes, row->header_len);
  bytes = cb_stmt_get_blob (s, 1, &row->body_len);
  row->has_body = bytes != NULL;
  row->body_at = keep (batch, bytes, row->body_len);
  bytes = cb_stmt_get_blob (s, 2, &len);
  row->odd_sig = bytes != NULL && len != 64;
  row->sig_at = bytes != NULL && len == 64 ? keep (batch, bytes, len) : 0;
  row->status = cb_stmt_get_int (s, 3);
  row->why = cb_stmt_get_int (s, 4);
  row->seq = (guint64) cb_stmt_get_int (s, 5);
  bytes = cb_stmt_get_blob (s, 6, &len);
  row->has_hash = len == 32;
  if (row->has_hash)
    memcpy (row->hash, bytes, 32);
  row->lam = (guint64) cb_stmt_get_int (s, 7);
}

/* Fetches one more batch and hands it over. */
static gboolean
fetch_batch (CbReading *reading,
             GError   **error)
{
  Batch *batch = g_queue_pop_head (reading->spare);
  int rc = 1;

  while (batch->n < ROWS_MAX && batch->bytes->len < BYTES_MAX && (rc = cb_stmt_step (reading->s, error)) == 1)
    fetch_row (reading, batch);
  reading->finished = rc != 1;
  if (rc < 0 || batch->n == 0)
    {
      clear_faults (batch);
      g_queue_push_tail (reading->spare, batch);
      return rc >= 0;
    }
  reading->under_way++;
  if (reading->helper != NULL)
    {
      g_async_queue_push (reading->todo, batch);
      return TRUE;
    }
  parse_batch (batch);
  g_async_queue_push (reading->done, batch);

  return TRUE;
}

int
cb_reading_next (CbReading  *reading,
                 CbReadRow **row,
                 GError    **error)
{
  if (reading->current != NULL && reading->at == reading->current->n)
    {
      clear_faults (reading->current);
      g_queue_push_tail (reading->spare, g_steal_pointer (&reading->current));
    }
  if (reading->current == NULL)
    {
      while (!reading->finished && !g_queue_is_empty (reading->spare))
        if (!fetch_batch (reading, error))
          return -1;
      if (reading->under_way == 0)
        return 0;
      reading->current = g_async_queue_pop (reading->done);
      reading->under_way--;
      reading->at = 0;
      /* While this one is looked at, another is parsed: there are three. */
    }
  *row = &reading->current->rows[reading->at++];

  return 1;
}
