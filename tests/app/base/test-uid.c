/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-uid.h"

#include <string.h>

static void
test_new (void)
{
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (cb_uid_hash, (GEqualFunc) cb_uid_equal, g_free, NULL);

  for (int i = 0; i < 10000; i++)
    {
      CbUid uid = cb_uid_new ();

      g_assert_false (cb_uid_is_none (&uid));
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&uid, sizeof uid)));
    }
}

static void
test_text (void)
{
  static const char *const bad[] = {
    "", "0", "000102030405060708090a0b0c0d0e0", "000102030405060708090a0b0c0d0e0f0",
    "000102030405060708090a0b0c0d0e0g", " 00102030405060708090a0b0c0d0e0f", NULL,
  };
  CbUid uid, back;

  for (int i = 0; i < 16; i++)
    uid.b[i] = (guint8) (i * 17);
  for (int i = 0; i < 1000; i++, uid = cb_uid_new ())
    {
      g_autofree char *text = cb_uid_to_text (&uid);

      g_assert_cmpuint (strlen (text), ==, CB_UID_TEXT_LEN);
      g_assert_true (cb_uid_from_text (text, &back));
      g_assert_true (cb_uid_equal (&uid, &back));
      g_assert_cmpint (cb_uid_compare (&uid, &back), ==, 0);
    }
  g_assert_true (cb_uid_from_text ("00112233445566778899AABBccddeeff", &back));
  g_assert_cmpuint (back.b[10], ==, 0xaa);

  uid = back;
  for (int i = 0; bad[i] != NULL; i++)
    g_assert_false (cb_uid_from_text (bad[i], &back));
  g_assert_false (cb_uid_from_text (NULL, &back));
  g_assert_true (cb_uid_equal (&uid, &back));
}

static void
test_derive (void)
{
  CbUid a = cb_uid_derive ("household", "1", 1);
  CbUid same = cb_uid_derive ("household", "1", 1);
  CbUid other_bytes = cb_uid_derive ("household", "2", 1);
  CbUid other_tag = cb_uid_derive ("person", "1", 1);
  /* The tag ends before the bytes begin. */
  CbUid shifted = cb_uid_derive ("househol", "d1", 2);
  CbUid empty = cb_uid_derive ("household", NULL, 0);
  CbUid low = { { 0, 1 } }, high = { { 0, 2 } };
  g_autofree char *text = cb_uid_to_text (&a);

  g_assert_true (cb_uid_equal (&a, &same));
  g_assert_false (cb_uid_equal (&a, &other_bytes));
  g_assert_false (cb_uid_equal (&a, &other_tag));
  g_assert_false (cb_uid_equal (&a, &shifted));
  g_assert_false (cb_uid_equal (&a, &empty));
  g_assert_cmpint (cb_uid_compare (&low, &high), <, 0);
  g_assert_cmpint (cb_uid_compare (&high, &low), >, 0);
  /* Computed apart, with Python's hashlib.blake2b (digest_size=16, person=b'casebook/uid/v1'). */
  g_assert_cmpstr (text, ==, "a4ad7197c1c1e1dd3609ac42cd3c6db6");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/uid/new", test_new);
  g_test_add_func ("/base/uid/text", test_text);
  g_test_add_func ("/base/uid/derive", test_derive);

  return g_test_run ();
}
