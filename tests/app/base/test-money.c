/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-error.h"
#include "cb-money.h"

typedef struct { const char *name; const char *text; CbMoney amount; int code; } Parse;

#define BAD (-1)

static const Parse parses[] = {
  { "zero", "0", 0 },
  { "whole", "1234", 123400 },
  { "one-decimal", "1,234.5", 123450 },
  { "yuan", "1234.50元", 123450 },
  { "sign", "￥1，234", 123400 },
  { "half-sign", "¥ 12.34", 1234 },
  { "full-width", "１２３．４５", 12345 },
  { "blanks", "  780.00　", 78000 },
  { "bracket", "(12.00)", -1200 },
  { "bracket-full-width", "（12.00）", -1200 },
  { "minus", "-12", -1200 },
  { "minus-sign", "−12", -1200 },
  { "minus-before", "-￥12", -1200 },
  { "minus-after", "￥-12", -1200 },
  { "minus-zero", "-0.00", 0 },
  { "fen", "0.01", 1 },
  { "zeros", "000780", 78000 },
  { "most", "1,000,000,000,000.00", CB_MONEY_MAX },
  { "least", "-1000000000000", -CB_MONEY_MAX },
  { "over", "1000000000000.01", 0, CB_BASE_ERROR_RANGE },
  { "far-over", "99999999999999999999999999999999999999999", 0, CB_BASE_ERROR_RANGE },
  { "under", "(1,000,000,000,000.01)", 0, CB_BASE_ERROR_RANGE },
  { "empty", "", BAD },
  { "blank", " ", BAD },
  { "three-decimals", "1.234", BAD },
  { "scientific", "1.2E+3", BAD },
  { "scientific-small", "1e3", BAD },
  { "comma-misplaced", "12,34", BAD },
  { "comma-short", "1,23,456", BAD },
  { "comma-first", ",123", BAD },
  { "comma-last", "123,", BAD },
  { "comma-late", "1234,567", BAD },
  { "comma-in-decimals", "1.2,3", BAD },
  { "two-points", "1.2.3", BAD },
  { "point-first", ".5", BAD },
  { "point-last", "5.", BAD },
  { "blank-inside", "1 234", BAD },
  { "both-negatives", "(-12)", BAD },
  { "two-minus", "--12", BAD },
  { "minus-last", "12-", BAD },
  { "bracket-open", "(12", BAD },
  { "bracket-close", "12)", BAD },
  { "words", "十二元", BAD },
  { "wan", "1.2万元", BAD },
  { "sign-alone", "￥", BAD },
  { "letters", "12a", BAD },
  { "two-yuan", "12元元", BAD },
  { "plus", "+12", BAD },
  { "not-utf8", "12\xff", BAD },
};

static void
test_parse (gconstpointer data)
{
  const Parse *row = data;
  g_autoptr (GError) error = NULL;
  CbMoney amount = 77;

  if (row->amount != BAD && row->code == 0)
    {
      g_assert_true (cb_money_parse (row->text, &amount, &error));
      g_assert_no_error (error);
      g_assert_cmpint (amount, ==, row->amount);
      return;
    }
  g_assert_false (cb_money_parse (row->text, &amount, &error));
  g_assert_error (error, CB_BASE_ERROR, row->code);
  g_assert_cmpint (amount, ==, 77);
}

typedef struct { CbMoney amount; const char *full, *trimmed, *plain, *capitals; } Form;

static const Form forms[] = {
  { 0, "0.00", "0", "0.00", "零元整" },
  { 1, "0.01", "0.01", "0.01", "壹分" },
  { 10, "0.10", "0.10", "0.10", "壹角整" },
  { 11, "0.11", "0.11", "0.11", "壹角壹分" },
  { 100, "1.00", "1", "1.00", "壹元整" },
  { 105, "1.05", "1.05", "1.05", "壹元零伍分" },
  { 1000, "10.00", "10", "10.00", "壹拾元整" },
  { 78000, "780.00", "780", "780.00", "柒佰捌拾元整" },
  { 123450, "1,234.50", "1,234.50", "1234.50", "壹仟贰佰叁拾肆元伍角整" },
  { 140950, "1,409.50", "1,409.50", "1409.50", "壹仟肆佰零玖元伍角整" },
  { 600714, "6,007.14", "6,007.14", "6007.14", "陆仟零柒元壹角肆分" },
  { 168032, "1,680.32", "1,680.32", "1680.32", "壹仟陆佰捌拾元叁角贰分" },
  { 10700053, "107,000.53", "107,000.53", "107000.53", "壹拾万柒仟元伍角叁分" },
  { 1640902, "16,409.02", "16,409.02", "16409.02", "壹万陆仟肆佰零玖元零贰分" },
  { 100000, "1,000.00", "1,000", "1000.00", "壹仟元整" },
  { 100100, "1,001.00", "1,001", "1001.00", "壹仟零壹元整" },
  { 1000000, "10,000.00", "10,000", "10000.00", "壹万元整" },
  { 1000100, "10,001.00", "10,001", "10001.00", "壹万零壹元整" },
  { 1001000, "10,010.00", "10,010", "10010.00", "壹万零壹拾元整" },
  { 1050000, "10,500.00", "10,500", "10500.00", "壹万零伍佰元整" },
  { 1500000, "15,000.00", "15,000", "15000.00", "壹万伍仟元整" },
  { 100050000, "1,000,500.00", "1,000,500", "1000500.00", "壹佰万零伍佰元整" },
  { 10000000000, "100,000,000.00", "100,000,000", "100000000.00", "壹亿元整" },
  { 10000000100, "100,000,001.00", "100,000,001", "100000001.00", "壹亿零壹元整" },
  { 10000500000, "100,005,000.00", "100,005,000", "100005000.00", "壹亿零伍仟元整" },
  { 12000000000, "120,000,000.00", "120,000,000", "120000000.00", "壹亿贰仟万元整" },
  { 10001000000, "100,010,000.00", "100,010,000", "100010000.00", "壹亿零壹万元整" },
  { CB_MONEY_MAX, "1,000,000,000,000.00", "1,000,000,000,000", "1000000000000.00", "壹万亿元整" },
  { -123450, "-1,234.50", "-1,234.50", "-1234.50", "负壹仟贰佰叁拾肆元伍角整" },
  { -1, "-0.01", "-0.01", "-0.01", "负壹分" },
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *full = cb_money_format (forms[i].amount, FALSE);
      g_autofree char *trimmed = cb_money_format (forms[i].amount, TRUE);
      g_autofree char *plain = cb_money_plain (forms[i].amount);
      g_autofree char *capitals = cb_money_capitals (forms[i].amount);

      g_assert_cmpstr (full, ==, forms[i].full);
      g_assert_cmpstr (trimmed, ==, forms[i].trimmed);
      g_assert_cmpstr (plain, ==, forms[i].plain);
      g_assert_cmpstr (capitals, ==, forms[i].capitals);
    }
}

static void
test_round_trip (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 bits = g_test_rand_int () * (G_GINT64_CONSTANT (1) << 31) + g_test_rand_int ();
      CbMoney amount = bits % (CB_MONEY_MAX >> g_test_rand_int_range (0, 40)), back;
      g_autofree char *full = cb_money_format (amount, i % 2);
      g_autofree char *plain = cb_money_plain (amount);

      g_assert_true (cb_money_parse (full, &back, NULL));
      g_assert_cmpint (back, ==, amount);
      g_assert_true (cb_money_parse (plain, &back, NULL));
      g_assert_cmpint (back, ==, amount);
    }
}

/* What capitals say, read again by other rules than those that wrote it. */
static gint64
read_capitals (const char *text)
{
  static const gunichar digits[] = {
    0x96f6, 0x58f9, 0x8d30, 0x53c1, 0x8086, 0x4f0d, 0x9646, 0x67d2, 0x634c, 0x7396,
  };
  gint64 total = 0, block = 0, section = 0, digit = 0, fen = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean is_digit = FALSE;

      for (int i = 0; i < 10; i++)
        if (digits[i] == c)
          {
            digit = i;
            is_digit = TRUE;
          }
      if (is_digit)
        continue;
      switch (c)
        {
        case 0x62fe: section += digit * 10; break;
        case 0x4f70: section += digit * 100; break;
        case 0x4edf: section += digit * 1000; break;
        case 0x4e07: block += (section + digit) * 10000; section = 0; break;
        case 0x4ebf: total = (block + section + digit) * 100000000; block = section = 0; break;
        case 0x5143: total += block + section + digit; break;
        case 0x89d2: fen += digit * 10; break;
        case 0x5206: fen += digit; break;
        case 0x6574: break;
        default: g_assert_not_reached ();
        }
      digit = 0;
    }

  return total * 100 + fen;
}

static void
test_capitals (void)
{
  for (int i = 0; i < 20000; i++)
    {
      /* Sparse numbers, where the zeros are. */
      CbMoney amount = 0;
      g_autofree char *text = NULL;

      for (int k = 0; k < 14; k++)
        amount = amount * 10 + (g_test_rand_int_range (0, 3) ? 0 : g_test_rand_int_range (0, 10));
      text = cb_money_capitals (amount);
      g_assert_cmpint (read_capitals (text), ==, amount);
      g_assert_null (g_strstr_len (text, -1, "零零"));
      g_assert_true (amount == 0 || g_strstr_len (text, -1, "零元") == NULL);
    }
}

static void
test_arithmetic (void)
{
  CbMoney out = 7;

  g_assert_true (cb_money_add (100, -250, &out));
  g_assert_cmpint (out, ==, -150);
  g_assert_true (cb_money_add (CB_MONEY_MAX, 0, &out));
  g_assert_cmpint (out, ==, CB_MONEY_MAX);
  g_assert_false (cb_money_add (CB_MONEY_MAX, 1, &out));
  g_assert_false (cb_money_add (-CB_MONEY_MAX, -1, &out));
  g_assert_false (cb_money_add (G_MAXINT64, G_MAXINT64, &out));
  g_assert_false (cb_money_add (G_MININT64, -1, &out));
  g_assert_cmpint (out, ==, CB_MONEY_MAX);
  g_assert_true (cb_money_mul (CB_YUAN (780), -3, &out));
  g_assert_cmpint (out, ==, -CB_YUAN (2340));
  g_assert_false (cb_money_mul (CB_MONEY_MAX, 2, &out));
  g_assert_false (cb_money_mul (G_MININT64, -1, &out));
  g_assert_cmpint (out, ==, -CB_YUAN (2340));

  g_assert_cmpint (cb_money_ceil_yuan (0), ==, 0);
  g_assert_cmpint (cb_money_ceil_yuan (1), ==, 100);
  g_assert_cmpint (cb_money_ceil_yuan (99), ==, 100);
  g_assert_cmpint (cb_money_ceil_yuan (100), ==, 100);
  g_assert_cmpint (cb_money_ceil_yuan (101), ==, 200);
  g_assert_cmpint (cb_money_ceil_yuan (-1), ==, 0);
  g_assert_cmpint (cb_money_ceil_yuan (-199), ==, -100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parses); i++)
    {
      g_autofree char *path = g_strconcat ("/base/money/parse/", parses[i].name, NULL);

      g_test_add_data_func (path, &parses[i], test_parse);
    }
  g_test_add_func ("/base/money/forms", test_forms);
  g_test_add_func ("/base/money/round-trip", test_round_trip);
  g_test_add_func ("/base/money/capitals", test_capitals);
  g_test_add_func ("/base/money/arithmetic", test_arithmetic);

  return g_test_run ();
}
