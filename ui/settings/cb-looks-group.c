/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-clock.h"
#include "cb-look.h"
#include "cb-shell.h"
#include "cb-widgets.h"

#include <glib/gi18n.h>

#define SHOWN 100

#define CB_TYPE_LOOKS_GROUP (cb_looks_group_get_type ())
G_DECLARE_FINAL_TYPE (CbLooksGroup, cb_looks_group, CB, LOOKS_GROUP, AdwBin)

struct _CbLooksGroup
{
  AdwBin parent_instance;

  CbDesk    *desk;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CbLooksGroup, cb_looks_group, ADW_TYPE_BIN)

static gpointer
list_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return cb_look_list (db, SHOWN, error);
}

static GtkWidget *
entry_row (CbLooksGroup      *self,
           const CbLookEntry *entry)
{
  const CbPerson *person = cb_authority_person (cb_desk_authority (self->desk), &entry->person);
  g_autofree char *at = cb_clock_format (entry->ms);
  g_autoptr (GString) why = g_string_new (entry->what);
  g_autofree char *what = g_markup_printf_escaped ("<b>%s</b>  %s", person != NULL ? person->name : "?",
                                                   entry->head != NULL ? entry->head : "");
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *when = cb_label_new (at, "numeric");
  GtkWidget *who = cb_label_new (NULL, NULL);
  GtkWidget *reason;

  if (entry->number != NULL)
    g_string_append_printf (why, " · %s", entry->number);
  if (entry->text != NULL)
    g_string_append_printf (why, " · %s", entry->text);
  reason = cb_label_new (why->str, "dim-label");
  gtk_label_set_markup (GTK_LABEL (who), what);
  gtk_label_set_width_chars (GTK_LABEL (who), 16);
  gtk_label_set_ellipsize (GTK_LABEL (who), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (reason), PANGO_ELLIPSIZE_END);
  cb_widget_set_cut_tip (reason, why->str);
  gtk_widget_set_hexpand (reason, TRUE);
  gtk_widget_add_css_class (row, "cb-line");
  gtk_box_append (GTK_BOX (row), when);
  gtk_box_append (GTK_BOX (row), who);
  gtk_box_append (GTK_BOX (row), reason);

  return row;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CbLooksGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = cb_desk_finish (CB_DESK (source), result, &error);

  if (self->list == NULL)
    return;
  if (list == NULL)
    {
      cb_shell_error (GTK_WIDGET (self), error);
      return;
    }
  cb_box_clear (GTK_BOX (self->list));
  for (guint i = 0; i < list->len; i++)
    gtk_box_append (GTK_BOX (self->list), entry_row (self, g_ptr_array_index (list, i)));
  if (list->len == 0)
    {
      GtkWidget *none = cb_label_new (_("Nobody has opened a file outside their own work, nor printed, copied or exported one."), "dim-label");

      gtk_widget_add_css_class (none, "cb-line");
      gtk_box_append (GTK_BOX (self->list), none);
    }
}

void
cb_looks_group_refresh (GtkWidget *group)
{
  CbLooksGroup *self = CB_LOOKS_GROUP (group);

  cb_desk_read_async (self->desk, list_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, listed_cb, g_object_ref (self));
}

static void
cb_looks_group_dispose (GObject *object)
{
  CbLooksGroup *self = CB_LOOKS_GROUP (object);

  self->list = NULL;
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_looks_group_parent_class)->dispose (object);
}

static void
cb_looks_group_class_init (CbLooksGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_looks_group_dispose;
}

static void
cb_looks_group_init (CbLooksGroup *self)
{
  GtkWidget *card = cb_card_new (_("Looks, prints, copies and exports"));

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (card), self->list);
  adw_bin_set_child (ADW_BIN (self), card);
}

GtkWidget *
cb_looks_group_new (CbDesk *desk)
{
  CbLooksGroup *self = g_object_new (CB_TYPE_LOOKS_GROUP, NULL);

  self->desk = g_object_ref (desk);

  return GTK_WIDGET (self);
}
