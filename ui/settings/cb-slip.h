/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * CbSlip:
 * A form that opens in place under a line of a list and does one thing that is signed: what it is about, a message, a spinner, the buttons
 * that give up and that do it.  Escape gives up.  Emits "closed" when it is over, done or not.  Main thread.
 */
#define CB_TYPE_SLIP (cb_slip_get_type ())
G_DECLARE_DERIVABLE_TYPE (CbSlip, cb_slip, CB, SLIP, AdwBin)

struct _CbSlipClass
{
  AdwBinClass parent_class;

  /* The button was pressed; not while it is busy. */
  void (*act)      (CbSlip   *slip);
  /* It became busy, or no longer is: what else takes no input then.  May be NULL. */
  void (*set_busy) (CbSlip   *slip,
                    gboolean  busy);
};

/* @content stands above the message; @button has a mnemonic, @css_class is its style. */
void       cb_slip_build    (CbSlip       *slip,
                             GtkWidget    *content,
                             const char   *button,
                             const char   *css_class);
/* What is wrong; NULL: nothing. */
void       cb_slip_say      (CbSlip       *slip,
                             const char   *text);
void       cb_slip_error    (CbSlip       *slip,
                             const GError *error);
/* The label of the message, for fields that say themselves what is wrong with them. */
GtkWidget *cb_slip_message  (CbSlip       *slip);
void       cb_slip_set_busy (CbSlip       *slip,
                             gboolean      busy);
gboolean   cb_slip_is_busy  (CbSlip       *slip);
/* It is over. */
void       cb_slip_close    (CbSlip       *slip);

G_END_DECLS
