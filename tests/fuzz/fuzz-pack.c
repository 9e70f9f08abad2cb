/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-block.h"
#include "cb-paper.h"
#include "prove.h"
#include "cb-trace.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A case with one instance of everything, some of it entered. */
static CbFacts *
some_facts (CbPack *pack)
{
  CbFacts *facts = cb_facts_new (pack);
  GPtrArray *entities = cb_pack_entities (pack), *list = cb_pack_facts (pack);

  for (guint i = 1; i < entities->len; i++)
    for (int k = 0; k < 2; k++)
      cb_facts_add (facts, ((const CbPackEntity *) entities->pdata[i])->name, 0, NULL, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const CbPackFact *fact = list->pdata[i];
      static const char *const texts[] = { "1", "yes", "2026-01-01", "2026-01" };

      for (guint k = 0; k < G_N_ELEMENTS (texts) && i % 4 != 3; k++)
        if (cb_facts_set_parsed (facts, fact->name, 0, texts[k], NULL))
          break;
      if (fact->choice != NULL)
        cb_facts_set_choice (facts, fact->name, 0, cb_pack_words (pack, fact->choice)[0], NULL);
    }
  return facts;
}

/* What is loaded, must compile, run and explain itself; the block must agree with the single case. */
static void
use_pack (CbPack *pack)
{
  g_autoptr (CbProgram) program = cb_pack_compile (pack, cb_pack_from (pack), CB_MONTH_NONE, NULL);
  g_autoptr (CbFacts) facts = some_facts (pack);
  g_autoptr (CbResult) result = program != NULL ? cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, NULL) : NULL;
  g_autoptr (CbBlock) block = cb_block_new (pack);
  g_autoptr (CbBlockResult) many = NULL;

  if (program == NULL)
    abort ();
  if (!cb_block_append (block, facts, NULL))
    abort ();
  many = cb_block_run (block, program, 0, 0, NULL, NULL);
  for (guint i = 0; result != NULL && i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *o = cb_result_outcome (result, i);
      g_autoptr (GPtrArray) lines = cb_explain_worksheet (result, o->programme, "zh_CN");
      g_autoptr (GPtrArray) page = cb_paper_applicant (result, o->programme, NULL, NULL, NULL);
      g_autoptr (GPtrArray) articles = cb_paper_articles (result, o->programme, NULL, "zh_CN");
      g_autofree char *plain = cb_paper_text (page), *listed = cb_paper_text (articles);

      if (cb_block_result_status (many, i)[0] != o->status || cb_block_result_amount (many, i)[0] != o->amount)
        abort ();
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "fuzz", &faults, &error);

  if ((pack == NULL) != (faults->len > 0) || (pack == NULL) != (error != NULL))
    abort ();
  if (pack != NULL)
    {
      use_pack (pack);
      prove_pack (pack, 6, 2);
    }
  return 0;
}
