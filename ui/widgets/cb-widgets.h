/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "cb-money.h"
#include "cb-tip.h"

G_BEGIN_DECLS

/* Small makers of plain widgets that would otherwise be written out on every page.  Main thread. */

/* The name for assistive technology and tests; translated, on GTK 4.8 the class name would stand there otherwise. */
void       cb_widget_set_label   (GtkWidget  *widget,
                                  const char *label);

/* Focus on the first control inside, unless something inside has it: a stack that changes its child may have moved it there already,
 * and moving it once more would skip the first. */
void       cb_widget_focus_inside (GtkWidget *widget);
/* How much larger the text is than usual, 1 to 4: a width that is enough for text is multiplied by it. */
double     cb_widget_text_scale  (GtkWidget  *widget);
/* Makes it insensitive, or sensitive again; the focus is taken out of it first (GTK 4.8 warns about a text field that keeps it). */
void       cb_widget_set_busy    (GtkWidget  *widget,
                                  gboolean    busy);

/* A label for an amount in fen, "1,234.50": right-aligned, tabular figures; 元 stands in the heading. */
GtkWidget *cb_amount_label_new   (CbMoney     amount);
void       cb_amount_label_set   (GtkLabel   *label,
                                  CbMoney     amount);
/* "2,014": grouped by thousands in every locale, as amounts are. */
char      *cb_count_text         (guint       n) G_GNUC_WARN_UNUSED_RESULT;
/* A label at the start of its line; @css_class (nullable): "dim-label", "caption", "heading", "title-3" … */
GtkWidget *cb_label_new          (const char *text,
                                  const char *css_class);

/* A card as in the pages: a vertical box with the style class "card" and an optional heading line. */
GtkWidget *cb_card_new           (const char *heading);

/* A line that opens and closes what is below it.  (Not GtkExpander: on GTK 4.8 the focus moves into its child while that is out of the
 * window.)  @title with a mnemonic. */
GtkWidget *cb_fold_new           (const char *title,
                                  GtkWidget  *child);
void       cb_fold_set_open      (GtkWidget  *fold,
                                  gboolean    open);

/**
 * cb_switch_new:
 * @names: @n labels, with mnemonics or without
 * @buttons: (out caller-allocates): room for the @n buttons
 * @toggled: (swapped, also called for the button that goes up): "toggled" of each, with @data; not called for the first, which is down
 *
 * One of several: a row of linked buttons of which one is down.
 */
GtkWidget *cb_switch_new         (const char *const *names,
                                  guint       n,
                                  GtkWidget **buttons,
                                  GCallback   toggled,
                                  gpointer    data);

/* What stands where there is nothing yet: says what is missing and gives the one next action. @button and @action may be NULL. */
GtkWidget *cb_empty_new          (const char *icon,
                                  const char *title,
                                  const char *description,
                                  const char *button,
                                  const char *action);

/* A spinner for what is awaited, in the middle of its place.  It turns while it is seen: one that turns on a page of a stack that is
 * not shown keeps the program drawing. */
GtkWidget *cb_spinner_new        (void);

/* A flat button with an icon; the tooltip is its accessible label too. */
GtkWidget *cb_icon_button_new    (const char *icon,
                                  const char *tooltip,
                                  const char *action);

/* A long list can be searched: for what stands anywhere in a choice (GTK 4.8 by itself looks at its beginning only), and the focus is in
 * the search box as soon as the list is open. */
void       cb_drop_down_set_search (GtkDropDown *drop_down);

/* The size in pixels at which charts write their labels: the widget's own text, a little smaller. */
double     cb_text_pixels        (GtkWidget  *widget);

/* Takes all children out. */
void       cb_box_clear          (GtkBox     *box);

G_END_DECLS
