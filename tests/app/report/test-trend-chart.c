/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cb-trend-chart.h"

#include "trend-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static const char *const both[] = { "dibao", "edge", NULL };
static const char *const none[] = { NULL };
static char *folder;

/* --- pointer --- */

typedef struct
{
  const char *name;
  guint       months;
  CbMeasure   measure;
  CbChartForm form;
  double      width, height;
} HitCase;

static const HitCase hits[] = {
  { "five years", 60, CB_MEASURE_HOUSEHOLDS, CB_CHART_LINES, 1000, 420 },
  { "stacked", 60, CB_MEASURE_PERSONS, CB_CHART_AREAS, 1000, 420 },
  { "one month", 1, CB_MEASURE_HOUSEHOLDS, CB_CHART_LINES, 1000, 420 },
  { "one month stacked", 1, CB_MEASURE_SPENT, CB_CHART_AREAS, 1000, 420 },
  { "narrow", 24, CB_MEASURE_SPENT, CB_CHART_LINES, 240, 160 },
  { "twenty years", 240, CB_MEASURE_HOUSEHOLDS, CB_CHART_AREAS, 1000, 420 },
};

static void
test_hit (gconstpointer data)
{
  const HitCase *c = data;
  CbTrend *trend = trend_new (cb_month_new (2021, 10), c->months, both);
  CbTrendLook look = { .measure = c->measure, .form = c->form };
  g_autoptr (CbTrendChart) chart = cb_trend_chart_new (trend, &look, c->width, c->height);
  guint month = 999;
  int series = 999;
  double x, y, before = 0;

  for (guint m = 0; m < c->months; m++)
    for (guint s = 0; s < (c->measure == CB_MEASURE_SPENT ? 1 : 2); s++)
      {
        cb_trend_chart_point (chart, m, s, &x, &y);
        g_assert_cmpfloat (x, >, 0);
        g_assert_cmpfloat (x, <, c->width);
        g_assert_cmpfloat (y, >, 0);
        g_assert_cmpfloat (y, <, c->height);
        if (s == 0)
          g_assert_cmpfloat (x, >, before);
        before = x;
        /* A little below the curve, so that it is the area's own. */
        g_assert_true (cb_trend_chart_hit (chart, x, y + 0.4, &month, &series));
        g_assert_cmpuint (month, ==, m);
        g_assert_cmpint (series, ==, (int) s);
      }
  month = 999;
  series = 999;
  g_assert_false (cb_trend_chart_hit (chart, 0, y, &month, &series));
  g_assert_false (cb_trend_chart_hit (chart, x, 0, &month, &series));
  g_assert_false (cb_trend_chart_hit (chart, c->width, y, &month, &series));
  g_assert_cmpuint (month, ==, 999);
  g_assert_cmpint (series, ==, 999);
  trend_done (trend);
}

/* A larger figure stands higher, and both stand as far apart as they should. */
static void
test_place (void)
{
  CbTrend *trend = trend_new (cb_month_new (2026, 1), 12, both);
  CbTrendLook look = { .measure = CB_MEASURE_HOUSEHOLDS };
  g_autoptr (CbTrendChart) chart = cb_trend_chart_new (trend, &look, 800, 400);
  const CbScale *scale = cb_trend_chart_scale (chart);
  double x, first, second, third;

  g_assert_cmpint (scale->bottom, ==, 0);
  g_assert_cmpint (scale->top, ==, 250);
  cb_trend_chart_point (chart, 0, 0, &x, &first);
  cb_trend_chart_point (chart, 0, 1, &x, &second);
  cb_trend_chart_point (chart, 10, 0, &x, &third);
  g_assert_cmpfloat (second, <, third);
  g_assert_cmpfloat_with_epsilon ((first - third) * 10, first - second, 1e-6);
  trend_done (trend);
}

/* What is still to come is told apart from what has been. */
static void
test_coming (void)
{
  CbTrend *trend = trend_new (cb_month_new (2026, 1), 10, both);
  CbTrendLook look = { .measure = CB_MEASURE_HOUSEHOLDS, .now = cb_month_new (2026, 9) };

  for (CbMonth now = look.now; now > look.now - 30; now -= 5)
    {
      CbTrendLook at = { .measure = CB_MEASURE_HOUSEHOLDS, .now = now };
      g_autoptr (CbTrendChart) chart = cb_trend_chart_new (trend, &at, 800, 400);
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);

      cb_trend_chart_draw (chart, cr);
      cb_trend_chart_draw_mark (chart, cr, 9, 1);
      cb_trend_chart_draw_mark (chart, cr, 10, -1);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  trend_done (trend);
}

/* --- files --- */

static char *
file_in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static GBytes *
write_chart (CbTrend           *trend,
             const CbTrendLook *look,
             const char        *name,
             int                width,
             int                height)
{
  g_autofree char *path = file_in_folder (name);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_assert_true (cb_trend_chart_write (trend, look, path, width, height, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 500);
  g_unlink (path);

  return g_bytes_new_take (data, length);
}

/* The longest single open path of straight lines is a curve of the chart: one point per month. */
static guint
longest_line (const char *svg)
{
  guint longest = 0;

  for (const char *d = strstr (svg, " d=\"M"); d != NULL; d = strstr (d + 1, " d=\"M"))
    {
      const char *end = strchr (d + 4, '"');
      guint points = 0;

      for (const char *c = d + 4; c < end; c++)
        {
          /* Letters are curved, signs closed, the marks of the axis many. */
          if (*c == 'C' || *c == 'Z' || (*c == 'M' && points > 0))
            {
              points = 0;
              break;
            }
          points += *c == 'M' || *c == 'L';
        }
      longest = MAX (longest, points);
    }

  return longest;
}

static void
test_svg (void)
{
  static const guint months[] = { 2, 12, 24, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      CbTrend *trend = trend_new (cb_month_new (2021, 10), months[i], both);
      CbTrendLook look = { .measure = CB_MEASURE_HOUSEHOLDS, .area = "剑阁县 <普安镇>", .demo = TRUE };
      g_autoptr (GBytes) bytes = NULL;
      const char *svg;

      /* Ruler-straight curves may be joined by Cairo; these are not. */
      for (guint m = 0; m < months[i]; m++)
        trend_point (trend, 0, m)->households += (m * m * 7) % 31;
      bytes = write_chart (trend, &look, "trend.svg", 900, 400);
      svg = g_bytes_get_data (bytes, NULL);
      g_assert_nonnull (strstr (svg, "<svg"));
      g_assert_nonnull (strstr (svg, "</svg>"));
      g_assert_nonnull (strstr (svg, "<title>Households supported at the end of the month</title>"));
      g_assert_nonnull (strstr (svg, "<desc>Households supported at the end of the month, 剑阁县 &lt;普安镇&gt;, 2021-10 to "));
      g_assert_cmpuint (longest_line (svg), ==, months[i]);
      trend_done (trend);
    }
}

static void
test_pdf (void)
{
  CbTrend *trend = trend_new (cb_month_new (2024, 10), 24, both);
  CbTrendLook look = { .measure = CB_MEASURE_SPENT, .area = "剑阁县", .demo = TRUE };
  g_autoptr (GBytes) bytes = write_chart (trend, &look, "trend.PDF", 842, 400);
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *path = file_in_folder ("read.pdf");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { program, "-layout", path, "-", NULL };

  trend_done (trend);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_assert_nonnull (strstr (text, "Paid in the month"));
  g_assert_nonnull (strstr (text, "剑阁县"));
  g_assert_nonnull (strstr (text, "2024-10 to 2026-09"));
  g_assert_nonnull (strstr (text, "unit: 10,000 yuan"));
  g_assert_nonnull (strstr (text, "demo parameters"));
  /* 123 households at 1,000.50 yuan, directly at the end of the curve. */
  g_assert_nonnull (strstr (text, "Minimum living 12.3"));
  g_assert_null (strstr (text, "Marginal"));
  g_assert_nonnull (strstr (text, "2026-01"));
}

static void
test_png (void)
{
  CbTrend *trend = trend_new (cb_month_new (2024, 10), 24, both);
  CbTrendLook look = { .measure = CB_MEASURE_PERSONS, .form = CB_CHART_AREAS };
  g_autofree char *path = file_in_folder ("trend.png");
  g_autoptr (GError) error = NULL;
  cairo_surface_t *image;
  const guint8 *pixels;
  guint coloured = 0;

  g_assert_true (cb_trend_chart_write (trend, &look, path, 640, 360, &error));
  g_assert_no_error (error);
  image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (image), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 640);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 360);
  pixels = cairo_image_surface_get_data (image);
  for (guint i = 0; i < 640 * 360; i++)
    coloured += pixels[4 * i] != pixels[4 * i + 2];
  g_assert_cmpuint (coloured, >, 640 * 360 / 20);
  cairo_surface_destroy (image);
  g_unlink (path);
  trend_done (trend);
}

typedef struct
{
  const char *name;
  guint       months;
  const char *const *programmes;
  gint64      spent;      /* everywhere; 1: leave as it is */
} OddCase;

static const OddCase odd[] = {
  { "no programme", 12, none, 1 },
  { "no month", 0, both, 1 },
  { "neither", 0, none, 1 },
  { "one month", 1, both, 1 },
  { "zeroes", 60, both, 0 },
  { "huge", 60, both, G_MAXINT64 },
  { "most", 60, both, CB_MONEY_MAX },
  { "paid back", 12, both, -CB_YUAN (12345) },
  { "a century", 1200, both, 1 },
};

static void
test_odd (gconstpointer data)
{
  const OddCase *c = data;

  for (CbMeasure measure = 0; measure < CB_N_MEASURES; measure++)
    for (CbChartForm form = CB_CHART_LINES; form <= CB_CHART_AREAS; form++)
      {
        CbTrend *trend = trend_new (cb_month_new (2026, 9), c->months, c->programmes);
        CbTrendLook look = { .measure = measure, .form = form };
        g_autoptr (GBytes) bytes = NULL;

        if (c->spent != 1)
          for (guint s = 0; s < trend->series->len; s++)
            for (guint m = 0; m < c->months; m++)
              *trend_point (trend, s, m) = (CbTrendPoint) { .spent = c->spent };
        bytes = write_chart (trend, &look, "odd.svg", CB_CHART_MIN_WIDTH + (int) (form * 500), CB_CHART_MIN_HEIGHT);
        g_assert_null (strstr (g_bytes_get_data (bytes, NULL), "nan"));
        g_assert_null (strstr (g_bytes_get_data (bytes, NULL), "inf"));
        trend_done (trend);
      }
}

/* --- what is refused --- */

typedef struct
{
  const char *name;
  const char *file;
  int         width, height;
  int         code;       /* of CB_REPORT_ERROR; -1: of G_FILE_ERROR */
} RefusedCase;

static const RefusedCase refused[] = {
  { "no ending", "trend", 800, 400, CB_REPORT_ERROR_KIND },
  { "another ending", "trend.gif", 800, 400, CB_REPORT_ERROR_KIND },
  { "too small", "trend.svg", CB_CHART_MIN_WIDTH - 1, 400, CB_REPORT_ERROR_SIZE },
  { "nothing", "trend.svg", 800, 0, CB_REPORT_ERROR_SIZE },
  { "too large", "trend.png", 20001, 400, CB_REPORT_ERROR_SIZE },
  { "no such folder", "nowhere/trend.png", 800, 400, -1 },
};

static void
test_refused (gconstpointer data)
{
  const RefusedCase *c = data;
  CbTrend *trend = trend_new (cb_month_new (2026, 1), 3, both);
  CbTrendLook look = { .measure = CB_MEASURE_PERSONS };
  g_autofree char *path = file_in_folder (c->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_assert_false (cb_trend_chart_write (trend, &look, path, c->width, c->height, &error));
  if (c->code < 0)
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  else
    g_assert_error (error, CB_REPORT_ERROR, c->code);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  trend_done (trend);
}

/* What stood there stays when the new one cannot be written. */
static void
test_kept (void)
{
  CbTrend *trend = trend_new (cb_month_new (2026, 1), 3, both);
  CbTrendLook look = { .measure = CB_MEASURE_PERSONS };
  g_autofree char *path = file_in_folder ("kept.svg");
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_false (cb_trend_chart_write (trend, &look, path, 10, 10, &error));
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  g_assert_cmpstr (data, ==, "old");
  g_unlink (path);
  trend_done (trend);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("cb-chart-XXXXXX", NULL);
  g_assert_nonnull (folder);
  for (guint i = 0; i < G_N_ELEMENTS (hits); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/chart/hit/%s", hits[i].name);

      g_test_add_data_func (path, &hits[i], test_hit);
    }
  g_test_add_func ("/report/chart/place", test_place);
  g_test_add_func ("/report/chart/coming", test_coming);
  g_test_add_func ("/report/chart/svg", test_svg);
  g_test_add_func ("/report/chart/pdf", test_pdf);
  g_test_add_func ("/report/chart/png", test_png);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/chart/odd/%s", odd[i].name);

      g_test_add_data_func (path, &odd[i], test_odd);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/chart/refused/%s", refused[i].name);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/report/chart/kept", test_kept);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);

  return status;
}
