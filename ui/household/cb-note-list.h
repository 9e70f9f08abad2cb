/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "cb-uid.h"

G_BEGIN_DECLS

/**
 * CbNoteList:
 * Headings, notes and figures one below the other, said anew after every key: what is the same as before stays as it is.  Between
 * cb_note_list_begin() and cb_note_list_end() everything is said; the list shows itself only when there is something.
 *
 * Signal "jump" (const CbUid *entity, guint field): a note that leads somewhere was activated.
 */
#define CB_TYPE_NOTE_LIST (cb_note_list_get_type ())
G_DECLARE_FINAL_TYPE (CbNoteList, cb_note_list, CB, NOTE_LIST, GtkWidget)

GtkWidget *cb_note_list_new     (void);
void       cb_note_list_begin   (CbNoteList  *self);
void       cb_note_list_heading (CbNoteList  *self,
                                 const char  *text);
/* @entity: NULL: the note leads nowhere. */
void       cb_note_list_note    (CbNoteList  *self,
                                 const char  *text,
                                 const CbUid *entity,
                                 guint        field);
void       cb_note_list_figure  (CbNoteList  *self,
                                 const char  *text,
                                 const char  *figure,
                                 gboolean     dim);
void       cb_note_list_end     (CbNoteList  *self);

G_END_DECLS
