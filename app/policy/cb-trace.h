/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-evaluate.h"

G_BEGIN_DECLS

/**
 * CbTrace: how a programme's outcome came about: a directed acyclic graph of what was used, and nothing else (branches
 * not taken are not in it).  Kept by results evaluated with CB_EVALUATE_EXPLAIN.
 */
typedef enum {
  CB_TRACE_FACT, CB_TRACE_PARAM, CB_TRACE_VALUE, CB_TRACE_COMPARISON, CB_TRACE_ROW, CB_TRACE_ROUNDING, CB_TRACE_AGGREGATE,
  CB_TRACE_BRANCH, CB_TRACE_OPERATION, CB_TRACE_CONSTANT,
} CbTraceKind;

typedef struct _CbTraceNode CbTraceNode;
struct _CbTraceNode {
  CbTraceKind  kind;
  const char  *name;            /* fact, parameter, value or table#row; else NULL */
  const char  *entity;          /* of the instance; NULL for constants and parameters */
  int          index;
  CbTypeKind   type;
  CbUnit       unit;
  gboolean     known;
  gint64       numerator, denominator;   /* exact; a truth 0/1, a choice its index, a date its days; saturated when beyond 64 bits */
  const char  *choice;          /* list of a choice */
  const char  *cite;            /* may be NULL */
  CbDate       since;           /* of a parameter or dated formula: its version's first day; else CB_DATE_NONE */
  const char  *evidence;        /* of a fact, or NULL */
  const char  *op;              /* "<", "+", "sum", "if", "ceil" … */
  guint        n_children;
  CbTraceNode **children;       /* of a comparison: both sides */
};

/* The root of @programme's trace (its children: eligible, tier, lines …), NULL when not explained. */
const CbTraceNode *cb_result_trace       (CbResult *result, const char *programme);
/* Number with unit, word's title, date … "526.11 元/月"; "?" when unknown. */
char              *cb_trace_format_value (CbResult *result, const CbTraceNode *node, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
const char        *cb_trace_title        (CbResult *result, const CbTraceNode *node, const char *lang);

/**
 * CbWorkLine: one line of the worksheet, from the facts down to the amount.
 */
typedef enum { CB_CHECK_NONE, CB_CHECK_OK, CB_CHECK_NOT, CB_CHECK_UNKNOWN } CbCheck;

typedef struct {
  int      indent;       /* 0: carries the result; deeper: what it is made of */
  char    *text;         /* "Income per head and month" */
  char    *working;      /* "7,020.00 ÷ 12 ÷ 3", "王秀兰 4,200 + 李国强 17,280", "195.00 < 620.00"; may be "" */
  char    *figure;       /* "195.00"; "" for a truth */
  char    *unit;         /* "元/月" or "" */
  char    *note;         /* parameters' dates, distance to the line; may be "" */
  char    *cite;         /* may be "" */
  CbCheck  check;
  gboolean detail;       /* `show = detail` */
  char    *value;        /* pack name of the value, or NULL */
  char    *fact;         /* where the line leads: of the facts it rests on the one that tells most; or NULL */
  int      index;        /* of the fact, else of the value's entity */
  char    *brief;        /* working, note and article where there is little room: without what changes nothing, documents by their short names */
} CbWorkLine;

void       cb_work_line_free    (gpointer line);
/* Ordered lines; element-type CbWorkLine, freed with the array.  Empty when not explained. */
GPtrArray *cb_explain_worksheet (CbResult *result, const char *programme, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* A parameter as it was used: "最低生活保障标准（每人每月）", "620 元/月", the first day of that version (CB_DATE_NONE: not dated). */
typedef struct {
  char  *title, *value;
  CbDate since;
} CbCitedParam;

/**
 * CbCitation: one article, once, and all that stands on it.
 */
typedef struct {
  char      *document;   /* "民发〔2021〕57号"; "" for parameters without an article */
  char      *article;    /* "第十三条（四）"; "" when the document is cited as a whole */
  CbDate     from;       /* first day on which the document is in force, from the pack; CB_DATE_NONE when that does not say */
  GPtrArray *params;     /* CbCitedParam */
  GPtrArray *lines;      /* of char*: the worksheet's lines that stand on it, "低保金 282"; reasons; the programme */
  GPtrArray *examined;   /* of char*: what was looked at under it and does not apply */
} CbCitation;

/* In the order of use; element-type CbCitation, freed with the array.  Empty when not explained. */
GPtrArray *cb_explain_articles  (CbResult *result, const char *programme, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* Takes "A 第八条、第十条；B 第四条" apart: calls @take with each document and article. */
typedef void (*CbCiteFunc)      (const char *document, const char *article, gpointer data);
void       cb_cite_foreach      (const char *cite, CbCiteFunc take, gpointer data);

/**
 * CbNearest: the smallest change of one money fact that alters any programme's status, tier or amount step.
 */
typedef struct {
  const char *fact, *entity;
  int         index;
  gint64      from, to;          /* fen */
  gint64      change;            /* to - from, fen, in the fact's own unit */
  const char *programme;         /* whose outcome changes */
  CbStatus    status_before, status_after;
  const char *tier_before, *tier_after;
  gint64      amount_before, amount_after;
} CbNearest;

/* For each money fact entered: up to two entries, upward and downward, nearest first change of status or tier (amounts change with every
 * yuan and are given as before and after).  Sorted by size of change. */
GArray    *cb_explain_nearest (CbProgram *program, CbFacts *facts, CbResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char      *cb_explain_nearest_text (CbResult *result, const CbNearest *nearest, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* The last line of the worksheet: which change of one amount is the nearest that turns @programme over, and into what.  Appended to @lines, of
 * cb_explain_worksheet(); FALSE: there is none.  Evaluates the family some hundred times,
 * and changes nothing in @result: any thread. */
gboolean   cb_explain_boundary  (CbResult *result, const char *programme, const char *lang, GPtrArray *lines);

G_END_DECLS
