/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbDate: a civil date (proleptic Gregorian), days since 1970-01-01 (UTC+8 wherever a clock is
 * read); CB_DATE_NONE when not known.  Plain integers: @b - @a is the number of days between.
 *
 * CbMonth: a calendar month, year * 12 + month - 1; CB_MONTH_NONE when not known.
 *
 * What is made here lies in 1800..2200.  NONE in gives NONE (or "", 0, -1) out.  Any thread.
 */
typedef gint32 CbDate;
typedef gint32 CbMonth;

#define CB_DATE_NONE  G_MININT32
#define CB_MONTH_NONE G_MININT32

gboolean cb_date_valid      (int year, int month, int day);
CbDate   cb_date_new        (int year, int month, int day); /* NONE when not a date of 1800..2200 */
/* Any out may be NULL; all 0 for NONE. */
void     cb_date_split      (CbDate date, int *year, int *month, int *day);
/* 2026-09-01 · 2026/9/1 · 2026.9.1 · 20260901 · 2026年9月1日; full-width characters, and blanks
 * anywhere but between digits.  INVALID for another form, RANGE for a day there is not or outside
 * 1800..2200.  @date may be NULL; untouched on error. */
gboolean cb_date_parse      (const char *text, CbDate *date, GError **error);
char    *cb_date_format     (CbDate date) G_GNUC_WARN_UNUSED_RESULT; /* "2026-09-01", "" for none */
int      cb_date_weekday    (CbDate date);                  /* 1 Monday .. 7 Sunday; 0 for none */
/* Clamped to the month's last day: 01-31 and one month is 02-28 or 02-29.  NONE out of range. */
CbDate   cb_date_add_months (CbDate date, int months);
/* The day @age is reached; 02-29 falls on 02-28 in common years (policy.md R-T5). */
CbDate   cb_date_birthday   (CbDate birth, int age);
/* Completed years (周岁), reached on the birthday (policy.md R-T5); -1 before birth. */
int      cb_date_age        (CbDate birth, CbDate on);

CbMonth  cb_month_new       (int year, int month);          /* NONE when not a month of 1800..2200 */
CbMonth  cb_month_of        (CbDate date);
CbDate   cb_month_first     (CbMonth month);
CbDate   cb_month_last      (CbMonth month);
/* 2026-09 · 2026/9 · 2026.9 · 202609 · 2026年9月; errors as cb_date_parse(). */
gboolean cb_month_parse     (const char *text, CbMonth *month, GError **error);
char    *cb_month_format    (CbMonth month) G_GNUC_WARN_UNUSED_RESULT; /* "2026-09", "" for none */

G_END_DECLS
