/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What the pages before unlocking have in common: a heading over each field, a page of one narrow form under its own title bar, a way
 * back and one thing to do.  Plain functions; the page keeps the widgets.
 */

/* The page's content, floating: a title bar that says @title and @form below it, as wide as lines are read well. */
GtkWidget *cb_unlock_form_frame_new   (const char *title, GtkWidget *form);
/* @help: nullable, a line under the heading. */
void       cb_unlock_form_append      (GtkWidget *form, const char *heading, const char *help, GtkWidget *field);
/* Asks for the number of a person at this desk, 1 to CB_VAULT_MAX_SLOTS. */
GtkWidget *cb_unlock_form_number_new  (void);
/* A line of the page's messages, wrapped; empty. */
GtkWidget *cb_unlock_form_message_new (void);
/**
 * cb_unlock_form_buttons_new:
 * @waiting: (nullable): what shows that work is under way
 * @label: of the button that does it, with its mnemonic; @do_it is called with @page as its only argument, so is @go_back
 * @back, @action: (out): the two buttons, borrowed
 */
GtkWidget *cb_unlock_form_buttons_new (gpointer page, GtkWidget *waiting, GCallback go_back, const char *label, GCallback do_it,
                                       GtkWidget **back, GtkWidget **action);

G_END_DECLS
