/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Amounts as people and spreadsheets write them: what is read is within bounds, and reads the same again once written. */

#include <glib.h>
#include <stdint.h>
#include "cb-money.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  CbMoney amount = 42, again = 42;

  if (cb_money_parse (text, &amount, &error))
    {
      g_autofree char *formatted = cb_money_format (amount, FALSE);
      g_autofree char *plain = cb_money_plain (amount);

      g_assert_no_error (error);
      g_assert_cmpint (amount, <=, CB_MONEY_MAX);
      g_assert_cmpint (amount, >=, -CB_MONEY_MAX);
      g_assert_true (cb_money_parse (formatted, &again, NULL));
      g_assert_cmpint (again, ==, amount);
      g_assert_true (cb_money_parse (plain, &again, NULL));
      g_assert_cmpint (again, ==, amount);
    }
  else
    {
      g_assert_nonnull (error);
      g_assert_cmpint (amount, ==, 42);
    }
  return 0;
}
