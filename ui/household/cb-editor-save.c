/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-editor-private.h"

#include "cb-clock.h"

/* What leaves the main thread: loading, saving one change after the other, taking back, looking for doubles. */

/* --- loading, on a vault thread --- */

void
_cb_loaded_free (CbLoaded *loaded)
{
  g_clear_pointer (&loaded->household, cb_household_free);
  g_clear_pointer (&loaded->versions, g_hash_table_unref);
  g_clear_pointer (&loaded->duplicates, g_hash_table_unref);
  g_free (loaded);
}

static void
version_free (CbVersion *version)
{
  cb_value_clear (&version->value);
  g_free (version->author);
  g_free (version);
}

static void
duplicate_free (CbDuplicate *duplicate)
{
  cb_duplicate_clear (duplicate);
  g_free (duplicate);
}

GHashTable *
_cb_duplicates_new (void)
{
  return g_hash_table_new_full (cb_uid_hash, (GEqualFunc) cb_uid_equal, g_free, (GDestroyNotify) duplicate_free);
}

static gboolean
read_versions (CbDesk     *desk,
               CbDb       *db,
               CbEntity   *e,
               guint       field,
               GHashTable *versions,
               GError    **error)
{
  guint n;
  const CbHead *heads = cb_entity_heads (e, field, &n);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) version_free);
  CbSlot *slot;

  for (guint i = 0; i < n; i++)
    {
      CbVersion *version = g_new0 (CbVersion, 1);
      CbUid person = CB_UID_NONE;
      CbHlc at = heads[i].hlc;
      const CbPerson *who;

      g_ptr_array_add (list, version);
      cb_value_copy (&heads[i].value, &version->value);
      if (!cb_journal_author (db, &heads[i].ref, &person, &at, error))
        return FALSE;
      who = cb_authority_person (cb_desk_authority (desk), &person);
      version->author = g_strdup (who != NULL ? who->name : "");
      version->at = cb_hlc_ms (at);
    }
  slot = g_new0 (CbSlot, 1);
  slot->entity = *cb_entity_uid (e);
  slot->field = field;
  g_hash_table_replace (versions, slot, g_steal_pointer (&list));
  return TRUE;
}

static gboolean
read_forks (CbDesk     *desk,
            CbDb       *db,
            CbEntity   *e,
            GHashTable *versions,
            GError    **error)
{
  guint n;
  const guint *fields = cb_entity_fields (e, &n);

  for (guint i = 0; i < n; i++)
    if (cb_entity_forked (e, fields[i]) && !read_versions (desk, db, e, fields[i], versions, error))
      return FALSE;
  return TRUE;
}

CbLoaded *
_cb_loaded_read (CbDesk      *desk,
                 CbDb        *db,
                 const CbUid *uid,
                 GError     **error)
{
  CbLoaded *loaded = g_new0 (CbLoaded, 1);
  const guint id_number = cb_field_by_key ("member.id_number")->id;

  loaded->versions = _cb_slots_new ((GDestroyNotify) g_ptr_array_unref);
  loaded->duplicates = _cb_duplicates_new ();
  loaded->household = cb_household_load (db, uid, error);
  if (loaded->household == NULL || !read_forks (desk, db, cb_household_self (loaded->household), loaded->versions, error))
    goto failed;
  for (CbKind kind = CB_KIND_MEMBER; kind <= CB_KIND_SUPPORTER; kind++)
    {
      g_autoptr (GPtrArray) list = cb_household_list (loaded->household, kind, NULL);

      for (guint i = 0; i < list->len; i++)
        {
          CbEntity *e = g_ptr_array_index (list, i);
          const char *number = kind == CB_KIND_MEMBER ? cb_entity_text (e, id_number) : NULL;
          CbDuplicate found = { 0 };
          g_autoptr (GError) local_error = NULL;

          if (!read_forks (desk, db, e, loaded->versions, error))
            goto failed;
          if (number != NULL && cb_find_duplicate (db, number, cb_entity_uid (e), &found, &local_error))
            g_hash_table_replace (loaded->duplicates, g_memdup2 (cb_entity_uid (e), sizeof (CbUid)),
                                  g_memdup2 (&found, sizeof found));
          else if (local_error != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              goto failed;
            }
        }
    }
  return loaded;

failed:
  _cb_loaded_free (loaded);
  return NULL;
}

void
_cb_editor_take_loaded (CbEditor *self,
                        CbLoaded *loaded)
{
  g_clear_pointer (&self->base, cb_household_free);
  self->base = g_steal_pointer (&loaded->household);
  g_clear_pointer (&self->versions, g_hash_table_unref);
  self->versions = g_steal_pointer (&loaded->versions);
  g_clear_pointer (&self->duplicates, g_hash_table_unref);
  self->duplicates = g_steal_pointer (&loaded->duplicates);
  self->recorded = TRUE;
  _cb_editor_forget_added (self);
}

static gpointer
load_worker (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return _cb_loaded_read (desk, db, data, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbEditor) self = data;
  g_autoptr (GError) error = NULL;
  CbLoaded *loaded = cb_desk_finish (CB_DESK (source), result, &error);

  self->load_pending = FALSE;
  if (loaded == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      if (_cb_editor_begin_kept (self, error))
        _cb_editor_end_kept (self);
      else
        {
          g_clear_error (&self->load_error);
          self->load_error = g_steal_pointer (&error);
          g_signal_emit_by_name (self, "changed");
        }
      g_signal_emit_by_name (self, "loaded");
      return;
    }
  /* A change that was committed meanwhile has brought something newer with it. */
  if (self->in_flight > 0 || self->stale)
    {
      _cb_loaded_free (loaded);
      return;
    }
  g_clear_error (&self->load_error);
  _cb_editor_take_loaded (self, loaded);
  _cb_loaded_free (loaded);
  _cb_editor_rebuild (self);
  _cb_editor_end_kept (self);
  g_signal_emit_by_name (self, "loaded");
}

void
cb_editor_reload (CbEditor *self)
{
  g_return_if_fail (CB_IS_EDITOR (self));

  if (self->load_pending || (self->base != NULL && !self->recorded))
    return;
  self->load_pending = TRUE;
  self->stale = FALSE;
  cb_desk_read_async (self->desk, load_worker, g_memdup2 (&self->uid, sizeof (CbUid)), g_free,
                      (GDestroyNotify) _cb_loaded_free, self->cancellable, loaded_cb, g_object_ref (self));
}

/* --- doubles --- */

typedef struct { CbUid member; char *number; } LookUp;

static void
look_up_free (LookUp *look_up)
{
  g_free (look_up->number);
  g_free (look_up);
}

static gpointer
look_up_worker (CbDesk       *desk,
                CbDb         *db,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  LookUp *look_up = data;
  CbDuplicate found = { 0 };

  if (!cb_find_duplicate (db, look_up->number, &look_up->member, &found, error))
    return NULL;
  return g_memdup2 (&found, sizeof found);
}

typedef struct { CbEditor *self; CbUid member; } Asked;

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Asked *asked = data;
  CbEditor *self = asked->self;
  g_autoptr (GError) error = NULL;
  CbDuplicate *found = cb_desk_finish (CB_DESK (source), result, &error);
  gboolean had = g_hash_table_contains (self->duplicates, &asked->member);

  if (found != NULL)
    g_hash_table_replace (self->duplicates, g_memdup2 (&asked->member, sizeof (CbUid)), found);
  else if (error == NULL)
    g_hash_table_remove (self->duplicates, &asked->member);
  if ((found != NULL || had) && !g_cancellable_is_cancelled (self->cancellable))
    g_signal_emit_by_name (self, "changed");
  g_object_unref (self);
  g_free (asked);
}

void
_cb_editor_look_up_id (CbEditor    *self,
                       const CbUid *entity,
                       const char  *id_number)
{
  LookUp *look_up = g_new0 (LookUp, 1);
  Asked *asked = g_new0 (Asked, 1);

  look_up->member = *entity;
  look_up->number = g_strdup (id_number);
  asked->self = g_object_ref (self);
  asked->member = *entity;
  cb_desk_read_async (self->desk, look_up_worker, look_up, (GDestroyNotify) look_up_free,
                      (GDestroyNotify) duplicate_free, self->cancellable, looked_up_cb, asked);
}

/* --- saving --- */

/* Jobs that were sent one after the other: each starts from what the one before left behind.  Only the writer's thread looks inside. */
struct _CbChain
{
  CbHousehold *latest;
  gboolean     failed;
};

static void
chain_clear (gpointer data)
{
  g_clear_pointer (&((CbChain *) data)->latest, cb_household_free);
}

void
_cb_chain_unref (CbChain *chain)
{
  g_atomic_rc_box_release_full (chain, chain_clear);
}

typedef struct { CbChain *chain; GArray *edits; } Save;
typedef struct { CbLoaded *loaded; GArray *inverse; } Saved;
typedef struct { CbEditor *self; CbBatch *batch; } Sent;

static void
save_free (Save *save)
{
  _cb_chain_unref (save->chain);
  g_array_unref (save->edits);
  g_free (save);
}

static void
saved_free (Saved *saved)
{
  g_clear_pointer (&saved->loaded, _cb_loaded_free);
  g_clear_pointer (&saved->inverse, g_array_unref);
  g_free (saved);
}

static gpointer
save_worker (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Save *save = data;
  CbChain *chain = save->chain;
  Saved *saved;

  if (chain->failed)   /* what this one builds on was not saved */
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "an earlier change was not saved");
      return NULL;
    }
  saved = g_new0 (Saved, 1);
  if (cb_household_save (desk, db, chain->latest, save->edits, &saved->inverse, error))
    saved->loaded = _cb_loaded_read (desk, db, cb_household_uid (chain->latest), error);
  if (saved->loaded == NULL)
    {
      chain->failed = TRUE;
      saved_free (saved);
      return NULL;
    }
  cb_household_free (chain->latest);
  chain->latest = cb_household_copy (saved->loaded->household);
  return saved;
}

static void
push_step (GPtrArray *stack,
           CbBatch   *batch,
           GArray   **inverse)
{
  CbStep *step = g_new0 (CbStep, 1);

  step->id = batch->id;
  step->what = g_strdup (batch->what);
  step->edits = g_steal_pointer (inverse);
  g_ptr_array_add (stack, step);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree Sent *sent = data;
  g_autoptr (CbEditor) self = sent->self;
  CbBatch *batch = sent->batch;
  g_autoptr (GError) error = NULL;
  Saved *saved = cb_desk_finish (CB_DESK (source), result, &error);

  batch->sent = FALSE;
  self->in_flight--;
  if (self->in_flight == 0)
    g_clear_pointer (&self->chain, _cb_chain_unref);
  if (saved == NULL)
    {
      if (self->save_error == NULL)
        self->save_error = g_steal_pointer (&error);
      if (!g_cancellable_is_cancelled (self->cancellable))
        g_signal_emit_by_name (self, "changed");
      return;
    }

  g_queue_remove (&self->batches, batch);
  if (saved->inverse != NULL)
    push_step (batch->way == CB_BATCH_UNDO ? self->redo : self->undo, batch, &saved->inverse);
  if (batch->way == CB_BATCH_EDIT)
    g_ptr_array_set_size (self->redo, 0);
  _cb_editor_take_loaded (self, saved->loaded);
  saved_free (saved);
  self->saved_at = cb_clock_now_ms ();
  self->stale = self->load_pending;
  _cb_editor_pump (self);
  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      _cb_editor_rebuild (self);
      g_signal_emit_by_name (self, "saved", batch->what, batch->way == CB_BATCH_UNDO);
    }
  _cb_batch_free (batch);
}

/* The edits that take a change back, off the stack; FALSE when there are none any more. */
static gboolean
resolve (CbEditor *self,
         CbBatch  *batch)
{
  GPtrArray *stack = batch->way == CB_BATCH_UNDO ? self->undo : self->redo;

  for (guint i = stack->len; i > 0; i--)
    {
      CbStep *step = g_ptr_array_index (stack, i - 1);

      if (batch->target == 0 || step->id == batch->target)
        {
          batch->edits = g_steal_pointer (&step->edits);
          batch->what = g_steal_pointer (&step->what);
          g_ptr_array_remove_index (stack, i - 1);
          return TRUE;
        }
    }
  return FALSE;
}

static void
send (CbEditor *self,
      CbBatch  *batch)
{
  Save *save = g_new0 (Save, 1);
  Sent *sent = g_new0 (Sent, 1);

  if (self->chain == NULL)
    {
      self->chain = g_atomic_rc_box_new0 (CbChain);
      self->chain->latest = cb_household_copy (self->base);
    }
  save->chain = g_atomic_rc_box_acquire (self->chain);
  save->edits = _cb_edits_copy (batch->edits);
  sent->self = g_object_ref (self);
  sent->batch = batch;
  batch->sent = TRUE;
  self->in_flight++;
  /* Never cancelled: what was handed in is saved even when the page has gone. */
  cb_desk_write_async (self->desk, save_worker, save, (GDestroyNotify) save_free, (GDestroyNotify) saved_free, NULL,
                       saved_cb, sent);
}

/* Everything that can go goes to the vault at once, in order, so that locking cannot come in between.  A taking back waits for what is
 * before it: only then is known what it takes back. */
void
_cb_editor_pump (CbEditor *self)
{
  GList *l = self->batches.head;

  if (self->save_error != NULL)
    return;
  while (l != NULL)
    {
      CbBatch *batch = l->data;
      GList *next = l->next;

      if (!batch->sent && batch->edits == NULL)
        {
          if (self->in_flight > 0)
            return;
          if (!resolve (self, batch))
            {
              g_queue_delete_link (&self->batches, l);
              _cb_batch_free (batch);
              l = next;
              continue;
            }
        }
      if (!batch->sent)
        send (self, batch);
      l = next;
    }
}

guint64
_cb_editor_hand_in (CbEditor   *self,
                    GArray     *edits,
                    const char *what)
{
  CbBatch *batch = g_new0 (CbBatch, 1);

  cb_household_apply (self->shown, edits);   /* appends what follows from them */
  batch->id = self->next_id++;
  batch->what = g_strdup (what != NULL ? what : "");
  batch->edits = edits;
  g_queue_push_tail (&self->batches, batch);
  return batch->id;
}

void
cb_editor_retry (CbEditor *self)
{
  g_return_if_fail (CB_IS_EDITOR (self));

  if (self->in_flight > 0)
    return;
  if (self->base == NULL)
    {
      cb_editor_reload (self);
      return;
    }
  g_clear_error (&self->save_error);
  _cb_editor_pump (self);
  g_signal_emit_by_name (self, "changed");
}

/* What new subjects begin with went with the change that is given up: it goes with the next. */
static void
hand_on_presets (CbEditor *self)
{
  CbBatch *next = g_queue_peek_head (&self->batches);

  for (guint i = 0; i < self->added->len; i++)
    {
      CbAdded *added = g_ptr_array_index (self->added, i);
      g_autoptr (GArray) presets = _cb_edits_copy (added->presets);

      if (!added->handed_in || (added->kind == CB_KIND_HOUSEHOLD && self->recorded))
        continue;
      if (next == NULL || next->edits == NULL)
        added->handed_in = FALSE;
      else
        {
          g_array_prepend_vals (next->edits, presets->data, presets->len);
          g_array_set_clear_func (presets, NULL);
        }
    }
}

void
cb_editor_give_up (CbEditor *self)
{
  g_return_if_fail (CB_IS_EDITOR (self));

  if (self->save_error == NULL || self->in_flight > 0)
    return;
  g_clear_error (&self->save_error);
  _cb_batch_free (g_queue_pop_head (&self->batches));
  hand_on_presets (self);
  _cb_editor_pump (self);
  _cb_editor_rebuild (self);
}

/* --- taking back --- */

static gboolean
take_back (CbEditor *self,
           guint     way,
           guint64   target)
{
  CbBatch *batch = g_new0 (CbBatch, 1);

  batch->id = self->next_id++;
  batch->way = way;
  batch->target = target;
  g_queue_push_tail (&self->batches, batch);
  _cb_editor_pump (self);
  g_signal_emit_by_name (self, "changed");
  return TRUE;
}

gboolean
cb_editor_can_undo (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return self->undo->len > 0 || self->batches.head != NULL;
}

gboolean
cb_editor_undo (CbEditor *self)
{
  return cb_editor_can_undo (self) && take_back (self, CB_BATCH_UNDO, 0);
}

gboolean
cb_editor_undo_one (CbEditor *self,
                    guint64   id)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return take_back (self, CB_BATCH_UNDO, id);
}

gboolean
cb_editor_redo (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return self->redo->len > 0 && take_back (self, CB_BATCH_REDO, 0);
}
