/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The commands that open a casebook, on one demo county of 60 households. */

#define TODAY "2026-09-01"

static char *county, *auditor_file, *worker_file;
static char auditor[8], worker[8];      /* their slots */

/* Who has these roles, from DIR.logins.txt: the slot, and the passphrase in a file. */
static void
find_login (const char *logins,
            const char *roles,
            char       *slot,
            const char *name)
{
  g_auto (GStrv) lines = g_strsplit (logins, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] != '#' && g_strv_length (cells) == 5 && strcmp (cells[3], roles) == 0)
        {
          g_strlcpy (slot, cells[0], 8);
          tool_write (name, cells[1], -1);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
found (void)
{
  g_autofree char *logins = g_strconcat (county, ".logins.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (ToolRun) run = tool_run (NULL, "demo", county, "--households", "60", "--months", "3", "--today", TODAY, NULL);
  struct stat st;

  tool_assert (&run, 0, NULL);
  g_assert_true (g_file_get_contents (logins, &text, NULL, NULL));
  g_assert_cmpint (stat (logins, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  find_login (text, "Auditor", auditor, "auditor.txt");
  find_login (text, "Caseworker, Reviewer, Approver", worker, "worker.txt");
}

#define AS_AUDITOR "--slot", auditor, "--passphrase-file", auditor_file
#define AS_WORKER "--slot", worker, "--passphrase-file", worker_file

static char *
copy_county (const char *name)
{
  char *path = tool_path (name);

  tool_remove (path);
  tool_copy (county, path);
  return path;
}

static JsonObject *
object (JsonNode *node)
{
  return json_node_get_object (node);
}

static void
test_founded_once (void)
{
  g_auto (ToolRun) again = tool_run (NULL, "demo", county, NULL);
  g_auto (ToolRun) verify = tool_run (NULL, "verify", county, "--json", "--rebuild", AS_AUDITOR, NULL);
  g_autoptr (JsonNode) report = NULL;

  tool_assert (&again, 1, "already");
  tool_assert (&verify, 0, NULL);
  report = tool_json (&verify);
  g_assert_true (json_object_get_boolean_member (object (report), "sound"));
  g_assert_true (json_object_get_boolean_member (object (report), "rebuilt"));
  g_assert_cmpint (json_object_get_int_member (object (report), "records"), >, 60);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object (report), "faults")), ==, 0);
}

/* Every command that opens a casebook refuses a wrong passphrase in one line, and says nothing else. */
static void
test_wrong_passphrase (void)
{
  g_autofree char *copy = NULL, *wrong = tool_path ("wrong.txt"), *out = tool_path ("out");
  const char *const rows[][10] = {
    { "verify" }, { "import", "roster.csv" }, { "export", "--decision", "1", "--out", out }, { "search", "王" }, { "cases" },
    { "chart", "--kind", "trend", "--out", "x.svg" }, { "backup", out },
  };

  tool_write ("wrong.txt", "jianmen-shudao-99\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) args = g_ptr_array_new ();
      g_auto (ToolRun) run = { 0 };

      g_clear_pointer (&copy, g_free);
      copy = copy_county ("wrong");   /* wrong tries cost time, from the third on */
      g_ptr_array_add (args, (gpointer) rows[i][0]);
      g_ptr_array_add (args, copy);
      for (guint k = 1; rows[i][k] != NULL; k++)
        g_ptr_array_add (args, (gpointer) rows[i][k]);
      for (const char *const *a = (const char *const[]) { "--slot", auditor, "--passphrase-file", wrong, NULL }; *a != NULL; a++)
        g_ptr_array_add (args, (gpointer) *a);
      g_ptr_array_add (args, NULL);
      run = tool_runv (NULL, (const char *const *) args->pdata);
      tool_assert (&run, 1, "passphrase is not right");
      g_assert_cmpstr (run.out, ==, "");
      g_assert_null (strstr (run.err, "jianmen"));
    }
  {
    g_autofree char *words = NULL;
    gboolean read = g_file_get_contents (auditor_file, &words, NULL, NULL);
    g_auto (ToolRun) file = tool_run (NULL, "verify", county, "--slot", auditor, "--passphrase-file", "nowhere.txt", NULL);
    g_auto (ToolRun) slot = tool_run (NULL, "verify", county, "--slot", "16", "--passphrase-file", auditor_file, NULL);
    g_auto (ToolRun) pipe = tool_run (words, "verify", county, "--slot", auditor, "--passphrase-file", "-", NULL);

    g_assert_true (read);
    tool_assert (&file, 1, "nowhere.txt");
    tool_assert (&slot, 1, NULL);
    tool_assert (&pipe, 0, NULL);
  }
  tool_remove (copy);
}

/* One byte of another value anywhere is found, and the place named. */
static void
test_damage (void)
{
  static const struct { const char *files[3]; gint64 offset; const char *word; } rows[] = {
    { { "case.db" }, 40000, "page" },
    { { "case.db" }, -100, "page" },
    { { "case.db" }, 100, "damaged" },
    { { "vault.hdr.a", "vault.hdr.b" }, 60, "header" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *copy = copy_county ("damaged");
      g_auto (ToolRun) run = { 0 };

      for (guint k = 0; rows[i].files[k] != NULL; k++)
        {
          g_autofree char *path = g_build_filename (copy, rows[i].files[k], NULL);

          tool_flip (path, rows[i].offset);
        }
      run = tool_run (NULL, "verify", copy, AS_AUDITOR, NULL);
      tool_assert (&run, 1, rows[i].word);
      tool_remove (copy);
    }
}

#define ROSTER                                                                                                                       \
  "户编号,姓名,身份证号,与户主关系,城乡类别,乡镇,年工资,血型\n"                                                                                          \
  "1,测试甲,510823198501019987,户主,农村,剑门关镇,12000,A\n"                                                                                     \
  "2,测试乙,5.10823E+17,户主,农村,剑门关镇,1,B\n"

static void
test_import (void)
{
  g_autofree char *copy = copy_county ("import"), *file = tool_path ("roster.csv"), *rest = tool_path ("rest.csv"), *text = NULL;
  g_auto (ToolRun) check = { 0 }, import = { 0 }, again = { 0 }, auditor_may_not = { 0 }, missing = { 0 }, words = { 0 };
  g_autoptr (JsonNode) a = NULL, b = NULL, c = NULL;

  tool_write ("roster.csv", ROSTER, -1);
  check = tool_run (NULL, "import", copy, file, "--check", "--json", AS_WORKER, NULL);
  tool_assert (&check, 1, "1 row cannot be taken");
  a = tool_json (&check);
  g_assert_cmpint (json_object_get_int_member (object (a), "rows"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object (a), "good_rows"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object (a), "recorded_persons"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (json_object_get_array_member (object (a), "faults"), 0), "line"),
                   ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object (a), "columns")), ==, 8);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (object (a), "columns_not_imported"), 0), ==, "血型");
  words = tool_run (NULL, "import", copy, file, "--check", AS_WORKER, NULL);
  tool_assert (&words, 1, NULL);
  g_assert_nonnull (strstr (words.out, "1 column is not imported: 血型"));
  import = tool_run (NULL, "import", copy, file, "--json", "--rest", rest, AS_WORKER, NULL);
  tool_assert (&import, 1, "1 row cannot be taken");
  b = tool_json (&import);
  g_assert_cmpint (json_object_get_int_member (object (b), "recorded_persons"), ==, 1);
  g_assert_true (g_file_get_contents (rest, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "测试乙"));
  g_assert_null (strstr (text, "测试甲"));
  again = tool_run (NULL, "import", copy, file, "--json", AS_WORKER, NULL);
  tool_assert (&again, 1, "1 row cannot be taken");
  c = tool_json (&again);
  g_assert_cmpint (json_object_get_int_member (object (c), "recorded_persons"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (object (c), "known_rows"), ==, 1);
  missing = tool_run (NULL, "import", copy, "nowhere.csv", AS_WORKER, NULL);
  tool_assert (&missing, 1, "nowhere.csv");
  tool_remove (copy);
  copy = (g_free (copy), copy_county ("import"));
  auditor_may_not = tool_run (NULL, "import", copy, file, AS_AUDITOR, NULL);
  tool_assert (&auditor_may_not, 1, NULL);
  tool_remove (copy);
}

/* An old database put back behind a newer header. */
static void
test_put_back (void)
{
  g_autofree char *copy = copy_county ("put-back"), *file = tool_path ("roster.csv");
  g_autofree char *old = g_build_filename (county, "case.db", NULL), *now = g_build_filename (copy, "case.db", NULL);
  g_auto (ToolRun) import = { 0 }, run = { 0 }, desk = { 0 };

  tool_write ("roster.csv", ROSTER, -1);
  import = tool_run (NULL, "import", copy, file, AS_WORKER, NULL);
  tool_assert (&import, 1, NULL);
  tool_copy (old, now);
  run = tool_run (NULL, "verify", copy, AS_AUDITOR, NULL);
  tool_assert (&run, 1, "anchor");
  desk = tool_run (NULL, "cases", copy, AS_AUDITOR, NULL);
  tool_assert (&desk, 1, "old copy");
  tool_remove (copy);
}

static void
check_with_openssl (const char *folder)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *message = g_build_filename (folder, "message.bin", NULL), *key = g_build_filename (folder, "public.pem", NULL);
  g_autofree char *signature = g_build_filename (folder, "signature.bin", NULL);
  const char *const argv[] = { openssl, "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", message, "-sigfile", signature, NULL };

  for (int flipped = 0; openssl != NULL && flipped < 2; flipped++)
    {
      g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

      g_subprocess_wait (process, NULL, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (process) != 0, ==, flipped);
      tool_flip (message, 30);
    }
}

static void
test_export_and_replay (void)
{
  g_autofree char *copy = copy_county ("export"), *folder = tool_path ("decision");
  g_autofree char *capsule = g_build_filename (folder, "decision.cbor", NULL), *pack = g_build_filename (folder, "rules.pack", NULL);
  g_autofree char *other = g_build_filename (tool_source (), "tests", "cases", "README.md", NULL), *text = NULL;
  g_auto (ToolRun) cases = tool_run (NULL, "cases", copy, "--state", "confirmed", "--limit", "1", AS_AUDITOR, NULL);
  g_auto (ToolRun) export = { 0 }, again = { 0 }, unknown = { 0 }, replay = { 0 }, json = { 0 }, bad_pack = { 0 }, no_pack = { 0 };
  g_autoptr (JsonNode) node = NULL;
  gsize len;

  tool_assert (&cases, 0, NULL);
  g_assert_nonnull (strchr (cases.out, '\t'));
  *strchr (cases.out, '\t') = '\0';
  export = tool_run (NULL, "export", copy, "--decision", cases.out, "--out", folder, AS_AUDITOR, NULL);
  tool_assert (&export, 0, NULL);
  again = tool_run (NULL, "export", copy, "--decision", cases.out, "--out", folder, AS_AUDITOR, NULL);
  tool_assert (&again, 1, "already");
  unknown = tool_run (NULL, "export", copy, "--decision", "000000", "--out", "x", AS_AUDITOR, NULL);
  tool_assert (&unknown, 1, "000000");
  replay = tool_run (NULL, "replay", capsule, NULL);
  tool_assert (&replay, 0, NULL);
  json = tool_run (NULL, "replay", capsule, "--json", "--pack", pack, NULL);
  tool_assert (&json, 0, NULL);
  node = tool_json (&json);
  g_assert_true (json_object_get_boolean_member (object (node), "same"));
  g_assert_true (json_object_has_member (json_object_get_object_member (object (node), "result"), "programmes"));
  check_with_openssl (folder);
  bad_pack = tool_run (NULL, "replay", capsule, "--pack", other, NULL);
  tool_assert (&bad_pack, 1, "README.md");
  /* Any byte of the capsule: said, never passed over. */
  g_assert_true (g_file_get_contents (capsule, &text, &len, NULL));
  for (guint i = 0; i < 12; i++)
    {
      gint64 offset = (gint64) (len - 1) * i / 11;
      g_auto (ToolRun) run = { 0 };

      tool_flip (capsule, offset);
      run = tool_run (NULL, "replay", capsule, NULL);
      tool_assert (&run, 1, "decision.cbor");
      tool_flip (capsule, offset);
    }
  tool_flip (pack, 200);   /* in a comment: the same rules, but not the same bytes */
  {
    g_auto (ToolRun) run = tool_run (NULL, "replay", capsule, NULL);

    tool_assert (&run, 1, NULL);
  }
  g_unlink (pack);
  no_pack = tool_run (NULL, "replay", capsule, NULL);
  tool_assert (&no_pack, 1, "--pack FILE");
  tool_remove (copy);
}

static void
test_chart (void)
{
  static const struct { const char *name, *magic; } files[] = { { "c.svg", "<?xml" }, { "c.pdf", "%PDF" }, { "c.png", "\x89PNG" } };
  g_autofree char *gif = tool_path ("c.gif");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = tool_path (files[i].name), *text = NULL;
      g_auto (ToolRun) run = tool_run (NULL, "chart", county, "--kind", "trend", "--out", path, "--measure", "persons", AS_AUDITOR, NULL);

      tool_assert (&run, 0, NULL);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, files[i].magic));
    }
  {
    g_auto (ToolRun) kind = tool_run (NULL, "chart", county, "--kind", "trend", "--out", gif, AS_AUDITOR, NULL);
    g_auto (ToolRun) area = tool_run (NULL, "chart", county, "--kind", "trend", "--out", gif, "--area", "999", AS_AUDITOR, NULL);

    tool_assert (&kind, 1, "c.gif");
    tool_assert (&area, 1, "999");
  }
}

static void
test_search (void)
{
  g_auto (ToolRun) found_some = tool_run (NULL, "search", county, "剑门", "--json", "--limit", "3", AS_AUDITOR, NULL);
  g_auto (ToolRun) nobody = tool_run (NULL, "search", county, "查无此人", AS_AUDITOR, NULL);
  g_autoptr (JsonNode) node = NULL;

  tool_assert (&found_some, 0, NULL);
  node = tool_json (&found_some);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object (node), "households")), >, 0);
  tool_assert (&nobody, 0, NULL);
  g_assert_cmpstr (nobody.out, ==, "");
}

static void
test_backup (void)
{
  g_autofree char *file = tool_path ("county.cbbackup"), *dir = tool_path ("restored"), *cut = tool_path ("cut.cbbackup");
  g_autofree char *text = NULL;
  gsize len;
  g_auto (ToolRun) backup = tool_run (NULL, "backup", county, file, AS_AUDITOR, NULL);
  g_auto (ToolRun) again = tool_run (NULL, "backup", county, file, AS_AUDITOR, NULL);
  g_auto (ToolRun) restore = tool_run (NULL, "restore", file, dir, AS_AUDITOR, NULL);
  g_auto (ToolRun) there = tool_run (NULL, "restore", file, dir, AS_AUDITOR, NULL);
  g_auto (ToolRun) code = tool_run ("AAAA-BBBB\n", "restore", file, cut, "--recovery", "--passphrase-file", "-", NULL);
  g_auto (ToolRun) verify = tool_run (NULL, "verify", dir, "--rebuild", AS_AUDITOR, NULL);

  tool_assert (&backup, 0, NULL);
  tool_assert (&again, 1, "already");
  tool_assert (&restore, 0, NULL);
  tool_assert (&there, 1, NULL);
  tool_assert (&code, 1, NULL);
  tool_assert (&verify, 0, NULL);
  tool_remove (dir);
  g_assert_true (g_file_get_contents (file, &text, &len, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_auto (ToolRun) run = { 0 };

      tool_write ("cut.cbbackup", text, (gssize) len - (i == 3 ? 1 : 0));
      if (i < 3)
        tool_flip (cut, (gint64) (len - 1) * i / 2);
      run = tool_run (NULL, "restore", cut, dir, AS_AUDITOR, NULL);
      tool_assert (&run, 1, "cut.cbbackup");
      g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
    }
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What is equal in the order asked for stands in the order of its uid, which is another one each time. */
static char *
sorted_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* The sums of a simulation that changes nothing are equal on both sides; a lower standard costs less; what cannot be set is said. */
static void
test_simulate (void)
{
  g_auto (ToolRun) same = tool_run (NULL, "simulate", county, "--on", TODAY, "--set", "dibao.standard.rural=620.00", "--json", AS_AUDITOR, NULL);
  g_auto (ToolRun) less = tool_run (NULL, "simulate", county, "--on", TODAY, "--set", "dibao.standard.rural=400", AS_AUDITOR, NULL);
  g_auto (ToolRun) wrong = tool_run (NULL, "simulate", county, "--on", TODAY, "--set", "dibao.standard.lunar=400", AS_AUDITOR, NULL);
  g_auto (ToolRun) area = tool_run (NULL, "simulate", county, "--on", TODAY, "--set", "dibao.standard.rural=400", "--area", "99", AS_AUDITOR, NULL);

  const char *all, *end;

  tool_assert (&same, 0, NULL);
  g_assert_nonnull (strstr (same.out, "\"lose\" : {\n    \"households\" : 0"));
  g_assert_nonnull (strstr (same.out, "\"gain\" : {\n    \"households\" : 0"));
  tool_assert (&less, 0, NULL);
  /* Some may gain: a single applicant gets the whole standard where the family got a small difference. */
  g_assert_null (strstr (less.out, "\n0 households lose"));
  all = strstr (less.out, "All\t");
  g_assert_nonnull (all);
  end = strchr (all, '\n');
  g_assert_cmpint (g_strrstr_len (all, end - all, "\t")[1], ==, '-');
  tool_assert (&wrong, 1, "dibao.standard.lunar");
  tool_assert (&area, 1, "99");
}

/* The same seed gives the same households, cases and amounts; another seed others. */
static void
test_deterministic (void)
{
  g_autofree char *twin = tool_path ("twin"), *other = tool_path ("other"), *chart = tool_path ("twin.svg");
  g_auto (ToolRun) a = tool_run (NULL, "demo", twin, "--households", "60", "--months", "3", "--today", TODAY, NULL);
  g_auto (ToolRun) b = tool_run (NULL, "demo", other, "--households", "60", "--months", "3", "--today", TODAY, "--seed", "2", NULL);
  const char *const dirs[] = { county, twin, other };
  g_autofree char *said[3][4] = { { NULL } };

  tool_assert (&a, 0, NULL);
  tool_assert (&b, 0, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ToolRun) sums = tool_run (NULL, "evaluate", "--casebook", dirs[i], "--on", TODAY, "--json", AS_AUDITOR, NULL);
      g_auto (ToolRun) cases = tool_run (NULL, "cases", dirs[i], AS_AUDITOR, NULL);
      g_auto (ToolRun) trend = tool_run (NULL, "chart", dirs[i], "--kind", "trend", "--out", chart, "--json", AS_AUDITOR, NULL);
      g_auto (ToolRun) people = tool_run (NULL, "search", dirs[i], "村", "--limit", "1000", AS_AUDITOR, NULL);
      ToolRun *runs[] = { &sums, &cases, &trend, &people };

      for (guint k = 0; k < G_N_ELEMENTS (runs); k++)
        {
          tool_assert (runs[k], 0, NULL);
          g_assert_cmpuint (strlen (runs[k]->out), >, 10);
          said[i][k] = sorted_lines (runs[k]->out);
        }
    }
  for (guint k = 0; k < 4; k++)
    g_assert_true (strcmp (said[0][k], said[1][k]) == 0);
  g_assert_true (strcmp (said[0][1], said[2][1]) != 0);
  for (guint i = 0; i < 3; i++)
    for (guint k = 0; k < 4; k++)
      g_clear_pointer (&said[i][k], g_free);
}

int
main (int    argc,
      char **argv)
{
  gboolean slow;
  int status;

  tool_init (&argc, &argv);
  slow = argc > 3 && strcmp (argv[3], "slow") == 0;
  county = tool_path ("county");
  auditor_file = tool_path ("auditor.txt");
  worker_file = tool_path ("worker.txt");
  found ();
  if (slow)
    {
      g_test_add_func ("/casebook/deterministic", test_deterministic);
  g_test_add_func ("/casebook/simulate", test_simulate);
      g_test_add_func ("/casebook/wrong-passphrase", test_wrong_passphrase);
    }
  else
    {
      g_test_add_func ("/casebook/founded-once", test_founded_once);
      g_test_add_func ("/casebook/damage", test_damage);
      g_test_add_func ("/casebook/import", test_import);
      g_test_add_func ("/casebook/put-back", test_put_back);
      g_test_add_func ("/casebook/export-and-replay", test_export_and_replay);
      g_test_add_func ("/casebook/chart", test_chart);
      g_test_add_func ("/casebook/search", test_search);
      g_test_add_func ("/casebook/backup", test_backup);
    }
  status = tool_finish ();
  g_free (county);
  g_free (auditor_file);
  g_free (worker_file);
  return status;
}
