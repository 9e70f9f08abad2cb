/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk-private.h"

#include <string.h>

#include "cb-projection.h"
#include "cb-reference.h"
#include "cb-search-private.h"
#include "cb-standard-private.h"

enum { SIGNAL_CHANGED, SIGNAL_LOCKED, N_SIGNALS, };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbDesk, cb_desk, G_TYPE_OBJECT)

/* After cb_desk_lock() nothing secret is left; a desk that is only dropped locks itself. */
static void
cb_desk_dispose (GObject *object)
{
  CbDesk *self = CB_DESK (object);

  if (self->vault != NULL && self->watch != 0)
    cb_vault_remove_watch (self->vault, self->watch);
  self->watch = 0;
  if (self->vault != NULL && !self->locked)
    cb_vault_lock (self->vault, NULL);
  self->locked = TRUE;
  g_clear_object (&self->vault);
  g_clear_pointer (&self->sign_sk, cb_secret_free);
  g_clear_pointer (&self->desk_sk, cb_secret_free);
  G_OBJECT_CLASS (cb_desk_parent_class)->dispose (object);
}

static void
forget_programs (CbDesk *self)
{
  for (guint i = 0; i < CB_DESK_PROGRAMS; i++)
    g_clear_pointer (&self->programs[i], cb_program_unref);
}

static void
cb_desk_finalize (GObject *object)
{
  CbDesk *self = CB_DESK (object);

  g_clear_pointer (&self->authority, cb_authority_unref);
  g_clear_pointer (&self->pack, cb_pack_unref);
  forget_programs (self);
  g_clear_pointer (&self->past, g_ptr_array_unref);
  g_clear_pointer (&self->past_packs, g_ptr_array_unref);
  g_clear_pointer (&self->dir, g_free);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (cb_desk_parent_class)->finalize (object);
}

static void
cb_desk_class_init (CbDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cb_desk_dispose;
  object_class->finalize = cb_desk_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_LOCKED] = g_signal_new ("locked", CB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_desk_init (CbDesk *self)
{
  g_mutex_init (&self->mutex);
  self->past = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_authority_unref);
  self->past_packs = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_pack_unref);
}

/* --- what the desk keeps in memory --- */

gboolean
cb_desk_reload_authority (CbDesk  *self,
                          CbDb    *db,
                          GError **error)
{
  CbAuthority *fresh = cb_authority_load (db, error);

  if (fresh == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  if (self->authority != NULL)
    g_ptr_array_add (self->past, self->authority);
  self->authority = fresh;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

gboolean
cb_desk_reload_pack (CbDesk  *self,
                     CbDb    *db,
                     GError **error)
{
  CbPack *pack = cb_standard_in_force (db, cb_desk_authority (self), error), *old = cb_desk_pack (self);

  if (pack == NULL)
    return FALSE;
  if (old != NULL && memcmp (cb_pack_hash (pack), cb_pack_hash (old), CB_PACK_HASH_LEN) == 0)
    {
      cb_pack_unref (pack);
      return TRUE;
    }
  g_mutex_lock (&self->mutex);
  if (self->pack != NULL)
    g_ptr_array_add (self->past_packs, self->pack);
  forget_programs (self);
  self->pack = pack;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gpointer
load_job (CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  CbDesk *self = data;
  g_autoptr (GBytes) anchor = cb_vault_get_anchor (self->vault);

  if (!cb_journal_this_desk (db, &self->desk, &self->desk_sk, error)
      || (anchor != NULL && !cb_journal_check_anchor (db, anchor, error))
      || !cb_desk_reload_authority (self, db, error)
      || !cb_desk_reload_pack (self, db, error))
    return NULL;
  return self;
}

static gpointer
stale_job (CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_journal_is_stale (db, data, error) ? data : NULL;
}

static gpointer
refresh_job (CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return cb_journal_refresh (db, error) ? data : NULL;
}

static void
vault_changed_cb (CbVault *vault,
                  guint64  mask,
                  gpointer data)
{
  CbDesk *self = data;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (guint) mask);
}

gboolean
cb_desk_load (CbDesk  *self,
              GError **error)
{
  gboolean stale = FALSE;

  self->person = *cb_vault_get_person (self->vault);
  cb_search_warm ();
  /* The tables of an older program are made anew from the records; the vault was backed up when its tables were brought up to date. */
  return cb_vault_read_sync (self->vault, stale_job, &stale, NULL, error) != NULL
         && (!stale || cb_vault_write_sync (self->vault, refresh_job, self, NULL, error) != NULL)
         && cb_vault_read_sync (self->vault, load_job, self, NULL, error) != NULL;
}

CbDesk *
cb_desk_new_open (CbVault    *vault,
                  const char *dir,
                  GError    **error)
{
  CbDesk *self = g_object_new (CB_TYPE_DESK, NULL);

  self->vault = vault;
  self->dir = g_strdup (dir);
  return self;
}

/* The watch belongs to the main thread: set up there, at the first job or when the desk is handed to it. */
void
cb_desk_watch (CbDesk *self)
{
  if (self->watch == 0 && !self->locked && g_main_context_is_owner (g_main_context_default ()))
    self->watch = cb_vault_add_watch (self->vault, vault_changed_cb, self, NULL);
}

const CbSchema *const *
cb_desk_schemas (void)
{
  static const CbSchema *schemas[3];
  static gsize ready;

  cb_casework_init ();
  if (g_once_init_enter (&ready))
    {
      schemas[0] = cb_journal_schema ();
      schemas[1] = cb_casework_schema ();
      g_once_init_leave (&ready, 1);
    }
  return schemas;
}

/* --- locking --- */

gboolean
cb_desk_lock (CbDesk  *desk,
              GError **error)
{
  gboolean ok = cb_vault_lock (desk->vault, error);

  desk->locked = TRUE;
  g_mutex_lock (&desk->mutex);
  g_clear_pointer (&desk->sign_sk, cb_secret_free);
  g_clear_pointer (&desk->desk_sk, cb_secret_free);
  g_mutex_unlock (&desk->mutex);
  return ok;
}

static void
lock_worker (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (cb_desk_lock (source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
cb_desk_lock_async (CbDesk             *desk,
                    GAsyncReadyCallback callback,
                    gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (desk, NULL, callback, data);

  if (desk->watch != 0)
    cb_vault_remove_watch (desk->vault, desk->watch);
  desk->watch = 0;
  g_task_set_source_tag (task, cb_desk_lock_async);
  g_task_run_in_thread (task, lock_worker);
}

gboolean
cb_desk_lock_finish (CbDesk       *desk,
                     GAsyncResult *result,
                     GError      **error)
{
  gboolean ok = g_task_propagate_boolean (G_TASK (result), error);

  g_signal_emit (desk, signals[SIGNAL_LOCKED], 0);
  return ok;
}

/* --- what it has --- */

const CbPerson *
cb_desk_person (CbDesk *desk)
{
  return cb_authority_person (cb_desk_authority (desk), &desk->person);
}

guint
cb_desk_slot (CbDesk *desk)
{
  return cb_vault_get_slot (desk->vault);
}

const CbUid *
cb_desk_identity (CbDesk *desk)
{
  return &desk->desk;
}

CbAuthority *
cb_desk_authority (CbDesk *desk)
{
  CbAuthority *authority;

  g_mutex_lock (&desk->mutex);
  authority = desk->authority;
  g_mutex_unlock (&desk->mutex);
  return authority;
}

CbAreas *
cb_desk_areas (CbDesk *desk)
{
  return cb_reference_areas (NULL);
}

CbCalendar *
cb_desk_calendar (CbDesk *desk)
{
  return cb_reference_calendar (NULL);
}

const char *
cb_desk_area (CbDesk *desk)
{
  const CbPerson *person = cb_desk_person (desk);

  return person != NULL && *person->area != '\0' ? person->area : cb_authority_area (cb_desk_authority (desk));
}

CbVault *
cb_desk_vault (CbDesk *desk)
{
  return desk->vault;
}

CbPack *
cb_desk_pack (CbDesk *desk)
{
  CbPack *pack;

  g_mutex_lock (&desk->mutex);
  pack = desk->pack;
  g_mutex_unlock (&desk->mutex);
  return pack;
}

CbProgram *
cb_desk_program (CbDesk  *desk,
                 CbDate   on,
                 GError **error)
{
  CbProgram *program = NULL;
  guint at = 0;

  g_mutex_lock (&desk->mutex);
  while (at < CB_DESK_PROGRAMS - 1 && desk->programs[at] != NULL && cb_program_on (desk->programs[at]) != on)
    at++;
  if (desk->programs[at] != NULL && cb_program_on (desk->programs[at]) == on)
    program = g_steal_pointer (&desk->programs[at]);
  else
    program = cb_pack_compile (desk->pack, on, CB_MONTH_NONE, error);
  if (program != NULL)
    {
      g_clear_pointer (&desk->programs[at], cb_program_unref);
      memmove (desk->programs + 1, desk->programs, at * sizeof *desk->programs);
      desk->programs[0] = cb_program_ref (program);
    }
  g_mutex_unlock (&desk->mutex);
  return program;
}

const CbActor *
cb_desk_actor (CbDesk *desk)
{
  return &desk->actor;
}
