/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-run-private.h"

static CbDate
as_date (gint64 days)
{
  return (CbDate) CLAMP (days, cb_date_new (1800, 1, 1), cb_date_new (2200, 12, 31));
}

static CbMonth
as_month (gint64 month)
{
  return (CbMonth) CLAMP (month, cb_month_new (1800, 1), cb_month_new (2200, 12));
}

static gint64
months_between (CbDate a,
                CbDate b)
{
  gint64 months = cb_month_of (b) - cb_month_of (a);

  if (b <= a)
    return 0;
  /* The day of the month (or the month's last) must have come. */
  return months > 0 && cb_date_add_months (a, (int) months) > b ? months - 1 : months;
}

gint64
cb_run_date (CbInstrOp op,
             gint64    a,
             gint64    b)
{
  int year, month, day;

  switch (op)
    {
    case CB_I_AGE: return cb_date_age (as_date (a), as_date (b));
    case CB_I_MONTHS_BETWEEN: return months_between (as_date (a), as_date (b));
    case CB_I_ADD_MONTHS:
      {
        gint64 to = CLAMP (cb_month_of (as_date (a)) + CLAMP (b, -10000, 10000), cb_month_new (1800, 1), cb_month_new (2200, 12));

        return cb_date_add_months (as_date (a), (int) (to - cb_month_of (as_date (a))));
      }
    case CB_I_MONTH_OF: return cb_month_of (as_date (a));
    case CB_I_FIRST_DAY: return cb_month_first (as_month (a));
    case CB_I_LAST_DAY: return cb_month_last (as_month (a));
    default:
      cb_date_split (as_date (a), &year, &month, &day);
      return year;
    }
}

void
cb_run_dates (CbRun         *run,
              const CbInstr *in,
              guint          n)
{
  const CbReg *regs = (const CbReg *) (void *) run->variant->code.regs->data;
  gconstpointer pa = cb_run_place (run, in->a), pb = in->b >= 0 ? cb_run_place (run, in->b) : NULL;
  gint64 *pd = cb_run_place (run, in->dst);

  for (guint i = 0; i < n; i++)
    pd[i] = cb_run_date ((CbInstrOp) in->op, (gint64) cb_run_wide (&regs[in->a], pa, i), in->b >= 0 ? (gint64) cb_run_wide (&regs[in->b], pb, i) : 0);
}
