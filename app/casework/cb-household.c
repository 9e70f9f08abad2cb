/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-private.h"

#include <string.h>

static void
part_free (CbPart *part)
{
  cb_entity_free (part->entity);
  g_free (part);
}

static gboolean
uid_equal (gconstpointer a,
           gconstpointer b)
{
  return cb_uid_equal (a, b);
}

static CbHousehold *
household_alloc (const CbUid *uid)
{
  CbHousehold *h = g_new0 (CbHousehold, 1);

  h->uid = *uid;
  h->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  h->by_uid = g_hash_table_new (cb_uid_hash, uid_equal);
  return h;
}

CbHousehold *
cb_household_new (const CbUid *uid)
{
  CbHousehold *h;
  CbUid fresh;

  if (uid == NULL)
    {
      fresh = cb_uid_new ();
      uid = &fresh;
    }
  h = household_alloc (uid);
  h->self = cb_entity_new (uid, CB_KIND_HOUSEHOLD);
  return h;
}

void
cb_household_take (CbHousehold *h,
                   CbEntity    *entity,
                   const CbUid *parent,
                   gboolean     recorded)
{
  CbPart *part = g_new0 (CbPart, 1);

  part->entity = entity;
  part->parent = *parent;
  part->recorded = recorded;
  g_ptr_array_add (h->parts, part);
  g_hash_table_insert (h->by_uid, (gpointer) cb_entity_uid (entity), part);
}

/* When a subject was entered: the first head of its parent. */
static void
entered (const CbPart *part,
         CbHlc        *hlc,
         CbRef        *ref)
{
  guint n;
  const CbHead *heads = cb_entity_heads (part->entity, CB_FIELD_PARENT, &n);

  *hlc = n > 0 ? heads[n - 1].hlc : G_MAXUINT64;
  *ref = n > 0 ? heads[n - 1].ref : (CbRef) { CB_UID_NONE, G_MAXUINT64 };
}

static int
compare_entered (gconstpointer a,
                 gconstpointer b)
{
  const CbPart *x = *(CbPart *const *) a, *y = *(CbPart *const *) b;
  CbHlc hx, hy;
  CbRef rx, ry;
  int order;

  entered (x, &hx, &rx);
  entered (y, &hy, &ry);
  if (hx != hy)
    return hx < hy ? -1 : 1;
  order = cb_uid_compare (&rx.desk, &ry.desk);
  if (order == 0)
    order = rx.seq < ry.seq ? -1 : rx.seq > ry.seq;
  return order != 0 ? order : cb_uid_compare (cb_entity_uid (x->entity), cb_entity_uid (y->entity));
}

static gboolean
load_children (CbHousehold *h,
               CbDb        *db,
               const CbUid *parent,
               GError     **error)
{
  g_autoptr (GPtrArray) children = cb_journal_children (db, parent, error);

  if (children == NULL)
    return FALSE;
  g_ptr_array_set_free_func (children, NULL);
  for (guint i = 0; i < children->len; i++)
    {
      CbEntity *e = children->pdata[i];

      if (cb_household_part (h, cb_entity_uid (e)) == NULL)
        cb_household_take (h, e, parent, TRUE);
      else
        cb_entity_free (e);
    }
  return TRUE;
}

CbHousehold *
cb_household_load (CbDb        *db,
                   const CbUid *uid,
                   GError     **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CbEntity) self = cb_journal_entity (db, uid, &fault);
  g_autoptr (CbHousehold) h = NULL;
  guint n;

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (self == NULL || cb_entity_kind (self) != CB_KIND_HOUSEHOLD)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND, "no such household");
      return NULL;
    }
  h = household_alloc (uid);
  h->self = g_steal_pointer (&self);
  h->recorded = TRUE;
  if (!load_children (h, db, uid, error))
    return NULL;
  n = h->parts->len;
  for (guint i = 0; i < n; i++)
    {
      CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) == CB_KIND_MEMBER && !load_children (h, db, cb_entity_uid (part->entity), error))
        return NULL;
    }
  g_ptr_array_sort (h->parts, compare_entered);
  return g_steal_pointer (&h);
}

CbHousehold *
cb_household_copy (const CbHousehold *h)
{
  CbHousehold *copy = household_alloc (&h->uid);

  copy->self = cb_entity_copy (h->self);
  copy->recorded = h->recorded;
  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      cb_household_take (copy, cb_entity_copy (part->entity), &part->parent, part->recorded);
    }
  return copy;
}

void
cb_household_free (CbHousehold *h)
{
  if (h == NULL)
    return;
  g_hash_table_unref (h->by_uid);
  g_ptr_array_unref (h->parts);
  g_clear_pointer (&h->self, cb_entity_free);
  g_free (h);
}

const CbUid *
cb_household_uid (const CbHousehold *h)
{
  return &h->uid;
}

CbEntity *
cb_household_self (const CbHousehold *h)
{
  return h->self;
}

CbPart *
cb_household_part (const CbHousehold *h,
                   const CbUid       *uid)
{
  return g_hash_table_lookup (h->by_uid, uid);
}

CbEntity *
cb_household_find (const CbHousehold *h,
                   const CbUid       *uid)
{
  CbPart *part;

  if (cb_uid_equal (uid, &h->uid))
    return h->self;
  part = cb_household_part (h, uid);
  return part != NULL ? part->entity : NULL;
}

gboolean
cb_household_living (const CbHousehold *h,
                     const CbPart      *part)
{
  const CbPart *parent;

  if (cb_entity_removed (part->entity))
    return FALSE;
  parent = cb_household_part (h, &part->parent);
  return parent == NULL || !cb_entity_removed (parent->entity);
}

GPtrArray *
cb_household_list (const CbHousehold *h,
                   CbKind             kind,
                   const CbUid       *parent)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < h->parts->len; i++)
    {
      const CbPart *part = h->parts->pdata[i];

      if (cb_entity_kind (part->entity) != kind || !cb_household_living (h, part)
          || (parent != NULL && !cb_uid_equal (parent, &part->parent)))
        continue;
      if (kind == CB_KIND_MEMBER && g_strcmp0 (cb_entity_text (part->entity, 101), "head") == 0)
        {
          guint at = 0;

          while (at < list->len && g_strcmp0 (cb_entity_text (list->pdata[at], 101), "head") == 0)
            at++;
          g_ptr_array_insert (list, (gint) at, part->entity);
        }
      else
        g_ptr_array_add (list, part->entity);
    }
  return list;
}

CbEntity *
cb_household_head (const CbHousehold *h)
{
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);

  return members->len > 0 ? members->pdata[0] : NULL;
}

CbEntity *
cb_household_ensure (CbHousehold *h,
                     const CbUid *uid,
                     CbKind       kind,
                     const CbUid *parent)
{
  CbEntity *e = cb_household_find (h, uid);
  CbValue value;

  if (e != NULL)
    return e;
  if (parent == NULL || cb_uid_is_none (parent))
    parent = &h->uid;
  e = cb_entity_new (uid, kind);
  value = cb_value_uid (parent);
  cb_entity_set_local (e, CB_FIELD_PARENT, &value);
  cb_household_take (h, e, parent, FALSE);
  return e;
}

CbEntity *
cb_household_add (CbHousehold *h,
                  CbKind       kind,
                  const CbUid *parent)
{
  const CbUid uid = cb_uid_new ();

  return cb_household_ensure (h, &uid, kind, parent);
}

/* Saturates: what is shown is a sum of amounts that were each checked. */
static CbMoney
sum_of (const CbHousehold *h,
        CbKind             kind,
        const CbUid       *parent,
        guint              field)
{
  g_autoptr (GPtrArray) list = cb_household_list (h, kind, parent);
  CbMoney sum = 0;

  for (guint i = 0; i < list->len; i++)
    if (!cb_money_add (sum, cb_entity_int (list->pdata[i], field, 0), &sum))
      return CB_MONEY_MAX;
  return sum;
}

CbMoney
cb_household_income (const CbHousehold *h,
                     const CbUid       *member)
{
  return sum_of (h, CB_KIND_INCOME, member, 202);
}

CbMoney
cb_household_assets (const CbHousehold *h)
{
  return sum_of (h, CB_KIND_ASSET, NULL, 301);
}

CbMoney
cb_household_spending (const CbHousehold *h,
                       const CbUid       *member)
{
  return sum_of (h, CB_KIND_SPENDING, member, 251);
}

const CbValue *
cb_household_carry_over (const CbHousehold *h,
                         const CbEntity    *e,
                         guint              field)
{
  const CbUid *parent = NULL;
  const CbValue *found = NULL;
  const CbPart *part = cb_household_part (h, cb_entity_uid (e));

  if (part == NULL)
    return NULL;
  /* Of the same parent first; the first income of a member takes after the last of the one before. */
  for (guint pass = 0; pass < 2 && found == NULL; pass++)
    {
      g_autoptr (GPtrArray) list = NULL;

      parent = pass == 0 ? &part->parent : NULL;
      list = cb_household_list (h, cb_entity_kind (e), parent);
      for (guint i = 0; i < list->len && list->pdata[i] != e; i++)
        {
          const CbValue *value = cb_entity_value (list->pdata[i], field);

          if (value != NULL && value->kind != CB_VALUE_NONE)
            found = value;
        }
    }
  return found;
}
