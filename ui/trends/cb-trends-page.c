/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trends-page.h"

#include "cb-clock.h"
#include "cb-shell.h"
#include "cb-trend-table.h"
#include "cb-trend-view.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <string.h>

static const guint periods[] = { 12, 24, 60 };

struct _CbTrendsPage
{
  CbPage parent_instance;

  GtkWidget   *measures[CB_N_MEASURES];
  GtkWidget   *forms[2];
  GtkWidget   *period;
  GtkWidget   *area;
  GtkWidget   *as_table;
  GtkWidget   *save;
  GtkWidget   *saved;        /* where the chart that is shown was saved */
  GtkWidget   *stack;
  GtkWidget   *view;
  GtkWidget   *readout;
  GtkWidget   *table;
  GStrv        codes;         /* of the areas offered, in their order */
  CbTrend     *trend;
  CbMonth      now;           /* when it was loaded */
  guint        generation;    /* of the newest request; older answers are dropped */
  CbMeasure    measure;
  CbChartForm  form;
};

G_DEFINE_FINAL_TYPE (CbTrendsPage, cb_trends_page, CB_TYPE_PAGE)

/* What a job is to load; for a file also how it is to look and where it goes. */
typedef struct
{
  CbMonth      from, now;
  char        *code;
  guint        generation;
  CbTrendLook  look;
  char        *area;
  char        *path;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->code);
  g_free (request->area);
  g_free (request->path);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (CbTrendsPage *self)
{
  Request *request = g_new0 (Request, 1);
  guint area = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->area));
  guint period = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->period));
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  CbPack *pack = cb_desk_pack (desk);
  const CbArea *found;

  request->now = cb_month_of (cb_clock_today ());
  request->from = request->now - (CbMonth) periods[MIN (period, G_N_ELEMENTS (periods) - 1)] + 1;
  request->code = g_strdup (area < g_strv_length (self->codes) ? self->codes[area] : cb_desk_area (desk));
  request->generation = self->generation;
  found = cb_areas_find (cb_desk_areas (desk), request->code);
  request->area = g_strdup (found == NULL ? request->code : found->name);
  request->look = (CbTrendLook) {
    .measure = self->measure, .form = self->form, .area = request->area, .now = request->now,
    .demo = pack != NULL && cb_pack_is_demo (pack),
  };

  return request;
}

/* --- showing --- */

static void
show_readout (CbTrendsPage *self)
{
  g_autofree char *markup = cb_trend_view_readout (CB_TREND_VIEW (self->view));

  gtk_label_set_markup (GTK_LABEL (self->readout), markup);
}

static void
show_trend (CbTrendsPage *self)
{
  g_autoptr (Request) request = NULL;
  CbTrend window;
  gboolean empty = self->trend == NULL || cb_trend_is_empty (self->trend);

  gtk_label_set_text (GTK_LABEL (self->saved), "");
  gtk_widget_set_sensitive (self->save, !empty);
  if (self->trend == NULL)
    return;
  request = request_new (self);
  window = cb_trend_window (self->trend, self->measure, self->now);
  cb_trend_view_set (CB_TREND_VIEW (self->view), &window, &request->look);
  cb_trend_table_set (CB_TREND_TABLE (self->table), &window, self->measure);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "empty" :
                                    gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_table)) ? "table" : "chart");
}

static gpointer
load_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Request *request = data;

  return cb_trend_load (db, request->from, request->now + 1, request->code, error);
}

typedef struct
{
  CbTrendsPage *page;
  CbMonth       now;
  guint         generation;
} Loading;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree Loading *loading = data;
  g_autoptr (CbTrendsPage) self = loading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbTrend) trend = cb_desk_finish (CB_DESK (object), result, &error);

  if (g_cancellable_is_cancelled (cb_page_get_cancellable (CB_PAGE (self))))
    return;
  if (trend == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  if (loading->generation != self->generation)
    return;

  /* The view shares the old one's series until it is given the new one. */
  cb_trend_view_set (CB_TREND_VIEW (self->view), NULL, NULL);
  g_clear_pointer (&self->trend, cb_trend_free);
  self->trend = g_steal_pointer (&trend);
  self->now = loading->now;
  show_trend (self);
}

static void
load (CbTrendsPage *self)
{
  Loading *loading = g_new0 (Loading, 1);
  Request *request;

  self->generation++;
  request = request_new (self);
  loading->page = g_object_ref (self);
  loading->now = request->now;
  loading->generation = self->generation;
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), load_job, request, request_free, (GDestroyNotify) cb_trend_free,
                      cb_page_get_cancellable (CB_PAGE (self)), loaded_cb, loading);
}

static void
cb_trends_page_changed (CbPage *page,
                        guint   mask)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (page);

  if (self->trend != NULL && (mask & (CB_CHANGED_HOUSEHOLDS | CB_CHANGED_CASES | CB_CHANGED_PAYMENTS | CB_CHANGED_PACKS)) != 0)
    load (self);
}

static void
cb_trends_page_enter (CbPage *page)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (page);

  /* The month may have turned while another page was shown. */
  if (self->trend == NULL || self->now != cb_month_of (cb_clock_today ()))
    load (self);
}

/* --- saving --- */

static gpointer
save_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Request *request = data;
  g_autoptr (CbTrend) trend = cb_trend_load (db, request->from, request->now + 1, request->code, error);
  CbTrend window;

  if (trend == NULL)
    return NULL;
  window = cb_trend_window (trend, request->look.measure, request->now);
  if (!cb_trend_chart_write (&window, &request->look, request->path, 1000, 460, error))
    return NULL;

  return g_path_get_basename (request->path);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CbTrendsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = cb_desk_finish (CB_DESK (object), result, &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (cb_page_get_cancellable (CB_PAGE (self))))
    return;
  text = name == NULL ? cb_report_error_sentence (error) : g_strdup_printf (_("Saved as %s"), name);
  if (name == NULL)
    cb_shell_toast (GTK_WIDGET (self), text);
  gtk_label_set_text (GTK_LABEL (self->saved), name == NULL ? "" : text);
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (self), result, &error);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  g_autofree char *name = path == NULL ? NULL : g_path_get_basename (path);
  Request *request;

  if (path == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  request = request_new (self);
  request->path = strchr (name, '.') == NULL ? g_strconcat (path, ".svg", NULL) : g_steal_pointer (&path);
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), save_job, request, request_free, g_free,
                      cb_page_get_cancellable (CB_PAGE (self)), saved_cb, g_object_ref (self));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (widget);
  g_autofree char *month = NULL, *file = NULL;

  if (self->trend == NULL || cb_trend_is_empty (self->trend))
    return;
  /* The month with which the chart ends. */
  month = cb_month_format (self->trend->to);
  file = g_strdup_printf ("%s %s.svg", cb_measure_name (self->measure), month);
  cb_shell_choose_file_async (widget, CB_CHOOSE_SAVE, _("Save the Chart (.svg, .pdf or .png)"), file, "*.svg;*.pdf;*.png",
                              chosen_cb, NULL);
}

static void
approvals_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  cb_shell_go (widget, "approvals", NULL);
}

/* --- the bar above --- */

static void
measure_toggled_cb (CbTrendsPage    *self,
                    GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (CbMeasure i = 0; i < CB_N_MEASURES; i++)
    if (self->measures[i] == GTK_WIDGET (button))
      self->measure = i;
  show_trend (self);
}

static void
form_toggled_cb (CbTrendsPage    *self,
                 GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->form = self->forms[CB_CHART_AREAS] == GTK_WIDGET (button) ? CB_CHART_AREAS : CB_CHART_LINES;
  show_trend (self);
}

static GtkWidget *
period_new (CbTrendsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autofree char *name = g_strdup_printf (ngettext ("%u month", "%u months", periods[i]), periods[i]);

      gtk_string_list_append (names, name);
    }
  self->period = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->period), 1);
  cb_widget_set_label (self->period, _(CB_NAME_TRENDS_PERIOD));
  g_signal_connect_swapped (self->period, "notify::selected", G_CALLBACK (load), self);

  return self->period;
}

static GtkWidget *
area_new (CbTrendsPage *self)
{
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  CbAreas *areas = cb_desk_areas (desk);
  const char *own = cb_desk_area (desk);
  const CbArea *root = cb_areas_find (areas, own);
  g_autoptr (GPtrArray) children = cb_areas_children (areas, own);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  g_strv_builder_add (codes, own);
  gtk_string_list_append (names, root == NULL ? own : root->name);
  for (guint i = 0; i < children->len; i++)
    {
      const CbArea *area = g_ptr_array_index (children, i);

      g_strv_builder_add (codes, area->code);
      gtk_string_list_append (names, area->name);
    }
  self->codes = g_strv_builder_end (codes);
  self->area = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)),
                                  gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  cb_drop_down_set_search (GTK_DROP_DOWN (self->area));
  cb_widget_set_label (self->area, _(CB_NAME_TRENDS_AREA));
  g_signal_connect_swapped (self->area, "notify::selected", G_CALLBACK (load), self);

  return self->area;
}

static GtkWidget *
bar_new (CbTrendsPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *measures[CB_N_MEASURES];
  const char *const forms[] = { _("_Lines"), _("_Stacked") };

  for (CbMeasure i = 0; i < CB_N_MEASURES; i++)
    measures[i] = cb_measure_name (i);
  gtk_box_append (GTK_BOX (bar), cb_switch_new (measures, CB_N_MEASURES, self->measures, G_CALLBACK (measure_toggled_cb), self));
  gtk_box_append (GTK_BOX (bar), cb_switch_new (forms, 2, self->forms, G_CALLBACK (form_toggled_cb), self));
  gtk_box_append (GTK_BOX (bar), period_new (self));
  gtk_box_append (GTK_BOX (bar), area_new (self));
  self->saved = cb_label_new (NULL, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (self->saved), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->saved), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (self->saved, TRUE);
  gtk_box_append (GTK_BOX (bar), self->saved);
  self->as_table = gtk_toggle_button_new_with_mnemonic (_(CB_NAME_TRENDS_AS_TABLE));
  g_signal_connect_swapped (self->as_table, "toggled", G_CALLBACK (show_trend), self);
  gtk_box_append (GTK_BOX (bar), self->as_table);
  self->save = gtk_button_new_with_mnemonic (_(CB_NAME_TRENDS_SAVE));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->save), "trends.save");
  gtk_box_append (GTK_BOX (bar), self->save);

  return bar;
}

static GtkWidget *
chart_new (CbTrendsPage *self)
{
  GtkWidget *card = cb_card_new (NULL);

  self->view = cb_trend_view_new ();
  gtk_widget_set_vexpand (self->view, TRUE);
  gtk_widget_set_margin_top (self->view, 10);
  gtk_widget_set_margin_start (self->view, 6);
  g_signal_connect_swapped (self->view, "looked-at", G_CALLBACK (show_readout), self);
  gtk_box_append (GTK_BOX (card), self->view);
  gtk_box_append (GTK_BOX (card), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->readout = cb_label_new (NULL, "numeric");
  gtk_label_set_wrap (GTK_LABEL (self->readout), TRUE);
  gtk_label_set_selectable (GTK_LABEL (self->readout), FALSE);
  gtk_widget_add_css_class (self->readout, "cb-card-heading");
  gtk_widget_set_margin_bottom (self->readout, 6);
  gtk_box_append (GTK_BOX (card), self->readout);

  return card;
}

static GtkWidget *
table_new (CbTrendsPage *self)
{
  GtkWidget *card = cb_card_new (NULL);

  self->table = cb_trend_table_new ();
  gtk_widget_set_vexpand (self->table, TRUE);
  gtk_box_append (GTK_BOX (card), self->table);

  return card;
}

static void
cb_trends_page_constructed (GObject *object)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (object);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  G_OBJECT_CLASS (cb_trends_page_parent_class)->constructed (object);

  cb_page_set_title (CB_PAGE (self), _("Trends"));
  gtk_widget_add_css_class (box, "cb-page");
  gtk_box_append (GTK_BOX (box), bar_new (self));
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), chart_new (self), "chart");
  gtk_stack_add_named (GTK_STACK (self->stack), table_new (self), "table");
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("cb-trend-symbolic", _("Nothing has been granted here yet"),
                                     _("As soon as a case is confirmed, its household, its persons and what is paid to them appear here."),
                                     _("Go to Approvals"), "trends.approvals"),
                       "empty");
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_sensitive (self->save, FALSE);
}

static void
cb_trends_page_dispose (GObject *object)
{
  CbTrendsPage *self = CB_TRENDS_PAGE (object);

  if (self->view != NULL)
    cb_trend_view_set (CB_TREND_VIEW (self->view), NULL, NULL);
  self->view = NULL;
  g_clear_pointer (&self->trend, cb_trend_free);
  g_clear_pointer (&self->codes, g_strfreev);

  G_OBJECT_CLASS (cb_trends_page_parent_class)->dispose (object);
}

static void
cb_trends_page_class_init (CbTrendsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CbPageClass *page_class = CB_PAGE_CLASS (klass);

  object_class->constructed = cb_trends_page_constructed;
  object_class->dispose = cb_trends_page_dispose;
  page_class->changed = cb_trends_page_changed;
  page_class->enter = cb_trends_page_enter;

  gtk_widget_class_install_action (widget_class, "trends.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "trends.approvals", NULL, approvals_action);
}

static void
cb_trends_page_init (CbTrendsPage *self)
{
}
