/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-secret.h"

G_BEGIN_DECLS

/**
 * CbPassphraseEntry:
 * A field for a passphrase over a CbSecretBuffer.  It tells of Caps Lock, can show what is typed on demand, keeps no undo history, and is
 * no GtkEditable, so that nothing but the functions below gets at the text: on the accessibility bus it has a name and a place, and no
 * content (GTK's own password fields give theirs in clear).  Signals: "changed", "activate" (Enter).
 */
#define CB_TYPE_PASSPHRASE_ENTRY (cb_passphrase_entry_get_type ())
G_DECLARE_FINAL_TYPE (CbPassphraseEntry, cb_passphrase_entry, CB, PASSPHRASE_ENTRY, GtkWidget)

GtkWidget *cb_passphrase_entry_new       (void);
/* The name by which assistive technology and tests know the field; translated. */
void       cb_passphrase_entry_set_label (CbPassphraseEntry *entry,
                                          const char        *label);
/* What was typed; the field is emptied and its memory wiped.  Of length 0 when nothing was. */
CbSecret  *cb_passphrase_entry_take      (CbPassphraseEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
/* The same, and the field keeps its text. */
CbSecret  *cb_passphrase_entry_dup       (CbPassphraseEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
guint      cb_passphrase_entry_length    (CbPassphraseEntry *entry);     /* characters */
void       cb_passphrase_entry_clear     (CbPassphraseEntry *entry);
/* The frame turns red; FALSE takes it back. */
void       cb_passphrase_entry_set_error (CbPassphraseEntry *entry,
                                          gboolean           error);

G_END_DECLS
