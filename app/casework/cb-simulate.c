/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-simulate.h"

#include <string.h>

/* A programme's columns on one side; absent when it is not in force.  Amounts are 0 of whom it pays nothing. */
typedef struct {
  const guint8 *status, *tier;
  const gint64 *amount;
} Side;

/* All households on one side. */
typedef struct {
  gint64 *sum;             /* fen a month, of all programmes that pay monthly */
  guint8 *tier;            /* of the first programme that knows one; 255: none */
} Everybody;

struct _CbSimulator {
  CbCounty      *county;
  CbBlockResult *now, *then;
  Everybody      everybody[2];
};

static Side
side_of (CbBlockResult *result,
         const char    *programme)
{
  guint p = cb_block_result_programme (result, programme);
  Side side = { NULL, NULL, NULL };

  if (p != G_MAXUINT)
    {
      side.status = cb_block_result_status (result, p);
      side.tier = cb_block_result_tier (result, p);
      side.amount = cb_block_result_amount (result, p);
    }
  return side;
}

static void
add_up (CbCounty      *county,
        CbBlockResult *result,
        Everybody     *everybody)
{
  const char *const *names = cb_pack_programmes (cb_county_pack (county));
  guint n = cb_county_households (county);
  gint64 *restrict sum = everybody->sum;
  guint8 *restrict tier = everybody->tier;

  memset (sum, 0, n * sizeof *sum);
  memset (tier, 255, n);
  for (guint p = 0; names[p] != NULL; p++)
    {
      Side side = side_of (result, names[p]);
      gboolean monthly = side.amount != NULL && cb_pack_programme_monthly (cb_county_pack (county), names[p]);

      for (guint row = 0; side.tier != NULL && row < n; row++)
        tier[row] = tier[row] == 255 ? side.tier[row] : tier[row];
      for (guint row = 0; monthly && row < n; row++)
        sum[row] += side.amount[row];
    }
}

CbSimulator *
cb_simulator_new (CbCounty   *county,
                  CbProgram  *now,
                  GError    **error)
{
  CbBlockResult *result = cb_block_run_again (cb_county_block (county), now, NULL, error);
  guint n = cb_county_households (county);
  CbSimulator *simulator;

  if (result == NULL)
    return NULL;
  simulator = g_new0 (CbSimulator, 1);
  simulator->county = cb_county_ref (county);
  simulator->now = result;
  for (guint t = 0; t < 2; t++)
    simulator->everybody[t] = (Everybody) { g_new (gint64, n + 1), g_malloc (n + 1) };
  add_up (county, result, &simulator->everybody[0]);
  return simulator;
}

void
cb_simulator_free (CbSimulator *simulator)
{
  if (simulator == NULL)
    return;
  cb_block_result_free (simulator->now);
  cb_block_result_free (simulator->then);
  for (guint t = 0; t < 2; t++)
    {
      g_free (simulator->everybody[t].sum);
      g_free (simulator->everybody[t].tier);
    }
  cb_county_unref (simulator->county);
  g_free (simulator);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const CbSimChange *x = a, *y = b;

  return x->change < y->change ? -1 : x->change > y->change ? 1 : x->household < y->household ? -1 : x->household > y->household;
}

/* Of all changes the ends: the largest losses, then the largest gains; those in between are forgotten as they come. */
typedef struct {
  GArray *changes;
  gint64  loss, gain;      /* smaller ones than these need not be looked at */
} Ends;

static void
trim (Ends *ends)
{
  GArray *c = ends->changes;
  guint losers = 0;

  g_array_sort (c, compare_changes);
  while (losers < c->len && g_array_index (c, CbSimChange, losers).change < 0)
    losers++;
  if (c->len - losers > CB_SIM_CHANGES)
    {
      g_array_remove_range (c, losers, c->len - losers - CB_SIM_CHANGES);
      ends->gain = MAX (g_array_index (c, CbSimChange, losers).change, 1);
    }
  if (losers > CB_SIM_CHANGES)
    {
      g_array_remove_range (c, CB_SIM_CHANGES, losers - CB_SIM_CHANGES);
      ends->loss = g_array_index (c, CbSimChange, CB_SIM_CHANGES - 1).change;
    }
}

static void
keep (Ends              *ends,
      const CbSimChange *change)
{
  gboolean loss = change->change < 0;

  if (loss ? change->change > ends->loss : change->change < ends->gain)
    return;
  g_array_append_val (ends->changes, *change);
  if (ends->changes->len >= 8 * CB_SIM_CHANGES)
    trim (ends);
}

static void
count_programme (const Side *side,
                 guint       n,
                 guint      *households,
                 CbMoney    *sum)
{
  guint in = 0;
  gint64 total = 0;

  for (guint row = 0; side->status != NULL && row < n; row++)
    {
      in += side->status[row] == CB_STATUS_ELIGIBLE || side->status[row] == CB_STATUS_NEEDS_JUDGEMENT;
      total += side->amount[row];
    }
  *households = in;
  *sum = total;
}

static void
count_places (CbSimulation    *s,
              const Everybody *everybody,
              const guint32   *township_of,
              const guint32   *persons,
              guint            n,
              guint            t)
{
  CbNowThen *townships = (CbNowThen *) (gpointer) s->by_township->data, tiers[256] = { 0 };

  for (guint row = 0; row < n; row++)
    {
      gint64 sum = everybody->sum[row];
      guint paid = sum > 0;

      tiers[everybody->tier[row]].households[t]++;
      tiers[everybody->tier[row]].monthly[t] += sum;
      townships[township_of[row]].households[t] += paid;
      townships[township_of[row]].monthly[t] += sum;
      s->all.households[t] += paid;
      s->persons[t] += paid * persons[row];
      s->all.monthly[t] += sum;
    }
  for (guint i = 0; i < s->by_tier->len; i++)
    {
      g_array_index (s->by_tier, CbNowThen, i).households[t] = tiers[i].households[t];
      g_array_index (s->by_tier, CbNowThen, i).monthly[t] = tiers[i].monthly[t];
    }
}

static void
count_changes (CbSimulation    *s,
               const Everybody *everybody,
               guint            n)
{
  Ends ends = { s->changes, 0, 0 };

  for (guint row = 0; row < n; row++)
    {
      CbSimChange change = { row, everybody[1].sum[row] - everybody[0].sum[row], { everybody[0].tier[row], everybody[1].tier[row] } };

      if (change.change == 0 && change.tier[0] == change.tier[1])
        continue;
      if (change.change > 0)
        {
          s->gainers++;
          s->gained += change.change;
        }
      else if (change.change < 0)
        {
          s->losers++;
          s->lost -= change.change;
          if (change.tier[0] != change.tier[1])
            {
              s->cliffs++;
              s->fallen -= change.change;
            }
        }
      keep (&ends, &change);
    }
  trim (&ends);
}

/* Families of whom some programme can not be told. */
static guint
count_incomplete (const Side *sides,
                  guint       n_sides,
                  guint       n)
{
  g_autofree guint8 *open = g_malloc0 (n + 1);
  guint count = 0;

  for (guint p = 0; p < n_sides; p++)
    for (guint row = 0; sides[p].status != NULL && row < n; row++)
      open[row] |= sides[p].status[row] == CB_STATUS_INCOMPLETE || sides[p].status[row] == CB_STATUS_FAULT;
  for (guint row = 0; row < n; row++)
    count += open[row];
  return count;
}

CbSimulation *
cb_simulator_run (CbSimulator  *simulator,
                  CbProgram    *then,
                  GError      **error)
{
  CbCounty *county = simulator->county;
  GPtrArray *townships = cb_county_townships (county);
  const guint32 *township_of = cb_county_township_column (county);
  guint households = cb_county_households (county);
  const char *const *names = cb_pack_programmes (cb_county_pack (county));
  const char *const *words = cb_pack_words (cb_county_pack (county), "tier");
  CbSimulation *s;
  g_autofree Side *sides = NULL;
  CbBlockResult *result = cb_block_run_again (cb_county_block (county), then, g_steal_pointer (&simulator->then), error);

  if (result == NULL)
    return NULL;
  simulator->then = result;
  s = g_new0 (CbSimulation, 1);
  s->programmes = g_ptr_array_new ();
  s->by_programme = g_array_new (FALSE, TRUE, sizeof (CbNowThen));
  s->tiers = g_ptr_array_new ();
  s->by_tier = g_array_new (FALSE, TRUE, sizeof (CbNowThen));
  s->townships = g_ptr_array_new_with_free_func (g_free);
  s->by_township = g_array_new (FALSE, TRUE, sizeof (CbNowThen));
  s->changes = g_array_new (FALSE, FALSE, sizeof (CbSimChange));
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    g_ptr_array_add (s->tiers, (gpointer) words[i]);
  for (guint i = 0; names[i] != NULL; i++)
    if (cb_block_result_programme (simulator->now, names[i]) != G_MAXUINT || cb_block_result_programme (result, names[i]) != G_MAXUINT)
      g_ptr_array_add (s->programmes, (gpointer) names[i]);
  for (guint i = 0; i < townships->len; i++)
    g_ptr_array_add (s->townships, g_strdup (townships->pdata[i]));
  g_array_set_size (s->by_programme, s->programmes->len);
  g_array_set_size (s->by_tier, s->tiers->len);
  g_array_set_size (s->by_township, s->townships->len);
  sides = g_new0 (Side, s->programmes->len + 1);
  for (guint p = 0; p < s->programmes->len; p++)
    {
      CbNowThen *line = &g_array_index (s->by_programme, CbNowThen, p);
      Side now = side_of (simulator->now, s->programmes->pdata[p]);

      sides[p] = side_of (result, s->programmes->pdata[p]);
      count_programme (&now, households, &line->households[0], &line->monthly[0]);
      count_programme (&sides[p], households, &line->households[1], &line->monthly[1]);
    }
  add_up (county, result, &simulator->everybody[1]);
  for (guint t = 0; t < 2; t++)
    count_places (s, &simulator->everybody[t], township_of, cb_county_persons_column (county), households, t);
  count_changes (s, simulator->everybody, households);
  s->incomplete = count_incomplete (sides, s->programmes->len, households);
  return s;
}

void
cb_simulation_free (CbSimulation *s)
{
  if (s == NULL)
    return;
  g_ptr_array_unref (s->programmes);
  g_array_unref (s->by_programme);
  g_ptr_array_unref (s->tiers);
  g_array_unref (s->by_tier);
  g_ptr_array_unref (s->townships);
  g_array_unref (s->by_township);
  g_array_unref (s->changes);
  g_free (s);
}
