/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-passphrase-entry.h"

#include "cb-secret-buffer.h"
#include "cb-tip.h"

#include <glib/gi18n.h>

struct _CbPassphraseEntry
{
  GtkWidget parent_instance;

  CbSecretBuffer *buffer;
  GtkWidget      *text;
  GtkWidget      *caps;
  GtkWidget      *peek;
  GdkDevice      *keyboard;
};

G_DEFINE_FINAL_TYPE (CbPassphraseEntry, cb_passphrase_entry, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_caps (CbPassphraseEntry *self)
{
  gtk_widget_set_visible (self->caps,
                          self->keyboard != NULL && gtk_widget_has_focus (self->text) &&
                          gdk_device_get_caps_lock_state (self->keyboard));
}

static void
activated_cb (CbPassphraseEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static void
changed_cb (CbPassphraseEntry *self)
{
  cb_passphrase_entry_set_error (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
peek_toggled_cb (CbPassphraseEntry *self)
{
  gboolean show = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->peek));

  gtk_text_set_visibility (GTK_TEXT (self->text), show);
  gtk_button_set_icon_name (GTK_BUTTON (self->peek),
                            show ? "view-conceal-symbolic" : "view-reveal-symbolic");
}

static void
cb_passphrase_entry_realize (GtkWidget *widget)
{
  CbPassphraseEntry *self = CB_PASSPHRASE_ENTRY (widget);
  GdkSeat *seat;

  GTK_WIDGET_CLASS (cb_passphrase_entry_parent_class)->realize (widget);

  seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  self->keyboard = seat == NULL ? NULL : gdk_seat_get_keyboard (seat);
  if (self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state", G_CALLBACK (update_caps), self,
                             G_CONNECT_SWAPPED);
}

static void
cb_passphrase_entry_unrealize (GtkWidget *widget)
{
  CbPassphraseEntry *self = CB_PASSPHRASE_ENTRY (widget);

  if (self->keyboard != NULL)
    g_signal_handlers_disconnect_by_data (self->keyboard, self);
  self->keyboard = NULL;

  GTK_WIDGET_CLASS (cb_passphrase_entry_parent_class)->unrealize (widget);
}

static gboolean
cb_passphrase_entry_grab_focus (GtkWidget *widget)
{
  return gtk_text_grab_focus_without_selecting (GTK_TEXT (CB_PASSPHRASE_ENTRY (widget)->text));
}

static gboolean
cb_passphrase_entry_mnemonic_activate (GtkWidget *widget,
                                       gboolean   group_cycling)
{
  return gtk_widget_grab_focus (widget);
}

static void
cb_passphrase_entry_dispose (GObject *object)
{
  CbPassphraseEntry *self = CB_PASSPHRASE_ENTRY (object);

  if (self->buffer != NULL)
    cb_secret_buffer_clear (self->buffer);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->caps, gtk_widget_unparent);
  g_clear_pointer (&self->peek, gtk_widget_unparent);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (cb_passphrase_entry_parent_class)->dispose (object);
}

static void
cb_passphrase_entry_class_init (CbPassphraseEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_passphrase_entry_dispose;
  widget_class->realize = cb_passphrase_entry_realize;
  widget_class->unrealize = cb_passphrase_entry_unrealize;
  widget_class->grab_focus = cb_passphrase_entry_grab_focus;
  widget_class->mnemonic_activate = cb_passphrase_entry_mnemonic_activate;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", CB_TYPE_PASSPHRASE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATE] =
    g_signal_new ("activate", CB_TYPE_PASSPHRASE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "entry");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
cb_passphrase_entry_init (CbPassphraseEntry *self)
{
  self->buffer = CB_SECRET_BUFFER (cb_secret_buffer_new ());

  self->text = gtk_text_new_with_buffer (GTK_ENTRY_BUFFER (self->buffer));
  gtk_text_set_visibility (GTK_TEXT (self->text), FALSE);
  gtk_text_set_input_purpose (GTK_TEXT (self->text), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_text_set_input_hints (GTK_TEXT (self->text), GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_PRIVATE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->text), FALSE);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->text, "notify::has-focus", G_CALLBACK (update_caps), self);

  self->caps = gtk_label_new (_("Caps Lock is on"));
  gtk_widget_add_css_class (self->caps, "caption");
  gtk_widget_add_css_class (self->caps, "warning");
  gtk_widget_set_visible (self->caps, FALSE);
  gtk_widget_set_parent (self->caps, GTK_WIDGET (self));

  self->peek = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->peek), "view-reveal-symbolic");
  gtk_widget_add_css_class (self->peek, "flat");
  gtk_widget_add_css_class (self->peek, "peek");
  cb_widget_set_tip (self->peek, _("Show what is typed"));
  gtk_widget_set_valign (self->peek, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->peek), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Show what is typed"), -1);
  gtk_widget_set_parent (self->peek, GTK_WIDGET (self));
  g_signal_connect_swapped (self->peek, "toggled", G_CALLBACK (peek_toggled_cb), self);

  gtk_widget_add_css_class (GTK_WIDGET (self), "password");
}

GtkWidget *
cb_passphrase_entry_new (void)
{
  return g_object_new (CB_TYPE_PASSPHRASE_ENTRY, NULL);
}

void
cb_passphrase_entry_set_label (CbPassphraseEntry *entry,
                               const char        *label)
{
  g_return_if_fail (CB_IS_PASSPHRASE_ENTRY (entry));

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

CbSecret *
cb_passphrase_entry_take (CbPassphraseEntry *entry)
{
  CbSecret *secret = cb_passphrase_entry_dup (entry);

  cb_passphrase_entry_clear (entry);
  return secret;
}

CbSecret *
cb_passphrase_entry_dup (CbPassphraseEntry *entry)
{
  g_return_val_if_fail (CB_IS_PASSPHRASE_ENTRY (entry), NULL);

  return cb_secret_buffer_dup (entry->buffer);
}

guint
cb_passphrase_entry_length (CbPassphraseEntry *entry)
{
  g_return_val_if_fail (CB_IS_PASSPHRASE_ENTRY (entry), 0);

  return gtk_entry_buffer_get_length (GTK_ENTRY_BUFFER (entry->buffer));
}

void
cb_passphrase_entry_clear (CbPassphraseEntry *entry)
{
  g_return_if_fail (CB_IS_PASSPHRASE_ENTRY (entry));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry->peek), FALSE);
  cb_secret_buffer_clear (entry->buffer);
}

void
cb_passphrase_entry_set_error (CbPassphraseEntry *entry,
                               gboolean           error)
{
  g_return_if_fail (CB_IS_PASSPHRASE_ENTRY (entry));

  if (error)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}
