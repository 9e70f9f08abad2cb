/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Drives a program from outside, as a person with a keyboard and a screen reader would: through the accessibility bus
 * and the X server.  To be run under run-ui.sh.  Everything that waits polls for at most five seconds and then fails
 * the test, printing what was on the screen.  Single thread; nodes are owned by the caller.
 *
 * Names are matched as substrings: GTK adds mnemonics and units to them, differently from version to version. */

typedef AtspiAccessible CbUiNode;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbUiNode, g_object_unref)

typedef struct _CbUi CbUi;

/* Any role will do. */
#define CB_UI_ANY ATSPI_ROLE_INVALID

/* Call first in main; takes g_test_init's arguments away and silences what libatspi says about GTK 4. */
void       cb_ui_test_init       (int *argc, char ***argv);

/**
 * cb_ui_start:
 * @argv: (array zero-terminated=1): program and arguments
 * @env: (array zero-terminated=1) (nullable): "NAME=value" beside the test's own environment
 *
 * Starts the program and waits until it has a window.  What it prints is kept, see cb_ui_stop().
 */
CbUi      *cb_ui_start           (const char * const *argv,
                                  const char * const *env) G_GNUC_WARN_UNUSED_RESULT;
/* Asks it to end, waits, and fails the test if it ended badly or its log holds a warning or a critical. */
void       cb_ui_stop            (CbUi *ui);
/* Kills it on the spot, as a power cut would; its log is still checked. */
void       cb_ui_kill            (CbUi *ui);
/* What the program has printed so far. */
char      *cb_ui_dup_log         (CbUi *ui) G_GNUC_WARN_UNUSED_RESULT;
int        cb_ui_get_pid         (CbUi *ui);

/* Finding.  @within NULL is the whole program; only what is showing is found. */
CbUiNode  *cb_ui_find            (CbUi *ui, CbUiNode *within, AtspiRole role, const char *name) G_GNUC_WARN_UNUSED_RESULT;
CbUiNode  *cb_ui_wait            (CbUi *ui, CbUiNode *within, AtspiRole role, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void       cb_ui_wait_gone       (CbUi *ui, CbUiNode *within, AtspiRole role, const char *name);
/* A field that takes text, whatever its role is called in this version. */
CbUiNode  *cb_ui_wait_entry      (CbUi *ui, CbUiNode *within, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Waits until some showing text or name holds @text. */
void       cb_ui_wait_says       (CbUi *ui, CbUiNode *within, const char *text);
/* Waits until the text of @node itself holds @text. */
void       cb_ui_wait_text       (CbUi *ui, CbUiNode *node, const char *text);
gboolean   cb_ui_wait_until      (CbUi *ui, gboolean (*condition) (gpointer data), gpointer data);
/* Lets the program get on for @ms milliseconds: for animations only. */
void       cb_ui_spin            (CbUi *ui, guint ms);

/* Reading. */
char      *cb_ui_dup_name        (CbUiNode *node) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a label or field; the name where there is no text. */
char      *cb_ui_dup_text        (CbUiNode *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean   cb_ui_has_state       (CbUiNode *node, AtspiStateType state);
/* Rows and cells that stand on the screen, header not counted; @row and @column from 0. */
int        cb_ui_table_rows      (CbUi *ui, CbUiNode *table);
char      *cb_ui_dup_cell        (CbUi *ui, CbUiNode *table, int row, int column) G_GNUC_WARN_UNUSED_RESULT;
/* The whole tree that shows, one line per node: for whoever writes a test. */
char      *cb_ui_dup_tree        (CbUi *ui, CbUiNode *within) G_GNUC_WARN_UNUSED_RESULT;

/* Doing. */
void       cb_ui_set_text        (CbUi *ui, CbUiNode *entry, const char *text);
/* Activates a button, switch, link or row through its accessible action. */
void       cb_ui_press           (CbUi *ui, CbUiNode *node);
/* CB_UI_ANY: a button of any sort. */
void       cb_ui_press_named     (CbUi *ui, AtspiRole role, const char *name);
/* A real mouse click in the middle of @node. */
void       cb_ui_click           (CbUi *ui, CbUiNode *node);
/* Real keys, xdotool's names: "ctrl+n", "Return", "Tab", "Page_Down". */
void       cb_ui_key             (CbUi *ui, const char *keys);
/* Real typing, Chinese too. */
void       cb_ui_type            (CbUi *ui, const char *text);
CbUiNode  *cb_ui_focused         (CbUi *ui) G_GNUC_WARN_UNUSED_RESULT;
/* Presses Tab until something whose name holds @name has the focus; fails after 80. */
void       cb_ui_tab_to          (CbUi *ui, const char *name);
/* A GAction of the application ("app.quit") or of its first window ("win.page"), through the session bus. */
void       cb_ui_action          (CbUi *ui, const char *action, GVariant *parameter);
/* The program's newest window to that place and size, as somebody maximising it would. */
void       cb_ui_resize          (CbUi *ui, int width, int height);
/* The newest window to the middle of the screen, where a window manager would put it; nothing when there is but one. */
void       cb_ui_center_dialog   (CbUi *ui);
/* The whole screen as PNG. */
void       cb_ui_screenshot      (CbUi *ui, const char *path);

/**
 * cb_ui_assert_no_trace:
 * @folders: (array zero-terminated=1): searched with all that is in them
 * @words: (array zero-terminated=1): what must not be found, in UTF-8
 *
 * Fails the test when a file's name or bytes hold one of @words, in UTF-8, GB18030 or UTF-16.  CB_UI_PRIVATE in the
 * environment is the folder that holds HOME, TMPDIR and the caches of this run.
 */
void       cb_ui_assert_no_trace (const char * const *folders,
                                  const char * const *words);

G_END_DECLS
