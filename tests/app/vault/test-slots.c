/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>

#include "vault-fixture.h"

#define FLOOR CB_VAULT_COST_FLOOR

static void
test_person (Fixture      *f,
             gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  CbUid other = cb_uid_new ();
  g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS2);
  g_autoptr (CbSecret) given = cb_secret_random (64);
  g_autoptr (CbSecret) key = NULL;
  g_autoptr (CbSecret) box = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = NULL;
  CbVaultPublicKeys keys, again;
  guint8 signature[64], point[32];
  guint slot = 0;

  g_assert_true (cb_vault_add_person (vault, &other, pass, FLOOR, given, &slot, &keys, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (slot, ==, 2);
  close_vault (vault);

  vault = try_unlock (f->dir, 2, FIXTURE_PASS2, &error);
  g_assert_no_error (error);
  g_assert_true (cb_uid_equal (cb_vault_get_person (vault), &other));
  slots = cb_vault_list_slots (vault, &error);
  g_assert_cmpuint (slots->len, ==, 2);
  g_assert_cmpint (g_array_index (slots, CbVaultSlot, 1).argon_mib, ==, 64);
  key = cb_vault_person_key (vault, 2, pass, &box, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&keys, sizeof keys, &again, sizeof again);
  /* The keys are those given, and they work. */
  g_assert_cmpmem (cb_secret_bytes (key), 32, cb_secret_bytes (given), 32);
  g_assert_cmpmem (cb_secret_bytes (box), 32, cb_secret_bytes (given) + 32, 32);
  crypto_sign_detached (signature, NULL, (const guint8 *) "act", 3, cb_secret_bytes (key));
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *)"act", 3, keys.sign), ==,
                   0);
  crypto_scalarmult_base (point, cb_secret_bytes (box));
  g_assert_cmpmem (point, 32, keys.box, 32);
  /* Whoever has opened the casebook still cannot sign as another. */
  g_assert_null (cb_vault_person_key (vault, 1, pass, NULL, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  close_vault (vault);
}

static void
test_change (Fixture      *f,
             gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (CbSecret) old = text_secret (FIXTURE_PASS);
  g_autoptr (CbSecret) new = text_secret (FIXTURE_PASS2);
  g_autoptr (CbSecret) weak = text_secret ("1234567890");
  g_autoptr (CbSecret) before = NULL;
  g_autoptr (CbSecret) after = NULL;
  g_autoptr (GError) error = NULL;

  before = cb_vault_person_key (vault, 1, old, NULL, NULL, &error);
  g_assert_false (cb_vault_change_passphrase (vault, 1, old, weak, FLOOR, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WEAK_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (cb_vault_change_passphrase (vault, 1, new, new, FLOOR, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (cb_vault_change_passphrase (vault, 1, old, new, FLOOR, &error));
  g_assert_no_error (error);
  after = cb_vault_person_key (vault, 1, new, NULL, NULL, &error);
  g_assert_true (cb_secret_equal (before, after));
  close_vault (vault);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  vault = try_unlock (f->dir, 1, FIXTURE_PASS2, &error);
  g_assert_no_error (error);
  close_vault (vault);
}

static void
test_recovery (Fixture      *f,
               gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (CbSecret) first = NULL;
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (CbSecret) new = text_secret (FIXTURE_PASS2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = NULL;
  CbVaultPublicKeys keys, sheet_pk, again;
  g_autoptr (CbSecret) sheet = cb_vault_keys_new (&sheet_pk);
  g_autoptr (CbSecret) taken = NULL;

  first = cb_vault_set_recovery (vault, FLOOR, NULL, &error);
  code = cb_vault_set_recovery (vault, FLOOR, sheet, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cb_secret_len (code), ==, CB_VAULT_RECOVERY_LEN);
  add_note (vault, "kept");
  cb_vault_set_anchor (vault, "anchor", 6);
  close_vault (vault);

  /* It opens nothing without a new passphrase. */
  g_assert_null (cb_vault_unlock (f->dir, 2, code, fixture_schemas, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  g_clear_error (&error);
  g_assert_null (cb_vault_recover (f->dir, first, &f->person, new, FLOOR, NULL, fixture_schemas,
                                   &keys, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  vault = cb_vault_recover (f->dir, code, &f->person, new, FLOOR, NULL, fixture_schemas, &keys,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cb_vault_get_slot (vault), ==, 1);
  g_assert_cmpint (count_notes (vault), ==, 1);
  g_assert_true (cb_vault_get_public_keys (vault, &again));
  g_assert_cmpmem (&again, sizeof again, &keys, sizeof keys);
  /* The sheet's own key, which nothing else opens, once. */
  taken = cb_vault_take_recovery_key (vault);
  g_assert_nonnull (taken);
  g_assert_cmpmem (cb_secret_bytes (taken) + 32, 32, sheet_pk.sign, 32);
  g_assert_null (cb_vault_take_recovery_key (vault));
  slots = cb_vault_list_slots (vault, NULL);
  g_assert_cmpuint (slots->len, ==, 2);
  close_vault (vault);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  vault = try_unlock (f->dir, 1, FIXTURE_PASS2, &error);
  g_assert_no_error (error);
  g_assert_null (cb_vault_take_recovery_key (vault));
  g_assert_true (cb_vault_get_public_keys (vault, &again));
  g_assert_cmpmem (&again, sizeof again, &keys, sizeof keys);
  {
    g_autoptr (GBytes) anchor = cb_vault_get_anchor (vault);

    g_assert_cmpmem (g_bytes_get_data (anchor, NULL), g_bytes_get_size (anchor), "anchor", 6);
  }
  close_vault (vault);
}

static void
test_full (Fixture      *f,
           gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  g_autoptr (GError) error = NULL;
  guint8 point[32] = { 9 };

  for (guint i = 2; i <= CB_VAULT_MAX_SLOTS; i++)
    g_assert_true (cb_vault_add_escrow (vault, point, point, NULL, &error));
  g_assert_false (cb_vault_add_escrow (vault, point, point, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  close_vault (vault);
  close_vault (fixture_unlock (f));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/slots/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("person", test_person);
  ADD ("change", test_change);
  ADD ("recovery", test_recovery);
  ADD ("full", test_full);

  return g_test_run ();
}
