/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "cb-db.h"
#include "cb-secret.h"
#include "cb-uid.h"
#include "cb-vault-error.h"

G_BEGIN_DECLS

/**
 * CbVault:
 * An unlocked casebook: a folder with case.db (SQLCipher 4) and two copies of the header,
 * vault.hdr.a and vault.hdr.b.  One writer thread owns the writing connection, two reader threads
 * own a reading one each; work comes to them as jobs.
 *
 * Key tree: passphrase → Argon2id → KEK of a slot → wraps the vault's random key (VMK), from which
 * the database and header keys are derived; the same KEK, and nothing else, wraps the signing and
 * box keys of the slot's person.
 *
 * Functions that derive a key take about a second and touch the disk: never on the main loop.
 * They are thread-agnostic.
 */
#define CB_TYPE_VAULT (cb_vault_get_type ())
G_DECLARE_FINAL_TYPE (CbVault, cb_vault, CB, VAULT, GObject)

#define CB_VAULT_MAX_SLOTS      16
#define CB_VAULT_MAX_ANCHOR    256
#define CB_VAULT_RECOVERY_LEN   20   /* bytes in a recovery code: 160 bits, 32 base32 characters */

/**
 * cb_vault_self_check:
 * First thing in every program that opens a casebook (and called by the functions below, once).
 * Configures the engine (zero-on-free allocator, silent log, no unnamed files, heap limits) and
 * proves that the encrypting engine linked into this program is the one in use.
 * Errors: CB_VAULT_ERROR_ENGINE: refuse to start.
 */
gboolean cb_vault_self_check (GError **error);

/**
 * CbVaultCost:
 * What one try of a passphrase costs.  Always Argon2id.
 * @CB_VAULT_COST_NORMAL: calibrated on this machine to about 1 s: 3 passes or more over 64 MiB to
 *   a quarter of the RAM (256 MiB is aimed at).
 * @CB_VAULT_COST_FLOOR: 3 passes over 64 MiB (about 0.06 s): for tests and demo counties with
 *   invented people only.
 */
typedef enum {
  CB_VAULT_COST_NORMAL,
  CB_VAULT_COST_FLOOR,
} CbVaultCost;

typedef enum {
  CB_VAULT_SLOT_PERSON,     /* one person at this desk, by passphrase */
  CB_VAULT_SLOT_RECOVERY,   /* the printed recovery code */
  CB_VAULT_SLOT_ESCROW,     /* two keepers together */
} CbVaultSlotKind;

typedef struct {
  guint           number;   /* 1..CB_VAULT_MAX_SLOTS */
  CbVaultSlotKind kind;
  CbUid           person;   /* CB_UID_NONE but for persons */
  gint64          argon_passes, argon_mib;   /* 0 for escrow */
} CbVaultSlot;

/* The public halves of a person's keys: Ed25519 and X25519. */
typedef struct {
  guint8 sign[32];
  guint8 box[32];
} CbVaultPublicKeys;

/* NULL when it will do, else a reason (an untranslated English clause): at least 10 characters,
 * and not only digits. A text of 10 to 15 characters must mix letters of both cases, digits or
 * signs (two kinds); generated words pass. */
const char *cb_vault_passphrase_fault (const CbSecret *passphrase);

/**
 * cb_vault_create:
 * @dir: the folder; created (mode 0700) unless it is there and empty
 * @person: the first person, who gets slot 1
 * @keys: (nullable): the person's 64 secret bytes (Ed25519 seed, X25519 secret) if they exist
 *   already; NULL: new ones
 * @public_keys: (out) (optional): to be certified by the authority
 * @schemas: (array zero-terminated) (nullable): see cb_db_migrate()
 *
 * The database is built in case.db.new with synchronous=EXTRA, synced and renamed; the header is
 * written before.  A crash leaves either no casebook or a whole one.
 * Returns: (transfer full): the unlocked casebook.
 * Errors: EXISTS, WEAK_PASSPHRASE, NETWORK_FILESYSTEM, NO_MEMORY, FULL, IO, ENGINE.
 */
CbVault *cb_vault_create (const char            *dir,
                          const CbUid           *person,
                          const CbSecret        *passphrase,
                          CbVaultCost            cost,
                          const CbSecret        *keys,
                          const CbSchema *const *schemas,
                          CbVaultPublicKeys     *public_keys,
                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* The slots of a locked casebook, by number; the header tells nothing else.  (element-type
 * CbVaultSlot) (transfer full). Errors: NOT_FOUND, DAMAGED_HEADER, NEWER, IO. */
GArray  *cb_vault_read_slots (const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cb_vault_unlock:
 * @slot: 1..16
 *
 * A damaged header copy is replaced from the other.  An existing casebook that needs a migration
 * is backed up first, verified, beside case.db as upgrade-N.cbbackup.
 * Errors: WRONG_PASSPHRASE, TOO_SOON, NO_SLOT, NO_MEMORY, DAMAGED_HEADER, DAMAGED_DATABASE (pages
 * named), NEWER, IN_USE, NETWORK_FILESYSTEM, NOT_FOUND, READ_ONLY, FULL, IO, ENGINE.
 */
CbVault *cb_vault_unlock (const char            *dir,
                          guint                  slot,
                          const CbSecret        *passphrase,
                          const CbSchema *const *schemas,
                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cb_vault_recover:
 * @code: CB_VAULT_RECOVERY_LEN bytes, from the recovery sheet
 * @person: who is to have a new passphrase: the slot of this person is replaced, or a new one made
 *
 * Unlocks with the recovery code and, before anything else, sets a new passphrase.  The person's
 * old signing keys cannot be opened without the old passphrase: new ones are made (or taken from
 * @keys), whose public halves the authority must certify.  The sheet's own signing key is then to
 * be had from cb_vault_take_recovery_key().  The code stays valid: replace it with
 * cb_vault_set_recovery() and print a new sheet.
 */
CbVault *cb_vault_recover (const char            *dir,
                           const CbSecret        *code,
                           const CbUid           *person,
                           const CbSecret        *new_passphrase,
                           CbVaultCost            cost,
                           const CbSecret        *keys,
                           const CbSchema *const *schemas,
                           CbVaultPublicKeys     *public_keys,
                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same with the X25519 secrets of both keepers of an escrow slot (32 bytes each, in the
   order they were given). */
CbVault *cb_vault_recover_escrow (const char            *dir,
                                  guint                  slot,
                                  const CbSecret        *keeper_a,
                                  const CbSecret        *keeper_b,
                                  const CbUid           *person,
                                  const CbSecret        *new_passphrase,
                                  CbVaultCost            cost,
                                  const CbSecret        *keys,
                                  const CbSchema *const *schemas,
                                  CbVaultPublicKeys     *public_keys,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds to wait before the next try at a casebook, 0 to 30: after the third wrong one 1, 2, 4
   … 30.  Kept beside the header and in the process. */
guint    cb_vault_retry_delay (const char *dir);

/**
 * cb_vault_lock:
 * Takes no more jobs, waits for those queued, checkpoints (TRUNCATE), closes every connection,
 * rewrites the header if the anchor changed, wipes the keys.  Idempotent.  Never from within a
 * job.  Blocks: not on the main loop.  FALSE tells of a fault while closing; the casebook is
 * locked all the same and nothing acknowledged is lost.
 */
gboolean     cb_vault_lock          (CbVault *vault, GError **error);
gboolean     cb_vault_is_locked     (CbVault *vault);
const char  *cb_vault_get_dir       (CbVault *vault);
const CbUid *cb_vault_get_id        (CbVault *vault);
/* The slot that opened it (the new one after a recovery) and its person. */
guint        cb_vault_get_slot      (CbVault *vault);
const CbUid *cb_vault_get_person    (CbVault *vault);
/* The public halves of the keys in that slot; FALSE when two keepers opened it for nobody yet. */
gboolean     cb_vault_get_public_keys (CbVault *vault, CbVaultPublicKeys *public_keys);

/* Slots.  All of these rewrite both header copies durably before they return; any thread but the
   vault's own. */
/* Of CbVaultSlot. */
GArray      *cb_vault_list_slots    (CbVault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     cb_vault_add_person    (CbVault           *vault,
                                     const CbUid       *person,
                                     const CbSecret    *passphrase,
                                     CbVaultCost        cost,
                                     const CbSecret    *keys,          /* nullable: see cb_vault_create() */
                                     guint             *slot,          /* optional */
                                     CbVaultPublicKeys *public_keys,   /* optional */
                                     GError           **error);
/* 64 new secret bytes (Ed25519 seed, X25519 secret), as @keys of the functions here; any thread. */
CbSecret    *cb_vault_keys_new      (CbVaultPublicKeys *public_keys /* optional */)
                                     G_GNUC_WARN_UNUSED_RESULT;
/* A new recovery code; it replaces the old one, if any.  Show it once.  @keys (nullable): the keys
   of the sheet itself, which nothing but the code opens; NULL: new ones that nobody knows. */
CbSecret    *cb_vault_set_recovery  (CbVault        *vault,
                                     CbVaultCost     cost,
                                     const CbSecret *keys,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* After cb_vault_recover(), once: the Ed25519 secret of the sheet that opened it, in libsodium's
   form; NULL otherwise.  (transfer full) */
CbSecret    *cb_vault_take_recovery_key (CbVault *vault) G_GNUC_WARN_UNUSED_RESULT;
/* A slot that two keepers open together; for two of three keepers add the three pairs. */
gboolean     cb_vault_add_escrow    (CbVault      *vault,
                                     const guint8  box_key_a[32],
                                     const guint8  box_key_b[32],
                                     guint        *slot,
                                     GError      **error);
/* Errors: WRONG_PASSPHRASE when @old_passphrase is not the slot's.  The person's keys stay the
   same. */
gboolean     cb_vault_change_passphrase (CbVault        *vault,
                                         guint           slot,
                                         const CbSecret *old_passphrase,
                                         const CbSecret *new_passphrase,
                                         CbVaultCost     cost,
                                         GError        **error);
/**
 * cb_vault_remove_slot:
 * @for_cause: also change the vault's key and re-encrypt the database.  Otherwise whoever keeps
 *   an old header copy and an old passphrase can still open today's file.
 *
 * Errors: NO_SLOT for a slot that is not there, or the last one a person can open.
 */
gboolean     cb_vault_remove_slot   (CbVault *vault,
                                     guint slot,
                                     gboolean for_cause,
                                     GError **error);

/**
 * cb_vault_person_key:
 * @box: (out) (optional) (transfer full): the X25519 secret, 32 bytes
 *
 * Asks for the passphrase again: for a signing session.
 * Returns: (transfer full): the Ed25519 secret in libsodium's form (64 bytes: seed and public
 * key).  Free it at the end of the session.
 * Errors: WRONG_PASSPHRASE, TOO_SOON, NO_SLOT, NO_MEMORY, LOCKED.
 */
CbSecret    *cb_vault_person_key    (CbVault           *vault,
                                     guint              slot,
                                     const CbSecret    *passphrase,
                                     CbSecret         **box,
                                     CbVaultPublicKeys *public_keys,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cb_vault_set_anchor:
 * @len: at most CB_VAULT_MAX_ANCHOR
 *
 * To be called after the commit it speaks of.  A few bytes kept, sealed, in the header beside the
 * database: the latest counter, hash and digest, so that a case.db put back to an older state is
 * noticed at the next unlock.  Kept in memory at once; reaches the disk with
 * cb_vault_checkpoint() and cb_vault_lock(), after the database is synced.  After a crash it may
 * therefore be older than the database, never newer.
 */
void         cb_vault_set_anchor    (CbVault *vault, gconstpointer bytes, gsize len);
/* NULL when none was ever set. */
GBytes      *cb_vault_get_anchor    (CbVault *vault) G_GNUC_WARN_UNUSED_RESULT;
/* wal_checkpoint(TRUNCATE) and the anchor.  On idle; takes a place in the writer's queue. */
gboolean     cb_vault_checkpoint    (CbVault *vault, GError **error);

/**
 * CbVaultJob:
 * Runs on a vault thread.  On failure it sets @error (then its result is ignored); a NULL result
 * without @error is a success.  In a write job everything happens inside one IMMEDIATE
 * transaction, committed before the caller hears of it; on error it is rolled back.  In a read job
 * everything is read from one snapshot.
 */
typedef gpointer (*CbVaultJob) (CbDb *db, gpointer data, GCancellable *cancellable, GError **error);

/* @cancellable: a write can be cancelled until it starts, not in flight; a read at any time
 * (G_IO_ERROR_CANCELLED). @data_free is called when the job is over, @result_free when nobody
 * takes the result (cancelled, commit failed). @callback runs in the caller's thread-default main
 * context. */
void         cb_vault_write_async   (CbVault            *vault,
                                     CbVaultJob          job,
                                     gpointer            data,
                                     GDestroyNotify      data_free,
                                     GDestroyNotify      result_free,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gpointer     cb_vault_write_finish  (CbVault *vault, GAsyncResult *result, GError **error);
void         cb_vault_read_async    (CbVault            *vault,
                                     CbVaultJob          job,
                                     gpointer            data,
                                     GDestroyNotify      data_free,
                                     GDestroyNotify      result_free,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gpointer     cb_vault_read_finish   (CbVault *vault, GAsyncResult *result, GError **error);

/* The same, waiting: for the headless tool, tests and threads of their own; never on the main
 * loop, never within a job. A NULL result is a failure only if @error is set: pass one. */
gpointer     cb_vault_write_sync    (CbVault *vault,
                                     CbVaultJob job,
                                     gpointer data,
                                     GDestroyNotify result_free,
                                     GError **error);
gpointer     cb_vault_read_sync     (CbVault *vault,
                                     CbVaultJob job,
                                     gpointer data,
                                     GDestroyNotify result_free,
                                     GError **error);

/* After commits, on the default main context, with the union of what was marked since the last
   call.  Main thread only. */
typedef void (*CbVaultWatch) (CbVault *vault, guint64 mask, gpointer data);
guint        cb_vault_add_watch     (CbVault *vault,
                                     CbVaultWatch watch,
                                     gpointer data,
                                     GDestroyNotify data_free);
void         cb_vault_remove_watch  (CbVault *vault, guint id);

/* @done of @total units; on the calling thread. */
typedef void (*CbVaultProgress) (gint64 done, gint64 total, gpointer data);

/**
 * cb_vault_backup:
 * @file: must not exist
 *
 * One file: the encrypted database (same key, never in clear) and the header.  Written as
 * @file.part, reopened and every page checked, then renamed.  On the calling thread, through a
 * connection of its own: jobs go on; slots, checkpoint and lock wait.
 * Errors: EXISTS, FULL, IO, READ_ONLY, LOCKED, DAMAGED_DATABASE, DAMAGED_BACKUP (what was written
 * does not read back: a bad stick).
 */
gboolean     cb_vault_backup        (CbVault *vault,
                                     const char *file,
                                     CbVaultProgress progress,
                                     gpointer data,
                                     GError **error);

/**
 * cb_vault_restore:
 * @dir: must not exist, or be empty
 * @slot: a person's slot, or 0: then @secret is the recovery code
 * @secret: passphrase or code
 *
 * Checks that @file is whole and opens, then builds the casebook; it is left locked.  It is marked:
 * cb_vault_was_restored().  A restored casebook
 * must become a new desk before it writes.
 * Errors: DAMAGED_BACKUP, EXISTS, NOT_FOUND, WRONG_PASSPHRASE, NO_SLOT, NO_MEMORY, NEWER, FULL,
 * NETWORK_FILESYSTEM, IO.
 */
gboolean     cb_vault_restore       (const char      *file,
                                     const char      *dir,
                                     guint            slot,
                                     const CbSecret  *secret,
                                     CbVaultProgress  progress,
                                     gpointer         data,
                                     GError         **error);
gboolean     cb_vault_was_restored  (CbVault *vault);
/* When the journal has enrolled it as a new desk. */
gboolean     cb_vault_clear_restored (CbVault *vault, GError **error);

/**
 * cb_vault_check:
 * Checkpoints, then on a fresh connection: the check code of every page, SQLite's integrity check,
 * foreign keys; and both header copies.
 *
 * Returns: (transfer full): one English line per damage ("page 17 of case.db fails its check");
 * empty when sound; NULL on @error (it could not be checked).  Says nothing about an older copy
 * put back: that is the journal's and the anchor's task.
 */
GStrv        cb_vault_check         (CbVault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
