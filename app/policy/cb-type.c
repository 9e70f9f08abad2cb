/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-type.h"

CbType
cb_type_of (CbTypeKind kind)
{
  return (CbType) { .kind = (guint8) kind, .choice = -1 };
}

CbType
cb_type_unit (CbUnit unit)
{
  CbType t = cb_type_of (CB_TYPE_NUMBER);

  switch (unit)
    {
    case CB_UNIT_COUNT: t.flavour = CB_FLAVOUR_COUNT; break;
    case CB_UNIT_RATIO: t.flavour = CB_FLAVOUR_RATIO; break;
    case CB_UNIT_MONEY: t.money = 1; break;
    case CB_UNIT_MONEY_MONTH: t.money = 1; t.month = -1; break;
    case CB_UNIT_MONEY_YEAR: t.money = 1; t.year = -1; break;
    case CB_UNIT_YEARS: t.year = 1; break;
    case CB_UNIT_MONTHS: t.month = 1; break;
    case CB_UNIT_DAYS: t.day = 1; break;
    case CB_UNIT_WORKING_DAYS: t.day = 1; t.flavour = CB_FLAVOUR_WORKING; break;
    case CB_UNIT_NUMBER: case CB_UNIT_OTHER: default: break;
    }
  return t;
}

CbUnit
cb_type_get_unit (CbType t)
{
  if (t.kind != CB_TYPE_NUMBER)
    return CB_UNIT_OTHER;
  if (t.money == 0 && t.month == 0 && t.year == 0 && t.day == 0)
    return t.flavour == CB_FLAVOUR_COUNT ? CB_UNIT_COUNT : t.flavour == CB_FLAVOUR_RATIO ? CB_UNIT_RATIO : CB_UNIT_NUMBER;
  /* The other way round than cb_type_unit(): at most one dimension beside money, of the power that the unit has. */
  if (t.flavour == CB_FLAVOUR_WORKING)
    return t.money == 0 && t.month == 0 && t.year == 0 && t.day == 1 ? CB_UNIT_WORKING_DAYS : CB_UNIT_OTHER;
  if (t.money == 1 && t.day == 0)
    return t.month == 0 && t.year == 0 ? CB_UNIT_MONEY :
           t.month == -1 && t.year == 0 ? CB_UNIT_MONEY_MONTH : t.month == 0 && t.year == -1 ? CB_UNIT_MONEY_YEAR : CB_UNIT_OTHER;
  if (t.money != 0 || (t.month != 0) + (t.year != 0) + (t.day != 0) != 1 || t.month + t.year + t.day != 1)
    return CB_UNIT_OTHER;
  return t.year == 1 ? CB_UNIT_YEARS : t.month == 1 ? CB_UNIT_MONTHS : CB_UNIT_DAYS;
}

gboolean
cb_type_dims_equal (CbType a,
                    CbType b)
{
  return a.money == b.money && a.month == b.month && a.year == b.year && a.day == b.day;
}

gboolean
cb_type_is_plain (CbType t)
{
  return t.kind == CB_TYPE_NUMBER && t.money == 0 && t.month == 0 && t.year == 0 && t.day == 0;
}

gboolean
cb_type_fits (CbType have,
              CbType want)
{
  if (have.kind == CB_TYPE_FAULT || want.kind == CB_TYPE_FAULT || want.kind == CB_TYPE_ANY_KIND)
    return TRUE;
  if (have.kind != want.kind)
    return FALSE;
  if (have.kind == CB_TYPE_CHOICE)
    return have.choice == want.choice;
  if (have.kind != CB_TYPE_NUMBER)
    return TRUE;
  if (have.flavour == CB_FLAVOUR_BARE)
    return want.money == 0;
  if (!cb_type_dims_equal (have, want))
    return FALSE;
  if (cb_type_is_plain (want))
    return want.flavour != CB_FLAVOUR_COUNT || have.flavour == CB_FLAVOUR_COUNT;
  return (have.flavour == CB_FLAVOUR_WORKING) == (want.flavour == CB_FLAVOUR_WORKING);
}

char *
cb_type_text (CbType  t,
              CbPack *pack)
{
  static const char *const units[] = { "number", "count", "ratio", "money", "money/month", "money/year", "years", "months", "days",
                                       "working_days" };

  switch (t.kind)
    {
    case CB_TYPE_TRUTH: return g_strdup ("truth");
    case CB_TYPE_DATE: return g_strdup ("date");
    case CB_TYPE_MONTH: return g_strdup ("month");
    case CB_TYPE_TEXT: return g_strdup ("text");
    case CB_TYPE_CHOICE: return g_strdup ("choice");
    case CB_TYPE_NUMBER:
      {
        CbUnit unit = cb_type_get_unit (t);
        GString *s;

        if (unit != CB_UNIT_OTHER)
          return g_strdup (units[unit]);
        s = g_string_new (NULL);
        if (t.money != 0)
          g_string_append_printf (s, "money^%d ", t.money);
        if (t.month != 0)
          g_string_append_printf (s, "month^%d ", t.month);
        if (t.year != 0)
          g_string_append_printf (s, "year^%d ", t.year);
        if (t.day != 0)
          g_string_append_printf (s, "day^%d ", t.day);
        g_string_truncate (s, s->len - 1);
        return g_string_free (s, FALSE);
      }
    default: return g_strdup ("?");
    }
}

CbWide
cb_wide_gcd (CbWide a,
             CbWide b)
{
  if (a < 0)
    a = -a;
  if (b < 0)
    b = -b;
  while (b != 0)
    {
      CbWide t = a % b;

      a = b;
      b = t;
    }
  return a;
}

CbWide
cb_wide_add (CbWide a,
             CbWide b)
{
  CbWide r;

  if (__builtin_add_overflow (a, b, &r) || r > CB_WIDE_MAX || r < -CB_WIDE_MAX)
    return a > 0 || (a == 0 && b > 0) ? CB_WIDE_MAX : -CB_WIDE_MAX;
  return r;
}

CbWide
cb_wide_mul (CbWide a,
             CbWide b)
{
  CbWide r;

  if (__builtin_mul_overflow (a, b, &r) || r > CB_WIDE_MAX || r < -CB_WIDE_MAX)
    return (a < 0) != (b < 0) ? -CB_WIDE_MAX : CB_WIDE_MAX;
  return r;
}

CbRat
cb_rat (CbWide num,
        CbWide den)
{
  CbWide g = cb_wide_gcd (num, den);

  if (g == 0)
    g = 1;
  if (den < 0)
    g = -g;
  return (CbRat) { num / g, den / g };
}

gboolean
cb_rat_mul (CbRat  a,
            CbRat  b,
            CbRat *out)
{
  CbWide g1 = cb_wide_gcd (a.num, b.den), g2 = cb_wide_gcd (b.num, a.den), n, d;

  if (g1 == 0)
    g1 = 1;
  if (g2 == 0)
    g2 = 1;
  if (__builtin_mul_overflow (a.num / g1, b.num / g2, &n) || __builtin_mul_overflow (a.den / g2, b.den / g1, &d))
    return FALSE;
  *out = cb_rat (n, d);
  return TRUE;
}

gboolean
cb_rat_add (CbRat  a,
            CbRat  b,
            CbRat *out)
{
  CbWide x, y, n, d;

  if (__builtin_mul_overflow (a.num, b.den, &x) || __builtin_mul_overflow (b.num, a.den, &y) ||
      __builtin_add_overflow (x, y, &n) || __builtin_mul_overflow (a.den, b.den, &d))
    return FALSE;
  *out = cb_rat (n, d);
  return TRUE;
}

gboolean
cb_rat_div (CbRat  a,
            CbRat  b,
            CbRat *out)
{
  if (b.num == 0)
    return FALSE;
  return cb_rat_mul (a, cb_rat (b.den, b.num), out);
}

int
cb_rat_compare (CbRat a,
                CbRat b)
{
  CbWide x = cb_wide_mul (a.num, b.den), y = cb_wide_mul (b.num, a.den);

  return x < y ? -1 : x > y;
}

gboolean
cb_rat_parse (const char *text,
              gsize      *len,
              CbRat      *out)
{
  const char *p = text;
  CbWide num = 0, den = 1;
  gboolean negative = FALSE;
  int digits = 0;

  if (*p == '-')
    {
      negative = TRUE;
      p++;
    }
  if (!g_ascii_isdigit (*p))
    return FALSE;
  while (g_ascii_isdigit (*p))
    {
      num = num * 10 + (*p++ - '0');
      if (++digits > 18)
        return FALSE;
    }
  if (*p == '.' && g_ascii_isdigit (p[1]))
    for (p++; g_ascii_isdigit (*p); p++)
      {
        num = num * 10 + (*p - '0');
        den *= 10;
        if (++digits > 18)
          return FALSE;
      }
  if (*p == '%')
    {
      den *= 100;
      p++;
    }
  *len = (gsize) (p - text);
  *out = cb_rat (negative ? -num : num, den);
  return TRUE;
}
