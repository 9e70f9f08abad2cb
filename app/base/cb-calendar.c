/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-calendar.h"

#include "cb-csv-private.h"
#include "cb-error.h"

/* Years a notice may speak of. */
#define YEAR_MIN 2000
#define YEAR_MAX 2199

enum { BY_WEEKDAY, DAY_OFF, DAY_WORKED };

struct _CbCalendar
{
  gatomicrefcount ref_count;
  CbDate          first;   /* of @days */
  GByteArray     *days;    /* one of the above for each day from @first */
};

static guint8
listed (CbCalendar *calendar,
        CbDate      date)
{
  gint64 index = (gint64) date - calendar->first;

  return index >= 0 && index < calendar->days->len ? calendar->days->data[index] : BY_WEEKDAY;
}

static gboolean
read_row (char   **fields,
          gpointer user_data)
{
  CbCalendar *calendar = user_data;
  CbDate date;
  guint8 kind;
  guint index;

  if (g_str_equal (fields[1], "off"))
    kind = DAY_OFF;
  else if (g_str_equal (fields[1], "work"))
    kind = DAY_WORKED;
  else
    return FALSE;
  if (!cb_date_parse (fields[0], &date, NULL)
      || date < calendar->first || date > cb_date_new (YEAR_MAX, 12, 31))
    return FALSE;

  index = (guint) (date - calendar->first);
  while (calendar->days->len <= index)
    g_byte_array_append (calendar->days, (const guint8[]) { BY_WEEKDAY }, 1);
  /* A day cannot be both. */
  if (calendar->days->data[index] != BY_WEEKDAY && calendar->days->data[index] != kind)
    return FALSE;
  calendar->days->data[index] = kind;

  return TRUE;
}

CbCalendar *
cb_calendar_load (const char *path,
                  GError    **error)
{
  g_autoptr (CbCalendar) calendar = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  calendar = g_new0 (CbCalendar, 1);
  g_atomic_ref_count_init (&calendar->ref_count);
  calendar->first = cb_date_new (YEAR_MIN, 1, 1);
  calendar->days = g_byte_array_new ();
  if (!cb_csv_read (path, "date,kind,name", read_row, calendar, error))
    return NULL;

  return g_steal_pointer (&calendar);
}

CbCalendar *
cb_calendar_ref (CbCalendar *calendar)
{
  g_return_val_if_fail (calendar != NULL, NULL);

  g_atomic_ref_count_inc (&calendar->ref_count);

  return calendar;
}

void
cb_calendar_unref (CbCalendar *calendar)
{
  if (calendar == NULL || !g_atomic_ref_count_dec (&calendar->ref_count))
    return;
  g_byte_array_unref (calendar->days);
  g_free (calendar);
}

gboolean
cb_calendar_is_working (CbCalendar *calendar,
                        CbDate      date)
{
  g_return_val_if_fail (calendar != NULL, FALSE);

  switch (listed (calendar, date))
    {
    case DAY_OFF:
      return FALSE;
    case DAY_WORKED:
      return TRUE;
    default:
      return date != CB_DATE_NONE && cb_date_weekday (date) <= 5;
    }
}

gboolean
cb_calendar_announced (CbCalendar *calendar,
                       int         year)
{
  CbDate national_day = cb_date_new (year, 10, 1);

  g_return_val_if_fail (calendar != NULL, FALSE);

  /* Every notice has National Day; days of late December alone come from the next year's notice. */
  return national_day != CB_DATE_NONE && listed (calendar, national_day) == DAY_OFF;
}

CbDate
cb_calendar_add_working (CbCalendar *calendar,
                         CbDate      start,
                         int         n,
                         gboolean   *certain)
{
  const CbDate limit = cb_date_new (2200, 12, 31);
  gboolean all_announced = TRUE;
  CbDate date = start;
  int year = 0;

  g_return_val_if_fail (calendar != NULL, CB_DATE_NONE);

  while (n > 0 && date != CB_DATE_NONE)
    {
      int of_year;

      if (++date > limit)
        {
          date = CB_DATE_NONE;
          all_announced = FALSE;
          break;
        }
      cb_date_split (date, &of_year, NULL, NULL);
      if (of_year != year)
        {
          year = of_year;
          all_announced &= cb_calendar_announced (calendar, year);
        }
      if (cb_calendar_is_working (calendar, date))
        n--;
    }
  if (certain != NULL)
    *certain = all_announced && date != CB_DATE_NONE;

  return date;
}

int
cb_calendar_count_working (CbCalendar *calendar,
                           CbDate      from,
                           CbDate      to)
{
  int n = 0;

  g_return_val_if_fail (calendar != NULL, 0);

  if (from == CB_DATE_NONE || to == CB_DATE_NONE)
    return 0;
  for (CbDate date = from; date < to; )
    n += cb_calendar_is_working (calendar, ++date);

  return n;
}

CbDate
cb_calendar_end_posting (CbCalendar *calendar,
                         CbDate      posted,
                         int         days)
{
  CbDate last = posted;

  g_return_val_if_fail (calendar != NULL && days >= 0, CB_DATE_NONE);

  if (posted == CB_DATE_NONE || __builtin_add_overflow (posted, days, &last)
      || last > cb_date_new (2200, 12, 1))
    return CB_DATE_NONE;
  while (!cb_calendar_is_working (calendar, last))
    last++;

  return last;
}
