/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <string.h>

/* Looking for widgets in the test's own process, shown or not. */

/* A label that contains @text, or NULL. */
static inline GtkWidget *
cb_find_text (GtkWidget  *root,
              const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_LABEL (child) && strstr (gtk_label_get_text (GTK_LABEL (child)), text) != NULL)
        return child;
      found = cb_find_text (child, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first widget of @type, or NULL. */
static inline GtkWidget *
cb_find_type (GtkWidget *root,
              GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : cb_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}
