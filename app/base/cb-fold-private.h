/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * One character as a Chinese input method or a spreadsheet may have written it, as its ASCII
 * counterpart: full-width ASCII, the kinds of blank and of dash.  Others stand as they are.
 */
static inline gunichar
cb_fold_char (gunichar c)
{
  if (G_LIKELY (c < 0x80))
    return c == '\t' ? ' ' : c;
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;
  if (c == 0x3000 || c == 0xa0 || c == 0x202f || (c >= 0x2000 && c <= 0x200a))
    return ' ';
  if (c == 0x2212 || (c >= 0x2010 && c <= 0x2015) || c == 0xfe63)
    return '-';
  return c;
}

/*
 * The next character of *@at folded, with *@at moved behind it; 0 at the end.  (gunichar) -1 for
 * bytes that are not UTF-8: then *@at stays.
 */
static inline gunichar
cb_fold_next (const char **at)
{
  gunichar c;

  if (**at == '\0')
    return 0;
  c = g_utf8_get_char_validated (*at, -1);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return (gunichar) -1;
  *at = g_utf8_next_char (*at);

  return cb_fold_char (c);
}

G_END_DECLS
