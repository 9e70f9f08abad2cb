/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-workbench.h"

#include "cb-desk-notice.h"
#include "cb-page.h"
#include "cb-places.h"
#include "cb-search-box.h"
#include "cb-sidebar.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define MOST_BACK 50

typedef struct
{
  const CbPlace *place;
  gboolean       has_subject;
  CbUid          subject;
} Route;

struct _CbWorkbench
{
  GtkWidget parent_instance;

  CbDesk    *desk;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *crumbs;
  GtkWidget *search;
  GtkWidget *menu;
  GtkWidget *sidebar;
  GtkWidget *stack;
  CbPage    *page;      /* shown; borrowed from the stack */
  Route      route;
  GArray    *back;      /* of Route */
};

G_DEFINE_FINAL_TYPE (CbWorkbench, cb_workbench, GTK_TYPE_WIDGET)

static void
update_title (CbWorkbench *self)
{
  const char *const *crumbs = cb_page_get_crumbs (self->page);
  const char *title = cb_page_get_title (self->page);
  g_autofree char *trail = crumbs == NULL ? NULL : g_strjoinv (" › ", (char **) crumbs);

  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : _(self->route.place->title));
  gtk_label_set_text (GTK_LABEL (self->crumbs), trail == NULL ? "" : trail);
}

static gboolean
same_route (const Route *a,
            const Route *b)
{
  return a->place == b->place && a->has_subject == b->has_subject &&
         (!a->has_subject || cb_uid_equal (&a->subject, &b->subject));
}

/* Where one is: what was begun as something new has become a place to come back to once there is something of it. */
static Route
here (CbWorkbench *self)
{
  Route route = self->route;
  const CbUid *subject = self->page != NULL && !route.has_subject ? cb_page_get_subject (self->page) : NULL;

  if (subject != NULL)
    {
      route.has_subject = TRUE;
      route.subject = *subject;
    }

  return route;
}

static void
show_route (CbWorkbench *self,
            const Route *route)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (self->stack), route->place->name);

  if (self->page != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->page, update_title, self);
      if (cb_page_is_shown (self->page))
        cb_page_leave (self->page);
    }
  if (page == NULL)
    {
      page = g_object_new (route->place->type (), "desk", self->desk, NULL);
      gtk_stack_add_named (GTK_STACK (self->stack), page, route->place->name);
    }
  self->page = CB_PAGE (page);
  self->route = *route;
  cb_page_show_subject (self->page, route->has_subject ? &route->subject : NULL);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
  cb_sidebar_mark (CB_SIDEBAR (self->sidebar),
                   route->place->within != NULL ? route->place->within : route->place->name);
  g_signal_connect_swapped (self->page, "notify::title", G_CALLBACK (update_title), self);
  g_signal_connect_swapped (self->page, "notify::crumbs", G_CALLBACK (update_title), self);
  update_title (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workbench.back", self->back->len > 0);
  cb_widget_focus_inside (page);
  cb_page_enter (self->page);
}

static void
picked_cb (CbWorkbench *self,
           const char  *place)
{
  cb_workbench_go (self, place, NULL);
}

/* The households with a fact that was recorded twice, differently. */
static void
questions_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CbWorkbench *self = CB_WORKBENCH (widget);

  cb_workbench_go (self, "households", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "households.questions", NULL);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  cb_workbench_back (CB_WORKBENCH (widget));
}

static void
cb_workbench_dispose (GObject *object)
{
  CbWorkbench *self = CB_WORKBENCH (object);

  if (self->page != NULL)
    g_signal_handlers_disconnect_by_func (self->page, update_title, self);
  self->page = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_workbench_parent_class)->dispose (object);
}

static void
cb_workbench_finalize (GObject *object)
{
  g_clear_pointer (&CB_WORKBENCH (object)->back, g_array_unref);

  G_OBJECT_CLASS (cb_workbench_parent_class)->finalize (object);
}

static void
cb_workbench_class_init (CbWorkbenchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_workbench_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_workbench_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "workbench.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "workbench.questions", NULL, questions_action);
}

static GMenuModel *
menu_new (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) about = g_menu_new ();

  g_menu_append (work, _("New _Household"), "win.new-household");
  g_menu_append (work, _("_Import a Roster…"), "win.import");
  g_menu_append (work, _("_Lock"), "win.lock");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (work));
  g_menu_append (look, _("_Settings"), "win.settings");
  g_menu_append (look, _("_Keyboard Shortcuts"), "win.show-help-overlay");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append (about, _("_Help"), "app.help");
  g_menu_append (about, _("_About Casebook"), "app.about");
  g_menu_append (about, _("_Quit"), "app.quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (about));

  return G_MENU_MODEL (menu);
}

static GtkWidget *
bar_new (CbWorkbench *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *fresh = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();
  GtkWidget *where = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  g_autoptr (GMenuModel) menu = menu_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _(CB_NAME_WINDOW_NEW));
  gtk_button_set_child (GTK_BUTTON (fresh), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (fresh), "win.new-household");
  cb_widget_set_tip (fresh, "Ctrl+N");
  cb_widget_set_label (fresh, _(CB_NAME_WINDOW_NEW));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), fresh);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar),
                             cb_icon_button_new ("go-previous-symbolic", _("Back (Alt+Left)"), "workbench.back"));

  self->title = cb_label_new (NULL, "heading");
  self->crumbs = cb_label_new (NULL, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->crumbs), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (where), self->title);
  gtk_box_append (GTK_BOX (where), self->crumbs);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), where);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), gtk_label_new (NULL));

  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (self->menu), TRUE);
  cb_widget_set_tip (self->menu, _(CB_NAME_WINDOW_MENU));
  cb_widget_set_label (self->menu, _(CB_NAME_WINDOW_MENU));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->menu);

  self->search = cb_search_box_new (self->desk);
  gtk_widget_set_valign (self->search, GTK_ALIGN_CENTER);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->search);

  return bar;
}

static void
cb_workbench_init (CbWorkbench *self)
{
  self->back = g_array_new (FALSE, FALSE, sizeof (Route));
}

GtkWidget *
cb_workbench_new (CbDesk *desk)
{
  CbWorkbench *self = g_object_new (CB_TYPE_WORKBENCH, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->desk = g_object_ref (desk);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), bar_new (self));

  self->sidebar = cb_sidebar_new (desk);
  g_signal_connect_swapped (self->sidebar, "picked", G_CALLBACK (picked_cb), self);
  self->stack = gtk_stack_new ();
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (content), self->sidebar);
  gtk_box_append (GTK_BOX (content), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (content), self->stack);
  gtk_box_append (GTK_BOX (self->box), cb_desk_notice_new (desk));
  gtk_box_append (GTK_BOX (self->box), content);

  return GTK_WIDGET (self);
}

CbDesk *
cb_workbench_desk (CbWorkbench *bench)
{
  g_return_val_if_fail (CB_IS_WORKBENCH (bench), NULL);

  return bench->desk;
}

void
cb_workbench_go (CbWorkbench *bench,
                 const char  *page,
                 const CbUid *subject)
{
  Route route = { NULL, FALSE, CB_UID_NONE }, from;

  g_return_if_fail (CB_IS_WORKBENCH (bench));

  route.place = cb_place_find (page);
  if (route.place == NULL)
    return;
  if (subject != NULL)
    {
      route.has_subject = TRUE;
      route.subject = *subject;
    }
  if (bench->page != NULL && route.place->icon != NULL && same_route (&route, &bench->route))
    {
      cb_widget_focus_inside (GTK_WIDGET (bench->page));
      return;
    }
  if (bench->page != NULL)
    cb_page_leave (bench->page);
  /* A form for something new is no place to come back to. */
  from = here (bench);
  if (bench->page != NULL && (from.place->icon != NULL || from.has_subject))
    {
      g_array_append_val (bench->back, from);
      if (bench->back->len > MOST_BACK)
        g_array_remove_index (bench->back, 0);
    }
  show_route (bench, &route);
}

void
cb_workbench_go_nth (CbWorkbench *bench,
                     guint        number)
{
  guint n;
  const CbPlace *places = cb_places (&n);

  for (guint i = 0; i < n; i++)
    if (places[i].icon != NULL && --number == 0)
      {
        cb_workbench_go (bench, places[i].name, NULL);
        return;
      }
}

gboolean
cb_workbench_back (CbWorkbench *bench)
{
  Route route;

  g_return_val_if_fail (CB_IS_WORKBENCH (bench), FALSE);

  if (bench->back->len == 0)
    return FALSE;
  route = g_array_index (bench->back, Route, bench->back->len - 1);
  g_array_set_size (bench->back, bench->back->len - 1);
  show_route (bench, &route);

  return TRUE;
}

void
cb_workbench_search (CbWorkbench *bench)
{
  g_return_if_fail (CB_IS_WORKBENCH (bench));

  if (bench->page == NULL || !cb_page_focus_search (bench->page))
    cb_search_box_focus (CB_SEARCH_BOX (bench->search));
}

void
cb_workbench_menu (CbWorkbench *bench)
{
  g_return_if_fail (CB_IS_WORKBENCH (bench));

  gtk_menu_button_popup (GTK_MENU_BUTTON (bench->menu));
}

void
cb_workbench_flush (CbWorkbench *bench)
{
  g_return_if_fail (CB_IS_WORKBENCH (bench));

  if (bench->page != NULL && cb_page_is_shown (bench->page))
    cb_page_leave (bench->page);
}

const char *
cb_workbench_where (CbWorkbench *bench,
                    CbUid       *subject)
{
  Route route;

  g_return_val_if_fail (CB_IS_WORKBENCH (bench), NULL);

  route = here (bench);
  *subject = route.has_subject ? route.subject : CB_UID_NONE;
  return route.place == NULL ? NULL : route.place->name;
}
