/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-sidebar.h"

#include "cb-counts-source.h"
#include "cb-places.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

struct _CbSidebar
{
  GtkWidget parent_instance;

  CbDesk    *desk;
  GtkWidget *box;
  GtkWidget *list;
  GtkWidget *name;
  GtkWidget *area;
};

G_DEFINE_FINAL_TYPE (CbSidebar, cb_sidebar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_counts (CbSidebar *self)
{
  const CbCounts *counts = cb_counts_source_get (cb_counts_source_of (self->desk));
  const CbPerson *person = cb_desk_person (self->desk);
  CbRoles roles = person == NULL ? 0 : person->roles;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      const CbPlace *place = g_object_get_data (G_OBJECT (row), "place");
      GtkWidget *pill = g_object_get_data (G_OBJECT (row), "pill");
      guint n = counts != NULL && place->count != NULL ? place->count (counts, roles) : 0;
      g_autofree char *text = cb_count_text (n);
      g_autofree char *label = n == 0 ? g_strdup (_(place->title))
                                      : g_strdup_printf ("%s %s", _(place->title), text);

      gtk_label_set_text (GTK_LABEL (pill), text);
      gtk_widget_set_visible (pill, n > 0);
      cb_widget_set_label (GTK_WIDGET (row), label);
    }
}

static void
update_person (CbSidebar *self)
{
  const CbPerson *person = cb_desk_person (self->desk);
  g_autofree char *roles = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *area = NULL;

  if (person == NULL)
    return;
  roles = cb_roles_title (person->roles);
  markup = g_markup_printf_escaped ("<b>%s</b>  %s", person->name, roles);
  gtk_label_set_markup (GTK_LABEL (self->name), markup);
  if (person->area != NULL && person->area[0] != '\0')
    area = cb_areas_path (cb_desk_areas (self->desk), person->area);
  if (area == NULL)
    area = g_strdup (cb_authority_county (cb_desk_authority (self->desk)));
  gtk_label_set_text (GTK_LABEL (self->area), area == NULL ? "" : area);
}

static void
desk_changed_cb (CbDesk    *desk,
                 guint      mask,
                 CbSidebar *self)
{
  if (mask & CB_CHANGED_PEOPLE)
    update_person (self);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  CbSidebar     *self)
{
  const CbPlace *place = g_object_get_data (G_OBJECT (row), "place");

  g_signal_emit (self, signals[SIGNAL_PICKED], 0, place->name);
}

static void
cb_sidebar_dispose (GObject *object)
{
  CbSidebar *self = CB_SIDEBAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_sidebar_parent_class)->dispose (object);
}

static void
cb_sidebar_class_init (CbSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_sidebar_dispose;
  signals[SIGNAL_PICKED] =
    g_signal_new ("picked", CB_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cb-sidebar");
}

static GtkWidget *
row_new (const CbPlace *place,
         guint          number)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (place->icon);
  GtkWidget *label = cb_label_new (_(place->title), NULL);
  GtkWidget *pill = gtk_label_new (NULL);
  g_autofree char *tooltip = g_strdup_printf ("Alt+%u", number);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (pill, "cb-count");
  gtk_widget_add_css_class (pill, "numeric");
  if (place->urgent)
    gtk_widget_add_css_class (pill, "urgent");
  gtk_widget_set_visible (pill, FALSE);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), pill);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  cb_widget_set_tip (row, tooltip);
  g_object_set_data (G_OBJECT (row), "place", (gpointer) place);
  g_object_set_data (G_OBJECT (row), "pill", pill);

  return row;
}

static GtkWidget *
person_new (CbSidebar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *lock = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *key = cb_label_new ("Ctrl+L", "dim-label");

  gtk_widget_add_css_class (box, "cb-person");
  self->name = cb_label_new (NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->name), TRUE);
  self->area = cb_label_new (NULL, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->area), TRUE);
  gtk_widget_add_css_class (self->area, "caption");
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->area);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("cb-lock-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_(CB_NAME_WINDOW_LOCK)));
  gtk_widget_add_css_class (key, "caption");
  gtk_widget_set_hexpand (key, TRUE);
  gtk_widget_set_halign (key, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (content), key);
  gtk_button_set_child (GTK_BUTTON (lock), content);
  gtk_widget_add_css_class (lock, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (lock), "win.lock");
  cb_widget_set_label (lock, _(CB_NAME_WINDOW_LOCK));
  gtk_box_append (GTK_BOX (box), lock);

  return box;
}

static void
cb_sidebar_init (CbSidebar *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  guint number = 0, n;
  const CbPlace *places = cb_places (&n);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  cb_widget_set_label (self->list, _(CB_NAME_WINDOW_PLACES));
  for (guint i = 0; i < n; i++)
    if (places[i].icon != NULL)
      gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (&places[i], ++number));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), person_new (self));
  gtk_widget_set_size_request (self->box, 212, -1);
}

GtkWidget *
cb_sidebar_new (CbDesk *desk)
{
  CbSidebar *self = g_object_new (CB_TYPE_SIDEBAR, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (cb_counts_source_of (desk), "changed", G_CALLBACK (update_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, 0);
  update_counts (self);
  update_person (self);

  return GTK_WIDGET (self);
}

void
cb_sidebar_mark (CbSidebar  *sidebar,
                 const char *name)
{
  GtkListBoxRow *row;

  g_return_if_fail (CB_IS_SIDEBAR (sidebar));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (sidebar->list), i)) != NULL; i++)
    {
      const CbPlace *place = g_object_get_data (G_OBJECT (row), "place");

      if (g_strcmp0 (place->name, name) == 0)
        {
          gtk_list_box_select_row (GTK_LIST_BOX (sidebar->list), row);
          return;
        }
    }
  gtk_list_box_unselect_all (GTK_LIST_BOX (sidebar->list));
}
