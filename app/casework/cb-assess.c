/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-private.h"
#include "cb-assess-private.h"

#include <string.h>

struct _CbAssessment {
  gatomicrefcount  ref;
  CbResult        *result;
  CbFacts         *facts;
  CbDate           on;
  GHashTable      *kinds;     /* subject uid → its kind */
};

static const CbKind assessed[] = {
  CB_KIND_MEMBER, CB_KIND_INCOME, CB_KIND_SPENDING, CB_KIND_ASSET, CB_KIND_VEHICLE, CB_KIND_DWELLING, CB_KIND_COMPANY, CB_KIND_SUPPORTER,
};

static gboolean
set_fact (CbFacts          *facts,
          const CbPackFact *fact,
          int               index,
          const CbField    *field,
          const CbValue    *value,
          GError          **error)
{
  if (fact->kind == CB_TYPE_NUMBER)
    switch (fact->unit)
      {
      case CB_UNIT_MONEY:
      case CB_UNIT_MONEY_MONTH:
      case CB_UNIT_MONEY_YEAR:
        return cb_facts_set_money (facts, fact->name, index, value->i, error);
      default:
        return cb_facts_set_count (facts, fact->name, index, value->i, error);
      }
  switch (fact->kind)
    {
    case CB_TYPE_TRUTH:
      return cb_facts_set_truth (facts, fact->name, index, value->i != 0, error);
    case CB_TYPE_DATE:
      return cb_facts_set_date (facts, fact->name, index, (CbDate) value->i, error);
    case CB_TYPE_MONTH:
      return cb_facts_set_month (facts, fact->name, index, (CbMonth) value->i, error);
    case CB_TYPE_CHOICE:
      return cb_facts_set_choice (facts, fact->name, index, value->text, error);
    default:
      return cb_facts_set_text (facts, fact->name, index, value->text, error);
    }
}

gboolean
cb_fact_fits (const CbPackFact *fact,
              const CbField    *field,
              const CbValue    *value)
{
  gboolean number = field->type == CB_FIELD_TYPE_MONEY || field->type == CB_FIELD_TYPE_COUNT;

  switch (fact->kind)
    {
    case CB_TYPE_NUMBER:
      return number && value->kind == CB_VALUE_INT
             && (field->type == CB_FIELD_TYPE_MONEY)
                == (fact->unit == CB_UNIT_MONEY || fact->unit == CB_UNIT_MONEY_MONTH || fact->unit == CB_UNIT_MONEY_YEAR);
    case CB_TYPE_TRUTH:
      return field->type == CB_FIELD_TYPE_TRUTH && value->kind == CB_VALUE_INT;
    case CB_TYPE_DATE:
      return field->type == CB_FIELD_TYPE_DATE && value->kind == CB_VALUE_INT;
    case CB_TYPE_MONTH:
      return field->type == CB_FIELD_TYPE_MONTH && value->kind == CB_VALUE_INT;
    default:
      return value->kind == CB_VALUE_TEXT;
    }
}

/* The facts that the rules know of one kind, with the field that fills each. */
typedef struct {
  const CbPackFact *fact;
  const CbField    *field;
} Filled;

static const CbField *
evidence_field (CbKind kind)
{
  g_autofree char *key = g_strconcat (cb_kind_name (kind), ".evidence", NULL);

  return cb_field_by_key (key);
}

static GArray *
filled_of (CbPack *pack,
           CbKind  kind)
{
  GPtrArray *declared = cb_pack_facts (pack);
  GArray *filled = g_array_new (FALSE, FALSE, sizeof (Filled));

  for (guint i = 0; i < declared->len; i++)
    {
      const CbPackFact *fact = declared->pdata[i];
      Filled f = { fact, strcmp (fact->entity, cb_kind_name (kind)) == 0 ? cb_field_by_key (fact->name) : NULL };

      if (f.field != NULL)
        g_array_append_val (filled, f);
    }
  return filled;
}

/* Facts that are disputed (money and identity) or out of the rules' range are left out: unknown, not wrong. */
static gboolean
fill_subject (CbFacts        *facts,
              const GArray   *filled,
              const CbField  *paper,
              const CbEntity *e,
              int             index,
              GError        **error)
{
  const char *evidence = paper != NULL ? cb_entity_text (e, paper->id) : NULL;

  for (guint i = 0; i < filled->len; i++)
    {
      const CbPackFact *fact = g_array_index (filled, Filled, i).fact;
      const CbField *field = g_array_index (filled, Filled, i).field;
      const CbValue *value = cb_entity_certain (e, field->id);
      g_autoptr (GError) fault = NULL;

      if (value == NULL || value->kind == CB_VALUE_NONE || !cb_fact_fits (fact, field, value))
        continue;
      if (!set_fact (facts, fact, index, field, value, &fault))
        {
          if (!g_error_matches (fault, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS))
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              return FALSE;
            }
          continue;
        }
      if (evidence != NULL && field->type == CB_FIELD_TYPE_MONEY
          && !cb_facts_set_evidence (facts, fact->name, index, evidence, error))
        return FALSE;
    }
  return TRUE;
}

static int
index_of (CbFacts     *facts,
          const char  *entity,
          const CbUid *uid)
{
  int n = cb_facts_count (facts, entity);

  for (int i = 0; i < n; i++)
    if (cb_uid_equal (cb_facts_uid (facts, entity, i), uid))
      return i;
  return -1;
}

static gboolean
add_kind (CbFacts           *facts,
          CbPack            *pack,
          const CbHousehold *h,
          CbKind             kind,
          GError           **error)
{
  const CbPackEntity *entity = cb_pack_entity (pack, cb_kind_name (kind));
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GArray) filled = NULL;
  const CbField *paper = NULL;

  if (entity == NULL || entity->of == NULL)
    return TRUE;
  list = cb_household_list (h, kind, NULL);
  if (list->len == 0)
    return TRUE;
  filled = filled_of (pack, kind);
  paper = evidence_field (kind);
  for (guint i = 0; i < list->len; i++)
    {
      const CbEntity *e = list->pdata[i];
      const CbPart *part = cb_household_part (h, cb_entity_uid (e));
      int parent = cb_uid_equal (&part->parent, &h->uid) ? 0 : index_of (facts, entity->of, &part->parent);
      int index;

      if (parent < 0)
        continue;
      index = cb_facts_add (facts, entity->name, parent, cb_entity_uid (e), error);
      if (index < 0 || !fill_subject (facts, filled, paper, e, index, error))
        return FALSE;
      if (kind == CB_KIND_MEMBER || kind == CB_KIND_SUPPORTER)
        cb_facts_set_label (facts, entity->name, index, cb_entity_text (e, kind == CB_KIND_MEMBER ? 100 : 380));
    }
  return TRUE;
}

CbFacts *
cb_household_facts (const CbHousehold *h,
                    CbPack            *pack,
                    GError           **error)
{
  g_autoptr (CbFacts) facts = cb_facts_new (pack);
  g_autoptr (GArray) filled = NULL;
  const CbPackEntity *root = cb_pack_entity (pack, cb_kind_name (CB_KIND_HOUSEHOLD));

  if (root == NULL || root->of != NULL)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the pack is not about households");
      return NULL;
    }
  cb_facts_set_uid (facts, root->name, 0, &h->uid);
  filled = filled_of (pack, CB_KIND_HOUSEHOLD);
  if (!fill_subject (facts, filled, evidence_field (CB_KIND_HOUSEHOLD), h->self, 0, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (assessed); i++)
    if (!add_kind (facts, pack, h, assessed[i], error))
      return NULL;
  return g_steal_pointer (&facts);
}

static void
add_heads (GArray         *basis,
           GHashTable     *known,
           const CbEntity *e)
{
  guint n_fields;
  const guint *fields = cb_entity_fields (e, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      guint n;
      const CbHead *heads = cb_entity_heads (e, fields[i], &n);

      for (guint k = 0; k < n; k++)
        {
          GBytes *ref = g_bytes_new (&heads[k].ref, sizeof (CbRef));

          if (g_hash_table_add (known, ref))
            g_array_append_val (basis, heads[k].ref);
        }
    }
}

static int
compare_refs (gconstpointer a,
              gconstpointer b)
{
  const CbRef *x = a, *y = b;
  int order = cb_uid_compare (&x->desk, &y->desk);

  return order != 0 ? order : x->seq < y->seq ? -1 : x->seq > y->seq;
}

GArray *
cb_household_basis (const CbHousehold *h)
{
  GArray *basis = g_array_new (FALSE, FALSE, sizeof (CbRef));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  add_heads (basis, known, h->self);
  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) < CB_KIND_CASE)
        add_heads (basis, known, part->entity);
    }
  g_array_sort (basis, compare_refs);
  return basis;
}

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

CbAssessment *
cb_assess (CbProgram         *program,
           const CbHousehold *h,
           gboolean           explain,
           GError           **error)
{
  g_autoptr (CbFacts) facts = cb_household_facts (h, cb_program_pack (program), error);
  g_autoptr (CbResult) result = NULL;
  CbAssessment *a;

  if (facts == NULL)
    return NULL;
  result = cb_evaluate (program, facts, explain ? CB_EVALUATE_EXPLAIN : CB_EVALUATE_NONE, error);
  if (result == NULL)
    return NULL;
  a = g_new0 (CbAssessment, 1);
  g_atomic_ref_count_init (&a->ref);
  a->result = g_steal_pointer (&result);
  a->facts = g_steal_pointer (&facts);
  a->on = cb_program_on (program);
  a->kinds = g_hash_table_new_full (cb_uid_hash, uid_equal, g_free, NULL);
  g_hash_table_insert (a->kinds, g_memdup2 (&h->uid, sizeof h->uid), GUINT_TO_POINTER (CB_KIND_HOUSEHOLD));
  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      g_hash_table_insert (a->kinds, g_memdup2 (cb_entity_uid (part->entity), sizeof (CbUid)),
                           GUINT_TO_POINTER (cb_entity_kind (part->entity)));
    }
  return a;
}

CbAssessment *
cb_assessment_new_from_facts (CbProgram *program,
                              CbFacts   *facts,
                              GError   **error)
{
  g_autoptr (CbResult) result = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, error);
  CbAssessment *a;

  if (result == NULL)
    return NULL;
  a = g_new0 (CbAssessment, 1);
  g_atomic_ref_count_init (&a->ref);
  a->result = g_steal_pointer (&result);
  a->facts = cb_facts_ref (facts);
  a->on = cb_program_on (program);
  a->kinds = g_hash_table_new_full (cb_uid_hash, uid_equal, g_free, NULL);
  return a;
}

CbAssessment *
cb_assessment_ref (CbAssessment *a)
{
  g_atomic_ref_count_inc (&a->ref);
  return a;
}

void
cb_assessment_unref (CbAssessment *a)
{
  if (a == NULL || !g_atomic_ref_count_dec (&a->ref))
    return;
  cb_result_unref (a->result);
  cb_facts_unref (a->facts);
  g_hash_table_unref (a->kinds);
  g_free (a);
}

CbResult *
cb_assessment_result (CbAssessment *a)
{
  return a->result;
}

CbFacts *
cb_assessment_facts (CbAssessment *a)
{
  return a->facts;
}

CbDate
cb_assessment_on (CbAssessment *a)
{
  return a->on;
}

guint
cb_result_persons (CbResult   *result,
                   const char *programme)
{
  const CbOutcome *o = cb_result_find (result, programme);
  g_autoptr (GHashTable) paid = g_hash_table_new (g_direct_hash, g_direct_equal);
  gint64 numerator, denominator;
  gboolean all = o != NULL && o->lines->len > 0;

  for (guint i = 0; all && i < o->lines->len; i++)
    {
      const CbLine *line = &g_array_index (o->lines, CbLine, i);

      all = strcmp (line->entity, cb_kind_name (CB_KIND_MEMBER)) == 0;
      g_hash_table_add (paid, GINT_TO_POINTER (line->index + 1));
    }
  if (all)
    return g_hash_table_size (paid);
  return cb_result_value (result, "household.persons", 0, &numerator, &denominator) && denominator > 0 && numerator >= 0
           ? (guint) (numerator / denominator) : 0;
}

gboolean
cb_assessment_locate (CbAssessment *a,
                      const char   *fact,
                      const CbUid  *subject,
                      CbUid        *entity,
                      guint        *field)
{
  const CbField *found = cb_field_by_key (fact);

  if (found == NULL || subject == NULL
      || GPOINTER_TO_UINT (g_hash_table_lookup (a->kinds, subject)) != (guint) found->kind)
    return FALSE;
  *entity = *subject;
  *field = found->id;
  return TRUE;
}
