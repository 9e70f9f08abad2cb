/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "formula-pack.h"
#include "prove.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is proved and searched of a pack whose one formula decides who is paid and, where it is an amount a month, how much. */

#define CHECK "\n[check income]\nvalue=household.income\ncliff.p=p\n"
#define DECIDES CHECK "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=x = x\nline.1=household.y\n" \
  "[value household.y]\ntype=money/month\ntitle=Y\ncite=A\nround=ceil yuan\nformula=if x = x then rent else 0\n"
#define PAYS "\nround=ceil yuan" CHECK "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=x > 0\nline.1=household.x\n"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gboolean pays = size > 0 && *data % G_N_ELEMENTS (types) == 0;
  g_autoptr (CbPack) pack = fuzz_pack_of (data, size, pays ? PAYS : DECIDES);

  if (pack != NULL)
    prove_pack (pack, 6, 1);
  return 0;
}
