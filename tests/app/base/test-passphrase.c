/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-passphrase.h"

#include "cb-error.h"

#include <string.h>

static void
test_generate (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (CbSecret) secret = cb_passphrase_generate ();
      g_autofree char *text = g_strndup ((const char *) cb_secret_bytes (secret), cb_secret_len (secret));
      g_auto (GStrv) words = g_strsplit (text, "-", -1);

      g_assert_cmpuint (g_strv_length (words), ==, 4);
      for (int w = 0; w < 4; w++)
        {
          g_assert_cmpuint (strlen (words[w]), >=, 2);
          for (const char *p = words[w]; *p != '\0'; p++)
            g_assert_true (g_ascii_islower (*p));
        }
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&text)));
    }
}

static void
test_code (void)
{
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (CbSecret) code = cb_secret_random (20);
      g_autoptr (CbSecret) text = cb_recovery_code_to_text (code);
      g_autoptr (CbSecret) back = NULL;
      g_autoptr (CbSecret) sloppy_back = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sloppy = NULL;

      g_assert_cmpuint (strlen ((const char *) cb_secret_bytes (text)), ==, 44);
      back = cb_recovery_code_from_text ((const char *) cb_secret_bytes (text), &error);
      g_assert_no_error (error);
      g_assert_true (cb_secret_equal (code, back));

      sloppy = g_ascii_strdown ((const char *) cb_secret_bytes (text), -1);
      g_strdelimit (sloppy, "0", 'o');
      g_strdelimit (sloppy, "1", 'l');
      g_strdelimit (sloppy, "-", ' ');
      sloppy_back = cb_recovery_code_from_text (sloppy, &error);
      g_assert_no_error (error);
      g_assert_true (cb_secret_equal (code, sloppy_back));
    }
}

/* Each digit carries weight: one changed is noticed in all but one of 2^20 codes. */
static void
test_checksum (void)
{
  guint8 fixed[20] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 };
  g_autoptr (CbSecret) code = cb_secret_from (fixed, sizeof fixed);
  g_autoptr (CbSecret) text = cb_recovery_code_to_text (code);

  for (gsize i = 0; i < cb_secret_len (text); i++)
    {
      g_autofree char *bad = g_strdup ((const char *) cb_secret_bytes (text));
      g_autoptr (GError) error = NULL;

      if (bad[i] == '-')
        continue;
      bad[i] = bad[i] == 'A' ? 'B' : 'A';
      g_assert_null (cb_recovery_code_from_text (bad, &error));
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_CHECKSUM);
    }
}

static void
test_refused (void)
{
  static const char *const bad[] = {
    "", "0000", "0000-0000-0000-0000-0000-0000-0000-0000-000",
    "0000-0000-0000-0000-0000-0000-0000-0000-0000-0", "U000-0000-0000-0000-0000-0000-0000-0000-0000",
    "\xff", "码", NULL,
  };

  for (int i = 0; bad[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cb_recovery_code_from_text (bad[i], &error));
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passphrase/generate", test_generate);
  g_test_add_func ("/passphrase/code", test_code);
  g_test_add_func ("/passphrase/checksum", test_checksum);
  g_test_add_func ("/passphrase/refused", test_refused);

  return g_test_run ();
}
