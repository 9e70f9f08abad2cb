/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CbDate: a civil date, days since 1970-01-01 (UTC+8 wherever a clock is read); CB_DATE_NONE when not known.
 * CbMonth: a calendar month, year * 12 + month - 1.
 */
typedef gint32 CbDate;
typedef gint32 CbMonth;

#define CB_DATE_NONE  G_MININT32
#define CB_MONTH_NONE G_MININT32

gboolean cb_date_valid      (int year, int month, int day);
CbDate   cb_date_new        (int year, int month, int day);          /* CB_DATE_NONE when not a date, or not 1800..2200 */
void     cb_date_split      (CbDate date, int *year, int *month, int *day);
/* 2026-09-01 · 2026/9/1 · 2026.9.1 · 20260901 · 2026年9月1日; full-width digits and blanks allowed. */
gboolean cb_date_parse      (const char *text, CbDate *date, GError **error);
char    *cb_date_format     (CbDate date) G_GNUC_WARN_UNUSED_RESULT; /* "2026-09-01", "" for none */
int      cb_date_weekday    (CbDate date);                           /* 1 Monday .. 7 Sunday */
CbDate   cb_date_add_months (CbDate date, int months);               /* clamped to the month's last day */
CbDate   cb_date_birthday   (CbDate birth, int age);                 /* the day @age is reached; 02-29 falls on 02-28 in common years (R-T5) */
int      cb_date_age        (CbDate birth, CbDate on);               /* completed years (周岁), reached on the birthday (R-T5); -1 before birth */

CbMonth  cb_month_new       (int year, int month);
CbMonth  cb_month_of        (CbDate date);
CbDate   cb_month_first     (CbMonth month);
CbDate   cb_month_last      (CbMonth month);
gboolean cb_month_parse     (const char *text, CbMonth *month, GError **error);  /* 2026-09, 202609, 2026年9月 */
char    *cb_month_format    (CbMonth month) G_GNUC_WARN_UNUSED_RESULT;           /* "2026-09" */

G_END_DECLS
