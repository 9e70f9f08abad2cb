/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-vault.h"

G_BEGIN_DECLS

/* Private to the vault: the folder a casebook lies in, and durable steps in it. */

#define CB_VAULT_DB_NAME "case.db"
#define CB_VAULT_DB_NEW  "case.db.new"   /* until it is whole */

/* Always FALSE; FULL, READ_ONLY or IO. */
gboolean cb_vault_place_fail        (GError **error, int errnum, const char *what);
/* NETWORK_FILESYSTEM when file locks or shared memory cannot be relied on there. */
gboolean cb_vault_place_is_local    (const char *dir, GError **error);
/* Makes @dir (0700), or accepts an empty one, or one with what an interrupted creation left.
   EXISTS otherwise.  @made: it was made, and may be removed again on failure. */
gboolean cb_vault_place_make        (const char *dir, gboolean *made, GError **error);
/* Clears away what an interrupted creation left, with the lock held; and all that a creation
   that failed has made. */
gboolean cb_vault_place_clean       (const char *dir, GError **error);   /* EXISTS */
void     cb_vault_place_forget      (const char *dir, gboolean made);
gboolean cb_vault_place_sync_dir    (const char *dir, GError **error);
/* Written and synced, not yet under its final name. */
gboolean cb_vault_place_write       (const char *path,
                                     gconstpointer bytes,
                                     gsize len,
                                     GError **error);
gboolean cb_vault_place_rename      (const char *from, const char *to, GError **error);
/* NOT_FOUND, IO. */
GBytes  *cb_vault_place_read        (const char *path, gsize max, GError **error)
                                     G_GNUC_WARN_UNUSED_RESULT;
/* The lock that keeps two programs off one casebook; −1 and IN_USE when it is taken.  Close it
   to let go. */
int      cb_vault_place_lock        (const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wrong tries: refuses TOO_SOON, records a wrong one, forgets them after a right one. */
gboolean cb_vault_tries_allow       (const char *dir, GError **error);
void     cb_vault_tries_wrong       (const char *dir);
void     cb_vault_tries_right       (const char *dir);

G_END_DECLS
