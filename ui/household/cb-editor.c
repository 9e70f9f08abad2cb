/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-editor-private.h"

#include <glib/gi18n.h>
#include "cb-clock.h"

enum { SIGNAL_LOADED, SIGNAL_CHANGED, SIGNAL_SAVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbEditor, cb_editor, G_TYPE_OBJECT)

/* --- small parts --- */

static void
draft_free (CbDraft *draft)
{
  g_free (draft->text);
  g_free (draft->fault);
  cb_value_clear (&draft->value);
  g_free (draft);
}

void
_cb_added_free (CbAdded *added)
{
  g_clear_pointer (&added->presets, g_array_unref);
  g_free (added);
}

void
_cb_batch_free (CbBatch *batch)
{
  g_free (batch->what);
  g_clear_pointer (&batch->edits, g_array_unref);
  g_free (batch);
}

void
_cb_step_free (CbStep *step)
{
  g_free (step->what);
  g_clear_pointer (&step->edits, g_array_unref);
  g_free (step);
}

GArray *
_cb_edits_copy (const GArray *edits)
{
  GArray *copy = cb_edits_new ();

  for (guint i = 0; i < edits->len; i++)
    {
      CbEdit edit = g_array_index (edits, CbEdit, i);

      cb_value_copy (&g_array_index (edits, CbEdit, i).value, &edit.value);
      g_array_append_val (copy, edit);
    }
  return copy;
}

CbEntity *
_cb_editor_find_in (const CbHousehold *h,
                    const CbUid       *entity)
{
  if (h == NULL)
    return NULL;
  return cb_uid_equal (entity, cb_household_uid (h)) ? cb_household_self (h) : cb_household_find (h, entity);
}

CbAdded *
_cb_editor_find_added (CbEditor    *self,
                       const CbUid *uid)
{
  for (guint i = 0; i < self->added->len; i++)
    {
      CbAdded *added = g_ptr_array_index (self->added, i);

      if (cb_uid_equal (&added->uid, uid))
        return added;
    }
  return NULL;
}

void
_cb_editor_forget_added (CbEditor *self)
{
  for (guint i = self->added->len; i > 0; i--)
    {
      CbAdded *added = g_ptr_array_index (self->added, i - 1);

      if (self->base != NULL && cb_household_find (self->base, &added->uid) != NULL)
        g_ptr_array_remove_index (self->added, i - 1);
    }
}

static CbDraft *
find_draft (CbEditor    *self,
            const CbUid *entity,
            guint        field)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      CbDraft *draft = g_ptr_array_index (self->drafts, i);

      if (draft->slot.field == field && cb_uid_equal (&draft->slot.entity, entity))
        return draft;
    }
  return NULL;
}

static gboolean
same_value (const CbValue *a,
            const CbValue *b)
{
  static const CbValue none = { CB_VALUE_NONE, 0, NULL, { { 0 } } };

  return cb_value_equal (a != NULL ? a : &none, b != NULL ? b : &none);
}

/* --- what is shown --- */

void
_cb_editor_rebuild (CbEditor *self)
{
  g_clear_pointer (&self->shown, cb_household_free);
  self->shown = cb_household_copy (self->base);
  for (guint i = 0; i < self->added->len; i++)
    {
      CbAdded *added = g_ptr_array_index (self->added, i);
      g_autoptr (GArray) presets = _cb_edits_copy (added->presets);

      if (added->kind != CB_KIND_HOUSEHOLD)
        cb_household_ensure (self->shown, &added->uid, added->kind, &added->parent);
      if (!added->handed_in)
        cb_household_apply (self->shown, presets);
    }
  for (GList *l = self->batches.head; l != NULL; l = l->next)
    {
      CbBatch *batch = l->data;

      if (batch->edits != NULL)
        {
          g_autoptr (GArray) edits = _cb_edits_copy (batch->edits);

          cb_household_apply (self->shown, edits);
        }
    }
  _cb_editor_refresh (self);
}

static void
assess (CbEditor *self)
{
  g_autoptr (CbProgram) program = NULL;

  g_clear_pointer (&self->assessment, cb_assessment_unref);
  g_clear_error (&self->assess_error);
  program = cb_desk_program (self->desk, cb_clock_today (), &self->assess_error);
  if (program != NULL)
    self->assessment = cb_assess (program, self->live, TRUE, &self->assess_error);
}

void
_cb_editor_refresh (CbEditor *self)
{
  g_clear_pointer (&self->live, cb_household_free);
  self->live = cb_household_copy (self->shown);
  for (guint i = 0; i < self->drafts->len; i++)
    {
      CbDraft *draft = g_ptr_array_index (self->drafts, i);
      CbEntity *e = _cb_editor_find_in (self->live, &draft->slot.entity);

      if (draft->fault == NULL && e != NULL)
        {
          g_autoptr (GArray) edits = cb_edits_new ();

          cb_edits_set (edits, e, draft->slot.field, &draft->value);
          cb_household_apply (self->live, edits);
        }
    }
  assess (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- typing --- */

static CbDraft *
begin_draft (CbEditor    *self,
             CbEntity    *e,
             const CbUid *entity,
             guint        field)
{
  CbDraft *draft = find_draft (self, entity, field);

  if (draft == NULL)
    {
      draft = g_new0 (CbDraft, 1);
      draft->slot.entity = *entity;
      draft->slot.field = field;
      draft->kind = cb_entity_kind (e);
      g_ptr_array_add (self->drafts, draft);
    }
  g_clear_pointer (&draft->text, g_free);
  g_clear_pointer (&draft->fault, g_free);
  cb_value_clear (&draft->value);
  draft->value = CB_VALUE_INIT;
  return draft;
}

gboolean
cb_editor_type (CbEditor    *self,
                const CbUid *entity,
                guint        field,
                const char  *text)
{
  const CbField *f = cb_field_by_id (field);
  CbEntity *e;
  CbDraft *draft;
  g_autoptr (GError) error = NULL;
  gboolean good;

  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);
  g_return_val_if_fail (f != NULL, FALSE);

  e = _cb_editor_find_in (self->shown, entity);
  if (e == NULL)
    return FALSE;
  draft = begin_draft (self, e, entity, field);
  draft->text = g_strdup (text);
  good = cb_field_parse (f, text, cb_clock_today (), &draft->value, &error);
  if (!good)
    draft->fault = cb_error_sentence (error);
  else if (f->type == CB_FIELD_TYPE_ID && draft->value.kind == CB_VALUE_TEXT)
    _cb_editor_look_up_id (self, entity, draft->value.text);
  if (f->type == CB_FIELD_TYPE_ID && (!good || draft->value.kind != CB_VALUE_TEXT))
    g_hash_table_remove (self->duplicates, entity);
  _cb_editor_refresh (self);
  return good;
}

void
cb_editor_propose (CbEditor      *self,
                   const CbUid   *entity,
                   guint          field,
                   const CbValue *value)
{
  CbEntity *e;
  CbDraft *draft;

  g_return_if_fail (CB_IS_EDITOR (self));

  e = _cb_editor_find_in (self->shown, entity);
  if (e == NULL)
    return;
  draft = begin_draft (self, e, entity, field);
  cb_value_copy (value, &draft->value);
  _cb_editor_refresh (self);
}

const char *
cb_editor_get_draft (CbEditor    *self,
                     const CbUid *entity,
                     guint        field)
{
  CbDraft *draft;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  draft = find_draft (self, entity, field);
  return draft != NULL ? draft->text : NULL;
}

const char *
cb_editor_get_fault (CbEditor    *self,
                     const CbUid *entity,
                     guint        field)
{
  CbDraft *draft;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  draft = find_draft (self, entity, field);
  return draft != NULL ? draft->fault : NULL;
}

gboolean
cb_editor_drop_draft (CbEditor    *self,
                      const CbUid *entity,
                      guint        field)
{
  CbDraft *draft;

  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  draft = find_draft (self, entity, field);
  if (draft == NULL)
    return FALSE;
  g_ptr_array_remove (self->drafts, draft);
  _cb_editor_refresh (self);
  return TRUE;
}

guint
cb_editor_count_faults (CbEditor *self)
{
  guint n = 0;

  g_return_val_if_fail (CB_IS_EDITOR (self), 0);

  for (guint i = 0; i < self->drafts->len; i++)
    n += ((CbDraft *) g_ptr_array_index (self->drafts, i))->fault != NULL;
  return n;
}

/* Before a subject is recorded for the first time, so is what it stands in, outermost first, each with its presets; and what was taken
 * back whole is there again. */
static void
prepend_presets (CbEditor    *self,
                 GArray      *edits,
                 const CbUid *entity)
{
  const CbEntity *e = _cb_editor_find_in (self->shown, entity);
  CbAdded *added = _cb_editor_find_added (self, entity);

  if (e != NULL && !cb_uid_equal (entity, &self->uid))
    {
      CbUid parent = cb_entity_parent (e);

      prepend_presets (self, edits, cb_uid_is_none (&parent) ? &self->uid : &parent);
    }
  if (e != NULL && cb_entity_removed (e))
    cb_edits_set (edits, e, CB_FIELD_REMOVED, NULL);
  if (added == NULL || added->handed_in)
    return;
  for (guint i = 0; i < added->presets->len; i++)
    {
      CbEdit edit = g_array_index (added->presets, CbEdit, i);

      cb_value_copy (&g_array_index (added->presets, CbEdit, i).value, &edit.value);
      g_array_append_val (edits, edit);
    }
  added->handed_in = TRUE;
}

/* Takes the draft out of the list and hands it in; FALSE when it says nothing new. */
static gboolean
hand_in_draft (CbEditor *self,
               CbDraft  *draft)
{
  CbEntity *e = _cb_editor_find_in (self->shown, &draft->slot.entity);
  const CbField *f = cb_field_by_id (draft->slot.field);
  GArray *edits;

  if (e == NULL || same_value (cb_entity_value (e, draft->slot.field), &draft->value))
    {
      g_ptr_array_remove (self->drafts, draft);
      return FALSE;
    }
  edits = cb_edits_new ();
  prepend_presets (self, edits, &draft->slot.entity);
  cb_edits_set (edits, e, draft->slot.field, &draft->value);
  g_ptr_array_remove (self->drafts, draft);
  _cb_editor_hand_in (self, edits, _(f->title));
  return TRUE;
}

void
cb_editor_leave (CbEditor    *self,
                 const CbUid *entity,
                 guint        field)
{
  CbDraft *draft;

  g_return_if_fail (CB_IS_EDITOR (self));

  draft = find_draft (self, entity, field);
  if (draft == NULL || draft->fault != NULL)
    return;
  if (hand_in_draft (self, draft))
    _cb_editor_pump (self);
  _cb_editor_refresh (self);
}

void
cb_editor_flush (CbEditor *self)
{
  gboolean any = FALSE;

  g_return_if_fail (CB_IS_EDITOR (self));

  for (guint i = 0; i < self->drafts->len; )
    {
      CbDraft *draft = g_ptr_array_index (self->drafts, i);

      if (draft->fault != NULL)
        i++;
      else
        any |= hand_in_draft (self, draft);
    }
  _cb_editor_pump (self);
  if (any)
    _cb_editor_refresh (self);
}

void
cb_editor_set (CbEditor      *self,
               const CbUid   *entity,
               guint          field,
               const CbValue *value)
{
  CbEntity *e;
  CbDraft *draft;
  GArray *edits;

  g_return_if_fail (CB_IS_EDITOR (self));

  e = _cb_editor_find_in (self->shown, entity);
  if (e == NULL)
    return;
  draft = find_draft (self, entity, field);
  if (draft != NULL)
    g_ptr_array_remove (self->drafts, draft);
  edits = cb_edits_new ();
  prepend_presets (self, edits, entity);
  cb_edits_set (edits, e, field, value);
  _cb_editor_hand_in (self, edits, _(cb_field_by_id (field)->title));
  _cb_editor_pump (self);
  _cb_editor_refresh (self);
}

gboolean
cb_editor_carry_over (CbEditor    *self,
                      const CbUid *entity,
                      guint        field)
{
  CbEntity *e;
  const CbValue *value;

  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  e = _cb_editor_find_in (self->live, entity);
  value = e != NULL ? cb_household_carry_over (self->live, e, field) : NULL;
  if (value == NULL)
    return FALSE;
  {
    g_auto (CbValue) copy = CB_VALUE_INIT;

    cb_value_copy (value, &copy);
    cb_editor_propose (self, entity, field, &copy);
  }
  return TRUE;
}

/* --- adding and removing --- */

static void
preset (CbAdded    *added,
        guint       field,
        const char *text)
{
  CbEdit edit = { added->uid, added->kind, added->parent, field, cb_value_text (text) };

  g_array_append_val (added->presets, edit);
}

CbUid
cb_editor_add (CbEditor    *self,
               CbKind       kind,
               const CbUid *parent)
{
  CbAdded *added;
  g_autoptr (GPtrArray) siblings = NULL;

  g_return_val_if_fail (CB_IS_EDITOR (self), CB_UID_NONE);
  g_return_val_if_fail (self->base != NULL, CB_UID_NONE);

  if (self->shown != NULL)
    siblings = cb_household_list (self->shown, kind, parent);
  added = g_new0 (CbAdded, 1);
  added->uid = cb_uid_new ();
  added->kind = kind;
  added->parent = *parent;
  added->presets = cb_edits_new ();
  if (kind == CB_KIND_MEMBER && (siblings == NULL || siblings->len == 0))
    preset (added, cb_field_by_key ("member.relation")->id, "head");
  g_ptr_array_add (self->added, added);
  _cb_editor_rebuild (self);
  return added->uid;
}

guint64
cb_editor_remove (CbEditor    *self,
                  const CbUid *entity)
{
  CbEntity *e;
  CbAdded *added;
  GArray *edits;
  guint64 id;

  g_return_val_if_fail (CB_IS_EDITOR (self), 0);

  e = _cb_editor_find_in (self->shown, entity);
  if (e == NULL || cb_uid_equal (entity, &self->uid))
    return 0;
  for (guint i = self->drafts->len; i > 0; i--)
    if (cb_uid_equal (&((CbDraft *) g_ptr_array_index (self->drafts, i - 1))->slot.entity, entity))
      g_ptr_array_remove_index (self->drafts, i - 1);

  added = _cb_editor_find_added (self, entity);
  if (added != NULL && !added->handed_in)
    {
      g_ptr_array_remove (self->added, added);
      _cb_editor_rebuild (self);
      return 0;
    }
  edits = cb_edits_new ();
  cb_edits_remove (edits, e, _("Taken off by the caseworker"));
  id = _cb_editor_hand_in (self, edits, _("Taken off"));
  _cb_editor_pump (self);
  _cb_editor_refresh (self);
  return id;
}

/* --- the object --- */

static guint
slot_hash (gconstpointer p)
{
  const CbSlot *slot = p;

  return cb_uid_hash (&slot->entity) ^ slot->field;
}

static gboolean
slot_equal (gconstpointer a,
            gconstpointer b)
{
  const CbSlot *x = a, *y = b;

  return x->field == y->field && cb_uid_equal (&x->entity, &y->entity);
}

GHashTable *
_cb_slots_new (GDestroyNotify free_value)
{
  return g_hash_table_new_full (slot_hash, slot_equal, g_free, free_value);
}

static void
cb_editor_dispose (GObject *object)
{
  CbEditor *self = CB_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (cb_editor_parent_class)->dispose (object);
}

static void
cb_editor_finalize (GObject *object)
{
  CbEditor *self = CB_EDITOR (object);

  g_clear_pointer (&self->base, cb_household_free);
  g_clear_pointer (&self->shown, cb_household_free);
  g_clear_pointer (&self->live, cb_household_free);
  g_clear_pointer (&self->assessment, cb_assessment_unref);
  g_clear_error (&self->load_error);
  g_clear_error (&self->save_error);
  g_clear_error (&self->assess_error);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_queue_clear_full (&self->batches, (GDestroyNotify) _cb_batch_free);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_hash_table_unref);
  g_clear_pointer (&self->duplicates, g_hash_table_unref);
  g_clear_pointer (&self->chain, _cb_chain_unref);
  g_clear_pointer (&self->kept_name, g_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (cb_editor_parent_class)->finalize (object);
}

static void
cb_editor_class_init (CbEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cb_editor_dispose;
  object_class->finalize = cb_editor_finalize;

  signals[SIGNAL_LOADED] = g_signal_new ("loaded", CB_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CB_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", CB_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
cb_editor_init (CbEditor *self)
{
  self->cancellable = g_cancellable_new ();
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  self->added = g_ptr_array_new_with_free_func ((GDestroyNotify) _cb_added_free);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) _cb_step_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) _cb_step_free);
  self->duplicates = _cb_duplicates_new ();
  self->next_id = 1;
  g_queue_init (&self->batches);
}

/* A new household: its township is the caseworker's own, its first member the head.  Somebody of the county begins with the county: a
 * household has an area from its first record on, so that it is known whose it is. */
static void
begin_new (CbEditor *self)
{
  const CbUid none = CB_UID_NONE;
  CbAdded *added = g_new0 (CbAdded, 1);
  const char *area = cb_desk_area (self->desk);

  if (area == NULL || *area == '\0')
    area = cb_authority_area (cb_desk_authority (self->desk));
  self->uid = cb_uid_new ();
  self->base = cb_household_new (&self->uid);
  added->uid = self->uid;
  added->kind = CB_KIND_HOUSEHOLD;
  added->parent = none;
  added->presets = cb_edits_new ();
  preset (added, cb_field_by_key ("household.area")->id, area);
  g_ptr_array_add (self->added, added);
  cb_editor_add (self, CB_KIND_MEMBER, &self->uid);
}

CbEditor *
cb_editor_new (CbDesk      *desk,
               const CbUid *household)
{
  CbEditor *self = g_object_new (CB_TYPE_EDITOR, NULL);

  self->desk = g_object_ref (desk);
  if (household != NULL)
    {
      self->uid = *household;
      cb_editor_reload (self);
    }
  else
    begin_new (self);
  return self;
}
