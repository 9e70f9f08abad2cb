/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-caseload.h"

G_BEGIN_DECLS

/*
 * The figures of a caseload trend as people read them: measures, units, axis steps, words.  All whole numbers: a count, or fen.
 * Nothing here draws.  Any thread.
 */
typedef enum
{
  CB_MEASURE_HOUSEHOLDS,   /* stock on the month's last day */
  CB_MEASURE_PERSONS,      /* likewise */
  CB_MEASURE_SPENT,        /* paid in the month, fen */
} CbMeasure;
#define CB_N_MEASURES 3

/* "households", "persons", "spending": for command lines and settings. */
const char *cb_measure_key           (CbMeasure           measure);
/* FALSE, and @measure untouched, when there is none of that name. */
gboolean    cb_measure_from_key      (const char         *key,
                                      CbMeasure          *measure);
const char *cb_measure_title         (CbMeasure           measure);      /* "Households supported at month's end", translated */
const char *cb_measure_name          (CbMeasure           measure);      /* "Households": for a switch; translated */

/**
 * CbScale:
 * An axis from @bottom to @top in whole steps of 1, 2 or 5 times a power of ten, 0 always on it, and the unit its figures are written in.
 */
typedef struct
{
  gint64      bottom, top, step;
  gint64      size;        /* of the unit: 1 for counts; fen of 元, 万元 or 亿元 */
  int         decimals;    /* that the axis needs */
  const char *unit;        /* translated: "households", "yuan", "10,000 yuan" */
} CbScale;

/* Axis for what lies between @min and @max, in at most @most steps (3..12). */
CbScale     cb_scale_new             (CbMeasure           measure,
                                      gint64              min,
                                      gint64              max,
                                      guint               most);
/* @value in the unit of @scale with @decimals, half away from zero: "1,684.2". */
char       *cb_scale_format          (const CbScale      *scale,
                                      gint64              value,
                                      int                 decimals) G_GNUC_WARN_UNUSED_RESULT;

gint64      cb_trend_point_value     (const CbTrendPoint *point,
                                      CbMeasure           measure);
/* "1,234" or "12,345.60" yuan, without a unit. */
char       *cb_measure_format        (CbMeasure           measure,
                                      gint64              value) G_GNUC_WARN_UNUSED_RESULT;
/* The same with it: "1,234 households", "12,345.60 yuan". */
char       *cb_measure_format_unit   (CbMeasure           measure,
                                      gint64              value) G_GNUC_WARN_UNUSED_RESULT;

guint       cb_trend_n_months        (const CbTrend      *trend);
/* 0 where the series has no such month. */
gint64      cb_trend_value           (const CbTrend      *trend,
                                      guint               series,
                                      guint               month,
                                      CbMeasure           measure);
/* All programmes together, each household once (its persons too); that is less than the sum where a household is in two programmes. */
gint64      cb_trend_total           (const CbTrend      *trend,
                                      guint               month,
                                      CbMeasure           measure);
/**
 * cb_trend_window:
 * @now: the month today lies in
 *
 * The part of @trend that tells something about @measure: stocks up to the month after @now, as far as @trend reaches, because a grant
 * begins the month after its confirmation (M57 Art 21); money up to @now, or up to the month before while nothing has been paid in it.
 * Shares the series: not to be freed.
 */
CbTrend     cb_trend_window          (const CbTrend      *trend,
                                      CbMeasure           measure,
                                      CbMonth             now);
/* Title of a programme; one this program does not know yet shows its key.  Borrowed from @trend or static. */
const char *cb_trend_series_title    (const CbTrend      *trend,
                                      guint               series);
/* Whether there is nothing but zeros. */
gboolean    cb_trend_is_empty        (const CbTrend      *trend);

/**
 * cb_trend_summary:
 * @area: (nullable): name of the area
 *
 * The result in sentences, for those who do not see the drawing: by programme the last value, the first one and the highest.
 */
char       *cb_trend_summary         (const CbTrend      *trend,
                                      CbMeasure           measure,
                                      const char         *area) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a household is in two programmes in any month, so that a total of @measure is less than the sum. */
gboolean    cb_trend_overlaps        (const CbTrend      *trend,
                                      CbMeasure           measure);
/* Tab-separated, with headings: months downwards, programmes and their total across; amounts as plain yuan.  For clipboard and files. */
char       *cb_trend_table_text      (const CbTrend      *trend,
                                      CbMeasure           measure) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
