/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-error.h"

G_DEFINE_QUARK (cb-base-error-quark, cb_base_error)
