/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-editor-private.h"

#include <glib/gi18n.h>

#include "cb-cbor.h"
#include "cb-clock.h"

/* What the casebook does not hold yet: naming it, giving it up, and taking it over a lock. */

/* --- naming it --- */

/* The field that a change was made in, of all that it touches; FALSE: in none. */
static gboolean
slot_of (const CbBatch *batch,
         CbSlot        *slot)
{
  for (guint i = 0; i < batch->edits->len; i++)
    {
      const CbEdit *edit = &g_array_index (batch->edits, CbEdit, i);
      const CbField *field = cb_field_by_id (edit->field);

      if (field != NULL && g_strcmp0 (_(field->title), batch->what) == 0)
        {
          *slot = (CbSlot) { edit->entity, edit->field };
          return TRUE;
        }
    }
  return FALSE;
}

/* "Born", or with whose it is: "Born (李国强)". */
static char *
title_of (CbEditor    *self,
          const CbUid *entity,
          const char  *title)
{
  CbEntity *e = _cb_editor_find_in (self->live, entity);
  const char *name = NULL;

  if (e != NULL && (cb_entity_kind (e) == CB_KIND_INCOME || cb_entity_kind (e) == CB_KIND_SPENDING))
    {
      const CbUid member = cb_entity_parent (e);

      e = _cb_editor_find_in (self->live, &member);
    }
  if (e != NULL && cb_entity_kind (e) == CB_KIND_MEMBER && e != cb_household_head (self->live))
    name = cb_entity_text (e, cb_field_by_key ("member.name")->id);
  else if (e != NULL && cb_entity_kind (e) == CB_KIND_SUPPORTER)
    name = cb_entity_text (e, cb_field_by_key ("supporter.name")->id);
  /* TRANSLATORS: a field and the person whose it is. */
  return name != NULL ? g_strdup_printf (_("%s (%s)"), title, name) : g_strdup (title);
}

GPtrArray *
cb_editor_list_unsaved (CbEditor *self)
{
  g_autoptr (GHashTable) seen = _cb_slots_new (NULL);
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (CB_IS_EDITOR (self), fields);

  for (guint i = 0; i < self->drafts->len; i++)
    {
      const CbDraft *draft = g_ptr_array_index (self->drafts, i);

      if (draft->fault != NULL && g_hash_table_add (seen, g_memdup2 (&draft->slot, sizeof draft->slot)))
        g_ptr_array_add (fields, title_of (self, &draft->slot.entity, _(cb_field_by_id (draft->slot.field)->title)));
    }
  for (GList *l = self->save_error != NULL ? self->batches.head : NULL; l != NULL; l = l->next)
    {
      const CbBatch *batch = l->data;
      CbSlot slot;

      if (batch->sent || batch->edits == NULL)
        continue;
      if (!slot_of (batch, &slot))
        g_ptr_array_add (fields, g_strdup (batch->what));
      else if (g_hash_table_add (seen, g_memdup2 (&slot, sizeof slot)))
        g_ptr_array_add (fields, title_of (self, &slot.entity, batch->what));
    }
  return fields;
}

char *
cb_editor_dup_name (CbEditor *self)
{
  CbEntity *head;
  const char *name = NULL;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  if (self->live == NULL)
    return g_strdup (self->kept_name);
  head = cb_household_head (self->live);
  if (head != NULL)
    name = cb_entity_text (head, cb_field_by_key ("member.name")->id);
  return g_strdup (name);
}

gboolean
cb_editor_is_busy (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return self->in_flight > 0 || (self->kept && self->load_error == NULL);
}

void
cb_editor_discard (CbEditor *self)
{
  g_return_if_fail (CB_IS_EDITOR (self));
  g_return_if_fail (self->in_flight == 0);

  g_ptr_array_set_size (self->drafts, 0);
  g_queue_clear_full (&self->batches, (GDestroyNotify) _cb_batch_free);
  for (guint i = self->added->len; i > 0; i--)
    {
      CbAdded *added = g_ptr_array_index (self->added, i - 1);

      if (added->kind == CB_KIND_HOUSEHOLD)
        added->handed_in = self->recorded;
      else if (added->handed_in)
        g_ptr_array_remove_index (self->added, i - 1);
    }
  g_clear_error (&self->save_error);
  if (self->base != NULL)
    _cb_editor_rebuild (self);
  else
    g_signal_emit_by_name (self, "changed");
}

/* --- taking it along --- */

#define KEPT_VERSION 1

static void
put_uid (CbCborWriter *w,
         const CbUid  *uid)
{
  cb_cbor_put_bytes (w, uid->b, sizeof uid->b);
}

static void
put_edits (CbCborWriter *w,
           const GArray *edits)
{
  cb_cbor_put_array (w, 5 * edits->len);
  for (guint i = 0; i < edits->len; i++)
    {
      const CbEdit *edit = &g_array_index (edits, CbEdit, i);

      put_uid (w, &edit->entity);
      cb_cbor_put_uint (w, edit->kind);
      put_uid (w, &edit->parent);
      cb_cbor_put_uint (w, edit->field);
      cb_value_encode (&edit->value, w);
    }
}

static gboolean
get_edits (CbCborReader *r,
           GArray       *edits)
{
  gsize n = 0;

  cb_cbor_get_array (r, &n);
  for (gsize i = 0; i + 4 < n; i += 5)
    {
      CbEdit edit = { .value = CB_VALUE_INIT };
      guint64 kind, field;

      if (!cb_cbor_get_fixed (r, edit.entity.b, sizeof edit.entity.b) || !cb_cbor_get_uint (r, &kind)
          || !cb_cbor_get_fixed (r, edit.parent.b, sizeof edit.parent.b) || !cb_cbor_get_uint (r, &field)
          || !cb_value_decode (r, &edit.value))
        return FALSE;
      edit.kind = (CbKind) kind;
      edit.field = (guint) field;
      g_array_append_val (edits, edit);
    }
  return !r->bad;
}

GBytes *
cb_editor_keep (CbEditor *self)
{
  g_autoptr (CbCborWriter) w = NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new (), changes = g_ptr_array_new ();
  g_autofree char *name = NULL;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  for (guint i = 0; i < self->drafts->len; i++)
    if (((CbDraft *) g_ptr_array_index (self->drafts, i))->text != NULL)
      g_ptr_array_add (texts, g_ptr_array_index (self->drafts, i));
  /* A taking back that waits its turn is no value; what it would have taken back is there again. */
  for (GList *l = self->save_error != NULL ? self->batches.head : NULL; l != NULL; l = l->next)
    if (((CbBatch *) l->data)->edits != NULL)
      g_ptr_array_add (changes, l->data);
  if (texts->len == 0 && changes->len == 0)
    return NULL;

  w = cb_cbor_writer_new ();
  name = cb_editor_dup_name (self);
  cb_cbor_put_array (w, 5);
  cb_cbor_put_uint (w, KEPT_VERSION);
  cb_cbor_put_text (w, name != NULL ? name : "");
  cb_cbor_put_array (w, 5 * self->added->len);
  for (guint i = 0; i < self->added->len; i++)
    {
      const CbAdded *added = g_ptr_array_index (self->added, i);

      put_uid (w, &added->uid);
      cb_cbor_put_uint (w, added->kind);
      put_uid (w, &added->parent);
      cb_cbor_put_bool (w, added->handed_in);
      put_edits (w, added->presets);
    }
  cb_cbor_put_array (w, 2 * changes->len);
  for (guint i = 0; i < changes->len; i++)
    {
      const CbBatch *batch = g_ptr_array_index (changes, i);

      cb_cbor_put_text (w, batch->what);
      put_edits (w, batch->edits);
    }
  cb_cbor_put_array (w, 4 * texts->len);
  for (guint i = 0; i < texts->len; i++)
    {
      const CbDraft *draft = g_ptr_array_index (texts, i);

      put_uid (w, &draft->slot.entity);
      cb_cbor_put_uint (w, draft->kind);
      cb_cbor_put_uint (w, draft->slot.field);
      cb_cbor_put_text (w, draft->text);
    }
  return cb_cbor_writer_take (w);
}

static void
read_added (CbEditor     *self,
            CbCborReader *r)
{
  gsize n = 0;

  cb_cbor_get_array (r, &n);
  for (gsize i = 0; i + 4 < n && !r->bad; i += 5)
    {
      CbAdded *added = g_new0 (CbAdded, 1);
      guint64 kind = 0;

      added->presets = cb_edits_new ();
      g_ptr_array_add (self->added, added);
      cb_cbor_get_fixed (r, added->uid.b, sizeof added->uid.b);
      cb_cbor_get_uint (r, &kind);
      cb_cbor_get_fixed (r, added->parent.b, sizeof added->parent.b);
      cb_cbor_get_bool (r, &added->handed_in);
      get_edits (r, added->presets);
      added->kind = (CbKind) kind;
    }
}

static void
read_changes (CbEditor     *self,
              CbCborReader *r)
{
  gsize n = 0;

  cb_cbor_get_array (r, &n);
  for (gsize i = 0; i + 1 < n && !r->bad; i += 2)
    {
      CbBatch *batch = g_new0 (CbBatch, 1);

      batch->id = self->next_id++;
      batch->what = cb_cbor_dup_text (r);
      batch->edits = cb_edits_new ();
      get_edits (r, batch->edits);
      g_queue_push_tail (&self->batches, batch);
    }
  if (self->batches.head != NULL)
    self->save_error = g_error_new_literal (CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_KEPT, "kept from before the lock");
}

/* Each is read anew: what can be read depends on the day. */
static void
read_texts (CbEditor     *self,
            CbCborReader *r)
{
  gsize n = 0;

  cb_cbor_get_array (r, &n);
  for (gsize i = 0; i + 3 < n && !r->bad; i += 4)
    {
      CbDraft *draft = g_new0 (CbDraft, 1);
      guint64 kind = 0, field = 0;
      const CbField *f;
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (self->drafts, draft);
      draft->value = CB_VALUE_INIT;
      cb_cbor_get_fixed (r, draft->slot.entity.b, sizeof draft->slot.entity.b);
      cb_cbor_get_uint (r, &kind);
      cb_cbor_get_uint (r, &field);
      draft->kind = (CbKind) kind;
      draft->slot.field = (guint) field;
      draft->text = cb_cbor_dup_text (r);
      f = cb_field_by_id (draft->slot.field);
      if (f == NULL || draft->text == NULL)
        g_ptr_array_remove_index (self->drafts, self->drafts->len - 1);
      else if (!cb_field_parse (f, draft->text, cb_clock_today (), &draft->value, &error))
        draft->fault = cb_error_sentence (error);
    }
}

CbEditor *
cb_editor_restore (CbDesk      *desk,
                   const CbUid *household,
                   GBytes      *kept)
{
  CbEditor *self = g_object_new (CB_TYPE_EDITOR, NULL);
  gsize len, n = 0;
  const guint8 *bytes = g_bytes_get_data (kept, &len);
  guint64 version = 0;
  CbCborReader r;

  self->desk = g_object_ref (desk);
  self->uid = *household;
  self->kept = TRUE;
  cb_cbor_reader_init (&r, bytes, len);
  if (cb_cbor_get_array (&r, &n) && n == 5 && cb_cbor_get_uint (&r, &version) && version == KEPT_VERSION)
    {
      self->kept_name = cb_cbor_dup_text (&r);
      read_added (self, &r);
      read_changes (self, &r);
      read_texts (self, &r);
    }
  cb_editor_reload (self);
  return self;
}

gboolean
_cb_editor_begin_kept (CbEditor     *self,
                       const GError *error)
{
  if (!self->kept || self->base != NULL || !g_error_matches (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND))
    return FALSE;
  self->base = cb_household_new (&self->uid);
  return TRUE;
}

/* What has reached the casebook all the same, before a crash say, is not offered again. */
void
_cb_editor_end_kept (CbEditor *self)
{
  static const CbValue none = { CB_VALUE_NONE, 0, NULL, { { 0 } } };
  GList *next;

  if (!self->kept)
    return;
  self->kept = FALSE;
  for (GList *l = self->batches.head; l != NULL; l = next)
    {
      CbBatch *batch = l->data;
      gboolean all = TRUE;

      next = l->next;
      for (guint i = 0; i < batch->edits->len && all; i++)
        {
          const CbEdit *edit = &g_array_index (batch->edits, CbEdit, i);
          CbEntity *e = _cb_editor_find_in (self->base, &edit->entity);
          const CbValue *value = e != NULL ? cb_entity_value (e, edit->field) : NULL;

          all = e != NULL && cb_value_equal (value != NULL ? value : &none, &edit->value);
        }
      if (all)
        {
          g_queue_delete_link (&self->batches, l);
          _cb_batch_free (batch);
        }
    }
  if (self->batches.head == NULL)
    g_clear_error (&self->save_error);
  _cb_editor_rebuild (self);
  cb_editor_flush (self);
}
