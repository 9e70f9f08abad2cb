/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CbFieldGrid:
 * Labels with their fields: two pairs beside each other where the labels have room for it, else one; the labels as wide as their texts
 * want and the fields can spare.  A pair whose field is not visible takes no room.  Main thread.
 */
#define CB_TYPE_FIELD_GRID (cb_field_grid_get_type ())
G_DECLARE_FINAL_TYPE (CbFieldGrid, cb_field_grid, CB, FIELD_GRID, GtkWidget)

/* What all labels of a form want, so that they stand under each other from grid to grid; in pixels. */
typedef struct
{
  int whole;     /* the longest in one line, */
  int halves;    /* in no more than two, */
  int thirds;    /* in no more than three */
  int field;     /* a field that shows an ID number */
} CbFieldWidths;

/* Adds what the label with this text wants; @widths begins as zeros but for the field. */
void       cb_field_widths_add (CbFieldWidths       *widths,
                                GtkWidget           *widget,
                                const char          *text);

/* @widths: must live as long as the grid. */
GtkWidget *cb_field_grid_new   (const CbFieldWidths *widths) G_GNUC_WARN_UNUSED_RESULT;
void       cb_field_grid_add   (CbFieldGrid         *self,
                                GtkWidget           *label,
                                GtkWidget           *field);

G_END_DECLS
