/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-trace.h"

G_BEGIN_DECLS

/* Small packs inside the tests: a head that every one shares, and what the test adds. */
#define PACK_HEAD \
  "[pack]\nid=t\nlanguage=1\ntitle=Test\nfrom=2020-01-01\n" \
  "[entity household]\ntitle=Household\n" \
  "[entity member]\nof=household\nplural=members\ntitle=Member\n" \
  "[entity income]\nof=member\ntitle=Income\n" \
  "[choice area]\nurban=Urban\nrural=Rural\n" \
  "[choice tier]\naid=Aid\nedge=Edge\nnone=None\n" \
  "[fact household.area]\ntype=choice:area\ntitle=Area\ntitle[zh_CN]=城乡\n" \
  "[fact household.assets]\ntype=money\ntitle=Assets\n" \
  "[fact household.flag]\ntype=truth\ntitle=Flag\n" \
  "[fact household.other]\ntype=truth\ntitle=Other\n" \
  "[fact household.k]\ntype=count\ntitle=K\n" \
  "[fact household.day]\ntype=date\ntitle=Day\n" \
  "[fact household.share]\ntype=ratio\ntitle=Share\n" \
  "[fact household.word]\ntype=text\ntitle=Word\n" \
  "[fact member.birth]\ntype=date\ntitle=Birth\n" \
  "[fact member.here]\ntype=truth\ndefault=yes\ntitle=Lives here\n" \
  "[fact member.n]\ntype=count\ntitle=N\n" \
  "[fact income.amount]\ntype=money/year\ntitle=Amount\n" \
  "[param a.standard]\ntype=money/month\nby=area\ntitle=Standard\ncite=Act 1\n2020-01-01=urban 700, rural 500\n2026-07-01=urban 780, rural 620\n" \
  "[param a.rate]\ntype=ratio\ntitle=Rate\ncite=Act 2\n2020-01-01=30%\n" \
  "[param a.limit]\ntype=money\ntitle=Limit\ncite=Act 3\n2021-01-01=1000\n" \
  "[param a.scale]\ntype=ratio\nbands=money\ntitle=Scale\ncite=Act 4\n2020-01-01=0: 0%, 1000: 5%, 3000: 10%\n"

#define PACK_PROGRAMME "[programme p]\ntitle=P\ncite=Act 9\nfrom=2020-01-01\npay=none\n"

static inline CbPack *
load_pack (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  CbPack *pack = cb_pack_load_bytes (bytes, "test.pack", &faults, &error);

  g_assert_no_error (error);
  return pack;
}

G_END_DECLS
