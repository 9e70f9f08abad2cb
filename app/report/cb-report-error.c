/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-report-error.h"

G_DEFINE_QUARK (cb-report-error-quark, cb_report_error)
