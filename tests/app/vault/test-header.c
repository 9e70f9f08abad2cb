/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>

#include "cb-vault-header.h"
#include "vault-fixture.h"

static char *
copy_path (Fixture    *f,
           const char *name)
{
  return g_build_filename (f->dir, name, NULL);
}

static void
flip (const char *path,
      gsize       at)
{
  g_autofree char *bytes = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_cmpuint (at, <, len);
  bytes[at] ^= 0x10;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) len, NULL));
}

static gboolean
same_files (const char *a,
            const char *b)
{
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  gsize n, m;

  return g_file_get_contents (a, &x, &n, NULL) && g_file_get_contents (b, &y, &m, NULL)
         && n == m && memcmp (x, y, n) == 0;
}

static CbVaultHeader *
sample (void)
{
  CbVaultHeader *header = g_new0 (CbVaultHeader, 1);
  CbVaultHeaderSlot *slot;

  header->generation = 77;
  header->id = cb_uid_new ();
  slot = cb_vault_header_add (header);
  slot->passes = 3;
  slot->mib = 64;
  slot->person = cb_uid_new ();
  slot = cb_vault_header_add (header);
  slot->kind = CB_VAULT_SLOT_RECOVERY;
  slot->passes = 64;
  slot->mib = 1024;
  slot->sealed = TRUE;
  slot = cb_vault_header_add (header);
  slot->kind = CB_VAULT_SLOT_ESCROW;
  header->anchor_len = CB_VAULT_SEAL_EXTRA + 30;
  header->has_previous = TRUE;
  return header;
}

static void
test_round_trip (void)
{
  g_autofree CbVaultHeader *header = sample ();
  g_autofree CbVaultHeader *back = g_new0 (CbVaultHeader, 1);
  g_autoptr (CbSecret) key = cb_secret_random (32);
  g_autoptr (CbSecret) other = cb_secret_random (32);
  g_autoptr (GBytes) bytes = cb_vault_header_encode (header, key);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cb_vault_header_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                        back, &error));
  g_assert_no_error (error);
  again = cb_vault_header_encode (back, key);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_true (cb_vault_header_is_authentic (bytes, key));
  g_assert_false (cb_vault_header_is_authentic (bytes, other));
  g_assert_cmpuint (back->n_slots, ==, 3);
  g_assert_true (back->slots[1].sealed);
  g_assert_cmpuint (back->slots[2].kind, ==, CB_VAULT_SLOT_ESCROW);
}

/* What a slot may not say; each is encoded with a right checksum, so that only the contents are
   to blame. */
static void
test_bounds (void)
{
  static const struct
  {
    const char *name;
    guint64 generation;
    guint number, passes, mib;
    gsize anchor;
    gboolean good;
  } cases[] = {
    { "as it should be", 1, 1, 3, 64, 0, TRUE },
    { "generation 0", 0, 1, 3, 64, 0, FALSE },
    { "generation beyond", G_MAXUINT64, 1, 3, 64, 0, FALSE },
    { "slot 0", 1, 0, 3, 64, 0, FALSE },
    { "slot 17", 1, 17, 3, 64, 0, FALSE },
    { "too cheap", 1, 1, 2, 64, 0, FALSE },
    { "too small", 1, 1, 3, 8, 0, FALSE },
    { "a terabyte", 1, 1, 3, 1024 * 1024, 0, FALSE },
    { "for years", 1, 1, 1000000, 64, 0, FALSE },
    { "anchor too short", 1, 1, 3, 64, 40, FALSE },
    { "anchor", 1, 1, 3, 64, 41, TRUE },
    { "anchor full", 1, 1, 3, 64, 296, TRUE },
  };
  g_autoptr (CbSecret) key = cb_secret_random (32);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree CbVaultHeader *header = g_new0 (CbVaultHeader, 1);
      g_autofree CbVaultHeader *back = g_new0 (CbVaultHeader, 1);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      CbVaultHeaderSlot *slot = cb_vault_header_add (header);

      g_test_message ("%s", cases[i].name);
      header->generation = cases[i].generation;
      header->anchor_len = cases[i].anchor;
      slot->number = cases[i].number;
      slot->passes = cases[i].passes;
      slot->mib = cases[i].mib;
      bytes = cb_vault_header_encode (header, key);
      g_assert_cmpint (cb_vault_header_parse (g_bytes_get_data (bytes, NULL),
                                              g_bytes_get_size (bytes), back, &error),
                       ==, cases[i].good);
      if (!cases[i].good)
        {
          g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER);
          g_assert_cmpuint (back->n_slots, ==, 0);
        }
    }
}

static void
test_slots (void)
{
  g_autofree CbVaultHeader *header = g_new0 (CbVaultHeader, 1);

  for (guint i = 1; i <= CB_VAULT_MAX_SLOTS; i++)
    g_assert_cmpuint (cb_vault_header_add (header)->number, ==, i);
  g_assert_null (cb_vault_header_add (header));
  cb_vault_header_remove (header, 3);
  cb_vault_header_remove (header, 16);
  cb_vault_header_remove (header, 16);
  g_assert_cmpuint (header->n_slots, ==, 14);
  g_assert_null (cb_vault_header_find (header, 3));
  g_assert_cmpuint (cb_vault_header_add (header)->number, ==, 3);
  g_assert_cmpuint (header->slots[2].number, ==, 3);
  g_assert_cmpuint (cb_vault_header_add (header)->number, ==, 16);
}

static void
test_truncated (void)
{
  g_autofree CbVaultHeader *header = sample ();
  g_autofree CbVaultHeader *back = g_new0 (CbVaultHeader, 1);
  g_autoptr (CbSecret) key = cb_secret_random (32);
  g_autoptr (GBytes) bytes = cb_vault_header_encode (header, key);

  for (gsize len = 0; len < g_bytes_get_size (bytes); len++)
    g_assert_false (cb_vault_header_parse (g_bytes_get_data (bytes, NULL), len, back, NULL));
}

/* Every byte of one copy, one at a time: the other is used, and nothing of the damaged one. */
static void
test_every_byte (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *a = copy_path (f, "vault.hdr.a");
  g_autofree char *b = copy_path (f, "vault.hdr.b");
  g_autofree char *bytes = NULL;
  gsize len;
  CbVault *vault;
  g_auto (GStrv) lines = NULL;

  close_vault (fixture_create (f));
  g_assert_true (g_file_get_contents (a, &bytes, &len, NULL));
  g_assert_true (same_files (a, b));
  for (gsize i = 0; i < len; i++)
    {
      g_auto (CbVaultHeaderPair) pair = { { NULL, NULL } };
      g_autoptr (GError) error = NULL;

      bytes[i] ^= 0x01;
      g_assert_true (
          g_file_set_contents_full (a, bytes, (gssize)len, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      bytes[i] ^= 0x01;
      g_assert_true (cb_vault_header_load (f->dir, &pair, &error));
      g_assert_no_error (error);
      g_assert_null (pair.bytes[0]);
      g_assert_nonnull (pair.bytes[1]);
      g_assert_cmpint (pair.best, ==, 1);
    }
  g_assert_false (same_files (a, b));
  vault = fixture_unlock (f);
  g_assert_true (same_files (a, b));
  flip (b, 100);
  lines = cb_vault_check (vault, NULL);
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_cmpstr (lines[0], ==, "vault.hdr.b: damaged or gone");
  close_vault (vault);
  g_assert_cmpint (g_unlink (b), ==, 0);
  close_vault (fixture_unlock (f));
  g_assert_true (same_files (a, b));
}

static void
test_both_damaged (Fixture      *f,
                   gconstpointer data)
{
  g_autofree char *a = copy_path (f, "vault.hdr.a");
  g_autofree char *b = copy_path (f, "vault.hdr.b");
  g_autoptr (GError) error = NULL;

  close_vault (fixture_create (f));
  flip (a, 50);
  flip (b, 60);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER);
  g_clear_error (&error);
  g_assert_null (cb_vault_read_slots (f->dir, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER);
  g_clear_error (&error);
  g_unlink (a);
  g_unlink (b);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER);
}

/* Somebody changes a copy and mends the checksum, which needs no key: the code that needs one
   gives it away. */
static void
forge (const char *path,
       guint64     generation)
{
  g_autofree CbVaultHeader *header = g_new0 (CbVaultHeader, 1);
  g_autoptr (CbSecret) key = cb_secret_random (32);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *file = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &file, &len, NULL));
  g_assert_true (cb_vault_header_parse ((const guint8 *) file, len, header, NULL));
  header->generation = generation;
  bytes = cb_vault_header_encode (header, key);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
}

static void
test_forged (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *a = copy_path (f, "vault.hdr.a");
  g_autofree char *b = copy_path (f, "vault.hdr.b");
  g_autoptr (GError) error = NULL;

  close_vault (fixture_create (f));
  forge (b, 1000);
  close_vault (fixture_unlock (f));
  g_assert_true (same_files (a, b));
  forge (a, 1000);
  forge (b, 1001);
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER);
}

static void
test_newer (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *a = copy_path (f, "vault.hdr.a");
  g_autofree char *b = copy_path (f, "vault.hdr.b");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len, n;

  close_vault (fixture_create (f));
  g_assert_true (g_file_get_contents (b, &bytes, &len, NULL));
  /* [ h'CBVAULT1', 1, … : the version is the byte behind the magic. */
  g_assert_cmpint (bytes[10], ==, 1);
  bytes[10] = 2;
  crypto_generichash ((guint8 *) bytes + len - 32, 32, (guint8 *) bytes, len - 32, NULL, 0);
  g_assert_true (g_file_set_contents (b, bytes, (gssize) len, NULL));
  g_assert_true (g_file_get_contents (b, &before, &n, NULL));
  g_assert_null (try_unlock (f->dir, 1, FIXTURE_PASS, &error));
  g_assert_error (error, CB_VAULT_ERROR, CB_VAULT_ERROR_NEWER);
  g_assert_true (g_file_get_contents (b, &after, &n, NULL));
  g_assert_cmpmem (before, len, after, n);
  g_assert_true (g_file_test (a, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/header/round-trip", test_round_trip);
  g_test_add_func ("/header/bounds", test_bounds);
  g_test_add_func ("/header/slots", test_slots);
  g_test_add_func ("/header/truncated", test_truncated);
#define ADD(path, func)                                                                            \
  g_test_add ("/header/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("every-byte", test_every_byte);
  ADD ("both-damaged", test_both_damaged);
  ADD ("forged", test_forged);
  ADD ("newer", test_newer);

  return g_test_run ();
}
