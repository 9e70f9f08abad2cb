/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-enrol-form.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define CB_TYPE_PEOPLE_GROUP (cb_people_group_get_type ())
G_DECLARE_FINAL_TYPE (CbPeopleGroup, cb_people_group, CB, PEOPLE_GROUP, AdwBin)

struct _CbPeopleGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  GtkWidget *list;
  gboolean   busy;
};

G_DEFINE_FINAL_TYPE (CbPeopleGroup, cb_people_group, ADW_TYPE_BIN)

typedef struct
{
  GArray *slots;      /* of CbVaultSlot */
  GArray *requests;   /* of CbKeyRequest */
} Look;

static void
look_free (Look *look)
{
  g_clear_pointer (&look->slots, g_array_unref);
  g_clear_pointer (&look->requests, g_array_unref);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_autoptr (Look) look = g_new0 (Look, 1);
  GError *error = NULL;

  look->slots = cb_vault_list_slots (cb_desk_vault (data), &error);
  if (look->slots != NULL)
    look->requests = cb_desk_key_requests (data, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&look), (GDestroyNotify) look_free);
}

static guint
slot_of (GArray      *slots,
         const CbUid *person)
{
  for (guint i = 0; i < slots->len; i++)
    {
      const CbVaultSlot *slot = &g_array_index (slots, CbVaultSlot, i);

      if (slot->kind == CB_VAULT_SLOT_PERSON && cb_uid_equal (&slot->person, person))
        return slot->number;
    }

  return 0;
}

/* --- a new key --- */

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
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  const Certificate *c = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *text = g_strdup_printf (_("%s can sign again."), c->name);

      cb_shell_toast (GTK_WIDGET (self), text);
    }
  else
    cb_shell_error (GTK_WIDGET (self), error);
  if (self->list != NULL)
    cb_people_group_refresh (GTK_WIDGET (self));
}

static void
certify_signed_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  Certificate *c = data;
  g_autoptr (GTask) task = NULL;

  if (!cb_shell_sign_finish (GTK_WIDGET (object), result, NULL) || self->list == NULL || self->busy)
    {
      certificate_free (c);
      return;
    }
  self->busy = TRUE;
  task = g_task_new (self, NULL, certified_cb, NULL);
  g_task_set_task_data (task, c, (GDestroyNotify) certificate_free);
  g_task_run_in_thread (task, certify_thread);
}

static void
certify_cb (CbPeopleGroup *self,
            GtkWidget     *button)
{
  const CbKeyRequest *request = g_object_get_data (G_OBJECT (button), "request");
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), &request->person);
  g_autofree char *code = cb_journal_key_code (request->sign_pk, request->box_pk);
  g_autofree char *what = NULL;
  Certificate *c;

  if (person == NULL || self->busy)
    return;
  c = g_new0 (Certificate, 1);
  c->desk = g_object_ref (self->desk);
  c->request = *request;
  c->name = g_strdup (person->name);
  /* TRANSLATORS: a name; a code of 24 digits in groups. */
  what = g_strdup_printf (_("Certify the new signing key of %s. They have told you themselves that the passphrase was lost, and see the "
                            "same code: %s"), person->name, code);
  cb_shell_sign (GTK_WIDGET (self), self->desk, what, certify_signed_cb, c);
}

static GtkWidget *
request_new (CbPeopleGroup      *self,
             const CbPerson     *person,
             const CbKeyRequest *request)
{
  CbAuthority *authority = cb_desk_authority (self->desk);
  const CbPerson *own = cb_desk_person (self->desk);
  GtkWidget *button;
  g_autofree char *code = NULL;
  g_autofree char *label = NULL;

  if (own == NULL || cb_uid_equal (&own->uid, &person->uid)
      || cb_may (authority, &own->uid, CB_ACT_ENROL, person->area, 0, NULL, 0) != CB_MAY_YES)
    return cb_label_new (_("New key, not certified"), "warning");
  button = gtk_button_new_with_mnemonic (_("_Certify the New Key…"));
  code = cb_journal_key_code (request->sign_pk, request->box_pk);
  /* TRANSLATORS: the label of a button for assistive technology; a name. */
  label = g_strdup_printf (_("Certify the new key of %s"), person->name);
  cb_widget_set_label (button, label);
  gtk_widget_set_tooltip_text (button, code);
  g_object_set_data_full (G_OBJECT (button), "request", g_memdup2 (request, sizeof *request), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (certify_cb), self);

  return button;
}

static const CbKeyRequest *
request_of (GArray      *requests,
            const CbUid *person)
{
  for (guint i = 0; i < requests->len; i++)
    if (cb_uid_equal (&g_array_index (requests, CbKeyRequest, i).person, person))
      return &g_array_index (requests, CbKeyRequest, i);

  return NULL;
}

/* --- the list --- */

static GtkWidget *
person_row (CbPeopleGroup      *self,
            guint               number,
            const CbPerson     *person,
            const CbKeyRequest *request)
{
  g_autofree char *roles = cb_roles_title (person->roles);
  g_autofree char *area = person->area[0] == '\0' ? g_strdup (cb_authority_county (cb_desk_authority (self->desk)))
                                                  : cb_areas_path (cb_desk_areas (self->desk), person->area);
  g_autofree char *limit = person->limit == 0 ? NULL : cb_money_format (person->limit, TRUE);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = limit == NULL ? g_strdup_printf ("%s · %s", roles, area)
                                            /* TRANSLATORS: roles, area, amount. */
                                            : g_strdup_printf (_("%s · %s · up to %s yuan"), roles, area, limit);
  const CbPerson *self_person = cb_desk_person (self->desk);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = cb_label_new (NULL, "numeric");
  GtkWidget *rights = cb_label_new (subtitle, "dim-label");
  GtkWidget *end = NULL;

  if (person->revoked)
    end = cb_label_new (_("Revoked"), "error");
  else if (request != NULL)
    end = request_new (self, person, request);
  else if (self_person != NULL && cb_uid_equal (&self_person->uid, &person->uid))
    end = cb_label_new (_("You"), "dim-label");

  title = g_markup_printf_escaped ("%02u  <b>%s</b>", number, person->name);
  gtk_label_set_markup (GTK_LABEL (name), title);
  gtk_label_set_width_chars (GTK_LABEL (name), 14);
  gtk_label_set_ellipsize (GTK_LABEL (rights), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (rights, TRUE);
  gtk_widget_add_css_class (row, "cb-line");
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), rights);
  if (end != NULL)
    gtk_box_append (GTK_BOX (row), end);

  return row;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (Look) look = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) people = NULL;

  if (self->list == NULL)
    return;
  if (look == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }

  cb_box_clear (GTK_BOX (self->list));
  people = cb_authority_people (cb_desk_authority (self->desk));
  for (guint number = 1; number <= CB_VAULT_MAX_SLOTS; number++)
    for (guint i = 0; i < people->len; i++)
      {
        const CbPerson *person = g_ptr_array_index (people, i);

        if (slot_of (look->slots, &person->uid) == number)
          gtk_box_append (GTK_BOX (self->list), person_row (self, number, person, request_of (look->requests, &person->uid)));
      }
}

void
cb_people_group_refresh (GtkWidget *group)
{
  g_autoptr (GTask) task = g_task_new (group, NULL, looked_cb, NULL);

  g_task_set_task_data (task, g_object_ref (CB_PEOPLE_GROUP (group)->desk), g_object_unref);
  g_task_run_in_thread (task, look_thread);
}

static void
cb_people_group_dispose (GObject *object)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);

  self->list = NULL;
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_people_group_parent_class)->dispose (object);
}

static void
cb_people_group_class_init (CbPeopleGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_people_group_dispose;
}

static void
cb_people_group_init (CbPeopleGroup *self)
{
}

GtkWidget *
cb_people_group_new (CbDesk *desk)
{
  CbPeopleGroup *self = g_object_new (CB_TYPE_PEOPLE_GROUP, NULL);
  GtkWidget *card = cb_card_new (_("People at this desk"));
  const CbPerson *person = cb_desk_person (desk);

  self->desk = g_object_ref (desk);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (card), self->list);
  if (person != NULL && (person->roles & CB_ROLE_AUTHORITY) != 0)
    {
      GtkWidget *form = cb_enrol_form_new (desk);
      GtkWidget *fold = cb_fold_new (_("_Enrol a person"), form);

      gtk_widget_set_margin_top (form, 10);
      gtk_widget_add_css_class (fold, "cb-line");
      g_signal_connect_swapped (form, "enrolled", G_CALLBACK (cb_people_group_refresh), self);
      gtk_box_append (GTK_BOX (card), fold);
    }
  else
    {
      GtkWidget *note = cb_label_new (_("An authority person enrols further people here."), "dim-label");

      gtk_widget_add_css_class (note, "cb-line");
      gtk_box_append (GTK_BOX (card), note);
    }
  adw_bin_set_child (ADW_BIN (self), card);
  cb_people_group_refresh (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
