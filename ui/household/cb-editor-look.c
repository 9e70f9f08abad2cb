/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-editor-private.h"

#include "cb-clock.h"

/* What the window asks the session. */

GPtrArray *
cb_editor_get_versions (CbEditor    *self,
                        const CbUid *entity,
                        guint        field)
{
  CbSlot slot = { *entity, field };
  CbEntity *e;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  e = _cb_editor_find_in (self->base, entity);
  if (e == NULL || self->versions == NULL || !cb_entity_forked (e, field))
    return NULL;
  return g_hash_table_lookup (self->versions, &slot);
}

CbAssessment *
cb_editor_assess_with (CbEditor      *self,
                       const CbUid   *entity,
                       guint          field,
                       const CbValue *value)
{
  g_autoptr (CbHousehold) h = NULL;
  CbProgram *program;
  CbEntity *e;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  if (self->live == NULL)
    return NULL;
  h = cb_household_copy (self->live);
  e = _cb_editor_find_in (h, entity);
  program = cb_desk_program (self->desk, cb_clock_today (), NULL);
  if (e == NULL || program == NULL)
    return NULL;
  cb_entity_set_local (e, field, value);
  return cb_assess (program, h, FALSE, NULL);
}

const CbDuplicate *
cb_editor_get_duplicate (CbEditor    *self,
                         const CbUid *entity)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return g_hash_table_lookup (self->duplicates, entity);
}

CbDesk *
cb_editor_get_desk (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->desk;
}

const CbUid *
cb_editor_get_uid (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return &self->uid;
}

CbEditorState
cb_editor_get_state (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), CB_EDITOR_LOADING);

  if (self->live == NULL)
    return CB_EDITOR_LOADING;
  if (self->save_error != NULL)
    return CB_EDITOR_FAILED;
  return self->batches.head != NULL ? CB_EDITOR_SAVING : CB_EDITOR_CLEAN;
}

const GError *
cb_editor_get_load_error (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->load_error;
}

const GError *
cb_editor_get_save_error (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->save_error;
}

gint64
cb_editor_get_saved_at (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), 0);

  return self->saved_at;
}

gboolean
cb_editor_is_recorded (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return self->recorded;
}

const CbHousehold *
cb_editor_get_household (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->live;
}

CbEntity *
cb_editor_find (CbEditor    *self,
                const CbUid *entity)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return _cb_editor_find_in (self->live, entity);
}

CbAssessment *
cb_editor_get_assessment (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->assessment;
}

const GError *
cb_editor_get_assess_error (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  return self->assess_error;
}
