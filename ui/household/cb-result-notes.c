/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-result-notes.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-clock.h"
#include "cb-outcome-text.h"

/* One note; it leads to the field when there is one. */
static void
add_note (CbNoteList    *notes,
          CbAssessment  *assessment,
          const char    *text,
          const char    *fact,
          const char    *entity,
          int            index)
{
  const CbUid *subject = entity != NULL ? cb_facts_uid (cb_assessment_facts (assessment), entity, index) : NULL;
  CbUid uid;
  guint field = 0;
  const gboolean leads = fact != NULL && cb_assessment_locate (assessment, fact, subject, &uid, &field);

  cb_note_list_note (notes, text, leads ? &uid : NULL, field);
}

/* What was not told, and what contradicts itself; each leads to the person. */
static gboolean
add_doubts (CbNoteList      *notes,
            const GPtrArray *doubts,
            CbDoubtKind      kind,
            const char      *heading)
{
  gboolean any = FALSE;

  for (guint i = 0; i < doubts->len; i++)
    {
      const CbDoubt *doubt = doubts->pdata[i];

      if (doubt->kind != kind)
        continue;
      if (!any)
        cb_note_list_heading (notes, heading);
      any = TRUE;
      cb_note_list_note (notes, doubt->text, &doubt->entity, doubt->field);
    }
  return any;
}

static gboolean
add_missing (CbNoteList      *notes,
             CbAssessment    *assessment,
             const GPtrArray *doubts,
             GHashTable      *seen)
{
  CbResult *result = cb_assessment_result (assessment);
  gboolean any = add_doubts (notes, doubts, CB_DOUBT_INCOME_UNTOLD, _("Still missing"));

  for (guint i = 0; i < cb_result_n_outcomes (result); i++)
    {
      const CbOutcome *outcome = cb_result_outcome (result, i);

      for (guint j = 0; outcome->missing != NULL && j < outcome->missing->len; j++)
        {
          const CbMissing *missing = &g_array_index (outcome->missing, CbMissing, j);
          char *text = cb_result_missing_text (result, missing, cb_outcome_lang ());

          if (!g_hash_table_add (seen, text))
            continue;
          if (!any)
            cb_note_list_heading (notes, _("Still missing"));
          any = TRUE;
          add_note (notes, assessment, text, missing->fact, missing->entity, missing->index);
        }
    }
  /* That nothing is missing is said too: silence could be anything. */
  if (!any)
    cb_note_list_note (notes, _("Still missing: nothing"), NULL, 0);
  return any;
}

static gboolean
add_reasons (CbNoteList   *notes,
             CbAssessment *assessment,
             GHashTable   *seen,
             GArray       *reasons,
             const char   *heading)
{
  CbResult *result = cb_assessment_result (assessment);
  gboolean any = FALSE;

  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *sentence = cb_result_reason_text (result, reason, cb_outcome_lang ());
      const char *who = strcmp (reason->entity, "household") != 0
                          ? cb_facts_label (cb_assessment_facts (assessment), reason->entity, reason->index) : NULL;
      char *text = g_strdup_printf ("%s%s%s%s%s", who != NULL ? who : "", who != NULL ? C_("name", ": ") : "", sentence,
                                    reason->cite != NULL && *reason->cite != '\0' ? "  " : "",
                                    reason->cite != NULL ? reason->cite : "");

      if (!g_hash_table_add (seen, text))
        continue;
      if (!any)
        cb_note_list_heading (notes, heading);
      any = TRUE;
      add_note (notes, assessment, text, NULL, NULL, 0);
    }
  return any;
}

/* What two desks recorded differently: the person who answers sees at the field what each version would mean. */
static gboolean
add_forks (CbNoteList   *notes,
           CbEditor     *editor,
           CbAssessment *assessment)
{
  CbProgram *program = cb_result_program (cb_assessment_result (assessment));
  g_autoptr (GArray) forks = cb_household_forks (cb_editor_get_household (editor), program, NULL);

  for (guint i = 0; forks != NULL && i < forks->len; i++)
    {
      const CbFork *fork = &g_array_index (forks, CbFork, i);
      const CbField *field = cb_field_by_id (fork->field);
      g_autofree char *text = fork->matters ? g_strdup_printf (_("%s (changes the outcome)"), _(field->title))
                                            : g_strdup (_(field->title));

      if (i == 0)
        cb_note_list_heading (notes, _("Recorded differently at two desks"));
      cb_note_list_note (notes, text, &fork->entity, fork->field);
    }
  return forks != NULL && forks->len > 0;
}

gboolean
cb_result_notes_fill (CbNoteList   *notes,
                      CbEditor     *editor,
                      CbAssessment *assessment)
{
  CbResult *result = cb_assessment_result (assessment);
  const CbOutcome *primary = cb_result_primary (result);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) doubts = cb_household_doubts (cb_editor_get_household (editor), cb_clock_today ());
  gboolean any;

  cb_note_list_begin (notes);
  any = add_forks (notes, editor, assessment);
  any |= add_missing (notes, assessment, doubts, seen);
  any |= add_doubts (notes, doubts, CB_DOUBT_DIFFERS_FROM_ID, _("To be checked"));
  if (primary != NULL)
    {
      any |= add_reasons (notes, assessment, seen, primary->judgements, _("To be judged by a person"));
      if (primary->status != CB_STATUS_INCOMPLETE && (primary->judgements == NULL || primary->judgements->len == 0))
        cb_note_list_note (notes, _("To be judged by a person: nothing"), NULL, 0);
      any |= add_reasons (notes, assessment, seen, primary->reasons,
                          primary->status == CB_STATUS_NOT_ELIGIBLE ? _("Why not") : _("To be noted"));
    }
  cb_note_list_end (notes);
  return any;
}
