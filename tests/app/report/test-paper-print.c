/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-error.h"
#include "cb-paper-print.h"

#include <glib/gstdio.h>
#include <string.h>

/* Papers on pages: what is drawn, on how many, with their numbers; and as a file. */

#define WIDTH  511
#define HEIGHT 758

static CbPaperLine sample[] = {
  { CB_PAPER_TITLE, (char *) "最低生活保障：给申请人的说明" },
  { CB_PAPER_MARK, (char *) "演示" },
  { CB_PAPER_RESULT, (char *) "每月 406 元，从 2026 年 10 月起发放" },
  { CB_PAPER_HEADING, (char *) "为什么" },
  { CB_PAPER_ITEM, (char *) "人均月收入 526.11 元/月，低于最低生活保障标准（每人每月） 620 元/月。" },
  { CB_PAPER_NOTE, (char *) "依据：广元市社会救助" },
};

static GPtrArray *
lines_of (guint n)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lines, &sample[i < 4 ? i : 4]);
  return lines;
}

/* Dots that are not white between the heights @from and @to of a page. */
static gsize
ink (GPtrArray  *lines,
     CbPaperSize size,
     guint       page,
     int         from,
     int         to)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const unsigned char *data;
  int stride;
  gsize n = 0;

  cb_paper_print_draw (lines, size, cr, WIDTH, HEIGHT, page, "zh_CN");
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (int y = from; y < to; y++)
    for (int x = 0; x < WIDTH; x++)
      n += data[y * stride + x] != 0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

static guint
pages_of (GPtrArray  *lines,
          CbPaperSize size)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  guint pages = cb_paper_print_pages (lines, size, cr, WIDTH, HEIGHT);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pages;
}

static void
test_pages (void)
{
  g_autoptr (GPtrArray) few = lines_of (5), many = lines_of (120);

  g_test_summary ("Every page has something on it and its number at its foot; large print needs more pages");
  g_assert_cmpuint (pages_of (few, CB_PAPER_ORDINARY), ==, 1);
  g_assert_cmpuint (pages_of (few, CB_PAPER_LARGE), ==, 1);
  g_assert_cmpuint (pages_of (many, CB_PAPER_LARGE), >, pages_of (many, CB_PAPER_ORDINARY));
  for (CbPaperSize size = CB_PAPER_ORDINARY; size <= CB_PAPER_LARGE; size++)
    {
      const guint pages = pages_of (many, size);
      const int foot = size == CB_PAPER_LARGE ? 45 : 22;

      g_assert_cmpuint (pages, >, 1);
      for (guint i = 0; i < pages; i++)
        {
          g_assert_cmpuint (ink (many, size, i, 0, HEIGHT - foot), >, 500);
          g_assert_cmpuint (ink (many, size, i, HEIGHT - foot, HEIGHT), >, 100);
        }
      g_assert_cmpuint (ink (many, size, pages, 0, HEIGHT), ==, 0);
    }
}

/* The lowest writing of one line alone, without the foot: how high it is. */
static int
height_of (CbPaperLine *line,
           CbPaperSize  size)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  int top = 0, bottom = HEIGHT - 60;

  g_ptr_array_add (lines, line);
  while (top < bottom && ink (lines, size, 0, top, top + 1) == 0)
    top++;
  while (bottom > top && ink (lines, size, 0, bottom - 1, bottom) == 0)
    bottom--;
  return bottom - top;
}

static void
test_large (void)
{
  g_test_summary ("On the applicant's page nothing is smaller than 18 points: a Chinese character fills nearly that height");
  for (guint i = 0; i < G_N_ELEMENTS (sample); i++)
    {
      CbPaperLine line = { sample[i].kind, (char *) "国国国" };

      g_assert_cmpint (height_of (&line, CB_PAPER_LARGE), >=, 15);
      g_assert_cmpint (height_of (&line, CB_PAPER_ORDINARY), <, height_of (&line, CB_PAPER_LARGE));
    }
}

static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  CbPaperLine line = { CB_PAPER_ITEM };
  guint pages;

  g_test_summary ("A line longer than a page goes on on the next, and nothing is written over the page number");
  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "成员 1 · 计入家庭人口；");
  line.text = text->str;
  g_ptr_array_add (lines, &line);
  pages = pages_of (lines, CB_PAPER_ORDINARY);
  g_assert_cmpuint (pages, >, 5);
  for (guint i = 0; i < pages; i++)
    {
      g_assert_cmpuint (ink (lines, CB_PAPER_ORDINARY, i, 0, HEIGHT - 23), >, 500);
      g_assert_cmpuint (ink (lines, CB_PAPER_ORDINARY, i, HEIGHT - 21, HEIGHT - 16), ==, 0);
    }
}

static void
test_pdf (void)
{
  g_autoptr (GPtrArray) lines = lines_of (120);
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("cb-paper-XXXXXX", NULL), *path = g_build_filename (dir, "page.pdf", NULL);
  g_autofree char *bytes = NULL, *nowhere = g_build_filename (dir, "no", "page.pdf", NULL);
  gsize len;

  g_assert_true (cb_paper_write_pdf (lines, CB_PAPER_LARGE, "zh_CN", path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_assert_cmpuint (len, >, 2000);
  g_assert_false (cb_paper_write_pdf (lines, CB_PAPER_LARGE, "zh_CN", nowhere, &error));
  g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM);
  g_remove (path);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/paper/pages", test_pages);
  g_test_add_func ("/report/paper/large", test_large);
  g_test_add_func ("/report/paper/long-line", test_long_line);
  g_test_add_func ("/report/paper/pdf", test_pdf);
  return g_test_run ();
}
