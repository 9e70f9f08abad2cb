/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The catalogue of facts.  Sources of the fields: M57 Art 10-17, M43 Art 5-8 and 21-22, G24 Art 5, the paper forms in use.
 * Codes follow GB/T 2261, 4761, 4658, 3304 where those have one. */

static const CbChoice category[] = { { "urban", N_("Urban") }, { "rural", N_("Rural") }, { NULL, NULL } };

static const CbChoice relation[] = {
  { "head", N_("Head of household") }, { "spouse", N_("Spouse") }, { "son", N_("Son") }, { "daughter", N_("Daughter") },
  { "grandchild", N_("Grandchild") }, { "father", N_("Father") }, { "mother", N_("Mother") },
  { "grandparent", N_("Grandparent") }, { "sibling", N_("Brother or sister") }, { "son_in_law", N_("Son-in-law") },
  { "daughter_in_law", N_("Daughter-in-law") }, { "other_relative", N_("Other relative") }, { "other", N_("Not related") },
  { NULL, NULL }
};

static const CbChoice sex[] = { { "male", N_("Male") }, { "female", N_("Female") }, { "unknown", N_("Unknown") }, { NULL, NULL } };

static const CbChoice marital[] = {
  { "single", N_("Never married") }, { "married", N_("Married") }, { "widowed", N_("Widowed") }, { "divorced", N_("Divorced") },
  { "unstated", N_("Not stated") }, { NULL, NULL }
};

/* Where the person is and whether that makes them a member (M57 Art 7). */
static const CbChoice residence[] = {
  { "home", N_("Lives at home") }, { "away_work", N_("Away for work") }, { "away_school", N_("Away at school") },
  { "prison", N_("Serving a sentence in prison") }, { "detained", N_("Detained, not sentenced") },
  { "community_correction", N_("Probation or community correction") }, { "compulsory_rehab", N_("Compulsory drug rehabilitation") },
  { "missing", N_("Declared missing") }, { "clergy", N_("Clergy, living apart for three years or more") },
  { "independent", N_("Lives independently") }, { "conscript", N_("Conscript") }, { "institution", N_("In a care institution") },
  { "dead", N_("Died") }, { NULL, NULL }
};

static const CbChoice health[] = {
  { "good", N_("Good") }, { "chronic", N_("Chronic illness") }, { "serious", N_("Serious illness") },
  { "recognised_serious", N_("Recognised serious and major illness") }, { NULL, NULL }
};

static const CbChoice disability_type[] = {
  { "none", N_("None") }, { "sight", N_("Sight") }, { "hearing", N_("Hearing") }, { "speech", N_("Speech") }, { "limb", N_("Limb") },
  { "intellectual", N_("Intellectual") }, { "mental", N_("Mental") }, { "multiple", N_("Multiple") }, { NULL, NULL }
};

static const CbChoice cert_state[] = {
  { "valid", N_("Valid") }, { "frozen", N_("Frozen") }, { "cancelled", N_("Cancelled") }, { NULL, NULL }
};

static const CbChoice labour[] = {
  { "full", N_("Able to work") }, { "partial", N_("Partly able to work") }, { "none", N_("Not able to work") }, { NULL, NULL }
};

static const CbChoice work[] = {
  { "employed", N_("Employed") }, { "flexible", N_("Flexible work") }, { "farming", N_("Farming") },
  { "unemployed_registered", N_("Registered unemployed") }, { "unemployed", N_("Unemployed") }, { "student", N_("Student") },
  { "retired", N_("Retired") }, { "none", N_("None") }, { NULL, NULL }
};

static const CbChoice school[] = {
  { "none", N_("Not at school") }, { "preschool", N_("Pre-school") }, { "compulsory", N_("Compulsory education") },
  { "senior", N_("Senior secondary") }, { "vocational", N_("Secondary vocational") }, { "college", N_("Junior college") },
  { "bachelor", N_("Undergraduate") }, { "postgraduate", N_("Postgraduate") }, { NULL, NULL }
};

static const CbChoice care_form[] = {
  { "home", N_("Care at home") }, { "institution", N_("Care in an institution") }, { NULL, NULL }
};

static const CbChoice child_scheme[] = {
  { "none", N_("None") }, { "orphan", N_("Orphan") }, { "de_facto", N_("De facto unsupported child") }, { NULL, NULL }
};

/* M57 Art 13; what is not counted is a kind of its own, so that the reason stands in the data. */
static const CbChoice income_kind[] = {
  { "wage", N_("Wages") }, { "business", N_("Net business income") }, { "property", N_("Net property income") },
  { "pension", N_("Pension") }, { "transfer", N_("Other transfers") }, { "support", N_("Support received") },
  { "transfer_out", N_("Transfers paid") }, { "basic_pension_central", N_("Central basic pension") },
  { "special_care", N_("Special care and preferential treatment") }, { "family_planning", N_("Family planning award") },
  { "scholarship", N_("Scholarship") }, { "bravery", N_("Bravery award") }, { "social_assistance", N_("Social assistance") },
  { "disability_subsidy", N_("Disability subsidy") }, { "child_subsidy", N_("Child protection subsidy") },
  { "old_age_allowance", N_("Old-age allowance") }, { "injury_care", N_("Work-injury care benefit") },
  { "other_excluded", N_("Other income not counted") }, { NULL, NULL }
};

static const CbChoice spending_kind[] = {
  { "medical", N_("Medical") }, { "rehabilitation", N_("Rehabilitation") }, { "education", N_("Education") },
  { "living", N_("Living") }, { "other", N_("Other") }, { NULL, NULL }
};

static const CbChoice asset_kind[] = {
  { "cash", N_("Cash") }, { "deposit", N_("Deposits") }, { "security", N_("Securities") }, { "fund", N_("Funds") },
  { "insurance", N_("Insurance value") }, { "claim", N_("Claims") }, { "internet", N_("Internet finance") }, { NULL, NULL }
};

static const CbChoice vehicle_kind[] = {
  { "car", N_("Car") }, { "motorcycle", N_("Motorcycle") }, { "truck", N_("Truck") }, { "ship", N_("Ship") },
  { "farm", N_("Farm vehicle") }, { "disability", N_("Mobility vehicle for a disabled person") }, { NULL, NULL }
};

static const CbChoice dwelling_kind[] = {
  { "own_urban", N_("Own flat") }, { "own_rural", N_("Own rural house") }, { "public", N_("Public rental") },
  { "rented", N_("Rented") }, { "shop", N_("Shop or other premises") }, { NULL, NULL }
};

static const CbChoice company_role[] = {
  { "owner", N_("Sole proprietor") }, { "legal", N_("Legal representative") }, { "partner", N_("Partner") },
  { "shareholder", N_("Shareholder") }, { NULL, NULL }
};

static const CbChoice company_state[] = {
  { "active", N_("Operating") }, { "idle", N_("No operation") }, { "closed", N_("Deregistered") }, { NULL, NULL }
};

static const CbChoice scheme[] = {
  { "none", N_("None") }, { "tekun", N_("Extreme poverty support") }, { "dibao", N_("Minimum living") },
  { "edge", N_("Minimum living edge") }, { NULL, NULL }
};

static const CbChoice programme[] = {
  { "dibao", N_("Minimum living") }, { "edge", N_("Minimum living edge") }, { "tekun", N_("Extreme poverty support") },
  { "living", N_("Living subsidy for disabled people") }, { "nursing", N_("Nursing subsidy for disabled people") },
  { "temporary", N_("Temporary aid") }, { "rigid", N_("Rigid-spending hardship") },
  { "child", N_("Protection of orphans and unsupported children") }, { NULL, NULL }
};

static const CbChoice event_kind[] = {
  { "fire", N_("Fire") }, { "accident", N_("Traffic accident") }, { "illness", N_("Sudden serious illness") },
  { "expense", N_("Necessary spending") }, { "other", N_("Other") }, { NULL, NULL }
};

/* M57 Art 34: only this person's share may be cut or stopped. */
static const CbChoice refusal_measure[] = {
  { "none", N_("Nothing") }, { "cut", N_("Own share cut") }, { "stop", N_("Own share stopped") }, { NULL, NULL }
};

#define PLAIN CB_MERGE_PLAIN
#define MONEY CB_MERGE_MONEY
#define IDENT CB_MERGE_IDENTITY
#define F(id, kind, key, title, type, merge) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_##type, merge, NULL, FALSE }
#define S(id, kind, key, title, type, merge) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_##type, merge, NULL, TRUE }
#define C(id, kind, key, title, choices) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_CHOICE, PLAIN, choices, FALSE }
#define CS(id, kind, key, title, choices) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_CHOICE, PLAIN, choices, TRUE }
#define CI(id, kind, key, title, choices) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_CHOICE, IDENT, choices, FALSE }
#define CM(id, kind, key, title, choices) { id, CB_KIND_##kind, key, title, CB_FIELD_TYPE_CHOICE, MONEY, choices, FALSE }

static const CbField fields[] = {
  F (CB_FIELD_PARENT, HOUSEHOLD, "parent", N_("Belongs to"), REF, IDENT),
  F (CB_FIELD_REMOVED, HOUSEHOLD, "removed", N_("Removed because"), TEXT, PLAIN),

  CI (10, HOUSEHOLD, "household.category", N_("Category"), category),
  F (11, HOUSEHOLD, "household.area", N_("Township"), AREA, IDENT),
  F (12, HOUSEHOLD, "household.village", N_("Village or community"), TEXT, PLAIN),
  F (13, HOUSEHOLD, "household.address", N_("Address"), TEXT, PLAIN),
  F (14, HOUSEHOLD, "household.phone", N_("Phone"), PHONE, PLAIN),
  F (15, HOUSEHOLD, "household.staff_relative", N_("Relative of staff"), TRUTH, IDENT),
  F (16, HOUSEHOLD, "household.payee", N_("Payee"), TEXT, IDENT),
  F (17, HOUSEHOLD, "household.bank", N_("Bank"), TEXT, PLAIN),
  S (18, HOUSEHOLD, "household.account", N_("Account number"), CARD, IDENT),
  F (19, HOUSEHOLD, "household.note", N_("Note"), TEXT, PLAIN),
  F (20, HOUSEHOLD, "household.residence_permit", N_("Applies by residence permit"), TRUTH, PLAIN),
  C (21, HOUSEHOLD, "household.event", N_("Emergency"), event_kind),
  F (22, HOUSEHOLD, "household.event_date", N_("Emergency happened on"), DATE, PLAIN),
  F (23, HOUSEHOLD, "household.event_level", N_("Emergency level, 1 to 3"), COUNT, MONEY),
  F (24, HOUSEHOLD, "household.event_ended", N_("Emergency ended on"), DATE, PLAIN),
  F (25, HOUSEHOLD, "household.aid_same_cause", N_("Last temporary aid for the same cause on"), DATE, MONEY),
  F (26, HOUSEHOLD, "household.aid_decisions", N_("Temporary aid decided in twelve months, times"), COUNT, MONEY),
  F (27, HOUSEHOLD, "household.case_conference", N_("Decided by case conference"), TRUTH, MONEY),
  F (28, HOUSEHOLD, "household.aid_covered", N_("Wholly covered by another scheme"), TRUTH, MONEY),
  F (29, HOUSEHOLD, "household.refuses_check", N_("Refuses verification"), TRUTH, PLAIN),
  F (30, HOUSEHOLD, "household.grace_decided", N_("Grace period decided on"), DATE, MONEY),
  F (31, HOUSEHOLD, "household.grace_amount", N_("Allowance before the grace period, per month"), MONEY, MONEY),

  F (100, MEMBER, "member.name", N_("Name"), TEXT, IDENT),
  CI (101, MEMBER, "member.relation", N_("Relation to head"), relation),
  S (102, MEMBER, "member.id_number", N_("ID number"), ID, IDENT),
  F (103, MEMBER, "member.birth", N_("Born"), DATE, IDENT),
  CI (104, MEMBER, "member.sex", N_("Sex"), sex),
  F (105, MEMBER, "member.ethnicity", N_("Ethnic group"), TEXT, PLAIN),
  C (106, MEMBER, "member.marital", N_("Marital status"), marital),
  CI (107, MEMBER, "member.residence", N_("Situation"), residence),
  F (108, MEMBER, "member.residence_since", N_("Situation since"), DATE, PLAIN),
  F (109, MEMBER, "member.phone", N_("Phone"), PHONE, PLAIN),
  F (110, MEMBER, "member.lives_together", N_("Has long lived with the family"), TRUTH, IDENT),
  CS (111, MEMBER, "member.health", N_("Health"), health),
  S (112, MEMBER, "member.diagnosis", N_("Diagnosis"), TEXT, PLAIN),
  S (113, MEMBER, "member.disability_cert", N_("Disability certificate"), CERT, IDENT),
  CS (114, MEMBER, "member.disability_type", N_("Disability"), disability_type),
  S (115, MEMBER, "member.disability_grade", N_("Grade"), COUNT, MONEY),
  S (116, MEMBER, "member.disability_mental_part", N_("Multiple: intellectual or mental part"), TRUTH, PLAIN),
  F (117, MEMBER, "member.cert_until", N_("Certificate valid until"), DATE, PLAIN),
  C (118, MEMBER, "member.cert_state", N_("Certificate state"), cert_state),
  C (119, MEMBER, "member.labour", N_("Ability to work"), labour),
  C (120, MEMBER, "member.work", N_("Work"), work),
  F (121, MEMBER, "member.refusals", N_("Suitable work refused, times"), COUNT, PLAIN),
  C (122, MEMBER, "member.school", N_("School"), school),
  F (123, MEMBER, "member.full_time", N_("Full-time student"), TRUTH, PLAIN),
  S (124, MEMBER, "member.can_eat", N_("Eats without help"), TRUTH, PLAIN),
  S (125, MEMBER, "member.can_dress", N_("Dresses without help"), TRUTH, PLAIN),
  S (126, MEMBER, "member.can_rise", N_("Gets in and out of bed without help"), TRUTH, PLAIN),
  S (127, MEMBER, "member.can_toilet", N_("Uses the toilet without help"), TRUTH, PLAIN),
  S (128, MEMBER, "member.can_walk", N_("Walks indoors without help"), TRUTH, PLAIN),
  S (129, MEMBER, "member.can_bathe", N_("Bathes without help"), TRUTH, PLAIN),
  C (130, MEMBER, "member.care_form", N_("Form of care"), care_form),
  F (131, MEMBER, "member.tekun_since", N_("In extreme poverty support since"), DATE, PLAIN),
  F (132, MEMBER, "member.injury_care", N_("Receives work-injury care benefit"), TRUTH, PLAIN),
  C (133, MEMBER, "member.child_scheme", N_("Child protection scheme"), child_scheme),
  F (134, MEMBER, "member.child_subsidy", N_("Child subsidy, per month"), MONEY, MONEY),
  F (135, MEMBER, "member.nursing_allowance", N_("Other nursing allowance, per month"), MONEY, MONEY),
  F (136, MEMBER, "member.living_allowance", N_("Other living allowance, per month"), MONEY, MONEY),
  F (137, MEMBER, "member.hukou_elsewhere", N_("Registered in another county"), TRUTH, PLAIN),
  F (138, MEMBER, "member.applies_alone", N_("Applies as a single person"), TRUTH, PLAIN),
  F (139, MEMBER, "member.died", N_("Died on"), DATE, IDENT),
  S (140, MEMBER, "member.limb_part_grade", N_("Multiple: grade of the limb part"), COUNT, PLAIN),
  S (141, MEMBER, "member.sight_part_grade", N_("Multiple: grade of the sight part"), COUNT, PLAIN),
  S (142, MEMBER, "member.mental_part_grade", N_("Multiple: grade of the intellectual or mental part"), COUNT, PLAIN),
  F (143, MEMBER, "member.elder_care_allowance", N_("Receives the nursing allowance for disabled old people"), TRUTH, PLAIN),
  F (144, MEMBER, "member.subsidy_applied", N_("Applied for the disability subsidies on"), DATE, PLAIN),
  F (145, MEMBER, "member.special_difficulty", N_("In special difficulty, approved"), TRUTH, PLAIN),
  C (146, MEMBER, "member.refusal_measure", N_("Decided for refusing work"), refusal_measure),

  CM (200, INCOME, "income.kind", N_("Kind"), income_kind),
  F (201, INCOME, "income.source", N_("Source"), TEXT, PLAIN),
  F (202, INCOME, "income.amount", N_("Amount in twelve months"), MONEY, MONEY),
  F (203, INCOME, "income.months", N_("Months worked"), COUNT, MONEY),
  F (204, INCOME, "income.evidence", N_("Evidence"), TEXT, PLAIN),
  F (205, INCOME, "income.local_excluded", N_("Excluded by local rule"), TRUTH, MONEY),

  CM (250, SPENDING, "spending.kind", N_("Kind"), spending_kind),
  F (251, SPENDING, "spending.amount", N_("Paid by the family in twelve months"), MONEY, MONEY),
  F (252, SPENDING, "spending.invoices", N_("Invoices"), COUNT, PLAIN),
  F (253, SPENDING, "spending.note", N_("Note"), TEXT, PLAIN),

  CM (300, ASSET, "asset.kind", N_("Kind"), asset_kind),
  F (301, ASSET, "asset.amount", N_("Amount"), MONEY, MONEY),
  F (302, ASSET, "asset.where", N_("Where held"), TEXT, PLAIN),

  CM (320, VEHICLE, "vehicle.kind", N_("Kind"), vehicle_kind),
  F (321, VEHICLE, "vehicle.plate", N_("Plate"), TEXT, PLAIN),
  F (322, VEHICLE, "vehicle.value", N_("Market value"), MONEY, MONEY),
  F (323, VEHICLE, "vehicle.use", N_("Use"), TEXT, PLAIN),

  CM (340, DWELLING, "dwelling.kind", N_("Kind"), dwelling_kind),
  F (341, DWELLING, "dwelling.place", N_("Place"), TEXT, PLAIN),
  F (342, DWELLING, "dwelling.square_metres", N_("Floor area, m²"), COUNT, PLAIN),
  F (343, DWELLING, "dwelling.uninhabitable", N_("Old rural house, not habitable"), TRUTH, PLAIN),
  F (344, DWELLING, "dwelling.value", N_("Market value"), MONEY, MONEY),

  F (360, COMPANY, "company.name", N_("Name"), TEXT, PLAIN),
  C (361, COMPANY, "company.role", N_("Role"), company_role),
  CM (362, COMPANY, "company.state", N_("State"), company_state),
  F (363, COMPANY, "company.turnover", N_("Turnover in twelve months"), MONEY, MONEY),

  F (380, SUPPORTER, "supporter.name", N_("Name"), TEXT, IDENT),
  S (381, SUPPORTER, "supporter.id_number", N_("ID number"), ID, IDENT),
  CI (382, SUPPORTER, "supporter.relation", N_("Relation to head"), relation),
  F (383, SUPPORTER, "supporter.birth", N_("Born"), DATE, PLAIN),
  F (384, SUPPORTER, "supporter.household_size", N_("Persons in own household"), COUNT, MONEY),
  F (385, SUPPORTER, "supporter.income", N_("Own household's income in twelve months"), MONEY, MONEY),
  F (386, SUPPORTER, "supporter.supports", N_("Persons to support"), COUNT, MONEY),
  F (387, SUPPORTER, "supporter.pays", N_("Support agreed or paid in twelve months"), MONEY, MONEY),
  CM (388, SUPPORTER, "supporter.scheme", N_("Own assistance"), scheme),
  F (389, SUPPORTER, "supporter.consent", N_("Consents to the check"), TRUTH, PLAIN),
  F (390, SUPPORTER, "supporter.able", N_("Able to support"), TRUTH, MONEY),
  CS (391, SUPPORTER, "supporter.disability_type", N_("Disability"), disability_type),
  S (392, SUPPORTER, "supporter.disability_grade", N_("Grade"), COUNT, PLAIN),
  F (393, SUPPORTER, "supporter.assets", N_("Money assets"), MONEY, MONEY),
  CI (394, SUPPORTER, "supporter.residence", N_("Situation"), residence),
  CI (395, SUPPORTER, "supporter.category", N_("Category"), category),
  S (396, SUPPORTER, "supporter.incapable", N_("Without civil capacity"), TRUTH, MONEY),

  C (400, CASE, "case.programme", N_("Programme"), programme),
  F (401, CASE, "case.applicant", N_("Applicant"), REF, IDENT),
  F (402, CASE, "case.applied", N_("Applied on"), DATE, PLAIN),
  F (403, CASE, "case.reason", N_("Reason"), TEXT, PLAIN),
  F (404, CASE, "case.number", N_("Case number"), TEXT, PLAIN),
  C (405, CASE, "case.event", N_("Event"), event_kind),
  F (406, CASE, "case.event_date", N_("Happened on"), DATE, PLAIN),
  F (407, CASE, "case.level", N_("Level"), COUNT, MONEY),

  /* A standard being drafted: a policy officer's work in progress, see casework's cb-standard.h. */
  F (500, PACK, "pack.from", N_("In force from"), DATE, PLAIN),
  F (501, PACK, "pack.cite", N_("Document number"), TEXT, PLAIN),
  F (502, PACK, "pack.note", N_("Note"), TEXT, PLAIN),
  F (503, PACK, "pack.sets", N_("Values"), TEXT, PLAIN),
  F (504, PACK, "pack.late", N_("Arrears are paid"), TRUTH, PLAIN),
};

const CbField *
cb_field_by_id (guint id)
{
  static gsize ready = 0;
  static const CbField *by_id[512];

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          g_assert (fields[i].id < G_N_ELEMENTS (by_id) && by_id[fields[i].id] == NULL);
          by_id[fields[i].id] = &fields[i];
        }
      g_once_init_leave (&ready, 1);
    }
  return id < G_N_ELEMENTS (by_id) ? by_id[id] : NULL;
}

const CbField *
cb_field_by_key (const char *key)
{
  static gsize ready = 0;
  static GHashTable *by_key;

  if (g_once_init_enter (&ready))
    {
      by_key = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        g_hash_table_insert (by_key, (gpointer) fields[i].key, (gpointer) &fields[i]);
      g_once_init_leave (&ready, 1);
    }
  return g_hash_table_lookup (by_key, key);
}

const CbField *const *
cb_fields_of (CbKind kind,
              guint *n)
{
  static gsize ready = 0;
  static const CbField *of[CB_KIND_LAST + 1][64];
  static guint count[CB_KIND_LAST + 1];

  g_return_val_if_fail (kind >= 1 && kind <= CB_KIND_LAST, NULL);
  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (fields[i].id > CB_FIELD_REMOVED)
          of[fields[i].kind][count[fields[i].kind]++] = &fields[i];
      g_once_init_leave (&ready, 1);
    }
  *n = count[kind];
  return of[kind];
}

const char *
cb_kind_name (CbKind kind)
{
  static const char *const names[] = { "none", "household", "member", "income", "spending", "asset", "vehicle", "dwelling",
                                       "company", "supporter", "case", "run", "pack", "person" };

  return (guint) kind < G_N_ELEMENTS (names) ? names[kind] : "none";
}

const char *
cb_choice_title (const CbField *field,
                 const char *key)
{
  for (const CbChoice *c = field->choices; c != NULL && c->key != NULL; c++)
    if (strcmp (c->key, key) == 0)
      return _(c->title);
  return key;
}
