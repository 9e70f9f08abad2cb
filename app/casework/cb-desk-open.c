/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "cb-case-data.h"
#include "cb-passphrase.h"
#include "cb-projection.h"
#include "cb-reference.h"

#define STARTING_PACK "policy/guangyuan.pack"

/* --- founding --- */

typedef struct {
  const CbFounding        *founding;
  CbUid                    person, desk;
  const CbVaultPublicKeys *keys;
  CbSecret                *desk_sk;
  CbSecret                *sign_sk;
  CbSecret                *sheet;       /* the keys of the recovery sheet */
  CbVaultPublicKeys        sheet_pk;
  GBytes                  *pack;
} Founding;

static gpointer
found_job (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Founding *f = data;
  const CbIssuer issuer = { f->person, f->desk, f->sign_sk };
  const CbActor actor = { f->person, f->desk, f->desk_sk, f->sign_sk };
  CbPerson first = { .uid = f->person, .name = (char *) f->founding->person, .roles = f->founding->roles | CB_ROLE_AUTHORITY,
                     .area = (char *) f->founding->area };
  CbDeskCert cert = { .uid = f->desk, .label = (char *) f->founding->desk_label, .area = (char *) f->founding->area };
  g_autoptr (CbChange) change = NULL;
  const CbUid pack = cb_uid_new ();

  memcpy (first.sign_pk, f->keys->sign, 32);
  memcpy (first.box_pk, f->keys->box, 32);
  crypto_sign_ed25519_sk_to_pk (cert.sign_pk, cb_secret_bytes (f->desk_sk));
  if (crypto_sign_ed25519_pk_to_curve25519 (cert.box_pk, cert.sign_pk) != 0)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_ENGINE, "the desk's key cannot be used for sealing");
      return NULL;
    }
  /* There is nothing yet that the tables could fall short of. */
  if (!cb_journal_refresh (db, error)
      || !cb_authority_found (db, f->founding->county, f->founding->area, &first, &cert, f->desk_sk, &issuer, error)
      || !cb_authority_set_sheet (db, &f->desk, f->sheet_pk.sign, &issuer, error))
    return NULL;
  /* The rules that the county starts with; later ones are published by a policy officer and countersigned (design 6). */
  change = cb_change_new (&actor);
  cb_change_event (change, &pack, CB_KIND_PACK, CB_EVENT_PACK, f->founding->area, 0, NULL, 0, f->pack);
  if (!cb_change_commit (change, db, NULL, NULL, error))
    return NULL;
  return f;
}

static GBytes *
starting_pack (GError **error)
{
  g_autofree char *path = cb_reference_path (STARTING_PACK);
  g_autoptr (CbPack) pack = NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, STARTING_PACK " is not installed");
      return NULL;
    }
  pack = cb_pack_load_file (path, NULL, error);
  return pack != NULL ? cb_pack_data_encode (cb_pack_bytes (pack), NULL, FALSE) : NULL;
}

static CbDesk *
found_in (CbVault                 *vault,
          const char              *dir,
          const CbFounding        *founding,
          Founding                *f,
          const CbSecret          *passphrase,
          CbSecret               **recovery,
          GError                 **error)
{
  g_autoptr (CbDesk) desk = cb_desk_new_open (vault, dir, error);
  g_autoptr (CbSecret) code = NULL;

  f->sign_sk = cb_vault_person_key (vault, cb_vault_get_slot (vault), passphrase, NULL, NULL, error);
  if (f->sign_sk == NULL || cb_vault_write_sync (vault, found_job, f, NULL, error) == NULL || !cb_desk_load (desk, error))
    return NULL;
  code = cb_vault_set_recovery (vault, founding->cost, f->sheet, error);
  if (code == NULL)
    return NULL;
  if (recovery != NULL)
    *recovery = cb_recovery_code_to_text (code);
  return g_steal_pointer (&desk);
}

CbDesk *
cb_desk_found (const char       *dir,
               const CbFounding *founding,
               const CbSecret   *passphrase,
               CbSecret        **recovery,
               GError          **error)
{
  CbVaultPublicKeys keys;
  Founding f = { .founding = founding, .person = cb_uid_new (), .desk = cb_uid_new (), .keys = &keys };
  CbVault *vault;
  CbDesk *desk = NULL;
  guint8 pk[crypto_sign_PUBLICKEYBYTES];

  if (!cb_roles_compatible (founding->roles | CB_ROLE_AUTHORITY))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("These roles exclude each other. Give them to different persons."));
      return NULL;
    }
  f.pack = starting_pack (error);
  if (f.pack == NULL)
    return NULL;
  vault = cb_vault_create (dir, &f.person, passphrase, founding->cost, NULL, cb_desk_schemas (), &keys, error);
  if (vault != NULL)
    {
      f.desk_sk = cb_secret_new (crypto_sign_SECRETKEYBYTES);
      crypto_sign_keypair (pk, cb_secret_data (f.desk_sk));
      f.sheet = cb_vault_keys_new (&f.sheet_pk);
      desk = found_in (vault, dir, founding, &f, passphrase, recovery, error);
    }
  g_clear_pointer (&f.desk_sk, cb_secret_free);
  g_clear_pointer (&f.sign_sk, cb_secret_free);
  g_clear_pointer (&f.sheet, cb_secret_free);
  g_clear_pointer (&f.pack, g_bytes_unref);
  return desk;
}

/* --- unlocking --- */

CbDesk *
cb_desk_unlock (const char     *dir,
                guint           slot,
                const CbSecret *passphrase,
                GCancellable   *cancellable,
                GError        **error)
{
  CbVault *vault;
  g_autoptr (CbDesk) desk = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  vault = cb_vault_unlock (dir, slot, passphrase, cb_desk_schemas (), error);
  if (vault == NULL)
    return NULL;
  desk = cb_desk_new_open (vault, dir, error);
  if (!cb_desk_load (desk, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  cb_desk_ask_key (desk);
  return g_steal_pointer (&desk);
}

typedef struct { char *dir; guint slot; CbSecret *passphrase; } Unlocking;

static void
unlocking_free (Unlocking *u)
{
  g_free (u->dir);
  cb_secret_free (u->passphrase);
  g_free (u);
}

static void
unlock_worker (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Unlocking *u = data;
  GError *error = NULL;
  CbDesk *desk = cb_desk_unlock (u->dir, u->slot, u->passphrase, cancellable, &error);

  if (desk != NULL)
    g_task_return_pointer (task, desk, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
cb_desk_unlock_async (const char         *dir,
                      guint               slot,
                      CbSecret           *passphrase,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Unlocking *u = g_new0 (Unlocking, 1);

  u->dir = g_strdup (dir);
  u->slot = slot;
  u->passphrase = passphrase;
  g_task_set_source_tag (task, cb_desk_unlock_async);
  g_task_set_task_data (task, u, (GDestroyNotify) unlocking_free);
  g_task_run_in_thread (task, unlock_worker);
}

CbDesk *
cb_desk_unlock_finish (GAsyncResult *result,
                       GError      **error)
{
  CbDesk *desk = g_task_propagate_pointer (G_TASK (result), error);

  if (desk != NULL)
    cb_desk_watch (desk);
  return desk;
}

/* --- recovery --- */

CbDesk *
cb_desk_recover (const char     *dir,
                 const char     *code,
                 guint           slot,
                 const CbSecret *new_passphrase,
                 GError        **error)
{
  g_autoptr (CbSecret) bytes = cb_recovery_code_from_text (code, error);
  g_autoptr (GArray) slots = bytes != NULL ? cb_vault_read_slots (dir, error) : NULL;
  g_autoptr (CbDesk) desk = NULL;
  g_autoptr (CbSecret) sheet = NULL;
  const CbVaultSlot *found = NULL;
  CbVaultPublicKeys keys;
  CbVault *vault;

  if (slots == NULL)
    return NULL;
  for (guint i = 0; i < slots->len; i++)
    if (g_array_index (slots, CbVaultSlot, i).number == slot && g_array_index (slots, CbVaultSlot, i).kind == CB_VAULT_SLOT_PERSON)
      found = &g_array_index (slots, CbVaultSlot, i);
  if (found == NULL)
    {
      g_set_error_literal (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT, "no such slot");
      return NULL;
    }
  vault = cb_vault_recover (dir, bytes, &found->person, new_passphrase,
                            found->argon_mib > 64 ? CB_VAULT_COST_NORMAL : CB_VAULT_COST_FLOOR, NULL, cb_desk_schemas (), &keys, error);
  if (vault == NULL)
    return NULL;
  desk = cb_desk_new_open (vault, dir, error);
  if (!cb_desk_load (desk, error))
    return NULL;
  sheet = cb_vault_take_recovery_key (vault);
  if (sheet != NULL)
    cb_desk_renew_key (desk, sheet);
  cb_desk_ask_key (desk);
  return g_steal_pointer (&desk);
}

/* --- a restored casebook --- */

typedef struct { CbDeskCert cert; CbSecret *sk; } Renewal;

static gpointer
renew_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Renewal *r = data;
  const CbActor *actor = cb_desk_use_signature (desk, error);
  const guint8 *sheet;

  if (actor == NULL)
    return NULL;
  /* The sheet in the safe opens the restored copy too: it goes on with the new desk. */
  sheet = cb_authority_sheet (cb_desk_authority (desk), &r->cert.replaces);
  if (!cb_authority_enrol_desk (db, &r->cert, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || (sheet != NULL
          && !cb_authority_set_sheet (db, &r->cert.uid, sheet, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error))
      || !cb_journal_keep_desk (db, &r->cert.uid, r->sk, error) || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return r;
}

gboolean
cb_desk_restored (CbDesk *desk)
{
  return cb_vault_was_restored (desk->vault);
}

gboolean
cb_desk_renew (CbDesk     *desk,
               const char *label,
               GError    **error)
{
  CbAuthority *authority = cb_desk_authority (desk);
  const CbDeskCert *old = cb_authority_desk (authority, &desk->desk);
  Renewal r = { .cert = { .uid = cb_uid_new (), .label = (char *) label, .replaces = desk->desk,
                          .area = old != NULL ? old->area : (char *) cb_authority_area (authority) } };
  gboolean ok;

  r.sk = cb_secret_new (crypto_sign_SECRETKEYBYTES);
  crypto_sign_keypair (r.cert.sign_pk, cb_secret_data (r.sk));
  if (crypto_sign_ed25519_pk_to_curve25519 (r.cert.box_pk, r.cert.sign_pk) != 0)
    memset (r.cert.box_pk, 0, sizeof r.cert.box_pk);
  g_atomic_pointer_set (&desk->renewing, renew_job);
  ok = cb_desk_write (desk, renew_job, &r, error) != NULL;
  g_atomic_pointer_set (&desk->renewing, NULL);
  if (!ok)
    {
      cb_secret_free (r.sk);
      return FALSE;
    }
  g_mutex_lock (&desk->mutex);
  desk->desk = r.cert.uid;
  cb_secret_free (desk->desk_sk);
  desk->desk_sk = r.sk;
  g_mutex_unlock (&desk->mutex);
  /* Not before it has its own name: a job that waits must not write under the old desk's. */
  return cb_vault_clear_restored (desk->vault, error);
}

/* --- people --- */

gboolean
cb_desk_may_enrol (CbDesk     *desk,
                   const char *area,
                   GError    **error)
{
  if (cb_may (cb_desk_authority (desk), &desk->person, CB_ACT_ENROL, area, 0, NULL, 0) != CB_MAY_YES)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("Only the authority enrols people. Ask the authority."));
      return FALSE;
    }
  if (!cb_desk_signing (desk))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_SIGNING, "no signing session is open");
      return FALSE;
    }
  return TRUE;
}

typedef struct { CbPerson person; } Enrolment;

static gpointer
enrol_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Enrolment *e = data;
  const CbActor *actor = cb_desk_use_signature (desk, error);

  if (actor == NULL)
    return NULL;
  if (!cb_authority_enrol_person (db, &e->person, &(CbIssuer) { actor->person, actor->desk, actor->sign_sk }, error)
      || !cb_desk_reload_authority (desk, db, error))
    return NULL;
  cb_db_mark_changed (db, CB_CHANGED_PEOPLE);
  return desk;
}

CbVaultCost
cb_desk_same_cost (CbDesk *desk)
{
  g_autoptr (GArray) slots = cb_vault_list_slots (desk->vault, NULL);

  for (guint i = 0; slots != NULL && i < slots->len; i++)
    if (g_array_index (slots, CbVaultSlot, i).number == cb_desk_slot (desk))
      return g_array_index (slots, CbVaultSlot, i).argon_mib > 64 ? CB_VAULT_COST_NORMAL : CB_VAULT_COST_FLOOR;
  return CB_VAULT_COST_NORMAL;
}

gboolean
cb_desk_enrol (CbDesk         *desk,
               const char     *name,
               CbRoles         roles,
               const char     *area,
               CbMoney         limit,
               const CbSecret *passphrase,
               guint          *slot,
               CbUid          *person,
               GError        **error)
{
  Enrolment e = { .person = { .uid = cb_uid_new (), .name = (char *) name, .roles = roles, .area = (char *) area, .limit = limit } };
  CbVaultPublicKeys keys;
  guint number;

  if (!cb_roles_compatible (roles))
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("These roles exclude each other. Give them to different persons."));
      return FALSE;
    }
  if (!cb_desk_may_enrol (desk, area, error))
    return FALSE;
  if (!cb_vault_add_person (desk->vault, &e.person.uid, passphrase, cb_desk_same_cost (desk), NULL, &number, &keys, error))
    return FALSE;
  memcpy (e.person.sign_pk, keys.sign, 32);
  memcpy (e.person.box_pk, keys.box, 32);
  if (cb_desk_write (desk, enrol_job, &e, error) == NULL)
    {
      cb_vault_remove_slot (desk->vault, number, FALSE, NULL);   /* nobody has used it */
      return FALSE;
    }
  if (slot != NULL)
    *slot = number;
  if (person != NULL)
    *person = e.person.uid;
  return TRUE;
}

gboolean
cb_desk_change_passphrase (CbDesk         *desk,
                           const CbSecret *old,
                           const CbSecret *fresh,
                           GError        **error)
{
  return cb_vault_change_passphrase (desk->vault, cb_desk_slot (desk), old, fresh, cb_desk_same_cost (desk), error);
}
