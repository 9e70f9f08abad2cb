/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* casebookctl run as anybody would run it, in a folder of its own below the build folder. */
typedef struct {
  int   code;
  char *out, *err;
} ToolRun;

void     tool_init      (int *argc, char ***argv);   /* argv[1]: the tool, argv[2]: the source folder; both taken away */
int      tool_finish    (void);                      /* runs the tests, removes the folder */
const char *tool_source (void);
char    *tool_path      (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void     tool_write     (const char *name, const char *text, gssize len);
/* Inverts one byte, counted from the end when @offset is negative. */
void     tool_flip      (const char *path, gint64 offset);
void     tool_copy      (const char *from, const char *to);      /* a file, or a folder with its files */
void     tool_remove    (const char *path);
ToolRun  tool_run       (const char *input, const char *arg, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
ToolRun  tool_runv      (const char *input, const char *const *args) G_GNUC_WARN_UNUSED_RESULT;
void     tool_run_clear (ToolRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ToolRun, tool_run_clear)
/* It ended with @code; nothing on stderr when 0, else exactly one line that begins with "casebookctl: " and holds @word (may be NULL). */
void     tool_assert    (const ToolRun *run, int code, const char *word);
/* What it printed as JSON. */
JsonNode *tool_json     (const ToolRun *run) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
