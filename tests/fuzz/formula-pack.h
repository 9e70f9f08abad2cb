/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A small pack that is sound, with room for one formula: household.x, of the type that the first byte of the input says. */

#define HEAD \
  "[pack]\nid=t\nlanguage=1\ntitle=T\nfrom=2020-01-01\n" \
  "[entity household]\ntitle=H\n[entity member]\nof=household\nplural=members\ntitle=M\nmost=9\n" \
  "[choice tier]\naid=Aid\nedge=Edge\nnone=None\n" \
  "[fact household.rent]\ntype=money/month\ntitle=E\ndefault=0\n" \
  "[fact household.n]\ntype=count\ntitle=N\nmax=100\n" \
  "[fact household.share]\ntype=ratio\ntitle=S\ndecimals=2\nmax=1\n" \
  "[fact household.car]\ntype=truth\ntitle=C\ndefault=no\n" \
  "[fact household.word]\ntype=choice:tier\ntitle=W\n" \
  "[fact household.since]\ntype=date\ntitle=D\n" \
  "[fact member.wage]\ntype=money/year\ntitle=W\n" \
  "[fact member.born]\ntype=date\ntitle=B\n" \
  "[param t.line]\ntype=money/month\nby=tier\ntitle=L\ncite=A\n2020-01-01=aid 600, edge 700, none 1\n2024-01-01=aid 800, edge 900, none 1\n" \
  "[param t.rate]\ntype=ratio\ntitle=R\ncite=A\n2020-01-01=30%\n" \
  "[param t.bands]\ntype=money\nbands=money\ntitle=B\ncite=A\n2020-01-01=0: 100, 1000: 300, 5000: 900\n" \
  "[value member.m]\ntype=money/month\ntitle=M\ncite=-\nformula=per_month(wage)\n" \
  "[value household.income]\ntype=money/month\ntitle=I\ncite=-\nformula=sum(member, m)\n" \
  "[value household.x]\ntitle=X\ncite=A\ntype="

static const char *const types[] = {
  "money/month", "truth", "count", "ratio", "choice:tier", "date", "month", "money", "money/year", "years", "months", "days", "number",
};

/* @tail: what follows the formula in the pack.  NULL: refused. */
static inline CbPack *
fuzz_pack_with (const char *type,
                const char *formula,
                size_t      size,
                const char *tail)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  CbPack *pack;

  g_string_append_printf (text, "%s\nformula=", type);
  for (size_t i = 0; i < size; i++)
    g_string_append_c (text, formula[i] == '\n' ? ' ' : formula[i]);
  g_string_append (text, tail);
  bytes = g_bytes_new (text->str, text->len);
  pack = cb_pack_load_bytes (bytes, "fuzz", &faults, &error);
  if ((pack == NULL) != (faults->len > 0) || (pack == NULL) != (error != NULL))
    abort ();
  return pack;
}

/* The input's pack; NULL: refused.  Were the pack refused without it too, no formula would ever be compiled: that ends the run. */
static inline CbPack *
fuzz_pack_of (const uint8_t *data,
              size_t         size,
              const char    *tail)
{
  static gboolean sound = FALSE;

  if (!sound)
    {
      g_autoptr (CbPack) plain = fuzz_pack_with (types[0], "rent", strlen ("rent"), tail);

      sound = plain != NULL;
      if (!sound)
        abort ();
    }
  return size > 0 ? fuzz_pack_with (types[*data % G_N_ELEMENTS (types)], (const char *) data + 1, size - 1, tail) : NULL;
}
