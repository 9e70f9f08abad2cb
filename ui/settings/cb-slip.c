/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-slip.h"

#include <glib/gi18n.h>

#include "cb-desk.h"
#include "cb-widgets.h"

typedef struct
{
  GtkWidget *message, *spinner, *cancel, *act;
  gboolean   busy;
} CbSlipPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (CbSlip, cb_slip, ADW_TYPE_BIN)

enum { SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static CbSlipPrivate *
of (CbSlip *slip)
{
  return cb_slip_get_instance_private (slip);
}

void
cb_slip_say (CbSlip     *slip,
             const char *text)
{
  gtk_label_set_text (GTK_LABEL (of (slip)->message), text == NULL ? "" : text);
  gtk_widget_set_visible (of (slip)->message, text != NULL);
}

void
cb_slip_error (CbSlip       *slip,
               const GError *error)
{
  g_autofree char *sentence = cb_error_sentence (error);

  cb_slip_say (slip, sentence);
}

GtkWidget *
cb_slip_message (CbSlip *slip)
{
  return of (slip)->message;
}

gboolean
cb_slip_is_busy (CbSlip *slip)
{
  return of (slip)->busy;
}

void
cb_slip_set_busy (CbSlip   *slip,
                  gboolean  busy)
{
  CbSlipPrivate *self = of (slip);

  self->busy = busy;
  gtk_widget_set_sensitive (self->cancel, !busy);
  gtk_widget_set_sensitive (self->act, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  if (CB_SLIP_GET_CLASS (slip)->set_busy != NULL)
    CB_SLIP_GET_CLASS (slip)->set_busy (slip, busy);
}

void
cb_slip_close (CbSlip *slip)
{
  g_signal_emit (slip, signals[SIGNAL_CLOSED], 0);
}

static void
cancel_cb (CbSlip *slip)
{
  if (!of (slip)->busy)
    cb_slip_close (slip);
}

static void
act_cb (CbSlip *slip)
{
  if (!of (slip)->busy)
    CB_SLIP_GET_CLASS (slip)->act (slip);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   data)
{
  cancel_cb (CB_SLIP (widget));

  return TRUE;
}

static void
cb_slip_class_init (CbSlipClass *klass)
{
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CB_TYPE_SLIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
cb_slip_init (CbSlip *slip)
{
  CbSlipPrivate *self = of (slip);

  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
}

void
cb_slip_build (CbSlip     *slip,
               GtkWidget  *content,
               const char *button,
               const char *css_class)
{
  CbSlipPrivate *self = of (slip);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  self->cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  self->act = gtk_button_new_with_mnemonic (button);
  gtk_widget_add_css_class (self->act, css_class);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->cancel);
  gtk_box_append (GTK_BOX (buttons), self->act);
  gtk_box_append (GTK_BOX (box), content);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "cb-slip");
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), slip);
  g_signal_connect_swapped (self->act, "clicked", G_CALLBACK (act_cb), slip);
  adw_bin_set_child (ADW_BIN (slip), box);
}
