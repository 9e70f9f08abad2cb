/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-unlock-form.h"

#include "cb-ui-names.h"
#include "cb-vault.h"
#include "cb-widgets.h"

GtkWidget *
cb_unlock_form_frame_new (const char *title,
                          GtkWidget  *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();

  gtk_widget_add_css_class (bar, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (title, NULL));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_widget_set_margin_start (form, 18);
  gtk_widget_set_margin_end (form, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), form);
  gtk_box_append (GTK_BOX (box), clamp);

  return box;
}

void
cb_unlock_form_append (GtkWidget  *form,
                       const char *heading,
                       const char *help,
                       GtkWidget  *field)
{
  gtk_box_append (GTK_BOX (form), cb_label_new (heading, "heading"));
  if (help != NULL)
    {
      GtkWidget *label = cb_label_new (help, "dim-label");

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (form), label);
    }
  gtk_box_append (GTK_BOX (form), field);
}

GtkWidget *
cb_unlock_form_number_new (void)
{
  GtkWidget *number = gtk_spin_button_new_with_range (1, CB_VAULT_MAX_SLOTS, 1);

  cb_widget_set_label (number, _(CB_NAME_UNLOCK_NUMBER));
  gtk_widget_set_halign (number, GTK_ALIGN_START);

  return number;
}

GtkWidget *
cb_unlock_form_message_new (void)
{
  GtkWidget *message = cb_label_new (NULL, NULL);

  gtk_label_set_wrap (GTK_LABEL (message), TRUE);

  return message;
}

GtkWidget *
cb_unlock_form_buttons_new (gpointer    page,
                            GtkWidget  *waiting,
                            GCallback   go_back,
                            const char *label,
                            GCallback   do_it,
                            GtkWidget **back,
                            GtkWidget **action)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  if (waiting != NULL)
    gtk_box_append (GTK_BOX (buttons), waiting);
  *back = gtk_button_new_with_mnemonic (_(CB_NAME_FOUND_BACK));
  g_signal_connect_swapped (*back, "clicked", go_back, page);
  *action = gtk_button_new_with_mnemonic (label);
  gtk_widget_add_css_class (*action, "suggested-action");
  g_signal_connect_swapped (*action, "clicked", do_it, page);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), *back);
  gtk_box_append (GTK_BOX (buttons), *action);

  return buttons;
}
