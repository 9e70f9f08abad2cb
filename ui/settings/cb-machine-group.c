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

GtkWidget *
cb_machine_group_new (void)
{
  g_autoptr (GSettings) settings = g_settings_new (CB_APP_ID);
  GtkWidget *card = cb_card_new (_("This computer"));
  GtkWidget *minutes = gtk_spin_button_new_with_range (1, 120, 1);
  GtkWidget *scheme = gtk_drop_down_new_from_strings ((const char *const[]) { _("As the desktop"), _("Light"), _("Dark"), NULL });

  cb_widget_set_label (minutes, _("Minutes until locking"));
  cb_widget_set_label (scheme, _("Appearance"));
  g_settings_bind (settings, "idle-lock-minutes", minutes, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", scheme, "selected", G_SETTINGS_BIND_DEFAULT,
                                scheme_to_index, index_to_scheme, NULL, NULL);
  gtk_box_append (GTK_BOX (card),
                  cb_settings_row_new (_("Lock when nobody touches it"),
                                       _("Minutes. It also locks when the lid closes and when the desktop locks."), minutes));
  gtk_box_append (GTK_BOX (card), cb_settings_row_new (_("Appearance"), NULL, scheme));

  return card;
}
