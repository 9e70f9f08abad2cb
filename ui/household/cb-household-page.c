/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-household-page.h"

#include <glib/gi18n.h>
#include "cb-field-edit.h"
#include "cb-household-view.h"
#include "cb-look-bar.h"
#include "cb-unsaved-work.h"
#include "cb-widgets.h"

struct _CbHouseholdPage
{
  CbPage      parent_instance;

  GtkWidget  *stack;       /* loading, failed, ask, view */
  GtkWidget  *failed;
  GtkWidget  *view;        /* CbHouseholdView; NULL: nothing shown yet */
  GtkWidget  *bar;         /* asks why, in place of the view */
  gboolean    judged;      /* whether the household that is shown may be is known, */
  gboolean    free;        /* and it may */
  gboolean    focus;       /* the focus goes to the household as soon as it is there */
};

G_DEFINE_FINAL_TYPE (CbHouseholdPage, cb_household_page, CB_TYPE_PAGE)

static CbEditor *
editor_of (CbHouseholdPage *self)
{
  return self->view != NULL ? cb_household_view_get_editor (CB_HOUSEHOLD_VIEW (self->view)) : NULL;
}

/* --- title --- */

static void
show_crumbs (CbHouseholdPage *self)
{
  CbEditor *editor = editor_of (self);
  const CbHousehold *h = editor != NULL ? cb_editor_get_household (editor) : NULL;
  g_autoptr (GPtrArray) crumbs = g_ptr_array_new ();
  const CbArea *township = NULL;
  const char *area, *village, *name = NULL;
  CbEntity *head;

  /* A new household is a place to come back to once there is something of it. */
  cb_page_set_subject (CB_PAGE (self), editor != NULL && (cb_editor_is_recorded (editor) || cb_editor_is_busy (editor)
                                                          || cb_unsaved_find (cb_unsaved_of (cb_page_get_desk (CB_PAGE (self))),
                                                                              cb_editor_get_uid (editor)) != NULL)
                                       ? cb_editor_get_uid (editor) : NULL);
  if (h == NULL || !self->free)
    {
      cb_page_set_crumbs (CB_PAGE (self), NULL);
      return;
    }
  area = cb_entity_text (cb_household_self (h), cb_field_by_key ("household.area")->id);
  village = cb_entity_text (cb_household_self (h), cb_field_by_key ("household.village")->id);
  head = cb_household_head (h);
  if (head != NULL)
    name = cb_entity_text (head, cb_field_by_key ("member.name")->id);
  if (area != NULL)
    township = cb_areas_find (cb_desk_areas (cb_page_get_desk (CB_PAGE (self))), area);
  if (township != NULL)
    g_ptr_array_add (crumbs, (gpointer) township->name);
  if (village != NULL)
    g_ptr_array_add (crumbs, (gpointer) village);
  g_ptr_array_add (crumbs, (gpointer) (name != NULL ? name : _("New household")));
  g_ptr_array_add (crumbs, NULL);
  cb_page_set_crumbs (CB_PAGE (self), (const char *const *) crumbs->pdata);
}

/* --- what the editor says --- */

static void
show_loaded (CbHouseholdPage *self)
{
  CbEditor *editor = editor_of (self);
  const GError *error = cb_editor_get_load_error (editor);

  if (self->judged && !self->free)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ask");
  else if (self->judged && cb_editor_get_household (editor) != NULL)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "view");
      if (self->focus && cb_page_is_shown (CB_PAGE (self)))
        {
          self->focus = FALSE;
          cb_household_view_focus (CB_HOUSEHOLD_VIEW (self->view));
        }
    }
  else if (error != NULL)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), sentence);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
    }
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
}

/* --- whether it is part of the person's work --- */

static gpointer
judge_job (CbDesk       *desk,
           CbDb         *db,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return cb_look_judge (desk, db, data, error);
}

typedef struct { CbHouseholdPage *page; CbUid household; } Judging;

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree Judging *judging = data;
  g_autoptr (CbHouseholdPage) self = judging->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbLook) look = cb_desk_finish (CB_DESK (source), result, &error);
  CbEditor *editor = editor_of (self);

  if (editor == NULL || !cb_uid_equal (cb_editor_get_uid (editor), &judging->household) || self->judged)
    return;
  if (look == NULL)
    {
      g_autofree char *sentence = NULL;

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      sentence = cb_error_sentence (error);
      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), sentence);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      return;
    }
  self->judged = TRUE;
  self->free = look->need == CB_LOOK_OWN;
  if (!self->free)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ask");
      cb_look_bar_ask (CB_LOOK_BAR (self->bar), &judging->household, look);
    }
  show_loaded (self);
  show_crumbs (self);
}

/* @subject NULL: a new household is nobody else's. */
static void
judge (CbHouseholdPage *self,
       const CbUid     *subject)
{
  Judging *judging;

  self->judged = self->free = subject == NULL;
  if (subject == NULL)
    return;
  judging = g_new0 (Judging, 1);
  judging->page = g_object_ref (self);
  judging->household = *subject;
  cb_desk_read_async (cb_page_get_desk (CB_PAGE (self)), judge_job, g_memdup2 (subject, sizeof *subject), g_free,
                      (GDestroyNotify) cb_look_free, cb_page_get_cancellable (CB_PAGE (self)), judged_cb, judging);
}

static void
given_cb (CbHouseholdPage *self)
{
  if (self->view == NULL)
    return;
  self->free = TRUE;
  self->focus = TRUE;
  show_loaded (self);
  show_crumbs (self);
}

static void
loaded_cb (CbHouseholdPage *self)
{
  if (self->view != NULL)
    show_loaded (self);
}

/* --- as a page --- */

static void
drop_view (CbHouseholdPage *self)
{
  CbEditor *editor = editor_of (self);

  if (editor == NULL)
    return;
  cb_editor_flush (editor);
  g_signal_handlers_disconnect_by_data (editor, self);
  gtk_stack_remove (GTK_STACK (self->stack), self->view);
  self->view = NULL;
}

static void
cb_household_page_show (CbPage      *page,
                        const CbUid *subject)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (page);
  CbEditor *current = editor_of (self);
  g_autoptr (CbEditor) editor = NULL;

  self->focus = TRUE;
  if (current != NULL && subject != NULL && cb_uid_equal (subject, cb_editor_get_uid (current)))
    {
      cb_editor_reload (current);
      return;
    }
  if (current != NULL && subject == NULL && !cb_editor_is_recorded (current) && cb_editor_get_state (current) == CB_EDITOR_CLEAN
      && cb_editor_count_faults (current) == 0)
    return;   /* the new household that was begun */

  drop_view (self);
  if (subject != NULL)
    editor = cb_unsaved_take_up (cb_page_get_desk (page), subject);
  if (editor == NULL)
    editor = cb_editor_new (cb_page_get_desk (page), subject);
  else
    cb_editor_reload (editor);
  cb_unsaved_watch (editor);
  judge (self, cb_editor_is_new (editor) ? NULL : subject);
  self->view = cb_household_view_new (editor);
  gtk_stack_add_named (GTK_STACK (self->stack), self->view, "view");
  g_signal_connect_object (editor, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (show_crumbs), self, G_CONNECT_SWAPPED);
  show_loaded (self);
  show_crumbs (self);
}

static void
cb_household_page_enter (CbPage *page)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (page);

  if (self->view == NULL)
    cb_household_page_show (page, NULL);
  show_loaded (self);
}

static void
cb_household_page_leave (CbPage *page)
{
  CbEditor *editor = editor_of (CB_HOUSEHOLD_PAGE (page));

  if (editor != NULL)
    cb_editor_flush (editor);
}

static void
cb_household_page_changed (CbPage *page,
                           guint   mask)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (page);

  if (self->view == NULL)
    return;
  if ((mask & (CB_CHANGED_HOUSEHOLDS | CB_CHANGED_PACKS)) != 0 && cb_editor_get_state (editor_of (self)) == CB_EDITOR_CLEAN)
    cb_editor_reload (editor_of (self));
  if ((mask & (CB_CHANGED_CASES | CB_CHANGED_PEOPLE)) != 0)
    cb_household_view_reload_cases (CB_HOUSEHOLD_VIEW (self->view));
}

/* --- actions --- */

/* In a field that was typed in and not left yet, the text is taken back; else the last change. */
static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbEditor *editor = editor_of (CB_HOUSEHOLD_PAGE (widget));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *field = focus != NULL ? gtk_widget_get_ancestor (focus, CB_TYPE_FIELD_EDIT) : NULL;

  if (field != NULL && cb_field_edit_revert (CB_FIELD_EDIT (field)))
    return;
  if (editor != NULL && !cb_editor_undo (editor))
    gtk_widget_error_bell (widget);
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbEditor *editor = editor_of (CB_HOUSEHOLD_PAGE (widget));

  if (editor != NULL && !cb_editor_redo (editor))
    gtk_widget_error_bell (widget);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (widget);

  if (self->view != NULL && self->free)
    cb_household_view_print_why (CB_HOUSEHOLD_VIEW (self->view));
}

static void
pane_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (widget);

  if (self->view != NULL && self->free)
    cb_household_view_next_pane (CB_HOUSEHOLD_VIEW (self->view));
}

/* --- the object --- */

CbPage *
cb_household_page_new (CbDesk *desk)
{
  return g_object_new (CB_TYPE_HOUSEHOLD_PAGE, "desk", desk, NULL);
}

static void
cb_household_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (cb_household_page_parent_class)->constructed (object);
  CB_HOUSEHOLD_PAGE (object)->bar = cb_look_bar_new (cb_page_get_desk (CB_PAGE (object)));
  g_signal_connect_object (CB_HOUSEHOLD_PAGE (object)->bar, "given", G_CALLBACK (given_cb), object, G_CONNECT_SWAPPED);
  gtk_stack_add_named (GTK_STACK (CB_HOUSEHOLD_PAGE (object)->stack), CB_HOUSEHOLD_PAGE (object)->bar, "ask");
  cb_page_set_title (CB_PAGE (object), _("Household"));
}

static void
cb_household_page_dispose (GObject *object)
{
  CbHouseholdPage *self = CB_HOUSEHOLD_PAGE (object);

  if (self->view != NULL)
    {
      cb_editor_flush (editor_of (self));
      g_signal_handlers_disconnect_by_data (editor_of (self), self);
      self->view = NULL;
    }
  G_OBJECT_CLASS (cb_household_page_parent_class)->dispose (object);
}

static void
cb_household_page_class_init (CbHouseholdPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CbPageClass *page_class = CB_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cb_household_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cb_household_page_dispose;
  page_class->show = cb_household_page_show;
  page_class->enter = cb_household_page_enter;
  page_class->leave = cb_household_page_leave;
  page_class->changed = cb_household_page_changed;

  gtk_widget_class_install_action (widget_class, "page.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "page.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "household.print-why", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "household.next-pane", NULL, pane_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "page.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, 0, "household.print-why", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "household.next-pane", NULL);
}

static void
cb_household_page_init (CbHouseholdPage *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), cb_spinner_new (), "loading");
  self->failed = cb_empty_new ("dialog-error-symbolic", _("This household cannot be shown"), NULL, NULL, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), self->failed, "failed");
  gtk_widget_add_css_class (self->stack, "cb-household");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}
