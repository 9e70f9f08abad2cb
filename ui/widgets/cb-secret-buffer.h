/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * CbSecretBuffer:
 * What is typed into a passphrase field, in guarded, locked memory from the first key on; wiped when it is cleared or freed.  Holds up to
 * 512 bytes; what is beyond is not taken.
 */
#define CB_TYPE_SECRET_BUFFER (cb_secret_buffer_get_type ())
G_DECLARE_FINAL_TYPE (CbSecretBuffer, cb_secret_buffer, CB, SECRET_BUFFER, GtkEntryBuffer)

GtkEntryBuffer *cb_secret_buffer_new   (void) G_GNUC_WARN_UNUSED_RESULT;
/* A copy of what is in it, of its exact length. */
CbSecret       *cb_secret_buffer_dup   (CbSecretBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;
void            cb_secret_buffer_clear (CbSecretBuffer *buffer);

G_END_DECLS
