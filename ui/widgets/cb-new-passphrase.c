/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-new-passphrase.h"

#include "cb-passphrase.h"
#include "cb-passphrase-entry.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

struct _CbNewPassphrase
{
  GtkWidget parent_instance;

  CbSecret  *secret;
  GtkWidget *box;
  GtkWidget *shown;
  GtkWidget *entry;
  GtkWidget *match;
  gboolean   confirmed;
};

G_DEFINE_FINAL_TYPE (CbNewPassphrase, cb_new_passphrase, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
typed_cb (CbNewPassphrase *self)
{
  g_autoptr (CbSecret) typed = cb_passphrase_entry_dup (CB_PASSPHRASE_ENTRY (self->entry));
  gboolean confirmed = cb_secret_len (typed) == cb_secret_len (self->secret) && cb_secret_equal (typed, self->secret);

  gtk_label_set_text (GTK_LABEL (self->match),
                      confirmed ? _("It matches.")
                                : _("Type it once more, as shown. Write it down now if need be; it is not shown again."));
  if (confirmed)
    gtk_widget_add_css_class (self->match, "success");
  else
    gtk_widget_remove_css_class (self->match, "success");
  if (confirmed == self->confirmed)
    return;
  self->confirmed = confirmed;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
activate_cb (CbNewPassphrase *self)
{
  if (self->confirmed)
    g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static gboolean
cb_new_passphrase_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CB_NEW_PASSPHRASE (widget)->entry);
}

static void
cb_new_passphrase_dispose (GObject *object)
{
  CbNewPassphrase *self = CB_NEW_PASSPHRASE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->secret, cb_secret_free);

  G_OBJECT_CLASS (cb_new_passphrase_parent_class)->dispose (object);
}

static void
cb_new_passphrase_class_init (CbNewPassphraseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cb_new_passphrase_dispose;
  widget_class->grab_focus = cb_new_passphrase_grab_focus;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", CB_TYPE_NEW_PASSPHRASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATE] =
    g_signal_new ("activate", CB_TYPE_NEW_PASSPHRASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cb_new_passphrase_init (CbNewPassphrase *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *again = cb_icon_button_new ("view-refresh-symbolic", _("Another passphrase"), NULL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->shown = cb_label_new (NULL, "cb-secret");
  gtk_widget_set_hexpand (self->shown, TRUE);
  g_signal_connect_swapped (again, "clicked", G_CALLBACK (cb_new_passphrase_renew), self);
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), self->shown);
  gtk_box_append (GTK_BOX (line), again);
  gtk_box_append (GTK_BOX (self->box), line);

  self->entry = cb_passphrase_entry_new ();
  cb_passphrase_entry_set_label (CB_PASSPHRASE_ENTRY (self->entry), _(CB_NAME_FOUND_RETYPE));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->entry);

  self->match = cb_label_new (NULL, "caption");
  gtk_label_set_wrap (GTK_LABEL (self->match), TRUE);
  gtk_box_append (GTK_BOX (self->box), self->match);

  cb_new_passphrase_renew (self);
}

GtkWidget *
cb_new_passphrase_new (void)
{
  return g_object_new (CB_TYPE_NEW_PASSPHRASE, NULL);
}

gboolean
cb_new_passphrase_is_confirmed (CbNewPassphrase *self)
{
  g_return_val_if_fail (CB_IS_NEW_PASSPHRASE (self), FALSE);

  return self->confirmed;
}

CbSecret *
cb_new_passphrase_dup (CbNewPassphrase *self)
{
  g_return_val_if_fail (CB_IS_NEW_PASSPHRASE (self), NULL);

  return cb_secret_from (cb_secret_bytes (self->secret), cb_secret_len (self->secret));
}

void
cb_new_passphrase_renew (CbNewPassphrase *self)
{
  g_return_if_fail (CB_IS_NEW_PASSPHRASE (self));

  g_clear_pointer (&self->secret, cb_secret_free);
  self->secret = cb_passphrase_generate ();
  gtk_label_set_text (GTK_LABEL (self->shown), (const char *) cb_secret_bytes (self->secret));
  cb_passphrase_entry_clear (CB_PASSPHRASE_ENTRY (self->entry));
  typed_cb (self);
}
