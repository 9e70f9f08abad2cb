/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-roster.h"

#include <glib/gi18n.h>
#include "cb-clock.h"
#include "cb-widgets.h"

typedef struct
{
  gboolean   heading;
  CbKind     adds;          /* of a heading: what its button adds; 0: nothing */
  CbFormPart part;
  CbUid      subject;
  GtkWidget *row, *title, *right, *line, *amount, *add;
} Item;

struct _CbRoster
{
  GtkWidget  parent_instance;

  CbEditor  *editor;
  GtkWidget *list;
  GPtrArray *items;         /* of Item, as they stand */
  gboolean   refreshing;
};

enum { SIGNAL_SELECTED, SIGNAL_OPEN, SIGNAL_ADD, SIGNAL_REMOVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CbRoster, cb_roster, GTK_TYPE_WIDGET)

static guint
id_of (const char *key)
{
  return cb_field_by_key (key)->id;
}

static const char *
word_title (CbEntity   *e,
            const char *key)
{
  const CbField *field = cb_field_by_key (key);
  const char *word = cb_entity_text (e, field->id);

  return word != NULL ? cb_choice_title (field, word) : NULL;
}

/* --- what stands in a row --- */

static void
join (GString    *line,
      const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, text);
}

/* "Female · Lives at home · Serious illness" */
static char *
member_line (CbEntity *e)
{
  GString *line = g_string_new (NULL);
  const char *disability = cb_entity_text (e, id_of ("member.disability_type"));
  const char *health = cb_entity_text (e, id_of ("member.health"));
  const char *school = cb_entity_text (e, id_of ("member.school"));

  join (line, word_title (e, "member.sex"));
  join (line, word_title (e, "member.residence"));
  if (disability != NULL && g_strcmp0 (disability, "none") != 0)
    {
      gint64 grade = cb_entity_int (e, id_of ("member.disability_grade"), 0);
      g_autofree char *text = grade > 0
                                /* TRANSLATORS: kind of disability, grade */
                                ? g_strdup_printf (_("%s, grade %d"), word_title (e, "member.disability_type"), (int) grade)
                                : g_strdup (word_title (e, "member.disability_type"));

      join (line, text);
    }
  else if (health != NULL && g_strcmp0 (health, "good") != 0)
    join (line, word_title (e, "member.health"));
  else if (school != NULL && g_strcmp0 (school, "none") != 0)
    join (line, word_title (e, "member.school"));
  return g_string_free (line, FALSE);
}

/* What of the member's income counts, or all of it while the rules cannot say. */
static CbMoney
member_income (CbRoster    *self,
               const CbUid *member)
{
  CbAssessment *assessment = cb_editor_get_assessment (self->editor);

  if (assessment != NULL)
    {
      CbFacts *facts = cb_assessment_facts (assessment);
      int n = cb_facts_count (facts, "member");
      gint64 numerator, denominator;

      for (int i = 0; i < n; i++)
        if (cb_uid_equal (cb_facts_uid (facts, "member", i), member)
            && cb_result_value (cb_assessment_result (assessment), "member.income_counted", i, &numerator, &denominator)
            && denominator != 0)
          return numerator / denominator;
    }
  return cb_household_income (cb_editor_get_household (self->editor), member);
}

static void
set_label (GtkWidget  *label,
           const char *text)
{
  if (text == NULL)
    text = "";
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

/* A row has no name of its own for those who do not see it. */
static void
name_row (Item       *item,
          const char *title,
          const char *right,
          const char *line)
{
  g_autofree char *name = g_strdup_printf ("%s  %s  %s", title, right != NULL ? right : "", line != NULL ? line : "");

  cb_widget_set_label (item->row, g_strchomp (name));
  cb_widget_set_cut_tip (item->row, name);
}

static void
fill_person (CbRoster *self,
             Item     *item,
             CbEntity *e)
{
  const gboolean member = item->part == CB_FORM_MEMBER;
  const char *name = cb_entity_text (e, id_of (member ? "member.name" : "supporter.name"));
  const char *relation = word_title (e, member ? "member.relation" : "supporter.relation");
  gint64 birth = cb_entity_int (e, id_of (member ? "member.birth" : "supporter.birth"), CB_DATE_NONE);
  g_autofree char *title = NULL, *age = NULL, *line = NULL, *amount = NULL;

  title = g_strdup_printf ("%s  %s", name != NULL ? name : _("No name yet"), relation != NULL ? relation : "");
  if (birth != CB_DATE_NONE)
    {
      int years = cb_date_age ((CbDate) birth, cb_clock_today ());

      age = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "age %d", "age %d", (gulong) MAX (years, 0)), MAX (years, 0));
    }
  if (member)
    {
      line = member_line (e);
      amount = cb_money_format (member_income (self, &item->subject), TRUE);
    }
  else
    {
      const CbValue *income = cb_entity_value (e, id_of ("supporter.income"));
      const CbValue *consent = cb_entity_value (e, id_of ("supporter.consent"));

      line = g_strdup (consent != NULL && consent->i != 0 ? _("Consents to the check") : _("No consent to the check yet"));
      amount = income != NULL ? cb_money_format (income->i, TRUE) : g_strdup (C_("choice", "—"));
    }
  set_label (item->title, title);
  set_label (item->right, age);
  set_label (item->line, line);
  set_label (item->amount, amount);
  name_row (item, title, age, line);
}

static char *
yuan (CbMoney amount)
{
  g_autofree char *text = cb_money_format (amount, TRUE);

  return g_strdup_printf (_("%s yuan"), text);
}

static void
fill_part (CbRoster          *self,
           Item              *item,
           const CbHousehold *h)
{
  g_autofree char *right = NULL;

  switch (item->part)
    {
    case CB_FORM_ADDRESS:
      right = g_strdup (word_title (cb_household_self (h), "household.category"));
      break;
    case CB_FORM_PROPERTY:
      right = yuan (cb_household_assets (h));
      break;
    case CB_FORM_SPENDING:
      right = yuan (cb_household_spending (h, NULL));
      break;
    case CB_FORM_MEMBER:
    case CB_FORM_SUPPORTER:
    case CB_FORM_N_PARTS:
    default:
      break;
    }
  set_label (item->title, cb_form_title (item->part));
  set_label (item->right, right);
  name_row (item, cb_form_title (item->part), right, NULL);
}

static void
fill_heading (CbRoster          *self,
              Item              *item,
              const CbHousehold *h)
{
  g_autofree char *text = NULL;

  if (item->adds == 0)
    text = g_strdup (_("The household"));
  else
    {
      g_autoptr (GPtrArray) list = cb_household_list (h, item->adds, NULL);

      text = item->adds == CB_KIND_MEMBER
               ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Members: %u", "Members: %u", list->len), list->len)
               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Supporters: %u", "Supporters: %u", list->len),
                                  list->len);
    }
  set_label (item->title, text);
  if (item->add != NULL)
    gtk_widget_set_sensitive (item->add, cb_editor_get_closed (self->editor) == NULL);
}

/* --- rows --- */

static void
add_clicked_cb (GtkWidget *button,
                CbRoster  *self)
{
  g_signal_emit (self, signals[SIGNAL_ADD], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cb-kind")));
}

/* On a narrow screen a name and what is said of it take more lines before they are cut. */
static void
let_wrap (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}

static void
build_heading (CbRoster *self,
               Item     *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  item->title = cb_label_new (NULL, "heading");
  gtk_widget_set_hexpand (item->title, TRUE);
  let_wrap (item->title);
  gtk_box_append (GTK_BOX (box), item->title);
  if (item->adds != 0)
    {
      GtkWidget *button = cb_icon_button_new ("list-add-symbolic",
                                              item->adds == CB_KIND_MEMBER ? _("Add a member (Insert)")
                                                                           : _("Add a person with a duty to support"), NULL);

      g_object_set_data (G_OBJECT (button), "cb-kind", GUINT_TO_POINTER (item->adds));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "cb-small");
      item->add = button;
      g_signal_connect (button, "clicked", G_CALLBACK (add_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_widget_add_css_class (box, "cb-roster-heading");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item->row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (item->row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item->row), FALSE);
  gtk_widget_set_focusable (item->row, FALSE);
}

static GtkWidget *
right_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
build_row (CbRoster *self,
           Item     *item)
{
  GtkWidget *grid = gtk_grid_new ();
  const gboolean person = item->part == CB_FORM_MEMBER || item->part == CB_FORM_SUPPORTER;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  item->title = cb_label_new (NULL, person ? "heading" : NULL);
  let_wrap (item->title);
  if (!person)
    gtk_label_set_wrap_mode (GTK_LABEL (item->title), PANGO_WRAP_WORD);   /* known words: the column is wide enough for each */
  gtk_widget_set_hexpand (item->title, TRUE);
  item->right = right_label ("dim-label");
  gtk_grid_attach (GTK_GRID (grid), item->title, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), item->right, 1, 0, 1, 1);
  if (person)
    {
      item->line = cb_label_new (NULL, "caption");
      gtk_widget_add_css_class (item->line, "dim-label");
      let_wrap (item->line);
      item->amount = right_label ("caption");
      gtk_grid_attach (GTK_GRID (grid), item->line, 0, 1, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), item->amount, 1, 1, 1, 1);
    }
  gtk_widget_add_css_class (grid, person ? "cb-roster-person" : "cb-roster-part");
  gtk_widget_set_valign (item->title, person ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (item->title, TRUE);
  if (person)
    {
      gtk_widget_set_valign (item->right, GTK_ALIGN_END);
      gtk_widget_set_valign (item->line, GTK_ALIGN_START);
      gtk_widget_set_valign (item->amount, GTK_ALIGN_START);
      gtk_widget_set_vexpand (item->line, TRUE);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item->row), grid);
}

static Item *
item_new (gboolean    heading,
          CbKind      adds,
          CbFormPart  part,
          const CbUid *subject)
{
  Item *item = g_new0 (Item, 1);

  item->heading = heading;
  item->adds = adds;
  item->part = part;
  if (subject != NULL)
    item->subject = *subject;
  return item;
}

static GPtrArray *
wanted_items (CbRoster          *self,
              const CbHousehold *h)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_free);
  static const struct { CbKind kind; CbFormPart part; } groups[] = {
    { CB_KIND_MEMBER, CB_FORM_MEMBER }, { CB_KIND_SUPPORTER, CB_FORM_SUPPORTER },
  };

  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      g_autoptr (GPtrArray) list = cb_household_list (h, groups[g].kind, NULL);

      g_ptr_array_add (items, item_new (TRUE, groups[g].kind, groups[g].part, NULL));
      for (guint i = 0; i < list->len; i++)
        g_ptr_array_add (items, item_new (FALSE, 0, groups[g].part, cb_entity_uid (g_ptr_array_index (list, i))));
    }
  g_ptr_array_add (items, item_new (TRUE, 0, CB_FORM_ADDRESS, NULL));
  for (CbFormPart part = CB_FORM_ADDRESS; part < CB_FORM_N_PARTS; part++)
    g_ptr_array_add (items, item_new (FALSE, 0, part, cb_household_uid (h)));
  return items;
}

static gboolean
same_items (GPtrArray *a,
            GPtrArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    {
      Item *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);

      same = x->heading == y->heading && x->part == y->part && cb_uid_equal (&x->subject, &y->subject);
    }
  return same;
}

static void
rebuild (CbRoster  *self,
         GPtrArray *items)
{
  CbFormPart part = CB_FORM_MEMBER;
  CbUid subject = CB_UID_NONE;
  const gboolean had = cb_roster_get_selected (self, &part, &subject);
  const gboolean focused = gtk_widget_get_focus_child (self->list) != NULL;

  for (guint i = 0; i < self->items->len; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), ((Item *) g_ptr_array_index (self->items, i))->row);
  g_ptr_array_unref (self->items);
  self->items = items;
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = g_ptr_array_index (items, i);

      item->row = gtk_list_box_row_new ();
      if (item->heading)
        build_heading (self, item);
      else
        build_row (self, item);
      gtk_list_box_append (GTK_LIST_BOX (self->list), item->row);
    }
  if (had && cb_roster_select (self, part, &subject) && focused)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list))));
}

void
cb_roster_refresh (CbRoster *self)
{
  const CbHousehold *h;
  GPtrArray *items;

  g_return_if_fail (CB_IS_ROSTER (self));

  h = cb_editor_get_household (self->editor);
  if (h == NULL)
    return;
  self->refreshing = TRUE;
  items = wanted_items (self, h);
  if (same_items (items, self->items))
    g_ptr_array_unref (items);
  else
    rebuild (self, items);
  self->refreshing = FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);
      CbEntity *e = cb_editor_find (self->editor, &item->subject);

      if (item->heading)
        fill_heading (self, item, h);
      else if (item->part != CB_FORM_MEMBER && item->part != CB_FORM_SUPPORTER)
        fill_part (self, item, h);
      else if (e != NULL)
        fill_person (self, item, e);
    }
}

gboolean
cb_roster_select (CbRoster    *self,
                  CbFormPart   part,
                  const CbUid *subject)
{
  g_return_val_if_fail (CB_IS_ROSTER (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (!item->heading && item->part == part && cb_uid_equal (&item->subject, subject))
        {
          gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (item->row));
          return TRUE;
        }
    }
  return FALSE;
}

static Item *
item_of (CbRoster      *self,
         GtkListBoxRow *row)
{
  for (guint i = 0; row != NULL && i < self->items->len; i++)
    if (((Item *) g_ptr_array_index (self->items, i))->row == GTK_WIDGET (row))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

gboolean
cb_roster_get_selected (CbRoster   *self,
                        CbFormPart *part,
                        CbUid      *subject)
{
  Item *item;

  g_return_val_if_fail (CB_IS_ROSTER (self), FALSE);

  item = item_of (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
  if (item == NULL)
    return FALSE;
  *part = item->part;
  *subject = item->subject;
  return TRUE;
}

/* --- keys --- */

static void
row_selected_cb (CbRoster *self)
{
  if (!self->refreshing)
    g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
row_activated_cb (CbRoster *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        CbRoster              *self)
{
  Item *item = item_of (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
  const gboolean supporters = item != NULL && item->part == CB_FORM_SUPPORTER;

  if ((state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Insert:
    case GDK_KEY_KP_Insert:
      g_signal_emit (self, signals[SIGNAL_ADD], 0, supporters ? CB_KIND_SUPPORTER : CB_KIND_MEMBER);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      if (item == NULL || (item->part != CB_FORM_MEMBER && !supporters))
        return GDK_EVENT_PROPAGATE;
      {
        CbUid subject = item->subject;

        g_signal_emit (self, signals[SIGNAL_REMOVE], 0, &subject);
      }
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* --- the widget --- */

GtkWidget *
cb_roster_new (CbEditor *editor)
{
  CbRoster *self = g_object_new (CB_TYPE_ROSTER, NULL);

  self->editor = g_object_ref (editor);
  return GTK_WIDGET (self);
}

static gboolean
cb_roster_grab_focus (GtkWidget *widget)
{
  CbRoster *self = CB_ROSTER (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->list);
}

static void
cb_roster_dispose (GObject *object)
{
  CbRoster *self = CB_ROSTER (object);

  self->refreshing = TRUE;
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_roster_parent_class)->dispose (object);
}

static void
cb_roster_class_init (CbRosterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_roster_dispose;
  widget_class->grab_focus = cb_roster_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[SIGNAL_SELECTED] = g_signal_new ("selected", CB_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN] = g_signal_new ("open", CB_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADD] = g_signal_new ("add", CB_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", CB_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
cb_roster_init (CbRoster *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->items = g_ptr_array_new_with_free_func (g_free);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "cb-roster");
  cb_widget_set_label (self->list, _("Members and parts of the household"));
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
