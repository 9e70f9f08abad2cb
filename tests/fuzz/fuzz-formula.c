/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-evaluate.h"
#include "formula-pack.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* One formula read, checked and compiled; what compiles is evaluated of a family of which nothing and of one of which something is known. */

#define TAIL "\n[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=x = x\n"

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

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (CbPack) pack = fuzz_pack_of (data, size, TAIL);

  if (pack != NULL)
    use (pack);
  return 0;
}
