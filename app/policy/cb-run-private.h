/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-columns.h"

G_BEGIN_DECLS

/* Within a run: where registers lie, and the kinds of steps that have a file of their own. */

/* Comparisons and products of 64 bits are vectors only on newer processors: chosen when the program starts. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define CB_CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "avx2", "default")))
#else
#define CB_CLONES
#endif

/* Families are small: a vector is set up in more time than it saves. */
#if defined __GNUC__ && !defined __clang__
#define CB_SHORT __attribute__ ((optimize ("no-tree-vectorize", "no-tree-slp-vectorize")))
#else
#define CB_SHORT
#endif

/* What is compiled more than once: for the one sort of step and for the other. */
#define CB_BODY static inline __attribute__ ((always_inline))

static inline gpointer
cb_run_place (CbRun *run,
              int    reg)
{
  const CbReg *r;

  if (run->fixed != NULL)
    return run->fixed[reg];
  r = &g_array_index (run->variant->code.regs, CbReg, reg);
  if (r->level < 0)
    return NULL;
  if (r->source == 1)
    return (char *) run->columns->values[r->fact] + run->base[r->level] * cb_reg_width (r->kind);
  if (r->source == 2)
    {
      guint8 *state = run->columns->states[r->fact];

      return state != NULL ? state + run->base[r->level] : run->zeros;
    }
  if (run->places != NULL && run->places[reg] != NULL)
    return (char *) run->places[reg] + run->base[r->level] * cb_reg_width (r->kind);
  return run->area[r->level][r->kind] + r->slot * run->stride[r->level][r->kind];
}

static inline CbWide
cb_run_wide (const CbReg  *r,
             gconstpointer p,
             guint         i)
{
  if (p == NULL)
    return r->lo;
  return r->kind == CB_REG_8 ? (CbWide) ((const guint8 *) p)[i] : r->kind == CB_REG_64 ? (CbWide) ((const gint64 *) p)[i] : ((const CbWide *) p)[i];
}

static inline gboolean
cb_wide_too_large (CbWide v)
{
  return v > CB_WIDE_MAX || v < -CB_WIDE_MAX;
}

/* Into the states when there are any, else into the word of the run. */
static inline void
cb_run_fault (CbRun   *run,
              guint8  *states,
              guint    i,
              gboolean fault)
{
  if (states != NULL)
    states[i] = fault ? CB_STATE_FAULT : CB_STATE_KNOWN;
  else if (fault)
    run->trouble = TRUE;
}

/* Over the rows below, and down to them. */
void cb_run_lift  (CbRun *run, const CbInstr *in, guint n);
void cb_run_below (CbRun *run, const CbInstr *in, guint n);
void cb_run_fold  (CbRun *run, const CbInstr *in, guint n);
void cb_run_dates (CbRun *run, const CbInstr *in, guint n);

G_END_DECLS
