/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-shell.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define CB_TYPE_CERTIFY_BUTTON (cb_certify_button_get_type ())
G_DECLARE_FINAL_TYPE (CbCertifyButton, cb_certify_button, CB, CERTIFY_BUTTON, AdwBin)

struct _CbCertifyButton
{
  AdwBin parent_instance;

  CbDesk      *desk;
  CbKeyRequest request;
  gboolean     busy;
};

G_DEFINE_FINAL_TYPE (CbCertifyButton, cb_certify_button, ADW_TYPE_BIN)

typedef struct
{
  CbDesk      *desk;
  CbKeyRequest request;
  char        *name;
} Certificate;

static void
certificate_free (Certificate *c)
{
  g_clear_object (&c->desk);
  g_free (c->name);
  g_free (c);
}

static void
certify_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Certificate *c = data;
  GError *error = NULL;

  if (cb_desk_certify_key (c->desk, &c->request, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
certified_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  CbCertifyButton *self = CB_CERTIFY_BUTTON (object);
  const Certificate *c = g_task_get_task_data (G_TASK (result));
  GtkWidget *from = data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  /* The list has been read again by then, and this button is no longer in it. */
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *text = g_strdup_printf (_("%s can sign again."), c->name);

      cb_shell_toast (from, text);
    }
  else
    cb_shell_error (from, error);
  g_object_unref (from);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbCertifyButton *self = CB_CERTIFY_BUTTON (object);
  const CbPerson *person;
  g_autoptr (GTask) task = NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  Certificate *c;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->desk == NULL || self->busy || parent == NULL)
    return;
  person = cb_authority_person (cb_desk_authority (self->desk), &self->request.person);
  c = g_new0 (Certificate, 1);
  c->desk = g_object_ref (self->desk);
  c->request = self->request;
  c->name = g_strdup (person != NULL ? person->name : "");
  self->busy = TRUE;
  task = g_task_new (self, NULL, certified_cb, g_object_ref (gtk_widget_get_root (parent)));
  g_task_set_task_data (task, c, (GDestroyNotify) certificate_free);
  g_task_run_in_thread (task, certify_thread);
}

static void
certify_cb (CbCertifyButton *self)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), &self->request.person);
  g_autofree char *code = cb_journal_key_code (self->request.sign_pk, self->request.box_pk);
  g_autofree char *what = NULL;

  if (person == NULL || self->busy)
    return;
  /* TRANSLATORS: a name; a code of 24 digits in groups. */
  what = g_strdup_printf (_("Certify the new signing key of %s. They have told you themselves that the passphrase was lost, and see the "
                            "same code: %s"), person->name, code);
  cb_shell_sign (GTK_WIDGET (self), self->desk, what, signed_cb, NULL);
}

static void
cb_certify_button_dispose (GObject *object)
{
  g_clear_object (&CB_CERTIFY_BUTTON (object)->desk);

  G_OBJECT_CLASS (cb_certify_button_parent_class)->dispose (object);
}

static void
cb_certify_button_class_init (CbCertifyButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_certify_button_dispose;
}

static void
cb_certify_button_init (CbCertifyButton *self)
{
}

GtkWidget *
cb_certify_button_new (CbDesk             *desk,
                       const CbPerson     *person,
                       const CbKeyRequest *request)
{
  CbCertifyButton *self = g_object_new (CB_TYPE_CERTIFY_BUTTON, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Certify the New Key…"));
  g_autofree char *code = cb_journal_key_code (request->sign_pk, request->box_pk);
  /* TRANSLATORS: the label of a button for assistive technology; a name. */
  g_autofree char *label = g_strdup_printf (_("Certify the new key of %s"), person->name);

  self->desk = g_object_ref (desk);
  self->request = *request;
  cb_widget_set_label (button, label);
  cb_widget_set_tip (button, code);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (certify_cb), self);
  adw_bin_set_child (ADW_BIN (self), button);

  return GTK_WIDGET (self);
}
