/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-clock.h"

#define MS_PER_DAY    G_GINT64_CONSTANT (86400000)
#define CHINA_MS      (8 * G_GINT64_CONSTANT (3600000))
#define HLC_MS_MAX    ((G_GINT64_CONSTANT (1) << 48) - 1)
#define COUNTER_BITS  16

/* -1: the real clock.  Read and written whole from any thread. */
static gint64 fixed_ms = -1;

gint64
cb_clock_now_ms (void)
{
  gint64 ms = __atomic_load_n (&fixed_ms, __ATOMIC_RELAXED);

  return ms == -1 ? g_get_real_time () / 1000 : ms;
}

CbDate
cb_clock_today (void)
{
  return cb_clock_date_of (cb_clock_now_ms ());
}

void
cb_clock_set (gint64 ms)
{
  __atomic_store_n (&fixed_ms, ms, __ATOMIC_RELAXED);
}

/* Days and the rest of the day, the days rounded down also before 1970. */
static gint64
split_ms (gint64  ms,
          gint64 *rest)
{
  gint64 days = ms / MS_PER_DAY;

  *rest = ms % MS_PER_DAY + CHINA_MS;
  if (*rest < 0)
    {
      *rest += MS_PER_DAY;
      days--;
    }
  else if (*rest >= MS_PER_DAY)
    {
      *rest -= MS_PER_DAY;
      days++;
    }

  return days;
}

CbDate
cb_clock_date_of (gint64 ms)
{
  gint64 rest;
  gint64 days = split_ms (ms, &rest);

  return days > G_MININT32 && days <= G_MAXINT32 ? (CbDate) days : CB_DATE_NONE;
}

char *
cb_clock_format (gint64 ms)
{
  gint64 rest;
  g_autofree char *date = cb_date_format (cb_clock_date_of (ms));

  split_ms (ms, &rest);

  return g_strdup_printf ("%s %02d:%02d", date, (int) (rest / 3600000), (int) (rest / 60000 % 60));
}

CbHlc
cb_hlc_tick (CbHlc  last,
             gint64 now_ms)
{
  CbHlc now = (CbHlc) CLAMP (now_ms, 0, HLC_MS_MAX) << COUNTER_BITS;

  if (now > last)
    return now;

  /* Counter and milliseconds are one number: a full counter runs over into the next millisecond. */
  return last == G_MAXUINT64 ? last : last + 1;
}

CbHlc
cb_hlc_receive (CbHlc     last,
                CbHlc     seen,
                gint64    now_ms,
                gboolean *advanced)
{
  gint64 now = CLAMP (now_ms, 0, HLC_MS_MAX);
  gboolean credible = cb_hlc_ms (seen) <= now + MS_PER_DAY;

  if (advanced != NULL)
    *advanced = credible;

  return credible ? cb_hlc_tick (MAX (last, seen), now) : last;
}

gint64
cb_hlc_ms (CbHlc hlc)
{
  return (gint64) (hlc >> COUNTER_BITS);
}
