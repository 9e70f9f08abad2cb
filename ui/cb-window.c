/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-window.h"

#include "cb-founding-page.h"
#include "cb-recover-page.h"
#include "cb-restore-page.h"
#include "cb-shell.h"
#include "cb-shortcuts.h"
#include "cb-undo-toast.h"
#include "cb-unlock-page.h"
#include "cb-unsaved-dialog.h"
#include "cb-unsaved-work.h"
#include "cb-widgets.h"
#include "cb-window-icon.h"
#include "cb-workbench.h"

#include <glib/gi18n.h>

/*
 * unlock ──"unlocked"──▶ workbench ──lock──▶ unlock (busy until the casebook is closed)
 *   │ ▲                     ▲
 *   ▼ │ "back"              │ "founded", "recovered"
 * founding, recover ────────┘
 *
 * Who locks or closes by hand is asked first when something cannot be saved (leave); the clock and the lid ask nobody.
 */

/* What somebody had typed and the disk did not take, sealed. */
typedef struct { GBytes *bytes; guint fields; } Sealed;
struct _CbWindow
{
  AdwApplicationWindow parent_instance;

  GSettings     *settings;
  char          *dir;
  GtkWidget     *overlay;
  GtkWidget     *stack;
  GtkWidget     *unlock;
  GtkWidget     *other;        /* founding or recovery while it is shown */
  GtkWidget     *bench;        /* while unlocked */

  char          *last_page;    /* where the person was, for the next unlock */
  CbUid          last_subject;
  CbUid          last_person;

  CbUndoToasts  *toasts;
  gboolean       closing;      /* close when the lock is through */
  gboolean       leaving;      /* what can be saved is being saved, to lock then */
  gboolean       locking;
  GHashTable    *sealed;       /* CbUid of a person → Sealed */
};

static void cb_window_shell_init (CbShellInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CbWindow, cb_window, ADW_TYPE_APPLICATION_WINDOW,
                               G_IMPLEMENT_INTERFACE (CB_TYPE_SHELL, cb_window_shell_init))

enum
{
  SIGNAL_LOCKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
cb_window_toast (CbShell       *shell,
                 const char    *text,
                 CbShellUndo    undo,
                 gpointer       data,
                 GDestroyNotify free_data)
{
  cb_undo_toasts_add (CB_WINDOW (shell)->toasts, text, undo, data, free_data);
}

static void
cb_window_go (CbShell     *shell,
              const char  *page,
              const CbUid *subject)
{
  CbWindow *self = CB_WINDOW (shell);

  if (self->bench != NULL)
    cb_workbench_go (CB_WORKBENCH (self->bench), page, subject);
}

static void
cb_window_shell_init (CbShellInterface *iface)
{
  iface->toast = cb_window_toast;
  iface->go = cb_window_go;
}

/* --- states --- */

static void
update_actions (CbWindow *self)
{
  static const struct { const char *name; CbRoles roles; } needs[] = {
    { "lock", 0 }, { "settings", 0 }, { "search", 0 }, { "back", 0 }, { "go", 0 }, { "undo", 0 }, { "menu", 0 },
    { "desk-changed", 0 },
    { "new-household", CB_ROLE_CASEWORKER }, { "import", CB_ROLE_CASEWORKER },
  };
  CbDesk *desk = self->bench == NULL ? NULL : cb_workbench_desk (CB_WORKBENCH (self->bench));
  const CbPerson *person = desk == NULL ? NULL : cb_desk_person (desk);
  const gboolean writes = desk != NULL && !cb_desk_restored (desk) && cb_desk_standing (desk) == CB_MAY_YES;

  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), needs[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   self->bench != NULL && !self->leaving &&
                                   (needs[i].roles == 0 ||
                                    (writes && person != NULL && (person->roles & needs[i].roles) != 0)));
    }
}

static void
close_dialogs (CbWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != self && GTK_IS_WINDOW (l->data) &&
        gtk_window_get_transient_for (GTK_WINDOW (l->data)) == GTK_WINDOW (self))
      gtk_window_destroy (GTK_WINDOW (l->data));
}

static void
drop_other (CbWindow *self)
{
  if (self->other != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->other);
  self->other = NULL;
}

static void
show_unlock (CbWindow *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->unlock);
  drop_other (self);
  update_actions (self);
  cb_unlock_page_start (CB_UNLOCK_PAGE (self->unlock), self->dir);
}

static void
go_to_last (CbWindow *self)
{
  const CbPerson *person = cb_desk_person (cb_workbench_desk (CB_WORKBENCH (self->bench)));
  CbUid subject;

  /* Who has gone somewhere already is not called back. */
  if (self->last_page != NULL && person != NULL && cb_uid_equal (&person->uid, &self->last_person)
      && g_strcmp0 (cb_workbench_where (CB_WORKBENCH (self->bench), &subject), "home") == 0)
    cb_workbench_go (CB_WORKBENCH (self->bench), self->last_page,
                     cb_uid_is_none (&self->last_subject) ? NULL : &self->last_subject);
}

static void
restored_drafts_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (CbWindow) self = data;
  g_autoptr (GError) error = NULL;
  CbDesk *desk = CB_DESK (object);
  const CbPerson *person = cb_desk_person (desk);
  const Sealed *sealed = person != NULL ? g_hash_table_lookup (self->sealed, &person->uid) : NULL;

  if (self->bench == NULL || cb_workbench_desk (CB_WORKBENCH (self->bench)) != desk)
    return;
  if (!cb_unsaved_restore_finish (desk, result, &error))
    cb_shell_error (self->bench, error);
  if (sealed != NULL)
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("The disk took nothing more when the casebook was locked. %u field is back, and not saved yet: see Today.",
                                   "The disk took nothing more when the casebook was locked. %u fields are back, and not saved yet: see Today.",
                                   sealed->fields), sealed->fields);

      cb_shell_toast (self->bench, text);
      g_hash_table_remove (self->sealed, &person->uid);
    }
  go_to_last (self);
}

static void
opened_cb (GtkWidget *page,
           CbDesk    *desk,
           CbWindow  *self)
{
  const CbPerson *person = cb_desk_person (desk);
  const Sealed *sealed = person != NULL ? g_hash_table_lookup (self->sealed, &person->uid) : NULL;

  g_free (self->dir);
  self->dir = g_strdup (cb_vault_get_dir (cb_desk_vault (desk)));
  g_settings_set_string (self->settings, "last-casebook", self->dir);
  g_settings_set_int (self->settings, "last-slot", (int) cb_desk_slot (desk));

  self->bench = cb_workbench_new (desk);
  gtk_stack_add_child (GTK_STACK (self->stack), self->bench);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->bench);
  drop_other (self);
  update_actions (self);
  cb_workbench_go (CB_WORKBENCH (self->bench), "home", NULL);
  cb_unsaved_restore_async (desk, sealed != NULL ? sealed->bytes : NULL, restored_drafts_cb, g_object_ref (self));
}

static void
sealed_free (Sealed *sealed)
{
  g_bytes_unref (sealed->bytes);
  g_free (sealed);
}

static guint
count_sealed (CbWindow *self)
{
  GHashTableIter iter;
  gpointer sealed;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->sealed);
  while (g_hash_table_iter_next (&iter, NULL, &sealed))
    n += ((Sealed *) sealed)->fields;

  return n;
}

static void
lose_cb (CbLeave  choice,
         gpointer data)
{
  if (choice == CB_LEAVE_DISCARD)
    gtk_window_destroy (data);
}

static void
locked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbWindow) self = data;
  g_autoptr (GError) error = NULL;

  self->locking = FALSE;
  if (!cb_desk_lock_finish (CB_DESK (object), result, &error))
    cb_shell_error (self->unlock, error);
  g_signal_emit (self, signals[SIGNAL_LOCKED], 0);
  if (self->closing && count_sealed (self) == 0)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  show_unlock (self);
  cb_unlock_page_warn (CB_UNLOCK_PAGE (self->unlock), count_sealed (self));
  if (self->closing)
    {
      self->closing = FALSE;
      gtk_window_present (GTK_WINDOW (self));
      cb_unsaved_dialog_lose (GTK_WINDOW (self), count_sealed (self), lose_cb, self);
    }
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  CbWindow *self = data;
  guint fields;
  g_autoptr (GBytes) bytes = cb_unsaved_keep_finish (CB_DESK (object), result, &fields);

  if (bytes != NULL)
    {
      Sealed *sealed = g_new0 (Sealed, 1);

      sealed->bytes = g_steal_pointer (&bytes);
      sealed->fields = fields;
      g_hash_table_replace (self->sealed, g_memdup2 (&self->last_person, sizeof (CbUid)), sealed);
    }
  cb_desk_lock_async (CB_DESK (object), locked_cb, self);
}

/* --- leaving by hand --- */

static void leave (CbWindow *self);

static void
left_cb (CbLeave  choice,
         gpointer data)
{
  CbWindow *self = data;
  CbDesk *desk;
  g_autoptr (GPtrArray) list = NULL;

  if (self->bench == NULL)
    return;
  desk = cb_workbench_desk (CB_WORKBENCH (self->bench));
  switch (choice)
    {
    case CB_LEAVE_SAVE:
      cb_unsaved_retry (desk, TRUE);
      leave (self);
      break;
    case CB_LEAVE_DISCARD:
      cb_unsaved_discard (desk);
      cb_window_lock (self);
      break;
    case CB_LEAVE_KEEP:
      cb_window_lock (self);
      break;
    case CB_LEAVE_BACK:
    default:
      self->closing = FALSE;
      list = cb_unsaved_list (cb_unsaved_of (desk), TRUE);
      if (list->len > 0)
        cb_workbench_go (CB_WORKBENCH (self->bench), "household", &((CbUnsavedHousehold *) list->pdata[0])->household);
      break;
    }
}

static void
settled_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CbWindow) self = data;
  CbUnsaved *unsaved = cb_unsaved_of (CB_DESK (object));

  if (!self->leaving)
    return;      /* it was locked meanwhile */
  self->leaving = FALSE;
  if (cb_unsaved_count (unsaved) == 0)
    {
      cb_window_lock (self);
      return;
    }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->bench);
  update_actions (self);
  gtk_window_present (GTK_WINDOW (self));
  cb_unsaved_dialog_ask (GTK_WINDOW (self), unsaved, self->closing, left_cb, self);
}

/* Locks once everything is saved that can be; asks about the rest.  What is on its way does not keep the window in sight. */
static void
leave (CbWindow *self)
{
  CbDesk *desk = cb_workbench_desk (CB_WORKBENCH (self->bench));

  if (self->leaving)
    return;
  cb_workbench_flush (CB_WORKBENCH (self->bench));
  self->leaving = TRUE;
  update_actions (self);
  if (cb_unsaved_count (cb_unsaved_of (desk)) == 0)
    {
      cb_unlock_page_wait (CB_UNLOCK_PAGE (self->unlock));
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->unlock);
      if (self->closing)
        gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    }
  cb_unsaved_retry (desk, FALSE);
  cb_unsaved_settle (desk, settled_cb, g_object_ref (self));
}

static void
back_cb (CbWindow *self)
{
  show_unlock (self);
}

static void
show_other (CbWindow  *self,
            GtkWidget *page)
{
  drop_other (self);
  self->other = page;
  if (!CB_IS_RESTORE_PAGE (page))
    g_signal_connect_object (page, "opened", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (page, "back", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (GTK_STACK (self->stack), page);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
  cb_widget_focus_inside (page);
}

static void
recover_cb (CbWindow *self)
{
  show_other (self, cb_recover_page_new (cb_unlock_page_get_dir (CB_UNLOCK_PAGE (self->unlock))));
}

/* Locked, as every casebook that is opened. */
static void
restored_cb (GtkWidget  *page,
             const char *dir,
             CbWindow   *self)
{
  g_free (self->dir);
  self->dir = g_strdup (dir);
  show_unlock (self);
}

static void
restore_cb (CbWindow *self)
{
  GtkWidget *page = cb_restore_page_new ();

  g_signal_connect_object (page, "restored", G_CALLBACK (restored_cb), self, 0);
  show_other (self, page);
}

/* --- actions --- */

static CbWorkbench *
bench_of (gpointer data)
{
  return CB_WORKBENCH (CB_WINDOW (data)->bench);
}

static void
lock_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  leave (data);
}

static void
new_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_go (bench_of (data), "household", NULL);
}

static void
import_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_go (bench_of (data), "import", NULL);
}

static void
settings_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_go (bench_of (data), "settings", NULL);
}

static void
search_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_search (bench_of (data));
}

static void
back_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_back (bench_of (data));
}

static void
go_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_go_nth (bench_of (data), (guint) g_variant_get_int32 (parameter));
}

static void
undo_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CbWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  /* A page with a history of its own takes back in its own order; and a text that is being typed comes before what is done. */
  if (focus != NULL && gtk_widget_activate_action (focus, "page.undo", NULL))
    return;
  if (!cb_undo_toasts_can (self->toasts) && focus != NULL && gtk_widget_activate_action (focus, "text.undo", NULL))
    return;
  cb_undo_toasts_undo (self->toasts);
}

static void
menu_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cb_workbench_menu (bench_of (data));
}

/* As GTK calls it; but GTK would want the window of the shortcuts with each of ours, and its many widgets take time. */
static void
help_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *shortcuts = cb_shortcuts_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (shortcuts), GTK_WINDOW (data));
  gtk_window_present (GTK_WINDOW (shortcuts));
}

/* It has become a desk of its own, say: what can be done now follows. */
static void
desk_changed_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  update_actions (data);
}

static const GActionEntry actions[] = {
  { "lock", lock_activated_cb },
  { "new-household", new_activated_cb },
  { "import", import_activated_cb },
  { "settings", settings_activated_cb },
  { "search", search_activated_cb },
  { "back", back_activated_cb },
  { "go", go_activated_cb, "i" },
  { "undo", undo_activated_cb },
  { "menu", menu_activated_cb },
  { "show-help-overlay", help_activated_cb },
  { "desk-changed", desk_changed_activated_cb },
};

static void
cb_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cb_window_parent_class)->map (widget);
  cb_window_icon_later (GTK_WINDOW (widget));
}

static gboolean
cb_window_close_request (GtkWindow *window)
{
  CbWindow *self = CB_WINDOW (window);
  int width, height;

  if (gtk_window_is_maximized (window))
    g_settings_set_boolean (self->settings, "window-maximized", TRUE);
  else
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
      g_settings_set_boolean (self->settings, "window-maximized", FALSE);
    }

  /* Nothing is lost by closing: what was typed is saved and the casebook closed first; what cannot be saved is asked about. */
  if (self->bench != NULL || self->locking)
    {
      self->closing = TRUE;
      if (self->bench != NULL)
        leave (self);
      else
        gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return GDK_EVENT_STOP;
    }
  if (count_sealed (self) > 0)
    {
      cb_unsaved_dialog_lose (window, count_sealed (self), lose_cb, self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (cb_window_parent_class)->close_request (window);
}

static void
cb_window_dispose (GObject *object)
{
  CbWindow *self = CB_WINDOW (object);

  if (self->toasts != NULL)
    cb_undo_toasts_forget (self->toasts);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (cb_window_parent_class)->dispose (object);
}

static void
cb_window_finalize (GObject *object)
{
  CbWindow *self = CB_WINDOW (object);

  g_clear_pointer (&self->dir, g_free);
  g_clear_pointer (&self->last_page, g_free);
  g_clear_pointer (&self->sealed, g_hash_table_unref);
  g_clear_pointer (&self->toasts, cb_undo_toasts_free);

  G_OBJECT_CLASS (cb_window_parent_class)->finalize (object);
}

static void
cb_window_class_init (CbWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = cb_window_finalize;
  GTK_WIDGET_CLASS (klass)->map = cb_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = cb_window_close_request;

  signals[SIGNAL_LOCKED] =
    g_signal_new ("locked", CB_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_window_init (CbWindow *self)
{
  self->settings = g_settings_new (CB_APP_ID);
  self->sealed = g_hash_table_new_full (cb_uid_hash, (GEqualFunc) cb_uid_equal, g_free, (GDestroyNotify) sealed_free);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  self->overlay = adw_toast_overlay_new ();
  self->toasts = cb_undo_toasts_new (ADW_TOAST_OVERLAY (self->overlay));
  self->stack = gtk_stack_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), self->stack);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), self->overlay);

  self->unlock = cb_unlock_page_new ();
  g_signal_connect_object (self->unlock, "opened", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (self->unlock, "found", G_CALLBACK (cb_window_found), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unlock, "recover", G_CALLBACK (recover_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unlock, "restore", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (GTK_STACK (self->stack), self->unlock);

  gtk_window_set_title (GTK_WINDOW (self), _("Casebook"));
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  update_actions (self);
}

CbWindow *
cb_window_new (AdwApplication *app,
               const char     *dir)
{
  CbWindow *self = g_object_new (CB_TYPE_WINDOW, "application", app, NULL);

  self->dir = g_strdup (dir);
  show_unlock (self);

  return self;
}

const char *
cb_window_get_dir (CbWindow *window)
{
  g_return_val_if_fail (CB_IS_WINDOW (window), NULL);

  return window->dir;
}

gboolean
cb_window_is_busy (CbWindow *window)
{
  g_return_val_if_fail (CB_IS_WINDOW (window), FALSE);

  return window->locking;
}

gboolean
cb_window_lock (CbWindow *window)
{
  g_autoptr (CbDesk) desk = NULL;
  const CbPerson *person;

  g_return_val_if_fail (CB_IS_WINDOW (window), FALSE);

  if (window->bench == NULL)
    return FALSE;

  desk = g_object_ref (cb_workbench_desk (CB_WORKBENCH (window->bench)));
  person = cb_desk_person (desk);
  window->last_person = person == NULL ? CB_UID_NONE : person->uid;
  g_free (window->last_page);
  window->last_page = g_strdup (cb_workbench_where (CB_WORKBENCH (window->bench), &window->last_subject));

  cb_workbench_flush (CB_WORKBENCH (window->bench));
  cb_unsaved_retry (desk, FALSE);
  close_dialogs (window);
  cb_undo_toasts_forget (window->toasts);
  gtk_stack_set_visible_child (GTK_STACK (window->stack), window->unlock);
  gtk_stack_remove (GTK_STACK (window->stack), window->bench);
  window->bench = NULL;
  window->leaving = FALSE;
  window->locking = TRUE;
  update_actions (window);
  cb_unlock_page_wait (CB_UNLOCK_PAGE (window->unlock));
  if (window->closing)
    gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  cb_unsaved_keep_async (desk, kept_cb, g_object_ref (window));

  return TRUE;
}

void
cb_window_found (CbWindow *window)
{
  g_return_if_fail (CB_IS_WINDOW (window));

  if (window->bench == NULL && !window->locking)
    show_other (window, cb_founding_page_new ());
}
