/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-proof-day.h"

/* The families of one day: where they stand, and the smallest of them that show the same. */

#define ROWS 256

guint
cb_proof_day_n (CbProofDay *day)
{
  return day->full->programmes->len;
}

CbProgrammeCode *
cb_proof_day_code (CbProofDay *day,
                   guint       p)
{
  return &g_array_index (day->full->programmes, CbProgrammeCode, p);
}

static void
stand (CbProofDay *day,
       CbRun      *run,
       guint       row,
       CbStanding *s)
{
  s->status = cb_arena_new0 (day->maker->arena, guint8, cb_proof_day_n (day) + 1);
  s->tier = cb_arena_new0 (day->maker->arena, guint8, cb_proof_day_n (day) + 1);
  s->amount = cb_arena_new0 (day->maker->arena, gint64, cb_proof_day_n (day) + 1);
  s->sure = TRUE;
  s->monthly = s->once = s->income = 0;
  for (guint p = 0; p < cb_proof_day_n (day); p++)
    {
      CbOutcomePoint point = cb_outcome_at (run, cb_proof_day_code (day, p), row);

      s->status[p] = point.status;
      s->tier[p] = point.tier;
      s->amount[p] = point.amount;
      s->sure &= point.status < CB_STATUS_INCOMPLETE;
      if (cb_proof_day_code (day, p)->programme->pay == CB_PAY_MONTHLY)
        s->monthly += point.amount;
      else if (cb_proof_day_code (day, p)->programme->pay == CB_PAY_ONCE)
        s->once += point.amount;
    }
  if (day->pack->income != NULL && day->full->values[day->pack->income->index].state == 2)
    {
      CbSlot slot = day->full->values[day->pack->income->index].slot;
      CbWide den = slot.den * (slot.dyn >= 0 ? cb_run_get (run, slot.dyn, row) : 1);

      if (slot.st >= 0 && cb_run_get (run, slot.st, row) != CB_STATE_KNOWN)
        s->sure = FALSE;
      else if (den > 0)
        {
          CbWide num = cb_run_get (run, slot.num, row);

          den *= day->pack->income->type.year != 0 ? 12 : 1;
          s->income = (gint64) (num >= 0 ? num / den : -((-num + den - 1) / den));
        }
    }
}

/* Where @families (CbFamily*) stand; @look: they count for what can be reached. */
CbStanding *
cb_proof_day_try (CbProofDay *day,
                  GPtrArray  *families,
                  gboolean    look)
{
  g_autoptr (CbBlock) block = cb_family_block (day->pack, families);
  CbStanding *all = g_new0 (CbStanding, families->len + 1);
  CbRun run = { 0 };

  /* Puts the block's rows in order. */
  cb_block_result_free (cb_block_run (block, day->program, 0, 1, NULL, NULL));
  for (guint at = 0; at < families->len; at += ROWS)
    {
      guint n = MIN (ROWS, families->len - at);

      cb_run (&run, day->full, &block->columns, at, n);
      for (guint i = 0; i < n; i++)
        stand (day, &run, i, &all[at + i]);
      if (look)
        cb_reach_look (day->reach, &run, &block->columns);
    }
  cb_run_clear (&run);
  return all;
}

void
cb_proof_day_note (CbProofDay *day,
                   const char *kind,
                   CbFinding  *finding)
{
  CbFinding *old = g_hash_table_lookup (day->cliffs, kind);

  /* The worst of its kind, the earliest day that has it. */
  if (old != NULL && old->fen >= finding->fen)
    {
      cb_finding_free (finding);
      return;
    }
  if (old != NULL)
    g_ptr_array_remove (day->findings, old);
  g_ptr_array_add (day->findings, finding);
  g_hash_table_replace (day->cliffs, g_strdup (kind), finding);
}

/* --- Two families that differ in one fact --- */

void
cb_proof_step_stand (CbProofDay  *day,
                     CbProofStep *s)
{
  g_autoptr (GPtrArray) two = g_ptr_array_new ();
  g_autofree CbStanding *all = NULL;

  g_ptr_array_add (two, cb_family_with (day->maker, s->family, s->member, s->fact, s->low));
  g_ptr_array_add (two, cb_family_with (day->maker, s->family, s->member, s->fact, s->high));
  all = cb_proof_day_try (day, two, FALSE);
  s->at_low = all[0];
  s->at_high = all[1];
}

/* The same with everybody left out who is not needed for it. */
void
cb_proof_step_shrink (CbProofDay  *day,
                      CbProofStep *s,
                      gint64      (*size) (CbProofDay *day, const CbProofStep *s))
{
  for (guint i = s->family->members->len; i > 1; i--)
    {
      CbProofStep less = *s;
      gboolean needed = FALSE;
      guint shift = 0;

      for (int above = (int) s->member; above >= 0; above = g_array_index (s->family->members, CbMember, above).parent)
        needed |= above == (int) (i - 1);
      if (needed || i > s->family->members->len)
        continue;
      less.family = cb_family_without (day->maker, s->family, i - 1);
      /* Those left out before the changed one move it forward. */
      for (guint k = i - 1; k < s->member; k++)
        {
          gboolean gone = k == i - 1;

          for (int above = (int) k; above >= 0 && !gone; above = g_array_index (s->family->members, CbMember, above).parent)
            gone = above == (int) (i - 1);
          shift += gone;
        }
      less.member -= shift;
      cb_proof_step_stand (day, &less);
      if (size (day, &less) > 0 && size (day, &less) >= size (day, s))
        *s = less;
    }
  for (guint i = 0; i < s->family->members->len; i++)
    {
      GPtrArray *facts = CB_ENTITY (day->pack, g_array_index (s->family->members, CbMember, i).entity)->facts;

      for (guint k = 0; k < facts->len; k++)
        {
          const CbFactX *fact = facts->pdata[k];
          const CbMember *m = &g_array_index (s->family->members, CbMember, i);
          gint64 plain = fact->pub.has_default ? fact->pub.default_value : cb_fact_filler (fact);
          CbProofStep less = *s;

          if ((i == s->member && k == s->fact) || fact->type.kind == CB_TYPE_TEXT || (m->known[k] && m->values[k] == plain && fact->pub.has_default))
            continue;
          /* Not said at all, or else its default. */
          less.family = cb_family_with (day->maker, s->family, i, k, plain);
          g_array_index (less.family->members, CbMember, i).known[k] = fact->pub.has_default;
          cb_proof_step_stand (day, &less);
          if (size (day, &less) > 0 && size (day, &less) >= size (day, s))
            *s = less;
        }
    }
}
