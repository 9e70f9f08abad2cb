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
    g_assert_cmpint (((CbImportColumn *) columns->pdata[0])->target.role, ==, CB_IMPORT_HOUSEHOLD_KEY);
    g_assert_cmpstr (((CbImportColumn *) columns->pdata[3])->target.field->key, ==, "member.id_number");
    g_assert_cmpstr (((CbImportColumn *) columns->pdata[7])->target.kind, ==, "wage");
    g_assert_cmpint (((CbImportColumn *) columns->pdata[7])->target.times, ==, 12);
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

/* Each is told its own reason, not that it should be saved as what it is. */
static void
test_refused (void)
{
  static const struct { const char *file; const char *reason; } table[] = {
    { "", "is empty" }, { "\xef\xbb\xbf", "is empty" }, { "\n\n ,,\n", "is empty" },
    { "姓名,身份证号\n王秀兰,1\n\"王", "In line 3 a quotation mark" }, { "一,二\n三,四\n", "No line of headings" },
    { "姓名,身份证号\n", "nobody in this file" }, { "PK\3\4", "spreadsheet" }, { NULL, "is not there" },
  };
  g_autoptr (Office) office = office_new (1 << WORKER);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_build_filename (office->dir, "bad.csv", NULL), *sentence = NULL;
      g_autoptr (GError) error = NULL;
      Work w = { .path = path };

      if (table[i].file != NULL)
        g_assert_true (g_file_set_contents (path, table[i].file, -1, NULL));
      else
        g_assert_no_errno (g_unlink (path));
      g_assert_null (cb_desk_read (office->desk, read_job, &w, &error));
      if (table[i].file != NULL)
        g_assert_error (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_IMPORT);
      sentence = cb_error_sentence (error);
      g_test_message ("%s", sentence);
      g_assert_nonnull (strstr (sentence, table[i].reason));
    }
}

/* What is wrong with a cell, and what can be done: the words that are allowed are named, the first ten of many. */
static void
test_remedies (void)
{
  static const struct { const char *heading; const char *cell; const char *reason; const char *remedy; } table[] = {
    { "性别", "男人", "none of the choices", "Use one of these words: Male, Female, Unknown" },
    { "与户主关系", "表叔", "none of the choices",
      "Use one of these words: Head of household, Spouse, Son, Daughter, Grandchild, Father, Mother, Grandparent, Brother or sister, Son-in-law …" },
    { "长期共同居住", "也许", "yes or no", "Use one of these words: Yes, No" },
    { "乡镇", "不存在镇", "no such township in your area", "Write the name of the township: " },
    { "工资收入", "-5", "below zero", "Write the amount in yuan" },
    { "月工资", "90000000000000", "too large", "Write the amount in yuan" },
    { "银行存款", "很多", "not an amount", "Write the amount in yuan" },
  };
  g_autoptr (Office) office = office_new (1 << WORKER);

  office_turn (office, WORKER);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = g_strdup_printf ("姓名,身份证号,%s\n王秀兰,510802196503159982,%s\n", table[i].heading, table[i].cell);
      g_autofree char *path = write_as (office, "r.csv", text, "UTF-8");
      g_autoptr (CbImport) import = read_file (office, path);
      const CbImportFault *fault = fault_at (import, 2);

      g_assert_nonnull (fault);
      g_test_message ("%s — %s", fault->reason, fault->remedy);
      g_assert_cmpstr (fault->column, ==, table[i].heading);
      g_assert_nonnull (strstr (fault->reason, table[i].reason));
      g_assert_true (g_str_has_prefix (fault->remedy, table[i].remedy));
    }
}

/* What the ID number says and what other columns say is one person, or nobody is taken. */
static void
test_contradictions (void)
{
  static const struct { const char *id, *birth, *sex; const char *column, *here, *there; } table[] = {
    { "510823195809129978", "1958-09-12", "男", NULL, NULL, NULL },
    { "510823195809129978", "", "未知", NULL, NULL, NULL },
    { "", "1975-01-01", "女", NULL, NULL, NULL },
    { "510823195809129978", "1975-01-01", "男", "出生日期", "1975-01-01", "1958-09-12" },
    { "510823195809129978", "1958-09-12", "女", "性别", "“Female”", "“Male”" },
  };
  g_autoptr (Office) office = office_new (1 << WORKER);

  office_turn (office, WORKER);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = g_strdup_printf ("姓名,身份证号,出生日期,性别,乡镇\n李国强,%s,%s,%s,剑门关镇\n", table[i].id, table[i].birth,
                                               table[i].sex);
      g_autofree char *path = write_as (office, "c.csv", text, "UTF-8");
      g_autoptr (CbImport) import = read_file (office, path);
      const CbImportFault *fault = fault_at (import, 2);

      g_assert_cmpuint (cb_import_good (import, NULL), ==, table[i].column == NULL ? 1 : 0);
      if (table[i].column == NULL)
        continue;
      g_assert_cmpuint (cb_import_faults (import)->len, ==, 1);
      g_test_message ("%s — %s", fault->reason, fault->remedy);
      g_assert_cmpstr (fault->column, ==, table[i].column);
      g_assert_nonnull (strstr (fault->reason, table[i].here));
      g_assert_nonnull (strstr (fault->reason, table[i].there));
      g_assert_nonnull (strstr (fault->remedy, "ID card"));
    }
}

/* What a heading stands for: the kind, a month's sum twelve times, the household's own only once. */
static void
test_headings (void)
{
  static const struct { const char *heading; CbImportRole role; const char *target; int times; gboolean whole; } table[] = {
    { "工资收入", CB_IMPORT_INCOME, "wage", 1, FALSE }, { "工资收入(月)", CB_IMPORT_INCOME, "wage", 12, FALSE },
    { "工资收入（元/月）", CB_IMPORT_INCOME, "wage", 12, FALSE }, { "月工资", CB_IMPORT_INCOME, "wage", 12, FALSE },
    { "每月工资收入", CB_IMPORT_INCOME, "wage", 12, FALSE }, { "工资收入（近十二个月）", CB_IMPORT_INCOME, "wage", 1, FALSE },
    { "务工收入", CB_IMPORT_INCOME, "wage", 1, FALSE }, { "经营收入", CB_IMPORT_INCOME, "business", 1, FALSE },
    { "财产收入", CB_IMPORT_INCOME, "property", 1, FALSE }, { "转移收入", CB_IMPORT_INCOME, "transfer", 1, FALSE },
    { "养老金", CB_IMPORT_INCOME, "pension", 1, FALSE }, { "养老金（元/月）", CB_IMPORT_INCOME, "pension", 12, FALSE },
    { "户主养老金收入", CB_IMPORT_INCOME, "pension", 1, FALSE },
    { "年收入", CB_IMPORT_INCOME, NULL, 1, FALSE }, { "月收入", CB_IMPORT_INCOME, NULL, 12, FALSE },
    { "本人年收入（元）", CB_IMPORT_INCOME, NULL, 1, FALSE }, { "近12个月收入", CB_IMPORT_INCOME, NULL, 1, FALSE },
    { "户主年收入", CB_IMPORT_INCOME, NULL, 1, FALSE }, { "家庭成员年收入", CB_IMPORT_INCOME, NULL, 1, FALSE },
    { "家庭年收入", CB_IMPORT_INCOME, NULL, 1, TRUE }, { "家庭月收入", CB_IMPORT_INCOME, NULL, 12, TRUE },
    { "Income", CB_IMPORT_INCOME, NULL, 1, FALSE }, { "Household income", CB_IMPORT_INCOME, NULL, 1, TRUE },
    { "家庭人均年收入", CB_IMPORT_IGNORED, NULL, 1, FALSE }, { "收入来源", CB_IMPORT_IGNORED, NULL, 1, FALSE },
    { "赡养费支出", CB_IMPORT_IGNORED, NULL, 1, FALSE },
    { "银行存款", CB_IMPORT_ASSET, "deposit", 1, FALSE }, { "家庭存款", CB_IMPORT_ASSET, "deposit", 1, TRUE },
    { "股票", CB_IMPORT_ASSET, "security", 1, FALSE }, { "微信余额", CB_IMPORT_ASSET, "internet", 1, FALSE },
    { "户主", CB_IMPORT_HEAD_NAME, NULL, 1, FALSE },
  };
  g_autoptr (GArray) targets = cb_import_targets ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CbImportColumn column = { .heading = (char *) table[i].heading };

      cb_import_guess (&column);
      g_test_message ("%s", table[i].heading);
      g_assert_cmpint (column.target.role, ==, table[i].role);
      g_assert_cmpstr (column.target.kind, ==, table[i].target);
      g_assert_cmpint (column.target.times, ==, table[i].times);
      g_assert_cmpint (column.target.whole, ==, table[i].whole);
    }
  /* Everything that a column can be taken for can be chosen, under a name of its own. */
  for (guint i = 0; i < targets->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const CbImportTarget *a = &g_array_index (targets, CbImportTarget, i), *b = &g_array_index (targets, CbImportTarget, k);
        g_autofree char *one = cb_import_target_text (a), *other = cb_import_target_text (b);

        g_assert_false (cb_import_same_target (a, b));
        if (a->role != CB_IMPORT_FIELD)
          g_assert_cmpstr (one, !=, other);
      }
}

static const CbImportTarget *
target_of (CbImport *import,
           guint     column)
{
  return &((CbImportColumn *) g_ptr_array_index (cb_import_columns (import), column))->target;
}

/* The same money is not counted in two columns, and what is left out is named. */
static void
test_doubles (void)
{
  static const struct { const char *headings; const char *taken; const char *left_out; } table[] = {
    { "姓名,身份证号,工资性收入,养老金,年收入,家庭年收入", "++++--", "年收入, 家庭年收入" },
    { "姓名,身份证号,年收入,月收入,家庭年收入", "+++--", "月收入, 家庭年收入" },
    { "姓名,身份证号,家庭年收入,序号", "+++-", NULL },
    { "姓名,身份证号,种植收入,养殖收入,其他收入", "+++++", NULL },
    { "姓名,身份证号,月工资,年工资,基础养老金", "+++-+", "年工资" },
    { "姓名,身份证号,基础养老金,年收入,血型", "++++-", "血型" },
  };
  g_autoptr (Office) office = office_new (1 << WORKER);

  office_turn (office, WORKER);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s\n王秀兰,510802196503159982,100,100,100,100\n", table[i].headings);
      g_autofree char *path = write_as (office, "d.csv", text, "UTF-8");
      g_autoptr (CbImport) import = read_file (office, path);
      g_autofree char *left_out = cb_import_left_out_text (import);

      for (guint k = 0; table[i].taken[k] != '\0'; k++)
        g_assert_cmpint (target_of (import, k)->role != CB_IMPORT_IGNORED, ==, table[i].taken[k] == '+');
      if (table[i].left_out == NULL)
        g_assert_null (left_out);
      else
        g_assert_true (g_str_has_suffix (left_out, table[i].left_out));
    }
}

typedef struct { Work work; guint column; const CbImportTarget *target; } Mend;

static gpointer
match_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Mend *m = data;

  return cb_import_match (m->work.import, desk, db, m->column, m->target, error) ? m : NULL;
}

static void
match (Office        *office,
       CbImport      *import,
       guint          column,
       CbImportTarget target)
{
  Mend m = { { .import = import }, column, &target };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (cb_desk_read (office->desk, match_job, &m, &error));
  g_assert_no_error (error);
}

typedef struct { const char *id; CbUid household; } Where;

static gpointer
where_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Where *w = data;
  CbDuplicate found = { 0 };

  if (!cb_find_duplicate (db, w->id, NULL, &found, error))
    return NULL;
  w->household = found.household;
  cb_duplicate_clear (&found);
  return w;
}

static CbHousehold *
household_of (Office     *office,
              const char *id)
{
  Where w = { .id = id };
  g_autoptr (GError) error = NULL;

  cb_desk_read (office->desk, where_job, &w, &error);
  g_assert_no_error (error);
  return office_load (office, &w.household);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The rows of @kind of a household, "kind amount months source;" each, in the order of their amounts. */
static char *
sums_of (CbHousehold *h,
         CbKind       kind)
{
  const char *name = kind == CB_KIND_INCOME ? "income" : "asset";
  g_autoptr (GPtrArray) members = cb_household_list (h, CB_KIND_MEMBER, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *kind_key = g_strconcat (name, ".kind", NULL), *amount_key = g_strconcat (name, ".amount", NULL);

  for (guint m = 0; m < (kind == CB_KIND_INCOME ? members->len : 1); m++)
    {
      g_autoptr (GPtrArray) list =
        cb_household_list (h, kind, kind == CB_KIND_INCOME ? cb_entity_uid (g_ptr_array_index (members, m)) : NULL);

      for (guint i = 0; i < list->len; i++)
        {
          const CbEntity *e = g_ptr_array_index (list, i);
          const char *source = cb_entity_text (e, cb_field_by_key ("income.source")->id);

          g_ptr_array_add (lines, g_strdup_printf ("%08" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %s;",
                                                   cb_entity_int (e, cb_field_by_key (amount_key)->id, -1) / 100,
                                                   cb_entity_text (e, cb_field_by_key (kind_key)->id),
                                                   cb_entity_int (e, cb_field_by_key ("income.months")->id, -1), source != NULL ? source : ""));
        }
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("", (char **) lines->pdata);
}

/* Sums become rows of the member or of the household, also where a person says what the column is; and are not doubled. */
static void
test_sums (void)
{
  g_autoptr (Office) office = office_new (1 << WORKER);
  g_autofree char *path = NULL;

  office_turn (office, WORKER);
  path = write_as (office, "s.csv", "户编号,姓名,身份证号,与户主关系,乡镇,务工收入（元/月）,本人年收入,股票,杂项,家庭存款\n"
                   "1,王秀兰,510802196503159982,户主,剑门关镇,,3200,500,800,9000\n"
                   "1,李国强,510823195809129978,配偶,剑门关镇,1500,,,,9000\n", "UTF-8");
  for (int round = 0; round < 2; round++)
    {
      g_autoptr (CbImport) import = read_file (office, path);

      g_assert_cmpint (target_of (import, 6)->role, ==, CB_IMPORT_IGNORED);
      match (office, import, 6, (CbImportTarget) { .role = CB_IMPORT_INCOME, .times = 1 });
      match (office, import, 8, (CbImportTarget) { .role = CB_IMPORT_INCOME, .kind = "pension", .times = 12 });
      match (office, import, 0, (CbImportTarget) { .role = CB_IMPORT_IGNORED });
      match (office, import, 9, (CbImportTarget) { .role = CB_IMPORT_HOUSEHOLD_KEY });
      match (office, import, 9, (CbImportTarget) { .role = CB_IMPORT_ASSET, .kind = "deposit", .times = 1, .whole = TRUE });
      match (office, import, 0, (CbImportTarget) { .role = CB_IMPORT_HOUSEHOLD_KEY });
      g_assert_null (cb_import_left_out_text (import));
      commit (office, import, round == 0 ? 1 : 0, round == 0 ? 2 : 0);
      {
        g_autoptr (CbHousehold) h = household_of (office, "510802196503159982");
        g_autofree char *incomes = sums_of (h, CB_KIND_INCOME), *assets = sums_of (h, CB_KIND_ASSET);

        g_assert_cmpstr (incomes, ==, "00003200 transfer -1 本人年收入;00009600 pension -1 杂项;00018000 wage 12 务工收入(元/月);");
        g_assert_cmpstr (assets, ==, "00000500 security -1 ;00009000 deposit -1 ;");
      }
    }
  office_assert_no_scan (office);
  office_verify (office);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/round", test_round);
  g_test_add_func ("/import/match", test_match);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/remedies", test_remedies);
  g_test_add_func ("/import/contradictions", test_contradictions);
  g_test_add_func ("/import/headings", test_headings);
  g_test_add_func ("/import/doubles", test_doubles);
  g_test_add_func ("/import/sums", test_sums);
  return g_test_run ();
}
