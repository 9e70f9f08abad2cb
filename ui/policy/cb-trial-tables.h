/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-simulate.h"
#include "cb-policy-chart.h"

G_BEGIN_DECLS

/* By what the county is divided. */
typedef enum
{
  CB_TRIAL_BY_PROGRAMME,
  CB_TRIAL_BY_TIER,
  CB_TRIAL_BY_TOWNSHIP,   /* the one with the most money first */
  CB_TRIAL_N_BY,
} CbTrialBy;

/* One line of a table: title and figures as shown. */
typedef struct
{
  char      *title;
  CbNowThen  figures;
  gboolean   once;        /* its money is paid once: it belongs into no sum and no chart of what is paid every month */
} CbTrialLine;

/* Of CbTrialLine.  What neither was nor will be (no household, no money) is left out. */
GArray    *cb_trial_lines            (const CbSimulation *found,
                                      CbDesk             *desk,
                                      CbPack             *pack,
                                      CbTrialBy           by) G_GNUC_WARN_UNUSED_RESULT;

/* The figures as a table: households now, then; yuan a month now, then; the change.  Ctrl+C copies it, tab-separated. */
GtkWidget *cb_trial_table_new        (void);
void       cb_trial_table_set        (GtkWidget          *table,
                                      GArray             *lines);

/* The families that lose or gain most, the largest loss first; Return or a double click opens one.  No names: whoever sets a standard
 * needs none, and whoever may open the file sees them there. */
GtkWidget *cb_trial_families_new     (void);
void       cb_trial_families_set     (GtkWidget          *families,
                                      const CbSimulation *found,
                                      CbCounty           *county,
                                      CbDesk             *desk,
                                      CbPack             *pack);

G_END_DECLS
