/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-money.h"
#include "cb-proof-day.h"

/* What a programme pays is never negative and can always be worked out. */

void
cb_proof_ranges (CbProofDay *day)
{
  for (guint p = 0; p < cb_proof_day_n (day); p++)
    {
      CbProgrammeCode *code = cb_proof_day_code (day, p);

      if (code->programme->pay == CB_PAY_NONE)
        continue;
      day->counts->amounts++;
      if (g_array_index (day->full->code.regs, CbReg, code->amount.num).lo >= 0)
        day->counts->amounts_proved++;
    }
}

/* 1 while the programme looked at is wrong. */
static gint64
wrong (CbProofDay        *day,
       const CbProofStep *s)
{
  return s->at_low.status[day->wrong] == CB_STATUS_FAULT || s->at_low.amount[day->wrong] < 0;
}

static char *
simplest_text (CbProofDay     *day,
               const CbFamily *family)
{
  CbProofStep s = { .family = cb_family_copy (day->maker, family), .fact = G_MAXUINT };

  cb_proof_step_stand (day, &s);
  cb_proof_step_shrink (day, &s, wrong);
  return cb_family_text (day->pack, s.family);
}

void
cb_proof_amounts (CbProofDay       *day,
                  const CbFamily   *family,
                  const CbStanding *s)
{
  for (guint p = 0; p < cb_proof_day_n (day); p++)
    {
      CbProgrammeX *programme = cb_proof_day_code (day, p)->programme;
      g_autofree char *kind = NULL, *text = NULL, *on = NULL;
      const CbKey *key = programme->lines->len > 0 ? g_array_index (programme->lines, CbLineX, 0).key : programme->eligible->key;
      gboolean fault = s->status[p] == CB_STATUS_FAULT;

      if (!fault && s->amount[p] >= 0)
        continue;
      kind = g_strdup_printf ("%s %s", fault ? "fault" : "negative", programme->name);
      if (g_hash_table_contains (day->cliffs, kind))
        continue;
      day->wrong = p;
      text = simplest_text (day, family);
      on = cb_date_format (day->on);
      if (fault)
        cb_proof_day_note (day, kind, cb_finding_new (CB_FINDING_FAULT, programme->eligible->key, 0,
                                                      "[programme %s] can not be worked out on %s: a division by zero, a parameter without value, or a number too large. %s",
                                                      programme->name, on, text));
      else
        {
          g_autofree char *amount = cb_money_plain (s->amount[p]);

          cb_proof_day_note (day, kind, cb_finding_new (CB_FINDING_FAULT, key, 0, "the amount of [programme %s] can be negative: %s yuan on %s. %s",
                                                        programme->name, amount, on, text));
        }
    }
}
