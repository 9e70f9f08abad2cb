/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-evaluate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* One formula in a small pack that is sound: the first byte says of what type its value is, the rest is the formula.  Read, checked and
 * compiled; what compiles is evaluated of a family of which nothing and of one of which something is known. */

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
  "[value household.x]\ntitle=X\ncite=A\ntype="

#define TAIL "\n[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=x = x\n"

static const char *const types[] = {
  "money/month", "truth", "count", "ratio", "choice:tier", "date", "month", "money", "money/year", "years", "months", "days", "number",
};

static void
evaluate (CbProgram *program,
          CbFacts   *facts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CbResult) result = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, &error);

  if (result != NULL ? cb_result_n_outcomes (result) != 1 : !g_error_matches (error, CB_POLICY_ERROR, CB_POLICY_ERROR_ARITHMETIC))
    abort ();
}

static void
use (CbPack *pack)
{
  g_autoptr (CbProgram) program = cb_pack_compile (pack, cb_pack_from (pack), CB_MONTH_NONE, NULL);
  g_autoptr (CbFacts) facts = cb_facts_new (pack);

  if (program == NULL)
    abort ();
  evaluate (program, facts);
  cb_facts_add (facts, "member", 0, NULL, NULL);
  cb_facts_set_parsed (facts, "household.n", 0, "3", NULL);
  cb_facts_set_parsed (facts, "household.since", 0, "2020-02-29", NULL);
  cb_facts_set_choice (facts, "household.word", 0, "edge", NULL);
  evaluate (program, facts);
}

/* NULL: refused. */
static CbPack *
load (const char *type,
      const char *formula,
      size_t      size)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  CbPack *pack;

  g_string_append_printf (text, "%s\nformula=", type);
  for (size_t i = 0; i < size; i++)
    g_string_append_c (text, formula[i] == '\n' ? ' ' : formula[i]);
  g_string_append (text, TAIL);
  bytes = g_bytes_new (text->str, text->len);
  pack = cb_pack_load_bytes (bytes, "fuzz", &faults, &error);
  if ((pack == NULL) != (faults->len > 0) || (pack == NULL) != (error != NULL))
    abort ();
  return pack;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static gboolean sound = FALSE;
  g_autoptr (CbPack) pack = NULL;

  /* Were the rest refused, no formula would ever be compiled. */
  if (!sound)
    {
      g_autoptr (CbPack) plain = load (types[0], "rent", strlen ("rent"));

      sound = plain != NULL;
      if (!sound)
        abort ();
    }
  if (size == 0)
    return 0;
  pack = load (types[*data % G_N_ELEMENTS (types)], (const char *) data + 1, size - 1);
  if (pack != NULL)
    use (pack);
  return 0;
}
