/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

gboolean
cb_desk_sign_in (CbDesk         *desk,
                 const CbSecret *passphrase,
                 GError        **error)
{
  const CbMay standing = cb_desk_standing (desk);
  CbVaultPublicKeys keys;
  CbSecret *key;

  if (standing != CB_MAY_YES)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, cb_may_text (standing));
      return FALSE;
    }
  key = cb_vault_person_key (desk->vault, cb_desk_slot (desk), passphrase, NULL, &keys, error);
  if (key == NULL)
    return FALSE;
  /* What it signed nobody would accept: better said now than after the work. */
  if (!cb_desk_key_certified (desk))
    {
      cb_secret_free (key);
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_KEY, "the signing key is not certified");
      return FALSE;
    }
  g_mutex_lock (&desk->mutex);
  if (desk->writing > 0 && desk->sign_sk != NULL)
    cb_secret_free (key);   /* a job signs at this moment with the same key: it stays */
  else
    {
      g_clear_pointer (&desk->sign_sk, cb_secret_free);
      desk->sign_sk = key;
    }
  desk->sign_out = FALSE;
  desk->signatures = CB_SIGNING_SIGNATURES;
  desk->signing_until = g_get_monotonic_time () + CB_SIGNING_SECONDS * G_USEC_PER_SEC;
  g_mutex_unlock (&desk->mutex);
  return TRUE;
}

static void
sign_in_worker (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (cb_desk_sign_in (source, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
cb_desk_sign_in_async (CbDesk             *desk,
                       CbSecret           *passphrase,
                       GAsyncReadyCallback callback,
                       gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (desk, NULL, callback, data);

  g_task_set_source_tag (task, cb_desk_sign_in_async);
  g_task_set_task_data (task, passphrase, (GDestroyNotify) cb_secret_free);
  g_task_run_in_thread (task, sign_in_worker);
}

gboolean
cb_desk_sign_in_finish (CbDesk       *desk,
                        GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
cb_desk_signing (CbDesk *desk)
{
  gboolean open;

  g_mutex_lock (&desk->mutex);
  open = desk->sign_sk != NULL && !desk->sign_out && desk->signatures > 0 && g_get_monotonic_time () < desk->signing_until;
  g_mutex_unlock (&desk->mutex);
  return open;
}

void
cb_desk_sign_for (CbDesk *desk,
                  guint   signatures)
{
  g_mutex_lock (&desk->mutex);
  if (desk->sign_sk != NULL && !desk->sign_out && desk->signatures > 0 && g_get_monotonic_time () < desk->signing_until)
    {
      desk->signatures = MAX (desk->signatures, signatures);
      desk->signing_until = MAX (desk->signing_until, g_get_monotonic_time () + (CB_SIGNING_SECONDS + signatures / 10) * G_USEC_PER_SEC);
    }
  g_mutex_unlock (&desk->mutex);
}

void
cb_desk_sign_out (CbDesk *desk)
{
  g_mutex_lock (&desk->mutex);
  if (desk->writing == 0)
    g_clear_pointer (&desk->sign_sk, cb_secret_free);
  else
    desk->sign_out = TRUE;
  g_mutex_unlock (&desk->mutex);
}

const CbActor *
cb_desk_use_signature (CbDesk  *desk,
                       GError **error)
{
  const CbActor *actor = NULL;

  g_mutex_lock (&desk->mutex);
  if (desk->actor.sign_sk != NULL && desk->signatures > 0)
    {
      desk->signatures--;
      actor = &desk->actor;
    }
  g_mutex_unlock (&desk->mutex);
  if (actor == NULL)
    g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING, "no signing session is open");
  return actor;
}

void
cb_desk_act_as (CbDesk         *self,
                const CbUid    *person,
                const CbSecret *sign_sk)
{
  g_mutex_lock (&self->mutex);
  self->person = *person;
  g_clear_pointer (&self->sign_sk, cb_secret_free);
  self->sign_sk = cb_secret_from (cb_secret_bytes (sign_sk), cb_secret_len (sign_sk));
  self->signing_until = G_MAXINT64;
  self->signatures = G_MAXUINT;
  self->actor.person = *person;
  self->actor.sign_sk = self->sign_sk;
  g_mutex_unlock (&self->mutex);
}
