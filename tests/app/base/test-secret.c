/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void
test_bytes (void)
{
  static const gsize lengths[] = { 0, 1, 31, 32, 63, 64, 65, 1023, 1024, 5000, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize len = lengths[i];
      g_autofree guint8 *bytes = g_malloc0 (len + 1);
      g_autoptr (CbSecret) zero = cb_secret_new (len);
      g_autoptr (CbSecret) random = cb_secret_random (len);
      g_autoptr (CbSecret) copy = NULL;

      g_assert_cmpuint (cb_secret_len (zero), ==, len);
      g_assert_cmpmem (cb_secret_bytes (zero), len, bytes, len);
      g_assert_cmpuint (cb_secret_bytes (random)[len], ==, 0);
      g_assert_cmpuint (GPOINTER_TO_SIZE (cb_secret_bytes (random)) % 16, ==, 0);
      copy = cb_secret_from (cb_secret_bytes (random), len);
      g_assert_true (cb_secret_equal (random, copy));
      if (len >= 31)
        g_assert_false (cb_secret_equal (random, zero));
      if (len > 0)
        {
          cb_secret_data (copy)[len - 1] ^= 1;
          g_assert_false (cb_secret_equal (random, copy));
        }
    }
}

static void
test_text (void)
{
  g_autoptr (CbSecret) secret = cb_secret_take_text (g_strdup ("correct-horse"));
  g_autoptr (CbSecret) same = cb_secret_from ("correct-horse", 13);
  g_autoptr (CbSecret) longer = cb_secret_from ("correct-horses", 14);

  g_assert_cmpuint (cb_secret_len (secret), ==, 13);
  g_assert_cmpstr ((const char *) cb_secret_bytes (secret), ==, "correct-horse");
  g_assert_true (cb_secret_equal (secret, same));
  g_assert_false (cb_secret_equal (secret, longer));
}

/* More secrets than the shared region holds, freed in another order; no two overlap. */
static void
test_many (void)
{
  enum { N = 700 };
  CbSecret *secrets[N];

  for (int round = 0; round < 3; round++)
    {
      for (int i = 0; i < N; i++)
        {
          gsize len = (gsize) (i * 37 + round) % 200;

          secrets[i] = cb_secret_new (len);
          for (gsize k = 0; k < len; k++)
            {
              g_assert_cmpuint (cb_secret_bytes (secrets[i])[k], ==, 0);
              cb_secret_data (secrets[i])[k] = (guint8) (i + k);
            }
        }
      for (int i = 0; i < N; i++)
        for (gsize k = 0; k < cb_secret_len (secrets[i]); k++)
          g_assert_cmpuint (cb_secret_bytes (secrets[i])[k], ==, (guint8) (i + k));
      for (int i = 0; i < N; i += 2)
        cb_secret_free (secrets[i]);
      for (int i = N - 1; i > 0; i -= 2)
        cb_secret_free (secrets[i]);
    }
}

/* Freed bytes are gone: the cell is read through another secret's tail in the same region. */
static void
test_wiped (void)
{
  CbSecret *secret = cb_secret_from ("0123456789abcdef0123456789abcdef", 32);
  const guint8 *where = cb_secret_bytes (secret);
  static const guint8 zero[32];

  cb_secret_free (secret);
  g_assert_cmpmem (where, 32, zero, 32);
}

static void
test_harden (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      struct rlimit core;

      g_assert_true (cb_secret_harden (&error));
      g_assert_no_error (error);
      g_assert_true (cb_secret_harden (&error));
      g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &core), ==, 0);
      g_assert_cmpuint (core.rlim_cur, ==, 0);
      g_assert_cmpuint (core.rlim_max, ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_locked (void)
{
  if (g_test_subprocess ())
    {
      static guint8 page[4096];
      const struct rlimit none = { 0, 0 };

      g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
      /* What is said is what the system does; root may still lock. */
      g_assert_cmpint (cb_secret_memory_locked (), ==, mlock (page, sizeof page) == 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/bytes", test_bytes);
  g_test_add_func ("/base/secret/text", test_text);
  g_test_add_func ("/base/secret/many", test_many);
  g_test_add_func ("/base/secret/wiped", test_wiped);
  g_test_add_func ("/base/secret/harden", test_harden);
  g_test_add_func ("/base/secret/locked", test_locked);

  return g_test_run ();
}
