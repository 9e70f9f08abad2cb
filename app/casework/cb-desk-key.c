/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

#include <string.h>

#include "cb-passphrase.h"

/* New keys after a recovery, and the sheet that a recovery is made with. */

gboolean
cb_desk_key_certified (CbDesk *desk)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (desk), cb_vault_get_person (desk->vault));
  CbVaultPublicKeys keys;

  return person == NULL || !cb_vault_get_public_keys (desk->vault, &keys)
         || (memcmp (keys.sign, person->sign_pk, 32) == 0 && memcmp (keys.box, person->box_pk, 32) == 0);
}

char *
cb_desk_key_code (CbDesk *desk)
{
  CbVaultPublicKeys keys;

  return cb_vault_get_public_keys (desk->vault, &keys) ? cb_journal_key_code (keys.sign, keys.box) : g_strdup ("");
}

gboolean
cb_desk_has_sheet (CbDesk *desk)
{
  return cb_authority_sheet (cb_desk_authority (desk), &desk->desk) != NULL;
}

/* --- asking --- */

static gpointer
requests_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return cb_journal_key_requests (db, error);
}

GArray *
cb_desk_key_requests (CbDesk  *desk,
                      GError **error)
{
  return cb_desk_read (desk, requests_job, NULL, error);
}

static gpointer
ask_job (CbDesk       *desk,
         CbDb         *db,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  const CbVaultPublicKeys *keys = data;

  if (!cb_journal_ask_key (db, cb_desk_actor (desk), keys->sign, keys->box, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

static gboolean
is_same (const CbKeyRequest      *request,
         const CbUid             *person,
         const CbVaultPublicKeys *keys)
{
  return cb_uid_equal (&request->person, person) && memcmp (request->sign_pk, keys->sign, 32) == 0
         && memcmp (request->box_pk, keys->box, 32) == 0;
}

void
cb_desk_ask_key (CbDesk *desk)
{
  g_autoptr (GArray) requests = NULL;
  g_autoptr (GError) error = NULL;
  CbVaultPublicKeys keys;

  if (cb_desk_key_certified (desk) || cb_desk_restored (desk) || !cb_vault_get_public_keys (desk->vault, &keys))
    return;
  requests = cb_desk_key_requests (desk, &error);
  for (guint i = 0; requests != NULL && i < requests->len; i++)
    if (is_same (&g_array_index (requests, CbKeyRequest, i), cb_vault_get_person (desk->vault), &keys))
      return;
  /* Whose rights were withdrawn may not ask either: they read what is here, and cb_desk_key_certified() says how things stand. */
  if (error == NULL)
    cb_desk_write (desk, ask_job, &keys, &error);
}

/* --- by the sheet --- */

typedef struct { CbVaultPublicKeys keys; const CbSecret *sheet; } Renewal;

static gpointer
renew_key_job (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const Renewal *r = data;
  const CbActor *actor = cb_desk_actor (desk);

  if (!cb_authority_renew_key (db, r->keys.sign, r->keys.box, &(CbIssuer) { actor->person, actor->desk, r->sheet }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

void
cb_desk_renew_key (CbDesk         *desk,
                   const CbSecret *sheet)
{
  const CbPerson *person = cb_desk_person (desk);
  g_autoptr (GError) error = NULL;
  Renewal r = { .sheet = sheet };

  if (person == NULL || (person->roles & CB_ROLE_AUTHORITY) == 0 || !cb_vault_get_public_keys (desk->vault, &r.keys))
    return;
  /* A restored copy as well: who has only the sheet and a backup left could not make it a desk otherwise. */
  g_atomic_pointer_set (&desk->renewing, renew_key_job);
  cb_desk_write (desk, renew_key_job, &r, &error);
  g_atomic_pointer_set (&desk->renewing, NULL);
}

/* --- by an authority --- */

static gpointer
certify_job (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const CbKeyRequest *wanted = data;
  g_autoptr (GArray) requests = cb_journal_key_requests (db, error);
  const CbPerson *person = cb_authority_person (cb_desk_authority (desk), &wanted->person);
  const CbActor *actor;
  gboolean asked = FALSE;
  CbPerson renewed;

  if (requests == NULL)
    return NULL;
  for (guint i = 0; i < requests->len && !asked; i++)
    {
      const CbKeyRequest *r = &g_array_index (requests, CbKeyRequest, i);

      asked = cb_uid_equal (&r->person, &wanted->person) && memcmp (r->sign_pk, wanted->sign_pk, 32) == 0
              && memcmp (r->box_pk, wanted->box_pk, 32) == 0;
    }
  if (person == NULL || !asked)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_STALE, "this key is no longer asked for");
      return NULL;
    }
  actor = cb_desk_use_signature (desk, error);
  if (actor == NULL)
    return NULL;
  renewed = *person;
  memcpy (renewed.sign_pk, wanted->sign_pk, 32);
  memcpy (renewed.box_pk, wanted->box_pk, 32);
  if (!cb_authority_enrol_person (db, &renewed, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

gboolean
cb_desk_certify_key (CbDesk             *desk,
                     const CbKeyRequest *request,
                     GError            **error)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (desk), &request->person);

  if (person == NULL)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_STALE, "nobody of that key is enrolled");
      return FALSE;
    }
  return cb_desk_may_enrol (desk, person->area, error) && cb_desk_write (desk, certify_job, (gpointer) request, error) != NULL;
}

/* --- a new sheet --- */

static gpointer
sheet_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const CbVaultPublicKeys *keys = data;
  const CbActor *actor = cb_desk_use_signature (desk, error);

  if (actor == NULL)
    return NULL;
  if (!cb_authority_set_sheet (db, &actor->desk, keys->sign, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

/* The certificate first: should the header then fail to be written, the old sheet still opens the casebook, and a further try makes a
 * whole one. */
CbSecret *
cb_desk_new_sheet (CbDesk  *desk,
                   GError **error)
{
  CbVaultPublicKeys pk;
  g_autoptr (CbSecret) keys = cb_vault_keys_new (&pk);
  g_autoptr (CbSecret) code = NULL;

  if (!cb_desk_may_enrol (desk, cb_authority_area (cb_desk_authority (desk)), error)
      || cb_desk_write (desk, sheet_job, &pk, error) == NULL)
    return NULL;
  code = cb_vault_set_recovery (desk->vault, cb_desk_same_cost (desk), keys, error);
  return code != NULL ? cb_recovery_code_to_text (code) : NULL;
}
