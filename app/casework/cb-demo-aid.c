/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-demo-private.h"

/* Temporary aid in the demo county: hardships, and what the township and the county do about them. */

/* The family of worked case 16, whose house burned down. */
#define AFTER_A_FIRE 16

/* Some families meet with something, at some time after they came; that of the worked case three weeks ago. */
void
cb_demo_plan_hardship (CbDemo *demo,
                       CbDate  day,
                       guint   index)
{
  CbDate when = demo->today - 20;

  if (g_array_index (demo->families, CbDemoFamily, index).number != AFTER_A_FIRE)
    {
      if (!cb_dice_odds (&demo->fate, 70) || demo->today - day < 30)
        return;
      when = day + (CbDate) cb_dice_roll (&demo->fate, 20, demo->today - day);
    }
  if (when > day)
    cb_demo_plan (demo, when, STEP_HARDSHIP, index);
}

static void
set_field (GArray         *edits,
           const CbEntity *e,
           const char     *key,
           const CbValue  *value)
{
  cb_edits_set (edits, e, cb_field_by_key (key)->id, value);
}

gboolean
cb_demo_meet_hardship (CbDemo  *demo,
                       CbDb    *db,
                       guint    index,
                       CbDate   day,
                       GError **error)
{
  static const struct { const char *event, *reason; int most; } hardships[] = {
    { "fire", "房屋失火，基本生活暂时困难", 3 }, { "accident", "遭遇交通事故，基本生活暂时困难", 3 },
    { "illness", "突发重大疾病，基本生活暂时困难", 3 }, { "other", "遭受暴雨灾害，基本生活暂时困难", 2 },
  };
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  const guint kind = f->number == AFTER_A_FIRE ? 0 : (guint) cb_dice_roll (&demo->fate, 0, G_N_ELEMENTS (hardships) - 1);
  const int level = f->number == AFTER_A_FIRE ? 3 : (int) cb_dice_roll (&demo->fate, 1, hardships[kind].most);
  g_autoptr (CbHousehold) h = NULL;
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (GError) local = NULL;
  g_auto (CbValue) event = cb_value_text (hardships[kind].event);
  const CbValue before = cb_value_int (day - 1), degree = cb_value_int (level);
  g_autoptr (CbCase) c = NULL;

  cb_demo_sit_down (demo, CB_ROLE_CASEWORKER, f->area);
  cb_demo_set_clock (&demo->fate, day);
  h = cb_household_load (db, &f->household, error);
  if (h == NULL)
    return FALSE;
  set_field (edits, cb_household_self (h), "household.event", &event);
  set_field (edits, cb_household_self (h), "household.event_date", &before);
  set_field (edits, cb_household_self (h), "household.event_level", &degree);
  cb_household_apply (h, edits);
  if (!cb_household_save (demo->desk, db, h, edits, NULL, error))
    return FALSE;
  if (!cb_case_submit (demo->desk, db, &f->household, "temporary", hardships[kind].reason, &f->aid_case, &local))
    {
      /* Facts may be missing, as with any other application. */
      if (local->domain == CB_CASEWORK_ERROR)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  c = cb_case_load (db, NULL, &f->aid_case, error);
  if (c == NULL)
    return FALSE;
  f->aid_small = c->amount > 0 && c->township == c->amount;
  f->aid_persons = MAX (c->persons, 1);
  cb_demo_plan (demo, day + 1, f->aid_small ? STEP_AID_DECIDE : STEP_AID_OPINION, index);
  return TRUE;
}

gboolean
cb_demo_aid_opinion (CbDemo  *demo,
                     CbDb    *db,
                     guint    index,
                     CbDate   day,
                     GError **error)
{
  const CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);

  cb_demo_sit_down (demo, CB_ROLE_REVIEWER, f->area);
  cb_demo_set_clock (&demo->fate, day);
  if (!cb_case_opinion (demo->desk, db, &f->aid_case, TRUE, "急难情况属实，超出乡镇审批额度，建议县级审批。", error))
    return FALSE;
  cb_demo_plan (demo, day + (CbDate) cb_dice_roll (&demo->fate, 2, 6), STEP_AID_DECIDE, index);
  return TRUE;
}

gboolean
cb_demo_decide_aid (CbDemo  *demo,
                    CbDb    *db,
                    guint    index,
                    CbDate   day,
                    GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  g_autoptr (CbDecisionDraft) draft = NULL;
  const CbOutcome *outcome;
  gboolean confirm;

  cb_demo_sit_down (demo, f->aid_small ? CB_ROLE_REVIEWER : CB_ROLE_APPROVER, f->area);
  cb_demo_set_clock (&demo->fate, day);
  draft = cb_case_draft (demo->desk, db, &f->aid_case, day, error);
  if (draft == NULL)
    return FALSE;
  /* A new standard since yesterday may have raised it over the township's ceiling. */
  if (f->aid_small && draft->may == CB_MAY_OVER_LIMIT)
    {
      f->aid_small = FALSE;
      cb_demo_plan (demo, day + 1, STEP_AID_OPINION, index);
      return TRUE;
    }
  outcome = cb_result_find (cb_assessment_result (draft->now), "temporary");
  confirm = outcome != NULL && (outcome->status == CB_STATUS_ELIGIBLE || outcome->status == CB_STATUS_NEEDS_JUDGEMENT);
  if (!cb_case_decide (demo->desk, db, draft, confirm, confirm ? "急难情况属实，予以临时救助。" : "不符合临时救助规定，不予救助。", error))
    return FALSE;
  if (confirm)
    {
      f->aid = outcome->amount;
      /* With the run of the month, or the next when that is over. */
      f->aid_paid = cb_month_of (day) + (day > cb_month_first (cb_month_of (day)) + 19);
    }
  return TRUE;
}
