/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbSecret:
 * Bytes that must not outlive their use: keys and passphrases.  In guarded, locked memory
 * (sodium_malloc), small ones in one shared region of it; wiped when freed.  No copy function on
 * purpose; it is never put in a GString, GValue, log or setting.  For keys and passphrases, not for
 * one per record.  Any thread, but one secret by one thread at a time.
 */
typedef struct _CbSecret CbSecret;

/* Once, first thing in main: sodium_init, no core dumps, not dumpable (no ptrace by the same user,
 * no /proc/pid/mem).  FALSE with CB_BASE_ERROR_SYSTEM: refuse to start.  (storage.md 2.3) */
gboolean      cb_secret_harden (GError **error);
/* FALSE: the system refused to lock some of the secrets' memory, so that they may reach swap
 * (storage.md 2.2 row 2); shown in the security status. */
gboolean      cb_secret_memory_locked (void);

/* All never return NULL for good arguments; without memory the program ends, as with g_malloc().
 * The bytes are aligned for any type and followed by a NUL that the length does not count. */
CbSecret     *cb_secret_new       (gsize len) G_GNUC_WARN_UNUSED_RESULT;   /* zeroed */
CbSecret     *cb_secret_random    (gsize len) G_GNUC_WARN_UNUSED_RESULT;
/* Copies, then wipes and frees @text (of g_malloc). */
CbSecret     *cb_secret_take_text (char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The caller wipes its own copy. */
CbSecret     *cb_secret_from      (gconstpointer bytes, gsize len) G_GNUC_WARN_UNUSED_RESULT;
void          cb_secret_free      (CbSecret *secret);   /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSecret, cb_secret_free)
gsize         cb_secret_len       (const CbSecret *secret);
const guint8 *cb_secret_bytes     (const CbSecret *secret);
guint8       *cb_secret_data      (CbSecret *secret);
gboolean      cb_secret_equal     (const CbSecret *a, const CbSecret *b);   /* in constant time */

G_END_DECLS
