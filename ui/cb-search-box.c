/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-search-box.h"

#include "cb-search.h"
#include "cb-shell.h"
#include "cb-tier-badge.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define MOST 12

struct _CbSearchBox
{
  GtkWidget parent_instance;

  CbDesk       *desk;
  GtkWidget    *entry;
  GtkWidget    *popover;
  GtkWidget    *list;
  GtkWidget    *nothing;
  GtkWidget    *back;          /* what had the focus before; weak */
  GCancellable *cancellable;   /* of the search under way */
};

G_DEFINE_FINAL_TYPE (CbSearchBox, cb_search_box, GTK_TYPE_WIDGET)

static void
clear_list (CbSearchBox *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

static void
stop (CbSearchBox *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static GtkWidget *
row_new (const CbHouseholdRow *found)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = cb_label_new (found->head, "heading");
  g_autofree char *place = g_strdup_printf ("%s %s", found->township == NULL ? "" : found->township,
                                            found->village == NULL ? "" : found->village);
  GtkWidget *where = cb_label_new (g_strstrip (place), "dim-label");
  GtkWidget *match = cb_label_new (found->match, "dim-label");
  g_autofree char *label = NULL;

  label = g_strdup_printf ("%s %s %s", found->head == NULL ? "" : found->head, place,
                           found->match == NULL ? "" : found->match);
  gtk_widget_add_css_class (match, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (match), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (match, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), where);
  gtk_box_append (GTK_BOX (box), match);
  gtk_box_append (GTK_BOX (box), cb_tier_badge_new (found->tier));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "uid", g_memdup2 (&found->uid, sizeof (CbUid)), g_free);
  cb_widget_set_label (row, label);

  return row;
}

static gpointer
search_job (CbDesk        *desk,
            CbDb          *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return cb_search (desk, db, data, cb_desk_area (desk), MOST, error);
}

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (CbSearchBox) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cb_desk_finish (CB_DESK (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->popover == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (rows == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }

  clear_list (self);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (g_ptr_array_index (rows, i)));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  gtk_widget_set_visible (self->list, rows->len > 0);
  gtk_widget_set_visible (self->nothing, rows->len == 0);
  gtk_widget_set_size_request (self->popover, MAX (480, gtk_widget_get_width (GTK_WIDGET (self))), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
search_changed_cb (CbSearchBox *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (text[0] == '\0')
    {
      stop (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  cb_desk_read_async (self->desk, search_job, g_strdup (text), g_free, (GDestroyNotify) g_ptr_array_unref,
                      self->cancellable, searched_cb, g_object_ref (self));
}

static void
open_row (CbSearchBox   *self,
          GtkListBoxRow *row)
{
  CbUid uid;

  if (row == NULL)
    return;
  uid = *(CbUid *) g_object_get_data (G_OBJECT (row), "uid");
  stop (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  cb_shell_go (GTK_WIDGET (self), "household", &uid);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  CbSearchBox   *self)
{
  open_row (self, row);
}

static void
move_selection (CbSearchBox *self,
                int          step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row == NULL ? -1 : gtk_list_box_row_get_index (row);

  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MAX (0, index + step));
  if (row != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                CbSearchBox           *self)
{
  gboolean open = gtk_widget_get_visible (self->popover);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (open)
        move_selection (self, 1);
      return open;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (open)
        move_selection (self, -1);
      return open;
    case GDK_KEY_Escape:
      stop (self);
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
      if (self->back != NULL)
        gtk_widget_grab_focus (self->back);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
activate_cb (CbSearchBox *self)
{
  if (gtk_widget_get_visible (self->popover))
    open_row (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
  else
    search_changed_cb (self);
}

static void
focus_left_cb (CbSearchBox *self)
{
  stop (self);
}

static void
cb_search_box_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  gtk_widget_measure (CB_SEARCH_BOX (widget)->entry, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
cb_search_box_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CbSearchBox *self = CB_SEARCH_BOX (widget);

  gtk_widget_allocate (self->entry, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
cb_search_box_dispose (GObject *object)
{
  CbSearchBox *self = CB_SEARCH_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->back);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_search_box_parent_class)->dispose (object);
}

static void
cb_search_box_class_init (CbSearchBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_search_box_dispose;
  widget_class->measure = cb_search_box_measure;
  widget_class->size_allocate = cb_search_box_size_allocate;
}

static void
cb_search_box_init (CbSearchBox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 50);
  g_object_set (self->entry, "placeholder-text", _("Name, pinyin, ID number, village…   Ctrl+F"), NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 34);
  cb_widget_set_label (self->entry, _(CB_NAME_WINDOW_SEARCH));
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "cb-results");
  cb_widget_set_label (self->list, _(CB_NAME_WINDOW_RESULTS));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->nothing = cb_label_new (_("No household found. Two characters of a name, or four digits of an ID, are enough."),
                                "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_widget_add_css_class (self->nothing, "cb-nothing");
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->nothing);

  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

GtkWidget *
cb_search_box_new (CbDesk *desk)
{
  CbSearchBox *self = g_object_new (CB_TYPE_SEARCH_BOX, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}

void
cb_search_box_focus (CbSearchBox *box)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (CB_IS_SEARCH_BOX (box));

  root = gtk_widget_get_root (GTK_WIDGET (box));
  focus = root == NULL ? NULL : gtk_root_get_focus (root);
  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (box)))
    g_set_weak_pointer (&box->back, focus);
  gtk_widget_grab_focus (box->entry);
  gtk_editable_select_region (GTK_EDITABLE (box->entry), 0, -1);
}
