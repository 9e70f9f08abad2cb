/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-settings-groups.h"

#include "cb-widgets.h"

#include <glib/gi18n.h>

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_to_index (GValue   *value,
                 GVariant *variant,
                 gpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), schemes[i]))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }

  return FALSE;
}

static GVariant *
index_to_scheme (const GValue       *value,
                 const GVariantType *type,
                 gpointer            data)
{
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[index]) : NULL;
}

/* --- whether the machine says that it goes to sleep --- */

static void
login_appeared_cb (GDBusConnection *bus,
                   const char      *name,
                   const char      *owner,
                   gpointer         data)
{
  gtk_label_set_text (data, _("Minutes. It also locks when the lid closes and when the desktop locks."));
}

/* No logind, or no system bus at all: the lid cannot be noticed. */
static void
login_vanished_cb (GDBusConnection *bus,
                   const char      *name,
                   gpointer         data)
{
  gtk_label_set_text (data, _("Minutes. Sleep is not announced here: press Ctrl+L before closing the lid."));
}

static void
unwatch (gpointer id)
{
  g_bus_unwatch_name (GPOINTER_TO_UINT (id));
}

static void
watch_login (GtkWidget *card,
             GtkWidget *label)
{
  guint id = g_bus_watch_name (G_BUS_TYPE_SYSTEM, "org.freedesktop.login1", G_BUS_NAME_WATCHER_FLAGS_NONE, login_appeared_cb,
                               login_vanished_cb, g_object_ref (label), g_object_unref);

  g_object_set_data_full (G_OBJECT (card), "cb-login-watch", GUINT_TO_POINTER (id), unwatch);
}

GtkWidget *
cb_machine_group_new (void)
{
  g_autoptr (GSettings) settings = g_settings_new (CB_APP_ID);
  GtkWidget *card = cb_card_new (_("This computer"));
  GtkWidget *minutes = gtk_spin_button_new_with_range (1, 120, 1);
  GtkWidget *row;
  GtkWidget *scheme = gtk_drop_down_new_from_strings ((const char *const[]) { _("As the desktop"), _("Light"), _("Dark"), NULL });

  cb_widget_set_label (minutes, _("Minutes until locking"));
  cb_widget_set_label (scheme, _("Appearance"));
  g_settings_bind (settings, "idle-lock-minutes", minutes, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", scheme, "selected", G_SETTINGS_BIND_DEFAULT,
                                scheme_to_index, index_to_scheme, NULL, NULL);
  row = cb_settings_row_new (_("Lock when nobody touches it"), "", minutes);
  watch_login (card, gtk_widget_get_last_child (gtk_widget_get_first_child (row)));
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), cb_settings_row_new (_("Appearance"), NULL, scheme));

  return card;
}
