/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-rights-form.h"

#include "cb-rights-fields.h"
#include "cb-shell.h"
#include "cb-ui-names.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

/* One change, from the form to the log. */
typedef struct
{
  CbDesk  *desk;
  CbUid    person;
  CbRoles  roles;
  char    *area;
  CbMoney  limit;
} Change;

struct _CbRightsForm
{
  AdwBin parent_instance;

  CbDesk         *desk;
  CbUid           person;
  char           *name;
  CbRightsFields *fields;     /* of a grid inside */
  GtkWidget      *message;
  GtkWidget      *spinner;
  GtkWidget      *cancel;
  GtkWidget      *change;
  gboolean        busy;
};

G_DEFINE_FINAL_TYPE (CbRightsForm, cb_rights_form, ADW_TYPE_BIN)

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
change_free (Change *c)
{
  g_clear_object (&c->desk);
  g_free (c->area);
  g_free (c);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
set_busy (CbRightsForm *self,
          gboolean      busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->cancel, !busy);
  gtk_widget_set_sensitive (self->change, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

static void
change_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Change *c = data;
  GError *error = NULL;

  if (cb_desk_change_rights (c->desk, &c->person, c->roles, c->area, c->limit, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  CbRightsForm *self = CB_RIGHTS_FORM (object);
  g_autoptr (GError) error = NULL;
  const gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->desk == NULL)
    return;
  set_busy (self, FALSE);
  if (!ok)
    {
      g_autofree char *sentence = cb_error_sentence (error);

      gtk_label_set_text (GTK_LABEL (self->message), sentence);
      gtk_widget_set_visible (self->message, TRUE);
      return;
    }
  {
    g_autofree char *text = g_strdup_printf (_("The rights of %s are changed."), self->name);

    cb_shell_toast (GTK_WIDGET (self), text);
  }
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbRightsForm *self = CB_RIGHTS_FORM (object);
  g_autoptr (Change) c = data;
  g_autoptr (GTask) task = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->desk == NULL || self->busy)
    return;
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, changed_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&c), (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_thread);
}

static void
change_cb (CbRightsForm *self)
{
  g_autoptr (Change) c = g_new0 (Change, 1);
  g_autofree char *roles = NULL, *path = NULL, *limit = NULL, *what = NULL;
  const char *area;

  if (self->busy || !cb_rights_fields_get (self->fields, &c->roles, &area, &c->limit))
    return;
  gtk_widget_set_visible (self->message, FALSE);
  c->desk = g_object_ref (self->desk);
  c->person = self->person;
  c->area = g_strdup (area);
  roles = cb_roles_title (c->roles);
  path = cb_areas_path (cb_desk_areas (self->desk), area);
  limit = c->limit == 0 ? NULL : cb_money_format (c->limit, TRUE);
  if (limit == NULL)
    /* TRANSLATORS: name, roles, area. */
    what = g_strdup_printf (_("From now on %s is: %s, for %s."), self->name, roles, path);
  else
    /* TRANSLATORS: name, roles, area, amount. */
    what = g_strdup_printf (_("From now on %s is: %s, for %s, and decides up to %s yuan alone."), self->name, roles, path, limit);
  cb_shell_sign (GTK_WIDGET (self), self->desk, what, signed_cb, g_steal_pointer (&c));
}

static void
cancel_cb (CbRightsForm *self)
{
  if (!self->busy)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   data)
{
  cancel_cb (CB_RIGHTS_FORM (widget));

  return TRUE;
}

static void
cb_rights_form_dispose (GObject *object)
{
  CbRightsForm *self = CB_RIGHTS_FORM (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (cb_rights_form_parent_class)->dispose (object);
}

static void
cb_rights_form_class_init (CbRightsFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_rights_form_dispose;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CB_TYPE_RIGHTS_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
cb_rights_form_init (CbRightsForm *self)
{
}

GtkWidget *
cb_rights_form_new (CbDesk         *desk,
                    const CbPerson *person)
{
  CbRightsForm *self = g_object_new (CB_TYPE_RIGHTS_FORM, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = cb_label_new (_("What was recorded and signed before stays as it is. Other desks follow when they hear of it."), "dim-label");

  self->desk = g_object_ref (desk);
  self->person = person->uid;
  self->name = g_strdup (person->name);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->message = cb_label_new (NULL, "error");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  self->fields = cb_rights_fields_new (desk, GTK_GRID (grid), 0, self->message);
  cb_rights_fields_set (self->fields, person);
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  self->cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  self->change = gtk_button_new_with_mnemonic (_(CB_NAME_RIGHTS_BUTTON));
  gtk_widget_add_css_class (self->change, "suggested-action");
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->cancel);
  gtk_box_append (GTK_BOX (buttons), self->change);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "cb-slip");
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->change, "clicked", G_CALLBACK (change_cb), self);
  adw_bin_set_child (ADW_BIN (self), box);

  return GTK_WIDGET (self);
}
