/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-home-page.h"

#include "cb-case.h"
#include "cb-clock.h"
#include "cb-counts-source.h"
#include "cb-shell.h"
#include "cb-standard-notes.h"
#include "cb-table.h"
#include "cb-tip.h"
#include "cb-unsaved.h"
#include "cb-widgets.h"
#include "cb-work-item.h"

#include <glib/gi18n.h>

#define MOST 500

enum { FIGURE_HOUSEHOLDS, FIGURE_PERSONS, FIGURE_GRANTED, FIGURE_GRANTED_PERSONS, FIGURE_MONTHLY, N_FIGURES };

struct _CbHomePage
{
  CbPage parent_instance;

  GtkWidget     *stack;        /* "work", "quiet", "empty", "loading" */
  GtkWidget     *heading;
  GtkWidget     *table;
  GtkWidget     *mine;
  GtkWidget     *all;
  GListStore    *items;
  GtkWidget     *figures[N_FIGURES];
  GtkWidget     *aid;          /* what is paid once: a line of its own */
  GtkWidget     *notes;        /* overdue, forks */
  GtkWidget     *overdue;
  GtkWidget     *forks;
  GtkWidget     *to_forks;     /* the link beside it */
  GtkWidget     *standards;    /* CbStandardNotes */
  gboolean       loading;
  gboolean       again;
  gboolean       loaded;
  gboolean       seek;         /* the first overdue case is to be gone to as soon as it is in the list */
};

G_DEFINE_FINAL_TYPE (CbHomePage, cb_home_page, CB_TYPE_PAGE)

/* Whether any step of a case may be this person's; else they see what is under way. */
static gboolean
has_steps (CbHomePage *self)
{
  const CbPerson *person = cb_desk_person (cb_page_get_desk (CB_PAGE (self)));

  return person != NULL && (person->roles & (CB_ROLE_CASEWORKER | CB_ROLE_REVIEWER | CB_ROLE_APPROVER)) != 0;
}

static void
update_view (CbHomePage *self)
{
  const CbCounts *counts = cb_counts_source_get (cb_counts_source_of (cb_page_get_desk (CB_PAGE (self))));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  const char *view;

  if (counts == NULL || !self->loaded)
    view = "loading";
  else if (n > 0)
    view = "work";
  else if (counts->households > 0)
    view = "quiet";
  else
    view = "empty";
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), view);
}

static void
update_counts (CbHomePage *self)
{
  const CbCounts *counts = cb_counts_source_get (cb_counts_source_of (cb_page_get_desk (CB_PAGE (self))));
  g_autofree char *money = NULL, *aid = NULL;
  g_autofree char *overdue = NULL;
  g_autofree char *forks = NULL;

  update_view (self);
  if (counts == NULL)
    return;

  for (guint i = 0; i < FIGURE_MONTHLY; i++)
    {
      const guint numbers[] = { counts->households, counts->persons, counts->granted_households, counts->granted_persons };
      g_autofree char *text = cb_count_text (numbers[i]);

      gtk_label_set_text (GTK_LABEL (self->figures[i]), text);
    }
  money = cb_money_format (counts->aid, TRUE);
  /* TRANSLATORS: number of households, amount */
  aid = g_strdup_printf (ngettext ("Temporary aid granted this month: %u household, %s yuan",
                                   "Temporary aid granted this month: %u households, %s yuan", counts->aided_households),
                         counts->aided_households, money);
  gtk_label_set_text (GTK_LABEL (self->aid), aid);
  gtk_widget_set_visible (self->aid, counts->aid > 0);
  g_free (money);
  money = cb_money_format (counts->monthly, TRUE);
  gtk_label_set_text (GTK_LABEL (self->figures[FIGURE_MONTHLY]), money);

  overdue = g_strdup_printf (ngettext ("%u case is past its date.", "%u cases are past their date.", counts->overdue),
                             counts->overdue);
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->overdue))), overdue);
  cb_widget_set_label (self->overdue, overdue);
  gtk_widget_set_visible (self->overdue, counts->overdue > 0);
  forks = g_strdup_printf (ngettext ("%u fact was recorded twice, differently. Open the household and choose; "
                                     "until then only what depends on it waits.",
                                     "%u facts were recorded twice, differently. Open the households and choose; "
                                     "until then only what depends on them waits.", counts->forks), counts->forks);
  gtk_label_set_text (GTK_LABEL (self->forks), forks);
  gtk_widget_set_visible (self->forks, counts->forks > 0);
  gtk_widget_set_visible (self->to_forks, counts->forks > 0);
  gtk_widget_set_visible (self->notes, counts->overdue > 0 || counts->forks > 0);
}

static void
load_standards (CbHomePage *self)
{
  cb_standard_notes_load (CB_STANDARD_NOTES (self->standards), cb_page_get_desk (CB_PAGE (self)), cb_page_get_cancellable (CB_PAGE (self)));
}

/* --- the worklist --- */

static gpointer
list_job (CbDesk        *desk,
          CbDb          *db,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return data != NULL ? cb_case_list_mine (desk, db, MOST, error)
                      : cb_case_list (db, cb_desk_pack (desk), 1u << CB_CASE_SUBMITTED | 1u << CB_CASE_OPINION, cb_desk_area (desk), MOST, error);
}

static void load (CbHomePage *self);

/* To the first case past its date; the list begins with those that are due first. */
static void
seek_overdue (CbHomePage *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; self->seek && i < n; i++)
    {
      g_autoptr (CbWorkItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (!cb_work_item_overdue (item))
        continue;
      self->seek = FALSE;
      gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (self->table)), i, TRUE);
      gtk_widget_grab_focus (self->table);
    }
}

static void
overdue_clicked_cb (CbHomePage *self)
{
  self->seek = TRUE;
  seek_overdue (self);
  /* It may be somebody else's to do: being put down, the button lists all anew. */
  self->seek = self->seek && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all));
  if (self->seek)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->all), TRUE);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbHomePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = cb_desk_finish (CB_DESK (object), result, &error);
  g_autoptr (GPtrArray) items = NULL;
  CbAreas *areas;
  CbDate today = cb_clock_today ();
  gboolean first;

  self->loading = FALSE;
  if (cases == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }

  areas = cb_desk_areas (CB_DESK (object));
  items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_set_free_func (cases, NULL);
  for (guint i = 0; i < cases->len; i++)
    g_ptr_array_add (items, cb_work_item_new (g_ptr_array_index (cases, i), today, areas));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  first = !self->loaded;
  self->loaded = TRUE;
  update_view (self);
  if (first && cb_page_is_shown (CB_PAGE (self)) && items->len > 0)
    gtk_widget_grab_focus (self->table);
  seek_overdue (self);
  if (self->again)
    load (self);
  else
    self->seek = FALSE;
}

static void
load (CbHomePage *self)
{
  const gboolean mine = has_steps (self) && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all));

  if (self->loading)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  self->loading = TRUE;
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), list_job, GINT_TO_POINTER (mine), NULL,
                      (GDestroyNotify) g_ptr_array_unref, cb_page_get_cancellable (CB_PAGE (self)),
                      listed_cb, g_object_ref (self));
}

static void
activated_cb (GtkColumnView *view,
              guint          position,
              CbHomePage    *self)
{
  g_autoptr (CbWorkItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);
  const CbCase *c = item == NULL ? NULL : cb_work_item_case (item);

  if (c == NULL)
    return;
  if (cb_case_is_mine (cb_page_get_desk (CB_PAGE (self)), c))
    cb_shell_go (GTK_WIDGET (self), "approvals", &c->uid);
  else
    cb_shell_go (GTK_WIDGET (self), "household", &c->household);
}

static char *due_cell (gpointer item, gpointer data) { return cb_work_item_due_text (item); }

static char *
due_law (gpointer item,
         gpointer data)
{
  return cb_case_due_law (cb_work_item_case (item), cb_desk_pack (cb_page_get_desk (data)));
}

static char *step_cell (gpointer item, gpointer data) { return g_strdup (cb_work_item_step (item)); }
static char *head_cell (gpointer item, gpointer data) { return g_strdup (cb_work_item_case (item)->head); }
static char *township_cell (gpointer item, gpointer data) { return g_strdup (cb_work_item_township (item)); }
static char *village_cell (gpointer item, gpointer data) { return g_strdup (cb_work_item_case (item)->village); }
static char *persons_cell (gpointer item, gpointer data) { return g_strdup_printf ("%u", cb_work_item_case (item)->persons); }

/* What is in no tier is shown as its programme. */
static const char *
tier_cell (gpointer item,
           gpointer data)
{
  const CbCase *c = cb_work_item_case (item);

  return c->tier != NULL && *c->tier != '\0' ? c->tier : c->programme;
}


static char *
amount_cell (gpointer item,
             gpointer data)
{
  const CbCase *c = cb_work_item_case (item);

  return c->amount == 0 ? NULL : cb_money_format (c->amount, TRUE);
}

static const char *
due_class (gpointer item,
           gpointer data)
{
  return cb_work_item_overdue (item) ? "cb-overdue" : NULL;
}

static GtkWidget *
work_new (CbHomePage *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items))));
  GtkColumnView *view;
  GtkWidget *table = cb_table_new (selection, _("Worklist"), &view);
  g_autofree char *longest = cb_work_due_longest ();
  g_autofree const char **steps = cb_work_steps ();
  GtkColumnViewColumn *column;

  column = cb_table_add_text (view, _("Due"), 6, 0, due_cell, due_class, self);
  cb_table_set_tip (column, due_law);
  cb_table_fit (view, column, longest, TRUE);
  column = cb_table_add_text (view, _("Step"), 6, 0, step_cell, NULL, NULL);
  for (guint i = 0; steps[i] != NULL; i++)
    cb_table_fit (view, column, steps[i], FALSE);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_expand (cb_table_add_text (view, _("Head"), 5, 0, head_cell, NULL, NULL), TRUE);
  gtk_column_view_column_set_expand (cb_table_add_text (view, _("Township"), 5, 0, township_cell, NULL, NULL), TRUE);
  column = cb_table_add_text (view, _("Village or community"), 6, 0, village_cell, NULL, NULL);
  gtk_column_view_column_set_expand (column, TRUE);
  cb_table_add_badge (view, _("Tier"), 9, tier_cell, NULL);
  cb_table_add_text (view, _("Persons"), 2, 1, persons_cell, NULL, NULL);
  cb_table_add_text (view, _("Amount (yuan)"), 6, 1, amount_cell, NULL, NULL);
  g_signal_connect (view, "activate", G_CALLBACK (activated_cb), self);
  self->table = GTK_WIDGET (view);

  return table;
}

static GtkWidget *
figure_new (CbHomePage *self,
            guint       which,
            const char *title)
{
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *label = cb_label_new (title, "dim-label");

  self->figures[which] = cb_label_new ("–", "cb-figure");
  gtk_widget_add_css_class (card, "cb-figure-card");
  gtk_box_append (GTK_BOX (card), label);
  gtk_box_append (GTK_BOX (card), self->figures[which]);
  gtk_widget_set_hexpand (card, TRUE);

  return card;
}

static GtkWidget *
empty_new (gboolean caseworker)
{
  GtkWidget *page, *buttons, *fresh, *import;

  if (!caseworker)
    return cb_empty_new ("cb-household-symbolic", _("No households yet"),
                         _("A caseworker enters them. Lock the casebook, and let one unlock it with their number."),
                         _("_Lock"), "win.lock");

  page = cb_empty_new ("cb-household-symbolic", _("No households yet"),
                       _("Enter the first one, or import the roster that your office keeps."), NULL, NULL);
  buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  fresh = gtk_button_new_with_mnemonic (_("New _Household"));
  import = gtk_button_new_with_mnemonic (_("_Import a Roster…"));
  gtk_widget_add_css_class (fresh, "pill");
  gtk_widget_add_css_class (fresh, "suggested-action");
  gtk_widget_add_css_class (import, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (fresh), "win.new-household");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (import), "win.import");
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), fresh);
  gtk_box_append (GTK_BOX (buttons), import);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);

  return page;
}

/* --- the page --- */

static void
cb_home_page_changed (CbPage *page,
                      guint   mask)
{
  if (mask & (CB_CHANGED_CASES | CB_CHANGED_HOUSEHOLDS))
    load (CB_HOME_PAGE (page));
  if (mask & CB_CHANGED_PACKS)
    load_standards (CB_HOME_PAGE (page));
}

static void
cb_home_page_enter (CbPage *page)
{
  if (!CB_HOME_PAGE (page)->loaded)
    {
      load (CB_HOME_PAGE (page));
      load_standards (CB_HOME_PAGE (page));
    }
}

static void
cb_home_page_constructed (GObject *object)
{
  CbHomePage *self = CB_HOME_PAGE (object);
  const CbPerson *person = cb_desk_person (cb_page_get_desk (CB_PAGE (self)));

  G_OBJECT_CLASS (cb_home_page_parent_class)->constructed (object);

  gtk_box_prepend (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), cb_unsaved_note_new (cb_page_get_desk (CB_PAGE (self))));
  gtk_stack_add_named (GTK_STACK (self->stack), empty_new (person != NULL && (person->roles & CB_ROLE_CASEWORKER) != 0),
                       "empty");
  if (!has_steps (self))
    {
      gtk_label_set_text (GTK_LABEL (self->heading), _("Cases on their way"));
      gtk_widget_set_visible (gtk_widget_get_parent (self->all), FALSE);
    }
  g_signal_connect_object (cb_counts_source_of (cb_page_get_desk (CB_PAGE (self))), "changed",
                           G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  update_counts (self);
}

static void
cb_home_page_dispose (GObject *object)
{
  g_clear_object (&CB_HOME_PAGE (object)->items);

  G_OBJECT_CLASS (cb_home_page_parent_class)->dispose (object);
}

static void
cb_home_page_class_init (CbHomePageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = cb_home_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cb_home_page_dispose;
  CB_PAGE_CLASS (klass)->changed = cb_home_page_changed;
  CB_PAGE_CLASS (klass)->enter = cb_home_page_enter;
}

static void
cb_home_page_init (CbHomePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *figures = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *card = cb_card_new (NULL);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *toggles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  cb_page_set_title (CB_PAGE (self), _("Today"));
  self->items = g_list_store_new (CB_TYPE_WORK_ITEM);
  gtk_widget_add_css_class (box, "cb-page");
  adw_bin_set_child (ADW_BIN (self), box);

  gtk_box_set_homogeneous (GTK_BOX (figures), TRUE);
  gtk_box_append (GTK_BOX (figures), figure_new (self, FIGURE_HOUSEHOLDS, _("Households on file")));
  gtk_box_append (GTK_BOX (figures), figure_new (self, FIGURE_PERSONS, _("Persons on file")));
  gtk_box_append (GTK_BOX (figures), figure_new (self, FIGURE_GRANTED, _("Households with a grant")));
  gtk_box_append (GTK_BOX (figures), figure_new (self, FIGURE_GRANTED_PERSONS, _("Persons with a grant")));
  gtk_box_append (GTK_BOX (figures), figure_new (self, FIGURE_MONTHLY, _("Granted a month (yuan)")));
  self->aid = cb_label_new (NULL, "numeric");
  gtk_label_set_wrap (GTK_LABEL (self->aid), TRUE);
  gtk_widget_set_visible (self->aid, FALSE);
  gtk_box_append (GTK_BOX (box), figures);
  gtk_box_append (GTK_BOX (box), self->aid);

  self->notes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->notes, "card");
  gtk_widget_add_css_class (self->notes, "cb-home-note");
  self->overdue = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->overdue), cb_label_new (NULL, "cb-overdue"));
  gtk_widget_add_css_class (self->overdue, "flat");
  gtk_widget_set_halign (self->overdue, GTK_ALIGN_START);
  cb_widget_set_tip (self->overdue, _("Go to them"));
  g_signal_connect_swapped (self->overdue, "clicked", G_CALLBACK (overdue_clicked_cb), self);
  self->forks = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->forks), TRUE);
  gtk_widget_set_hexpand (self->forks, TRUE);
  self->to_forks = gtk_button_new_with_mnemonic (_("_Show Them"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->to_forks), "workbench.questions");
  gtk_widget_set_valign (self->to_forks, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->notes, FALSE);
  gtk_box_append (GTK_BOX (line), self->forks);
  gtk_box_append (GTK_BOX (line), self->to_forks);
  gtk_box_append (GTK_BOX (self->notes), self->overdue);
  gtk_box_append (GTK_BOX (self->notes), line);
  gtk_box_append (GTK_BOX (box), self->notes);
  self->standards = cb_standard_notes_new ();
  gtk_box_append (GTK_BOX (box), self->standards);

  gtk_widget_add_css_class (top, "cb-card-heading");
  self->heading = cb_label_new (_("What waits for you"), "heading");
  gtk_widget_set_hexpand (self->heading, TRUE);
  gtk_widget_add_css_class (toggles, "linked");
  self->mine = gtk_toggle_button_new_with_mnemonic (_("_Mine"));
  self->all = gtk_toggle_button_new_with_mnemonic (_("_All open"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->all), GTK_TOGGLE_BUTTON (self->mine));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mine), TRUE);
  g_signal_connect_swapped (self->all, "toggled", G_CALLBACK (load), self);
  gtk_box_append (GTK_BOX (toggles), self->mine);
  gtk_box_append (GTK_BOX (toggles), self->all);
  gtk_box_append (GTK_BOX (top), self->heading);
  gtk_box_append (GTK_BOX (top), toggles);
  gtk_box_append (GTK_BOX (card), top);

  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), cb_spinner_new (), "loading");
  gtk_stack_add_named (GTK_STACK (self->stack), work_new (self), "work");
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("emblem-ok-symbolic", _("Nothing is waiting"),
                                     _("No case waits for a step here."), NULL, NULL), "quiet");
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (card), self->stack);
  gtk_box_append (GTK_BOX (box), card);
}
