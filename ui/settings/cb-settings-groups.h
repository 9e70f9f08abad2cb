/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-desk.h"

G_BEGIN_DECLS

/* The cards of the settings page.  Each is a widget of its own that cleans up after itself. */

/* Number, name, roles, area of everybody at this desk.  An authority person sees the other people and the desks of the county too, with their
 * state, and enrols, certifies keys, changes rights and revokes. */
GtkWidget *cb_people_group_new     (CbDesk     *desk);
/* Reads them again, unless a form is open. */
void       cb_people_group_refresh (GtkWidget  *group);
/* Certifies, with a signature, the key that @person asks for. */
GtkWidget *cb_certify_button_new   (CbDesk             *desk,
                                    const CbPerson     *person,
                                    const CbKeyRequest *request);
GtkWidget *cb_passphrase_group_new (CbDesk     *desk);
/* A new recovery sheet; for an authority. */
GtkWidget *cb_sheet_group_new      (CbDesk     *desk);
/* The latest looks, prints and exports on record, with their reasons; for an auditor. */
GtkWidget *cb_looks_group_new      (CbDesk     *desk);
/* Reads them; once it is shown, and again. */
void       cb_looks_group_refresh  (GtkWidget  *group);
GtkWidget *cb_machine_group_new    (void);
/* Backup now, verify now, and what protects the casebook. */
GtkWidget *cb_safety_group_new     (CbDesk     *desk);

/* One line of a card: a title, an optional dim line below, a widget at the end (or NULL). */
GtkWidget *cb_settings_row_new     (const char *title,
                                    const char *subtitle,
                                    GtkWidget  *end);

G_END_DECLS
