/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-why-print.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cb-look.h"
#include "cb-outcome-text.h"
#include "cb-paper-print.h"
#include "cb-reason-form.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"
#include "cb-worksheet-print.h"

/* What stands in the log, in the menu, above the question for the reason, and in the toast. */
typedef struct { const char *heading; CbPrinted what; } Act;
static const struct { const char *name, *title; Act print, copy; const char *copied; } papers[CB_N_WHY] = {
  [CB_WHY_WORKSHEET] = { "worksheet", N_("_Worksheet"), { N_("Print the worksheet"), CB_PRINTED_WORKSHEET },
                         { N_("Copy the worksheet"), CB_COPIED_WORKSHEET }, N_("The worksheet was copied. That it was is recorded.") },
  [CB_WHY_APPLICANT] = { "applicant", N_("_Page for the Applicant"), { N_("Print the page for the applicant"), CB_PRINTED_APPLICANT },
                         { N_("Copy the page for the applicant"), CB_COPIED_APPLICANT },
                         N_("The page for the applicant was copied. That it was is recorded.") },
  [CB_WHY_ARTICLES] = { "articles", N_("_List of Articles"), { N_("Print the list of articles"), CB_PRINTED_ARTICLES },
                        { N_("Copy the list of articles"), CB_COPIED_ARTICLES }, N_("The list of articles was copied. That it was is recorded.") },
};

/* Where prints go instead of a printer; see cb_why_print_into(). */
static char *into;

/* One paper, with all that it draws and what is recorded of it. */
typedef struct
{
  CbWhyPaper       paper;
  gboolean         copy;        /* into the clipboard, not to the printer */
  GtkWidget       *place;       /* from where it is printed; NULL while the reason is asked for there */
  CbWorksheetPrint sheet;       /* the worksheet */
  GPtrArray       *lines;       /* its lines, or those of the other papers */
  char            *title, *subject, *result, *basis;
  CbDesk          *desk;
  CbKind           kind;
  CbUid            about, household;
  char            *known;       /* number of the case that it is about; NULL: an open one of the household */
  gboolean         recorded;
  char            *reason, *number, *text;
} Job;

static void
job_free (Job *job)
{
  g_free (job->title);
  g_free (job->subject);
  g_free (job->result);
  g_free (job->basis);
  g_free (job->known);
  g_free (job->reason);
  g_free (job->number);
  g_free (job->text);
  g_ptr_array_unref (job->lines);
  g_clear_object (&job->place);
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

/* The applicant reads Chinese, whatever language the desk is used in. */
static const char *
language_of (CbWhyPaper paper)
{
  return paper == CB_WHY_APPLICANT ? "zh_CN" : cb_outcome_lang ();
}

static Job *
job_new (const CbWhy *why,
         CbWhyPaper   paper,
         gboolean     copy)
{
  Job *job = g_new0 (Job, 1);
  CbResult *result = cb_assessment_result (why->assessment);
  CbPack *pack = cb_program_pack (cb_result_program (result));
  const char *lang = language_of (paper);

  job->paper = paper;
  job->copy = copy;
  job->desk = g_object_ref (why->desk);
  job->kind = why->kind;
  job->about = *why->about;
  job->household = *why->household;
  job->known = g_strdup (why->number);
  switch (paper)
    {
    case CB_WHY_APPLICANT:
      job->lines = cb_paper_applicant (result, why->programme, why->subject, cb_desk_calendar (why->desk), lang);
      break;
    case CB_WHY_ARTICLES:
      job->lines = cb_paper_articles (result, why->programme, why->subject, lang);
      break;
    case CB_WHY_WORKSHEET:
    case CB_N_WHY:
    default:
      job->title = g_strdup_printf (_("Why: %s"), cb_pack_title_of (pack, "programme", why->programme, lang));
      job->subject = g_strdup (why->subject);
      job->result = cb_outcome_line (why->assessment);
      job->basis = basis_text (why->assessment);
      job->lines = cb_explain_worksheet (result, why->programme, lang);
      cb_explain_boundary (result, why->programme, lang, job->lines);
      job->sheet = (CbWorksheetPrint) { job->title, job->subject, job->result, job->basis, job->lines, why->details, lang };
      break;
    }
  return job;
}

CbWhyPaper
cb_why_paper_named (const char *name)
{
  CbWhyPaper paper = 0;

  while (paper < CB_N_WHY && strcmp (papers[paper].name, name) != 0)
    paper++;
  return paper;
}

GMenuModel *
cb_why_menu (const char *action)
{
  GMenu *menu = g_menu_new ();

  for (CbWhyPaper i = 0; i < CB_N_WHY; i++)
    {
      g_autofree char *detailed = g_strdup_printf ("%s::%s", action, papers[i].name);

      g_menu_append (menu, _(papers[i].title), detailed);
    }
  return G_MENU_MODEL (menu);
}

static char *
text_of (const Job *job)
{
  return job->paper == CB_WHY_WORKSHEET ? cb_worksheet_print_text (&job->sheet) : cb_paper_text (job->lines);
}

void
cb_why_print_into (const char *path)
{
  g_free (into);
  into = g_strdup (path);
}

/* --- on paper --- */

static CbPaperSize
size_of (const Job *job)
{
  return job->paper == CB_WHY_APPLICANT ? CB_PAPER_LARGE : CB_PAPER_ORDINARY;
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Job               *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  const double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  const guint pages = job->paper == CB_WHY_WORKSHEET ? cb_worksheet_print_pages (&job->sheet, cr, width, height)
                                                     : cb_paper_print_pages (job->lines, size_of (job), cr, width, height);

  gtk_print_operation_set_n_pages (operation, (int) pages);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  const double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);

  if (job->paper == CB_WHY_WORKSHEET)
    cb_worksheet_print_draw (&job->sheet, cr, width, height, (guint) page);
  else
    cb_paper_print_draw (job->lines, size_of (job), cr, width, height, (guint) page, language_of (job->paper));
}

/* --- the record --- */

static CbPrint
print_of (const Job *job)
{
  const Act *act = job->copy ? &papers[job->paper].copy : &papers[job->paper].print;

  return (CbPrint) { act->what, job->kind, job->about, job->reason, job->number, job->text };
}

static gpointer
check_worker (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const CbPrint print = print_of (data);

  return cb_look_check_print (db, &print, error) ? desk : NULL;
}

static gpointer
record_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const CbPrint print = print_of (data);

  return cb_look_record_print (desk, db, &print, error) ? desk : NULL;
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GtkWidget) place = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  if (error != NULL)
    cb_shell_error (place, error);
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
        cb_shell_error (job->place, error);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      g_object_steal_data (G_OBJECT (operation), "cb-job");
      cb_desk_write_async (job->desk, record_worker, job, (GDestroyNotify) job_free, NULL, NULL, recorded_cb, g_object_ref (job->place));
    }
}

/* Takes @job. */
static void
run_print (Job *job)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  GtkRoot *root = gtk_widget_get_root (job->place);

  g_object_set_data_full (G_OBJECT (operation), "cb-job", job, (GDestroyNotify) job_free);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  /* The name stands in the queue of the printer for others to read: it names nobody. */
  gtk_print_operation_set_job_name (operation, _("Worksheet"));
  gtk_print_operation_set_allow_async (operation, into == NULL);
  if (into != NULL)
    gtk_print_operation_set_export_filename (operation, into);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);
  gtk_print_operation_run (operation, into != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

/* --- the question --- */

static const char restored[] = N_("In a restored copy no print or copy can be recorded: first it becomes a desk of its own.");

/* The question goes; the focus goes back to where it was when it came. */
static void
clear_place (GtkWidget *place)
{
  GtkRoot *root = gtk_widget_get_root (place);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *before = g_object_get_data (G_OBJECT (place), "cb-before");
  const gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, place);

  /* Of a menu that was open then the button is left. */
  while (before != NULL && !gtk_widget_get_mapped (before))
    before = gtk_widget_get_parent (before);
  if (inside && before != NULL)
    gtk_widget_grab_focus (before);
  g_object_set_data (G_OBJECT (place), "cb-before", NULL);
  gtk_widget_set_visible (place, FALSE);
  cb_box_clear (GTK_BOX (place));
}

/* A copy that is on record. */
static void
into_clipboard (const Job *job)
{
  g_autofree char *text = text_of (job);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (job->place), text);
  cb_shell_toast (job->place, _(papers[job->paper].copied));
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  if (error != NULL)
    cb_shell_error (job->place, error);
  else
    into_clipboard (job);
  job_free (job);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CbReasonForm) form = data;
  g_autoptr (GError) error = NULL;
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (form));
  Job *job;

  cb_desk_finish (CB_DESK (source), result, &error);
  /* The question may have been taken away meanwhile. */
  if (place == NULL)
    return;
  cb_reason_form_set_busy (form, FALSE);
  if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      cb_reason_form_say (form, sentence);
      return;
    }
  job = g_object_steal_data (G_OBJECT (form), "cb-job");
  job->place = g_object_ref (place);
  clear_place (place);
  if (job->copy)
    cb_desk_write_async (job->desk, record_worker, job, NULL, NULL, NULL, copied_cb, job);
  else
    run_print (job);
}

static void
given_cb (CbReasonForm *form,
          Job          *job)
{
  if (cb_desk_restored (job->desk))
    {
      cb_reason_form_say (form, _(restored));
      return;
    }
  g_free (job->reason);
  g_free (job->number);
  g_free (job->text);
  job->reason = g_strdup (cb_reason_form_get_reason (form));
  job->number = g_strdup (cb_reason_form_get_number (form));
  job->text = g_strdup (cb_reason_form_get_text (form));
  cb_reason_form_set_busy (form, TRUE);
  cb_desk_read_async (job->desk, check_worker, job, NULL, NULL, NULL, checked_cb, g_object_ref (form));
}

static gpointer
number_worker (CbDesk       *desk,
               CbDb         *db,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  char *number = cb_look_open_case (db, data, error);

  return number == NULL && (error == NULL || *error == NULL) ? g_strdup ("") : number;
}

static void
number_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbReasonForm) form = data;
  g_autofree char *number = cb_desk_finish (CB_DESK (source), result, NULL);

  /* Without one the person chooses; a case that cannot be read is no reason to say more. */
  if (number != NULL && *number != '\0')
    cb_reason_form_suggest (form, CB_LOOK_FOR_CASE, number);
}

static gboolean
escape_cb (GtkWidget *place,
           GVariant  *arguments,
           gpointer   data)
{
  clear_place (place);
  return TRUE;
}

/* Takes @job. */
static void
ask (GtkWidget *place,
     Job       *job)
{
  guint n;
  const CbLookReason *reasons = cb_look_print_reasons (&n);
  const Act *act = job->copy ? &papers[job->paper].copy : &papers[job->paper].print;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title, *said, *cancel, *form;
  GtkRoot *root = gtk_widget_get_root (place);
  GtkWidget *before;

  clear_place (place);
  before = root != NULL ? gtk_root_get_focus (root) : NULL;
  form = cb_reason_form_new (reasons, n, job->copy ? _(CB_NAME_COPY_BUTTON) : _(CB_NAME_PRINT_BUTTON));
  g_object_set_data_full (G_OBJECT (form), "cb-job", job, (GDestroyNotify) job_free);
  g_signal_connect (form, "given", G_CALLBACK (given_cb), job);
  title = cb_label_new (_(act->heading), "heading");
  gtk_widget_set_hexpand (title, TRUE);
  said = cb_label_new (job->copy ? _("This file is not part of your work. Say why it is copied; that it was is recorded.")
                                 : _("Say why it is printed. That it was is recorded."), "dim-label");
  gtk_label_set_wrap (GTK_LABEL (said), TRUE);
  cancel = cb_icon_button_new ("window-close-symbolic", job->copy ? _("Do not copy") : _("Do not print"), NULL);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (clear_place), place);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), cancel);
  gtk_box_append (GTK_BOX (place), line);
  gtk_box_append (GTK_BOX (place), said);
  gtk_box_append (GTK_BOX (place), form);
  gtk_widget_set_visible (place, TRUE);
  if (before != NULL)
    g_object_set_data_full (G_OBJECT (place), "cb-before", g_object_ref (before), g_object_unref);
  cb_reason_form_focus (CB_REASON_FORM (form));
  if (job->known != NULL)
    cb_reason_form_suggest (CB_REASON_FORM (form), CB_LOOK_FOR_CASE, job->known);
  else
    cb_desk_read_async (job->desk, number_worker, g_memdup2 (&job->household, sizeof job->household), g_free, g_free, NULL, number_cb,
                        g_object_ref (form));
}

void
cb_why_print (GtkWidget   *place,
              const CbWhy *why,
              CbWhyPaper   paper)
{
  g_return_if_fail (GTK_IS_BOX (place));

  ask (place, job_new (why, paper, FALSE));
}

/* --- copying --- */

static gpointer
own_worker (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Job *job = data;
  CbPrint print = print_of (job);

  print.number = job->known;
  return cb_look_record_own (desk, db, &job->household, &print, &job->recorded, error) ? desk : NULL;
}

static void
own_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  Job *job = data;
  g_autoptr (GtkWidget) place = g_object_ref (job->place);
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (source), result, &error);
  if (error != NULL)
    cb_shell_error (place, error);
  else if (job->recorded)
    into_clipboard (job);
  else if (gtk_widget_get_root (place) != NULL)
    {
      g_clear_object (&job->place);
      ask (place, g_steal_pointer (&job));
    }
  if (job != NULL)
    job_free (job);
}

void
cb_why_copy (GtkWidget   *place,
             const CbWhy *why,
             CbWhyPaper   paper)
{
  Job *job;

  g_return_if_fail (GTK_IS_BOX (place));

  clear_place (place);
  if (cb_desk_restored (why->desk))
    {
      cb_shell_toast (place, _(restored));
      return;
    }
  job = job_new (why, paper, TRUE);
  job->place = g_object_ref (place);
  cb_desk_write_async (job->desk, own_worker, job, NULL, NULL, NULL, own_cb, job);
}

GtkWidget *
cb_why_place_new (void)
{
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (place, keys);
  gtk_widget_add_css_class (place, "cb-print-ask");
  gtk_widget_set_visible (place, FALSE);
  return place;
}
