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
  CbSlip parent_instance;

  CbDesk         *desk;
  CbUid           person;
  char           *name;
  CbRightsFields *fields;     /* of a grid inside */
};

G_DEFINE_FINAL_TYPE (CbRightsForm, cb_rights_form, CB_TYPE_SLIP)

static void
change_free (Change *c)
{
  g_clear_object (&c->desk);
  g_free (c->area);
  g_free (c);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

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
  cb_slip_set_busy (CB_SLIP (self), FALSE);
  if (!ok)
    {
      cb_slip_error (CB_SLIP (self), error);
      return;
    }
  {
    g_autofree char *text = g_strdup_printf (_("The rights of %s are changed."), self->name);

    cb_shell_toast (GTK_WIDGET (self), text);
  }
  cb_slip_close (CB_SLIP (self));
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbRightsForm *self = CB_RIGHTS_FORM (object);
  g_autoptr (Change) c = data;
  g_autoptr (GTask) task = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->desk == NULL || cb_slip_is_busy (CB_SLIP (self)))
    return;
  cb_slip_set_busy (CB_SLIP (self), TRUE);
  task = g_task_new (self, NULL, changed_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&c), (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_thread);
}

static void
cb_rights_form_act (CbSlip *slip)
{
  CbRightsForm *self = CB_RIGHTS_FORM (slip);
  g_autoptr (Change) c = g_new0 (Change, 1);
  g_autofree char *roles = NULL, *path = NULL, *limit = NULL, *what = NULL;
  const char *area;

  if (!cb_rights_fields_get (self->fields, &c->roles, &area, &c->limit))
    return;
  cb_slip_say (slip, NULL);
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
  CB_SLIP_CLASS (klass)->act = cb_rights_form_act;
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
  GtkWidget *text = cb_label_new (_("What was recorded and signed before stays as it is. Other desks follow when they hear of it."), "dim-label");

  self->desk = g_object_ref (desk);
  self->person = person->uid;
  self->name = g_strdup (person->name);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->fields = cb_rights_fields_new (desk, GTK_GRID (grid), 0, cb_slip_message (CB_SLIP (self)));
  cb_rights_fields_set (self->fields, person);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), text);
  cb_slip_build (CB_SLIP (self), box, _(CB_NAME_RIGHTS_BUTTON), "suggested-action");

  return GTK_WIDGET (self);
}
