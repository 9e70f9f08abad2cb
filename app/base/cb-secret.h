/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbSecret:
 * Bytes that must not outlive their use: keys and passphrases.  In guarded, locked memory (sodium_malloc); wiped when freed.  No
 * copy function on purpose; it is never put in a GString, GValue, log or setting.
 */
typedef struct _CbSecret CbSecret;

/* Once, first thing in main: sodium_init, no core dumps, not dumpable (no ptrace, no /proc/pid/mem).  FALSE: refuse to start. */
gboolean      cb_secret_harden (GError **error);
gboolean      cb_secret_memory_locked (void);    /* FALSE: the system refused mlock; shown in the security status */

CbSecret     *cb_secret_new       (gsize len) G_GNUC_WARN_UNUSED_RESULT;                         /* zeroed */
CbSecret     *cb_secret_random    (gsize len) G_GNUC_WARN_UNUSED_RESULT;
CbSecret     *cb_secret_take_text (char *text) G_GNUC_WARN_UNUSED_RESULT;                        /* copies, then wipes and frees @text */
CbSecret     *cb_secret_from      (gconstpointer bytes, gsize len) G_GNUC_WARN_UNUSED_RESULT;    /* the caller wipes its own copy */
void          cb_secret_free      (CbSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbSecret, cb_secret_free)
gsize         cb_secret_len       (const CbSecret *secret);
const guint8 *cb_secret_bytes     (const CbSecret *secret);
guint8       *cb_secret_data      (CbSecret *secret);
gboolean      cb_secret_equal     (const CbSecret *a, const CbSecret *b);   /* in constant time */

G_END_DECLS
