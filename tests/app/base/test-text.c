/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-text.h"

#include <string.h>

static void
test_clean_and_fold (void)
{
  static const struct { const char *text, *clean, *fold; } rows[] = {
    { "王秀兰", "王秀兰", "王秀兰" },
    { "  王　秀兰 ", "王 秀兰", "王秀兰" },
    { "ＡＢＣ１２３（甲）", "ABC123(甲)", "abc123(甲)" },
    { "阿依·古丽", "阿依·古丽", "阿依古丽" },
    { "阿依•古丽", "阿依•古丽", "阿依古丽" },
    { "阿依・古丽", "阿依・古丽", "阿依古丽" },
    { "a\tb\nc", "a b c", "abc" },
    { "a\x01" "b\x7f", "ab", "ab" },
    { "\xef\xbb\xbf王\xe2\x80\x8b兰", "王兰", "王兰" },
    { "e\xcc\x81", "é", "é" },
    { "", "", "" },
    { " 　\n", "", "" },
    { NULL, "", "" },
    { "a\xff" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = cb_text_clean (rows[i].text);
      g_autofree char *fold = cb_text_fold (rows[i].text);

      g_assert_cmpstr (clean, ==, rows[i].clean);
      g_assert_cmpstr (fold, ==, rows[i].fold);
    }
}

/* Of any text: valid, and the same when done again. */
static void
test_idempotent (void)
{
  for (int i = 0; i < 5000; i++)
    {
      int n = g_test_rand_int_range (0, 12);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *once = NULL, *twice = NULL, *full = NULL, *initials = NULL;

      for (int k = 0; k < n; k++)
        switch (g_test_rand_int_range (0, 4))
          {
          case 0:
            g_string_append_unichar (text, (gunichar) g_test_rand_int_range (1, 0x3000));
            break;
          case 1:
            g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0xf900, 0xffff));
            break;
          case 2:
            g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0x3000, 0xa000));
            break;
          default:
            g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
            break;
          }
      once = cb_text_clean (text->str);
      g_assert_true (g_utf8_validate (once, -1, NULL));
      twice = cb_text_clean (once);
      g_assert_cmpstr (once, ==, twice);
      cb_pinyin (text->str, &full, &initials);
      g_assert_true (g_utf8_validate (full, -1, NULL));
      g_assert_true (g_utf8_validate (initials, -1, NULL));
    }
}

static void
test_pinyin (void)
{
  static const struct { const char *name, *full, *initials; } rows[] = {
    { "王秀兰", "wangxiulan", "wxl" },
    { "单田芳", "shantianfang", "stf" },
    { "简单", "jiandan", "jd" },
    { "仇英", "qiuying", "qy" },
    { "曾国华", "zengguohua", "zgh" },
    { "解缙", "xiejin", "xj" },
    { "区明", "ouming", "om" },
    { "查理", "zhali", "zl" },
    { "朴树", "piaoshu", "ps" },
    { "任红", "renhong", "rh" },
    { "尉迟恭", "yuchigong", "ycg" },
    { "尉明", "weiming", "wm" },
    { "万俟", "moqi", "mq" },
    { "万芳", "wanfang", "wf" },
    { "令狐冲", "linghuchong", "lhc" },
    { "长孙无忌", "zhangsunwuji", "zswj" },
    { "孙长青", "sunzhangqing", "szq" },   /* ICU has one reading for a character */
    { "阿依·古丽", "ayiguli", "aygl" },
    { "Ａ王 1", "awang1", "aw1" },
    { "", "", "" },
    { NULL, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *full = NULL, *initials = NULL;

      cb_pinyin (rows[i].name, &full, &initials);
      g_assert_cmpstr (full, ==, rows[i].full);
      g_assert_cmpstr (initials, ==, rows[i].initials);
    }
  cb_pinyin ("王", NULL, NULL);
}

static gpointer
pinyin_worker (gpointer data)
{
  for (gunichar c = 0x4e00; c < 0x5600; c++)
    {
      g_autofree char *full = NULL, *initials = NULL;
      g_autoptr (GString) name = g_string_new ("王");

      g_string_append_unichar (name, c);
      g_string_append_unichar (name, 0x3400 + c % 64);
      cb_pinyin (name->str, &full, &initials);
      g_assert_true (g_str_has_prefix (full, "wang"));
    }

  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pinyin", pinyin_worker, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_sort (void)
{
  /* By pinyin: chen, li, wang, zhao; a prefix first; Latin after Han. */
  static const char *const order[] = { "", "陈明", "李", "李四", "李五", "王秀兰", "赵一", "Abc" };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (GBytes) a = cb_text_sort_key (order[i]);
      g_autoptr (GBytes) b = cb_text_sort_key (order[i + 1]);
      g_autoptr (GBytes) again = cb_text_sort_key (order[i]);

      g_assert_cmpint (g_bytes_compare (a, b), <, 0);
      g_assert_true (g_bytes_equal (a, again));
    }
  {
    g_autofree char *large = g_strnfill (5000, 'x');
    g_autoptr (GBytes) key = cb_text_sort_key (large);

    g_assert_cmpuint (g_bytes_get_size (key), >=, 5000);
  }
}

static void
test_han (void)
{
  g_assert_true (cb_text_is_han (0x738b));
  g_assert_true (cb_text_is_han (0x20bb7));
  g_assert_true (cb_text_is_han (0x3007));
  g_assert_false (cb_text_is_han ('a'));
  g_assert_false (cb_text_is_han (0xff21));
  g_assert_false (cb_text_is_han (0x3042));
}

/* With -m perf: a county's 300,000 names. */
static void
test_speed (void)
{
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < 300000; i++)
    {
      g_autofree char *full = NULL, *initials = NULL;
      g_autoptr (GString) name = g_string_new (NULL);

      for (int k = 0; k < 3; k++)
        g_string_append_unichar (name, 0x4e00 + (gunichar) g_test_rand_int_range (0, 3000));
      cb_pinyin (name->str, &full, &initials);
    }
  g_test_message ("300,000 names in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/threads", test_threads);
  g_test_add_func ("/base/text/clean-and-fold", test_clean_and_fold);
  g_test_add_func ("/base/text/idempotent", test_idempotent);
  g_test_add_func ("/base/text/pinyin", test_pinyin);
  g_test_add_func ("/base/text/sort", test_sort);
  g_test_add_func ("/base/text/han", test_han);
  if (g_test_perf ())
    g_test_add_func ("/base/text/speed", test_speed);

  return g_test_run ();
}
