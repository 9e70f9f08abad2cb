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
};

G_DEFINE_FINAL_TYPE (CbPeopleGroup, cb_people_group, ADW_TYPE_BIN)

static void
slots_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  GArray *slots = cb_vault_list_slots (cb_desk_vault (data), &error);

  if (slots == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, slots, (GDestroyNotify) g_array_unref);
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

static GtkWidget *
person_row (CbPeopleGroup  *self,
            guint           number,
            const CbPerson *person)
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
slots_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  CbPeopleGroup *self = CB_PEOPLE_GROUP (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) people = NULL;
  GtkWidget *child;

  if (self->list == NULL)
    return;
  if (slots == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  people = cb_authority_people (cb_desk_authority (self->desk));
  for (guint number = 1; number <= CB_VAULT_MAX_SLOTS; number++)
    for (guint i = 0; i < people->len; i++)
      {
        const CbPerson *person = g_ptr_array_index (people, i);

        if (slot_of (slots, &person->uid) == number)
          gtk_box_append (GTK_BOX (self->list), person_row (self, number, person));
      }
}

void
cb_people_group_refresh (GtkWidget *group)
{
  g_autoptr (GTask) task = g_task_new (group, NULL, slots_cb, NULL);

  g_task_set_task_data (task, g_object_ref (CB_PEOPLE_GROUP (group)->desk), g_object_unref);
  g_task_run_in_thread (task, slots_thread);
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
