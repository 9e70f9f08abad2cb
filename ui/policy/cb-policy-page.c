/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-policy-page.h"

#include "cb-batch-view.h"
#include "cb-clock.h"
#include "cb-outcome-text.h"
#include "cb-policy-part.h"
#include "cb-policy-row.h"
#include "cb-policy-trial.h"
#include "cb-standards-view.h"
#include "cb-ui-names.h"
#include "cb-tip.h"
#include "cb-widgets.h"

#include <string.h>

/* In the order of the list: parameters by what they are, then rules. */
typedef enum
{
  SECTION_AMOUNTS,
  SECTION_SHARES,
  SECTION_PERIODS,
  SECTION_OTHERS,
  SECTION_PROGRAMMES,
  SECTION_VALUES,
  SECTION_TABLES,
  SECTION_EXCEPTIONS,
  SECTION_REASONS,
  SECTION_TEXTS,
  N_SECTIONS,
} Section;

enum
{
  MODE_READ,
  MODE_TRY,
  N_MODES,
};

static const char *const section_titles[N_SECTIONS] = {
  N_("Standards and amounts"), N_("Shares and multiples"), N_("Ages, periods and deadlines"), N_("Counts and switches"),
  N_("Programmes"), N_("Computed values"), N_("Decision tables"), N_("Exceptions"), N_("Reasons"), N_("Texts"),
};

typedef struct
{
  Section     section;
  const char *group, *name;   /* borrowed from the pack */
  char       *folded;         /* what the filter looks into */
} Part;

struct _CbPolicyPage
{
  CbPage parent_instance;

  CbPack    *pack;            /* what is shown */
  GPtrArray *parts;           /* of Part, as the rows */
  Part      *chosen;
  char      *needle;
  GtkWidget *stack, *list, *nothing, *search, *about, *demo, *title, *modes, *views, *reader, *trial;
  GtkWidget *mode[N_MODES];
  GtkWidget *parts_view, *standards, *batch, *sides[3];   /* the rules, the standards, the re-evaluation; which of them */
};

G_DEFINE_FINAL_TYPE (CbPolicyPage, cb_policy_page, CB_TYPE_PAGE)

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->folded);
  g_free (part);
}

/* --- the list --- */

static Section
section_of_param (const CbPackParam *param)
{
  if (param->kind != CB_TYPE_NUMBER)
    return SECTION_OTHERS;
  switch (param->unit)
    {
    case CB_UNIT_MONEY:
    case CB_UNIT_MONEY_MONTH:
    case CB_UNIT_MONEY_YEAR:
      return SECTION_AMOUNTS;
    case CB_UNIT_RATIO:
      return SECTION_SHARES;
    case CB_UNIT_YEARS:
    case CB_UNIT_MONTHS:
    case CB_UNIT_DAYS:
    case CB_UNIT_WORKING_DAYS:
      return SECTION_PERIODS;
    case CB_UNIT_NUMBER:
    case CB_UNIT_COUNT:
    case CB_UNIT_OTHER:
    default:
      return SECTION_OTHERS;
    }
}

static Section
section_of_rule (CbRuleKind kind)
{
  static const Section sections[] = {
    [CB_RULE_VALUE] = SECTION_VALUES, [CB_RULE_TABLE] = SECTION_TABLES, [CB_RULE_EXCEPTION] = SECTION_EXCEPTIONS,
    [CB_RULE_PROGRAMME] = SECTION_PROGRAMMES, [CB_RULE_REASON] = SECTION_REASONS, [CB_RULE_TEXT] = SECTION_TEXTS,
  };

  return sections[kind];
}

static void
add_part (CbPolicyPage *self,
          Section       section,
          const char   *group,
          const char   *name,
          const char   *cite)
{
  Part *part = g_new0 (Part, 1);
  g_autofree char *text = g_strdup_printf ("%s %s %s %s", cb_pack_title_of (self->pack, group, name, cb_outcome_lang ()),
                                           cb_pack_title_of (self->pack, group, name, NULL), name, cite == NULL ? "" : cite);

  part->section = section;
  part->group = group;
  part->name = name;
  part->folded = g_utf8_casefold (text, -1);
  g_ptr_array_add (self->parts, part);
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const Part *x = *(Part *const *) a, *y = *(Part *const *) b;

  return (int) x->section - (int) y->section;
}

static Part *
part_of_row (CbPolicyPage  *self,
             GtkListBoxRow *row)
{
  return row == NULL ? NULL : g_object_get_data (G_OBJECT (row), "part");
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       data)
{
  CbPolicyPage *self = data;
  const Part *part = part_of_row (self, row), *last = part_of_row (self, before);
  GtkWidget *label;

  if (last != NULL && last->section == part->section)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = cb_label_new (_(section_titles[part->section]), "heading");
  gtk_widget_add_css_class (label, "cb-policy-section");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  CbPolicyPage *self = data;

  return self->needle == NULL || strstr (part_of_row (self, row)->folded, self->needle) != NULL;
}

/* What stands under the search where the list is empty. */
static void
show_nothing (CbPolicyPage *self)
{
  GtkListBoxRow *row;
  gboolean any = FALSE;

  for (int i = 0; !any && (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    any = filter_cb (row, self);
  gtk_widget_set_visible (self->nothing, !any);
}

static void
searched_cb (CbPolicyPage *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  show_nothing (self);
}

/* Return in the search chooses the first that is left. */
static void
search_done_cb (CbPolicyPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

/* --- the part that is chosen --- */

static void
show_part (CbPolicyPage *self)
{
  const CbPackParam *param;
  gboolean fits;

  if (self->chosen == NULL)
    return;
  param = strcmp (self->chosen->group, "param") == 0 ? cb_pack_param (self->pack, self->chosen->name) : NULL;
  fits = cb_policy_trial_fits (self->pack, param);
  gtk_label_set_text (GTK_LABEL (self->title), cb_pack_title_of (self->pack, self->chosen->group, self->chosen->name, cb_outcome_lang ()));
  /* Its name in the rules, for whoever writes them. */
  cb_widget_set_tip (self->title, self->chosen->name);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->reader), cb_policy_part_new (self->pack, self->chosen->group, self->chosen->name));
  gtk_widget_set_visible (self->modes, fits);
  if (!fits)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mode[MODE_READ]), TRUE);
  cb_policy_trial_set_param (CB_POLICY_TRIAL (self->trial), self->pack, fits ? param : NULL);
}

static void
selected_cb (CbPolicyPage  *self,
             GtkListBoxRow *row)
{
  Part *part = part_of_row (self, row);

  if (part == NULL || part == self->chosen)
    return;
  self->chosen = part;
  show_part (self);
}

static void
mode_toggled_cb (CbPolicyPage *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->views),
                                    gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->mode[MODE_READ])) ? "read" : "try");
}

gboolean
cb_policy_page_choose (CbPolicyPage *page,
                       const char   *group,
                       const char   *name)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CB_IS_POLICY_PAGE (page), FALSE);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), i)) != NULL; i++)
    {
      const Part *part = part_of_row (page, row);

      if (strcmp (part->group, group) != 0 || strcmp (part->name, name) != 0)
        continue;
      if (!filter_cb (row, page))
        gtk_editable_set_text (GTK_EDITABLE (page->search), "");
      gtk_list_box_select_row (GTK_LIST_BOX (page->list), row);
      return TRUE;
    }
  return FALSE;
}

GtkWidget *
cb_policy_page_trial (CbPolicyPage *page)
{
  return page->trial;
}

static void
show_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbPolicyPage *self = CB_POLICY_PAGE (widget);
  const char *group, *part;

  g_variant_get (parameter, "(&s&s)", &group, &part);
  if (cb_policy_page_choose (self, group, part))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list))));
}

/* --- the standards --- */

enum { SIDE_RULES, SIDE_STANDARDS, SIDE_BATCH, N_SIDES };

static guint
shown_side (CbPolicyPage *self)
{
  for (guint i = 0; i < N_SIDES; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->sides[i])))
      return i;
  return SIDE_RULES;
}

static void
side_toggled_cb (CbPolicyPage *self)
{
  static const char *const names[N_SIDES] = { "rules", "standards", "batch" };
  const guint side = shown_side (self);

  if (side != SIDE_STANDARDS)
    cb_standards_view_save (CB_STANDARDS_VIEW (self->standards));
  gtk_stack_set_visible_child_name (GTK_STACK (self->parts_view), names[side]);
  if (side == SIDE_BATCH)
    cb_batch_view_load (CB_BATCH_VIEW (self->batch));
}

static void
show_side (CbPolicyPage *self,
           guint         side)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->sides[side]), TRUE);
}

/* The number that is being tried goes into a draft, to begin with the month that comes unless a later day was tried. */
static void
take_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbPolicyPage *self = CB_POLICY_PAGE (widget);
  const char *param, *word;
  g_autofree char *value = NULL;
  CbDate on, next = cb_month_first (cb_month_of (cb_clock_today ()) + 1);

  if (!cb_policy_trial_get_wish (CB_POLICY_TRIAL (self->trial), &param, &word, &value, &on))
    return;
  cb_standards_view_take (CB_STANDARDS_VIEW (self->standards), param, word, value, MAX (on, next));
  show_side (self, SIDE_STANDARDS);
  cb_widget_focus_inside (self->standards);
}

/* Everybody by the standard that is in force. */
static void
batch_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  show_side (CB_POLICY_PAGE (widget), SIDE_BATCH);
  cb_widget_focus_inside (CB_POLICY_PAGE (widget)->batch);
}

/* A value of a draft is tried on the county. */
static void
try_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CbPolicyPage *self = CB_POLICY_PAGE (widget);
  const char *param, *word, *value;

  g_variant_get (parameter, "(&s&s&s)", &param, &word, &value);
  if (!cb_policy_page_choose (self, "param", param))
    return;
  show_side (self, SIDE_RULES);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mode[MODE_TRY]), TRUE);
  cb_policy_trial_set_wish (CB_POLICY_TRIAL (self->trial), *word != '\0' ? word : NULL, value);
  cb_widget_focus_inside (self->trial);
}

static void
cb_policy_page_show (CbPage      *page,
                     const CbUid *subject)
{
  CbPolicyPage *self = CB_POLICY_PAGE (page);

  if (subject == NULL)
    return;
  show_side (self, SIDE_STANDARDS);
  cb_standards_view_choose (CB_STANDARDS_VIEW (self->standards), subject);
}

static void
cb_policy_page_leave (CbPage *page)
{
  cb_standards_view_save (CB_STANDARDS_VIEW (CB_POLICY_PAGE (page)->standards));
}

/* --- the pack --- */

static GtkWidget *
row_new (CbPolicyPage *self,
         Part         *part)
{
  GtkWidget *row = cb_policy_row_new (self->pack, part->group, part->name, cb_clock_today ());

  g_object_set_data (G_OBJECT (row), "part", part);
  return row;
}

static void
show_about (CbPolicyPage *self)
{
  g_autofree char *from = cb_date_format (cb_pack_from (self->pack));
  g_autofree char *text = g_strdup_printf (_("%s · %s · from %s"), cb_pack_title (self->pack, cb_outcome_lang ()),
                                           cb_pack_issuer (self->pack) == NULL ? "" : cb_pack_issuer (self->pack), from);

  gtk_label_set_text (GTK_LABEL (self->about), text);
  gtk_widget_set_visible (self->demo, cb_pack_is_demo (self->pack));
}

static void
load_pack (CbPolicyPage *self)
{
  CbPack *pack = cb_desk_pack (cb_page_get_desk (CB_PAGE (self)));
  g_autofree char *group = self->chosen == NULL ? NULL : g_strdup (self->chosen->group);
  g_autofree char *name = self->chosen == NULL ? NULL : g_strdup (self->chosen->name);
  GPtrArray *all;
  GtkWidget *row;

  if (pack == self->pack)
    return;
  self->chosen = NULL;
  cb_policy_trial_set_param (CB_POLICY_TRIAL (self->trial), NULL, NULL);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->pack, cb_pack_unref);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), pack == NULL ? "empty" : "pack");
  if (pack == NULL)
    return;
  self->pack = cb_pack_ref (pack);
  all = cb_pack_params (pack);
  for (guint i = 0; i < all->len; i++)
    {
      const CbPackParam *param = all->pdata[i];

      add_part (self, section_of_param (param), "param", param->name, param->cite);
    }
  all = cb_pack_rules (pack);
  for (guint i = 0; i < all->len; i++)
    {
      const CbPackRule *rule = all->pdata[i];

      add_part (self, section_of_rule (rule->kind), cb_pack_rule_group (rule->kind), rule->name, rule->cite);
    }
  /* Stable: within a section as the pack has them. */
  g_ptr_array_sort (self->parts, compare_parts);
  for (guint i = 0; i < self->parts->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (self, self->parts->pdata[i]));
  show_nothing (self);
  show_about (self);
  if (group == NULL || !cb_policy_page_choose (self, group, name))
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

static void
cb_policy_page_enter (CbPage *page)
{
  CbPolicyPage *self = CB_POLICY_PAGE (page);

  load_pack (self);
  cb_standards_view_load (CB_STANDARDS_VIEW (self->standards));
  if (shown_side (self) == SIDE_BATCH)
    cb_batch_view_load (CB_BATCH_VIEW (self->batch));
}

static void
cb_policy_page_changed (CbPage *page,
                        guint   mask)
{
  CbPolicyPage *self = CB_POLICY_PAGE (page);

  if ((mask & CB_CHANGED_PACKS) != 0)
    {
      load_pack (self);
      cb_standards_view_load (CB_STANDARDS_VIEW (self->standards));
    }
  if ((mask & CB_CHANGED_HOUSEHOLDS) != 0)
    cb_policy_trial_forget (CB_POLICY_TRIAL (self->trial));
  if ((mask & (CB_CHANGED_HOUSEHOLDS | CB_CHANGED_CASES | CB_CHANGED_PACKS)) != 0)
    cb_batch_view_changed (CB_BATCH_VIEW (self->batch));
}

/* --- building --- */

static GtkWidget *
build_left (CbPolicyPage *self)
{
  GtkWidget *card = cb_card_new (NULL), *scrolled;

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _(CB_NAME_POLICY_FILTER), "margin-start", 8, "margin-end", 8, "margin-top", 8,
                "margin-bottom", 4, NULL);
  cb_widget_set_label (self->search, _(CB_NAME_POLICY_FILTER));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, self, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  gtk_widget_add_css_class (self->list, "cb-rows");
  gtk_widget_add_css_class (self->list, "cb-policy-parts");
  cb_widget_set_label (self->list, _(CB_NAME_POLICY_PARTS));
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (searched_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_done_cb), self);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->list, "vexpand", TRUE, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  self->nothing = cb_label_new (_("Nothing of that name"), "cb-nothing");
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_box_append (GTK_BOX (card), self->search);
  gtk_box_append (GTK_BOX (card), self->nothing);
  gtk_box_append (GTK_BOX (card), scrolled);
  gtk_widget_set_size_request (card, 280, -1);
  return card;
}

static GtkWidget *
build_heading (CbPolicyPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *const modes[N_MODES] = { _(CB_NAME_POLICY_READ), _(CB_NAME_POLICY_TRY) };

  self->title = cb_label_new (NULL, "title-3");
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_widget_set_hexpand (self->title, TRUE);
  self->modes = cb_switch_new (modes, N_MODES, self->mode, G_CALLBACK (mode_toggled_cb), self);
  gtk_widget_set_valign (self->modes, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_box_append (GTK_BOX (line), self->modes);
  return line;
}

static GtkWidget *
build_right (CbPolicyPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->about = cb_label_new (NULL, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->about), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->about, TRUE);
  self->demo = cb_label_new (_("Demo parameters"), "cb-demo-mark");
  gtk_box_append (GTK_BOX (top), self->about);
  gtk_box_append (GTK_BOX (top), self->demo);
  self->reader = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
  self->trial = cb_policy_trial_new (cb_page_get_desk (CB_PAGE (self)));
  self->views = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->views), self->reader, "read");
  gtk_stack_add_named (GTK_STACK (self->views), self->trial, "try");
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), build_heading (self));
  gtk_box_append (GTK_BOX (box), self->views);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
cb_policy_page_constructed (GObject *object)
{
  CbPolicyPage *self = CB_POLICY_PAGE (object);
  GtkWidget *left, *right, *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14), *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *sides;
  const char *const names[N_SIDES] = { _("_Rules"), _(CB_NAME_STANDARDS_OPEN), _(CB_NAME_BATCH_OPEN) };

  G_OBJECT_CLASS (cb_policy_page_parent_class)->constructed (object);

  cb_page_set_title (CB_PAGE (self), _("Policy"));
  self->parts = g_ptr_array_new_with_free_func (part_free);
  left = build_left (self);
  right = build_right (self);
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  self->standards = cb_standards_view_new (cb_page_get_desk (CB_PAGE (self)));
  self->batch = cb_batch_view_new (cb_page_get_desk (CB_PAGE (self)));
  self->parts_view = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->parts_view), box, "rules");
  gtk_stack_add_named (GTK_STACK (self->parts_view), self->standards, "standards");
  gtk_stack_add_named (GTK_STACK (self->parts_view), self->batch, "batch");
  gtk_widget_set_vexpand (self->parts_view, TRUE);
  sides = cb_switch_new (names, N_SIDES, self->sides, G_CALLBACK (side_toggled_cb), self);
  gtk_widget_set_halign (sides, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (all), sides);
  gtk_box_append (GTK_BOX (all), self->parts_view);
  gtk_widget_add_css_class (all, "cb-page");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), all, "pack");
  gtk_stack_add_named (GTK_STACK (self->stack),
                       cb_empty_new ("cb-policy-symbolic", _("No rules are published here yet"),
                                     _("A county is founded with its rules. Without them nothing can be assessed; ask whoever founded this "
                                       "casebook for the published pack."), NULL, NULL),
                       "empty");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

static void
cb_policy_page_dispose (GObject *object)
{
  CbPolicyPage *self = CB_POLICY_PAGE (object);

  self->chosen = NULL;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->list = NULL;

  G_OBJECT_CLASS (cb_policy_page_parent_class)->dispose (object);
}

static void
cb_policy_page_finalize (GObject *object)
{
  CbPolicyPage *self = CB_POLICY_PAGE (object);

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->pack, cb_pack_unref);

  G_OBJECT_CLASS (cb_policy_page_parent_class)->finalize (object);
}

static void
cb_policy_page_class_init (CbPolicyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CbPageClass *page_class = CB_PAGE_CLASS (klass);

  object_class->constructed = cb_policy_page_constructed;
  object_class->dispose = cb_policy_page_dispose;
  object_class->finalize = cb_policy_page_finalize;
  page_class->enter = cb_policy_page_enter;
  page_class->changed = cb_policy_page_changed;
  page_class->show = cb_policy_page_show;
  page_class->leave = cb_policy_page_leave;
  gtk_widget_class_install_action (widget_class, "policy.show", "(ss)", show_action);
  gtk_widget_class_install_action (widget_class, "policy.batch", NULL, batch_action);
  gtk_widget_class_install_action (widget_class, "policy.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "policy.try", "(sss)", try_action);
}

static void
cb_policy_page_init (CbPolicyPage *self)
{
}
