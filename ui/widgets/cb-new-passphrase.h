/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * CbNewPassphrase:
 * Shows a generated passphrase, once, and has it typed back, so that it is known to have been read right.  Emits "changed" when what is
 * typed begins or ceases to match, "activate" on Enter once it matches.
 */
#define CB_TYPE_NEW_PASSPHRASE (cb_new_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (CbNewPassphrase, cb_new_passphrase, CB, NEW_PASSPHRASE, GtkWidget)

GtkWidget *cb_new_passphrase_new          (void);
gboolean   cb_new_passphrase_is_confirmed (CbNewPassphrase *self);
CbSecret  *cb_new_passphrase_dup          (CbNewPassphrase *self) G_GNUC_WARN_UNUSED_RESULT;
/* Another one; what was typed is cleared.  When done with, too: then nothing of the old one is left. */
void       cb_new_passphrase_renew        (CbNewPassphrase *self);

G_END_DECLS
