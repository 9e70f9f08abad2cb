/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-trend-chart.h"

#define WIDTH       1000
#define HEIGHT       460
#define MOST_MONTHS  600

typedef struct {
  CbCtl      *ctl;
  const char *out;
  const char *area;      /* code */
  CbMonth     from, now;
  CbMeasure   measure;
} Chart;

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Chart *chart = data;

  /* A grant begins the month after its confirmation: the month that comes is known too. */
  return cb_trend_load (db, chart->from, chart->now + 1, chart->area, error);
}

static void
put_point (JsonBuilder        *json,
           const CbTrendPoint *point)
{
  g_autofree char *month = cb_month_format (point->month);
  g_autofree char *spent = cb_money_plain (point->spent);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "month");
  json_builder_add_string_value (json, month);
  json_builder_set_member_name (json, "households");
  json_builder_add_int_value (json, point->households);
  json_builder_set_member_name (json, "persons");
  json_builder_add_int_value (json, point->persons);
  json_builder_set_member_name (json, "spending");   /* a text: exact to the fen */
  json_builder_add_string_value (json, spent);
  json_builder_end_object (json);
}

static void
print_json (const Chart   *chart,
            const CbTrend *trend)
{
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "file");
  json_builder_add_string_value (json, chart->out);
  json_builder_set_member_name (json, "area");
  json_builder_add_string_value (json, chart->area);
  json_builder_set_member_name (json, "measure");
  json_builder_add_string_value (json, cb_measure_key (chart->measure));
  json_builder_set_member_name (json, "programmes");
  json_builder_begin_array (json);
  for (guint i = 0; i < trend->series->len; i++)
    {
      const CbTrendSeries *series = trend->series->pdata[i];

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "programme");
      json_builder_add_string_value (json, series->programme);
      json_builder_set_member_name (json, "title");
      json_builder_add_string_value (json, cb_trend_series_title (trend, i));
      json_builder_set_member_name (json, "months");
      json_builder_begin_array (json);
      for (guint k = 0; k < series->points->len; k++)
        put_point (json, &g_array_index (series->points, CbTrendPoint, k));
      json_builder_end_array (json);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "together");   /* each household once */
  json_builder_begin_array (json);
  for (guint k = 0; k < cb_trend_n_months (trend); k++)
    put_point (json, &g_array_index (trend->together, CbTrendPoint, k));
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

static int
draw (Chart  *chart,
      CbDesk *desk)
{
  CbPack *pack = cb_desk_pack (desk);
  const CbArea *area;
  CbTrendLook look = { .measure = chart->measure, .now = chart->now, .demo = pack != NULL && cb_pack_is_demo (pack) };
  g_autoptr (CbTrend) trend = NULL;
  g_autoptr (GError) error = NULL;
  CbTrend window;

  if (chart->area == NULL)
    chart->area = cb_desk_area (desk);
  area = cb_areas_find (cb_desk_areas (desk), chart->area);
  if (area == NULL)
    return cb_ctl_refuse (_("%s: there is no area of that code"), chart->area);
  look.area = area->name;
  trend = cb_desk_read (desk, load_job, chart, &error);
  if (trend == NULL)
    return cb_ctl_fail (NULL, error);
  window = cb_trend_window (trend, chart->measure, chart->now);
  if (!cb_trend_chart_write (&window, &look, chart->out, WIDTH, HEIGHT, &error))
    {
      g_autofree char *sentence = cb_report_error_sentence (error);

      return cb_ctl_refuse ("%s: %s [%s]", chart->out, sentence, error->message);
    }
  if (chart->ctl->json)
    print_json (chart, &window);
  else
    {
      g_autofree char *summary = cb_trend_summary (&window, chart->measure, area->name);

      cb_ctl_print ("%s\n%s\n", chart->out, summary);
    }
  return CB_CTL_DONE;
}

int
cb_ctl_chart (CbCtl *ctl)
{
  g_autofree char *kind = NULL, *out = NULL, *measure = NULL, *area = NULL;
  int months = 60, code = CB_CTL_REFUSED;
  const GOptionEntry own[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, N_("What it shows: trend"), "trend" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to write, ending in .svg, .pdf or .png"), "FILE" },
    { "measure", 0, 0, G_OPTION_ARG_FILENAME, &measure, N_("households, persons or spending (households)"), "MEASURE" },
    { "months", 0, 0, G_OPTION_ARG_INT, &months, N_("How many months back (60)"), "N" },
    { "area", 0, 0, G_OPTION_ARG_FILENAME, &area, N_("Code of the area (that of whoever opens the casebook)"), "CODE" },
    { NULL },
  };
  Chart chart = { .ctl = ctl, .measure = CB_MEASURE_HOUSEHOLDS };
  CbDesk *desk;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  if (kind == NULL || strcmp (kind, "trend") != 0 || out == NULL)
    return cb_ctl_usage (ctl, "%s", _("--kind trend and --out FILE are needed"));
  if (measure != NULL && !cb_measure_from_key (measure, &chart.measure))
    return cb_ctl_usage (ctl, "%s", _("--measure takes households, persons or spending"));
  if (months < 1 || months > MOST_MONTHS)
    return cb_ctl_usage (ctl, _("--months takes a number from 1 to %d"), MOST_MONTHS);
  chart.out = out;
  chart.area = area;
  chart.now = cb_month_of (cb_clock_today ());
  chart.from = chart.now - (CbMonth) months + 1;
  desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  return desk != NULL ? cb_ctl_close (desk, ctl->argv[0], draw (&chart, desk)) : code;
}
