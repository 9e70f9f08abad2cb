/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-db-private.h"
#include "cb-vault-header.h"
#include "cb-vault-pool.h"

G_BEGIN_DECLS

#define CB_VAULT_TAG_ANCHOR   "casebook/anchor/v1"
#define CB_VAULT_TAG_PREVIOUS "casebook/previous/v1"

typedef struct _CbVaultHub CbVaultHub;

struct _CbVault
{
  GObject        parent_instance;

  char          *dir;
  int            lock_fd;
  guint          slot;
  CbUid          person;
  CbUid          id;
  CbVaultPublicKeys public_keys;   /* of the slot that opened it */
  gboolean       has_public_keys;

  /* Held through anything long: slots, checkpoint, backup, check, lock.  Never taken by a job. */
  GMutex         work;
  /* Guards the rest for moments; taken inside @work. */
  GMutex         mutex;
  CbVaultHeader  header;
  CbSecret      *vmk;          /* NULL: locked */
  CbSecret      *recovery;     /* the sheet's signing key until it is taken */
  GBytes        *anchor;
  gboolean       anchor_moved;

  CbVaultPool   *pool;
  CbVaultHub    *hub;          /* watches */
};

/* Of cb-vault.c.  With @work held; LOCKED when there is no key any more. */
gboolean    cb_vault_begin_work   (CbVault *vault, GError **error);
void        cb_vault_end_work     (CbVault *vault);
/* Replaces the header on disk and in memory; @header's generation is set.  With @work held. */
gboolean    cb_vault_put_header   (CbVault *vault, CbVaultHeader *header, GError **error);
/* A connection of one's own. */
CbDb       *cb_vault_open_db      (const char *dir, const char *name, CbDbMode mode, const CbSecret *vmk,
                                   const guint8 salt[16], gboolean probe, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @writer. */
gboolean    cb_vault_start_pool   (CbVault *vault, CbDb *writer, GError **error);
gboolean    cb_vault_refuse_weak  (const CbSecret *passphrase, GError **error);
GBytes     *cb_vault_encode       (const CbVaultHeader *header, const CbSecret *vmk)
                                   G_GNUC_WARN_UNUSED_RESULT;

/* With the anchor as it is now. */
GBytes     *cb_vault_encode_now   (CbVault *vault) G_GNUC_WARN_UNUSED_RESULT;

/* Of cb-vault-open.c.  @slot 0: the recovery slot.  Opens the header of a backup; NO_SLOT,
   WRONG_PASSPHRASE, DAMAGED_HEADER, NO_MEMORY. */
gboolean    cb_vault_open_header  (GBytes *bytes, CbVaultHeader *header, guint slot,
                                   const CbSecret *secret, CbSecret **vmk, GError **error);

/* Of cb-vault-jobs.c. */
CbVaultHub *cb_vault_hub_new      (CbVault *vault) G_GNUC_WARN_UNUSED_RESULT;
CbVaultHub *cb_vault_hub_ref      (CbVaultHub *hub);
void        cb_vault_hub_unref    (CbVaultHub *hub);
void        cb_vault_hub_changed  (guint64 mask, gpointer hub);

/* Of cb-vault-rekey.c.  With @work held and the pool stopped (or not yet started). */
/* Step 1. */
gboolean    cb_vault_prepare_rekey (CbVault *vault,
                                    CbVaultHeader *header,
                                    const CbSecret *old,
                                    GError **error);
/* Steps 2 and 3. */
gboolean    cb_vault_finish_rekey (CbVault *vault, GError **error);
/* From the key @from to @to, in place; alone with the file. */
gboolean    cb_vault_rekey_db     (const char *dir,
                                   const CbSecret *from,
                                   const CbSecret *to,
                                   const guint8 salt[16],
                                   GError **error);

/* Of cb-vault-backup.c: what cb_vault_backup() does, for a casebook about to be migrated as
   well. */
gboolean    cb_vault_backup_write (CbDb            *source,
                                   GBytes          *header,
                                   const CbSecret  *vmk,
                                   const guint8     salt[16],
                                   const char      *file,
                                   CbVaultProgress  progress,
                                   gpointer         data,
                                   GError         **error);

G_END_DECLS
