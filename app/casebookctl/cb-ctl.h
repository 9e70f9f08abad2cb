/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "cb-desk.h"
#include "cb-secret.h"

G_BEGIN_DECLS

/*
 * One command of casebookctl.  A new one is a file with a run function and a line in the table of cb-ctl-commands.c.
 * Exit codes (design 11): 0 done, 1 refused or unsound, 2 usage.  What was asked for goes to stdout, an error as one line to stderr.
 */
enum { CB_CTL_DONE = 0, CB_CTL_REFUSED = 1, CB_CTL_USAGE = 2, };

typedef struct {
  const char *name;       /* one word or two: "verify", "pack check" */
  const char *usage;      /* what follows the name: "DIR [--slot N]" */
  const char *summary;    /* N_() English */
  int (*run) (int argc, char **argv);   /* argv[0] is the name; options are still in it */
} CbCtlCommand;

extern const CbCtlCommand cb_ctl_commands[];   /* ends with a NULL name */

int       cb_ctl_main      (int argc, char **argv);

int       cb_ctl_verify    (int argc, char **argv);
int       cb_ctl_evaluate  (int argc, char **argv);
int       cb_ctl_replay    (int argc, char **argv);
int       cb_ctl_backup    (int argc, char **argv);
int       cb_ctl_restore   (int argc, char **argv);
int       cb_ctl_export    (int argc, char **argv);

/* --- what commands share --- */

/* Options that several commands have; entries to hand to cb_ctl_parse() one after the other. */
typedef struct {
  gboolean json;
  int      slot;               /* --slot N, 1 when not given */
  char    *passphrase_file;
} CbCtlOptions;
void      cb_ctl_options_clear (CbCtlOptions *o);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CbCtlOptions, cb_ctl_options_clear)

/* Parses @own (NULL-terminated, may be NULL) and, when @shared is not NULL, --json, --slot, --passphrase-file.  FALSE: a usage error
 * was printed.  What is left in @argv are the name and the arguments, of which there must be @least to @most. */
gboolean  cb_ctl_parse     (int *argc, char ***argv, const GOptionEntry *own, CbCtlOptions *shared, int least, int most);
/* Prints "casebookctl: …" as one line on stderr; gives the exit code. */
int       cb_ctl_usage     (const char *format, ...) G_GNUC_PRINTF (1, 2);
int       cb_ctl_refuse    (const char *format, ...) G_GNUC_PRINTF (1, 2);
int       cb_ctl_fail      (const GError *error);
/* From the file's first line, or typed at the terminal without echo; NULL with @error when there is neither. */
CbSecret *cb_ctl_passphrase (const char *file, const char *prompt, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens a casebook by the shared options. */
CbDesk   *cb_ctl_unlock    (const char *dir, const CbCtlOptions *o, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "zh_CN" or NULL, for the texts of packs. */
const char *cb_ctl_language (void);
void      cb_ctl_put_json_string (GString *json, const char *text);

G_END_DECLS
