/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

/* Households in columns: the exact answers of the benchmark, a county's own rules, and every fault by its place. */

static char *county, *bench;

static char *
bench_file (const char *name)
{
  return g_build_filename (tool_source (), "tests", "bench", "data", name, NULL);
}

static char *
unpacked (const char *name)
{
  g_autofree char *path = bench_file (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, NULL);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) in = g_converter_input_stream_new (G_INPUT_STREAM (raw), G_CONVERTER (gunzip));
  GString *text = g_string_new (NULL);
  char piece[65536];
  gssize n;

  while ((n = g_input_stream_read (in, piece, sizeof piece, NULL, NULL)) > 0)
    g_string_append_len (text, piece, n);
  g_assert_cmpint (n, ==, 0);
  return g_string_free (text, FALSE);
}

/* Every one of the 100,000 answers, tier and amount. */
static void
test_bench (void)
{
  static const char *const words[] = { "none", "hardship", "edge", "minimum", "destitute" };
  g_autofree char *persons = bench_file ("persons.csv.gz"), *houses = bench_file ("households.csv.gz"), *answers = unpacked ("answers.csv.gz");
  g_autofree char *list = g_strjoin (",", persons, houses, NULL);
  g_auto (ToolRun) run = tool_run (NULL, "evaluate", "--pack", bench, "--on", "2026-08-01", "--table", list, NULL);
  g_auto (GStrv) got = NULL, want = g_strsplit (answers, "\n", -1);
  guint n = 0;

  tool_assert (&run, 0, NULL);
  got = g_strsplit (run.out, "\n", -1);
  g_assert_cmpstr (got[0], ==, "household,aid.status,aid.tier,aid.amount");
  for (guint i = 1; want[i] != NULL && *want[i] != '\0'; i++, n++)
    {
      g_auto (GStrv) cells = g_strsplit (want[i], ",", -1);
      guint tier = (guint) g_ascii_strtoull (cells[3], NULL, 10);
      g_autofree char *line = g_strdup_printf ("%s,%s,%s,%d.00", cells[0], tier > 0 ? "eligible" : "not-eligible", words[tier], atoi (cells[4]));

      g_assert_cmpstr (got[i], ==, line);
    }
  g_assert_cmpuint (n, ==, 100000);
}

static void
test_time (void)
{
  g_auto (ToolRun) text = { 0 }, json = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *persons = tool_path ("person.csv"), *houses = tool_path ("household.csv"), *list = g_strjoin (",", houses, persons, NULL);

  tool_write ("household.csv", "household,area,savings (yuan),houses,cars,has_supporter\na,urban,0.5,0,0,no\nb,1,,0,0,0\n", -1);
  tool_write ("person.csv", "household,age,wage,farm_income,pension,property_income,medical_spend,education_spend,severe_disabled,can_work (money in yuan)\n"
              "b,30,100,0,0,0,0,0,no,yes\na,30,100,0,0,0,0,0,no,yes\n", -1);
  text = tool_run (NULL, "evaluate", "--pack", bench, "--on", "2026-08-01", "--table", list, "--time", NULL);
  tool_assert (&text, 0, NULL);
  g_assert_true (g_str_has_prefix (text.out, "2 rows: "));
  json = tool_run (NULL, "evaluate", "--json", "--pack", bench, "--on", "2026-08-01", "--table", list, "--time", NULL);
  tool_assert (&json, 0, NULL);
  node = tool_json (&json);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "rows"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "best_ns"), <=,
                   json_object_get_int_member (json_node_get_object (node), "first_ns"));
}

#define HOUSES "household,category,staff_relative\n甲,rural,no\n乙,urban,\n丙,rural,no\n"
/* In another order than their households stand in. */
#define MEMBERS "member,household,relation,birth,health,labour\n1,乙,head,1980-03-01,good,full\n2,甲,head,1950-01-01,good,none\n3,甲,spouse,,,none\n"
#define INCOMES "member,kind,amount (yuan),months\n2,wage,\"1,200.50\",12\n1,business,9360.01,\n"

/* The county's own rules, three levels deep; what a table says is what a file of facts says. */
static void
test_county (void)
{
  g_autofree char *houses = tool_path ("households.csv"), *members = tool_path ("members.csv"), *incomes = tool_path ("earned.csv");
  g_autofree char *list = g_strdup_printf ("%s,income=%s,%s", members, incomes, houses);
  g_auto (ToolRun) run = { 0 }, json = { 0 }, one = { 0 };
  g_auto (GStrv) lines = NULL;
  g_autoptr (JsonNode) node = NULL, single = NULL;
  JsonArray *rows, *table, *facts;

  tool_write ("households.csv", HOUSES, -1);
  tool_write ("members.csv", MEMBERS, -1);
  tool_write ("earned.csv", INCOMES, -1);
  run = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--table", list, NULL);
  tool_assert (&run, 0, NULL);
  lines = g_strsplit (run.out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "household,dibao.status,dibao.tier,dibao.amount"));
  g_assert_true (g_str_has_prefix (lines[1], "甲,incomplete,"));       /* whether 甲's spouse is old is not known */
  /* 780 - 9360.01 / 12 = -0.0008…: over the line by a fen a year. */
  g_assert_true (g_str_has_prefix (lines[2], "乙,not-eligible,edge,0.00"));
  g_assert_true (g_str_has_prefix (lines[3], "丙,not-eligible,other,0.00"));
  json = tool_run (NULL, "evaluate", "--json", "--pack", county, "--on", "2026-09-01", "--table", list, NULL);
  tool_assert (&json, 0, NULL);
  node = tool_json (&json);
  rows = json_object_get_array_member (json_node_get_object (node), "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (rows, 1), "household"), ==, "乙");
  one = tool_run ("{\"household\": {\"category\": \"urban\"}, \"members\": [{\"relation\": \"head\", \"birth\": \"1980-03-01\", \"health\": \"good\","
                  "\"labour\": \"full\", \"incomes\": [{\"kind\": \"business\", \"amount\": \"9360.01\"}]}]}",
                  "evaluate", "--json", "--pack", county, "--on", "2026-09-01", "-", NULL);
  tool_assert (&one, 0, NULL);
  single = tool_json (&one);
  table = json_object_get_array_member (json_array_get_object_element (rows, 1), "programmes");
  facts = json_object_get_array_member (json_node_get_object (single), "programmes");
  g_assert_cmpuint (json_array_get_length (table), ==, json_array_get_length (facts));
  for (guint i = 0; i < json_array_get_length (table); i++)
    {
      JsonObject *a = json_array_get_object_element (table, i), *b = json_array_get_object_element (facts, i);

      g_assert_cmpstr (json_object_get_string_member (a, "programme"), ==, json_object_get_string_member (b, "programme"));
      g_assert_cmpstr (json_object_get_string_member (a, "status"), ==, json_object_get_string_member (b, "status"));
      g_assert_cmpfloat (json_object_get_double_member (a, "amount"), ==, json_object_get_double_member (b, "amount"));
    }
}

/* --- faults: the place and what to do --- */

static void
test_faults (void)
{
  static const struct { const char *houses, *members, *incomes, *word; } rows[] = {
    { "household,category\na,lunar\n", NULL, NULL, "households.csv:2:2: household.category: write one of: urban, rural" },
    { "household,category\na,2\n", NULL, NULL, "households.csv:2:2: household.category" },
    { "household,colour\na,red\n", NULL, NULL, "households.csv:1:2: there is no fact of household called “colour”" },
    { "household,category,category\na,urban,urban\n", NULL, NULL, "households.csv:1:3: household.category stands in two columns" },
    { "household,category\na,urban,late\n", NULL, NULL, "households.csv:2:3: there is no heading above" },
    { "household,category\na,urban\na,rural\n", NULL, NULL, "households.csv:3:1: another household has this key" },
    { "household,category\n,urban\n", NULL, NULL, "households.csv:2:1: the key of this household is missing" },
    { "category\nurban\n", "household,relation\na,head\n", NULL, "households.csv:1: a column “household” is needed" },
    { "household,category\na,urban\n", "relation\nhead\n", NULL, "members.csv:1: a column “household” is needed" },
    { "household,category\na,urban\n", "household,relation\nb,head\n", NULL, "members.csv:2:1: there is no such household in households.csv" },
    { "household,category\na,urban\n", "household,birth\na,1980-02-30\n", NULL, "members.csv:2:2: member.birth: write a date" },
    { "household,category\na,urban\n", "household,full_time\na,perhaps\n", NULL, "members.csv:2:2: member.full_time: write yes or no" },
    { "household,category\na,urban\n", "household,refusals\na,1001\n", NULL, "members.csv:2:2: member.refusals: write a whole number from 0 to 1000" },
    { "household,category\na,urban\n", "household,member\na,1\n", "member,amount\n1,100\n", "income.csv:1:2: income.amount is money, but in which unit?" },
    { "household,category\na,urban\n", "household,member\na,1\n", "member,amount (fen)\n1,1.50\n", "income.csv:2:2: income.amount: write whole fen" },
    { "household,category\na,urban\n", "household,member\na,1\n", "member,amount (yuan)\n1,1.505\n", "income.csv:2:2: income.amount: write an amount in yuan" },
    { "household,category\na,urban\n", "household,member\na,1\n", "member,amount (yuan)\n1,-5\n", "income.csv:2:2: income.amount: write an amount in yuan" },
  };
  g_autofree char *houses = tool_path ("households.csv"), *members = tool_path ("members.csv"), *incomes = tool_path ("income.csv");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) list = g_string_new (houses);
      g_auto (ToolRun) run = { 0 };

      tool_write ("households.csv", rows[i].houses, -1);
      if (rows[i].members != NULL)
        {
          tool_write ("members.csv", rows[i].members, -1);
          g_string_append_printf (list, ",%s", members);
        }
      if (rows[i].incomes != NULL)
        {
          tool_write ("income.csv", rows[i].incomes, -1);
          g_string_append_printf (list, ",%s", incomes);
        }
      run = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--table", list->str, NULL);
      tool_assert (&run, 1, rows[i].word);
      g_assert_nonnull (strstr (run.out, rows[i].word));   /* each fault on a line of its own */
    }
}

/* What is wrong with the files themselves. */
static void
test_files (void)
{
  g_autofree char *houses = tool_path ("households.csv"), *members = tool_path ("members.csv"), *other = tool_path ("other.csv");
  g_autofree char *twice = g_strjoin (",", houses, houses, NULL), *missing = g_strjoin (",", houses, "nowhere/members.csv", NULL);
  const struct { const char *list, *word; } rows[] = {
    { members, "a table of household is needed too" },
    { other, "the rules have no subject of that name" },
    { twice, "there are two tables of household" },
    { missing, "nowhere/members.csv" },
  };

  tool_write ("households.csv", "household,category\na,urban\n", -1);
  tool_write ("members.csv", "household,relation\na,head\n", -1);
  tool_write ("other.csv", "household\na\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (ToolRun) run = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--table", rows[i].list, NULL);

      tool_assert (&run, 1, rows[i].word);
      g_assert_cmpstr (run.out, ==, "");
    }
  tool_write ("households.csv", "", -1);
  {
    g_auto (ToolRun) empty = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--table", houses, NULL);
    g_auto (ToolRun) no_day = tool_run (NULL, "evaluate", "--pack", county, "--table", houses, NULL);
    g_auto (ToolRun) with_facts = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--table", houses, "facts.json", NULL);
    g_auto (ToolRun) no_table = tool_run (NULL, "evaluate", "--pack", county, "--on", "2026-09-01", "--time", NULL);

    tool_assert (&empty, 1, "households.csv");
    tool_assert (&no_day, 2, "--on DATE is needed");
    tool_assert (&with_facts, 2, "a table has its own facts");
    tool_assert (&no_table, 2, "--time goes with --table");
  }
}

/* A row that the rules cannot work out is marked, the others are there. */
static void
test_arithmetic (void)
{
  g_autofree char *pack = tool_path ("divide.pack"), *houses = tool_path ("household.csv");
  g_auto (ToolRun) run = { 0 };

  tool_write ("divide.pack",
              "[pack]\nid=d\nlanguage=1\ntitle=D\nfrom=2020-01-01\n[entity household]\ntitle=H\n[fact household.n]\ntype=count\ntitle=N\n"
              "[fact household.money]\ntype=money/month\ntitle=M\n"
              "[value household.share]\ntype=money/month\ntitle=S\ncite=-\nformula=money / n\nround=ceil yuan\n"
              "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=share < 100 yuan/month\nline.1=household.share\n", -1);
  tool_write ("household.csv", "household,n,money (yuan)\na,2,50\nb,0,50\n", -1);
  run = tool_run (NULL, "evaluate", "--pack", pack, "--on", "2026-09-01", "--table", houses, NULL);
  tool_assert (&run, 1, "household.csv:3: ");
  g_assert_cmpstr (run.out, ==, "household,p.status,p.tier,p.amount\na,eligible,,25.00\nb,fault,,0.00\n");
}

int
main (int    argc,
      char **argv)
{
  int status;

  tool_init (&argc, &argv);
  county = g_build_filename (tool_source (), "data", "policy", "guangyuan.pack", NULL);
  bench = g_build_filename (tool_source (), "tests", "bench", "means-test.pack", NULL);
  g_test_add_func ("/table/bench", test_bench);
  g_test_add_func ("/table/time", test_time);
  g_test_add_func ("/table/county", test_county);
  g_test_add_func ("/table/faults", test_faults);
  g_test_add_func ("/table/files", test_files);
  g_test_add_func ("/table/arithmetic", test_arithmetic);
  status = tool_finish ();
  g_free (county);
  g_free (bench);
  return status;
}
