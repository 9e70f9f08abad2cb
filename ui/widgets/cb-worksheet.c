/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-worksheet.h"

#include <glib/gi18n.h>
#include "cb-widgets.h"
#include "cb-worksheet-print.h"

/* One line on the screen; kept and filled anew, so that typing does not rebuild the list. */
typedef struct
{
  GtkWidget *row, *box, *text, *figure, *under;
  int        indent;
  CbCheck    check;
  gboolean   jumps, detail;
} Line;

struct _CbWorksheet
{
  GtkWidget  parent_instance;

  GtkWidget *list;
  GPtrArray *lines;      /* of CbWorkLine */
  GArray    *shown;      /* of Line */
  gboolean   details;
  guint      waiting;    /* source: the boundary is to be searched for */
  CbResult  *result;     /* of which it is */
  char      *programme, *lang;
};

enum { SIGNAL_JUMP, N_SIGNALS };

#define BOUNDARY_MS 300     /* without another result */

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbWorksheet, cb_worksheet, GTK_TYPE_WIDGET)

static Line
line_new (CbWorksheet *self)
{
  Line line = { .indent = -1 };
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  line.text = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (line.text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line.text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (line.text, TRUE);
  line.figure = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (line.figure), 1);
  gtk_widget_set_valign (line.figure, GTK_ALIGN_START);
  gtk_widget_add_css_class (line.figure, "numeric");
  line.under = cb_label_new (NULL, "caption");
  gtk_label_set_wrap (GTK_LABEL (line.under), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line.under), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (line.under, "dim-label");
  gtk_widget_add_css_class (line.under, "numeric");

  line.box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (top), line.text);
  gtk_box_append (GTK_BOX (top), line.figure);
  gtk_box_append (GTK_BOX (line.box), top);
  gtk_box_append (GTK_BOX (line.box), line.under);
  line.row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line.row), line.box);
  gtk_widget_add_css_class (line.row, "cb-work-line");
  gtk_list_box_append (GTK_LIST_BOX (self->list), line.row);
  return line;
}

static void
mark (GtkWidget *row,
      CbCheck    check)
{
  static const struct { CbCheck check; const char *css_class; } marks[] = {
    { CB_CHECK_OK, "cb-check-ok" }, { CB_CHECK_NOT, "cb-check-not" }, { CB_CHECK_UNKNOWN, "cb-check-unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].check == check)
      gtk_widget_add_css_class (row, marks[i].css_class);
    else
      gtk_widget_remove_css_class (row, marks[i].css_class);
}

/* TRUE when the label says something else now.  While one types most lines stay as they are: they must cost nothing. */
static gboolean
say (GtkWidget  *label,
     const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) == 0)
    return FALSE;
  gtk_label_set_label (GTK_LABEL (label), text);
  return TRUE;
}

static void
fill (CbWorksheet      *self,
      Line             *line,
      const CbWorkLine *work)
{
  const char *under = work->brief != NULL ? work->brief : "";
  g_autofree char *full = cb_worksheet_under (work);
  const char *sign = cb_worksheet_sign (work->check);
  const char *figure = work->figure != NULL && *work->figure != '\0' ? work->figure : sign;
  const gboolean show = self->details || !work->detail;
  /* Where nobody listens there is nowhere to go. */
  const gboolean jumps = work->fact != NULL && g_signal_has_handler_pending (self, signals[SIGNAL_JUMP], 0, FALSE);
  gboolean changed = say (line->text, work->text);

  changed |= say (line->figure, figure);
  changed |= say (line->under, under);
  if (gtk_widget_get_visible (line->row) != show)
    gtk_widget_set_visible (line->row, show);
  if (!changed && line->indent == work->indent && line->check == work->check && line->detail == work->detail && line->jumps == jumps)
    return;
  line->indent = work->indent;
  line->check = work->check;
  line->detail = work->detail;
  line->jumps = jumps;
  gtk_widget_set_visible (line->under, *under != '\0');
  gtk_widget_set_margin_start (line->box, 12 * work->indent);
  if (work->indent == 0)
    gtk_widget_remove_css_class (line->box, "cb-work-part");
  else
    gtk_widget_add_css_class (line->box, "cb-work-part");
  /* A folded line is a step on the way: that something is not so there is no verdict. */
  mark (line->row, work->detail && work->check == CB_CHECK_NOT ? CB_CHECK_NONE : work->check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line->row), line->jumps);
  {
    /* All that the paper has, and where it leads. */
    g_autofree char *tip = g_strdup_printf ("%s%s%s", full, *full != '\0' && jumps ? "\n" : "", jumps ? _("Go to the field") : "");

    cb_widget_set_tip (line->row, *tip != '\0' ? tip : NULL);
  }
  {
    g_autofree char *spoken = g_strdup_printf ("%s %s %s", work->text, figure, under);

    cb_widget_set_label (line->row, spoken);
  }
}

static void
refresh (CbWorksheet *self)
{
  const guint n = self->lines != NULL ? self->lines->len : 0;

  while (self->shown->len > n)
    {
      gtk_list_box_remove (GTK_LIST_BOX (self->list), g_array_index (self->shown, Line, self->shown->len - 1).row);
      g_array_set_size (self->shown, self->shown->len - 1);
    }
  while (self->shown->len < n)
    {
      Line line = line_new (self);

      g_array_append_val (self->shown, line);
    }
  for (guint i = 0; i < n; i++)
    fill (self, &g_array_index (self->shown, Line, i), g_ptr_array_index (self->lines, i));
}

static void
forget_result (CbWorksheet *self)
{
  g_clear_handle_id (&self->waiting, g_source_remove);
  g_clear_pointer (&self->result, cb_result_unref);
  g_clear_pointer (&self->programme, g_free);
  g_clear_pointer (&self->lang, g_free);
}

static void
put_lines (CbWorksheet *self,
           GPtrArray   *lines)
{
  if (lines != NULL)
    g_ptr_array_ref (lines);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines = lines;
  refresh (self);
}

void
cb_worksheet_set_lines (CbWorksheet *self,
                        GPtrArray   *lines)
{
  g_return_if_fail (CB_IS_WORKSHEET (self));

  forget_result (self);
  put_lines (self, lines);
}

/* --- the nearest boundary --- */

typedef struct { CbResult *result; char *programme, *lang; } Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  cb_result_unref (search->result);
  g_free (search->programme);
  g_free (search->lang);
  g_free (search);
}

/* The result is only read; its facts and its program do not change any more. */
static void
search_job (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  const Search *search = data;
  GPtrArray *lines = g_ptr_array_new_with_free_func (cb_work_line_free);

  cb_explain_boundary (search->result, search->programme, search->lang, lines);
  g_task_return_pointer (task, lines, (GDestroyNotify) g_ptr_array_unref);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  CbWorksheet *self = CB_WORKSHEET (object);
  const Search *search = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Another family, or the same with another fact, by now. */
  if (lines == NULL || lines->len == 0 || self->result != search->result || self->lines == NULL
      || g_strcmp0 (self->programme, search->programme) != 0)
    return;
  g_ptr_array_add (self->lines, g_ptr_array_steal_index (lines, 0));
  refresh (self);
}

static gboolean
search_cb (gpointer data)
{
  CbWorksheet *self = data;
  g_autoptr (GTask) task = g_task_new (self, NULL, found_cb, NULL);
  Search *search = g_new0 (Search, 1);

  self->waiting = 0;
  search->result = cb_result_ref (self->result);
  search->programme = g_strdup (self->programme);
  search->lang = g_strdup (self->lang);
  g_task_set_source_tag (task, search_cb);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_job);
  return G_SOURCE_REMOVE;
}

void
cb_worksheet_set_result (CbWorksheet *self,
                         CbResult    *result,
                         const char  *programme,
                         const char  *lang)
{
  g_autoptr (GPtrArray) lines = result != NULL ? cb_explain_worksheet (result, programme, lang) : NULL;

  g_return_if_fail (CB_IS_WORKSHEET (self));

  forget_result (self);
  put_lines (self, lines);
  if (result == NULL)
    return;
  self->result = cb_result_ref (result);
  self->programme = g_strdup (programme);
  self->lang = g_strdup (lang);
  self->waiting = g_timeout_add (BOUNDARY_MS, search_cb, self);
}

GPtrArray *
cb_worksheet_get_lines (CbWorksheet *self)
{
  g_return_val_if_fail (CB_IS_WORKSHEET (self), NULL);

  return self->lines;
}

void
cb_worksheet_set_details (CbWorksheet *self,
                          gboolean     details)
{
  g_return_if_fail (CB_IS_WORKSHEET (self));

  self->details = details;
  refresh (self);
}

gboolean
cb_worksheet_get_details (CbWorksheet *self)
{
  g_return_val_if_fail (CB_IS_WORKSHEET (self), FALSE);

  return self->details;
}

static void
row_activated_cb (CbWorksheet   *self,
                  GtkListBoxRow *row)
{
  const int i = gtk_list_box_row_get_index (row);
  const CbWorkLine *work;

  if (self->lines == NULL || i < 0 || (guint) i >= self->lines->len)
    return;
  work = g_ptr_array_index (self->lines, i);
  if (work->fact != NULL)
    {
      /* What listens may set other lines while it works. */
      g_autofree char *fact = g_strdup (work->fact);
      const int index = work->index;

      g_signal_emit (self, signals[SIGNAL_JUMP], 0, fact, index);
    }
}

GtkWidget *
cb_worksheet_new (void)
{
  return g_object_new (CB_TYPE_WORKSHEET, NULL);
}

static void
cb_worksheet_dispose (GObject *object)
{
  CbWorksheet *self = CB_WORKSHEET (object);

  forget_result (self);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  G_OBJECT_CLASS (cb_worksheet_parent_class)->dispose (object);
}

static void
cb_worksheet_class_init (CbWorksheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_worksheet_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_JUMP] = g_signal_new ("jump", CB_TYPE_WORKSHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static void
cb_worksheet_init (CbWorksheet *self)
{
  self->shown = g_array_new (FALSE, TRUE, sizeof (Line));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "cb-worksheet");
  cb_widget_set_label (self->list, _("Worksheet"));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}
