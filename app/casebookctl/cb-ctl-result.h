/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/* On stdout: JSON as the policy floor writes it, else a short text; @explain: with the worksheets. */
void    cb_ctl_print_result (CbResult *result, gboolean explain, gboolean json);
/* NULL: what is wrong with it was said on stderr. */
CbPack *cb_ctl_load_pack    (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
