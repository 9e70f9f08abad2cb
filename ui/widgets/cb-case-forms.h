/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-case.h"

G_BEGIN_DECLS

/* The three small forms behind the buttons of the case bar.  Each is the child of a popover; @done is called on the main thread when it was
 * recorded (@error NULL) or not.  @from finds the window. */
typedef void (*CbCaseDone) (GtkWidget *from, const char *done, const GError *error);

/* @programme: chosen at first. @warning (nullable): what to know before. */
GtkWidget *cb_case_submit_form   (CbDesk      *desk,
                                  const CbUid *household,
                                  const char  *programme,
                                  const char  *warning,
                                  GtkWidget   *from,
                                  CbCaseDone   done) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *cb_case_opinion_form  (CbDesk      *desk,
                                  const CbUid *uid,
                                  GtkWidget   *from,
                                  CbCaseDone   done) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *cb_case_withdraw_form (CbDesk      *desk,
                                  const CbUid *uid,
                                  GtkWidget   *from,
                                  CbCaseDone   done) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
