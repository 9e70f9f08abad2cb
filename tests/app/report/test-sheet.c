/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-sheet.h"

#include "cb-error.h"
#include "cb-passphrase.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a reader finds on the paper; NULL where poppler is not installed. */
static char *
text_of (const char *path)
{
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *argv[] = { tool, "-layout", path, "-", NULL };
  char *out = NULL;

  if (tool == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, NULL, NULL, NULL));
  return out;
}

static void
check (const CbSheet      *sheet,
       const char *const  *words)
{
  g_autofree char *dir = g_dir_make_tmp ("cb-sheet-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "sheet.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (cb_sheet_write_pdf (sheet, path, &error));
  g_assert_no_error (error);
  text = text_of (path);
  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  for (guint i = 0; text != NULL && words[i] != NULL; i++)
    g_assert_nonnull (strstr (text, words[i]));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
test_recovery (void)
{
  guint8 bytes[20] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 };
  g_autoptr (CbSecret) code = cb_secret_from (bytes, sizeof bytes);
  g_autoptr (CbSecret) text = cb_recovery_code_to_text (code);
  g_auto (GStrv) groups = g_strsplit ((const char *) cb_secret_bytes (text), "-", -1);
  CbSheet sheet = {
    .kind = CB_SHEET_RECOVERY, .county = "剑阁县", .desk = "县民政局", .date = cb_date_new (2026, 9, 1), .secret = text,
  };

  check (&sheet, (const char *const *) groups);
  check (&sheet, (const char *const[]) { "剑阁县", "县民政局", "2026-09-01", NULL });
}

static void
test_person (void)
{
  g_autoptr (CbSecret) secret = cb_secret_take_text (g_strdup ("lanxu-qiemo-taigu-senlu"));
  CbSheet sheet = {
    .kind = CB_SHEET_PERSON, .county = "剑阁县", .person = "何晓梅", .roles = "经办", .area = "剑阁县 剑门关镇", .number = 3,
    .date = cb_date_new (2026, 9, 1), .secret = secret,
  };

  check (&sheet, (const char *const[]) { "何晓梅", "剑门关镇", "03", "lanxu-qiemo-taigu-senlu", NULL });
}

static void
test_unwritable (void)
{
  g_autoptr (CbSecret) secret = cb_secret_take_text (g_strdup ("lanxu"));
  CbSheet sheet = { .kind = CB_SHEET_PERSON, .date = CB_DATE_NONE, .secret = secret };
  g_autoptr (GError) error = NULL;

  g_assert_false (cb_sheet_write_pdf (&sheet, "/nonexistent/sheet.pdf", &error));
  g_assert_error (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/recovery", test_recovery);
  g_test_add_func ("/sheet/person", test_person);
  g_test_add_func ("/sheet/unwritable", test_unwritable);

  return g_test_run ();
}
