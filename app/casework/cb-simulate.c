/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-simulate.h"

struct _CbSimulator {
  CbCounty      *county;
  CbProgram     *now_program;
  CbBlockResult *now, *then;
};

CbSimulator *
cb_simulator_new (CbCounty   *county,
                  CbProgram  *now,
                  GError    **error)
{
  CbBlockResult *result = cb_block_run_again (cb_county_block (county), now, NULL, error);
  CbSimulator *simulator;

  if (result == NULL)
    return NULL;
  simulator = g_new0 (CbSimulator, 1);
  simulator->county = cb_county_ref (county);
  simulator->now_program = cb_program_ref (now);
  simulator->now = result;
  return simulator;
}

void
cb_simulator_free (CbSimulator *simulator)
{
  if (simulator == NULL)
    return;
  cb_block_result_free (simulator->now);
  cb_block_result_free (simulator->then);
  cb_program_unref (simulator->now_program);
  cb_county_unref (simulator->county);
  g_free (simulator);
}

/* A programme's columns on one side; absent when it is not in force. */
typedef struct {
  const guint8 *status, *tier;
  const gint64 *amount;
} Side;
typedef struct { Side at[2]; gboolean monthly; } Sides;

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

static gboolean
is_in (const Side *side,
       guint       row)
{
  return side->status != NULL && (side->status[row] == CB_STATUS_ELIGIBLE || side->status[row] == CB_STATUS_NEEDS_JUDGEMENT);
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
count_row (CbSimulation  *s,
           const guint32 *township_of,
           const Sides   *sides,
           guint          row,
           Ends          *ends)
{
  CbNowThen *township = &g_array_index (s->by_township, CbNowThen, township_of[row]);
  CbSimChange change = { row, 0, { 255, 255 } };
  gint64 sum[2] = { 0, 0 };

  for (guint p = 0; p < s->programmes->len; p++)
    for (guint t = 0; t < 2; t++)
      {
        const Side *side = &sides[p].at[t];
        CbNowThen *line = &g_array_index (s->by_programme, CbNowThen, p);

        if (change.tier[t] == 255 && side->tier != NULL)
          change.tier[t] = side->tier[row];
        if (!is_in (side, row))
          continue;
        line->households[t]++;
        line->monthly[t] += side->amount[row];
        if (sides[p].monthly)
          sum[t] += side->amount[row];
      }
  for (guint t = 0; t < 2; t++)
    {
      if (change.tier[t] < s->by_tier->len)
        {
          g_array_index (s->by_tier, CbNowThen, change.tier[t]).households[t]++;
          g_array_index (s->by_tier, CbNowThen, change.tier[t]).monthly[t] += sum[t];
        }
      township->households[t] += sum[t] > 0;
      township->monthly[t] += sum[t];
      s->all.households[t] += sum[t] > 0;
      s->all.monthly[t] += sum[t];
    }
  change.change = sum[1] - sum[0];
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
  if (change.change != 0 || change.tier[0] != change.tier[1])
    keep (ends, &change);
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
  g_autofree Sides *sides = NULL;
  Ends ends;
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
  sides = g_new0 (Sides, s->programmes->len + 1);
  for (guint p = 0; p < s->programmes->len; p++)
    {
      sides[p].monthly = cb_pack_programme_monthly (cb_county_pack (county), s->programmes->pdata[p]);
      sides[p].at[0] = side_of (simulator->now, s->programmes->pdata[p]);
      sides[p].at[1] = side_of (result, s->programmes->pdata[p]);
    }
  ends = (Ends) { s->changes, 0, 0 };
  for (guint row = 0; row < households; row++)
    {
      gboolean unknown = FALSE;

      for (guint p = 0; p < s->programmes->len; p++)
        unknown |= sides[p].at[1].status != NULL && (sides[p].at[1].status[row] == CB_STATUS_INCOMPLETE || sides[p].at[1].status[row] == 255);
      s->incomplete += unknown;
      count_row (s, township_of, sides, row, &ends);
    }
  trim (&ends);
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
