/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/**
 * CbShell:
 * What a page may ask of the window that it stands in.  The window implements it; a page finds it through gtk_widget_get_root(), so that
 * pages know neither the window nor each other.  In a window that is not a shell (tests) toast and go do nothing; asking for a passphrase
 * or a file works everywhere.  Main thread only.
 */
#define CB_TYPE_SHELL (cb_shell_get_type ())
G_DECLARE_INTERFACE (CbShell, cb_shell, CB, SHELL, GtkWidget)

typedef void (*CbShellUndo) (gpointer data);

struct _CbShellInterface
{
  GTypeInterface parent_iface;

  void (*toast) (CbShell       *shell,
                 const char    *text,
                 CbShellUndo    undo,        /* NULL: a plain toast */
                 gpointer       data,
                 GDestroyNotify free_data);
  void (*go)    (CbShell       *shell,
                 const char    *page,
                 const CbUid   *subject);
};

/* A short note of something done, in the user's language. */
void      cb_shell_toast              (GtkWidget           *from,
                                       const char          *text);
/* The same with an Undo button, also reached by Ctrl+Z while it is the last thing done.  @undo is called at most once, on the main thread;
 * @data is freed when it no longer can be. */
void      cb_shell_toast_undo         (GtkWidget           *from,
                                       const char          *text,
                                       CbShellUndo          undo,
                                       gpointer             data,
                                       GDestroyNotify       free_data);
/* cb_error_sentence() as a toast that stays longer; says nothing of G_IO_ERROR_CANCELLED. */
void      cb_shell_error              (GtkWidget           *from,
                                       const GError        *error);

/**
 * cb_shell_sign:
 * @what: what will be signed, one translated sentence naming act, amount and person
 *
 * Asks for the passphrase in a modal dialog and opens the signing session of @desk; wrong tries are answered in the dialog.  Always asks,
 * even while a session is open: each signature is an act of its own.
 * Errors: G_IO_ERROR_CANCELLED when the person gave up.
 */
void      cb_shell_sign               (GtkWidget           *from,
                                       CbDesk              *desk,
                                       const char          *what,
                                       GAsyncReadyCallback  callback,
                                       gpointer             data);
gboolean  cb_shell_sign_finish        (GtkWidget           *from,
                                       GAsyncResult        *result,
                                       GError             **error);

/**
 * cb_shell_go:
 * @page: "home", "households", "household", "approvals", "trends", "policy", "settings", "import"
 * @subject: (nullable): what the page is to show (see CbPageClass.show); for "household" NULL is a new one
 *
 * Leaves the page that is shown and shows the other; Alt+Left comes back.  Unknown pages are ignored.
 */
void      cb_shell_go                 (GtkWidget           *from,
                                       const char          *page,
                                       const CbUid         *subject);

typedef enum
{
  CB_CHOOSE_OPEN,
  CB_CHOOSE_SAVE,
  CB_CHOOSE_FOLDER,
} CbChoose;

/**
 * cb_shell_choose_file_async:
 * @title: what for, translated
 * @name: (nullable): the name offered when saving
 * @patterns: (nullable): "*.csv;*.txt"; an "All files" choice is always there
 *
 * Errors: G_IO_ERROR_CANCELLED when the person gave up.
 */
void      cb_shell_choose_file_async  (GtkWidget           *from,
                                       CbChoose             how,
                                       const char          *title,
                                       const char          *name,
                                       const char          *patterns,
                                       GAsyncReadyCallback  callback,
                                       gpointer             data);
GFile    *cb_shell_choose_file_finish (GtkWidget           *from,
                                       GAsyncResult        *result,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
