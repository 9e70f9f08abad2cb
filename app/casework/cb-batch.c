/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-batch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case-row.h"
#include "cb-clock.h"
#include "cb-desk-private.h"
#include "cb-household-private.h"
#include "cb-standard-private.h"

static void
item_free (gpointer data)
{
  CbBatchItem *item = data;

  g_free (item->head);
  g_free (item->number);
  g_free (item->programme);
  g_free (item->area);
  g_free (item->why);
  g_free (item);
}

void
cb_batch_free (CbBatch *batch)
{
  if (batch == NULL)
    return;
  cb_standard_free (batch->standard);
  g_ptr_array_unref (batch->items);
  g_free (batch);
}

/* --- the law by months --- */

/* The months from the standard's to the new amount's first, each by the old and by the new rules. */
typedef struct
{
  CbMonth    begin, first;
  GPtrArray *old, *fresh;      /* of CbProgram */
} Months;

static void
months_clear (Months *m)
{
  g_clear_pointer (&m->old, g_ptr_array_unref);
  g_clear_pointer (&m->fresh, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Months, months_clear)

static gboolean
months_compile (Months                *m,
                const CbStandardCheck *check,
                CbDate                 today,
                GError               **error)
{
  m->begin = cb_month_of (check->standard->from);
  m->first = cb_month_of (today) + 1;
  m->old = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_program_unref);
  m->fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_program_unref);
  for (CbMonth month = m->begin; month <= m->first; month++)
    {
      /* A month of the past by the law of its day; its ages are those of its first day. */
      CbDate on = month == m->first ? today : MAX (cb_month_first (month), check->standard->from);
      CbProgram *old = cb_pack_compile (check->base, on, month, error), *fresh = NULL;

      if (old == NULL)
        return FALSE;
      g_ptr_array_add (m->old, old);
      fresh = cb_pack_compile (check->pack, on, month, error);
      if (fresh == NULL)
        return FALSE;
      g_ptr_array_add (m->fresh, fresh);
    }
  return TRUE;
}

/* --- one grant --- */

typedef struct { CbMonth first; CbMoney amount; } Paid;

/* What was decided from which month on, in the order of the decisions; whether this batch did so already; whether somebody
 * took the case out of it, and why. */
static gboolean
read_history (CbDb         *db,
              const CbUid  *uid,
              const guint8 *standard,
              GArray       *paid,
              CbRef        *last,
              gboolean     *by_batch,
              char        **excluded,
              GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT event, data, desk, seq FROM case_event WHERE entity = ?1 AND event IN (4, 22)"
                                        " ORDER BY hlc, desk, seq", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, uid);
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
      gsize len;
      const guint8 *data = cb_stmt_get_blob (s, 1, &len);

      if (!cb_case_data_decode (data, len, &d))
        continue;
      if (cb_stmt_get_int (s, 0) == CB_EVENT_DECISION)
        {
          Paid p = { d.first, d.amount };

          *last = (CbRef) { cb_stmt_get_uid (s, 2), (guint64) cb_stmt_get_int (s, 3) };
          if (d.agree && d.first != CB_MONTH_NONE)
            g_array_append_val (paid, p);
          *by_batch |= d.agree && d.standard != NULL && memcmp (g_bytes_get_data (d.standard, NULL), standard, CB_PACK_HASH_LEN) == 0;
        }
      else if (d.standard != NULL && memcmp (g_bytes_get_data (d.standard, NULL), standard, CB_PACK_HASH_LEN) == 0)
        {
          g_free (*excluded);
          *excluded = g_strdup (d.text != NULL ? d.text : "");
        }
    }
  return row == 0;
}

/* The amount ordered for a month: of the last decision that reaches it. */
static CbMoney
paid_in (GArray *paid,
         CbMonth month)
{
  for (guint i = paid->len; i-- > 0;)
    if (g_array_index (paid, Paid, i).first <= month)
      return g_array_index (paid, Paid, i).amount;
  return 0;
}

static gboolean
has_month (GArray *paid,
           CbMonth month)
{
  for (guint i = 0; i < paid->len; i++)
    if (g_array_index (paid, Paid, i).first <= month)
      return TRUE;
  return FALSE;
}

static void
to_person (CbBatchItem *item,
           const char  *why)
{
  item->kind = CB_BATCH_PERSON;
  item->arrears = 0;
  item->arrears_from = CB_MONTH_NONE;
  g_free (item->why);
  item->why = g_strdup (why);
}

typedef struct { CbDb *db; Months *months; const char *tier; GArray *paid; gboolean by_batch; } Grant;

/* Whether the old and the new rules come to the same for the new amount's first month; whether the new amount is decided already. */
static gboolean
no_effect (const Grant       *g,
           const CbHousehold *h,
           const char        *programme,
           gboolean          *same,
           gboolean          *decided,
           GError           **error)
{
  const Months *m = g->months;
  const guint last = m->fresh->len - 1;
  g_autoptr (CbAssessment) before = cb_assess (m->old->pdata[last], h, FALSE, error);
  g_autoptr (CbAssessment) after = before != NULL ? cb_assess (m->fresh->pdata[last], h, FALSE, error) : NULL;
  const CbOutcome *was, *is;

  if (after == NULL)
    return FALSE;
  was = cb_result_find (cb_assessment_result (before), programme);
  is = cb_result_find (cb_assessment_result (after), programme);
  *same = was != NULL && is != NULL && was->status == is->status && was->amount == is->amount && g_strcmp0 (was->tier, is->tier) == 0;
  *decided = is != NULL && is->status == CB_STATUS_ELIGIBLE && is->amount == paid_in (g->paid, m->first)
             && g_strcmp0 (is->tier != NULL ? is->tier : "", g->tier) == 0;
  return TRUE;
}

/* A person has decided anew by the standard, and months before that were ordered at less: that is for a person too, not forgotten. */
static gboolean
check_months_before (const Grant       *g,
                     const CbHousehold *h,
                     CbBatchItem       *item,
                     gboolean          *changed,
                     GError           **error)
{
  const Months *m = g->months;

  for (guint i = 0; !g->by_batch && i + 1 < m->fresh->len; i++)
    {
      g_autoptr (CbAssessment) after = NULL;
      const CbOutcome *is;

      if (!has_month (g->paid, m->begin + (CbMonth) i))
        continue;
      after = cb_assess (m->fresh->pdata[i], h, FALSE, error);
      if (after == NULL)
        return FALSE;
      is = cb_result_find (cb_assessment_result (after), item->programme);
      if (is == NULL || is->status != CB_STATUS_ELIGIBLE || is->amount <= paid_in (g->paid, m->begin + (CbMonth) i))
        continue;
      *changed = TRUE;
      item->amount = item->old;
      to_person (item, _("Decided anew since, but months before that were ordered at the old amount. Settle the difference."));
      return TRUE;
    }
  return TRUE;
}

/* @changed FALSE: nothing of this standard's changes it, whatever else may be amiss with it. */
static gboolean
work_out (const Grant *g,
          CbBatchItem *item,
          gboolean    *changed,
          GError     **error)
{
  const Months *m = g->months;
  const guint last = m->fresh->len - 1;
  g_autoptr (CbHousehold) h = cb_household_load (g->db, &item->household, error);
  g_autoptr (GArray) forks = h != NULL ? cb_household_forks (h, m->fresh->pdata[last], error) : NULL;
  g_autoptr (GPtrArray) doubts = h != NULL ? cb_household_doubts (h, cb_program_on (m->fresh->pdata[last])) : NULL;
  gboolean matters = FALSE, same = FALSE, decided = FALSE;

  *changed = FALSE;
  if (forks == NULL || !no_effect (g, h, item->programme, &same, &decided, error))
    return FALSE;
  if (same)
    return TRUE;
  if (decided)
    return check_months_before (g, h, item, changed, error);
  *changed = TRUE;
  for (guint i = 0; i < forks->len; i++)
    matters |= g_array_index (forks, CbFork, i).matters;
  if (matters)
    {
      to_person (item, _("A fact that decides is in dispute. Answer which one is right, then decide anew."));
      return TRUE;
    }
  if (doubts->len > 0)
    {
      to_person (item, ((CbDoubt *) doubts->pdata[0])->text);
      return TRUE;
    }
  item->first = m->first;
  for (guint i = 0; i <= last; i++)
    {
      const CbMonth month = m->begin + (CbMonth) i;
      g_autoptr (CbAssessment) before = NULL, after = NULL;
      const CbOutcome *was, *is;
      CbMoney paid;

      if (i < last && !has_month (g->paid, month))
        continue;   /* granted later */
      before = cb_assess (m->old->pdata[i], h, FALSE, error);
      after = before != NULL ? cb_assess (m->fresh->pdata[i], h, FALSE, error) : NULL;
      if (after == NULL)
        return FALSE;
      was = cb_result_find (cb_assessment_result (before), item->programme);
      is = cb_result_find (cb_assessment_result (after), item->programme);
      paid = paid_in (g->paid, month);
      if (i == last && is != NULL)
        item->amount = is->amount;
      if (was == NULL || is == NULL || is->status == CB_STATUS_INCOMPLETE)
        to_person (item, _("Facts that the rules need are missing. Have them completed, then decide anew."));
      else if (is->status == CB_STATUS_NEEDS_JUDGEMENT)
        to_person (item, _("The rules leave something to a person’s judgement."));
      else if (is->status != CB_STATUS_ELIGIBLE)
        to_person (item, _("By the standard there is no entitlement any more. Nothing is stopped before a hearing."));
      else if (i == last && g_strcmp0 (is->tier != NULL ? is->tier : "", g->tier) != 0)
        to_person (item, _("Another tier than the one decided."));
      else if (was->amount != paid)
        to_person (item, _("The facts on record no longer give the amount decided. Decide the case anew."));
      else if (is->amount < paid)
        to_person (item, _("Less than before: that needs a hearing first."));
      else if (i < last)
        {
          if (is->amount > paid && item->arrears_from == CB_MONTH_NONE)
            item->arrears_from = month;
          item->arrears += is->amount - paid;
          continue;
        }
      else
        {
          item->kind = CB_BATCH_MORE;
          return TRUE;
        }
      return TRUE;
    }
  return TRUE;
}

/* --- the list --- */

static int
compare (gconstpointer pa,
         gconstpointer pb)
{
  const CbBatchItem *a = *(CbBatchItem *const *) pa, *b = *(CbBatchItem *const *) pb;

  if (a->kind != b->kind)
    return (int) a->kind - (int) b->kind;
  if (strcmp (a->area, b->area) != 0)
    return strcmp (a->area, b->area);
  return strcmp (a->number, b->number) != 0 ? strcmp (a->number, b->number) : memcmp (&a->uid, &b->uid, sizeof (CbUid));
}

static gboolean
add_grants (CbDesk       *desk,
            CbDb         *db,
            CbBatch      *batch,
            Months       *months,
            gint         *done,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT g.uid, g.household, g.programme, g.tier, g.amount, g.area, c.number,"
                                        " coalesce ((SELECT head FROM household_row h WHERE h.uid = g.household), '')"
                                        " FROM grant_ g JOIN case_ c ON c.uid = g.uid"
                                        " WHERE c.state = 3 AND (g.last_month IS NULL OR g.last_month >= ?1)"
                                        " AND g.area >= ?2 AND g.area < ?2 || ':'", error);
  int row;

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, months->first);
  cb_stmt_bind_text (s, 2, cb_desk_area (desk));
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      CbBatchItem *item = g_new0 (CbBatchItem, 1);
      g_autoptr (GArray) paid = g_array_new (FALSE, FALSE, sizeof (Paid));
      g_autofree char *excluded = NULL, *tier = cb_stmt_dup_text (s, 3);
      Grant grant = { db, months, tier != NULL ? tier : "", paid, FALSE };
      gboolean changed = FALSE, ok;

      item->uid = cb_stmt_get_uid (s, 0);
      item->household = cb_stmt_get_uid (s, 1);
      item->programme = cb_stmt_dup_text (s, 2);
      item->old = cb_stmt_get_int (s, 4);
      item->area = cb_stmt_dup_text (s, 5);
      item->number = cb_stmt_dup_text (s, 6);
      item->head = cb_stmt_dup_text (s, 7);
      item->arrears_from = CB_MONTH_NONE;
      if (done != NULL)
        g_atomic_int_inc (done);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error)
           && (!cb_pack_programme_monthly (cb_desk_pack (desk), item->programme)
               || (read_history (db, &item->uid, batch->standard->hash, paid, &item->decision, &grant.by_batch, &excluded, error)
                   && work_out (&grant, item, &changed, error)));
      if (!ok || !changed)
        {
          item_free (item);
          if (!ok)
            return FALSE;
          batch->unchanged++;
          continue;
        }
      if (excluded != NULL)
        {
          to_person (item, excluded);
          item->kind = CB_BATCH_EXCLUDED;
        }
      g_ptr_array_add (batch->items, item);
      batch->more += item->kind == CB_BATCH_MORE;
      batch->person += item->kind == CB_BATCH_PERSON;
      batch->excluded += item->kind == CB_BATCH_EXCLUDED;
      if (item->kind == CB_BATCH_MORE)
        {
          batch->monthly += item->amount - item->old;
          batch->arrears += item->arrears;
        }
    }
  return row == 0;
}

/* The standard that decides and has come into force; NULL when it is the county's first or of a later day. */
static CbStandard *
find_standard (CbDesk  *desk,
               CbDb    *db,
               CbDate   today,
               GError **error)
{
  g_autoptr (GPtrArray) all = cb_standard_list (desk, db, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (cb_standard_has_come (all->pdata[i], today))
      return g_ptr_array_steal_index (all, i);
  return NULL;
}

CbBatch *
cb_batch_load (CbDesk       *desk,
               CbDb         *db,
               gint         *done,
               gint         *total,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (CbBatch) batch = g_new0 (CbBatch, 1);
  g_autoptr (CbStandardCheck) check = NULL;
  g_autoptr (GError) fault = NULL;
  g_auto (Months) months = { CB_MONTH_NONE };
  const CbPerson *person = cb_desk_person (desk);
  gint64 grants = 0;

  batch->items = g_ptr_array_new_with_free_func (item_free);
  batch->on = cb_clock_today ();
  batch->standard = find_standard (desk, db, batch->on, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  batch->may = CB_MAY_NO_ROLE;
  if (batch->standard == NULL)
    return g_steal_pointer (&batch);
  if (person != NULL)
    batch->may = cb_may (cb_desk_authority (desk), &person->uid, CB_ACT_CONFIRM, cb_desk_area (desk), 0, &batch->standard->author, 1);
  check = cb_standard_check (desk, db, &batch->standard->uid, FALSE, error);
  if (check == NULL)
    return NULL;
  if (check->pack == NULL || !cb_db_get_int (db, "SELECT count(*) FROM grant_", &grants, error))
    return check->pack == NULL ? g_steal_pointer (&batch) : NULL;
  if (total != NULL)
    g_atomic_int_set (total, (gint) grants);
  if (!months_compile (&months, check, batch->on, error)
      || !add_grants (desk, db, batch, &months, done, cancellable, error))
    return NULL;
  g_ptr_array_sort (batch->items, compare);
  return g_steal_pointer (&batch);
}

/* --- confirming --- */

static char *
reasons_of (const CbBatch     *batch,
            const CbBatchItem *item)
{
  g_autofree char *from = cb_date_format (batch->standard->from);
  g_autofree char *arrears = cb_money_plain (item->arrears), *begin = NULL, *end = NULL;
  const char *cite = batch->standard->cite != NULL ? batch->standard->cite : "";

  if (item->arrears == 0)
    /* TRANSLATORS: day, document */
    return g_strdup_printf (_("By the standard from %1$s (%2$s)."), from, cite);
  begin = cb_month_format (item->arrears_from);
  end = cb_month_format (item->first - 1);
  /* TRANSLATORS: day, document, amount, first and last month */
  return g_strdup_printf (_("By the standard from %1$s (%2$s). Arrears of %3$s yuan for %4$s to %5$s."), from, cite, arrears, begin, end);
}

/* Whether it is still what was shown; a relative of staff in the family is no hindrance to whom the county lets decide. */
static gboolean
still_so (const CbDecisionDraft *draft,
          const CbBatchItem     *item)
{
  const CbOutcome *outcome = cb_result_find (cb_assessment_result (draft->now), draft->c->programme);
  guint staff = cb_entity_int (cb_household_self (draft->household), 15, 0) != 0;

  return draft->c->state == CB_CASE_CONFIRMED && cb_uid_equal (&draft->c->decision.desk, &item->decision.desk)
         && draft->c->decision.seq == item->decision.seq && draft->c->amount == item->old
         && outcome != NULL && outcome->status == CB_STATUS_ELIGIBLE && outcome->amount == item->amount
         && draft->objections->len <= staff && draft->may == CB_MAY_YES;
}

gboolean
cb_batch_confirm (CbDesk        *desk,
                  CbDb          *db,
                  const CbBatch *batch,
                  guint          from,
                  guint          n,
                  guint         *next,
                  CbBatchReport *report,
                  GError       **error)
{
  guint i = from, done = 0;

  for (; i < batch->items->len && done < n; i++)
    {
      const CbBatchItem *item = batch->items->pdata[i];
      g_autoptr (CbDecisionDraft) draft = NULL;
      g_autofree char *reasons = NULL;
      CbDecisionExtra extra = { .standard = batch->standard->hash, .first = item->first, .arrears = item->arrears,
                                .arrears_from = item->arrears_from };

      if (item->kind != CB_BATCH_MORE)
        continue;
      done++;
      if (cb_clock_today () != batch->on
          || memcmp (cb_pack_hash (cb_desk_pack (desk)), batch->standard->hash, CB_PACK_HASH_LEN) != 0)
        {
          report->left++;
          continue;
        }
      draft = cb_case_draft (desk, db, &item->uid, batch->on, error);
      if (draft == NULL || !cb_standard_published_at (db, &batch->standard->uid, &extra.publication, error))
        return FALSE;
      if (!still_so (draft, item))
        {
          report->left++;
          continue;
        }
      reasons = reasons_of (batch, item);
      if (!cb_case_decide_with (desk, db, draft, TRUE, reasons, &extra, error))
        return FALSE;
      report->confirmed++;
    }
  *next = i;
  return TRUE;
}

gboolean
cb_batch_exclude (CbDesk        *desk,
                  CbDb          *db,
                  const CbBatch *batch,
                  const CbUid   *uid,
                  const char    *reason,
                  GError       **error)
{
  g_autoptr (CbCase) c = NULL;
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (CbChange) change = NULL;
  const CbActor *actor;

  if (reason == NULL || *reason == '\0')
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("Whoever is taken out of the batch needs a reason. Write it down."));
      return FALSE;
    }
  c = cb_case_load (db, cb_desk_pack (desk), uid, error);
  actor = c != NULL ? cb_desk_use_signature (desk, error) : NULL;
  if (actor == NULL)
    return FALSE;
  d.on = cb_clock_today ();
  d.text = g_strdup (reason);
  d.standard = g_bytes_new (batch->standard->hash, CB_PACK_HASH_LEN);
  data = cb_case_data_encode (&d);
  change = cb_change_new (actor);
  cb_change_event (change, uid, CB_KIND_CASE, CB_EVENT_NOT_IN_BATCH, c->area, 0, &c->decision, 1, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}

gboolean
cb_arrears_of_month (CbDb       *db,
                     CbMonth     month,
                     const char *area,
                     CbMoney    *fen,
                     guint      *households,
                     GError    **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT coalesce (sum (fen), 0), count (DISTINCT household) FROM arrears_"
                                        " WHERE month = ?1 AND area >= ?2 AND area < ?2 || ':'", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_int (s, 1, month);
  cb_stmt_bind_text (s, 2, area);
  if (cb_stmt_step (s, error) != 1)
    return FALSE;
  *fen = cb_stmt_get_int (s, 0);
  *households = (guint) cb_stmt_get_int (s, 1);
  return TRUE;
}
