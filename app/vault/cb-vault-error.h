/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbVaultError:
 * What can go wrong with a casebook.  error->message is an English diagnostic without names, ids,
 * amounts, keys or bound values; it may name a page number, a schema room or a result code.  A
 * cancelled read is G_IO_ERROR_CANCELLED, not one of these.
 */
typedef enum {
  CB_VAULT_ERROR_ENGINE,             /* the database engine in this process is not the encrypting
                                      * one we were built with; do not start */
  CB_VAULT_ERROR_LOCKED,             /* the casebook is locked (or being locked); unlock it again */
  CB_VAULT_ERROR_EXISTS,             /* there is something already where a casebook or file was to
                                      * be created; nothing was touched */
  CB_VAULT_ERROR_NOT_FOUND,          /* no casebook (or backup) there */
  CB_VAULT_ERROR_WRONG_PASSPHRASE,   /* the slot does not open with it; the header itself is sound */
  CB_VAULT_ERROR_WEAK_PASSPHRASE,    /* too short or only digits; choose another */
  CB_VAULT_ERROR_TOO_SOON,           /* too many wrong tries: wait cb_vault_retry_delay() seconds */
  CB_VAULT_ERROR_NO_SLOT,            /* no such slot, no free slot, or it is the last one that can
                                      * open the casebook */
  CB_VAULT_ERROR_DAMAGED_HEADER,     /* both header copies are unreadable, or neither belongs to
                                      * the key that opened it */
  CB_VAULT_ERROR_DAMAGED_DATABASE,   /* a page of the database fails its check; restore a backup */
  CB_VAULT_ERROR_DAMAGED_BACKUP,     /* the backup file is incomplete or altered */
  CB_VAULT_ERROR_NEWER,              /* written by a newer program; nothing was changed */
  CB_VAULT_ERROR_FULL,               /* no room on the disk; the transaction was rolled back */
  CB_VAULT_ERROR_NO_MEMORY,          /* not enough free memory (for the key derivation: not a
                                      * wrong passphrase) */
  CB_VAULT_ERROR_IO,                 /* reading or writing failed */
  CB_VAULT_ERROR_BUSY,               /* another connection holds what is needed; try again */
  CB_VAULT_ERROR_CONSTRAINT,         /* UNIQUE, CHECK, NOT NULL, foreign key or STRICT type */
  CB_VAULT_ERROR_NETWORK_FILESYSTEM, /* the folder lies on a network or host-shared file system */
  CB_VAULT_ERROR_IN_USE,             /* another program (or this one) has the casebook open */
  CB_VAULT_ERROR_READ_ONLY,          /* a write through a reading connection, or a folder that
                                      * cannot be written */
  CB_VAULT_ERROR_SQL,                /* a statement is wrong: a fault of the program */
} CbVaultError;

#define CB_VAULT_ERROR (cb_vault_error_quark ())
GQuark cb_vault_error_quark (void);

G_END_DECLS
