/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household.h"

#include <glib/gi18n-lib.h>

#include "cb-resident-id.h"

/* Whoever is of this age tells their income, also that there is none: 民发〔2021〕57号 Art 10 asks for the income of all who live
 * together, and from 16 on a person may work. */
#define TELLS_INCOME_AT 16

void
cb_doubt_free (CbDoubt *doubt)
{
  g_free (doubt->text);
  g_free (doubt);
}

static void
add (GPtrArray      *doubts,
     CbDoubtKind     kind,
     const CbEntity *e,
     const char     *field,
     char           *text)
{
  CbDoubt *doubt = g_new0 (CbDoubt, 1);

  doubt->kind = kind;
  doubt->entity = *cb_entity_uid (e);
  doubt->field = cb_field_by_key (field)->id;
  doubt->text = text;
  g_ptr_array_add (doubts, doubt);
}

static const char *
name_of (const CbEntity *e)
{
  const char *name = cb_entity_text (e, cb_field_by_key (cb_entity_kind (e) == CB_KIND_MEMBER ? "member.name" : "supporter.name")->id);

  return name != NULL ? name : _("Without a name");
}

/* Who is gone, or learns all day, is asked for no income here. */
static gboolean
is_not_asked (const CbEntity *e)
{
  static const char *const gone[] = { "dead", "missing", "prison", "clergy", NULL };
  const char *residence = cb_entity_text (e, cb_field_by_key ("member.residence")->id);

  return (residence != NULL && g_strv_contains (gone, residence)) || cb_entity_int (e, cb_field_by_key ("member.full_time")->id, 0) != 0;
}

static void
find_untold (GPtrArray         *doubts,
             const CbHousehold *h,
             const CbEntity    *e,
             CbDate             on)
{
  const CbValue *birth = cb_entity_value (e, cb_field_by_key ("member.birth")->id);
  g_autoptr (GPtrArray) incomes = NULL;

  if (birth == NULL || birth->kind != CB_VALUE_INT || cb_date_age ((CbDate) birth->i, on) < TELLS_INCOME_AT || is_not_asked (e))
    return;
  incomes = cb_household_list (h, CB_KIND_INCOME, cb_entity_uid (e));
  if (incomes->len == 0)
    /* TRANSLATORS: name */
    add (doubts, CB_DOUBT_INCOME_UNTOLD, e, "member.name", g_strdup_printf (_("%s: income in twelve months"), name_of (e)));
}

static void
find_different (GPtrArray      *doubts,
                const CbEntity *e)
{
  const gboolean member = cb_entity_kind (e) == CB_KIND_MEMBER;
  const char *birth_key = member ? "member.birth" : "supporter.birth";
  const char *number = cb_entity_text (e, cb_field_by_key (member ? "member.id_number" : "supporter.id_number")->id);
  const char *sex = member ? cb_entity_text (e, cb_field_by_key ("member.sex")->id) : NULL;
  const CbValue *birth = cb_entity_value (e, cb_field_by_key (birth_key)->id);
  CbResidentId id;

  if (number == NULL || !cb_resident_id_parse (number, CB_DATE_NONE, &id, NULL))
    return;
  if (birth != NULL && birth->kind == CB_VALUE_INT && birth->i != id.birth)
    {
      g_autofree char *told = cb_date_format ((CbDate) birth->i), *by_id = cb_date_format (id.birth);

      /* TRANSLATORS: name, date recorded, date of the ID number */
      add (doubts, CB_DOUBT_DIFFERS_FROM_ID, e, birth_key,
           g_strdup_printf (_("%s: born %s, but %s by the ID number. Check it with the ID card."), name_of (e), told, by_id));
    }
  if (sex != NULL && g_strcmp0 (sex, id.sex == CB_SEX_MALE ? "male" : "female") != 0)
    add (doubts, CB_DOUBT_DIFFERS_FROM_ID, e, "member.sex",
         g_strdup_printf (id.sex == CB_SEX_MALE ? _("%s: by the ID number a man. Check it with the ID card.")
                                                : _("%s: by the ID number a woman. Check it with the ID card."), name_of (e)));
}

GPtrArray *
cb_household_doubts (const CbHousehold *h,
                     CbDate             on)
{
  GPtrArray *doubts = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_doubt_free);
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  g_autoptr (GPtrArray) supporters = cb_household_list (h, CB_KIND_SUPPORTER, NULL);

  for (guint i = 0; i < members->len; i++)
    {
      find_untold (doubts, h, members->pdata[i], on);
      find_different (doubts, members->pdata[i]);
    }
  for (guint i = 0; i < supporters->len; i++)
    find_different (doubts, supporters->pdata[i]);
  return doubts;
}
