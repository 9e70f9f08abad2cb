/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>

#include "cb-vault-private.h"
#include "cb-vault-slot.h"
#include "vault-fixture.h"

#define FLOOR CB_VAULT_COST_FLOOR

static void
make_keeper (CbSecret **secret,
             guint8     public_key[32])
{
  *secret = cb_secret_random (32);
  crypto_scalarmult_base (public_key, cb_secret_bytes (*secret));
}

/* Escrow, and removing somebody for cause: the others still get in, the removed one does not,
   not even with an old header. */
static void
test_removal (Fixture      *f,
              gconstpointer data)
{
  CbVault *vault = fixture_create (f);
  CbUid other = cb_uid_new ();
  g_autoptr (CbSecret) pass2 = text_secret (FIXTURE_PASS2);
  g_autoptr (CbSecret) code = NULL;
  g_autoptr (CbSecret) a = NULL;
  g_autoptr (CbSecret) b = NULL;
  g_autoptr (CbSecret) new = text_secret ("luodong-feishu-mengtai-xiguo");
  g_autoptr (GError) error = NULL;
  g_autofree char *header = g_build_filename (f->dir, "vault.hdr.a", NULL);
  g_autofree char *twin = g_build_filename (f->dir, "vault.hdr.b", NULL);
  g_autofree char *stale = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 pk_a[32], pk_b[32];
  guint slot, escrow;
  gsize len;

  g_assert_false (cb_vault_remove_slot (vault, 1, FALSE, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  g_clear_error (&error);
  make_keeper (&a, pk_a);
  make_keeper (&b, pk_b);
  g_assert_true (cb_vault_add_person (vault, &other, pass2, FLOOR, NULL, &slot, NULL, &error));
  g_assert_true (cb_vault_add_escrow (vault, pk_a, pk_b, &escrow, &error));
  code = cb_vault_set_recovery (vault, FLOOR, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *body = g_strdup_printf ("note %u", i);

      add_note (vault, body);
    }
  g_assert_true (g_file_get_contents (header, &stale, &len, NULL));
  g_assert_true (cb_vault_remove_slot (vault, slot, TRUE, &error));
  g_assert_no_error (error);
  add_note (vault, "after");
  g_assert_cmpint (count_notes (vault), ==, 51);
  lines = cb_vault_check (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
  close_vault (vault);

  /* Twice: at the first unlock the key left in the slot is wrapped again. */
  close_vault (fixture_unlock (f));
  vault = fixture_unlock (f);
  g_assert_cmpint (count_notes (vault), ==, 51);
  close_vault (vault);
  g_assert_null (try_unlock (f->dir, slot, FIXTURE_PASS2, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NO_SLOT);
  g_clear_error (&error);
  vault = cb_vault_recover_escrow (f->dir, escrow, a, b, &f->person, new, FLOOR, NULL,
                                   fixture_schemas, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (vault), ==, 51);
  close_vault (vault);
  g_assert_null (cb_vault_recover_escrow (f->dir, escrow, b, a, &f->person, new, FLOOR, NULL,
                                          fixture_schemas, NULL, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  vault = cb_vault_recover (f->dir, code, &f->person, new, FLOOR, NULL, fixture_schemas, NULL,
                            &error);
  g_assert_no_error (error);
  close_vault (vault);

  g_assert_true (g_file_set_contents (header, stale, (gssize) len, NULL));
  g_assert_true (g_file_set_contents (twin, stale, (gssize) len, NULL));
  g_assert_null (try_unlock (f->dir, slot, FIXTURE_PASS2, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_DATABASE);
}

/* Cut short between the header and the database, either way round: the next unlock sees it
   through. */
static void
test_rekey_cut (Fixture      *f,
                gconstpointer data)
{
  for (guint cut = 0; cut < 2; cut++)
    {
      g_autofree char *dir = g_strdup_printf ("%s-%u", f->dir, cut);
      g_autoptr (CbSecret) pass = text_secret (FIXTURE_PASS);
      g_autoptr (CbSecret) old = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree CbVaultHeader *header = NULL;
      g_autofree char *salt = NULL;
      CbVault *vault;
      CbDb *writer;

      vault = cb_vault_create (dir, &f->person, pass, FLOOR, NULL, fixture_schemas, NULL, &error);
      g_assert_no_error (error);
      add_note (vault, "kept");
      cb_vault_set_anchor (vault, "anchor", 6);
      writer = cb_vault_pool_stop (vault->pool);
      cb_db_free (writer);
      header = g_memdup2 (&vault->header, sizeof vault->header);
      salt = g_memdup2 (header->salt, 16);
      old = g_steal_pointer (&vault->vmk);
      vault->vmk = cb_secret_random (32);
      cb_vault_slot_rebox (&header->slots[0], vault->vmk);
      g_assert_true (cb_vault_prepare_rekey (vault, header, old, &error));
      if (cut == 1)
        g_assert_true (cb_vault_rekey_db (dir, old, vault->vmk, (const guint8 *) salt, &error));
      g_assert_no_error (error);
      close_vault (vault);
      for (guint i = 0; i < 2; i++)
        {
          vault = try_unlock (dir, 1, FIXTURE_PASS, &error);
          g_assert_no_error (error);
          g_assert_false (vault->header.has_previous);
          g_assert_cmpint (count_notes (vault), ==, 1);
          close_vault (vault);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/rekey/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("removal", test_removal);
  ADD ("rekey-cut", test_rekey_cut);

  return g_test_run ();
}
