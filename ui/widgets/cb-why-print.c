/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-why-print.h"

#include <glib/gi18n.h>
#include "cb-outcome-text.h"
#include "cb-shell.h"
#include "cb-worksheet-print.h"

/* One print job, with all that it draws. */
typedef struct
{
  GtkWidget       *from;
  CbWorksheetPrint sheet;
  char            *title, *subject, *result, *basis;
  GPtrArray       *lines;
  void           (*printed) (gpointer data);
  gpointer         data;
} Job;

static void
job_free (Job *job)
{
  g_free (job->title);
  g_free (job->subject);
  g_free (job->result);
  g_free (job->basis);
  g_ptr_array_unref (job->lines);
  g_clear_object (&job->from);
  g_free (job);
}

static char *
basis_text (CbAssessment *assessment)
{
  CbPack *pack = cb_program_pack (cb_result_program (cb_assessment_result (assessment)));
  g_autofree char *on = cb_date_format (cb_assessment_on (assessment));

  /* TRANSLATORS: date, title of the rules */
  return g_strdup_printf (_("On %s, by “%s”"), on, cb_pack_title (pack, cb_outcome_lang ()));
}

static Job *
job_new (CbAssessment *assessment,
         const char   *programme,
         const char   *subject,
         gboolean      details)
{
  Job *job = g_new0 (Job, 1);
  CbResult *result = cb_assessment_result (assessment);
  CbPack *pack = cb_program_pack (cb_result_program (result));

  job->title = g_strdup_printf (_("Why: %s"), cb_pack_title_of (pack, "programme", programme, cb_outcome_lang ()));
  job->subject = g_strdup (subject);
  job->result = cb_outcome_line (assessment);
  job->basis = basis_text (assessment);
  job->lines = cb_explain_worksheet (result, programme, cb_outcome_lang ());
  job->sheet = (CbWorksheetPrint) { job->title, job->subject, job->result, job->basis, job->lines, details };
  return job;
}

char *
cb_why_text (CbAssessment *assessment,
             const char   *programme,
             const char   *subject,
             gboolean      details)
{
  Job *job = job_new (assessment, programme, subject, details);
  char *text = cb_worksheet_print_text (&job->sheet);

  job_free (job);
  return text;
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Job               *job)
{
  gtk_print_operation_set_n_pages (operation,
                                   (int) cb_worksheet_print_pages (&job->sheet, gtk_print_context_get_cairo_context (context),
                                                                   gtk_print_context_get_width (context),
                                                                   gtk_print_context_get_height (context)));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  cb_worksheet_print_draw (&job->sheet, gtk_print_context_get_cairo_context (context), gtk_print_context_get_width (context),
                           gtk_print_context_get_height (context), (guint) page);
}

static void
done_cb (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         Job                    *job)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      if (error != NULL)
        cb_shell_error (job->from, error);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY && job->printed != NULL)
    job->printed (job->data);
}

void
cb_why_print (GtkWidget    *from,
              CbAssessment *assessment,
              const char   *programme,
              const char   *subject,
              gboolean      details,
              void        (*printed) (gpointer data),
              gpointer      data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Job *job = job_new (assessment, programme, subject, details);
  GtkRoot *root = gtk_widget_get_root (from);

  job->from = g_object_ref (from);
  job->printed = printed;
  job->data = data;
  g_object_set_data_full (G_OBJECT (operation), "cb-job", job, (GDestroyNotify) job_free);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  /* The name stands in the queue of the printer for others to read: it names nobody. */
  gtk_print_operation_set_job_name (operation, _("Worksheet"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}
