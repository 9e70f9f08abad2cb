/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-private.h"

#include <string.h>

/* Numbers with their units, in the language asked for (not the program's own: a page for an applicant is Chinese on any desk). */

gboolean
cb_lang_is_zh (const char *lang)
{
  return lang != NULL && g_str_has_prefix (lang, "zh");
}

const char *
cb_format_unit (CbType      type,
                const char *lang)
{
  static const char *const units[][2] = {
    [CB_UNIT_NUMBER] = { "", "" }, [CB_UNIT_COUNT] = { "", "" }, [CB_UNIT_RATIO] = { "", "" },
    [CB_UNIT_MONEY] = { "yuan", "元" }, [CB_UNIT_MONEY_MONTH] = { "yuan/month", "元/月" }, [CB_UNIT_MONEY_YEAR] = { "yuan/year", "元/年" },
    [CB_UNIT_YEARS] = { "years", "岁" }, [CB_UNIT_MONTHS] = { "months", "个月" }, [CB_UNIT_DAYS] = { "days", "天" },
    [CB_UNIT_WORKING_DAYS] = { "working days", "个工作日" }, [CB_UNIT_OTHER] = { "", "" },
  };

  return type.kind == CB_TYPE_NUMBER ? units[cb_type_get_unit (type)][cb_lang_is_zh (lang)] : "";
}

/* "1,234" */
static void
append_grouped (GString *s,
                CbWide   v)
{
  char digits[64];
  int n = 0;

  do
    {
      digits[n++] = (char) ('0' + (int) (v % 10));
      v /= 10;
    }
  while (v > 0 && n < 60);
  while (n-- > 0)
    {
      g_string_append_c (s, digits[n]);
      if (n > 0 && n % 3 == 0)
        g_string_append_c (s, ',');
    }
}

/* num/den with @places decimals, half up; "≈" when that is not all of it.  Trailing zeros go unless @keep. */
static char *
decimal (CbWide   num,
         CbWide   den,
         int      places,
         gboolean keep)
{
  GString *s = g_string_new (NULL);
  CbWide scale = 1, scaled, q, rest;
  gboolean negative = num < 0;

  for (int i = 0; i < places; i++)
    scale *= 10;
  if (negative)
    num = -num;
  if (__builtin_mul_overflow (num % den, scale, &scaled))
    scaled = 0;
  q = (num / den) * scale + scaled / den;
  rest = scaled % den;
  if (rest >= den - rest && rest != 0)
    q++;
  if (rest != 0)
    g_string_append (s, "≈");
  if (negative && q != 0)
    g_string_append (s, "−");
  append_grouped (s, q / scale);
  if (places > 0 && (keep || q % scale != 0))
    {
      char *text = g_strdup_printf ("%0*d", places, (int) (q % scale));
      gsize n = strlen (text);

      while (!keep && n > 0 && text[n - 1] == '0')
        text[--n] = '\0';
      g_string_append_printf (s, ".%s", text);
      g_free (text);
    }
  return g_string_free (s, FALSE);
}

static char *
format_plain (CbPack     *pack,
              CbType      type,
              CbNumber    x,
              const char *lang,
              CbFormat    flags)
{
  switch (type.kind)
    {
    case CB_TYPE_TRUTH:
      return g_strdup (cb_lang_is_zh (lang) ? (x.num ? "是" : "否") : (x.num ? "yes" : "no"));
    case CB_TYPE_CHOICE:
      {
        CbChoiceX *choice = CB_CHOICE (pack, type.choice);

        return g_strdup (x.num >= 0 && x.num < (CbWide) choice->n ? cb_pack_word_title (pack, choice->name, choice->words[x.num], lang) : "?");
      }
    case CB_TYPE_DATE:
      return cb_date_format ((CbDate) x.num);
    case CB_TYPE_MONTH:
      return cb_month_format ((CbMonth) x.num);
    case CB_TYPE_NUMBER:
      break;
    default:
      return g_strdup ("?");
    }
  if (type.money == 1)
    {
      CbWide den;
      gboolean whole;

      if (__builtin_mul_overflow (x.den, (CbWide) 100, &den))
        return g_strdup ("?");
      whole = x.num % den == 0;
      return decimal (x.num, den, 2, (flags & CB_FORMAT_CENTS) != 0 || !whole);
    }
  if (type.flavour == CB_FLAVOUR_RATIO)
    {
      g_autofree char *percent = NULL;
      CbWide num;

      if (__builtin_mul_overflow (x.num, (CbWide) 100, &num))
        return g_strdup ("?");
      percent = decimal (num, x.den, 2, FALSE);
      return g_strconcat (percent, "%", NULL);
    }
  return decimal (x.num, x.den, 4, FALSE);
}

char *
cb_format_number (CbPack     *pack,
                  CbType      type,
                  CbNumber    number,
                  const char *lang,
                  CbFormat    flags)
{
  g_autofree char *text = NULL;
  const char *unit = cb_format_unit (type, lang);

  if (number.state != CB_STATE_KNOWN)
    return g_strdup ("?");
  text = format_plain (pack, type, number, lang, flags);
  if ((flags & CB_FORMAT_UNIT) == 0 || *unit == '\0')
    return g_steal_pointer (&text);
  return g_strconcat (text, " ", unit, NULL);
}
