/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-vault.h"

G_DEFINE_QUARK (cb-vault-error-quark, cb_vault_error)
