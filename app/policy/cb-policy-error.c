/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-policy-error.h"

G_DEFINE_QUARK (cb-policy-error-quark, cb_policy_error)
