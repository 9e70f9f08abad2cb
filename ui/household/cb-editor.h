/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-assess.h"

G_BEGIN_DECLS

/**
 * CbEditor:
 * The editing session of one household, without widgets: what the casebook holds, what is on its way there, and what is being typed.
 *
 *   base    what the casebook holds, as last read
 *   shown   base and every change handed in but not yet committed
 *   live    shown and every valid draft: what the window displays and the rules run on
 *
 * A draft is the text of a field that has not been left yet, or that cannot be read: it is kept until it is corrected.  Changes
 * are saved one after the other, each as one changeset; the next is made on what the one before left behind.
 *
 * Signals, all on the main context:
 * "loaded"                 the household is there, or could not be read (cb_editor_get_load_error())
 * "changed"                live, assessment, drafts or state of saving may be different
 * "saved" (const char *what, gboolean undone)   one change is durable; @undone: it took an earlier one back
 *
 * Main thread only.
 */
#define CB_TYPE_EDITOR (cb_editor_get_type ())
G_DECLARE_FINAL_TYPE (CbEditor, cb_editor, CB, EDITOR, GObject)

typedef enum { CB_EDITOR_LOADING, CB_EDITOR_CLEAN, CB_EDITOR_SAVING, CB_EDITOR_FAILED } CbEditorState;

/* One of several versions of a field of which none is the winner. */
typedef struct
{
  CbValue  value;
  char    *author;     /* name, or "" */
  gint64   at;         /* ms */
} CbVersion;

/* @household: NULL begins a new one. */
CbEditor          *cb_editor_new            (CbDesk          *desk,
                                             const CbUid     *household) G_GNUC_WARN_UNUSED_RESULT;
CbDesk            *cb_editor_get_desk       (CbEditor        *self);
const CbUid       *cb_editor_get_uid        (CbEditor        *self);
CbEditorState      cb_editor_get_state      (CbEditor        *self);
const GError      *cb_editor_get_load_error (CbEditor        *self);
/* Why the change at the head of the queue could not be saved; NULL when it could. */
const GError      *cb_editor_get_save_error (CbEditor        *self);
gint64             cb_editor_get_saved_at   (CbEditor        *self);     /* ms; 0: nothing saved in this session */
/* Whether the casebook knows this household at all. */
gboolean           cb_editor_is_recorded    (CbEditor        *self);
/* Whether it is known that it does not: a household that was begun here. */
gboolean           cb_editor_is_new         (CbEditor        *self);
/* Why the person at the desk can change nothing of this household, one sentence; NULL: they can.  cb_may() decides again when it is saved. */
const char        *cb_editor_get_closed     (CbEditor        *self);
/* Live; replaced at every "changed". NULL while loading. */
const CbHousehold *cb_editor_get_household  (CbEditor        *self);
CbEntity          *cb_editor_find           (CbEditor        *self,
                                             const CbUid     *entity);
/* NULL when the rules could not run: then cb_editor_get_assess_error(). */
CbAssessment      *cb_editor_get_assessment (CbEditor        *self);
const GError      *cb_editor_get_assess_error (CbEditor      *self);
void               cb_editor_reload         (CbEditor        *self);

/* What is being typed.  Gives whether it can be read. */
gboolean           cb_editor_type           (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field,
                                             const char      *text);
void               cb_editor_propose        (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field,
                                             const CbValue   *value);
const char        *cb_editor_get_draft      (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);    /* NULL: none */
const char        *cb_editor_get_fault      (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);    /* one sentence; NULL: none */
gboolean           cb_editor_drop_draft     (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);
/* How many drafts cannot be read. */
guint              cb_editor_count_faults   (CbEditor        *self);
/* The field is left: its draft, if it can be read, is handed in. */
void               cb_editor_leave          (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);
/* Hands in a value at once, even one that is shown already (the answer to a fork). */
void               cb_editor_set            (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field,
                                             const CbValue   *value);
/* The same field of the one before (Ctrl+D), as a draft; FALSE when there is none. */
gboolean           cb_editor_carry_over     (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);
/* Hands in every draft that can be read. */
void               cb_editor_flush          (CbEditor        *self);
void               cb_editor_retry          (CbEditor        *self);
/* Gives up the change that could not be saved. */
void               cb_editor_give_up        (CbEditor        *self);

/* Titles of the fields whose value the casebook does not hold: texts that cannot be read, and changes whose saving failed.  What is on its
 * way is not among them. */
GPtrArray         *cb_editor_list_unsaved   (CbEditor        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Of the head; NULL: none. */
char              *cb_editor_dup_name       (CbEditor        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a change is on its way to the casebook, or what was kept over a lock on its way from there. */
gboolean           cb_editor_is_busy        (CbEditor        *self);
/* Gives up everything of cb_editor_list_unsaved(); not while anything is on its way. */
void               cb_editor_discard        (CbEditor        *self);
/* The same in a form to be kept over a lock; NULL: there is nothing. */
GBytes            *cb_editor_keep           (CbEditor        *self) G_GNUC_WARN_UNUSED_RESULT;
/* The editor as it was then, on what the casebook holds by now.  Changes wait for cb_editor_retry(): somebody else may have been at the
 * household meanwhile. */
CbEditor          *cb_editor_restore        (CbDesk          *desk,
                                             const CbUid     *household,
                                             GBytes          *kept) G_GNUC_WARN_UNUSED_RESULT;

/* In memory, at once; recorded with its first change. */
CbUid              cb_editor_add            (CbEditor        *self,
                                             CbKind           kind,
                                             const CbUid     *parent);
/* Gives what cb_editor_undo_one() takes; 0 when nothing had to be recorded. */
guint64            cb_editor_remove         (CbEditor        *self,
                                             const CbUid     *entity);
gboolean           cb_editor_can_undo       (CbEditor        *self);
/* Takes back the last change, or the change @id. */
gboolean           cb_editor_undo           (CbEditor        *self);
gboolean           cb_editor_undo_one       (CbEditor        *self,
                                             guint64          id);
gboolean           cb_editor_redo           (CbEditor        *self);

/* Of CbVersion, borrowed; NULL when there is one version only. */
GPtrArray         *cb_editor_get_versions   (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field);
/* What the rules would say if @field had @value: to choose between versions with open eyes. */
CbAssessment      *cb_editor_assess_with    (CbEditor        *self,
                                             const CbUid     *entity,
                                             guint            field,
                                             const CbValue   *value) G_GNUC_WARN_UNUSED_RESULT;
/* Somebody else with the same ID number; NULL when nobody. */
const CbDuplicate *cb_editor_get_duplicate  (CbEditor        *self,
                                             const CbUid     *entity);

G_END_DECLS
