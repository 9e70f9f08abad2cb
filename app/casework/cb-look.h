/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-desk.h"

G_BEGIN_DECLS

/*
 * Reading a case file outside one's own work (design 5): allowed with a reason, and on record.  Within the own work nobody is asked: a
 * caseworker in the own area, and whoever has a case of the household before them.
 */

/* For so many days a reason once given holds for that person and household. */
#define CB_LOOK_DAYS 7

typedef enum
{
  CB_LOOK_OWN,        /* part of the person's work, or a reason was given */
  CB_LOOK_ASK,        /* only with a reason */
  CB_LOOK_NOT,        /* never: @may says why */
} CbLookNeed;

typedef struct
{
  CbLookNeed need;
  gboolean   given;   /* CB_LOOK_OWN because a reason was given, not because it is part of the work */
  CbMay      may;
  char      *head;    /* name of the head of household, to know which one is meant; NULL with CB_LOOK_OWN */
  char      *area;    /* its township's code; likewise */
} CbLook;

void         cb_look_free    (CbLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbLook, cb_look_free)
/* Whether the person at the desk may open @household as it is (read job). */
CbLook      *cb_look_judge   (CbDesk *desk, CbDb *db, const CbUid *household, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct { const char *key; const char *title; gboolean needs_text; } CbLookReason;   /* title: N_() English */
const CbLookReason *cb_look_reasons (guint *n);
/* Those and what a print may be for besides, among them CB_LOOK_FOR_CASE, which needs the number of a case. */
#define CB_LOOK_FOR_CASE "case"
const CbLookReason *cb_look_print_reasons (guint *n);

/**
 * cb_look_record:
 * @reason: a key of cb_look_reasons()
 * @number: (nullable): of a case that it is about
 * @text: (nullable): in the person's words; with some reasons needed
 *
 * Puts on record (CB_EVENT_LOOKED) that the person at the desk opens @household, and why (write job).  It stands under the reader's own area:
 * that is where the right to read comes from.
 * Errors: INVALID_FIELD with the sentence to show, for an unknown number or a text that is missing; NOT_ENTITLED.
 */
gboolean     cb_look_record  (CbDesk *desk, CbDb *db, const CbUid *household, const char *reason, const char *number, const char *text,
                              GError **error);

/* What was printed or copied to the clipboard, of whom and why (design 5: exporting and printing are logged with a reason and a case number). */
typedef enum {
  CB_PRINTED_WORKSHEET, CB_PRINTED_APPLICANT, CB_PRINTED_ARTICLES,
  CB_COPIED_WORKSHEET, CB_COPIED_APPLICANT, CB_COPIED_ARTICLES,
} CbPrinted;
typedef struct
{
  CbPrinted   what;
  CbKind      kind;      /* of @about: a household or a case */
  CbUid       about;
  const char *reason;    /* a key of cb_look_print_reasons() */
  const char *number;    /* (nullable): of the case that it is for */
  const char *text;      /* (nullable): as with cb_look_record() */
} CbPrint;

/* Whether it could be recorded so: before anything goes to the printer (read job).  INVALID_FIELD with the sentence to show. */
gboolean     cb_look_check_print  (CbDb *db, const CbPrint *print, GError **error);
/* Puts it on record (CB_EVENT_LOOKED), under the area of whoever prints, like a look (write job).  Errors as above; NOT_ENTITLED. */
gboolean     cb_look_record_print (CbDesk *desk, CbDb *db, const CbPrint *print, GError **error);
/**
 * cb_look_record_own:
 * @print: a copy, its reason not needed; @number (nullable): the open case of @household
 * @recorded: (out): FALSE: nothing is on record, since it is not part of the work of the person at the desk: to be asked for the reason and
 *   recorded by cb_look_record_print()
 *
 * Puts on record what nobody is asked about: within the own work (see cb_look_judge()), for the case in hand if there is one (write job).
 * Errors: NOT_ENTITLED.
 */
gboolean     cb_look_record_own   (CbDesk *desk, CbDb *db, const CbUid *household, const CbPrint *print, gboolean *recorded, GError **error);
/* The number of the case of @household that waits for somebody; NULL without error when there is none (read job). */
char        *cb_look_open_case    (CbDb *db, const CbUid *household, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One look, print, copy or export, for whoever supervises. */
typedef struct
{
  gint64  ms;         /* since 1970, by the clock of the desk */
  CbUid   person;
  CbUid   subject;    /* household or case */
  char   *head;       /* of the household; NULL when there is none any more */
  char   *what;       /* translated: "Complaint or petition", "print of the worksheet" */
  char   *number;     /* of the case, or NULL */
  char   *text;       /* in the person's words, or NULL */
} CbLookEntry;

void         cb_look_entry_free (CbLookEntry *entry);
/* Of CbLookEntry, the newest @max (0: all) first (read job). */
GPtrArray   *cb_look_list    (CbDb *db, guint max, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
