/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-ctl.h"
#include "cb-evaluate.h"

G_BEGIN_DECLS

/* The bytes of a file, or of stdin for "-". */
GBytes *cb_ctl_read         (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The rules of a file, or of "BASE.pack,REFORM.pack", each laid over those before it.  @faults (nullable): as of cb_pack_load_bytes();
 * @error: of what can not be read, CB_POLICY_ERROR_PACK of faults. */
CbPack *cb_ctl_load_pack    (const char *path, GPtrArray **faults, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same; NULL: what is wrong was said, with *@code. */
CbPack *cb_ctl_read_pack    (const char *path, int *code) G_GNUC_WARN_UNUSED_RESULT;

/* A result for people, on stdout: programmes, amounts, reasons; @explain: with the worksheets. */
void    cb_ctl_print_result (CbResult *result, const char *lang, gboolean explain);
const char *cb_ctl_status_title (CbStatus status);   /* translated */

/* Households in columns, @list of csv files; a line of csv or JSON for each, or how long the evaluation took. */
int     cb_ctl_evaluate_table (CbCtl *ctl, CbPack *pack, CbDate on, CbMonth pay_month, const char *list, gboolean timed);

/* The whole casebook by its own rules, counted by programme; @on: CB_DATE_NONE is today. */
int     cb_ctl_evaluate_casebook (CbCtl *ctl, const char *dir, CbDate on, const char *lang);

G_END_DECLS
