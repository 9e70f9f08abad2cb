/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-table.h"

#include <glib/gi18n-lib.h>

#include "cb-facts.h"
#include "cb-money.h"

/* The rows of the tables, in the order of those above them, and their cells, as columns of a block. */

/* --- Rows --- */

/* Puts the rows in the order of their parents and knows them by their keys.  FALSE when rows have no place. */
static gboolean
place_rows (CbCtlTables  *r,
            CbCtlTable   *table,
            guint32     **parents)
{
  CbCtlTable *above = cb_ctl_tables_of (r, table->entity->of);
  guint n_above = above != NULL ? above->n : 0, faults = r->faults->len;
  g_autofree guint32 *of = g_new0 (guint32, table->n + 1);
  g_autofree guint *first = g_new0 (guint, n_above + 2);

  table->order = g_new0 (guint, table->n + 1);
  for (guint i = 0; i < table->n; i++)
    {
      const CbTableRow *row = cb_ctl_table_row (table, i);
      guint place;

      for (guint k = table->columns->len; k < row->cells->len; k++)
        if (*cb_ctl_table_cell (row, (int) k) != '\0')
          {
            cb_ctl_tables_fault (r, table, row->line, k + 1, _("there is no heading above this cell; name the column or empty the cell"));
            break;
          }
      if (table->entity->of == NULL)
        {
          table->order[i] = i;
          continue;
        }
      place = GPOINTER_TO_UINT (g_hash_table_lookup (above->places, cb_ctl_table_cell (row, table->parent)));
      if (place == 0)
        cb_ctl_tables_fault (r, table, row->line, (guint) table->parent + 1, _("there is no such %1$s in %2$s; add its row there or mend the key"), table->entity->of, above->name);
      else if (++first[place] > table->entity->most)
        cb_ctl_tables_fault (r, table, row->line, (guint) table->parent + 1, _("more than %1$u rows of %2$s belong to one %3$s; see “most” in the rules"),
                             table->entity->most, table->entity->name, table->entity->of);
      of[i] = place;
      if (r->faults->len > CB_CTL_MOST_FAULTS)
        return FALSE;
    }
  if (r->faults->len > faults)
    return FALSE;
  if (table->entity->of != NULL)
    {
      *parents = g_new0 (guint32, table->n + 1);
      for (guint p = 1; p <= n_above; p++)
        first[p] += first[p - 1];
      for (guint i = 0; i < table->n; i++)
        {
          guint at = first[of[i] - 1]++;

          table->order[at] = i;
          (*parents)[at] = of[i] - 1;
        }
    }
  return TRUE;
}

static gboolean
learn_keys (CbCtlTables *r,
            CbCtlTable  *table)
{
  guint faults = r->faults->len;

  table->places = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; table->key >= 0 && i < table->n && r->faults->len <= CB_CTL_MOST_FAULTS; i++)
    {
      const CbTableRow *row = cb_ctl_table_row (table, table->order[i]);
      const char *key = cb_ctl_table_cell (row, table->key);

      if (*key == '\0')
        cb_ctl_tables_fault (r, table, row->line, (guint) table->key + 1, _("the key of this %s is missing; give it one"), table->entity->name);
      else if (!g_hash_table_insert (table->places, (gpointer) key, GUINT_TO_POINTER (i + 1)))
        cb_ctl_tables_fault (r, table, row->line, (guint) table->key + 1, _("another %s has this key already; give each its own"), table->entity->name);
    }
  return r->faults->len == faults;
}

/* --- Cells --- */

static void
wrong_cell (CbCtlTables      *r,
            CbCtlTable       *table,
            const CbTableRow *row,
            guint             i)
{
  const CbCtlColumn *column = &g_array_index (table->columns, CbCtlColumn, i);
  const CbPackFact *fact = column->fact;
  g_autofree char *low = NULL, *high = NULL, *words = NULL;

  switch (fact->kind)
    {
    case CB_TYPE_TRUTH:
      cb_ctl_tables_fault (r, table, row->line, i + 1, _("%s: write yes or no, or leave the cell empty when it is not known"), fact->name);
      return;
    case CB_TYPE_CHOICE:
      words = g_strjoinv (", ", (char **) cb_pack_words (r->pack, fact->choice));
      cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s: write one of: %2$s (or its number in that list, from 0)"), fact->name, words);
      return;
    case CB_TYPE_DATE:
      cb_ctl_tables_fault (r, table, row->line, i + 1, _("%s: write a date like 2026-09-01"), fact->name);
      return;
    case CB_TYPE_MONTH:
      cb_ctl_tables_fault (r, table, row->line, i + 1, _("%s: write a month like 2026-09"), fact->name);
      return;
    default:
      break;
    }
  if (cb_ctl_fact_is_money (fact) && column->money == CB_CTL_MONEY_YUAN)
    {
      low = cb_money_plain (fact->min);
      high = cb_money_plain (fact->max);
      cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s: write an amount in yuan, from %2$s to %3$s"), fact->name, low, high);
      return;
    }
  low = g_strdup_printf ("%" G_GINT64_FORMAT, fact->min);
  high = g_strdup_printf ("%" G_GINT64_FORMAT, fact->max);
  if (cb_ctl_fact_is_money (fact))
    cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s: write whole fen, from %2$s to %3$s, or say “%4$s (yuan)” in the heading"), fact->name, low, high, fact->field);
  else if (fact->decimals > 0)
    cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s: write a share like 0.5 or 50%% with at most %2$d decimals, within its range"), fact->name, fact->decimals);
  else
    cb_ctl_tables_fault (r, table, row->line, i + 1, _("%1$s: write a whole number from %2$s to %3$s"), fact->name, low, high);
}

/* Digits only, at most 15 of them. */
static gboolean
parse_plain (const char *text,
             gint64     *value)
{
  gint64 v = 0;
  guint n = 0;

  for (; g_ascii_isdigit (*text) && n < 15; text++, n++)
    v = v * 10 + (*text - '0');
  *value = v;
  return n > 0 && *text == '\0';
}

static gboolean
parse_cell (CbCtlTables       *r,
            const CbCtlColumn *column,
            const char        *text,
            gint64            *value)
{
  const CbPackFact *fact = column->fact;
  gboolean fen = cb_ctl_fact_is_money (fact) && column->money == CB_CTL_MONEY_FEN, plain = fact->kind == CB_TYPE_NUMBER && fact->decimals == 0 && !cb_ctl_fact_is_money (fact);

  if (fen || plain || (fact->kind == CB_TYPE_CHOICE && cb_pack_word_index (r->pack, fact->choice, text) < 0))
    {
      const char *digits = *text == '-' && fen ? text + 1 : text;

      if (parse_plain (digits, value))
        {
          if (digits != text)
            *value = -*value;
          return *value >= fact->min && *value <= fact->max;
        }
      if (fen)
        return FALSE;
    }
  return cb_fact_parse (r->pack, fact->name, text, value, NULL);
}

static gboolean
fill_column (CbCtlTables  *r,
             CbBlock      *block,
             CbCtlTable   *table,
             guint         i,
             GError      **error)
{
  const CbCtlColumn *column = &g_array_index (table->columns, CbCtlColumn, i);
  g_autofree gint64 *values = g_new0 (gint64, table->n + 1);
  g_autofree guint8 *known = g_new0 (guint8, table->n + 1);
  guint faults = r->faults->len;

  for (guint k = 0; k < table->n && r->faults->len <= CB_CTL_MOST_FAULTS; k++)
    {
      const CbTableRow *row = cb_ctl_table_row (table, table->order[k]);
      char *text = (char *) cb_ctl_table_cell (row, (int) i);

      text = *text != '\0' ? g_strstrip (text) : text;
      known[k] = *text != '\0';
      if (known[k] && !parse_cell (r, column, text, &values[k]))
        wrong_cell (r, table, row, i);
    }
  return r->faults->len > faults || cb_block_set_column (block, column->fact->name, values, known, table->n, error);
}

gboolean
cb_ctl_tables_fill (CbCtlTables  *r,
                    CbBlock      *block,
                    CbCtlTable   *table,
                    GError      **error)
{
  g_autofree guint32 *parents = NULL;

  /* Where rows have no place, their cells say nothing. */
  if (!place_rows (r, table, &parents) || !learn_keys (r, table))
    return TRUE;
  if (!cb_block_add_rows (block, table->entity->name, parents, table->n, error))
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    if (g_array_index (table->columns, CbCtlColumn, i).fact != NULL && !fill_column (r, block, table, i, error))
      return FALSE;
  return TRUE;
}
