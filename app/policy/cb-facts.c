/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-facts-private.h"

#include <string.h>

#include "cb-money.h"

static void
instance_free (CbInstance *x,
               guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_free (x->cells[i].evidence);
      g_free (x->cells[i].text);
    }
  g_free (x->cells);
  g_free (x->label);
  g_free (x);
}

static CbInstance *
instance_new (CbFacts *facts,
              int      entity,
              int      parent)
{
  CbInstance *x = g_new0 (CbInstance, 1);

  x->parent = parent;
  x->cells = g_new0 (CbCell, CB_ENTITY (facts->pack, entity)->facts->len + 1);
  g_ptr_array_add (facts->instances[entity], x);
  return x;
}

CbFacts *
cb_facts_new (CbPack *pack)
{
  CbFacts *facts = g_new0 (CbFacts, 1);

  facts->ref_count = 1;
  facts->pack = cb_pack_ref (pack);
  for (guint i = 0; i < pack->entities->len; i++)
    facts->instances[i] = g_ptr_array_new ();
  instance_new (facts, 0, -1);
  return facts;
}

CbFacts *
cb_facts_ref (CbFacts *facts)
{
  g_atomic_int_inc (&facts->ref_count);
  return facts;
}

void
cb_facts_unref (CbFacts *facts)
{
  if (facts == NULL || !g_atomic_int_dec_and_test (&facts->ref_count))
    return;
  for (guint i = 0; i < facts->pack->entities->len; i++)
    {
      for (guint k = 0; k < facts->instances[i]->len; k++)
        instance_free (facts->instances[i]->pdata[k], CB_ENTITY (facts->pack, i)->facts->len);
      g_ptr_array_unref (facts->instances[i]);
    }
  cb_pack_unref (facts->pack);
  g_free (facts);
}

CbFacts *
cb_facts_copy (CbFacts *facts)
{
  CbFacts *copy = cb_facts_new (facts->pack);

  for (guint e = 0; e < facts->pack->entities->len; e++)
    for (guint i = 0; i < facts->instances[e]->len; i++)
      {
        CbInstance *from = facts->instances[e]->pdata[i];
        CbInstance *to = e == 0 ? copy->instances[0]->pdata[0] : instance_new (copy, (int) e, from->parent);

        to->uid = from->uid;
        to->label = g_strdup (from->label);
        for (guint k = 0; k < CB_ENTITY (facts->pack, e)->facts->len; k++)
          {
            to->cells[k] = from->cells[k];
            to->cells[k].evidence = g_strdup (from->cells[k].evidence);
            to->cells[k].text = g_strdup (from->cells[k].text);
          }
      }
  return copy;
}

CbPack *
cb_facts_pack (CbFacts *facts)
{
  return facts->pack;
}

static CbEntityX *
entity_of (CbFacts    *facts,
           const char *name)
{
  return g_hash_table_lookup (facts->pack->entity_names, name);
}

int
cb_facts_add (CbFacts      *facts,
              const char   *entity,
              int           parent,
              const CbUid  *uid,
              GError      **error)
{
  CbEntityX *e = entity_of (facts, entity);
  CbInstance *x;

  if (e == NULL || e->parent < 0 || parent < 0 || (guint) parent >= facts->instances[e->parent]->len)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "there is no place for a %s", entity);
      return -1;
    }
  {
    guint brothers = 0;

    for (guint i = 0; i < facts->instances[e->pub.index]->len; i++)
      brothers += ((CbInstance *) facts->instances[e->pub.index]->pdata[i])->parent == parent;
    if (brothers >= e->pub.most || facts->instances[e->pub.index]->len >= (guint) e->total)
      {
        g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "more than %u of %s", e->pub.most, entity);
        return -1;
      }
  }
  x = instance_new (facts, (int) e->pub.index, parent);
  if (uid != NULL)
    x->uid = *uid;
  return (int) facts->instances[e->pub.index]->len - 1;
}

static CbInstance *
instance (CbFacts    *facts,
          const char *entity,
          int         index)
{
  CbEntityX *e = entity_of (facts, entity);

  if (e == NULL || index < 0 || (guint) index >= facts->instances[e->pub.index]->len)
    return NULL;
  return facts->instances[e->pub.index]->pdata[index];
}

int
cb_facts_count (CbFacts    *facts,
                const char *entity)
{
  CbEntityX *e = entity_of (facts, entity);

  return e != NULL ? (int) facts->instances[e->pub.index]->len : 0;
}

int
cb_facts_parent (CbFacts    *facts,
                 const char *entity,
                 int         index)
{
  CbInstance *x = instance (facts, entity, index);

  return x != NULL ? x->parent : -1;
}

void
cb_facts_set_uid (CbFacts     *facts,
                  const char  *entity,
                  int          index,
                  const CbUid *uid)
{
  CbInstance *x = instance (facts, entity, index);

  g_return_if_fail (x != NULL);
  x->uid = *uid;
}

const CbUid *
cb_facts_uid (CbFacts    *facts,
              const char *entity,
              int         index)
{
  static const CbUid nobody = { { 0 } };
  CbInstance *x = instance (facts, entity, index);

  return x != NULL ? &x->uid : &nobody;
}

void
cb_facts_set_label (CbFacts    *facts,
                    const char *entity,
                    int         index,
                    const char *label)
{
  CbInstance *x = instance (facts, entity, index);

  g_return_if_fail (x != NULL);
  g_free (x->label);
  x->label = g_strdup (label);
}

const char *
cb_facts_label (CbFacts    *facts,
                const char *entity,
                int         index)
{
  CbInstance *x = instance (facts, entity, index);

  return x != NULL ? x->label : NULL;
}

CbCell *
cb_facts_cell (CbFacts       *facts,
               const CbFactX *fact,
               int            index)
{
  if (index < 0 || (guint) index >= facts->instances[fact->entity]->len)
    return NULL;
  return &((CbInstance *) facts->instances[fact->entity]->pdata[index])->cells[fact->column];
}

/* The place for a fact; NULL with an error. */
static CbCell *
find (CbFacts     *facts,
      const char  *name,
      int          index,
      CbFactX    **fact,
      GError     **error)
{
  CbCell *cell;

  *fact = g_hash_table_lookup (facts->pack->fact_names, name);
  if (*fact == NULL)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "there is no fact %s", name);
      return NULL;
    }
  cell = cb_facts_cell (facts, *fact, index);
  if (cell == NULL)
    g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s: there is no %s with that number", name, (*fact)->pub.entity);
  return cell;
}

static gboolean
set (CbFacts     *facts,
     const char  *name,
     int          index,
     gboolean   (*suits) (const CbFactX *),
     const char  *what,
     gint64       value,
     GError     **error)
{
  CbFactX *fact;
  CbCell *cell = find (facts, name, index, &fact, error);

  if (cell == NULL)
    return FALSE;
  if (!suits (fact))
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s is not %s", name, what);
      return FALSE;
    }
  if (value < fact->pub.min || value > fact->pub.max)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s is outside its range", name);
      return FALSE;
    }
  cell->value = value;
  cell->known = TRUE;
  return TRUE;
}

static gboolean
is_money (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_NUMBER && fact->type.money == 1;
}

static gboolean
is_count (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_NUMBER && fact->type.money == 0 && fact->pub.decimals == 0;
}

static gboolean
is_truth (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_TRUTH;
}

static gboolean
is_date (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_DATE;
}

static gboolean
is_month (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_MONTH;
}

static gboolean
is_choice (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_CHOICE;
}

static gboolean
is_ratio (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_NUMBER && fact->type.money == 0;
}

gboolean
cb_facts_set_money (CbFacts     *facts,
                    const char  *fact,
                    int          index,
                    gint64       fen,
                    GError     **error)
{
  return set (facts, fact, index, is_money, "an amount", fen, error);
}

gboolean
cb_facts_set_count (CbFacts     *facts,
                    const char  *fact,
                    int          index,
                    gint64       count,
                    GError     **error)
{
  return set (facts, fact, index, is_count, "a whole number", count, error);
}

gboolean
cb_facts_set_truth (CbFacts     *facts,
                    const char  *fact,
                    int          index,
                    gboolean     value,
                    GError     **error)
{
  return set (facts, fact, index, is_truth, "yes or no", value != FALSE, error);
}

gboolean
cb_facts_set_choice (CbFacts     *facts,
                     const char  *fact,
                     int          index,
                     const char  *word,
                     GError     **error)
{
  CbFactX *x = g_hash_table_lookup (facts->pack->fact_names, fact);
  int i = x != NULL && is_choice (x) ? cb_pack_word_index (facts->pack, x->pub.choice, word) : 0;

  if (i < 0)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s: not a word of its list", fact);
      return FALSE;
    }
  return set (facts, fact, index, is_choice, "a choice", i, error);
}

gboolean
cb_facts_set_date (CbFacts     *facts,
                   const char  *fact,
                   int          index,
                   CbDate       date,
                   GError     **error)
{
  return set (facts, fact, index, is_date, "a date", date, error);
}

gboolean
cb_facts_set_month (CbFacts     *facts,
                    const char  *fact,
                    int          index,
                    CbMonth      month,
                    GError     **error)
{
  return set (facts, fact, index, is_month, "a month", month, error);
}

gboolean
cb_facts_set_text (CbFacts     *facts,
                   const char  *fact,
                   int          index,
                   const char  *text,
                   GError     **error)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, error);

  if (cell == NULL)
    return FALSE;
  if (x->type.kind != CB_TYPE_TEXT || !g_utf8_validate (text, -1, NULL) || strlen (text) > 100000)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s is not a text", fact);
      return FALSE;
    }
  g_free (cell->text);
  cell->text = g_strdup (text);
  cell->known = TRUE;
  return TRUE;
}

/* A decimal with up to @decimals places, exactly; percent for ratios. */
static gboolean
parse_scaled (const char *text,
              int         decimals,
              gint64     *value)
{
  CbWide scaled;
  gsize len;
  CbRat rat;

  if (!cb_rat_parse (text, &len, &rat) || text[len] != '\0')
    return FALSE;
  scaled = rat.num;
  for (int i = 0; i < decimals; i++)
    scaled *= 10;
  if (scaled % rat.den != 0 || scaled / rat.den > CB_FACT_LIMIT || scaled / rat.den < -CB_FACT_LIMIT)
    return FALSE;
  *value = (gint64) (scaled / rat.den);
  return TRUE;
}

/* What people write, without looking at the range; FALSE for texts too. */
static gboolean
parse (CbPack        *pack,
       const CbFactX *x,
       const char    *text,
       gint64        *value)
{
  gint64 v = 0;
  gboolean ok;

  switch (x->type.kind)
    {
    case CB_TYPE_TEXT:
      return FALSE;
    case CB_TYPE_CHOICE:
      v = cb_pack_word_index (pack, x->pub.choice, text);
      ok = v >= 0;
      break;
    case CB_TYPE_TRUTH:
      v = strcmp (text, "yes") == 0 || strcmp (text, "true") == 0 || strcmp (text, "1") == 0;
      ok = v || strcmp (text, "no") == 0 || strcmp (text, "false") == 0 || strcmp (text, "0") == 0;
      break;
    case CB_TYPE_DATE:
      {
        CbDate date;

        ok = cb_date_parse (text, &date, NULL);
        v = ok ? date : 0;
        break;
      }
    case CB_TYPE_MONTH:
      {
        CbMonth month;

        ok = cb_month_parse (text, &month, NULL);
        v = ok ? month : 0;
        break;
      }
    default:
      if (x->type.money == 1)
        {
          CbMoney fen;

          ok = cb_money_parse (text, &fen, NULL);
          v = ok ? fen : 0;
        }
      else
        ok = parse_scaled (text, x->pub.decimals, &v);
      break;
    }
  if (ok)
    *value = v;
  return ok;
}

gboolean
cb_fact_parse (CbPack      *pack,
               const char  *fact,
               const char  *text,
               gint64      *value,
               GError     **error)
{
  CbFactX *x = g_hash_table_lookup (pack->fact_names, fact);
  gint64 v;

  if (x == NULL || !parse (pack, x, text, &v))
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s can not be read as what it should be", fact);
      return FALSE;
    }
  if (v < x->pub.min || v > x->pub.max)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s is outside its range", fact);
      return FALSE;
    }
  *value = v;
  return TRUE;
}

gboolean
cb_facts_set_parsed (CbFacts     *facts,
                     const char  *fact,
                     int          index,
                     const char  *text,
                     GError     **error)
{
  CbFactX *x = g_hash_table_lookup (facts->pack->fact_names, fact);
  gint64 v;

  if (x == NULL)
    return set (facts, fact, index, is_money, "", 0, error);
  if (x->type.kind == CB_TYPE_TEXT)
    return cb_facts_set_text (facts, fact, index, text, error);
  if (x->type.kind == CB_TYPE_CHOICE)
    return cb_facts_set_choice (facts, fact, index, text, error);
  if (!parse (facts->pack, x, text, &v))
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s can not be read as what it should be", fact);
      return FALSE;
    }
  {
    gboolean (*suits) (const CbFactX *) = x->type.kind == CB_TYPE_TRUTH ? is_truth : x->type.kind == CB_TYPE_DATE ? is_date :
                                          x->type.kind == CB_TYPE_MONTH ? is_month : x->type.money == 1 ? is_money : is_ratio;

    return set (facts, fact, index, suits, "of that type", v, error);
  }
}

gboolean
cb_facts_clear (CbFacts     *facts,
                const char  *fact,
                int          index,
                GError     **error)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, error);

  if (cell == NULL)
    return FALSE;
  g_clear_pointer (&cell->text, g_free);
  cell->known = FALSE;
  cell->value = 0;
  return TRUE;
}

gboolean
cb_facts_set_evidence (CbFacts     *facts,
                       const char  *fact,
                       int          index,
                       const char  *evidence,
                       GError     **error)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, error);

  if (cell == NULL)
    return FALSE;
  g_free (cell->evidence);
  cell->evidence = g_strdup (evidence);
  return TRUE;
}

const char *
cb_facts_evidence (CbFacts    *facts,
                   const char *fact,
                   int         index)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, NULL);

  return cell != NULL ? cell->evidence : NULL;
}

gboolean
cb_facts_get (CbFacts    *facts,
              const char *fact,
              int         index,
              gint64     *value)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, NULL);

  if (cell == NULL || !cell->known)
    return FALSE;
  if (value != NULL)
    *value = cell->value;
  return TRUE;
}

const char *
cb_facts_get_text (CbFacts    *facts,
                   const char *fact,
                   int         index)
{
  CbFactX *x;
  CbCell *cell = find (facts, fact, index, &x, NULL);

  return cell != NULL && cell->known ? cell->text : NULL;
}

/* --- Columns --- */

static void
order_rows (CbFacts *facts,
            guint    e,
            GArray **order)
{
  int parent = CB_ENTITY (facts->pack, e)->parent;

  order[e] = g_array_sized_new (FALSE, FALSE, sizeof (guint), facts->instances[e]->len);
  if (parent < 0)
    {
      guint zero = 0;

      g_array_append_val (order[e], zero);
      return;
    }
  for (guint p = 0; p < order[parent]->len; p++)
    {
      int above = (int) g_array_index (order[parent], guint, p);

      for (guint i = 0; i < facts->instances[e]->len; i++)
        if (((CbInstance *) facts->instances[e]->pdata[i])->parent == above)
          g_array_append_val (order[e], i);
    }
}

void
cb_facts_fill (CbFacts   *facts,
               CbColumns *columns,
               GArray   **order)
{
  CbPack *pack = facts->pack;
  gsize size = 0;
  char *at;

  cb_columns_init (columns, pack);
  for (guint e = 0; e < pack->entities->len; e++)
    size += CB_ENTITY (pack, e)->facts->len * (facts->instances[e]->len + 1) * 16;
  at = columns->cells = g_malloc0 (size + 1);
  for (guint e = 0; e < pack->entities->len; e++)
    {
      CbEntityX *entity = CB_ENTITY (pack, e);
      guint n, row_of_parent = 0;

      order_rows (facts, e, order);
      n = columns->n_rows[e] = order[e]->len;
      if (e > 0)
        {
          columns->parents[e] = g_new0 (guint32, n + 1);
          for (guint r = 0; r < n; r++)
            {
              guint above = (guint) ((CbInstance *) facts->instances[e]->pdata[g_array_index (order[e], guint, r)])->parent;

              while (g_array_index (order[entity->parent], guint, row_of_parent) != above)
                row_of_parent++;
              columns->parents[e][r] = row_of_parent;
            }
        }
      for (guint k = 0; k < entity->facts->len; k++)
        {
          CbFactX *fact = entity->facts->pdata[k];
          gboolean eight = cb_fact_is_eight (fact);
          /* Both of eight bytes a row, so that every column begins on a word. */
          gpointer values = at;
          guint8 *states = (guint8 *) at + (n + 1) * 8;

          at += (n + 1) * 16;
          for (guint r = 0; r < n; r++)
            {
              CbCell *cell = cb_facts_cell (facts, fact, (int) g_array_index (order[e], guint, r));
              gint64 v = cell->known ? cell->value : cb_fact_filler (fact);

              if (eight)
                ((guint8 *) values)[r] = (guint8) v;
              else
                ((gint64 *) values)[r] = v;
              states[r] = cell->known || fact->pub.has_default ? CB_STATE_KNOWN : CB_STATE_MISSING;
            }
          columns->values[fact->pub.index] = values;
          columns->states[fact->pub.index] = states;
        }
    }
  cb_columns_index (columns);
}
