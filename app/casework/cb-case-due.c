/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-case-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-deadline.h"
#include "cb-reference.h"

#define MOST_TERMS 2
#define URGENT     "temp.urgent_hours"

/*
 * Which terms of the pack bind a step (policy.md 3).  @opinion runs from the submission; @decision from the opinion, one term after the
 * other where two offices have one each; @total from the submission to the decision.  How many days they are, whether they are working
 * days, and since when, is the pack's to say.  The protection of children has no term there.  Temporary aid in an emergency has hours.
 */
static const struct {
  const char *programme, *opinion, *decision[MOST_TERMS], *total;
} terms[] = {
  { "dibao", "deadline.dibao.start", { "deadline.dibao.county" }, "deadline.dibao.total" },
  { "edge", "deadline.dibao.start", { NULL }, "deadline.edge.total" },
  { "rigid", "deadline.dibao.start", { NULL }, "deadline.rigid.total" },
  { "tekun", "deadline.tekun.investigate", { "deadline.tekun.county" }, NULL },
  { "living", "deadline.subsidy.township", { "deadline.subsidy.federation", "deadline.subsidy.county" }, NULL },
  { "nursing", "deadline.subsidy.township", { "deadline.subsidy.federation", "deadline.subsidy.county" }, NULL },
  { "temporary", NULL, { "deadline.temp.county" }, "deadline.temp.total" },
};

/* Takes the end of a term when it is the first one so far. */
static void
bind_term (CbCase     *c,
           CbPack     *rules,
           CbCalendar *calendar,
           const char *term,
           CbDate      from)
{
  CbDate due = cb_pack_deadline (rules, term, from, calendar, NULL, NULL);

  if (due == CB_DATE_NONE || (c->due != CB_DATE_NONE && c->due <= due))
    return;
  c->due = due;
  c->due_term = term;
  c->due_from = from;
}

/* An emergency is paid within hours, whatever day it is: by the day on which they end. */
static void
bind_hours (CbCase     *c,
            CbPack     *rules,
            const char *term)
{
  gint64 n, d;

  if (cb_pack_param (rules, term) == NULL || !cb_pack_param_value (rules, term, NULL, c->submitted_on, &n, &d) || d != 1 || n < 1
      || n > 10000)
    return;
  c->due = c->submitted_on + (CbDate) ((n + 23) / 24);
  c->due_term = term;
  c->due_from = c->submitted_on;
}

void
cb_case_find_due (CbCase *c,
                  CbPack *rules)
{
  CbCalendar *calendar = cb_reference_calendar (NULL);
  guint i = 0;

  c->due = c->due_from = CB_DATE_NONE;
  c->due_term = NULL;
  if (rules == NULL || calendar == NULL || (c->state != CB_CASE_SUBMITTED && c->state != CB_CASE_OPINION))
    return;
  while (i < G_N_ELEMENTS (terms) && g_strcmp0 (terms[i].programme, c->programme) != 0)
    i++;
  if (i == G_N_ELEMENTS (terms))
    return;
  if (c->state == CB_CASE_SUBMITTED && c->once && cb_case_is_urgent (c->event))
    {
      bind_hours (c, rules, URGENT);
      return;
    }
  if (c->state == CB_CASE_SUBMITTED && terms[i].opinion != NULL)
    bind_term (c, rules, calendar, terms[i].opinion, c->submitted_on);
  else if (c->state == CB_CASE_OPINION && terms[i].decision[0] != NULL)
    {
      CbDate from = c->opinion_on;

      for (guint k = 0; k + 1 < MOST_TERMS && terms[i].decision[k + 1] != NULL && from != CB_DATE_NONE; k++)
        from = cb_pack_deadline (rules, terms[i].decision[k], from, calendar, NULL, NULL);
      if (from != CB_DATE_NONE)
        bind_term (c, rules, calendar, terms[i].decision[terms[i].decision[1] != NULL], from);
    }
  if (terms[i].total != NULL)
    bind_term (c, rules, calendar, terms[i].total, c->submitted_on);
}

static const char *
article (CbPack            *rules,
         const CbPackParam *param,
         CbDate             on)
{
  const char *cite = param->cite;

  for (guint i = 0; i < param->n_versions; i++)
    {
      const CbPackVersion *version = cb_pack_param_version (rules, param, i);

      if (version->from <= on && version->cite != NULL)
        cite = version->cite;
    }
  return cite;
}

const char *
cb_casework_language (void)
{
  const char *const *names = g_get_language_names ();

  return names[0] != NULL && g_str_has_prefix (names[0], "zh") ? "zh_CN" : NULL;
}

char *
cb_case_due_law (const CbCase *c,
                 CbPack       *rules)
{
  const char *lang = cb_casework_language ();
  const CbPackParam *param = c->due_term != NULL && rules != NULL ? cb_pack_param (rules, c->due_term) : NULL;
  g_autofree char *length = param != NULL ? cb_pack_param_text (rules, param, NULL, c->due_from, lang) : NULL;
  g_autofree char *from = NULL;
  CbCalendar *calendar = cb_reference_calendar (NULL);
  gboolean certain = TRUE;
  char *text;

  if (length == NULL)
    return NULL;
  from = cb_date_format (c->due_from);
  /* TRANSLATORS: title of the term, its length, date it runs from, article */
  text = g_strdup_printf (_("%1$s: %2$s, from %3$s (%4$s)"), cb_pack_title_of (rules, "param", param->name, lang), length, from,
                          article (rules, param, c->due_from));
  if (param->unit == CB_UNIT_WORKING_DAYS && calendar != NULL)
    cb_pack_deadline (rules, c->due_term, c->due_from, calendar, &certain, NULL);
  if (!certain)
    {
      g_autofree char *known = text;

      /* TRANSLATORS: what makes a due date */
      text = g_strdup_printf (_("%s. The calendar of that year is not announced yet: the day may move."), known);
    }
  return text;
}
