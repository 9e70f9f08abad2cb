/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include "cb-case-bar.h"
#include "cb-clock.h"
#include "cb-form.h"
#include "cb-result-panel.h"
#include "cb-roster.h"
#include "cb-row-table.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#define GAP 12

struct _CbHouseholdView
{
  GtkWidget   parent_instance;

  CbEditor   *editor;
  GtkWidget  *roster_card, *middle, *panel, *case_bar;
  GtkWidget  *roster, *stack, *heading, *state;
  GtkWidget  *failure, *failure_text;
  GtkWidget  *forms[CB_FORM_N_PARTS];
  CbFormPart  part;
};

G_DEFINE_FINAL_TYPE (CbHouseholdView, cb_household_view, GTK_TYPE_WIDGET)

/* --- the form in the middle --- */

static const char *
part_name (CbFormPart part)
{
  static const char *const names[] = { "member", "supporter", "address", "property", "spending" };

  return names[part];
}

static GtkWidget *
form_of (CbHouseholdView *self,
         CbFormPart       part);

static void
show_subject (CbHouseholdView *self,
              CbFormPart       part,
              const CbUid     *subject)
{
  GtkWidget *form = form_of (self, part);

  /* What was shown is left: nothing of it stays behind unsaved. */
  cb_editor_flush (self->editor);
  self->part = part;
  cb_form_set_subject (CB_FORM (form), subject);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), part_name (part));
}

/* Who or what the form is about. */
static void
show_heading (CbHouseholdView *self,
              CbFormPart       part,
              const CbUid     *subject)
{
  CbEntity *e = cb_editor_find (self->editor, subject);
  const char *name = cb_form_title (part);

  if (e != NULL && (part == CB_FORM_MEMBER || part == CB_FORM_SUPPORTER))
    {
      name = cb_entity_text (e, cb_field_by_key (part == CB_FORM_MEMBER ? "member.name" : "supporter.name")->id);
      if (name == NULL)
        name = _("No name yet");
    }
  gtk_label_set_label (GTK_LABEL (self->heading), name);
}

static void
selected_cb (CbHouseholdView *self)
{
  CbFormPart part;
  CbUid subject;

  if (cb_roster_get_selected (CB_ROSTER (self->roster), &part, &subject))
    {
      show_subject (self, part, &subject);
      show_heading (self, part, &subject);
    }
}

static void
open_cb (CbHouseholdView *self)
{
  cb_form_focus_first (CB_FORM (self->forms[self->part]));
}

static void
past_end_cb (CbHouseholdView *self)
{
  gtk_widget_grab_focus (self->roster);
}

/* --- adding and removing --- */

static void
add_cb (CbHouseholdView *self,
        guint            kind)
{
  CbUid uid;

  if (cb_editor_get_closed (self->editor) != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  uid = cb_editor_add (self->editor, kind, cb_editor_get_uid (self->editor));
  cb_roster_refresh (CB_ROSTER (self->roster));
  if (cb_roster_select (CB_ROSTER (self->roster), kind == CB_KIND_SUPPORTER ? CB_FORM_SUPPORTER : CB_FORM_MEMBER, &uid))
    open_cb (self);
}

/* Before a text field makes its own of it; in a table it is a row that is added. */
static gboolean
insert_cb (GtkEventControllerKey *controller,
           guint                  keyval,
           guint                  keycode,
           GdkModifierType        state,
           CbHouseholdView       *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if ((keyval != GDK_KEY_Insert && keyval != GDK_KEY_KP_Insert) || (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0
      || (focus != NULL && gtk_widget_get_ancestor (focus, CB_TYPE_ROW_TABLE) != NULL))
    return GDK_EVENT_PROPAGATE;
  add_cb (self, self->part == CB_FORM_SUPPORTER ? CB_KIND_SUPPORTER : CB_KIND_MEMBER);
  return GDK_EVENT_STOP;
}

typedef struct { CbEditor *editor; guint64 id; } TakeBack;

static void
take_back_cb (gpointer data)
{
  TakeBack *take_back = data;

  cb_editor_undo_one (take_back->editor, take_back->id);
}

static void
take_back_free (gpointer data)
{
  TakeBack *take_back = data;

  g_object_unref (take_back->editor);
  g_free (take_back);
}

static void
remove_cb (CbHouseholdView *self,
           const CbUid     *entity)
{
  CbEntity *e = cb_editor_find (self->editor, entity);
  const char *key = NULL, *name = NULL;
  guint64 id;
  g_autofree char *text = NULL;

  if (e == NULL)
    return;
  if (cb_editor_get_closed (self->editor) != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (cb_entity_kind (e) == CB_KIND_MEMBER)
    key = "member.name";
  else if (cb_entity_kind (e) == CB_KIND_SUPPORTER)
    key = "supporter.name";
  if (key != NULL)
    name = cb_entity_text (e, cb_field_by_key (key)->id);
  text = name != NULL ? g_strdup_printf (_("%s was taken off."), name) : g_strdup (_("The entry was taken off."));
  id = cb_editor_remove (self->editor, entity);
  if (id != 0)
    {
      TakeBack *take_back = g_new0 (TakeBack, 1);

      take_back->editor = g_object_ref (self->editor);
      take_back->id = id;
      cb_shell_toast_undo (GTK_WIDGET (self), text, take_back_cb, take_back, take_back_free);
    }
}

static void
form_remove_cb (CbForm          *form,
                gpointer         entity,
                CbHouseholdView *self)
{
  remove_cb (self, entity);
}

static void
roster_remove_cb (CbRoster        *roster,
                  gpointer         entity,
                  CbHouseholdView *self)
{
  remove_cb (self, entity);
}

static void
roster_add_cb (CbRoster        *roster,
               guint            kind,
               CbHouseholdView *self)
{
  add_cb (self, kind);
}

/* Forms are made when they are first shown. */
static GtkWidget *
form_of (CbHouseholdView *self,
         CbFormPart       part)
{
  GtkWidget *clamp, *scrolled, *form;

  if (self->forms[part] != NULL)
    return self->forms[part];
  form = cb_form_new (self->editor, part);
  gtk_widget_add_css_class (form, "cb-form");
  g_signal_connect_object (form, "past-end", G_CALLBACK (past_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "remove", G_CALLBACK (form_remove_cb), self, 0);
  clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", 980, "tightening-threshold", 980, "child", form, NULL);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "child", clamp, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, part_name (part));
  self->forms[part] = form;
  return form;
}

/* --- going to a field --- */

gboolean
cb_household_view_jump (CbHouseholdView *self,
                        const CbUid     *entity,
                        guint            field)
{
  CbEntity *e;
  CbUid target, subject;
  CbFormPart part;

  g_return_val_if_fail (CB_IS_HOUSEHOLD_VIEW (self), FALSE);

  e = cb_editor_find (self->editor, entity);
  if (e == NULL)
    return FALSE;
  target = subject = *entity;   /* what it points to may be replaced on the way */
  switch (cb_entity_kind (e))
    {
    case CB_KIND_MEMBER:
      part = CB_FORM_MEMBER;
      break;
    case CB_KIND_INCOME:
    case CB_KIND_SPENDING:
      part = CB_FORM_MEMBER;
      subject = cb_entity_parent (e);
      break;
    case CB_KIND_SUPPORTER:
      part = CB_FORM_SUPPORTER;
      break;
    case CB_KIND_ASSET:
    case CB_KIND_VEHICLE:
    case CB_KIND_DWELLING:
    case CB_KIND_COMPANY:
      part = CB_FORM_PROPERTY;
      subject = *cb_editor_get_uid (self->editor);
      break;
    case CB_KIND_HOUSEHOLD:
      part = CB_FORM_ADDRESS;
      break;
    case CB_KIND_CASE:
    case CB_KIND_RUN:
    case CB_KIND_PACK:
    case CB_KIND_PERSON:
    default:
      return FALSE;
    }
  if (!cb_roster_select (CB_ROSTER (self->roster), part, &subject))
    return FALSE;
  return cb_form_reveal (CB_FORM (form_of (self, part)), &target, field);
}

static void
jump_cb (CbResultPanel   *panel,
         gpointer         entity,
         guint            field,
         CbHouseholdView *self)
{
  cb_household_view_jump (self, entity, field);
}

/* --- what the editor says --- */

static void
show_state (CbHouseholdView *self)
{
  const gint64 at = cb_editor_get_saved_at (self->editor);
  const guint faults = cb_editor_count_faults (self->editor);
  const GError *error = cb_editor_get_save_error (self->editor);
  const char *closed = cb_editor_get_household (self->editor) != NULL ? cb_editor_get_closed (self->editor) : NULL;
  g_autofree char *text = NULL;

  if (closed != NULL)
    text = g_strdup (closed);
  else if (faults > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u field to correct; the others are saved",
                                         "%u fields to correct; the others are saved", faults), faults);
  else if (cb_editor_get_state (self->editor) == CB_EDITOR_SAVING)
    text = g_strdup (_("Saving…"));
  else if (at != 0)
    {
      g_autofree char *when = cb_clock_format (at);

      /* TRANSLATORS: time of day, "14:32" */
      text = g_strdup_printf (_("Saved on leaving each field · saved at %s"), strlen (when) > 11 ? when + 11 : when);
    }
  else
    text = g_strdup (_("Saved on leaving each field"));
  gtk_label_set_label (GTK_LABEL (self->state), text);
  cb_widget_set_cut_tip (self->state, text);

  if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      gtk_label_set_label (GTK_LABEL (self->failure_text), sentence);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->failure), error != NULL);
}

static void
changed_cb (CbHouseholdView *self)
{
  CbFormPart part;
  CbUid subject;

  if (cb_editor_get_household (self->editor) == NULL)
    return;
  cb_roster_refresh (CB_ROSTER (self->roster));
  if (!cb_roster_get_selected (CB_ROSTER (self->roster), &part, &subject))
    {
      /* The one that was shown is gone, or nothing has been shown yet: the first member. */
      CbEntity *head = cb_household_head (cb_editor_get_household (self->editor));

      if (head == NULL || !cb_roster_select (CB_ROSTER (self->roster), CB_FORM_MEMBER, cb_entity_uid (head)))
        cb_roster_select (CB_ROSTER (self->roster), CB_FORM_ADDRESS, cb_editor_get_uid (self->editor));
    }
  if (self->forms[self->part] != NULL)
    cb_form_refresh (CB_FORM (self->forms[self->part]));
  if (cb_roster_get_selected (CB_ROSTER (self->roster), &part, &subject))
    show_heading (self, part, &subject);
  cb_result_panel_refresh (CB_RESULT_PANEL (self->panel));
  cb_case_bar_refresh (CB_CASE_BAR (self->case_bar));
  show_state (self);
}

static void
saved_cb (CbEditor        *editor,
          const char      *what,
          gboolean         undone,
          CbHouseholdView *self)
{
  if (undone)
    {
      g_autofree char *text = g_strdup_printf (_("Taken back: %s"), what != NULL ? what : "");

      cb_shell_toast (GTK_WIDGET (self), text);
    }
}

/* --- around it --- */

void
cb_household_view_focus (CbHouseholdView *self)
{
  g_return_if_fail (CB_IS_HOUSEHOLD_VIEW (self));

  if (cb_editor_get_household (self->editor) == NULL)
    return;
  if (cb_editor_is_recorded (self->editor))
    gtk_widget_grab_focus (self->roster);
  else
    open_cb (self);
}

void
cb_household_view_next_pane (CbHouseholdView *self)
{
  GtkWidget *focus;

  g_return_if_fail (CB_IS_HOUSEHOLD_VIEW (self));

  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->roster_card))
    open_cb (self);
  else if (focus != NULL && gtk_widget_is_ancestor (focus, self->middle))
    cb_result_panel_focus_why (CB_RESULT_PANEL (self->panel));
  else if (focus != NULL && gtk_widget_is_ancestor (focus, self->panel) && gtk_widget_child_focus (self->case_bar, GTK_DIR_TAB_FORWARD))
    return;
  else
    gtk_widget_grab_focus (self->roster);
}

void
cb_household_view_reload_cases (CbHouseholdView *self)
{
  g_return_if_fail (CB_IS_HOUSEHOLD_VIEW (self));

  cb_case_bar_reload (CB_CASE_BAR (self->case_bar));
}

void
cb_household_view_print_why (CbHouseholdView *self)
{
  g_return_if_fail (CB_IS_HOUSEHOLD_VIEW (self));

  cb_result_panel_print (CB_RESULT_PANEL (self->panel), CB_WHY_WORKSHEET);
}

CbEditor *
cb_household_view_get_editor (CbHouseholdView *self)
{
  g_return_val_if_fail (CB_IS_HOUSEHOLD_VIEW (self), NULL);

  return self->editor;
}

/* --- layout: three columns over a bar; the panel shrinks, but stays --- */

static void
cb_household_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  CbHouseholdView *self = CB_HOUSEHOLD_VIEW (widget);
  GtkWidget *columns[] = { self->roster_card, self->middle, self->panel };
  int min = 0, nat = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      int m, n;

      gtk_widget_measure (columns[i], orientation, -1, &m, &n, NULL, NULL);
      min = orientation == GTK_ORIENTATION_HORIZONTAL ? min + m : MAX (min, m);
      nat = orientation == GTK_ORIENTATION_HORIZONTAL ? nat + n : MAX (nat, n);
    }
  {
    int m, n;

    gtk_widget_measure (self->case_bar, orientation, -1, &m, &n, NULL, NULL);
    min = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (min + 2 * GAP, m) : min + GAP + m;
    nat = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (nat + 2 * GAP, n) : nat + GAP + n;
  }
  *minimum = min;
  *natural = MAX (min, nat);
}

static int
minimum_of (GtkWidget *child)
{
  int min;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

static void
cb_household_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  CbHouseholdView *self = CB_HOUSEHOLD_VIEW (widget);
  const int mins[] = { minimum_of (self->roster_card), minimum_of (self->middle), minimum_of (self->panel) };
  /* What is there to give beyond the minima: the outer columns take their share of the width, the form the rest. */
  int spare = MAX (0, width - 2 * GAP - mins[0] - mins[1] - mins[2]);
  const int panel = mins[2] + CLAMP (width * 27 / 100 - mins[2], 0, MIN (spare, MAX (0, 460 - mins[2])));
  int roster, middle, bar, columns;

  spare -= panel - mins[2];
  roster = mins[0] + CLAMP (width * 18 / 100 - mins[0], 0, MIN (spare, MAX (0, 280 - mins[0])));
  middle = width - 2 * GAP - roster - panel;
  gtk_widget_measure (self->case_bar, GTK_ORIENTATION_VERTICAL, width, &bar, NULL, NULL, NULL);
  columns = MAX (0, height - bar - GAP);
  gtk_widget_size_allocate (self->roster_card, &(GtkAllocation) { 0, 0, roster, columns }, -1);
  gtk_widget_size_allocate (self->middle, &(GtkAllocation) { roster + GAP, 0, middle, columns }, -1);
  gtk_widget_size_allocate (self->panel, &(GtkAllocation) { width - panel, 0, panel, columns }, -1);
  gtk_widget_size_allocate (self->case_bar, &(GtkAllocation) { 0, columns + GAP, width, bar }, -1);
}

/* --- building --- */

static void
build_roster (CbHouseholdView *self)
{
  GtkWidget *scrolled;

  self->roster = cb_roster_new (self->editor);
  g_signal_connect_object (self->roster, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->roster, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->roster, "add", G_CALLBACK (roster_add_cb), self, 0);
  g_signal_connect_object (self->roster, "remove", G_CALLBACK (roster_remove_cb), self, 0);
  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "child", self->roster,
                           "vexpand", TRUE, NULL);
  self->roster_card = cb_card_new (NULL);
  gtk_box_append (GTK_BOX (self->roster_card), scrolled);
  gtk_widget_set_parent (self->roster_card, GTK_WIDGET (self));
}

static void
build_failure (CbHouseholdView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_("_Try Again"));
  GtkWidget *give_up = gtk_button_new_with_mnemonic (_("_Discard This Change"));

  self->failure_text = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->failure_text), TRUE);
  gtk_widget_set_hexpand (self->failure_text, TRUE);
  g_signal_connect_swapped (retry, "clicked", G_CALLBACK (cb_editor_retry), self->editor);
  g_signal_connect_swapped (give_up, "clicked", G_CALLBACK (cb_editor_give_up), self->editor);
  gtk_widget_add_css_class (box, "cb-failure");
  gtk_box_append (GTK_BOX (box), self->failure_text);
  gtk_box_append (GTK_BOX (box), retry);
  gtk_box_append (GTK_BOX (box), give_up);
  self->failure = g_object_new (GTK_TYPE_REVEALER, "child", box, NULL);
}

static void
build_middle (CbHouseholdView *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->heading = cb_label_new (NULL, "title-4");
  self->state = cb_label_new (NULL, "caption");
  gtk_widget_add_css_class (self->state, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->state), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->state), 1);
  gtk_widget_set_hexpand (self->state, TRUE);
  gtk_box_append (GTK_BOX (top), self->heading);
  gtk_box_append (GTK_BOX (top), self->state);
  gtk_widget_add_css_class (top, "cb-card-heading");
  self->stack = g_object_new (GTK_TYPE_STACK, "hhomogeneous", FALSE, "vhomogeneous", FALSE, "vexpand", TRUE, NULL);
  self->middle = cb_card_new (NULL);
  gtk_box_append (GTK_BOX (self->middle), top);
  build_failure (self);
  gtk_box_append (GTK_BOX (self->middle), self->failure);
  gtk_box_append (GTK_BOX (self->middle), self->stack);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (insert_cb), self);
  gtk_widget_add_controller (self->middle, keys);
  gtk_widget_set_parent (self->middle, GTK_WIDGET (self));
}

GtkWidget *
cb_household_view_new (CbEditor *editor)
{
  CbHouseholdView *self = g_object_new (CB_TYPE_HOUSEHOLD_VIEW, NULL);

  self->editor = g_object_ref (editor);
  build_roster (self);
  build_middle (self);
  self->panel = cb_result_panel_new (editor);
  g_signal_connect_object (self->panel, "jump", G_CALLBACK (jump_cb), self, 0);
  gtk_widget_set_parent (self->panel, GTK_WIDGET (self));
  self->case_bar = cb_case_bar_new (editor);
  gtk_widget_set_parent (self->case_bar, GTK_WIDGET (self));

  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "saved", G_CALLBACK (saved_cb), self, 0);
  changed_cb (self);
  return GTK_WIDGET (self);
}

static void
cb_household_view_dispose (GObject *object)
{
  CbHouseholdView *self = CB_HOUSEHOLD_VIEW (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_pointer (&self->roster_card, gtk_widget_unparent);
  g_clear_pointer (&self->middle, gtk_widget_unparent);
  g_clear_pointer (&self->panel, gtk_widget_unparent);
  g_clear_pointer (&self->case_bar, gtk_widget_unparent);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_household_view_parent_class)->dispose (object);
}

static void
cb_household_view_class_init (CbHouseholdViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_household_view_dispose;
  widget_class->measure = cb_household_view_measure;
  widget_class->size_allocate = cb_household_view_size_allocate;
}

static void
cb_household_view_init (CbHouseholdView *self)
{
}
