/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cb-pack-edit.h"
#include "cb-policy-error.h"

/* A new standard as a dated line: where it goes, what stays, what is refused. */

static char *county;
static gsize county_len;

static CbPack *
load (const char *text,
      gsize       len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);
  g_autoptr (GError) error = NULL;
  CbPack *pack = cb_pack_load_bytes (bytes, "test.pack", NULL, &error);

  g_assert_no_error (error);
  return pack;
}

/* @text with what stands between two places taken out. */
static char *
without (const char *text,
         const char *line)
{
  const char *at = strstr (text, line);
  GString *out;

  g_assert_nonnull (at);
  out = g_string_new_len (text, at - text);
  g_string_append (out, at + strlen (line));
  return g_string_free (out, FALSE);
}

static char *
with (const char *text,
      const char *after,
      const char *line)
{
  const char *at = strstr (text, after);
  GString *out;

  g_assert_nonnull (at);
  at += strlen (after);
  out = g_string_new_len (text, at - text);
  g_string_append (out, line);
  g_string_append (out, at);
  return g_string_free (out, FALSE);
}

static void
assert_text (CbPack     *pack,
             const char *expected)
{
  gsize len;
  const char *text = g_bytes_get_data (cb_pack_bytes (pack), &len);

  g_assert_cmpuint (len, ==, strlen (expected));
  g_assert_cmpint (memcmp (text, expected, len), ==, 0);
}

#define STANDARD "2026-07-01 = urban 780.00, rural 620.00\n"
#define STANDARD_BEFORE "2025-07-01 = urban 750.00, rural 580.00\n"
#define ARTICLE "cite.2026-07-01 = 社会救助法 第十九条\nissuer = 演示参数\n2021-01-01 = urban 620.00"
#define CITE_HEAD "cite.2026-07-01 = 社会救助法 第十九条\n"

/* The line that the county's pack has, taken out and drafted again, gives the very same text. */
static void
test_again (void)
{
  g_autofree char *less = without (county, STANDARD), *old = NULL;
  g_autoptr (CbPack) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  const CbPackSet sets[] = { { "dibao.standard", "urban", "780.00" }, { "dibao.standard", "rural", "620.00" } };
  const CbPackNotice notice = { cb_date_new (2026, 7, 1), "社会救助法 第十九条", NULL };
  char *at = strstr (less, ARTICLE);

  g_assert_nonnull (at);
  old = g_strndup (less, (gsize) (at - less));
  {
    g_autofree char *text = g_strconcat (old, at + strlen (CITE_HEAD), NULL);

    before = load (text, strlen (text));
  }
  after = cb_pack_revise (before, sets, G_N_ELEMENTS (sets), &notice, "guangyuan.pack", NULL, &error);
  g_assert_no_error (error);
  assert_text (after, county);
}

static void
test_later (void)
{
  g_autoptr (CbPack) before = load (county, county_len), after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) lines = NULL;
  g_autofree char *diff = NULL, *expected = NULL, *with_value = NULL;
  const CbPackSet sets[] = { { "dibao.standard", "rural", "650.00" } };
  const CbPackNotice notice = { cb_date_new (2027, 1, 1), "剑府发〔2026〕12号", "县政府常务会议\n2026-11-20" };
  const CbPackNewLine *line;
  gboolean only;

  after = cb_pack_revise (before, sets, G_N_ELEMENTS (sets), &notice, "guangyuan.pack", NULL, &error);
  g_assert_no_error (error);
  with_value = with (county, STANDARD, "2027-01-01 = urban 780.00, rural 650.00\n");
  {
    const char *group = strstr (with_value, "[param dibao.standard]");
    g_autofree char *head = g_strndup (with_value, (gsize) (group - with_value));
    g_autofree char *tail = with (group, CITE_HEAD, "cite.2027-01-01 = 剑府发〔2026〕12号\nnote.2027-01-01 = 县政府常务会议\\n2026-11-20\n");

    expected = g_strconcat (head, tail, NULL);
  }
  assert_text (after, expected);
  diff = cb_pack_diff (before, after, FALSE);
  g_assert_cmpstr (diff, ==, "  [param dibao.standard]\n"
                   "  + cite.2027-01-01 = 剑府发〔2026〕12号\n"
                   "  + note.2027-01-01 = 县政府常务会议\n2026-11-20\n"
                   "  + 2027-01-01 = urban 780.00, rural 650.00\n");
  lines = cb_pack_new_lines (before, after, &only);
  g_assert_true (only);
  g_assert_cmpuint (lines->len, ==, 1);
  line = &g_array_index (lines, CbPackNewLine, 0);
  g_assert_cmpstr (line->param->name, ==, "dibao.standard");
  g_assert_cmpstr (cb_pack_param_version (after, line->param, line->version)->cite, ==, "剑府发〔2026〕12号");
  g_assert_cmpint (cb_pack_param_version (after, line->param, line->version)->from, ==, notice.from);
}

/* Between two lines; one of two parameters; a ratio. */
static void
test_between (void)
{
  g_autoptr (CbPack) before = load (county, county_len), after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) lines = NULL;
  const CbPackSet sets[] = { { "dibao.standard", "urban", "760.00" }, { "edge.multiplier", NULL, "1.6" } };
  const CbPackNotice notice = { cb_date_new (2026, 1, 1), "川民发〔2025〕1号", NULL };
  const char *text, *standard;
  gint64 num, den;
  gsize len;

  after = cb_pack_revise (before, sets, G_N_ELEMENTS (sets), &notice, "guangyuan.pack", NULL, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (cb_pack_bytes (after), &len);
  standard = g_strstr_len (text, (gssize) len, STANDARD_BEFORE "2026-01-01 = urban 760.00, rural 580.00\n" STANDARD);
  g_assert_nonnull (standard);
  lines = cb_pack_new_lines (before, after, NULL);
  g_assert_cmpuint (lines->len, ==, 2);
  /* The law of the days before and after is what it was. */
  g_assert_true (cb_pack_param_value (after, "dibao.standard", "urban", notice.from - 1, &num, &den));
  g_assert_cmpint (num, ==, 75000);
  g_assert_true (cb_pack_param_value (after, "dibao.standard", "urban", notice.from, &num, &den));
  g_assert_cmpint (num, ==, 76000);
  g_assert_true (cb_pack_param_value (after, "dibao.standard", "urban", cb_date_new (2026, 7, 1), &num, &den));
  g_assert_cmpint (num, ==, 78000);
}

/* A text with other ends of lines, and one whose last line has none. */
static void
test_ends (void)
{
  g_auto (GStrv) parts = g_strsplit (county, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", parts), *open = g_strchomp (g_strdup (county));
  g_autoptr (GError) error = NULL;
  const CbPackSet set = { "dibao.standard", "rural", "650.00" };
  const CbPackNotice notice = { cb_date_new (2027, 1, 1), "剑府发〔2026〕12号", NULL };

  {
    g_autoptr (CbPack) before = load (crlf, strlen (crlf)), after = cb_pack_revise (before, &set, 1, &notice, "p", NULL, &error);
    const char *text;
    gsize len;

    g_assert_no_error (error);
    text = g_bytes_get_data (cb_pack_bytes (after), &len);
    g_assert_nonnull (g_strstr_len (text, (gssize) len, "\r\n2027-01-01 = urban 780.00, rural 650.00\r\n"));
  }
  {
    /* The group last, its last line without an end. */
    const char *group = strstr (open, "[param dibao.standard]"), *next = strstr (group, "\n[");
    g_autofree char *head = g_strndup (open, (gsize) (group - open)), *own = g_strndup (group, (gsize) (next - group));
    g_autofree char *text = g_strconcat (head, next + 1, "\n", g_strchomp (own), NULL);
    g_autofree char *expected = NULL;
    g_autoptr (CbPack) before = load (text, strlen (text)), after = cb_pack_revise (before, &set, 1, &notice, "p", NULL, &error);

    g_assert_no_error (error);
    {
      const char *moved = strstr (text, "[param dibao.standard]");
      g_autofree char *front = g_strndup (text, (gsize) (moved - text));
      g_autofree char *tail = with (moved, CITE_HEAD, "cite.2027-01-01 = 剑府发〔2026〕12号\n");

      expected = g_strconcat (front, tail, "\n2027-01-01 = urban 780.00, rural 650.00\n", NULL);
    }
    assert_text (after, expected);
  }
}

/* --- what is refused --- */

/* "p.pack:+2:" counts from the group's heading, wherever that stands in the pack today. */
static char *
at_line (const char *text)
{
  const char *group = strstr (county, "[param dibao.standard]");
  guint line = 1;

  if (!g_str_has_prefix (text, "p.pack:+"))
    return g_strdup (text);
  g_assert_nonnull (group);
  for (const char *p = county; p < group; p++)
    line += *p == '\n';
  return g_strdup_printf ("p.pack:%u:", line + (guint) atoi (text + strlen ("p.pack:+")));
}

static const struct
{
  const char *name;
  CbPackSet   set;
  const char *from, *cite, *note;
  const char *says;      /* begins so */
  const char *also;      /* and has this */
} refused[] = {
  { "no-such-parameter", { "dibao.standart", "rural", "650.00" }, "2027-01-01", "文", NULL, "p.pack:0:", "[param dibao.standart]" },
  { "no-such-word", { "dibao.standard", "village", "650.00" }, "2027-01-01", "文", NULL, "p.pack:0:", "village" },
  { "word-of-none", { "edge.multiplier", "rural", "1.6" }, "2027-01-01", "文", NULL, "p.pack:0:", "no word" },
  { "same-day", { "dibao.standard", "rural", "650.00" }, "2026-07-01", "文", NULL, "p.pack:+13:", "choose another day" },
  { "article-of-that-day", { "nothing.of.the.kind", NULL, "1" }, "2027-01-01", "文", NULL, "p.pack:0:", "nothing.of.the.kind" },
  { "no-document", { "dibao.standard", "rural", "650.00" }, "2027-01-01", "  ", NULL, "p.pack:+0:", "document" },
  { "no-value", { "dibao.standard", "rural", "" }, "2027-01-01", "文", NULL, "p.pack:0:", "empty" },
  { "letters", { "dibao.standard", "rural", "much" }, "2027-01-01", "文", NULL, "the pack has", "p.pack:+15:" },
  { "below-the-cent", { "dibao.standard", "rural", "650.001" }, "2027-01-01", "文", NULL, "p.pack:+15:", "fen" },
  { "two-values", { "dibao.standard", "rural", "650.00, urban 1.00" }, "2027-01-01", "文", NULL, "p.pack:0:", "comma" },
  { "another-line", { "dibao.standard", "rural", "650.00\n2027-02-01 = urban 1.00" }, "2027-01-01", "文", NULL, "the pack has", "p.pack:+15:" },
  { "control-character", { "dibao.standard", "rural", "650.00" }, "2027-01-01", "文", "a\x01", "p.pack:+0:", "control" },
};

static void
test_refused (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (CbPack) pack = load (county, county_len);
  g_autoptr (GError) error = NULL;
  g_autofree char *says = NULL, *also = NULL;
  CbPackNotice notice = { CB_DATE_NONE, refused[i].cite, refused[i].note };

  g_assert_true (cb_date_parse (refused[i].from, &notice.from, NULL));
  g_assert_null (cb_pack_revise (pack, &refused[i].set, 1, &notice, "p.pack", NULL, &error));
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_PACK);
  g_test_message ("%s", error->message);
  says = at_line (refused[i].says);
  also = at_line (refused[i].also);
  g_assert_true (g_str_has_prefix (error->message, says));
  g_assert_nonnull (strstr (error->message, also));
}

/* A document cannot smuggle in a line: what it says comes back as it was. */
static void
test_injection (void)
{
  static const char cite[] = "文\n2027-02-01 = urban 1.00, rural 1.00\\n[param x]";
  g_autoptr (CbPack) pack = load (county, county_len), after = NULL;
  g_autoptr (GError) error = NULL;
  const CbPackSet set = { "dibao.standard", "rural", "650.00" };
  const CbPackNotice notice = { cb_date_new (2027, 1, 1), cite, NULL };
  const CbPackParam *param;

  after = cb_pack_revise (pack, &set, 1, &notice, "p.pack", NULL, &error);
  g_assert_no_error (error);
  param = cb_pack_param (after, "dibao.standard");
  g_assert_cmpuint (param->n_versions, ==, 7);
  g_assert_cmpstr (cb_pack_param_version (after, param, 6)->cite, ==, cite);
}

/* More than dated lines: then naming those does not say it all. */
static void
test_only (void)
{
  g_autofree char *other = g_strdup (county);
  g_autoptr (CbPack) a = load (county, county_len), b = NULL;
  g_autoptr (GArray) lines = NULL;
  char *at = strstr (other, "2021-07-01 = 3\n");
  gboolean only = TRUE;

  g_assert_nonnull (at);
  at[strlen ("2021-07-01 = ")] = '4';
  b = load (other, strlen (other));
  lines = cb_pack_new_lines (a, b, &only);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_false (only);
  g_clear_pointer (&lines, g_array_unref);
  lines = cb_pack_new_lines (a, a, &only);
  g_assert_cmpuint (lines->len, ==, 0);
  g_assert_true (only);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  g_file_get_contents (path, &county, &county_len, &error);
  g_assert_no_error (error);
  g_test_add_func ("/revise/again", test_again);
  g_test_add_func ("/revise/later", test_later);
  g_test_add_func ("/revise/between", test_between);
  g_test_add_func ("/revise/ends", test_ends);
  g_test_add_func ("/revise/injection", test_injection);
  g_test_add_func ("/revise/only", test_only);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *name = g_strconcat ("/revise/refused/", refused[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_refused);
    }
  status = g_test_run ();
  g_free (county);
  return status;
}
