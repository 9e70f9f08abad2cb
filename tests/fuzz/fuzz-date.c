/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates and months in every style that is read: what is read is a real day, and reads the same again once written. */

#include <glib.h>
#include <stdint.h>
#include "cb-date.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  CbDate date = 42, date_again;
  CbMonth month = 42, month_again;

  if (cb_date_parse (text, &date, NULL))
    {
      g_autofree char *formatted = cb_date_format (date);
      int y, m, d;

      cb_date_split (date, &y, &m, &d);
      g_assert_true (cb_date_valid (y, m, d));
      g_assert_cmpint (cb_date_new (y, m, d), ==, date);
      g_assert_true (cb_date_parse (formatted, &date_again, NULL));
      g_assert_cmpint (date_again, ==, date);
    }
  else
    {
      g_assert_cmpint (date, ==, 42);
    }

  if (cb_month_parse (text, &month, NULL))
    {
      g_autofree char *formatted = cb_month_format (month);

      g_assert_cmpint (cb_month_of (cb_month_first (month)), ==, month);
      g_assert_cmpint (cb_month_of (cb_month_last (month)), ==, month);
      g_assert_true (cb_month_parse (formatted, &month_again, NULL));
      g_assert_cmpint (month_again, ==, month);
    }
  else
    {
      g_assert_cmpint (month, ==, 42);
    }
  return 0;
}
