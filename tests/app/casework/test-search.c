/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "cb-resident-id.h"
#include "cb-search-private.h"

#define HOUSEHOLDS 60

static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "曾", "单", "欧阳" };
static const char *const given[] = { "秀兰", "国强", "小明", "明", "桂英", "建国", "晓明", "兰" };
static const char *const villages[] = { "青山村", "光明社区", "普安村", "三组" };
static const char *const areas[] = { "510823100", "510823101", "510823103" };

typedef struct { CbUid uid; char *area, *village; GPtrArray *names, *ids; } Known;

static char *
make_id (guint n)
{
  g_autofree char *first = g_strdup_printf ("510823%04u%02u%02u99%u", 1940 + n % 70, 1 + n % 12, 1 + n % 28, n % 10);

  return g_strdup_printf ("%s%c", first, cb_resident_id_check (first));
}

static void
known_clear (Known *k)
{
  g_free (k->area);
  g_free (k->village);
  g_ptr_array_unref (k->names);
  g_ptr_array_unref (k->ids);
}

typedef struct { CbHousehold *h; GArray *edits; } Entry;

static Known
type (guint  i,
      Entry *entry)
{
  CbHousehold *h = entry->h = cb_household_new (NULL);
  GArray *edits = entry->edits = cb_edits_new ();
  Known k = { *cb_household_uid (h), g_strdup (areas[i % 3]), g_strdup (villages[i % 4]),
              g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };

  office_type (h, edits, cb_household_self (h), "household.area", k.area);
  office_type (h, edits, cb_household_self (h), "household.village", k.village);
  office_type (h, edits, cb_household_self (h), "household.category", i % 3 == 0 ? "urban" : "rural");
  for (guint m = 0; m < 1 + i % 3; m++)
    {
      CbEntity *e = cb_household_add (h, CB_KIND_MEMBER, NULL);
      char *name = g_strconcat (surnames[(i * 3 + m) % 8], given[(i + m * 5) % 8], NULL);
      char *id = make_id (i * 3 + m);

      office_type (h, edits, e, "member.name", name);
      office_type (h, edits, e, "member.relation", m == 0 ? "head" : "other");
      office_type (h, edits, e, "member.id_number", id);
      g_ptr_array_add (k.names, name);
      g_ptr_array_add (k.ids, id);
    }
  return k;
}

static gpointer
enter_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  GArray *entries = data;

  for (guint i = 0; i < entries->len; i++)
    if (!cb_household_save (desk, db, g_array_index (entries, Entry, i).h, g_array_index (entries, Entry, i).edits, NULL, error))
      return NULL;
  return data;
}

/* Households number @first to @first + @n - 1, each a changeset, in one transaction. */
static GArray *
enter (Office *office,
       guint   first,
       guint   n)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GError) error = NULL;
  GArray *known = g_array_new (FALSE, TRUE, sizeof (Known));

  g_array_set_clear_func (known, (GDestroyNotify) known_clear);
  for (guint i = 0; i < n; i++)
    {
      Entry entry;
      Known k = type (first + i, &entry);

      g_array_append_val (entries, entry);
      g_array_append_val (known, k);
    }
  cb_desk_write (office->desk, enter_job, entries, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      cb_household_free (g_array_index (entries, Entry, i).h);
      g_array_unref (g_array_index (entries, Entry, i).edits);
    }
  return known;
}

/* The same meaning, without any index: every word is found in some name, the village, the township or an ID number. */
static gboolean
oracle (const Known *k,
        CbAreas     *all,
        GArray      *terms)
{
  for (guint t = 0; t < terms->len; t++)
    {
      const CbTerm *term = &g_array_index (terms, CbTerm, t);
      gboolean found = cb_term_in_name (term, k->village);
      glong least = term->kind == CB_TERM_HAN ? 2 : 3;

      for (guint i = 0; i < k->names->len; i++)
        found = found || cb_term_in_name (term, k->names->pdata[i]) || cb_term_in_id (term, k->ids->pdata[i]);
      if (g_utf8_strlen (term->text, -1) >= least)
        found = found || cb_term_in_name (term, cb_areas_find (all, k->area)->name) || cb_term_in_name (term, cb_areas_find (all, "510823")->name);
      if (!found)
        return FALSE;
    }
  return terms->len > 0;
}

typedef struct { CbQuery query; guint limit; } Question;

static gpointer
ids_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Question *q = data;

  return cb_search_ids (db, &q->query, q->limit, cancellable, error);
}

static gpointer
rows_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Question *q = data;

  return cb_search (desk, db, q->query.text, q->query.area, q->limit, error);
}

static gboolean
among (GArray      *uids,
       const CbUid *uid)
{
  for (guint i = 0; i < uids->len; i++)
    if (cb_uid_equal (&g_array_index (uids, CbUid, i), uid))
      return TRUE;
  return FALSE;
}

static void
check (Office     *office,
       GArray     *known,
       const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) terms = cb_search_terms (text);
  Question q = { .query = { .text = text }, .limit = 0 };
  g_autoptr (GArray) uids = cb_desk_read (office->desk, ids_job, &q, &error);
  g_autoptr (GPtrArray) rows = NULL;
  guint expected = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < known->len; i++)
    {
      const Known *k = &g_array_index (known, Known, i);
      gboolean is = oracle (k, cb_desk_areas (office->desk), terms);

      expected += is;
      if (is != among (uids, &k->uid))
        g_test_message ("“%s”: household %u of %s %s", text, i, k->village, (char *) k->names->pdata[0]);
      g_assert_cmpint (is, ==, among (uids, &k->uid));
    }
  g_assert_cmpuint (uids->len, ==, expected);
  q.limit = 1000;
  rows = cb_desk_read (office->desk, rows_job, &q, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, expected);
  for (guint i = 0; i < rows->len; i++)
    {
      const CbHouseholdRow *row = rows->pdata[i];

      g_assert_true (among (uids, &row->uid));
      g_assert_nonnull (row->match);
    }
}

static void
test_recall (void)
{
  static const char *const texts[] = {
    "王", "秀", "秀兰", "王秀兰", "兰", "明", "小明", "晓明", "欧阳", "王兰", "wang", "wangxiulan", "w", "wx", "wxl", "xl", "xiulan",
    "wang xiu", "zeng", "shan", "ouyang", "oyxm", "xiaoming", "5108", "51082319", "9982", "1940", "82319", "x", "普安", "青山", "青山村",
    "光明", "龙源", "剑阁", "longyuan", "puan", "三组", "王 青山", "秀兰 普安", "wxl 5108", "王 5108 普安", "puan wang", "不存在", "zzz", "0000",
    "王秀兰 李", "\"王\"", "王*", "han:王", "NOT 王", "(", "-", "王's",
  };
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autoptr (GArray) known = NULL;

  office_turn (office, WORKER);
  known = enter (office, 0, HOUSEHOLDS);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (office, known, texts[i]);
  /* Whole ID numbers, and every part of one. */
  for (guint i = 0; i < 5; i++)
    {
      const char *id = g_array_index (known, Known, i * 7).ids->pdata[0];

      check (office, known, id);
      for (guint from = 0; from < 14; from++)
        {
          g_autofree char *part = g_strndup (id + from, 4 + from % 3);

          check (office, known, part);
        }
    }
}

/* What is changed is found by its new words and no more by the old; what is removed is not found. */
static void
test_follows (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autoptr (GArray) known = NULL;
  g_autoptr (GArray) edits = cb_edits_new ();
  g_autoptr (CbHousehold) h = NULL;
  Known k;

  office_turn (office, WORKER);
  known = enter (office, 0, 3);
  k = g_array_index (known, Known, 1);
  h = office_load (office, &k.uid);
  office_type (h, edits, cb_household_head (h), "member.name", "诸葛亮");
  office_type (h, edits, cb_household_self (h), "household.village", "卧龙村");
  office_save (office, h, edits, NULL);
  g_free (k.names->pdata[0]);
  k.names->pdata[0] = g_strdup ("诸葛亮");
  g_free (g_array_index (known, Known, 1).village);
  g_array_index (known, Known, 1).village = g_strdup ("卧龙村");
  check (office, known, "诸葛");
  check (office, known, "zgl");
  check (office, known, "卧龙");
  check (office, known, "青山");
  check (office, known, "王");
  g_array_set_size (edits, 0);
  cb_edits_remove (edits, cb_household_self (h), "entered twice");
  office_save (office, h, edits, NULL);
  known_clear (&g_array_index (known, Known, 1));
  g_array_index (known, Known, 1) = g_array_index (known, Known, 2);
  memset (&g_array_index (known, Known, 2), 0, sizeof (Known));
  g_array_set_clear_func (known, NULL);
  g_array_set_size (known, 2);
  g_array_set_clear_func (known, (GDestroyNotify) known_clear);
  check (office, known, "诸葛");
  check (office, known, "5108");
  office_verify (office);
}

static void
assert_order (Office     *office,
              CbSort      sort,
              gboolean    descending,
              const char *text)
{
  g_autoptr (GError) error = NULL;
  Question q = { .query = { .text = text, .sort = sort, .descending = descending }, .limit = 7 };
  g_autoptr (GArray) some = cb_desk_read (office->desk, ids_job, &q, &error);
  g_autoptr (GArray) all = NULL;

  g_assert_no_error (error);
  q.limit = 0;
  all = cb_desk_read (office->desk, ids_job, &q, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->len, ==, MIN (all->len, 7u));
  g_assert_cmpmem (some->data, some->len * sizeof (CbUid), all->data, some->len * sizeof (CbUid));
}

static void
test_orders (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autoptr (GError) error = NULL;
  Question q = { .query = { .category = "urban", .area = "510823100", .tier = "none" } };
  g_autoptr (GArray) urban = NULL;

  office_turn (office, WORKER);
  g_array_unref (enter (office, 0, 12));
  for (CbSort sort = CB_SORT_NAME; sort <= CB_SORT_CHANGED; sort++)
    for (guint d = 0; d < 2; d++)
      {
        assert_order (office, sort, d == 1, NULL);
        assert_order (office, sort, d == 1, "5108");
      }
  urban = cb_desk_read (office->desk, ids_job, &q, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (urban->len, ==, 4);
}

/* A list over a query: rows arrive, a change keeps the place. */
static void
test_list (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autoptr (CbHouseholdList) list = NULL;
  g_autoptr (CbHouseholdItem) item = NULL;
  const CbQuery query = { .sort = CB_SORT_NAME };
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  guint before;

  office_turn (office, WORKER);
  g_array_unref (enter (office, 0, 10));
  list = cb_household_list_new (office->desk);
  cb_household_list_query (list, &query);
  while (cb_household_list_busy (list) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  before = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (before, ==, 10);
  item = g_list_model_get_item (G_LIST_MODEL (list), 3);
  g_assert_null (cb_household_item_row (item));
  while (cb_household_item_row (item) == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (cb_household_item_row (item));
  g_assert_true (cb_uid_equal (&cb_household_item_row (item)->uid, cb_household_item_uid (item)));
  g_assert_cmpstr (cb_household_item_row (item)->township, !=, "");
  g_array_unref (enter (office, 11, 1));
  cb_household_list_query (list, &query);
  while (cb_household_list_busy (list) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, before + 1);
  g_clear_object (&item);
  g_clear_object (&list);
  while (G_OBJECT (office->desk)->ref_count > 1 && g_get_monotonic_time () < end)   /* page loads under way hold the desk */
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casework/search/recall", test_recall);
  g_test_add_func ("/casework/search/follows", test_follows);
  g_test_add_func ("/casework/search/orders", test_orders);
  g_test_add_func ("/casework/search/list", test_list);
  return g_test_run ();
}
