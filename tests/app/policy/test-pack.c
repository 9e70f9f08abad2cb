/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "policy-test.h"

/* Every fault a pack can have, where it stands and what is said.  @text follows PACK_HEAD; the first fault must contain @want. */
static const struct {
  const char *name, *text, *want;
} faults[] = {
  { "unknown-name", PACK_PROGRAMME "eligible=nothing\n", ":1:10: there is no nothing" },
  { "near-name", PACK_PROGRAMME "eligible=asets <= 500 yuan\n", "there is no asets; assets was probably meant" },
  { "near-field", PACK_PROGRAMME "eligible=household.asests <= 500 yuan\n", "there is no household.asests; assets was probably meant" },
  { "near-param", PACK_PROGRAMME "eligible=a.standart[area] > 0\n", "there is no parameter a.standart; a.standard was probably meant" },
  { "near-word", PACK_PROGRAMME "eligible=area = \"urbn\"\n", "\"urbn\" is no word of [choice area]; urban was probably meant" },
  { "no-quotes", PACK_PROGRAMME "eligible=area = urban\n", "there is no urban; the word of a choice stands in quotes, \"urban\"" },
  { "near-choice", "[fact household.x]\ntype=choice:aera\ntitle=X\n", ":2:6: there is no [choice aera]; area was probably meant" },
  { "near-programme", PACK_PROGRAMME "eligible=yes\nwith.programm=Both.\n[programme programme]\ntitle=Q\ncite=A\nfrom=2020-01-01\npay=none\neligible=yes\n",
    "there is no [programme programm]; programme was probably meant" },
  { "reason-line", "[reason SO_IT_IS]\nmessage=So.\n[table household.x]\ntype=truth\ntitle=X\ncite=-\nhit=first\nin=flag\nrow.a=yes -> yes\n"
    "row.b=no -> no ; reason SO_IT_SI\n" PACK_PROGRAMME "eligible=x\n", ":10:0: there is no [reason SO_IT_SI] with its message; SO_IT_IS was probably meant" },
  { "reason-key", "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=flag\nif-no=NOTHING\n" PACK_PROGRAMME "eligible=x\n",
    ":6:0: there is no [reason NOTHING] with its message" },
  { "hit-line", "[table household.x]\ntype=truth\ntitle=X\ncite=-\nhit=frist\nin=flag\nrow.a=yes -> yes\nrow.b=no -> no\n", ":5:5: [table household.x] needs hit" },
  { "no-word-value", "[param b.x]\ntype=count\nby=area\ntitle=X\ncite=Act\n2020-01-01=urban 1\n" PACK_PROGRAMME "eligible=k / b.x[\"rural\"] > 1\n",
    "parameter b.x has no value for \"rural\" on 2020-01-01" },
  { "unknown-param", PACK_PROGRAMME "eligible=assets < a.nothing\n", "there is no parameter a.nothing" },
  { "unknown-field", PACK_PROGRAMME "eligible=household.nothing\n", "there is no household.nothing" },
  { "below", PACK_PROGRAMME "eligible=n > 1\n", "n is known of member, not of household" },
  { "type", PACK_PROGRAMME "eligible=assets\n", "this is money, not truth" },
  { "unit", PACK_PROGRAMME "eligible=assets < a.standard[area]\n", "can not be compared: money and money/month" },
  { "no-unit", PACK_PROGRAMME "eligible=assets < 5000\n", "an amount needs its unit" },
  { "add", PACK_PROGRAMME "eligible=assets + k > 0\n", "can not be added: money and count" },
  { "multiply", PACK_PROGRAMME "eligible=assets * assets > 0\n", "a product without meaning" },
  { "count-ratio", PACK_PROGRAMME "eligible=k < share\n", "can not be compared: count and ratio" },
  { "word", PACK_PROGRAMME "eligible=area = \"city\"\n", "\"city\" is no word of [choice area]" },
  { "word-alone", PACK_PROGRAMME "eligible=k = \"city\"\n", "stands beside nothing that is a choice" },
  { "branches", PACK_PROGRAMME "eligible=(if flag then assets else k) > 0\n", "the branches differ" },
  { "order", PACK_PROGRAMME "eligible=flag < other\n", "yes and no have no order" },
  { "text", PACK_PROGRAMME "eligible=word = word\n", "can not be compared" },
  { "by", PACK_PROGRAMME "eligible=a.standard > 5 yuan/month\n", "has several numbers: say which with [ ]" },
  { "bands", PACK_PROGRAMME "eligible=a.scale > 1%\n", "use bracket or scale" },
  { "no-bands", PACK_PROGRAMME "eligible=bracket(a.limit, assets) > 1 yuan\n", "a.limit has no bands" },
  { "known", PACK_PROGRAMME "eligible=known(k + 1)\n", "known(…) takes the name of a fact" },
  { "aggregate-up", PACK_PROGRAMME "eligible=count(household) > 0\n", "household is not below household" },
  { "aggregate-dates", PACK_PROGRAMME "eligible=max(member, birth) < on\n", "of dates say what holds when there is none" },
  { "syntax", PACK_PROGRAMME "eligible=1 +\n", ":1:13: the formula ends too early" },
  { "syntax-sign", PACK_PROGRAMME "eligible=flag & other\n", ":1:15: a character that has no meaning" },
  { "syntax-bracket", PACK_PROGRAMME "eligible=(flag\n", ") is missing here" },
  { "syntax-rest", PACK_PROGRAMME "eligible=flag other\n", ":1:15: the formula should have ended here" },
  { "syntax-then", PACK_PROGRAMME "eligible=if flag else other\n", "then is missing here" },
  { "function", PACK_PROGRAMME "eligible=nosuch(1)\n", "there is no function nosuch" },
  { "arguments", PACK_PROGRAMME "eligible=age(day) > 5\n", "age(…) takes 2 things" },
  { "date", PACK_PROGRAMME "eligible=day < 2026-02-30\n", "not a date" },
  { "digits", PACK_PROGRAMME "eligible=k < 1234567890123456789012\n", "more than 18 digits" },
  { "ends-alone", PACK_PROGRAMME "eligible=yes\nends=flag\n", "ends and stop go together" },
  { "stop-type", PACK_PROGRAMME "eligible=yes\nends=flag\nstop=on\n", "date" },
  { "quote", PACK_PROGRAMME "eligible=area = \"urban\n", "a word in quotes does not end" },
  { "zero", PACK_PROGRAMME "eligible=assets / 0 > 0\n", "division by zero" },
  { "circle", "[value household.x]\ntype=count\ntitle=X\ncite=-\nformula=y + 1\n[value household.y]\ntype=count\ntitle=Y\ncite=-\nformula=x\n"
    PACK_PROGRAMME "eligible=x > 0\n", "a circle: household.x → household.y → household.x" },
  { "no-law", PACK_PROGRAMME "eligible=assets < a.limit\n", "parameter a.limit has no value on 2020-01-01" },
  { "no-rule", "[value household.x]\ntype=count\ntitle=X\ncite=-\n2020-01-01=k\n2022-01-01=none\n" PACK_PROGRAMME "eligible=x > 0\n",
    "value household.x has no rule on 2022-01-01" },
  { "uncited", "[value household.x]\ntype=count\ntitle=X\nformula=k\n", "has no cite" },
  { "uncited-param", "[param b.x]\ntype=count\ntitle=X\n2020-01-01=1\n", "has no cite" },
  { "undated-param", "[param b.x]\ntype=count\ntitle=X\ncite=Act\n", "has no dated value" },
  { "undated-programme", "[programme p]\ntitle=P\ncite=Act\neligible=yes\n", "has no from = DATE" },
  { "dates-fall", "[param b.x]\ntype=count\ntitle=X\ncite=Act\n2021-01-01=1\n2020-01-01=2\n", "dates must rise" },
  { "bad-value", "[param b.x]\ntype=count\ntitle=X\ncite=Act\n2021-01-01=one\n", "not a value of type count" },
  { "bad-date", "[param b.x]\ntype=count\ntitle=X\ncite=Act\n2021-13-01=1\n", "2021-13-01 is not a date" },
  { "bad-word", "[param b.x]\ntype=count\nby=area\ntitle=X\ncite=Act\n2021-01-01=city 1\n", "city is no word of [choice area]" },
  { "bands-fall", "[param b.x]\ntype=ratio\nbands=money\ntitle=X\ncite=Act\n2021-01-01=5: 1%, 3: 2%\n", "bounds of the bands do not rise" },
  { "entity-param", "[param household.x]\ntype=count\ntitle=X\ncite=Act\n2021-01-01=1\n", "the first of which is no entity" },
  { "double-key", "[reason A]\nmessage=a\nmessage=b\n", ":3:1: key message stands already in line" },
  { "double-group", "[reason A]\nmessage=a\n[reason A]\nmessage=b\n", "group [reason A] stands already" },
  { "double-name", "[value household.k]\ntype=count\ntitle=X\ncite=-\nformula=1\n", "is already the name of a fact" },
  { "unknown-key", "[reason A]\nmessage=a\ncolour=red\n", "the key colour means nothing in [reason …]" },
  { "unknown-kind", "[rule a]\nb=c\n", "there is no kind of group called rule" },
  { "not-a-key", "[reason A]\nmessage\n", "neither a [group], a key = value nor a # comment" },
  { "escape", "[reason A]\nmessage=\\x\n", "a backslash is followed by" },
  { "reserved", "[value household.sum]\ntype=count\ntitle=X\ncite=-\nformula=1\n", "sum has a meaning in formulas" },
  { "no-reason", "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=flag\nif-no=NOPE\n", "there is no [reason NOPE]" },
  { "message-name", "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=flag\nif-no=A\n[reason A]\nmessage=It is {nothing}.\n",
    "there is no nothing" },
  { "message-open", "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=flag\nif-no=A\n[reason A]\nmessage=It is {k.\n", "{ without }" },
  { "not-fen", "[value household.x]\ntype=money/month\ntitle=X\ncite=-\nformula=assets / 3 months\n"
    "[programme q]\ntitle=Q\ncite=Act\nfrom=2020-01-01\neligible=yes\nline.1=household.x\n", "is not whole fen: give it a rounding step" },
  { "round-unit", "[value household.x]\ntype=money\ntitle=X\ncite=-\nformula=assets / 3\nround=ceil one\n", "round is ceil, floor" },
  { "not-whole", "[value household.x]\ntype=count\ntitle=X\ncite=-\nformula=k / 3\n", "round it to one" },
  { "line-unit", "[value household.x]\ntype=money\ntitle=X\ncite=-\nformula=assets\n"
    "[programme q]\ntitle=Q\ncite=Act\nfrom=2020-01-01\neligible=yes\nline.1=household.x\n", "household.x is not money/month" },
  { "line-name", "[programme q]\ntitle=Q\ncite=Act\nfrom=2020-01-01\neligible=yes\nline.1=household.x\n", "there is no household.x" },
  { "excluded-later", "[programme q]\ntitle=Q\ncite=Act\nfrom=2020-01-01\npay=none\neligible=yes\nexcluded-by=q\n", "programmes that stand before" },
  { "judge", PACK_PROGRAMME "eligible=yes\njudge.1=when flag\n", "a judge line reads" },
  { "table-hole", "[table household.t]\ntype=choice:tier\ntitle=T\nhit=first\ncite=Act\nin=flag|k\nrow.1=yes|-->\"aid\"\nrow.2=no|<3->\"none\"\n",
    "[table household.t] has no row for: flag = no, k = 3" },
  { "table-hole-word", "[table household.t]\ntype=truth\ntitle=T\nhit=first\ncite=Act\nin=area\nrow.1=\"urban\"->yes\n", "area = \"rural\"" },
  { "table-overlap", "[table household.t]\ntype=truth\ntitle=T\nhit=unique\ncite=Act\nin=k\nrow.1=<5->yes\nrow.2=>=4->no\n",
    "rows 1 and 2 of [table household.t] both hold for: k = 4" },
  { "table-cells", "[table household.t]\ntype=truth\ntitle=T\nhit=first\ncite=Act\nin=k|flag\nrow.1=<5->yes\n", "1 cells for 2 inputs" },
  { "table-outputs", "[table household.t]\ntype=truth\ntitle=T\nhit=first\ncite=Act\nin=k\nrow.1=<5->yes|no\n", "2 outputs, not 1" },
  { "table-attribute", "[table household.t]\ntype=truth\ntitle=T\nhit=first\ncite=Act\nin=k\nrow.1=<5->yes;colour red\n", "an attribute of a row is" },
  { "table-hit", "[table household.t]\ntype=truth\ntitle=T\nhit=any\ncite=Act\nin=k\nrow.1=<5->yes\n", "needs hit = first" },
  { "exception-target", "[exception e]\nto=household.nothing\nwhen=flag\nformula=yes\ncite=Act\n", "there is no value, row or exception" },
  { "exception-priority", "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=flag\n"
    "[exception e]\nto=household.x\nwhen=other\nformula=yes\ncite=Act\n[exception f]\nto=household.x\nwhen=other\nformula=no\ncite=Act\n",
    "give them different priorities" },
  { "two-roots", "[entity county]\ntitle=C\n", "there is one root only" },
  { "orphan", "[entity c]\nof=d\ntitle=C\n[entity d]\nof=c\ntitle=D\n", "is not below the root" },
  { "fact-type", "[fact household.x]\ntype=colour\ntitle=X\n", "colour is no type" },
  { "fact-choice", "[fact household.x]\ntype=choice:colour\ntitle=X\n", "there is no [choice colour]" },
  { "fact-default", "[fact household.x]\ntype=count\nmax=5\ndefault=6\ntitle=X\n", "the default is a constant" },
  { "fact-range", "[fact household.x]\ntype=count\nmin=6\nmax=5\ntitle=X\n", "min is above max" },
  { "fine-fractions", PACK_PROGRAMME "eligible=assets / 999999999999999989 / 999999999999999877 / 999999999999999769 > assets / 7\n", "fractions too fine" },
  { "text-date", "[text t]\ntitle=T\n", "has no dated line" },
};

static void
test_fault (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strconcat (PACK_HEAD, faults[i].text, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "t", &list, &error);
  int head = 0;

  for (const char *p = PACK_HEAD; *p != '\0'; p++)
    head += *p == '\n';
  g_assert_null (pack);
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK);
  g_assert_cmpuint (list->len, >, 0);
  for (guint k = 0; k < list->len; k++)
    {
      CbPackFault *fault = list->pdata[k];
      int line = fault->line - head;
      g_autofree char *said = NULL;

      /* Lines are counted from the test's own text, those of a programme from its first formula. */
      if (g_str_has_prefix (faults[i].text, PACK_PROGRAMME))
        line -= 5;
      said = g_strdup_printf (":%d:%d: %s\n", line, fault->column, fault->message);
      g_string_append (all, said);
    }
  if (strstr (all->str, faults[i].want) == NULL)
    {
      g_test_message ("wanted “%s”, got\n%s", faults[i].want, all->str);
      g_test_fail ();
    }
}

static void
test_example (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "help", "rule-language.md", NULL);
  g_autofree char *text = NULL, *pack_text = NULL;
  const char *begin, *end;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  begin = strstr (text, "```ini\n") + 7;
  end = strstr (begin, "```");
  pack_text = g_strndup (begin, (gsize) (end - begin));
  {
    g_autoptr (CbPack) pack = load_pack (pack_text);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_auto (GStrv) groups = NULL;
    gint64 num, den;

    /* GLib reads the same groups and keys. */
    g_assert_true (g_key_file_load_from_data (file, pack_text, strlen (pack_text), G_KEY_FILE_KEEP_TRANSLATIONS, NULL));
    groups = g_key_file_get_groups (file, NULL);
    g_assert_cmpstr (groups[0], ==, "pack");
    g_assert_cmpstr (cb_pack_title (pack, "zh_CN.UTF-8"), ==, "示例");
    g_assert_cmpstr (cb_pack_title (pack, "de_DE"), ==, "A small example");
    g_assert_cmpuint (cb_pack_entities (pack)->len, ==, 2);
    g_assert_true (cb_pack_is_demo (pack));
    g_assert_true (cb_pack_param_value (pack, "aid.standard", "rural", cb_date_new (2026, 7, 1), &num, &den));
    g_assert_cmpint (num, ==, 62000);
    g_assert_true (cb_pack_param_value (pack, "aid.standard", "rural", cb_date_new (2026, 6, 30), &num, &den));
    g_assert_cmpint (num, ==, 56000);
    g_assert_false (cb_pack_param_value (pack, "aid.standard", "rural", cb_date_new (2024, 12, 31), &num, &den));
    g_assert_false (cb_pack_param_value (pack, "aid.standard", NULL, cb_date_new (2026, 7, 1), &num, &den));
  }
}

/* Size and depth: a clear fault, quickly. */
static void
test_hostile (void)
{
  static const struct { const char *begin, *part, *end; int times; } cases[] = {
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=", "(", "", 5000 },
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=", "not ", "flag", 3000 },
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=0 < ", "-", "1", 9000 },
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=", "if flag then ", "yes", 1000 },
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=k > 1", "+1", "", 5000 },
    { "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\npay=none\neligible=", "x", "", 1048576 },
    { "[reason A]\nmessage=", "{k}", "", 300000 },
    { "[", "a", "]", 100000 },
    { "", "[\n", "", 100000 },
    { "", "=\n", "", 100000 },
    { "[param b.c]\ntype=count\ntitle=C\ncite=A\n2020-01-01=", "9", "", 1000 },
    { "[param b.c]\ntype=count\nby=area\ntitle=C\ncite=A\n2020-01-01=", "urban 1,", "", 1500 },
    { "[choice c]\n", "", "", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) s = g_string_new (PACK_HEAD);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CbPack) pack = NULL;

      g_string_append (s, cases[i].begin);
      for (int k = 0; k < cases[i].times; k++)
        g_string_append (s, cases[i].part);
      g_string_append (s, cases[i].end);
      bytes = g_bytes_new (s->str, s->len);
      pack = cb_pack_load_bytes (bytes, "t", NULL, &error);
      g_assert_null (pack);
      g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK);
    }
}

/* A chain of values as deep as anybody can write, and one deeper. */
static void
test_chain (void)
{
  static const struct { int n; gboolean ok; } cases[] = { { 200, TRUE }, { 3000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) s = g_string_new (PACK_HEAD);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (CbPack) pack = NULL;

      g_string_append (s, "[value household.v0]\ntype=count\ntitle=V\ncite=-\nformula=k\n");
      for (int k = 1; k < cases[i].n; k++)
        g_string_append_printf (s, "[value household.v%d]\ntype=count\ntitle=V\ncite=-\nformula=v%d + 1\n", k, k - 1);
      g_string_append_printf (s, PACK_PROGRAMME "eligible=v%d > 0\n", cases[i].n - 1);
      bytes = g_bytes_new (s->str, s->len);
      pack = cb_pack_load_bytes (bytes, "t", NULL, NULL);
      g_assert_true ((pack != NULL) == cases[i].ok);
    }
}

static void
test_over (void)
{
  g_autoptr (CbPack) base = load_pack (PACK_HEAD PACK_PROGRAMME "eligible=assets <= 500 yuan\n");
  const char *reform = "[pack]\nid=r\nbase=t\n[param a.rate]\n2026-01-01=40%\n[programme p]\neligible=assets <= 900 yuan\npay=!remove\npay[x]=!remove\n";
  g_autoptr (GBytes) bytes = g_bytes_new (reform, strlen (reform) - strlen ("pay=!remove\npay[x]=!remove\n"));
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) over = cb_pack_load_over (base, bytes, "r", NULL, &error);
  g_autofree char *diff = NULL;
  gint64 num, den;

  g_assert_no_error (error);
  g_assert_cmpstr (cb_pack_id (over), ==, "r");
  g_assert_true (cb_pack_param_value (over, "a.rate", NULL, cb_date_new (2026, 1, 1), &num, &den));
  g_assert_cmpint (num * 10, ==, den * 4);
  diff = cb_pack_diff (base, over, FALSE);
  g_assert_nonnull (strstr (diff, "[programme p]\n  - eligible = assets <= 500 yuan\n  + eligible = assets <= 900 yuan\n"));
  g_assert_nonnull (strstr (diff, "  + 2026-01-01 = 40%\n"));
  {
    g_autoptr (GPtrArray) used = cb_pack_used_by (over, "household.assets");
    g_autoptr (GArray) days = cb_pack_change_days (over, cb_date_new (2020, 1, 2), cb_date_new (2030, 1, 1));

    g_assert_cmpuint (used->len, ==, 1);
    g_assert_cmpstr (used->pdata[0], ==, "p");
    g_assert_cmpuint (days->len, ==, 3);
  }
}

/* What only the order of a table's rows changes is a change: the first that holds counts. */
static void
test_diff_order (void)
{
#define ROWS "[table household.x]\ntype=truth\ntitle=X\ncite=-\nhit=first\nin=k\n"
#define TOP "row.top=>8 -> no\n"
#define FIVE "row.five=>4 -> yes\n"
#define ODD "row.odd=1, 3 -> yes\n"
#define REST "default=-> no\n" PACK_PROGRAMME "eligible=x\n"
  static const struct { const char *from, *to, *want; } rows[] = {
    { ROWS TOP FIVE REST, ROWS TOP FIVE REST, "" },
    { ROWS TOP FIVE REST, ROWS FIVE TOP REST, "  [table household.x]\n  - in the order row.top, row.five\n  + in the order row.five, row.top\n" },
    { ROWS TOP FIVE REST, ROWS TOP ODD FIVE REST, "  [table household.x]\n  + row.odd = 1, 3 -> yes  (before row.five)\n" },
    { ROWS TOP FIVE REST, ROWS TOP FIVE ODD REST, "  [table household.x]\n  + row.odd = 1, 3 -> yes\n" },
    { ROWS TOP FIVE ODD REST, ROWS FIVE TOP REST,
      "  [table household.x]\n  - row.odd = 1, 3 -> yes\n  - in the order row.top, row.five\n  + in the order row.five, row.top\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *a = g_strconcat (PACK_HEAD, rows[i].from, NULL), *b = g_strconcat (PACK_HEAD, rows[i].to, NULL);
      g_autoptr (CbPack) from = load_pack (a), to = load_pack (b);
      g_autofree char *diff = cb_pack_diff (from, to, FALSE), *placed = cb_pack_diff (from, to, TRUE);

      g_assert_cmpstr (diff, ==, rows[i].want);
      g_assert_true (*diff == '\0' || g_regex_match_simple ("^  \\[table household.x\\]  [^ ]+:[0-9]+, [^ ]+:[0-9]+\n", placed, 0, 0));
    }
#undef ROWS
#undef TOP
#undef FIVE
#undef ODD
#undef REST
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *name = g_strconcat ("/pack/fault/", faults[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_fault);
    }
  g_test_add_func ("/pack/example", test_example);
  g_test_add_func ("/pack/hostile", test_hostile);
  g_test_add_func ("/pack/chain", test_chain);
  g_test_add_func ("/pack/over", test_over);
  g_test_add_func ("/pack/diff-order", test_diff_order);
  return g_test_run ();
}
