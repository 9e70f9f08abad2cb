/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-money.h"

#include "cb-error.h"
#include "cb-fold-private.h"

#include <string.h>

/* Folded text of an amount: longer than any that fits, with its commas, signs and blanks. */
#define FOLDED_MAX 64

static gboolean
in_range (gint64 amount)
{
  return amount >= -CB_MONEY_MAX && amount <= CB_MONEY_MAX;
}

gboolean
cb_money_add (CbMoney  a,
              CbMoney  b,
              CbMoney *sum)
{
  gint64 result;

  if (__builtin_add_overflow (a, b, &result) || !in_range (result))
    return FALSE;
  *sum = result;

  return TRUE;
}

gboolean
cb_money_mul (CbMoney  a,
              gint64   factor,
              CbMoney *product)
{
  gint64 result;

  if (__builtin_mul_overflow (a, factor, &result) || !in_range (result))
    return FALSE;
  *product = result;

  return TRUE;
}

CbMoney
cb_money_ceil_yuan (CbMoney amount)
{
  gint64 fen = amount % 100;
  gint64 up;

  if (fen > 0 && !__builtin_add_overflow (amount - fen, 100, &up))
    return up;

  return amount - fen;
}

/* Folds @text into ASCII, Y for ￥ and ¥, E for 元, blanks at the ends and beside signs out.
 * FALSE for a foreign character, a blank between digits, or text too long to be an amount. */
static gboolean
fold_amount (const char *text,
             char        out[FOLDED_MAX])
{
  const char *at = text;
  gsize len = 0;
  gboolean blank = FALSE;
  gunichar c;

  if (text == NULL)
    return FALSE;
  while ((c = cb_fold_next (&at)) != 0)
    {
      if (c == ' ')
        {
          blank = TRUE;
          continue;
        }
      if (c == 0xa5 || c == 0xffe5)
        c = 'Y';
      else if (c == 0x5143)   /* 元 */
        c = 'E';
      else if (c != '-' && c != ',' && c != '.' && c != '(' && c != ')' && !(c >= '0' && c <= '9'))
        return FALSE;
      if (len + 1 >= FOLDED_MAX)
        return FALSE;
      if (blank && len > 0 && strchr ("0123456789,.", out[len - 1]) != NULL
          && strchr ("0123456789,.", (int) c) != NULL)
        return FALSE;
      blank = FALSE;
      out[len++] = (char) c;
    }
  out[len] = '\0';

  return len > 0;
}

/* Whole yuan, with or without commas at the thousands; @yuan stops growing beyond the maximum. */
static gboolean
read_yuan (const char **at,
           gint64      *yuan)
{
  int run = 0;
  gboolean commas = FALSE;

  *yuan = 0;
  for (;; (*at)++)
    {
      if (g_ascii_isdigit (**at))
        {
          run++;
          if (*yuan <= CB_MONEY_MAX / 100)
            *yuan = *yuan * 10 + (**at - '0');
        }
      else if (**at == ',')
        {
          if (run == 0 || run > 3 || (commas && run != 3))
            return FALSE;
          commas = TRUE;
          run = 0;
        }
      else
        return commas ? run == 3 : run > 0;
    }
}

static gboolean
read_amount (const char *at,
             gboolean   *negative,
             gint64     *yuan,
             int        *fen)
{
  gboolean bracket = FALSE, minus = FALSE;

  if (*at == '(')
    {
      bracket = TRUE;
      at++;
    }
  if (*at == '-')
    {
      minus = TRUE;
      at++;
    }
  if (*at == 'Y')
    at++;
  if (*at == '-' && !minus)
    {
      minus = TRUE;
      at++;
    }
  if (!read_yuan (&at, yuan))
    return FALSE;
  *fen = 0;
  if (*at == '.')
    {
      at++;
      if (!g_ascii_isdigit (*at))
        return FALSE;
      *fen = (*at++ - '0') * 10;
      if (g_ascii_isdigit (*at))
        *fen += *at++ - '0';
    }
  if (*at == 'E')
    at++;
  if (bracket && *at++ != ')')
    return FALSE;
  *negative = bracket || minus;

  return *at == '\0' && !(bracket && minus);
}

gboolean
cb_money_parse (const char *text,
                CbMoney    *amount,
                GError    **error)
{
  char folded[FOLDED_MAX];
  gboolean negative;
  gint64 yuan, result;
  int fen;

  if (!fold_amount (text, folded) || !read_amount (folded, &negative, &yuan, &fen))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "not an amount");
      return FALSE;
    }
  if (yuan > CB_MONEY_MAX / 100 || yuan * 100 + fen > CB_MONEY_MAX)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_RANGE, "amount too large");
      return FALSE;
    }
  result = yuan * 100 + fen;
  if (amount != NULL)
    *amount = negative ? -result : result;

  return TRUE;
}

static guint64
magnitude (CbMoney amount)
{
  return amount < 0 ? -(guint64) amount : (guint64) amount;
}

char *
cb_money_format (CbMoney  amount,
                 gboolean trim)
{
  guint64 rest = magnitude (amount);
  guint fen = (guint) (rest % 100);
  char buf[40];
  char *at = buf + sizeof buf;
  int digits = 0;

  *--at = '\0';
  if (fen != 0 || !trim)
    {
      *--at = (char) ('0' + fen % 10);
      *--at = (char) ('0' + fen / 10);
      *--at = '.';
    }
  rest /= 100;
  do
    {
      if (digits > 0 && digits % 3 == 0)
        *--at = ',';
      *--at = (char) ('0' + rest % 10);
      rest /= 10;
      digits++;
    }
  while (rest > 0);
  if (amount < 0)
    *--at = '-';

  return g_strdup (at);
}

char *
cb_money_plain (CbMoney amount)
{
  guint64 rest = magnitude (amount);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u",
                          amount < 0 ? "-" : "", rest / 100, (guint) (rest % 100));
}

static const char *const capitals[] = {
  "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖",
};

/* 1..9999, without a leading zero. */
static void
append_group (GString *text,
              guint    n)
{
  static const char *const units[] = { "仟", "佰", "拾", "" };
  static const guint powers[] = { 1000, 100, 10, 1 };
  gboolean begun = FALSE, zero = FALSE;

  for (guint i = 0; i < 4; i++)
    {
      guint digit = n / powers[i] % 10;

      if (digit == 0)
        {
          zero = begun;
          continue;
        }
      if (zero)
        g_string_append (text, capitals[0]);
      g_string_append (text, capitals[digit]);
      g_string_append (text, units[i]);
      begun = TRUE;
      zero = FALSE;
    }
}

/* @n > 0.  One 零 stands for any run of zeros between two digits; none at the end. */
static void
append_number (GString *text,
               guint64  n)
{
  static const struct { guint64 power; const char *unit; } steps[] = {
    { 100000000, "亿" },
    { 10000, "万" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint64 high = n / steps[i].power;

      if (high == 0)
        continue;
      append_number (text, high);
      g_string_append (text, steps[i].unit);
      n %= steps[i].power;
      if (n > 0 && n < steps[i].power / 10)
        g_string_append (text, capitals[0]);
    }
  if (n > 0)
    append_group (text, (guint) n);
}

char *
cb_money_capitals (CbMoney amount)
{
  GString *text = g_string_new (NULL);
  guint64 rest = magnitude (amount);
  guint jiao = (guint) (rest / 10 % 10);
  guint fen = (guint) (rest % 10);

  if (amount < 0)
    g_string_append (text, "负");
  rest /= 100;
  if (rest > 0)
    append_number (text, rest);
  else if (jiao == 0 && fen == 0)
    g_string_append (text, capitals[0]);
  if (rest > 0 || (jiao == 0 && fen == 0))
    g_string_append (text, "元");
  if (jiao > 0)
    g_string_append_printf (text, "%s角", capitals[jiao]);
  else if (fen > 0 && rest > 0)
    g_string_append (text, capitals[0]);
  if (fen > 0)
    g_string_append_printf (text, "%s分", capitals[fen]);
  else
    g_string_append (text, "整");

  return g_string_free (text, FALSE);
}
