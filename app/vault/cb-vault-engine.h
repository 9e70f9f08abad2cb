/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to the vault: how the engine is configured for the process.  See
   cb_vault_self_check(). */

/* The name of the file layer that refuses unnamed (temporary) files. */
#define CB_VAULT_ENGINE_VFS "casebook"

gboolean cb_vault_engine_start       (GError **error);
/* The result code the engine logged last, and how often it logged.  Codes only: its messages may
   hold values. */
int      cb_vault_engine_last_code   (void);
guint    cb_vault_engine_refusals    (void);   /* unnamed files refused since the start */

G_END_DECLS
