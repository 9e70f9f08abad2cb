/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-result.h"

#include <glib/gi18n-lib.h>

#include "cb-ctl.h"
#include "cb-money.h"
#include "cb-trace.h"

static const char *
status_title (CbStatus status)
{
  switch (status)
    {
    case CB_STATUS_ELIGIBLE:
      return _("eligible");
    case CB_STATUS_NOT_ELIGIBLE:
      return _("not eligible");
    case CB_STATUS_NEEDS_JUDGEMENT:
      return _("needs a person’s judgement");
    default:
      return _("incomplete");
    }
}

static void
print_reasons (CbResult   *result,
               GArray     *reasons,
               const char *lang)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *text = cb_result_reason_text (result, reason, lang);

      g_print ("    %s%s%s%s\n", text, *reason->cite != '\0' ? " [" : "", reason->cite, *reason->cite != '\0' ? "]" : "");
    }
}

static void
print_worksheet (CbResult   *result,
                 const char *programme,
                 const char *lang)
{
  g_autoptr (GPtrArray) lines = cb_explain_worksheet (result, programme, lang);

  for (guint i = 0; i < lines->len; i++)
    {
      const CbWorkLine *line = lines->pdata[i];

      g_print ("    %*s%s", line->indent * 2, "", line->text);
      if (*line->working != '\0')
        g_print (": %s", line->working);
      if (*line->figure != '\0')
        g_print (" = %s %s", line->figure, line->unit);
      if (*line->cite != '\0')
        g_print (" [%s]", line->cite);
      g_print ("\n");
    }
}

void
cb_ctl_print_result (CbResult *result,
                     gboolean  explain,
                     gboolean  json)
{
  const char *lang = cb_ctl_language ();

  if (json)
    {
      g_autofree char *text = cb_result_to_json (result, lang);

      g_print ("%s\n", text);
      return;
    }
  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *o = cb_result_outcome (result, i);
      CbPack *pack = cb_program_pack (cb_result_program (result));

      g_print ("%s: %s", cb_pack_title_of (pack, "programme", o->programme, lang), status_title (o->status));
      if (o->amount != 0)
        {
          g_autofree char *amount = cb_money_format (o->amount, FALSE);

          g_print (o->pay == CB_PAY_ONCE ? _(", %s yuan once") : _(", %s yuan per month"), amount);
        }
      g_print ("\n");
      print_reasons (result, o->reasons, lang);
      print_reasons (result, o->judgements, lang);
      for (guint k = 0; k < o->missing->len; k++)
        {
          g_autofree char *text = cb_result_missing_text (result, &g_array_index (o->missing, CbMissing, k), lang);

          g_print ("    %s %s\n", _("Missing:"), text);
        }
      if (explain)
        print_worksheet (result, o->programme, lang);
    }
}
