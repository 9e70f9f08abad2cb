/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-editor.h"

G_BEGIN_DECLS

/* A field of a subject: the key of drafts and versions. */
typedef struct { CbUid entity; guint field; } CbSlot;

typedef struct
{
  CbSlot   slot;
  CbKind   kind;
  char    *text;
  char    *fault;      /* NULL: it can be read */
  CbValue  value;
} CbDraft;

/* Added in memory, not known to the casebook yet. */
typedef struct
{
  CbUid    uid;
  CbKind   kind;
  CbUid    parent;
  GArray  *presets;    /* of CbEdit: go with the first change */
  gboolean handed_in;  /* that change is on its way */
} CbAdded;

/* One change on its way. */
typedef struct
{
  guint64  id;
  char    *what;       /* title of what changed, for the toast */
  GArray  *edits;      /* of CbEdit; NULL in an undo until its turn comes */
  enum { CB_BATCH_EDIT, CB_BATCH_UNDO, CB_BATCH_REDO } way;
  guint64  target;     /* of an undo: the change to take back; 0: the last one */
  gboolean sent;       /* the vault has it */
} CbBatch;

/* One change that can be taken back. */
typedef struct { guint64 id; char *what; GArray *edits; } CbStep;

typedef struct _CbChain CbChain;

struct _CbEditor
{
  GObject        parent_instance;

  CbDesk        *desk;
  CbUid          uid;
  CbHousehold   *base, *shown, *live;
  CbAssessment  *assessment;
  GError        *load_error, *save_error, *assess_error;
  GCancellable  *cancellable;

  GPtrArray     *drafts;        /* of CbDraft, oldest first */
  GPtrArray     *added;         /* of CbAdded */
  GQueue         batches;       /* of CbBatch */
  GPtrArray     *undo, *redo;   /* of CbStep, last on top */
  GHashTable    *versions;      /* CbSlot → GPtrArray of CbVersion */
  GHashTable    *duplicates;    /* CbUid → CbDuplicate */

  guint64        next_id;
  gint64         saved_at;
  guint          in_flight;     /* batches that were sent */
  CbChain       *chain;         /* of those; NULL: none */
  gboolean       load_pending, recorded;
  gboolean       stale;         /* the load under way is older than a commit of our own */
  gboolean       kept;          /* brought over a lock, and not put on what the casebook holds yet */
  char          *kept_name;     /* of its head, until then */
};

GArray      *_cb_edits_copy          (const GArray *edits) G_GNUC_WARN_UNUSED_RESULT;
void         _cb_editor_rebuild      (CbEditor *self);     /* shown from base, then live */
void         _cb_editor_refresh      (CbEditor *self);     /* live from shown, the rules, "changed" */
guint64      _cb_editor_hand_in      (CbEditor *self, GArray *edits, const char *what);   /* takes @edits */
void         _cb_editor_pump         (CbEditor *self);
void         _cb_editor_look_up_id   (CbEditor *self, const CbUid *entity, const char *id_number);
CbEntity    *_cb_editor_find_in      (const CbHousehold *h, const CbUid *entity);   /* the household itself too; @h may be NULL */
CbAdded     *_cb_editor_find_added   (CbEditor *self, const CbUid *uid);
void         _cb_editor_forget_added (CbEditor *self);     /* those that the casebook knows by now */
/* Of what was brought over a lock.  TRUE: that the household is not to be found is no fault, it is a new one. */
gboolean     _cb_editor_begin_kept   (CbEditor *self, const GError *error);
void         _cb_editor_end_kept     (CbEditor *self);
void         _cb_added_free          (CbAdded *added);
void         _cb_batch_free          (CbBatch *batch);
void         _cb_step_free           (CbStep *step);
void         _cb_chain_unref         (CbChain *chain);

/* By CbSlot, which it owns; a set when @free_value is NULL. */
GHashTable  *_cb_slots_new           (GDestroyNotify free_value) G_GNUC_WARN_UNUSED_RESULT;
GHashTable  *_cb_duplicates_new      (void) G_GNUC_WARN_UNUSED_RESULT;

/* What a load job brings. */
typedef struct { CbHousehold *household; GHashTable *versions, *duplicates; } CbLoaded;
void         _cb_loaded_free         (CbLoaded *loaded);
/* On a vault thread. */
CbLoaded    *_cb_loaded_read         (CbDesk *desk, CbDb *db, const CbUid *uid, GError **error);
void         _cb_editor_take_loaded  (CbEditor *self, CbLoaded *loaded);

G_END_DECLS
