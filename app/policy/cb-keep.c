/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-keep.h"

#include <sodium.h>
#include <string.h>

/* More than this is computed again rather than kept. */
#define MOST_BYTES ((gsize) 96 << 20)
/* Runs after which a column that none of them wanted is given up. */
#define IDLE_RUNS 16

typedef struct { guint8 bytes[16]; } Digest;

typedef struct {
  Digest   digest;
  gpointer data;
  gsize    size;
  guint    last_run;
} Column;

static guint
digest_hash (gconstpointer data)
{
  guint h;

  memcpy (&h, data, sizeof h);
  return h;
}

static gboolean
digest_equal (gconstpointer a,
              gconstpointer b)
{
  return memcmp (a, b, sizeof (Digest)) == 0;
}

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->data);
  g_free (column);
}

void
cb_keep_clear (CbKeep *keep)
{
  g_clear_pointer (&keep->columns, g_hash_table_unref);
  g_clear_pointer (&keep->seen, g_hash_table_unref);
  g_clear_pointer (&keep->bad, g_free);
  *keep = (CbKeep) { 0 };
}

void
cb_plan_clear (CbPlan *plan)
{
  g_clear_pointer (&plan->steps, g_array_unref);
  g_clear_pointer (&plan->places, g_free);
  g_clear_pointer (&plan->unchanged, g_free);
}

/* --- How a register is computed --- */

/* No secret: any fixed key gives digests of 128 bits that do not meet by chance. */
static const guint8 siphash_key[crypto_shorthash_siphashx24_KEYBYTES] = "casebook columns";

static void
digest_register (const CbReg *r,
                 Digest      *out)
{
  /* A constant's width matters: the code that reads it was written for it. */
  struct { guint8 what, kind, source; guint32 fact; guint64 low, high; } key;

  memset (&key, 0, sizeof key);
  key.what = 1;
  key.kind = r->kind;
  key.source = r->source;
  if (r->level < 0)
    {
      key.low = (guint64) r->lo;
      key.high = (guint64) (r->lo >> 64);
    }
  else
    key.fact = r->fact + 1;
  crypto_shorthash_siphashx24 (out->bytes, (const guint8 *) &key, sizeof key, siphash_key);
}

static void
digest_lookup (const CbLookup *l,
               Digest         *out)
{
  Digest parts[2];

  memset (parts, 0, sizeof parts);
  crypto_shorthash_siphashx24 (parts[0].bytes, (const guint8 *) l->values, l->n * sizeof *l->values, siphash_key);
  crypto_shorthash_siphashx24 (parts[1].bytes, l->has, l->n, siphash_key);
  crypto_shorthash_siphashx24 (out->bytes, (const guint8 *) parts, sizeof parts, siphash_key);
}

static void
digest_instruction (const CbCode  *code,
                    const CbInstr *in,
                    Digest        *digests)
{
  const CbReg *regs = (const CbReg *) (void *) code->regs->data;
  const int operands[] = { in->a, in->b, in->c }, results[] = { in->dst, in->dst2, in->dst3 };
  struct { guint8 what, op, mode, kinds[3], has[3]; gint8 level, below; guint64 low, high; Digest operands[3], table; } key;

  memset (&key, 0, sizeof key);
  key.what = 2;
  key.op = in->op;
  key.mode = in->mode;
  key.level = in->level;
  key.below = in->below;
  key.low = (guint64) in->imm;
  key.high = (guint64) (in->imm >> 64);
  for (guint k = 0; k < 3; k++)
    {
      key.kinds[k] = results[k] >= 0 ? regs[results[k]].kind + 1 : 0;
      key.has[k] = operands[k] >= 0;
      if (operands[k] >= 0)
        key.operands[k] = digests[operands[k]];
    }
  if (in->op == CB_I_LOOKUP || in->op == CB_I_LOOKUP_HAS)
    digest_lookup (code->lookups->pdata[in->table], &key.table);
  crypto_shorthash_siphashx24 (digests[in->dst].bytes, (const guint8 *) &key, sizeof key, siphash_key);
  for (guint k = 1; k < 3; k++)
    if (results[k] >= 0)
      {
        digests[results[k]] = digests[in->dst];
        digests[results[k]].bytes[15] ^= (guint8) k;
      }
}

static Digest *
digests_of (const CbCode *code)
{
  Digest *digests = g_new0 (Digest, code->regs->len + 1);

  for (guint i = 0; i < code->regs->len; i++)
    {
      const CbReg *r = &g_array_index (code->regs, CbReg, i);

      if (r->level < 0 || r->source != 0)
        digest_register (r, &digests[i]);
    }
  for (guint i = 0; i < code->code->len; i++)
    digest_instruction (code, &g_array_index (code->code, CbInstr, i), digests);
  return digests;
}

/* --- Planning --- */

enum { WANTED = 1 << 0, TO_FILL = 1 << 1 };

typedef struct {
  CbKeep          *keep;
  CbVariant       *variant;
  const CbColumns *columns;
  CbPlan          *plan;
  Digest          *digests;
  guint8          *need;       /* per register */
} Planner;

static const CbReg *
reg_of (Planner *p,
        int      reg)
{
  return &g_array_index (p->variant->code.regs, CbReg, reg);
}

static gboolean
is_seen (Planner *p,
         int      reg)
{
  return g_hash_table_contains (p->keep->seen, &p->digests[reg]);
}

/* The kept column of a register that the program before had too; made when there is room. */
static gpointer
column_of (Planner  *p,
           int       reg,
           gboolean *filled)
{
  const CbReg *r = reg_of (p, reg);
  Column *column = g_hash_table_lookup (p->keep->columns, &p->digests[reg]);
  gsize size = (p->columns->n_rows[r->level] + 64) * cb_reg_width (r->kind);

  *filled = column != NULL;
  if (column == NULL)
    {
      if (p->keep->bytes + size > MOST_BYTES)
        return NULL;
      column = g_new0 (Column, 1);
      column->digest = p->digests[reg];
      column->data = g_malloc (size);
      column->size = size;
      p->keep->bytes += size;
      g_hash_table_insert (p->keep->columns, &column->digest, column);
    }
  column->last_run = p->keep->runs;
  return column->data;
}

static void
want (Planner *p,
      int      reg,
      guint8   how)
{
  if (reg >= 0 && reg_of (p, reg)->level >= 0 && reg_of (p, reg)->source == 0)
    p->need[reg] |= how;
}

/* Whether the instruction is to be executed, and what it then needs. */
static gboolean
plan_instruction (Planner       *p,
                  const CbInstr *in)
{
  const int results[] = { in->dst, in->dst2, in->dst3 };
  gboolean execute = FALSE, fill = FALSE, seen = is_seen (p, in->dst);

  for (guint k = 0; k < 3; k++)
    {
      int reg = results[k];

      if (reg < 0 || p->need[reg] == 0)
        continue;
      if (seen && (p->need[reg] & WANTED) != 0)
        {
          gboolean filled;

          p->plan->places[reg] = column_of (p, reg, &filled);
          if (p->plan->places[reg] != NULL && filled)
            continue;
          fill |= p->plan->places[reg] != NULL;
          execute |= p->plan->places[reg] == NULL;
        }
      else if (p->need[reg] & WANTED)
        execute = TRUE;
      else
        fill = TRUE;
    }
  if (!execute && !fill)
    return FALSE;
  want (p, in->a, execute ? WANTED : TO_FILL);
  want (p, in->b, execute ? WANTED : TO_FILL);
  want (p, in->c, execute ? WANTED : TO_FILL);
  return TRUE;
}

static void
plan_outputs (Planner      *p,
              const guint8 *same)
{
  for (guint i = 0; i < p->variant->programmes->len; i++)
    {
      const CbProgrammeCode *code = &g_array_index (p->variant->programmes, CbProgrammeCode, i);
      const int outputs[] = { code->eligible.num, code->eligible.st, code->tier.num, code->tier.st,
                              code->amount.num, code->amount.st, code->judged.num, code->judged.st };
      gboolean unchanged = same != NULL && same[i];

      for (guint k = 0; k < G_N_ELEMENTS (outputs); k++)
        unchanged = unchanged && (outputs[k] < 0 || is_seen (p, outputs[k]));
      p->plan->unchanged[i] = unchanged;
      for (guint k = 0; !unchanged && k < G_N_ELEMENTS (outputs); k++)
        want (p, outputs[k], WANTED);
    }
}

static gboolean
is_idle (gpointer key,
         gpointer value,
         gpointer data)
{
  CbKeep *keep = data;
  Column *column = value;

  if (keep->runs - column->last_run < IDLE_RUNS)
    return FALSE;
  keep->bytes -= column->size;
  return TRUE;
}

static void
remember (Planner *p)
{
  g_hash_table_remove_all (p->keep->seen);
  for (guint i = 0; i < p->variant->code.regs->len; i++)
    g_hash_table_add (p->keep->seen, g_memdup2 (&p->digests[i], sizeof (Digest)));
}

void
cb_keep_plan (CbKeep          *keep,
              CbVariant       *variant,
              const CbColumns *columns,
              const guint8    *same,
              CbPlan          *plan)
{
  guint n = variant->code.code->len, n_regs = variant->code.regs->len;
  g_autofree Digest *digests = digests_of (&variant->code);
  g_autofree guint8 *need = g_malloc0 (n_regs + 1), *execute = g_malloc0 (n + 1);
  Planner p = { keep, variant, columns, plan, digests, need };

  if (keep->columns == NULL)
    {
      keep->columns = g_hash_table_new_full (digest_hash, digest_equal, NULL, column_free);
      keep->seen = g_hash_table_new_full (digest_hash, digest_equal, g_free, NULL);
    }
  keep->runs++;
  g_hash_table_foreach_remove (keep->columns, is_idle, keep);
  plan->steps = g_array_new (FALSE, FALSE, sizeof (guint));
  plan->places = g_new0 (gpointer, n_regs + 1);
  plan->unchanged = g_malloc0 (variant->programmes->len + 1);
  plan_outputs (&p, same);
  for (guint i = n; i > 0; i--)
    execute[i - 1] = plan_instruction (&p, &g_array_index (variant->code.code, CbInstr, i - 1));
  for (guint i = 0; i < n; i++)
    if (execute[i])
      g_array_append_val (plan->steps, i);
  remember (&p);
}
