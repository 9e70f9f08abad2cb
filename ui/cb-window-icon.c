/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-window-icon.h"

static gboolean
idle_cb (gpointer data)
{
  gtk_window_set_icon_name (data, CB_APP_ID);

  return G_SOURCE_REMOVE;
}

void
cb_window_icon_later (GtkWindow *window)
{
  if (gtk_window_get_icon_name (window) == NULL)
    g_idle_add_full (G_PRIORITY_LOW, idle_cb, g_object_ref (window), g_object_unref);
}
