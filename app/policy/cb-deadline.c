/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-deadline.h"

CbDate
cb_pack_deadline (CbPack      *pack,
                  const char  *name,
                  CbDate       start,
                  CbCalendar  *calendar,
                  gboolean    *certain,
                  GError     **error)
{
  const CbPackParam *param = cb_pack_param (pack, name);
  gint64 n, d;

  if (certain != NULL)
    *certain = TRUE;
  if (param == NULL || param->by != NULL || param->bands || !cb_pack_param_value (pack, name, NULL, start, &n, &d) || d != 1 || n < 0
      || n > 10000)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE, "the rules set no term %s on that day", name);
      return CB_DATE_NONE;
    }
  switch (param->unit)
    {
    case CB_UNIT_WORKING_DAYS:
      return cb_calendar_add_working (calendar, start, (int) n, certain);
    case CB_UNIT_DAYS:
      return cb_calendar_end_posting (calendar, start, (int) n);
    case CB_UNIT_MONTHS:
      return cb_date_add_months (start, (int) n);
    case CB_UNIT_YEARS:
      return cb_date_add_months (start, 12 * (int) n);
    case CB_UNIT_NUMBER: case CB_UNIT_COUNT: case CB_UNIT_RATIO: case CB_UNIT_MONEY: case CB_UNIT_MONEY_MONTH: case CB_UNIT_MONEY_YEAR:
    case CB_UNIT_OTHER:
    default:
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE, "parameter %s is no term", name);
      return CB_DATE_NONE;
    }
}
