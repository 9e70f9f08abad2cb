/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-error.h"
#include "cb-resident-id.h"

void
cb_edit_clear (CbEdit *edit)
{
  cb_value_clear (&edit->value);
}

GArray *
cb_edits_new (void)
{
  GArray *edits = g_array_new (FALSE, TRUE, sizeof (CbEdit));

  g_array_set_clear_func (edits, (GDestroyNotify) cb_edit_clear);
  return edits;
}

static void
append (GArray         *edits,
        const CbEntity *e,
        guint           field,
        const CbValue  *value)
{
  CbEdit edit = { .entity = *cb_entity_uid (e), .kind = cb_entity_kind (e), .parent = cb_entity_parent (e), .field = field };

  for (guint i = 0; i < edits->len; i++)   /* the last word on a field counts */
    {
      CbEdit *old = &g_array_index (edits, CbEdit, i);

      if (old->field == field && cb_uid_equal (&old->entity, &edit.entity))
        {
          cb_value_clear (&old->value);
          cb_value_copy (value, &old->value);
          return;
        }
    }
  cb_value_copy (value, &edit.value);
  g_array_append_val (edits, edit);
}

void
cb_edits_set (GArray         *edits,
              const CbEntity *e,
              guint           field,
              const CbValue  *value)
{
  const CbValue none = CB_VALUE_INIT;

  append (edits, e, field, value != NULL ? value : &none);
}

void
cb_edits_remove (GArray         *edits,
                 const CbEntity *e,
                 const char     *reason)
{
  g_auto (CbValue) value = cb_value_text (reason != NULL && *reason != '\0' ? reason : N_("Entered by mistake"));

  append (edits, e, CB_FIELD_REMOVED, &value);
}

/* What the person typed for @field further on in the list; what had followed from the value before is not theirs. */
static gboolean
typed_later (const GArray  *edits,
             guint          from,
             guint          n,
             const CbUid   *entity,
             guint          field,
             const CbValue *before)
{
  for (guint i = from; i < n; i++)
    {
      const CbEdit *edit = &g_array_index (edits, CbEdit, i);

      if (edit->field == field && cb_uid_equal (&edit->entity, entity))
        return !cb_value_equal (&edit->value, before);
    }
  return FALSE;
}

typedef struct { GArray *edits; guint at, n_typed; } Filling;

/* What is filled in from an ID number gives way to the next one; what a person typed against it stands. */
static void
fill (const Filling *f,
      CbEntity      *e,
      guint          field,
      CbValue        value,
      CbValue        before)
{
  const CbValue *now = cb_entity_value (e, field);
  gboolean own = now != NULL && now->kind != CB_VALUE_NONE && !cb_value_equal (now, &before);

  if (!own && !typed_later (f->edits, f->at + 1, f->n_typed, cb_entity_uid (e), field, &before)
      && (now == NULL || !cb_value_equal (now, &value)))
    {
      append (f->edits, e, field, &value);
      cb_entity_set_local (e, field, &value);
    }
  cb_value_clear (&value);
  cb_value_clear (&before);
}

static const char *
sex_key (CbSex sex)
{
  return sex == CB_SEX_MALE ? "male" : "female";
}

static void
fill_from_id (const Filling *f,
              CbEntity      *e,
              const char    *typed,
              const char    *before)
{
  const CbField *birth = cb_field_by_key (cb_entity_kind (e) == CB_KIND_MEMBER ? "member.birth" : "supporter.birth");
  const CbField *sex = cb_entity_kind (e) == CB_KIND_MEMBER ? cb_field_by_key ("member.sex") : NULL;
  CbResidentId id, old;
  gboolean had;

  if (typed == NULL || !cb_resident_id_parse (typed, CB_DATE_NONE, &id, NULL))
    return;
  had = before != NULL && cb_resident_id_parse (before, CB_DATE_NONE, &old, NULL);
  fill (f, e, birth->id, cb_value_int (id.birth), had ? cb_value_int (old.birth) : CB_VALUE_INIT);
  if (sex != NULL)
    fill (f, e, sex->id, cb_value_text (sex_key (id.sex)), had ? cb_value_text (sex_key (old.sex)) : CB_VALUE_INIT);
}

static void
fill_from_cert (const Filling *f,
                CbEntity      *e,
                const char    *typed,
                const char    *before)
{
  const CbField *type = cb_field_by_key ("member.disability_type");
  const CbField *grade = cb_field_by_key ("member.disability_grade");
  CbDisabilityCert cert, old;
  gboolean had;

  if (typed == NULL || !cb_disability_cert_parse (typed, &cert, NULL))
    return;
  had = before != NULL && cb_disability_cert_parse (before, &old, NULL);
  /* The list begins with "none", so that the certificate's type is the index. */
  fill (f, e, type->id, cb_value_text (type->choices[cert.type].key),
        had ? cb_value_text (type->choices[old.type].key) : CB_VALUE_INIT);
  fill (f, e, grade->id, cb_value_int (cert.grade), had ? cb_value_int (old.grade) : CB_VALUE_INIT);
}

void
cb_household_apply (CbHousehold *h,
                    GArray      *edits)
{
  guint n_typed = edits->len;

  for (guint i = 0; i < n_typed; i++)
    {
      CbEdit *edit = &g_array_index (edits, CbEdit, i);
      CbEntity *e = cb_household_ensure (h, &edit->entity, edit->kind, &edit->parent);
      const CbField *field = cb_field_by_id (edit->field);
      g_autofree char *before = NULL;
      g_autofree char *typed = NULL;
      const Filling f = { edits, i, n_typed };
      CbPart *part;

      part = cb_household_part (h, &edit->entity);
      if (part != NULL)
        edit->parent = part->parent;
      before = g_strdup (cb_entity_text (e, edit->field));
      typed = g_strdup (edit->value.text);
      cb_entity_set_local (e, edit->field, &edit->value);
      if (field == NULL)
        continue;
      /* @edit is no longer valid once the fills were appended. */
      if (field->type == CB_FIELD_TYPE_ID)
        fill_from_id (&f, e, typed, before);
      else if (field->type == CB_FIELD_TYPE_CERT)
        fill_from_cert (&f, e, typed, before);
    }
}
