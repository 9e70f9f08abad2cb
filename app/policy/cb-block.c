/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-block-private.h"
#include "cb-facts-private.h"
#include "cb-keep.h"

#include <string.h>

CbBlock *
cb_block_new (CbPack *pack)
{
  CbBlock *block = g_new0 (CbBlock, 1);

  block->ref_count = 1;
  block->pack = cb_pack_ref (pack);
  cb_columns_init (&block->columns, pack);
  g_mutex_init (&block->lock);
  block->extent.unknown = g_malloc0 (pack->facts->len + 1);
  block->extent.range = g_malloc0_n (pack->facts->len + 1, sizeof *block->extent.range);
  block->extent.most = g_new0 (guint, pack->entities->len + 1);
  return block;
}

CbBlock *
cb_block_ref (CbBlock *block)
{
  g_atomic_int_inc (&block->ref_count);
  return block;
}

void
cb_block_unref (CbBlock *block)
{
  if (block == NULL || !g_atomic_int_dec_and_test (&block->ref_count))
    return;
  cb_columns_clear (&block->columns);
  g_free (block->extent.unknown);
  g_free (block->extent.range);
  g_free (block->extent.most);
  g_mutex_clear (&block->lock);
  cb_pack_unref (block->pack);
  g_free (block);
}

/* Room for @more rows; new rows are unknown everywhere. */
static void
make_rows (CbBlock *block,
           guint    e,
           guint    more)
{
  CbColumns *c = &block->columns;
  CbEntityX *entity = CB_ENTITY (block->pack, e);
  guint n = c->n_rows[e], want = n + more, capacity = block->capacity[e];

  if (want + 1 > capacity || capacity == 0)
    {
      capacity = MAX (want + 16, capacity + capacity / 2);
      block->capacity[e] = capacity;
      if (e > 0)
        c->parents[e] = g_renew (guint32, c->parents[e], capacity);
      for (guint k = 0; k < entity->facts->len; k++)
        {
          CbFactX *fact = entity->facts->pdata[k];

          c->values[fact->pub.index] = g_realloc (c->values[fact->pub.index], (gsize) capacity * (cb_fact_is_eight (fact) ? 1 : 8));
          c->states[fact->pub.index] = g_realloc (c->states[fact->pub.index], capacity);
        }
    }
  for (guint k = 0; k < entity->facts->len; k++)
    {
      CbFactX *fact = entity->facts->pdata[k];
      gint64 filler = cb_fact_filler (fact);

      for (guint r = n; r < want; r++)
        if (cb_fact_is_eight (fact))
          ((guint8 *) c->values[fact->pub.index])[r] = (guint8) filler;
        else
          ((gint64 *) c->values[fact->pub.index])[r] = filler;
      memset (c->states[fact->pub.index] + n, fact->pub.has_default ? CB_STATE_KNOWN : CB_STATE_MISSING, more);
    }
  c->n_rows[e] = want;
  block->indexed = FALSE;
}

static void
measure_fact (CbBlock *block,
              CbFactX *fact)
{
  CbColumns *c = &block->columns;
  guint i = fact->pub.index, n = c->n_rows[fact->entity], missing = 0;
  gint64 lo = n > 0 ? G_MAXINT64 : fact->pub.min, hi = n > 0 ? G_MININT64 : fact->pub.max;

  for (guint r = 0; c->states[i] != NULL && r < n; r++)
    missing += c->states[i][r] == CB_STATE_MISSING;
  if (cb_fact_is_eight (fact))
    for (guint r = 0; r < n; r++)
      {
        lo = MIN (lo, ((const guint8 *) c->values[i])[r]);
        hi = MAX (hi, ((const guint8 *) c->values[i])[r]);
      }
  else
    for (guint r = 0; r < n; r++)
      {
        lo = MIN (lo, ((const gint64 *) c->values[i])[r]);
        hi = MAX (hi, ((const gint64 *) c->values[i])[r]);
      }
  block->extent.unknown[i] = missing == 0 ? CB_UNKNOWN_NOWHERE : missing < n ? CB_UNKNOWN_SOMEWHERE : CB_UNKNOWN_EVERYWHERE;
  block->extent.range[i][0] = lo;
  block->extent.range[i][1] = hi;
}

/* What code made for this block may rely on; once rows and offsets stand. */
static void
measure (CbBlock *block)
{
  CbColumns *c = &block->columns;

  for (guint i = 0; i < block->pack->facts->len; i++)
    if (((CbFactX *) block->pack->facts->pdata[i])->type.kind != CB_TYPE_TEXT)
      measure_fact (block, block->pack->facts->pdata[i]);
  for (guint e = 1; e < c->n_entities; e++)
    {
      guint parent = (guint) CB_ENTITY (block->pack, e)->parent, most = 0;

      for (guint r = 0; r < c->n_rows[parent]; r++)
        most = MAX (most, c->offsets[parent][e][r + 1] - c->offsets[parent][e][r]);
      block->extent.most[e] = most;
    }
}

static void
finish (CbBlock *block)
{
  g_mutex_lock (&block->lock);
  if (!block->indexed)
    {
      for (guint e = 0; e < block->columns.n_entities; e++)
        if (block->capacity[e] == 0)
          make_rows (block, e, 0);
      cb_columns_index (&block->columns);
      measure (block);
      block->generation++;
      block->indexed = TRUE;
    }
  g_mutex_unlock (&block->lock);
}

gboolean
cb_block_ready (CbBlock    *block,
                CbProgram  *program,
                guint      *first,
                guint      *n,
                GError    **error)
{
  if (cb_program_pack (program) != block->pack)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the block was built against another pack");
      return FALSE;
    }
  finish (block);
  *first = MIN (*first, block->columns.n_rows[0]);
  if (*n == 0 || *n > block->columns.n_rows[0] - *first)
    *n = block->columns.n_rows[0] - *first;
  return TRUE;
}

gboolean
cb_block_append (CbBlock  *block,
                 CbFacts  *facts,
                 GError  **error)
{
  CbColumns one = { 0 }, *c = &block->columns;
  GArray *order[CB_MAX_ENTITIES] = { NULL };
  guint before[CB_MAX_ENTITIES];

  if (facts->pack != block->pack)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "the facts were built against another pack");
      return FALSE;
    }
  cb_facts_fill (facts, &one, order);
  for (guint e = 0; e < c->n_entities; e++)
    {
      CbEntityX *entity = CB_ENTITY (block->pack, e);
      guint n = one.n_rows[e];

      before[e] = c->n_rows[e];
      make_rows (block, e, n);
      for (guint r = 0; e > 0 && r < n; r++)
        c->parents[e][before[e] + r] = before[entity->parent] + one.parents[e][r];
      for (guint k = 0; k < entity->facts->len; k++)
        {
          CbFactX *fact = entity->facts->pdata[k];
          guint i = fact->pub.index, width = cb_fact_is_eight (fact) ? 1 : 8;

          memcpy ((char *) c->values[i] + (gsize) before[e] * width, one.values[i], (gsize) n * width);
          memcpy (c->states[i] + before[e], one.states[i], n);
        }
      g_array_unref (order[e]);
    }
  cb_columns_clear (&one);
  return TRUE;
}

gboolean
cb_block_add_rows (CbBlock        *block,
                   const char     *entity,
                   const guint32  *parents,
                   guint           n,
                   GError        **error)
{
  CbEntityX *e = g_hash_table_lookup (block->pack->entity_names, entity);
  guint32 last = 0, run = 0;
  guint first;

  if (e == NULL || (e->parent >= 0) != (parents != NULL))
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "there is no place for rows of %s", entity);
      return FALSE;
    }
  first = block->columns.n_rows[e->pub.index];
  if (first > 0 && e->parent >= 0)
    last = block->columns.parents[e->pub.index][first - 1];
  for (guint i = 0; parents != NULL && i < n; i++)
    {
      run = parents[i] == last ? run + 1 : 1;
      if (parents[i] < last || parents[i] >= block->columns.n_rows[e->parent] || run > e->pub.most)
        {
          g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "rows of %s must follow their parents, at most %u each", entity, e->pub.most);
          return FALSE;
        }
      last = parents[i];
    }
  make_rows (block, e->pub.index, n);
  if (parents != NULL)
    memcpy (block->columns.parents[e->pub.index] + first, parents, n * sizeof *parents);
  return TRUE;
}

gboolean
cb_block_set_column (CbBlock       *block,
                     const char    *name,
                     const gint64  *values,
                     const guint8  *known,
                     guint          n,
                     GError       **error)
{
  CbFactX *fact = g_hash_table_lookup (block->pack->fact_names, name);
  CbColumns *c = &block->columns;
  guint i;

  if (fact == NULL || n != c->n_rows[fact->entity] || fact->type.kind == CB_TYPE_TEXT)
    {
      g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "%s is no column of that length", name);
      return FALSE;
    }
  for (guint r = 0; r < n; r++)
    if ((known == NULL || known[r]) && (values[r] < fact->pub.min || values[r] > fact->pub.max))
      {
        g_set_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_FACTS, "row %u of %s is outside its range", r, name);
        return FALSE;
      }
  i = fact->pub.index;
  for (guint r = 0; r < n; r++)
    {
      gboolean is = known == NULL || known[r];
      gint64 v = is ? values[r] : cb_fact_filler (fact);

      if (cb_fact_is_eight (fact))
        ((guint8 *) c->values[i])[r] = (guint8) v;
      else
        ((gint64 *) c->values[i])[r] = v;
      c->states[i][r] = is || fact->pub.has_default ? CB_STATE_KNOWN : CB_STATE_MISSING;
    }
  block->indexed = FALSE;
  return TRUE;
}

guint
cb_block_n_cases (CbBlock *block)
{
  return block->columns.n_rows[0];
}

guint
cb_block_n_rows (CbBlock    *block,
                 const char *entity)
{
  CbEntityX *e = g_hash_table_lookup (block->pack->entity_names, entity);

  return e != NULL ? block->columns.n_rows[e->pub.index] : 0;
}

/* --- Running --- */

#define MOST_THREADS 4
/* Below this a thread costs more than it saves. */
#define CASES_PER_THREAD 4096

struct _CbBlockResult {
  CbProgram *program;
  CbVariant *variant;       /* of the program, for what the block holds */
  CbBlock   *block;
  guint      generation;    /* of the block, when the keep was filled */
  guint      n, n_programmes;
  guint      capacity;
  guint8   **status, **tier;
  gint64   **amount;
  gint64     ns;
  CbRun      runs[MOST_THREADS];
  CbKeep     keep;
};

static guint8
state_at (CbRun *run,
          int    reg,
          guint  row)
{
  return reg < 0 ? CB_STATE_KNOWN : (guint8) cb_run_get (run, reg, row);
}

CbOutcomePoint
cb_outcome_at (CbRun                 *run,
               const CbProgrammeCode *code,
               guint                  row)
{
  guint8 eligible = state_at (run, code->eligible.st, row), amount = CB_STATE_KNOWN, judged = CB_STATE_KNOWN, tier = CB_STATE_KNOWN;
  gboolean yes = eligible == CB_STATE_KNOWN && cb_run_get (run, code->eligible.num, row);
  CbOutcomePoint out = { CB_STATUS_NOT_ELIGIBLE, 255, 0 };

  if (yes)
    {
      amount = state_at (run, code->amount.st, row);
      judged = state_at (run, code->judged.st, row);
    }
  if (code->tier.num >= 0)
    {
      tier = state_at (run, code->tier.st, row);
      if (tier == CB_STATE_KNOWN)
        out.tier = (guint8) cb_run_get (run, code->tier.num, row);
    }
  if (eligible == CB_STATE_FAULT || amount == CB_STATE_FAULT || judged == CB_STATE_FAULT || tier == CB_STATE_FAULT)
    out.status = CB_STATUS_FAULT;
  else if (eligible == CB_STATE_MISSING || amount == CB_STATE_MISSING || judged == CB_STATE_MISSING)
    out.status = CB_STATUS_INCOMPLETE;
  else if (yes)
    {
      out.status = cb_run_get (run, code->judged.num, row) ? CB_STATUS_NEEDS_JUDGEMENT : CB_STATUS_ELIGIBLE;
      out.amount = code->programme->pay != CB_PAY_NONE ? (gint64) cb_run_get (run, code->amount.num, row) : 0;
    }
  return out;
}

/* A column of a register, or its constant; of a register that is not there, @otherwise. */
typedef struct { const guint8 *p; guint8 constant; } Bytes;

static Bytes
bytes_of (CbRun *run,
          int    reg,
          guint8 otherwise)
{
  Bytes b = { NULL, otherwise };

  if (reg >= 0)
    {
      b.p = cb_run_column (run, reg);
      b.constant = b.p == NULL ? (guint8) cb_run_get (run, reg, 0) : 0;
    }
  return b;
}

static inline guint8
at (Bytes b,
    guint row)
{
  return b.p != NULL ? b.p[row] : b.constant;
}

/* The decision of cb_outcome_at(), column by column. */
static void
gather (CbBlockResult         *result,
        CbRun                 *run,
        const CbProgrammeCode *code,
        guint                  p,
        guint                  first,
        guint                  n)
{
  Bytes eligible = bytes_of (run, code->eligible.num, 0), tier = bytes_of (run, code->tier.num, 255), judged = bytes_of (run, code->judged.num, 0);
  Bytes st_eligible = bytes_of (run, code->eligible.st, CB_STATE_KNOWN), st_tier = bytes_of (run, code->tier.st, CB_STATE_KNOWN);
  Bytes st_amount = bytes_of (run, code->amount.st, CB_STATE_KNOWN), st_judged = bytes_of (run, code->judged.st, CB_STATE_KNOWN);
  const gint64 *amount = cb_run_column (run, code->amount.num);
  gint64 constant = amount == NULL ? (gint64) cb_run_get (run, code->amount.num, 0) : 0;
  gboolean pays = code->programme->pay != CB_PAY_NONE;
  guint8 *statuses = result->status[p] + first, *tiers = result->tier[p] + first;
  gint64 *amounts = result->amount[p] + first;

  for (guint i = 0; i < n; i++)
    {
      guint8 e = at (st_eligible, i), yes = e == CB_STATE_KNOWN && at (eligible, i);
      guint8 a = yes ? at (st_amount, i) : CB_STATE_KNOWN, j = yes ? at (st_judged, i) : CB_STATE_KNOWN, t = at (st_tier, i);
      gboolean fault = e == CB_STATE_FAULT || a == CB_STATE_FAULT || j == CB_STATE_FAULT || t == CB_STATE_FAULT;
      gboolean open = e == CB_STATE_MISSING || a == CB_STATE_MISSING || j == CB_STATE_MISSING;

      statuses[i] = fault ? CB_STATUS_FAULT : open ? CB_STATUS_INCOMPLETE : !yes ? CB_STATUS_NOT_ELIGIBLE :
                    at (judged, i) ? CB_STATUS_NEEDS_JUDGEMENT : CB_STATUS_ELIGIBLE;
      tiers[i] = t == CB_STATE_KNOWN ? at (tier, i) : 255;
      amounts[i] = yes && pays && !fault && !open ? (amount != NULL ? amount[i] : constant) : 0;
    }
}

static gboolean
same_names (CbProgram *a,
            CbProgram *b)
{
  return g_strv_equal (cb_program_programmes (a), cb_program_programmes (b));
}

/* The result to fill, with the code for this program and block. */
static CbBlockResult *
prepare (CbBlockResult *result,
         CbBlock       *block,
         CbProgram     *program,
         guint          n)
{
  guint n_programmes = g_strv_length ((char **) cb_program_programmes (program));

  if (result != NULL && (result->n_programmes != n_programmes || result->capacity < n))
    g_clear_pointer (&result, cb_block_result_free);
  if (result == NULL)
    {
      result = g_new0 (CbBlockResult, 1);
      result->n_programmes = n_programmes;
      result->capacity = n;
      result->status = g_new0 (guint8 *, n_programmes + 1);
      result->tier = g_new0 (guint8 *, n_programmes + 1);
      result->amount = g_new0 (gint64 *, n_programmes + 1);
      for (guint i = 0; i < n_programmes; i++)
        {
          result->status[i] = g_malloc0 (n + 1);
          result->tier[i] = g_malloc0 (n + 1);
          result->amount[i] = g_new0 (gint64, n + 1);
        }
    }
  if (result->block != block || result->generation != block->generation || result->n != n || !same_names (result->program, program))
    cb_keep_clear (&result->keep);
  if (result->program != program || result->block != block || result->generation != block->generation)
    {
      CbFaults *faults = cb_faults_new ();

      cb_variant_free (result->variant);
      result->variant = cb_variant_new (program, CB_VARIANT_BLOCK, &block->extent, faults);
      /* What is the same for everybody can make a fault certain while the code is written; whose outcome rests on it, only a run tells. */
      if (result->variant == NULL)
        result->variant = cb_variant_new (program, CB_VARIANT_LEAN, NULL, faults);
      cb_faults_free (faults);
    }
  cb_program_ref (program);
  g_clear_pointer (&result->program, cb_program_unref);
  result->program = program;
  cb_block_ref (block);
  g_clear_pointer (&result->block, cb_block_unref);
  result->block = block;
  result->generation = block->generation;
  result->n = n;
  return result;
}

/* A part of the cases, for one thread. */
typedef struct {
  CbBlockResult *result;
  CbVariant     *lean;
  CbPlan        *plan;       /* NULL: everything, nothing is kept */
  CbRun         *run;
  guint          first;      /* case of the block that is row 0 of the result */
  guint          from, to;   /* rows of the result */
} Part;

static gpointer
run_part (gpointer data)
{
  Part *part = data;
  CbBlockResult *result = part->result;
  const CbColumns *columns = &result->block->columns;

  for (guint at_case = part->from; at_case < part->to; at_case += CB_BLOCK_CHUNK)
    {
      guint m = MIN (CB_BLOCK_CHUNK, part->to - at_case);
      guint8 *bad = part->plan != NULL ? &result->keep.bad[at_case / CB_BLOCK_CHUNK] : NULL;

      if (bad != NULL && *bad)
        part->run->trouble = TRUE;
      else if (part->plan != NULL)
        cb_run_steps (part->run, result->variant, columns, part->first + at_case, m, part->plan->steps, part->plan->places);
      else
        cb_run (part->run, result->variant, columns, part->first + at_case, m);
      if (part->run->trouble)
        {
          if (bad != NULL)
            *bad = TRUE;
          cb_run (part->run, part->lean, columns, part->first + at_case, m);
        }
      for (guint p = 0; p < result->n_programmes; p++)
        if (part->plan == NULL || *bad || !part->plan->unchanged[p])
          gather (result, part->run, &g_array_index (part->run->variant->programmes, CbProgrammeCode, p), p, at_case, m);
    }
  return NULL;
}

CbBlockResult *
cb_block_run (CbBlock        *block,
              CbProgram      *program,
              guint           first,
              guint           n,
              CbBlockResult  *reuse,
              GError        **error)
{
  CbBlockResult *result;
  gint64 begin;
  Part part;

  if (!cb_block_ready (block, program, &first, &n, error))
    {
      cb_block_result_free (reuse);
      return NULL;
    }
  result = prepare (reuse, block, program, n);
  cb_keep_clear (&result->keep);
  part = (Part) { result, cb_program_variant (program, CB_VARIANT_LEAN), NULL, &result->runs[0], first, 0, n };
  begin = g_get_monotonic_time ();
  run_part (&part);
  result->ns = (g_get_monotonic_time () - begin) * 1000;
  return result;
}

CbBlockResult *
cb_block_run_again (CbBlock        *block,
                    CbProgram      *program,
                    CbBlockResult  *reuse,
                    GError        **error)
{
  CbBlockResult *result;
  CbPlan plan = { 0 };
  Part parts[MOST_THREADS];
  GThread *threads[MOST_THREADS] = { NULL };
  g_autofree guint8 *same = NULL;
  guint first = 0, n = 0, n_parts, per_part;
  gint64 begin;

  if (!cb_block_ready (block, program, &first, &n, error))
    {
      cb_block_result_free (reuse);
      return NULL;
    }
  begin = g_get_monotonic_time ();
  result = prepare (reuse, block, program, n);
  same = g_malloc (result->n_programmes + 1);
  memset (same, result->keep.bad != NULL, result->n_programmes + 1);
  if (result->keep.bad == NULL)
    result->keep.bad = g_malloc0 (n / CB_BLOCK_CHUNK + 2);
  cb_keep_plan (&result->keep, result->variant, &block->columns, same, &plan);
  n_parts = CLAMP (n / CASES_PER_THREAD, 1, MIN (g_get_num_processors (), MOST_THREADS));
  per_part = ((n + n_parts - 1) / n_parts + CB_BLOCK_CHUNK - 1) / CB_BLOCK_CHUNK * CB_BLOCK_CHUNK;
  for (guint i = 0; i < n_parts; i++)
    parts[i] = (Part) { result, cb_program_variant (program, CB_VARIANT_LEAN), &plan, &result->runs[i], 0,
                        MIN (n, i * per_part), MIN (n, (i + 1) * per_part) };
  for (guint i = 1; i < n_parts; i++)
    threads[i] = g_thread_new ("cb-block", run_part, &parts[i]);
  run_part (&parts[0]);
  for (guint i = 1; i < n_parts; i++)
    g_thread_join (threads[i]);
  result->ns = (g_get_monotonic_time () - begin) * 1000;
  cb_plan_clear (&plan);
  return result;
}

void
cb_block_result_free (CbBlockResult *result)
{
  if (result == NULL)
    return;
  for (guint i = 0; i < result->n_programmes; i++)
    {
      g_free (result->status[i]);
      g_free (result->tier[i]);
      g_free (result->amount[i]);
    }
  g_free (result->status);
  g_free (result->tier);
  g_free (result->amount);
  for (guint i = 0; i < MOST_THREADS; i++)
    cb_run_clear (&result->runs[i]);
  cb_keep_clear (&result->keep);
  cb_variant_free (result->variant);
  g_clear_pointer (&result->block, cb_block_unref);
  g_clear_pointer (&result->program, cb_program_unref);
  g_free (result);
}

guint
cb_block_result_n (CbBlockResult *result)
{
  return result->n;
}

guint
cb_block_result_programme (CbBlockResult *result,
                           const char    *programme)
{
  const char *const *names = cb_program_programmes (result->program);

  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], programme) == 0)
      return i;
  return G_MAXUINT;
}

const guint8 *
cb_block_result_status (CbBlockResult *result,
                        guint          programme)
{
  return programme < result->n_programmes ? result->status[programme] : NULL;
}

const guint8 *
cb_block_result_tier (CbBlockResult *result,
                      guint          programme)
{
  return programme < result->n_programmes ? result->tier[programme] : NULL;
}

const gint64 *
cb_block_result_amount (CbBlockResult *result,
                        guint          programme)
{
  return programme < result->n_programmes ? result->amount[programme] : NULL;
}

gint64
cb_block_result_ns (CbBlockResult *result)
{
  return result->ns;
}
