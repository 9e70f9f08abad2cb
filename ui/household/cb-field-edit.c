/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-field-edit.h"

#include <glib/gi18n.h>
#include "cb-area-suggest.h"
#include "cb-clock.h"
#include "cb-field-hints.h"
#include "cb-widgets.h"
#include "cb-word-factory.h"

struct _CbFieldEdit
{
  GtkWidget      parent_instance;

  CbEditor      *editor;
  const CbField *field;
  CbUid          entity;
  GtkWidget     *control;       /* GtkEntry or GtkDropDown */
  GtkWidget     *hints;
  GPtrArray     *words;         /* of char*: what the rows of a drop-down stand for; the first is NULL */
  char          *name;          /* spoken; NULL: a label stands beside it */
  gboolean       refreshing;
};

G_DEFINE_FINAL_TYPE (CbFieldEdit, cb_field_edit, GTK_TYPE_WIDGET)

/* --- what it shows --- */

static gboolean
has_focus (CbFieldEdit *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == GTK_WIDGET (self) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

static guint
position_of (CbFieldEdit   *self,
             const CbValue *value)
{
  GtkStringList *model;

  if (value == NULL || value->kind == CB_VALUE_NONE)
    return 0;
  if (self->field->type == CB_FIELD_TYPE_TRUTH)
    return value->i != 0 ? 1 : 2;
  for (guint i = 1; i < self->words->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->words, i), value->text) == 0)
      return i;
  /* A word of a newer list is shown as it is. */
  model = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->control)));
  gtk_string_list_append (model, cb_choice_title (self->field, value->text));
  g_ptr_array_add (self->words, g_strdup (value->text));
  return self->words->len - 1;
}

static void
set_text (CbFieldEdit *self,
          const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->control)), text) != 0)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->control), text);
      if (has_focus (self))
        gtk_editable_set_position (GTK_EDITABLE (self->control), -1);
    }
}

/* An unfinished text is no mistake yet: what is wrong with it is said when the field is left, or when it is as long as it can be; and then
 * until it is right. */
static gboolean
show_fault (CbFieldEdit *self,
            const char  *fault)
{
  const gboolean told = gtk_widget_has_css_class (self->control, "error");

  if (fault != NULL && !told && has_focus (self)
      && !(self->field->type == CB_FIELD_TYPE_ID
           && g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->control)), -1) >= 18))
    return FALSE;
  if (fault != NULL)
    {
      gtk_widget_add_css_class (self->control, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else if (told)
    {
      gtk_widget_remove_css_class (self->control, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE, -1);
    }
  return TRUE;
}

/* How an empty field is typed. */
static void
show_form (CbFieldEdit *self,
           gboolean     open)
{
  if (self->field->type == CB_FIELD_TYPE_DATE)
    /* TRANSLATORS: how a date is typed, in words: an example would pass for a date that was entered */
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->control), open ? _("year-month-day") : NULL);
}

/* To be read, and its text to be taken, but not to be changed; and it looks so. */
static void
show_closed (CbFieldEdit *self,
             gboolean     closed)
{
  if (closed == gtk_widget_has_css_class (GTK_WIDGET (self), "cb-closed"))
    return;
  if (closed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cb-closed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "cb-closed");
  if (GTK_IS_EDITABLE (self->control))
    {
      gtk_editable_set_editable (GTK_EDITABLE (self->control), !closed);
      show_form (self, !closed);
    }
  else
    {
      gtk_widget_set_can_focus (self->control, !closed);
      gtk_widget_set_can_target (self->control, !closed);
    }
  gtk_widget_set_sensitive (self->hints, !closed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_READ_ONLY, closed, -1);
}

void
cb_field_edit_refresh (CbFieldEdit *self)
{
  CbEntity *e;
  const CbValue *value;
  const char *draft;
  gboolean tell;

  g_return_if_fail (CB_IS_FIELD_EDIT (self));

  e = cb_editor_find (self->editor, &self->entity);
  value = e != NULL ? cb_entity_value (e, self->field->id) : NULL;
  draft = cb_editor_get_draft (self->editor, &self->entity, self->field->id);

  self->refreshing = TRUE;
  if (GTK_IS_DROP_DOWN (self->control))
    {
      const guint position = position_of (self, value);
      GListModel *words = gtk_drop_down_get_model (GTK_DROP_DOWN (self->control));

      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), position);
      /* Not of the control, which may be out of reach. */
      cb_widget_set_cut_tip (GTK_WIDGET (self), gtk_string_list_get_string (GTK_STRING_LIST (words), position));
    }
  else if (draft != NULL)
    set_text (self, draft);
  else
    {
      g_autofree char *text = value != NULL && value->kind != CB_VALUE_NONE ? cb_field_format (self->field, value) : g_strdup ("");

      set_text (self, text);
    }
  tell = show_fault (self, cb_editor_get_fault (self->editor, &self->entity, self->field->id));
  cb_field_hints_refresh (CB_FIELD_HINTS (self->hints), &self->entity, tell);
  if (gtk_widget_get_sensitive (self->control) != (e != NULL))
    gtk_widget_set_sensitive (self->control, e != NULL);
  show_closed (self, cb_editor_get_closed (self->editor) != NULL);
  self->refreshing = FALSE;
}

/* --- what is done to it --- */

static void
leave (CbFieldEdit *self)
{
  cb_editor_leave (self->editor, &self->entity, self->field->id);
}

static void
propose (CbFieldEdit   *self,
         const CbValue *value)
{
  cb_editor_propose (self->editor, &self->entity, self->field->id, value);
  if (!has_focus (self))
    leave (self);
}

static void
text_changed_cb (CbFieldEdit *self)
{
  if (self->refreshing)
    return;
  cb_editor_type (self->editor, &self->entity, self->field->id, gtk_editable_get_text (GTK_EDITABLE (self->control)));
  if (!has_focus (self))
    leave (self);
}

static void
selected_changed_cb (CbFieldEdit *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
  g_auto (CbValue) value = CB_VALUE_INIT;

  if (self->refreshing || position == GTK_INVALID_LIST_POSITION)
    return;
  if (self->field->type == CB_FIELD_TYPE_TRUTH)
    value = position == 0 ? CB_VALUE_INIT : cb_value_int (position == 1);
  else
    value = cb_value_text (g_ptr_array_index (self->words, position));
  propose (self, &value);
}

static void
go_on (CbFieldEdit *self,
       gboolean     back)
{
  gtk_widget_activate_action (GTK_WIDGET (self), back ? "form.previous" : "form.next", NULL);
}

static void
activated_cb (CbFieldEdit *self)
{
  go_on (self, FALSE);
}

static gboolean
popup_open (CbFieldEdit *self)
{
  GtkWidget *button = gtk_widget_get_first_child (self->control);

  return GTK_IS_TOGGLE_BUTTON (button) && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button));
}

/* A closed drop-down: arrows choose, Enter goes on, the space bar opens the list.  Nothing composes text there, so that keys may be
 * taken before the button sees them. */
static gboolean
drop_down_key_cb (GtkEventControllerKey *controller,
                  guint                  keyval,
                  guint                  keycode,
                  GdkModifierType        state,
                  CbFieldEdit           *self)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (self->control);
  guint position = gtk_drop_down_get_selected (drop_down);
  guint n = g_list_model_get_n_items (gtk_drop_down_get_model (drop_down));

  if (popup_open (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      go_on (self, (state & GDK_SHIFT_MASK) != 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (position + 1 < n)
        gtk_drop_down_set_selected (drop_down, position + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (position > 0)
        gtk_drop_down_set_selected (drop_down, position - 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* After the control and its input method have had their turn. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        CbFieldEdit           *self)
{
  const GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);

  if (held == GDK_SHIFT_MASK && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter))
    {
      go_on (self, TRUE);
      return GDK_EVENT_STOP;
    }
  if (held == GDK_CONTROL_MASK && (keyval == GDK_KEY_d || keyval == GDK_KEY_D))
    {
      if (!cb_editor_carry_over (self->editor, &self->entity, self->field->id))
        gtk_widget_error_bell (GTK_WIDGET (self));
      return GDK_EVENT_STOP;
    }
  if (held == 0 && keyval == GDK_KEY_Escape)
    return cb_editor_drop_draft (self->editor, &self->entity, self->field->id);
  return GDK_EVENT_PROPAGATE;
}

static void
focus_left_cb (CbFieldEdit *self)
{
  leave (self);
  cb_field_edit_refresh (self);
  if (GTK_IS_EDITABLE (self->control))   /* what was selected on coming in looks as if it were still being edited */
    gtk_editable_select_region (GTK_EDITABLE (self->control), 0, 0);
}

/* --- building --- */

static GtkWidget *
build_drop_down (CbFieldEdit *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  GtkWidget *drop_down;
  GtkEventController *keys;

  self->words = g_ptr_array_new_with_free_func (g_free);
  /* TRANSLATORS: a choice that has not been made */
  gtk_string_list_append (model, C_("choice", "—"));
  g_ptr_array_add (self->words, NULL);
  if (self->field->type == CB_FIELD_TYPE_TRUTH)
    {
      gtk_string_list_append (model, C_("truth", "Yes"));
      gtk_string_list_append (model, C_("truth", "No"));
    }
  for (const CbChoice *c = self->field->choices; c != NULL && c->key != NULL; c++)
    {
      gtk_string_list_append (model, cb_choice_title (self->field, c->key));
      g_ptr_array_add (self->words, g_strdup (c->key));
    }
  drop_down = cb_word_drop_down_new (model);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_changed_cb), self, G_CONNECT_SWAPPED);

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (drop_down_key_cb), self);
  gtk_widget_add_controller (drop_down, keys);
  return drop_down;
}

static GtkWidget *
build_entry (CbFieldEdit *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  switch (self->field->type)
    {
    case CB_FIELD_TYPE_MONEY:
    case CB_FIELD_TYPE_COUNT:
      gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
      G_GNUC_FALLTHROUGH;
    case CB_FIELD_TYPE_DATE:
    case CB_FIELD_TYPE_MONTH:
    case CB_FIELD_TYPE_ID:
    case CB_FIELD_TYPE_PHONE:
    case CB_FIELD_TYPE_CARD:
    case CB_FIELD_TYPE_CERT:
      gtk_widget_add_css_class (entry, "numeric");
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), self->field->type == CB_FIELD_TYPE_PHONE ? GTK_INPUT_PURPOSE_PHONE
                                                                                               : GTK_INPUT_PURPOSE_FREE_FORM);
      gtk_entry_set_input_hints (GTK_ENTRY (entry), GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK);
      break;
    default:
      break;
    }
  if (self->field->type == CB_FIELD_TYPE_AREA)
    {
      CbDesk *desk = cb_editor_get_desk (self->editor);

      cb_area_suggest_attach (GTK_ENTRY (entry), GTK_WIDGET (self), cb_desk_areas (desk), cb_authority_area (cb_desk_authority (desk)));
    }
  g_signal_connect_object (entry, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

GtkWidget *
cb_field_edit_new (CbEditor      *editor,
                   const CbField *field)
{
  CbFieldEdit *self = g_object_new (CB_TYPE_FIELD_EDIT, NULL);

  self->editor = g_object_ref (editor);
  self->field = field;
  if (field->type == CB_FIELD_TYPE_CHOICE || field->type == CB_FIELD_TYPE_TRUTH)
    self->control = build_drop_down (self);
  else
    self->control = build_entry (self);
  if (GTK_IS_EDITABLE (self->control))
    show_form (self, TRUE);
  gtk_widget_set_hexpand (self->control, TRUE);
  gtk_widget_set_parent (self->control, GTK_WIDGET (self));

  self->hints = cb_field_hints_new (editor, field, self->control);
  gtk_widget_set_parent (self->hints, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
cb_field_edit_set_entity (CbFieldEdit *self,
                          const CbUid *entity)
{
  g_return_if_fail (CB_IS_FIELD_EDIT (self));

  self->entity = *entity;
  cb_field_edit_refresh (self);
}

const CbUid *
cb_field_edit_get_entity (CbFieldEdit *self)
{
  g_return_val_if_fail (CB_IS_FIELD_EDIT (self), NULL);

  return &self->entity;
}

const CbField *
cb_field_edit_get_field (CbFieldEdit *self)
{
  g_return_val_if_fail (CB_IS_FIELD_EDIT (self), NULL);

  return self->field;
}

GtkWidget *
cb_field_edit_get_control (CbFieldEdit *self)
{
  g_return_val_if_fail (CB_IS_FIELD_EDIT (self), NULL);

  return self->control;
}

void
cb_field_edit_set_name (CbFieldEdit *self,
                        const char  *name)
{
  g_return_if_fail (CB_IS_FIELD_EDIT (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  cb_widget_set_label (self->control, name);
}

void
cb_field_edit_set_width (CbFieldEdit *self,
                         int          chars)
{
  PangoContext *context;
  PangoFontMetrics *metrics;

  g_return_if_fail (CB_IS_FIELD_EDIT (self));

  if (GTK_IS_EDITABLE (self->control))
    {
      gtk_editable_set_width_chars (GTK_EDITABLE (self->control), chars);
      return;
    }
  context = gtk_widget_get_pango_context (self->control);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  /* And room for the arrow. */
  gtk_widget_set_size_request (self->control, PANGO_PIXELS (chars * pango_font_metrics_get_approximate_char_width (metrics)) + 36, -1);
  pango_font_metrics_unref (metrics);
}

gboolean
cb_field_edit_revert (CbFieldEdit *self)
{
  g_return_val_if_fail (CB_IS_FIELD_EDIT (self), FALSE);

  return cb_editor_drop_draft (self->editor, &self->entity, self->field->id);
}

static gboolean
cb_field_edit_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CB_FIELD_EDIT (widget)->control);
}

/* From the control to what is said below it, or the other way.  GTK's own way back would end with the focus on the field as a whole, which
 * is the control again. */
static gboolean
cb_field_edit_focus (GtkWidget       *widget,
                     GtkDirectionType direction)
{
  CbFieldEdit *self = CB_FIELD_EDIT (widget);
  GtkWidget *const stops[] = { self->control, self->hints };
  const int step = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP || direction == GTK_DIR_LEFT ? -1 : 1;
  const int last = (int) G_N_ELEMENTS (stops) - 1;
  int at = step > 0 ? 0 : last;

  if (has_focus (self))
    {
      GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

      at = gtk_widget_is_ancestor (focus, self->hints) ? last : 0;
    }
  for (; at >= 0 && at <= last; at += step)
    if (gtk_widget_child_focus (stops[at], direction))
      return TRUE;
  return FALSE;
}

static void
cb_field_edit_dispose (GObject *object)
{
  CbFieldEdit *self = CB_FIELD_EDIT (object);

  g_clear_pointer (&self->control, gtk_widget_unparent);
  g_clear_pointer (&self->hints, gtk_widget_unparent);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (cb_field_edit_parent_class)->dispose (object);
}

static void
cb_field_edit_class_init (CbFieldEditClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_field_edit_dispose;
  widget_class->grab_focus = cb_field_edit_grab_focus;
  widget_class->focus = cb_field_edit_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldedit");
}

static void
cb_field_edit_init (CbFieldEdit *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
