/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cb-import.h"
#include "cb-import-private.h"

/* As an office has it: a title above the headings, merged cells left blank, semicolons, money as it is written, full-width digits, an old
 * number of 15 digits, one that a spreadsheet has destroyed, one with a wrong check character. */
static const char roster[] =
  "剑门关镇低保花名册（2026年9月）;;;;;;;;;\n"
  "户编号;姓名;与户主关系;身份证号码;乡镇;村（社区）;城乡类别;务工收入（元/月）;银行存款;备注\n"
  "1;王秀兰;户主;５１０８０２196503159982;剑门关镇;双鱼村;农村;;21,000元;\"住在\n村口\"\n"
  "1;李国强;子;510823195809129978;;;;￥1,440.50;;\n"
  "2;张天贵;户主;5.10802E+17;剑门关镇;青林村;农村;;;\n"
  "3;陈小雨;户主;51082420091101996x;剑门关;双鱼村;农村;;;\n"
  "4;赵云;户主;510812198802299980;普安镇;石板村;农村;;;\n"
  "4;赵小云;女;510821730604997;;;;;;\n";

typedef struct {
  char       *path;
  CbImport   *import;
  const char *id;
  guint       households, persons;
  GCancellable *cancel;
} Work;

static gpointer
read_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Work *w = data;

  return w->import = cb_import_read (desk, db, w->path, error);
}

static gpointer
commit_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Work *w = data;

  return cb_import_commit (w->import, desk, db, w->cancel, NULL, NULL, &w->households, &w->persons, error) ? w : NULL;
}

static gpointer
find_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Work *w = data;
  CbDuplicate found = { 0 };
  gpointer yes = NULL;

  if (cb_find_duplicate (db, w->id, NULL, &found, error))
    {
      yes = w;
      cb_duplicate_clear (&found);
    }
  return yes;
}

static CbImport *
read_file (Office     *office,
           const char *path)
{
  Work w = { .path = (char *) path };
  g_autoptr (GError) error = NULL;

  cb_desk_read (office->desk, read_job, &w, &error);
  g_assert_no_error (error);
  g_assert_nonnull (w.import);
  return w.import;
}

static void
commit (Office   *office,
        CbImport *import,
        guint     households,
        guint     persons)
{
  Work w = { .import = import };
  g_autoptr (GError) error = NULL;

  cb_desk_write (office->desk, commit_job, &w, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (w.households, ==, households);
  g_assert_cmpuint (w.persons, ==, persons);
}

static gboolean
knows (Office     *office,
       const char *id)
{
  Work w = { .id = id };
  g_autoptr (GError) error = NULL;
  gboolean known = cb_desk_read (office->desk, find_job, &w, &error) != NULL;

  g_assert_no_error (error);
  return known;
}

static const CbImportFault *
fault_at (CbImport *import,
          guint     line)
{
  GPtrArray *faults = cb_import_faults (import);

  for (guint i = 0; i < faults->len; i++)
    if (((CbImportFault *) g_ptr_array_index (faults, i))->line == line)
      return g_ptr_array_index (faults, i);
  return NULL;
}

static char *
write_as (Office     *office,
          const char *name,
          const char *text,
          const char *encoding)
{
  char *path = g_build_filename (office->dir, name, NULL);
  gsize len;
  g_autofree char *bytes = g_convert (text, -1, encoding, "UTF-8", NULL, &len, NULL);

  g_assert_nonnull (bytes);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) len, NULL));
  return path;
}

static void
test_round (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autofree char *path = NULL, *rest = NULL, *text = NULL;
  guint households;

  office_turn (office, WORKER);
  path = write_as (office, "roster.csv", roster, "GB18030");
  {
    g_autoptr (CbImport) import = read_file (office, path);
    GPtrArray *columns = cb_import_columns (import);

    g_assert_cmpstr (cb_import_encoding (import), ==, "GB18030");
    g_assert_cmpint (((CbImportColumn *) columns->pdata[0])->role, ==, CB_IMPORT_HOUSEHOLD_KEY);
    g_assert_cmpstr (((CbImportColumn *) columns->pdata[3])->field->key, ==, "member.id_number");
    g_assert_cmpstr (((CbImportColumn *) columns->pdata[7])->kind, ==, "wage");
    g_assert_cmpint (((CbImportColumn *) columns->pdata[7])->times, ==, 12);
    g_assert_cmpuint (cb_import_rows (import), ==, 6);
    g_assert_cmpuint (cb_import_good (import, &households), ==, 3);
    g_assert_cmpuint (households, ==, 2);
    g_assert_cmpuint (cb_import_known (import), ==, 0);
    /* The line break inside a cell counts: these are lines of the file, not rows. */
    g_assert_nonnull (fault_at (import, 6));
    g_assert_cmpstr (fault_at (import, 6)->column, ==, "身份证号码");
    g_assert_nonnull (strstr (fault_at (import, 6)->remedy, "lost digits"));
    g_assert_nonnull (fault_at (import, 8));
    g_assert_nonnull (strstr (fault_at (import, 9)->reason, "Waits for line 8"));
    g_assert_cmpuint (cb_import_faults (import)->len, ==, 3);
    /* Cancelled: nothing is taken. */
    {
      g_autoptr (GCancellable) cancel = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Work w = { .import = import, .cancel = cancel };

      g_cancellable_cancel (cancel);
      g_assert_null (cb_desk_write (office->desk, commit_job, &w, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (knows (office, "510802196503159982"));
    }
    commit (office, import, 2, 3);
    rest = g_build_filename (office->dir, "rest.csv", NULL);
    g_assert_true (cb_import_save_rest (import, rest, NULL));
  }
  g_assert_true (knows (office, "510802196503159982"));
  g_assert_true (knows (office, "510823195809129978"));
  g_assert_true (knows (office, "51082420091101996X"));
  g_assert_false (knows (office, "510821197306049972"));
  /* The same file again doubles nobody. */
  {
    g_autoptr (CbImport) import = read_file (office, path);

    g_assert_cmpuint (cb_import_known (import), ==, 3);
    g_assert_cmpuint (cb_import_good (import, NULL), ==, 0);
    commit (office, import, 0, 0);
  }
  /* What could not be taken is corrected and read again. */
  g_assert_true (g_file_get_contents (rest, &text, NULL, NULL));
  {
    g_autofree char *half = NULL, *corrected = NULL;
    g_auto (GStrv) parts = g_strsplit (text, "5.10802E+17", 2), more = NULL;

    g_assert_cmpuint (g_strv_length (parts), ==, 2);
    half = g_strjoinv ("510812198802299987", parts);
    more = g_strsplit (half, "510812198802299980", -1);
    corrected = g_strjoinv ("510802196503159974", more);
    g_assert_true (g_file_set_contents (rest, corrected, -1, NULL));
  }
  {
    g_autoptr (CbImport) import = read_file (office, rest);

    g_assert_cmpuint (cb_import_rows (import), ==, 3);
    for (guint i = 0; i < cb_import_faults (import)->len; i++)
      g_test_message ("%s", ((CbImportFault *) g_ptr_array_index (cb_import_faults (import), i))->reason);
    g_assert_cmpuint (cb_import_faults (import)->len, ==, 0);
    commit (office, import, 2, 3);
  }
  g_assert_true (knows (office, "510821197306049972"));
  office_assert_no_scan (office);
  office_verify (office);
}

/* A person mends what a column is taken for; the family whose member is known is joined, not doubled. */
static void
test_match (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autofree char *path = NULL, *path2 = NULL;
  CbUid family;

  office_turn (office, WORKER);
  family = office_family (office, "王秀兰", "510802196503159982", 1, "3000", "510823120");
  path = write_as (office, "a.csv", "甲,身份证号,乡镇,户主身份证号,关系\n陈小雨,51082420091101996X,剑门关镇,510802196503159982,孙女\n"
                   "王秀兰,510802196503159982,剑门关镇,510802196503159982,户主\n", "UTF-8");
  {
    g_autoptr (CbImport) import = read_file (office, path);

    g_assert_cmpuint (cb_import_good (import, NULL), ==, 0);
    g_assert_nonnull (strstr (fault_at (import, 2)->reason, "name is missing"));
  }
  path2 = write_as (office, "b.csv", "姓名\t身份证号\t乡镇\t户主身份证号\t关系\n陈小雨\t51082420091101996X\t剑门关镇\t510802196503159982\t孙女\n"
                    "王秀兰\t510802196503159982\t剑门关镇\t510802196503159982\t户主\n", "UTF-8");
  {
    g_autoptr (CbImport) import = read_file (office, path2);

    g_assert_cmpuint (cb_import_known (import), ==, 1);
    g_assert_cmpuint (cb_import_good (import, NULL), ==, 1);
    commit (office, import, 1, 1);
  }
  {
    g_autoptr (CbHousehold) h = office_load (office, &family);
    g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);

    g_assert_cmpuint (members->len, ==, 2);
  }
  office_assert_no_scan (office);
  office_verify (office);
}

static void
test_refused (void)
{
  static const char *const files[] = { "", "姓名,身份证号\n\"王", "一,二\n三,四\n", "PK\3\4" };
  g_autoptr (Office) office = office_new (1 << WORKER);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (office->dir, "bad.csv", NULL), *sentence = NULL;
      g_autoptr (GError) error = NULL;
      Work w = { .path = path };

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_null (cb_desk_read (office->desk, read_job, &w, &error));
      g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT);
      sentence = cb_error_sentence (error);
      g_assert_cmpuint (strlen (sentence), >, 10);
    }
}

/* What an amount column counts: a month's sum is taken twelve times, one of twelve months once. */
static void
test_times (void)
{
  static const struct { const char *heading; int times; } table[] = {
    { "工资收入", 1 }, { "工资收入(月)", 12 }, { "工资收入（元/月）", 12 }, { "月工资", 12 }, { "每月工资收入", 12 },
    { "工资收入（近十二个月）", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CbImportColumn column = { .heading = (char *) table[i].heading };

      cb_import_guess (&column);
      g_assert_cmpint (column.times, ==, table[i].times);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/round", test_round);
  g_test_add_func ("/import/match", test_match);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/times", test_times);
  return g_test_run ();
}
