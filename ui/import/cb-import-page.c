/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-import-page.h"

#include "cb-import.h"
#include "cb-import-lists.h"
#include "cb-progress.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

/* More faults than anybody reads; the file of the rest has them all. */
#define MOST_FAULTS 2000

struct _CbImportPage
{
  CbPage parent_instance;

  CbImport     *import;        /* while a job uses it, busy is set and nobody else does */
  char         *path;
  GListStore   *faults;
  GtkWidget    *stack;         /* "choose", "working", "preview" */
  GtkWidget    *progress;
  GtkWidget    *file;
  GtkWidget    *summary;
  GtkWidget    *left_out;      /* which columns are not imported */
  GtkWidget    *taken;         /* "3 rows taken …" and "… is saved": they stay until another file is chosen */
  GtkWidget    *saved;
  GtkWidget    *last;          /* under "choose": what a file gave of which everything was taken */
  GtkWidget    *columns;       /* scrolled window around the grid */
  GtkWidget    *faults_title;
  GtkWidget    *faults_box;
  GtkWidget    *take;
  GtkWidget    *rest;
  GCancellable *cancellable;   /* of the commit */
  guint         tick;
  int           done, total;   /* of the commit; written by its thread */
  gboolean      busy;
};

G_DEFINE_FINAL_TYPE (CbImportPage, cb_import_page, CB_TYPE_PAGE)

/* Carried by each job: the import is the page's, lent. */
typedef struct
{
  CbImportPage  *page;          /* holds a reference */
  CbImport      *import;
  char          *path;
  guint          column;
  CbImportTarget target;
  guint          households, persons;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->page);
  g_free (job->path);
  g_free (job);
}

static Job *
job_new (CbImportPage *self)
{
  Job *job = g_new0 (Job, 1);

  job->page = g_object_ref (self);
  job->import = self->import;
  job->path = g_strdup (self->path);

  return job;
}

/* --- showing --- */

/* A line under the summary; NULL: none. */
static void
note (GtkWidget  *line,
      const char *text)
{
  gtk_label_set_text (GTK_LABEL (line), text == NULL ? "" : text);
  gtk_widget_set_visible (line, text != NULL);
}

static char *
shown_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_filename_display_name (name);
}

static void match_changed (guint                 column,
                           const CbImportTarget *target,
                           gpointer              data);

static void
show_working (CbImportPage *self,
              const char   *text,
              gboolean      can_cancel)
{
  self->busy = TRUE;
  cb_progress_begin (CB_PROGRESS (self->progress), text, can_cancel ? _("_Cancel") : NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "working");
}

static void
show_preview (CbImportPage *self)
{
  g_autofree char *shown = shown_name (self->path);
  g_autofree char *title = g_strdup_printf ("%s  ·  %s", shown, cb_import_encoding (self->import));
  GPtrArray *faults = cb_import_faults (self->import);
  guint households = 0;
  guint good = cb_import_good (self->import, &households);
  guint rows = cb_import_rows (self->import);
  guint known = cb_import_known (self->import);
  g_autoptr (GString) summary = g_string_new (NULL);
  g_autofree char *take = NULL;
  g_autofree char *faults_title = NULL;
  g_autofree char *left_out = cb_import_left_out_text (self->import);

  self->busy = FALSE;
  gtk_label_set_text (GTK_LABEL (self->file), title);
  g_string_append_printf (summary, ngettext ("%u row in the file", "%u rows in the file", rows), rows);
  g_string_append (summary, "  ·  ");
  g_string_append_printf (summary, ngettext ("%u can be taken", "%u can be taken", good), good);
  g_string_append (summary, "  ·  ");
  g_string_append_printf (summary, ngettext ("%u household", "%u households", households), households);
  if (known > 0)
    {
      g_string_append (summary, "  ·  ");
      g_string_append_printf (summary, ngettext ("%u person is here already and is not doubled",
                                                 "%u persons are here already and are not doubled", known), known);
    }
  gtk_label_set_text (GTK_LABEL (self->summary), summary->str);
  note (self->left_out, left_out);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->columns),
                                 cb_import_columns_grid (cb_import_columns (self->import), match_changed, self));
  cb_import_faults_fill (self->faults, faults, MOST_FAULTS);
  faults_title = faults->len == 0 ? g_strdup (_("Every row can be taken."))
                                  : g_strdup_printf (ngettext ("%u reason why a row waits", "%u reasons why rows wait", faults->len),
                                                     faults->len);
  gtk_label_set_text (GTK_LABEL (self->faults_title), faults_title);
  gtk_widget_set_visible (self->faults_box, faults->len > 0);
  take = g_strdup_printf (ngettext ("_Take %u Row", "_Take %u Rows", good), good);
  gtk_button_set_label (GTK_BUTTON (self->take), take);
  gtk_widget_set_sensitive (self->take, good > 0);
  gtk_widget_set_sensitive (self->rest, faults->len > 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "preview");
}

static void
forget (CbImportPage *self)
{
  g_clear_pointer (&self->import, cb_import_free);
  if (self->faults != NULL)
    g_list_store_remove_all (self->faults);
}

/* --- reading --- */

/* A toast is gone, and may be cut, before a sentence is read. */
static void
note_error (CbImportPage *self,
            const GError *error)
{
  g_autofree char *shown = shown_name (self->path);
  g_autofree char *sentence = cb_error_sentence (error);
  g_autofree char *text = g_strdup_printf ("%s  ·  %s", shown, sentence);

  note (self->last, text);
}

static gpointer
read_job (CbDesk        *desk,
          CbDb          *db,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return cb_import_read (desk, db, ((Job *) data)->path, error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (CbImportPage) self = data;
  g_autoptr (GError) error = NULL;
  CbImport *import = cb_desk_finish (CB_DESK (object), result, &error);

  self->busy = FALSE;
  if (import == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->faults == NULL)
        return;
      cb_shell_error (GTK_WIDGET (self), error);
      note_error (self, error);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "choose");
      return;
    }
  self->import = import;
  show_preview (self);
}

static void
read_file (CbImportPage *self)
{
  forget (self);
  show_working (self, _("Reading and checking the file…"), FALSE);
  cb_progress_set (CB_PROGRESS (self->progress), 0, 0);
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), read_job, job_new (self), (GDestroyNotify) job_free,
                      (GDestroyNotify) cb_import_free, cb_page_get_cancellable (CB_PAGE (self)),
                      read_cb, g_object_ref (self));
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbImportPage *self = CB_IMPORT_PAGE (object);
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (self), result, NULL);

  if (file == NULL || self->busy || self->faults == NULL)
    return;
  g_free (self->path);
  self->path = g_file_get_path (file);
  for (GtkWidget **line = (GtkWidget *[]) { self->taken, self->saved, self->last, NULL }; *line != NULL; line++)
    note (*line, NULL);
  if (self->path != NULL)
    read_file (self);
}

static void
choose_cb (CbImportPage *self)
{
  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_OPEN, _("Choose a roster"), NULL, "*.csv;*.txt;*.tsv",
                              chosen_cb, NULL);
}

/* --- mending the matching --- */

static gpointer
match_job (CbDesk        *desk,
           CbDb          *db,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Job *job = data;

  return GINT_TO_POINTER (cb_import_match (job->import, desk, db, job->column, &job->target, error));
}

static void
matched_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CbImportPage) self = data;
  g_autoptr (GError) error = NULL;

  cb_desk_finish (CB_DESK (object), result, &error);
  self->busy = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->faults == NULL)
    return;
  if (error != NULL)
    cb_shell_error (GTK_WIDGET (self), error);
  show_preview (self);
}

static void
match_changed (guint                 column,
               const CbImportTarget *target,
               gpointer              data)
{
  CbImportPage *self = data;
  Job *job;

  if (self->busy || self->import == NULL)
    return;
  job = job_new (self);
  job->column = column;
  job->target = *target;
  show_working (self, _("Checking the rows again…"), FALSE);
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), match_job, job, (GDestroyNotify) job_free, NULL,
                      cb_page_get_cancellable (CB_PAGE (self)), matched_cb, g_object_ref (self));
}

/* --- taking --- */

static void
progress_cb (guint    done,
             guint    total,
             gpointer data)
{
  CbImportPage *self = data;

  g_atomic_int_set (&self->done, (int) done);
  g_atomic_int_set (&self->total, (int) total);
}

static gboolean
tick_cb (gpointer data)
{
  CbImportPage *self = data;

  cb_progress_set (CB_PROGRESS (self->progress), (guint) g_atomic_int_get (&self->done), (guint) g_atomic_int_get (&self->total));

  return G_SOURCE_CONTINUE;
}

static gpointer
commit_job (CbDesk        *desk,
            CbDb          *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;
  guint *counts;

  if (!cb_import_commit (job->import, desk, db, cancellable, progress_cb, job->page, &job->households, &job->persons, error))
    return NULL;
  counts = g_new0 (guint, 2);
  counts[0] = job->households;
  counts[1] = job->persons;

  return counts;
}

static char *
taken_text (guint households,
            guint persons)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u row taken", "%u rows taken", persons), persons);
  g_string_append (text, "  ·  ");
  g_string_append_printf (text, ngettext ("%u household", "%u households", households), households);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (CbImportPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *counts = cb_desk_finish (CB_DESK (object), result, &error);
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->cancellable);
  self->busy = FALSE;
  if (self->faults == NULL)
    {
      forget (self);
      return;
    }
  if (counts == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      show_preview (self);
      return;
    }
  text = taken_text (counts[0], counts[1]);
  note (self->saved, NULL);
  note (self->taken, text);
  if (cb_import_faults (self->import)->len == 0)
    {
      g_autofree char *shown = shown_name (self->path);
      g_autofree char *last = g_strdup_printf ("%s  ·  %s", shown, text);

      note (self->last, last);
      cb_shell_toast (GTK_WIDGET (self), text);
      forget (self);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "choose");
      cb_shell_go (GTK_WIDGET (self), "households", NULL);
    }
  else
    read_file (self);     /* what was taken is now known, what remains can be saved */
}

static void
take_cb (CbImportPage *self)
{
  if (self->busy || self->import == NULL)
    return;
  self->done = self->total = 0;
  self->cancellable = g_cancellable_new ();
  show_working (self, _("Taking the rows. Each household is saved as one record…"), TRUE);
  self->tick = g_timeout_add (100, tick_cb, self);
  cb_desk_write_async (cb_page_get_desk (CB_PAGE (self)), commit_job, job_new (self), (GDestroyNotify) job_free, g_free,
                       self->cancellable, committed_cb, g_object_ref (self));
}

static void
cancel_cb (CbImportPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- the rest --- */

static void
rest_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (cb_import_save_rest (job->import, job->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
rest_saved_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  CbImportPage *self = CB_IMPORT_PAGE (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->faults == NULL)
    {
      forget (self);
      return;
    }
  show_preview (self);
  if (ok)
    {
      g_autofree char *shown = shown_name (((Job *) g_task_get_task_data (G_TASK (result)))->path);
      /* TRANSLATORS: %s is the name of a file */
      g_autofree char *text = g_strdup_printf (_("Saved as %s. Correct the rows in that file and import it again; nobody is doubled."),
                                               shown);

      note (self->saved, text);
    }
  else
    cb_shell_error (GTK_WIDGET (self), error);
}

static void
rest_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  CbImportPage *self = CB_IMPORT_PAGE (object);
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (self), result, NULL);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (file == NULL || self->busy || self->import == NULL)
    return;
  show_working (self, _("Saving the rows that could not be taken…"), FALSE);
  job = job_new (self);
  g_free (job->path);
  job->path = g_file_get_path (file);
  task = g_task_new (self, NULL, rest_saved_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, rest_thread);
}

static void
rest_cb (CbImportPage *self)
{
  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_SAVE, _("Save the rows that cannot be taken"),
                              _("to-correct.csv"), "*.csv", rest_chosen_cb, NULL);
}

/* --- building --- */

static GtkWidget *
line_new (void)
{
  GtkWidget *line = cb_label_new (NULL, "dim-label");

  gtk_widget_add_css_class (line, "numeric");
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_widget_set_visible (line, FALSE);

  return line;
}

static GtkWidget *
choose_new (CbImportPage *self)
{
  GtkWidget *page = cb_empty_new ("document-open-symbolic", _("Import a roster"),
                                  _("A csv file as the office keeps it: one person per line, with names and ID numbers. You see first "
                                    "what would be taken; nothing is recorded before you agree."), NULL, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Choose a File…"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_cb), self);
  self->last = line_new ();
  gtk_label_set_xalign (GTK_LABEL (self->last), 0.5);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), self->last);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);

  return page;
}

static GtkWidget *
preview_new (CbImportPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *other = gtk_button_new_with_mnemonic (_("Choose _Another File…"));
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *columns = cb_card_new (_("How the columns are taken"));

  self->file = cb_label_new (NULL, "heading");
  self->summary = cb_label_new (NULL, "dim-label");
  gtk_widget_add_css_class (self->summary, "numeric");
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), self->file);
  gtk_box_append (GTK_BOX (texts), self->summary);
  self->left_out = cb_label_new (NULL, "warning");
  gtk_label_set_wrap (GTK_LABEL (self->left_out), TRUE);
  gtk_box_append (GTK_BOX (box), self->left_out);
  self->taken = line_new ();
  self->saved = line_new ();
  gtk_box_append (GTK_BOX (texts), self->taken);
  gtk_box_append (GTK_BOX (texts), self->saved);
  self->rest = gtk_button_new_with_mnemonic (_("_Save the Rest…"));
  self->take = gtk_button_new_with_mnemonic ("");
  gtk_button_set_use_underline (GTK_BUTTON (self->take), TRUE);
  gtk_widget_add_css_class (self->take, "suggested-action");
  g_signal_connect_swapped (other, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect_swapped (self->rest, "clicked", G_CALLBACK (rest_cb), self);
  g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (take_cb), self);
  for (GtkWidget **button = (GtkWidget *[]) { other, self->rest, self->take, NULL }; *button != NULL; button++)
    gtk_widget_set_valign (*button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (top), texts);
  gtk_box_append (GTK_BOX (top), other);
  gtk_box_append (GTK_BOX (top), self->rest);
  gtk_box_append (GTK_BOX (top), self->take);
  gtk_box_append (GTK_BOX (box), top);

  self->columns = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->columns), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->columns, TRUE);
  gtk_widget_set_size_request (self->columns, 380, -1);
  gtk_widget_add_css_class (self->columns, "cb-inset");
  gtk_widget_set_hexpand (columns, FALSE);
  gtk_box_append (GTK_BOX (columns), self->columns);
  gtk_box_append (GTK_BOX (below), columns);

  self->faults_box = cb_card_new (NULL);
  self->faults_title = cb_label_new (NULL, "heading");
  gtk_widget_add_css_class (self->faults_title, "cb-card-heading");
  gtk_box_append (GTK_BOX (self->faults_box), self->faults_title);
  gtk_box_append (GTK_BOX (self->faults_box), cb_import_faults_table (self->faults));
  gtk_box_append (GTK_BOX (below), self->faults_box);
  gtk_widget_set_vexpand (below, TRUE);
  gtk_box_append (GTK_BOX (box), below);

  return box;
}

static void
cb_import_page_dispose (GObject *object)
{
  CbImportPage *self = CB_IMPORT_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (!self->busy)
    forget (self);
  g_clear_object (&self->faults);

  G_OBJECT_CLASS (cb_import_page_parent_class)->dispose (object);
}

static void
cb_import_page_finalize (GObject *object)
{
  CbImportPage *self = CB_IMPORT_PAGE (object);

  g_clear_pointer (&self->import, cb_import_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (cb_import_page_parent_class)->finalize (object);
}

static void
cb_import_page_class_init (CbImportPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_import_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_import_page_finalize;
}

static void
cb_import_page_init (CbImportPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  cb_page_set_title (CB_PAGE (self), _("Import a Roster"));
  self->faults = g_list_store_new (CB_TYPE_FAULT_ITEM);
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), choose_new (self), "choose");
  self->progress = cb_progress_new ();
  g_signal_connect_swapped (self->progress, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_stack_add_named (GTK_STACK (self->stack), self->progress, "working");
  gtk_stack_add_named (GTK_STACK (self->stack), preview_new (self), "preview");
  gtk_widget_add_css_class (box, "cb-page");
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_bin_set_child (ADW_BIN (self), box);
}
