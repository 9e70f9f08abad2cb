/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-search.h"

#include <string.h>

#define PAGE  64
#define FIRST 256      /* shown at once, before the rest of a long list is counted */
#define PAGES_KEPT 32  /* pages whose rows are kept when nobody holds their items */

struct _CbHouseholdItem
{
  GObject         parent_instance;
  CbUid           uid;
  CbHouseholdRow *row;
};

enum { ITEM_PROP_0, ITEM_PROP_ROW, N_ITEM_PROPS, };
static GParamSpec *item_properties[N_ITEM_PROPS];

G_DEFINE_FINAL_TYPE (CbHouseholdItem, cb_household_item, G_TYPE_OBJECT)

static void
cb_household_item_finalize (GObject *object)
{
  CbHouseholdItem *self = CB_HOUSEHOLD_ITEM (object);

  g_clear_pointer (&self->row, cb_household_row_free);
  G_OBJECT_CLASS (cb_household_item_parent_class)->finalize (object);
}

static void
cb_household_item_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CbHouseholdItem *self = CB_HOUSEHOLD_ITEM (object);

  if (id == ITEM_PROP_ROW)
    g_value_set_pointer (value, self->row);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cb_household_item_class_init (CbHouseholdItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cb_household_item_finalize;
  object_class->get_property = cb_household_item_get_property;
  item_properties[ITEM_PROP_ROW] = g_param_spec_pointer ("row", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_ITEM_PROPS, item_properties);
}

static void
cb_household_item_init (CbHouseholdItem *self)
{
}

const CbUid *
cb_household_item_uid (CbHouseholdItem *item)
{
  return &item->uid;
}

const CbHouseholdRow *
cb_household_item_row (CbHouseholdItem *item)
{
  return item->row;
}

/* --- the list --- */

typedef struct {
  char    *text, *area, *tier, *category;
  CbQuery  query;
  guint    limit;
} Question;

struct _CbHouseholdList
{
  GObject       parent_instance;
  CbDesk       *desk;
  GArray       *uids;        /* of CbUid */
  GPtrArray    *items;       /* CbHouseholdItem or NULL, as many as uids; a weak cache by pages */
  GQueue        pages;       /* of page number + 1, last used first */
  GHashTable   *loading;     /* page numbers */
  GCancellable *cancellable; /* of the query under way */
  guint         generation;
  gboolean      busy;
};

enum { PROP_0, PROP_BUSY, N_PROPS, };
static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CbHouseholdList, cb_household_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
question_free (Question *q)
{
  g_free (q->text);
  g_free (q->area);
  g_free (q->tier);
  g_free (q->category);
  g_free (q);
}

static Question *
question_new (const CbQuery *query,
              guint          limit)
{
  Question *q = g_new0 (Question, 1);

  q->text = g_strdup (query->text);
  q->area = g_strdup (query->area);
  q->tier = g_strdup (query->tier);
  q->category = g_strdup (query->category);
  q->query = *query;
  q->query.text = q->text;
  q->query.area = q->area;
  q->query.tier = q->tier;
  q->query.category = q->category;
  q->limit = limit;
  return q;
}

static void
object_unref_null (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

static void
set_busy (CbHouseholdList *self,
          gboolean         busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* Takes @uids; what stands at the same place before and behind the difference stays, so that a list keeps its place. */
static void
set_uids (CbHouseholdList *self,
          GArray          *uids)
{
  guint was = self->uids->len, is = uids->len, before = 0, behind = 0;
  const CbUid *a = (const CbUid *) self->uids->data, *b = (const CbUid *) uids->data;

  while (before < was && before < is && cb_uid_equal (&a[before], &b[before]))
    before++;
  while (behind < was - before && behind < is - before && cb_uid_equal (&a[was - 1 - behind], &b[is - 1 - behind]))
    behind++;
  if (before + behind < was)
    g_ptr_array_remove_range (self->items, before, was - before - behind);
  for (guint i = 0; i < is - before - behind; i++)
    g_ptr_array_insert (self->items, (gint) (before + i), NULL);
  g_array_unref (self->uids);
  self->uids = uids;
  g_queue_clear (&self->pages);
  g_hash_table_remove_all (self->loading);
  if (before + behind < was || before + behind < is)
    g_list_model_items_changed (G_LIST_MODEL (self), before, was - before - behind, is - before - behind);
}

static void load_page (CbHouseholdList *self, guint page);

/* The rows may have changed although the list is the same: those that somebody shows are read again, the others when looked at. */
static void
refresh_rows (CbHouseholdList *self)
{
  g_hash_table_remove_all (self->loading);
  for (guint i = 0; i < self->items->len; i++)
    {
      GObject *item = self->items->pdata[i];

      if (item != NULL && item->ref_count == 1)
        g_clear_object ((GObject **) &self->items->pdata[i]);
      else if (item != NULL)
        load_page (self, i / PAGE);
    }
}

/* --- pages --- */

typedef struct { guint page, n; CbUid uids[PAGE]; } PageJob;

static gpointer
load_page_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  PageJob *job = data;

  return cb_search_rows (desk, db, job->uids, job->n, error);
}

typedef struct { CbHouseholdList *list; guint generation, page; } PageWait;

static void
page_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  PageWait *wait = data;
  CbHouseholdList *self = wait->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cb_desk_finish (CB_DESK (source), result, &error);

  if (rows != NULL && wait->generation == self->generation)
    {
      g_hash_table_remove (self->loading, GUINT_TO_POINTER (wait->page));
      for (guint i = wait->page * PAGE; i < self->items->len && i < (wait->page + 1) * PAGE; i++)
        {
          CbHouseholdItem *item = self->items->pdata[i];

          for (guint k = 0; item != NULL && k < rows->len; k++)
            {
              CbHouseholdRow *row = rows->pdata[k];

              if (row == NULL || !cb_uid_equal (&row->uid, &item->uid))
                continue;
              rows->pdata[k] = NULL;
              cb_household_row_free (item->row);
              item->row = row;
              g_object_notify_by_pspec (G_OBJECT (item), item_properties[ITEM_PROP_ROW]);
              break;
            }
        }
    }
  g_object_unref (self);
  g_free (wait);
}

static void
load_page (CbHouseholdList *self,
           guint            page)
{
  PageJob *job;
  PageWait *wait;

  if (!g_hash_table_add (self->loading, GUINT_TO_POINTER (page)))
    return;
  job = g_new0 (PageJob, 1);
  job->page = page;
  for (guint i = page * PAGE; i < self->uids->len && job->n < PAGE; i++)
    job->uids[job->n++] = g_array_index (self->uids, CbUid, i);
  wait = g_new0 (PageWait, 1);
  wait->list = g_object_ref (self);
  wait->generation = self->generation;
  wait->page = page;
  cb_desk_read_async (self->desk, load_page_job, job, g_free, (GDestroyNotify) g_ptr_array_unref, NULL, page_loaded_cb, wait);
}

/* Items of pages long out of sight are let go; whoever still shows one keeps it. */
static void
use_page (CbHouseholdList *self,
          guint            page)
{
  gpointer key = GUINT_TO_POINTER (page + 1);
  GList *link = g_queue_find (&self->pages, key);

  if (link == self->pages.head && link != NULL)
    return;
  if (link != NULL)
    g_queue_delete_link (&self->pages, link);
  g_queue_push_head (&self->pages, key);
  while (g_queue_get_length (&self->pages) > PAGES_KEPT)
    {
      guint old = GPOINTER_TO_UINT (g_queue_pop_tail (&self->pages)) - 1;

      for (guint i = old * PAGE; i < self->items->len && i < (old + 1) * PAGE; i++)
        g_clear_object ((GObject **) &self->items->pdata[i]);
      g_hash_table_remove (self->loading, GUINT_TO_POINTER (old));
    }
}

static GType
get_item_type (GListModel *model)
{
  return CB_TYPE_HOUSEHOLD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CB_HOUSEHOLD_LIST (model)->uids->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  CbHouseholdList *self = CB_HOUSEHOLD_LIST (model);
  CbHouseholdItem *item;
  guint page = position / PAGE;

  if (position >= self->uids->len)
    return NULL;
  use_page (self, page);
  item = self->items->pdata[position];
  if (item == NULL)
    {
      item = g_object_new (CB_TYPE_HOUSEHOLD_ITEM, NULL);
      item->uid = g_array_index (self->uids, CbUid, position);
      self->items->pdata[position] = item;
    }
  if (item->row == NULL)
    load_page (self, page);
  return g_object_ref (item);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
cb_household_list_dispose (GObject *object)
{
  CbHouseholdList *self = CB_HOUSEHOLD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (cb_household_list_parent_class)->dispose (object);
}

static void
cb_household_list_finalize (GObject *object)
{
  CbHouseholdList *self = CB_HOUSEHOLD_LIST (object);

  g_array_unref (self->uids);
  g_ptr_array_unref (self->items);
  g_queue_clear (&self->pages);
  g_hash_table_unref (self->loading);
  G_OBJECT_CLASS (cb_household_list_parent_class)->finalize (object);
}

static void
cb_household_list_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, CB_HOUSEHOLD_LIST (object)->busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cb_household_list_class_init (CbHouseholdListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cb_household_list_dispose;
  object_class->finalize = cb_household_list_finalize;
  object_class->get_property = cb_household_list_get_property;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cb_household_list_init (CbHouseholdList *self)
{
  self->uids = g_array_new (FALSE, FALSE, sizeof (CbUid));
  self->items = g_ptr_array_new_with_free_func (object_unref_null);
  g_queue_init (&self->pages);
  self->loading = g_hash_table_new (NULL, NULL);
}

CbHouseholdList *
cb_household_list_new (CbDesk *desk)
{
  CbHouseholdList *self = g_object_new (CB_TYPE_HOUSEHOLD_LIST, NULL);

  self->desk = g_object_ref (desk);
  return self;
}

static gpointer
query_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Question *q = data;

  return cb_search_ids (db, &q->query, q->limit, cancellable, error);
}

typedef struct { CbHouseholdList *list; guint generation; Question *rest; } QueryWait;

static void
query_done_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  QueryWait *wait = data;
  CbHouseholdList *self = wait->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) uids = cb_desk_finish (CB_DESK (source), result, &error);

  if (wait->generation == self->generation && self->desk != NULL)
    {
      gboolean more = uids != NULL && wait->rest != NULL && uids->len >= FIRST;

      if (uids != NULL && !(more && self->uids->len > uids->len))   /* a list that is only refreshed does not shrink on the way */
        {
          set_uids (self, g_steal_pointer (&uids));
          refresh_rows (self);
        }
      if (more)
        {
          QueryWait *next = g_new0 (QueryWait, 1);

          next->list = g_object_ref (self);
          next->generation = wait->generation;
          cb_desk_read_async (self->desk, query_job, g_steal_pointer (&wait->rest), (GDestroyNotify) question_free,
                              (GDestroyNotify) g_array_unref, self->cancellable, query_done_cb, next);
        }
      else
        set_busy (self, FALSE);
    }
  if (wait->rest != NULL)
    question_free (wait->rest);
  g_object_unref (self);
  g_free (wait);
}

void
cb_household_list_query (CbHouseholdList *list,
                         const CbQuery   *query)
{
  QueryWait *wait;

  g_return_if_fail (CB_IS_HOUSEHOLD_LIST (list));

  g_cancellable_cancel (list->cancellable);
  g_clear_object (&list->cancellable);
  list->cancellable = g_cancellable_new ();
  list->generation++;
  set_busy (list, TRUE);
  wait = g_new0 (QueryWait, 1);
  wait->list = g_object_ref (list);
  wait->generation = list->generation;
  wait->rest = question_new (query, 0);
  cb_desk_read_async (list->desk, query_job, question_new (query, FIRST), (GDestroyNotify) question_free,
                      (GDestroyNotify) g_array_unref, list->cancellable, query_done_cb, wait);
}

gboolean
cb_household_list_busy (CbHouseholdList *list)
{
  return list->busy;
}
