/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-founding-page.h"

#include "cb-sheet.h"

G_BEGIN_DECLS

struct _CbFoundingPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *steps;        /* the names of the steps */
  GtkWidget *stack;
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *back;
  GtkWidget *next;
  guint      step;
  gboolean   busy;

  /* county */
  CbAreas   *areas;        /* borrowed */
  GtkWidget *search;
  GtkWidget *list;
  char      *area;         /* code chosen */
  GtkWidget *county;
  GtkWidget *desk_label;
  GtkWidget *folder;
  gboolean   folder_chosen;

  /* authority */
  GtkWidget *name;
  GtkWidget *passphrase;

  /* sheet */
  CbSecret  *code;         /* as text, until the sheet is confirmed */
  GtkWidget *groups;
  GtkWidget *retype;

  /* people */
  CbDesk    *desk;         /* from the founding on, until it is handed over */
  GtkWidget *people;
  GtkWidget *enrol;
  GtkWidget *no_approver;  /* a hint */
  GtkWidget *put_away;     /* what is shown once, and never again */
};

enum { CB_STEP_COUNTY, CB_STEP_AUTHORITY, CB_STEP_SHEET, CB_STEP_PEOPLE, CB_N_STEPS };

void       cb_founding_update         (CbFoundingPage *self);
void       cb_founding_say            (CbFoundingPage *self,
                                       const char     *text);
GtkWidget *cb_founding_county_new     (CbFoundingPage *self);
GtkWidget *cb_founding_authority_new  (CbFoundingPage *self);
GtkWidget *cb_founding_sheet_new      (CbFoundingPage *self);
GtkWidget *cb_founding_people_new     (CbFoundingPage *self);
/* Somebody was enrolled, or nobody yet: the hint is brought up to that, and a new slip is still to be put away. */
void       cb_founding_people_changed (CbFoundingPage *self);
/* Puts the code on the sheet step. */
void       cb_founding_show_code      (CbFoundingPage *self);
gboolean   cb_founding_code_confirmed (CbFoundingPage *self);

G_END_DECLS
