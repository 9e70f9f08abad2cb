/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-outcome-text.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-money.h"
#include "cb-tier-style.h"

const char *
cb_outcome_lang (void)
{
  static gsize ready = 0;
  static const char *lang;

  if (g_once_init_enter (&ready))
    {
      const char *name = g_get_language_names ()[0];

      if (!g_str_has_prefix (name, "C") && strcmp (name, "POSIX") != 0 && !g_str_has_prefix (name, "en"))
        {
          char *plain = g_strdup (name);

          plain[strcspn (plain, ".@")] = '\0';
          lang = plain;
        }
      g_once_init_leave (&ready, 1);
    }
  return lang;
}

const char *
cb_outcome_tier (const CbOutcome *outcome)
{
  if (outcome == NULL || (outcome->status != CB_STATUS_ELIGIBLE && outcome->status != CB_STATUS_NEEDS_JUDGEMENT))
    return "";
  return outcome->tier != NULL ? outcome->tier : outcome->programme;
}

const char *
cb_outcome_status (CbStatus status)
{
  switch (status)
    {
    case CB_STATUS_ELIGIBLE:
      return _("Eligible");
    case CB_STATUS_NEEDS_JUDGEMENT:
      return _("Needs a person's judgement");
    case CB_STATUS_INCOMPLETE:
      return _("Facts are missing");
    case CB_STATUS_NOT_ELIGIBLE:
    default:
      return _("Not eligible");
    }
}

char *
cb_outcome_figure (const CbOutcome *outcome)
{
  g_autofree char *amount = cb_money_format (outcome->amount, TRUE);

  if (outcome->status != CB_STATUS_ELIGIBLE || outcome->pay == CB_PAY_NONE)
    return g_strdup (cb_outcome_status (outcome->status));
  return g_strdup_printf (outcome->pay == CB_PAY_ONCE ? _("%s yuan once") : _("%s yuan/month"), amount);
}

char *
cb_outcome_line (CbAssessment *assessment)
{
  const CbOutcome *outcome = cb_result_primary (cb_assessment_result (assessment));
  const char *tier = cb_outcome_tier (outcome);

  if (outcome == NULL)
    return g_strdup ("");
  if (*tier == '\0')
    return g_strdup (cb_outcome_status (outcome->status));
  if (outcome->pay == CB_PAY_MONTHLY)
    {
      g_autofree char *amount = cb_money_format (outcome->amount, TRUE);

      /* TRANSLATORS: tier, amount */
      return g_strdup_printf (_("%s, %s yuan a month"), cb_tier_style_title (cb_tier_style (tier)), amount);
    }
  if (outcome->pay == CB_PAY_ONCE)
    {
      g_autofree char *figure = cb_outcome_figure (outcome);

      /* TRANSLATORS: programme, amount paid once */
      return g_strdup_printf (_("%s, %s"), cb_tier_style_title (cb_tier_style (tier)), figure);
    }
  return g_strdup (cb_tier_style_title (cb_tier_style (tier)));
}
