/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-pack.h"

G_BEGIN_DECLS

/* What stands in the list for one part of the rules: its title; of a parameter the value that is in force too, since when, and its article.
 * @on: the day that counts.  Of what is not yet in force the first value. */
GtkWidget *cb_policy_row_new (CbPack     *pack,
                              const char *group,
                              const char *name,
                              CbDate      on);

G_END_DECLS
