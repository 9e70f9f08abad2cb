/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-approvals-page.h"

#include <glib/gi18n.h>
#include "cb-approval-detail.h"
#include "cb-case-item.h"
#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-shell.h"
#include "cb-table.h"
#include "cb-widgets.h"

#define MOST  500     /* cases in the list */
#define LEAST_DETAIL 640     /* the detail stands beside the list where this is left to it, at the usual size of text */
#define FRAME         40     /* margins of the page and what parts the list from the detail */

typedef enum { FILTER_MINE, FILTER_OPEN, FILTER_DECIDED, N_FILTERS } Filter;

struct _CbApprovalsPage
{
  CbPage              parent_instance;

  GtkWidget          *paned, *view, *detail, *filter[N_FILTERS], *count, *lists;
  GtkColumnViewColumn *spare;        /* left out where there is no room for it */
  GListStore         *store;
  GtkSingleSelection *selection;
  Filter              chosen;
  CbUid               wanted;        /* to be selected as soon as it is in the list */
  guint               relayout;      /* idle */
  gboolean            placed;        /* the divider was put somewhere for this orientation */
  guint               loads;         /* the one whose answer counts */
  gboolean            filling;
};

G_DEFINE_FINAL_TYPE (CbApprovalsPage, cb_approvals_page, CB_TYPE_PAGE)

/* --- what to list --- */

static guint
states_of (CbApprovalsPage *self)
{
  switch (self->chosen)
    {
    case FILTER_DECIDED:
      return 1u << CB_CASE_CONFIRMED | 1u << CB_CASE_REFUSED | 1u << CB_CASE_STOPPED | 1u << CB_CASE_WITHDRAWN;
    case FILTER_MINE:
    case FILTER_OPEN:
    case N_FILTERS:
    default:
      return 1u << CB_CASE_SUBMITTED | 1u << CB_CASE_OPINION;
    }
}

typedef struct { gboolean mine; guint states; char *area; } Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->area);
  g_free (query);
}

static gpointer
list_worker (CbDesk       *desk,
             CbDb         *db,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Query *query = data;

  return query->mine ? cb_case_list_mine (desk, db, MOST, error)
                     : cb_case_list (db, cb_desk_pack (desk), query->states, query->area, MOST, error);
}

static guint
position_of (CbApprovalsPage *self,
             const CbUid     *uid)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CbCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (cb_uid_equal (&cb_case_item_get (item)->uid, uid))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_selected (CbApprovalsPage *self)
{
  CbCaseItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->filling)   /* the list is only being written anew */
    return;
  if (item != NULL)
    {
      CbUid uid = cb_case_item_get (item)->uid;

      self->wanted = CB_UID_NONE;
      cb_approval_detail_show (CB_APPROVAL_DETAIL (self->detail), &uid);
    }
  else if (!cb_uid_is_none (&self->wanted))
    cb_approval_detail_show (CB_APPROVAL_DETAIL (self->detail), &self->wanted);
  else
    cb_approval_detail_show (CB_APPROVAL_DETAIL (self->detail), NULL);
}

static void
fill (CbApprovalsPage *self,
      GPtrArray       *cases)
{
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  CbAreas *areas = cb_desk_areas (desk);
  CbCaseItem *selected = gtk_single_selection_get_selected_item (self->selection);
  CbUid keep = !cb_uid_is_none (&self->wanted) ? self->wanted : selected != NULL ? cb_case_item_get (selected)->uid : CB_UID_NONE;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *count = NULL;
  guint position;

  for (guint i = 0; i < cases->len; i++)
    {
      CbCase *c = g_ptr_array_index (cases, i);
      const CbArea *township = c->area != NULL ? cb_areas_find (areas, c->area) : NULL;

      g_ptr_array_add (items, cb_case_item_new (c, township != NULL ? township->name : "", cb_case_due_law (c, cb_desk_pack (desk))));
    }
  g_ptr_array_set_free_func (cases, NULL);   /* the items have them now */
  self->filling = TRUE;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  position = position_of (self, &keep);
  if (position != GTK_INVALID_LIST_POSITION)
    self->wanted = CB_UID_NONE;
  else if (cb_uid_is_none (&self->wanted) && items->len > 0)
    position = 0;
  gtk_single_selection_set_selected (self->selection, position);
  self->filling = FALSE;
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u case", "%u cases", items->len), items->len);
  if (items->len == MOST)
    {
      g_free (count);
      count = g_strdup_printf (_("the first %u cases"), (guint) MOST);
    }
  gtk_label_set_label (GTK_LABEL (self->count), count);
  gtk_stack_set_visible_child_name (GTK_STACK (self->lists), items->len > 0 ? "list" : "empty");
  show_selected (self);
}

typedef struct { CbApprovalsPage *page; guint load; } Load;

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree Load *load = data;
  g_autoptr (CbApprovalsPage) self = load->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = cb_desk_finish (CB_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || load->load != self->loads || self->store == NULL)
    return;
  if (cases == NULL)
    cb_shell_error (GTK_WIDGET (self), error);
  else
    fill (self, cases);
}

static void
reload (CbApprovalsPage *self)
{
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  Query *query = g_new0 (Query, 1);
  Load *load = g_new0 (Load, 1);

  query->mine = self->chosen == FILTER_MINE;
  query->states = states_of (self);
  query->area = g_strdup (cb_desk_area (desk));
  load->page = g_object_ref (self);
  load->load = ++self->loads;
  cb_desk_read_async (desk, list_worker, query, query_free, (GDestroyNotify) g_ptr_array_unref,
                      cb_page_get_cancellable (CB_PAGE (self)), listed_cb, load);
}

static void
filter_toggled_cb (GtkToggleButton *button,
                   CbApprovalsPage *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_FILTERS; i++)
    if (self->filter[i] == GTK_WIDGET (button))
      self->chosen = i;
  reload (self);
}

/* A case that was just decided leaves the list, but not the eye: its export is the next thing one may want. */
static void
decided_cb (CbApprovalsPage *self,
            gpointer         uid)
{
  self->wanted = *(CbUid *) uid;
}

/* --- as a page --- */

static void
cb_approvals_page_show (CbPage      *page,
                        const CbUid *subject)
{
  CbApprovalsPage *self = CB_APPROVALS_PAGE (page);
  guint position;

  if (subject == NULL)
    return;
  self->wanted = *subject;
  position = position_of (self, subject);
  if (position != GTK_INVALID_LIST_POSITION)
    {
      self->wanted = CB_UID_NONE;
      gtk_single_selection_set_selected (self->selection, position);
    }
  else
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      cb_approval_detail_show (CB_APPROVAL_DETAIL (self->detail), subject);
    }
}

static void
cb_approvals_page_enter (CbPage *page)
{
  reload (CB_APPROVALS_PAGE (page));
}

static void
cb_approvals_page_changed (CbPage *page,
                           guint   mask)
{
  CbApprovalsPage *self = CB_APPROVALS_PAGE (page);

  if ((mask & CB_CHANGED_CASES) != 0)
    reload (self);
  if ((mask & (CB_CHANGED_CASES | CB_CHANGED_HOUSEHOLDS | CB_CHANGED_PACKS | CB_CHANGED_PEOPLE)) != 0)
    cb_approval_detail_reload (CB_APPROVAL_DETAIL (self->detail));
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  cb_approval_detail_print (CB_APPROVAL_DETAIL (CB_APPROVALS_PAGE (widget)->detail));
}

/* --- columns --- */

typedef enum { COLUMN_NUMBER, COLUMN_HEAD, COLUMN_TOWNSHIP, COLUMN_PROGRAMME, COLUMN_STATE, COLUMN_SUBMITTED, COLUMN_DUE,
               COLUMN_AMOUNT } Column;

/* Widths in Chinese characters. */
static const struct { Column column; const char *title; int ems; gboolean right, expand; } columns[] = {
  { COLUMN_NUMBER, N_("Number"), 11, FALSE, FALSE },
  { COLUMN_HEAD, N_("Head"), 4, FALSE, FALSE },
  { COLUMN_TOWNSHIP, N_("Township"), 5, FALSE, TRUE },
  { COLUMN_PROGRAMME, N_("Programme"), 9, FALSE, TRUE },
  { COLUMN_STATE, N_("State"), 6, FALSE, FALSE },
  { COLUMN_SUBMITTED, N_("Submitted on"), 6, FALSE, FALSE },
  { COLUMN_DUE, N_("Due"), 6, FALSE, FALSE },
  { COLUMN_AMOUNT, N_("Amount (yuan)"), 6, TRUE, FALSE },
};

static gboolean
is_open (const CbCase *c)
{
  return c->state == CB_CASE_SUBMITTED || c->state == CB_CASE_OPINION;
}

static gboolean
is_overdue (const CbCase *c)
{
  return is_open (c) && c->due != CB_DATE_NONE && c->due < cb_clock_today ();
}

static const char *
due_class (gpointer item,
           gpointer data)
{
  return is_overdue (cb_case_item_get (item)) ? "cb-overdue" : NULL;
}

static char *
cell_text (gpointer item,
           gpointer data)
{
  const CbCase *c = cb_case_item_get (item);
  g_autofree char *day = NULL;

  switch ((Column) GPOINTER_TO_UINT (data))
    {
    case COLUMN_NUMBER:
      return g_strdup (c->number);
    case COLUMN_HEAD:
      return g_strdup (c->head);
    case COLUMN_TOWNSHIP:
      return g_strdup (cb_case_item_get_township (item));
    case COLUMN_PROGRAMME:
      return g_strdup (cb_programme_title (c->programme));
    case COLUMN_STATE:
      return g_strdup (cb_case_state_title (c->state));
    case COLUMN_SUBMITTED:
      return cb_date_format (c->submitted_on);
    case COLUMN_DUE:
      day = is_open (c) ? cb_date_format (c->due) : NULL;
      /* A sign beside the colour. */
      return is_overdue (c) ? g_strdup_printf ("⚠ %s", day) : g_steal_pointer (&day);
    case COLUMN_AMOUNT:
      return c->amount > 0 ? cb_money_format (c->amount, TRUE) : NULL;   /* a month; the programme tells what is paid once */
    default:
      return NULL;
    }
}

static char *
due_law (gpointer item,
         gpointer data)
{
  return g_strdup (cb_case_item_get_due_law (item));
}

static void
add_columns (CbApprovalsPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkColumnViewColumn *column = cb_table_add_text (GTK_COLUMN_VIEW (self->view), _(columns[i].title), columns[i].ems,
                                                       columns[i].right ? 1 : 0, cell_text,
                                                       columns[i].column == COLUMN_DUE ? due_class : NULL,
                                                       GUINT_TO_POINTER (columns[i].column));

      gtk_column_view_column_set_expand (column, columns[i].expand);
      if (columns[i].column == COLUMN_SUBMITTED)
        self->spare = g_object_ref (column);
      if (columns[i].column == COLUMN_DUE)
        {
          cb_table_set_tip (column, due_law);
          cb_table_fit (GTK_COLUMN_VIEW (self->view), column, "⚠ 2000-00-00", TRUE);
        }
      for (int state = CB_CASE_SUBMITTED; columns[i].column == COLUMN_STATE && state <= CB_CASE_WITHDRAWN; state++)
        cb_table_fit (GTK_COLUMN_VIEW (self->view), column, cb_case_state_title ((CbCaseState) state), FALSE);
    }
}

/* --- layout --- */

/* What all columns need together, the one that can be spared with them or not. */
static int
columns_width (CbApprovalsPage *self,
               gboolean         all)
{
  GListModel *shown = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  int width = all ? gtk_column_view_column_get_fixed_width (self->spare) : 0;

  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);

      width += column == self->spare ? 0 : gtk_column_view_column_get_fixed_width (column);
    }
  return width;
}

static void
show_spare (CbApprovalsPage *self,
            gboolean         shown)
{
  GListModel *there = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  const gboolean is = g_list_model_get_n_items (there) == G_N_ELEMENTS (columns);

  if (is == shown)
    return;
  if (!shown)
    gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->view), self->spare);
  else
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      if (columns[i].column == COLUMN_SUBMITTED)
        gtk_column_view_insert_column (GTK_COLUMN_VIEW (self->view), i, self->spare);
}

/* Turning and placing the divider are two steps: on being turned the paned scales the divider's place by the other dimension. */
static gboolean
relayout_cb (gpointer data)
{
  CbApprovalsPage *self = data;
  const int height = gtk_widget_get_height (GTK_WIDGET (self)), width = gtk_widget_get_width (GTK_WIDGET (self)) - FRAME;
  GtkOrientation wanted;
  int least;

  self->relayout = 0;
  /* Beside each other only where all that matters has room; the day of the submission stands in the detail too. */
  gtk_widget_measure (self->detail, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  least = MAX (least, (int) (LEAST_DETAIL * cb_widget_text_scale (GTK_WIDGET (self))));
  wanted = columns_width (self, FALSE) + least <= width ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  show_spare (self, wanted == GTK_ORIENTATION_VERTICAL || columns_width (self, TRUE) + least <= width);
  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (self->paned)) != wanted)
    {
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paned), wanted);
      self->placed = FALSE;
    }
  else if (!self->placed)
    {
      gtk_paned_set_position (GTK_PANED (self->paned), wanted == GTK_ORIENTATION_HORIZONTAL
                                                       ? MAX (MIN (columns_width (self, TRUE) + 2, width - least), width / 2) : height * 36 / 100);
      self->placed = TRUE;
    }
  return G_SOURCE_REMOVE;
}

/* The paned tells when its size has changed; it cannot be turned while it is being laid out. */
static void
resized_cb (CbApprovalsPage *self)
{
  if (self->relayout == 0 && gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    self->relayout = g_idle_add (relayout_cb, self);
}

/* --- building --- */

static GtkWidget *
build_filters (CbApprovalsPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *linked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *titles[N_FILTERS] = { _("_Mine to Do"), _("_All Open"), _("_Decided") };

  gtk_widget_add_css_class (linked, "linked");
  for (guint i = 0; i < N_FILTERS; i++)
    {
      self->filter[i] = gtk_toggle_button_new_with_mnemonic (titles[i]);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->filter[i]), GTK_TOGGLE_BUTTON (self->filter[0]));
      gtk_box_append (GTK_BOX (linked), self->filter[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter[0]), TRUE);
  for (guint i = 0; i < N_FILTERS; i++)
    g_signal_connect_object (self->filter[i], "toggled", G_CALLBACK (filter_toggled_cb), self, 0);
  self->count = cb_label_new (NULL, "dim-label");
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 1);
  gtk_box_append (GTK_BOX (bar), linked);
  gtk_box_append (GTK_BOX (bar), self->count);
  gtk_widget_add_css_class (bar, "cb-filters");
  return bar;
}

static GtkWidget *
build_list (CbApprovalsPage *self)
{
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *scrolled;
  GtkColumnView *view;

  self->store = g_list_store_new (CB_TYPE_CASE_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  scrolled = cb_table_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), _("Cases"), &view);
  self->view = GTK_WIDGET (view);
  add_columns (self);
  self->lists = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->lists), scrolled, "list");
  gtk_stack_add_named (GTK_STACK (self->lists),
                       cb_empty_new ("object-select-symbolic", _("Nothing waits here"),
                                     _("Cases appear as soon as they are submitted."), NULL, NULL), "empty");
  gtk_box_append (GTK_BOX (card), build_filters (self));
  gtk_box_append (GTK_BOX (card), self->lists);
  return card;
}

CbPage *
cb_approvals_page_new (CbDesk *desk)
{
  return g_object_new (CB_TYPE_APPROVALS_PAGE, "desk", desk, NULL);
}

static void
cb_approvals_page_constructed (GObject *object)
{
  CbApprovalsPage *self = CB_APPROVALS_PAGE (object);

  G_OBJECT_CLASS (cb_approvals_page_parent_class)->constructed (object);
  cb_page_set_title (CB_PAGE (self), _("Approvals"));
  self->detail = cb_approval_detail_new (cb_page_get_desk (CB_PAGE (self)));
  g_signal_connect_object (self->detail, "decided", G_CALLBACK (decided_cb), self, G_CONNECT_SWAPPED);
  self->paned = g_object_new (GTK_TYPE_PANED, "orientation", GTK_ORIENTATION_VERTICAL, "start-child", build_list (self),
                              "end-child", self->detail, "shrink-start-child", FALSE, "shrink-end-child", FALSE, NULL);
  g_signal_connect_object (self->paned, "notify::max-position", G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->paned, "cb-page");
  adw_bin_set_child (ADW_BIN (self), self->paned);
}

static void
cb_approvals_page_dispose (GObject *object)
{
  CbApprovalsPage *self = CB_APPROVALS_PAGE (object);

  g_clear_handle_id (&self->relayout, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->spare);
  G_OBJECT_CLASS (cb_approvals_page_parent_class)->dispose (object);
}

static void
cb_approvals_page_class_init (CbApprovalsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CbPageClass *page_class = CB_PAGE_CLASS (klass);

  object_class->constructed = cb_approvals_page_constructed;
  object_class->dispose = cb_approvals_page_dispose;
  page_class->show = cb_approvals_page_show;
  page_class->enter = cb_approvals_page_enter;
  page_class->changed = cb_approvals_page_changed;
  gtk_widget_class_install_action (widget_class, "approvals.print-why", NULL, print_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, 0, "approvals.print-why", NULL);
}

static void
cb_approvals_page_init (CbApprovalsPage *self)
{
}
