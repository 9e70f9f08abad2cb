/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unlock-page.h"

#include "cb-passphrase-entry.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#define PER_ROW 8

/* What can be done where nothing can be unlocked. */
enum { WAY_FOUND, WAY_OPEN, WAY_RESTORE, N_WAYS };

struct _CbUnlockPage
{
  GtkWidget parent_instance;

  GSettings    *settings;
  char         *dir;
  GtkWidget    *box;
  GtkWidget    *stack;
  GtkWidget    *form;
  GtkWidget    *notice;      /* in place of the form, while it is shown: the start does not wait for it */
  GtkWidget    *place;       /* which casebook */
  GtkWidget    *numbers;
  GtkWidget    *entry;
  GtkWidget    *message;
  GtkWidget    *warning;     /* of what is in this window only */
  GtkWidget    *unlock;
  GtkWidget    *spinner;
  GtkWidget    *recover;
  guint         slot;        /* chosen; 0: none */
  guint         delay;       /* seconds still to wait */
  guint         timer;
  gboolean      busy;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CbUnlockPage, cb_unlock_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  SIGNAL_FOUND,
  SIGNAL_RECOVER,
  SIGNAL_RESTORE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
say (CbUnlockPage *self,
     const char   *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text == NULL ? "" : text);
}

static void
update (CbUnlockPage *self)
{
  gboolean ready = !self->busy && self->delay == 0 && self->slot != 0;

  gtk_widget_set_sensitive (self->unlock,
                            ready && cb_passphrase_entry_length (CB_PASSPHRASE_ENTRY (self->entry)) > 0);
  cb_widget_set_busy (self->entry, self->busy);
  gtk_widget_set_sensitive (self->numbers, !self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

static void
tell_delay (CbUnlockPage *self)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("Too many wrong tries. The next one in %u second.",
                               "Too many wrong tries. The next one in %u seconds.", self->delay), self->delay);

  say (self, text);
}

static gboolean
second_passed_cb (gpointer data)
{
  CbUnlockPage *self = data;

  self->delay--;
  if (self->delay > 0)
    {
      tell_delay (self);
      return G_SOURCE_CONTINUE;
    }
  self->timer = 0;
  say (self, NULL);
  cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (self->entry), FALSE);
  update (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for (CbUnlockPage *self,
          guint         seconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->delay = seconds;
  if (seconds > 0)
    {
      tell_delay (self);
      self->timer = g_timeout_add_seconds (1, second_passed_cb, self);
    }
  update (self);
}

/* --- the ways elsewhere --- */

static void
folder_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GFile) file = cb_shell_choose_file_finish (GTK_WIDGET (object), result, NULL);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);

  if (path != NULL)
    cb_unlock_page_start (CB_UNLOCK_PAGE (object), path);
}

static void
other_cb (CbUnlockPage *self)
{
  cb_shell_choose_file_async (GTK_WIDGET (self), CB_CHOOSE_FOLDER, _("Choose the folder of a casebook"), NULL, NULL,
                              folder_chosen_cb, NULL);
}

static void
found_cb (CbUnlockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

static void
recover_cb (CbUnlockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_RECOVER], 0);
}

static void
restore_cb (CbUnlockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_RESTORE], 0);
}

/* --- in place of the form --- */

/* Why there is nothing to unlock; @way is the way on: the suggested one of the buttons, and the first, which gets the focus. */
static GtkWidget *
none_new (CbUnlockPage *self,
          const char   *text,
          guint         way)
{
  const struct { const char *name; GCallback cb; } ways[N_WAYS] = {
    [WAY_FOUND] = { _(CB_NAME_UNLOCK_FOUND), G_CALLBACK (found_cb) },
    [WAY_OPEN] = { _("Open a casebook…"), G_CALLBACK (other_cb) },
    [WAY_RESTORE] = { _(CB_NAME_UNLOCK_RESTORE), G_CALLBACK (restore_cb) },
  };
  g_autofree char *name = self->dir != NULL ? g_filename_display_name (self->dir) : NULL;
  g_autofree char *markup = name != NULL ? g_markup_printf_escaped ("%s\n%s", text, name) : g_markup_escape_text (text, -1);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), CB_APP_ID);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Casebook"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), markup);
  for (guint i = 0; i < N_WAYS; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (ways[i].name);

      gtk_widget_add_css_class (button, "pill");
      g_signal_connect_swapped (button, "clicked", ways[i].cb, self);
      if (i == way)
        {
          gtk_widget_add_css_class (button, "suggested-action");
          gtk_box_prepend (GTK_BOX (buttons), button);
        }
      else
        gtk_box_append (GTK_BOX (buttons), button);
    }
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);

  return page;
}

static GtkWidget *
wait_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), cb_spinner_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Saving and closing the casebook…")));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);

  return box;
}

/* NULL: the form */
static void
show_notice (CbUnlockPage *self,
             GtkWidget    *notice)
{
  if (self->notice != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->notice);
  self->notice = notice;
  if (notice != NULL)
    gtk_stack_add_child (GTK_STACK (self->stack), notice);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), notice != NULL ? notice : self->form);
}

/* --- what a casebook tells while it is locked --- */

typedef struct
{
  char   *dir;
  GArray *slots;     /* of CbVaultSlot */
  guint   delay;
} Look;

static void
look_free (Look *look)
{
  g_free (look->dir);
  g_clear_pointer (&look->slots, g_array_unref);
  g_free (look);
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Look *look = data;
  GError *error = NULL;

  look->slots = cb_vault_read_slots (look->dir, &error);
  look->delay = cb_vault_retry_delay (look->dir);
  if (look->slots == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
number_toggled_cb (GtkToggleButton *button,
                   CbUnlockPage    *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->slot = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "slot"));
  update (self);
  gtk_widget_grab_focus (self->entry);
}

static void
fill_numbers (CbUnlockPage *self,
              GArray       *slots)
{
  int last = g_settings_get_int (self->settings, "last-slot");
  GtkToggleButton *group = NULL, *chosen = NULL;
  guint column = 0, row = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->numbers)) != NULL)
    gtk_grid_remove (GTK_GRID (self->numbers), child);
  self->slot = 0;
  for (guint i = 0; i < slots->len; i++)
    {
      const CbVaultSlot *slot = &g_array_index (slots, CbVaultSlot, i);
      g_autofree char *text = g_strdup_printf ("%02u", slot->number);
      GtkWidget *button;

      if (slot->kind != CB_VAULT_SLOT_PERSON)
        continue;
      button = gtk_toggle_button_new_with_label (text);
      gtk_widget_add_css_class (button, "cb-number");
      gtk_widget_add_css_class (button, "numeric");
      g_object_set_data (G_OBJECT (button), "slot", GUINT_TO_POINTER (slot->number));
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
      group = GTK_TOGGLE_BUTTON (button);
      if (chosen == NULL || (int) slot->number == last)
        chosen = GTK_TOGGLE_BUTTON (button);
      g_signal_connect (button, "toggled", G_CALLBACK (number_toggled_cb), self);
      gtk_grid_attach (GTK_GRID (self->numbers), button, (int) column, (int) row, 1, 1);
      if (++column == PER_ROW)
        {
          column = 0;
          row++;
        }
    }
  if (chosen != NULL)
    gtk_toggle_button_set_active (chosen, TRUE);
}

static void
show_none (CbUnlockPage *self,
           const char   *text,
           guint         way)
{
  show_notice (self, none_new (self, text, way));
  gtk_widget_grab_focus (gtk_widget_get_first_child (adw_status_page_get_child (ADW_STATUS_PAGE (self->notice))));
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbUnlockPage *self = CB_UNLOCK_PAGE (object);
  Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *sentence = NULL;

      if (self->box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      sentence = cb_error_sentence (error);
      show_none (self, sentence, g_error_matches (error, CB_VAULT_ERROR, CB_VAULT_ERROR_DAMAGED_HEADER) ? WAY_RESTORE : WAY_OPEN);
      return;
    }
  if (self->box == NULL || g_strcmp0 (look->dir, self->dir) != 0)
    return;

  show_notice (self, NULL);
  fill_numbers (self, look->slots);
  wait_for (self, look->delay);
  gtk_widget_grab_focus (self->entry);
}

static void
look (CbUnlockPage *self)
{
  g_autoptr (GTask) task = NULL;
  Look *data;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, looked_cb, NULL);
  data = g_new0 (Look, 1);
  data->dir = g_strdup (self->dir);
  g_task_set_task_data (task, data, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_thread);
}

/* --- unlocking --- */

static void
delay_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  g_task_return_int (task, cb_vault_retry_delay (data));
}

static void
delay_known_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  gssize seconds = g_task_propagate_int (G_TASK (result), NULL);

  if (CB_UNLOCK_PAGE (object)->box != NULL && seconds > 0)
    wait_for (CB_UNLOCK_PAGE (object), (guint) seconds);
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (CbUnlockPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbDesk) desk = cb_desk_unlock_finish (result, &error);

  self->busy = FALSE;
  if (self->box == NULL)
    return;
  update (self);
  if (desk != NULL)
    {
      say (self, NULL);
      g_signal_emit (self, signals[SIGNAL_OPENED], 0, desk);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *sentence = cb_error_sentence (error);
      g_autoptr (GTask) task = g_task_new (self, NULL, delay_known_cb, NULL);

      say (self, sentence);
      cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (self->entry), TRUE);
      g_task_set_task_data (task, g_strdup (self->dir), g_free);
      g_task_run_in_thread (task, delay_thread);
    }
  gtk_widget_grab_focus (self->entry);
}

static void
unlock_cb (CbUnlockPage *self)
{
  if (!gtk_widget_get_sensitive (self->unlock))
    return;

  self->busy = TRUE;
  say (self, _("Unlocking. This takes about a second, on purpose."));
  cb_desk_unlock_async (self->dir, self->slot, cb_passphrase_entry_take (CB_PASSPHRASE_ENTRY (self->entry)),
                        self->cancellable, unlocked_cb, g_object_ref (self));
  update (self);
}

static void
cb_unlock_page_dispose (GObject *object)
{
  CbUnlockPage *self = CB_UNLOCK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->dir, g_free);

  G_OBJECT_CLASS (cb_unlock_page_parent_class)->dispose (object);
}

static void
cb_unlock_page_class_init (CbUnlockPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_unlock_page_dispose;
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", CB_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CB_TYPE_DESK);
  signals[SIGNAL_FOUND] =
    g_signal_new ("found", CB_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RECOVER] =
    g_signal_new ("recover", CB_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESTORE] =
    g_signal_new ("restore", CB_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
link_new (CbUnlockPage *self,
          const char   *name,
          GCallback     callback)
{
  GtkWidget *button = gtk_button_new_with_label (name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);

  return button;
}

static GtkWidget *
form_new (CbUnlockPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (CB_APP_ID);
  GtkWidget *title = gtk_label_new (_("Casebook"));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 72);
  gtk_widget_add_css_class (title, "title-1");
  self->place = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->place, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->place), PANGO_ELLIPSIZE_START);

  self->numbers = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->numbers), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->numbers), 6);
  cb_widget_set_label (self->numbers, _(CB_NAME_UNLOCK_NUMBER));

  self->entry = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->entry), _(CB_NAME_UNLOCK_PASSPHRASE));
  gtk_widget_set_hexpand (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (unlock_cb), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (update), self);
  self->unlock = gtk_button_new_with_mnemonic (_(CB_NAME_UNLOCK_BUTTON));
  gtk_widget_add_css_class (self->unlock, "suggested-action");
  g_signal_connect_swapped (self->unlock, "clicked", G_CALLBACK (unlock_cb), self);
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (line), self->entry);
  gtk_box_append (GTK_BOX (line), self->spinner);
  gtk_box_append (GTK_BOX (line), self->unlock);

  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_lines (GTK_LABEL (self->message), 2);
  gtk_widget_set_size_request (self->message, -1, 40);
  gtk_label_set_yalign (GTK_LABEL (self->message), 0);

  gtk_widget_add_css_class (links, "cb-links");
  gtk_box_append (GTK_BOX (links), link_new (self, _(CB_NAME_UNLOCK_OTHER), G_CALLBACK (other_cb)));
  self->recover = link_new (self, _(CB_NAME_UNLOCK_RECOVER), G_CALLBACK (recover_cb));
  gtk_box_append (GTK_BOX (links), self->recover);
  gtk_box_append (GTK_BOX (links), link_new (self, _(CB_NAME_UNLOCK_RESTORE), G_CALLBACK (restore_cb)));
  gtk_box_append (GTK_BOX (links), link_new (self, _(CB_NAME_UNLOCK_FOUND), G_CALLBACK (found_cb)));

  self->warning = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->warning), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->warning), 0);
  gtk_widget_add_css_class (self->warning, "cb-notice");
  gtk_widget_set_visible (self->warning, FALSE);

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->place);
  gtk_box_append (GTK_BOX (box), self->warning);
  gtk_box_append (GTK_BOX (box), cb_label_new (_("Your number"), "heading"));
  gtk_box_append (GTK_BOX (box), self->numbers);
  gtk_box_append (GTK_BOX (box), cb_label_new (_("Passphrase"), "heading"));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), links);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 440);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);

  return clamp;
}

static void
cb_unlock_page_init (CbUnlockPage *self)
{
  GtkWidget *bar = adw_header_bar_new ();

  self->settings = g_settings_new (CB_APP_ID);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (bar, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (self->box), bar);

  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->form = form_new (self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->form);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  update (self);
}

GtkWidget *
cb_unlock_page_new (void)
{
  return g_object_new (CB_TYPE_UNLOCK_PAGE, NULL);
}

void
cb_unlock_page_start (CbUnlockPage *page,
                      const char   *dir)
{
  g_autofree char *copy = g_strdup (dir);
  g_autofree char *name = NULL;

  g_return_if_fail (CB_IS_UNLOCK_PAGE (page));

  g_free (page->dir);
  page->dir = g_steal_pointer (&copy);
  page->busy = FALSE;
  cb_passphrase_entry_clear (CB_PASSPHRASE_ENTRY (page->entry));
  cb_passphrase_entry_set_error (CB_PASSPHRASE_ENTRY (page->entry), FALSE);
  say (page, NULL);
  wait_for (page, 0);
  if (page->dir == NULL)
    {
      show_none (page, _("There is no casebook on this computer yet."), WAY_FOUND);
      return;
    }
  name = g_filename_display_name (page->dir);
  gtk_label_set_text (GTK_LABEL (page->place), name);
  look (page);
}

void
cb_unlock_page_wait (CbUnlockPage *page)
{
  g_return_if_fail (CB_IS_UNLOCK_PAGE (page));

  show_notice (page, wait_new ());
}

const char *
cb_unlock_page_get_dir (CbUnlockPage *page)
{
  g_return_val_if_fail (CB_IS_UNLOCK_PAGE (page), NULL);

  return page->dir;
}

void
cb_unlock_page_warn (CbUnlockPage *page,
                     guint         fields)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u field could not be written. Make room on the disk, and do not close this window before "
                                                     "its author has unlocked again.",
                                                     "%u fields could not be written. Make room on the disk, and do not close this window "
                                                     "before their author has unlocked again.", fields), fields);

  g_return_if_fail (CB_IS_UNLOCK_PAGE (page));

  gtk_label_set_text (GTK_LABEL (page->warning), text);
  gtk_widget_set_visible (page->warning, fields > 0);
}
