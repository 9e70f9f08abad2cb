/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>

#include "cb-money.h"
#include "cb-trace.h"
#include "cb-worksheet-print.h"

const char *
cb_ctl_status_title (CbStatus status)
{
  switch (status)
    {
    case CB_STATUS_ELIGIBLE:
      return _("eligible");
    case CB_STATUS_NOT_ELIGIBLE:
      return _("not eligible");
    case CB_STATUS_NEEDS_JUDGEMENT:
      return _("needs a person’s judgement");
    case CB_STATUS_INCOMPLETE:
    default:
      return _("facts are missing");
    }
}

static void
print_amount (const CbOutcome *o)
{
  if (o->amount != 0)
    {
      g_autofree char *amount = cb_money_format (o->amount, FALSE);

      cb_ctl_print (o->pay == CB_PAY_ONCE ? _(", %s yuan once") : _(", %s yuan per month"), amount);
    }
  if (o->start != CB_MONTH_NONE)
    {
      g_autofree char *start = cb_month_format (o->start);

      cb_ctl_print (_(", from %s"), start);
    }
}

static void
print_reasons (CbResult   *result,
               const char *title,
               GArray     *reasons,
               const char *lang)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *text = cb_result_reason_text (result, reason, lang);
      gboolean cited = reason->cite != NULL && *reason->cite != '\0';

      cb_ctl_print ("    %s%s%s%s%s\n", title, text, cited ? "  [" : "", cited ? reason->cite : "", cited ? "]" : "");
    }
}

static void
print_lines (CbResult        *result,
             const CbOutcome *o,
             const char      *lang)
{
  CbPack *pack = cb_program_pack (cb_result_program (result));

  for (guint i = 0; i < o->lines->len; i++)
    {
      const CbLine *line = &g_array_index (o->lines, CbLine, i);
      const char *label = cb_facts_label (cb_result_facts (result), line->entity, line->index);
      g_autofree char *amount = cb_money_format (line->fen, FALSE);

      cb_ctl_print ("    %s  %s%s%s\n", amount, cb_pack_title_of (pack, "value", line->value, lang), label != NULL ? "  " : "",
                    label != NULL ? label : "");
    }
}

static void
print_worksheet (CbResult   *result,
                 const char *programme,
                 const char *lang)
{
  g_autoptr (GPtrArray) lines = cb_explain_worksheet (result, programme, lang);
  const CbWorksheetPrint sheet = { .lines = lines, .details = TRUE };
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;

  cb_explain_boundary (result, programme, lang, lines);
  text = cb_worksheet_print_text (&sheet);
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i] != NULL; i++)
    if (*rows[i] != '\0')
      cb_ctl_print ("      %s\n", rows[i]);
}

void
cb_ctl_print_result (CbResult   *result,
                     const char *lang,
                     gboolean    explain)
{
  CbProgram *program = cb_result_program (result);
  CbPack *pack = cb_program_pack (program);
  g_autofree char *on = cb_date_format (cb_program_on (program));
  g_autofree char *month = cb_month_format (cb_program_pay_month (program));

  cb_ctl_print (_("%1$s, on %2$s, for %3$s\n"), cb_pack_title (pack, lang), on, month);
  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *o = cb_result_outcome (result, i);

      cb_ctl_print ("  %s: %s", cb_pack_title_of (pack, "programme", o->programme, lang), cb_ctl_status_title (o->status));
      print_amount (o);
      cb_ctl_print ("\n");
      print_lines (result, o, lang);
      print_reasons (result, "", o->reasons, lang);
      print_reasons (result, _("To judge: "), o->judgements, lang);
      for (guint k = 0; k < o->missing->len; k++)
        {
          g_autofree char *text = cb_result_missing_text (result, &g_array_index (o->missing, CbMissing, k), lang);

          cb_ctl_print ("    %s%s\n", _("Missing: "), text);
        }
      if (explain)
        print_worksheet (result, o->programme, lang);
    }
}
