/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-find.h"
#include "cb-passphrase-entry.h"
#include "cb-sign-dialog.h"
#include "cb-test-wait.h"
#include "desk.h"

/* The dialog that asks for the passphrase, or NULL. */
static inline GtkWidget *
cb_test_sign_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) one = g_list_model_get_item (windows, i);

      if (CB_IS_SIGN_DIALOG (one))
        return one;
    }
  return NULL;
}

/* @who: whose passphrase is typed; @what: what the dialog must name. */
static inline void
cb_test_sign (Office     *office,
              Who         who,
              const char *what)
{
  g_autofree char *text = g_strndup ((const char *) cb_secret_bytes (office->passphrase[who]), cb_secret_len (office->passphrase[who]));
  GtkWidget *entry;

  CB_WAIT_FOR (cb_test_sign_dialog () != NULL, 60);
  if (cb_find_text (cb_test_sign_dialog (), what) == NULL)
    g_error ("the dialog does not say \"%s\"", what);
  entry = cb_find_type (cb_find_type (cb_test_sign_dialog (), CB_TYPE_PASSPHRASE_ENTRY), GTK_TYPE_TEXT);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
  CB_WAIT_FOR (cb_test_sign_dialog () == NULL, 60);
}
