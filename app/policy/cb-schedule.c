/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-schedule.h"

#include <string.h>

typedef struct { CbMonth from; CbFacts *facts; } Version;
typedef struct { CbMonth month; gint64 fen; } Paid;

struct _CbSchedule {
  CbPack *pack;
  char   *programme;
  GArray *versions;      /* by month */
  GArray *paid;
  CbMonth end;
};

static void
version_clear (gpointer data)
{
  cb_facts_unref (((Version *) data)->facts);
}

CbSchedule *
cb_schedule_new (CbPack     *pack,
                 const char *programme)
{
  CbSchedule *s = g_new0 (CbSchedule, 1);

  s->pack = cb_pack_ref (pack);
  s->programme = g_strdup (programme);
  s->versions = g_array_new (FALSE, FALSE, sizeof (Version));
  g_array_set_clear_func (s->versions, version_clear);
  s->paid = g_array_new (FALSE, FALSE, sizeof (Paid));
  s->end = CB_MONTH_NONE;
  return s;
}

void
cb_schedule_free (CbSchedule *s)
{
  if (s == NULL)
    return;
  g_array_unref (s->versions);
  g_array_unref (s->paid);
  cb_pack_unref (s->pack);
  g_free (s->programme);
  g_free (s);
}

void
cb_schedule_add_facts (CbSchedule *s,
                       CbMonth     from,
                       CbFacts    *facts)
{
  Version version = { from, cb_facts_ref (facts) };
  guint at = s->versions->len;

  while (at > 0 && g_array_index (s->versions, Version, at - 1).from > from)
    at--;
  g_array_insert_val (s->versions, at, version);
}

void
cb_schedule_set_end (CbSchedule *s,
                     CbMonth     last)
{
  s->end = last;
}

void
cb_schedule_set_paid (CbSchedule *s,
                      CbMonth     month,
                      gint64      fen)
{
  Paid paid = { month, fen };

  for (guint i = 0; i < s->paid->len; i++)
    if (g_array_index (s->paid, Paid, i).month == month)
      {
        g_array_index (s->paid, Paid, i).fen = fen;
        return;
      }
  g_array_append_val (s->paid, paid);
}

/* The day whose law is a month's: its first, or the last day within it on which the law changed, for a new standard
 * counts for the whole month of its effective date (R-T3: months from month(d) on). */
static CbDate
law_day (CbPack  *pack,
         CbMonth  month)
{
  g_autoptr (GArray) days = cb_pack_change_days (pack, cb_month_first (month), cb_month_last (month));

  return days->len > 0 ? g_array_index (days, CbDate, days->len - 1) : cb_month_first (month);
}

static gboolean
one_month (CbSchedule      *s,
           CbMonth          month,
           CbScheduleMonth *out,
           GError         **error)
{
  CbFacts *facts = NULL;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbResult) result = NULL;
  const CbOutcome *o;

  for (guint i = 0; i < s->versions->len; i++)
    if (g_array_index (s->versions, Version, i).from <= month)
      facts = g_array_index (s->versions, Version, i).facts;
  if (facts == NULL || (s->end != CB_MONTH_NONE && month > s->end))
    return TRUE;
  program = cb_pack_compile (s->pack, law_day (s->pack, month), month, error);
  if (program == NULL)
    return FALSE;
  result = cb_evaluate (program, facts, CB_EVALUATE_NONE, error);
  if (result == NULL)
    return FALSE;
  o = cb_result_find (result, s->programme);
  if (o == NULL)
    return TRUE;
  out->status = o->status;
  out->due = o->amount;
  return TRUE;
}

GArray *
cb_schedule_run (CbSchedule  *s,
                 CbMonth      from,
                 CbMonth      to,
                 GError     **error)
{
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (CbScheduleMonth));

  g_return_val_if_fail (to - from < 1200, NULL);
  for (CbMonth month = from; month <= to; month++)
    {
      CbScheduleMonth m = { month, CB_STATUS_NOT_ELIGIBLE, 0, -1 };

      if (!one_month (s, month, &m, error))
        return NULL;
      for (guint i = 0; i < s->paid->len; i++)
        if (g_array_index (s->paid, Paid, i).month == month)
          m.paid = g_array_index (s->paid, Paid, i).fen;
      g_array_append_val (months, m);
    }
  return g_steal_pointer (&months);
}

CbScheduleSums
cb_schedule_sums (GArray *months)
{
  CbScheduleSums sums = { 0 };

  for (guint i = 0; i < months->len; i++)
    {
      CbScheduleMonth *m = &g_array_index (months, CbScheduleMonth, i);

      if (m->paid < 0)
        continue;
      sums.due += m->due;
      sums.paid += m->paid;
      sums.arrears += MAX (m->due - m->paid, 0);
      sums.recovery += MAX (m->paid - m->due, 0);
    }
  return sums;
}
