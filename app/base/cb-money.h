/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbMoney:
 * An amount in whole fen (1/100 yuan).  Never a float.  Sums are checked: an overflow is an error,
 * not a wrap.  All functions may be called from any thread.
 */
typedef gint64 CbMoney;

#define CB_MONEY_MAX G_GINT64_CONSTANT (100000000000000)  /* 1,000,000,000,000.00 yuan */
#define CB_YUAN(y) ((CbMoney) (y) * 100)

/* FALSE, and the out untouched, when the result is beyond CB_MONEY_MAX in either direction. */
gboolean cb_money_add        (CbMoney a, CbMoney b, CbMoney *sum);
gboolean cb_money_mul        (CbMoney a, gint64 factor, CbMoney *product);
/* Rounded up to the whole yuan (见分进元); negative amounts towards zero. */
CbMoney  cb_money_ceil_yuan  (CbMoney amount);

/* Reads what people and spreadsheets write: "1,234.5", "1234.50元", "￥1，234", full-width digits,
 * "(12.00)" or "-12" for negative, blanks around.  Commas only at the thousands, one or two
 * decimals; scientific notation, anything else: CB_BASE_ERROR_INVALID; beyond CB_MONEY_MAX:
 * CB_BASE_ERROR_RANGE.  @amount may be NULL; untouched on error. */
gboolean cb_money_parse      (const char *text, CbMoney *amount, GError **error);
/* "1,234.50"; without decimals when @amount is whole yuan and @trim. */
char    *cb_money_format     (CbMoney amount, gboolean trim) G_GNUC_WARN_UNUSED_RESULT;
/* "1234.50": for files. */
char    *cb_money_plain      (CbMoney amount) G_GNUC_WARN_UNUSED_RESULT;
/* Financial capitals, as on a receipt: 壹仟贰佰叁拾肆元伍角整 (支付结算办法 附一, with 整 after 角 and
 * no 零 where it may be left out). */
char    *cb_money_capitals   (CbMoney amount) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
