/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-db-private.h"
#include "cb-vault.h"

G_BEGIN_DECLS

/*
 * Private to the vault: the threads.
 *
 *   write queue ──► writer thread ── its connection
 *   read queue  ──► reader threads ─ a connection each
 *
 * The queues outlive the threads: stopped, the pool keeps what comes in and runs it when started
 * again (re-encryption); closed, it refuses.
 */
#define CB_VAULT_POOL_READERS 2

typedef struct _CbVaultPool CbVaultPool;

typedef enum {
  CB_VAULT_POOL_READ,    /* in a snapshot, on a reader */
  CB_VAULT_POOL_WRITE,   /* in a transaction, on the writer */
  CB_VAULT_POOL_RAW,     /* on the writer, outside a transaction */
} CbVaultPoolKind;

/* @changed is called on the writer thread after a commit that marked something. */
typedef void (*CbVaultPoolChanged) (guint64 mask, gpointer data);

CbVaultPool *cb_vault_pool_new   (CbVaultPoolChanged changed,
                                  gpointer data,
                                  GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;
void         cb_vault_pool_free  (CbVaultPool *pool);    /* stopped */
/* The pool takes the connections. */
void         cb_vault_pool_start (CbVaultPool *pool,
                                  CbDb *writer,
                                  CbDb *readers[CB_VAULT_POOL_READERS]);
/* Runs what is queued and ends the threads; the readers are closed, the writer is handed back. */
CbDb        *cb_vault_pool_stop  (CbVaultPool *pool) G_GNUC_WARN_UNUSED_RESULT;
void         cb_vault_pool_close (CbVaultPool *pool);    /* from now on pushing fails with LOCKED */

/* Answers through @task, in its context; takes @task and @data. */
void         cb_vault_pool_push  (CbVaultPool    *pool,
                                  CbVaultPoolKind kind,
                                  CbVaultJob      job,
                                  gpointer        data,
                                  GDestroyNotify  data_free,
                                  GDestroyNotify  result_free,
                                  GTask          *task);
gpointer     cb_vault_pool_run   (CbVaultPool    *pool,
                                  CbVaultPoolKind kind,
                                  CbVaultJob      job,
                                  gpointer        data,
                                  GDestroyNotify  result_free,
                                  GError        **error);

G_END_DECLS
