/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "cb-desk.h"
#include "cb-pack.h"
#include "cb-secret.h"

G_BEGIN_DECLS

/*
 * casebookctl, the core without a screen (design 11).  What was asked for goes to stdout, as text or with --json as one JSON document;
 * what went wrong goes to stderr in one line.
 */
enum { CB_CTL_DONE = 0, CB_CTL_REFUSED = 1, CB_CTL_USAGE = 2 };

typedef struct _CbCtl CbCtl;

/* A new command is a function and a line in the table of cb-ctl-commands.c. */
typedef struct {
  const char *name;       /* one word or two: "verify", "pack check" */
  const char *usage;      /* what follows the name: "DIR --slot N" */
  const char *summary;    /* N_() English */
  int       (*run) (CbCtl *ctl);
} CbCtlCommand;

struct _CbCtl {
  const CbCtlCommand *command;
  int      argc;             /* what stands after the name; after cb_ctl_parse() the arguments alone */
  char   **argv;
  gboolean json;
  gboolean helped;           /* --help was asked for and given */
  int      slot;             /* -1: not said */
  char    *passphrase_file;
};

extern const CbCtlCommand cb_ctl_commands[];   /* ends with a NULL name */

int cb_ctl_backup     (CbCtl *ctl);
int cb_ctl_cases      (CbCtl *ctl);
int cb_ctl_chart      (CbCtl *ctl);
int cb_ctl_demo       (CbCtl *ctl);
int cb_ctl_evaluate   (CbCtl *ctl);
int cb_ctl_export     (CbCtl *ctl);
int cb_ctl_import     (CbCtl *ctl);
int cb_ctl_pack_check (CbCtl *ctl);
int cb_ctl_pack_diff  (CbCtl *ctl);
int cb_ctl_pack_schema (CbCtl *ctl);
int cb_ctl_replay     (CbCtl *ctl);
int cb_ctl_restore    (CbCtl *ctl);
int cb_ctl_search     (CbCtl *ctl);
int cb_ctl_simulate   (CbCtl *ctl);
int cb_ctl_verify     (CbCtl *ctl);

int cb_ctl_main       (int argc, char **argv);

/* --- options --- */

typedef enum {
  CB_CTL_PLAIN,
  CB_CTL_ASKS,            /* --slot and --passphrase-file may be given */
  CB_CTL_OPENS,           /* opens a casebook: --slot is needed, --passphrase-file may be given */
} CbCtlNeeds;

/* Takes the options away and counts the arguments; @own (may be NULL) as for GOptionContext, texts as G_OPTION_ARG_FILENAME, so that
 * they come through in any locale.  FALSE: what is wrong was said, or the help given; return cb_ctl_parsed_code(). */
gboolean   cb_ctl_parse       (CbCtl *ctl, CbCtlNeeds needs, const GOptionEntry *own, int least, int most);
int        cb_ctl_parsed_code (CbCtl *ctl);
/* NULL gives CB_DATE_NONE; FALSE: said to be a mistake of usage. */
gboolean   cb_ctl_parse_date  (CbCtl *ctl, const char *option, const char *text, CbDate *date);
gboolean   cb_ctl_parse_month (CbCtl *ctl, const char *option, const char *text, CbMonth *month);

/* --- saying --- */

/* UTF-8 whatever the locale is; text written to a closed or full stdout is noticed at the end. */
void       cb_ctl_print       (const char *format, ...) G_GNUC_PRINTF (1, 2);
void       cb_ctl_print_json  (JsonBuilder *builder);   /* taken */
void       cb_ctl_print_quoted (const char *text);      /* as a JSON string */
/* "casebookctl: …" in one line on stderr; they give the exit code. */
int        cb_ctl_usage       (CbCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);
int        cb_ctl_refuse      (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* The sentence for a person and the diagnostic, which names nobody; @about: the file or folder, may be NULL. */
int        cb_ctl_fail        (const char *about, const GError *error);
/* Only at a terminal: replaced by the next one, gone with NULL. */
void       cb_ctl_progress    (const char *format, ...) G_GNUC_PRINTF (1, 2);
void       cb_ctl_progress_end (void);
/* "zh_CN" or NULL, for the texts of packs. */
const char *cb_ctl_language   (void);

/* --- casebooks --- */

/* From --passphrase-file ("-": stdin), else asked for at the terminal without echo.  NULL: what is wrong was said, with *@code. */
CbSecret  *cb_ctl_passphrase  (CbCtl *ctl, const char *prompt, int *code) G_GNUC_WARN_UNUSED_RESULT;
/* The same, once it is known that there is a casebook in @dir. */
CbSecret  *cb_ctl_casebook_passphrase (CbCtl *ctl, const char *dir, int *code) G_GNUC_WARN_UNUSED_RESULT;
/* NULL: what is wrong was said, with *@code. */
CbDesk    *cb_ctl_open        (CbCtl *ctl, const char *dir, int *code) G_GNUC_WARN_UNUSED_RESULT;
/* Locks it; the exit code: @code, or REFUSED when closing it failed. */
int        cb_ctl_close       (CbDesk *desk, const char *dir, int code);

G_END_DECLS
