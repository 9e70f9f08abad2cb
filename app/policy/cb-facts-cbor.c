/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-facts-private.h"

#include <string.h>

#include "cb-cbor.h"

/* Canonical: entities in the pack's order, instances in the order added, facts by name, so that it can be read with the pack alone:
 * [[entity, [[parent, uid, [[fact, value, evidence]…]]…]]…]; labels are not part of it. */

static void
put_cell (CbCborWriter  *w,
          CbPack        *pack,
          const CbFactX *fact,
          const CbCell  *cell)
{
  cb_cbor_put_array (w, 3);
  cb_cbor_put_text (w, fact->pub.field);
  if (!cell->known)
    cb_cbor_put_null (w);
  else if (fact->type.kind == CB_TYPE_TEXT)
    cb_cbor_put_text (w, cell->text);
  else if (fact->type.kind == CB_TYPE_CHOICE)
    cb_cbor_put_text (w, CB_CHOICE (pack, fact->type.choice)->words[cell->value]);
  else if (fact->type.kind == CB_TYPE_TRUTH)
    cb_cbor_put_bool (w, cell->value != 0);
  else
    cb_cbor_put_int (w, cell->value);
  if (cell->evidence != NULL)
    cb_cbor_put_text (w, cell->evidence);
  else
    cb_cbor_put_null (w);
}

GBytes *
cb_facts_to_cbor (CbFacts *facts)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  CbPack *pack = facts->pack;

  cb_cbor_put_array (w, pack->entities->len);
  for (guint e = 0; e < pack->entities->len; e++)
    {
      CbEntityX *entity = CB_ENTITY (pack, e);

      cb_cbor_put_array (w, 2);
      cb_cbor_put_text (w, entity->pub.name);
      cb_cbor_put_array (w, facts->instances[e]->len);
      for (guint i = 0; i < facts->instances[e]->len; i++)
        {
          CbInstance *x = facts->instances[e]->pdata[i];
          guint n = 0;

          for (guint k = 0; k < entity->facts->len; k++)
            n += x->cells[k].known || x->cells[k].evidence != NULL;
          cb_cbor_put_array (w, 3);
          cb_cbor_put_int (w, x->parent);
          cb_cbor_put_bytes (w, x->uid.b, sizeof x->uid.b);
          cb_cbor_put_array (w, n);
          for (guint k = 0; k < entity->facts->len; k++)
            if (x->cells[k].known || x->cells[k].evidence != NULL)
              put_cell (w, pack, entity->facts->pdata[k], &x->cells[k]);
        }
    }
  return cb_cbor_writer_take (w);
}

static gboolean
get_value (CbCborReader *r,
           CbFacts      *facts,
           CbFactX      *fact,
           int           index)
{
  g_autofree char *text = NULL;
  const char *name = fact->pub.name;
  gboolean truth;
  gint64 v;

  switch (cb_cbor_peek (r))
    {
    case CB_CBOR_NULL:
      return cb_cbor_get_null (r);
    case CB_CBOR_BOOL:
      return cb_cbor_get_bool (r, &truth) && cb_facts_set_truth (facts, name, index, truth, NULL);
    case CB_CBOR_TEXT:
      text = cb_cbor_dup_text (r);
      if (text == NULL)
        return FALSE;
      return fact->type.kind == CB_TYPE_CHOICE ? cb_facts_set_choice (facts, name, index, text, NULL) :
             fact->type.kind == CB_TYPE_TEXT && cb_facts_set_text (facts, name, index, text, NULL);
    case CB_CBOR_INT:
      if (!cb_cbor_get_int (r, &v) || (fact->type.kind != CB_TYPE_NUMBER && fact->type.kind != CB_TYPE_DATE && fact->type.kind != CB_TYPE_MONTH) ||
          v < fact->pub.min || v > fact->pub.max)
        return FALSE;
      {
        CbCell *cell = cb_facts_cell (facts, fact, index);

        cell->value = v;
        cell->known = TRUE;
      }
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
get_cell (CbCborReader *r,
          CbFacts      *facts,
          CbEntityX    *entity,
          int           index,
          int          *last)
{
  g_autofree char *field = NULL, *evidence = NULL;
  CbSymbol *symbol;
  gsize n;

  if (!cb_cbor_get_array (r, &n) || n != 3 || (field = cb_cbor_dup_text (r)) == NULL)
    return FALSE;
  symbol = g_hash_table_lookup (entity->names, field);
  /* In the pack's order, each once: one set of facts has one encoding. */
  if (symbol == NULL || symbol->fact == NULL || (int) symbol->fact->column <= *last)
    return FALSE;
  *last = (int) symbol->fact->column;
  if (!get_value (r, facts, symbol->fact, index))
    return FALSE;
  if (cb_cbor_peek (r) == CB_CBOR_NULL)
    return cb_cbor_get_null (r) && cb_facts_cell (facts, symbol->fact, index)->known;
  evidence = cb_cbor_dup_text (r);
  return evidence != NULL && cb_facts_set_evidence (facts, symbol->fact->pub.name, index, evidence, NULL);
}

static gboolean
get_instance (CbCborReader *r,
              CbFacts      *facts,
              CbEntityX    *entity,
              gsize         i)
{
  gint64 parent;
  gsize n, cells;
  CbUid uid;
  int index = 0, last = -1;

  if (!cb_cbor_get_array (r, &n) || n != 3 || !cb_cbor_get_int (r, &parent) || !cb_cbor_get_fixed (r, uid.b, sizeof uid.b))
    return FALSE;
  if (entity->parent < 0)
    {
      if (parent != -1 || i > 0)
        return FALSE;
      cb_facts_set_uid (facts, entity->pub.name, 0, &uid);
    }
  else
    {
      if (parent < 0 || parent > G_MAXINT)
        return FALSE;
      index = cb_facts_add (facts, entity->pub.name, (int) parent, &uid, NULL);
      if (index < 0)
        return FALSE;
    }
  if (!cb_cbor_get_array (r, &cells))
    return FALSE;
  for (gsize k = 0; k < cells; k++)
    if (!get_cell (r, facts, entity, index, &last))
      return FALSE;
  return TRUE;
}

CbFacts *
cb_facts_from_cbor (CbPack  *pack,
                    GBytes  *bytes,
                    GError **error)
{
  g_autoptr (CbFacts) facts = cb_facts_new (pack);
  CbCborReader r;
  gsize len, n, parts, instances;
  const void *data = g_bytes_get_data (bytes, &len);
  gboolean ok;

  cb_cbor_reader_init (&r, data, len);
  ok = cb_cbor_get_array (&r, &n) && n == pack->entities->len;
  for (gsize e = 0; ok && e < n; e++)
    {
      CbEntityX *entity = CB_ENTITY (pack, e);
      g_autofree char *name = NULL;

      ok = cb_cbor_get_array (&r, &parts) && parts == 2 && (name = cb_cbor_dup_text (&r)) != NULL && strcmp (name, entity->pub.name) == 0 &&
           cb_cbor_get_array (&r, &instances) && (e > 0 || instances == 1);
      for (gsize i = 0; ok && i < instances; i++)
        ok = get_instance (&r, facts, entity, i);
    }
  if (!ok || !cb_cbor_done (&r, NULL))
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "not the facts of a case of this pack");
      return NULL;
    }
  return g_steal_pointer (&facts);
}
