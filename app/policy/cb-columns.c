/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-columns.h"

void
cb_columns_init (CbColumns *columns,
                 CbPack    *pack)
{
  columns->pack = pack;
  columns->n_entities = pack->entities->len;
  columns->values = g_new0 (gpointer, pack->facts->len + 1);
  columns->states = g_new0 (guint8 *, pack->facts->len + 1);
}

void
cb_columns_clear (CbColumns *columns)
{
  for (guint i = 0; i < columns->n_entities; i++)
    {
      g_free (columns->parents[i]);
      for (guint k = 0; k < columns->n_entities; k++)
        g_free (columns->offsets[i][k]);
    }
  g_free (columns->cells);
  for (guint i = 0; columns->cells == NULL && columns->pack != NULL && i < columns->pack->facts->len; i++)
    {
      g_free (columns->values[i]);
      g_free (columns->states[i]);
    }
  g_free (columns->values);
  g_free (columns->states);
  *columns = (CbColumns) { 0 };
}

gboolean
cb_fact_is_eight (const CbFactX *fact)
{
  return fact->type.kind == CB_TYPE_TRUTH || fact->type.kind == CB_TYPE_CHOICE;
}

gint64
cb_fact_filler (const CbFactX *fact)
{
  return fact->pub.has_default ? fact->pub.default_value : CLAMP (0, fact->pub.min, fact->pub.max);
}

void
cb_columns_index (CbColumns *columns)
{
  for (guint e = 1; e < columns->n_entities; e++)
    {
      guint parent = (guint) CB_ENTITY (columns->pack, e)->parent, row = 0;
      guint32 *direct = g_new (guint32, columns->n_rows[parent] + 1);

      g_free (columns->offsets[parent][e]);
      columns->offsets[parent][e] = direct;
      for (guint p = 0; p <= columns->n_rows[parent]; p++)
        {
          while (row < columns->n_rows[e] && columns->parents[e][row] < p)
            row++;
          direct[p] = row;
        }
      /* Rows below rows below: follow the parent's own offsets. */
      for (guint above = 0; above < parent; above++)
        if (columns->offsets[above][parent] != NULL)
          {
            guint n = columns->n_rows[above] + 1;
            guint32 *far = g_new (guint32, n);

            for (guint p = 0; p < n; p++)
              far[p] = direct[columns->offsets[above][parent][p]];
            g_free (columns->offsets[above][e]);
            columns->offsets[above][e] = far;
          }
    }
}
