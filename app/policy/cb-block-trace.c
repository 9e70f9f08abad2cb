/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-block-trace.h"

#include "cb-block-private.h"
#include "cb-result-private.h"

struct _CbBlockTrace {
  int        ref_count;
  CbBlock   *block;
  CbProgram *program;
  guint      first, n;
  guint      n_runs;
  CbRun     *runs;         /* one for every CB_BLOCK_CHUNK cases, each with its registers */
  gint64     ns;
};

static void
give_up (CbBlockTrace *trace)
{
  g_clear_pointer (&trace->block, cb_block_unref);
  g_clear_pointer (&trace->program, cb_program_unref);
}

CbBlockTrace *
cb_block_trace (CbBlock        *block,
                CbProgram      *program,
                guint           first,
                guint           n,
                CbBlockTrace   *reuse,
                GError        **error)
{
  g_autoptr (CbBlockTrace) trace = reuse;
  CbVariant *variant;
  guint n_runs;
  gint64 begin;

  g_return_val_if_fail (reuse == NULL || g_atomic_int_get (&reuse->ref_count) == 1, NULL);
  if (!cb_block_ready (block, program, &first, &n, error))
    return NULL;
  variant = cb_program_variant (program, CB_VARIANT_FULL);
  if (trace == NULL)
    {
      trace = g_new0 (CbBlockTrace, 1);
      trace->ref_count = 1;
    }
  cb_block_ref (block);
  cb_program_ref (program);
  give_up (trace);
  trace->block = block;
  trace->program = program;
  trace->first = first;
  trace->n = n;
  begin = g_get_monotonic_time ();
  n_runs = (n + CB_BLOCK_CHUNK - 1) / CB_BLOCK_CHUNK;
  for (guint i = n_runs; i < trace->n_runs; i++)
    cb_run_clear (&trace->runs[i]);
  trace->runs = g_renew (CbRun, trace->runs, n_runs + 1);
  for (guint i = trace->n_runs; i < n_runs; i++)
    trace->runs[i] = (CbRun) { 0 };
  trace->n_runs = n_runs;
  for (guint i = 0; i < n_runs; i++)
    cb_run (&trace->runs[i], variant, &block->columns, first + i * CB_BLOCK_CHUNK, MIN (CB_BLOCK_CHUNK, n - i * CB_BLOCK_CHUNK));
  trace->ns = (g_get_monotonic_time () - begin) * 1000;
  return g_steal_pointer (&trace);
}

CbBlockTrace *
cb_block_trace_ref (CbBlockTrace *trace)
{
  g_atomic_int_inc (&trace->ref_count);
  return trace;
}

void
cb_block_trace_unref (CbBlockTrace *trace)
{
  if (trace == NULL || !g_atomic_int_dec_and_test (&trace->ref_count))
    return;
  for (guint i = 0; i < trace->n_runs; i++)
    cb_run_clear (&trace->runs[i]);
  g_free (trace->runs);
  give_up (trace);
  g_free (trace);
}

guint
cb_block_trace_n (CbBlockTrace *trace)
{
  return trace->n;
}

gint64
cb_block_trace_ns (CbBlockTrace *trace)
{
  return trace->ns;
}

gsize
cb_block_trace_bytes (CbBlockTrace *trace)
{
  gsize bytes = 0;

  for (guint i = 0; i < trace->n_runs; i++)
    bytes += trace->runs[i].size;
  return bytes;
}

/* One case's facts again, in the order of the rows. */
static CbFacts *
facts_of (CbBlock *block,
          guint    at)
{
  const CbColumns *c = &block->columns;
  g_autoptr (CbFacts) facts = cb_facts_new (block->pack);

  for (guint e = 0; e < c->n_entities; e++)
    {
      CbEntityX *entity = CB_ENTITY (block->pack, e);
      guint from = e == 0 ? at : c->offsets[0][e][at], to = e == 0 ? at + 1 : c->offsets[0][e][at + 1];
      guint above = e == 0 || entity->parent == 0 ? at : c->offsets[0][entity->parent][at];

      for (guint row = from; row < to; row++)
        {
          if (e > 0 && cb_facts_add (facts, entity->pub.name, (int) (c->parents[e][row] - above), NULL, NULL) < 0)
            return NULL;
          for (guint k = 0; k < entity->facts->len; k++)
            {
              CbFactX *fact = entity->facts->pdata[k];
              CbCell *cell = cb_facts_cell (facts, fact, (int) (row - from));
              guint i = fact->pub.index;

              cell->known = c->states[i][row] == CB_STATE_KNOWN;
              if (cell->known)
                cell->value = cb_fact_is_eight (fact) ? ((const guint8 *) c->values[i])[row] : ((const gint64 *) c->values[i])[row];
            }
        }
    }
  return g_steal_pointer (&facts);
}

CbResult *
cb_block_trace_result (CbBlockTrace  *trace,
                       guint          at,
                       GError       **error)
{
  const CbColumns *c = &trace->block->columns;
  guint first, lead[CB_MAX_ENTITIES] = { 0 };
  g_autoptr (CbFacts) facts = NULL;
  CbRun *run;

  g_return_val_if_fail (at < trace->n, NULL);
  run = &trace->runs[at / CB_BLOCK_CHUNK];
  first = trace->first + at;
  lead[0] = first - run->base[0];
  for (guint e = 1; e < c->n_entities; e++)
    lead[e] = c->offsets[0][e][first] - run->base[e];
  facts = facts_of (trace->block, first);
  if (facts == NULL)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the case has more rows than the pack allows");
      return NULL;
    }
  return cb_result_read_off (trace->program, facts, CB_EVALUATE_EXPLAIN, trace, run, lead, error);
}
