/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-secret.h"

#include "cb-error.h"

#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/*
 * Every region of sodium_malloc() costs four pages and one of the few regions the system lets us
 * lock, so that small secrets share one: cells of 64 bytes in first fit.  What does not fit gets a
 * region of its own.
 */
#define CELL        64
#define ARENA_CELLS 512
#define SHARED_MAX  1024
#define ALIGNMENT   16

struct _CbSecret
{
  gsize   len;
  guint8 *data;    /* followed by a NUL that @len does not count */
  guint   first;   /* cell of the arena, when @cells > 0 */
  guint   cells;
};

static GMutex  arena_lock;
static guint8 *arena;
static guint8  arena_used[ARENA_CELLS];
static int     lock_refused;

/* Aborts when there is no memory, as g_malloc() does. */
static guint8 *
region_new (gsize len)
{
  guint8 *region;

  /* The region ends at the guard page: only a whole number of units leaves its beginning aligned. */
  len = (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  region = sodium_init () < 0 ? NULL : sodium_malloc (len);

  if (region == NULL)
    {
      g_critical ("no guarded memory");
      g_abort ();
    }
  /* sodium_malloc() locks too, but does not tell when it could not. */
  if (mlock (region, len) != 0)
    g_atomic_int_set (&lock_refused, 1);

  return region;
}

static guint8 *
arena_get_locked (void)
{
  if (arena == NULL)
    {
      arena = region_new (CELL * ARENA_CELLS);
      memset (arena, 0, CELL * ARENA_CELLS);
    }

  return arena;
}

/* The first of @cells free cells in a row, or -1. */
static int
arena_find_locked (guint cells)
{
  guint run = 0;

  for (guint i = 0; i < ARENA_CELLS; i++)
    {
      run = arena_used[i] ? 0 : run + 1;
      if (run == cells)
        return (int) (i + 1 - cells);
    }

  return -1;
}

gboolean
cb_secret_harden (GError **error)
{
  const struct rlimit none = { 0, 0 };

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM,
                           "the cryptographic library does not start");
      return FALSE;
    }
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM,
                           "core dumps cannot be turned off");
      return FALSE;
    }
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM,
                           "other programs cannot be kept from reading this one");
      return FALSE;
    }

  return TRUE;
}

gboolean
cb_secret_memory_locked (void)
{
  g_mutex_lock (&arena_lock);
  arena_get_locked ();
  g_mutex_unlock (&arena_lock);

  return g_atomic_int_get (&lock_refused) == 0;
}

CbSecret *
cb_secret_new (gsize len)
{
  CbSecret *secret;
  int first = -1;

  g_return_val_if_fail (len < G_MAXSIZE - ALIGNMENT, NULL);

  secret = g_new0 (CbSecret, 1);
  secret->len = len;
  if (len < SHARED_MAX)
    {
      guint cells = (guint) (len / CELL + 1);

      g_mutex_lock (&arena_lock);
      arena_get_locked ();
      first = arena_find_locked (cells);
      if (first >= 0)
        {
          memset (arena_used + first, 1, cells);
          secret->first = (guint) first;
          secret->cells = cells;
          secret->data = arena + (gsize) first * CELL;
        }
      g_mutex_unlock (&arena_lock);
    }
  if (secret->data == NULL)
    {
      secret->data = region_new (len + 1);
      memset (secret->data, 0, len + 1);
    }

  return secret;
}

CbSecret *
cb_secret_random (gsize len)
{
  CbSecret *secret = cb_secret_new (len);

  randombytes_buf (secret->data, len);

  return secret;
}

CbSecret *
cb_secret_take_text (char *text)
{
  CbSecret *secret;
  gsize len;

  g_return_val_if_fail (text != NULL, NULL);

  len = strlen (text);
  secret = cb_secret_from (text, len);
  sodium_memzero (text, len);
  g_free (text);

  return secret;
}

CbSecret *
cb_secret_from (gconstpointer bytes,
                gsize         len)
{
  CbSecret *secret;

  g_return_val_if_fail (bytes != NULL || len == 0, NULL);

  secret = cb_secret_new (len);
  if (len > 0)
    memcpy (secret->data, bytes, len);

  return secret;
}

void
cb_secret_free (CbSecret *secret)
{
  if (secret == NULL)
    return;

  if (secret->cells == 0)
    {
      sodium_free (secret->data);   /* wipes */
    }
  else
    {
      sodium_memzero (secret->data, (gsize) secret->cells * CELL);
      g_mutex_lock (&arena_lock);
      memset (arena_used + secret->first, 0, secret->cells);
      g_mutex_unlock (&arena_lock);
    }
  g_free (secret);
}

gsize
cb_secret_len (const CbSecret *secret)
{
  g_return_val_if_fail (secret != NULL, 0);

  return secret->len;
}

const guint8 *
cb_secret_bytes (const CbSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->data;
}

guint8 *
cb_secret_data (CbSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->data;
}

gboolean
cb_secret_equal (const CbSecret *a,
                 const CbSecret *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->len == b->len && sodium_memcmp (a->data, b->data, a->len) == 0;
}
