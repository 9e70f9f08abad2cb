/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-assess.h"

G_BEGIN_DECLS

/* The papers that go with an outcome, all from one trace. */
typedef enum
{
  CB_WHY_WORKSHEET,    /* for the caseworker, in the language of the program */
  CB_WHY_APPLICANT,    /* plain words, large print, always in Chinese */
  CB_WHY_ARTICLES,     /* for an inspector */
  CB_N_WHY,
} CbWhyPaper;

/* What is copied or printed, and about whom. */
typedef struct
{
  CbDesk       *desk;
  CbAssessment *assessment;
  const char   *programme;
  const char   *subject;      /* name and place, as they stand on the paper */
  gboolean      details;      /* of the worksheet: the folded lines too */
  CbKind        kind;         /* of @about: a case or a household */
  const CbUid  *about;        /* on which the print goes on record */
  const CbUid  *household;    /* whose open case is suggested as the reason */
  const char   *number;       /* of the case it is about; NULL: that open one */
} CbWhy;

/* "worksheet", "applicant", "articles": for actions; CB_N_WHY for another word. */
CbWhyPaper  cb_why_paper_named (const char *name);
/* A menu of the papers: @action with each one's name. */
GMenuModel *cb_why_menu        (const char *action) G_GNUC_WARN_UNUSED_RESULT;
/* An empty box, hidden until something is to be printed or copied; it stands beside where that is asked for. */
GtkWidget  *cb_why_place_new   (void);
/**
 * cb_why_print:
 * @place: from cb_why_place_new()
 *
 * Asks in @place why it is printed (design 5: printing is logged with a reason and a case number), with the open case filled in, then for
 * a printer.  What was handed to the printer is on record (CB_EVENT_LOOKED) with paper, reason and number.  Escape takes the question away.
 */
void        cb_why_print       (GtkWidget   *place,
                                const CbWhy *why,
                                CbWhyPaper   paper);
/**
 * cb_why_copy:
 * @place: as above
 *
 * Puts the paper as text into the clipboard, once the copy is on record: within the person's own work without a question, else after asking
 * in @place why, as for a print.  What cannot be recorded is not copied, and says so.
 */
void        cb_why_copy        (GtkWidget   *place,
                                const CbWhy *why,
                                CbWhyPaper   paper);
/* For tests: prints go into this file, without a dialog; NULL: to a printer again. */
void        cb_why_print_into  (const char  *path);

G_END_DECLS
