/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-standard.h"

#include <glib/gi18n-lib.h>

/* What the older rules have on the first day, as sets for cb_pack_compile_with(): name and value by turns. */
static GPtrArray *
sets_before (const CbStandardCheck *check,
             CbDate                 on,
             gboolean              *only)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) lines = cb_pack_new_lines (check->base, check->pack, only);

  for (guint i = 0; i < lines->len; i++)
    {
      const CbPackParam *param = g_array_index (lines, CbPackNewLine, i).param;
      const char *const *words = param->by != NULL ? cb_pack_words (check->pack, param->by) : NULL;

      for (guint w = 0; words != NULL ? words[w] != NULL : w < 1; w++)
        {
          const char *word = words != NULL ? words[w] : NULL;
          gint64 was_num, was_den, num, den;

          if (!cb_pack_param_value (check->pack, param->name, word, on, &num, &den))
            continue;
          if (param->bands || param->kind != CB_TYPE_NUMBER || !cb_pack_param_value (check->base, param->name, word, on, &was_num, &was_den))
            {
              *only = FALSE;   /* what cannot be set back cannot be compared */
              continue;
            }
          if ((__int128) num * was_den == (__int128) was_num * den)
            continue;
          g_ptr_array_add (sets, word != NULL ? g_strconcat (param->name, ".", word, NULL) : g_strdup (param->name));
          if (param->unit == CB_UNIT_MONEY || param->unit == CB_UNIT_MONEY_MONTH || param->unit == CB_UNIT_MONEY_YEAR)
            g_ptr_array_add (sets, cb_money_plain (was_num / was_den));
          else if (was_den == 1)
            g_ptr_array_add (sets, g_strdup_printf ("%" G_GINT64_FORMAT, was_num));
          else   /* a ratio: as many decimals as a rule may have */
            g_ptr_array_add (sets, g_strdup_printf ("%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, was_num / was_den,
                                                    was_num % was_den * 1000000 / was_den));
        }
    }
  g_ptr_array_add (sets, NULL);
  return sets;
}

gboolean
cb_standard_effect (CbDesk                *desk,
                    CbDb                  *db,
                    const CbStandardCheck *check,
                    gint                  *done,
                    gint                  *total,
                    CbStandardEffect      *effect,
                    GCancellable          *cancellable,
                    GError               **error)
{
  g_autoptr (GPtrArray) sets = NULL;
  g_autoptr (CbCounty) county = NULL;
  g_autoptr (CbProgram) now = NULL, then = NULL;
  g_autoptr (CbSimulator) simulator = NULL;
  g_autoptr (CbSimulation) found = NULL;
  CbDate on = check->standard->from;
  gboolean only = FALSE;

  if (check->pack != NULL && on != CB_DATE_NONE)
    sets = sets_before (check, on, &only);
  if (!only)
    {
      g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD,
                           N_("More than numbers changes with these rules, so their effect is not worked out here. Read the comparison."));
      return FALSE;
    }
  county = cb_county_load (db, check->pack, cb_desk_area (desk), done, total, cancellable, error);
  if (county == NULL)
    return FALSE;
  now = cb_pack_compile_with (check->pack, on, CB_MONTH_NONE, (const char *const *) sets->pdata, error);
  then = now != NULL ? cb_pack_compile (check->pack, on, CB_MONTH_NONE, error) : NULL;
  simulator = then != NULL ? cb_simulator_new (county, now, error) : NULL;
  found = simulator != NULL ? cb_simulator_run (simulator, then, error) : NULL;
  if (found == NULL)
    return FALSE;
  *effect = (CbStandardEffect) {
    .households = cb_county_households (county), .all = found->all, .gainers = found->gainers, .losers = found->losers,
    .cliffs = found->cliffs, .incomplete = found->incomplete, .gained = found->gained, .lost = found->lost,
  };
  return TRUE;
}
