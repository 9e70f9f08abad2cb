/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-area.h"
#include "cb-error.h"

#include <glib/gstdio.h>

static CbAreas *
load (void)
{
  g_autoptr (GError) error = NULL;
  CbAreas *areas = cb_areas_load (CB_SOURCE_DATADIR "/areas-510800.csv", &error);

  g_assert_no_error (error);

  return areas;
}

static void
test_find (void)
{
  g_autoptr (CbAreas) areas = load ();

  g_assert_cmpstr (cb_areas_find (areas, "510823")->name, ==, "剑阁县");
  g_assert_cmpstr (cb_areas_find (areas, "510823100")->name, ==, "普安镇");
  g_assert_cmpstr (cb_areas_find (areas, "510823100")->parent, ==, "510823");
  g_assert_cmpstr (cb_areas_find (areas, "510800")->name, ==, "广元市");
  g_assert_true (cb_areas_find (areas, "5108") == cb_areas_find (areas, "510800"));
  g_assert_cmpstr (cb_areas_find (areas, "5108")->code, ==, "5108");
  g_assert_null (cb_areas_find (areas, "510899"));
  g_assert_null (cb_areas_find (areas, ""));
  g_assert_null (cb_areas_find (areas, NULL));
  g_assert_null (cb_areas_find (areas, "剑阁"));
  g_assert_null (cb_areas_find (areas, "51082310051082310051"));
}

static void
test_match (void)
{
  static const struct { const char *name, *within, *code; } rows[] = {
    { "剑阁县", NULL, "510823" },
    { "剑阁", NULL, "510823" },
    { "剑阁县普安镇", NULL, "510823100" },
    { "普安镇", NULL, "510823100" },
    { "普安", NULL, "510823100" },
    { "剑阁普安", NULL, "510823100" },
    { " 剑阁县　普安镇 ", NULL, "510823100" },
    { "广元市剑阁县普安镇", NULL, "510823100" },
    { "四川省广元市剑阁县普安镇", NULL, "510823100" },
    { "四川广元剑阁", NULL, "510823" },
    { "广元", NULL, "5108" },
    { "东坝街道", NULL, "510802001" },
    { "东坝街道办事处", NULL, "510802001" },
    { "东坝", NULL, "510802001" },
    { "蒿溪回族乡", NULL, "510822207" },
    { "蒿溪", NULL, "510822207" },
    { "朝天区", NULL, "510812" },
    { "朝天镇", NULL, "510812100" },
    { "朝天区朝天镇", NULL, "510812100" },
    { "朝天", NULL, NULL },               /* the district or its township */
    { "元坝镇", NULL, NULL },             /* two counties have one */
    { "元坝镇", "510811", "510811100" },
    { "昭化区元坝镇", NULL, "510811100" },
    { "普安镇", "510823", "510823100" },
    { "普安镇", "510800", "510823100" },
    { "普安镇", "510824", NULL },
    { "苍溪县普安镇", NULL, NULL },
    { "普安镇剑阁县", NULL, NULL },
    { "成都市", NULL, NULL },
    { "四川省", NULL, NULL },
    { "县", NULL, NULL },
    { "", NULL, NULL },
    { NULL, NULL, NULL },
  };
  g_autoptr (CbAreas) areas = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CbArea *area = cb_areas_match (areas, rows[i].name, rows[i].within);

      g_test_message ("%s", rows[i].name);
      g_assert_cmpstr (area != NULL ? area->code : NULL, ==, rows[i].code);
    }
}

/* Every area is found by its path, and lies in each of its forebears. */
static void
test_whole_list (void)
{
  g_autoptr (CbAreas) areas = load ();
  g_autoptr (GPtrArray) top = cb_areas_children (areas, "");
  g_autoptr (GPtrArray) counties = cb_areas_children (areas, "510800");
  guint n = 1;

  g_assert_cmpuint (top->len, ==, 1);
  g_assert_cmpuint (counties->len, ==, 7);
  for (guint i = 0; i < counties->len; i++)
    {
      const CbArea *county = g_ptr_array_index (counties, i);
      g_autoptr (GPtrArray) townships = cb_areas_children (areas, county->code);

      n++;
      g_assert_true (cb_area_within (county->code, "5108"));
      for (guint k = 0; k < townships->len; k++)
        {
          const CbArea *township = g_ptr_array_index (townships, k);
          g_autofree char *path = cb_areas_path (areas, township->code);

          n++;
          g_assert_true (cb_areas_match (areas, path, NULL) == township);
          g_assert_true (cb_area_within (township->code, county->code));
          g_assert_true (cb_area_within (township->code, "510800"));
          g_assert_false (cb_area_within (county->code, township->code));
        }
    }
  /* All lines but the heading. */
  g_assert_cmpuint (n, ==, 154);
}

static void
test_within_and_path (void)
{
  static const struct { const char *code, *path; } paths[] = {
    { "510823100", "剑阁县 普安镇" }, { "510823100201", "剑阁县 普安镇" }, { "510823", "剑阁县" },
    { "510800", "广元市" }, { "5108", "广元市" }, { "510823999", "剑阁县" }, { "9999", "" }, { "", "" },
  };
  g_autoptr (CbAreas) areas = load ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = cb_areas_path (areas, paths[i].code);

      g_assert_cmpstr (path, ==, paths[i].path);
    }
  g_assert_true (cb_area_within ("510823100", ""));
  g_assert_true (cb_area_within ("510823", "510823"));
  g_assert_true (cb_area_within ("510823", "510000"));
  g_assert_true (cb_area_within ("510800", "5108"));
  g_assert_false (cb_area_within ("510823", "510824"));
  g_assert_false (cb_area_within ("5108", "510823"));
}

static void
test_bad_files (void)
{
  static const char *const files[] = {
    "name,code\n",
    "code,name,parent\n510802,利州区\n",
    "code,name,parent\nx,利州区,5108\n",
    "code,name,parent\n510802,,5108\n",
    "code,name,parent\n510802,利州区,5109\n",
    "code,name,parent\n510802,利州区,5108\n510802,利州区,5108\n",
  };
  g_autofree char *dir = g_dir_make_tmp ("cb-area-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_null (cb_areas_load (path, &error));
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
    }
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/area/find", test_find);
  g_test_add_func ("/base/area/match", test_match);
  g_test_add_func ("/base/area/whole-list", test_whole_list);
  g_test_add_func ("/base/area/within-and-path", test_within_and_path);
  g_test_add_func ("/base/area/bad-files", test_bad_files);

  return g_test_run ();
}
