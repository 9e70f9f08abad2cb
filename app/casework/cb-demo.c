/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-demo.h"

#include <string.h>

#include "cb-case.h"
#include "cb-case-data.h"
#include "cb-clock.h"
#include "cb-demo-private.h"
#include "cb-reference.h"

/*
 * A demo county lives its history through the same functions as a real one: the clock is set to each day, the person of that step sits
 * down at the desk, and what they do is recorded, signed and checked.  Month by month:
 *
 *   intake ─ submission ─ township opinion ─ decision        in order of their days
 *   hardship ─ temporary aid: the township's reviewer, or opinion and decision of the county
 *   July: running grants are decided anew under the new standard
 *   the 20th: payment runs, one for each township and programme
 */

typedef struct {
  CbDemoStep step;
  guint      family;
} Plan;

static const struct {
  CbRoles     roles;
  const char *area;
  int         limit_yuan;
} posts[] = {
  /* The first founds the county. */
  { CB_ROLE_AUTHORITY, "5108", 0 },
  { CB_ROLE_CASEWORKER, "510823120", 0 },
  { CB_ROLE_REVIEWER, "510823120", 0 },
  { CB_ROLE_APPROVER, "510823", 0 },
  { CB_ROLE_CASEWORKER, "5108", 0 },
  { CB_ROLE_REVIEWER, "5108", 0 },
  { CB_ROLE_APPROVER, "5108", 0 },
  { CB_ROLE_FINANCE, "5108", 0 },
  { CB_ROLE_POLICY, "5108", 0 },
  { CB_ROLE_AUDITOR, "5108", 0 },
  { CB_ROLE_CASEWORKER | CB_ROLE_REVIEWER | CB_ROLE_APPROVER, "5108", 0 },
};

static void
worker_clear (gpointer data)
{
  CbDemoWorker *w = data;

  g_free (w->name);
  g_free (w->area);
  g_free (w->passphrase);
  g_clear_pointer (&w->sign_sk, cb_secret_free);
}

void
cb_demo_login_free (CbDemoLogin *login)
{
  g_free (login->name);
  g_free (login->roles);
  g_free (login->area);
  g_free (login->passphrase);
  g_free (login);
}

static void
progress (CbDemo     *demo,
          const char *step,
          guint       done,
          guint       total)
{
  if (demo->options->progress != NULL)
    demo->options->progress (step, done, total, demo->options->data);
}

/* The clock at a working hour of that day. */
void
cb_demo_set_clock (CbDice *dice,
                   CbDate  day)
{
  gint64 minute = cb_dice_roll (dice, 30, 500);

  /* 08:30 to 16:50 in UTC+8. */
  cb_clock_set (((gint64) day * 24 * 60 + minute) * 60 * 1000);
}

static void
set_clock (CbDemo *demo,
           CbDate  day)
{
  cb_demo_set_clock (&demo->dice, day);
}

/* The one with @role who is nearest to @area; never the one who founded. */
const CbDemoWorker *
cb_demo_sit_down (CbDemo   *demo,
                  CbRoles     role,
                  const char *area)
{
  const CbDemoWorker *best = NULL;

  for (guint i = 1; i < demo->workers->len; i++)
    {
      const CbDemoWorker *w = &g_array_index (demo->workers, CbDemoWorker, i);

      if (w->roles == role && cb_area_within (area, w->area) && (best == NULL || strlen (w->area) > strlen (best->area)))
        best = w;
    }
  g_assert (best != NULL);
  cb_desk_act_as (demo->desk, &best->uid, best->sign_sk);
  return best;
}

void
cb_demo_plan (CbDemo    *demo,
              CbDate     day,
              CbDemoStep step,
              guint      family)
{
  const Plan p = { step, family };

  /* What lies ahead of the demo's today has not happened yet: these cases are open. */
  if (day <= demo->today)
    g_array_append_val ((GArray *) g_ptr_array_index (demo->plans, day - cb_month_first (demo->start)), p);
}

/* ------------------------------------------------------------ founding */

static gboolean
found (CbDemo     *demo,
       const char *dir,
       GError    **error)
{
  static const char county[] = "广元市（演示）";
  g_autoptr (CbSecret) recovery = NULL;
  g_autofree char *first = cb_demo_crowd_name (demo->crowd);
  CbFounding founding = { county, "5108", "市民政局社会救助科", first, CB_ROLE_AUTHORITY, CB_VAULT_COST_FLOOR };

  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      CbDemoWorker w = { 0 };
      g_autoptr (CbSecret) passphrase = NULL;

      w.roles = posts[i].roles;
      w.area = g_strdup (posts[i].area);
      w.name = i == 0 ? g_strdup (first) : cb_demo_crowd_name (demo->crowd);
      /* Ends in the number by which the person unlocks: slot 2 is the recovery sheet's. */
      w.passphrase = g_strdup_printf ("jianmen-shudao-%02u", i == 0 ? 1 : i + 2);
      passphrase = cb_secret_from (w.passphrase, strlen (w.passphrase));
      g_array_append_val (demo->workers, w);
      if (i == 0)
        {
          demo->desk = cb_desk_found (dir, &founding, passphrase, &recovery, error);
          if (demo->desk == NULL || !cb_desk_sign_in (demo->desk, passphrase, error))
            return FALSE;
        }
    }
  g_array_index (demo->workers, CbDemoWorker, 0).slot = 1;
  g_array_index (demo->workers, CbDemoWorker, 0).uid = cb_desk_person (demo->desk)->uid;
  for (guint i = 1; i < demo->workers->len; i++)
    {
      CbDemoWorker *w = &g_array_index (demo->workers, CbDemoWorker, i);
      g_autoptr (CbSecret) passphrase = cb_secret_from (w->passphrase, strlen (w->passphrase));

      if (!cb_desk_signing (demo->desk))
        {
          const char *own = g_array_index (demo->workers, CbDemoWorker, 0).passphrase;
          g_autoptr (CbSecret) again = cb_secret_from (own, strlen (own));

          if (!cb_desk_sign_in (demo->desk, again, error))
            return FALSE;
        }
      if (!cb_desk_enrol (demo->desk, w->name, w->roles, w->area, CB_YUAN (posts[i].limit_yuan), passphrase, &w->slot, &w->uid, error))
        return FALSE;
      w->sign_sk = cb_vault_person_key (cb_desk_vault (demo->desk), w->slot, passphrase, NULL, NULL, error);
      if (w->sign_sk == NULL)
        return FALSE;
      progress (demo, "people", i, demo->workers->len);
    }
  cb_desk_sign_out (demo->desk);
  return TRUE;
}

/* ------------------------------------------------------------ the steps of a case */

/* An adult without income was asked, and said so. */
static void
tell_no_income (CbHousehold *h,
                GArray      *edits,
                CbDate       day)
{
  g_autoptr (GPtrArray) doubts = cb_household_doubts (h, day);
  GArray *more = cb_edits_new ();

  for (guint i = 0; i < doubts->len; i++)
    {
      const CbDoubt *doubt = doubts->pdata[i];
      CbEntity *income;
      g_auto (CbValue) kind = cb_value_text ("transfer"), source = cb_value_text ("无收入"), nothing = cb_value_int (0);

      if (doubt->kind != CB_DOUBT_INCOME_UNTOLD)
        continue;
      income = cb_household_add (h, CB_KIND_INCOME, &doubt->entity);
      cb_edits_set (more, income, cb_field_by_key ("income.kind")->id, &kind);
      cb_edits_set (more, income, cb_field_by_key ("income.source")->id, &source);
      cb_edits_set (more, income, cb_field_by_key ("income.amount")->id, &nothing);
    }
  cb_household_apply (h, more);
  g_array_append_vals (edits, more->data, more->len);
  g_free (g_array_free (more, FALSE));   /* the values are with @edits now */
}

static gboolean
intake (CbDemo *demo,
        CbDb   *db,
        guint   index,
        CbDate  day,
        GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  g_autoptr (GArray) edits = NULL;
  g_autoptr (CbHousehold) h = cb_demo_crowd_next (demo->crowd, &edits);
  g_autoptr (CbAssessment) assessment = NULL;
  const CbOutcome *outcome = NULL;
  g_autoptr (CbProgram) program = NULL;

  tell_no_income (h, edits, day);
  f->number = ++demo->entered;
  f->household = *cb_household_uid (h);
  g_strlcpy (f->area, cb_entity_text (cb_household_self (h), cb_field_by_key ("household.area")->id), sizeof f->area);
  cb_demo_sit_down (demo, CB_ROLE_CASEWORKER, f->area);
  set_clock (demo, day);
  if (!cb_household_save (demo->desk, db, h, edits, NULL, error))
    return FALSE;
  program = cb_desk_program (demo->desk, day, error);
  if (program == NULL)
    return FALSE;
  assessment = cb_assess (program, h, FALSE, error);
  if (assessment == NULL)
    return FALSE;
  for (const char *const *name = (const char *const[]) { "tekun", "dibao", "edge", "rigid", NULL }; *name != NULL; name++)
    {
      outcome = cb_result_find (cb_assessment_result (assessment), *name);
      if (outcome != NULL && (outcome->status == CB_STATUS_ELIGIBLE || outcome->status == CB_STATUS_NEEDS_JUDGEMENT))
        {
          f->programme = *name;
          break;
        }
    }
  if (f->programme == NULL && cb_dice_odds (&demo->dice, 250))
    {
      f->programme = "dibao";
      f->refuse = TRUE;
    }
  cb_demo_plan_hardship (demo, day, index);
  /* Some families only asked; a judgement keeps a few waiting. */
  if (f->programme == NULL || cb_dice_odds (&demo->dice, outcome != NULL && outcome->status == CB_STATUS_NEEDS_JUDGEMENT ? 300 : 40))
    return TRUE;
  cb_demo_plan (demo, day + (CbDate) cb_dice_roll (&demo->dice, 0, 4), STEP_SUBMIT, index);
  return TRUE;
}

static gboolean
submit (CbDemo *demo,
        CbDb   *db,
        guint   index,
        CbDate  day,
        GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  g_autoptr (GError) local = NULL;

  cb_demo_sit_down (demo, CB_ROLE_CASEWORKER, f->area);
  set_clock (demo, day);
  if (!cb_case_submit (demo->desk, db, &f->household, f->programme, "家庭基本生活困难", &f->case_, &local))
    {
      /* Facts may be missing: then the family's case stays where it is. */
      if (local->domain == CB_CASEWORK_ERROR)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  cb_demo_plan (demo, day + (CbDate) cb_dice_roll (&demo->dice, 7, 13), STEP_OPINION, index);
  return TRUE;
}

static gboolean
give_opinion (CbDemo *demo,
              CbDb   *db,
              guint   index,
              CbDate  day,
              GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);

  cb_demo_sit_down (demo, CB_ROLE_REVIEWER, f->area);
  set_clock (demo, day);
  if (!cb_case_opinion (demo->desk, db, &f->case_, !f->refuse, f->refuse ? "经调查，不符合条件，建议不予确认。" : "经入户调查，情况属实，建议确认。",
                        error))
    return FALSE;
  cb_demo_plan (demo, day + (CbDate) cb_dice_roll (&demo->dice, 8, 14), STEP_DECIDE, index);
  return TRUE;
}

static gboolean
decide (CbDemo  *demo,
        CbDb    *db,
        guint    index,
        CbDate   day,
        gboolean again,
        GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  g_autoptr (CbDecisionDraft) draft = NULL;
  const CbOutcome *outcome;
  const char *reasons;
  gboolean confirm;

  cb_demo_sit_down (demo, CB_ROLE_APPROVER, f->area);
  set_clock (demo, day);
  draft = cb_case_draft (demo->desk, db, &f->case_, day, error);
  if (draft == NULL)
    return FALSE;
  outcome = cb_result_find (cb_assessment_result (draft->now), f->programme);
  confirm = !f->refuse && outcome != NULL
            && (outcome->status == CB_STATUS_ELIGIBLE || outcome->status == CB_STATUS_NEEDS_JUDGEMENT);
  if (again && (!confirm || outcome->amount <= f->amount))
    return TRUE;
  reasons = !confirm ? "经审核，不符合规定条件，不予确认。"
            : again ? "保障标准调整，重新核定金额。"
                    : "材料齐全，情况属实；需判断事项经核实不影响基本生活，予以确认。";
  if (!cb_case_decide (demo->desk, db, draft, confirm, reasons, error))
    return FALSE;
  if (!confirm)
    return TRUE;
  f->running = TRUE;
  f->amount = outcome->amount;
  f->persons = MAX (cb_result_persons (cb_assessment_result (draft->now), f->programme), 1);
  if (!again)
    {
      f->first = cb_month_of (day) + 1;
      f->last = CB_MONTH_NONE;
      /* A few leave again: work found, a death, a move. */
      if (cb_dice_odds (&demo->dice, 140))
        cb_demo_plan (demo, day + (CbDate) cb_dice_roll (&demo->dice, 200, 1500), STEP_STOP, index);
    }
  return TRUE;
}

static gboolean
stop (CbDemo  *demo,
      CbDb    *db,
      guint    index,
      CbDate   day,
      GError **error)
{
  CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, index);
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_autoptr (CbChange) change = NULL;
  g_autoptr (GBytes) data = NULL;

  cb_demo_sit_down (demo, CB_ROLE_APPROVER, f->area);
  set_clock (demo, day);
  d.on = day;
  d.programme = g_strdup (f->programme);
  d.text = g_strdup ("家庭收入增加，已听取当事人意见，终止保障。");
  /* From the month after the decision (R-T2). */
  d.last = cb_month_of (day);
  data = cb_case_data_encode (&d);
  change = cb_change_new (cb_desk_actor (demo->desk));
  cb_change_event (change, &f->case_, CB_KIND_CASE, CB_EVENT_STOPPED, f->area, 0, NULL, 0, data);
  if (!cb_change_commit (change, db, NULL, NULL, error))
    return FALSE;
  f->running = FALSE;
  f->last = cb_month_of (day);
  return TRUE;
}

/* ------------------------------------------------------------ payment */

static void
add_line (GHashTable          *runs,
          const char          *area,
          const char          *programme,
          const CbPaymentLine *line)
{
  g_autofree char *key = g_strdup_printf ("%s %s", area, programme);
  GArray *lines = g_hash_table_lookup (runs, key);

  if (lines == NULL)
    {
      lines = g_array_new (FALSE, FALSE, sizeof (CbPaymentLine));
      g_hash_table_insert (runs, g_strdup (key), lines);
    }
  g_array_append_vals (lines, line, 1);
}

static gboolean
pay (CbDemo  *demo,
     CbDb    *db,
     GError **error)
{
  g_autoptr (GHashTable) runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (GList) areas = NULL;

  for (guint i = 0; i < demo->to; i++)
    {
      CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, i);
      const CbPaymentLine line = { f->household, f->persons, f->amount }, once = { f->household, f->aid_persons, f->aid };

      if (f->aid > 0 && f->aid_paid == demo->month)
        add_line (runs, f->area, "temporary", &once);

      if (f->amount == 0 || f->first > demo->month || (f->last != CB_MONTH_NONE && f->last < demo->month)
          || (!f->running && f->last == CB_MONTH_NONE))
        continue;
      add_line (runs, f->area, f->programme, &line);
    }
  areas = g_list_sort (g_hash_table_get_keys (runs), (GCompareFunc) strcmp);
  for (GList *l = areas; l != NULL; l = l->next)
    {
      g_auto (GStrv) key = g_strsplit (l->data, " ", 2);   /* township, programme */
      const char *area = key[0];
      GArray *lines = g_hash_table_lookup (runs, l->data);
      g_autofree char *tag = g_strdup_printf ("%s %d", (const char *) l->data, demo->month);
      const CbUid run = cb_uid_derive ("demo run", tag, strlen (tag));
      g_autoptr (GBytes) data = cb_payment_encode (key[1], demo->month, &g_array_index (lines, CbPaymentLine, 0), lines->len);
      g_autoptr (CbChange) change = NULL;
      CbMoney total = 0;

      for (guint i = 0; i < lines->len; i++)
        total += g_array_index (lines, CbPaymentLine, i).fen;
      cb_demo_sit_down (demo, CB_ROLE_FINANCE, area);
      set_clock (demo, cb_month_first (demo->month) + 19);
      change = cb_change_new (cb_desk_actor (demo->desk));
      cb_change_event (change, &run, CB_KIND_RUN, CB_EVENT_PAID, area, total, NULL, 0, data);
      if (!cb_change_commit (change, db, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* ------------------------------------------------------------ month by month */

static gboolean
take_step (CbDemo     *demo,
           CbDb       *db,
           const Plan *p,
           CbDate      day,
           GError    **error)
{
  switch (p->step)
    {
    case STEP_INTAKE:
      return intake (demo, db, p->family, day, error);
    case STEP_SUBMIT:
      return submit (demo, db, p->family, day, error);
    case STEP_OPINION:
      return give_opinion (demo, db, p->family, day, error);
    case STEP_DECIDE:
      return decide (demo, db, p->family, day, FALSE, error);
    case STEP_HARDSHIP:
      return cb_demo_meet_hardship (demo, db, p->family, day, error);
    case STEP_AID_OPINION:
      return cb_demo_aid_opinion (demo, db, p->family, day, error);
    case STEP_AID_DECIDE:
      return cb_demo_decide_aid (demo, db, p->family, day, error);
    case STEP_STOP:
    default:
      return stop (demo, db, p->family, day, error);
    }
}

static gpointer
live_month (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  CbDemo *demo = data;
  const CbDate first = cb_month_first (demo->month), last = MIN (demo->today, cb_month_last (demo->month));
  int year, month, day;

  cb_date_split (first, &year, &month, &day);
  for (guint i = demo->from; i < demo->to; i++)
    cb_demo_plan (demo, first + (CbDate) cb_dice_roll (&demo->dice, 0, last - first), STEP_INTAKE, i);
  /* A new standard: running grants are decided anew on its first day (R-T3). */
  if (month == 7)
    for (guint i = 0; i < demo->from; i++)
      {
        const CbDemoFamily *f = &g_array_index (demo->families, CbDemoFamily, i);

        if (f->running && f->amount > 0 && !decide (demo, db, i, first, TRUE, error))
          return NULL;
      }
  for (CbDate today = first; today <= last; today++)
    {
      GArray *plans = g_ptr_array_index (demo->plans, today - cb_month_first (demo->start));

      /* A step may add another one to the same day. */
      for (guint i = 0; i < plans->len; i++)
        {
          const Plan p = g_array_index (plans, Plan, i);

          if (!take_step (demo, db, &p, today, error))
            return NULL;
        }
    }
  if (first + 19 <= demo->today && !pay (demo, db, error))
    return NULL;
  return demo;
}

static gboolean
live (CbDemo  *demo,
      guint    months,
      GError **error)
{
  guint n = demo->families->len;
  for (guint m = 0; m <= months; m++)
    {
      g_autoptr (GError) local = NULL;

      demo->month = demo->start + (CbMonth) m;
      demo->from = demo->to;
      /* A third was there when the program came; the rest came evenly. */
      demo->to = m == months ? n : (guint) ((guint64) n * (months + 2 * m) / (3 * (guint64) MAX (months, 1)));
      cb_desk_write (demo->desk, live_month, demo, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      progress (demo, "months", m + 1, months + 1);
    }
  return TRUE;
}

static GPtrArray *
logins_of (CbDemo *demo)
{
  GPtrArray *logins = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_demo_login_free);

  for (guint i = 0; i < demo->workers->len; i++)
    {
      const CbDemoWorker *w = &g_array_index (demo->workers, CbDemoWorker, i);
      CbDemoLogin *login = g_new0 (CbDemoLogin, 1);

      login->slot = w->slot;
      login->name = g_strdup (w->name);
      login->roles = cb_roles_title (w->roles);
      login->area = cb_areas_path (cb_desk_areas (demo->desk), w->area);
      login->passphrase = g_strdup (w->passphrase);
      g_ptr_array_add (logins, login);
    }
  return logins;
}

GPtrArray *
cb_demo_create (const char          *dir,
                const CbDemoOptions *options,
                GError             **error)
{
  guint months = options->months;
  CbAreas *areas = cb_reference_areas (error);
  CbDemo demo = { .options = options };
  GPtrArray *logins = NULL;

  if (areas == NULL)
    return NULL;
  demo.today = options->today != CB_DATE_NONE ? options->today : cb_clock_today ();
  /* No history before the rules begin. */
  months = (guint) MIN ((gint64) months, cb_month_of (demo.today) - cb_month_new (2021, 7));
  demo.start = cb_month_of (demo.today) - (CbMonth) months;
  demo.crowd = cb_demo_crowd_new (options->seed, areas, demo.today);
  demo.dice.state = options->seed ^ G_GUINT64_CONSTANT (0x6a09e667f3bcc908);
  demo.fate.state = options->seed ^ G_GUINT64_CONSTANT (0xbb67ae8584caa73b);
  demo.workers = g_array_new (FALSE, TRUE, sizeof (CbDemoWorker));
  g_array_set_clear_func (demo.workers, worker_clear);
  demo.families = g_array_new (FALSE, TRUE, sizeof (CbDemoFamily));
  g_array_set_size (demo.families, options->households);
  demo.plans = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (CbDate day = cb_month_first (demo.start); day <= demo.today; day++)
    g_ptr_array_add (demo.plans, g_array_new (FALSE, FALSE, sizeof (Plan)));
  set_clock (&demo, cb_month_first (demo.start));
  if (found (&demo, dir, error) && live (&demo, months, error))
    logins = logins_of (&demo);
  cb_clock_set (-1);
  if (demo.desk != NULL && !cb_desk_lock (demo.desk, logins != NULL ? error : NULL))
    g_clear_pointer (&logins, g_ptr_array_unref);
  g_clear_object (&demo.desk);
  cb_demo_crowd_free (demo.crowd);
  g_array_unref (demo.workers);
  g_array_unref (demo.families);
  g_ptr_array_unref (demo.plans);
  return logins;
}
