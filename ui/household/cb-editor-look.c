/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-editor-private.h"

#include <glib/gi18n.h>

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
  g_autoptr (CbProgram) program = NULL;
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

gboolean
cb_editor_is_new (CbEditor *self)
{
  g_return_val_if_fail (CB_IS_EDITOR (self), FALSE);

  return self->base != NULL && !self->recorded;
}

const char *
cb_editor_get_closed (CbEditor *self)
{
  const CbPerson *person;
  const char *area = NULL;
  CbMay may;

  g_return_val_if_fail (CB_IS_EDITOR (self), NULL);

  if (cb_desk_restored (self->desk))
    return _("This casebook comes from a backup. Before anybody works in it, the authority must enrol it as a new desk.");
  person = cb_desk_person (self->desk);
  if (person == NULL)
    return cb_may_text (CB_MAY_UNKNOWN_PERSON);
  may = cb_desk_standing (self->desk);
  if (may != CB_MAY_YES)
    return cb_may_text (may);
  if (self->base != NULL)
    area = cb_entity_text (cb_household_self (self->base), cb_field_by_key ("household.area")->id);
  may = cb_may (cb_desk_authority (self->desk), &person->uid, CB_ACT_RECORD, area != NULL && *area != '\0' ? area : person->area, 0,
                NULL, 0);
  return may == CB_MAY_YES ? NULL : cb_may_text (may);
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
