/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-worksheet-print.h"

static CbWorkLine sample[] = {
  { 0, (char *) "人均月收入", (char *) "7,020.00 ÷ 12 ÷ 3", (char *) "195.00", (char *) "元/月", (char *) "", (char *) "民发〔2021〕57号 第十三条" },
  { 1, (char *) "低于标准", (char *) "195.00 < 620.00", (char *) "", (char *) "", (char *) "", (char *) "", CB_CHECK_OK },
  { 1, (char *) "folded", (char *) "", (char *) "1.00", (char *) "", (char *) "", (char *) "", CB_CHECK_NONE, TRUE },
};

static GPtrArray *
lines_of (guint n)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lines, &sample[i % G_N_ELEMENTS (sample)]);
  return lines;
}

static void
test_text (void)
{
  g_autoptr (GPtrArray) lines = lines_of (3);
  CbWorksheetPrint sheet = { "为什么：低保", "王秀兰", "低保，每月 1,585 元", NULL, lines, FALSE };
  g_autofree char *text = NULL, *whole = NULL;

  g_test_summary ("As text: a line each, figure and article behind tabs, folded lines only when asked for");
  text = cb_worksheet_print_text (&sheet);
  g_assert_cmpstr (text, ==,
                   "为什么：低保\n王秀兰\n低保，每月 1,585 元\n\n"
                   "人均月收入\t195.00 元/月\t[7,020.00 ÷ 12 ÷ 3  ·  民发〔2021〕57号 第十三条]\n"
                   "    低于标准\t✓\t[195.00 < 620.00]\n");
  sheet.details = TRUE;
  whole = cb_worksheet_print_text (&sheet);
  g_assert_nonnull (g_strrstr (whole, "    folded\t1.00\n"));
}

static gsize
ink (const CbWorksheetPrint *sheet,
     guint                   page,
     int                     from)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 595, 842);
  cairo_t *cr = cairo_create (surface);
  const unsigned char *data;
  gsize n = 0;

  cb_worksheet_print_draw (sheet, cr, 595, 842, page);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int i = from * cairo_image_surface_get_stride (surface); i < cairo_image_surface_get_stride (surface) * 842; i++)
    n += data[i] != 0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

static void
test_pages (void)
{
  g_autoptr (GPtrArray) few = lines_of (6), many = lines_of (120);
  CbWorksheetPrint sheet = { "为什么：低保", "王秀兰", "低保，每月 1,585 元", "2026-09-21", few, FALSE };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  guint pages;

  g_test_summary ("A long worksheet goes on to further pages, each with something on it and its number below, and ends after the last");
  g_assert_cmpuint (cb_worksheet_print_pages (&sheet, cr, 595, 842), ==, 1);
  sheet.lines = many;
  pages = cb_worksheet_print_pages (&sheet, cr, 595, 842);
  g_assert_cmpuint (pages, >, 1);
  for (guint i = 0; i < pages; i++)
    {
      g_assert_cmpuint (ink (&sheet, i, 0), >, 500);
      g_assert_cmpuint (ink (&sheet, i, 842 - 20), >, 100);      /* its number */
    }
  g_assert_cmpuint (ink (&sheet, pages, 0), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/worksheet/text", test_text);
  g_test_add_func ("/report/worksheet/pages", test_pages);
  return g_test_run ();
}
