/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-passphrase.h"

#include <string.h>

static void
test_generate (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) words_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (CbSecret) secret = cb_passphrase_generate ();
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strndup ((const char *) cb_secret_bytes (secret), cb_secret_len (secret));
      g_auto (GStrv) words = g_strsplit (text, "-", -1);

      g_assert_cmpuint (g_strv_length (words), ==, 4);
      for (int w = 0; w < 4; w++)
        {
          g_assert_cmpuint (strlen (words[w]), >=, 4);
          g_assert_cmpuint (strlen (words[w]), <=, 12);
          g_assert_cmpuint (strspn (words[w], "abcdefghijklmnopqrstuwxyz"), ==, strlen (words[w]));
          g_hash_table_add (words_seen, g_strdup (words[w]));
        }
      g_assert_true (cb_passphrase_acceptable (secret, &error));
      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&text)));
    }
  /* 20,000 of 372² words: about 18,640 different ones, were they drawn evenly. */
  g_assert_cmpuint (g_hash_table_size (words_seen), >, 18200);
}

static void
test_acceptable (void)
{
  static const struct { const char *text; int code; } rows[] = {
    { "denglu-wabao-shicai-kuotou", -1 },
    { "correct horse battery", -1 },
    { "剑门关外三棵老柏树下", -1 },
    { "我家的猫 19650315 不吃鱼只吃红薯", -1 },
    { "xK9#mQ2$vL", -1 },
    { "", CB_PASSPHRASE_ERROR_TOO_SHORT },
    { "abc", CB_PASSPHRASE_ERROR_TOO_SHORT },
    { "xK9#mQ2$v", CB_PASSPHRASE_ERROR_TOO_SHORT },
    { "123456", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "１２３４５６", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "13908120000", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "19650315", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "1965-03-15", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "510802196503159982", CB_PASSPHRASE_ERROR_DIGITS_ONLY },
    { "51082420091101996X", CB_PASSPHRASE_ERROR_ID_LIKE },
    { "wang510802196503159982", CB_PASSPHRASE_ERROR_ID_LIKE },
    { "wang510802650315998", CB_PASSPHRASE_ERROR_ID_LIKE },
    { "zhang19650315", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "zhangsan650315", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "wang03151965", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "wang1965-3-15", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "王秀兰1965年3月15日", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "ｚｈａｎｇ１９６５０３１５", CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE },
    { "aaaaaaaaaaaa", CB_PASSPHRASE_ERROR_PATTERN },
    { "abcabcabcabc", CB_PASSPHRASE_ERROR_PATTERN },
    { "mima-mima-mima-", CB_PASSPHRASE_ERROR_PATTERN },
    { "passwordPASSWORD", CB_PASSPHRASE_ERROR_PATTERN },
    { "abcdefghijkl", CB_PASSPHRASE_ERROR_PATTERN },
    { "zyxwvutsrqpo", CB_PASSPHRASE_ERROR_PATTERN },
    { "qwertyuiop12345", CB_PASSPHRASE_ERROR_PATTERN },
    { "abcdef123456", CB_PASSPHRASE_ERROR_PATTERN },
    { "axbxabxxbaxb", CB_PASSPHRASE_ERROR_FEW_DISTINCT },
    { "abc\ndefghijk!", CB_PASSPHRASE_ERROR_NOT_TEXT },
    { "abcdef\xff" "ghijkl", CB_PASSPHRASE_ERROR_NOT_TEXT },
  };
  g_autofree char *large = g_strnfill (2000, 'x');
  g_autofree char *long_text = NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CbSecret) secret = cb_secret_from (rows[i].text, strlen (rows[i].text));
      g_autoptr (GError) error = NULL;
      gboolean ok = cb_passphrase_acceptable (secret, &error);

      g_test_message ("%u: %s", i, error != NULL ? error->message : "ok");
      g_assert_cmpint (ok, ==, rows[i].code < 0);
      if (!ok)
        g_assert_error (error, CB_PASSPHRASE_ERROR, rows[i].code);
    }

  for (int i = 0; i < 260; i++)
    g_string_append_c (text, (char) ('a' + i * 7 % 26));
  long_text = g_string_free (text, FALSE);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CbSecret) secret = cb_secret_take_text (g_strdup (i ? large : long_text));

      g_assert_false (cb_passphrase_acceptable (secret, &error));
      g_assert_error (error, CB_PASSPHRASE_ERROR, CB_PASSPHRASE_ERROR_TOO_LONG);
    }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CbSecret) secret = cb_secret_from ("denglu-wabao\0-shicai", 20);

    g_assert_false (cb_passphrase_acceptable (secret, &error));
    g_assert_error (error, CB_PASSPHRASE_ERROR, CB_PASSPHRASE_ERROR_NOT_TEXT);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/passphrase/generate", test_generate);
  g_test_add_func ("/base/passphrase/acceptable", test_acceptable);

  return g_test_run ();
}
