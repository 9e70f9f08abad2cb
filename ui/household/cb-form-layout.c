/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-form-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* The order of the paper forms (policy.md 4: application, household visit, confirmation). */

static const char *const basic[] = {
  "member.name", "member.relation", "member.id_number", "member.birth", "member.sex", "member.ethnicity", "member.marital",
  "member.phone", "member.residence", "member.residence_since", "member.died", "member.lives_together",
  "member.hukou_elsewhere", "member.applies_alone", NULL
};

static const char *const health[] = {
  "member.health", "member.diagnosis", "member.disability_cert", "member.disability_type", "member.disability_grade",
  "member.disability_mental_part", "member.mental_part_grade", "member.limb_part_grade", "member.sight_part_grade",
  "member.cert_state", "member.cert_until", NULL
};

static const char *const work[] = {
  "member.labour", "member.work", "member.refusals", "member.refusal_measure", "member.school", "member.full_time", NULL
};

static const char *const self_care[] = {
  "member.can_eat", "member.can_dress", "member.can_rise", "member.can_toilet", "member.can_walk", "member.can_bathe",
  "member.care_form", "member.tekun_since", NULL
};

static const char *const benefits[] = {
  "member.injury_care", "member.child_scheme", "member.child_subsidy", "member.elder_care_allowance", "member.nursing_allowance",
  "member.living_allowance", "member.subsidy_applied", "member.special_difficulty", NULL
};

static const char *const supporter[] = {
  "supporter.name", "supporter.relation", "supporter.id_number", "supporter.birth", "supporter.residence", "supporter.category",
  "supporter.disability_type", "supporter.disability_grade", "supporter.incapable", NULL
};

static const char *const supporter_means[] = {
  "supporter.household_size", "supporter.income", "supporter.assets", "supporter.scheme", "supporter.supports", "supporter.pays",
  "supporter.able", "supporter.consent", NULL
};

static const char *const address[] = {
  "household.category", "household.area", "household.village", "household.address", "household.phone",
  "household.residence_permit", "household.staff_relative", "household.note", NULL
};

static const char *const emergency[] = {
  "household.event", "household.event_date", "household.event_level", "household.event_ended", "household.aid_same_cause",
  "household.aid_decisions", "household.case_conference", "household.aid_covered", "household.refuses_check", NULL
};

static const char *const grace[] = { "household.grace_decided", "household.grace_amount", NULL };

static const char *const account[] = { "household.payee", "household.bank", "household.account", NULL };

static const CbFormSection sections[] = {
  { CB_FORM_MEMBER, N_("Basic information"), basic },
  { CB_FORM_MEMBER, N_("Health and disability"), health },
  { CB_FORM_MEMBER, N_("Study and work"), work },
  { CB_FORM_MEMBER, N_("Self-care"), self_care, TRUE },
  { CB_FORM_MEMBER, N_("Other benefits"), benefits, TRUE },
  { CB_FORM_SUPPORTER, N_("Person with a duty to support"), supporter },
  { CB_FORM_SUPPORTER, N_("Means and support"), supporter_means },
  { CB_FORM_ADDRESS, N_("Address and registration"), address },
  { CB_FORM_ADDRESS, N_("Account for payment"), account },
  { CB_FORM_ADDRESS, N_("Emergency and temporary aid"), emergency, TRUE },
  { CB_FORM_ADDRESS, N_("Grace period"), grace, TRUE },
};

static const CbFormColumn income_columns[] = {
  { "income.kind", NULL, 12, FALSE }, { "income.source", NULL, 5, TRUE }, { "income.amount", N_("Amount (yuan)"), 9, FALSE },
  { "income.months", N_("Months"), 2, FALSE }, { NULL, N_("Counted (yuan)"), 9, FALSE },
  { "income.local_excluded", N_("Local rule"), 2, FALSE }, { "income.evidence", NULL, 4, TRUE },
};

static const CbFormColumn spending_columns[] = {
  { "spending.kind", NULL, 8, FALSE }, { "spending.amount", N_("Paid by the family (yuan)"), 9, FALSE },
  { "spending.invoices", NULL, 4, FALSE }, { "spending.note", NULL, 8, TRUE },
};

static const CbFormColumn asset_columns[] = {
  { "asset.kind", NULL, 10, FALSE }, { "asset.where", NULL, 10, TRUE }, { "asset.amount", N_("Amount (yuan)"), 11, FALSE },
};

static const CbFormColumn vehicle_columns[] = {
  { "vehicle.kind", NULL, 10, FALSE }, { "vehicle.plate", NULL, 8, FALSE }, { "vehicle.use", NULL, 8, TRUE },
  { "vehicle.value", N_("Market value (yuan)"), 11, FALSE },
};

static const CbFormColumn dwelling_columns[] = {
  { "dwelling.kind", NULL, 10, FALSE }, { "dwelling.place", NULL, 8, TRUE }, { "dwelling.square_metres", NULL, 5, FALSE },
  { "dwelling.uninhabitable", N_("Not habitable"), 3, FALSE }, { "dwelling.value", N_("Market value (yuan)"), 11, FALSE },
};

static const CbFormColumn company_columns[] = {
  { "company.name", NULL, 8, TRUE }, { "company.role", NULL, 8, FALSE }, { "company.state", NULL, 7, FALSE },
  { "company.turnover", N_("Turnover (yuan)"), 11, FALSE },
};

#define TABLE(part, kind, title, add, none, columns, amount, counted) \
  { CB_FORM_##part, CB_KIND_##kind, title, add, none, columns, G_N_ELEMENTS (columns), amount, counted }

static const CbFormTable tables[] = {
  TABLE (MEMBER, INCOME, N_("Income in twelve months"), N_("Add an income"), N_("No income"), income_columns, "income.amount", "income.counted"),
  TABLE (MEMBER, SPENDING, N_("Necessary spending in twelve months"), N_("Add spending"), NULL, spending_columns, "spending.amount", NULL),
  TABLE (SPENDING, SPENDING, N_("Necessary spending in twelve months"), N_("Add spending"), NULL, spending_columns, "spending.amount", NULL),
  TABLE (PROPERTY, ASSET, N_("Money assets"), N_("Add money assets"), NULL, asset_columns, "asset.amount", NULL),
  TABLE (PROPERTY, VEHICLE, N_("Vehicles and ships"), N_("Add a vehicle"), NULL, vehicle_columns, NULL, NULL),
  TABLE (PROPERTY, DWELLING, N_("Dwellings"), N_("Add a dwelling"), NULL, dwelling_columns, NULL, NULL),
  TABLE (PROPERTY, COMPANY, N_("Registered businesses"), N_("Add a business"), NULL, company_columns, NULL, NULL),
};

const CbFormSection *
cb_form_sections (guint *n)
{
  *n = G_N_ELEMENTS (sections);
  return sections;
}

const CbFormTable *
cb_form_tables (guint *n)
{
  *n = G_N_ELEMENTS (tables);
  return tables;
}

const char *
cb_form_title (CbFormPart part)
{
  switch (part)
    {
    case CB_FORM_ADDRESS:
      return _("Address and registration");
    case CB_FORM_PROPERTY:
      return _("Property");
    case CB_FORM_SPENDING:
      return _("Necessary spending");
    case CB_FORM_MEMBER:
    case CB_FORM_SUPPORTER:
    case CB_FORM_N_PARTS:
    default:
      return "";
    }
}

/* --- what applies --- */

static guint
id_of (const char *key)
{
  return cb_field_by_key (key)->id;
}

static gboolean
is (CbEntity   *e,
    const char *key,
    const char *word)
{
  const char *text = cb_entity_text (e, id_of (key));

  return g_strcmp0 (text, word) == 0;
}

/* Has a word, and one that is not "none". */
static gboolean
some (CbEntity   *e,
      const char *key)
{
  const char *text = cb_entity_text (e, id_of (key));

  return text != NULL && strcmp (text, "none") != 0;
}

/* Completed years; -1 when not known: then every age is possible. */
static int
age_of (CbEntity *e,
        CbDate    today)
{
  gint64 birth = cb_entity_int (e, id_of ("member.birth"), CB_DATE_NONE);

  return birth == CB_DATE_NONE ? -1 : cb_date_age ((CbDate) birth, today);
}

static gboolean
frail (CbEntity *e,
       int       age)
{
  return age >= 60 || some (e, "member.disability_type") || is (e, "member.labour", "none")
         || is (e, "member.health", "serious") || is (e, "member.health", "recognised_serious");
}

static gboolean
member_applies (CbEntity   *e,
                const char *name,
                int         age)
{
  const gboolean grown = age < 0 || age >= 16;
  const gboolean disabled = some (e, "member.disability_type");

#define ASKS(field) (strcmp (name, field) == 0)
  if (ASKS ("residence_since"))
    return some (e, "member.residence") && !is (e, "member.residence", "home");
  if (ASKS ("died"))
    return is (e, "member.residence", "dead");
  if (ASKS ("lives_together"))
    return cb_entity_text (e, id_of ("member.relation")) != NULL && !is (e, "member.relation", "head")
           && !is (e, "member.relation", "spouse") && !((is (e, "member.relation", "son") || is (e, "member.relation", "daughter"))
                                                        && age >= 0 && age < 18);
  if (ASKS ("applies_alone"))
    return (age < 0 || age >= 18) && frail (e, 0);
  if (ASKS ("marital") || ASKS ("labour") || ASKS ("work") || ASKS ("injury_care"))
    return grown;
  if (ASKS ("refusals"))
    return grown && !is (e, "member.labour", "none") && (is (e, "member.work", "unemployed") || is (e, "member.work", "none")
                                                         || is (e, "member.work", "unemployed_registered"));
  if (ASKS ("diagnosis"))
    return some (e, "member.health") && !is (e, "member.health", "good");
  if (ASKS ("disability_grade") || ASKS ("cert_state") || ASKS ("cert_until"))
    return disabled;
  if (ASKS ("refusal_measure"))
    return cb_entity_int (e, id_of ("member.refusals"), 0) >= 3;
  if (ASKS ("disability_mental_part") || g_str_has_suffix (name, "_part_grade"))
    return is (e, "member.disability_type", "multiple");
  if (ASKS ("school"))
    return age < 35 || is (e, "member.work", "student");
  if (ASKS ("full_time"))
    return some (e, "member.school") && !is (e, "member.school", "preschool");
  if (g_str_has_prefix (name, "can_") || ASKS ("care_form"))
    return frail (e, age) || (age >= 0 && age < 18);
  if (ASKS ("tekun_since"))
    return cb_entity_text (e, id_of ("member.care_form")) != NULL;
  if (ASKS ("child_scheme"))
    return age >= 0 && age < 18;
  if (ASKS ("child_subsidy"))
    return some (e, "member.child_scheme");
  if (ASKS ("nursing_allowance") || ASKS ("elder_care_allowance"))
    return disabled || age >= 60;
  if (ASKS ("living_allowance") || ASKS ("subsidy_applied"))
    return disabled;
  return TRUE;
}

gboolean
cb_form_applies (const CbHousehold *h,
                 CbEntity          *e,
                 const CbField     *field,
                 CbDate             today)
{
  const char *name = strchr (field->key, '.') + 1;

  switch (field->kind)
    {
    case CB_KIND_MEMBER:
      return member_applies (e, name, age_of (e, today));
    case CB_KIND_HOUSEHOLD:
      if (ASKS ("event_date") || ASKS ("event_level") || ASKS ("event_ended"))
        return some (e, "household.event") && !is (e, "household.event", "expense");
      if (ASKS ("grace_amount"))
        return cb_entity_int (e, id_of ("household.grace_decided"), CB_DATE_NONE) != CB_DATE_NONE;
      return TRUE;
    case CB_KIND_SUPPORTER:
      if (ASKS ("disability_grade"))
        return some (e, "supporter.disability_type");
      /* Who is on assistance owes nothing: the rest need not be asked. */
      if (ASKS ("income") || ASKS ("household_size") || ASKS ("supports") || ASKS ("assets"))
        return !some (e, "supporter.scheme");
      return TRUE;
    default:
      return TRUE;
    }
}
