/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-calendar.h"
#include "cb-trace.h"

G_BEGIN_DECLS

/*
 * Papers to hand out, line by line, without a look yet (cb-paper-print.h of the report room draws them): the page for the applicant, and the
 * list of articles for an inspector.  Like the worksheet they are taken from the trace of one result and nothing else, so that no two of
 * them can say different things.
 */
typedef enum
{
  CB_PAPER_TITLE,
  CB_PAPER_MARK,       /* that the amounts are invented */
  CB_PAPER_SUBJECT,    /* whom it is about */
  CB_PAPER_RESULT,     /* what came out, amounts, from when */
  CB_PAPER_HEADING,
  CB_PAPER_TEXT,
  CB_PAPER_ITEM,       /* one of several */
  CB_PAPER_NOTE,       /* small: by which rules, of which day */
} CbPaperKind;

typedef struct
{
  CbPaperKind kind;
  char       *text;
} CbPaperLine;

/**
 * cb_paper_applicant:
 * @result: evaluated with CB_EVALUATE_EXPLAIN
 * @subject: (nullable): name of the applicant and place
 * @calendar: (nullable): for the last days of objecting; without it only their length is said
 * @lang: "zh_CN", or NULL for English
 *
 * In plain words: what came out, how much from when; why, in a few sentences with their yuan; what the family declared; what is missing and
 * what a person has to judge; how and until when to object (the pack's text "appeal" and its terms "deadline.appeal.…", 行政复议法 第二十条,
 * 行政诉讼法 第四十六条).
 *
 * Returns: (element-type CbPaperLine): empty when @result does not know @programme or was not explained.
 */
GPtrArray *cb_paper_applicant (CbResult *result, const char *programme, const char *subject, CbCalendar *calendar, const char *lang) G_GNUC_WARN_UNUSED_RESULT;

/* The list of articles: cb_explain_articles() with its heading; otherwise as above. */
GPtrArray *cb_paper_articles  (CbResult *result, const char *programme, const char *subject, const char *lang) G_GNUC_WARN_UNUSED_RESULT;

/* As text: a line each, "· " before what is one of several. */
char      *cb_paper_text      (GPtrArray *lines) G_GNUC_WARN_UNUSED_RESULT;
/* "符合条件（低保）：每月 406 元，从 2026 年 10 月起": the sentence on every paper. */
char      *cb_paper_outcome   (CbResult *result, const char *programme, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* "第 1 页 共 2 页"; @page from 1. */
char      *cb_paper_page_text (guint page, guint pages, const char *lang) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
