/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-draft.h"
#include "desk.h"

#define TEXT "令狐冲 1980-02-31"

/* What was typed and not saved is kept over a lock, for the person who typed it, and lies nowhere in clear. */

static gpointer
keep_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_drafts_keep (desk, db, data, error) ? desk : NULL;
}

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_drafts_load (desk, db, error);
}

static gpointer
done_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_drafts_keep_one (desk, db, data, NULL, error) ? desk : NULL;
}

static void
keep (Office     *office,
      GPtrArray  *drafts)
{
  g_autoptr (GError) error = NULL;

  cb_desk_write (office->desk, keep_job, drafts, &error);
  g_assert_no_error (error);
}

static void
expect (Office      *office,
        const CbUid *households,
        guint        n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = cb_desk_read (office->desk, load_job, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const CbDraftKept *draft = drafts->pdata[i];

      g_assert_true (cb_uid_equal (&draft->household, &households[i]));
      g_assert_cmpmem (g_bytes_get_data (draft->data, NULL), g_bytes_get_size (draft->data), TEXT, strlen (TEXT));
    }
}

static void
assert_not_in_clear (Office *office)
{
  g_autoptr (GDir) dir = g_dir_open (office->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (office->dir, name, NULL), *bytes = NULL;
      gsize len;

      if (g_file_get_contents (path, &bytes, &len, NULL))
        g_assert_null (memmem (bytes, len, TEXT, strlen (TEXT)));
    }
}

static void
test_kept (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER);
  g_autoptr (GPtrArray) two = cb_drafts_new (), none = cb_drafts_new ();
  g_autoptr (GBytes) text = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GError) error = NULL;
  CbUid households[] = { cb_uid_new (), cb_uid_new () };

  g_test_summary ("Drafts come back to the person who typed them, nobody else sees or ends them, and verify knows nothing of them");
  cb_drafts_add (two, &households[0], text);
  cb_drafts_add (two, &households[1], text);
  office_unlock (office, WORKER);
  expect (office, NULL, 0);
  keep (office, two);
  assert_not_in_clear (office);
  office_unlock (office, REVIEWER);
  expect (office, NULL, 0);
  keep (office, none);
  cb_desk_write (office->desk, done_job, &households[0], &error);
  g_assert_no_error (error);
  office_unlock (office, WORKER);
  expect (office, households, 2);
  office_verify (office);
  expect (office, households, 2);
  assert_not_in_clear (office);

  cb_desk_write (office->desk, done_job, &households[0], &error);
  g_assert_no_error (error);
  expect (office, &households[1], 1);
  keep (office, none);
  office_unlock (office, WORKER);
  expect (office, NULL, 0);
}

static void
test_sealed (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER | 1 << REVIEWER);
  g_autoptr (GPtrArray) drafts = cb_drafts_new (), back = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static (TEXT, strlen (TEXT)), sealed = NULL, bent = NULL;
  CbUid household = cb_uid_new ();
  guint8 *bytes;
  gsize len;

  g_test_summary ("What cannot be written is sealed: only the same person with the open casebook reads it");
  cb_drafts_add (drafts, &household, text);
  office_unlock (office, WORKER);
  sealed = cb_drafts_seal (office->desk, drafts);
  bytes = g_memdup2 (g_bytes_get_data (sealed, &len), g_bytes_get_size (sealed));
  g_assert_null (memmem (bytes, len, TEXT, strlen (TEXT)));
  bytes[len / 2] ^= 1;
  bent = g_bytes_new_take (bytes, len);
  office_unlock (office, REVIEWER);
  g_assert_null (cb_drafts_unseal (office->desk, sealed));
  office_unlock (office, WORKER);
  g_assert_null (cb_drafts_unseal (office->desk, bent));
  back = cb_drafts_unseal (office->desk, sealed);
  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, 1);
  {
    const CbDraftKept *draft = back->pdata[0];

    g_assert_true (cb_uid_equal (&draft->household, &household));
    g_assert_true (g_bytes_equal (draft->data, text));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/casework/draft/kept", test_kept);
  g_test_add_func ("/casework/draft/sealed", test_sealed);
  return g_test_run ();
}
