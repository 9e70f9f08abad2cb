/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "cb-assess-private.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-desk-private.h"
#include "cb-household-private.h"
#include "cb-money.h"
#include "cb-trace.h"

void
cb_decision_draft_free (CbDecisionDraft *d)
{
  if (d == NULL)
    return;
  cb_case_free (d->c);
  cb_household_free (d->household);
  g_clear_pointer (&d->now, cb_assessment_unref);
  g_clear_pointer (&d->differences, g_ptr_array_unref);
  g_clear_pointer (&d->objections, g_ptr_array_unref);
  g_clear_pointer (&d->capsule, cb_capsule_unref);
  g_free (d->code);
  g_free (d);
}

/* --- what changed since the submission --- */

typedef struct { const CbHousehold *h; CbFacts *then, *now; GPtrArray *sentences; } Comparison;

static int
index_by_uid (CbFacts     *facts,
              const char  *entity,
              const CbUid *uid)
{
  int n = cb_facts_count (facts, entity);

  for (int i = 0; i < n; i++)
    if (cb_uid_equal (cb_facts_uid (facts, entity, i), uid))
      return i;
  return -1;
}

static char *
label_of (const Comparison *c,
          const char       *entity,
          const CbUid      *uid)
{
  const CbEntity *e = cb_household_find (c->h, uid);
  const char *name = e == NULL ? NULL : cb_entity_kind (e) == CB_KIND_MEMBER ? cb_entity_text (e, 100)
                     : cb_entity_kind (e) == CB_KIND_SUPPORTER ? cb_entity_text (e, 380) : NULL;
  const char *title = cb_pack_title_of (cb_facts_pack (c->now), "entity", entity, cb_casework_language ());
  const CbPart *part = e != NULL ? cb_household_part (c->h, uid) : NULL;
  const CbEntity *parent = part != NULL ? cb_household_find (c->h, &part->parent) : NULL;

  if (name != NULL)
    return g_strdup (name);
  if (parent != NULL && cb_entity_kind (parent) == CB_KIND_MEMBER && cb_entity_text (parent, 100) != NULL)
    return g_strdup_printf ("%s · %s", cb_entity_text (parent, 100), title);
  return g_strdup (title);
}

/* A fact as people read it; "—" when it is not known. */
static char *
said (CbFacts          *facts,
      const CbPackFact *fact,
      int               index)
{
  const CbField *field = cb_field_by_key (fact->name);
  g_auto (CbValue) value = CB_VALUE_INIT;
  gint64 i;

  if (field == NULL || index < 0 || !cb_facts_get (facts, fact->name, index, &i))
    return g_strdup ("—");
  if (fact->kind == CB_TYPE_CHOICE)
    value = cb_value_text (cb_pack_words (cb_facts_pack (facts), fact->choice)[i]);
  else if (fact->kind == CB_TYPE_TEXT)
    value = cb_value_text (cb_facts_get_text (facts, fact->name, index));
  else
    value = cb_value_int (i);
  return cb_field_format (field, &value);
}

static void
compare_facts (Comparison         *c,
               const CbPackEntity *entity,
               const CbUid        *uid,
               int                 then,
               int                 now)
{
  GPtrArray *facts = cb_pack_facts (cb_facts_pack (c->now));
  g_autofree char *label = label_of (c, entity->name, uid);

  if (then < 0 || now < 0)
    {
      g_ptr_array_add (c->sentences, g_strdup_printf (then < 0 ? _("%s was added.") : _("%s was taken away."), label));
      return;
    }
  for (guint i = 0; i < facts->len; i++)
    {
      const CbPackFact *fact = facts->pdata[i];
      g_autofree char *was = NULL;
      g_autofree char *is = NULL;

      if (strcmp (fact->entity, entity->name) != 0)
        continue;
      was = said (c->then, fact, then);
      is = said (c->now, fact, now);
      if (strcmp (was, is) != 0)
        g_ptr_array_add (c->sentences,
                         g_strdup_printf (_("%1$s, %2$s: was %3$s, is now %4$s."), label,
                                          cb_pack_title_of (cb_facts_pack (c->now), "fact", fact->name, cb_casework_language ()), was, is));
    }
}

static void
compare_outcomes (Comparison *c,
                  CbResult   *then,
                  CbResult   *now,
                  const char *programme)
{
  const CbOutcome *a = cb_result_find (then, programme), *b = cb_result_find (now, programme);
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  if (a == NULL || b == NULL)
    return;
  if (a->status != b->status || g_strcmp0 (a->tier, b->tier) != 0)
    g_ptr_array_add (c->sentences, g_strdup (_("The outcome of the rules is another one than at the submission.")));
  if (a->amount == b->amount)
    return;
  was = cb_money_format (a->amount, FALSE);
  is = cb_money_format (b->amount, FALSE);
  g_ptr_array_add (c->sentences,
                   g_strdup_printf (b->pay == CB_PAY_ONCE ? _("The amount was %1$s yuan and is now %2$s yuan.")
                                                          : _("The monthly amount was %1$s yuan and is now %2$s yuan."), was, is));
}

static void
compare (Comparison *c)
{
  GPtrArray *entities = cb_pack_entities (cb_facts_pack (c->now));

  for (guint i = 0; i < entities->len; i++)
    {
      const CbPackEntity *entity = entities->pdata[i];
      int n = cb_facts_count (c->now, entity->name);

      for (int k = 0; k < n; k++)
        {
          const CbUid *uid = cb_facts_uid (c->now, entity->name, k);

          compare_facts (c, entity, uid, index_by_uid (c->then, entity->name, uid), k);
        }
      n = cb_facts_count (c->then, entity->name);
      for (int k = 0; k < n; k++)
        {
          const CbUid *uid = cb_facts_uid (c->then, entity->name, k);

          if (index_by_uid (c->now, entity->name, uid) < 0)
            compare_facts (c, entity, uid, k, -1);
        }
    }
}

/* The assessment at the submission, from the facts that it keeps by value and the rules of its day. */
static CbAssessment *
at_submission (CbDesk *desk,
               CbDb   *db,
               CbCase *c)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbFacts) facts = NULL;

  if (!cb_case_read_event (db, &c->uid, CB_EVENT_SUBMITTED, &d, NULL, NULL) || d.facts == NULL)
    return NULL;
  program = cb_desk_program (desk, d.on, NULL);
  facts = program != NULL ? cb_facts_from_cbor (cb_program_pack (program), d.facts, NULL) : NULL;
  return facts != NULL ? cb_assessment_new_from_facts (program, facts, NULL) : NULL;
}

/* --- what stands against it --- */

/* What another household is granted now, as "Minimum living 758.00 yuan a month"; NULL when nothing. */
static char *
granted_there (CbDb        *db,
               const CbUid *household,
               CbDate       on,
               GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT programme, amount FROM grant_ WHERE household = ?1 AND coalesce (last_month, ?2) >= ?2"
                                        " ORDER BY programme", error);
  GString *text = NULL;
  int row;

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, household);
  cb_stmt_bind_int (s, 2, cb_month_of (on));
  while ((row = cb_stmt_step (s, error)) == 1)
    {
      g_autofree char *amount = cb_money_format (cb_stmt_get_int (s, 1), TRUE);

      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append (text, C_("between two programmes", ", "));
      /* TRANSLATORS: programme, amount */
      g_string_append_printf (text, _("%s %s yuan a month"), cb_programme_title (cb_stmt_get_text (s, 0)), amount);
    }
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

/* Somebody who stands in another household too: what that one draws is said, so that nobody is paid twice unseen. */
static gboolean
object_to_twice (CbDecisionDraft *d,
                 CbDb            *db,
                 const CbEntity  *member,
                 GError         **error)
{
  const char *id = cb_entity_text (member, 102);
  g_autoptr (GError) fault = NULL;
  g_autofree char *granted = NULL;
  CbDuplicate found = { 0 };

  if (id != NULL && cb_find_duplicate (db, id, cb_entity_uid (member), &found, &fault))
    {
      granted = granted_there (db, &found.household, cb_assessment_on (d->now), &fault);
      if (granted != NULL)
        /* TRANSLATORS: name, village, programmes with amounts */
        g_ptr_array_add (d->objections, g_strdup_printf (_("%1$s stands in another household too (%2$s), which draws %3$s."), found.name,
                                                         found.village, granted));
      else
        g_ptr_array_add (d->objections, g_strdup_printf (_("%1$s stands in another household too (%2$s)."), found.name, found.village));
      cb_duplicate_clear (&found);
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
object (CbDecisionDraft *d,
        CbDb            *db,
        CbProgram       *program,
        GError         **error)
{
  CbResult *result = cb_assessment_result (d->now);
  const CbOutcome *outcome = cb_result_find (result, d->c->programme);
  g_autoptr (GArray) forks = cb_household_forks (d->household, program, error);
  g_autoptr (GPtrArray) members = cb_household_list (d->household, CB_KIND_MEMBER, NULL);
  g_autoptr (GPtrArray) doubts = cb_household_doubts (d->household, cb_assessment_on (d->now));
  const char *lang = cb_casework_language ();

  if (forks == NULL)
    return FALSE;
  for (guint i = 0; i < forks->len; i++)
    {
      const CbField *field = cb_field_by_id (g_array_index (forks, CbFork, i).field);

      if (g_array_index (forks, CbFork, i).matters && field != NULL)
        g_ptr_array_add (d->objections, g_strdup_printf (_("%s is in dispute: two versions were recorded. Answer it first."), _(field->title)));
    }
  for (guint i = 0; outcome != NULL && i < outcome->missing->len; i++)
    {
      g_autofree char *text = cb_result_missing_text (result, &g_array_index (outcome->missing, CbMissing, i), lang);

      g_ptr_array_add (d->objections, g_strdup_printf (_("Missing: %s"), text));
    }
  for (guint i = 0; outcome != NULL && i < outcome->judgements->len; i++)
    {
      g_autofree char *text = cb_result_reason_text (result, &g_array_index (outcome->judgements, CbReason, i), lang);

      g_ptr_array_add (d->objections, g_strdup_printf (_("Needs your judgement: %s"), text));
    }
  for (guint i = 0; outcome != NULL && outcome->status == CB_STATUS_NOT_ELIGIBLE && i < outcome->reasons->len; i++)
    g_ptr_array_add (d->objections, cb_result_reason_text (result, &g_array_index (outcome->reasons, CbReason, i), lang));
  if (outcome != NULL && outcome->pay == CB_PAY_MONTHLY && outcome->start != CB_MONTH_NONE && d->c->submitted_on != CB_DATE_NONE
      && outcome->start < cb_month_of (d->c->submitted_on))
    {
      g_autofree char *month = cb_month_format (outcome->start);

      g_ptr_array_add (d->objections, g_strdup_printf (_("It would be paid from %s on, before the month of the submission. Check the day of the application."), month));
    }
  if (cb_entity_int (cb_household_self (d->household), 15, 0) != 0)
    g_ptr_array_add (d->objections, g_strdup (_("A relative of staff is in the family: only the county decides.")));
  if (!d->c->opinion_agree && d->c->state == CB_CASE_OPINION)
    g_ptr_array_add (d->objections, g_strdup (_("The township does not agree.")));
  for (guint i = 0; i < doubts->len; i++)
    {
      const CbDoubt *doubt = doubts->pdata[i];

      g_ptr_array_add (d->objections, doubt->kind == CB_DOUBT_INCOME_UNTOLD ? g_strdup_printf (_("Missing: %s"), doubt->text)
                                                                            : g_strdup (doubt->text));
    }
  for (guint i = 0; i < members->len; i++)
    if (!object_to_twice (d, db, members->pdata[i], error))
      return FALSE;
  return TRUE;
}

static void
add_authors (GArray         *others,
             const CbEntity *e)
{
  guint n;
  const CbUid *authors = cb_entity_authors (e, &n);

  if (n > 0)
    g_array_append_vals (others, authors, n);
}

/* Everybody on the other side: who recorded any fact of this household, submitted the case or gave the opinion. */
static GArray *
other_side (const CbCase      *c,
            const CbHousehold *h)
{
  GArray *others = g_array_new (FALSE, FALSE, sizeof (CbUid));

  g_array_append_val (others, c->submitted_by);
  if (!cb_uid_is_none (&c->opinion_by))
    g_array_append_val (others, c->opinion_by);
  add_authors (others, h->self);
  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) != CB_KIND_CASE)
        add_authors (others, part->entity);
    }
  return others;
}

/* Whether the person at the desk may decide, and by what right: temporary aid by the township, where that reaches, else as an approver. */
static CbMay
may_decide (CbDesk            *desk,
            const CbCase      *c,
            const CbHousehold *h,
            const CbOutcome   *outcome,
            CbDate             on,
            CbAct             *act)
{
  g_autoptr (GArray) others = other_side (c, h);
  CbAuthority *authority = cb_desk_authority (desk);
  const CbPerson *person = cb_desk_person (desk);
  const CbMoney amount = outcome != NULL ? outcome->amount : 0;
  CbMay may;

  *act = CB_ACT_CONFIRM;
  if (person == NULL)
    return CB_MAY_UNKNOWN_PERSON;
  may = cb_may (authority, &person->uid, CB_ACT_CONFIRM, c->area, amount, (const CbUid *) others->data, others->len);
  if (c->once && outcome != NULL && outcome->pay == CB_PAY_ONCE && (may != CB_MAY_YES || c->state == CB_CASE_SUBMITTED))
    {
      CbMay aid = cb_may_aid (authority, &person->uid, c->area, amount, cb_case_ceiling (cb_desk_pack (desk), on),
                              (const CbUid *) others->data, others->len);

      if (aid == CB_MAY_YES || may == CB_MAY_NO_ROLE)
        {
          *act = CB_ACT_AID;
          may = aid;
        }
    }
  if (may == CB_MAY_YES && cb_entity_int (h->self, 15, 0) != 0 && !cb_area_within (cb_authority_area (authority), person->area))
    return CB_MAY_COUNTY_ONLY;
  return may;
}

/* The first 80 bits of the capsule's hash as digits that fit 24 places, in groups of four (storage.md 1.7). */
static char *
code_of (const guint8 *hash)
{
  unsigned __int128 number = 0, limit = 1;
  char digits[25];
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < 10; i++)
    number = number << 8 | hash[i];
  for (guint i = 0; i < 24; i++)
    limit *= 10;
  number %= limit;
  for (guint i = 24; i-- > 0; number /= 10)
    digits[i] = (char) ('0' + (int) (number % 10));
  for (guint i = 0; i < 24; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (code, ' ');
      g_string_append_c (code, digits[i]);
    }
  return g_string_free (code, FALSE);
}

CbDecisionDraft *
cb_case_draft (CbDesk      *desk,
               CbDb        *db,
               const CbUid *uid,
               CbDate       on,
               GError     **error)
{
  g_autoptr (CbDecisionDraft) d = g_new0 (CbDecisionDraft, 1);
  g_autoptr (CbProgram) program = cb_desk_program (desk, on, error);
  const CbOutcome *outcome;

  if (program == NULL)
    return NULL;
  d->objections = g_ptr_array_new_with_free_func (g_free);
  d->c = cb_case_load (db, cb_desk_pack (desk), uid, error);
  d->household = d->c != NULL ? cb_household_load (db, &d->c->household, error) : NULL;
  d->now = d->household != NULL ? cb_assess (program, d->household, TRUE, error) : NULL;
  if (d->now == NULL)
    return NULL;
  if (!object (d, db, program, error))
    return NULL;
  outcome = cb_result_find (cb_assessment_result (d->now), d->c->programme);
  d->may = may_decide (desk, d->c, d->household, outcome, on, &d->act);
  d->capsule = cb_capsule_build (cb_assessment_result (d->now), CB_CAPSULE_PACK_HASH, error);
  if (d->capsule == NULL)
    return NULL;
  d->code = code_of (cb_capsule_hash (d->capsule));
  return g_steal_pointer (&d);
}

void
cb_decision_draft_compare (CbDecisionDraft *d,
                           CbDesk          *desk,
                           CbDb            *db)
{
  g_autoptr (CbAssessment) then = at_submission (desk, db, d->c);
  Comparison comparison;

  g_clear_pointer (&d->differences, g_ptr_array_unref);
  d->differences = g_ptr_array_new_with_free_func (g_free);
  if (then == NULL)
    {
      g_ptr_array_add (d->differences, g_strdup (_("What was submitted cannot be read here. Compare it with the papers.")));
      return;
    }
  comparison = (Comparison) { d->household, cb_assessment_facts (then), cb_assessment_facts (d->now), d->differences };
  compare (&comparison);
  compare_outcomes (&comparison, cb_assessment_result (then), cb_assessment_result (d->now), d->c->programme);
}

/* --- deciding --- */

static gboolean
fail (GError         **error,
      CbCaseworkError  code,
      const char      *message)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, code, message);
  return FALSE;
}

static char *
month_or_dash (CbMonth month)
{
  return month != CB_MONTH_NONE ? cb_month_format (month) : g_strdup ("-");
}

GBytes *
cb_decision_message (const CbCase     *c,
                     const CbCaseData *d,
                     const char       *person)
{
  g_autofree char *household = cb_uid_to_text (&c->household);
  g_autofree char *uid = cb_uid_to_text (&c->uid);
  g_autofree char *amount = cb_money_plain (d->amount);
  g_autofree char *first = month_or_dash (d->first);
  g_autofree char *last = month_or_dash (d->last);
  g_autofree char *on = cb_date_format (d->on);
  g_autofree char *capsule = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, d->capsule);
  g_autofree char *township = cb_money_plain (d->township);
  /* What is paid once says so; the line is not there for what is paid every month. */
  g_autofree char *from = month_or_dash (d->arrears_from), *arrears = cb_money_plain (d->arrears);
  g_autofree char *besides = d->arrears > 0 ? g_strdup_printf ("arrears: %s from %s, paid with the first month\n", arrears, from) : g_strdup ("");
  g_autofree char *once = d->once ? g_strdup_printf ("paid: once, by the township %s\n", township) : g_strdup ("");
  char *text = g_strdup_printf ("casebook/decision/v1\ncase: %s\nnumber: %s\nhousehold: %s\nprogramme: %s\ndecision: %s\non: %s\n"
                                "tier: %s\npersons: %u\namount: %s\n%s%sfirst month: %s\nlast month: %s\nsigned by: %s\n"
                                "decision.cbor sha256: %s\nreasons:\n%s\n",
                                uid, c->number, household, d->programme, d->agree ? "confirm" : "refuse", on,
                                d->tier != NULL ? d->tier : "", d->persons, amount, once, besides, first, last, person, capsule,
                                d->text != NULL ? d->text : "");

  return g_bytes_new_take (text, strlen (text));
}

static gboolean
check_draft (CbDb                  *db,
             CbDesk                *desk,
             const CbDecisionDraft *draft,
             const CbCase          *c,
             const CbHousehold     *h,
             gboolean               confirm,
             const char            *reasons,
             GError               **error)
{
  CbProgram *program = cb_result_program (cb_assessment_result (draft->now));
  const CbOutcome *outcome = cb_result_find (cb_assessment_result (draft->now), c->programme);
  gboolean silent = reasons == NULL || *reasons == '\0';
  CbAct act;
  guint8 shown[32], now[32];
  CbMay may;

  may = may_decide (desk, c, h, outcome, cb_assessment_on (draft->now), &act);
  /* A running grant may be decided anew for more (民发〔2021〕57号 Art 32); a cut asks for a hearing first (社会救助法 Art 48).  The township
   * decides small temporary aid itself, so it need not give an opinion first. */
  if (c->state != CB_CASE_OPINION && !(c->state == CB_CASE_SUBMITTED && act == CB_ACT_AID)
      && !(c->state == CB_CASE_CONFIRMED && !c->once && confirm && outcome != NULL && outcome->amount > c->amount))
    return fail (error, CB_CASEWORK_ERROR_WRONG_STATE, "the case is not at that step");
  cb_household_basis_digest (draft->household, shown);
  cb_household_basis_digest (h, now);
  if (memcmp (shown, now, sizeof now) != 0 || c->opinion_agree != draft->c->opinion_agree
      || cb_assessment_on (draft->now) != cb_capsule_on (draft->capsule))
    return fail (error, CB_CASEWORK_ERROR_STALE, "the facts changed since the draft");
  if (!confirm && silent)
    return fail (error, CB_CASEWORK_ERROR_INVALID_FIELD, N_("A refusal needs its reasons. Write them down for the applicant."));
  if (act != draft->act)
    return fail (error, CB_CASEWORK_ERROR_STALE, "the rights changed since the draft");
  /* A refusal costs nothing; but a township refuses no more than it could grant. */
  if (!confirm && act == CB_ACT_CONFIRM)
    may = may_decide (desk, c, h, NULL, cb_assessment_on (draft->now), &act);
  else if (act == CB_ACT_AID && may == CB_MAY_OVER_LIMIT)
    return fail (error, CB_CASEWORK_ERROR_WRONG_STATE, "the county decides this amount");
  if (may == CB_MAY_SAME_PERSON)
    return fail (error, CB_CASEWORK_ERROR_SAME_PERSON, "whoever acted in this case cannot decide it");
  /* The other refusals of may() come from the journal, which asks again. */
  if (!cb_case_check_facts (h, program, cb_assessment_result (draft->now), c->programme, error))
    return FALSE;
  if (confirm && outcome->status == CB_STATUS_NOT_ELIGIBLE)
    return fail (error, CB_CASEWORK_ERROR_NOT_ELIGIBLE, "the rules say no");
  if (confirm && outcome->status != CB_STATUS_NEEDS_JUDGEMENT && draft->objections->len > 0 && silent)
    return fail (error, CB_CASEWORK_ERROR_INVALID_FIELD,
                 N_("Something stands against it. Write down why it is confirmed all the same."));
  /* Confirming with written reasons is the judgement that the rules ask of a person. */
  if (confirm && outcome->status == CB_STATUS_NEEDS_JUDGEMENT && silent)
    return fail (error, CB_CASEWORK_ERROR_NEEDS_JUDGEMENT, "a judgement is open");
  return TRUE;
}

static void
fill_decision (CbCaseData            *d,
               const CbDecisionDraft *draft,
               const CbHousehold     *h,
               gboolean               confirm,
               const char            *reasons)
{
  CbResult *result = cb_assessment_result (draft->now);
  const CbOutcome *outcome = cb_result_find (result, draft->c->programme);
  guint8 basis[32];

  d->on = cb_assessment_on (draft->now);
  d->agree = confirm;
  d->text = g_strdup (reasons != NULL ? reasons : "");
  cb_case_data_outcome (d, h, result, draft->c->programme);
  if (confirm)
    {
      /* 民发〔2021〕57号 Art 21: from the month after the confirmation.  What is paid once is payable in the month of the decision. */
      d->first = outcome->start != CB_MONTH_NONE ? outcome->start : cb_month_of (d->on) + !d->once;
      if (outcome->validity > 0 && !d->once)
        d->last = d->first + outcome->validity - 1;
    }
  else
    {
      g_clear_pointer (&d->tier, g_free);
      d->amount = d->township = 0;
    }
  d->capsule = g_bytes_ref (cb_capsule_bytes (draft->capsule));
  cb_household_basis_digest (h, basis);
  d->basis = g_bytes_new (basis, sizeof basis);
}

gboolean
cb_case_decide (CbDesk                *desk,
                CbDb                  *db,
                const CbDecisionDraft *draft,
                gboolean               confirm,
                const char            *reasons,
                GError               **error)
{
  return cb_case_decide_with (desk, db, draft, confirm, reasons, NULL, error);
}

/* By a standard the amount changes, and from which month; when the grant ends stays as it was. */
static void
add_extra (CbCaseData            *d,
           const CbCase          *c,
           const CbDecisionExtra *extra)
{
  d->first = extra->first;
  d->last = c->last_month;
  d->standard = g_bytes_new (extra->standard, 32);
  d->arrears = extra->arrears;
  d->arrears_from = extra->arrears > 0 ? extra->arrears_from : CB_MONTH_NONE;
}

gboolean
cb_case_decide_with (CbDesk                *desk,
                     CbDb                  *db,
                     const CbDecisionDraft *draft,
                     gboolean               confirm,
                     const char            *reasons,
                     const CbDecisionExtra *extra,
                     GError               **error)
{
  g_autoptr (CbCase) c = cb_case_load (db, cb_desk_pack (desk), &draft->c->uid, error);
  g_autoptr (CbHousehold) h = c != NULL ? cb_household_load (db, &c->household, error) : NULL;
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  g_auto (CbCaseData) step = CB_CASE_DATA_INIT;
  g_autoptr (GArray) basis = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (CbChange) change = NULL;
  g_autofree char *person = NULL;
  const CbActor *actor;
  guint8 signature[crypto_sign_BYTES];
  gconstpointer message;
  gsize len;
  CbRef ref;

  if (h == NULL || !check_draft (db, desk, draft, c, h, confirm, reasons, error))
    return FALSE;
  actor = cb_desk_use_signature (desk, error);
  if (actor == NULL)
    return FALSE;
  fill_decision (&d, draft, h, confirm, reasons);
  if (extra != NULL)
    add_extra (&d, c, extra);
  person = cb_uid_to_text (&actor->person);
  d.message = cb_decision_message (c, &d, person);
  message = g_bytes_get_data (d.message, &len);
  crypto_sign_detached (signature, NULL, message, len, cb_secret_bytes (actor->sign_sk));
  d.signature = g_bytes_new (signature, sizeof signature);
  data = cb_case_data_encode (&d);
  basis = cb_household_basis (h);
  if (cb_case_read_event (db, &c->uid, CB_EVENT_SUBMITTED, &step, &ref, NULL))
    g_array_append_val (basis, ref);
  cb_case_data_clear (&step);
  if (cb_case_read_event (db, &c->uid, CB_EVENT_OPINION, &step, &ref, NULL))
    g_array_append_val (basis, ref);
  if (extra != NULL)
    g_array_append_val (basis, extra->publication);
  if (draft->act == CB_ACT_AID && !cb_case_find_rules (db, cb_desk_pack (desk), basis, error))
    return FALSE;
  change = cb_change_new (actor);
  cb_change_event (change, &c->uid, CB_KIND_CASE, draft->act == CB_ACT_AID ? CB_EVENT_AID : CB_EVENT_DECISION, c->area, d.amount,
                   (const CbRef *) basis->data, basis->len, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}
