/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-standard.h"

#include "cb-clock.h"

#define NEWS_DAYS 92     /* a standard is new for three months: it has been confirmed or overtaken by then */

gboolean
cb_standard_has_come (const CbStandard *s,
                      CbDate            today)
{
  return s->in_force && s->state == CB_STANDARD_COUNTERSIGNED && s->from != CB_DATE_NONE && s->from <= today;
}

gboolean
cb_standard_news (CbDesk          *desk,
                  CbDb            *db,
                  CbStandardNews  *news,
                  GError         **error)
{
  const CbDate today = cb_clock_today ();
  g_autoptr (GPtrArray) list = NULL;
  gint64 later = 0;

  *news = (CbStandardNews) { .from = CB_DATE_NONE };
  /* Mostly there is nothing but what the county began with: then nothing more is read. */
  if (!cb_db_get_int (db, "SELECT count(*) FROM pack_ WHERE base IS NOT NULL", &later, error))
    return FALSE;
  if (later == 0)
    return TRUE;
  list = cb_standard_list (desk, db, error);
  if (list == NULL)
    return FALSE;
  for (guint i = list->len; i-- > 0;)
    {
      const CbStandard *s = list->pdata[i];

      if (s->state == CB_STANDARD_PUBLISHED && !s->overtaken)
        {
          news->waiting++;
          news->newest = s->uid;
        }
      if (cb_standard_has_come (s, today) && MAX (s->from, cb_clock_date_of (s->signed_at)) > today - NEWS_DAYS)
        {
          news->from = s->from;
          news->in_force = s->uid;
        }
    }
  return TRUE;
}
