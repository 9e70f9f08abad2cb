/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-table.h"

#include <glib/gi18n-lib.h>

#include "cb-money.h"

/* Households in columns: one csv file for each entity of the pack, a column for each fact, evaluated as one block.  What the files look
 * like is told in data/help/casebookctl.md. */

#define TIMED_RUNS 9

static const char *
word_of (guint8 status)
{
  return status > CB_STATUS_INCOMPLETE ? "fault" : cb_status_word ((CbStatus) status);
}

static void
print_csv (CbPack        *pack,
           CbProgram     *program,
           CbCtlTable    *root,
           CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  g_autoptr (GString) line = g_string_new (NULL);

  cb_table_put_cell (line, root->entity->name, TRUE);
  for (guint p = 0; names[p] != NULL; p++)
    g_string_append_printf (line, ",%1$s.status,%1$s.tier,%1$s.amount", names[p]);
  cb_ctl_print ("%s\n", line->str);
  for (guint i = 0; i < cb_block_result_n (result); i++)
    {
      const CbTableRow *row = cb_ctl_table_row (root, i);
      g_autofree char *number = root->key < 0 ? g_strdup_printf ("%u", row->line) : NULL;

      g_string_truncate (line, 0);
      cb_table_put_cell (line, number != NULL ? number : cb_ctl_table_cell (row, root->key), TRUE);
      for (guint p = 0; names[p] != NULL; p++)
        {
          guint8 tier = cb_block_result_tier (result, p)[i];
          g_autofree char *amount = cb_money_plain (cb_block_result_amount (result, p)[i]);

          g_string_append_printf (line, ",%s,%s,%s", word_of (cb_block_result_status (result, p)[i]),
                                  tier != 255 ? cb_pack_words (pack, cb_pack_programme_tiers (pack, names[p]))[tier] : "", amount);
        }
      cb_ctl_print ("%s\n", line->str);
    }
}

static void
print_json (CbPack        *pack,
            CbProgram     *program,
            CbCtlTable    *root,
            CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  g_autofree char *on = cb_date_format (cb_program_on (program)), *month = cb_month_format (cb_program_pay_month (program));

  cb_ctl_print ("{\"on\": \"%s\", \"pay_month\": \"%s\", \"rows\": [", on, month);
  for (guint i = 0; i < cb_block_result_n (result); i++)
    {
      const CbTableRow *row = cb_ctl_table_row (root, i);
      g_autofree char *number = root->key < 0 ? g_strdup_printf ("%u", row->line) : NULL;

      cb_ctl_print ("%s\n{\"%s\": ", i > 0 ? "," : "", root->entity->name);
      cb_ctl_print_quoted (number != NULL ? number : cb_ctl_table_cell (row, root->key));
      cb_ctl_print (", \"programmes\": [");
      for (guint p = 0; names[p] != NULL; p++)
        {
          guint8 tier = cb_block_result_tier (result, p)[i];
          g_autofree char *amount = cb_money_plain (cb_block_result_amount (result, p)[i]);

          cb_ctl_print ("%s{\"programme\": \"%s\", \"status\": \"%s\", ", p > 0 ? ", " : "", names[p], word_of (cb_block_result_status (result, p)[i]));
          if (tier != 255)
            cb_ctl_print ("\"tier\": \"%s\", ", cb_pack_words (pack, cb_pack_programme_tiers (pack, names[p]))[tier]);
          cb_ctl_print ("\"amount\": %s}", amount);
        }
      cb_ctl_print ("]}");
    }
  cb_ctl_print ("\n]}\n");
}

static int
print_time (CbCtl         *ctl,
            CbBlock       *block,
            CbProgram     *program,
            CbBlockResult *first)
{
  gint64 cold = cb_block_result_ns (first), best = cold;
  guint n = cb_block_result_n (first);
  CbBlockResult *result = first;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < TIMED_RUNS && result != NULL; i++)
    {
      result = cb_block_run (block, program, 0, 0, result, &error);
      best = result != NULL ? MIN (best, cb_block_result_ns (result)) : best;
    }
  if (result == NULL)
    return cb_ctl_fail (NULL, error);
  cb_block_result_free (result);
  if (ctl->json)
    cb_ctl_print ("{\"rows\": %u, \"runs\": %d, \"first_ns\": %" G_GINT64_FORMAT ", \"best_ns\": %" G_GINT64_FORMAT "}\n", n, TIMED_RUNS, cold, best);
  else
    cb_ctl_print (_("%1$u rows: %2$.3f ms; the best of %3$d runs %4$.3f ms, %5$.1f million a second\n"), n, (double) cold / 1e6, TIMED_RUNS, (double) best / 1e6,
                  best > 0 ? (double) n * 1e3 / (double) best : 0.0);
  return CB_CTL_DONE;
}

static int
check_arithmetic (CbProgram     *program,
                  CbCtlTable    *root,
                  CbBlockResult *result)
{
  const char *const *names = cb_program_programmes (program);
  guint n = 0, line = 0;

  for (guint i = 0; i < cb_block_result_n (result); i++)
    for (guint p = 0; names[p] != NULL; p++)
      if (cb_block_result_status (result, p)[i] > CB_STATUS_INCOMPLETE)
        {
          line = n++ == 0 ? cb_ctl_table_row (root, i)->line : line;
          break;
        }
  if (n == 0)
    return CB_CTL_DONE;
  return cb_ctl_refuse (g_dngettext (GETTEXT_PACKAGE, "%1$s:%2$u: the rules divide by zero or overflow here (%3$u row, marked “fault”); look at it with --explain",
                                     "%1$s:%2$u: the rules divide by zero or overflow here (%3$u rows, marked “fault”); look at one with --explain", n),
                        root->name, line, n);
}

int
cb_ctl_evaluate_table (CbCtl      *ctl,
                       CbPack     *pack,
                       CbDate      on,
                       CbMonth     pay_month,
                       const char *list,
                       gboolean    timed)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (cb_ctl_table_free);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  CbCtlTables r = { pack, tables, faults };
  g_autoptr (GError) error = NULL;
  g_autoptr (CbProgram) program = cb_pack_compile (pack, on, pay_month, &error);
  g_autoptr (CbBlock) block = NULL;
  g_autoptr (CbBlockResult) result = NULL;
  int code = CB_CTL_REFUSED;
  CbCtlTable *root;

  if (program == NULL)
    return cb_ctl_fail (NULL, error);
  block = cb_ctl_tables_read (&r, list, &code);
  if (block == NULL)
    return code;
  root = cb_ctl_tables_of (&r, ((const CbPackEntity *) cb_pack_entities (pack)->pdata[0])->name);
  result = cb_block_run (block, program, 0, 0, NULL, &error);
  if (result == NULL)
    return cb_ctl_fail (root->path, error);
  code = check_arithmetic (program, root, result);
  if (timed)
    {
      int printed = print_time (ctl, block, program, g_steal_pointer (&result));

      return printed != CB_CTL_DONE ? printed : code;
    }
  if (ctl->json)
    print_json (pack, program, root, result);
  else
    print_csv (pack, program, root, result);
  return code;
}
