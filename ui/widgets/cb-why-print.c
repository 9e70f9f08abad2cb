/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-why-print.h"

#include <glib/gi18n.h>
#include "cb-cbor.h"
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
  CbDesk          *desk;      /* what follows is for the record: NULL for the clipboard */
  CbKind           kind;
  CbUid            about;
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
  g_clear_object (&job->desk);
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
  job->sheet = (CbWorksheetPrint) { job->title, job->subject, job->result, job->basis, job->lines, details, cb_outcome_lang () };
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

/* --- the record --- */

typedef struct { CbKind kind; CbUid about; } Looked;

static gpointer
looked_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const Looked *looked = data;
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));
  g_autoptr (CbCborWriter) writer = cb_cbor_writer_new ();
  g_autoptr (GBytes) note = NULL;

  cb_cbor_put_map (writer, 1);
  cb_cbor_put_key (writer, 0);
  cb_cbor_put_text (writer, "print of the worksheet");
  note = cb_cbor_writer_take (writer);
  cb_change_event (change, &looked->about, looked->kind, CB_EVENT_LOOKED, NULL, 0, NULL, 0, note);
  return GINT_TO_POINTER (cb_change_commit (change, db, NULL, NULL, error));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  if (error != NULL)
    cb_shell_error (from, error);
}

void
cb_why_record (GtkWidget   *from,
               CbDesk      *desk,
               CbKind       kind,
               const CbUid *about)
{
  Looked *looked = g_new0 (Looked, 1);

  looked->kind = kind;
  looked->about = *about;
  cb_desk_write_async (desk, looked_worker, looked, g_free, NULL, NULL, looked_cb, g_object_ref (from));
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
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    cb_why_record (job->from, job->desk, job->kind, &job->about);
}

void
cb_why_print (GtkWidget    *from,
              CbDesk       *desk,
              CbAssessment *assessment,
              const char   *programme,
              const char   *subject,
              gboolean      details,
              CbKind        kind,
              const CbUid  *about)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Job *job = job_new (assessment, programme, subject, details);
  GtkRoot *root = gtk_widget_get_root (from);

  job->from = g_object_ref (from);
  job->desk = g_object_ref (desk);
  job->kind = kind;
  job->about = *about;
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
