/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-households-page.h"

#include "cb-caseload.h"
#include "cb-clock.h"
#include "cb-counts-source.h"
#include "cb-household-preview.h"
#include "cb-search.h"
#include "cb-shell.h"
#include "cb-table.h"
#include "cb-tier-style.h"
#include "cb-ui-names.h"
#include "cb-unsaved.h"
#include "cb-wide-box.h"
#include "cb-widgets.h"

#define SIDE_WIDTH      380
/* A window of 1600 less the sidebar. */
#define SIDE_THRESHOLD 1370
/* The changes of somebody who types should not make the list dance. */
#define SETTLE_MS       400

struct _CbHouseholdsPage
{
  CbPage parent_instance;

  CbHouseholdList    *list;
  GtkSingleSelection *selection;
  GtkColumnView      *view;
  GtkWidget          *filter;
  GtkWidget          *township;
  GPtrArray          *townships;    /* of char*: codes, as in the drop-down; the first "" or the person's area */
  GtkWidget          *tier;
  GPtrArray          *tiers;        /* of const char*; the first NULL */
  GtkWidget          *category;
  GtkWidget          *questions;
  GtkWidget          *count;
  GtkWidget          *spinner;
  GtkWidget          *stack;        /* "table", "nothing", "empty" */
  GtkWidget          *wide;
  GtkWidget          *preview;
  guint               settle;
  gboolean            asked;
};

G_DEFINE_FINAL_TYPE (CbHouseholdsPage, cb_households_page, CB_TYPE_PAGE)

static const char *const categories[] = { NULL, "urban", "rural" };

static void
query (CbHouseholdsPage *self)
{
  gboolean descending = FALSE;
  int key;
  guint township, tier, category;
  CbQuery what;

  if (self->list == NULL)
    return;      /* being taken down */
  key = cb_table_sort_key (self->view, &descending);
  township = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->township));
  tier = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->tier));
  category = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->category));
  what = (CbQuery) {
    .text = gtk_editable_get_text (GTK_EDITABLE (self->filter)),
    .area = township < self->townships->len ? g_ptr_array_index (self->townships, township) : "",
    .tier = tier < self->tiers->len ? g_ptr_array_index (self->tiers, tier) : NULL,
    .category = category < G_N_ELEMENTS (categories) ? categories[category] : NULL,
    .questions = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->questions)),
    .sort = key < 0 ? CB_SORT_NAME : (CbSort) key,
    .descending = descending,
  };

  self->asked = TRUE;
  cb_household_list_query (self->list, &what);
}

static gboolean
is_filtered (CbHouseholdsPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->filter))[0] != '\0' ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->township)) > 0 ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->tier)) > 0 ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->category)) > 0 ||
         gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->questions));
}

static void
update_state (CbHouseholdsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean busy = cb_household_list_busy (self->list);
  g_autofree char *number = cb_count_text (n);
  /* TRANSLATORS: %s is a number such as 2,014. */
  g_autofree char *text = g_strdup_printf (ngettext ("%s household", "%s households", n), number);

  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_label_set_text (GTK_LABEL (self->count), text);
  if (busy && n == 0)
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    n > 0 || !self->asked ? "table" : is_filtered (self) ? "nothing" : "empty");
}

static void
show_preview (CbHouseholdsPage *self)
{
  CbHouseholdItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (cb_wide_box_is_wide (CB_WIDE_BOX (self->wide)))
    cb_household_preview_show (CB_HOUSEHOLD_PREVIEW (self->preview), item == NULL ? NULL : cb_household_item_uid (item));
}

static void
activated_cb (GtkColumnView    *view,
              guint             position,
              CbHouseholdsPage *self)
{
  g_autoptr (CbHouseholdItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item != NULL)
    cb_shell_go (GTK_WIDGET (self), "household", cb_household_item_uid (item));
}

/* From the filter straight into the table. */
static void
filter_activated_cb (CbHouseholdsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- cells --- */

static const CbHouseholdRow *
row_of (gpointer item)
{
  return cb_household_item_row (item);
}

#define TEXT_CELL(name, expression) \
  static char *name (gpointer item, gpointer data) \
  { \
    const CbHouseholdRow *row = row_of (item); \
    return row == NULL ? NULL : (expression); \
  }

TEXT_CELL (head_cell, g_strdup (row->head))
TEXT_CELL (township_cell, g_strdup (row->township))
TEXT_CELL (village_cell, g_strdup (row->village))
TEXT_CELL (persons_cell, g_strdup_printf ("%u", row->persons))
TEXT_CELL (category_cell, g_strdup (cb_choice_title (cb_field_by_key ("household.category"), row->category == NULL ? "" : row->category)))
TEXT_CELL (amount_cell, row->amount == 0 ? NULL : cb_money_format (row->amount, TRUE))
TEXT_CELL (case_cell, row->open_case == NULL || row->open_case[0] == '\0' ? NULL : g_strdup (cb_programme_title (row->open_case)))
TEXT_CELL (changed_cell, row->changed == 0 ? NULL : cb_date_format (cb_clock_date_of (row->changed)))

static const char *
tier_cell (gpointer item,
           gpointer data)
{
  const CbHouseholdRow *row = row_of (item);

  return row == NULL ? NULL : row->tier;
}

/* --- building --- */

static void
add_columns (CbHouseholdsPage *self)
{
  GtkColumnView *view = self->view;
  GtkColumnViewColumn *column, *first;

  first = cb_table_add_text (view, _("Head"), 6, 0, head_cell, NULL, NULL);
  gtk_column_view_column_set_expand (first, TRUE);
  cb_table_sortable (view, first, CB_SORT_NAME);
  column = cb_table_add_text (view, _("Township"), 6, 0, township_cell, NULL, NULL);
  gtk_column_view_column_set_expand (column, TRUE);
  cb_table_sortable (view, column, CB_SORT_AREA);
  column = cb_table_add_text (view, _("Village or community"), 7, 0, village_cell, NULL, NULL);
  gtk_column_view_column_set_expand (column, TRUE);
  column = cb_table_add_text (view, _("Persons"), 2, 1, persons_cell, NULL, NULL);
  cb_table_sortable (view, column, CB_SORT_PERSONS);
  cb_table_add_text (view, _("Category"), 4, 0, category_cell, NULL, NULL);
  cb_table_add_badge (view, _("Tier"), 9, tier_cell, NULL);
  column = cb_table_add_text (view, _("Monthly (yuan)"), 5, 1, amount_cell, NULL, NULL);
  cb_table_sortable (view, column, CB_SORT_AMOUNT);
  cb_table_add_text (view, _("Open case"), 5, 0, case_cell, NULL, NULL);
  column = cb_table_add_text (view, _("Changed"), 6, 0, changed_cell, NULL, NULL);
  cb_table_sortable (view, column, CB_SORT_CHANGED);
  gtk_column_view_sort_by_column (view, first, GTK_SORT_ASCENDING);
}

static GtkWidget *
drop_down_new (CbHouseholdsPage *self,
               GtkStringList    *names,
               const char       *label)
{
  GtkWidget *widget = gtk_drop_down_new (G_LIST_MODEL (names), gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));

  cb_widget_set_label (widget, label);
  cb_widget_set_tip (widget, label);
  g_signal_connect_swapped (widget, "notify::selected", G_CALLBACK (query), self);

  return widget;
}

static GtkWidget *
townships_new (CbHouseholdsPage *self)
{
  CbDesk *desk = cb_page_get_desk (CB_PAGE (self));
  CbAreas *areas = cb_desk_areas (desk);
  const char *own = cb_desk_area (desk);
  const char *root = own == NULL || own[0] == '\0' ? cb_authority_area (cb_desk_authority (desk)) : own;
  const CbArea *whole = root == NULL ? NULL : cb_areas_find (areas, root);
  g_autoptr (GPtrArray) children = root == NULL ? g_ptr_array_new () : cb_areas_children (areas, root);
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *widget;

  gtk_string_list_append (names, whole != NULL && children->len == 0 ? whole->name : _("All townships"));
  g_ptr_array_add (self->townships, g_strdup (own == NULL ? "" : own));
  for (guint i = 0; i < children->len; i++)
    {
      const CbArea *area = g_ptr_array_index (children, i);

      gtk_string_list_append (names, area->name);
      g_ptr_array_add (self->townships, g_strdup (area->code));
    }
  widget = drop_down_new (self, names, _("Township"));
  if (children->len > 8)
    cb_drop_down_set_search (GTK_DROP_DOWN (widget));

  return widget;
}

static GtkWidget *
tiers_new (CbHouseholdsPage *self)
{
  static const char *const keys[] = { "dibao", "tekun", "edge", "none" };
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All tiers"));
  g_ptr_array_add (self->tiers, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_string_list_append (names, cb_tier_style_title (cb_tier_style (keys[i])));
      g_ptr_array_add (self->tiers, (gpointer) keys[i]);
    }

  return drop_down_new (self, names, _("Tier"));
}

static GtkWidget *
categories_new (CbHouseholdsPage *self)
{
  const CbField *field = cb_field_by_key ("household.category");
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Urban and rural"));
  for (guint i = 1; i < G_N_ELEMENTS (categories); i++)
    gtk_string_list_append (names, cb_choice_title (field, categories[i]));

  return drop_down_new (self, names, _("Category"));
}

static void
clear_filters (CbHouseholdsPage *self)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->township), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->tier), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->category), 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->questions), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->filter), "");
}

static void
clear_filters_cb (CbHouseholdsPage *self)
{
  clear_filters (self);
  gtk_widget_grab_focus (self->filter);
}

/* From the home page's note: nothing else may hide one of them. */
static void
questions_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (widget);

  clear_filters (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->questions), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static GtkWidget *
nothing_new (CbHouseholdsPage *self)
{
  GtkWidget *page = cb_empty_new ("edit-find-symbolic", _("No household matches"),
                                  _("Try fewer letters, or take the filters away."), NULL, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Clear Filters"));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clear_filters_cb), self);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);

  return page;
}

static GtkWidget *
filters_new (CbHouseholdsPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->filter = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->filter), 80);
  g_object_set (self->filter, "placeholder-text", _(CB_NAME_HOUSEHOLDS_FILTER), NULL);
  cb_widget_set_label (self->filter, _(CB_NAME_HOUSEHOLDS_FILTER));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->filter), 26);
  g_signal_connect_swapped (self->filter, "search-changed", G_CALLBACK (query), self);
  g_signal_connect_swapped (self->filter, "activate", G_CALLBACK (filter_activated_cb), self);
  self->township = townships_new (self);
  self->tier = tiers_new (self);
  self->category = categories_new (self);
  self->questions = gtk_toggle_button_new_with_mnemonic (_("Open _Questions"));
  cb_widget_set_tip (self->questions, _("Households with a fact that was recorded twice, differently"));
  g_signal_connect_swapped (self->questions, "toggled", G_CALLBACK (query), self);
  self->spinner = gtk_spinner_new ();
  self->count = cb_label_new (NULL, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_widget_set_halign (self->count, GTK_ALIGN_END);

  gtk_widget_add_css_class (bar, "cb-filters");
  gtk_box_append (GTK_BOX (bar), self->filter);
  gtk_box_append (GTK_BOX (bar), self->township);
  gtk_box_append (GTK_BOX (bar), self->tier);
  gtk_box_append (GTK_BOX (bar), self->category);
  gtk_box_append (GTK_BOX (bar), self->questions);
  gtk_box_append (GTK_BOX (bar), self->count);
  gtk_box_append (GTK_BOX (bar), self->spinner);

  return bar;
}

/* --- the page --- */

static gboolean
settled_cb (gpointer data)
{
  CbHouseholdsPage *self = data;

  self->settle = 0;
  query (self);
  show_preview (self);

  return G_SOURCE_REMOVE;
}

static void
cb_households_page_changed (CbPage *page,
                            guint   mask)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (page);

  if ((mask & (CB_CHANGED_HOUSEHOLDS | CB_CHANGED_CASES | CB_CHANGED_PAYMENTS)) != 0 && self->settle == 0 && self->asked)
    self->settle = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
cb_households_page_enter (CbPage *page)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (page);

  if (!self->asked)
    query (self);
  gtk_widget_grab_focus (self->filter);
}

static void
cb_households_page_constructed (GObject *object)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (object);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *table, *empty;

  G_OBJECT_CLASS (cb_households_page_parent_class)->constructed (object);

  self->list = cb_household_list_new (cb_page_get_desk (CB_PAGE (self)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  table = cb_table_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), _(CB_NAME_HOUSEHOLDS_TABLE), &self->view);
  gtk_box_append (GTK_BOX (card), filters_new (self));
  add_columns (self);
  g_signal_connect (self->view, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (query), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::busy", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_preview), self, G_CONNECT_SWAPPED);

  empty = cb_empty_new ("cb-household-symbolic", _("No households yet"),
                        _("Enter the first one, or import the roster that your office keeps."),
                        _("New _Household"), "win.new-household");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), table, "table");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing_new (self), "nothing");
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  gtk_box_append (GTK_BOX (card), self->stack);

  self->preview = cb_household_preview_new (cb_page_get_desk (CB_PAGE (self)));
  self->wide = cb_wide_box_new (card, self->preview, SIDE_WIDTH, SIDE_THRESHOLD);
  gtk_widget_set_vexpand (self->wide, TRUE);
  g_signal_connect_swapped (self->wide, "notify::wide", G_CALLBACK (show_preview), self);
  gtk_widget_add_css_class (box, "cb-page");
  gtk_box_set_spacing (GTK_BOX (box), 12);
  gtk_box_append (GTK_BOX (box), cb_unsaved_note_new (cb_page_get_desk (CB_PAGE (self))));
  gtk_box_append (GTK_BOX (box), self->wide);
  adw_bin_set_child (ADW_BIN (self), box);
  update_state (self);
}

static void
cb_households_page_dispose (GObject *object)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (cb_households_page_parent_class)->dispose (object);
}

static void
cb_households_page_finalize (GObject *object)
{
  CbHouseholdsPage *self = CB_HOUSEHOLDS_PAGE (object);

  g_clear_pointer (&self->townships, g_ptr_array_unref);
  g_clear_pointer (&self->tiers, g_ptr_array_unref);

  G_OBJECT_CLASS (cb_households_page_parent_class)->finalize (object);
}

static void
cb_households_page_class_init (CbHouseholdsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = cb_households_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cb_households_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_households_page_finalize;
  CB_PAGE_CLASS (klass)->changed = cb_households_page_changed;
  CB_PAGE_CLASS (klass)->enter = cb_households_page_enter;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "households.questions", NULL, questions_action);
}

static void
cb_households_page_init (CbHouseholdsPage *self)
{
  cb_page_set_title (CB_PAGE (self), _("Households"));
  self->townships = g_ptr_array_new_with_free_func (g_free);
  self->tiers = g_ptr_array_new ();
}
