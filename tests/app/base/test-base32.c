/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-base32.h"
#include "cb-error.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static char *
text_new (CbSecret **code)
{
  g_autoptr (CbSecret) bytes = cb_secret_random (CB_BASE32_BYTES);
  g_autoptr (CbSecret) text = cb_recovery_code_to_text (bytes);

  g_assert_cmpuint (cb_secret_len (text), ==, CB_BASE32_TEXT_LEN);
  if (code != NULL)
    *code = g_steal_pointer (&bytes);

  return g_strdup ((const char *) cb_secret_bytes (text));
}

static void
test_round_trip (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (CbSecret) code = NULL;
      g_autofree char *text = text_new (&code);
      g_autofree char *sloppy = g_ascii_strdown (text, -1);
      g_autoptr (CbSecret) back = cb_recovery_code_from_text (text, NULL);
      g_autoptr (CbSecret) sloppy_back = NULL;

      g_assert_cmpuint (strspn (text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), ==, CB_BASE32_TEXT_LEN);
      g_assert_true (cb_secret_equal (code, back));
      g_assert_cmpuint (cb_recovery_code_wrong_group (text), ==, 0);
      g_strdelimit (sloppy, "0", 'o');
      g_strdelimit (sloppy, "1", i % 2 ? 'l' : 'I');
      g_strdelimit (sloppy, "-", ' ');
      sloppy_back = cb_recovery_code_from_text (sloppy, NULL);
      g_assert_true (cb_secret_equal (code, sloppy_back));
    }
}

/* The thirty-two characters are plain base32, as any other program writes it. */
static void
test_known (void)
{
  guint8 bytes[CB_BASE32_BYTES];
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (CbSecret) text = NULL;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 13 + 1);
  code = cb_secret_from (bytes, sizeof bytes);
  text = cb_recovery_code_to_text (code);
  g_assert_true (g_str_has_prefix ((const char *) cb_secret_bytes (text), "0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-"));
}

static void
test_full_width (void)
{
  g_autoptr (CbSecret) code = NULL;
  g_autofree char *text = text_new (&code);
  g_autoptr (GString) wide = g_string_new ("　");
  g_autoptr (CbSecret) back = NULL;

  for (const char *at = text; *at != '\0'; at++)
    g_string_append_unichar (wide, (gunichar) *at + 0xfee0);
  back = cb_recovery_code_from_text (wide->str, NULL);
  g_assert_true (cb_secret_equal (code, back));
}

/* Every wrong character is found, and its group named. */
static void
test_one_wrong (void)
{
  g_autofree char *text = text_new (NULL);

  for (guint i = 0; i < CB_BASE32_TEXT_LEN; i++)
    {
      char was = text[i];

      if (was == '-')
        continue;
      for (const char *other = alphabet; *other != '\0'; other++)
        {
          g_autoptr (GError) error = NULL;

          if (*other == was)
            continue;
          text[i] = *other;
          g_assert_null (cb_recovery_code_from_text (text, &error));
          g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_CHECKSUM);
          g_assert_cmpuint (cb_recovery_code_wrong_group (text), ==, i / 5 + 1);
        }
      text[i] = was;
    }
}

/* Anything wrong within a group, two pairs exchanged, two wrong pairs: always found. */
static void
test_more_wrong (void)
{
  for (int i = 0; i < 3000; i++)
    {
      g_autofree char *text = text_new (NULL);
      g_autofree char *bad = g_strdup (text);
      guint a = (guint) g_test_rand_int_range (0, 9), b = (guint) g_test_rand_int_range (0, 9);

      switch (i % 3)
        {
        case 0:
          for (guint k = 0; k < 4; k++)
            bad[a * 5 + k] = alphabet[g_test_rand_int_range (0, 32)];
          break;
        case 1:
          memcpy (bad + a * 5, text + b * 5 + 2, 2);
          memcpy (bad + b * 5 + 2, text + a * 5, 2);
          break;
        default:
          bad[a * 5] = alphabet[g_test_rand_int_range (0, 32)];
          bad[b * 5 + 3] = alphabet[g_test_rand_int_range (0, 32)];
          break;
        }
      if (strcmp (text, bad) != 0)
        g_assert_null (cb_recovery_code_from_text (bad, NULL));
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; guint group; } rows[] = {
    { "", 0 },
    { "0000", 0 },
    { "0000-0000-0000-0000-0000-0000-0000-0000-000", 0 },
    { "0000-0000-0000-0000-0000-0000-0000-0000-0000-0", 0 },
    { "0000-0000-U000-0000-0000-0000-0000-0000-0000", 3 },
    { "0000-00*0-0000-0000-0000-0000-0000-0000-0000", 2 },
    { "\xff", 1 },
    { "0000码", 2 },
  };
  g_autoptr (GError) zeros = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cb_recovery_code_from_text (rows[i].text, &error));
      g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID);
      g_assert_cmpuint (cb_recovery_code_wrong_group (rows[i].text), ==, rows[i].group);
    }
  /* Nothing but zeros is no code. */
  g_assert_null (cb_recovery_code_from_text ("0000-0000-0000-0000-0000-0000-0000-0000-0000", &zeros));
  g_assert_error (zeros, CB_BASE_ERROR, CB_BASE_ERROR_CHECKSUM);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/base32/round-trip", test_round_trip);
  g_test_add_func ("/base/base32/known", test_known);
  g_test_add_func ("/base/base32/full-width", test_full_width);
  g_test_add_func ("/base/base32/one-wrong", test_one_wrong);
  g_test_add_func ("/base/base32/more-wrong", test_more_wrong);
  g_test_add_func ("/base/base32/refused", test_refused);

  return g_test_run ();
}
