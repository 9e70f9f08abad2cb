/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-proof.h"

#include <stdlib.h>

/* What pack check looks for beyond the form, on few families and days, so that one input never takes long. */
static inline void
prove_pack (CbPack *pack,
            guint   n_families,
            guint   n_days)
{
  g_autoptr (CbProof) proof = cb_pack_prove_some (pack, n_families, n_days, NULL);
  gboolean fault = FALSE;

  if (proof == NULL)
    abort ();
  for (guint i = 0; i < cb_proof_findings (proof)->len; i++)
    {
      const CbFinding *finding = cb_proof_findings (proof)->pdata[i];
      g_autofree char *text = cb_finding_text (finding);

      fault |= finding->kind == CB_FINDING_FAULT;
      if (finding->line < 1 || !g_utf8_validate (text, -1, NULL))
        abort ();
    }
  if (cb_proof_sound (proof) == fault || cb_proof_counts (proof)->reached > cb_proof_counts (proof)->branches)
    abort ();
}
