/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-date.h"

#include "cb-error.h"
#include "cb-fold-private.h"

#include <string.h>

#define YEAR_MIN 1800
#define YEAR_MAX 2200

/* Folded text of a date: digits, separators, and Y M D for 年 月 日. */
#define FOLDED_MAX 24

static gboolean
is_leap (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month (int year,
               int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return days[month - 1] + (month == 2 && is_leap (year));
}

/* Days since 1970-01-01; years begin in March, so that the leap day is the last of its year. */
static gint32
days_from_civil (int year,
                 int month,
                 int day)
{
  int y = year - (month <= 2);
  int era = (y >= 0 ? y : y - 399) / 400;
  int of_era = y - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

gboolean
cb_date_valid (int year,
               int month,
               int day)
{
  return year >= YEAR_MIN && year <= YEAR_MAX
         && month >= 1 && month <= 12
         && day >= 1 && day <= days_in_month (year, month);
}

CbDate
cb_date_new (int year,
             int month,
             int day)
{
  return cb_date_valid (year, month, day) ? days_from_civil (year, month, day) : CB_DATE_NONE;
}

void
cb_date_split (CbDate date,
               int   *year,
               int   *month,
               int   *day)
{
  int y = 0, m = 0, d = 0;

  if (date != CB_DATE_NONE)
    {
      gint64 days = (gint64) date + 719468;
      gint64 era = (days >= 0 ? days : days - 146096) / 146097;
      int of_era = (int) (days - era * 146097);
      int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
      int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
      int shifted = (5 * of_year + 2) / 153;

      d = of_year - (153 * shifted + 2) / 5 + 1;
      m = shifted < 10 ? shifted + 3 : shifted - 9;
      y = year_of_era + (int) (era * 400) + (m <= 2);
    }
  if (year != NULL)
    *year = y;
  if (month != NULL)
    *month = m;
  if (day != NULL)
    *day = d;
}

/* Folds @text into @out; FALSE for a foreign character, a blank between digits, or too long. */
static gboolean
fold_date (const char *text,
           char        out[FOLDED_MAX])
{
  const char *at = text;
  gsize len = 0;
  gboolean blank = FALSE;
  gunichar c;

  if (text == NULL)
    return FALSE;
  while ((c = cb_fold_next (&at)) != 0)
    {
      if (c == ' ')
        {
          blank = TRUE;
          continue;
        }
      if (c == 0x5e74)        /* 年 */
        c = 'Y';
      else if (c == 0x6708)   /* 月 */
        c = 'M';
      else if (c == 0x65e5)   /* 日 */
        c = 'D';
      else if (c != '-' && c != '/' && c != '.' && !(c >= '0' && c <= '9'))
        return FALSE;
      if (len + 1 >= FOLDED_MAX)
        return FALSE;
      if (blank && len > 0 && g_ascii_isdigit (out[len - 1]) && c >= '0' && c <= '9')
        return FALSE;
      blank = FALSE;
      out[len++] = (char) c;
    }
  out[len] = '\0';

  return len > 0;
}

/* Reads between @min and @max digits, the most there are. */
static gboolean
read_digits (const char **at,
             int          min,
             int          max,
             int         *value)
{
  int n = 0, v = 0;

  while (n < max && g_ascii_isdigit (**at))
    {
      v = v * 10 + (**at - '0');
      (*at)++;
      n++;
    }
  *value = v;

  return n >= min && !g_ascii_isdigit (**at);
}

static gboolean
read_fixed (const char **at,
            int          n,
            int         *value)
{
  *value = 0;
  for (; n > 0; n--, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }

  return TRUE;
}

/* @day NULL: a month.  Says whether the form is right; the numbers may still be no date. */
static gboolean
read_parts (const char *at,
            int        *year,
            int        *month,
            int        *day)
{
  char first;

  if (!read_fixed (&at, 4, year))
    return FALSE;

  if (g_ascii_isdigit (*at))
    return read_fixed (&at, 2, month) && (day == NULL || read_fixed (&at, 2, day)) && *at == '\0';

  first = *at;
  if (first == '\0' || strchr ("-/.Y", first) == NULL)
    return FALSE;
  at++;
  if (!read_digits (&at, 1, 2, month))
    return FALSE;
  if (day == NULL)
    return strcmp (at, first == 'Y' ? "M" : "") == 0;
  if (*at != (first == 'Y' ? 'M' : first))
    return FALSE;
  at++;

  return read_digits (&at, 1, 2, day) && strcmp (at, first == 'Y' ? "D" : "") == 0;
}

gboolean
cb_date_parse (const char *text,
               CbDate     *date,
               GError    **error)
{
  char folded[FOLDED_MAX];
  int year, month, day;

  if (!fold_date (text, folded) || !read_parts (folded, &year, &month, &day))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "not a date");
      return FALSE;
    }
  if (!cb_date_valid (year, month, day))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_RANGE, "no such day");
      return FALSE;
    }
  if (date != NULL)
    *date = days_from_civil (year, month, day);

  return TRUE;
}

char *
cb_date_format (CbDate date)
{
  int year, month, day;

  if (date == CB_DATE_NONE)
    return g_strdup ("");
  cb_date_split (date, &year, &month, &day);

  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

int
cb_date_weekday (CbDate date)
{
  gint64 of_week;

  if (date == CB_DATE_NONE)
    return 0;
  /* 1970-01-01 was a Thursday. */
  of_week = ((gint64) date + 3) % 7;

  return (int) (of_week < 0 ? of_week + 7 : of_week) + 1;
}

CbDate
cb_date_add_months (CbDate date,
                    int    months)
{
  int year, month, day;
  gint64 count;

  if (date == CB_DATE_NONE)
    return CB_DATE_NONE;

  cb_date_split (date, &year, &month, &day);
  count = (gint64) year * 12 + month - 1 + months;
  if (count < YEAR_MIN * 12 || count > YEAR_MAX * 12 + 11)
    return CB_DATE_NONE;
  year = (int) (count / 12);
  month = (int) (count % 12) + 1;

  return days_from_civil (year, month, MIN (day, days_in_month (year, month)));
}

CbDate
cb_date_birthday (CbDate birth,
                  int    age)
{
  if (age < 0 || age > YEAR_MAX - YEAR_MIN)
    return CB_DATE_NONE;

  return cb_date_add_months (birth, age * 12);
}

int
cb_date_age (CbDate birth,
             CbDate on)
{
  int birth_year, birth_month, birth_day, year, month, day;

  if (birth == CB_DATE_NONE || on == CB_DATE_NONE || on < birth)
    return -1;

  cb_date_split (birth, &birth_year, &birth_month, &birth_day);
  cb_date_split (on, &year, &month, &day);
  if (birth_month == 2 && birth_day == 29 && !is_leap (year))
    birth_day = 28;

  return year - birth_year - (month < birth_month || (month == birth_month && day < birth_day));
}

CbMonth
cb_month_new (int year,
              int month)
{
  return cb_date_valid (year, month, 1) ? year * 12 + month - 1 : CB_MONTH_NONE;
}

CbMonth
cb_month_of (CbDate date)
{
  int year, month;

  if (date == CB_DATE_NONE)
    return CB_MONTH_NONE;
  cb_date_split (date, &year, &month, NULL);

  return cb_month_new (year, month);
}

CbDate
cb_month_first (CbMonth month)
{
  return month < 0 ? CB_DATE_NONE : cb_date_new (month / 12, month % 12 + 1, 1);
}

CbDate
cb_month_last (CbMonth month)
{
  CbDate first = cb_month_first (month);

  if (first == CB_DATE_NONE)
    return CB_DATE_NONE;

  return first + days_in_month (month / 12, month % 12 + 1) - 1;
}

gboolean
cb_month_parse (const char *text,
                CbMonth    *month,
                GError    **error)
{
  char folded[FOLDED_MAX];
  int y, m;

  if (!fold_date (text, folded) || !read_parts (folded, &y, &m, NULL))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "not a month");
      return FALSE;
    }
  if (!cb_date_valid (y, m, 1))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_RANGE, "no such month");
      return FALSE;
    }
  if (month != NULL)
    *month = y * 12 + m - 1;

  return TRUE;
}

char *
cb_month_format (CbMonth month)
{
  if (month < 0)
    return g_strdup ("");

  return g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);
}
