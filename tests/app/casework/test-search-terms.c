/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cb-search-private.h"

typedef struct { const char *name, *typed, *terms; } Row;

/* H Han, L latin, D digits. */
static const Row rows[] = {
  { "name", "王秀兰", "H王秀兰" }, { "part", "秀", "H秀" }, { "two", "王秀兰 普安", "H王秀兰 H普安" },
  { "pinyin", "wang xiu", "Lwang Lxiu" }, { "capitals", "WXL", "Lwxl" }, { "apostrophe", "xi'an", "Lxian" },
  { "id", "510802196503159982", "D510802196503159982" }, { "last-four", "9982", "D9982" }, { "x", "996x", "D996X" },
  { "full-width", "９９８２", "D9982" }, { "three-digits", "998", "H998" }, { "village", "青山村3组", "H青山村3组" },
  { "mixed", "王xl", "H王 Lxl" }, { "quotes", "\"王\" OR", "H\"王\" Lor" }, { "nothing", "  ", "" }, { "signs", "( - \"", "" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GArray) terms = cb_search_terms (row->typed);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < terms->len; i++)
    {
      const CbTerm *term = &g_array_index (terms, CbTerm, i);

      g_string_append_printf (said, "%s%c%s", i > 0 ? " " : "", "HLD"[term->kind], term->text);
    }
  g_assert_cmpstr (said->str, ==, row->terms);
}

static gboolean
in_name (const char *typed,
         const char *name)
{
  g_autoptr (GArray) terms = cb_search_terms (typed);
  gboolean all = terms->len > 0;

  for (guint i = 0; i < terms->len; i++)
    all = all && cb_term_in_name (&g_array_index (terms, CbTerm, i), name);
  return all;
}

static void
test_names (void)
{
  g_assert_true (in_name ("王", "王秀兰"));
  g_assert_true (in_name ("秀兰", "王秀兰"));
  g_assert_false (in_name ("王兰", "王秀兰"));
  g_assert_true (in_name ("wangxiulan", "王秀兰"));
  g_assert_true (in_name ("wangx", "王秀兰"));
  g_assert_true (in_name ("wang xiu", "王秀兰"));
  g_assert_true (in_name ("xiulan", "王秀兰"));
  g_assert_true (in_name ("wxl", "王秀兰"));
  g_assert_true (in_name ("wx", "王秀兰"));
  g_assert_true (in_name ("xl", "王秀兰"));
  g_assert_false (in_name ("iulan", "王秀兰"));
  g_assert_true (in_name ("zeng", "曾秀兰"));
  g_assert_true (in_name ("ann", "Ann Li"));
}

static void
test_ids (void)
{
  g_autoptr (GArray) terms = cb_search_terms ("31599");

  g_assert_true (cb_term_in_id (&g_array_index (terms, CbTerm, 0), "510802196503159982"));
  g_assert_false (cb_term_in_id (&g_array_index (terms, CbTerm, 0), "510823195809129978"));
  g_assert_false (cb_term_in_id (&g_array_index (terms, CbTerm, 0), NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/casework/search/terms/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/casework/search/names", test_names);
  g_test_add_func ("/casework/search/ids", test_ids);
  return g_test_run ();
}
